"""Text laid out by display width: a Chinese character takes two columns, a Latin one takes one.

Own code and no rich: a console of rich costs more start-up time than a whole check, and its
widths do not know the consoles in which `“` and `…` take two columns.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal
from unicodedata import category, east_asian_width

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

_OPENING = "（《〈「『【〔〖“‘([{"
_ESCAPED = re.escape(_OPENING)
_CLOSING = "，。、；：！？）》〉」』】〕〗”’…—％‰℃,.;:!?)]}%"
_WIDE = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f"
    "\uff01-\uff60\uffe0-\uffe6\U0001f300-\U0003fffd"
)
_MARKS = "“”‘’…—"
_UNITS = "年月日号条项件人次元万个字页行列处"
_PIECES = re.compile(
    rf"\s+|[{_ESCAPED}]*"
    rf"(?:\d[\d.]*(?:[{_UNITS}]|(?<=\.)(?![{_ESCAPED}])[{_WIDE}])"
    rf"|[{_WIDE}]|[^\s{_WIDE}{_MARKS}]*[^\s{_WIDE}{_MARKS}{_ESCAPED}])?"
    rf"[{re.escape(_CLOSING)}]*"
)
"""What a line is put together from, and is never broken inside: a Chinese character or a Latin
word, a figure with its unit, an item with its number; with the punctuation that may not end, or
begin, a line."""

_GBK = str.maketrans({"›": ">", "✔": "√", "−": "-", "–": "-", "•": "·", "\xa0": " "})

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Control characters: in a document's text they could steer the terminal or turn text around."""


def clean(text: str) -> str:
    """Text for one line: white space made one blank, nothing in it that steers a terminal."""
    return encodable(" ".join(_UNSEEN.sub("", text).split()))


def clean_path(path: str) -> str:
    """A path for one line, with all its blanks."""
    return encodable(_UNSEEN.sub("", path).replace("\n", " ").replace("\t", " "))


def encodable(text: str) -> str:
    """Text with what UTF-8 has no code for, as bytes of a file name, written in hexadecimal."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def in_gbk(text: str) -> str:
    """Text with nothing in it that a console in code page 936 cannot show."""
    return text.translate(_GBK).encode("gbk", "replace").decode("gbk")


def paint(text: str, style: Style, *, color: bool) -> str:
    return f"\x1b[{_SGR[style]}m{text}\x1b[0m" if color and text else text


class Layout:
    """Widths in terminal columns. `wide_marks`: `“`, `…` and their like take two columns."""

    def __init__(self, *, wide_marks: bool = False) -> None:
        self._width = lru_cache(maxsize=4096)(_wide_width if wide_marks else _width)

    def cells(self, text: str) -> int:
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

        No line begins with closing punctuation or ends with opening punctuation.
        """
        lines: list[str] = []
        line, used, gap = "", 0, ""
        for piece in _PIECES.findall(text):
            if not piece or piece.isspace():
                gap = " " if piece and line else ""
                continue
            size = self.cells(piece)
            if line and used + len(gap) + size > width:
                lines.append(line)
                line, used, gap = "", 0, ""
            line, used, gap = line + gap + piece, used + len(gap) + size, ""
        return [*lines, line] if line or not lines else lines


def _width(char: str) -> int:
    if east_asian_width(char) in "WF":
        return 2
    return 0 if category(char) in ("Mn", "Me", "Cf") else 1


def _wide_width(char: str) -> int:
    width = _width(char)
    return 2 if width and east_asian_width(char) == "A" else width
