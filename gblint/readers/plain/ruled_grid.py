"""Tables drawn with `+`, `-` and `|` all around, which show merged cells as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gblint.document import Cell, Table
from gblint.readers.limits import check_columns, check_places
from gblint.readers.lines import Line
from gblint.text.width import padded, plain

_EDGE = re.compile(r"\s*\+[-=:+]+\+\s*$")
_TRIED, _LEAST_TRIED = 50_000, 4
"""Lines that are looked at for the edges of one run, and the edges that always are."""

_RULE = frozenset("-=:+")
_WIDE_FIGURE = frozenset("０１２３４５６７８９，．")


def begins_grid(line: Line) -> bool:
    """Whether a line is the upper edge of a drawn table."""
    return _EDGE.match(line.text) is not None


def read_grid(lines: Sequence[Line], start: int) -> tuple[Table, int] | None:
    """The table that begins at a line, and the number of the line after it.

    None when its lines do not close around rectangles.
    """
    end = start
    while end < len(lines) and lines[end].text.lstrip()[:1] in ("+", "|"):
        end += 1
    if not _may_begin(lines, start, end):
        return None
    drawn = [padded(line.text.strip()) for line in lines[start:end]]
    longest = max(map(len, drawn))
    grid = _Drawing([line.ljust(longest) for line in drawn])
    if len(grid.rules) < 2 or len(grid.edges) < 2:
        return None
    cells = []
    for top, left, bottom, right in grid.rectangles():
        anchor = lines[start + grid.rules[top]].anchor()
        text = grid.text(top, left, bottom, right)
        cells.append(Cell(text, top, left, anchor, bottom - top, right - left))
    height, width = len(grid.rules) - 1, len(grid.edges) - 1
    if sum(cell.row_span * cell.column_span for cell in cells) != height * width:
        return None
    return Table(tuple(cells), height, width, lines[start].anchor()), end


def _may_begin(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether an edge with not too many before it, none of which began a table, is worth a look.

    Of a very long run of drawn lines only the first edges are.
    """
    left = max(_TRIED // (end - start), _LEAST_TRIED)
    for at in range(start - 1, -1, -1):
        if lines[at].text.lstrip()[:1] not in ("+", "|"):
            return True
        left -= begins_grid(lines[at])
        if not left:
            return False
    return True


class _Drawing:
    """The drawn lines. `rules` are the lines with corners, `edges` the columns of corners."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self.rules = [row for row, line in enumerate(lines) if _has_rule(line)]
        self.edges = sorted(
            {at for row in self.rules for at, sign in enumerate(lines[row]) if sign == "+"}
        )
        check_columns(len(self.edges))
        check_places(len(self.rules), len(self.edges))

    def rectangles(self) -> list[tuple[int, int, int, int]]:
        """The cells as top, left, bottom and right, in numbers of rules and edges."""
        found = []
        seen: set[tuple[int, int]] = set()
        for top in range(len(self.rules) - 1):
            for left in range(len(self.edges) - 1):
                if (top, left) in seen:
                    continue
                right = left + 1
                while right < len(self.edges) - 1 and not self._edge(top, right):
                    right += 1
                bottom = top + 1
                while bottom < len(self.rules) - 1 and not self._rule(bottom, left):
                    bottom += 1
                seen.update((r, c) for r in range(top, bottom) for c in range(left, right))
                found.append((top, left, bottom, right))
        return found

    def _edge(self, row: int, edge: int) -> bool:
        """Whether a row has a line at an edge."""
        first, after = self.rules[row] + 1, self.rules[row + 1]
        column = self.edges[edge]
        return all(self._lines[at][column] in "|+" for at in range(first, after))

    def _rule(self, rule: int, left: int) -> bool:
        """Whether there is a rule right of an edge."""
        begin, end = self.edges[left] + 1, self.edges[left + 1]
        return _RULE.issuperset(self._lines[self.rules[rule]][begin:end])

    def text(self, top: int, left: int, bottom: int, right: int) -> str:
        """What is written in a cell, its lines as lines."""
        begin, end = self.edges[left] + 1, self.edges[right]
        inside = self._lines[self.rules[top] + 1 : self.rules[bottom]]
        return _joined([plain(line[begin:end]).strip().removesuffix("\\") for line in inside])


def _has_rule(line: str) -> bool:
    """Whether a line has a rule, if only over some of its columns."""
    return "+-" in line or "+=" in line or "+:" in line


def _joined(parts: list[str]) -> str:
    """The lines of a cell as one text; a figure in wide digits may be broken between lines."""
    text = ""
    for part in filter(None, parts):
        if text and not (text[-1] in _WIDE_FIGURE and part[0] in _WIDE_FIGURE):
            text += "\n"
        text += part
    return text
