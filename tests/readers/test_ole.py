"""Compound files: their kinds, the beginnings of their streams, and hostile ones."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.readers import ReadError
from gblint.readers.forms import Source, sniff
from gblint.readers.office.ole import Compound

_END, _FREE, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF


def sniff_bytes(data: bytes) -> str:
    return sniff(Source(data))


def entry(
    name: str, *, right: int = _NONE, child: int = _NONE, start: int = 0, size: int = 0
) -> bytes:
    """An entry of the directory."""
    written = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", _NONE, right, child)
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), 2, 1) + links
    return head.ljust(116, b"\0") + struct.pack("<IQ", start, size)


def compound(*streams: tuple[str, bytes]) -> bytes:
    """A compound file with these streams, all of them in sectors of their own."""
    count = -(-(len(streams) + 1) // 4)
    entries = [entry("Root Entry", child=1 if streams else _NONE)]
    table = [0xFFFFFFFD, *range(2, count + 1), _END]
    sectors = b""
    for number, (name, data) in enumerate(streams, 1):
        right = number + 1 if number < len(streams) else _NONE
        start = len(table)
        entries.append(entry(name, right=right, start=start, size=len(data)))
        padded = data.ljust(max(-(-len(data) // 512), 1) * 512, b"\0")
        table += [*range(start + 1, start + len(padded) // 512), _END]
        sectors += padded
    directory = b"".join(entries).ljust(count * 512, b"\0")
    allocation = b"".join(struct.pack("<I", number) for number in table).ljust(512, b"\xff")
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1) + struct.pack("<I", 1)
    head += struct.pack("<IIIIII", 0, 0, _END, 0, _END, 0)
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    return head + allocation + directory + sectors


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["WordDocument", "1Table"], "doc"),
        (["Workbook"], "xls"),
        (["PowerPoint Document"], "ppt"),
        (["EncryptionInfo", "EncryptedPackage"], "encrypted"),
        (["CONTENTS", "SPELLING"], "works"),
        (["__properties_version1.0"], "binary"),
    ],
)
def test_kinds(names: list[str], kind: str) -> None:
    assert sniff_bytes(compound(*((name, b"x") for name in names))) == kind


def test_a_name_in_the_text_is_no_stream() -> None:
    said = "WordDocument".encode("utf-16-le")
    assert sniff_bytes(compound(("Workbook", said))) == "xls"


def test_the_beginning_of_a_stream() -> None:
    long = bytes(range(256)) * 5
    file = Compound(compound(("a", b"short"), ("b", long)))
    assert file.names == {"a", "b"}
    assert file.head("a", 32) == b"short"
    assert file.head("b", 1100) == long[:1100]
    assert file.head("c", 9) == b""


def test_a_directory_that_is_cut_off() -> None:
    data = compound(("WordDocument", b"x" * 5000))
    assert sniff_bytes(data[:1000]) == "doc"
    with pytest.raises(ReadError):
        Compound(data[:600])


@given(st.data())
def test_changed_files(data: st.DataObject) -> None:
    file = bytearray(compound(("WordDocument", b"x" * 700), ("0Table", b"y" * 1500)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(24, len(file) - 4))
        number = data.draw(st.sampled_from((0, 1, 2, 3, 5, 511, _END, _FREE)))
        struct.pack_into("<I", file, at, number)
    assert sniff_bytes(bytes(file))
    with contextlib.suppress(ReadError):
        Compound(bytes(file)).head("WordDocument", 32)
