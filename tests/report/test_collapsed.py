"""Groups of rows that a table has as one: one finding, and all that adds up is still checked."""

from __future__ import annotations

import pytest

from tests.builder.fixture_cases import base, markdown
from tests.builder.form_labels import COLUMNS, ROWS
from tests.builder.mutate import figure
from tests.builder.report_plan import ReportPlan
from tests.tools.lint import Linted, lint, told

_GROUPS = {
    "（三）不予公开": "denied",
    "（四）无法提供": "unable",
    "（五）不予处理": "refused",
    "（六）其他处理": "other",
}


def _rows(prefix: str) -> list[str]:
    return [row.key for row in ROWS if row.key.startswith(f"{prefix}_")]


def _collapse(plan: ReportPlan, *labels: str) -> Linted:
    """The report with these groups as one row each."""
    lines = markdown(plan)[1].decode().splitlines()
    figures = plan.figures["applications"]
    for label in labels:
        keys = _rows(_GROUPS[label])
        start = next(at for at, line in enumerate(lines) if line.startswith("|") and label in line)
        sums = [sum(figures[key][column.key] for key in keys) for column in COLUMNS]
        cells = [lines[start].split("|")[1].strip(), label, "", *map(str, sums)]
        lines[start : start + len(keys)] = ["| " + " | ".join(cells) + " |"]
    return lint("\n".join(lines).encode(), "report.md")


@pytest.mark.parametrize("label", _GROUPS)
def test_a_collapsed_group_is_one_finding(label: str) -> None:
    linted = _collapse(base(), label)
    (finding,) = linted.findings
    assert finding.rule == "GB202", told(linted.findings)
    assert label in finding.message.zh
    assert not finding.unchecked


def test_all_groups_collapsed_are_one_finding_each() -> None:
    linted = _collapse(base(), *_GROUPS)
    assert [f.rule for f in linted.findings] == ["GB202"] * 4, told(linted.findings)


@pytest.mark.parametrize("label", _GROUPS)
def test_what_does_not_add_up_is_found_and_called_by_the_label_of_the_group(label: str) -> None:
    plan, key = base(), _rows(_GROUPS[label])[0]
    wrong = figure(
        plan,
        table="applications",
        row=key,
        column="natural",
        value=plan.figures["applications"][key]["natural"] + 5,
    )
    found = _collapse(wrong, label).findings
    assert {f.rule for f in found} == {"GB202", "GB301", "GB302"}, told(found)
    for finding in found:
        if finding.rule != "GB202":
            assert label in finding.message.zh
            assert "1." not in finding.message.zh
            assert finding.footing is not None


def test_rows_that_are_absent_without_a_row_for_all_are_told_each() -> None:
    lines = markdown(base())[1].decode().splitlines()
    kept = [line for line in lines if "其他处理" not in line and "逾期未按" not in line]
    found = lint("\n".join(kept).encode(), "report.md", only=["GB202"]).of("GB202")
    assert len(found) >= 2, told(found)
