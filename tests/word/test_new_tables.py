"""The tables of a new report: in the shape of the format, with totals that Word calculates."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.checks import load
from gblint.word.new_document import TableGrid, lay_out_table
from tests.tools.lint import PACK
from tests.word.new_reports import WordTable, figures, new_report, read_report


@pytest.fixture(scope="module")
def data() -> bytes:
    return new_report().data


@pytest.fixture(scope="module")
def applications(data: bytes) -> WordTable:
    return WordTable(data, 1)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_cells_are_merged_as_in_the_blank_template(data: bytes, at: int, corpus: Path) -> None:
    """All but the figures, which the template leaves blank."""
    template = (corpus / "blank-template-2021-30.docx").read_bytes()
    wanted = WordTable(template, at).shape()
    own = WordTable(data, at).shape()
    blank = [[(text if text != "0" else "", *rest) for text, *rest in row] for row in own]
    assert blank == [[(text.strip(), *rest) for text, *rest in row] for row in wanted]


def test_table_1_has_its_blocks_under_one_another(data: bytes) -> None:
    shape = WordTable(data, 0).shape()
    assert shape[0] == [("第二十条第（一）项", 4, "")]
    assert [text for text, _, _ in shape[1]] == [
        "信息内容",
        "本年制发件数",
        "本年废止件数",
        "现行有效件数",
    ]
    assert shape[6] == [("行政许可", 1, ""), ("0", 3, "")]
    assert len(shape) == 14


def test_table_2_has_its_groups_at_the_left(applications: WordTable) -> None:
    shape = applications.shape()
    assert [one[1:] for one in shape[0]] == [(3, "restart"), (7, "")]
    assert shape[1][1:] == [
        ("自然人", 1, "restart"),
        ("法人或其他组织", 5, ""),
        ("总计", 1, "restart"),
    ]
    assert shape[5][:2] == [("三、本年度办理结果", 1, "restart"), ("（一）予以公开", 2, "")]
    assert shape[7][:3] == [
        ("", 1, "continue"),
        ("（三）不予公开", 1, "restart"),
        ("1.属于国家秘密", 1, ""),
    ]
    assert len(shape) == 28


def test_table_3_has_fifteen_columns(data: bytes) -> None:
    shape = WordTable(data, 2).shape()
    assert shape[0] == [("行政复议", 5, ""), ("行政诉讼", 10, "")]
    assert shape[1][5:] == [("未经复议直接起诉", 5, ""), ("复议后起诉", 5, "")]
    assert [len(row) for row in shape[2:]] == [15, 15]


def test_every_total_is_a_formula_over_the_cells_of_its_own_parts(applications: WordTable) -> None:
    """With cells that are counted as Word counts them, other figures give other totals."""
    assert applications.formula(3, 7) == "=SUM(B4:G4)"
    assert applications.formula(5, 8) == "=SUM(C6:H6)"
    assert applications.formula(7, 9) == "=SUM(D8:I8)"
    assert applications.formula(26, 2) == "=SUM(C6:C7,D8:D26)"
    given = {(5, 2): 4, (7, 3): 2, (25, 3): 1, (5, 3): 5}  # natural persons, an enterprise
    assert applications.calculate(applications.formula(26, 2), given) == 7
    assert applications.calculate(applications.formula(26, 3), given) == 5
    assert applications.calculate(applications.formula(26, 8), given) == 12
    assert applications.calculate(applications.formula(5, 8), given) == 9


def test_the_totals_of_table_3_are_formulas(data: bytes) -> None:
    table = WordTable(data, 2)
    assert [table.formula(3, at) for at in (4, 9, 14)] == [
        "=SUM(A4:D4)",
        "=SUM(F4:I4)",
        "=SUM(K4:N4)",
    ]
    assert not table.formula(3, 0)


def test_what_is_read_is_the_result_of_the_formula(data: bytes) -> None:
    report = read_report(data)
    for table in ("proactive", "applications", "review"):
        found = figures(report, table)
        assert set(found.values()) == {0}, table
    assert len(figures(report, "applications")) == 25 * 7


def _covers(grid: TableGrid) -> bool:
    places = [
        (row, column)
        for box in grid.boxes
        for row in range(box.row, box.row + box.row_span)
        for column in range(box.column, box.column + box.column_span)
    ]
    return sorted(places) == [(r, c) for r in range(grid.height) for c in range(grid.width)]


@pytest.mark.parametrize("pack", [PACK, "gbh-2019-60", "example-province"])
def test_boxes_fill_the_grid(pack: str) -> None:
    for table in load(pack).tables:
        assert _covers(lay_out_table(table)), table.key


def test_a_block_of_two_columns_beside_one_of_three_fills_the_row() -> None:
    shape = WordTable(new_report(year=2020, pack="gbh-2019-60").data, 0).shape()
    (fees,) = (row for row in shape if row[0][0] == "行政事业性收费")
    assert [span for _, span, _ in fees] == [1, 1, 2]
