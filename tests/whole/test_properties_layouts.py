"""Reports built at random whose tables are turned, split, stacked, unmerged or numbered: they read
the same figures as in the layout of the format, and one wrong figure is named at its cell.
"""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.document import Document
from gblint.report.model import CellReading
from tests.builder import mutate
from tests.builder.balanced_figures import Figures
from tests.builder.form_labels import COLUMNS, REVIEW, ROWS, Block, Line
from tests.builder.format2019 import in_format_2019
from tests.builder.layouts import Relaid
from tests.builder.report_plan import ReportPlan, Writing, report
from tests.builder.strategies import balanced_figures, plans
from tests.builder.write_docx import Layout, docx
from tests.builder.write_html import render_html
from tests.builder.write_text import Shape, text
from tests.tools.lint import Linted, lint, told

pytestmark = pytest.mark.slow

Kind = Literal["docx", "html", "md"]
_KINDS = st.sampled_from(("docx", "html", "md"))
_NEW_FIGURES = st.one_of(st.integers(0, 30), st.integers(0, 10**9))


def relaids() -> st.SearchStrategy[Relaid]:
    return st.builds(
        Relaid,
        proactive=st.sampled_from(("", "headed", "beside", "turned", "one header")),
        applications=st.sampled_from(("", "turned")),
        review=st.sampled_from(
            (
                *("", "turned", "groups down", "groups as rows"),
                *("two tables", "three tables", "stacked"),
            )
        ),
        unmerged=st.booleans(),
        counts=st.sampled_from(("", "1", "（1）")),
        numbered=st.booleans(),
        row_label=st.sampled_from(("", "数量", "件数")),
        caption=st.sampled_from(("", "政府信息公开行政复议、行政诉讼情况")),
        naming=st.sampled_from(("{}", "{}情况", "{}：", "《条例》{}")),
    )


def _linted(plan: ReportPlan, relaid: Relaid, kind: Kind, pack: str = "gbh-2021-30") -> Linted:
    writing = Writing(relaid=relaid)
    if kind == "docx":
        return lint(docx(plan, writing=writing, layout=Layout()), "report.docx", pack=pack)
    if kind == "html":
        return lint(render_html(plan, writing=writing), "report.html", pack=pack)
    return lint(text(plan, writing=writing, shape=Shape("pipes")), "report.md", pack=pack)


def _turned(relaid: Relaid, kind: Kind) -> list[str]:
    """The tables of which it is told that they are laid out otherwise than in the format."""
    told_of = ["proactive"] if relaid.proactive == "turned" else []
    told_of += ["applications"] if relaid.applications == "turned" else []
    if relaid.review in ("turned", "groups as rows") or (relaid.review and kind != "md"):
        told_of.append("review")
    return told_of


def _same(plan: ReportPlan, linted: Linted, relaid: Relaid, kind: Kind) -> None:
    for table, rows in plan.figures.items():
        cells = linted.report.tables[table].cells
        read = {key: cell.value for key, cell in cells.items()}
        assert read == {(r, c): v for r, row in rows.items() for c, v in row.items()}
    found = [(f.rule, f.location.table) for f in linted.findings]
    assert found == [("GB209", key) for key in _turned(relaid, kind)], told(linted.findings)


@given(plans(), relaids(), _KINDS)
def test_other_layouts_read_the_same_figures(plan: ReportPlan, relaid: Relaid, kind: Kind) -> None:
    _same(plan, _linted(plan, relaid, kind), relaid, kind)


@given(balanced_figures(), relaids(), _KINDS, st.integers(0, 10**6))
def test_other_layouts_in_the_format_of_2019(
    figures: Figures, relaid: Relaid, kind: Kind, seed: int
) -> None:
    plan = in_format_2019(report(year=2020, figures=figures), year=2020, seed=seed)
    _same(plan, _linted(plan, relaid, kind, "gbh-2019-60"), relaid, kind)


@given(plans(), relaids(), _KINDS, st.sampled_from(ROWS), st.sampled_from(COLUMNS), _NEW_FIGURES)
def test_a_wrong_figure_of_table_2_is_named_in_other_layouts(
    plan: ReportPlan, relaid: Relaid, kind: Kind, row: Line, column: Line, value: int
) -> None:
    value += value >= plan.figures["applications"][row.key][column.key]
    wrong = mutate.figure(plan, table="applications", row=row.key, column=column.key, value=value)
    linted = _linted(wrong, relaid, kind)
    found = [f for f in linted.findings if f.rule != "GB209"]
    assert {f.rule for f in found} <= {"GB301", "GB302", "GB303"}, told(found)
    assert ("GB301", row.key) in [(f.rule, f.location.row) for f in found], told(found)
    assert column.key in [f.location.column for f in found if f.rule != "GB301"], told(found)
    cell = linted.report.tables["applications"].cells[row.key, column.key]
    _stands_there(linted.report.document, cell)


@given(
    plans(),
    relaids(),
    _KINDS,
    st.sampled_from(REVIEW),
    st.sampled_from(REVIEW[0].columns),
    _NEW_FIGURES,
)
def test_a_wrong_figure_of_table_3_is_named_in_other_layouts(
    plan: ReportPlan, relaid: Relaid, kind: Kind, group: Block, column: Line, value: int
) -> None:
    value += value >= plan.figures["review"][group.key][column.key]
    wrong = mutate.figure(plan, table="review", row=group.key, column=column.key, value=value)
    linted = _linted(wrong, relaid, kind)
    (found,) = [f for f in linted.findings if f.rule != "GB209"]
    assert found.rule == ("GB304" if group.key == "review" else "GB305")
    assert (found.location.table, found.location.row) == ("review", group.key)
    _stands_there(
        linted.report.document, linted.report.tables["review"].cells[group.key, column.key]
    )


def _stands_there(document: Document, cell: CellReading) -> None:
    """The cell of the document at the reading's place has the reading's text."""
    texts = [
        one.text
        for table in document.tables()
        for one in table.cells
        if (one.anchor.line, one.anchor.cell) == (cell.anchor.line, cell.anchor.cell)
    ]
    assert cell.text in texts
