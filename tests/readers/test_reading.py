"""What `read` makes of files of every kind: a Document or one plain sentence, nothing else."""

from __future__ import annotations

import io
import pickle
import struct
import zipfile

import pytest
from msgspec import convert

from gblint.document import Document
from gblint.readers import Limits, ReadError, Source, read, sniff
from gblint.readers.refusals import DEFAULT
from tests.builder.raw_word import packed, para, part, row, table, word

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def refused(data: bytes, name: str = "", limits: Limits = DEFAULT) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(data, name, limits)
    error = caught.value
    assert error.say.zh.endswith("。")
    assert error.say.en.endswith(".")
    assert error.say.zh == str(error)
    return error


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + b"\0" * 64


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (stream("WordDocument"), "损坏"),
        (stream("Workbook"), "旧版 Excel"),
        (stream("EncryptedPackage"), "密码"),
        (b"%PDF-1.7\n...", "PDF"),
        (b'<?xml version="1.0"?><report/>', "XML"),
        (b'<?xml version="1.0"?><w:wordDocument/>', "Word 2003"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "网页"),
        (b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/related;boundary=b\n\n--b", "网页"),
        (packed({"xl/workbook.xml": "<x/>"}), "Excel"),
        (packed({"ppt/presentation.xml": "<x/>"}), "演示"),
        (packed({"META-INF/manifest.xml": "<x/>", "content.xml": "<x/>"}), "ODF"),
        (packed({"OFD.xml": "<x/>"}), "OFD"),
        (packed({"报告.docx": b"x"}), "压缩包"),
        (b"Rar!\x1a\x07\x00", "压缩包"),
        (b"\x1f\x8b\x08\x00", "压缩包"),
        (b"PK\x03\x04 and no more", "损坏"),
    ],
)
def test_files_of_other_kinds(data: bytes, words: str) -> None:
    error = refused(data)
    assert words in error.say.zh
    assert error.kind == "unreadable"


@pytest.mark.parametrize("head", [b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"II*\0"])
def test_pictures(head: bytes) -> None:
    assert refused(head + b"\0" * 20).kind == "scanned"


def test_a_bitmap_and_a_text_that_begins_like_one() -> None:
    bitmap = b"BM" + struct.pack("<I", 60) + b"\0" * 54
    assert refused(bitmap).kind == "scanned"
    assert isinstance(read("BM厂2023年工作报告".encode()), Document)


def test_a_name_that_says_otherwise() -> None:
    sheet = packed({"xl/workbook.xml": "<workbook/>"})
    assert "文件名是 .docx，内容却是Excel" in refused(sheet, "报告.docx").say.zh
    assert "文件名" not in refused(sheet, "报告.xlsx").say.zh


def test_the_content_decides_and_not_the_name() -> None:
    assert read(word(para("甲")), "报告.txt").format == "docx"
    assert read("甲".encode(), "报告.docx").format == "text"


def test_markdown_with_html_in_it_is_text() -> None:
    assert sniff(Source("# 报告\n\n<table><tr><td>甲</td></tr></table>".encode())) == "text"
    assert sniff(Source("<!-- 注 -->\n# 报告".encode())) == "text"


@pytest.mark.parametrize("data", [b"", b"\n \n", "\ufeff".encode()])
def test_nothing_is_an_empty_document(data: bytes) -> None:
    assert read(data) == Document("text", ())


def test_a_file_of_pictures_is_a_document() -> None:
    found = read(word("<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>"))
    assert (found.blocks, found.pictures) == ((), 1)


def test_errors_travel_between_processes() -> None:
    error = refused(b"\x89PNG\r\n")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.say, copy.kind) == (error.say, error.kind)


# Word files that are damaged or hostile


def body(inside: str) -> str:
    return part("document", f"<w:body>{inside}</w:body>")


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<w:p>",
        "not xml",
        part("document", ""),
        "<a/>",
        body(para("甲"))[:-20],
        "<!DOCTYPE a>" + body(para("甲")),
        '<!DOCTYPE a [<!ENTITY b "c">]>' + body(para("&b;")),
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">' + body(para("甲")),
        body(para("&undefined;")),
        body("<w:sdt>" * 400 + "</w:sdt>" * 400),
    ],
)
def test_xml_that_cannot_be_read(xml: str) -> None:
    assert "损坏" in refused(packed({"word/document.xml": xml})).say.zh


def test_an_entity_is_never_read_from_a_file() -> None:
    xml = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>' + body(para("&b;"))
    refused(packed({"word/document.xml": xml}))


def test_damaged_styles_are_told_as_well() -> None:
    refused(packed({"word/document.xml": body(para("甲")), "word/styles.xml": "<w:styles"}))


def zipped(method: int, *, flag: int = 0) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as file:
        file.writestr("word/document.xml", body(para("甲")))
    data = bytearray(target.getvalue())
    if flag:
        data[data.index(b"PK\x01\x02") + 8] |= flag
        data[6] |= flag
    return bytes(data)


def test_ways_of_packing() -> None:
    assert read(zipped(zipfile.ZIP_STORED)).blocks
    assert "损坏" in refused(zipped(zipfile.ZIP_BZIP2)).say.zh
    assert "密码" in refused(zipped(zipfile.ZIP_DEFLATED, flag=1)).say.zh


def test_a_package_without_main_part() -> None:
    assert "损坏" in refused(packed({"[Content_Types].xml": "<Types/>"})).say.zh


def test_names_with_backslashes() -> None:
    assert read(packed({"word\\document.xml": body(para("甲"))})).blocks


def test_a_part_that_declares_too_little() -> None:
    data = packed({"word/document.xml": body(para("甲" * 500))})
    size = struct.pack("<I", len(body(para("甲" * 500)).encode()))
    assert data.count(size) == 2
    refused(data.replace(size, struct.pack("<I", 100)))


@pytest.mark.parametrize(
    ("name", "value", "inside"),
    [
        ("part_mb", 0.001, para("甲" * 500)),
        ("total_mb", 0.001, para("甲" * 500)),
        ("parts", 0, para("甲")),
        ("paragraphs", 3, para("甲") * 4),
        ("paragraphs", 3, table(row("甲") * 4)),
        ("cells", 5, table(row("甲", "乙", "丙"), row("丁", "戊", "己"))),
        ("cells", 5, table(row("甲", "乙", "丙")) * 2),
    ],
)
def test_limits(name: str, value: int, inside: str) -> None:
    data = packed({"word/document.xml": body(inside)})
    read(data)
    assert "限度" in refused(data, limits=convert({name: value}, Limits)).say.zh


def test_limits_of_size() -> None:
    long = "超过十个字节".encode()
    assert "限度" in refused(long, limits=Limits(text_mb=1e-5)).say.zh
    assert "限度" in refused(long, limits=Limits(file_mb=5e-6)).say.zh
    assert "--limit characters=" in refused(long, limits=Limits(characters=5)).say.zh
    assert read(long, limits=Limits(characters=6)).blocks


def test_tables_that_are_too_wide_or_too_deep() -> None:
    wide = "".join(f'<w:tc><w:tcPr><w:gridSpan w:val="{n}"/></w:tcPr></w:tc>' for n in [400] * 2)
    assert "列" in refused(word(table(row(wide)))).say.zh
    deep = para("甲")
    for _ in range(Limits().depth + 2):
        deep = table(row(f"<w:tc>{deep}{para()}</w:tc>", "乙", "丙"), row("1", "2", "3"))
    assert "嵌套" in refused(word(deep)).say.zh


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b" " * (int(Limits().part_mb * 2**20) + 1))
    assert "限度" in refused(target.getvalue()).say.zh
