"""Web pages (.html, .htm), also saved as one file (.mhtml, .mht): bytes → Document.

Style sheets, scripts and what they would change are not looked at; nothing is fetched.
`Anchor.line` is the line of the page's source, not of the file around it. Of a page in one file
only the parts that are pages are decoded; pictures and style sheets stay as they are.
"""

from __future__ import annotations

import binascii
import re
import string
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from gblint.document import Block, Comment, Document, Paragraph
from gblint.findings import Say
from gblint.readers.html.article import (
    find_article,
    find_page_title,
    find_page_titles,
    find_publication_date,
)
from gblint.readers.html.flow import read_flow
from gblint.readers.html.tables import find_layout_tables
from gblint.readers.html.tree import Tree
from gblint.readers.refusals import ReadError, check_count, check_size
from gblint.readers.texts import decode_page, is_for_gblint, note_broken, place_comments

if TYPE_CHECKING:
    from email.message import Message

    from gblint.readers.package import Element


def read_html(data: bytes, *, charset: str = "", form: str = "html") -> Document:
    """A web page. Raises ReadError for what is no text, or beyond a limit.

    `charset` is what is declared outside the page; `form` becomes `Document.format`.
    """
    check_size(len(data), "page_mb")
    text, broken = decode_page(data, charset)
    tree = Tree(text)
    notes = (note_broken(broken, "网页", "page"),) if broken else ()
    root = tree.root
    if root is None:
        return Document(form, (), notes=notes)
    page = read_flow(tree, root, find_layout_tables(root))
    chosen = find_article(page, find_page_title(root))
    pictures = sum(1 for node in page.pictures if node not in chosen.bars)
    blocks = tuple(item.block for item in chosen.items)
    comments = find_page_comments(tree, root, blocks) if is_for_gblint(text) else ()
    return Document(
        form,
        blocks,
        pictures,
        find_publication_date(root, chosen.around),
        notes,
        comments=comments,
        titles=find_page_titles(root),
    )


_OWNERS = ("td", "th", "p", "li", "h1", "h2", "h3", "h4", "h5", "h6")
"""Elements that a comment in them is for; one between them is for what follows."""


def find_page_comments(tree: Tree, root: Element, blocks: Sequence[Block]) -> tuple[Comment, ...]:
    """The comments with the lines of the blocks, rows and cells that they are for."""
    return tuple(place_comments(list(_find_comments(tree, root)), blocks))


def _find_comments(tree: Tree, root: Element) -> Iterator[tuple[str, int, bool]]:
    for node in root.iter(etree.Comment):
        text = (node.text or "").strip()
        if is_for_gblint(text):
            owner = next(node.iterancestors(*_OWNERS), None)
            parent = node.getparent()
            if owner is None and parent is not None and _has_text(parent):
                owner = parent
            yield text, tree.find_line(node if owner is None else owner), owner is None


def _has_text(element: Element) -> bool:
    """Whether text stands right in an element, as in a `div` that is used as a paragraph."""
    return any(text and not text.isspace() for text in [element.text, *(c.tail for c in element)])


_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_NO_BASE64 = bytes(set(range(256)) - set(string.ascii_letters.encode() + b"0123456789+/"))
_MOST_HEADERS = 64 * 1024
_PAGES = 8
"""Pages read of a file: the page itself and the frames in it."""

_NO_PAGE = Say(
    "文件中没有网页正文，无法读取：请重新保存网页，或提供 .docx 原稿。",
    "There is no page in this file: save the page again, or give the .docx it was made from.",
)


def read_mhtml(data: bytes) -> Document:
    """A page saved as one file; of several pages in it (frames) the one with most text.

    Raises ReadError for a file without a page, or beyond a limit.
    """
    check_size(len(data), "total_mb")
    pages = islice(_iterate_pages(data), _PAGES)
    found = [read_html(page, charset=charset, form="mht") for page, charset in pages]
    if not found:
        raise ReadError(_NO_PAGE)
    return max(found, key=_count_characters)  # frames around it are menus and heads


def _count_characters(document: Document) -> int:
    return sum(
        len(block.text) if isinstance(block, Paragraph) else sum(len(c.text) for c in block.cells)
        for block in document.blocks
    )


def _iterate_pages(data: bytes) -> Iterator[tuple[bytes, str]]:
    """The pages in a file, decoded, each with the encoding that its header declares."""
    stack = [(data, 0)]  # a part comes before what is beside it
    count = 0
    while stack:
        part, depth = stack.pop()
        count += 1
        check_count(count, "parts")
        head, body = _split_headers(part)
        boundary = head.get_boundary()
        if head.get_content_maintype() == "multipart" and boundary:
            check_count(depth, "depth")
            parts = _split_parts(body, boundary)
            stack += [(inner, depth + 1) for inner in reversed(parts)]
        elif head.get_content_type() in ("text/html", "application/xhtml+xml"):
            yield _decode_part(body, head), head.get_content_charset() or ""


def _split_headers(part: bytes) -> tuple[Message, bytes]:
    """The headers and the body of a part."""
    from email.parser import BytesHeaderParser

    part = part.lstrip(b"\r\n")
    end = _HEADERS_END.search(part, 0, _MOST_HEADERS)
    head, body = (part[: end.start()], part[end.end() :]) if end else (b"", part)
    return BytesHeaderParser().parsebytes(head), body


def _split_parts(body: bytes, boundary: str) -> list[bytes]:
    """The parts of a body that has several, up to the end mark or the end of the file."""
    # email's own parser would go through every picture line by line
    mark = re.escape(b"--" + boundary.encode("ascii", "replace"))
    found: list[bytes] = []
    start = -1
    for match in re.finditer(rb"(?:^|\n)" + mark + rb"(--)?[ \t]*(?=[\r\n]|$)", body):
        if start >= 0:
            found.append(body[start : match.start()])
            check_count(len(found), "parts")
        start = -1 if match[1] else match.end()
        if match[1]:
            break
    return [*found, body[start:]] if start >= 0 else found


def _decode_part(body: bytes, head: Message) -> bytes:
    transfer = str(head.get("content-transfer-encoding", "")).strip().lower()
    if transfer == "quoted-printable":
        return binascii.a2b_qp(body)
    if transfer == "base64":
        return _decode_base64(body)
    return body


def _decode_base64(body: bytes) -> bytes:
    """Decoded as far as it goes: a file may be cut off."""
    letters = body.translate(None, _NO_BASE64)
    if len(letters) % 4 == 1:  # no number of bytes is written so
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
