"""What a figure that was left would be of, were its paragraph of the tables: other figures tell.

A paragraph that names its matter in an unknown way has figures all the same, and where these are
the tables' figures one after another, what it speaks of is known. What is guessed here is compared
only where the figures beside it bear it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from gblint.findings import Say
from gblint.report.prose.model import State, Taken
from gblint.report.prose.parts import is_done_by_others, is_some
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.prose.words import Segment, has, roles
from gblint.report.stated import Meaning

_NEVER = ("change", "against", "up_to", "none", "about", "share", "rate", "rest", "others")
"""Words beside which a figure is another's whatever stands around it."""
_PLAIN = Say("", "")
_RESULT = Taken((Meaning(("partial",)),), _PLAIN, "result")
_RECEIVED = Taken((Meaning(("received",)),), _PLAIN, "arriving")
_ROUTES = (("review",), ("litigation",), ("litigation_direct",), ("litigation_after_review",))
_LARGEST_BARE = 10_000
"""Figures without a unit are less: 12345 is a telephone."""


class Reads(Protocol):
    """What tells the meaning of a figure by the roles of its words."""

    def by_role(self, segment: Segment, state: State, found: list[Token]) -> list[Taken]: ...

    def years_of(self, words: Sequence[Token]) -> list[int | None]: ...


def guess(
    segment: Segment, state: State, reads: Reads, vocabulary: Vocabulary
) -> tuple[Meaning, ...]:
    """What the words of a figure name by themselves, whatever was said before; () for nothing."""
    words, amount = segment.words, segment.amount
    found = roles(words)
    if not found or not amount.exact or has(words, *_NEVER):
        return ()
    if state.year is None:  # 2020年至2022年分别为22件、29件、38件
        return ()
    if any(w.kind == "left" and w.key not in vocabulary.holding for w in words):
        return ()
    if is_some(words, amount.unit) or is_done_by_others(segment.before):
        return ()
    if not amount.unit and amount.value >= _LARGEST_BARE:
        return ()
    carrying = has(words, "carry", "carrying", "under_way")
    if not carrying and any(year != 0 for year in reads.years_of(words)):
        return ()
    every = vocabulary.quantities
    tables = {every[w.key].table for w in found if w.kind != "weak"}
    case = "review" in tables
    plain = not has(found, "result", "arriving", "finishing", "doing", "carrying", "column")
    taken: list[Taken] = []
    for route in _routes(state, found) if case else ((),):
        trial = State(
            topic="cases" if case else "requests",
            disclosed=True,
            sentence_disclosed=True,
            route=route,
            document=state.document,
            making=state.making,
            last=_RESULT if plain and has(found, "weak") else _RECEIVED,
        )
        taken += reads.by_role(segment, trial, found)
    return tuple(dict.fromkeys(meaning for one in taken for meaning in one.meanings))


def _routes(state: State, found: Sequence[Token]) -> tuple[tuple[str, ...], ...]:
    """The kinds of case that an outcome may be of: that named last, any where none was."""
    if has(found, "case"):
        return ((),)
    last = state.undisclosed or state.route
    return (last,) if last else _ROUTES
