"""A new report: what gblint says of it, what of last year's is in it, and how it is set."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx.document
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from gblint.checks import load
from gblint.pipeline import open_document, recognise_report
from gblint.report.model import Report
from gblint.word.new_report import has_new_report, name_file
from tests.builder.balanced_figures import Figures
from tests.builder.report_plan import Content, report
from tests.builder.strategies import balanced_figures
from tests.builder.write_docx import docx as build
from tests.tools.amount import ALL, some
from tests.tools.lint import PACK, told
from tests.tools.programs import converted, pdftotext
from tests.tools.repository import FIXTURES, ROOT
from tests.word.new_reports import (
    ORGAN,
    TAKES_COMMENTS,
    WordTable,
    check,
    comments,
    figures,
    new_report,
    read_report,
)

_CITY = (ROOT / "fixtures/clean-city/report.docx").read_bytes()


@pytest.fixture(scope="module")
def city() -> Report:
    return read_report(_CITY)


ORGANS = (
    "示例省人民政府",
    "示例市清河区教育局",
    "示例县人民政府办公室",
    "示例市退役军人事务局",
    "石桥镇人民政府",
    "示例市清河区河畔街道办事处",
    "国家税务总局示例市税务局",
    "示例经济技术开发区管理委员会",
    "中华人民共和国示例海关",
    "示例部",
    "示例自治州生态环境局示例县分局",
)


@pytest.mark.alike(2)
@pytest.mark.parametrize(
    ("organ", "year"), some([(organ, year) for organ in ORGANS for year in (2021, 2026, 2030)], 2)
)
def test_a_new_report_has_nothing_wrong_but_what_is_to_be_filled_in(organ: str, year: int) -> None:
    data = new_report(organ, year).data
    found = check(data)
    assert {one.rule for one in found} == {"GB403", "GB702"}, told(found)
    read = read_report(data)
    assert (read.organ, read.year) == (organ, year)
    assert [one.number for one in read.headings] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("pack", "year", "rules"),
    [
        ("gbh-2019-60", 2020, {"GB403", "GB702"}),
        ("regulations-2007", 2015, {"GB702"}),
        ("example-province", 2026, {"GB403", "GB702"}),
    ],
)
def test_other_packs_have_their_own_words(pack: str, year: int, rules: set[str]) -> None:
    found = check(new_report(year=year, pack=pack).data, pack=pack)
    assert {one.rule for one in found} == rules, told(found)


def test_each_prompt_is_one_that_is_found_when_it_is_left() -> None:
    data = new_report().data
    body = docx.Document(io.BytesIO(data)).element.body
    prompts = [
        "".join(text.text for text in run.iter(qn("w:t")))
        for run in body.iter(qn("w:r"))
        if run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}") is not None
    ]
    found = [one.values["text"] for one in check(data) if one.rule == "GB702"]
    assert prompts == found
    assert len(prompts) > 10


def test_the_figures_go_on_from_last_years_report(city: Report) -> None:
    made = new_report(city.organ, 2024, last=city)
    now, last = read_report(made.data), figures(city, "applications")
    own = figures(now, "applications")
    for column in ("natural", "commercial", "legal", "total"):
        assert own["carried_in", column] == last["carried_out", column]
        assert own["carried_out", column] == last["carried_out", column], "none is dealt with"
    assert last["carried_out", "total"]
    documents = figures(city, "proactive")["normative_documents", "in_force"]
    assert figures(now, "proactive")["normative_documents", "in_force"] == documents
    table = WordTable(made.data, 0)
    assert table.formula(3, 3) == f"={documents}+SUM(B4)-SUM(C4)"
    assert table.calculate(table.formula(3, 3), {(3, 1): 6, (3, 2): 2}) == int(str(documents)) + 4


def test_nothing_is_found_against_last_years_report(city: Report) -> None:
    found = check(new_report(city.organ, 2024, last=city).data, last=city)
    assert {one.rule for one in found} == {"GB702"}, told(found)


def test_contact_and_problems_come_from_last_years_report(city: Report) -> None:
    data = new_report(city.organ, 2024, last=city).data
    contact = read_report(data).facts.contact
    assert [one.value for one in contact.phones] == [one.value for one in city.facts.contact.phones]
    assert [one.value for one in contact.addresses] == [
        one.value for one in city.facts.contact.addresses
    ]
    section = read_report(data).section(5)
    assert section is not None
    text = "\n".join(one.text for one in section.prose)
    assert text.count("请填写2023年报告所列“") == 3
    assert "“乡镇、街道的公开目录更新偏慢”" in text


@pytest.mark.skipif(not TAKES_COMMENTS, reason="NOT TESTED: python-docx before 1.2")
def test_each_cell_has_last_years_figure_in_a_comment(city: Report) -> None:
    data = new_report(city.organ, 2024, last=city).data
    assert not comments(new_report(city.organ, 2024).data)
    (author,) = comments(data)
    assert author == "上年报告"
    told_ = comments(data)[author]
    cells = [cell for table in city.tables.values() for cell in table.cells.values()]
    assert told_[: len(cells)].count("2023年：0") == sum(cell.text == "0" for cell in cells)
    assert len(told_) == len(cells) + 3, "and the problems, in full"
    assert (
        told_[5]
        == f"2023年：{city.tables['proactive'].cells['normative_documents', 'in_force'].text}"
    )


def test_without_comments_the_rest_is_written_and_that_is_said(
    city: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(docx.document.Document, "add_comment", raising=False)
    made = new_report(city.organ, 2024, last=city)
    assert ["python-docx 1.2" in one.zh for one in made.remarks] == [True]
    found = check(made.data, last=city)
    assert {one.rule for one in found} == {"GB702"}, told(found)


def test_a_comment_on_a_formula_is_around_the_field(city: Report) -> None:
    """What is inside its result is gone when the field is brought up to date."""
    body = docx.Document(io.BytesIO(new_report(city.organ, 2024, last=city).data)).element.body
    inside, met = 0, set()
    for node in body.iter(qn("w:fldChar"), qn("w:commentRangeStart"), qn("w:commentRangeEnd")):
        met.add(node.tag)
        if node.tag == qn("w:fldChar"):
            inside += {"begin": 1, "end": -1}.get(node.get(qn("w:fldCharType")), 0)
        else:
            assert inside == 0
    assert len(met) == 3, "there are formulas and comments"


def _last(figures_: Figures, organ: str, year: int) -> Report:
    plan = report(organ, year=year, figures=figures_, content=Content())
    return read_report(build(plan))


@settings(max_examples=60 if ALL else 4, deadline=None)
@given(balanced_figures(), st.sampled_from(ORGANS), st.integers(2022, 2040))
def test_whatever_goes_on_the_tables_balance(last_figures: Figures, organ: str, year: int) -> None:
    last = _last(last_figures, organ, year - 1)
    made = new_report(organ, year, last=last)
    found = check(made.data, last=last)
    assert {one.rule for one in found} <= {"GB702"}, told(found)
    assert not [one for one in made.remarks if "GB6" in one.zh]
    assert made.data == new_report(organ, year, last=last).data


def test_what_of_last_years_figures_cannot_be_read_is_said(city: Report) -> None:
    text = (ROOT / "fixtures/clean-markdown/report.md").read_text("utf-8")
    line = next(row for row in text.splitlines() if "结转下年度继续办理" in row)
    cells = line.split("|")
    last = read_report(
        text.replace(line, "|".join([*cells[:-3], " 若干 ", *cells[-2:]])).encode(), "last.md"
    )
    made = new_report(last.organ, (last.year or 0) + 1, last=last)
    assert [one.zh for one in made.remarks if "GB601" in one.zh]
    assert not [one for one in new_report(city.organ, 2024, last=city).remarks if "GB" in one.zh]


def test_a_total_that_last_years_report_has_wrong_is_said_and_stays_a_sum() -> None:
    text = (ROOT / "fixtures/clean-markdown/report.md").read_text("utf-8")
    line = next(row for row in text.splitlines() if "结转下年度继续办理" in row)
    cells = line.split("|")
    last = read_report(
        text.replace(line, "|".join([*cells[:-2], " 99 ", cells[-1]])).encode(), "last.md"
    )
    made = new_report(last.organ, (last.year or 0) + 1, last=last)
    assert [one.zh for one in made.remarks if "99" in one.zh]
    assert not {one.rule for one in check(made.data) if one.rule.startswith("GB3")}


def test_the_same_words_give_the_same_bytes(city: Report) -> None:
    first, second = (new_report(city.organ, 2024, last=city).data for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {one.date_time for one in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2013" not in package.read("docProps/core.xml")
        if TAKES_COMMENTS:
            assert b"w:date" not in package.read("word/comments.xml")


def test_it_is_set_as_documents_of_offices_are() -> None:
    document = docx.Document(io.BytesIO(new_report().data))
    section = document.sections[0]
    assert section.page_width is not None
    assert section.top_margin is not None
    assert section.left_margin is not None
    assert round(section.page_width.mm) == 210
    assert [round(section.top_margin.mm), round(section.left_margin.mm)] == [37, 28]
    fonts = {
        style.name: (style.element.find(f".//{qn('w:rFonts')}"), style.element)
        for style in document.styles
    }
    for style, font in {
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
        "Normal": "仿宋_GB2312",
    }.items():
        assert fonts[style][0].get(qn("w:eastAsia")) == font
    assert document.styles["Normal"].paragraph_format.line_spacing.pt == 28
    assert section.footer.paragraphs[0].text == "— 1 —"
    assert section.even_page_footer.paragraphs[0].text == "— 1 —"


def test_every_part_is_well_formed_and_every_style_is_there(city: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(new_report(city.organ, 2024, last=city).data)) as package:
        names = package.namelist()
        for name in names:
            ElementTree.fromstring(package.read(name))
        styles = {
            node.get(qn("w:styleId"))
            for node in ElementTree.fromstring(package.read("word/styles.xml"))
        }
        for name in {"word/document.xml", "word/comments.xml", "word/footer1.xml"} & {*names}:
            root = ElementTree.fromstring(package.read(name))
            used = {
                node.get(qn("w:val"))
                for tag in ("w:pStyle", "w:rStyle", "w:tblStyle")
                for node in root.iter(qn(tag))
            }
            assert used <= styles, name
    assert names[0] == "[Content_Types].xml"


def test_tables_fit_the_page() -> None:
    document = docx.Document(io.BytesIO(new_report().data))
    section = document.sections[0]
    assert section.page_width is not None
    assert section.left_margin is not None
    assert section.right_margin is not None
    room = section.page_width - section.left_margin - section.right_margin
    for table in document.element.body.iter(qn("w:tbl")):
        widths = [int(one.get(qn("w:w"), "0")) for one in table.iter(qn("w:gridCol"))]
        assert sum(widths) * 635 <= room


def test_a_file_is_named_by_its_title() -> None:
    pack = load(PACK)
    assert name_file(pack, ORGAN, 2026) == "示例市清河区教育局2026年政府信息公开工作年度报告.docx"
    assert "/" not in name_file(pack, "甲/乙:局", 2026)
    assert has_new_report(pack)


OURS = """\
pack: ours
title: 我省
extends: [gbh-2021-30]
sections:
  - {number: 7, heading: 基层政务公开标准化情况}
  - {number: 8, heading: 建议提案办理结果公开情况, content: table}
