"""Corrections in text files: encodings, line ends and marks stay; what cannot be placed is left."""

from __future__ import annotations

import pytest

from gblint.findings import Replacement, split_stories
from gblint.fix import write_corrections
from gblint.text import find_differences
from tests.builder.faulty_specimen import write
from tests.fix.fixing import MARKDOWN, TEXT, check, fix, told


def _write(text: str, *replacements: Replacement) -> str:
    data, left = write_corrections(text.encode(), replacements)
    assert left == ()
    return data.decode()


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("# 六、存在的问题\n", "# 五、存在的主要问题\n"),
        ("**六、存在的问题**\n", "**五、存在的主要问题**\n"),
        ("    六、存在的问题\r\n正文。", "    五、存在的主要问题\r\n正文。"),
        ("&emsp;&emsp;六、存在的问题\n", "&emsp;&emsp;五、存在的主要问题\n"),
        ("六、*存在*的问题\n", "五、*存在*的主要问题\n"),
    ],
)
def test_marks_stay(line: str, shown: str) -> None:
    assert _write(line, Replacement(1, "六、存在的问题", "五、存在的主要问题", column=1)) == shown


@pytest.mark.parametrize(
    ("line", "cell", "old", "shown"),
    [
        ("| 甲 | 41 | 3 |", 2, "41", "| 甲 | 14 | 3 |"),
        ("| 甲 |  | 3 |", 2, "", "| 甲 | 14 | 3 |"),
        ("| 甲 || 3 |", 2, "", "| 甲 |14| 3 |"),
        ("| 甲 | | 3 |", 2, "", "| 甲 | 14 | 3 |"),
        ("| 甲 | &nbsp; | 3 |", 2, "", "| 甲 | 14 | 3 |"),
        ("| 甲 |&emsp;&emsp;| 3 |", 2, "", "| 甲 | 14 | 3 |"),
        ("| 甲 | <br> | 3 |", 2, "", "| 甲 | 14 | 3 |"),
        ("| 甲 | &nbsp;41 | 3 |", 2, "41", "| 甲 | &nbsp;14 | 3 |"),
        ("| &nbsp; | &#160; | 41 |", 3, "41", "| &nbsp; | &#160; | 14 |"),
        ("| 甲 | **41** | 3 |", 2, "41", "| 甲 | **14** | 3 |"),
        ("甲|41|3", 2, "41", "甲|14|3"),
    ],
)
def test_a_cell_between_bars(line: str, cell: int, old: str, shown: str) -> None:
    head = "| 名 | 数 | 数 |\n| --- | --- | --- |\n"
    edge = "\n| 乙 | 1 | 2 |\n"
    text = head + line + edge
    assert _write(text, Replacement(3, old, "14", cell=cell, column=1)) == head + shown + edge


def test_prose_behind_written_blanks() -> None:
    text = "正文&nbsp;甲，全年办结&nbsp;41件。\n"
    one = Replacement(1, "41件", "14件")
    assert _write(text, one) == text.replace("41", "14")
    # what would take the sign of a blank away is left
    assert write_corrections(text.encode(), [Replacement(1, "办结\xa041", "办结14")])[1]


def test_a_cell_between_tabs() -> None:
    text = "名\t本年\t上年\n甲\t41\t3\n乙\t1\t2\n"
    shown = _write(text, Replacement(2, "41", "14", cell=2, column=1))
    assert shown == text.replace("41", "14")


def test_what_cannot_be_placed_is_left() -> None:
    for text, one in (
        ("一二一", Replacement(1, "一", "三")),
        ("一二一", Replacement(1, "二", "三", column=1)),
        ("一二一", Replacement(7, "二", "三", column=2)),
        ("| 甲 | 4 |\n| - | - |\n| 乙 | 1 |", Replacement(1, "5", "3", cell=2, column=1)),
        ("一二一", Replacement(1, "一、", "二、", automatic=True)),
    ):
        assert write_corrections(text.encode(), [one]) == (text.encode(), (one,))


def test_a_text_with_characters_that_cannot_be_read_is_left() -> None:
    data = write({"一、总体情况": "总体情况"}).encode("gb18030")
    broken = data.replace("公开".encode("gb18030"), b"\xff\xff", 1)
    fixed = fix(broken, TEXT)
    assert fixed.data == broken
    assert {one.why for one in fixed.left if one.finding.rule == "GB105"} == {"place"}


def test_a_line_that_a_page_broke_is_corrected_where_it_stands() -> None:
    width, text = 38, write({"专栏，完善": "专栏,完善"})
    wrapped = []
    for line in text.splitlines():
        long = len(line) > width and not line.startswith("|")
        wrapped += [line[at : at + width] for at in range(0, len(line), width)] if long else [line]
    data = "\n".join(wrapped).encode()
    assert "GB705" in told(check(data, TEXT))
    fixed = fix(data, TEXT)
    assert "GB705" not in told(fixed.result)
    assert fixed.data.decode() == data.decode().replace("专栏,完善", "专栏，完善").replace(
        "专栏,\n完善", "专栏，\n完善"
    )


def test_a_year_in_chinese_numerals_stays_so() -> None:
    data = write({"2023年未收取": "二〇二二年未收取"}).encode()
    fixed = fix(data, MARKDOWN, unsafe=True)
    assert fixed.data.decode() == data.decode().replace("二〇二二年", "二〇二三年")


def test_differences_keep_numbers_whole() -> None:
    assert find_differences("2022年", "2023年") == [(0, 4, "2023")]
    assert find_differences("六、甲", "五、甲乙") == [(0, 1, "五"), (3, 3, "乙")]
    assert find_differences("甲", "甲") == []


def test_a_figure_of_the_prose_is_not_set_to_one_that_is_likely_wrong() -> None:
    data = write({}, {"applications.granted.total": "91"}).encode()
    found = split_stories(check(data, MARKDOWN).findings)
    (told_in_prose,) = [one for one in found if one.rule == "GB502"]
    assert told_in_prose.correction is None
    fixed = fix(data, MARKDOWN, unsafe=True)
    assert fixed.result.findings == ()
    assert fixed.data == write({}).encode()
