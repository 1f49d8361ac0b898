"""Paragraphs read once more, with the elements that their characters come from.

For those who write into a Word file: reading itself has no need of it.
"""

from __future__ import annotations

import msgspec

from gblint.readers.docx.inline import GBK_BLANK, Inline, Styles, read_properties
from gblint.readers.package import Element


class Piece(msgspec.Struct, frozen=True):
    """A part of a paragraph's text: what a w:t, a sign such as w:tab or an m:t says."""

    text: str
    source: Element


class _Said(str):
    """A part of a text that knows what says it."""

    source: Element


class TracedInline(Inline):
    """Reads paragraphs as the reader does. Fields that are open from one to the next are not
    known, which makes no difference to their text.
    """

    def __init__(self, styles: Styles) -> None:
        super().__init__(styles, hidden=True, raised=True)
        self._known = styles

    def trace(self, paragraph: Element) -> list[Piece]:
        """The pieces of a paragraph's text as it is read, breaks at its ends and all."""
        self.fields.clear()
        style = read_properties(paragraph, self._known, marks_go=True).style
        self.read(paragraph, style)
        parts = self._without_marks() if self._raised else self._parts
        return [Piece(str(one), one.source) for one in parts if isinstance(one, _Said)]

    def _say(self, text: str | None, source: Element) -> None:
        count = len(self._parts)
        super()._say(text, source)
        if len(self._parts) > count:
            said = _Said(self._parts[-1].replace(GBK_BLANK, "\u3000"))
            said.source = source
            self._parts[-1] = said
