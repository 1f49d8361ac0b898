"""A paragraph of prose as it is read, with the way back to what is written."""

from __future__ import annotations

import msgspec

from gblint.document import Anchor, Paragraph
from gblint.findings import TooMuch
from gblint.text import arabic_years, flatten

MOST_FIGURES = 10_000
"""Figures of a report's prose; each is set against all that stands around it."""


class FigureCount:
    """The figures that the prose of a report was found to have, whatever they are of."""

    def __init__(self) -> None:
        self.full = False
        self._count = 0

    def add(self, count: int) -> None:
        """Raises TooMuch for more than any report has; then `full` says so."""
        self._count += count
        if self._count > MOST_FIGURES:
            self.full = True
            raise TooMuch(
                f"正文说到的数量超过 {MOST_FIGURES} 处",
                f"prose states more than {MOST_FIGURES} numbers",
            )


class PlainParagraph:
    """A paragraph with its plain text, and the way back from there."""

    def __init__(self, paragraph: Paragraph, section: int | None) -> None:
        self._paragraph = paragraph
        self._shown = paragraph.shown
        self.section = section
        self.plain, self._offsets = plain(self._shown)

    def anchor(self, offset: int) -> Anchor:
        """The place of an offset of the plain text."""
        at = offset if self._offsets is None else self._offsets[min(offset, len(self._offsets) - 1)]
        column = self._paragraph.anchor.column + max(0, at - len(self._paragraph.number))
        return msgspec.structs.replace(self._paragraph.anchor, column=column)

    def quote_written(self, start: int, end: int) -> str:
        """A stretch of the plain text as it is written."""
        if self._offsets is None:
            return self._shown[start:end].strip()
        last = self._offsets[end - 1] if end <= len(self._offsets) else -1
        return self._shown[self._offsets[start] : last + 1].strip()


def plain(text: str) -> tuple[str, list[int] | None]:
    """The text as it is read, and for each character its offset as written."""
    flat = flatten(text)
    if len(flat) == len(text) and len(flat.split()) <= 1 and not flat[:1].isspace():
        return arabic_years(flat.rstrip()), None
    chars: list[str] = []
    offsets: list[int] = []
    for i, char in enumerate(text):
        for made in flatten(char):
            if not made.isspace():
                chars.append(made)
                offsets.append(i)
    return arabic_years("".join(chars)), offsets
