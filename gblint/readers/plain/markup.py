"""Signs in a text that are no text: those of lightweight markup.

reStructuredText, Org and AsciiDoc say of prose what Markdown says, with other signs; converters
write all of them. Two steps: `translate_to_markdown` makes the signs at the beginning of lines
those of Markdown, `strip_marks` takes the signs of Markdown out of a paragraph and says what they
meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gblint.readers.texts import Line, is_heading, is_item, is_note_mark
from gblint.text.patterns import later

_MARKED = re.compile(r"\s*(?:[-=#*+>.|:\[•]|\d{1,2}\. +\[@)")
"""How a line begins that may have a mark."""

_QUOTED = re.compile(r"\s*(?:>\s?)+(?=\S|$)")
_BULLET = re.compile(r"\s*[-*+•]\s+(?=\S)")
_EQUALS = re.compile(r"={1,6} +(?=\S)")
_STARS = re.compile(r"(\*{1,6}) +(?=\S)")
_DRAWER = re.compile(r"\s*:[A-Z_]+:(?:\s.*)?$")
_KEYWORD = re.compile(r"\s*#\+([A-Za-z_]+):?(?:\s+(.*))?$")
_RESTART = re.compile(r"^\s*(\d{1,2}\.) +\[@\d+\] *")
_COUNTED = re.compile(r"\s*(?:#\.|\.{1,5})\s+(?=\S)")
_ATTRIBUTES = re.compile(
    r"\[(?:(?:start|width|cols|options|%header)\b[^\[\]]*|(?:arabic|quote|verse|%hardbreaks"
    r"|(?:lower|upper)(?:alpha|roman))(?:,[^\[\]]*)?|[.#][\w.#-]+|\[[\w-]+\])\]\s*$"
)
_START = re.compile(r"\[.*?\bstart=(\d{1,2})\b")
_DIRECTIVE = re.compile(r"\s*\.\.(?:\s+(?:\|[^|]+\| )?[a-z]+::.*|\s+_[^:]+:.*|\s*)$")
_LINE_BLOCK = re.compile(r"\s*\| (?=[^|]*$)")
_TABLE_MARK = "|==="
_FRONT_MATTER = 60
"""Lines within which the data above a text of Markdown end."""

_TITLE = re.compile(r"title:\s*(.*)$")
_BLOCK_SIGNS = ("|", ">", "|-", ">-", "|+", ">+")
"""Signs of YAML for a text on the lines below."""


def translate_to_markdown(lines: Sequence[Line]) -> list[Line]:
    """The lines with the signs that other markup begins lines with made those of Markdown.

    Lines that are nothing but signs are left out; a line keeps its number.
    """
    lines = _drop_front_matter(lines)
    if not any(_MARKED.match(line.text) for line in lines):
        return list(lines)  # plain text, as most is: a look at each line is all that it costs
    return list(_translate_lines(lines))


def _drop_front_matter(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without the data above a text, of which only the title is kept."""
    if not lines or lines[0].text.strip() != "---":
        return lines
    near = [line.text.rstrip() for line in lines[1:_FRONT_MATTER]]
    end = next((at for at, text in enumerate(near, 1) if text in ("---", "...")), None)
    inside = lines[1:end] if end else []
    if end is None or not any(_TITLE.match(line.text) for line in inside):
        return lines
    kept: list[Line] = []
    titled = False
    for line in inside:
        title = _TITLE.match(line.text)
        if title is not None:
            text = title[1].strip()
            kept.append(line._replace(text="" if text in _BLOCK_SIGNS else text.strip("\"'")))
            titled = True
        elif titled and (line.blank or line.text.startswith(" ")):
            kept.append(line._replace(text=line.text.strip()))
        else:
            titled = False
    blank = lines[end]._replace(text="")
    return [*kept, blank, *lines[end + 1 :]]


class _Dialect:
    """What the signs of a text mean, by what occurs in it, and how far lists have counted."""

    def __init__(self, lines: Sequence[Line]) -> None:
        texts = [line.text.lstrip() for line in lines]
        self.org = any(text.startswith((":PROPERTIES:", "#+")) for text in texts)
        self.ascii = any(
            text.startswith((_TABLE_MARK, "== ")) or _ATTRIBUTES.match(text) for text in texts
        )
        self._next = 1

    def number_line(self, text: str) -> str:
        """A line that a list counts, with its number."""
        match = _COUNTED.match(text)
        if match is None or not (self.ascii or "#" in match[0]):
            self._next = 1
            return text
        number, self._next = self._next, self._next + 1
        return f"{number}. {text[match.end() :]}"

    def begin(self, text: str) -> None:
        """Reads where a list begins to count from its attributes."""
        start = _START.match(text)
        self._next = int(start[1]) if start else 1


