"""Marks in a text that are not text: those of Markdown, and places of pictures."""

from __future__ import annotations

import re
from typing import NamedTuple

from gblint.text.patterns import later

_PICTURE = re.compile(
    r"!\[[^\[\]\n]*\]\([^()\n]*\)(?:\{[^{}\n]*\})?"  # Markdown, with pandoc's attributes
    r"|!\[[^\[\]\n]*\]\[[^\[\]\n]*\]"
    r"|\[(?:image|图片|插图|img)\s*[:：]?[^\[\]\n]{0,80}\]"
    r"|<img\b[^<>\n]*>"
    r"|(?<![a-z])image::?[^\s\[\]]{1,300}\[[^\[\]\n]*\]"  # AsciiDoc
    r"|\[\[file:[^\[\]\n]+\.(?:png|jpe?g|gif|bmp|tiff?|svg|emf|wmf)\]\]",  # Org
    re.IGNORECASE,
)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)(?:\s+#+)?(?:\s*\{[^}]*\})?\s*$")
_EMPHASIS = re.compile(r"(?<![\\*\w])\*(?=[^\s*])([^*\n]{1,500})(?<=[^\s*\\])\*(?!\*)")
_BOTH = re.compile(r"\*\*\*(?=[^\s*])([^*\n]+)(?<=\S)\*\*\*")
_UNDERLINE = re.compile(
    r"(?<![A-Za-z0-9_\\])__(?=[^\s_])([^_\n]+)(?<=\S)__(?![_.A-Za-z0-9])|^_([^_\n]+)_$"
)
_PASSED = re.compile(r"\+\+\+([^+\n]+)\+\+\+")
_SPAN = re.compile(r"\[([^\[\]\n]+)\]\{[.#][^{}\n]*\}")
_TAG = re.compile(
    r"</?(?:b|del|em|font|i|ins|mark|s|span|strong|su[bp]|u)(?:\s[^<>\n]*)?>", re.IGNORECASE
)
_RAISED = later(r"<sup\b[^<>\n]{0,80}>([^<>\n]{0,20})</sup>|\^([^\s^]{1,8})\^", re.IGNORECASE)
_NOTE = later(r"(?<=[^\s\[])\[\^[^\[\]\s]{1,20}\](?!:)")
"""The mark of a note in Markdown."""

_JOINT = re.compile(r"(?<=[*`_\]])\\ |\\ (?=[*`_:\[])")
_JOINED = "\0"
"""What reStructuredText puts between marks and the text beside them, and what stands for it until
the marks are gone."""

_BOLD = re.compile(r"\*\*(?=\S)([^*]+)(?<=\S)\*\*")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\((?:https?:|mailto:|/|#)[^()\[\]\n]*\)")
_LINK_REST = re.compile(r"`([^`<>\n]{1,300}?) ?<[^<>`\n]*>`__?")
_LINK_ORG = re.compile(r"\[\[[^\[\]\n]+\]\[([^\[\]\n]+)\]\]")
_LINK_ASCII = re.compile(
    r"(?<![A-Za-z])(?:link:|xref:|mailto:|https?://)[!-Z^-~]{1,300}\[([^\[\]\n]+)\]"
)
_DASHES = re.compile(r"(?<=[^\s-])(?:--|---)(?=[^\s-])")
"""Dashes as converters write them in signs of ASCII."""

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
    text = _unlinked(text)
    level = None
    if text.startswith("#") and len(text) < _LONGEST_HEADING:
        heading = _HEADING.match(text)
        if heading:
            level, text = len(heading[1]), heading[2]
    text, bold = _unstressed(text)
    return Marked(unescaped(text.replace(_JOINED, "")).strip(), level, bold)


def _without_mark(match: re.Match[str]) -> str:
    from gblint.readers.raised import is_note_mark  # few texts have raised text

    raised = match[1] if match[1] is not None else match[2]
    return "" if is_note_mark(match.string[: match.start()][-20:], raised) else match[0]


def _unlinked(text: str) -> str:
    """Without the marks of pictures, links, line breaks, notes and type."""
    if "^" in text or "<su" in text:
        text = _NOTE.sub("", _RAISED.sub(_without_mark, text))
    if "[" in text or "<" in text:
        text = _PICTURE.sub("", text).strip()
        text = _BREAK.sub("\n", _LINK.sub(r"\1", text))
        text = _TAG.sub("", _SPAN.sub(r"\1", _LINK_ORG.sub(r"\1", text)))
        text = _LINK_ASCII.sub(r"\1", text)
    if "`" in text:
        text = _LINK_REST.sub(r"\1", text)
    if "\\ " in text:
        text = _JOINT.sub(_JOINED, text)
    return _DASHES.sub("—", text) if "--" in text else text


def _unstressed(text: str) -> tuple[str, bool]:
    """Without the marks of bold and slanting type, and whether all of it is bold."""
    bold = False
    if "*" in text:
        text = _BOTH.sub(r"**\1**", text)
        rest = _BOLD.sub("", text)
        bold = rest != text and not rest.strip()
        text = _EMPHASIS.sub(r"\1", _BOLD.sub(r"\1", text))
    if "_" in text:
        text = _UNDERLINE.sub(lambda match: match[1] or match[2], text)
    return _PASSED.sub(r"\1", text) if "+++" in text else text, bold


def unescaped(text: str) -> str:
    r"""Without the backslashes that Markdown puts before signs: `\#`, `1\.`."""
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text
