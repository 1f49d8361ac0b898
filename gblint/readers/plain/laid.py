"""Lines as they stand on the page, for what only the report's labels can put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gblint.document import LaidLine, LaidPiece
from gblint.readers.lines import Line
from gblint.readers.plain.aligned import fields
from gblint.readers.plain.grid_rows import is_figure
from gblint.readers.plain.segments import without_page_numbers

_MOST = 20_000
"""Lines that a text with a report among them has at most."""


def laid(lines: Sequence[Line]) -> Iterator[LaidLine]:
    """The lines with text, without page numbers and what stands at the head or foot of pages.

    None of a text that is longer than any report.
    """
    if len(lines) > _MOST:
        return
    kept = [
        line
        for segment in without_page_numbers([list(lines)])
        if isinstance(segment, list)
        for line in segment
        if not line.blank
    ]
    running = _running(kept)
    for line in kept:
        if line.text.strip() not in running:
            pieces = tuple(LaidPiece(*field) for field in fields(line.text))
            yield LaidLine(pieces, line.anchor())


def _running(lines: Sequence[Line]) -> set[str]:
    """Texts that begin or end more than one page; figures alone are none."""
    ends: dict[int, list[Line]] = {}
    for line in lines:
        if line.page is not None:
            ends.setdefault(line.page, []).append(line)
    found: dict[str, set[int]] = {}
    for page, own in ends.items():
        for line in (own[0], own[-1]):
            text = line.text.strip()
            if len(fields(text)) == 1 and not is_figure(text):
                found.setdefault(text, set()).add(page)
    return {text for text, pages in found.items() if len(pages) > 1}
