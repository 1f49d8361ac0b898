"""Files with a password, of every form: they are told as such, with what to do."""

from __future__ import annotations

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

import gblint
from gblint.readers import office
from tests.builder.draw_pdf import pdf
from tests.builder.raw_office import compound, packaged
from tests.hostile import pdfs
from tests.hostile.office_files import old_word
from tests.hostile.zips import Entry, archive, deflated, entry

_AES = b"/Encrypt<</Filter/Standard/V 5/R 6/Length 256/O(x)/U(x)/OE(x)/UE(x)/Perms(x)/P -4>>"
_OTHERS = {
    "damaged": b"/Encrypt<</Filter/Standard/V 4/R 4/O(x)/U(x)/P -4>>/ID[(a)(a)]",
    "damaged-aes": _AES + b"/ID[(a)(a)]",
    "no-id": b"/Encrypt<</Filter/Standard/V 2/R 3/O(x)/U(x)/P -4>>",
    "public-key": b"/Encrypt<</Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s5/V 4>>/ID[(a)(a)]",
    "of-a-vendor": b"/Encrypt<</Filter/ExampleVendor.DRM/V 9>>/ID[(a)(a)]",
    "nowhere": b"/Encrypt 99 0 R/ID[(a)(a)]",
}


def _pdf(strength: int, *, user: str) -> bytes:
    """Of Latin text: the names of other fonts are not encrypted by this library as they should."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(72, 700, "Plain text.")

    return pdf(draw, password=StandardEncryption(user, "owner", strength=strength))


_OFFICE = {
    "word.docx": lambda: compound(("EncryptionInfo", b"x" * 99), ("EncryptedPackage", b"x" * 9000)),
    "word.doc": lambda: old_word(0x0100),
    "word-by-xor.doc": lambda: old_word(0x8100),
    "text.odt": lambda: packaged("x", entry="<manifest:encryption-data/>"),
    "entry.docx": lambda: archive(
        [
            entry("[Content_Types].xml", b"<Types/>"),
            Entry(b"word/document.xml", deflated(b"x"), size=1, flags=1),
        ]
    ),
}


@pytest.mark.parametrize("name", _OFFICE)
def test_office_files(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "convert_to_docx", None)
    result = gblint.check(_OFFICE[name](), file_name=name)
    assert result.failure is not None
    assert "密码" in result.failure.zh
    assert "Word 或 WPS" in result.failure.zh
    assert [finding.rule for finding in result] == ["GB901"]


@pytest.mark.parametrize("strength", [40, 128])
def test_a_pdf_with_a_password(strength: int) -> None:
    _refused(_pdf(strength, user="secret"))
    assert not _told(_pdf(strength, user=""))[0], "one that only forbids changes can be read"


@pytest.mark.parametrize("name", _OTHERS)
def test_a_pdf_that_nobody_can_open(name: str) -> None:
    _refused(pdfs.pdf(pdfs.page(pdfs.stream(b"")), trailer=_OTHERS[name]))


def test_a_damaged_pdf_that_is_not_encrypted() -> None:
    failure, _ = _told(b"%PDF-1.7\n" + b"\xff 0 obj <<" * 99)
    assert "损坏" in failure


def _told(data: bytes) -> tuple[str, list[str]]:
    result = gblint.check(data, file_name="年报.pdf")
    failure = "" if result.failure is None else result.failure.zh
    return failure, [finding.rule for finding in result]


def _refused(data: bytes) -> None:
    failure, rules = _told(data)
    assert "已加密" in failure
    assert "去掉密码" in failure
    assert ".docx 原稿" in failure
    assert rules == ["GB901"]
