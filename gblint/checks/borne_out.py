"""Figures of which only the others of their run tell that they are of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from gblint.report.stated import Number, Stated

_WORTH = ((0, 0.0), (2, 0.34), (9, 1.0), (99, 2.0))
_MOST = 3.0
"""What a figure up to a size is worth that agrees: small ones agree by chance."""
_ENOUGH, _FEWEST = 2.5, 2
"""What those that agree must be worth together, and how many they must be."""
_FOR_EACH = 4
"""Figures that agree for each that does not; one that does not is always allowed."""
_SMALL, _NEAR = 9, 2
"""A figure above `_SMALL` that is not within this factor of the table's is of something else."""


class Figure(Protocol):
    """A figure of the prose beside those of the tables."""

    @property
    def stated(self) -> Stated: ...

    @property
    def agrees(self) -> bool: ...

    @property
    def wrong(self) -> bool: ...

    @property
    def values(self) -> Sequence[Number]: ...


F = TypeVar("F", bound=Figure)


def wrong_of_run(run: Sequence[F], told: Sequence[F]) -> Iterator[F]:
    """Those of a run that are wrong, if the rest of it are right; `told` are the surer ones.

    A quantity of which the right figure is told elsewhere is that of a part here.
    """
    right = [one for one in run if one.agrees]
    wrong = [one for one in run if one.wrong]
    worth = sum(_worth(one) for one in right)
    if len(right) < _FEWEST or worth < _ENOUGH or len(wrong) > max(1, len(right) // _FOR_EACH):
        return
    known = {one.stated.meanings[0] for one in (*right, *told) if one.agrees}
    for one in wrong:
        if one.stated.meanings[0] not in known and _is_near(one):
            yield one


def _worth(one: Figure) -> float:
    worth = next((w for most, w in _WORTH if one.stated.value <= most), _MOST)
    return worth / max(1, len(set(one.values)))


def _is_near(one: Figure) -> bool:
    value = one.stated.value
    if value <= _SMALL:
        return any(0 < other <= value * _NEAR + _SMALL for other in one.values)
    return any(other <= value * _NEAR and value <= other * _NEAR for other in one.values)
