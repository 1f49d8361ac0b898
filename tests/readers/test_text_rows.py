"""Tables in plain text with a row to a line: tabs, pipes, aligned columns."""

from __future__ import annotations

import pytest

from tests.readers.written_tables import document, only, paragraphs, shown, tables

SMALL_SHOWN = ["名称 数量", "规章 3"]


def test_tab_rows() -> None:
    assert only("名称\t制发\t有效\n规章\t1\t2\n文件\t\t4\n") == [
        "名称 制发 有效",
        "规章 1 2",
        "文件 _ 4",
    ]


def test_tab_rows_with_titles_of_one_cell() -> None:
    text = (
        "二、公开情况\n第一块\n名称\t甲\t乙\n规章\t1\t2\n第二块\n名称\t甲\n许可\t3\n三、申请情况\n"
    )
    assert only(text)[0] == "第一块 < <"
    assert only(text)[3:] == ["第二块 < <", "名称 甲 <", "许可 3 <"]
    assert paragraphs(text) == ["二、公开情况", "三、申请情况"]


def test_tab_rows_with_blank_lines_between() -> None:
    assert only("名称\t数量\n\n规章\t3\n\n文件\t4\n") == ["名称 数量", "规章 3", "文件 4"]


def test_two_blank_lines_part_tables_of_tab_rows() -> None:
    assert len(tables("名称\t数量\n规章\t3\n\n\n名称\t数量\n许可\t4\n")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "联系人：\t张示例\n电话：\t010-55550123\n",
        "邮编：\t100000\t电话：\t010-55550123\n",
        "电话\t55550123\n传真\t55550124\n",
    ],
)
def test_lines_with_tabs_that_are_no_table(text: str) -> None:
    assert tables(text) == []
    assert len(paragraphs(text)) == text.count("\n")


def test_a_table_of_contents_with_tabs() -> None:
    text = "目录\n一、总体情况\t1\n二、公开情况\t2\n\n一、总体情况\n正文。\n"
    assert tables(text) == []
    assert [p.contents for p in document(text).paragraphs()] == [False, True, True, False, False]


# pipes


@pytest.mark.parametrize(
    "text",
    [
        "| 名称 | 数量 |\n|------|-----:|\n| 规章 | 3 |\n",
        "| 名称 | 数量 |\n| 规章 | 3 |\n",
        "名称 | 数量\n---|---\n规章 | 3\n",
        "|  |  |\n|--|--|\n| 名称 | 数量 |\n| 规章 | 3 |\n",
        "| 名称 | 数量 |\n\n| 规章 | 3 |\n",
        "| **名称** | 数量 |\n|:--|:-:|\n| 规章 | 3 |\n",
    ],
)
def test_pipes(text: str) -> None:
    assert only("前。\n\n" + text + "\n后。\n") == SMALL_SHOWN


def test_what_stands_in_cells_between_pipes() -> None:
    (found,) = tables("| 商业<br>企业 | 甲\\|乙 |\n|--|--|\n| 1\\. | ![](a.png) |\n")
    assert [c.text for c in found.cells] == ["商业\n企业", "甲|乙", "1.", ""]


def test_two_tables_with_one_blank_line_between() -> None:
    text = "| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n\n| 丙 | 丁 |\n|--|--|\n| 3 | 4 |\n"
    assert [shown(t) for t in tables(text)] == [["甲 乙", "1 2"], ["丙 丁", "3 4"]]


def test_a_pipe_in_prose_is_no_table() -> None:
    assert paragraphs("首页 | 政务公开 | 年报\n\n正文。") == ["首页 | 政务公开 | 年报", "正文。"]


# columns under one another


def test_aligned_columns() -> None:
    text = (
        "二、申请情况\n\n"
        "                         个人    企业    总计\n"
        "一、新收申请数量            12       3      15\n"
        "      （一）公开             1       0       1\n"
        "      （二）不公   1.秘密    0       0       0\n"
        "                   2.其他法律行政法\n"
        "                             2       0       2\n"
        "                   规禁止\n"
        "三、结转                    12       3      15\n\n"
        "三、复议情况\n"
    )
    (found,) = tables(text)
    assert shown(found) == [
        "_ < 个人 企业 总计",
        "一、新收申请数量 < 12 3 15",
        "（一）公开 < 1 0 1",
        "（二）不公 1.秘密 0 0 0",
        "^ 2.其他法律行政法规禁止 2 0 2",
        "三、结转 < 12 3 15",
    ]
    assert paragraphs(text) == ["二、申请情况", "三、复议情况"]


def test_labels_of_aligned_rows_that_are_broken() -> None:
    head = "                   个人    企业    总计\n"
    first = "1.其他法律行政\n法规禁止公开          1       0       1\n"
    last = "2.属于行政执法\n                      2       0       2\n  案卷\n\n后。\n"
    assert only(head + first + last) == [
        "_ 个人 企业 总计",
        "1.其他法律行政法规禁止公开 1 0 1",
        "2.属于行政执法案卷 2 0 2",
    ]
    unlabelled = "              1     0     1\n  （一）公开\n              2     0     2\n  后段\n"
    assert only("         个人  企业  总计\n" + unlabelled)[1:] == [
        "_ 1 0 1",
        "（一）公开后段 2 0 2",
    ]


@pytest.mark.parametrize("gap", ["  ", "    ", "\u3000", "\u3000\u3000", "\t", " \t"])
def test_a_gap_behind_an_ordinal_parts_no_cells(gap: str) -> None:
    """A number with a tab behind it, as a word processor sets headings, comes out so."""
    first, second = f"   二、{gap}公开情况", f"三、{gap}申请情况"
    item = f"  （一）{gap}文件"
    aligned = "                    个人    企业    总计\n一、新收数量          12       3      15\n"
    text = f"{first}\n\n{aligned}{second}\n\n{item}\n{aligned}"
    upper, lower = tables(text)
    assert shown(upper) == shown(lower) == ["_ 个人 企业 总计", "一、新收数量 12 3 15"]
    assert ["".join(one.split()) for one in paragraphs(text)] == [
        "二、公开情况",
        "三、申请情况",
        "（一）文件",
    ]
    tabs = "名称\t个人\t企业\n规章\t12\t3\n"
    text = f"{first}\n{tabs}{second}\n{item}\n{tabs}"
    assert [shown(table) for table in tables(text)] == [["名称 个人 企业", "规章 12 3"]] * 2
    assert len(paragraphs(text)) == 3


def test_an_ordinal_in_a_column_of_its_own_is_a_label() -> None:
    text = (
        "                        个人    企业    总计\n"
        "三、   （一）予以公开     2      3        5\n"
        "四、   （一）结转\n"
        "               下年       2      3        5\n"
    )
    assert only(text) == [
        "_ < 个人 企业 总计",
        "三、 （一）予以公开 2 3 5",
        "四、 （一）结转下年 2 3 5",
    ]


def test_gaps_in_prose_are_no_table() -> None:
    text = "示例市人民政府    2023年1月31日\n\n电话  010-55550123  传真  010-55550124\n"
    assert tables(text) == []
    assert len(paragraphs(text)) == 2


def test_a_table_that_pandoc_left_out_is_told() -> None:
    found = document("三、申请情况\n\n[TABLE]\n\n[TABLE]\n\n四、复议情况\n")
    assert [p.text for p in found.paragraphs()] == ["三、申请情况", "四、复议情况"]
    ((chinese, english),) = found.notes
    assert "[TABLE]" in chinese
    assert "[TABLE]" in english
