"""Paragraphs of Word files: what counts as text, and where it stands."""

from __future__ import annotations

import io

import docx
import pytest

from gblint.document import Document, Paragraph
from gblint.readers import read
from tests.builder.raw_word import (
    MARK_DELETED,
    STRICT,
    W,
    box,
    cell,
    field,
    packed,
    para,
    part,
    row,
    run,
    table,
    word,
)


def texts(data: bytes) -> list[str]:
    return [p.text for p in read(data).paragraphs()]


def lines(document: Document) -> dict[str, int]:
    return {p.text: p.anchor.line for p in document.paragraphs()}


def test_an_ordinary_file() -> None:
    made = docx.Document()
    made.add_heading("示例市2023年政府信息公开工作年度报告", level=1)
    made.add_paragraph("一、总体情况").runs[0].bold = True
    made.add_paragraph("")
    made.add_paragraph("本年共受理申请 3 件。")
    target = io.BytesIO()
    made.save(target)
    document = read(target.getvalue(), "报告.docx")
    title, heading, prose = document.paragraphs()
    assert document.format == "docx"
    assert document.published is None
    assert (title.text, title.level) == ("示例市2023年政府信息公开工作年度报告", 1)
    assert (heading.text, heading.bold, heading.level) == ("一、总体情况", True, None)
    assert (prose.text, prose.anchor.line) == ("本年共受理申请 3 件。", 4)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<w:t>甲</w:t><w:tab/><w:t>乙</w:t>", "甲\t乙"),
        ("<w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t>", "甲\n乙\n丙"),
        ('<w:br w:type="page"/><w:t>甲</w:t>', "甲"),
        ("<w:t>0451</w:t><w:noBreakHyphen/><w:t>1</w:t>", "0451-1"),
        ('<w:sym w:font="Wingdings" w:char="F0FC"/><w:t>甲</w:t>', "甲"),
        (
            (
                "<w:ruby><w:rt><w:r><w:t>yi</w:t></w:r></w:rt>"
                "<w:rubyBase><w:r><w:t>一</w:t></w:r></w:rubyBase></w:ruby>"
            ),
            "一",
        ),
    ],
)
def test_what_a_run_holds(inside: str, expected: str) -> None:
    assert texts(word(f"<w:p><w:r>{inside}</w:r></w:p>")) == [expected]


def test_tab_stops_of_a_paragraph_are_not_text() -> None:
    assert texts(word(para("甲", "<w:tabs><w:tab w:val='left' w:pos='420'/></w:tabs>"))) == ["甲"]


@pytest.mark.parametrize(
    "wrapped",
    [
        "<w:hyperlink>{}</w:hyperlink>",
        "<w:smartTag><w:smartTag>{}</w:smartTag></w:smartTag>",
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:fldSimple w:instr=" REF a ">{}</w:fldSimple>',
        '<w:ins w:author="x">{}</w:ins>',
        '<w:moveTo w:author="x">{}</w:moveTo>',
        "<w:customXml>{}</w:customXml>",
        "<mc:AlternateContent><mc:Choice>{}</mc:Choice></mc:AlternateContent>",
        "<mc:AlternateContent><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
    ],
)
def test_runs_inside_something(wrapped: str) -> None:
    inside = run("前") + wrapped.format(run("中")) + run("后")
    assert texts(word(f"<w:p>{inside}</w:p>")) == ["前中后"]


@pytest.mark.parametrize(
    "wrapped",
    [
        '<w:del w:author="x">{}</w:del>',
        '<w:moveFrom w:author="x">{}</w:moveFrom>',
        "<mc:AlternateContent><mc:Choice/><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
    ],
)
def test_runs_that_do_not_count(wrapped: str) -> None:
    inside = run("前") + wrapped.format(run("中")) + run("后")
    assert texts(word(f"<w:p>{inside}</w:p>")) == ["前后"]


def test_blocks_in_two_versions() -> None:
    older = f"<mc:Fallback>{para('旧')}</mc:Fallback>"
    body = f"<mc:AlternateContent><mc:Choice>{para('新')}</mc:Choice>{older}</mc:AlternateContent>"
    assert lines(read(word(body + para("后")))) == {"新": 1, "后": 2}


@pytest.mark.parametrize("wrapped", ["w:customXml", "w:ins", "w:moveTo"])
def test_blocks_inside_something(wrapped: str) -> None:
    body = para("前") + f"<{wrapped}>{para('中')}</{wrapped}>" + para("后")
    assert texts(word(body)) == ["前", "中", "后"]


def test_math_is_text() -> None:
    inside = run("比例为") + "<m:oMath><m:r><m:t>50%</m:t></m:r></m:oMath>"
    assert texts(word(f"<w:p>{inside}</w:p>")) == ["比例为50%"]


def test_of_a_field_the_result_is_read() -> None:
    assert texts(word(f"<w:p>{run('共')}{field('= 1+2', run('3'))}{run('件')}</w:p>")) == ["共3件"]


def test_a_field_inside_the_instruction_of_another_is_not_read() -> None:
    inside = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
        + field("PAGE", run("7"))
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("是")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(word(f"<w:p>{inside}</w:p>")) == ["是"]


def test_a_field_that_never_ends_hides_nothing_after_its_paragraph() -> None:
    begin = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>'
    assert texts(word(begin + para("甲") + para("乙"))) == ["甲", "乙"]


