"""Columns of a table by where its borders stand for the eye, not by the grid of the file.

A border that somebody dragged by a hair stands at two places, and the file then has a column of
its own between them that nobody sees. Borders of different rows that nearly meet are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise, product
from typing import NamedTuple

SLIVER = 60.0
"""Twips (a millimetre): no column is so narrow, a character of small type is thrice as wide."""

_NEAR = 0.45
"""Share of the narrower cell beside a border by which another row's border may be off: a cell
then still has most of its width under the label that it stands under for the eye."""

_LEAST_TOTAL = 20 * SLIVER
"""Twips of a table from which its widths are measures, and not marks for "no width"."""


_ROUNDS = 12
"""How often widths are gone through for borders that follow from them; twice does for most."""

_CONTRADICTS = 0.25
"""Share of its width by which a cell may be wider or narrower than its columns are."""


class Stretch(NamedTuple):
    """What a cell takes of its row, from `begin` to `end`; `filled` says that it holds text.

    The places are twips from the left edge of the table where widths are known, else numbers
    of columns of the grid.
    """

    begin: float
    end: float
    filled: bool


def merge_edges(rows: Sequence[Sequence[Stretch]], *, measured: bool) -> dict[float, int]:
    """The number of the border, left to right, that every place of a border belongs to.

    `measured` says that the places are twips. Two borders that one row has are two, unless an
    empty cell no wider than a sliver is all that is between them there.
    """
    edges = sorted({place for row in rows for cell in row for place in (cell.begin, cell.end)})
    if measured and (not edges or edges[-1] - edges[0] < _LEAST_TOTAL):
        measured = False
    # a row that is empty shows nothing: its borders may stand wherever they like
    filled = [row for row in rows if any(cell.filled for cell in row)]
    rows_of, room, slivers = _note_edges(filled, sliver=SLIVER if measured else 0.0)
    home = {edge: [edge] for edge in edges}
    pairs = [(right - left, left, right) for left, right in pairwise(edges)]
    if measured:
        pairs.sort()  # the nearest first
    else:
        # those that most rows have: a row that lacks one of them is more likely off there than
        # beside a border that few have
        pairs.sort(key=lambda pair: -len(rows_of[pair[1]]) - len(rows_of[pair[2]]))
    for gap, left, right in pairs:
        low, high = home[left], home[right]
        told_apart = any(
            (at, one, other) not in slivers
            for one, other in product(low, high)
            for at in rows_of[one] & rows_of[other]
        )
        if told_apart:
            continue
        # of all that would be one, so that near ones do not add up to a column
        reach = high[-1] - low[0] if measured else gap
        beside = min((room[edge] for edge in (*low, *high) if edge in room), default=0.0)
        most = max(SLIVER, _NEAR * beside) if measured else 1
        if reach > most:
            continue
        low += high
        home.update(dict.fromkeys(high, low))
    numbers: dict[float, int] = {}
    count = -1
    last: list[float] | None = None
    for edge in edges:
        if home[edge] is not last:
            count, last = count + 1, home[edge]
        numbers[edge] = count
    return numbers


def _note_edges(
    rows: Sequence[Sequence[Stretch]], *, sliver: float
) -> tuple[dict[float, set[int]], dict[float, float], set[tuple[int, float, float]]]:
    """The rows that have each border, none for others; the width of the narrowest filled cell
    beside every border that has one; and the empty cells that are slivers.

    A border that only empty cells have, as where a cell goes on from the row above, limits nothing.
    """
    rows_of: dict[float, set[int]] = defaultdict(set)
    room: dict[float, float] = {}
    slivers: set[tuple[int, float, float]] = set()
    for at, row in enumerate(rows):
        for begin, end, filled in row:
            for edge in (begin, end):
                rows_of[edge].add(at)
                if filled:
                    room[edge] = min(room.get(edge, end - begin), end - begin)
            if not filled and end - begin <= sliver:
                slivers.add((at, begin, end))
    return rows_of, room, slivers


Span = tuple[int, int, float]
"""The first column that a cell takes, the one after its last, and the width that it claims."""


def find_edge_places(spans: Iterable[Span], width: int) -> list[float] | None:
    """Where the `width` + 1 borders of a grid are, by the widths of cells that span columns.

    None where a border stays unknown, or where the widths contradict each other.
    """
    # cells of one column first: they tell a width by themselves
    every = sorted(set(spans), key=lambda span: (span[1] - span[0], span))
    places: list[float | None] = [0.0, *[None] * width]
    rest = every
    for _ in range(_ROUNDS):
        before, rest = len(rest), [span for span in rest if not _settle_edge(span, places)]
        if not rest or len(rest) == before:
            break
    sure = [place for place in places if place is not None]
    if len(sure) <= width or not all(a < b for a, b in pairwise(sure)):
        return None
    agree = all(
        abs(sure[end] - sure[begin] - size) <= _CONTRADICTS * max(size, SLIVER)
        for begin, end, size in every
    )
    return sure if agree else None


def _settle_edge(span: Span, places: list[float | None]) -> bool:
    """Set a border that follows from the other side of a cell; whether both are known now."""
    begin, end, size = span
    low, high = places[begin], places[end]
    if low is not None and high is None:
        places[end] = low + size
    elif low is None and high is not None:
        places[begin] = high - size
    return low is not None or high is not None
