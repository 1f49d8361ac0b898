"""Word files that are hostile as archives."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import msgspec

from tests.builder.raw_word import para, part, word
from tests.hostile.case import Case
from tests.hostile.zips import CENTRAL, END, MB, Entry, archive, bomb, deflated, entry

MAIN = "word/document.xml"
_TEXT = part("document", f"<w:body>{para('一、总体情况')}</w:body>").encode()
_AROUND = (_TEXT.split(b"</w:body>")[0], b"</w:body></w:document>")
_BLOCK = b" " * MB


def cases() -> Iterator[Case]:
    yield Case("bomb-flat.docx", _flat, "refused", "part_mb")
    yield Case("bomb-that-lies.docx", _lying, "refused", "")
    yield Case("bomb-of-text.docx", _of_text)
    yield Case("bomb-in-many-parts.docx", _many_parts, "refused")
    yield Case("bomb-overlapping.docx", _overlapping)
    yield Case("bomb-nested.docx", _nested, "read")
    yield Case("bomb-beside.docx", _beside, "read")
    yield Case("million-entries.docx", _million_entries, "refused", "parts")
    yield Case("million-entries-one-name.docx", _one_name, "refused", "parts")
    yield Case("same-name-twice.docx", _twice)
    yield Case("names-with-tricks.docx", _tricks, "read")
    yield Case("only-names-with-tricks.docx", lambda: _tricks(main=False), "refused")
    yield Case("zip64-that-lies.docx", _zip64, "refused")
    yield Case("directory-that-lies.docx", _directory, "refused")
    yield Case("encrypted-entry.docx", _encrypted, "refused", "密码")
    yield Case("unknown-packing.docx", _unknown_packing, "refused", "损坏")
    yield Case("crc-that-lies.docx", _crc, "refused", "损坏")
    yield Case("directory-in-a-loop.docx", _loop)
    yield Case("comment-as-directory.docx", _comment)


def _flat() -> bytes:
    return archive([bomb(MAIN, _BLOCK, 500, around=_AROUND)])


def _lying() -> bytes:
    return archive([msgspec.structs.replace(bomb(MAIN, _BLOCK, 500, around=_AROUND), size=1000)])


def _of_text() -> bytes:
    """Just below the limit of a part, of characters in runs of 1 MB."""
    run = b"<w:p><w:r><w:t>" + "甲".encode() * 300_000 + b"</w:t></w:r></w:p>"
    return archive([bomb(MAIN, run, 17, around=_AROUND)])


def _many_parts() -> bytes:
    bombs = (
        bomb(f"word/{name}.xml", _BLOCK, 15, around=(b"<a>", b"</a>"))
        for name in ("styles", "numbering", "comments", "footnotes", "settings")
    )
    return archive([entry(MAIN, _TEXT), *bombs])


def _overlapping() -> bytes:
    """Every part is the same packed bytes: 15 MB of them, thousands of times."""
    first = bomb(MAIN, _BLOCK, 15, around=_AROUND)
    names = ["styles", "numbering", "comments", *map(str, range(5000))]
    return archive(
        [
            first,
            *(
                msgspec.structs.replace(first, name=f"word/{name}.xml".encode(), offset=0)
                for name in names
            ),
        ]
    )


def _nested() -> bytes:
    """Archives within one another: nobody opens them."""
    inner = archive([bomb("0.zip", _BLOCK, 500)])
    for depth in range(10):
        inner = archive(entry(f"{depth}/{n}.zip", inner) for n in range(4))[: 20 * MB]
    return archive([entry(MAIN, _TEXT), entry("word/embeddings/all.zip", inner)])


def _beside() -> bytes:
    """A picture of 500 MB that nobody unpacks."""
    return archive([entry(MAIN, _TEXT), bomb("word/media/1.png", _BLOCK, 500)])


def _million_entries() -> bytes:
    return archive(Entry(b"%d" % n, b"", packing=0) for n in range(300_000))


def _one_name() -> bytes:
    one = CENTRAL + bytes(24) + struct.pack("<HHH", 1, 0, 0) + bytes(12) + b"a"
    directory = one * 1_000_000
    last = struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, len(directory), 0, 0)
    return b"PK\x03\x04" + directory + END + last


def _twice() -> bytes:
    other = _TEXT.replace("一".encode(), "二".encode())
    return archive([entry(MAIN, _TEXT), entry(MAIN, other), entry("WORD/Document.xml", other)])


def _tricks(*, main: bool = True) -> bytes:
    names = (
        "../../word/document.xml",
        "/etc/passwd",
        "..\\..\\word\\document.xml",
        "C:\\a.xml",
        "word/\0document.xml",
        "\u202excod.xml",
        "\x1b[31m.xml",
        "word/",
        "",
        "a" * 60_000,
    )
    parts = [entry(name, b"x") for name in names]
    return archive([*parts, entry(MAIN, _TEXT)] if main else parts)


def _zip64() -> bytes:
    most = 2**64 - 1
    extra = struct.pack("<HHQQQ", 1, 24, most, most, most)
    lying = Entry(MAIN.encode(), deflated(_TEXT), size=2**32 - 1, extra=extra)
    record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, most, most, most, most)
    locator = struct.pack("<IIQI", 0x07064B50, 0, 100, 1)
    last = END + struct.pack("<HHHHIIH", 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    return archive([lying], end=record + locator + last)


def _directory() -> bytes:
    data = archive([entry(MAIN, _TEXT)])
    lies = struct.pack("<HHHHIIH", 0, 0, 60_000, 60_000, 2**31, 2**31, 0)
    return data[: data.rfind(END)] + END + lies


def _encrypted() -> bytes:
    stored = deflated(_TEXT)
    return archive([Entry(MAIN.encode(), stored, size=len(_TEXT), flags=1)])


def _unknown_packing() -> bytes:
    return archive([Entry(MAIN.encode(), b"x" * 100, packing=99, size=100)])


def _crc() -> bytes:
    return archive([Entry(MAIN.encode(), deflated(_TEXT), size=len(_TEXT), crc=1)])


def _loop() -> bytes:
    """A part whose bytes are the archive's own directory."""
    data = archive([entry("[Content_Types].xml", b"<Types/>")])
    main = Entry(MAIN.encode(), b"", packing=0, size=2**31, stored_size=2**31, offset=0)
    return archive([main, entry("a", data)])


def _comment() -> bytes:
    """A file whose comment is another one with another text."""
    inner = word(para("另一份"))
    data = archive([entry(MAIN, _TEXT)])[:-2]
    return data + struct.pack("<H", min(len(inner), 65535)) + inner
