"""Footings, and the one cell that explains what is broken."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from gblint.checks import check_report
from gblint.checks.equations import EquationCheck
from gblint.findings import Finding, Say
from gblint.pack.model import AxisSpec, BlockSpec, Pack, TableSpec
from tests.builder.by_hand import (
    BALANCED,
    PACK,
    Figures,
    cell,
    grid,
    report,
    rule,
    told,
    whole,
    with_rules,
)

TEXTS = {
    "plain": "{label}：{left} = {left_sum}，{right} = {right_sum}，差{difference}",
    "culprit": "{label}：差{difference}，{culprit}应为{culprit_value}",
}
BY_ROW = rule(
    EquationCheck("grid", "row", "north + south == all"),
    id="XX301",
    message="?",
    variants=TEXTS,
)
BY_COLUMN = rule(
    EquationCheck("grid", "column", "first + second == both"),
    id="XX302",
    message="?",
    variants=TEXTS,
)
BOTH = with_rules(BY_ROW, BY_COLUMN)


def check(figures: Figures, pack: Pack = BOTH, key: str = "grid") -> list[Finding]:
    return list(check_report(report(whole(2), tables=[grid(figures, key=key)]), pack))


def test_a_table_that_adds_up() -> None:
    assert not check(BALANCED)
    assert not check({**BALANCED, "first": (None, 2, 2), "both": (3, 6, 9)})


def test_a_row_that_does_not_add_up() -> None:
    findings = check({**BALANCED, "first": (1, 2, 4)}, with_rules(BY_ROW))
    assert told(findings) == ["第一：北 1 + 南 2 = 3，总计 4 = 4，差1"]
    finding = findings[0]
    where = finding.location
    assert (where.table, where.row, where.column, where.line) == ("grid", "first", None, 30)
    assert finding.values["left"] == "北 1 + 南 2"
    footing = finding.footing
    assert footing is not None
    assert (footing.left_sum, footing.right_sum) == (3, 4)
    assert [(e.label.zh, e.value, e.sign, e.culprit) for e in (*footing.left, *footing.right)] == [
        ("北", 1, "+", False),
        ("南", 2, "+", False),
        ("总计", 4, "+", False),
    ]


def test_a_column_is_placed_at_its_total() -> None:
    finding = check({**BALANCED, "both": (9, 6, 15)}, with_rules(BY_COLUMN))[0]
    where = finding.location
    assert (where.row, where.column, where.line) == (None, "north", 32)
    assert where.where.zh == "二、乙情况 › 表1 › 列“北”"


def test_the_cell_that_explains_both_is_named() -> None:
    findings = check({**BALANCED, "second": (5, 4, 7)})
    assert told(findings) == [
        "第二：差2，“第二”行“北”列应为3",
        "北：差2，“第二”行“北”列应为3",
    ]
    for finding in findings:
        footing = finding.footing
        assert footing is not None
        marked = [e for e in (*footing.left, *footing.right) if e.culprit]
        assert [(e.value, e.label.zh in ("北", "第二")) for e in marked] == [(5, True)]


def test_two_wrong_cells_have_no_culprit() -> None:
    findings = check({**BALANCED, "first": (2, 2, 3), "second": (3, 5, 7)})
    assert len(findings) == 4
    assert not any("culprit" in f.values for f in findings)


def test_no_figure_is_corrected_to_less_than_nothing() -> None:
    findings = check({"first": (9, 0, 0), "second": (0, 0, 0), "both": (0, 0, 0)})
    assert [f.values.get("culprit_value") for f in findings] == [0, 0]
    findings = check({"first": (0, 5, 0), "second": (0, 0, 0), "both": (0, 0, 0)})
    assert [f.values.get("culprit_value") for f in findings] == [0, 0]
    findings = check({"first": (0, 5, 4), "second": (0, 0, 0), "both": (0, 0, 0)})
    assert not any("culprit" in f.values for f in findings)


def test_a_line_with_a_figure_that_cannot_be_read_is_passed_over() -> None:
    assert not check({**BALANCED, "first": (1, "二", 3)})
    findings = check({**BALANCED, "first": (1, "二", 9)})
    assert [f.location.column for f in findings] == ["all"]


def test_a_line_that_is_not_there_is_passed_over() -> None:
    findings = check({"first": (1, 2, 4), "both": (1, 2, 4)})
    assert [f.location.row for f in findings] == ["first", "both"]


def test_a_table_laid_out_across() -> None:
    only = rule(EquationCheck("across", "row", "kept == total", only=("court",)), variants=TEXTS)
    findings = check({"review": (1, 2), "court": (3, 5)}, with_rules(only), "across")
    assert told(findings) == ["诉讼：维持 3 = 3，总计 5 = 5，差2"]
    assert findings[0].location.where.zh == "二、乙情况 › 表2 › “诉讼”"


def test_terms_that_are_taken_away_and_decimals() -> None:
    minus = rule(EquationCheck("grid", "row", "all - south == north"), variants=TEXTS)
    assert not check(BALANCED, with_rules(minus))
    findings = check({"first": (1, Decimal("0.5"), 3)}, with_rules(minus))
    assert told(findings) == ["第一：总计 3 − 南 0.5 = 2.5，北 1 = 1，差1.5"]


def test_the_zeros_of_a_long_side_are_not_told() -> None:
    rows = tuple(AxisSpec(f"r{i}", f"项{i}") for i in range(6))
    table = TableSpec("long", 1, 2, Say("长表"), (BlockSpec("b", rows, (AxisSpec("c", "列"),)),))
    total = rule(EquationCheck("long", "column", "r0 + r1 + r2 + r3 + r4 == r5"), variants=TEXTS)
    pack = Pack("long", "长", "1", sections=PACK.sections, tables=(table,), rules=(total,))
    cells = {(f"r{i}", "c"): cell(f"r{i}", "c", i % 2, 5) for i in range(6)}
    reading = grid({}, cells=cells, key="grid")
    checked = report(whole(2), tables=[replace(reading, key="long")])
    findings = check_report(checked, pack)
    assert told(findings) == ["列：项1 1 + 项3 1（其余为0） = 2，项5 1 = 1，差1"]


def test_a_side_of_few_figures_is_told_whole() -> None:
    rows = tuple(AxisSpec(f"r{i}", f"项{i}") for i in range(5))
    table = TableSpec("short", 1, 2, Say("短表"), (BlockSpec("b", rows, (AxisSpec("c", "列"),)),))
    total = rule(EquationCheck("short", "column", "r0 + r1 + r2 + r3 == r4"), variants=TEXTS)
    pack = Pack("short", "短", "1", sections=PACK.sections, tables=(table,), rules=(total,))
    cells = {(f"r{i}", "c"): cell(f"r{i}", "c", i // 4, 5) for i in range(5)}
    findings = check_report(report(tables=[replace(grid({}, cells=cells), key="short")]), pack)
    assert findings[0].values["left"] == "项0 0 + 项1 0 + 项2 0 + 项3 0"


SIZE = 4
FIGURES = st.lists(
    st.lists(st.integers(0, 10**6), min_size=SIZE, max_size=SIZE), min_size=SIZE, max_size=SIZE
)
KEYS = [f"k{i}" for i in range(SIZE)]


def square() -> Pack:
    """A table whose last row and last column are sums, and a chain down each column."""
    rows = (*(AxisSpec(key, key) for key in KEYS), AxisSpec("sum", "sum"), AxisSpec("next", "n"))
    columns = (*(AxisSpec(key, key) for key in KEYS), AxisSpec("sum", "sum"))
    table = TableSpec("square", 1, 2, Say("方"), (BlockSpec("b", rows, columns),))
    sums = " + ".join(KEYS) + " == sum"
    return Pack(
        "square",
        "方",
        "1",
        tables=(table,),
        rules=(
            rule(EquationCheck("square", "row", sums), id="XX301"),
            rule(EquationCheck("square", "column", sums), id="XX302"),
            rule(EquationCheck("square", "column", "k0 + sum == next"), id="XX303"),
        ),
    )


SQUARE = square()
SPOTS = st.tuples(st.sampled_from([*KEYS, "sum", "next"]), st.sampled_from([*KEYS, "sum"]))


@given(FIGURES, SPOTS, st.integers(0, 10**7))
def test_one_changed_figure_is_named_and_put_right(
    inner: list[list[int]], spot: tuple[str, str], wrong: int
) -> None:
    rows = [[*row, sum(row)] for row in inner]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    rows.append([a + b for a, b in zip(rows[0], rows[-1], strict=True)])
    figures = {
        (row, column): value
        for row, line in zip([*KEYS, "sum", "next"], rows, strict=True)
        for column, value in zip([*KEYS, "sum"], line, strict=True)
    }
    right = figures[spot]
    assume(right != wrong)
    cells = {key: cell(*key, value) for key, value in (figures | {spot: wrong}).items()}
    reading = grid({}, cells=cells)
    findings = check_report(report(tables=[replace(reading, key="square")]), SQUARE)
    assert findings
    for finding in findings:
        assert spot in ((finding.location.row, spot[1]), (spot[0], finding.location.column))
        assert finding.values["culprit_value"] == right
        assert finding.values["culprit_read"] == wrong
        footing = finding.footing
        assert footing is not None
        marked = [e.value for e in (*footing.left, *footing.right) if e.culprit]
        assert marked == [wrong]
