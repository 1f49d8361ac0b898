"""Places on a page: its own coordinates, and those of the page as it is shown.

Its own go upwards from wherever the file says; those of the page as it is shown go downwards from
its upper left corner, after the page is turned.
"""

from __future__ import annotations

from collections.abc import Sequence

from gblint.readers.pdf.page import Box

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

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        (x0, y0), (x1, y1) = self.place(x0, y0), self.place(x1, y1)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def turn(self, quarters: int) -> View:
        return View(*self._sides, self.quarters + quarters)


def find_corners(box: Box) -> list[tuple[float, float]]:
    x0, y0, x1, y1 = box
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def surround(points: Sequence[tuple[float, float]], matrix: Matrix) -> Box:
    if matrix is not SAME:
        a, b, c, d, e, f = matrix
        points = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def intersect(one: Box, other: Box) -> Box:
    x0, top, x1, bottom = other
    return max(one[0], x0), max(one[1], top), min(one[2], x1), min(one[3], bottom)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    if then is SAME:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    x, y = e * g + f * i + k, e * h + f * j + m
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, x, y
