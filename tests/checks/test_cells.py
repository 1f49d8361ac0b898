"""What number cells hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import pytest

from gblint.checks import check_report
from gblint.checks.equations import EquationCheck
from gblint.checks.tables import CellKind
from gblint.findings import Finding, Say
from tests.builder.by_hand import (
    BALANCED,
    Figures,
    cell,
    find,
    grid,
    report,
    rule,
    told,
    whole,
    with_rules,
)
from tests.tools.lint import lint
from tests.tools.repository import FIXTURES

TEXTS = {"some": "{count}格：{cells}", "all": "{table_name}{cells}"}


def blank(figures: Figures, key: str = "grid") -> list[Finding]:
    checked = report(whole(2), tables=[grid(figures, key=key)])
    return find(checked, CellKind("blank"), variants=TEXTS)


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        (
            {"first": (1, None, 1), "second": (1, 2, 3)},
            "1格：“第一”行“南”列",
        ),
        (
            {"first": (1, None, None), "second": (None, 2, 3), "fees": (None,)},
            "4格：“第一”行“南”“总计”列、“第二”行“北”列、“收费”行“金额”列",
        ),
        (
            {"first": (None, None, None), "second": (None, 2, 3), "both": (1, 2, 3)},
            "4格：“第一”整行、“第二”行“北”列",
        ),
        (
            {"first": (None, None, None), "second": (1, None, 3), "both": (1, None, 3)},
            "5格：“第一”整行、“南”整列",
        ),
        ({"first": (None,) * 3, "fees": (None,)}, "表1全部数据格"),
    ],
)
def test_blank_cells_are_listed(figures: Figures, message: str) -> None:
    assert told(blank(figures)) == [message]


def test_blank_cells_of_a_table_laid_out_across() -> None:
    figures: Figures = {"review": (None, None), "court": (None, 1)}
    assert told(blank(figures, "across")) == ["3格：“复议”全部、“诉讼”的“维持”"]


def test_no_blank_cell() -> None:
    assert not blank(BALANCED)


def test_blank_cells_in_english() -> None:
    figures: Figures = {"first": (None, None, 1), "second": (None, None, None)}
    findings = find(
        report(tables=[grid(figures)]), CellKind("blank"), message=Say("", "{count}: {cells}")
    )
    assert findings[0].message.en == (
        '5: the whole row "Second", row "First", columns "North", "South"'
    )


def test_cells_that_cannot_be_read_name_the_rules_that_wait() -> None:
    check = rule(CellKind("unreadable"), message="{row_label}×{column_label}：“{text}”")
    rules = with_rules(
        check,
        rule(EquationCheck("grid", "row", "north + south == all"), id="XX301"),
        rule(EquationCheck("grid", "column", "first + second == both"), id="XX302"),
    )
    figures: Figures = {**BALANCED, "second": (3, "4件", 7), "fees": ("五元",)}
    findings = check_report(report(whole(2), tables=[grid(figures)]), rules)
    assert told(findings) == ["第二×南：“4件”", "收费×金额：“五元”"]
    assert [f.unchecked for f in findings] == [("XX301", "XX302"), ()]
    where = findings[0].location
    assert (where.row, where.column, where.line) == ("second", "south", 31)


@pytest.mark.parametrize(
    ("figures", "faults"),
    [
        ({"first": (-1, 2, 1)}, ["negative"]),
        ({"first": (Decimal("1.5"), 2, Decimal("3.5"))}, ["decimal", "decimal"]),
        ({"first": (Decimal("1.0"), 2, 3)}, ["decimal"]),
        ({"fees": (Decimal("12.34"),)}, []),
        ({"fees": (Decimal("-1.5"),)}, ["negative"]),
        (BALANCED, []),
        ({"first": (None, "x", 0)}, []),
    ],
)
def test_figures_that_are_no_count(figures: Figures, faults: list[str]) -> None:
    findings = find(
        report(tables=[grid(figures)]),
        CellKind("not_count"),
        variants={"negative": "negative", "decimal": "decimal"},
    )
    assert told(findings) == faults


def test_a_signed_figure_may_be_negative() -> None:
    reading = grid({}, cells={("change", "north"): cell("change", "north", -3)})
    assert not find(report(tables=[reading]), CellKind("not_count"))


def test_figures_in_full_width_are_told_by_tables_and_rows() -> None:
    """Not cell by cell, which nobody reads."""
    lines = (FIXTURES / "clean-markdown" / "report.md").read_text("utf-8").split("\n")
    wide = [line.translate(_WIDE) if re.search(r"\d+ *\|$", line) else line for line in lines]
    (rows, *tables) = _told_in_digits(wide)
    assert "“规章”整行、“行政规范性文件”整行。" in rows
    assert ["不加：全部数据格。" in message for message in tables] == [True, True]
    row = next(at for at, line in enumerate(lines) if "予以公开" in line)
    (message,) = _told_in_digits([*lines[:row], wide[row], *lines[row + 1 :]])
    assert "“（一）予以公开”整行。" in message


_WIDE = {ord("0") + digit: ord("０") + digit for digit in range(10)}


def _told_in_digits(lines: Sequence[str]) -> list[str]:
    findings = lint("\n".join(lines).encode(), "report.md").findings
    assert {finding.rule for finding in findings} == {"GB210"}
    return [finding.message.zh for finding in findings]
