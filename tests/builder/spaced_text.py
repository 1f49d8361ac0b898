"""A grid as a text that keeps the looks of the page: cells beside one another, wrapped, centred."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from tests.builder.boxes import Grid

_FIGURES = 8
"""Columns that figures need."""


@dataclass(frozen=True)
class Laid:
    """How a table looks. `label` and `head` are the characters of full width that fit into a
    column of labels and of figures; `gap` blanks stand between columns.
    """

    label: int = 8
    head: int = 4
    gap: int = 2
    middle: bool = True
    """Cells are centred from top to bottom, else they begin at the top."""


def laid_lines(grid: Grid, look: Laid) -> list[str]:
    """The lines of a table."""
    figured = {box.column for box in grid.boxes if box.figure}
    wide = [
        max(2 * look.head, _FIGURES) if column in figured else 2 * look.label
        for column in range(grid.width)
    ]
    lefts = [sum(wide[:at]) + at * look.gap for at in range(grid.width + 1)]
    texts = {
        id(box): _wrapped(
            box.text, lefts[box.column + box.column_span] - lefts[box.column] - look.gap
        )
        for box in grid.boxes
    }
    tops = _tops(grid, texts)
    canvas = [[" "] * lefts[-1] for _ in range(tops[-1])]
    for box in grid.boxes:
        own = texts[id(box)]
        room = tops[box.row + box.row_span] - tops[box.row]
        first = tops[box.row] + ((room - len(own)) // 2 if look.middle else 0)
        for at, text in enumerate(own):
            _write(canvas[first + at], lefts[box.column], text)
    return ["".join(line).replace("\0", "").rstrip() for line in canvas]


def _tops(grid: Grid, texts: dict[int, list[str]]) -> list[int]:
    """The line where each row begins, and the one after the last."""
    high = [1] * grid.height
    for box in sorted(grid.boxes, key=lambda one: one.row_span):
        rows = range(box.row, box.row + box.row_span)
        lack = len(texts[id(box)]) - sum(high[row] for row in rows)
        high[rows[-1]] += max(lack, 0)
    return [sum(high[:row]) for row in range(grid.height + 1)]


def _wrapped(text: str, room: int) -> list[str]:
    lines = [""]
    for char in text:
        if char == "\n" or _wide(lines[-1] + char) > room:
            lines.append("")
        lines[-1] += char.strip()
    return lines


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _write(line: list[str], at: int, text: str) -> None:
    for char in text:
        line[at] = char
        at += 1
        if _wide(char) == 2:
            line[at] = "\0"
            at += 1
