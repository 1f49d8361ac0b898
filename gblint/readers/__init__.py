"""Readers: bytes of a file → Document. One file per input kind."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from gblint.document import Document
from gblint.readers.errors import ReadError
from gblint.readers.forms import FORMS
from gblint.readers.limits import (
    Limits,
    check_characters,
    check_comments,
    check_size,
    in_force,
    under,
)
from gblint.readers.sniff import NAMES, misnamed, refusal, sniff

__all__ = ["READERS", "Limits", "ReadError", "read"]


def read(data: bytes, name: str = "", limits: Limits | None = None) -> Document:
    """Read a file of any kind that a reader knows; the content decides, not the name.

    `name` is the file's name, for messages only. Whatever the bytes, the outcome is a
    Document or a ReadError. `limits` say how large a document may be; None takes
    those in force.
    """
    with under(in_force() if limits is None else limits):
        check_size(len(data), "file_mb")
        kind = sniff(data)
        if kind == "ole":
            from gblint.readers.office.ole import ole_kind

            kind = ole_kind(data)
        reader = READERS.get(kind)
        if reader is None:
            raise refusal(kind, name)
        document = reader(data, name)
        check_characters(document)
        check_comments(len(document.comments))
        return _remarked(document, name)


def _remarked(document: Document, name: str) -> Document:
    """The document with a note where its name promises another kind than it is."""
    suffix = misnamed(document.format, name)
    if not suffix:
        return document
    zh, en = NAMES[document.format]
    note = (
        f"文件名是 {suffix}，内容是{zh}，已按内容读取。",
        f"The name says {suffix}, but this is {en}; it was read as that.",
    )
    return msgspec.structs.replace(document, notes=(note, *document.notes))


def _zip(data: bytes, name: str) -> Document:
    from gblint.readers.docx.package import Package

    with Package(data) as package:
        if package.kind == "docx":
            from gblint.readers.docx import read_docx

            return read_docx(package)
    if package.kind == "odf":
        return _office("odt")(data, name)
    raise refusal(package.kind, name)


def _text(data: bytes, name: str) -> Document:  # noqa: ARG001 - one signature for all readers
    from gblint.readers.plain.reader import read_text

    return read_text(data)


def _office(kind: str) -> Reader:
    """The reader of a kind that LibreOffice converts."""

    def reader(data: bytes, name: str) -> Document:  # noqa: ARG001 - as above
        from gblint.readers.office import read_office

        return read_office(data, kind)

    return reader


def _html(data: bytes, name: str) -> Document:  # noqa: ARG001 - as above
    from gblint.readers.html.reader import read_html

    return read_html(data)


def _mht(data: bytes, name: str) -> Document:  # noqa: ARG001 - as above
    from gblint.readers.html.mhtml import read_mhtml

    return read_mhtml(data)


def _pdf(data: bytes, name: str) -> Document:
    from gblint.readers.pdf import read_pdf_apart

    return read_pdf_apart(data, name)


Reader = Callable[[bytes, str], Document]

READERS: dict[str, Reader] = {
    "zip": _zip,
    "text": _text,
    "html": _html,
    "mht": _mht,
    "pdf": _pdf,
    **{form.key: _office(form.key) for form in FORMS if form.office},
}
"""The readers by the kinds of `sniff`; each imports what it needs when it is called."""
