"""Compound files: their kinds, the beginnings of their streams, and hostile ones."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.readers import ReadError, Source, sniff
from gblint.readers.office import Compound
from tests.builder.raw_office import compound

_END, _FREE, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF


def sniff_bytes(data: bytes) -> str:
    return sniff(Source(data))


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
    assert file.read_head("a", 32) == b"short"
    assert file.read_head("b", 1100) == long[:1100]
    assert file.read_head("c", 9) == b""


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
        Compound(bytes(file)).read_head("WordDocument", 32)
