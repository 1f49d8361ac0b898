"""A blank total is unknown where there is something to add up, else nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from tests.builder.fixture_cases import base
from tests.builder.form_labels import COLUMNS, ROWS
from tests.builder.mutate import figure
from tests.builder.write_docx import docx
from tests.tools.amount import some
from tests.tools.lint import Linted, lint, told

_TABLE = "applications"
_RESULTS = [row.key for row in ROWS if row.key not in ("new", "carried_in", "total", "carried_out")]


def _blank(*cells: tuple[str, str], mark: str = "", wrong: tuple[str, str] | None = None) -> Linted:
    plan = base()
    if wrong is not None:
        value = plan.figures[_TABLE][wrong[0]][wrong[1]] + 1
        plan = figure(plan, table=_TABLE, row=wrong[0], column=wrong[1], value=value)
    return lint(docx(replace(plan, written={(_TABLE, *cell): mark for cell in cells})))


_CELLS = (
    [(row, "total") for row in _RESULTS],
    [(row.key, "total") for row in ROWS],
    [("total", column.key) for column in COLUMNS],
    [("new", "total")],
    [("total", "total")],
    [("granted", "total"), ("total", "natural")],
)


@pytest.mark.parametrize(("cells", "mark"), some([*product(_CELLS, ("", "/", "—", "无"))], 3))
def test_blank_totals_are_one_finding(cells: list[tuple[str, str]], mark: str) -> None:
    linted = _blank(*cells, mark=mark)
    assert [f.rule for f in linted.findings] == ["GB205"], told(linted.findings)
    assert {"GB301", "GB302", "GB303"} & {*linted.findings[0].unchecked}


def test_what_does_not_need_the_blank_total_is_checked() -> None:
    column = [(row, "total") for row in _RESULTS]
    linted = _blank(*column, wrong=("granted", "natural"))
    assert {(f.rule, f.location.column) for f in linted.of("GB3")} == {("GB302", "natural")}


def test_a_blank_among_the_parts_is_nothing() -> None:
    plan = base()
    blank = next(r for r in _RESULTS if plan.figures[_TABLE][r]["natural"])
    linted = _blank((blank, "natural"))
    assert {f.location.row for f in linted.of("GB301")} == {blank}, told(linted.findings)


def test_a_blank_total_of_nothing_is_nothing() -> None:
    plan = base()
    empty = [r for r in _RESULTS if not plan.figures[_TABLE][r]["total"]]
    linted = _blank(*((row, "total") for row in empty), wrong=("granted", "total"))
    assert {f.rule for f in linted.findings} >= {"GB301", "GB302"}, told(linted.findings)
