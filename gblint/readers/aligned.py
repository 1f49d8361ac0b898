"""Tables whose columns stand under one another, as `pdftotext -layout` prints them.

Two spaces or more part the cells. Only tables of figures are read: they show where the columns
are. A text under a label goes on in that label.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from gblint.readers.columns import padded, plain
from gblint.readers.grid_rows import is_figure
from gblint.readers.lines import Line, Rows, ends_sentence, is_heading, is_item

_FIELD = re.compile(r"\S+(?: \S+)*")
_GAP = re.compile(r"\S {2,}\S")
_LEAST_FIGURES = 3
"""Figures at the end of a row that show columns; fewer are met in prose."""

_REACH = 12
"""Lines from one row of figures to the next at most."""


class Field(NamedTuple):
    """A piece of a line between gaps, with the columns that it takes, from and to."""

    text: str
    begin: int
    end: int

    @property
    def middle(self) -> float:
        return (self.begin + self.end) / 2


def fields(text: str) -> list[Field]:
    """The pieces of a line."""
    wide = padded(text.replace("\u3000", "  ").expandtabs())
    return [Field(plain(m[0]), m.start(), m.end()) for m in _FIELD.finditer(wide)]


def begins_aligned(lines: Sequence[Line], at: int) -> bool:
    """Whether a table begins at a line: it has gaps, and rows of figures follow."""
    text = lines[at].text
    if _GAP.search(text) is None or ends_sentence(text):
        return False
    return _next_row(lines, at) is not None


def _next_row(lines: Sequence[Line], at: int) -> int | None:
    """The next row of figures from a line on, with nothing but parts of a table before it."""
    for look in range(at, min(at + _REACH, len(lines))):
        pieces = fields(lines[look].text)
        if _figures(pieces) >= _LEAST_FIGURES:
            return look
        if len(pieces) == 1 and (is_heading(pieces[0].text) or ends_sentence(pieces[0].text)):
            return None
    return None


def _figures(pieces: Sequence[Field]) -> int:
    """How many figures a line ends in."""
    count = 0
    for piece in reversed(pieces):
        if not is_figure(piece.text):
            break
        count += 1
    return count


def read_aligned(lines: Sequence[Line], start: int) -> tuple[Rows, int]:
    """The rows of the table that begins at a line, and the number of the line after it."""
    figures: list[int] = []
    row = _next_row(lines, start)
    while row is not None:
        figures.append(row)
        row = _next_row(lines, row + 1)
    end = figures[-1] + 1
    while end < len(lines) and _goes_on(lines[end], lines[end - 1]):
        end += 1
    table = _Aligned([fields(lines[at].text) for at in figures])
    for at in range(start, end):
        if not lines[at].blank:
            table.add(lines[at], is_row=at in figures)
    return table.rows(), end


def _goes_on(line: Line, before: Line) -> bool:
    """Whether the line after the last row goes on in its label."""
    if line.blank or is_heading(line.text) or is_item(line.text) or ends_sentence(line.text):
        return False
    return line.text.startswith("  ") and len(line.text.strip()) < len(before.text.strip())


class _Aligned:
    """A table under construction; `middles` are those of its columns of figures."""

    def __init__(self, rows: Sequence[list[Field]]) -> None:
        counts = Counter(map(_figures, rows))
        values = max(counts, key=lambda count: (counts[count], count))
        exact = [pieces[-values:] for pieces in rows if _figures(pieces) == values]
        self._middles = [
            sum(pieces[at].middle for pieces in exact) / len(exact) for at in range(values)
        ]
        gaps = [b - a for a, b in zip(self._middles, self._middles[1:], strict=False)]
        self._left = self._middles[0] - min(gaps) / 2
        self._rows: list[tuple[list[str], list[str], Line]] = []
        self._waiting: list[str] = []
        self._seen_row = False

    def add(self, line: Line, *, is_row: bool) -> None:
        """Adds a line: a row of figures, a row of headings, or a part of a label."""
        pieces = fields(line.text)
        labels = [piece.text for piece in pieces if piece.middle < self._left]
        values = [""] * len(self._middles)
        for piece in pieces[len(labels) :]:
            at = min(range(len(values)), key=lambda i: abs(self._middles[i] - piece.middle))
            values[at] = f"{values[at]}\n{piece.text}" if values[at] else piece.text
        if self._seen_row and len(labels) == len(pieces):
            self._label_part(labels)
            return
        if is_row:
            if self._waiting:
                labels = [*self._waiting[:-1], "\n".join(self._waiting[-1:] + labels)]
                self._waiting = []
            self._seen_row = True
        self._rows.append((labels, values, line))

    def _label_part(self, labels: list[str]) -> None:
        """A line of labels only: of the row to come if it begins an item, else of the last."""
        if self._waiting or is_item(labels[0]) or not self._rows[-1][0]:
            self._waiting += labels
        else:
            self._rows[-1][0][-1] += "\n" + labels[-1]

    def rows(self) -> Rows:
        """All rows with all columns; the last label of a row stands next to its figures."""
        if self._waiting and self._rows:
            self._rows[-1][0].extend(self._waiting)
        wide = max(len(labels) for labels, _, _ in self._rows)
        return [
            ([""] * (wide - len(labels)) + labels + values, line.anchor())
            for labels, values, line in self._rows
        ]
