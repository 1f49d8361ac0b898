"""The rulings of a page → the boxes of cells that they enclose, table by table.

Rulings that nearly meet are taken to meet: programs draw each cell's sides by themselves, in
pieces, double, dashed, or not at all at the cut of a page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gblint.readers.pdf.page import Box, Ruling, group_runs
from gblint.readers.refusals import check_places

_NEAR = 3.0
"""Points within which rulings and corners are the same."""

_ALIGNED = 0.3
"""Points within which the dashes of one line stand beside one another."""

Point = tuple[float, float]


class _Edge(NamedTuple):
    """A ruling by where it is and how far it goes: an edge down is at an x, from one y to another;
    one across at a y, from one x to another.
    """

    at: float
    begin: float
    end: float


def find_cell_boxes(rulings: Sequence[Ruling]) -> list[list[Box]]:
    """The boxes of cells, table by table from the top; a table has more than one."""
    down, across = _merge_edges(rulings)
    down, across = _close_sides(down, across)
    corners = _find_corners(down, across)
    check_places(len(corners), 1)
    return _divide_into_tables(_find_boxes(corners))


def cluster(values: Iterable[float]) -> list[float]:
    """Values that are nearly the same as one, in order."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _merge_edges(rulings: Sequence[Ruling]) -> tuple[list[_Edge], list[_Edge]]:
    """The edges down and those across, pieces of one line put together.

    A piece may be too short to tell its direction, as the dashes of a dashed line are.
    """
    down: list[_Edge] = []
    across: list[_Edge] = []
    dashes_down: list[_Edge] = []
    dashes_across: list[_Edge] = []
    for x0, top, x1, bottom in rulings:
        if max(x1 - x0, bottom - top) <= _NEAR:
            dashes_across.append(_Edge((top + bottom) / 2, x0, x1))
            dashes_down.append(_Edge((x0 + x1) / 2, top, bottom))
        elif x1 - x0 > bottom - top:
            across.append(_Edge((top + bottom) / 2, x0, x1))
        else:
            down.append(_Edge((x0 + x1) / 2, top, bottom))
    down += _join_edges(dashes_down, _ALIGNED)
    across += _join_edges(dashes_across, _ALIGNED)
    return _join_edges(down, _NEAR), _join_edges(across, _NEAR)


def _join_edges(edges: Sequence[_Edge], near: float) -> list[_Edge]:
    """Edges of one direction: those that are nearly at one place brought there, and joined."""
    found: list[_Edge] = []
    for group in group_runs(sorted(edges), lambda one, after: after.at - one.at <= near):
        at = sum(edge.at for edge in group) / len(group)
        joined: list[_Edge] = []
        for edge in sorted(group, key=lambda one: one.begin):
            if joined and edge.begin <= joined[-1].end + _NEAR:
                joined[-1] = _Edge(at, joined[-1].begin, max(edge.end, joined[-1].end))
            else:
                joined.append(_Edge(at, edge.begin, edge.end))
        found += [edge for edge in joined if edge.end - edge.begin > _NEAR]
    return found


def _close_sides(down: list[_Edge], across: list[_Edge]) -> tuple[list[_Edge], list[_Edge]]:
    """With edges for sides that are not drawn: the cut of a page, a table open left and right."""
    down, across = sorted(down), sorted(across)
    return down + _close_ends(across, down), across + _close_ends(down, across)


def _close_ends(edges: Sequence[_Edge], others: Sequence[_Edge]) -> list[_Edge]:
    """Edges beside the others, where edges of one direction begin or end without meeting any."""
    places = [edge.at for edge in others]
    return [
        _Edge(_snap(at, places), begin, end)
        for last in (False, True)
        for at, begin, end in _find_open_sides(edges, others, places, last=last)
    ]


def _snap(place: float, others: Sequence[float]) -> float:
    """The nearest place that an edge has already, if it is near."""
    nearest = min(others, key=lambda other: abs(other - place), default=place)
    return nearest if abs(nearest - place) <= _NEAR else place


