"""Parts that prose states beside a whole, and that do not add up to it.

Some add up only if what was carried in counts as well:
收到111件，其中自然人74件、企业18件、公益组织10件. The first two are of what came in this year, and
so the third is too, whatever it comes to with what was carried in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from gblint.pack.prose_model import Breakdown
from gblint.report.stated import Number, Stated

if TYPE_CHECKING:
    from gblint.checks.borne_out import FigureOfValues


_FEWEST = 2

_MOST = 2000
"""Sums that the parts may come to; of more than that nothing is known."""


class BrokenSum(msgspec.Struct, frozen=True):
    """Parts with their sum, and what they may be parts of, the last stated first."""

    parts: tuple[Stated, ...]
    wholes: tuple[Stated, ...]
    total: Number
    plus: tuple[Stated, ...] = ()
    """What may be counted in or not."""


def find_broken_sums(
    stated: Sequence[Stated], breakdowns: Iterable[Breakdown], wanted: Collection[str]
) -> Iterator[BrokenSum]:
    """The breakdowns of `wanted` quantities whose figures cannot all be right, each part once."""
    told: set[int] = set()
    known = {each.quantity for each in stated}
    for breakdown in breakdowns:
        if known.isdisjoint(breakdown.whole) or len(known.intersection(breakdown.parts)) < _FEWEST:
            continue  # nothing to add up, as for most
        if not all(_is_wanted(part, wanted) for part in breakdown.parts):
            continue
        for run in _divide_into_runs(stated, breakdown):
            found = _find_broken(run, breakdown)
            if found is not None and not any(id(part) in told for part in found.parts):
                told |= {id(part) for part in found.parts}
                yield found


def _is_wanted(key: str, wanted: Collection[str]) -> bool:
    return any(key == one or key.startswith(f"{one}_") for one in wanted)


def _divide_into_runs(stated: Iterable[Stated], breakdown: Breakdown) -> Iterator[list[Stated]]:
    """What belongs to a breakdown: within one paragraph, a whole and the parts after it.

    A whole that comes after parts begins another.
    """
    run: list[Stated] = []
    has_parts = False
    place: tuple[int | None, int] | None = None
    for each in stated:
        here = each.section, each.anchor.line
        begins = each.quantity in breakdown.whole and has_parts
        if run and (here != place or begins):
            yield run
            run, has_parts = [], False
        place = here
        has_parts = has_parts or each.quantity in breakdown.parts
        if each.quantity in (*breakdown.whole, *breakdown.parts, *breakdown.plus):
            run.append(each)
    yield run


def _find_broken(run: Sequence[Stated], breakdown: Breakdown) -> BrokenSum | None:
    wholes = tuple(one for one in reversed(run) if one.quantity in breakdown.whole)
    parts = {one.quantity: one for one in run if one.quantity in breakdown.parts}
    values = {(one.quantity, one.value) for one in run if one.quantity in breakdown.parts}
    if not wholes or len(parts) < _FEWEST or len(values) > len(parts):
        return None
    if len({one.scope for one in run}) > 1 or any(one.means != "exact" for one in run):
        return None
    plus = [one for one in run if one.quantity in breakdown.plus]
    if len(wholes) * len(plus) > _MOST:
        return None
    total = sum(one.value for one in parts.values())
    least = total - sum(parts[key].value for key in breakdown.within if key in parts)
    possible = _list_possible(wholes, plus)
    complete = breakdown.complete and len(parts) == len(breakdown.parts)
    if least > max(possible) or (complete and not possible & {total, least}):
        return BrokenSum(tuple(parts.values()), wholes, total, tuple(plus))
    return None


def _list_possible(wholes: Iterable[Stated], plus: Sequence[Stated]) -> set[Number]:
    """What the parts may add up to: a whole, or one with what is stated beside it."""
    found: set[Number] = set()
    for whole in wholes:
        found.add(whole.value)
        for other in plus:
            found |= {whole.value + other.value, whole.value - other.value}
    return found


_RECEIVED = ("received",)


def is_unlike(one: FigureOfValues, told: Sequence[FigureOfValues]) -> bool:
    """Whether a figure of who applied agrees by the wider sum alone, and those beside it in its
    sentence by the narrower; `told` are all of the report.
    """
    if not _may_differ(one) or _fits(one) != (False, True):
        return False
    near = [
        _fits(other)
        for other in told
        if other is not one and other.stated.text == one.stated.text and _may_differ(other)
    ]
    near += [(True, False) for other in told if _is_of_new(other, one)]
    return (True, False) in near and (False, True) not in near and (False, False) not in near


def _is_of_new(other: FigureOfValues, one: FigureOfValues) -> bool:
    """Whether a figure of the sentence is of what is new alone (新收111件)."""
    of = other.stated.meanings[0]
    return (
        of.strict
        and of.heads == _RECEIVED
        and other.agrees
        and other.stated.text == one.stated.text
    )


def _may_differ(one: FigureOfValues) -> bool:
    stated = one.stated
    received = stated.meanings[0].heads == _RECEIVED and len(one.values) > 1
    elsewhere = any(stated.may_be(value) for value in one.values[2:])  # or of those carried over
    return received and stated.means == "exact" and not stated.claim and not elsewhere


def _fits(one: FigureOfValues) -> tuple[bool, bool]:
    """Whether the first of the sums fits, and the second."""
    narrow, wide = one.values[:2]
    return one.stated.may_be(narrow), one.stated.may_be(wide)
