"""Lines of lightweight markup → lines of Markdown, of which the marks are known later.

reStructuredText, Org and AsciiDoc say of prose what Markdown says, with other signs; converters
write all of them. Only signs at the beginning of lines are taken here, those inside in `marks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gblint.readers.lines import Line, is_heading, is_item

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


def in_markdown(lines: Sequence[Line]) -> list[Line]:
    """The lines with the signs that other markup begins lines with made those of Markdown.

    Lines that are nothing but signs are left out; a line keeps its number.
    """
    lines = _without_front_matter(lines)
    if not any(_MARKED.match(line.text) for line in lines):
        return list(lines)
    return list(_translated(lines))


def _without_front_matter(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without the data above a text, of which only the title is kept."""
    if not lines or lines[0].text.strip() != "---":
        return lines
    end = next(
        (at for at in range(1, min(len(lines), _FRONT_MATTER)) if _closes(lines[at].text)), None
    )
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


def _closes(text: str) -> bool:
    return text.rstrip() in ("---", "...")


class _Dialect:
    """What the signs of a text mean, by what occurs in it, and how far lists have counted."""

    def __init__(self, lines: Sequence[Line]) -> None:
        texts = [line.text.lstrip() for line in lines]
        self.org = any(text.startswith((":PROPERTIES:", "#+")) for text in texts)
        self.ascii = any(
            text.startswith((_TABLE_MARK, "== ")) or _ATTRIBUTES.match(text) for text in texts
        )
        self._next = 1

    def counted(self, text: str) -> str:
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


def _translated(lines: Sequence[Line]) -> Iterator[Line]:
    dialect = _Dialect(lines)
    in_table = piped = False
    for line in lines:
        text = line.text
        if text.startswith(_TABLE_MARK):
            in_table = not in_table
            yield line._replace(text="")
            continue
        piped, below = text.count("|") > 1, piped
        if in_table or piped or line.blank:
            yield line
        elif not below and (block := _LINE_BLOCK.match(text)) is not None:
            yield line._replace(text=text[block.end() :])
        elif _is_sign(text, dialect):
            dialect.begin(text)
        else:
            plain = dialect.counted(_plain(text, dialect))
            yield line if plain == text else line._replace(text=plain)


def _is_sign(text: str, dialect: _Dialect) -> bool:
    """Whether a line is nothing but signs."""
    if _ATTRIBUTES.match(text) or _DIRECTIVE.match(text):
        return True
    if not dialect.org:
        return False
    keyword = _KEYWORD.match(text)
    return bool(_DRAWER.match(text)) or (keyword is not None and keyword[1].lower() != "title")


def _plain(text: str, dialect: _Dialect) -> str:
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
    equals = _EQUALS.match(text) if dialect.ascii or is_heading(text.lstrip("= ")) else None
    if equals is not None:
        return "#" * equals[0].count("=") + " " + text[equals.end() :]
    bullet = _BULLET.match(text)
    if bullet is not None and is_item(text[bullet.end() :]):
        return text[bullet.end() :]
    return text
