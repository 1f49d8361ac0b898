"""Parts of a Word file under any name, and files embedded in it."""

from __future__ import annotations

import pytest

from gblint.document import Document, Paragraph, Table
from gblint.readers import read
from tests.builder.raw_word import CONTENT_TYPES, packed, para, part

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/><w:suff w:val="nothing"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def _links(*links: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{at}" Type="{_R}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{inside}</Relationships>'


def _word(main: str, target: str, links: str, body: str, **parts: str | bytes) -> bytes:
    folder, _, name = main.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    return packed(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": _links(("officeDocument", target)),
            main: part("document", f'<w:body xmlns:r="{_R}">{body}<w:sectPr/></w:body>'),
            rels: links,
            **parts,
        }
    )


def _texts(document: Document) -> list[str]:
    return [block.shown for block in document.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("main", "target", "link", "stored"),
    [
        ("word/document.xml", "word/document.xml", "numbering.xml", "word/numbering.xml"),
        ("word/document2.xml", "/word/document2.xml", "numbering2.xml", "word/numbering2.xml"),
        ("doc/main.xml", "doc/main.xml", "/lists/n.xml", "lists/n.xml"),
        ("doc/main.xml", "/doc/main.xml", "../lists/n%201.xml", "lists/n 1.xml"),
        ("Word/Document.xml", "word/document.xml", "Numbering.XML", "word/numbering.xml"),
        ("main.xml", "main.xml", "./num.xml", "num.xml"),
    ],
)
def test_parts_are_found_by_relationships(main: str, target: str, link: str, stored: str) -> None:
    data = _word(
        main,
        target,
        _links(("numbering", link)),
        para("总体情况", _NUMBERED) + para("主动公开政府信息情况", _NUMBERED),
        **{stored: part("numbering", _NUMBERING)},
    )
    assert _texts(read(data)) == ["一、总体情况", "二、主动公开政府信息情况"]


def test_the_main_part_is_the_one_that_is_named() -> None:
    data = _word(
        "word/final.xml",
        "word/final.xml",
        _links(),
        para("定稿"),
        **{"word/document.xml": part("document", f"<w:body>{para('旧稿')}</w:body>")},
    )
    assert _texts(read(data)) == ["定稿"]


def test_styles_and_comments_under_other_names() -> None:
    style = '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/></w:style>'
    comment = (
        '<w:comment w:id="0"><w:p><w:r><w:t>gblint: ignore GB104 沿用</w:t></w:r></w:p></w:comment>'
    )
    body = (
        '<w:p><w:pPr><w:pStyle w:val="h"/></w:pPr><w:commentRangeStart w:id="0"/>'
        '<w:r><w:t>一、概况</w:t></w:r><w:commentRangeEnd w:id="0"/></w:p>'
    )
    data = _word(
        "word/document.xml",
        "word/document.xml",
        _links(("styles", "styles7.xml"), ("comments", "/word/notes/c.xml")),
        body,
        **{
            "word/styles7.xml": part("styles", style),
            "word/notes/c.xml": part("comments", comment),
        },
    )
    document = read(data)
    assert [block.level for block in document.paragraphs()] == [1]
    assert [one.text for one in document.comments] == ["gblint: ignore GB104 沿用"]


_PAGE = (
    "<html><body><p>一、总体情况</p><p>工作正常。</p>"
    "<table><tr><td>甲</td><td>1</td></tr></table></body></html>"
)
_MHT = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    f"{_PAGE}\r\n--b--\r\n"
)


def _embedded(kind: str) -> bytes:
    if kind == "docx":
        table = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"
        body = para("一、总体情况") + para("工作正常。") + table.format(para("甲"), para("1"))
        return _word("word/document.xml", "word/document.xml", _links(), body)
    if kind == "text":
        return "一、总体情况\n\n工作正常。\n\n| 甲 | 1 |\n| --- | --- |\n".encode()
    return (_MHT if kind == "mht" else _PAGE).encode()


def _with_chunk(data: bytes, name: str = "afchunk.bin") -> bytes:
    body = para("标题") + '<w:altChunk r:id="rId1"/>' + para("落款")
    return _word(
        "word/document.xml",
        "word/document.xml",
        _links(("aFChunk", name)),
        body,
        **{"word/afchunk.bin": data},
    )


@pytest.mark.parametrize("kind", ["html", "mht", "docx", "text"])
def test_what_is_embedded_is_read_in_its_place(kind: str) -> None:
    document = read(_with_chunk(_embedded(kind)))
    assert _texts(document) == ["标题", "一、总体情况", "工作正常。", "落款"]
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [cell.text for cell in table.cells] == ["甲", "1"]
    lines = [block.anchor.line for block in document.blocks]
    assert lines == sorted(lines)
    assert not document.notes


@pytest.mark.parametrize("data", [_with_chunk(b"{\\rtf1 x}"), _with_chunk(b"x", "absent.mht")])
def test_what_is_embedded_and_not_read_is_told(data: bytes) -> None:
    document = read(data)
    assert _texts(document) == ["标题", "落款"]
    assert ["嵌入" in zh for zh, _ in document.notes] == [True]


@pytest.mark.parametrize("body", ['<w:subDoc r:id="rId1"/>', '<w:p><w:subDoc r:id="rId1"/></w:p>'])
def test_subdocuments_are_told(body: str) -> None:
    links = _links(("subDocument", "part.docx"))
    document = read(_word("word/document.xml", "word/document.xml", links, body + para("文")))
    assert ["子文档" in zh for zh, _ in document.notes] == [True]


def test_a_file_that_embeds_itself_ends() -> None:
    data = para("里")
    inner = _word("word/document.xml", "word/document.xml", _links(), data)
    for _ in range(8):
        inner = _with_chunk(inner)
    document = read(inner)
    assert document.notes
    assert "标题" in _texts(document)


def test_drawn_titles() -> None:
    shape = (
        '<w:p><w:r><w:pict><v:shape><v:textpath string="示例市2023年报告"/></v:shape></w:pict>'
        "</w:r></w:p>"
    )
    drawn = (
        '<w:p><w:r><w:drawing><a:x xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        "<a:txBody><a:p><a:r><a:t>示例</a:t></a:r><a:r><a:t>报告</a:t></a:r></a:p></a:txBody></a:x>"
        "</w:drawing></w:r></w:p>"
    )
    links = _links()
    document = read(_word("word/document.xml", "word/document.xml", links, shape + drawn))
    assert _texts(document) == ["示例市2023年报告", "示例报告"]


def test_the_blank_of_gbk() -> None:
    links = _links()
    body = para("\ue5e5\ue5e5一、总体情况")
    assert _texts(read(_word("word/document.xml", "word/document.xml", links, body))) == [
        "　　一、总体情况"
    ]
    page = b"<html><head><meta charset=gbk></head><body><p>\xa3\xa0\xa3\xa0" + (
        "一、总体情况</p></body></html>".encode("gbk")
    )
    assert [text.strip() for text in _texts(read(page))] == ["一、总体情况"]
    text = b"\xa3\xa0\xa3\xa0" + "一、总体情况\n\n工作正常，各项任务都已完成。\n".encode("gbk")
    assert _texts(read(text))[0].strip() == "一、总体情况"
