"""Comparisons in words, read last of a sentence, when all its figures are: what is more than
another, as much, or the most of all (自然人申请多于企业, 过半公开: `OrderReader`), and with `turns`
what compares with last year. Where a word of the clause is not known, nothing is taken down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import product

import msgspec

from gblint.report.model import Meaning, Number, Share
from gblint.report.prose.amounts import (
    COUNT,
    PERCENT,
    Amount,
    blank_out,
    contains_any,
    list_qualifying,
    make_bare,
)
from gblint.report.prose.meaning import ParagraphSoFar
from gblint.report.prose.model import SUITS, Interpretation, ParagraphState, has, is_own
from gblint.report.prose.named import (
    FIELDS,
    ClauseReader,
    ClauseText,
    NamedQuantities,
    cut_clause_texts,
    find_table,
    list_meanings,
)
from gblint.report.prose.record import Ways
from gblint.report.prose.turns import PointReader, TurnReader, make_turn_forms
from gblint.report.prose.vocabulary import Vocabulary, match_any, match_behind_none, match_share
from gblint.text.numerals import DIGITS, read_chinese_value

_WHOLES = ("received", "completed", "due")
_DECIDED = "decided"
_CAME, _GOES = "carried_in", "carried_out"
_MADE, _REPEALED = "made", "repealed"
_UP = (1, None)
_DOWN = (None, -1)
_NO_LESS, _NO_MORE = (0, None), (None, 0)
_LEVEL = (0, 0)

_HALF, _ALL = Decimal(50), Decimal(100)
_PORTIONS = (
    (_HALF + Decimal("0.01"), _ALL),
    (_HALF, _ALL),
    (_HALF - 12, _HALF + 2),
    (Decimal(0), _HALF),
)
"""In percent: over half, half and more, about half, under half."""

_BRACKET = re.compile(r"\([^()]*\)")

Bounds = tuple[Number | None, Number | None]


class OrderForms:
    """The words of a pack by which things are compared, ready to be looked for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        spec, fractions = vocabulary.spec.orders, vocabulary.spec.fractions
        denying, links = match_behind_none(spec.denying), vocabulary.spec.links
        of, verb = match_any(links.of), match_any((*links.aspect, *links.becoming))
        portions = {
            make_bare(word): bounds
            for words, bounds in zip(
                (spec.over_half, spec.half_up, spec.about_half, spec.under_half),
                _PORTIONS,
                strict=True,
            )
            for word in words
        }
        kinds = {way.means: way for way in vocabulary.spec.qualifiers}
        near = match_any(kinds["nearly"].words) if "nearly" in kinds else match_any(())
        more = match_any(list_qualifying(vocabulary.spec, "after"))
        by = match_any((*spec.by_more, *spec.by_less))
        fraction = match_share(fractions)
        self.join = re.compile(match_any((*links.joining, *links.against, "、")))
        self.pair = re.compile(f"{denying}(?P<word>{match_any((*spec.more, *spec.less))})")
        self.level = re.compile(f"{denying}(?P<word>{match_any((*spec.level, *spec.near))})")
        self.halves = re.compile(f"(?P<word>{match_any(spec.halves)}){PERCENT}")
        self.first = re.compile(f"{denying}(?P<word>{match_any((*spec.most, *spec.least))})")
        self.portion = re.compile(f"{denying}(?P<word>{match_any(portions)})")
        self.times = re.compile(
            f"{match_any(vocabulary.spec.words.equals)}(?P<other>[^{COUNT}]+?){of}(?P<near>{near}?)"
            f"(?P<number>\\d+(?:\\.\\d+)?|[{DIGITS}]){match_any(vocabulary.spec.changes.times)}(?P<more>{more}?)"
        )
        self.by = re.compile(f"{match_any(spec.than)}(?P<other>[^{COUNT}]+?)(?P<word>{by}){COUNT}")
        self.base = re.compile(
            f"(?P<word>{match_any(spec.bounds)})(?P<base>[^{COUNT}]+?){of}(?P<part>{fraction})"
        )
        self.net = re.compile(
            f"(?P<word>{match_any((*spec.net_more, *spec.net_less))}){verb}?{COUNT}"
        )
        self.idle = re.compile(f"{match_any(spec.idle)}{{1,8}}")
        self.opening = re.compile(f"{match_any(spec.opening)}{match_any(spec.idle)}{{0,3}}")
        self.more = frozenset(map(make_bare, spec.more))
        self.near = frozenset(map(make_bare, spec.near))
        self.most = frozenset(map(make_bare, spec.most))
        self.rising = frozenset(map(make_bare, spec.by_more))
        self.net_more = frozenset(map(make_bare, spec.net_more))
        self.portions = portions


