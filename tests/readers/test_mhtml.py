"""Pages saved as one file, as programs write them and as they never would."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.document import Document
from gblint.readers import ReadError, read

PAGE = "<html><p>总体情况</p></html>"


def mht(*parts: bytes, boundary: str = "b", head: str = "MIME-Version: 1.0") -> bytes:
    lines = f'{head}\r\nContent-Type: multipart/related; boundary="{boundary}"\r\n\r\n'.encode()
    mark = f"--{boundary}".encode()
    return lines + b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"


def part(
    text: str = PAGE, *, charset: str = "utf-8", how: str = "8bit", kind: str = "text/html"
) -> bytes:
    data = text.encode(charset)
    body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(how.lower())
    head = f'Content-Type: {kind};\r\n\tcharset="{charset}"\r\nContent-Transfer-Encoding: {how}'
    return head.encode() + b"\r\n\r\n" + (body(data) if body else data)


def texts(data: bytes) -> list[str]:
    found = read(data)
    assert found.format == "mht"
    return [paragraph.text for paragraph in found.paragraphs()]


@pytest.mark.parametrize("how", ["8bit", "7bit", "base64", "quoted-printable", "BASE64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_encodings(how: str, charset: str) -> None:
    assert texts(mht(part(charset=charset, how=how))) == ["总体情况"]


@pytest.mark.parametrize(
    "head",
    [
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: x\r\nMIME-Version: 1.0",
        'From: "Saved by Internet Explorer 11"\nSubject: x\nMIME-Version: 1.0',
        "MIME-Version: 1.0\r\nX-Document-Type: Workbook",
    ],
)  # fmt: skip
def test_how_programs_begin(head: str) -> None:
    assert texts(mht(part(), head=head)) == ["总体情况"]


def test_parts_in_parts_and_other_parts() -> None:
    inner = mht(part("x", kind="text/css"), part(), boundary="inner").partition(b"\r\n")[2]
    assert texts(mht(part("甲", kind="text/plain"), inner)) == ["总体情况"]


def test_the_page_with_most_text_counts() -> None:
    frame = part(f"<html><p>{'文' * 99}</p></html>")
    assert texts(mht(part(), frame, part())) == ["文" * 99]


def test_a_boundary_that_begins_another() -> None:
    inner = mht(part(), boundary="b-inner").partition(b"\r\n")[2]
    assert texts(mht(inner, boundary="b")) == ["总体情况"]


def test_a_file_that_is_cut_off() -> None:
    whole = mht(part(PAGE + "<p>更多</p>" * 9, how="base64"))
    assert texts(whole[:-60])[0] == "总体情况"


def test_a_page_without_parts() -> None:
    data = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=gbk\r\n\r\n" + PAGE.encode("gbk")
    assert texts(data) == ["总体情况"]


def test_no_page_in_it() -> None:
    with pytest.raises(ReadError) as caught:
        read(mht(part("a", kind="image/png")))
    assert "没有网页" in caught.value.say.zh


def _of_many_parts() -> bytes:
    return mht(*[b"Content-Type: multipart/mixed; boundary=b\r\n"] * 30_000)


def _of_one_long_part() -> bytes:
    return mht(part("甲" * 6_000_000, how="base64"))


def _of_parts_within_parts() -> bytes:
    return b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n" + b"".join(
        b"--b%d\nContent-Type: multipart/mixed;boundary=b%d\n\n" % (i, i + 1) for i in range(99)
    )


@pytest.mark.gate
@pytest.mark.parametrize("make", [_of_many_parts, _of_one_long_part, _of_parts_within_parts])
def test_files_beyond_a_limit(make: Callable[[], bytes]) -> None:
    with pytest.raises(ReadError) as caught:
        read(make())
    assert "限度" in caught.value.say.zh


_WHOLE = mht(part(how="quoted-printable"), part("x", kind="text/css"))


@given(st.integers(0, len(_WHOLE)), st.integers(0, 40), st.binary(max_size=8))
def test_changed_and_cut_files(at: int, gone: int, more: bytes) -> None:
    found: Document | ReadError
    try:
        found = read(_WHOLE[:at] + more + _WHOLE[at + gone :])
    except ReadError as error:
        found = error
    assert isinstance(found, Document) or found.say.zh