def _translate_lines(lines: Sequence[Line]) -> Iterator[Line]:
    dialect = _Dialect(lines)
    in_table = piped = False
    for line in lines:
        text = line.text
        if text.startswith(_TABLE_MARK):
            in_table = not in_table
            yield line._replace(text="")
            continue
        piped, below = text.count("|") > 1, piped
        # in a table a sign at the beginning of a line is that of a cell: `-` stands for no figure
        if in_table or piped or line.blank:
            yield line
        elif not below and (block := _LINE_BLOCK.match(text)) is not None:
            yield line._replace(text=text[block.end() :])
        elif _is_sign(text, dialect):
            dialect.begin(text)
        else:
            plain = dialect.number_line(_translate_line(text, dialect))
            yield line if plain == text else line._replace(text=plain)


def _is_sign(text: str, dialect: _Dialect) -> bool:
    """Whether a line is nothing but signs."""
    if _ATTRIBUTES.match(text) or _DIRECTIVE.match(text):
        return True
    if not dialect.org:
        return False
    keyword = _KEYWORD.match(text)
    return bool(_DRAWER.match(text)) or (keyword is not None and keyword[1].lower() != "title")


def _translate_line(text: str, dialect: _Dialect) -> str:
    """A line with its signs made those of Markdown."""
    quoted = _QUOTED.match(text)
    if quoted:
        text = text[quoted.end() :]
    if not _MARKED.match(text):
        return text
    if dialect.org:
        keyword = _KEYWORD.match(text)
        if keyword is not None:
            return keyword[2] or ""
        stars = _STARS.match(text)
        if stars is not None:
            return "#" * len(stars[1]) + " " + text[stars.end() :]
    text = _RESTART.sub(r"\1 ", text)
    # a heading of the report needs no other sign of AsciiDoc in the text
    equals = _EQUALS.match(text) if dialect.ascii or is_heading(text.lstrip("= ")) else None
    if equals is not None:
        return "#" * equals[0].count("=") + " " + text[equals.end() :]
    bullet = _BULLET.match(text)
    if bullet is not None and is_item(text[bullet.end() :]):
        return text[bullet.end() :]  # one with a number of its own was no item of a list
    return text


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


class StrippedText(NamedTuple):
    """A text without its marks, and what they said."""

    text: str
    level: int | None
    bold: bool


def count_pictures(text: str) -> int:
    return len(_PICTURE.findall(text)) if "[" in text or "<" in text else 0


def strip_marks(text: str) -> StrippedText:
    """Takes the marks out of a paragraph. `level` is that of a Markdown heading."""
    text = _strip_links(text)
    level = None
    if text.startswith("#") and len(text) < _LONGEST_HEADING:
        heading = _HEADING.match(text)
        if heading:
            level, text = len(heading[1]), heading[2]
    text, bold = _strip_emphasis(text)
    return StrippedText(strip_escapes(text.replace(_JOINED, "")).strip(), level, bold)


def _drop_note_mark(match: re.Match[str]) -> str:
    raised = match[1] if match[1] is not None else match[2]
    return "" if is_note_mark(match.string[: match.start()][-20:], raised) else match[0]


def _strip_links(text: str) -> str:
    """Without the marks of pictures, links, line breaks, notes and type."""
    # a look for one sign is quicker than a pattern, and most paragraphs have none
    if "^" in text or "<su" in text:
        text = _NOTE.sub("", _RAISED.sub(_drop_note_mark, text))
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


def _strip_emphasis(text: str) -> tuple[str, bool]:
    """Without the marks of bold and slanting type, and whether all of it is bold."""
    bold = False
    if "*" in text:
        text = _BOTH.sub(r"**\1**", text)
        rest = _BOLD.sub("", text)
        bold = rest != text and not rest.strip()  # nothing is left beside it
        text = _EMPHASIS.sub(r"\1", _BOLD.sub(r"\1", text))
    if "_" in text:
        text = _UNDERLINE.sub(lambda match: match[1] or match[2], text)
    return _PASSED.sub(r"\1", text) if "+++" in text else text, bold


def strip_escapes(text: str) -> str:
    r"""Without the backslashes that Markdown puts before signs: `\#`, `1\.`."""
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text
