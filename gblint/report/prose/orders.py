"""What is said to be more than another, as much, or the most of all: 自然人申请多于企业, 复议与诉讼持平,
过半来自企业. Where a word of the clause is not known, nothing is taken down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Protocol

import msgspec

from gblint.report.organs import Of
from gblint.report.prose.amounts import COUNT, Amount
from gblint.report.prose.clauses import ADDING
from gblint.report.prose.model import State, Taken, has
from gblint.report.prose.named import (
    Named,
    is_plain,
    meanings_of,
    names_in,
    table_of_meaning,
)
from gblint.report.prose.record import Record, Share, Ways
from gblint.report.prose.scope import is_own, named_scope
from gblint.report.prose.silence import bare, blank_out, without_days
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.stated import Meaning, Number
from gblint.text.numerals import DIGITS

_BRACKET = re.compile(r"\([^()]*\)")
_PIECE = re.compile(r"[^,;:。！？!?]+")
_TURN = ";。:"
_JOIN = re.compile("以及|与|和|及|同|跟|、")
_WHOLES = ("received", "completed", "due")
_DECIDED = "decided"
_CAME, _GOES = "carried_in", "carried_out"
_WITH_ROUTES = ("litigation_direct", "litigation_after_review")
_LIKE = ("result", "column")
_UP = (1, None)
_DOWN = (None, -1)
_NO_LESS, _NO_MORE = (0, None), (None, 0)
_LEVEL = (0, 0)
_OF = "的"
_SUM = "和"

_HALF, _ALL = Decimal(50), Decimal(100)
_PORTIONS = (
    (_HALF + Decimal("0.01"), _ALL),
    (_HALF, _ALL),
    (_HALF - 12, _HALF + 2),
    (Decimal(0), _HALF),
)
"""In percent: over half, half and more, about half, under half."""

Bounds = tuple[Number | None, Number | None]


class Forms(msgspec.Struct, frozen=True):
    """The words of a pack by which things are compared, ready to be looked for."""

    pair: re.Pattern[str]
    level: re.Pattern[str]
    first: re.Pattern[str]
    portion: re.Pattern[str]
    by: re.Pattern[str]
    base: re.Pattern[str]
    idle: re.Pattern[str]
    opening: re.Pattern[str]
    more: frozenset[str]
    near: frozenset[str]
    most: frozenset[str]
    rising: frozenset[str]
    portions: Mapping[str, tuple[Decimal, Decimal]]


def _any(words: Iterable[str]) -> str:
    forms = sorted(set(map(bare, words)), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, forms)) or '(?!)'})"


@lru_cache(maxsize=4)
def _forms(known: Vocabulary) -> Forms:
    spec, fractions = known.spec.orders, known.spec.fractions
    denying = f"(?<!{')(?<!'.join(map(re.escape, spec.denying))})" if spec.denying else ""
    portions = {
        bare(word): bounds
        for words, bounds in zip(
            (spec.over_half, spec.half_up, spec.about_half, spec.under_half), _PORTIONS, strict=True
        )
        for word in words
    }
    over, halves = _any(fractions.over), _any(fractions.halves)
    tenths = _any((*fractions.tenths_and_half, *fractions.tenths))
    numeral = f"[{DIGITS}]"
    fraction = f"(?:{halves}|{numeral}{tenths}|{numeral}(?:{over}){numeral})"
    return Forms(
        pair=re.compile(f"{denying}(?P<word>{_any((*spec.more, *spec.less))})"),
        level=re.compile(f"{denying}(?P<word>{_any((*spec.level, *spec.near))})"),
        first=re.compile(f"{denying}(?P<word>{_any((*spec.most, *spec.least))})"),
        portion=re.compile(f"{denying}(?P<word>{_any(portions)})"),
        by=re.compile(
            f"{_any(spec.than)}(?P<other>[^{COUNT}]+?)(?P<word>{_any((*spec.by_more, *spec.by_less))}){COUNT}"
        ),
        base=re.compile(
            f"(?P<word>{_any(spec.bounds)})(?P<base>[^{COUNT}]+?){_OF}(?P<part>{fraction})"
        ),
        idle=re.compile(f"{_any(spec.idle)}{{1,8}}"),
        opening=re.compile(f"{_any(spec.opening)}{_any(spec.idle)}{{0,3}}"),
        more=frozenset(map(bare, spec.more)),
        near=frozenset(map(bare, spec.near)),
        most=frozenset(map(bare, spec.most)),
        rising=frozenset(map(bare, spec.by_more)),
        portions=portions,
    )


class Figures(Protocol):
    """What has read the figures of a sentence."""

    vocabulary: Vocabulary
    state: State
    record: Record
    sentence: list[Taken]
    of: Of

    @property
    def counts(self) -> Sequence[Taken]: ...


class Piece(msgspec.Struct):
    """The words between two stops, where they begin in the sentence, and what stands before."""

    text: str
    start: int
    before: list[Token]
    """The words of the sentence before it, up to the last semicolon."""
    told: list[Taken]
    """The figures of the sentence before it and in it."""


def read_orders(figures: Figures, start: int, sentence: str, before: State) -> None:
    """Take down what a sentence at an offset of the paragraph compares; `before` is how the
    paragraph stood when it began.
    """
    known = figures.vocabulary
    state = figures.state
    if known.plans(sentence) or state.unrelated or not _is_of_the_tables(before, state):
        return
    shown = without_days(sentence)
    signed, amounts = known.amounts.read(shown)
    signed = _BRACKET.sub(blank_out, signed)
    figures.record.begin(start, len(sentence))
    reader = Orders(figures, _forms(known), amounts)
    for piece in _pieces(signed, known, figures, amounts):
        if reader.is_of_the_tables(piece, before):
            reader.read(piece)


def _is_of_the_tables(before: State, after: State) -> bool:
    return is_own(before.whose) and is_own(after.whose)


def _pieces(
    signed: str, known: Vocabulary, figures: Figures, amounts: Mapping[int, Amount]
) -> Iterator[Piece]:
    tokens: list[Token] = []
    for match in _PIECE.finditer(signed):
        if match.start() and signed[match.start() - 1] in _TURN:
            tokens = []
        told = [
            one
            for one in figures.sentence
            if one.amount is not None and _place(one.amount, amounts) < match.end()
        ]
        yield Piece(match.group(), match.start(), list(tokens), told)
        tokens += known.tokens(match.group())


def _place(amount: Amount, amounts: Mapping[int, Amount]) -> int:
    """Where the sign of a figure stands."""
    return next((at for at, one in amounts.items() if one.start == amount.start), 0)


class Orders:
    """Reads the clauses of a sentence, one after another."""

    def __init__(self, figures: Figures, forms: Forms, amounts: Mapping[int, Amount]) -> None:
        self._of, self._forms, self._amounts = figures, forms, amounts
        self._known = figures.vocabulary

    def is_of_the_tables(self, piece: Piece, before: State) -> bool:
        """Whether a clause is on the whole year, and on the organ's own."""
        words = [*piece.before, *self._tokens(piece.text)]
        years = [w.key for w in words if w.kind in ("year", "absolute")]
        absolute = any(
            w.kind == "absolute" and int(w.key) != (self._of.of.year or 0) for w in words
        )
        if absolute or (not years and before.year != 0) or "-2" in years:
            return False
        if any(w.kind == "left" and w.key in self._known.holding for w in words):
            return False
        scopes = (w for w in words if w.kind in ("scope", "organ"))
        return all(named_scope(w, self._known, self._of.of).own for w in scopes)

    def _tokens(self, text: str) -> list[Token]:
        return self._known.tokens(text)

    def read(self, piece: Piece) -> None:
        """Take down what the clause compares, if it is read to the last word."""
        for form, take in (
            (self._forms.base, self._take_base),
            (self._forms.by, self._take_by),
            (self._forms.pair, self._take_pair),
            (self._forms.level, self._take_level),
            (self._forms.first, self._take_first),
            (self._forms.portion, self._take_portion),
        ):
            match = form.search(piece.text)
            if match is not None and take(piece, match):
                return

    def _named(self, text: str) -> Named | None:
        return names_in(self._tokens(text), self._known, self._forms.idle)

    def _is_topical(self, meaning: Meaning) -> bool:
        """Whether the paragraph is of what the words name."""
        state, table = self._of.state, table_of_meaning(meaning, self._known)
        if table == "applications":
            spoken = ("requests", "") if not meaning.column else ("requests",)
            return state.topic in spoken or any(
                one.meanings and one.role in ("arriving", "finishing") for one in self._of.sentence
            )
        if table == "review":
            return state.disclosed and not state.every_case and not state.all_cases
        return True

    def _is_narrowed(self, piece: Piece, meanings: Iterable[Meaning]) -> bool:
        """Whether what stands before the clause is of some only (企业申请中, 涉及低保的)."""
        words = piece.before
        if has(words, "about", "others"):
            return True
        at = max((i for i, w in enumerate(words) if w.kind == "within"), default=-1)
        if at < 0:
            return False
        named = names_in(words[: at + 1], self._known, self._forms.idle)
        if named is None:
            return True
        groups = {self._known.groups.get(head) for one in meanings for head in one.heads}
        return bool(named.applicants or set(named.results) - groups)

    def _add(self, piece: Piece, ways: Ways, bounds: Bounds, *, near: bool = False) -> bool:
        every = [one for left, others in ways for one in (left, *others)]
        if not ways or not all(map(self._is_topical, every)) or self._is_narrowed(piece, every):
            return False
        self._of.record.add_order(ways, bounds, *self._span(piece), near=near)
        return True

    def _span(self, piece: Piece) -> tuple[int, int]:
        return self._as_written(piece.start), self._as_written(piece.start + len(piece.text))

    def _as_written(self, offset: int) -> int:
        more = (a.end - a.start - 1 for at, a in self._amounts.items() if at < offset)
        return offset + sum(more)

    def _ways(self, left: Named, right: Named) -> Ways:
        """What the two sides may be, of the same table and the same kind of case."""
        state, known = self._of.state, self._known
        first, other = meanings_of(left, right, state, known), meanings_of(right, left, state, known)
        return tuple(
            (one, (two,))
            for one, two in product(first, other)
            if one != two
            and table_of_meaning(one, known) == table_of_meaning(two, known)
            and (not one.column or not two.column or _alike(one, two))
        )

    def _last(self, piece: Piece) -> Taken | None:
        """The figure before a clause of which it goes on to speak."""
        last = piece.told[-1] if piece.told else None
        if last is None or not last.meanings or not is_own(last.whose):
            return None
        return last

    def _sides(self, left: str, right: str, piece: Piece) -> Ways:
        last = self._last(piece)
        if last is not None and last.head == _GOES and self._is_of_opening(right):
            return ((last.meanings[0], (Meaning((_CAME,), last.meanings[0].column),)),)
        other = self._named(right)
        if other is None or not other.some:
            return ()
        if left.strip("_"):
            one = self._named(left)
            if one is None:
                return ()
            if one.some:
                return self._ways(one, other)
            if not is_plain(self._tokens(left), self._forms.idle):
                return ()
        if last is None:
            return ()
        state = self._of.state
        return tuple(
            (last.meanings[0], (two,))
            for two in meanings_of(other, _named_like(last, self._known), state, self._known)
            if two != last.meanings[0]
            and table_of_meaning(two, self._known)
            == table_of_meaning(last.meanings[0], self._known)
            and _alike(last.meanings[0], two)
        )

    def _is_of_opening(self, text: str) -> bool:
        """结转2件，与年初相同: what was carried in."""
        return self._forms.opening.fullmatch(text.strip("_")) is not None

    def _take_pair(self, piece: Piece, match: re.Match[str]) -> bool:
        """自然人申请多于企业; 无法提供26件，多于予以公开."""
        ways = self._sides(piece.text[: match.start()], piece.text[match.end() :], piece)
        more = match["word"] in self._forms.more
        return bool(ways) and self._add(piece, ways, _UP if more else _DOWN)

    def _take_by(self, piece: Piece, match: re.Match[str]) -> bool:
        """处罚比许可多31件: by how much one is more than another."""
        amount = self._amounts.get(piece.start + match.end() - 1)
        if amount is None or amount.unit == "%":
            return False
        ways = self._sides(piece.text[: match.start()], match["other"], piece)
        low, high = amount.low, amount.high
        if match["word"] not in self._forms.rising:
            low, high = (None if high is None else -high), -low
        return bool(ways) and self._add(piece, ways, (low, high))

    def _take_level(self, piece: Piece, match: re.Match[str]) -> bool:
        """复议与诉讼数量相同; 制发2件、废止2件，两者持平; 新收16件，与办结数相等."""
        text = piece.text[: match.start()]
        if not is_plain(self._tokens(piece.text[match.end() :]), self._forms.idle):
            return False
        if any(_SUM in word and word in text for word in self._known.together):
            return False  # 二者之和与收件数一致
        near = match["word"] in self._forms.near
        for join in _JOIN.finditer(text):
            left, right = text[: join.start()], text[join.end() :]
            ways = self._sides(left, right, piece)
            if ways:
                return self._add(piece, ways, _LEVEL, near=near)
        if not is_plain(self._tokens(text), self._forms.idle):
            return False
        return self._take_two(piece, near=near)

    def _tells_sums(self, piece: Piece) -> bool:
        """Whether what is compared may be several figures together (两项合计, 加上法律服务机构3件)."""
        words = [*piece.before, *self._tokens(piece.text)]
        return has(words, "total", "both") or any(
            word.text in self._known.together or word.text in ADDING for word in words
        )

    def _take_two(self, piece: Piece, *, near: bool) -> bool:
        """上年结转2件、结转下年2件，数量持平: of the two figures before."""
        told = piece.told[-2:]
        if len(told) < 2 or not all(one.meanings and is_own(one.whose) for one in told):
            return False
        one, two = (each.meanings[0] for each in told)
        like = table_of_meaning(one, self._known) == table_of_meaning(two, self._known)
        if not like or one == two or told[0].role != told[1].role and one.column != two.column:
            return False
        return self._add(piece, ((one, (two,)),), _LEVEL, near=near)

    def _alone(self, piece: Piece, match: re.Match[str]) -> tuple[list[Meaning], Named] | None:
        """What a clause names beside a word, which may be that of the figure before it."""
        text = piece.text
        rest = f"{text[: match.start()]}_{text[match.end() :]}"
        named = self._named(rest)
        if named is None:
            return None
        if named.some and not _is_base(named, piece.text[: match.start()], self._known):
            return meanings_of(named, None, self._of.state, self._known), named
        return self._run(piece), named

    def _run(self, piece: Piece) -> list[Meaning]:
        """The figure before a clause, and it together with those of its kind before it."""
        last = self._last(piece)
        if last is None or last.role not in (*_LIKE, "case"):
            return []
        found = [last.meanings[0]]
        if not self._tells_sums(piece):
            return found
        for one in reversed(piece.told[:-1]):
            if one.role != last.role or one.role not in _LIKE or not one.meanings:
                break
            both = _added(one.meanings[0], found[-1])
            if both is None:
                break
            found.append(both)
        return found

    def _take_first(self, piece: Piece, match: re.Match[str]) -> bool:
        """无法提供最多; 申请人以自然人为主: more than any other of its kind."""
        found = self._alone(piece, match)
        if found is None or self._tells_sums(piece):
            return False
        meanings = found[0] if found[1].some else found[0][:1]
        ways = tuple((one, others) for one in meanings if (others := self._others(one)))
        most = match["word"] in self._forms.most
        return self._add(piece, ways, _NO_LESS if most else _NO_MORE)

    def _others(self, meaning: Meaning) -> tuple[Meaning, ...]:
        """What else of its kind the tables have; none where it is of several."""
        known, every = self._known, self._known.quantities
        head = meaning.heads[0]
        if len(meaning.heads) > 1 or "+" in meaning.column:
            return ()
        if meaning.column:
            table = every[meaning.column].table
            return tuple(
                msgspec.structs.replace(meaning, column=q.key)
                for q in every.values()
                if q.table == table
                and q.labels
                and len(q.columns) == 1
                and not set(q.columns) & set(every[meaning.column].columns)
            )
        if every[head].role == "result":
            group = known.groups.get(head)
            heads = [
                q.key
                for q in every.values()
                if q.role == "result" and q.key != head and known.groups.get(q.key) == group
            ]
            return tuple(Meaning((one,)) for one in heads)
        if head in ("review", "litigation"):
            return (Meaning(("litigation" if head == "review" else "review",)),)
        if head in _WITH_ROUTES:
            return tuple(Meaning((one,)) for one in _WITH_ROUTES if one != head)
        return ()

    def _take_portion(self, piece: Piece, match: re.Match[str]) -> bool:
        """过半来自企业; 复议6件，过半数获维持: how much of all it is."""
        found = self._alone(piece, match)
        if found is None:
            return False
        bounds = self._forms.portions[match["word"]]
        parts, named = found
        wholes = [whole for one in parts for whole in self._wholes(one)]
        if named.flows and not (named.results or named.applicants):
            wholes = [Meaning((key,)) for key in named.flows]  # 占办结数近一半
        return self._add_share(piece, match, parts, wholes, bounds)

    def _take_base(self, piece: Piece, match: re.Match[str]) -> bool:
        """超过办结总数的七成, 约占不予公开的三分之二: of a base that is named."""
        base = self._named(match["base"])
        amount = self._fraction(match)
        if base is None or amount is None:
            return False
        left = piece.text[: match.start()]
        named = self._named(left)
        if named is None or not is_plain(self._tokens(piece.text[match.end() :]), self._forms.idle):
            return False
        if named.some:
            parts = meanings_of(named, None, self._of.state, self._known)
        else:
            parts = self._run(piece)
        wholes = meanings_of(base, None, self._of.state, self._known)
        if not base.some and has(self._tokens(match["base"]), "request", "requests"):
            wholes = [Meaning((one,)) for one in _WHOLES]
        bounds = amount.low, _ALL if amount.high is None else amount.high
        return self._add_share(piece, match, parts, wholes, bounds)

    def _fraction(self, match: re.Match[str]) -> Amount | None:
        """The fraction, read with the words before its base as if these stood before it."""
        shares = tuple(self._known.spec.words.share)
        before = "" if match["word"].endswith(shares) else shares[0]
        read = self._known.amounts.read(f"{before}{match['word']}{match['part']}")[1]
        return next(iter(read.values()), None)

    def _wholes(self, part: Meaning) -> list[Meaning]:
        """What a part is commonly of."""
        every, head = self._known.quantities, part.heads[0]
        if every[head].table == "review":
            if part.column:
                return [Meaning(part.heads), Meaning(part.heads, _DECIDED)]
            whole = "litigation" if head in _WITH_ROUTES else "disputes"
            return [Meaning((whole,))] if head != whole else []
        if every[head].table != "applications":
            return []
        groups = [self._known.groups[one] for one in part.heads if one in self._known.groups]
        return [Meaning((one,)) for one in (*_WHOLES, *groups) if one != head or part.column]

    def _add_share(
        self,
        piece: Piece,
        match: re.Match[str],
        parts: Sequence[Meaning],
        wholes: Sequence[Meaning],
        bounds: tuple[Number, Number],
    ) -> bool:
        if not parts or not wholes or not all(map(self._is_topical, parts)):
            return False
        if self._is_narrowed(piece, parts):
            return False
        start, end = self._span(piece)
        low, high = bounds
        amount = Amount(match.group(), low, low, high, "at_least", "%", start, end)
        share = Share((), (), (), tuple(parts), tuple(dict.fromkeys(wholes)))
        self._of.record.add_share(amount, share, "", own=True)
        return True


def _alike(one: Meaning, two: Meaning) -> bool:
    """Whether two are of the same rows by other columns, or the same column of other rows."""
    return one.heads == two.heads or one.column == two.column


def _is_base(named: Named, before: str, known: Vocabulary) -> bool:
    """占办结数近一半: what is named is the base of what was told before."""
    others = named.results or named.applicants or named.outcomes or named.cases
    return bool(named.flows) and not others and before.startswith(tuple(known.spec.words.share))


def _added(one: Meaning, two: Meaning) -> Meaning | None:
    """Two rows, or two columns of a row, together."""
    if not one.column and not two.column:
        return Meaning((*one.heads, *two.heads))
    if one.heads == two.heads and one.column and two.column:
        return Meaning(one.heads, f"{one.column}+{two.column}")
    return None


def _named_like(taken: Taken, known: Vocabulary) -> Named:
    """What a figure is of, as words would name it."""
    meaning, named = taken.meanings[0], Named()
    role = known.quantities[meaning.heads[0]].role
    if role == "result":
        named.results = list(meaning.heads)
    elif role == "case":
        named.cases = list(meaning.heads)
    elif role == "document":
        named.documents = list(meaning.heads)
    elif role == "deciding":
        named.decisions = list(meaning.heads)
    return named
