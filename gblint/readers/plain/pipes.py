"""Tables drawn with pipes: `| a | b |`, as in Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gblint.readers.limits import in_force
from gblint.readers.lines import Line, Rows
from gblint.readers.plain.grid_rows import has_figures, is_blank, is_figure
from gblint.readers.plain.marks import unescaped

_DASHES = r"\s*+(?::?-{2,}+:?|:-:?|-:)\s*+"
_RULE = re.compile(rf"\s*+\|?{_DASHES}(?:[|+]{_DASHES})*+\|?\s*+$")
_SPLIT = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def begins_pipes(lines: Sequence[Line], at: int) -> bool:
    """Whether a table with pipes begins at a line."""
    text = lines[at].text.strip()
    if "|" not in text or text.startswith("+"):
        return False
    if text.startswith("|"):
        return len(_SPLIT.findall(text)) > 1
    return at + 1 < len(lines) and _is_rule(lines[at + 1].text)


def _is_rule(text: str) -> bool:
    return "|" in text and _RULE.match(text) is not None


def read_pipes(lines: Sequence[Line], start: int) -> tuple[Rows, int]:
    """The rows of the table that begins at a line, and the number of the line after it.

    One blank line inside is passed over, unless a table of its own begins after it.
    """
    rows: Rows = []
    at = start
    while at < len(lines):
        line = lines[at]
        if line.blank:
            after = at + 1
            own = after + 1 < len(lines) and _is_rule(lines[after + 1].text)
            if after < len(lines) and lines[after].text.strip().startswith("|") and not own:
                at = after
                continue
            break
        if "|" not in line.text:
            break
        if not _is_rule(line.text):
            rows.append((_cells(line.text), line.anchor()))
        elif len(rows) == 1 and all(map(is_blank, rows[0][0])):
            rows.clear()  # Markdown asks for headings; a table without has empty ones
        at += 1
    filled = _restored([cells for cells, _ in rows])
    return [(cells, row[1]) for cells, row in zip(filled, rows, strict=True)], at


def _cells(text: str) -> list[str]:
    text = text.strip().removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [unescaped(_BREAK.sub("\n", cell)).strip() for cell in _SPLIT.split(text)]


# Converters from HTML to Markdown write a cell that is merged downwards once (markitdown), so that
# the rows below it are short by its columns; where these are is worked out.


class _Box(NamedTuple):
    """A cell at its columns; `reaches` says that it has come down from a row above."""

    column: int
    span: int
    reaches: bool = False

    @property
    def cost(self) -> int:
        """How unlikely the cell reaches down once more: one over several columns has parts."""
        return 0 if self.reaches else self.span**2


def _restored(rows: list[list[str]]) -> list[list[str]]:
    """The rows with an empty cell for each that is missing; as they are where that fails."""
    width = max(map(len, rows), default=0)
    short = [cells for cells in rows if len(cells) < width]
    if not short or len(rows[0]) < width or width > in_force().columns:
        return rows
    if any(is_blank(cells[0]) for cells in rows if cells):
        return rows  # an empty cell at the left is what goes on from above
    found: list[list[str]] = []
    above: list[_Box] = []
    for cells in rows:
        down = _down(above, width - len(cells), left=has_figures(cells))
        if down is None:
            return rows
        columns = {box.column + more for box in down for more in range(box.span)}
        given = iter(cells)
        found.append(["" if column in columns else next(given) for column in range(width)])
        above = sorted([*(box._replace(reaches=True) for box in down), *_boxes(found[-1], columns)])
    return found


def _down(above: list[_Box], missing: int, *, left: bool) -> list[_Box] | None:
    """The cells above that make up the missing columns; in a row of figures they are leftmost."""
    if left:
        down = []
        for box in above:
            if missing <= 0:
                break
            down.append(box)
            missing -= box.span
        return None if missing else down
    best: dict[int, tuple[int, list[_Box]]] = {0: (0, [])}
    for box in above:
        for total, (cost, chosen) in list(best.items()):
            new = total + box.span
            if new <= missing and (new not in best or cost + box.cost < best[new][0]):
                best[new] = cost + box.cost, [*chosen, box]
    return best[missing][1] if missing in best else None


def _boxes(cells: list[str], taken: set[int]) -> list[_Box]:
    """The cells of a row; a text reaches over the empty ones to its right, a figure does not."""
    boxes: list[_Box] = []
    for column, cell in enumerate(cells):
        if column in taken:
            continue
        last = boxes[-1] if boxes else None
        joins = last is not None and last.column + last.span == column
        if is_blank(cell) and last is not None and joins and not is_figure(cells[last.column]):
            boxes[-1] = last._replace(span=last.span + 1)
        else:
            boxes.append(_Box(column, 1))
    return boxes
