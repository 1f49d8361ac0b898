"""Widths, line breaks and colours, and sums as tables."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gblint.findings import Entry, Footing, Say
from gblint.text import clean, clean_path
from gblint.writers.text import _SGR, Layout, paint, to_gbk
from gblint.writers.words import FootingRow, list_rows
from tests.writers.samples import CLOSING, MIXTURES, OPENING

PLAIN = Layout()
WIDE = Layout(wide_marks=True)


@pytest.mark.parametrize(
    ("text", "narrow", "wide"),
    [
        ("GB303", 5, 5),
        ("示例市", 6, 6),
        ("（一）", 6, 6),
        ("１２", 4, 4),
        ("“三”", 4, 6),
        ("…", 1, 2),
        ("e\u0301", 1, 1),
        ("𠮷", 2, 2),
        ("", 0, 0),
    ],
)
def test_cells(text: str, narrow: int, wide: int) -> None:
    assert PLAIN.count_cells(text) == narrow
    assert WIDE.count_cells(text) == wide


def test_padding_is_by_columns() -> None:
    assert PLAIN.align_left("总计", 6) == "总计  "
    assert PLAIN.align_right("12", 5) == "   12"
    assert WIDE.align_left("“总计”", 10) == "“总计”  "


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("总计", 4, "总计"),
        ("总计数", 5, "总计…"),
        ("总计数", 4, "总…"),
        ("abcdef", 4, "abc…"),
    ],
)
def test_cut(text: str, width: int, cut: str) -> None:
    assert PLAIN.cut(text, width) == cut


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("一二三四五六", 8, ["一二三四", "五六"]),
        ("一二三四，五六", 8, ["一二三", "四，五六"]),
        ("一二三（四）五", 8, ["一二三", "（四）五"]),
        ("见《某办法》。", 8, ["见《某办", "法》。"]),
        ("共收到 946 件", 9, ["共收到", "946 件"]),
        ("一二三12件", 9, ["一二三", "12件"]),
        ("第三部分1.不掌握", 10, ["第三部分", "1.不掌握"]),
        ("hello world again", 11, ["hello world", "again"]),
        ("https://example.org/a", 8, ["https://example.org/a"]),
        ("", 8, [""]),
    ],
)
def test_wrap(text: str, width: int, lines: list[str]) -> None:
    assert PLAIN.wrap(text, width) == lines


@given(MIXTURES, st.integers(20, 140))
@example("foo(中文)", 5)
@example("3.（一）", 4)
def test_wrapped_lines(text: str, width: int) -> None:
    lines = PLAIN.wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert PLAIN.count_cells(line) <= width or len(PLAIN.wrap(line, 1)) == 1
        assert line == line.strip()
    assert all(line[0] not in CLOSING for line in lines[1:])
    assert all(line[-1] not in OPENING + "(" for line in lines[:-1])


@given(MIXTURES, st.integers(30, 60))
def test_wrapped_where_marks_are_wide(text: str, width: int) -> None:
    for line in WIDE.wrap(text, width):
        assert WIDE.count_cells(line) <= width or len(WIDE.wrap(line, 1)) == 1


def test_text_of_a_document_steers_no_terminal() -> None:
    assert clean("红\x1b[31m字\x07\r\n下\u202e行") == "红[31m字 下行"
    assert clean(" 一　二\t三 ") == "一 二 三"
    assert clean_path("a  b\nc\x1b") == "a  b c"
    assert clean_path("\udcd6\udcd0.docx") == "\\udcd6\\udcd0.docx"


def test_gbk_has_a_stand_in_for_the_signs_it_lacks() -> None:
    assert to_gbk("✔ a › b − c • 𠮷") == r"√ a > b - c · \U00020bb7"


def test_colours_only_when_asked() -> None:
    assert paint("错误", "error", color=False) == "错误"
    assert paint("", "error", color=True) == ""
    assert paint("x", "bold", color=True) == "\x1b[1mx\x1b[0m"


@pytest.mark.parametrize("code", [found for found in _SGR.values() if "38;5;" in found])
def test_colours_read_on_black_and_on_white(code: str) -> None:
    """By the contrast ratio of WCAG, which asks for 3 at least of large or bold text."""
    brightness = _brightness(int(code.rpartition(";")[2]))
    assert (brightness + 0.05) / 0.05 >= 3.75
    assert 1.05 / (brightness + 0.05) >= 3.75


def _brightness(index: int) -> float:
    """Relative luminance of a colour of the 256."""
    steps = (0, 95, 135, 175, 215, 255)
    if index >= 232:
        channels = [8 + 10 * (index - 232)] * 3
    else:
        cube = index - 16
        channels = [steps[cube // 36], steps[cube // 6 % 6], steps[cube % 6]]
    linear = [math.pow((c / 255 + 0.055) / 1.055, 2.4) for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _rows(parts: list[Entry], total: int) -> list[FootingRow]:
    added = sum(int(one.value) for one in parts)
    footing = Footing((Entry(Say("汇总"), total),), tuple(parts), total, added)
    return list_rows(footing, lambda say: say.zh)


def test_of_many_parts_the_largest_and_the_culprit_are_listed() -> None:
    parts = [Entry(Say(f"第{n}局"), n % 50, culprit=n == 301) for n in range(800)]
    rows = _rows(parts, 20_000)
    assert len(rows) < 34
    assert any(row.label == "第301局" and row.mark for row in rows)
    assert [row.figure for row in rows if row.label == "第49局"] == ["49"]
    (left,) = [row for row in rows if row.label.startswith("其余") and "xlsx" in row.label]
    listed = [int(row.figure) for row in rows if row.label.startswith("第")]
    assert sum(listed) + int(left.figure) == sum(int(one.value) for one in parts)
    assert any(row.label == "其余 16 项为 0" for row in rows)


def test_of_few_all_are_listed() -> None:
    rows = _rows([Entry(Say(f"第{n}局"), n) for n in range(1, 22)], 9)
    assert sum(row.label.startswith("第") for row in rows) == 21
    assert not any("xlsx" in row.label for row in rows)
