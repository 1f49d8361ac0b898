"""The text of a web page → its tree, with the lines of the source kept right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gblint.readers.errors import over_limit_error
from gblint.readers.limits import check_cells, check_lines, check_tags

if TYPE_CHECKING:
    from gblint.readers.package import Element

LINE_END = "\u2028"
"""Stands for the end of a line that was joined to the one before."""

_COUNTED = 65_000
"""libxml2 counts the lines of elements up to 65,535."""
_CELL = re.compile(r"<t[dh][\s>/]", re.IGNORECASE)
_COMMENT = re.compile(r"<(?:[!?]|/(?![a-zA-Z]))")
_MANY_COMMENTS = 2000
"""Walking over comments takes time by the square of their number."""

_EMBEDDED = re.compile(r"(?<=;base64,)[A-Za-z0-9+/]{1000,}+=*")
"""Pictures within the page, which nothing here looks at."""
_MANY_ATTRIBUTES = 10_000
_ATTRIBUTE = r"[\s/]*+[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?>\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+))?+"
_TAG = re.compile(
    rf"<(?:(?P<raw>script|style)(?=[\s/>])|[a-z])[^\s/>]*+(?:{_ATTRIBUTE}){{0,{_MANY_ATTRIBUTES}}}+"
    r"(?P<more>[\s/]*+[^\s/>])?+(?(raw).*?(?:</(?P=raw)|\Z))",
    re.IGNORECASE | re.DOTALL,
)
"""A start tag up to its end, with what is in a script or style. `more`: it has too many
attributes, for which libxml2 takes time by the square of their number.
"""


class Tree:
    """The root of a page (None for an empty one) and where its elements are."""

    def __init__(self, text: str) -> None:
        """Raises ReadError for a page beyond a limit."""
        text = _EMBEDDED.sub("", text)
        _check_limits(text)
        lines = text.split("\n")
        check_lines(len(lines))
        self._firsts: list[int] = []
        if len(lines) > _COUNTED:
            lines = self._joined(lines)
        self.root = _parse("\n".join(lines), bare=_has_many_comments(text))

    def line(self, element: Element) -> int:
        """The line of the source, from 1, that the start tag of an element ends in."""
        line: object = element.sourceline
        if not isinstance(line, int):
            return 1
        return self._firsts[min(line, len(self._firsts)) - 1] if self._firsts else line

    def _joined(self, lines: list[str]) -> list[str]:
        """Lines without a tag joined to those before; several with tags where that is too little.

        Of each line of the result `_firsts` has the number of the first that is in it.
        """
        tagged = sum("<" in line for line in lines)
        size = -(-tagged // _COUNTED)
        joined: list[list[str]] = []
        inside, met = False, 0
        for number, line in enumerate(lines, 1):
            if not joined or ("<" in line and met % size == 0):
                joined.append([line])
                self._firsts.append(number)
            else:
                joined[-1] += [" " if inside else LINE_END, line]
            met += "<" in line
            opened, closed = line.rfind("<"), line.rfind(">")
            inside = opened > closed if (opened, closed) != (-1, -1) else inside
        return ["".join(parts) for parts in joined]


def _check_limits(text: str) -> None:
    """Refuse what would take too much memory or time as a tree."""
    check_tags(text.count("<"))
    if any(match["more"] for match in _TAG.finditer(text)):
        raise over_limit_error("一个标签的属性过多", "too many attributes of one tag")
    check_cells(sum(1 for _ in _CELL.finditer(text)))


def _has_many_comments(text: str) -> bool:
    return sum(1 for _ in zip(_COMMENT.finditer(text), range(_MANY_COMMENTS), strict=False)) == (
        _MANY_COMMENTS
    )


def _parse(text: str, *, bare: bool) -> Element | None:
    """The root; `bare` drops comments, the line ends in which are not counted then."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=bare, remove_pis=bare
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.ParserError:
        return None
    except etree.XMLSyntaxError:
        root = None
    if any(
        error.type_name == "ERR_RESOURCE_LIMIT" or "depth" in error.message
        for error in parser.error_log
    ):
        raise over_limit_error("标签嵌套过深或一段过长", "tags nested too deep, or a text too long")
    return root
