"""Reports built at random: those that balance are clean, and one wrong figure is found and named,
in a table or in prose.
"""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gblint.findings import Entry, Finding
from tests.builder import mutate
from tests.builder.form_labels import COLUMNS, REVIEW, ROWS, Block, Line
from tests.builder.report_plan import ReportPlan
from tests.builder.stated_figures import BYWAYS, WORDINGS, Wording, telling
from tests.builder.strategies import Form, forms, plans, text_forms, two_page_forms, word_forms
from tests.tools.lint import Linted, lint, of_content, told

pytestmark = pytest.mark.slow


@given(plans(), word_forms())
def test_a_balanced_word_file_is_clean(plan: ReportPlan, form: Form) -> None:
    _clean(plan, lint(form.file(plan), form.name))


@given(plans(), text_forms())
def test_a_balanced_text_is_clean(plan: ReportPlan, form: Form) -> None:
    _clean(plan, lint(form.file(plan), form.name))


@given(plans(), two_page_forms())
def test_a_table_in_two_pieces_is_clean(plan: ReportPlan, form: Form) -> None:
    _clean(plan, lint(form.file(plan), form.name))


def _clean(plan: ReportPlan, linted: Linted) -> None:
    """No finding, and every figure read as it was written."""
    assert not of_content(linted.findings), told(linted.findings)
    assert linted.report.year == plan.year
    for table, rows in plan.figures.items():
        cells = linted.report.tables[table].cells
        read = {key: cell.value for key, cell in cells.items()}
        assert read == {(r, c): v for r, row in rows.items() for c, v in row.items()}


_NEW_FIGURES = st.one_of(st.integers(0, 30), st.integers(0, 10**9))


@given(plans(), forms(), st.sampled_from(ROWS), st.sampled_from(COLUMNS), _NEW_FIGURES)
def test_a_wrong_figure_of_table_2_is_named(
    plan: ReportPlan, form: Form, row: Line, column: Line, value: int
) -> None:
    value += value >= plan.figures["applications"][row.key][column.key]
    wrong = mutate.figure(plan, table="applications", row=row.key, column=column.key, value=value)
    findings = of_content(lint(form.file(wrong), form.name).findings)
    expected = {("GB301", row.key)} | {(rule, column.key) for rule in _column_rules(row.key)}
    assert {_line_of(finding) for finding in findings} == expected, told(findings)
    assert len(findings) == len(expected), told(findings)
    for finding in findings:
        culprit = _culprit(finding)
        assert culprit.value == value
        other = column if finding.rule == "GB301" else row
        assert _letters(culprit.label.zh).endswith(_letters(other.label))


@given(
    plans(),
    forms(),
    st.sampled_from(REVIEW),
    st.sampled_from(REVIEW[0].columns),
    _NEW_FIGURES,
)
def test_a_wrong_figure_of_table_3_is_named(
    plan: ReportPlan, form: Form, group: Block, column: Line, value: int
) -> None:
    value += value >= plan.figures["review"][group.key][column.key]
    wrong = mutate.figure(plan, table="review", row=group.key, column=column.key, value=value)
    findings = of_content(lint(form.file(wrong), form.name).findings)
    assert len(findings) == 1, told(findings)
    assert findings[0].rule == ("GB304" if group.key == "review" else "GB305")
    assert findings[0].location.table == "review"
    assert findings[0].location.row == group.key
    footing = findings[0].footing
    assert footing is not None
    assert footing.left_sum != footing.right_sum
    assert value in [entry.value for entry in (*footing.left, *footing.right)]


def _column_rules(row: str) -> list[str]:
    """The equations down a column that a figure of this row takes part in."""
    if row == "total":
        return ["GB302", "GB303"]
    return ["GB303"] if row in ("new", "carried_in", "carried_out") else ["GB302"]


def _line_of(finding: Finding) -> tuple[str, str | None]:
    """The row that a row's equation, or the column that a column's equation, is about."""
    assert finding.location.table == "applications"
    where = finding.location
    return finding.rule, where.row if finding.rule == "GB301" else where.column


def _culprit(finding: Finding) -> Entry:
    assert finding.footing is not None
    entries = (*finding.footing.left, *finding.footing.right)
    culprits = [entry for entry in entries if entry.culprit]
    assert len(culprits) == 1, finding
    return culprits[0]


def _letters(label: str) -> str:
    return "".join(character for character in label if character.isalnum())


_WORDINGS = st.lists(st.sampled_from(WORDINGS), min_size=1, max_size=5, unique=True)


@given(plans(), forms(), _WORDINGS, st.lists(st.sampled_from(BYWAYS), max_size=2, unique=True))
def test_figures_of_the_tables_are_clean(
    plan: ReportPlan, form: Form, wordings: list[Wording], byways: list[str]
) -> None:
    texts = [wording.told(plan.figures, plan.year) for wording in wordings]
    findings = lint(form.file(telling(plan, [*texts, *byways])), form.name).findings
    found = [finding for finding in findings if finding.rule not in ("GB210", "GB406")]
    assert not found, told(found)


@given(plans(), forms(), st.sampled_from(WORDINGS), st.integers(0, 2), st.integers(1, 99_999))
def test_a_wrong_figure_in_prose_is_named(
    plan: ReportPlan, form: Form, wording: Wording, place: int, more: int
) -> None:
    spot = wording.spots[place % len(wording.spots)]
    right = spot.values(plan.figures)
    wrong = right[0] + more
    assume(wrong not in right)
    text = wording.told(plan.figures, plan.year, {place % len(wording.spots): wrong})
    findings = lint(form.file(telling(plan, [text])), form.name).findings
    found = [finding for finding in findings if finding.rule not in ("GB210", "GB406")]
    assert [finding.rule for finding in found] == [spot.rule], told(found)
    assert str(wrong) in found[0].message.zh
    assert str(wrong) in str(found[0].values["read"])
