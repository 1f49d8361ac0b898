"""Clauses as text, for what sentences compare in words (`in_words`, `turns`): each with its figures
as signs and what stands before it, and what those who read comparisons ask of it.

What the words beside such a comparison name of the tables, where they name nothing else:
企业提出的申请, 复议维持. And what a sentence names before each of its figures (`SentenceWords`),
for checks that ask what else one may be of.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations, pairwise
from typing import Generic, Protocol, TypeVar

import msgspec

from gblint.pack.model import Pack, remember
from gblint.report.model import Meaning, Number
from gblint.report.prose.amounts import COUNT, PERCENT, Amount
from gblint.report.prose.meaning import ParagraphSoFar
from gblint.report.prose.model import (
    FIGURES,
    NO_WEIGHT,
    ROLES,
    ROUTES,
    Interpretation,
    ParagraphState,
    has,
    is_own,
)
from gblint.report.prose.subject import find_scope
from gblint.report.prose.vocabulary import Token, Vocabulary, Words, make_vocabulary
from gblint.text import flatten

_LIGHT = NO_WEIGHT | {"requests", "request", "disclosure", "share", "n", "p", "each"}
_CAME, _GOES = "carried_in", "carried_out"
FIELDS = {
    "result": "results",
    "case": "cases",
    "document": "documents",
    "deciding": "decisions",
    **dict.fromkeys(("arriving", "finishing", "carrying"), "flows"),
}
"""Where the key of a word of a kind goes."""
_DISPUTES = "disputes"


class NamedQuantities(msgspec.Struct):
    """Quantities that words name, by what they are."""

    results: list[str] = []
    applicants: list[str] = []
    flows: list[str] = []
    cases: list[str] = []
    outcomes: list[str] = []
    documents: list[str] = []
    changes: list[str] = []
    decisions: list[str] = []
    weak: list[Token] = []

    @property
    def some(self) -> bool:
        """Whether anything is named."""
        return any(getattr(self, field) for field in self.__struct_fields__)


def find_names(
    words: Iterable[Token], vocabulary: Vocabulary, idle: re.Pattern[str]
) -> NamedQuantities | None:
    """What the words name; None where one of them is not known or says something more."""
    found, words = NamedQuantities(), list(words)
    for i, word in enumerate(words):
        if word.kind == "column":
            table = vocabulary.quantities[word.key].table
            of = {"applications": found.applicants, "review": found.outcomes}
            of.get(table, found.changes).append(word.key)
        elif word.kind in FIELDS:
            getattr(found, FIELDS[word.kind]).append(word.key)
        elif word.kind == "weak":
            decision = vocabulary.find_decision(word)
            if decision:
                found.decisions.append(decision)
            else:
                found.weak.append(word)
        elif word.kind == "carry":
            key = _find_carried(words[max(0, i - 1) : i + 2])
            if not key:
                return None
            found.flows.append(key)
        elif word.kind not in _LIGHT and not idle.fullmatch(word.text):
            return None  # what is not known may narrow it, and a comparison of some is no one's
    return found


def _find_carried(words: Words) -> str:
    """What is carried over by the year beside it; "" where that is not told."""
    year = next((word.key for word in words if word.kind == "year"), "")
    return {"-1": _CAME, "1": _GOES}.get(year, "")


def list_meanings(
    named: NamedQuantities, other: NamedQuantities | None, state: ParagraphState
) -> list[Meaning]:
    """What they may be of, `other` being what they are set beside; none where that is not clear."""
    beside = other or NamedQuantities()
    kinds = [
        *(named.results or named.applicants or named.flows, named.cases or named.outcomes),
        *(named.documents or named.changes, named.decisions),
    ]
    if named.weak:
        return _list_of_weak(named, beside, state.vocabulary)
    if sum(map(bool, kinds)) != 1:
        return []
    if kinds[0]:
        return _list_of_requests(named)
    if kinds[1]:
        return _list_of_cases(named, beside, state)
    if kinds[2]:
        return _list_of_documents(named, beside, state)
    return [Meaning((named.decisions[0],))] if len(set(named.decisions)) == 1 else []


def _list_of_weak(
    named: NamedQuantities, beside: NamedQuantities, vocabulary: Vocabulary
) -> list[Meaning]:
    """公开 beside another result."""
    others = (named.applicants, named.flows, named.cases, named.outcomes, named.documents)
    alone = len(named.weak) == 1 and not any((*others, named.changes, named.decisions))
    grants = vocabulary.names_only_granting(named.weak)
    if not (alone and grants and (beside.results or named.results)):
        return []
    granted = vocabulary.list_weak_keys(named.weak, "result")[0]
    return [Meaning((granted, *dict.fromkeys(named.results)))]


def _list_of_requests(named: NamedQuantities) -> list[Meaning]:
    results = tuple(dict.fromkeys(named.results))
    applicants = "+".join(dict.fromkeys(named.applicants))
    flows = tuple(dict.fromkeys(named.flows))
    if results:
        return [Meaning(results, applicants)] if len(results) == 1 or not applicants else []
    if len(flows) == 1:
        return [Meaning(flows, applicants)]
    return [Meaning(("received",), applicants)] if applicants else []


def _list_of_cases(
    named: NamedQuantities, beside: NamedQuantities, state: ParagraphState
) -> list[Meaning]:
    cases = tuple(dict.fromkeys(named.cases))
    outcomes = "+".join(dict.fromkeys(named.outcomes))
    if cases:
        return [Meaning(cases, outcomes)] if len(cases) == 1 else []
    if beside.cases and not beside.outcomes:
        return []
    routes_told = dict.fromkeys((*state.cases_here, *state.cases_before)) or state.route
    # an outcome without its case may be of any kind; of the one spoken of most likely
    routes = dict.fromkeys((state.route or (_DISPUTES,), *ROUTES))
    if state.route and set(routes_told) == set(state.route):
        routes = {state.route: None}  # no other is spoken of
    known = state.vocabulary.quantities.keys()
    return [Meaning(route, outcomes) for route in routes if known >= set(route)]


def _list_of_documents(
    named: NamedQuantities, beside: NamedQuantities, state: ParagraphState
) -> list[Meaning]:
    documents = tuple(dict.fromkeys((*named.documents, *beside.documents))) or state.document
    changes = list(dict.fromkeys(named.changes))
    if len(documents) != 1 or len(changes) != 1:
        return []
    return [Meaning(documents, changes[0])]


def find_table(meaning: Meaning, vocabulary: Vocabulary) -> str:
    """The table that it is of."""
    return vocabulary.quantities[meaning.heads[0]].table


def is_plain(words: Words, idle: re.Pattern[str]) -> bool:
    """Whether words name nothing and narrow nothing."""
    return all(word.kind in _LIGHT or idle.fullmatch(word.text) is not None for word in words)


_PIECE = re.compile(r"[^,;:。！？!?]+")
_TURN = ";。:"
_FIGURES = (COUNT, PERCENT)
LIKE = ("result", "column")
"""Roles of figures that may be added up with those beside them."""


class ClauseText(msgspec.Struct):
    """The words between two stops, where they begin in the sentence, and what stands before."""

    text: str
    start: int
    before: list[Token]
    """The words of the sentence before it, up to the last semicolon."""
    told: list[tuple[int, Interpretation]]
    """The figures of the sentence before it and in it, by where they stand."""
    since: int
    """Where the sentence goes on from its last semicolon."""
    signs: list[int]
    """Where its figures and percentages stand up to its end, none in brackets."""
    turned: bool
    """Whether a clause without a figure, behind the last one with some, names something else."""

    def list_figures(self, until: int | None = None, since: int = 0) -> list[Interpretation]:
        """The figures from a place on, up to another."""
        ends = self.start + len(self.text) if until is None else until
        return [one for at, one in self.told if since <= at < ends]


def cut_clause_texts(
    signed: str, paragraph: ParagraphSoFar, amounts: Mapping[int, Amount]
) -> Iterator[ClauseText]:
    """The clauses of a sentence with signs for its figures."""
    tokens: list[Token] = []
    begins, turned = 0, False
    for match in _PIECE.finditer(signed):
        # behind a semicolon it is of other things: nothing goes on over it
        if match.start() and signed[match.start() - 1] in _TURN:
            tokens, begins = [], match.start()
        told = [
            (_find_place(figure, amounts), figure)
            for figure in paragraph.sentence
            if figure.amount is not None
        ]
        told = [(at, one) for at, one in told if signed[at] == COUNT]
        signs = [at for at, sign in enumerate(signed[: match.end()]) if sign in _FIGURES]
        yield ClauseText(match.group(), match.start(), list(tokens), told, begins, signs, turned)
        words = paragraph.vocabulary.read_tokens(match.group())
        turned = not has(words, "n", "p") and (turned or has(words, *ROLES))
        tokens += words


def _find_place(taken: Interpretation, amounts: Mapping[int, Amount]) -> int:
    """Where the sign of a figure stands."""
    start = -1 if taken.amount is None else taken.amount.start
    return next((at for at, one in amounts.items() if one.start == start), 0)


class ComparingForms(Protocol):
    """Words of a pack that compare, ready to be looked for; `idle` are those that say nothing."""

    idle: re.Pattern[str]


Forms = TypeVar("Forms", bound=ComparingForms)


class ClauseReader(Generic[Forms]):
    """What a clause is asked, whatever is read of it."""

    def __init__(
        self, paragraph: ParagraphSoFar, forms: Forms, amounts: Mapping[int, Amount]
    ) -> None:
        self.paragraph, self._forms, self.amounts = paragraph, forms, amounts
        self.vocabulary, self.idle = paragraph.vocabulary, forms.idle

    def is_of_the_tables(
        self, piece: ClauseText, before: ParagraphState, *, last_year: bool = False
    ) -> bool:
        """Whether a clause is on the whole year, and on the organ's own; with `last_year` it may
        name that as well.
        """
        words = [*piece.before, *self.vocabulary.read_tokens(piece.text)]
        years = [word for word in words if word.kind in ("year", "absolute")]
        # 上年 as a word may always stand there, as it is what is compared with; in digits, 2022年,
        # it may be of whatever is told of that year
        allowed = (0, -1) if last_year else (0,)
        for word in years:
            offset = int(word.key) - (
                0 if word.kind == "year" else self.paragraph.state.owner.year or 0
            )
            if offset not in allowed and not (word.kind == "year" and offset == -1):
                return False
        if not years and before.year != 0:
            return False
        if any(w.kind == "left" and w.key in self.vocabulary.holding for w in words):
            return False
        scopes = (w for w in words if w.kind in ("scope", "organ"))
        return all(find_scope(w, self.paragraph.state).own for w in scopes)

    def find_named(self, text: str) -> NamedQuantities | None:
        return find_names(self.vocabulary.read_tokens(text), self.vocabulary, self.idle)

    def is_plain(self, text: str) -> bool:
        """Whether a stretch of a clause names nothing and narrows nothing."""
        return is_plain(self.vocabulary.read_tokens(text), self.idle)

    def is_topical(self, meaning: Meaning) -> bool:
        """Whether the paragraph is of what the words name."""
        state, table = self.paragraph.state, find_table(meaning, self.vocabulary)
        if table == "applications":
            spoken = ("requests", "") if not meaning.column else ("requests",)
            return state.topic in spoken or any(
                figure.meanings and figure.role in ("arriving", "finishing")
                for figure in self.paragraph.sentence
            )
        if table == "review":
            # cases of every kind were told: which of them are compared is not known
            return state.disclosed and not state.every_case and not state.all_cases
        return True

    def is_narrowed(self, piece: ClauseText, meanings: Iterable[Meaning]) -> bool:
        """Whether what stands before the clause is of some only (企业申请中, 涉及低保的)."""
        words = piece.before
        if has(words, "about", "others"):
            return True
        at = max((i for i, w in enumerate(words) if w.kind == "within"), default=-1)
        if at < 0:
            return False
        named = find_names(words[: at + 1], self.vocabulary, self.idle)
        if named is None:
            return True
        groups = {
            self.vocabulary.groups.get(head) for meaning in meanings for head in meaning.heads
        }
        return bool(named.applicants or set(named.results) - groups)

    def find_span(self, piece: ClauseText) -> tuple[int, int]:
        """Where a clause stands in the paragraph as written."""
        return self.map_offset(piece.start), self.map_offset(piece.start + len(piece.text))

    def map_offset(self, offset: int) -> int:
        return self.paragraph.map_offset(offset, self.amounts)

    def find_last(self, piece: ClauseText, until: int | None = None) -> Interpretation | None:
        """The figure before a clause, or before a place in it, of which it goes on to speak."""
        ends = piece.start + len(piece.text) if until is None else until
        # only the nearest: what goes on from a figure never reaches over another
        last_sign = max((at for at in piece.signs if at < ends), default=-1)
        figures = piece.list_figures(until, last_sign)  # none where that is a percentage
        last = figures[-1] if figures else None
        if last is None or not last.meanings or not is_own(last.whose):
            return None
        return None if piece.turned and last_sign < piece.start else last

    def list_together(self, piece: ClauseText) -> list[Meaning]:
        """The figure before a clause, and it together with those of its kind before it."""
        last = self.find_last(piece)
        if last is None or last.role not in (*LIKE, "case"):
            return []
        if not self.tells_sums(piece):
            return list(last.meanings)
        found = [last.meanings[0]]
        for figure in reversed(piece.list_figures()[:-1]):
            if figure.role != last.role or not figure.meanings:
                break
            both = _add_meanings(figure.meanings[0], found[-1])
            if both is None:
                break
            found.append(both)
        return found

    def tells_sums(self, piece: ClauseText) -> bool:
        """Whether what is compared may be several figures together (两项合计, 加上律所3件)."""
        words = [*piece.before, *self.vocabulary.read_tokens(piece.text)]
        return has(words, "total", "both") or any(
            word.text in self.vocabulary.together or "adding" in word.signs for word in words
        )


def _add_meanings(one: Meaning, two: Meaning) -> Meaning | None:
    """Two rows, or two columns of a row, together."""
    if not one.column and not two.column:
        return Meaning((*one.heads, *two.heads))
    if one.heads == two.heads and one.column and two.column:
        return Meaning(one.heads, f"{one.column}+{two.column}")
    return None


RoleAndKey = tuple[str, str]
"""A role and a quantity that a sentence names."""
_NAMED = ("result", "column", "case", "arriving", "finishing", "carrying", "document", "weak")
_FIGURE_KINDS = ("n", "p")
_CLAUSE_ENDS = (*",;:。，；",)
_STOPS = (*_CLAUSE_ENDS, *_FIGURE_KINDS)
_COMMAS = (",", "，")
_MOST_NAMES = 8
"""Names that one figure may be the sum of."""


_APART = (";", "；")
_FEW, _NEAR = 4, 40
"""Places of a value, and words before one, that are looked at: a sentence may have thousands."""
_CARRYING = ("carrying", "carry")
ROWS = ("result", "arriving", "finishing", "carrying", "case")
"""Kinds of words that name a row."""


class SentenceWords:
    """The words of a sentence: what it names before each of its figures."""

    def __init__(self, text: str, pack: Pack) -> None:
        self._known = known = make_vocabulary(pack)
        plain = "".join(flatten(text).split())
        signed, self._amounts = known.amounts.read(known.blank_days(plain))
        self.tokens: list[Token] = known.read_tokens(signed)

    def find_value(self, value: Number, *, percent: bool = False) -> list[int]:
        """Where a value stands among the words."""
        return self._places.get(("p" if percent else "n", value), [])

    @cached_property
    def _places(self) -> dict[tuple[str, Number], list[int]]:
        """Where each value stands, by the kind of its sign."""
        found: dict[tuple[str, Number], list[int]] = {}
        for i, token in enumerate(self.tokens):
            if token.kind in FIGURES:
                found.setdefault((token.kind, self._amounts[token.start].value), []).append(i)
        return found

    def list_near(self, at: int) -> list[RoleAndKey]:
        """What is named between the figure before and a place."""
        return self.list_named(self.tokens[self._find_start(at, _FIGURE_KINDS) : at])

    def list_in_clause(self, at: int) -> list[RoleAndKey]:
        """What is named of a figure: before it in its clause, else behind it, else before."""
        own = self.list_named(self.tokens[self._find_start(at, _STOPS) : at])
        groups = self._known.groups
        held = {groups.get(key) for _, key in own}
        # 不予公开（国家秘密）2件 names a row and its group: the row alone is meant
        return [n for n in own if n[1] not in held] or self.list_after(at) or self.list_near(at)

    def _find_start(self, at: int, kinds: Collection[str]) -> int:
        return next((i for i in range(at, 0, -1) if self.tokens[i - 1].kind in kinds), 0)

    def list_after(self, at: int) -> list[RoleAndKey]:
        """What is named behind a figure, up to a stop."""
        rest = self.tokens[at + 1 :]
        stop = next((i for i, t in enumerate(rest) if t.kind in _STOPS), len(rest))
        return self.list_named(rest[:stop])

    def list_behind(self, at: int) -> list[RoleAndKey]:
        """What is named behind a figure in clauses without one, up to the end of what is said."""
        found: list[Token] = []
        clause: list[Token] = []
        for token in self.tokens[at + 1 :]:
            if token.kind in (*_FIGURE_KINDS, "rest"):
                break
            clause.append(token)
            if token.kind in _CLAUSE_ENDS:
                found, clause = found + clause, []
                if token.kind not in _COMMAS:
                    break
        return self.list_named(found)

    def list_outcomes(self, value: Number, *, together: bool) -> list[list[str]]:
        """The outcome that was named last before cases of a value, up to a semicolon; or those
        that are told `together`: right before the value, if there are several.
        """
        found: list[list[str]] = []
        for at in self.find_value(value)[:_FEW]:
            ends = (*_APART, ",", "，", ":", "：") if together else _APART
            floor = max(at - _NEAR, 0)
            begin = next(
                (i for i in range(at, floor, -1) if self.tokens[i - 1].text in ends), floor
            )
            begin = max(begin, self._find_start(at, _FIGURE_KINDS) if together else 0)
            near = self.tokens[begin:at]
            shared = together and has(near, "each", "respectively")
            named = [] if shared else self.list_named(near)
            outcomes = (key for kind, key in named if kind == "column" and self._is_outcome(key))
            columns = list(dict.fromkeys(outcomes))
            found += [columns if together else columns[-1:]] * (len(columns) > together)
        return found

    def _is_outcome(self, key: str) -> bool:
        return self._known.quantities[key].table == "review"

    def follows_cases(self, value: Number) -> bool:
        """Whether cases are told before a value that is not 0, and no applications."""
        if value <= 0:
            return False
        begun = [self.tokens[max(at - _NEAR, 0) : at] for at in self.find_value(value)[:_FEW]]
        return any(has(each, "case") and not has(each, "request", "requests") for each in begun)

    def list_meanings(self) -> Iterator[Meaning]:
        """The quantities that the sentence names, each alone."""
        for kind, key in self.list_named(self.tokens):
            if kind in (*ROWS, "column"):
                yield Meaning((key,)) if kind in ROWS else Meaning(("received",), key)

    def names(self, meaning: Meaning) -> bool:
        """Whether it names a quantity."""
        return meaning in self.list_meanings()

    def tells_all_requests(self, value: Number) -> bool:
        """Whether so many applications are all that is meant: 18件申请均已答复, 全部18件申请."""
        for at in self.find_value(value)[:_FEW]:
            near = self.tokens[at + 1 : at + _NEAR]
            kinds = [token.kind for token in near if token.kind != "filler"]
            before = self.tokens[at - 1].kind if at else ""
            if kinds[:1] in (["request"], ["requests"]) and "all" in (before, *kinds[1:2]):
                return True
        return False

    def tells_carried(self, value: Number) -> bool:
        """Whether so many are told right behind a word for what was carried over."""
        return any(
            has(self.tokens[max(at - 1, 0) : at], *_CARRYING) for at in self.find_value(value)
        )

    @cached_property
    def of_government(self) -> bool:
        """Whether it is on cases against a government alone (以市政府为被申请人的行政复议)."""
        governments = tuple(self._known.spec.names.government)
        named = False
        for token, then in pairwise(self.tokens):
            if token.kind in ("organ", "scope"):
                named = token.text.endswith(governments)
            elif named and token.kind == "suffered" and "of" in then.signs:
                return True
        return False

    def find_group(self, key: str) -> str:
        """The group that a row is one of, "" for none."""
        return self._known.groups.get(key, "")

    def widen(self, run: Sequence[str], at: int) -> Iterator[tuple[str, ...]]:
        """Who else may be counted in where some are named: 企业和社会组织11件 may be all that are
        no natural persons; 律师事务所等6件 has others in it.
        """
        quantities = self._known.quantities
        named = {column for key in run for column in quantities[key].columns}
        table = quantities[run[0]].table
        every = [q for q in quantities.values() if q.role == "column" and q.table == table]
        whole = next((q for q in every if named < set(q.columns)), None)
        if whole is None:
            return
        if len(run) > 1:
            yield (whole.key,)
        before = [token.kind for token in self.tokens[max(at - 2, 0) : at]]
        if before[-1:] == ["such"] or before == ["such", "request"]:
            others = [q.key for q in every if len(q.columns) == 1]
            others = [k for k in others if set(quantities[k].columns) <= set(whole.columns) - named]
            for many in range(1, len(others) + 1):
                for more in combinations(others, many):
                    yield (*run, *more)

    def shares_out(self, at: int) -> bool:
        """Whether the figure is one of several that are told of as many names."""
        start = self._find_start(at, (":", "。", ";", ","))
        return any(t.kind in ("each", "respectively") for t in self.tokens[start:at])

    def find_open_cases(self, at: int) -> set[str]:
        """The cases named before a place that an outcome there may be of: none that had outcomes
        of their own before the next was named.
        """
        open_, outcome, closed = set[str](), False, False
        for token in self.tokens[:at]:
            if token.kind == "case":
                open_ = set() if closed else open_
                open_.add(token.key)
                outcome = closed = False
            outcome = outcome or token.kind == "column"
            closed = closed or (outcome and token.kind == "n")
        return open_

    def iterate_runs(self, names: Sequence[RoleAndKey], role: str) -> Iterator[tuple[str, ...]]:
        """Names of a role that follow one another; no group with a row of its own."""
        keys = [key for kind, key in names if kind == role][-_MOST_NAMES:]
        groups = self._known.groups
        for start in range(len(keys)):
            for end in range(start + 1, len(keys) + 1):
                run = keys[start:end]
                if not any(groups.get(key) in run for key in run):
                    yield tuple(run)

    def list_named(self, tokens: Iterable[Token]) -> list[RoleAndKey]:
        """The quantities that words name, each once."""
        found: dict[RoleAndKey, None] = {}
        for token in tokens:
            if token.kind == "weak":
                for key in self._known.weak[token.key]:
                    found[self._known.quantities[key].role, key] = None
            elif token.kind in _NAMED:
                found[token.kind, token.key] = None
        return list(found)


make_words = remember(SentenceWords, 4)  # a sentence has several figures, one after another
