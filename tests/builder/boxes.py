"""A table as a grid of boxes with spans."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A cell of a grid; `figure` tells a number from a label."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    figure: bool = False


@dataclass(frozen=True)
class Grid:
    boxes: tuple[Box, ...]
    height: int
    width: int
