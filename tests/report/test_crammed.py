"""Reports that a converter has put into one row of a table whole."""

from __future__ import annotations

import pytest

from tests.builder.fixture_cases import base
from tests.builder.write_text import Shape, text
from tests.tools.lint import lint

_LINES = [
    line.replace("|", " ")
    for line in text(base(), shape=Shape("pipes")).decode().split("\n")
    if line.strip()
]


@pytest.mark.parametrize("between", [" ", " | "])
def test_one_row(between: str) -> None:
    """As markitdown leaves a report inside a table that lays it out."""
    page = f"|  |\n| --- |\n| {between.join(_LINES)} |\n"
    (finding,) = lint(page.encode(), "report.md").findings
    assert finding.rule == "GB902"
    assert "表格的一行" in finding.message.zh


def test_a_title_before_it() -> None:
    page = f"{_LINES[0]}\n\n|  |\n| --- |\n| {' '.join(_LINES[1:])} |\n"
    assert [finding.rule for finding in lint(page.encode(), "report.md").findings] == ["GB902"]
