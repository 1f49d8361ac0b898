"""How a thing stands to last year, told in words: 比上年有所减少, 翻了一番, 是上年的1.3倍. And
shares and rates of both years: 公开率由上年的51.5%降至28.6%, 较上年提高9.5个百分点.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import msgspec

from gblint.findings import Say
from gblint.report.model import Meaning, Share
from gblint.report.prose.amounts import COUNT, PERCENT, Amount, list_qualifying
from gblint.report.prose.comparisons import is_stock
from gblint.report.prose.model import Interpretation, ParagraphState, has
from gblint.report.prose.named import (
    LIKE,
    ClauseReader,
    ClauseText,
    NamedQuantities,
    is_plain,
    list_meanings,
)
from gblint.report.prose.percentages import find_rate
from gblint.report.prose.vocabulary import (
    Token,
    Vocabulary,
    match_any,
    match_behind_any,
    match_behind_none,
    match_share,
)
from gblint.text.numerals import DIGITS, YEAR, read_chinese_value

_SAID = Say("与上年比较的话", "what compares with last year")
_AMOUNT, _PERCENT, _RATIO, _BASE = "amount", "percent", "ratio", "base"
_ALL = Decimal(100)
_DOUBLE = (Decimal(88), Decimal(115))
"""What 翻一番 may stand for, in percent of growth."""
_ABOUT = Decimal(20)
"""What is about as much as last year is off by less, in percent."""
_HALF_A_TIME = Decimal(25)
"""By how much 两倍, in words, may be off, in percent."""
_TENS = -2
"""Decimals of a percentage that is told as so many times."""

_WHOLES = ("completed", "received", "due")
_DECIDED = "decided"


class TurnForms:
    """The words of a pack by which this year is compared with last, ready to be looked for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        spec, of = vocabulary.spec, vocabulary.spec.changes
        last = [word for named in spec.years if named.offset == -1 for word in named.words]
        against = match_any((*spec.words.against, *of.beside))
        links = spec.links
        its, verb = match_any(links.of), match_any(links.aspect)
        since, to = match_any(links.since), match_any((*links.to, *links.becoming))
        year = f"(?:{match_any((*last, *spec.orders.opening))}|{YEAR})"
        told = f"(?:{its}?_?{COUNT}_?|{its}?_?{PERCENT}_?)?"
        turning = [
            word
            for word in (*spec.words.change, *of.turning)
            if not any(part in word for part in (*last, *of.same))
            and any(part in word for part in (*of.rising, *of.falling))
        ]
        alone = (*of.rising, *of.falling, *spec.orders.by_more, *spec.orders.by_less)
        level = (*of.level, *spec.orders.level, *spec.orders.near)
        part = match_share(spec.fractions)
        about = match_any(list_qualifying(spec, "before"))
        after = match_any(list_qualifying(spec, "after"))
        tail = match_any((*of.beside, *spec.words.against))
        self.year = re.compile(
            f"(?P<how>{against})?(?P<year>{year})(?P<told>{told}){tail}?|(?P<same>{match_any(of.same)})"
        )
        self.turn = re.compile(match_any((*turning, *spec.orders.more, *spec.orders.less)))
        self.grown = re.compile(match_any((*turning, *alone)))
        self.times = re.compile(f"(?P<number>\\d+(?:\\.\\d+)?|[{DIGITS}])(?:{match_any(of.times)})")
        self.doubled = re.compile(match_any(of.doubled))
        self.level = re.compile(f"{match_behind_none(spec.orders.denying)}{match_any(level)}")
        self.idle = re.compile(f"{match_any((*spec.orders.idle, *of.idle))}{{1,8}}")
        self.points = re.compile(
            f"(?P<turn>{match_any((*turning, *alone))}){verb}?{COUNT}+{match_any(of.points)}"
        )
        self.rising = (*of.rising, *spec.orders.by_more, *spec.orders.more)
        self.falling = (*of.falling, *spec.orders.by_less, *spec.orders.less)
        self.near = frozenset(spec.orders.near)
        self.ratio = re.compile(f"{match_behind_any(links.of)}(?P<part>{about}?{part}{after}?)$")
        self.pair = re.compile(
            f"{since}(?P<ref>(?:{year}(?:{tail})?)?){its}?(?:{PERCENT}|0)"
            f"(?:{match_any(spec.words.up_to)}|[^{COUNT}{PERCENT}]{{0,4}}{to}){PERCENT}"
        )


make_turn_forms = lru_cache(maxsize=4)(TurnForms)