make_order_forms = lru_cache(maxsize=4)(OrderForms)


class OrderReader(ClauseReader[OrderForms]):
    """Reads the clauses of a sentence, one after another."""

    def read(self, piece: ClauseText, *, net: bool = False) -> None:
        """Take down what a clause compares, if it is read to the last word; with `net` only what
        was made less what was repealed.
        """
        # 净减3件 may stand in a clause that compares with last year, the others not
        match = self._forms.net.search(piece.text)
        took = match is not None and self._take_net(piece, match)
        if net or took:
            return
        # the longest forms first, as the words of the shorter stand in them: 比…多31件 has 多
        for form, take in (
            (self._forms.base, self._take_base),
            (self._forms.times, self._take_times),
            (self._forms.by, self._take_by),
            (self._forms.pair, self._take_pair),
            (self._forms.halves, self._take_halves),
            (self._forms.level, self._take_level),
            (self._forms.first, self._take_first),
            (self._forms.portion, self._take_portion),
        ):
            match = form.search(piece.text)
            if match is not None and take(piece, match):
                return

    def _add(self, piece: ClauseText, ways: Ways, bounds: Bounds, *, near: bool = False) -> bool:
        meanings = [meaning for left, others in ways for meaning in (left, *others)]
        if not ways or self.is_narrowed(piece, meanings):
            return False
        # 企业 and 自然人 are named for many reasons; only of applicants there is a table
        if not all(map(self.is_topical, meanings)) and not self._says_applied(piece):
            return False
        self.paragraph.record.add_order(ways, bounds, *self.find_span(piece), near=near)
        return True

    def _says_applied(self, piece: ClauseText) -> bool:
        """企业申请量首次超过自然人: whether the words themselves say that these applied."""
        words = self.vocabulary.read_tokens(piece.text)
        asked = any(word.kind == "column" and "asks" in word.signs for word in words)
        return asked or has(words, "request", "requests")

    def _list_ways(self, left: NamedQuantities, right: NamedQuantities) -> Ways:
        """What the two sides may be, of the same table and the same kind of case."""
        state = self.paragraph.state
        first = list_meanings(left, right, state)
        other = list_meanings(right, left, state)
        return tuple(
            (one, (two,)) for one, two in product(first, other) if self._may_differ(one, two)
        )

    def _may_differ(self, one: Meaning, two: Meaning) -> bool:
        """Whether two may be set beside one another: of one table, the same rows by other columns
        or the same column of other rows.
        """
        alike = one.heads == two.heads or one.column == two.column
        tables = {find_table(meaning, self.vocabulary) for meaning in (one, two)}
        return alike and one != two and len(tables) == 1

    def _compare_sides(
        self, left: str, right: str, piece: ClauseText, until: int | None = None
    ) -> Ways:
        last = self.find_last(piece, until)
        # 年初 is no word of the tables, but what was there then is what was carried in
        goes = last is not None and last.head == _GOES
        if last is not None and goes and self._forms.opening.fullmatch(right.strip("_")):
            return ((last.meanings[0], (Meaning((_CAME,), last.meanings[0].column),)),)
        other = self.find_named(right)
        if other is None or not other.some:
            return ()
        if left.strip("_"):
            named = self.find_named(left)
            if named is None:
                return ()
            if named.some:
                return self._list_ways(named, other)
            if not self.is_plain(left):
                return ()
        if last is None:
            return ()
        like, told = _name_like(last, self.vocabulary), last.meanings[0]
        others = list_meanings(other, like, self.paragraph.state)
        return tuple((told, (two,)) for two in others if self._may_differ(told, two))

    def _take_pair(self, piece: ClauseText, match: re.Match[str]) -> bool:
        """自然人申请多于企业; 无法提供26件，多于予以公开."""
        ways = self._compare_sides(piece.text[: match.start()], piece.text[match.end() :], piece)
        more = match["word"] in self._forms.more
        return bool(ways) and self._add(piece, ways, _UP if more else _DOWN)

    def _take_times(self, piece: ClauseText, match: re.Match[str]) -> bool:
        """废止数为制发数的两倍多: so many times another."""
        left, other = self.find_named(piece.text[: match.start()]), self.find_named(match["other"])
        if left is None or other is None or not other.some:
            return False
        if not self.is_plain(piece.text[match.end() :]):
            return False
        ways = self._compare_sides(piece.text[: match.start()], match["other"], piece)
        number = match["number"]
        exact = number[0].isdigit()
        value = _ALL * (Decimal(number) if exact else Decimal(read_chinese_value(number) or 0))
        off = _ALL / 4 if not exact else _ALL / 2 / 10 ** len(number.partition(".")[2])
        # 两倍多 is no less than twice, 近两倍 no more; a numeral is rounded by what its last digit
        # may hide, one in words by a quarter of a time
        low = value if match["more"] else value - off
        high = value + _ALL if match["more"] else value if match["near"] else value + off
        parts = [part for part, _ in ways]
        return bool(ways) and self._add_share(
            piece, match, parts, [others[0] for _, others in ways], (low, high)
        )

    def _take_by(self, piece: ClauseText, match: re.Match[str]) -> bool:
        """处罚比许可多31件: by how much one is more than another."""
        amount = self.amounts.get(piece.start + match.end() - 1)
        if amount is None or amount.unit == "%":
            return False
        # with the figure of an earlier clause: that of this one is the difference
        ways = self._compare_sides(piece.text[: match.start()], match["other"], piece, piece.start)
        more = match["word"] in self._forms.rising
        return bool(ways) and self._add(piece, ways, _find_bounds(amount, more=more))

    def _take_net(self, piece: ClauseText, match: re.Match[str]) -> bool:
        """制发9件，废止12件，一进一出净减3件: what was made less what was repealed."""
        amount = self.amounts.get(piece.start + match.end() - 1)
        named = dict.fromkeys(
            (figure.meanings[0].heads, figure.meanings[0].column)
            for figure in piece.list_figures()
            if figure.meanings and is_own(figure.whose)
        )
        both = [heads for heads, column in named if column == _MADE and (heads, _REPEALED) in named]
        if amount is None or not both:
            return False
        bounds = _find_bounds(amount, more=match["word"] in self._forms.net_more)
        way = Meaning(both[-1], _MADE), (Meaning(both[-1], _REPEALED),)
        return self._add(piece, (way,), bounds)

    def _take_level(self, piece: ClauseText, match: re.Match[str]) -> bool:
        """复议与诉讼数量相同; 制发2件、废止2件，两者持平; 新收16件，与办结数相等."""
        text = piece.text[: match.start()]
        if not self.is_plain(piece.text[match.end() :]):
            return False
        if contains_any(text, self.vocabulary.spec.signs.sums):
            return False  # 二者之和与收件数一致
        near = match["word"] in self._forms.near
        # 复议与诉讼数量相同: which of several 与 parts the two sides only their words tell
        for join in self._forms.join.finditer(text):
            left, right = text[: join.start()], text[join.end() :]
            ways = self._compare_sides(left, right, piece)
            if ways:
                return self._add(piece, ways, _LEVEL, near=near)
        if not self.is_plain(text):
            return False
        return self._take_two(piece, near=near)

    def _take_halves(self, piece: ClauseText, match: re.Match[str]) -> bool:
        """直接起诉与复议后起诉各占一半, where each is not read as a share."""
        amount = self.amounts.get(piece.start + match.end() - 1)
        if amount is None or amount.value != _HALF:
            return False
        # the reader of percentages told it already, as a share of each
        if self.paragraph.record.find_share_at(amount.start) is not None:
            return False
        return self._take_level(piece, match)

    def _take_two(self, piece: ClauseText, *, near: bool) -> bool:
        """上年结转2件、结转下年2件，数量持平: of the two figures before."""
        figures = piece.list_figures()[-2:]
        if len(figures) < 2 or not all(
            figure.meanings and is_own(figure.whose) for figure in figures
        ):
            return False
        one, two = (each.meanings[0] for each in figures)
        tables = {find_table(meaning, self.vocabulary) for meaning in (one, two)}
        alike = figures[0].role == figures[1].role or one.column == two.column
        if len(tables) > 1 or one == two or not alike:
            return False
        return self._add(piece, ((one, (two,)),), _LEVEL, near=near)

    def _find_compared(
        self, piece: ClauseText, match: re.Match[str]
    ) -> tuple[list[Meaning], NamedQuantities] | None:
        """What a clause names beside a word, which may be that of the figure before it."""
        text = piece.text
        rest = f"{text[: match.start()]}_{text[match.end() :]}"
        named = self.find_named(rest)
        if named is None:
            return None
        if named.some and not _is_base(named, piece.text[: match.start()], self.vocabulary):
            return list_meanings(named, None, self.paragraph.state), named
        return self.list_together(piece), named

    def _take_first(self, piece: ClauseText, match: re.Match[str]) -> bool:
        """无法提供最多; 申请人以自然人为主: more than any other of its kind."""
        found = self._find_compared(piece, match)
        if found is None or self.tells_sums(piece):
            return False
        # what is named may be any of several; of figures before it the last is meant, not their sum
        meanings = found[0] if found[1].some else found[0][:1]
        ways = tuple(
            (meaning, others) for meaning in meanings if (others := self._list_others(meaning))
        )
        most = match["word"] in self._forms.most
        return self._add(piece, ways, _NO_LESS if most else _NO_MORE)

    def _list_others(self, meaning: Meaning) -> tuple[Meaning, ...]:
        """What else of its kind the tables have; none where it is of several."""
        vocabulary, quantities = self.vocabulary, self.vocabulary.quantities
        head = meaning.heads[0]
        # what is the most of all is one row or column; of several together there are no others of
        # their kind
        if len(meaning.heads) > 1 or "+" in meaning.column:
            return ()
        if meaning.column:
            own = quantities[meaning.column]
            columns = vocabulary.list_single_columns(own.table, own.columns)
            return tuple(msgspec.structs.replace(meaning, column=key) for key in columns)
        if quantities[head].role == "result":
            group = vocabulary.groups.get(head)
            heads = [
                q.key
                for q in quantities.values()
                if q.role == "result"
                and q.key != head
                and not q.among
                and vocabulary.groups.get(q.key) == group
            ]
            return tuple(Meaning((key,)) for key in heads)
        if head in ("review", "litigation"):
            return (Meaning(("litigation" if head == "review" else "review",)),)
        if head in SUITS:
            return tuple(Meaning((key,)) for key in SUITS if key != head)
        return ()

    def _take_portion(self, piece: ClauseText, match: re.Match[str]) -> bool:
        """过半来自企业; 复议6件，过半数获维持: how much of all it is."""
        found = self._find_compared(piece, match)
        if found is None:
            return False
        bounds = self._forms.portions[match["word"]]
        parts, named = found
        wholes = [whole for part in parts for whole in self._list_wholes(part)]
        if named.flows and not (named.results or named.applicants):
            # 占办结数近一半 names the base itself
            wholes = [Meaning((key,)) for key in named.flows]  # 占办结数近一半
        last = None if named.some else self.find_last(piece)
        values = _list_own_values(last) if last is not None else ()
        return self._add_share(piece, match, parts, wholes, bounds, values)

    def _take_base(self, piece: ClauseText, match: re.Match[str]) -> bool:
        """超过办结总数的七成, 约占不予公开的三分之二: of a base that is named."""
        base = self.find_named(match["base"])
        amount = self._read_fraction(match)
        if base is None or amount is None:
            return False
        left = piece.text[: match.start()]
        named = self.find_named(left)
        if named is None or not self.is_plain(piece.text[match.end() :]):
            return False
        if named.some:
            parts = list_meanings(named, None, self.paragraph.state)
        else:
            parts = self.list_together(piece)
        wholes = list_meanings(base, None, self.paragraph.state)
        # 超过申请总数的七成: what came in, or was dealt with; offices take either
        if not base.some and has(self.vocabulary.read_tokens(match["base"]), "request", "requests"):
            wholes = [Meaning((head,)) for head in _WHOLES]
        bounds = amount.low, _ALL if amount.high is None else amount.high
        return self._add_share(piece, match, parts, wholes, bounds)

    def _read_fraction(self, match: re.Match[str]) -> Amount | None:
        """The fraction, read with the words before its base as if these stood before it."""
        shares = tuple(self.vocabulary.spec.words.share)
        before = "" if match["word"].endswith(shares) else shares[0]
        read = self.vocabulary.amounts.read(f"{before}{match['word']}{match['part']}")[1]
        return next(iter(read.values()), None)

    def _list_wholes(self, part: Meaning) -> list[Meaning]:
        """What a part is commonly of."""
        quantities, head = self.vocabulary.quantities, part.heads[0]
        if quantities[head].table == "review":
            if part.column:
                return [Meaning(part.heads), Meaning(part.heads, _DECIDED)]
            whole = "litigation" if head in SUITS else "disputes"
            return [Meaning((whole,))] if head != whole else []
        if quantities[head].table != "applications":
            return []
        of = self.vocabulary.groups
        groups = [of[key] for key in part.heads if key in of]
        if part.column and head != "received":
            return [Meaning(part.heads), Meaning(("received",), part.column)]
        wholes = ("received", "due") if head == "received" else _WHOLES
        return [Meaning((key,)) for key in (*wholes, *groups) if key != head or part.column]

    def _add_share(
        self,
        piece: ClauseText,
        match: re.Match[str],
        parts: Sequence[Meaning],
        wholes: Sequence[Meaning],
        bounds: tuple[Number, Number],
        values: tuple[Number, ...] = (),
    ) -> bool:
        """Take down a share; `values` are what the text tells of the parts itself."""
        if not parts or not wholes or not all(map(self.is_topical, parts)):
            return False
        if len({find_table(meaning, self.vocabulary) for meaning in (*parts, *wholes)}) > 1:
            return False
        if self.is_narrowed(piece, parts):
            return False
        start, end = self.find_span(piece)
        low, high = bounds
        # a share as percentages are, so that the same check holds it against the tables
        amount = Amount(match.group(), low, low, high, "at_least", "%", start, end)
        share = Share(values, (), (), tuple(parts), tuple(dict.fromkeys(wholes)))
        self.paragraph.record.add_share(amount, share, "", own=True)
        return True


