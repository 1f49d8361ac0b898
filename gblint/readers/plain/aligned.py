"""Tables whose columns stand under one another, as `pdftotext -layout` prints them.

Two spaces or more part the cells. Only tables of figures are read: they show where the columns
are. A text under a label goes on in that label.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from gblint.readers.lines import Line, Rows, ends_sentence, is_figure, is_heading, is_item
from gblint.text.display import padded, plain
from gblint.text.folding import remembered

_FIELD = re.compile(r"\S+(?: \S+)*")
_NUMBER = re.compile(r"\s*\d{1,3}[.)]\s+(?=\S)")
"""The number of a Markdown list, whose gap parts no cells."""

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


@remembered(1024)
def split_at_gaps(text: str) -> tuple[Field, ...]:
    """The pieces of a line."""
    wide = padded(text.replace("\u3000", "  ").expandtabs())
    return tuple(Field(plain(m[0]), m.start(), m.end()) for m in _FIELD.finditer(wide))


def begins_aligned(lines: Sequence[Line], at: int) -> bool:
    """Whether a table begins at a line: it has gaps, and rows of figures follow."""
    number = _NUMBER.match(lines[at].text)
    text = lines[at].text[number.end() :] if number else lines[at].text
    if "  " not in text.strip() or ends_sentence(text):
        return False
    return _next_row(lines, at) is not None


def _next_row(lines: Sequence[Line], at: int) -> int | None:
    """The next row of figures from a line on, with nothing but parts of a table before it."""
    for look in range(at, min(at + _REACH, len(lines))):
        pieces = split_at_gaps(lines[look].text)
        if _count_figures(pieces) >= _LEAST_FIGURES:
            return look
        if len(pieces) == 1 and (is_heading(pieces[0].text) or ends_sentence(pieces[0].text)):
            return None
    return None


def _count_figures(pieces: Sequence[Field]) -> int:
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
    rows = set(figures)
    end = figures[-1] + 1
    while end < len(lines) and _goes_on(lines[end], lines[end - 1]):
        end += 1
    table = _Aligned([split_at_gaps(lines[at].text) for at in figures])
    for at in range(start, end):
        if not lines[at].blank:
            table.add(lines[at], is_row=at in rows)
    return table.rows(), end


def _goes_on(line: Line, before: Line) -> bool:
    """Whether the line after the last row goes on in its label."""
    if line.blank or is_heading(line.text) or is_item(line.text) or ends_sentence(line.text):
        return False
    return line.text.startswith("  ") and len(line.text.strip()) < len(before.text.strip())


class _Aligned:
    """A table under construction; `middles` are those of its columns of figures."""

    def __init__(self, rows: Sequence[Sequence[Field]]) -> None:
        counts = Counter(map(_count_figures, rows))
        values = max(counts, key=lambda count: (counts[count], count))
        exact = [pieces[-values:] for pieces in rows if _count_figures(pieces) == values]
        self._middles = [
            sum(pieces[at].middle for pieces in exact) / len(exact) for at in range(values)
        ]
        gaps = [b - a for a, b in zip(self._middles, self._middles[1:], strict=False)]
        self._left = self._middles[0] - min(gaps) / 2
        self._rows: list[tuple[list[Field], list[str], Line]] = []
        self._waiting: list[Field] = []
        self._seen_row = False

    def add(self, line: Line, *, is_row: bool) -> None:
        """Adds a line: a row of figures, a row of headings, or a part of a label."""
        pieces = split_at_gaps(line.text)
        heads = not (self._seen_row or is_row)
        labels = [p for p in pieces if (p.middle if heads else p.begin) < self._left]
        values: list[list[str]] = [[] for _ in self._middles]
        for piece in pieces[len(labels) :]:
            values[self._nearest(piece.middle)].append(piece.text)
        if len(labels) == len(pieces) and (self._seen_row or is_item(labels[0].text)):
            self._label_part(labels)
            return
        if is_row:
            labels = self._after_waiting(labels)
            self._seen_row = True
        self._rows.append((labels, ["\n".join(texts) for texts in values], line))

    def _nearest(self, middle: float) -> int:
        """The column whose middle is nearest to a place, the left one of two."""
        at = bisect_left(self._middles, middle)
        if at == len(self._middles):
            return at - 1
        before = at and middle - self._middles[at - 1] <= self._middles[at] - middle
        return at - 1 if before else at

    def _after_waiting(self, labels: list[Field]) -> list[Field]:
        """The labels of a row after the parts that came before it."""
        waiting, self._waiting = self._waiting, []
        if waiting and labels and not is_item(labels[0].text):
            whole = waiting[-1]._replace(text=f"{waiting[-1].text}\n{labels[0].text}")
            return [*waiting[:-1], whole, *labels[1:]]
        return [*waiting, *labels]

    def _label_part(self, labels: list[Field]) -> None:
        """A line of labels only: of the row to come if it begins an item, else of the last."""
        last = self._waiting or (self._rows[-1][0] if self._rows else [])
        if is_item(labels[0].text) or not last:
            self._waiting += labels
        else:
            last[-1] = last[-1]._replace(text=f"{last[-1].text}\n{labels[-1].text}")

    def rows(self) -> Rows:
        """All rows with all columns; a single label stands in the column where it begins."""
        if self._waiting:
            self._rows[-1][0].extend(self._waiting)
        wide = max(len(labels) for labels, _, _ in self._rows)
        full = [labels for labels, _, _ in self._rows if len(labels) == wide]
        begins = [sum(labels[at].begin for labels in full) / len(full) for at in range(wide)]
        found: Rows = []
        for labels, values, line in self._rows:
            room = range(wide - len(labels) + 1)
            lead = min(room, key=lambda at: abs(begins[at] - labels[0].begin)) if labels else 0
            texts = [piece.text for piece in labels]
            blank = [""] * (wide - lead - len(texts))
            found.append(([""] * lead + texts + blank + values, line.anchor()))
        return found
