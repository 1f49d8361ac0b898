"""Figures that say no more than 为, 共, 合计: of what was spoken of, or the sum of those before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from gblint.findings import Say
from gblint.report.prose.amounts import COUNT
from gblint.report.prose.model import State, Taken
from gblint.report.prose.outcomes import added_up, together
from gblint.report.prose.parts import lists_results
from gblint.report.prose.words import ROLES, YEARS, Segment, has
from gblint.report.stated import Meaning

_SUM = Say("各部分的合计", "the sum of the parts before")
_DUE = "due"
_DONE = ("completed", "received", "due")
_CAME = frozenset(("received", "carried_in"))
_NO_BARE_TOTAL = frozenset((*ROLES, "requests", "odd", "others", "left"))
_BARE_EQUALS = frozenset(("equals", "filler", "total"))
_ALONE = _BARE_EQUALS | {"year"}


def is_bare(segment: Segment) -> bool:
    """Whether a figure has no word that says of what it is, not even 为 (本年仅8件)."""
    years = [word.key for word in segment.words if word.kind in YEARS]
    by_someone = any(word.text == COUNT for word in segment.words)  # 另一人提交6件
    return segment.kinds <= _ALONE and not by_someone and all(year == "0" for year in years)


def take_total(
    segment: Segment,
    state: State,
    *,
    alone: bool,
    counts: Sequence[Taken],
    sentence: Sequence[Taken],
    groups: Mapping[str, str],
    whole_year: Collection[str] = (),
    together_words: Collection[str] = (),
) -> Taken | None:
    """合计19件 after the figures of parts, or after a clause that names it: the organ's own.

    `alone` says that the figure is bare and follows such a clause; `counts` are the figures of the
    sentences before, `sentence` those of its own.
    """
    if state.year != 0:
        return None  # 2021年最多，为18件
    plain = segment.kinds.isdisjoint(_NO_BARE_TOTAL)
    joined = plain and any(word.text in together_words for word in segment.before)
    whole = plain and state.would_here and segment.kinds <= _ALONE
    whole = whole and any(word.text in whole_year for word in segment.before)
    if not (alone or joined or whole or segment.has("total", "equals")):
        return None
    if whole:
        return Taken(state.would.meanings, state.would.why, state.would.role)
    bare = plain and (joined or has(segment.before, "total"))
    equals = has(segment.before, "equals") and segment.kinds <= _BARE_EQUALS
    here = state.would_here and (state.would_fresh or not state.last_in_sentence.meanings)
    if here and state.year == 0 and (bare or ((equals or alone) and state.held is None)):
        return Taken(state.would.meanings, state.would.why, state.would.role)
    if not bare or not state.last.meanings:
        return None
    of = (w.text for w in segment.before if w.kind == "both" or w.text in together_words)
    return _sum_of(next(of, ""), state, counts, sentence, groups)


def _sum_of(
    joint: str,
    state: State,
    counts: Sequence[Taken],
    sentence: Sequence[Taken],
    groups: Mapping[str, str],
) -> Taken | None:
    """The sum of the figures before: of those that `joint` (二者) means, or of all of a kind."""
    last = state.last
    both = added_up(sentence, joint) if joint else None
    if both is not None:
        return Taken((both,), _SUM, last.role)
    cases = together(sentence) if last.role == "case" else None
    if cases is not None:
        return Taken((cases,), _SUM, "case")
    heads = {one.head for one in sentence}
    others = last.whose is not None and not last.whose.own
    state.whose = None if others else state.whose
    if heads >= _CAME and last.head in _CAME:
        return Taken((Meaning((_DUE,)),), _SUM, "arriving")
    if others:
        return Taken(last.meanings, _SUM, last.role)
    if lists_results([*counts, *sentence], groups):
        return Taken(tuple(Meaning((key,)) for key in _DONE), _SUM, "finishing")
    return None
