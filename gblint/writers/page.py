"""Pages of text for a terminal: lines laid out by display width, wrapped, painted.

A Chinese character takes two columns, a Latin one takes one. Own code and no rich: a console of
rich costs more start-up time than a whole check, and its widths do not know the consoles in which
`“` and `…` take two columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Literal

from gblint.findings import Say, Severity
from gblint.results import WriterOptions
from gblint.text.display import char_width, clean
from gblint.writers.words import SEVERITY, to_one_line

Style = Literal["error", "warning", "note", "good", "bold", "faint"]

_SGR: dict[Style, str] = {
    "error": "1;38;5;160",
    "warning": "1;38;5;166",
    "note": "1;38;5;32",
    "good": "38;5;28",
    "bold": "1",
    "faint": "38;5;243",
}
"""Colours of the 256 whose brightness is in the middle: they read on black and on white alike."""

_OPENING = frozenset("（《〈「『【〔〖“‘([{")
_CLOSING = frozenset("，。、；：！？）》〉」』】〕〗”’…—％‰℃,.;:!?)]}%")
_MARKS = frozenset("“”‘’…—")
_UNITS = frozenset("年月日号条项件人次元万个字页行列处")
_FIRST_WIDE = "\u2e80"
"""From here on, nearly all that is printed takes two columns and needs no blank to break at."""

_GBK = str.maketrans({"›": ">", "✔": "√", "−": "-", "–": "-", "•": "·", "\xa0": " "})


def in_gbk(text: str) -> str:
    """Text with nothing in it that a console in code page 936 cannot show; numbers instead."""
    return text.translate(_GBK).encode("gbk", "backslashreplace").decode("gbk")


def paint(text: str, style: Style, *, color: bool) -> str:
    return f"\x1b[{_SGR[style]}m{text}\x1b[0m" if color and text else text


class Layout:
    """Widths in terminal columns. `wide_marks`: `“`, `…` and their like take two columns."""

    def __init__(self, *, wide_marks: bool = False) -> None:
        self._width = partial(char_width, ambiguous=2 if wide_marks else 1)
        self._wrapped = lru_cache(maxsize=512)(self._break_lines)

    def cells(self, text: str) -> int:
        if len(text) == 1:
            return self._width(text)
        return len(text) if text.isascii() else sum(map(self._width, text))

    def left(self, text: str, width: int) -> str:
        return text + " " * (width - self.cells(text))

    def right(self, text: str, width: int) -> str:
        return " " * (width - self.cells(text)) + text

    def cut(self, text: str, width: int) -> str:
        """The text, its end replaced by `…` where it is wider than that."""
        if self.cells(text) <= width:
            return text
        room = width - self.cells("…")
        for at, char in enumerate(text):
            room -= self._width(char)
            if room < 0:
                return text[:at] + "…"
        return text

    def wrap(self, text: str, width: int) -> list[str]:
        """Lines not wider than `width`, unless one word is.

        No line begins with closing punctuation or ends with opening punctuation. Many findings
        have the same basis, so the last texts are remembered.
        """
        return [*self._wrapped(text, width)]

    def _break_lines(self, text: str, width: int) -> list[str]:
        lines: list[str] = []
        line, used, gap = "", 0, ""
        for piece in _pieces(text):
            if piece.isspace():
                gap = " " if line else ""
                continue
            size = self.cells(piece)
            if line and used + len(gap) + size > width:
                lines.append(line)
                line, used, gap = "", 0, ""
            line, used, gap = line + gap + piece, used + len(gap) + size, ""
        return [*lines, line] if line or not lines else lines


def _pieces(text: str) -> Iterator[str]:
    """What lines are put together from: white space, Latin words, Chinese characters, all with
    the punctuation that may not end, or begin, a line.
    """
    start = 0
    for at in range(1, len(text)):
        if not _together(text[at - 1], text[at]) and not _follows_number(text, at):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _together(before: str, after: str) -> bool:
    """Whether no line may end between two characters."""
    if before.isspace() or after.isspace():
        return before.isspace() and after.isspace()
    if before in _OPENING or after in _CLOSING:
        return True
    if before.isdigit() and after in _UNITS:
        return True
    return before < _FIRST_WIDE and after < _FIRST_WIDE and not {before, after} & _MARKS


def _follows_number(text: str, at: int) -> bool:
    """Whether an item's number stands before (`1.属于国家秘密`)."""
    return at > 1 and text[at - 1] == "." and text[at - 2].isdigit() and text[at] >= _FIRST_WIDE


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
        words = [to_one_line(word, self.lang) for word in SEVERITY.values()]
        self.gutter = max(map(self.layout.cells, words)) + 1
        self._lines: list[str] = []
        self._last = ""

    def say(self, say: Say) -> str:
        return self._replace_signs(to_one_line(say, self.lang))

    def _replace_signs(self, text: str) -> str:
        """A text as the output has it, before it is measured."""
        return text if self.options.unicode else in_gbk(text)

    def paint(self, text: str, style: Style) -> str:
        return paint(text, style, color=self.options.color)

    def severity(self, severity: Severity) -> str:
        """The word of a severity, painted and as wide as the gutter."""
        word = self.say(SEVERITY[severity])
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
        text = self._replace_signs(text if text.isprintable() else clean(text))
        for number, line in enumerate(self.layout.wrap(text, self.width - indent)):
            before = " " * indent if number else head
            self.line(before + (self.paint(line, style) if style else line))

    def mark(self, mark: str, plain: str) -> str:
        """A sign, or what stands for it where the output has only the characters of GBK."""
        return mark if self.options.unicode else plain

    def take_lines(self) -> str:
        """The lines since it was last asked. A blank one at the end waits for what follows."""
        lines = self._lines
        self._lines = [lines.pop()] if lines and not lines[-1] else []
        return self._replace_signs("".join(line + "\n" for line in lines))
