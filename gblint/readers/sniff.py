"""Which files are web pages, by their content; everything else without a mark is text."""

from __future__ import annotations

import re

from gblint.text.patterns import later

_HEAD = 65536
"""Bytes looked at: Word writes long comments before the first element."""

_MARKS = later(rb"\A(?:\xff\xfe|\xfe\xff|\xef\xbb\xbf|\x841\x953|\s)+")
"""Byte order marks, of which editors and scripts may have put several, and white space."""
_PREAMBLE = later(rb"\s*(?:<!--.*?-->|<\?.*?>|<!\[.*?\]>)", re.DOTALL)
_PAGE = later(
    rb"<!doctype\s+html|<(?:html|head|body|meta|title|script|style|link|base|frameset)[\s>/]"
)
_PIECE = later(
    rb"<(?:div|p|table|center|font|span|section|article|main|header|h[1-6]|ul|ol|b|strong)[\s>]"
)
_ELEMENT = later(rb"<(/?)(div|p|table|center|font|section|article|main|h[1-6]|ul|ol)\b[^<>]*>")
_OUTSIDE = 0.1
"""Share of the characters that may stand outside all elements in a piece of a page."""
_HEADER = later(rb"[A-Za-z][A-Za-z0-9-]*:[ \t]")
_MAIL = later(rb"^content-type:\s*(?:multipart/|text/html)", re.MULTILINE)


def sniff_markup(data: bytes) -> str:
    """`html`, `mht`, `fodt`, `wordml`, `xml` or `text`."""
    head = data[:_HEAD].replace(b"\0", b"")
    head = _MARKS.sub(b"", head).lower()
    if _HEADER.match(head):
        top = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0].replace(b"\r\n", b"\n")
        return "mht" if b"mime-version:" in top and _MAIL.search(top) else "text"
    if not head.startswith(b"<"):
        return "text"
    return _element(head)


def _element(head: bytes) -> str:
    """What a file is that begins like markup."""
    is_xml = head.startswith(b"<?xml")
    at = 0
    while (skipped := _PREAMBLE.match(head, at)) is not None:
        at = skipped.end()
    rest = head[at:].lstrip()
    if _PAGE.match(rest):
        return "html"
    if rest.startswith(b"<!doctype") or is_xml:
        return "html" if re.search(rb"<html[\s>]", rest) else _xml_kind(head)
    return "html" if _PIECE.match(rest) and _is_piece(rest) else "text"


def _xml_kind(head: bytes) -> str:
    if b"<office:document" in head:
        return "fodt"
    if b'progid="word.document"' in head or b"<w:worddocument" in head:
        return "wordml"
    return "xml"


def _is_piece(rest: bytes) -> bool:
    """Whether nearly all text stands in elements; in Markdown it stands between them."""
    depth = outside = total = end = 0
    opened: dict[bytes, int] = {}
    for tag in _ELEMENT.finditer(rest):
        count = len(b"".join(rest[end : tag.start()].split()))
        total += count
        outside += 0 if depth else count
        end = tag.end()
        name = tag[2]
        if not tag[1]:
            opened[name] = opened.get(name, 0) + 1
            depth += 1
        elif opened.get(name):
            opened[name] -= 1
            depth -= 1
    last = len(b"".join(rest[end:].split()))
    return outside + (0 if depth else last) <= _OUTSIDE * (total + last)
