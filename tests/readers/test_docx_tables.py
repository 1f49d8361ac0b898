"""Tables of Word files: merged cells, broken rows, tables inside tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.document import Anchor, Block, Cell, Paragraph, Table
from gblint.readers import read
from gblint.readers.docx.body import Body
from tests.builder.raw_word import MARK_DELETED, box, cell, para, row, run, table, word
from tests.tools.amount import some
from tests.tools.repository import FIXTURES


def blocks(body: str) -> list[Block]:
    return list(read(word(body)).blocks)


def only(body: str) -> Table:
    (found,) = blocks(body)
    assert isinstance(found, Table)
    return found


def grid(found: Table) -> list[list[str]]:
    """The text at every place; a merged cell repeats, `∅` where there is no cell."""
    places = [["∅"] * found.width for _ in range(found.height)]
    for item in found.cells:
        for at in range(item.row, item.row + item.row_span):
            for column in range(item.column, item.column + item.column_span):
                assert places[at][column] == "∅", "cells overlap"
                places[at][column] = item.text
    return places


def span(text: str, columns: int, more: str = "") -> str:
    return cell(text, f'<w:gridSpan w:val="{columns}"/>{more}')


def down(text: str, more: str = "") -> str:
    return cell(text, f'{more}<w:vMerge w:val="restart"/>')


GOES_ON = "<w:vMerge/>"


def test_a_plain_table() -> None:
    found = only(table(row("项目", "数量"), row("规章", "3")))
    assert grid(found) == [["项目", "数量"], ["规章", "3"]]
    assert (found.height, found.width, found.inferred) == (2, 2, False)
    assert [c.text for c in found.cells] == ["项目", "数量", "规章", "3"]


def test_merged_cells() -> None:
    found = only(
        table(
            row(down("角", '<w:gridSpan w:val="2"/>'), span("申请人", 3)),
            row(span("", 2, GOES_ON), "自然人", "法人", "总计"),
            row(down("结果"), "公开", "1", "2", "3"),
            row(cell("", '<w:vMerge w:val="continue"/>'), "其他", "4", "5", "6"),
        )
    )
    assert grid(found) == [
        ["角", "角", "申请人", "申请人", "申请人"],
        ["角", "角", "自然人", "法人", "总计"],
        ["结果", "公开", "1", "2", "3"],
        ["结果", "其他", "4", "5", "6"],
    ]
    assert found.cells[0] == Cell("角", 0, 0, Anchor(1, cell=1), row_span=2, column_span=2)


def test_a_cell_that_goes_on_below_something_else_stands_alone() -> None:
    found = only(table(row("甲", "乙"), row(cell("丙", GOES_ON), "丁")))
    assert grid(found) == [["甲", "乙"], ["丙", "丁"]]


def test_a_cell_goes_on_only_in_the_next_row_and_at_the_same_width() -> None:
    found = only(
        table(
            row(down("甲"), "1"),
            row("乙", "2"),
            row(cell("丙", GOES_ON), "3"),
            row(span("丁", 2, GOES_ON)),
        )
    )
    assert grid(found) == [["甲", "1"], ["乙", "2"], ["丙", "3"], ["丁", "丁"]]


def test_old_horizontal_merges() -> None:
    begins, goes_on = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    found = only(
        table(
            row(cell("甲", begins), cell("", goes_on), cell("", goes_on), "乙"),
            row("1", "2", "3", "4"),
        )
    )
    assert grid(found) == [["甲", "甲", "甲", "乙"], ["1", "2", "3", "4"]]


def test_rows_that_begin_late_and_end_early() -> None:
    late = row("乙", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>')
    found = only(table(row("1", "2", "3"), late, row("丙")))
    assert grid(found) == [["1", "2", "3"], ["∅", "乙", "∅"], ["丙", "∅", "∅"]]


@pytest.mark.parametrize("span_of", ["0", "-1", "x", "", "99999999999999999999"])
def test_a_span_that_is_none(span_of: str) -> None:
    found = only(table(row(cell("甲", f'<w:gridSpan w:val="{span_of}"/>'), "乙")))
    assert grid(found) == [["甲", "乙"]]


def test_tracked_rows_and_cells() -> None:
    found = only(
        table(
            row("甲", "1"),
            row("旧", "9", properties='<w:del w:author="x"/>'),
            row("新", "2", properties='<w:ins w:author="x"/>'),
            row(cell("去", '<w:cellDel w:author="x"/>'), "乙", "3"),
        )
    )
    assert grid(found) == [["甲", "1"], ["新", "2"], ["乙", "3"]]
    assert [c.anchor.line for c in found.cells] == [1, 1, 3, 3, 4, 4]


def test_a_table_deleted_as_a_whole_leaves_nothing() -> None:
    assert blocks(table(row("旧", properties='<w:del w:author="x"/>'))) == []


def test_rows_and_cells_in_content_controls() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inside = row(control.format(cell("甲")), "1")
    found = only(
        table(control.format(inside), row("乙", control.format(control.format(cell("2")))))
    )
    assert grid(found) == [["甲", "1"], ["乙", "2"]]


def test_the_paragraphs_of_a_cell_are_lines() -> None:
    several = f"<w:tc><w:tcPr/>{para('商业')}{para()}{para('企业')}{para()}</w:tc>"
    inside = f"<w:tc><w:p>{run('结果')}<w:r><w:br/></w:r>{run('维持')}</w:p></w:tc>"
    assert grid(only(table(row(several, inside)))) == [["商业\n企业", "结果\n维持"]]


def test_a_deleted_mark_joins_paragraphs_in_a_cell() -> None:
    joined = f"<w:tc>{para('商业', MARK_DELETED)}{para('企业')}</w:tc>"
    assert grid(only(table(row(joined, "1")))) == [["商业企业", "1"]]


def test_a_deleted_mark_at_the_end_of_a_cell_keeps_its_text() -> None:
    assert grid(only(table(row(f"<w:tc>{para('甲', MARK_DELETED)}</w:tc>", "1")))) == [["甲", "1"]]


def test_a_cell_without_properties_or_paragraph() -> None:
    assert grid(only(table(row("<w:tc/>", f"<w:tc>{para('甲')}</w:tc>")))) == [["", "甲"]]


def test_a_text_box_in_a_cell_is_part_of_the_cell() -> None:
    drawn = f"<w:r><w:pict>{box(para('框'))}</w:pict></w:r>"
    found = only(table(row(f"<w:tc><w:p>{run('甲')}{drawn}</w:p></w:tc>", "1")))
    assert grid(found) == [["甲\n框", "1"]]


def test_a_table_that_lays_out_others_is_taken_apart() -> None:
    inner = table(row("规章", "3"))
    outer = table(row(f"<w:tc>{para('二、公开情况')}{inner}{para('三、申请情况')}</w:tc>"))
    first, second, third = blocks(para("前") + outer)[1:]
    assert isinstance(first, Paragraph)
    assert isinstance(second, Table)
    assert isinstance(third, Paragraph)
    assert (first.text, first.anchor.line) == ("二、公开情况", 2)
    assert (grid(second), second.anchor.line) == ([["规章", "3"]], 3)
    assert (third.text, third.anchor.line) == ("三、申请情况", 2)


def test_a_layout_of_two_columns_and_several_rows() -> None:
    side = f"<w:tc>{table(row('甲', '1'))}</w:tc>"
    found = blocks(table(row("导航", side), row("栏目", cell("正文"))))
    assert [b.text if isinstance(b, Paragraph) else grid(b) for b in found] == [
        "导航",
        [["甲", "1"]],
        "栏目",
        "正文",
    ]


def test_deleted_rows_and_cells_of_a_layout() -> None:
    inner = f"<w:tc>{table(row('甲', '1'))}{para()}</w:tc>"
    deleted = row(f"<w:tc>{para('旧')}{table(row('乙', '2'))}</w:tc>", properties="<w:del/>")
    gone = cell("去", '<w:cellDel w:author="x"/>')
    found = blocks(table(row(inner, gone), deleted, row("后")))
    assert [b.text if isinstance(b, Paragraph) else grid(b) for b in found] == [[["甲", "1"]], "后"]
    assert [b.anchor.line for b in found] == [2, 5]


def test_one_cell_with_several_paragraphs_is_no_table() -> None:
    framed = blocks(table(row(f"<w:tc>{para('一、总体情况')}{para('本年情况。')}</w:tc>")))
    assert [b.text for b in framed if isinstance(b, Paragraph)] == ["一、总体情况", "本年情况。"]
    assert grid(only(table(row("标题")))) == [["标题"]]


def test_a_table_in_a_cell_of_a_real_table_is_folded_into_it() -> None:
    inner = table(row("其中", "2"))
    found = only(
        table(
            row("甲", "乙", "丙"),
            row(f"<w:tc>{para('三')}{inner}{para()}</w:tc>", "5", "6"),
            row("丁", "7", "8"),
        )
    )
    assert grid(found)[1] == ["三\n其中\n2", "5", "6"]
    assert [c.anchor.line for c in found.cells if c.column == 1] == [1, 2, 4]


def test_the_blank_template(corpus: Path) -> None:
    data = (corpus / "blank-template-2021-30.docx").read_bytes()
    document = read(data)
    one, two, three = document.tables()
    assert [(t.height, t.width) for t in (one, two, three)] == [(14, 4), (28, 10), (4, 15)]
    corner, natural, legal, total = (two.cells[at] for at in (0, 2, 3, 4))
    assert (corner.row_span, corner.column_span) == (3, 3)
    assert (natural.row_span, natural.column_span) == (2, 1)
    assert (legal.row_span, legal.column_span) == (1, 5)
    assert (total.row_span, total.column_span) == (2, 1)
    assert [c.column_span for c in three.cells[:2]] == [5, 10]
    for found in (one, two, three):
        assert not any("∅" in line for line in grid(found))
    assert sum(p.bold for p in document.paragraphs()) == 7


_FILES = sorted((FIXTURES).glob("*/*.docx"))


def test_what_is_read_at_one_look_is_what_a_walk_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    readable = [path for path in _FILES if "input-" not in path.parent.name]
    assert len(readable) > 20
    tried = some(readable, 3)
    looked = [read(path.read_bytes(), path.name) for path in tried]
    monkeypatch.setattr(Body, "reads_plainly", lambda _self, _cell: False)
    for path, document in zip(tried, looked, strict=True):
        assert read(path.read_bytes(), path.name) == document, path
