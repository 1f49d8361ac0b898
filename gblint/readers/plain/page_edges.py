"""What stands at the edges of pages in a text: page numbers, running heads and feet.

And the lines without them as they stand there, for what only the labels of a report can put
together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gblint.document import PositionedLine, PositionedPiece, Table
from gblint.readers.lines import Line, ends_sentence, is_figure, is_page_number
from gblint.readers.plain.aligned import split_at_gaps
from gblint.readers.plain.tables import Segment
from gblint.text.display import type_width

_BARE = re.compile(r"\s*\d+\s*$")
_LONGEST_LABEL = 40
"""Columns from which a line is prose, not the label of a figure below it."""


def drop_page_numbers(found: Sequence[Segment]) -> list[Segment]:
    """The segments without lines that are only a page number, where that cannot be a cell.

    What follows such a line begins a page.
    """
    kept: list[Segment] = []
    for at, segment in enumerate(found):
        if isinstance(segment, Table):
            kept.append(segment)
        else:
            kept.append(_drop_from_run(segment, ends=at == len(found) - 1))
    return kept


def _drop_from_run(lines: list[Line], *, ends: bool) -> list[Line]:
    """`ends` says that nothing follows these lines."""
    filled = [at for at, line in enumerate(lines) if not line.blank]
    numbers = {at for at in filled if is_page_number(lines[at].text)}
    if not numbers:
        return lines
    gone: set[int] = set()
    tops: set[int] = set()
    for before, at, after in zip([-1, *filled], filled, [*filled[1:], len(lines)], strict=False):
        if at not in numbers or before in numbers or after in numbers:
            continue
        if not _BARE.match(lines[at].text) or _at_page_end(lines, (before, at, after), ends=ends):
            gone.add(at)
            tops.add(after)
    return [
        line._replace(begins_page=True) if at in tops else line
        for at, line in enumerate(lines)
        if at not in gone
    ]


def _is_prose(text: str) -> bool:
    return ends_sentence(text) or type_width(text) > _LONGEST_LABEL


def _at_page_end(lines: list[Line], places: tuple[int, int, int], *, ends: bool) -> bool:
    """Whether a line stands at the end of the text or of a page, or apart by blank lines.

    `places` are the filled line before it, its own, and the filled line after it.
    """
    before, at, after = places
    if after == len(lines):
        return ends and before >= 0 and _is_prose(lines[before].text)
    if any(line.begins_page for line in lines[at + 1 : after + 1]):
        return True
    if any(is_figure(lines[beside].text) for beside in (before, after) if beside >= 0):
        return False  # a figure among figures, one cell a line
    return before >= 0 and max(at - before, after - at) > 2


_MOST = 20_000
"""Lines that a text with a report among them has at most."""


def collect_positioned_lines(lines: Sequence[Line]) -> Iterator[PositionedLine]:
    """The lines with text, without page numbers and what stands at the head or foot of pages.

    None of a text that is longer than any report.
    """
    if len(lines) > _MOST:
        return
    kept = [
        line
        for segment in drop_page_numbers([list(lines)])
        if isinstance(segment, list)
        for line in segment
        if not line.blank
    ]
    running = _find_running_heads(kept)
    for line in kept:
        if line.text.strip() not in running:
            pieces = tuple(PositionedPiece(*field) for field in split_at_gaps(line.text))
            yield PositionedLine(pieces, line.anchor())


def _find_running_heads(lines: Sequence[Line]) -> set[str]:
    """Texts that begin or end more than one page; figures alone are none."""
    ends: dict[int, list[Line]] = {}
    for line in lines:
        if line.page is not None:
            ends.setdefault(line.page, []).append(line)
    found: dict[str, set[int]] = {}
    for page, own in ends.items():
        for line in (own[0], own[-1]):
            text = line.text.strip()
            if len(split_at_gaps(text)) == 1 and not is_figure(text):
                found.setdefault(text, set()).add(page)
    return {text for text, pages in found.items() if len(pages) > 1}
