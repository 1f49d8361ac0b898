"""Merged cells worked out from rows that do not record them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.document import Anchor, Table
from gblint.readers.merged_cells import infer_merged_cells
from gblint.readers.refusals import ReadError
from tests.readers.written_tables import shown


def table(*rows: str) -> Table:
    """A table of rows written with `/` between the cells."""
    found = infer_merged_cells([(row.split("/"), Anchor(at)) for at, row in enumerate(rows, 1)])
    assert found is not None
    return found


def rows(*lines: str) -> list[str]:
    return shown(table(*lines))


BLOCKS = (
    "第一块",
    "名称/制发/废止/有效",
    "规章/1/2/3",
    "文件/4/5/6",
    "第二块",
    "名称/数量",
    "许可/7",
)


def test_ragged_blocks_of_different_width() -> None:
    assert rows(*BLOCKS) == [
        "第一块 < < <",
        "名称 制发 废止 有效",
        "规章 1 2 3",
        "文件 4 5 6",
        "第二块 < < <",
        "名称 数量 < <",
        "许可 7 < <",
    ]


def test_ragged_labels_and_headings_of_three_rows() -> None:
    assert rows(
        "角/申请人",
        "/个人/单位/总计",
        "//企业/其他/",
        "一、新收/1/2/3/6",
        "三、结果/（一）公开/1/2/3/6",
        "/（二）不公开/1.秘密/0/0/0/0",
        "//2.内部/0/0/0/0",
        "/（三）总计/1/2/3/6",
        "四、结转/0/0/0/0",
    ) == [
        "角 < < 申请人 < < <",
        "^ ^ ^ 个人 单位 < 总计",
        "^ ^ ^ ^ 企业 其他 ^",
        "一、新收 < < 1 2 3 6",
        "三、结果 （一）公开 < 1 2 3 6",
        "^ （二）不公开 1.秘密 0 0 0 0",
        "^ ^ 2.内部 0 0 0 0",
        "^ （三）总计 < 1 2 3 6",
        "四、结转 < < 0 0 0 0",
    ]


def test_ragged_headings_without_labels() -> None:
    assert rows("复议/诉讼", "维持/纠正/直接/复议后", "//维持/纠正/维持/纠正", "1/2/3/4/5/6") == [
        "复议 < 诉讼 < < <",
        "维持 纠正 直接 < 复议后 <",
        "^ ^ 维持 纠正 维持 纠正",
        "1 2 3 4 5 6",
    ]


def test_a_heading_broken_over_two_rows_of_cells() -> None:
    assert rows("/商业/科研/总计", "/企业/机构/", "新收/1/2/3") == [
        "_ 商业 科研 总计",
        "^ 企业 机构 ^",
        "新收 1 2 3",
    ]


def test_ragged_headings_that_reach_down_and_leave_nothing() -> None:
    """What the lowest headings say over and over has no place below the cells that say it, too."""
    figures = "1/0/1/0/2/2/3/0/3"
    assert rows("复议/诉讼", "成/败/计/直接/复后", "成/败/计/成/败/计", figures) == [
        "复议 < < 诉讼 < < < < <",
        "成 败 计 直接 < < 复后 < <",
        "^ ^ ^ 成 败 计 成 败 计",
        "1 0 1 0 2 2 3 0 3",
    ]
    assert rows("诉讼/复议", "直接/复后/成/败/计", "成/败/计/成/败/计", figures) == [
        "诉讼 < < < < < 复议 < <",
        "直接 < < 复后 < < 成 败 计",
        "成 败 计 成 败 计 ^ ^ ^",
        "1 0 1 0 2 2 3 0 3",
    ]
    assert rows("复议/诉讼", "成/败/合计/直接", "成/败/计", "1/0/1/0/2/2")[1:] == [
        "成 败 合计 直接 < <",
        "^ ^ ^ 成 败 计",
        "1 0 1 0 2 2",
    ]
    assert rows("复议/诉讼", "成/败/计/直接", "成/败/计", "1/0/1/0/2/2") == [
        "复议 < < 诉讼 < <",
        "成 败 计 直接 < <",
        "^ ^ ^ 成 败 计",
        "1 0 1 0 2 2",
    ]


def test_ragged_without_figures() -> None:
    blank = [row.translate(dict.fromkeys(map(ord, "1234567"))) for row in BLOCKS]
    assert rows(*blank) == [
        "第一块 < < <",
        "名称 制发 废止 有效",
        "规章 _ _ _",
        "文件 _ _ _",
        "第二块 < < <",
        "名称 数量 < <",
        "许可 _ < <",
    ]


def test_an_empty_last_row_is_one_of_figures() -> None:
    assert rows("复议/诉讼", "维持/纠正/直接", "//维持/纠正", "///")[-1] == "_ _ _ _"


def test_an_empty_row_between_headings_and_figures_belongs_to_the_headings() -> None:
    assert rows("第一块", "名称/制发/废止", "//", "规章/1/2") == [
        "第一块 < <",
        "名称 制发 废止",
        "^ ^ ^",
        "规章 1 2",
    ]


@pytest.mark.parametrize("wrong", ["5件", "三", "1O", "约 7", "见附件"])
def test_a_cell_that_holds_no_figure_stays_where_it_is(wrong: str) -> None:
    assert (
        rows("角/甲/乙/总计", "新收/1/2/3", f"结果/（一）公开/1/{wrong}/3", "/（二）不公开/1/2/3")[
            2
        ]
        == f"结果 （一）公开 1 {''.join(wrong.split())} 3"
    )


@pytest.mark.parametrize("mark", ["/", "-", "—", "无", "\\", "－"])
def test_marks_for_no_figure(mark: str) -> None:
    found = infer_merged_cells(
        [
            (["角", "甲", "乙"], Anchor(1)),
            (["新收", "1", "2"], Anchor(2)),
            (["结果", "公开", mark, mark], Anchor(3)),
        ]
    )
    assert found is not None
    assert shown(found)[1:] == ["新收 < 1 2", f"结果 公开 {mark} {mark}"]


def test_padded_headings_and_labels() -> None:
    assert rows(
        "角//申请人///",
        "//个人/单位//总计",
        "///企业/其他/",
        "一、新收//1/2/3/6",
        "三、结果/（一）公开/1//3/4",
        "/（二）总计/1//3/4",
    ) == [
        "角 < 申请人 < < <",
        "^ ^ 个人 单位 < 总计",
        "^ ^ ^ 企业 其他 ^",
        "一、新收 < 1 2 3 6",
        "三、结果 （一）公开 1 _ 3 4",
        "^ （二）总计 1 _ 3 4",
    ]


def test_padded_blocks() -> None:
    assert rows(
        "第一块///",
        "名称/制发/废止/有效",
        "规章/1/2/3",
        "第二块///",
        "名称/数量//",
        "许可/7//",
        "处罚///",
    ) == [
        "第一块 < < <",
        "名称 制发 废止 有效",
        "规章 1 2 3",
        "第二块 < < <",
        "名称 数量 < <",
        "许可 7 < <",
        "处罚 _ < <",
    ]


def test_padded_rows_cut_off_at_their_empty_ends() -> None:
    assert rows("角//申请人", "//个人/总计", "一、新收//1/1", "三、结果/公开/1/1") == [
        "角 < 申请人 <",
        "^ ^ 个人 总计",
        "一、新收 < 1 1",
        "三、结果 公开 1 1",
    ]


def test_a_page_number_between_rows_is_a_row_of_its_own() -> None:
    assert rows("名称/甲/乙", "规章/1/2", "7", "文件/3/4") == [
        "名称 甲 乙",
        "规章 1 2",
        "7 < <",
        "文件 3 4",
    ]


def test_a_page_number_in_a_padded_table() -> None:
    assert rows("名称/甲/乙", "规章/1/2", "7//", "文件/3/4")[2] == "7 < <"
    assert rows("名称/甲", "7/")[1] == "7 _"


def test_an_empty_label_under_the_headings_does_not_belong_to_them() -> None:
    ragged = rows("名称/甲/乙", "/1/2", "文件/其他/3/4", "规章/5/6")
    assert ragged == ["名称 < 甲 乙", "_ < 1 2", "文件 其他 3 4", "规章 < 5 6"]
    assert rows("名称/甲/乙", "/1/2", "文件/3/4") == ["名称 甲 乙", "_ 1 2", "文件 3 4"]


def test_an_empty_row_between_rows_of_figures() -> None:
    assert rows("名称/甲", "规章/1", "/", "文件/2") == ["名称 甲", "规章 1", "^ _", "文件 2"]


def test_tables_of_words_only() -> None:
    assert rows("姓名/职务", "张示例/主任", "李示例/副主任") == [
        "姓名 职务",
        "张示例 主任",
        "李示例 副主任",
    ]


def test_cells_keep_their_texts_and_lines() -> None:
    found = table("名称/数量", "规章/3")
    assert [(c.text, c.anchor.line) for c in found.cells] == [
        ("名称", 1),
        ("数量", 1),
        ("规章", 2),
        ("3", 2),
    ]
    assert (found.inferred, found.anchor.line) == (True, 1)


def test_nothing_gives_no_table() -> None:
    assert infer_merged_cells([]) is None
    assert infer_merged_cells([([], Anchor(1))]) is None


def test_too_many_columns() -> None:
    with pytest.raises(ReadError):
        infer_merged_cells([([""] * 600, Anchor(1))])


_CELLS = st.sampled_from(("", "", "0", "12", "一、新收", "1.秘密", "企业", "5件", "/", "\u3000"))


@given(st.lists(st.lists(_CELLS, max_size=8), max_size=9))
def test_any_rows_give_a_table_with_all_their_texts(given_rows: list[list[str]]) -> None:
    found = infer_merged_cells([(row, Anchor(at)) for at, row in enumerate(given_rows, 1)])
    if found is None:
        assert not any(given_rows)
        return
    shown(found)
    assert all(c.row + c.row_span <= found.height for c in found.cells)
    assert all(0 < c.column + c.column_span <= found.width for c in found.cells)
    filled = [cell for row in given_rows for cell in row if cell.strip()]
    assert [c.text for c in found.cells if c.text.strip()] == filled
