"""Words and marks that stand for no figure are read alike in every form of file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builder.fixture_cases import base
from tests.builder.report_plan import ReportPlan
from tests.builder.write_docx import docx
from tests.builder.write_html import render_html
from tests.builder.write_text import Shape, text
from tests.tools.lint import lint, told

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


@pytest.mark.parametrize(
    "form", ["docx", "html", "pipes", "dropped pipes", "tab cells", "tab rows", "short tab rows"]
)
@pytest.mark.parametrize("word", ["不适用", "不涉及", "N/A", "O", "—", "/", "无", "-", "零", ""])
@pytest.mark.parametrize("rows", [["licensing"], ["coercion"], ["penalty", "coercion"], [*_BLOCKS]])
def test_a_word_for_none_costs_no_block(form: str, word: str, rows: list[str]) -> None:
    written = {("proactive", row, column): word for row in rows for column in _BLOCKS[row]}
    linted = lint(*_file(replace(base(), written=written), form))
    assert linted.findings
    assert not linted.rules() - {"GB205", "GB206"}, told(linted.findings)
    cells = linted.report.tables["proactive"].cells
    assert {("proactive", *key) for key, cell in cells.items() if cell.value is None} == {*written}
