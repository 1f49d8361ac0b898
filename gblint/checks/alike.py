"""Figures that agree only if what was carried in counts as well, in a row of others that do not.

收到111件，其中自然人74件、企业18件、公益组织10件: the first two are of what came in this year, and
so the third is too, whatever it comes to with what was carried in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gblint.checks.borne_out import FigureOfValues

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
