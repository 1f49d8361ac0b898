"""Two reports side by side: every figure with its change, and what became of the text."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.checks import load
from gblint.comparison import TwoReports, compare_reports
from gblint.comparison.two_reports_outputs import build_json, build_xlsx, write_html, write_text
from gblint.readers import read
from gblint.report import recognise
from gblint.report.model import ComparedReport, reduce_for_comparison
from gblint.results import WriterOptions
from gblint.text import measure_width
from gblint.writers.json import dump
from gblint.writers.text import Page
from tests.builder.report_plan import Para, ReportPlan
from tests.builder.two_years import pair
from tests.builder.write_text import text
from tests.tools.lint import PACK

_PACK = load(PACK)
_PAIRS = st.builds(
    pair,
    st.just("示例市教育局"),
    year=st.just(2025),
    seed=st.integers(0, 2**32),
    largest=st.sampled_from((0, 3, 120)),
    filled=st.sampled_from((0.2, 1.0)),
)


def _read(plan: ReportPlan) -> ComparedReport:
    report = recognise(read(text(plan), "a.txt"), _PACK)
    return reduce_for_comparison(report, f"{plan.year}.txt")


def _compare(first: ReportPlan, second: ReportPlan) -> TwoReports:
    return compare_reports(_read(first), _read(second), _PACK)


@given(_PAIRS)
def test_every_figure_stands_beside_its_counterpart(plans: tuple[ReportPlan, ReportPlan]) -> None:
    last, now = plans
    found = _compare(last, now)
    assert not found.remarks
    count = 0
    for table in found.tables:
        for cell in table.cells:
            before = Decimal(last.figures[table.key][cell.row][cell.column])
            after = Decimal(now.figures[table.key][cell.row][cell.column])
            assert (cell.first.value, cell.second.value) == (before, after)
            assert cell.change == after - before
            assert (cell.percent is None) == (before == 0)
            if cell.percent is not None:
                assert abs(cell.percent - 100 * (after - before) / before) <= Decimal("0.05")
            count += 1
    assert count == 8 + 2 + 175 + 15


def _with_sentence(plan: ReportPlan, number: int, sentence: str) -> ReportPlan:
    sections = tuple(
        replace(one, prose=(*one.prose, Para(sentence))) if one.number == number else one
        for one in plan.sections
    )
    return replace(plan, sections=sections)


_ADDED = "新设的便民服务点配备双语自助机，老年人可由志愿者陪同查阅档案。"
_MEDDLED = "“新设的便民服务点”共7处，面积<20平方米&全天开放，老年人可由志愿者陪同。"


@pytest.mark.parametrize("sentence", [_ADDED, _MEDDLED])
def test_a_new_passage_is_new_and_gone_the_other_way_round(sentence: str) -> None:
    plan = pair("示例市教育局", year=2025, seed=1)[1]
    more = _with_sentence(plan, 5, sentence)
    there, back = _compare(plan, more), _compare(more, plan)
    assert [one.new for one in there.sections] == [(), (sentence,), ()]
    assert [one.gone for one in back.sections] == [(), (sentence,), ()]
    assert not any(one.gone for one in there.sections)
    assert not any(one.new for one in back.sections)


def test_text_with_other_figures_only_is_repeated_and_rewritten_text_is_not() -> None:
    last, now = pair("示例市教育局", year=2025, seed=1)
    same = {one.number: one.percent for one in _compare(now, replace(now, year=2026)).sections}
    assert (same[1], same[5]) == (100, 100)
    other = {one.number: one.percent for one in _compare(last, now).sections}
    assert (other[1], other[5]) == (0, 0)


def test_what_does_not_fit_is_said_and_compared_all_the_same() -> None:
    last, now = pair("示例市教育局", year=2025, seed=1)
    turned = _compare(now, last)
    assert ["次序" in one.zh for one in turned.remarks] == [True]
    assert turned.tables[0].cells[0].change is not None
    other = _compare(last, pair("示例市民政局", year=2025, seed=1)[1])
    assert ["机关不同" in one.zh for one in other.remarks] == [True]
    assert ["2025" in one.en for one in _compare(now, now).remarks] == [True]
    nameless = msgspec.structs.replace(_read(now), organ="")
    assert ["读不出" in one.zh for one in compare_reports(_read(last), nameless, _PACK).remarks]


def test_what_is_not_known_is_no_zero() -> None:
    last, now = (_read(plan) for plan in pair("示例市教育局", year=2025, seed=1, largest=9))
    figures = {key: dict(cells) for key, cells in last.figures.items()}
    figures["applications"]["new", "total"] = None
    del figures["review"]
    found = compare_reports(msgspec.structs.replace(last, figures=figures), now, _PACK)
    cells = {(one.table, one.row, one.column): one for t in found.tables for one in t.cells}
    unread, absent = cells["applications", "new", "total"], cells["review", "review", "total"]
    assert (unread.first.state, unread.change, unread.percent) == ("unread", None, None)
    assert (absent.first.state, absent.change) == ("absent", None)
    assert "读不出" in _text(found)


def _text(found: TwoReports, **options: int) -> str:
    page = Page(msgspec.structs.replace(WriterOptions(), **options))
    write_text(page, found)
    return page.take_lines()


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_text_is_aligned_and_the_usual_case_fits_one_screen(columns: int) -> None:
    found = _compare(*pair("示例市教育局", year=2025, seed=3, largest=40, filled=0.02))
    lines = _text(found, width=columns).splitlines()
    assert len(lines) <= 50
    assert all(measure_width(line) <= columns for line in lines)
    rows = [line for line in lines if line.endswith(("%", "—"))]
    assert len(rows) > 4
    assert len({measure_width(line) for line in rows}) == 1


def test_the_page_is_whole_by_itself_and_holds_any_text() -> None:
    plan = pair("示例市教育局", year=2025, seed=1)[1]
    found = _compare(plan, _with_sentence(plan, 5, _MEDDLED))
    page = "".join(write_html(found, "zh"))
    assert "面积&lt;20平方米&amp;全天开放" in page
    assert "面积<" not in page
    assert not re.search("<script|<link|src=|href=|url\\(", page)
    assert page.count("<tr") == page.count("</tr>") == 200 + 3


def test_json_has_numbers_and_all_cells() -> None:
    found = _compare(*pair("示例市教育局", year=2025, seed=1))
    data = msgspec.json.decode(dump(build_json(found, "en")))
    assert sum(len(table["cells"]) for table in data["tables"]) == 200
    assert {type(cell["first"]["value"]) for t in data["tables"] for cell in t["cells"]} <= {
        int,
        float,
    }
    assert (data["first"]["year"], data["second"]["organ"]) == (2024, "示例市教育局")


def test_the_workbook_has_every_cell_and_takes_no_text_for_a_formula() -> None:
    plan = pair("示例市教育局", year=2025, seed=1)[1]
    formula = '=HYPERLINK("x")新设的便民服务点配备双语自助机，老年人可由志愿者陪同查阅档案。'
    found = _compare(plan, _with_sentence(plan, 5, formula))
    book = zipfile.ZipFile(BytesIO(build_xlsx(found, "zh")))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 201
    assert "数据" in book.read("xl/workbook.xml").decode()
    assert "便民服务点" in book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in "".join(
        book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name
    )
