"""Whose figures prose gives: only those that the tables are of are compared."""

from __future__ import annotations

import pytest

from tests.builder.balanced_figures import balanced
from tests.builder.report_plan import report
from tests.builder.stated_figures import telling
from tests.builder.write_text import Shape, text
from tests.tools.lint import lint

_WRONG = 777_777
_CITY, _OFFICE, _STREET = "示例市人民政府", "示例市人民政府办公室", "示例市示例区示例街道办事处"


@pytest.mark.parametrize(
    ("organ", "subject", "compared"),
    [
        (_CITY, "全年", True),
        (_CITY, "全市", True),
        (_CITY, "我市", True),
        (_CITY, "市本级", False),
        (_CITY, "市政府办公室", False),
        (_CITY, "各县（市、区）", False),
        (_CITY, "市教育局", False),
        (_OFFICE, "我办", True),
        (_OFFICE, "全市", False),
        (_OFFICE, "市政府办公室", True),
        (_OFFICE, "市政府部门", False),
        ("示例市教育局", "市教育局", True),
        ("示例市教育局", "全市", False),
        (_STREET, "街道全年", True),
        (_STREET, "全区", False),
    ],
)
def test_figures_of_another_scope_are_left_alone(organ: str, subject: str, compared: bool) -> None:
    plan = report(organ, figures=balanced(seed=3))
    told = f"{subject}收到政府信息公开申请{_WRONG}件。"
    linted = lint(text(telling(plan, [told]), shape=Shape("pipes")), "report.md")
    assert [finding.rule for finding in linted.of("GB5")] == ["GB501"] * compared, told


def test_the_place_of_a_finding_is_that_of_the_figure() -> None:
    plan = telling(report(figures=balanced(seed=3)), [f"全年 收到政府信息公开申请 {_WRONG} 件。"])
    data = text(plan, shape=Shape("pipes"))
    (finding,) = lint(data, "report.md").of("GB501")
    line = data.decode().splitlines()[finding.location.line - 1]
    assert line[finding.location.column_offset - 1 :].startswith(str(_WRONG))
