"""Clauses as text, for what sentences compare in words: each with its figures as signs and what
stands before it, and what those who read comparisons ask of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import msgspec

from gblint.report.organs import Of
from gblint.report.prose.amounts import COUNT, PERCENT, Amount
from gblint.report.prose.model import ROLES, Interpretation, ParagraphState, has
from gblint.report.prose.named import NamedQuantities, find_names, find_table
from gblint.report.prose.record import Record
from gblint.report.prose.scope import find_scope, is_own
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.stated import Meaning

_PIECE = re.compile(r"[^,;:。！？!?]+")
_TURN = ";。:"
_FIGURES = (COUNT, PERCENT)
LIKE = ("result", "column")
"""Roles of figures that may be added up with those beside them."""


class FiguresForClauses(Protocol):
    """What has read the figures of a sentence."""

    vocabulary: Vocabulary
    state: ParagraphState
    record: Record
    sentence: list[Interpretation]
    of: Of

    @property
    def counts(self) -> Sequence[Interpretation]: ...


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
    """Where its figures and percentages stand up to the end of the piece, none in brackets."""
    turned: bool
    """Whether a clause without a figure, behind the last one with some, names something else."""

    def figures(self, until: int | None = None, since: int = 0) -> list[Interpretation]:
        """The figures from a place on, up to another."""
        ends = self.start + len(self.text) if until is None else until
        return [one for at, one in self.told if since <= at < ends]


def cut_clause_texts(
    signed: str, figures: FiguresForClauses, amounts: Mapping[int, Amount]
) -> Iterator[ClauseText]:
    """The clauses of a sentence with signs for its figures."""
    tokens: list[Token] = []
    begins, turned = 0, False
    for match in _PIECE.finditer(signed):
        if match.start() and signed[match.start() - 1] in _TURN:
            tokens, begins = [], match.start()
        told = [(_place(one, amounts), one) for one in figures.sentence if one.amount is not None]
        told = [(at, one) for at, one in told if signed[at] == COUNT]
        signs = [at for at, sign in enumerate(signed[: match.end()]) if sign in _FIGURES]
        yield ClauseText(match.group(), match.start(), list(tokens), told, begins, signs, turned)
        words = figures.vocabulary.tokens(match.group())
        turned = not has(words, "n", "p") and (turned or has(words, *ROLES))
        tokens += words


def _place(taken: Interpretation, amounts: Mapping[int, Amount]) -> int:
    """Where the sign of a figure stands."""
    start = -1 if taken.amount is None else taken.amount.start
    return next((at for at, one in amounts.items() if one.start == start), 0)


class ClauseReader:
    """What a clause is asked, whatever is read of it."""

    def __init__(
        self, figures: FiguresForClauses, idle: re.Pattern[str], amounts: Mapping[int, Amount]
    ) -> None:
        self.figures, self.idle, self.amounts = figures, idle, amounts
        self.known = figures.vocabulary

    def is_of_the_tables(
        self, piece: ClauseText, before: ParagraphState, *, last_year: bool = False
    ) -> bool:
        """Whether a clause is on the whole year, and on the organ's own; with `last_year` it may
        name that as well.
        """
        words = [*piece.before, *self.known.tokens(piece.text)]
        years = [word for word in words if word.kind in ("year", "absolute")]
        allowed = (0, -1) if last_year else (0,)
        for word in years:
            offset = int(word.key) - (0 if word.kind == "year" else self.figures.of.year or 0)
            if offset not in allowed and not (word.kind == "year" and offset == -1):
                return False
        if not years and before.year != 0:
            return False
        if any(w.kind == "left" and w.key in self.known.holding for w in words):
            return False
        scopes = (w for w in words if w.kind in ("scope", "organ"))
        return all(find_scope(w, self.known, self.figures.of).own for w in scopes)

    def named(self, text: str) -> NamedQuantities | None:
        return find_names(self.known.tokens(text), self.known, self.idle)

    def is_topical(self, meaning: Meaning) -> bool:
        """Whether the paragraph is of what the words name."""
        state, table = self.figures.state, find_table(meaning, self.known)
        if table == "applications":
            spoken = ("requests", "") if not meaning.column else ("requests",)
            return state.topic in spoken or any(
                one.meanings and one.role in ("arriving", "finishing")
                for one in self.figures.sentence
            )
        if table == "review":
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
        named = find_names(words[: at + 1], self.known, self.idle)
        if named is None:
            return True
        groups = {self.known.groups.get(head) for one in meanings for head in one.heads}
        return bool(named.applicants or set(named.results) - groups)

    def span(self, piece: ClauseText) -> tuple[int, int]:
        """Where a clause stands in the sentence as written."""
        return self.as_written(piece.start), self.as_written(piece.start + len(piece.text))

    def as_written(self, offset: int) -> int:
        more = (a.end - a.start - 1 for at, a in self.amounts.items() if at < offset)
        return offset + sum(more)

    def last(self, piece: ClauseText, until: int | None = None) -> Interpretation | None:
        """The figure before a clause, or before a place in it, of which it goes on to speak."""
        ends = piece.start + len(piece.text) if until is None else until
        last_sign = max((at for at in piece.signs if at < ends), default=-1)
        told = piece.figures(until, last_sign)  # none where that is a percentage
        last = told[-1] if told else None
        if last is None or not last.meanings or not is_own(last.whose):
            return None
        return None if piece.turned and last_sign < piece.start else last

    def run(self, piece: ClauseText) -> list[Meaning]:
        """The figure before a clause, and it together with those of its kind before it."""
        last = self.last(piece)
        if last is None or last.role not in (*LIKE, "case"):
            return []
        if not self.tells_sums(piece):
            return list(last.meanings)
        found = [last.meanings[0]]
        for one in reversed(piece.figures()[:-1]):
            if one.role != last.role or not one.meanings:
                break
            both = _add_meanings(one.meanings[0], found[-1])
            if both is None:
                break
            found.append(both)
        return found

    def tells_sums(self, piece: ClauseText) -> bool:
        """Whether what is compared may be several figures together (两项合计, 加上律所3件)."""
        words = [*piece.before, *self.known.tokens(piece.text)]
        return has(words, "total", "both") or any(
            word.text in self.known.together or "adding" in word.signs for word in words
        )


def _add_meanings(one: Meaning, two: Meaning) -> Meaning | None:
    """Two rows, or two columns of a row, together."""
    if not one.column and not two.column:
        return Meaning((*one.heads, *two.heads))
    if one.heads == two.heads and one.column and two.column:
        return Meaning(one.heads, f"{one.column}+{two.column}")
    return None
