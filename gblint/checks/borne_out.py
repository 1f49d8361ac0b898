"""Figures of which only those around them tell that they are of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from gblint.report.stated import Number, Stated

_WORTH: tuple[tuple[int, float], ...] = ((0, 0.0), (2, 0.34), (9, 1.0), (99, 2.0))
_MOST = 3.0
"""What a figure up to a size is worth that agrees: small ones agree by chance."""
_OF_CHOICE = 0.3
"""What it is worth less for each figure more that it may be."""
_OF_RUN, _OF_SENTENCE, _OF_PARAGRAPH = (2, 2.5), (3, 3.0), (5, 5.0)
"""How many must agree, and what they must be worth together: the nearer, the fewer."""
_BESIDE = 1, 3.0
"""The same for a figure of its own sentence that nothing but words beside it keeps apart."""
_FOR_EACH = 4
"""Figures of a run that agree for each that does not; one that does not is always allowed."""
_OFF, _NEAR, _FAR = 3, 2, 5
"""A figure that is neither off by so much at most nor within this factor is of something else."""


class JudgedFigure(Protocol):
    """A figure of the prose beside those of the tables."""

    @property
    def stated(self) -> Stated: ...

    @property
    def agrees(self) -> bool: ...

    @property
    def wrong(self) -> bool: ...


class FigureOfValues(JudgedFigure, Protocol):
    """One that is known by what the tables have for it."""

    @property
    def values(self) -> Sequence[Number]: ...


F = TypeVar("F", bound=FigureOfValues)
_SYSTEM = "system"
"""The scope of an organ with all that are under it."""


def find_wrong(run: Sequence[F], told: Sequence[F]) -> Iterator[F]:
    """Those of a run that are wrong, if what is around them is right.

    `told` are the surer figures of the paragraph. A quantity of which the right figure is told
    elsewhere in it is that of a part here.
    """
    counts = [one for one in told if not one.stated.claim]
    every = [one for one in (*run, *counts) if not one.stated.claim]
    known = {one.stated.meanings[0].key for one in every if one.agrees}
    for one in run:
        if not one.wrong or one.stated.meanings[0].key in known or not _is_near(one):
            continue
        paragraph = (*counts, *run)
        sentence = [each for each in paragraph if each.stated.text == one.stated.text]
        beside = [each for each in run if each.stated.text == one.stated.text]
        if (
            _agree(one, run, *_OF_RUN, allowed=True)
            or _agree(one, beside, *_BESIDE)
            or _agree(one, sentence, *_OF_SENTENCE)
            or _agree(one, paragraph, *_OF_PARAGRAPH)
        ):
            yield one


def is_told_of_part(one: FigureOfValues, told: Sequence[FigureOfValues]) -> bool:
    """Whether a figure is less than half of what its quantity is told rightly to be beside it, or
    several times that: 收到690件，……县政府收到288件 is a part, however that is said; 办结38件……
    工单办结1069件 is of something else.
    """
    stated = one.stated
    return (
        not stated.claim
        and len(stated.meanings) == 1
        and any(
            other.stated.meanings[0].key == stated.meanings[0].key
            and (other.stated.section, other.stated.anchor.line)
            == (stated.section, stated.anchor.line)
            and not other.stated.claim
            and other.agrees
            and (stated.value * _NEAR < other.stated.value or _is_far(one, other.stated.value))
            for other in told
        )
    )


def is_told_of_whole(one: FigureOfValues, every: Sequence[Stated]) -> bool:
    """Whether the tables have what is told beside a figure of an own part of it: 全县收到212件，
    其中县政府24件, in a report whose tables are of the latter; 全省系统收到187件，其中省局本级30件
    in one whose tables are of the whole system.
    """
    stated = one.stated
    return any(
        not other.confidence
        and not other.claim
        and other.meanings[0].key == stated.meanings[0].key
        and (other.section, other.anchor.line) == (stated.section, stated.anchor.line)
        and (other.value < stated.value or other.scope == _SYSTEM)
        and other.value in one.values
        for other in every
    )


def _agree(
    figure: FigureOfValues,
    around: Sequence[FigureOfValues],
    fewest: int,
    enough: float,
    *,
    allowed: bool = False,
) -> bool:
    """Whether those around a figure agree with the tables; some need not where `allowed`.

    One of another sentence that is far off is of something else, and says nothing here.
    """
    others = [one for one in around if one is not figure and not one.stated.claim]
    right = [one for one in others if one.agrees]
    text = figure.stated.text
    wrong = sum(one.wrong and (one.stated.text == text or _is_near(one)) for one in others)
    if wrong > (max(0, len(right) // _FOR_EACH - 1) if allowed else 0):
        return False
    return len(right) >= fewest and sum(map(_worth, right)) >= enough


def _worth(one: FigureOfValues) -> float:
    worth = next((w for most, w in _WORTH if one.stated.value <= most), _MOST)
    return max(0.0, worth - _OF_CHOICE * (len(set(one.values)) - 1))


def _is_near(one: FigureOfValues) -> bool:
    value = one.stated.value
    return any(
        other > 0
        and (-_OFF <= value - other <= _OFF or (other <= value * _NEAR and value <= other * _NEAR))
        for other in one.values
    )


def _is_far(one: FigureOfValues, right: Number) -> bool:
    value = one.stated.value
    exact = one.stated.means == "exact"
    return exact and value > right * _NEAR and value - right > _FAR
