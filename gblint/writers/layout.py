"""Text laid out by display width: a Chinese character takes two columns, a Latin one takes one.

Own code and no rich: a console of rich costs more start-up time than a whole check, and its
widths do not know the consoles in which `“` and `…` take two columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Literal

from gblint.text.harmless import UNSEEN, encodable
from gblint.text.width import char_width

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


def clean(text: str) -> str:
    """Text for one line: white space made one blank, nothing in it that steers a terminal."""
    return " ".join(encodable(text).translate(UNSEEN).split())


def clean_path(path: str) -> str:
    """A path for one line, with all its blanks."""
    return encodable(path).translate(UNSEEN).replace("\n", " ").replace("\t", " ")


def in_gbk(text: str) -> str:
    """Text with nothing in it that a console in code page 936 cannot show; numbers instead."""
    return text.translate(_GBK).encode("gbk", "backslashreplace").decode("gbk")


def paint(text: str, style: Style, *, color: bool) -> str:
    return f"\x1b[{_SGR[style]}m{text}\x1b[0m" if color and text else text


class Layout:
    """Widths in terminal columns. `wide_marks`: `“`, `…` and their like take two columns."""

    def __init__(self, *, wide_marks: bool = False) -> None:
        self._width = partial(char_width, ambiguous=2 if wide_marks else 1)
        self._wrapped = lru_cache(maxsize=512)(self._lines)

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

    def _lines(self, text: str, width: int) -> list[str]:
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
        if not _together(text[at - 1], text[at]) and not _numbered(text, at):
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


def _numbered(text: str, at: int) -> bool:
    """Whether an item's number stands before (`1.属于国家秘密`)."""
    return at > 1 and text[at - 1] == "." and text[at - 2].isdigit() and text[at] >= _FIRST_WIDE
