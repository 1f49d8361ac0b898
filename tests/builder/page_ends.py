"""What the end of a page does to a table: a page number in it, labels in two pieces, two tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from tests.builder.boxes import Box, Grid
from tests.builder.report_plan import Page

PAGE_NUMBER = "— 7 —"


def paged(grid: Grid, page: Page, *, seed: int) -> list[Grid]:
    """The grid with the end of a page somewhere between two rows of figures."""
    if page == "none":
        return [grid]
    head = min(box.row for box in grid.boxes if box.figure)
    if grid.height - head < 2:
        return [grid]
    at = Random(seed).randrange(head + 1, grid.height)
    boxes = [part for box in grid.boxes for part in _cut(box, at)]
    if page == "number":
        below = [_down(box, 1) if box.row >= at else box for box in boxes]
        number = Box(at, 0, 1, grid.width, PAGE_NUMBER)
        return [Grid((*below, number), grid.height + 1, grid.width)]
    top = tuple(box for box in boxes if box.row < at)
    header = tuple(box for box in top if box.row < head) if page == "headed" else ()
    skipped = at - head if header else at
    rest = tuple(_down(box, -skipped) for box in boxes if box.row >= at)
    return [
        Grid(top, at, grid.width),
        Grid((*header, *rest), grid.height - skipped, grid.width),
    ]


def _cut(box: Box, at: int) -> Iterator[Box]:
    """The box, or two with half of its text each where the page ends within it."""
    end = box.row + box.row_span
    if not box.row < at < end:
        yield box
        return
    half = (len(box.text) + 1) // 2
    yield replace(box, row_span=at - box.row, text=box.text[:half])
    yield replace(box, row=at, row_span=end - at, text=box.text[half:])


def _down(box: Box, rows: int) -> Box:
    return replace(box, row=box.row + rows)
