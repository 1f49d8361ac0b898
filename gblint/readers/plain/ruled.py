"""Tables under rules of dashes, as pandoc writes them: `simple` and `multiline` ones.

---------- -------
规章         3

---------- -------
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gblint.document import Anchor
from gblint.readers.lines import Line, Rows
from gblint.readers.plain.grid_rows import is_blank
from gblint.text.width import cut

_GROUPS = re.compile(r"\s*-{2,}(?: +-{2,})+\s*$")
_FULL = re.compile(r"\s*-{6,}\s*$")
_DASHES = re.compile(r"-+")
_WIDE_SPACE = "\u3000"
_MOST_HEADINGS = 60
"""Lines of headings between the upper rule and the one that shows the columns."""


def read_ruled(lines: Sequence[Line], start: int) -> tuple[Rows, int] | None:
    """The rows of the table that begins at a line, and the number of the line after it."""
    text = lines[start].text
    if _GROUPS.match(text):
        return _body(lines, start, start, [])
    if _FULL.match(text):
        groups = _groups_after(lines, start)
        if groups is None:
            return None
        return _body(lines, start, groups, lines[start + 1 : groups])
    if start + 1 < len(lines) and not lines[start].blank and _GROUPS.match(lines[start + 1].text):
        return _body(lines, start, start + 1, lines[start : start + 1])
    return None


def _groups_after(lines: Sequence[Line], start: int) -> int | None:
    """The rule that shows the columns, under the headings below a full rule."""
    for at in range(start + 1, min(start + _MOST_HEADINGS, len(lines))):
        if _GROUPS.match(lines[at].text):
            return at
        if _FULL.match(lines[at].text):
            return None
    return None


def _body(
    lines: Sequence[Line], start: int, rule: int, head: Sequence[Line]
) -> tuple[Rows, int] | None:
    """The rows under the rule that shows the columns, with the headings above it."""
    starts = [match.start() for match in _DASHES.finditer(lines[rule].text)]
    end = rule + 1
    simple = bool(head) and start + 1 == rule and not _FULL.match(lines[start].text)
    while end < len(lines) and not (_GROUPS.match(lines[end].text) or _FULL.match(lines[end].text)):
        if simple and lines[end].blank:
            break
        end += 1
    if end == len(lines) and not simple:
        return None
    rows = _rows(head, starts, joined=True)
    inside = lines[rule + 1 : end]
    body = _rows(inside, starts, joined=any(line.blank for line in inside))
    if not body:
        return None
    return rows + body, end if end < len(lines) and lines[end].blank else end + 1


def _rows(lines: Sequence[Line], starts: list[int], *, joined: bool) -> Rows:
    """Rows of lines; `joined` where a row may take several and a blank line ends it.

    A row of empty cells is a line of spaces only, which keeps its place between two blank ones;
    a wide space is what is written in a cell.
    """
    rows: list[tuple[list[list[str]], Anchor]] = []
    fresh = True
    for line in lines:
        if line.blank and not (joined and line.text and (fresh or _WIDE_SPACE in line.text)):
            fresh = True
            continue
        cells = [cell.removesuffix("\\") for cell in cut(line.text, starts)]
        if joined and not fresh:
            for upper, cell in zip(rows[-1][0], cells, strict=True):
                upper.append(cell)
        else:
            rows.append(([[cell] for cell in cells], line.anchor()))
        fresh = False
    whole = [(["\n".join(filter(None, cell)) for cell in cells], anchor) for cells, anchor in rows]
    return whole if any(not all(map(is_blank, cells)) for cells, _ in whole) else []
