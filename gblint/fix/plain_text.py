"""Corrections written into a text file: its encoding, line ends and marks stay as they are.

What a replacement names is found again in the source by the text that the reader made of it; where
the way from one to the other cannot be told, it is left alone and given back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gblint.findings import Replacement
from gblint.readers.encoding import BYTE_ORDER_MARKS, decode
from gblint.readers.plain import read_text
from gblint.readers.plain.source import Edit, TextSource

_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


class Written(NamedTuple):
    """The file as corrected, and the replacements that could not be written."""

    data: bytes
    left: tuple[Replacement, ...]


def write_corrections(data: bytes, replacements: Sequence[Replacement]) -> Written:
    """A text file with replacements written into it, none of which may overlap another.

    Raises ReadError.
    """
    coding = _find_encoding(data)
    if coding is None:
        return Written(data, tuple(replacements))
    mark, encoding = coding
    source = TextSource(data[len(mark) :].decode(encoding), read_text(data))
    edits: list[Edit] = []
    left: list[Replacement] = []
    for one in replacements:
        made = source.find(one)
        if made is None:
            left.append(one)
        else:
            edits += made
    text = source.text
    for edit in sorted(edits, reverse=True):
        text = text[: edit.begin] + edit.new + text[edit.end :]
    return Written(mark + text.encode(encoding), tuple(left))


def _find_encoding(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark and the encoding with which the reader reads a file, None where it has
    characters that cannot be read.
    """
    text, broken = decode(data)
    if broken:
        return None
    for mark, encoding in (*BYTE_ORDER_MARKS, *((b"", one) for one in _ENCODINGS)):
        if mark and not data.startswith(mark):
            continue
        try:
            read = data[len(mark) :].decode(encoding)
        except UnicodeDecodeError:
            continue
        if read == text and mark + read.encode(encoding) == data:
            return mark, encoding
    return None
