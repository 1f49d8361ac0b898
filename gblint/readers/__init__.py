"""Readers: bytes of a file → Document. One file per input kind."""

from __future__ import annotations

from collections.abc import Callable

from gblint.document import Document
from gblint.readers.errors import ReadError
from gblint.readers.limits import DEFAULT, Limits, check_bytes, under
from gblint.readers.sniff import ole_kind, refusal, sniff

__all__ = ["READERS", "Limits", "ReadError", "read"]


def read(data: bytes, name: str = "", limits: Limits = DEFAULT) -> Document:
    """Read a file of any kind that a reader knows; the content decides, not the name.

    `name` is the file's name, for messages only. Whatever the bytes, the outcome is a
    Document or a ReadError. `limits` say how large a document may be.
    """
    check_bytes(len(data), limits.file_bytes)
    kind = sniff(data)
    if kind == "ole":
        kind = ole_kind(data)
    reader = READERS.get(kind)
    if reader is None:
        raise refusal(kind, name)
    with under(limits):
        return reader(data, name)


def _zip(data: bytes, name: str) -> Document:
    from gblint.readers.docx import read_docx

    return read_docx(data, name)


def _text(data: bytes, name: str) -> Document:  # noqa: ARG001 - one signature for all readers
    from gblint.readers.text import read_text

    return read_text(data)


READERS: dict[str, Callable[[bytes, str], Document]] = {"zip": _zip, "text": _text}
"""The readers by the kinds of `sniff`; each imports what it needs when it is called."""
