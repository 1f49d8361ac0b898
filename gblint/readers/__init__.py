"""Readers: bytes of a file → Document; and the forms that are read, a row for each in `KINDS`.

Whatever has to do with a form asks this table. Below it stand the readers, which know nothing of
it; a row brings its reader in when it is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, closing, nullcontext
from typing import TYPE_CHECKING, Literal

import msgspec

from gblint.document import Document
from gblint.findings import Say
from gblint.readers.refusals import (
    Limits,
    ReadError,
    apply_limits,
    check_characters,
    check_count,
    check_size,
    get_limits,
    refused_kind_error,
)
from gblint.text.patterns import later

if TYPE_CHECKING:
    from gblint.readers.package import Package


__all__ = ["Limits", "ReadError", "read"]


def read(data: bytes, name: str = "", limits: Limits | None = None) -> Document:
    """Read a file of any form that is known; the content decides, not the name.

    `name` is the file's name, for messages only. Whatever the bytes, the outcome is a
    Document or a ReadError. `limits` say how large a document may be; None takes
    those in force.
    """
    with apply_limits(get_limits() if limits is None else limits):
        with closing(Source(data, name)) as source:
            form = find_form(source)
            document = form.read(source)
        check_characters(document)
        check_count(len(document.comments), "comments")
        suffix = find_wrong_suffix(form.key, name)
        if not suffix:
            return document
        note = (
            f"文件名是 {suffix}，内容是{form.name.zh}，已按内容读取。",
            f"The name says {suffix}, but this is {form.name.en}; it was read as that.",
        )
        return msgspec.structs.replace(document, notes=(note, *document.notes))


_QUICK = 0.008
_CONVERTED = 2.0
"""Seconds that LibreOffice takes for a file, about."""


class Source(msgspec.Struct):
    """A file that is being read: its bytes, and its name, which is for messages only."""

    data: bytes
    name: str = ""
    _package: Package | None = None

    def package(self) -> Package:
        """The parts of a file that is a zip file, opened once. Raises ReadError."""
        if self._package is None:
            from gblint.readers.package import Package

            self._package = Package(self.data)
        return self._package

    def close(self) -> None:
        if self._package is not None:
            self._package.close()


Reader = Callable[[Source], Document]


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of file, and what it is known by; the first in the table that is met it is.

    `magic` is how its bytes may begin; `looks` is asked for what no beginning tells. `parts` are
    parts of a zip file in lower case, of which each tuple tells the kind by itself; `streams` are
    streams of an OLE compound file. A kind that is no form is refused (`refused_kind_error`).
    """

    key: str
    magic: tuple[bytes, ...] = ()
    looks: Callable[[bytes], bool] | None = None
    parts: tuple[tuple[str, ...], ...] = ()
    streams: tuple[str, ...] = ()


class Form(Kind, frozen=True, kw_only=True):
    """A form of documents, and its reader; `key` is what `Document.format` says.

    `suffixes` are those that promise it, in lower case; two forms may have the same one.
    `seconds` is about how long a file takes. `keeps_tables`: its tables have cells, and need not
    be made out by where texts stand. `editor_lines`: its lines are those that an editor numbers.
    `lists_added`: converters that write it number headings as items of lists. `embedded`: read
    also where it stands in a Word file. `written`: comments can be written into it. `convert`
    gives the bytes of the .docx file that the reader itself makes of it, where it does.
    `corrected`: `gblint fix` writes into it, as a Word file or as a text.
    """

    suffixes: tuple[str, ...]
    mime: str
    name: Say
    read: Reader
    seconds: float = _QUICK
    keeps_tables: bool = True
    editor_lines: bool = False
    lists_added: bool = False
    embedded: bool = False
    written: bool = False
    convert: Callable[[Source], bytes] | None = None
    corrected: Literal["", "word", "text"] = ""


def _read_docx(source: Source) -> Document:
    from gblint.readers.docx import read_docx

    return read_docx(source.package(), read_embedded)


def _read_html(source: Source) -> Document:
    from gblint.readers.html import read_html

    return read_html(source.data)


def _read_mhtml(source: Source) -> Document:
    from gblint.readers.html import read_mhtml

    return read_mhtml(source.data)


def _read_pdf(source: Source) -> Document:
    """In a process of its own: the parser can hang, or take all memory, on some files."""
    from importlib.util import find_spec

    from gblint.readers.sandbox import read_in_sandbox

    if find_spec("pypdfium2") is None:  # not imported here: only the process apart needs it
        raise ReadError(_NO_PYPDFIUM2)
    return read_in_sandbox("gblint.readers.pdf:read_pdf", source.data)