def test_hidden_text_is_left_out() -> None:
    inside = run("甲") + run("隐", "<w:vanish/>") + run("乙", '<w:vanish w:val="0"/>')
    assert texts(word(f"<w:p>{inside}</w:p>")) == ["甲乙"]


def test_text_hidden_by_its_style_is_left_out() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="z"><w:name w:val="z"/>'
        "<w:rPr><w:vanish/></w:rPr></w:style>"
    )
    body = para("隐", '<w:pStyle w:val="z"/>') + para("甲")
    assert texts(word(body, styles=styles)) == ["甲"]


def test_a_deleted_paragraph_mark_joins_the_next_paragraph() -> None:
    body = para("一、总体", MARK_DELETED) + para("情况", '<w:jc w:val="center"/>') + para("后")
    document = read(word(body))
    joined, after = document.paragraphs()
    assert (joined.text, joined.anchor.line, joined.centered) == ("一、总体情况", 1, True)
    assert (after.text, after.anchor.line) == ("后", 3)


def test_a_paragraph_deleted_as_a_whole_leaves_nothing() -> None:
    deleted = (
        f"<w:p><w:pPr>{MARK_DELETED}</w:pPr>"
        '<w:del w:author="x"><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>'
    )
    document = read(word(deleted + para("新")))
    assert lines(document) == {"新": 2}


def test_a_deleted_mark_before_a_table_keeps_its_text() -> None:
    body = para("甲", MARK_DELETED) + table(row("0", "1")) + para("乙")
    kinds = [b.text if isinstance(b, Paragraph) else "表" for b in read(word(body)).blocks]
    assert kinds == ["甲", "表", "乙"]


@pytest.mark.parametrize(
    "anchored",
    [
        "<w:r><w:drawing><wps:txbx>{}</wps:txbx></w:drawing></w:r>",
        "<w:r><w:pict><v:shape><v:textbox>{}</v:textbox></v:shape></w:pict></w:r>",
        (
            "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{0}</wps:txbx></w:drawing>"
            "</mc:Choice><mc:Fallback><w:pict><v:textbox>{0}</v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        ),
    ],
)
def test_a_text_box_follows_its_paragraph(anchored: str) -> None:
    inside = run("甲") + anchored.format(box(para("框一"), para(), para("框二"))) + run("乙")
    document = read(word(para("前") + f"<w:p>{inside}</w:p>" + para("后")))
    assert lines(document) == {"前": 1, "甲乙": 2, "框一": 3, "框二": 5, "后": 6}


def test_a_table_in_a_text_box_is_a_table() -> None:
    inside = f"<w:r><w:pict><v:textbox>{box(table(row('甲', '1')))}</v:textbox></w:pict></w:r>"
    (found,) = read(word(f"<w:p>{inside}</w:p>")).tables()
    assert [c.text for c in found.cells] == ["甲", "1"]


def test_pictures_are_counted() -> None:
    pictures = (
        "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
        "<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>"
        "<w:r><w:drawing><wps:wsp/></w:drawing></w:r>"
        '<w:del w:author="x"><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:del>'
    )
    document = read(word(f"<w:p>{pictures}</w:p>"))
    assert (document.blocks, document.pictures) == ((), 2)


def test_pictures_and_boxes_in_a_text_box() -> None:
    picture = "<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>"
    inner = f"<w:p><w:r><w:pict>{box(para('里'))}</w:pict></w:r></w:p>"
    document = read(word(f"<w:p><w:r><w:pict>{box(picture, inner)}</w:pict></w:r></w:p>"))
    assert document.pictures == 1
    assert [p.text for p in document.paragraphs()] == ["里"]


def test_a_picture_with_an_older_twin_is_one() -> None:
    twin = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><pic:pic/></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:imagedata/></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read(word(f"<w:p>{twin}</w:p>")).pictures == 1


def test_lines_count_paragraphs_and_rows() -> None:
    body = (
        para("甲")
        + para()
        + table(row("1", "2"), row(cell("3") + cell(), "4"))
        + f"<w:sdt><w:sdtContent>{para('乙')}</w:sdtContent></w:sdt>"
    )
    document = read(word(body))
    (found,) = document.tables()
    assert lines(document) == {"甲": 1, "乙": 5}
    assert {c.text: c.anchor.line for c in found.cells} == {"1": 3, "2": 3, "3": 4, "": 4, "4": 4}
    assert found.anchor.line == 3


def test_strict_files_read_like_the_usual_ones() -> None:
    body = para("一、总体情况", '<w:jc w:val="center"/>') + table(row("甲", "1")) + para("w:p 后。")
    usual = word(body)
    xml = part("document", f"<w:body>{body}<w:sectPr/></w:body>").replace(W, STRICT)
    strict = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})
    assert read(strict) == read(usual)
    utf_16 = f'<?xml version="1.0" encoding="UTF-16"?>{xml}'.encode("utf-16")
    assert read(packed({"word/document.xml": utf_16})) == read(usual)


def test_the_main_part_is_found_by_its_relationship() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="/word/document2.xml"/></Relationships>'
    )
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="heading 2"/>'
        "</w:style>"
    )
    data = packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations,
            "word/document2.xml": part("document", f"<w:body>{para('甲')}</w:body>"),
            "word/styles.xml": part("styles", styles),
        }
    )
    (found,) = read(data).paragraphs()
    assert (found.text, found.level) == ("甲", 2)
