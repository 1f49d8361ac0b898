"""What stands in cells beside figures: marks of notes, and words and marks for no figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from gblint.document import Document, Paragraph
from gblint.readers import read
from tests.builder import mutate
from tests.builder.fixture_cases import base, markdown
from tests.builder.raw_word import cell, para, row, run, table, word
from tests.builder.report_plan import ReportPlan
from tests.builder.write_docx import docx
from tests.builder.write_html import render_html
from tests.builder.write_text import Shape, text
from tests.tools.amount import ALL, some
from tests.tools.lint import lint, told

_UP = '<w:vertAlign w:val="superscript"/>'


def _first(document: Document) -> str:
    block = document.blocks[0]
    return block.text if isinstance(block, Paragraph) else block.cells[0].text


def _word(*runs: str, styles: str = "") -> str:
    inside = f"<w:tc><w:tcPr/><w:p>{''.join(runs)}</w:p></w:tc>"
    return _first(read(word(table(row(inside, cell("a")), row("b", "c")), styles=styles), "a.docx"))


@pytest.mark.parametrize(
    "mark",
    ["1", "①", "*", "[1]", "（1）", "注1", "[注]", "1,2"],
)
def test_a_raised_mark_is_no_part_of_what_it_stands_behind(mark: str) -> None:
    assert _word(run("37"), run(mark, _UP)) == "37"
    assert _word(run("37"), *(run(char, _UP) for char in mark)) == "37"
    style = (
        '<w:style w:type="character" w:styleId="N"><w:name w:val="n"/><w:rPr>{}</w:rPr></w:style>'
    )
    own = run(mark, '<w:rStyle w:val="N"/>')
    assert _word(run("37"), own, styles=style.format(_UP)) == "37"
    for raised in (
        f"<sup>{mark}</sup>",
        f"<sup><a href='#n'>{mark}</a></sup>",
        f"<span style='vertical-align:super'>{mark}</span>",
    ):
        page = f"<table><tr><td>37{raised}</td><td>a</td></tr><tr><td>b<td>c</table>"
        assert _first(read(f"<html><body>{page}</body></html>".encode(), "a.html")) == "37"
    marked = f"| 37<sup>{mark}</sup> | a |\n|---|---|\n| 37[^1] | c |\n| 37^{mark}^ | d |\n"
    cells = read(marked.encode(), "a.md").blocks[0].cells  # type: ignore[union-attr]
    assert [one.text for one in cells if one.column == 0] == ["37", "37", "37"]


@pytest.mark.parametrize("raised", ["2", "3"])
def test_what_is_raised_behind_a_unit_stays(raised: str) -> None:
    assert _word(run("120m"), run(raised, _UP)) == f"120m{raised}"
    page = f"<html><body><p>共120 m<sup>{raised}</sup>。</p></body></html>"
    assert _first(read(page.encode(), "a.html")) == f"共120 m{raised}。"


def test_a_figure_that_is_raised_as_a_whole_stays() -> None:
    assert _word(run("37", _UP)) == "37"
    assert _word(run("3", _UP), run("7", _UP)) == "37"
    body = "<html><body><p><sup>37</sup></p></body></html>"
    assert _first(read(body.encode(), "a.html")) == "37"


def test_a_mark_in_a_paragraph_is_left_out_too() -> None:
    inside = run("受理37") + run("①", _UP) + run("件")
    document = read(word(f"<w:p>{inside}</w:p>" + para("完")), "a.docx")
    assert _first(document) == "受理37件"


_FORMS = ["docx", "html", "md", "txt"]


_MARKS = ("¹", "²", "①", "⑴", "❶", "*", "（注1）", "[1]", "[注]", "※", "㈠")


@pytest.mark.parametrize(("form", "mark"), some([*product(_FORMS, _MARKS)], 3))
def test_a_typed_mark_makes_the_figure_unreadable_and_nothing_else(form: str, mark: str) -> None:
    plan = base()
    written = f"{plan.figures['applications']['new']['total']}{mark}"
    plan = replace(plan, written={("applications", "new", "total"): written})
    data = {
        "docx": lambda: docx(plan),
        "html": lambda: render_html(plan),
        "md": lambda: markdown(plan)[1],
        "txt": lambda: text(plan, shape=Shape()),
    }[form]()
    findings = lint(data, f"report.{form}").findings
    assert [(f.rule, f.location.row, f.location.column) for f in findings] == [
        ("GB206", "new", "total")
    ], told(findings)


_BLOCKS = {
    "licensing": ("decisions",),
    "penalty": ("decisions",),
    "coercion": ("decisions",),
    "fees": ("amount",),
    "rules": ("made", "repealed", "in_force"),
}


def _file(plan: ReportPlan, form: str) -> tuple[bytes, str]:
    if form == "docx":
        return docx(plan), "report.docx"
    if form == "html":
        return render_html(plan), "report.html"
    shape = Shape(tables=form, marked="pipes" in form)  # type: ignore[arg-type]
    return text(plan, shape=shape), "report.md" if shape.marked else "report.txt"


_KINDS = ("docx", "html", "pipes", "dropped pipes", "tab cells", "tab rows", "short tab rows")
_WORDS = ("不适用", "不涉及", "N/A", "O", "—", "/", "无", "-", "零", "")
_ROWS = (["licensing"], ["coercion"], ["penalty", "coercion"], [*_BLOCKS])


def _cases() -> Iterator[tuple[str, str, list[str]]]:
    """Each word in each kind of file; the rows take turns, so that all meet each word and kind."""
    for at, kind in enumerate(_KINDS):
        for turn, none in enumerate(_WORDS):
            for rows in _ROWS if ALL else (_ROWS[(at + turn) % len(_ROWS)],):
                yield kind, none, rows


@pytest.mark.alike(2)
@pytest.mark.parametrize(("form", "word", "rows"), some([*_cases()], 3))
def test_a_word_for_none_costs_no_block(form: str, word: str, rows: list[str]) -> None:
    written = {("proactive", row, column): word for row in rows for column in _BLOCKS[row]}
    linted = lint(*_file(replace(base(), written=written), form))
    assert linted.findings
    assert not linted.rules() - {"GB205", "GB206"}, told(linted.findings)
    cells = linted.report.tables["proactive"].cells
    odd = {("proactive", *key) for key, cell in cells.items() if cell.status != "number"}
    assert odd == {*written}


@pytest.mark.parametrize(
    ("form", "behind"),
    [
        *((form, behind) for form in _KINDS for behind in ("件", "*")),
        *((form, behind) for form in ("docx", "html") for behind in ("（注）", "[1]")),
    ],
)
def test_words_in_all_cells_are_one_finding_a_table_and_sums_are_checked(
    form: str, behind: str
) -> None:
    plan = mutate.figure(base(), table="review", row="review", column="total", value=98)
    written = {
        (table, row, column): f"{value}{behind}"
        for table, rows in plan.figures.items()
        for row, figures in rows.items()
        for column, value in figures.items()
        if column != "amount"
    }
    findings = lint(*_file(replace(plan, written=written), form)).findings
    told_once = [(finding.rule, finding.location.table) for finding in findings]
    assert [one for one in told_once if one[0] == "GB206"] == [
        ("GB206", "proactive"),
        ("GB206", "applications"),
        ("GB206", "review"),
    ]
    assert {rule for rule, _ in told_once} == {"GB206", "GB304"}, told(findings)
    assert not any(finding.unchecked for finding in findings)
    assert "175 个数据格" in findings[1].message.zh
    assert "全部数据格" in findings[1].message.zh


def test_many_cells_without_a_figure_are_one_finding() -> None:
    plan = base()
    cells = [(row, "natural") for row in plan.figures["applications"]][:9]
    written = {("applications", row, column): "见附件" for row, column in cells}
    findings = lint(*_file(replace(plan, written=written), "docx")).findings
    assert [(one.rule, one.location.table) for one in findings] == [("GB206", "applications")]
    assert "9 个数据格读不出一个数字" in findings[0].message.zh
    assert {"GB301", "GB302", "GB303"} <= {*findings[0].unchecked}