class _YearReader(ClauseReader[TurnForms]):
    """What is asked of clauses that set this year beside last."""

    def _find_turn(self, word: str) -> int:
        """1 where a word tells of growth, -1 of decline, 0 where of neither, or of both."""
        up = any(turn in word for turn in self._forms.rising)
        down = any(turn in word for turn in self._forms.falling)
        return up - down

    def _is_own_year(self, year: re.Match[str]) -> bool:
        """Whether it is the year of the report that is named."""
        named = year["year"] or ""
        return named.startswith("20") and named[:4] == str(self.paragraph.state.owner.year)

    def _is_last_year(self, year: re.Match[str]) -> bool:
        """Whether it is last year, in words (上年, 同比) or by its number."""
        named, of = year["year"] or "", self.paragraph.state.owner.year
        return not named.startswith("20") or (of is not None and int(named[:4]) == of - 1)


class _Told(msgspec.Struct, frozen=True):
    """Words that compare: where they stand, what else their clause says, and all of that clause
    with what stands in its brackets.
    """

    piece: ClauseText
    match: re.Match[str]
    rest: str
    whole: str


class TurnReader(_YearReader):
    """Reads how counts changed since last year, clause by clause of a sentence."""

    _compares = False
    """Whether a clause before named last year, behind the last semicolon."""
    _since = 0

    def read(self, piece: ClauseText, whole: str, before: ParagraphState) -> bool:
        """Take down what a clause says of this year and last; whether it compares the two.

        `whole` is the clause with what stands in its brackets.
        """
        text = piece.text
        if piece.since != self._since:
            self._compares, self._since = False, piece.since
        years = [year for year in self._forms.year.finditer(text) if not self._is_own_year(year)]
        years = [year for year in years if not self._is_carrying(text, year.start())]
        year = years[0] if years else None
        here = year is not None and self._is_last_year(year)
        # of two years that are named it is not told which is compared, and of another there are no
        # tables
        if len(years) > 1 or (year is not None and not here):
            return False
        # 收到64件，比上年增加，公开率持平: last year goes on to the next clause, till a semicolon;
        # 翻一番 needs no year
        if not here and not self._compares and self._forms.doubled.search(text) is None:
            return False
        self._compares = self._compares or here
        if not self.is_of_the_tables(piece, before, last_year=True):
            return False
        for form, take in (
            (self._forms.doubled, self._take_doubled),
            (self._forms.times, self._take_times),
            (self._forms.ratio, self._take_ratio),
            (self._forms.level, self._take_level),
            (self._forms.turn, self._take_turn),
        ):
            match = form.search(text)
            # a change before the year is told of something else
            if match is not None and year is not None and match.end() < year.start():
                match = form.search(text, year.end())
            if match is not None:
                rest = _cut_out(text, year if here else None, match)
                return take(_Told(piece, match, rest, whole)) or here
        return False

    def _is_carrying(self, text: str, at: int) -> bool:
        """多于上年结转: no year, but what was carried in."""
        words = self.vocabulary.read_tokens(text)
        return any(w.kind == "carrying" and w.start <= at < w.end for w in words)

    def _take_times(self, told: _Told) -> bool:
        """是上年的1.3倍, 同比增长2倍."""
        text, number = told.piece.text, told.match["number"]
        value = Decimal(number) if number[0].isdigit() else Decimal(read_chinese_value(number) or 0)
        value *= _ALL
        decimals = len(number.partition(".")[2]) + _TENS
        grows = self._forms.grown.search(text[: told.match.start()])
        if grows is not None and self._find_turn(grows.group()) > 0:
            role, turn = _PERCENT, 1
            rest = told.rest.replace(grows.group(), "_", 1)
            told = msgspec.structs.replace(told, rest=rest)
        # 减少两倍 is no sense that could be held against figures
        elif grows is not None or self._forms.year.search(text) is None:
            return False  # 超过行政诉讼的两倍
        else:
            role, turn = _RATIO, 0
        exact = number[0].isdigit()
        off = Decimal(0) if exact else _HALF_A_TIME
        bounds = value - off, value + off
        return self._add(told, role, value, bounds, turn, decimals=decimals, exact=exact)

    def _take_doubled(self, told: _Told) -> bool:
        """翻了一番, 比上年多一倍."""
        return self._add(told, _PERCENT, _ALL, _DOUBLE, 1)

    def _take_ratio(self, told: _Told) -> bool:
        """仅为上年的三分之一, 不足上年的一半 (of which the words before stand with the year)."""
        if self._forms.year.search(told.piece.text) is None:
            return False
        share = self.vocabulary.spec.words.share[0]
        read = self.vocabulary.amounts.read(f"{share}{told.match['part']}")[1]
        fraction = next(iter(read.values()), None)
        if fraction is None or fraction.means != "rounded":
            return False
        bounds = Decimal(fraction.low), None if fraction.high is None else Decimal(fraction.high)
        return self._add(told, _RATIO, Decimal(fraction.value), bounds)

    def _take_level(self, told: _Told) -> bool:
        """与上年相同, 与上年基本相当."""
        start = self.map_offset(told.piece.start + told.match.start())
        # 收到52件，与上年52件持平 was read by its figures already
        if self.paragraph.record.leave_now(start):
            return True
        # 基本相当 bears a fifth more or less, 持平 nothing
        none = Decimal(0)
        if told.match.group() in self._forms.near:
            return self._add(told, _PERCENT, none, (none, _ABOUT))
        return self._add(told, _AMOUNT, none, (none, none), exact=True)

    def _take_turn(self, told: _Told) -> bool:
        """比上年有所减少, 多于上年: by how much is not told."""
        turn = self._find_turn(told.match.group())
        then = told.piece.text[told.match.end() :]
        if not turn or COUNT in then or PERCENT in then:
            return False  # by how much is told, which the figures are read for
        beside = self.vocabulary.changes.beside
        if told.match.group() in beside and self._forms.year.search(told.piece.text) is None:
            return False  # 多于: where no year is named, more than another thing
        bounds = Decimal(1), None
        return self._add(told, _AMOUNT, Decimal(1), bounds, turn)

    def _add(
        self,
        told: _Told,
        role: str,
        value: Decimal,
        bounds: tuple[Decimal, Decimal | None],
        turn: int = 0,
        *,
        decimals: int = 0,
        exact: bool = False,
    ) -> bool:
        """Keep a comparison of what the rest of the clause names, or of the figure before it."""
        piece, match = told.piece, told.match
        base = self._find_base(piece, told.whole)
        start = self.map_offset(piece.start + match.start())
        end = self.map_offset(piece.start + match.end())
        means = "exact" if exact else "about"
        amount = Amount(match.group(), value, *bounds, means, "%", start, end, decimals)
        figures = [(role, amount)] if base is None else [(_BASE, base), (role, amount)]
        subjects = self._find_subjects(piece, told.rest, base)
        year = self._forms.year.search(piece.text)
        opening = year is not None and year["year"] in self.vocabulary.changes.opening
        for of in subjects:
            if opening and not is_stock(of):
                continue  # 比年初多一倍: of what is there at an end of the year
            if all(map(self.is_topical, of.meanings)) and not self.is_narrowed(piece, of.meanings):
                plain = msgspec.structs.replace(of, amount=None)
                self.paragraph.record.add_count_change(
                    plain, figures, own=True, turns={start: turn}
                )
        return bool(subjects)

    def _find_base(self, piece: ClauseText, whole: str) -> Amount | None:
        """Last year's figure, told beside the year: 是上年（826件）的1.27倍."""
        # the bracket was cut out of the clause, and last year's figure stands in it
        year = self._forms.year.search(whole.replace("(", "_").replace(")", "_"))
        if year is None or not year["told"] or COUNT not in year["told"]:
            return None
        return self.amounts.get(piece.start + year.start("told") + year["told"].index(COUNT))

    def _find_subjects(
        self, piece: ClauseText, rest: str, base: Amount | None
    ) -> list[Interpretation]:
        named = self.find_named(rest)
        if named is None:
            return []
        words = self.vocabulary.read_tokens(rest)
        if named.some:
            return [
                Interpretation((meaning,), _SAID, self.vocabulary.quantities[meaning.heads[0]].role)
                for each in _split_kinds(named)
                for meaning in list_meanings(each, named, self.paragraph.state)[:1]
            ]
        if has(words, "requests") or (
            has(words, "request") and self.paragraph.state.topic == "requests"
        ):
            return [Interpretation((Meaning(("received",)),), _SAID, "arriving")]
        until = None if base is None else piece.start
        last = self.find_last(piece, until)
        if last is None or not is_plain(words, self.idle):
            return []
        before = piece.list_figures(until, piece.since)[-2:-1]
        if last.role == "column" and any(figure.role == "column" for figure in before):
            return []  # 自然人42件，企业20件，比上年有所减少: of the last or of all
        return [last]


