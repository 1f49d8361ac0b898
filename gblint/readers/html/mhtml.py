"""Web pages saved as one file (.mhtml, .mht), by browsers, Word and WPS: bytes → Document.

Only the parts that are pages are decoded; pictures and style sheets stay as they are.
`Anchor.line` is the line of the page, not of the file around it.
"""

from __future__ import annotations

import binascii
import re
import string
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gblint.document import Document, Paragraph
from gblint.findings import Say
from gblint.readers.errors import ReadError
from gblint.readers.html.reader import read_html
from gblint.readers.limits import check_depth, check_parts, check_size

if TYPE_CHECKING:
    from email.message import Message

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
    found: list[Document] = []
    for page, charset in _pages(data):
        found.append(read_html(page, charset=charset, form="mht"))
        if len(found) == _PAGES:
            break
    if not found:
        raise ReadError(_NO_PAGE)
    return max(found, key=_length)


def _length(document: Document) -> int:
    return sum(
        len(block.text) if isinstance(block, Paragraph) else sum(len(c.text) for c in block.cells)
        for block in document.blocks
    )


def _pages(data: bytes) -> Iterator[tuple[bytes, str]]:
    """The pages in a file, decoded, each with the encoding that its header declares."""
    stack = [(data, 0)]
    count = 0
    while stack:
        part, depth = stack.pop()
        count += 1
        check_parts(count)
        head, body = _split(part)
        boundary = head.get_boundary()
        if head.get_content_maintype() == "multipart" and boundary:
            check_depth(depth)
            parts = _parts(body, boundary)
            stack += [(inner, depth + 1) for inner in reversed(parts)]
        elif head.get_content_type() in ("text/html", "application/xhtml+xml"):
            yield _decoded(body, head), head.get_content_charset() or ""


def _split(part: bytes) -> tuple[Message, bytes]:
    """The headers and the body of a part."""
    from email.parser import BytesHeaderParser

    part = part.lstrip(b"\r\n")
    end = _HEADERS_END.search(part, 0, _MOST_HEADERS)
    if end is None:
        return BytesHeaderParser().parsebytes(b""), part
    return BytesHeaderParser().parsebytes(part[: end.start()]), part[end.end() :]


def _parts(body: bytes, boundary: str) -> list[bytes]:
    """The parts of a body that has several, up to the end mark or the end of the file."""
    mark = re.escape(b"--" + boundary.encode("ascii", "replace"))
    found: list[bytes] = []
    start = -1
    for match in re.finditer(rb"(?:^|\n)" + mark + rb"(--)?[ \t]*(?=[\r\n]|$)", body):
        if start >= 0:
            found.append(body[start : match.start()])
            check_parts(len(found))
        start = -1 if match[1] else match.end()
        if match[1]:
            break
    return [*found, body[start:]] if start >= 0 else found


def _decoded(body: bytes, head: Message) -> bytes:
    transfer = str(head.get("content-transfer-encoding", "")).strip().lower()
    if transfer == "quoted-printable":
        return binascii.a2b_qp(body)
    if transfer == "base64":
        return _base64(body)
    return body


def _base64(body: bytes) -> bytes:
    """Decoded as far as it goes: a file may be cut off."""
    letters = body.translate(None, _NO_BASE64)
    return binascii.a2b_base64(letters[: len(letters) // 4 * 4] + _rest(letters))


def _rest(letters: bytes) -> bytes:
    rest = letters[len(letters) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""
