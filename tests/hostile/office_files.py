"""Files that LibreOffice would get: encrypted ones and bombs, refused before it is started."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import msgspec

from tests.builder.raw_office import compound
from tests.hostile.case import Case
from tests.hostile.zips import MB, Entry, archive, bomb, entry

_TYPE = b"application/vnd.oasis.opendocument.text"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_CONTENT = f"<o:document-content xmlns:o='{_OFFICE}'/>".encode()
_AROUND = (_CONTENT.replace(b"/>", b">"), b"</o:document-content>")
_BLOCK = b" " * MB
_LAUGHS = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>"


def cases() -> Iterator[Case]:
    yield Case("encrypted.docx", _encrypted, "refused", "密码")
    yield Case("encrypted-large.docx", lambda: _encrypted(9 * MB), "refused", "密码")
    yield Case("encrypted.doc", lambda: old_word(0x0100), "refused", "密码")
    yield Case("encrypted-and-cut.doc", lambda: old_word(0x0100)[:2400], "refused")
    yield Case("without-text.doc", lambda: compound(("WordDocument", b"")), "refused", "损坏")
    yield Case("content-bomb.odt", lambda: _odt(bomb("content.xml", _BLOCK, 500, around=_AROUND)),
               "refused", "part_mb")  # fmt: skip
    yield Case("picture-bomb.odt", lambda: _odt(_TEXT, bomb("Pictures/1.png", _BLOCK, 500)),
               "refused", "file_mb")  # fmt: skip
    yield Case("object-bombs.odt", lambda: _odt(_TEXT, *_objects()), "refused", "file_mb")
    yield Case("bomb-that-lies.odt", lambda: _odt(_TEXT, _lying()), "refused", "损坏")
    yield Case("overlapping.odt", _overlapping, "refused", "file_mb")
    yield Case("laughs.odt", lambda: _odt(entry("content.xml", _LAUGHS + _CONTENT)), "refused")
    yield Case("laughs-in-styles.odt", lambda: _odt(_TEXT, entry("styles.xml", _LAUGHS + _CONTENT)),
               "refused")  # fmt: skip
    yield Case("million-entries.odt", lambda: _odt(*_names(100_000)), "refused", "parts")
    yield Case("encrypted-part.odt", lambda: _odt(_TEXT, _closed()), "refused", "密码")
    yield Case("cells.rtf", lambda: _rtf((rb"\cellx9" * 59 + rb"\intbl" + rb" a\cell" * 59) * 3000),
               "refused", "cells")  # fmt: skip
    yield Case("paragraphs.rtf", lambda: _rtf(rb"\par a" * 2_000_000), "refused", "paragraphs")
    yield Case("nested.rtf", lambda: _rtf(b"{" * 1_000_000 + b"}" * 1_000_000), "refused", "tags")


def _rtf(content: bytes) -> bytes:
    return rb"{\rtf1\ansi " + content + b"}"


_TEXT = entry("content.xml", _CONTENT)


def _odt(*parts: Entry) -> bytes:
    return archive([entry("mimetype", _TYPE), entry("META-INF/manifest.xml", b"<m/>"), *parts])


def _encrypted(size: int = 9000) -> bytes:
    data = bytes(range(256)) * (min(size, 20_000) // 256)
    return compound(("EncryptionInfo", data[:900]), ("EncryptedPackage", data)) + b"x" * size


def old_word(flags: int) -> bytes:
    """A Word document; the bit 0x0100 of its flags says that it is encrypted."""
    head = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x804, 0, flags)
    return compound(("WordDocument", head.ljust(900, b"\0")), ("1Table", b"\xff" * 600))


def _objects() -> Iterator[Entry]:
    return (bomb(f"Object {at}/content.xml", _BLOCK, 9) for at in range(20))


def _lying() -> Entry:
    return msgspec.structs.replace(bomb("Pictures/1.png", _BLOCK, 500), size=1000)


def _overlapping() -> bytes:
    first = bomb("Pictures/1.png", _BLOCK, 15)
    copies = (
        msgspec.structs.replace(first, name=b"Pictures/%d.png" % at, offset=0) for at in range(2000)
    )
    return _odt(_TEXT, first, *copies)


def _names(count: int) -> Iterator[Entry]:
    yield _TEXT
    yield from (Entry(b"%d" % at, b"", packing=0) for at in range(count))


def _closed() -> Entry:
    return msgspec.structs.replace(entry("Pictures/1.png", b"x" * 99), flags=1)
