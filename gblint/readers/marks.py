"""Marks in a text that are not text: those of Markdown, and places of pictures."""

from __future__ import annotations

import re
from typing import NamedTuple

_PICTURE = re.compile(
    r"!\[[^\[\]\n]*\]\([^()\n]*\)(?:\{[^{}\n]*\})?"  # Markdown, with pandoc's attributes
    r"|!\[[^\[\]\n]*\]\[[^\[\]\n]*\]"
    r"|\[(?:image|图片|插图|img)\s*[:：]?[^\[\]\n]{0,80}\]"
    r"|<img\b[^<>\n]*>",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)(?:\s+#+)?(?:\s*\{[^}]*\})?\s*$")
_BOLD = re.compile(r"\*\*(?=\S)([^*]+)(?<=\S)\*\*")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\((?:https?:|mailto:|/|#)[^()\[\]\n]*\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LONGEST_HEADING = 500


class Marked(NamedTuple):
    """A text without its marks, and what they said."""

    text: str
    level: int | None
    bold: bool


def count_pictures(text: str) -> int:
    """How many pictures have their place in a text."""
    return len(_PICTURE.findall(text)) if "[" in text or "<" in text else 0


def unmarked(text: str) -> Marked:
    """Takes the marks out of a paragraph. `level` is that of a Markdown heading."""
    if "[" in text or "<" in text:
        text = _PICTURE.sub("", text).strip()
        text = _BREAK.sub("\n", _LINK.sub(r"\1", text))
    level = None
    if text.startswith("#") and len(text) < _LONGEST_HEADING:
        heading = _HEADING.match(text)
        if heading:
            level, text = len(heading[1]), heading[2]
    bold = False
    if "**" in text:
        rest = _BOLD.sub("", text)
        bold = rest != text and not rest.strip()
        text = _BOLD.sub(r"\1", text)
    return Marked(unescaped(text).strip(), level, bold)


def unescaped(text: str) -> str:
    r"""Without the backslashes that Markdown puts before signs: `\#`, `1\.`."""
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text
