"""Tables: there, and with the rows and columns of the format."""

from __future__ import annotations

import pytest

from gblint.checks import check_report
from gblint.checks.equations import EquationCheck
from gblint.checks.tables import TablePresence, TableShape
from gblint.document import Anchor
from gblint.pack.model import Rule
from gblint.report.model import LabelReading, Missing, OtherLabel
from tests.builder.by_hand import (
    ACROSS,
    BALANCED,
    GRID,
    find,
    grid,
    report,
    rule,
    told,
    whole,
    with_rules,
)

SUMS = (
    rule(EquationCheck("grid", "row", "north + south == all"), id="XX301"),
    rule(EquationCheck("grid", "column", "first + second == both"), id="XX302"),
    rule(EquationCheck("across", "row", "kept == total", only=("review",)), id="XX304"),
    rule(EquationCheck("across", "row", "kept == total", only=("court", "review")), id="XX305"),
)


def pack_with(check: Rule) -> tuple[Rule, ...]:
    return (check, *SUMS)


def test_tables_that_are_there() -> None:
    tables = [grid(BALANCED), grid({"review": (1, 1)}, key="across")]
    assert not find(report(whole(1, 2, 3, 4), tables=tables), TablePresence())


def test_an_absent_table_is_missed_at_its_section() -> None:
    checked = report(whole(1, 2, 3, 4), tables=[grid(BALANCED)])
    findings = find(checked, TablePresence(), message="表{number}{name}（{heading}）")
    assert told(findings) == ["表2丁表（乙情况）"]
    where = findings[0].location
    assert (where.section, where.table, where.line) == (2, "across", 20)
    assert where.where.zh == "二、乙情况 › 表2"
    assert not find(checked, TablePresence(tables=("grid",)))


def test_an_absent_table_of_an_absent_section() -> None:
    findings = find(report(whole(1, 3)), TablePresence(tables=("grid",)))
    assert [f.location.line for f in findings] == [20]


def test_the_equations_of_an_absent_table_are_unchecked() -> None:
    pack = with_rules(*pack_with(rule(TablePresence())))
    findings = check_report(report(whole(1, 2)), pack)
    assert {f.location.table: f.unchecked for f in findings} == {
        "grid": ("XX301", "XX302"),
        "across": ("XX304", "XX305"),
    }


@pytest.mark.parametrize(
    ("key", "missing", "told_as", "unchecked"),
    [
        ("grid", Missing("row", "first", "第一", ("first",), "grid"), "row", ("XX302",)),
        ("grid", Missing("column", "all", "总计", ("all",), "grid"), "column", ("XX301",)),
        ("grid", Missing("row", "fees", "收费", ("fees",), "money"), "row", ()),
        (
            "grid",
            Missing("header", "grid", "北、南", ("north", "south", "all"), "grid"),
            "header",
            ("XX301", "XX302"),
        ),
        ("grid", Missing("block", "money", "金额部分", ("fees", "change"), "money"), "block", ()),
        ("grid", Missing("block", "money", "金额部分", (), "money"), "block_label", ()),
        (
            "across",
            Missing("row", "review", "复议", ("review",), "across"),
            "row",
            ("XX304", "XX305"),
        ),
        ("across", Missing("column", "kept", "维持", ("kept",), "court"), "column", ("XX305",)),
    ],
)
def test_what_a_table_lacks(
    key: str, missing: Missing, told_as: str, unchecked: tuple[str, ...]
) -> None:
    shape = rule(
        TableShape("missing"),
        message="?",
        variants={told_as: told_as + " {table_name} {label}"},
    )
    checked = report(whole(2), tables=[grid({}, key=key, missing=(missing,))])
    findings = check_report(checked, with_rules(*pack_with(shape)))
    spec = {"grid": GRID, "across": ACROSS}[key]
    assert told(findings) == [f"{told_as} 表{spec.number} {missing.label}"]
    assert findings[0].unchecked == unchecked


def test_where_something_is_missing() -> None:
    row = Missing("row", "first", "第一", ("first",), "grid")
    column = Missing("column", "kept", "维持", ("kept",), "court")
    tables = [grid({}, missing=(row,)), grid({}, key="across", missing=(column,))]
    first, second = find(report(whole(2), tables=tables), TableShape("missing"))
    assert (first.location.row, first.location.column) == ("first", None)
    assert first.location.where.zh == "二、乙情况 › 表1 › 行“第一”"
    assert first.location.where.en == 'Section 2 (Second matters) › Table 1 › row "First"'
    assert first.values["group"] == "分项"
    assert (second.location.row, second.location.column) == ("court", "kept")
    assert second.location.where.zh == "二、乙情况 › 表2 › “诉讼” › “维持”"


OLD = OtherLabel("row", "旧 行", Anchor(40), obsolete=True)
OLD_COLUMN = OtherLabel("column", "旧列", Anchor(41), obsolete=True)
NEW = OtherLabel("column", "新\n列", Anchor(42))
AGAIN = OtherLabel("row", "第一", Anchor(43), repeated=True, key="first")
COPY = OtherLabel("table", "", Anchor(44), repeated=True)


def test_rows_and_columns_of_an_earlier_format_are_one_finding() -> None:
    tables = [grid(BALANCED, others=(OLD, NEW, OLD_COLUMN, OLD))]
    findings = find(
        report(tables=tables), TableShape("obsolete"), message="{table_name}：{labels}，{count}"
    )
    assert told(findings) == ["表1：旧行、旧列，2"]
    assert findings[0].location.line == 40
    assert not find(report(tables=[grid(BALANCED, others=(NEW,))]), TableShape("obsolete"))


def test_what_no_format_has() -> None:
    tables = [grid(BALANCED, others=(OLD, NEW, AGAIN, COPY))]
    findings = find(
        report(tables=tables),
        TableShape("surplus"),
        variants={"column": "列{label}", "repeated": "重复{label}"},
    )
    assert told(findings) == ["列新列", "重复第一", "重复乙表"]
    assert [f.location.row for f in findings] == [None, "first", None]


def test_labels_worded_otherwise_or_elsewhere() -> None:
    labels = (
        LabelReading("row", "first", "第一", "第一", Anchor(31)),
        LabelReading("row", "second", "第二", "其二", Anchor(32), exact=False),
        LabelReading("column", "north", "北", "北", Anchor(30), misplaced=True, block="grid"),
        LabelReading("group", "parts", "分项", "分 项目", Anchor(31), exact=False),
    )
    findings = find(
        report(tables=[grid(BALANCED, labels=labels)]),
        TableShape("relabelled"),
        variants={
            "row": "行{text}应为{label}",
            "group": "组{text}应为{label}",
            "misplaced": "{label}换了位置",
        },
    )
    assert told(findings) == ["北换了位置", "组分项目应为分项", "行其二应为第二"]
    assert [(f.location.row, f.location.column) for f in findings] == [
        (None, "north"),
        (None, None),
        ("second", None),
    ]


def test_a_column_of_a_table_laid_out_across_names_its_row() -> None:
    label = LabelReading("column", "kept", "维持", "维 护", Anchor(3), exact=False, block="court")
    tables = [grid({"court": (1, 1)}, key="across", labels=(label,))]
    finding = find(report(tables=tables), TableShape("relabelled"))[0]
    assert (finding.location.row, finding.location.column) == ("court", "kept")
