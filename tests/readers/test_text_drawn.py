"""Tables in plain text that are drawn with rules, or written in HTML."""

from __future__ import annotations

import pytest

from tests.readers.written_tables import only, paragraphs, shown, tables

# rules of dashes


def test_ruled_rows_of_several_lines() -> None:
    text = (
        "  ---------- ------ ------\n"
        "  复议              诉讼\n"
        "\n"
        "  结果维持   其他   直接\n"
        "             结果   起诉\n"
        "\n"
        "  　         0      1\n"
        "  ---------- ------ ------\n"
        "\n后。\n"
    )
    (found,) = tables(text)
    assert [c.text for c in found.cells][2:5] == ["结果维持", "其他\n结果", "直接\n起诉"]
    assert paragraphs(text) == ["后。"]


def test_ruled_with_headings() -> None:
    full = "  ------------------\n  名称       数量\n  ---------- -------\n"
    assert only(full + "  规章       3\n\n  文件       4\n  ------------------\n") == [
        "名称 数量",
        "规章 3",
        "文件 4",
    ]
    assert only("  名称     数量\n  -------- ------\n  规章     3\n  文件     4\n\n后。\n") == [
        "名称 数量",
        "规章 3",
        "文件 4",
    ]


def test_an_empty_ruled_row() -> None:
    text = "  ------ ------\n  名称   数量\n\n                \n  ------ ------\n"
    assert only(text) == ["名称 数量", "_ _"]


@pytest.mark.parametrize(
    "text", ["----------\n\n正文。\n", "正文。\n---- ----\n", "---- ----\n正文。\n"]
)
def test_rules_that_are_no_table(text: str) -> None:
    assert tables(text) == []


def test_a_drawn_table_with_merged_cells() -> None:
    text = (
        "+--------+--------------+\n"
        "| 角     | 申请人       |\n"
        "|        +------+-------+\n"
        "|        | 个人 | 总计  |\n"
        "+========+======+=======+\n"
        "| 新收   | 1    | 1     |\n"
        "| 申请   |      |       |\n"
        "+--------+------+-------+\n"
        "后。\n"
    )
    (found,) = tables(text)
    assert shown(found) == ["角 申请人 <", "^ 个人 总计", "新收申请 1 1"]
    assert next(c.text for c in found.cells if c.row == 2) == "新收\n申请"
    assert (found.inferred, found.cells[-1].anchor.line) == (False, 5)
    assert paragraphs(text) == ["后。"]


def test_a_drawing_that_does_not_close_is_no_table() -> None:
    assert tables("+----+\n| 甲\n") == []


@pytest.mark.parametrize("more", [0, 2])
def test_a_drawing_in_which_quotation_marks_take_one_column_or_two(more: int) -> None:
    """Two as those draw it who take the width of signs from Chinese type."""
    edge, blanks = f"+-{'-' * (8 + more)}-+---+\n", " " * more
    text = f"{edge}| “三安全” | 1 |\n{edge}| 其他甲乙{blanks} | 2 |\n{edge}"
    (found,) = tables(text)
    assert [cell.text for cell in found.cells] == ["“三安全”", "1", "其他甲乙", "2"]


def test_a_drawing_in_which_columns_are_too_narrow() -> None:
    """As pandoc draws them, which pushes the bars of a row to the right."""
    text = (
        "+------+---+---+\n| 名称 | 总 | 数 |\n|      | 计 |   |\n"
        "+------+---+---+\n| 甲乙 | 1 | 2 |\n+------+---+---+\n"
    )
    (found,) = tables(text)
    assert [cell.text for cell in found.cells] == ["名称", "总\n计", "数", "甲乙", "1", "2"]


def test_a_drawing_with_a_row_out_of_line_is_no_table_of_cells_with_bars() -> None:
    text = "+------+---+\n| 甲乙 | 1 |\n+------+---+\n| 丙丁戊己 | 2 |\n+------+---+\n"
    assert not any("|" in cell.text for found in tables(text) for cell in found.cells)


# HTML in Markdown


def test_html_with_merged_cells() -> None:
    text = (
        "前。\n\n<table>\n<thead>\n<tr><th rowspan='2'>角</th><th colspan=\"2\">申请人</th></tr>\n"
        "<tr><th><p>个</p>\n<p>人</p></th><th>总<br/>计</th></tr></thead>\n"
        "<tr>\n<td>新收</td>\n<td>1</td>\n<td></td></tr>\n</table>\n\n后。\n"
    )
    (found,) = tables(text)
    assert shown(found) == ["角 申请人 <", "^ 个人 总计", "新收 1 _"]
    assert [c.text for c in found.cells][2:4] == ["个\n人", "总\n计"]
    assert [c.anchor.line for c in found.cells] == [5, 5, 6, 6, 8, 8, 8]
    assert paragraphs(text) == ["前。", "后。"]


@pytest.mark.parametrize("span", ["0", "-1", "x", "999999999999", "3"])
def test_html_spans_that_reach_too_far(span: str) -> None:
    (found,) = tables(f"<table><tr><td rowspan={span}>甲</td><td>乙</td></tr></table>")
    assert shown(found) == ["甲 乙"]


def test_html_cells_that_would_overlap() -> None:
    text = "<table><tr><td>1</td><td rowspan=2>2</td></tr><tr><td colspan=2>3</td></tr></table>"
    assert shown(tables(text)[0]) == ["1 2", "3 ^"]


def test_html_that_does_not_end_is_no_table() -> None:
    assert tables("<table>\n<tr><td>甲</td></tr>\n") == []


def test_a_wide_figure_broken_between_lines_of_a_cell() -> None:
    text = (
        "+----------+--------+\n"
        "| 行政许可 | １，   |\n"
        "|          | ２８６ |\n"
        "+----------+--------+\n"
        "| 总计     | 12     |\n"
        "|          | 13     |\n"
        "+----------+--------+\n"
    )
    (table,) = tables(text)
    assert [cell.text for cell in table.cells] == ["行政许可", "１，２８６", "总计", "12\n13"]


def test_a_wide_space_between_the_signs_of_a_cell_is_no_end_of_a_row() -> None:
    text = (
        "  -------- ----\n  第一项   \n\n  规       ２\n  　       \n  章       \n\n  文件     3\n"
        "  -------- ----\n"
    )
    (table,) = tables(text)
    assert ["".join(cell.text.split()) for cell in table.cells][-4:] == ["规章", "２", "文件", "3"]
