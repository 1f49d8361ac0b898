"""Readers: bytes of a file → Document. `forms.py` has a row for each form, with its reader."""

from __future__ import annotations

import msgspec

from gblint.document import Document
from gblint.readers.forms import Form, Source, form_named, misnamed, sniff
from gblint.readers.refusals import (
    Limits,
    ReadError,
    check_characters,
    check_comments,
    check_size,
    limits_applied,
    limits_in_force,
    refused_kind_error,
)

__all__ = ["Limits", "ReadError", "read"]


def read(data: bytes, name: str = "", limits: Limits | None = None) -> Document:
    """Read a file of any form that is known; the content decides, not the name.

    `name` is the file's name, for messages only. Whatever the bytes, the outcome is a
    Document or a ReadError. `limits` say how large a document may be; None takes
    those in force.
    """
    with limits_applied(limits_in_force() if limits is None else limits):
        check_size(len(data), "file_mb")
        source = Source(data, name)
        try:
            key = sniff(source)
            form = form_named(key)
            if form is None:
                raise refused_kind_error(key, promised=misnamed(key, name))
            document = form.read(source)
        finally:
            source.close()
        check_characters(document)
        check_comments(len(document.comments))
        return _note_wrong_name(document, form, name)


def _note_wrong_name(document: Document, form: Form, name: str) -> Document:
    """The document with a note where its name promises another form than it is."""
    suffix = misnamed(form.key, name)
    if not suffix:
        return document
    note = (
        f"文件名是 {suffix}，内容是{form.name.zh}，已按内容读取。",
        f"The name says {suffix}, but this is {form.name.en}; it was read as that.",
    )
    return msgspec.structs.replace(document, notes=(note, *document.notes))
