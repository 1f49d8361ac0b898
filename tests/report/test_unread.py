"""Tables of texts that cannot be read: said once each, and nothing else said of them."""

from __future__ import annotations

from hypothesis import given

from tests.builder.fixture_cases import base
from tests.builder.raw_word import para, word
from tests.builder.report_plan import ReportPlan
from tests.builder.strategies import plans
from tests.builder.write_text import Shape, text
from tests.tools.lint import lint, told

_COLUMNS = Shape("cell columns")


@given(plans())
def test_cells_column_by_column(plan: ReportPlan) -> None:
    """Whatever the report, the tables are not said to be absent or wrong."""
    linted = lint(text(plan, shape=_COLUMNS), "report.txt")
    assert [finding.rule for finding in linted.findings] == ["GB905"] * 3, told(linted.findings)


def test_what_is_not_checked_is_named() -> None:
    findings = lint(text(base(), shape=_COLUMNS), "report.txt").findings
    rules = {rule for finding in findings for rule in finding.unchecked}
    assert {"GB301", "GB302", "GB303", "GB304", "GB305"} <= rules


def test_a_mark_where_a_table_was() -> None:
    """What pandoc leaves of a table that plain text cannot show."""
    lines = text(base(), shape=Shape("pipes")).decode().split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("| （本列数据"))
    last = max(i for i, line in enumerate(lines) if line.startswith("| 四、结转"))
    marked = "\n".join([*lines[:first], "[TABLE]", *lines[last + 1 :]])
    linted = lint(marked.encode(), "report.md")
    assert [(f.rule, f.location.table) for f in linted.findings] == [("GB905", "applications")]
    assert set(linted.report.tables) == {"proactive", "review"}


def test_a_table_that_is_absent_is_absent() -> None:
    plain = text(base(), shape=Shape("pipes")).decode()
    prose = "\n".join(line for line in plain.split("\n") if not line.startswith("|"))
    rules = [finding.rule for finding in lint(prose.encode(), "report.md").findings]
    assert rules == ["GB201"] * 3


def test_lines_of_a_word_file_are_no_table() -> None:
    """A Word file keeps tables: where there is none, there is none."""
    lines = text(base(), shape=_COLUMNS).decode().split("\n")
    rules = [finding.rule for finding in lint(word("".join(map(para, lines)))).findings]
    assert rules == ["GB201"] * 3


def test_a_wrong_row_is_still_named() -> None:
    """One label that is missing and one that is left over are the author's."""
    plain = text(base(), shape=Shape("pipes")).decode()
    wrong = plain.replace("2.重复申请", "2.多次来信")
    rules = {finding.rule for finding in lint(wrong.encode(), "report.md").findings}
    assert "GB202" in rules
    assert "GB905" not in rules
