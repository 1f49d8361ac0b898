"""Encodings of text files, and what is no text."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.readers.refusals import ReadError
from gblint.readers.texts import decode
from tests.readers.written_tables import document

TEXT = "示例市2023年报告\r\n\r\n一、总体情况\r\n共 3 件，“予以公开”1件。\n"
LONG = TEXT * 20
LINES = ["示例市2023年报告", "一、总体情况", "共 3 件，“予以公开”1件。"]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("gb18030", b""),
        ("gbk", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", b""),
        ("utf-32-be", b""),
    ],
)
def test_encodings(encoding: str, mark: bytes) -> None:
    data = mark + TEXT.encode(encoding)
    assert decode(data) == (TEXT, 0)
    assert [p.text for p in document(data).paragraphs()] == LINES


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_a_character_cut_off_at_the_end(encoding: str) -> None:
    cut = "总体情况正文\n".encode(encoding) + "公".encode(encoding)[:-1]
    assert decode(cut).text == "总体情况正文\n"


def test_characters_that_only_gb18030_has() -> None:
    text = "示例市𠮷野区情况。" * 3
    assert decode(text.encode("gb18030")).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_broken_character_is_told(encoding: str) -> None:
    data = LONG.encode(encoding)
    at = data.index("共".encode(encoding))
    found = document(data[:at] + b"\xff" + data[at:])
    assert [p.text for p in found.paragraphs()][2].startswith("\ufffd")
    ((chinese, english),) = found.notes
    assert "1" in chinese
    assert "1" in english


def test_many_broken_characters_are_no_text() -> None:
    with pytest.raises(ReadError):
        decode(LONG.encode().replace("件".encode(), b"\xff"))


def test_a_few_broken_characters_in_a_hundred_are_too_many() -> None:
    data = LONG.encode()
    for _ in range(12):
        at = data.index("共".encode())
        data = data[:at] + b"\xff" + data[at + 3 :]
    with pytest.raises(ReadError):
        decode(data)


def test_stray_control_characters_are_taken_out() -> None:
    assert decode(b"\x07" + LONG.encode() + b"\x1a").text == LONG


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 4,
        random.Random(1).randbytes(4000),
        b"\0" * 100,
        b"\x7fELF\x02\x01\x01" + b"\0" * 60,
        codecs.BOM_UTF8 + b"\xff\xfe\xfd" * 20,
        codecs.BOM_UTF16_LE + b"\x00\xdc" * 20,
        b"\x01\x02\x03" * 40,
    ],
)
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data)
    assert caught.value.kind == "unreadable"


@given(st.text(st.characters(categories=["L", "Nd", "P", "Zs"]), min_size=1))
def test_any_text_in_utf_8_comes_back(text: str) -> None:
    assert decode(text.encode()).text == text
