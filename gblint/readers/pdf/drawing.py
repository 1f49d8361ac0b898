"""What is drawn on a page: rulings, filled areas, pictures, and what text is clipped to.

A page has coordinates of its own, which go upwards from wherever the file says; those of the page
as it is shown (`View`) go downwards from its upper left corner, after the page is turned. `Drawing`
reads the first, and puts them into the second once it is known how text stands on the page.

And the boxes of cells that rulings enclose, table by table (`find_cell_boxes`). Rulings that nearly
meet are taken to meet: programs draw each cell's sides by themselves, in pieces, double, dashed, or
not at all at the cut of a page.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, repeat
from typing import Any, NamedTuple

from gblint.readers.pdf import pdfium
from gblint.readers.pdf.page import Box, Ruling
from gblint.readers.refusals import check_count, get_limits, over_limit_error
from gblint.readers.texts import group_runs

Matrix = tuple[float, float, float, float, float, float]

SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class View:
    """The way from the page's own coordinates (upwards) to those of the page as it is shown."""

    def __init__(self, left: float, bottom: float, right: float, top: float, quarters: int) -> None:
        self._sides = left, bottom, right, top
        self.quarters = quarters % 4
        wide, high = right - left, top - bottom
        self.width, self.height = (high, wide) if quarters % 2 else (wide, high)

    def place(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self._sides
        if self.quarters == 0:
            return x - left, top - y
        if self.quarters == 1:
            return y - bottom, x - left
        if self.quarters == 2:
            return right - x, y - bottom
        return top - y, right - x

    def place_box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        (x0, y0), (x1, y1) = self.place(x0, y0), self.place(x1, y1)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def turn(self, quarters: int) -> View:
        return View(*self._sides, self.quarters + quarters)


def surround(points: Sequence[tuple[float, float]], matrix: Matrix) -> Box:
    if matrix is not SAME:
        a, b, c, d, e, f = matrix
        points = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def intersect(box: Box, other: Box) -> Box:
    x0, top, x1, bottom = other
    return max(box[0], x0), max(box[1], top), min(box[2], x1), min(box[3], bottom)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    if then is SAME:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    x, y = e * g + f * i + k, e * h + f * j + m
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, x, y


_OUTLINED = 1
"""The mode that paints the outlines of glyphs alone."""

_THIN = 3.0
"""Points up to which a filled rectangle is a ruling, not an area."""

_STRAIGHT = 0.5
"""Points by which a line across or down may slant."""

_LEAST_PICTURE = 40.0
"""Points that both sides of a picture must have to be more than an ornament."""

_MOST_NESTED_FORMS = 16
_CLIPPING = 32
"""Points of a path that text is clipped to, up to which it is looked at."""

_BLANK_EMS = 0.25


class Drawing:
    """Paths, pictures and clipping of a page, in its own coordinates until it is turned."""

    def __init__(self, page: int) -> None:
        self.rulings: list[Ruling] = []
        self.areas: list[Box] = []
        self.pictures: list[Box] = []
        self.clips: dict[int, Box] = {}
        self.texts: dict[int, Matrix] = {}
        self._lines: list[Box] = []
        self._most = get_limits().cells
        self._floats = array("f", bytes(24))
        self._at, _ = self._floats.buffer_info()
        self._numbers = array("I", bytes(16))
        self._numbers_at, _ = self._numbers.buffer_info()
        colour = range(self._numbers_at, self._numbers_at + 16, 4)
        self._colour_at = tuple(map(pdfium.prepare_address, colour))
        self._point_at = tuple(map(pdfium.prepare_address, (self._at, self._at + 4)))
        count = pdfium.count_objects(page)
        self._walk([*map(pdfium.find_object, repeat(page, count), range(count))], SAME, None, 0)

    def turn(self, view: View) -> None:
        """Put all into the coordinates of the page as it is shown."""
        self.rulings = [_find_middle_line(view.place_box(*box)) for box in self._lines]
        self.areas = [view.place_box(*box) for box in self.areas]
        boxes = [view.place_box(*box) for box in self.pictures]
        self.pictures = [
            box for box in boxes if min(box[2] - box[0], box[3] - box[1]) >= _LEAST_PICTURE
        ]

    def _walk(self, objects: Sequence[int], matrix: Matrix, clip: Box | None, depth: int) -> None:
        kinds = [*map(pdfium.find_type, objects)]
        texts = [handle for handle, kind in zip(objects, kinds, strict=True) if kind == pdfium.TEXT]
        self._read_clips(texts, matrix, clip)
        for handle, kind in zip(objects, kinds, strict=True):
            if kind == pdfium.PATH:
                self._read_path(handle, matrix)
            elif kind == pdfium.IMAGE:
                box = self._find_bounds(handle, matrix)
                if box is not None:
                    self.pictures.append(box)
            elif kind == pdfium.FORM and depth < _MOST_NESTED_FORMS:
                count = max(pdfium.count_form_objects(handle), 0)
                inside = [*map(pdfium.find_form_object, repeat(handle, count), range(count))]
                own = self._find_clip(handle, matrix, clip)
                self._walk(inside, multiply(self._find_matrix(handle), matrix), own, depth + 1)

    def _read_clips(self, texts: Sequence[int], matrix: Matrix, outer: Box | None) -> None:
        """Note text objects, and what is seen of those that are clipped."""
        self.texts.update(zip(texts, repeat(matrix), strict=False))
        counts = map(pdfium.count_clip_paths, map(pdfium.find_clip, texts))
        for handle, count in zip(texts, counts, strict=True):
            if count > 0 or outer is not None:
                own = self._find_clip(handle, matrix, outer)
                if own is not None:
                    self.clips[handle] = own

    def _find_matrix(self, handle: int) -> Matrix:
        if not pdfium.find_matrix(handle, self._at):
            return SAME
        a, b, c, d, e, f = self._floats
        return a, b, c, d, e, f

    def _find_bounds(self, handle: int, matrix: Matrix) -> Box | None:
        at = self._at
        if not pdfium.find_bounds(handle, at, at + 4, at + 8, at + 12):
            return None
        x0, y0, x1, y1, *_ = self._floats
        if matrix is SAME:
            return x0, y0, x1, y1
        return surround([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], matrix)

    def _is_white(self, handle: int, *, stroke: bool) -> bool:
        """Whether a colour is white, or lets all through; a pattern is none."""
        find = pdfium.find_stroke_color if stroke else pdfium.find_fill_color
        if not find(pdfium.prepare_address(handle), *self._colour_at):
            return False
        return _lets_all_through(*self._numbers)

    def find_blank(self, handle: int) -> Box | None:
        """The box of a text object that pdfium reads nothing from, where that is for its blanks:
        nothing of it is painted.
        """
        outer = self.texts[handle]
        bounds = self._find_bounds(handle, outer)
        if bounds is None or bounds[0] != bounds[2] or not pdfium.find_text_size(handle, self._at):
            return None
        size = self._floats[0]
        _, _, _, d, x, y = multiply(self._find_matrix(handle), outer)
        low, high = sorted((y, y + d * size))
        return x, low, x + _BLANK_EMS * (high - low), high

    def find_white_texts(
        self,
        objects: Sequence[int],
        prepared: Sequence[Any],
        modes: Sequence[int],
        room: pdfium.Room,
    ) -> list[bool]:
        """Which text objects are painted white, or not at all. `prepared` are the same objects."""
        count = len(objects)
        room.widen(4 * count)
        parts = [room.places[at : 4 * count : 4] for at in range(4)]
        have_colour = [*map(pdfium.find_fill_color, prepared, *parts)]
        numbers = room.list_numbers(4 * count)
        colours = (numbers[at::4] for at in range(4))
        return [
            self._is_white(handle, stroke=True)
            if mode % 4 == _OUTLINED
            else bool(found) and _lets_all_through(red, green, blue, alpha)
            for handle, mode, found, red, green, blue, alpha in zip(
                objects, modes, have_colour, *colours, strict=True
            )
        ]

    def _find_clip(self, handle: int, matrix: Matrix, outer: Box | None) -> Box | None:
        """The box that is seen of an object, None for all of it."""
        clip = pdfium.find_clip(handle)
        found = outer
        for path in range(pdfium.count_clip_paths(clip) if clip else 0):
            count = pdfium.count_clip_segments(clip, path)
            if not 3 <= count <= _CLIPPING:
                continue
            segments = (pdfium.find_clip_segment(clip, path, at) for at in range(count))
            box = surround([self._find_point(segment) for segment in segments], matrix)
            found = box if found is None else intersect(found, box)
        return found

    def _find_point(self, segment: int) -> tuple[float, float]:
        pdfium.find_point(segment, *self._point_at)
        x, y, *_ = self._floats
        return x, y

    def _read_path(self, path: int, matrix: Matrix) -> None:
        """The rulings that a path draws; a filled area is kept for what stands on it."""
        pdfium.find_draw_mode(path, self._numbers_at, self._numbers_at + 4)
        fill, stroke, *_ = self._numbers
        # most that are filled are one rectangle
        if stroke or (fill and pdfium.count_segments(path) > 5):
            self._read_parts(path, matrix, filled=bool(fill), stroked=bool(stroke))
        elif fill and (box := self._find_bounds(path, matrix)) is not None:
            self._add_filled(path, box)

    def _read_parts(self, path: int, matrix: Matrix, *, filled: bool, stroked: bool) -> None:
        whole = multiply(self._find_matrix(path), matrix)
        white = self._is_white(path, stroke=True) if stroked else True
        for points, curved in self._divide(path, whole, closed=filled):
            box = surround(points, SAME)
            if min(box[2] - box[0], box[3] - box[1]) <= _THIN and stroked:
                if not white:  # on white paper it is none
                    self._add_line(box)
                continue
            if filled:
                self._add_filled(path, box)
            if stroked and not white and not curved:
                for (x0, y0), (x1, y1) in pairwise(points):
                    if min(abs(x1 - x0), abs(y1 - y0)) <= _STRAIGHT:
                        self._add_line((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _add_filled(self, path: int, box: Box) -> None:
        if self._is_white(path, stroke=False):
            return
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            self._add_line(box)
        else:
            self.areas.append(box)

    def _add_line(self, box: Box) -> None:
        self._lines.append(box)
        if len(self._lines) > self._most:
            raise over_limit_error("表格线条过多", "too many rulings", setting="cells")

    def _divide(
        self, path: int, matrix: Matrix, *, closed: bool
    ) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        """The points of each part of a path, and whether it has curves."""
        a, b, c, d, e, f = matrix
        points: list[tuple[float, float]] = []
        curved = False
        for at in range(pdfium.count_segments(path)):
            segment = pdfium.find_segment(path, at)
            kind = pdfium.find_segment_type(segment)
            if kind == pdfium.MOVE:
                if len(points) > 1:
                    yield (points + points[:1] if closed else points), curved
                points, curved = [], False
            curved = curved or kind == pdfium.CURVE
            x, y = self._find_point(segment)
            points.append((a * x + c * y + e, b * x + d * y + f))
            if pdfium.is_closing(segment):
                points.append(points[0])
        if len(points) > 1:
            yield (points + points[:1] if closed else points), curved


def _find_middle_line(box: Box) -> Ruling:
    x0, top, x1, bottom = box
    if x1 - x0 >= bottom - top:
        y = (top + bottom) / 2
        return Ruling(x0, y, x1, y)
    x = (x0 + x1) / 2
    return Ruling(x, top, x, bottom)


def _lets_all_through(red: int, green: int, blue: int, alpha: int) -> bool:
    """Whether a colour is white or cannot be seen."""
    return not alpha or red + green + blue >= 3 * 255


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
    down, across = map(sorted, _merge_edges(rulings))
    # sides that are not drawn: the cut of a page, a table open left and right
    sides = _close_ends(across, down)
    corners = _find_corners(down + sides, across + _close_ends(down, across))
    check_count(len(corners), "cells")
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
        if max(x1 - x0, bottom - top) <= _NEAR:  # it may be of either, and counts as both
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
        beside = [
            other.at for other, its in zip(edges, ends, strict=True) if abs(its - side) <= _NEAR
        ]
        before = max((place for place in beside if place < at - _NEAR), default=None)
        after = min((place for place in beside if place > at + _NEAR), default=None)
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
    for x, y in corners:
        right = rows[y][bisect_right(rows[y], x) :]
        below = columns[x][bisect_right(columns[x], y) :]
        box = _find_box(corners, (x, y), right, below)
        if box is not None:
            found.append(box)
    return found


def _find_box(
    corners: dict[Point, _Corner], place: Point, right: Sequence[float], below: Sequence[float]
) -> Box | None:
    """The smallest box with its upper left corner there; None where there is none."""
    x, y = place
    down, across = corners[place]
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
    found = [table for table in tables.values() if len(table) > 1]  # one box is a frame
    return sorted(found, key=lambda table: min((box[1], box[0]) for box in table))
