"""Levels, contents, bold and centred paragraphs of Word files."""

from __future__ import annotations

import pytest

from gblint.document import Paragraph
from gblint.readers import read
from tests.builder.raw_word import field, para, run, style, word


def only(body: str, styles: str = "") -> Paragraph:
    (found,) = read(word(body, styles=styles)).paragraphs()
    return found


def styled(name: str, properties: str = "") -> str:
    return para("甲", f'<w:pStyle w:val="{name}"/>{properties}')


OUTLINE = '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'


@pytest.mark.parametrize(
    ("name", "inside", "level"),
    [
        ("heading 1", "", 1),
        ("Heading 3", "", 3),
        ("标题 2", "", 2),
        ("标题4", "", 4),
        ("正文样式", OUTLINE, 3),
        ("heading 1", OUTLINE, 3),
        ("heading 1", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', None),
        ("Normal (Web)", "", None),
        ("标题 注", "", None),
    ],
)
def test_the_level_of_a_style(name: str, inside: str, level: int | None) -> None:
    assert only(styled(name.replace(" ", "")), style(name, inside)).level == level


def test_a_level_is_inherited() -> None:
    styles = style("丙", based_on="乙") + style("乙", based_on="heading1") + style("heading 1")
    assert only(styled("丙"), styles).level == 1


def test_styles_that_are_not_there() -> None:
    styles = style("heading 1", based_on="无") + '<w:style w:type="paragraph"/>'
    assert only(styled("heading1"), styles).level == 1
    assert only(styled("无"), styles).level is None


def test_a_style_overrides_what_it_is_based_on() -> None:
    own = '<w:pPr><w:outlineLvl w:val="2"/><w:jc w:val="left"/></w:pPr>'
    own += '<w:rPr><w:b w:val="0"/></w:rPr>'
    base = '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr>'
    found = only(styled("甲"), style("甲", own, based_on="heading1") + style("heading 1", base))
    assert (found.level, found.centered, found.bold) == (3, False, False)


def test_styles_based_on_each_other_do_no_harm() -> None:
    styles = style("甲", based_on="乙") + style("乙", OUTLINE, based_on="甲")
    assert only(styled("甲"), styles).level == 3


def test_a_paragraph_has_a_level_of_its_own() -> None:
    own = '<w:outlineLvl w:val="0"/>'
    assert only(styled("heading2", own), style("heading 2")).level == 1
    assert only(para("甲", own)).level == 1


@pytest.mark.parametrize("name", ["toc 1", "TOC 3", "目录 2", "目录", "TOC Heading"])
def test_styles_of_contents(name: str) -> None:
    assert only(styled(name.replace(" ", "")), style(name)).contents


def test_the_default_style_counts_for_paragraphs_without_one() -> None:
    bold = "<w:rPr><w:b/></w:rPr>"
    default = style("正文", bold).replace("<w:style ", '<w:style w:default="1" ')
    assert only(para("甲"), default).bold


def test_contents_in_a_content_control() -> None:
    gallery = (
        '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        "</w:docPartObj></w:sdtPr>"
    )
    body = f"<w:sdt>{gallery}<w:sdtContent>{para('一、甲')}</w:sdtContent></w:sdt>" + para("一、甲")
    assert [p.contents for p in read(word(body)).paragraphs()] == [True, False]


def contents_field(*paragraphs: str, closed: bool = True) -> str:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if closed else ""
    return f"<w:p>{begin}{'</w:p><w:p>'.join(paragraphs)}{end}</w:p>"


def test_contents_in_a_field() -> None:
    listed = contents_field(run("一、甲") + field("PAGEREF a", run("1")), run("二、乙"))
    found = list(read(word(listed + para("一、甲"))).paragraphs())
    assert [(p.text, p.contents) for p in found] == [
        ("一、甲1", True),
        ("二、乙", True),
        ("一、甲", False),
    ]


def test_a_contents_field_that_never_ends_is_none() -> None:
    listed = contents_field(run("一、甲"), closed=False)
    assert [p.contents for p in read(word(listed + para("正文。"))).paragraphs()] == [False, False]


@pytest.mark.parametrize(
    ("runs", "bold"),
    [
        (run("甲", "<w:b/>") + run("乙", "<w:b/>"), True),
        (run("甲", "<w:b/>") + run("乙"), False),
        (run("甲", "<w:b/>") + run("  "), True),
        (run("甲", "<w:b/>") + run("隐", "<w:vanish/>"), True),
        (run("甲", '<w:b w:val="0"/>'), False),
        (run("甲"), False),
        (run("甲", '<w:rStyle w:val="要点"/>'), True),
        (run("甲", '<w:rStyle w:val="要点"/><w:b w:val="false"/>'), False),
        (run("甲", "<w:bCs/>"), False),
    ],
)
def test_bold(runs: str, *, bold: bool) -> None:
    strong = style("要点", "<w:rPr><w:b/></w:rPr>", kind="character")
    assert only(f"<w:p>{runs}</w:p>", strong).bold is bold


def test_a_style_makes_bold_unless_a_run_says_otherwise() -> None:
    styles = style("heading 1", "<w:rPr><w:b/></w:rPr>")
    properties = '<w:pPr><w:pStyle w:val="heading1"/></w:pPr>'
    plain = run("甲", '<w:b w:val="0"/>')
    assert only(f"<w:p>{properties}{run('甲')}</w:p>", styles).bold
    assert not only(f"<w:p>{properties}{plain}</w:p>", styles).bold


def test_centred() -> None:
    styles = style("居中", '<w:pPr><w:jc w:val="center"/></w:pPr>')
    assert only(para("甲", '<w:jc w:val="center"/>')).centered
    assert only(styled("居中"), styles).centered
    assert not only(styled("居中", '<w:jc w:val="both"/>'), styles).centered
