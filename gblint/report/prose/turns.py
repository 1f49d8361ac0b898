"""How a thing stands to last year, told in words: 比上年有所减少, 翻了一番, 是上年的1.3倍."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

import msgspec

from gblint.findings import Say
from gblint.report.prose.amounts import COUNT, PERCENT, Amount
from gblint.report.prose.model import Interpretation, ParagraphState, has
from gblint.report.prose.named import (
    ClauseReader,
    ClauseText,
    FiguresForClauses,
    NamedQuantities,
    is_plain,
    list_meanings,
)
from gblint.report.prose.vocabulary import (
    Vocabulary,
    any_word,
    behind_any,
    behind_none,
    share_in_words,
)
from gblint.report.stated import Meaning
from gblint.text.numerals import DIGITS, YEAR, read_chinese_value

_SAID = Say("与上年比较的话", "what compares with last year")
_AMOUNT, _PERCENT, _RATIO, _BASE = "amount", "percent", "ratio", "base"
_GOING, _IN_FORCE = "carried_out", "in_force"
_ALL = Decimal(100)
_DOUBLE = (Decimal(88), Decimal(115))
"""What 翻一番 may stand for, in percent of growth."""
_ABOUT = Decimal(20)
"""What is about as much as last year is off by less, in percent."""
_HALF_A_TIME = Decimal(25)
"""By how much 两倍, in words, may be off, in percent."""
_TENS = -2
"""Decimals of a percentage that is told as so many times."""


class TurnForms(msgspec.Struct, frozen=True):
    """The words of a pack by which this year is compared with last, ready to be looked for."""

    year: re.Pattern[str]
    turn: re.Pattern[str]
    grown: re.Pattern[str]
    times: re.Pattern[str]
    doubled: re.Pattern[str]
    level: re.Pattern[str]
    idle: re.Pattern[str]
    points: re.Pattern[str]
    rising: tuple[str, ...]
    falling: tuple[str, ...]
    near: frozenset[str]
    beside: frozenset[str]
    opening: frozenset[str]
    fraction: re.Pattern[str]
    ratio: re.Pattern[str]
    pair: re.Pattern[str]


@lru_cache(maxsize=4)
def make_turn_forms(known: Vocabulary) -> TurnForms:
    """Made once for a vocabulary."""
    spec, of = known.spec, known.spec.changes
    last = [word for one in spec.years if one.offset == -1 for word in one.words]
    against = any_word((*spec.words.against, *of.beside))
    links = spec.links
    its, verb = any_word(links.of), any_word(links.aspect)
    since, to = any_word(links.since), any_word((*links.to, *links.becoming))
    year = f"(?:{any_word((*last, *spec.orders.opening))}|{YEAR})"
    told = f"(?:{its}?_?{COUNT}_?|{its}?_?{PERCENT}_?)?"
    turning = [
        word
        for word in (*spec.words.change, *of.turning)
        if not any(one in word for one in (*last, *of.same))
        and any(one in word for one in (*of.rising, *of.falling))
    ]
    alone = (*of.rising, *of.falling, *spec.orders.by_more, *spec.orders.by_less)
    level = (*of.level, *spec.orders.level, *spec.orders.near)
    part = share_in_words(spec.fractions)
    about = any_word(word for one in spec.qualifiers if one.side == "before" for word in one.words)
    after = any_word(word for one in spec.qualifiers if one.side == "after" for word in one.words)
    tail = any_word((*of.beside, *spec.words.against))
    return TurnForms(
        year=re.compile(
            f"(?P<how>{against})?(?P<year>{year})(?P<told>{told}){tail}?|(?P<same>{any_word(of.same)})"
        ),
        turn=re.compile(any_word((*turning, *spec.orders.more, *spec.orders.less))),
        grown=re.compile(any_word((*turning, *alone))),
        times=re.compile(f"(?P<number>\\d+(?:\\.\\d+)?|[{DIGITS}])(?:{any_word(of.times)})"),
        doubled=re.compile(any_word(of.doubled)),
        level=re.compile(f"{behind_none(spec.orders.denying)}{any_word(level)}"),
        idle=re.compile(f"{any_word((*spec.orders.idle, *of.idle))}{{1,8}}"),
        points=re.compile(
            f"(?P<turn>{any_word((*turning, *alone))}){verb}?{COUNT}+{any_word(of.points)}"
        ),
        rising=(*of.rising, *spec.orders.by_more, *spec.orders.more),
        falling=(*of.falling, *spec.orders.by_less, *spec.orders.less),
        near=frozenset(spec.orders.near),
        beside=frozenset((*spec.orders.more, *spec.orders.less)),
        opening=frozenset(spec.orders.opening) - frozenset(last),
        ratio=re.compile(f"{behind_any(links.of)}(?P<part>{about}?{part}{after}?)$"),
        fraction=re.compile(f"{verb}?(?P<part>{about}?{part}{after}?)"),
        pair=re.compile(
            f"{since}(?P<ref>(?:{year}(?:{tail})?)?){its}?(?:{PERCENT}|0)"
            f"(?:{any_word(spec.words.up_to)}|[^{COUNT}{PERCENT}]{{0,4}}{to}){PERCENT}"
        ),
    )


class Turns(ClauseReader):
    """Reads the clauses of a sentence, one after another."""

    def __init__(
        self, figures: FiguresForClauses, forms: TurnForms, amounts: Mapping[int, Amount]
    ) -> None:
        super().__init__(figures, forms.idle, amounts)
        self._forms = forms
        self._compares = False
        """Whether a clause before named last year, behind the last semicolon."""
        self._since = 0

    def read(self, piece: ClauseText, whole: str, before: ParagraphState) -> bool:
        """Take down what a clause says of this year and last; whether it compares the two.

        `whole` is the clause with what stands in its brackets.
        """
        text = piece.text
        if piece.since != self._since:
            self._compares, self._since = False, piece.since
        years = [one for one in self._forms.year.finditer(text) if not self._is_own(one)]
        years = [one for one in years if not self._is_carrying(text, one.start())]
        year = years[0] if years else None
        here = year is not None and self._is_last(year)
        if len(years) > 1 or (year is not None and not here):
            return False
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
            if match is not None and year is not None and match.end() < year.start():
                match = form.search(text, year.end())
            if match is not None:
                rest = _without(text, year if here else None, match)
                return take(piece, match, rest, whole) or here
        return False

    def _is_carrying(self, text: str, at: int) -> bool:
        """多于上年结转: no year, but what was carried in."""
        words = self.known.tokens(text)
        return any(w.kind == "carrying" and w.start <= at < w.end for w in words)

    def _is_own(self, match: re.Match[str]) -> bool:
        """Whether it is the year of the report."""
        named = match["year"] or ""
        return named.startswith("20") and named[:4] == str(self.figures.of.year)

    def _is_last(self, match: re.Match[str]) -> bool:
        """Whether it is last year that is named."""
        if match["same"]:
            return True
        named = match["year"]
        of = self.figures.of.year
        return not named.startswith("20") or (of is not None and int(named[:4]) == of - 1)

    def _take_times(self, piece: ClauseText, match: re.Match[str], rest: str, whole: str) -> bool:
        """是上年的1.3倍, 同比增长2倍."""
        text, number = piece.text, match["number"]
        value = Decimal(number) if number[0].isdigit() else Decimal(read_chinese_value(number) or 0)
        value *= _ALL
        decimals = len(number.partition(".")[2]) + _TENS
        grows = self._forms.grown.search(text[: match.start()])
        if grows is not None and self._direction(grows.group()) > 0:
            role, turn = _PERCENT, 1
            rest = rest.replace(grows.group(), "_", 1)
        elif grows is not None or self._forms.year.search(piece.text) is None:
            return False  # 超过行政诉讼的两倍
        else:
            role, turn = _RATIO, 0
        exact = number[0].isdigit()
        off = Decimal(0) if exact else _HALF_A_TIME
        bounds = value - off, value + off
        amount = self._amount(piece, match, value, bounds, decimals=decimals, exact=exact)
        return self._add(piece, rest, [(role, amount)], turn, whole)

    def _take_doubled(self, piece: ClauseText, match: re.Match[str], rest: str, whole: str) -> bool:
        """翻了一番, 比上年多一倍."""
        amount = self._amount(piece, match, _ALL, _DOUBLE)
        return self._add(piece, rest, [(_PERCENT, amount)], 1, whole)

    def _take_ratio(self, piece: ClauseText, match: re.Match[str], rest: str, whole: str) -> bool:
        """仅为上年的三分之一, 不足上年的一半 (of which the words before stand with the year)."""
        if self._forms.year.search(piece.text) is None:
            return False
        share = self.known.spec.words.share[0]
        told = next(iter(self.known.amounts.read(f"{share}{match['part']}")[1].values()), None)
        if told is None or told.means != "rounded":
            return False
        bounds = Decimal(told.low), None if told.high is None else Decimal(told.high)
        return self._add(
            piece,
            rest,
            [(_RATIO, self._amount(piece, match, Decimal(told.value), bounds))],
            0,
            whole,
        )

    def _take_level(self, piece: ClauseText, match: re.Match[str], rest: str, whole: str) -> bool:
        """与上年相同, 与上年基本相当."""
        start = self.as_written(piece.start + match.start())
        if self.figures.record.leave_now(start):
            return True
        if match.group() in self._forms.near:
            amount = self._amount(piece, match, Decimal(0), (Decimal(0), _ABOUT))
            return self._add(piece, rest, [(_PERCENT, amount)], 0, whole)
        amount = self._amount(piece, match, Decimal(0), (Decimal(0), Decimal(0)), exact=True)
        return self._add(piece, rest, [(_AMOUNT, amount)], 0, whole)

    def _take_turn(self, piece: ClauseText, match: re.Match[str], rest: str, whole: str) -> bool:
        """比上年有所减少, 多于上年: by how much is not told."""
        turn = self._direction(match.group())
        then = piece.text[match.end() :]
        beside = (
            match.group() in self._forms.beside
        )  # 多于, of another thing where no year is named
        if not turn or COUNT in then or PERCENT in then:
            return False
        if beside and self._forms.year.search(piece.text) is None:
            return False
        amount = self._amount(piece, match, Decimal(1), (Decimal(1), None))
        return self._add(piece, rest, [(_AMOUNT, amount)], turn, whole)

    def _take_fraction(
        self, piece: ClauseText, match: re.Match[str], part: re.Match[str], turn: int, whole: str
    ) -> bool:
        """比上年减少近两成: by about how much, in words."""
        share = self.known.spec.words.share[0]
        told = next(iter(self.known.amounts.read(f"{share}{part['part']}")[1].values()), None)
        if told is None:
            return False
        start = self.as_written(piece.start + match.start())
        end = self.as_written(piece.start + match.end() + part.end())
        high = _ALL if told.high is None else told.high
        low, high = told.low - 1, high + 1  # nobody reckons closer
        amount = Amount(told.text, told.value, low, high, "about", "%", start, end)
        year = next(self._forms.year.finditer(piece.text), None)
        rest = _without(
            f"{piece.text[: match.end()]}{piece.text[match.end() + part.end() :]}", year, match
        )
        return self._add(piece, rest, [(_PERCENT, amount)], turn, whole)

    def _direction(self, word: str) -> int:
        up = any(one in word for one in self._forms.rising)
        down = any(one in word for one in self._forms.falling)
        return up - down

    def _amount(
        self,
        piece: ClauseText,
        match: re.Match[str],
        value: Decimal,
        bounds: tuple[Decimal, Decimal | None],
        *,
        decimals: int = 0,
        exact: bool = False,
    ) -> Amount:
        start = self.as_written(piece.start + match.start())
        end = self.as_written(piece.start + match.end())
        means = "exact" if exact else "about"
        return Amount(match.group(), value, *bounds, means, "%", start, end, decimals)

    def _add(
        self,
        piece: ClauseText,
        rest: str,
        figures: list[tuple[str, Amount]],
        turn: int,
        whole: str,
    ) -> bool:
        """Keep a comparison of what the rest of the clause names, or of the figure before it."""
        base = self._base(piece, whole)
        told = [(_BASE, base)] if base is not None else []
        turns = {amount.start: turn for _, amount in figures}
        subjects = self._subjects(piece, rest, base)
        opening = self._is_of_opening(piece.text)
        for of in subjects:
            if opening and not _is_stock(of):
                continue  # 比年初多一倍: of what is there at an end of the year
            if all(map(self.is_topical, of.meanings)) and not self.is_narrowed(piece, of.meanings):
                plain = msgspec.structs.replace(of, amount=None)
                self.figures.record.add_comparison(plain, [*told, *figures], own=True, turns=turns)
        return bool(subjects)

    def _base(self, piece: ClauseText, whole: str) -> Amount | None:
        """Last year's figure, told beside the year: 是上年（826件）的1.27倍."""
        year = self._forms.year.search(whole.replace("(", "_").replace(")", "_"))
        if year is None or not year["told"] or COUNT not in year["told"]:
            return None
        return self.amounts.get(piece.start + year.start("told") + year["told"].index(COUNT))

    def _is_of_opening(self, text: str) -> bool:
        match = self._forms.year.search(text)
        return match is not None and match["year"] in self._forms.opening

    def _subjects(self, piece: ClauseText, rest: str, base: Amount | None) -> list[Interpretation]:
        named = self.named(rest)
        if named is None:
            return []
        words = self.known.tokens(rest)
        if named.some:
            return [
                Interpretation((one,), _SAID, self.known.quantities[one.heads[0]].role)
                for each in _apart(named)
                for one in list_meanings(each, named, self.figures.state, self.known)[:1]
            ]
        if has(words, "requests") or (
            has(words, "request") and self.figures.state.topic == "requests"
        ):
            return [Interpretation((Meaning(("received",)),), _SAID, "arriving")]
        until = None if base is None else piece.start
        last = self.last(piece, until)
        if last is None or not is_plain(words, self.idle):
            return []
        before = piece.figures(until, piece.since)[-2:-1]
        if last.role == "column" and any(one.role == "column" for one in before):
            return []  # 自然人42件，企业20件，比上年有所减少: of the last or of all
        return [last]


def _is_stock(taken: Interpretation) -> bool:
    return taken.head == _GOING or taken.meanings[0].column == _IN_FORCE


def _without(text: str, year: re.Match[str] | None, match: re.Match[str]) -> str:
    """The clause without what compares."""
    spans = sorted(one.span() for one in (year, match) if one is not None)
    for start, end in reversed(spans):
        text = f"{text[:start]}_{text[end:]}"
    return text


def _apart(named: NamedQuantities) -> list[NamedQuantities]:
    """行政许可、行政强制双双回落: each of several of a kind."""
    if len(set(named.decisions)) > 1:
        return [NamedQuantities(decisions=[key]) for key in dict.fromkeys(named.decisions)]
    if len(set(named.cases)) > 1 and not named.outcomes:
        return [NamedQuantities(cases=[key]) for key in dict.fromkeys(named.cases)]
    if len(set(named.applicants)) > 1 and not named.results:
        return [NamedQuantities(applicants=[key]) for key in dict.fromkeys(named.applicants)]
    return [named] if len(set(named.results)) < 2 or named.applicants else []
