"""Readers: bytes of a file → Document. `forms.py` has a row for each form, with its reader."""

from __future__ import annotations

from contextlib import closing

import msgspec

from gblint.document import Document
from gblint.readers.forms import Form, Source, find_form, misnamed
from gblint.readers.refusals import (
    Limits,
    ReadError,
    check_characters,
    check_comments,
    limits_applied,
    limits_in_force,
)

__all__ = ["Limits", "ReadError", "read"]


def read(data: bytes, name: str = "", limits: Limits | None = None) -> Document:
    """Read a file of any form that is known; the content decides, not the name.

    `name` is the file's name, for messages only. Whatever the bytes, the outcome is a
    Document or a ReadError. `limits` say how large a document may be; None takes
    those in force.
    """
    with limits_applied(limits_in_force() if limits is None else limits):
        with closing(Source(data, name)) as source:
            form = find_form(source)
            document = form.read(source)
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