def _cut_out(text: str, year: re.Match[str] | None, match: re.Match[str]) -> str:
    """The clause without what compares."""
    spans = sorted(found.span() for found in (year, match) if found is not None)
    for start, end in reversed(spans):
        text = f"{text[:start]}_{text[end:]}"
    return text


def _split_kinds(named: NamedQuantities) -> list[NamedQuantities]:
    """行政许可、行政强制双双回落: each of several of a kind."""
    if len(set(named.decisions)) > 1:
        return [NamedQuantities(decisions=[key]) for key in dict.fromkeys(named.decisions)]
    if len(set(named.cases)) > 1 and not named.outcomes:
        return [NamedQuantities(cases=[key]) for key in dict.fromkeys(named.cases)]
    if len(set(named.applicants)) > 1 and not named.results:
        return [NamedQuantities(applicants=[key]) for key in dict.fromkeys(named.applicants)]
    return [named] if len(set(named.results)) < 2 or named.applicants else []


class PointReader(_YearReader):
    """Reads shares and rates of both years, clause by clause of a sentence."""

    _last: Share | None = None
    """Of what the share before is, where the sentence told one."""
    _base: Amount | None = None
    """Last year's, where a clause before told it."""
    _now: Amount | None = None

    def read(self, piece: ClauseText, before: ParagraphState) -> bool:
        """Take down what a clause says of shares of both years; whether it does."""
        text = piece.text
        pair, points = self._forms.pair.search(text), self._forms.points.search(text)
        signs = [i for i, sign in enumerate(text) if sign == PERCENT]
        year = next(
            (match for match in self._forms.year.finditer(text) if not self._is_own_year(match)),
            None,
        )
        if not signs and points is None:
            return False
        if not self.is_of_the_tables(piece, before, last_year=True):
            self._forget()
            # these are of shares for sure, so that they are no turn of a count
            return bool(pair or points)
        # the surest first: 由51.5%降至28.6% has both years
        if pair is not None:
            return self._take_pair(piece, pair)
        if points is not None:
            return self._take_points(piece, points, year)
        if year is not None and len(signs) == 1 and year.end() <= signs[0] + 1:
            return self._take_last(piece, year, signs[0])
        # a share of this year alone is the reader's; kept for 比上年提高9个百分点 behind it
        if len(signs) == 1 and year is None:
            self._forget()
            share = self._find_share_told(piece, signs[0])
            if share is not None:
                self._last = share
                self._now = self.amounts.get(piece.start + signs[0])
        return False

    def _forget(self) -> None:
        self._last = self._base = self._now = None

    def _take_pair(self, piece: ClauseText, match: re.Match[str]) -> bool:
        """公开率由上年的51.5%降至28.6%."""
        year = self._forms.year.search(match["ref"])
        if year is not None and not self._is_last_year(year):
            self._forget()
            return True
        share = self._find_subject(piece, piece.text[: match.start()])
        self._forget()
        if share is None or not self.is_plain(piece.text[match.end() :]):
            return True
        signs = [i for i, sign in enumerate(match.group()) if sign == PERCENT]
        amounts = [self.amounts[piece.start + match.start() + at] for at in signs]
        self._last, self._now = share, amounts[-1]
        self.paragraph.record.add_share(amounts[-1], share, "", own=True)
        if len(amounts) > 1:
            self._base = amounts[0]
            self.paragraph.record.add_share_change(share, [("base", amounts[0])], amounts[-1])
        return True

    def _take_points(
        self, piece: ClauseText, match: re.Match[str], year: re.Match[str] | None
    ) -> bool:
        """较上年提高9.5个百分点; 维持率较上年的100%下降37.5个百分点."""
        if year is not None and not self._is_last_year(year):
            return True
        before, between = piece.text[: match.start()], ""
        if year is not None and year.start() < match.start():
            before, between = before[: year.start()], before[year.end() :]
        amount = self.amounts[piece.start + match.start() + match.group().index(COUNT)]
        at = before.rfind(PERCENT)
        if at >= 0:
            self._now = self.amounts[piece.start + at]
            share = self._find_share_told(piece, at)
            if share is None:
                share = self._find_subject(piece, before[:at])
                if share is not None:
                    self.paragraph.record.add_share(self._now, share, "", own=True)
        else:
            share = self._find_subject(piece, before + between)
        rest = piece.text[match.end() :]
        if share is None or not self.is_plain(between + rest):
            self._forget()
            return True
        # another share is named, whose figures were not told before
        if before.strip("_") and at < 0:
            self._base = self._now = None
        base, figures = self._base, [("points", amount)]
        if year is not None and PERCENT in (year["told"] or ""):
            sign = year.start("told") + year["told"].index(PERCENT)
            base, figures = None, [("base", self.amounts[piece.start + sign]), *figures]
        turn = self._find_turn(match["turn"])
        self.paragraph.record.add_share_change(share, figures, self._now, turn=turn, base=base)
        self._forget()
        return True

    def _take_last(self, piece: ClauseText, year: re.Match[str], at: int) -> bool:
        """维持率62.5%，上年为100%."""
        between = piece.text[year.end() : at] + piece.text[at + 1 :]
        share = self._find_subject(piece, piece.text[: year.start()] + between)
        changed = has(self.vocabulary.read_tokens(between), "change")
        if share is None or changed or not self._is_last_year(year):
            return False
        self._base = self.amounts[piece.start + at]
        self.paragraph.record.add_share_change(share, [("base", self._base)], self._now)
        return True

    def _find_share_told(self, piece: ClauseText, at: int) -> Share | None:
        """What the reader took the percentage at a place of the clause for."""
        amount = self.amounts.get(piece.start + at)
        share = None if amount is None else self.paragraph.record.find_share_at(amount.start)
        if share is None or not share.parts_of or not share.wholes_of or not share.own:
            return None
        # but for what is the part itself
        wholes = tuple(whole for whole in share.wholes_of if whole not in share.parts_of)
        return Share(parts_of=share.parts_of, wholes_of=wholes)

    def _find_subject(self, piece: ClauseText, text: str) -> Share | None:
        """Of what a share is, by the words before it or by the share or figure before these."""
        words = self.vocabulary.read_tokens(text)
        rate = next((word for word in words if word.kind == "rate"), None)
        if rate is not None:
            others = [word for word in words if word is not rate]
            return self._read_rate(rate, others, piece)
        named = self.find_named(text)
        if named is None:
            return None
        shares = has(words, "share")
        if not named.some:
            if shares and not self._last:
                return self._find_share_of_last(piece, [])
            return self._last
        if named.flows and not (named.results or named.applicants):
            bases = [Meaning((key,)) for key in named.flows]
            return self._find_share_of_last(piece, bases) if shares else None
        if not shares and not self._last:
            return None
        parts = list_meanings(named, None, self.paragraph.state)
        return self._make_share(parts, [])

    def _read_rate(self, rate: Token, others: list[Token], piece: ClauseText) -> Share | None:
        if has(others, "timely") or not all(
            word.kind in ("case", "disclosure", "requests", "request", "all", "part")
            or is_plain([word], self.idle)
            for word in others
        ):
            return None
        state = self.paragraph.state
        naming = others if has(others, "case") else piece.before
        cases = tuple(word.key for word in naming if word.kind == "case")
        cases = () if state.topic == "requests" and naming is piece.before else cases
        if cases:
            state = state.copy()
            state.topic, state.route = ("cases", cases) if state.disclosed else ("others", ())
        share = find_rate(self.vocabulary.rates[rate.text], state, ())
        if share is None or not all(map(self.is_topical, share.parts_of)):
            return None
        return msgspec.structs.replace(share, parts=(), wholes=(), more=())

    def _find_share_of_last(self, piece: ClauseText, bases: list[Meaning]) -> Share | None:
        """不予处理90件，占办结量的比重由30.5%升至45.9%: of the figure before."""
        first = next((i for i, sign in enumerate(piece.text) if sign == PERCENT), 0)
        last = self.find_last(piece, piece.start + first)
        if last is None or last.role not in (*LIKE, "case"):
            return None
        return self._make_share([last.meanings[0]], bases)

    def _make_share(self, parts: list[Meaning], bases: list[Meaning]) -> Share | None:
        if not parts or not all(map(self.is_topical, parts)):
            return None
        wholes = dict.fromkeys(bases or [w for part in parts for w in self._list_wholes(part)])
        return Share(parts_of=tuple(parts), wholes_of=tuple(wholes)) if wholes else None

    def _list_wholes(self, part: Meaning) -> list[Meaning]:
        table = self.vocabulary.quantities[part.heads[0]].table
        # of cases decided as well, where those pending are not counted in
        if table == "review" and part.column:
            return [Meaning(part.heads), Meaning(part.heads, _DECIDED)]
        if table != "applications":
            return []
        groups = [
            self.vocabulary.groups[head] for head in part.heads if head in self.vocabulary.groups
        ]
        return [Meaning((head,)) for head in (*_WHOLES, *groups) if Meaning((head,)) != part]