tables:
  - key: proposals
    number: 4
    section: 8
    name: 建议提案办理结果公开情况
    corner: 类别
    over_columns: 件数
    column_groups: [{key: shown, label: 公开的}]
    row_groups: [{key: kinds, label: 提案}]
    blocks:
      - key: proposals
        columns:
          - {key: whole, label: 全文公开, group: shown}
          - {key: part, label: 摘要公开, group: shown}
          - {key: none, label: 不公开}
          - {key: all, label: 合计}
        rows:
          - {key: deputies, label: 人大代表建议}
          - {key: own, label: 主办提案, group: kinds}
          - {key: joint, label: 会办提案, group: kinds}
new_report:
  sections:
    - number: 7
      text: [{heading: （一）标准目录, text: '[[目录的修订情况]]'}]
rules:
  - id: OU301
    severity: error
    title: 合计
    check: {kind: equation, table: proposals, each: row, equation: whole + part + none == all}
    message: 不等
    basis: 要求
    why: 要等
    fix: 改
    examples: {pass: [{text: 无}], fail: [{text: 无}]}
"""


def test_sections_and_tables_of_a_province_are_there_with_their_totals(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(OURS, encoding="utf-8")
    made = new_report(pack=str(path))
    read = read_report(made.data, pack=str(path))
    assert [one.text for one in read.headings][-2:] == [
        "七、基层政务公开标准化情况",
        "八、建议提案办理结果公开情况",
    ]
    assert len(read.tables["proposals"].cells) == 12
    table = WordTable(made.data, 3)
    assert table.shape()[:3] == [
        [("类别", 2, "restart"), ("件数", 4, "")],
        [
            ("", 2, "continue"),
            ("公开的", 2, ""),
            ("不公开", 1, "restart"),
            ("合计", 1, "restart"),
        ],
        [
            ("", 2, "continue"),
            ("全文公开", 1, ""),
            ("摘要公开", 1, ""),
            ("", 1, "continue"),
            ("", 1, "continue"),
        ],
    ]
    assert table.formula(3, 4) == "=SUM(B4:D4)"
    assert table.formula(4, 5) == "=SUM(C5:E5)"
    found = check(made.data, pack=str(path))
    assert {one.rule for one in found} == {"GB403", "GB702"}, told(found)


@pytest.mark.alike(2)
@pytest.mark.parametrize(
    "file",
    [
        "html-clean/t20240125_100.html",
        "clean-markdown/report.md",
        "clean-department/report.txt",
        "clean-tracked-changes/report.docx",
        "clean-nested-tables/report.docx",
        "office-tax-turned-table-3/report.docx",
        "clean-2020/report.md",
        "old-format/report.txt",
    ],
)
def test_last_years_report_may_have_any_form_and_format(file: str) -> None:
    last = _read_as_of_its_year(FIXTURES / file)
    made = new_report(last.organ, (last.year or 0) + 1, last=last)
    found = {one.rule for one in check(made.data, last=last)}
    assert found <= {"GB702", "GB403"}
    own = figures(read_report(made.data), "applications")
    if "applications" in last.tables:
        before = figures(last, "applications")
        assert own["carried_in", "natural"] == (before.get(("carried_out", "natural")) or 0)
    assert not set(own) - set(figures(read_report(new_report().data), "applications"))


def _read_as_of_its_year(path: Path) -> Report:
    packs = [load(name) for name in (PACK, "gbh-2019-60", "regulations-2007")]
    opened = open_document(path.read_bytes(), path.name, default=packs[0], among=packs)
    return recognise_report(opened)


@pytest.mark.gate
@pytest.mark.slow
def test_libreoffice_makes_pages_of_it_with_the_totals(city: Report) -> None:
    data = new_report(city.organ, 2024, last=city).data
    pages = pdftotext(converted({"new": data}, "pdf")["new"], "-layout").decode().split("\f")
    assert 4 <= len([page for page in pages if page.strip()]) <= 6
    (page,) = (one for one in pages if "上年结转" in one)
    carried = str(figures(city, "applications")["carried_out", "total"])
    assert page.split().count(carried) == 2, "the result of both formulas"
    assert "（七）总计" in page, "the table is on one page"