def _read_text(source: Source) -> Document:
    from gblint.readers.plain import read_text

    return read_text(source.data)


def _build_converted_form(
    key: str, name: Say, suffixes: tuple[str, ...], mime: str, **marks: object
) -> Form:
    """The row of a form that LibreOffice converts; its first suffix is that of the program."""

    def read(source: Source) -> Document:
        from gblint.readers.office import read_office

        return read_office(source.data, key, suffixes[0], name, read_embedded)

    def convert(source: Source) -> bytes:
        from gblint.readers.office import convert_office

        return convert_office(source.data, key, suffixes[0], name)

    row = Form(key=key, suffixes=suffixes, mime=mime, name=name, read=read, seconds=_CONVERTED)
    return msgspec.structs.replace(row, convert=convert, **marks)


_NO_PYPDFIUM2 = Say(
    "读取 PDF 需要另装组件：运行 pip install pypdfium2，或提供 .docx 原稿。",
    "PDF needs one more package: run pip install pypdfium2, or give the .docx.",
)

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

KINDS: tuple[Kind, ...] = (
    Kind(key="encrypted", streams=("EncryptedPackage",)),
    Form(
        key="docx",
        suffixes=(".docx",),
        mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        name=Say("Word 文档（.docx）", "a Word document (.docx)"),
        parts=(("word/document.xml",),),
        read=_read_docx,
        embedded=True,
        written=True,
        corrected="word",
    ),
    _build_converted_form(
        "doc",
        Say("旧版 Word 或 WPS 文档（.doc、.wps）", "an old Word or WPS document (.doc, .wps)"),
        (".doc", ".wps"),
        "application/msword",
        streams=("WordDocument",),
    ),
    Kind(key="xlsx", parts=(("xl/workbook.xml",), ("xl/workbook.bin",))),
    Kind(key="xls", streams=("Workbook", "Book")),
    Kind(key="pptx", parts=(("ppt/presentation.xml",),)),
    Kind(key="ppt", streams=("PowerPoint Document",)),
    Kind(key="ofd", parts=(("ofd.xml",),)),
    # after the workbooks, which Works writes with streams of its own in them
    _build_converted_form(
        "works",
        Say("Microsoft Works 文档（.wps）", "a Microsoft Works document (.wps)"),
        (".wps",),
        "application/vnd.ms-works",
        streams=("MatOST", "CONTENTS"),
    ),
    _build_converted_form(
        "rtf",
        Say("RTF 文档", "an RTF document"),
        (".rtf",),
        "application/rtf",
        magic=(b"{\\rtf",),
    ),
    _build_converted_form(
        "odt",
        Say("ODF 文本文档（.odt）", "an ODF text document (.odt)"),
        (".odt",),
        "application/vnd.oasis.opendocument.text",
        parts=(("meta-inf/manifest.xml", "content.xml"),),
    ),
    _build_converted_form(
        "fodt",
        Say("单个文件的 ODF 文本文档（.fodt）", "a flat ODF text document (.fodt)"),
        (".fodt",),
        "application/vnd.oasis.opendocument.text-flat-xml",
    ),
    Form(
        key="html",
        suffixes=(".html", ".htm", ".mhtml", ".mht"),
        mime="text/html",
        name=Say("网页（HTML）", "a web page (HTML)"),
        read=_read_html,
        editor_lines=True,
        embedded=True,
    ),
    Form(
        key="mht",
        suffixes=(".mhtml", ".mht", ".html", ".htm"),
        mime="multipart/related",
        name=Say("单个文件网页（.mht）", "a single-file web page (.mht)"),
        read=_read_mhtml,
        embedded=True,
    ),
    Form(
        key="pdf",
        suffixes=(".pdf",),
        mime="application/pdf",
        name=Say("PDF 文件", "a PDF file"),
        looks=lambda data: b"%PDF-" in data[:1024],
        read=_read_pdf,
        seconds=0.5,
        keeps_tables=False,
    ),
    Form(
        key="text",
        suffixes=(".txt", ".md"),
        mime="text/plain",
        name=Say("纯文本", "plain text"),
        read=_read_text,
        keeps_tables=False,
        editor_lines=True,
        lists_added=True,
        embedded=True,
        corrected="text",
    ),
    Kind(
        key="picture",
        magic=(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"),
        # a bitmap has its own size after the two letters; a text that begins with BM has not
        looks=lambda data: (
            data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data)
        ),
    ),
    Kind(key="archive", magic=(b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")),
)
"""All kinds of files that are told from one another, and among them the forms that are read, in
the order in which they are told."""


def list_forms() -> tuple[Form, ...]:
    return tuple(kind for kind in KINDS if isinstance(kind, Form))


def get_form(key: str) -> Form | None:
    """The form of a key; None for the key of a kind that is refused, or of none."""
    return next((kind for kind in KINDS if kind.key == key and isinstance(kind, Form)), None)


def get_written_form() -> Form:
    """The form that is written: the one that comments can be put into."""
    return next(form for form in list_forms() if form.written)


def list_suffixes() -> tuple[str, ...]:
    """What is taken from a folder. A file named by itself is read whatever its name."""
    return tuple(dict.fromkeys(suffix for form in list_forms() for suffix in form.suffixes))


def get_suffix(name: str) -> str:
    """The suffix of a file's name as written, with its dot; "" for a name without one."""
    dot = name.rfind(".")
    return name[dot:] if dot > max(name.rfind("/"), name.rfind("\\")) + 1 else ""


def find_forms(suffix: str) -> tuple[Form, ...]:
    """The forms that a suffix promises; none for a suffix that none of them has."""
    suffix = suffix.lower()
    return tuple(form for form in list_forms() if suffix in form.suffixes)


def share_office_for(paths: Iterable[str]) -> AbstractContextManager[None]:
    """Where several files are converted in this process, one LibreOffice for them."""
    if sum(map(is_converted, paths)) < 2:
        return nullcontext()
    from gblint.readers.office import share_office

    return share_office()


def is_converted(name: str) -> bool:
    """Whether LibreOffice has to convert a file of this name."""
    return any(form.convert is not None for form in find_forms(get_suffix(name)))


def estimate_seconds(name: str) -> float:
    """How long a file of this name takes, about; a wrong guess costs a little time."""
    return max((form.seconds for form in find_forms(get_suffix(name))), default=_QUICK)


def find_wrong_suffix(key: str, name: str) -> str:
    """The suffix of a file's name when it promises another kind, else ""."""
    suffix = get_suffix(name)
    promised = find_forms(suffix)
    return "" if not promised or any(form.key == key for form in promised) else suffix


def find_form(source: Source) -> Form:
    """The form of a file. Raises ReadError for one that is too large, or of a kind not read."""
    check_size(len(source.data), "file_mb")
    key = sniff(source)
    form = get_form(key)
    if form is None:
        raise refused_kind_error(key, promised=find_wrong_suffix(key, source.name))
    return form


def sniff(source: Source) -> str:
    """The key of the kind that a file is, by its content; `text` for all that nothing tells.

    Raises ReadError for a zip file that is broken or beyond a limit.
    """
    data = source.data
    # containers first: what begins like them is nothing else, and what is in them tells the kind
    if data.startswith(_ZIP):
        names = source.package().names
        for kind in KINDS:
            if any(names.issuperset(parts) for parts in kind.parts):
                return kind.key
        # a Word file whose text is in a part of another name, which its relationships tell
        return "docx" if "[content_types].xml" in names else "archive"
    if data.startswith(_OLE):
        from gblint.readers.office import sniff_ole

        return sniff_ole(data, [(stream, kind.key) for kind in KINDS for stream in kind.streams])
    for kind in KINDS:
        if data.startswith(kind.magic) or (kind.looks is not None and kind.looks(data)):
            return kind.key
    return sniff_markup(data)


def read_embedded(data: bytes, depth: int) -> Document | None:
    """A part of a Word file that is a document itself, None for one of a form that is not read.

    `depth` counts the Word files that it is in. Raises ReadError.
    """
    if data.startswith(_ZIP):
        from gblint.readers.docx import read_docx_inside

        return read_docx_inside(data, read_embedded, depth)
    # what LibreOffice would have to convert is left: an embedded part is no reason to start it
    source = Source(data)
    form = None if data.startswith(_OLE) else get_form(sniff(source))
    return form.read(source) if form is not None and form.embedded else None


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
    return _sniff_element(head)


def _sniff_element(head: bytes) -> str:
    """What a file is that begins like markup."""
    is_xml = head.startswith(b"<?xml")
    at = 0  # behind declarations and comments, of which sites put many at the top
    while (skipped := _PREAMBLE.match(head, at)) is not None:
        at = skipped.end()
    rest = head[at:].lstrip()
    if _PAGE.match(rest):
        return "html"
    if rest.startswith(b"<!doctype") or is_xml:
        return "html" if re.search(rb"<html[\s>]", rest) else _sniff_xml(head)
    return "html" if _PIECE.match(rest) and _is_piece(rest) else "text"


def _sniff_xml(head: bytes) -> str:
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
