"""A page of the text format: the lines that were not taken yet, and how lines are made."""

from __future__ import annotations

from gblint.findings import Say, Severity
from gblint.results import WriterOptions
from gblint.writers.layout import Layout, Style, clean, in_gbk, paint
from gblint.writers.words import SEVERITY, told

_NARROWEST = 40
_WIDEST = 120
"""Columns; lines longer than this are hard to read, however wide the terminal."""


class Page:
    """Lines within `width` columns. `gutter` is the room of the severity words at the left."""

    def __init__(self, options: WriterOptions) -> None:
        self.options = options
        self.lang = options.lang
        self.layout = Layout(wide_marks=not options.unicode)
        self.width = max(_NARROWEST, min(options.width, _WIDEST))
        words = [told(word, self.lang) for word in SEVERITY.values()]
        self.gutter = max(map(self.layout.cells, words)) + 1
        self._lines: list[str] = []
        self._last = ""

    def told(self, say: Say) -> str:
        return self._shown(told(say, self.lang))

    def _shown(self, text: str) -> str:
        """A text as the output has it, before it is measured."""
        return text if self.options.unicode else in_gbk(text)

    def paint(self, text: str, style: Style) -> str:
        return paint(text, style, color=self.options.color)

    def severity(self, severity: Severity) -> str:
        """The word of a severity, painted and as wide as the gutter."""
        word = self.told(SEVERITY[severity])
        return self.paint(word, severity) + " " * (self.gutter - self.layout.cells(word))

    def line(self, text: str) -> None:
        """One line, whatever is in the text."""
        text = text.replace("\n", " ")
        self._lines.append(text)
        self._last = text

    def gap(self) -> None:
        """A blank line, but none at the top and never two."""
        if self._last:
            self.line("")

    def rule(self) -> None:
        """A line across the page."""
        sign = self.mark("─", "-")
        self.line(self.paint(sign * self.width, "faint"))

    def hang(self, text: str, *, head: str, indent: int, style: Style | None = None) -> None:
        """A wrapped text. Its first line stands behind `head`, which fills the indent."""
        text = self._shown(text if text.isprintable() else clean(text))
        for number, line in enumerate(self.layout.wrap(text, self.width - indent)):
            before = " " * indent if number else head
            self.line(before + (self.paint(line, style) if style else line))

    def mark(self, mark: str, plain: str) -> str:
        """A sign, or what stands for it where the output has only the characters of GBK."""
        return mark if self.options.unicode else plain

    def taken(self) -> str:
        """The lines since it was last asked. A blank one at the end waits for what follows."""
        lines = self._lines
        self._lines = [lines.pop()] if lines and not lines[-1] else []
        return self._shown("".join(line + "\n" for line in lines))