def _list_own_values(taken: Interpretation) -> tuple[Number, ...]:
    """What the text tells of several rows together, or of one of several that it may be."""
    amount = taken.amount
    several = len(taken.meanings) > 1 or len(taken.meanings[0].heads) > 1
    return (amount.value,) if several and amount is not None and amount.exact else ()


def _find_bounds(amount: Amount, *, more: bool) -> Bounds:
    """What a figure may stand for, as so much more or less."""
    if more:
        return amount.low, amount.high
    return (None if amount.high is None else -amount.high), -amount.low


def _is_base(named: NamedQuantities, before: str, vocabulary: Vocabulary) -> bool:
    """占办结数近一半: what is named is the base of what was told before."""
    others = named.results or named.applicants or named.outcomes or named.cases
    share = tuple(vocabulary.spec.words.share)
    return bool(named.flows) and not others and before.startswith(share)


def _name_like(taken: Interpretation, vocabulary: Vocabulary) -> NamedQuantities:
    """What a figure is of, as words would name it."""
    meaning = taken.meanings[0]
    role = vocabulary.quantities[meaning.heads[0]].role
    named = NamedQuantities()
    if role in ("result", "case", "document", "deciding"):
        setattr(named, FIELDS[role], list(meaning.heads))
    return named


def read_words(
    paragraph: ParagraphSoFar, start: int, sentence: str, before: ParagraphState
) -> None:
    """Take down what a sentence at an offset of the paragraph compares; `before` is how the
    paragraph stood when it began.
    """
    vocabulary, state = paragraph.vocabulary, paragraph.state
    if vocabulary.plans(sentence) or state.unrelated:
        return
    # what others have more of, or less, no table here tells
    if not (is_own(before.whose) and is_own(state.whose)):
        return
    signed, amounts = vocabulary.amounts.read(vocabulary.blank_days(sentence), start)
    plain = _BRACKET.sub(blank_out, signed)
    # a sentence without figures may have been passed over before it was begun
    paragraph.record.begin(start, len(sentence))
    orders = OrderReader(paragraph, make_order_forms(vocabulary), amounts)
    turns = TurnReader(paragraph, make_turn_forms(vocabulary), amounts)
    points = PointReader(paragraph, make_turn_forms(vocabulary), amounts)
    for piece in cut_clause_texts(plain, paragraph, amounts):
        whole = signed[piece.start : piece.start + len(piece.text)]
        # with last year first, as its words are those of other comparisons, too (多于上年)
        of_years = points.read(piece, before) or turns.read(piece, whole, before)
        if orders.is_of_the_tables(piece, before):
            orders.read(piece, net=of_years)