def _find_open_sides(
    edges: Sequence[_Edge], others: Sequence[_Edge], places: Sequence[float], *, last: bool
) -> Iterator[_Edge]:
    """Where an edge begins, or ends (`last`), without meeting another: an edge for that side.

    It goes from there to the neighbours, the edges that end at the same place. An edge that meets
    no other anywhere (a line under a word) is not looked at. `places` are those of the others.
    """
    ends = [edge.end if last else edge.begin for edge in edges]
    for edge, side in zip(edges, ends, strict=True):
        first = bisect_left(places, edge.begin - _NEAR)
        beyond = bisect_right(places, edge.end + _NEAR)
        at = edge.at
        meets = [
            other
            for other in others[first:beyond]
            if other.begin - _NEAR <= at <= other.end + _NEAR
        ]
        if not meets or any(abs(side - other.at) <= _NEAR for other in meets):
            continue
        beside = [one.at for one, its in zip(edges, ends, strict=True) if abs(its - side) <= _NEAR]
        before = max((one for one in beside if one < at - _NEAR), default=None)
        after = min((one for one in beside if one > at + _NEAR), default=None)
        if before is not None:
            yield _Edge(side, before, at)
        if after is not None:
            yield _Edge(side, at, after)


_Corner = tuple[frozenset[int], frozenset[int]]
"""The edges that meet at a corner, down and across, as numbers."""


def _find_corners(down: Sequence[_Edge], across: Sequence[_Edge]) -> dict[Point, _Corner]:
    """The places where edges meet, from left to right and downwards."""
    found: dict[Point, _Corner] = {}
    across = sorted(across)
    ys = [edge.at for edge in across]
    alone = [frozenset((at,)) for at in range(max(len(across), len(down)))]
    for (x, top, bottom), own in zip(sorted(down), alone, strict=False):
        first = bisect_left(ys, top - _NEAR)
        beyond = bisect_right(ys, bottom + _NEAR)
        for (y, begin, end), other in zip(across[first:beyond], alone[first:beyond], strict=True):
            if begin - _NEAR <= x <= end + _NEAR:
                there = found.get((x, y))
                found[x, y] = (own | there[0], other | there[1]) if there else (own, other)
    return dict(sorted(found.items()))


def _find_boxes(corners: dict[Point, _Corner]) -> list[Box]:
    rows: dict[float, list[float]] = {}
    columns: dict[float, list[float]] = {}
    for x, y in corners:
        rows.setdefault(y, []).append(x)
        columns.setdefault(x, []).append(y)
    found: list[Box] = []
    for (x, y), corner in corners.items():
        right = rows[y][bisect_right(rows[y], x) :]
        below = columns[x][bisect_right(columns[x], y) :]
        box = _find_box(corners, (x, y), corner, right, below)
        if box is not None:
            found.append(box)
    return found


def _find_box(
    corners: dict[Point, _Corner],
    place: Point,
    corner: _Corner,
    right: Sequence[float],
    below: Sequence[float],
) -> Box | None:
    """The smallest box with its upper left corner there; None where there is none."""
    x, y = place
    down, across = corner
    for y1 in below:
        under = corners[x, y1]
        if down.isdisjoint(under[0]):
            break  # an edge that ends before does not go on below
        for x1 in right:
            beside = corners[x1, y]
            if across.isdisjoint(beside[1]):
                break
            opposite = corners.get((x1, y1))
            if not opposite or opposite[0].isdisjoint(beside[0]):
                continue
            if not opposite[1].isdisjoint(under[1]):
                return x, y, x1, y1
    return None


def _divide_into_tables(boxes: Sequence[Box]) -> list[list[Box]]:
    """Boxes that touch one another together."""
    group: list[int] = list(range(len(boxes)))

    def find(one: int) -> int:
        while group[one] != one:
            group[one] = group[group[one]]
            one = group[one]
        return one

    first_at: dict[Point, int] = {}
    for number, (x0, top, x1, bottom) in enumerate(boxes):
        own = number
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            first = first_at.setdefault(corner, number)
            if first != number:
                group[own] = own = find(first)
    tables: dict[int, list[Box]] = {}
    for number, box in enumerate(boxes):
        tables.setdefault(find(number), []).append(box)
    found = [table for table in tables.values() if len(table) > 1]
    return sorted(found, key=lambda table: min((box[1], box[0]) for box in table))
