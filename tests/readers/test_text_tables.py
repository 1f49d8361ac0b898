"""Tables in plain text, in the forms that extractors and converters give them."""

from __future__ import annotations

import pytest

from tests.readers.written_tables import only, paragraphs, shown, tables

# a cell is a line that begins with a tab

SMALL = "\t名称\n\t数量\n\n\t规章\n\t3\n"
SMALL_SHOWN = ["名称 数量", "规章 3"]


def test_tab_cells() -> None:
    (found,) = tables("二、公开情况\n" + SMALL + "\n\n三、申请情况\n")
    assert shown(found) == SMALL_SHOWN
    assert found.inferred
    assert [c.anchor.line for c in found.cells] == [2, 2, 5, 5]
    assert paragraphs("二、公开情况\n" + SMALL + "\n\n三、申请情况\n") == [
        "二、公开情况",
        "三、申请情况",
    ]


def test_a_cell_goes_on_without_a_tab() -> None:
    (found,) = tables("\t商业\n企业\n\t总\n计\n\n\t1\n\t\n2\n")
    assert [c.text for c in found.cells] == ["商业\n企业", "总\n计", "1", "2"]


def test_blank_lines_inside_a_cell() -> None:
    text = "\t（第一项，\n\n等于第三项）\n\t申请人\n\n\t\n本\n\n年\n度\n\t公开\n\t1\n"
    (found,) = tables(text)
    assert [c.text for c in found.cells] == [
        "（第一项，\n等于第三项）",
        "申请人",
        "本\n年\n度",
        "公开",
        "1",
    ]


def test_an_empty_line_at_the_end_of_a_cell() -> None:
    text = (
        "\t名称\n\t甲\n\t乙\n\n"
        "\t三、结果\n\n\t（一）公开\n\t1\n\t2\n\n"
        "\t\n\t（二）不公开\n\t3\n\t4\n\n"
        "\t\n\t（三）其他\n\n\t1.撤回\n\t5\n\t6\n\n"
        "\t\n\t\n\t2.其余\n\t7\n\t8\n\n"
        "\t四、结转\n\t7\n\t8\n\n"
    )
    assert only(text) == [
        "名称 < < 甲 乙",
        "三、结果 （一）公开 < 1 2",
        "^ （二）不公开 < 3 4",
        "^ （三）其他 1.撤回 5 6",
        "^ ^ 2.其余 7 8",
        "四、结转 < < 7 8",
    ]


def test_an_empty_line_between_the_figures_of_a_row() -> None:
    text = "\t名称\n\t甲\n\t乙\n\t丙\n\n\t规章\n\t1\n\n\t2\n\t3\n\n\t文件\n\t4\n\t5\n\t6\n"
    assert only(text) == ["名称 甲 乙 丙", "规章 1 2 3", "文件 4 5 6"]


def test_lines_of_spaces_inside_a_cell() -> None:
    (found,) = tables("\t名称\n\t数量\n\n\t3\n \n、\n其\n他\n\t1\n\n\t规章\n\t2\n")
    assert shown(found) == ["名称 数量", "3、其他 1", "规章 2"]


def test_rows_parted_by_lines_of_spaces() -> None:
    assert only("\t名称\n\t数量\n  \n\t规章\n\t3\n  \n") == SMALL_SHOWN


@pytest.mark.parametrize(
    "between", ["\n\n说明文字\n", "三、申请情况\n", "\n三、申请情况\n\n", "\n\n"]
)
def test_what_ends_a_table(between: str) -> None:
    first, second = tables(SMALL + between + SMALL)
    assert shown(first) == shown(second) == SMALL_SHOWN


def test_after_a_figure_a_blank_line_ends_the_row() -> None:
    first, second = tables(SMALL + "\n说明文字\n" + SMALL)
    assert shown(first) == shown(second) == SMALL_SHOWN
    assert paragraphs(SMALL + "\n说明文字\n" + SMALL) == ["说明文字"]


def test_a_paragraph_right_after_a_table() -> None:
    prose = "示例市的情况说明如下，本年度各项工作均按要求完成，有关数据见上表所列内容。"
    assert only(SMALL + prose) == SMALL_SHOWN
    assert paragraphs(SMALL + prose) == [prose]


@pytest.mark.parametrize("number", ["3", "- 3 -", "— 12 —", "第 3 页"])
def test_a_page_number_between_rows_of_tab_cells(number: str) -> None:
    text = f"\t名称\n\t数量\n\n\t规章\n\t3\n\n{number}\n\n\t文件\n\t4\n"
    assert only(text) == [*SMALL_SHOWN, "文件 4"]


def test_a_page_break_between_rows_of_tab_cells() -> None:
    (found,) = tables("\t名称\n\t数量\n\n\n\f\n\t规章\n\t3\n")
    assert shown(found) == SMALL_SHOWN
    assert [c.anchor.page for c in found.cells] == [1, 1, 2, 2]


def test_paragraphs_indented_with_a_tab_are_no_table() -> None:
    text = "\t一、总体情况\n\t本年度情况良好。\n\t二、问题\n\t部分栏目更新不及时。\n"
    assert tables(text) == []
    assert paragraphs(text) == [
        "一、总体情况",
        "本年度情况良好。",
        "二、问题",
        "部分栏目更新不及时。",
    ]


# a row on a line, tabs between the cells


# rows with tabs between cells

_COMPARED = "项目\t上年\t本年\n行政许可\t600\t712\n行政处罚\t71\t63\n"
_RESULTS = "结果维持\t结果纠正\t其他结果\t总计\n2\t1\t0\t3\n"


@pytest.mark.parametrize(("above", "below"), [(_COMPARED, _RESULTS), (_RESULTS, _COMPARED)])
def test_rows_of_another_number_of_cells_below_a_blank_line(above: str, below: str) -> None:
    first, second = tables(f"{above}\n{below}")
    assert (first.height, second.height) == (above.count("\n"), below.count("\n"))


def test_rows_that_a_page_parts_by_a_blank_line() -> None:
    (found,) = tables(_COMPARED + "\n行政强制\t3\t4\n行政收费\t1\t2\n")
    assert found.height == 5


def test_a_title_above_a_long_line_beside_cells_with_blank_lines_between() -> None:
    """A line that is longer than a page and has blanks in it was not broken at them."""
    title = "示例市交通运输局2023年政府信息公开工作年度报告"
    first = f"{'现将有关情况公布如下，' * 9}统计期限为2023 年 1 月 1 日至 2023 年 12 月 31 日。"
    second = f"{'各项工作平稳推进，' * 9}公开内容有所增加。"
    cells = "".join(f"第{at}格里的一个长长的标签\n\n3\n\n" for at in range(9))
    assert paragraphs(f"{title}\n{first}\n{second}\n\n{cells}")[:2] == [title, first]
