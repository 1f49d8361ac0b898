"""Sub-headings numbered as the sections are: 一、主动公开 under 一、总体情况."""

from __future__ import annotations

from collections.abc import Sequence

from gblint.pack.model import Pack, SectionSpec
from gblint.report.headings.candidates import Candidate
from gblint.report.headings.ordinals import STROKE
from gblint.text import patterns
from gblint.text.folding import fold

_LEAST = 2
"""Sub-headings by their names that make sure what the others between the sections are."""


def inner_blocks(
    found: Sequence[Candidate], firm: Sequence[Candidate], style: str, pack: Pack
) -> frozenset[int]:
    """The blocks of headings that are a section's sub-headings with ordinals of the top level.

    They stand after the section's heading, or before all others where the first section has
    none, and two at least are named as the pack names the parts of that section. `firm` are the
    headings that are sure.
    """
    inner: set[int] = set()
    for spec in pack.sections:
        if spec.parts:
            inner.update(_of_section(found, firm, style, spec, first=pack.sections[0] is spec))
    return frozenset(inner)


def _of_section(
    found: Sequence[Candidate],
    firm: Sequence[Candidate],
    style: str,
    spec: SectionSpec,
    *,
    first: bool,
) -> list[int]:
    sure = {candidate.block for candidate in firm}
    own = [c.block for c in found if _number(c) == spec.number and _is_heading(c, sure)]
    if own:
        start = own[0]
    elif first and any(_number(c) == spec.number + 1 for c in firm):
        start = -1
    else:
        return []
    end = min((c.block for c in firm if c.block > start and _number(c) != spec.number), default=0)
    inside = [
        c
        for c in found
        if start < c.block < (end or c.block + 1)
        and c.block not in sure
        and c.ordinal is not None
        and c.ordinal.style in (style, STROKE)
    ]
    named = sum(any(patterns.fullmatch(form, fold(c.name)) for form in spec.parts) for c in inside)
    if named < _LEAST or named * 2 < len(inside):
        return []
    return [candidate.block for candidate in inside]


def _number(candidate: Candidate) -> int | None:
    match = candidate.match
    return match.number if match and match.obsolete is None else None


def _is_heading(candidate: Candidate, sure: set[int]) -> bool:
    """Whether a candidate is sure, or has the number of the section that it is worded as."""
    ordinal = candidate.ordinal
    return candidate.block in sure or (ordinal is not None and ordinal.value == _number(candidate))
