"""Reports in the format of 2019, built at random, under `auto`: clean when they balance, and one
wrong figure is found and named.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gblint
from gblint.findings import Finding, split_stories
from gblint.results import FileResult
from tests.builder import mutate
from tests.builder.form_labels import COLUMNS, Line
from tests.builder.format2019 import ROWS_2019, in_format_2019
from tests.builder.report_plan import ReportPlan, report
from tests.builder.strategies import ORGANS, Form, balanced_figures, contents, forms
from tests.tools.lint import of_content, told

pytestmark = pytest.mark.slow


@st.composite
def _plans(draw: st.DrawFn) -> ReportPlan:
    year = draw(st.integers(2019, 2020))
    plan = report(
        draw(st.sampled_from(ORGANS)),
        year=year,
        figures=draw(balanced_figures()),
        content=draw(contents()),
    )
    return in_format_2019(plan, year=year, seed=draw(st.integers(0, 10**6)))


def _checked(plan: ReportPlan, form: Form) -> FileResult:
    result = gblint.check(form.file(plan), file_name=form.name, pack="auto")
    assert result.pack == "gbh-2019-60"
    return result


@given(_plans(), forms())
def test_a_balanced_report_is_clean(plan: ReportPlan, form: Form) -> None:
    result = _checked(plan, form)
    assert not of_content(result.findings), told(result.findings)


_NEW = st.one_of(st.integers(0, 30), st.integers(0, 10**9))


@given(_plans(), forms(), st.sampled_from(ROWS_2019), st.sampled_from(COLUMNS), _NEW)
def test_a_wrong_figure_of_table_2_is_named(
    plan: ReportPlan, form: Form, row: Line, column: Line, value: int
) -> None:
    value += value >= plan.figures["applications"][row.key][column.key]
    wrong = mutate.figure(plan, table="applications", row=row.key, column=column.key, value=value)
    findings = of_content(split_stories(_checked(wrong, form).findings))
    rules = ["GB302"] if row.groups and row.key != "total" else ["GB303"]
    rules = ["GB302", "GB303"] if row.key == "total" else rules
    expected = {("GB301", row.key)} | {(rule, column.key) for rule in rules}
    assert {_line(finding) for finding in findings} == expected, told(findings)
    for finding in findings:
        assert _culprit(finding) == value


def _line(finding: Finding) -> tuple[str, str | None]:
    place = finding.location
    return finding.rule, place.row if finding.rule == "GB301" else place.column


def _culprit(finding: Finding) -> object:
    assert finding.footing is not None
    entries = (*finding.footing.left, *finding.footing.right)
    (marked,) = [entry for entry in entries if entry.culprit]
    return marked.value
