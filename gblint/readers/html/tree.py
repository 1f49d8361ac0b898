"""The text of a web page → its tree, with the lines of the source kept right; and what the
attributes of its elements say about how they look.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from gblint.readers.refusals import check_count, over_limit_error
from gblint.text import remember_results

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
        # megabytes of them, often: nothing else in a page is so long
        text = _EMBEDDED.sub("", text)
        _check_limits(text)
        lines = text.split("\n")
        check_count(len(lines), "paragraphs")
        self._firsts: list[int] = []
        if len(lines) > _COUNTED:
            lines = self._join_untagged(lines)
        many = next(islice(_COMMENT.finditer(text), _MANY_COMMENTS - 1, None), None) is not None
        self.root = _parse("\n".join(lines), bare=many)

    def find_line(self, element: Element) -> int:
        """The line of the source, from 1, that the start tag of an element ends in."""
        line: object = element.sourceline
        if not isinstance(line, int):
            return 1
        return self._firsts[min(line, len(self._firsts)) - 1] if self._firsts else line

    def _join_untagged(self, lines: list[str]) -> list[str]:
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
    # the cheapest look first: each of those below takes longer
    check_count(text.count("<"), "tags")
    if any(match["more"] for match in _TAG.finditer(text)):
        raise over_limit_error("一个标签的属性过多", "too many attributes of one tag")
    check_count(sum(1 for _ in _CELL.finditer(text)), "cells")


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
    # libxml2 mends all else, but beyond these limits leaves out what comes, and says so here only
    if any(
        error.type_name == "ERR_RESOURCE_LIMIT" or "depth" in error.message
        for error in parser.error_log
    ):
        raise over_limit_error("标签嵌套过深或一段过长", "tags nested too deep, or a text too long")
    return root


_HIDDEN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|mso-element\s*:\s*(?:header|footer|comment-list|comment|footnote-list|endnote-list))\b"
)
"""Also the headers, footers, notes and comments that Word writes behind its page."""
_ALIGN = re.compile(r"(?:^|[;\s])text-align\s*:\s*(?:-webkit-|-moz-)?(\w+)")
_WEIGHT = re.compile(
    r"(?:^|[;\s])font(?:-weight)?\s*:(?:[^;]*?\b(bold(?:er)?|normal|[1-9]00)\b|[^;]*+)"
)
"""What says nothing of weight is matched up to its end, so that it is looked through once."""
_SPACE = re.compile(r"(?:^|[;\s])white-space\s*:\s*(pre(?:-wrap|-line)?|normal|nowrap)\b")
_RAISED = re.compile(r"(?:^|[;\s])vertical-align\s*:\s*([\w-]+)")
_LIST = re.compile(r"(?:^|[;\s])list-style(?:-type)?\s*:\s*([\w-]+)")


class Style(NamedTuple):
    """None where the style says nothing. `numbers` is a list-style-type."""

    hidden: bool = False
    centered: bool | None = None
    bold: bool | None = None
    pre: bool | None = None
    numbers: str = ""
    raised: bool | None = None


_PLAIN = Style()


@remember_results(4096)
def read_style(text: str) -> Style:
    text = text.lower()
    align = _ALIGN.search(text)
    weight = next((found[1] for found in _WEIGHT.finditer(text) if found[1]), None)
    raised = _RAISED.search(text)
    space, numbers = _SPACE.search(text), _LIST.search(text)
    return Style(
        hidden=_HIDDEN.search(text) is not None,
        centered=align[1] in ("center", "middle") if align else None,
        bold=(weight not in ("normal", "100", "200", "300", "400", "500")) if weight else None,
        pre=space[1] in ("pre", "pre-wrap", "pre-line") if space else None,
        numbers=numbers[1] if numbers else "",
        raised=raised[1] in ("super", "text-top") if raised else None,
    )


def find_style(element: Element, tag: str) -> Style:
    """The style of an element by its tag and attributes; style sheets are not read."""
    written = element.get("style")
    style = read_style(written) if written else _PLAIN
    if style.bold is None and tag in ("b", "strong"):
        style = style._replace(bold=True)
    if style.raised is None and tag == "sup":
        style = style._replace(raised=True)
    if style.pre is None and tag in ("pre", "listing", "xmp"):
        style = style._replace(pre=True)
    if style.centered is None:
        align = element.get("align")
        if tag in ("center", "caption"):
            style = style._replace(centered=True)
        elif align is not None and tag != "table":
            style = style._replace(centered=align.strip().lower() in ("center", "middle"))
    if element.get("hidden") is not None:
        style = style._replace(hidden=True)
    return style


_SMALL = 100
"""Pixels: what is no larger either way is an icon, a button, a code to scan."""
_SIZE = re.compile(r"(?:^|[;\s])(width|height)\s*:\s*(\d+)(?:\.\d+)?px")
_NO_CONTENT = re.compile(
    r"(?:icon|logo|share|print|close|spacer|blank|qr_?code|ewm|weixin|wechat|weibo|btn|button|arrow"
    r"|banner)[^/]*$|\.ico$"
)


def is_picture(element: Element) -> bool:
    """Whether an img can be a picture of a text: no icon, no logo, no spacer."""
    sizes = [element.get("width"), element.get("height")]
    sizes += [size for _, size in _SIZE.findall((element.get("style") or "").lower())]
    pixels = [int(size) for size in sizes if size and size.isdecimal() and len(size) < 9]
    if pixels and min(pixels) <= _SMALL:
        return False
    source = (element.get("src") or "").strip()[:2000].lower()
    return bool(source) and _NO_CONTENT.search(source) is None


_WIDE = re.compile(r"(?:^|[;\s])width\s*:\s*(\d{1,6}(?:\.\d*)?|\.\d+)\s*(px|pt|cm|mm|in|pc|%)")
_WIDTH = re.compile(r"\s*(\d{1,6}(?:\.\d*)?)\s*(%?)(?:px)?\s*$")
_TWIPS = {"px": 15, "pt": 20, "cm": 567, "mm": 56.7, "in": 1440, "pc": 240, "%": 90, "": 15}
"""Twips to a unit; of a share, those of a table of usual width."""


def read_claimed_width(element: Element) -> float:
    """The width that a cell or column claims, in twips; 0 where it claims none."""
    style, width = element.get("style"), element.get("width")
    claim = (_WIDE.search(style.lower()) if style else None) or _WIDTH.match(width or "")
    return float(claim[1]) * _TWIPS[claim[2]] if claim else 0.0
