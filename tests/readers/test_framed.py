"""A whole text in a table of one column, as converters draw a layout table."""

from __future__ import annotations

import pytest

from gblint.document import Paragraph, Table
from gblint.text import measure_type_width
from tests.readers.written_tables import document, shown

_PROSE = "根据有关规定，示例市民政局编制了2023年政府信息公开工作年度报告，现予公布。"
_LINES = [
    "示例市民政局",
    "",
    _PROSE[:20],
    _PROSE[20:],
    "",
    "一、总体情况",
    "",
    "政务公开工作平稳推进。",
    "",
    "二、公开情况",
    "",
]
_AFTER = ["", "三、申请情况", "", "没有收到申请。"]
_GRID = ["+------+-----+", "| 规章 | 12  |", "+------+-----+", "| 文件 | 3   |", "+------+-----+"]
_PIPES = ["| 规章 | 12  |", "| 文件 | 3   |"]
_TEXTS = ["示例市民政局", _PROSE, "一、总体情况", "政务公开工作平稳推进。", "二、公开情况"]


def _framed(lines: list[str], *, edges: bool) -> str:
    wide = max(map(measure_type_width, lines))
    rows = [f"| {line}{' ' * (wide - measure_type_width(line))} |" for line in lines]
    edge = ["+" + "-" * (wide + 2) + "+"] if edges else []
    return "\n".join([*edge, *rows, *edge]) + "\n"


def _check(text: str) -> None:
    blocks = document(text).blocks
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == [
        *_TEXTS,
        "三、申请情况",
        "没有收到申请。",
    ]
    (table,) = (b for b in blocks if isinstance(b, Table))
    assert shown(table) == ["规章 12", "文件 3"]
    assert blocks.index(table) == len(_TEXTS)


@pytest.mark.parametrize("table", [_GRID, _PIPES])
@pytest.mark.parametrize("edges", [True, False])
@pytest.mark.parametrize("after", [(), ("", "附件：无。")])
def test_a_frame_around_a_report(table: list[str], after: tuple[str, ...], *, edges: bool) -> None:
    if edges or table is _PIPES:
        text = _framed([*_LINES, *table, *_AFTER], edges=edges)
        _check(text)
        found = list(document(text + "\n".join(after)).paragraphs())
        assert len(found) == 7 + bool(after)
        assert found[1].anchor.line == 3 + edges


def test_a_frame_in_a_frame() -> None:
    inside = _framed([*_LINES, *_GRID, *_AFTER], edges=True)
    _check(_framed(inside.splitlines(), edges=True))


def test_a_table_of_asciidoc_with_tables_inside() -> None:
    inside = "\n".join([*_LINES[:2], _PROSE, *_LINES[4:]])
    table = "!===\n!规章 !12\n!文件 !3\n!==="
    _check(f"|===\na|{inside}\n{table}\n" + "\n".join(_AFTER) + "\n|===\n")


@pytest.mark.parametrize(
    "text",
    [
        "+----+\n| 甲 |\n+----+",
        "\n".join(["| 甲情况 |", *(f"| 项{at} | {at} | |" for at in range(12))]),
        "\n".join(["| 甲情况 |", *(f"| | {at} | {at} | |" for at in range(12))]),
        "\n".join(["+----+----+", *["| 甲 | 1  |"], "+----+----+"]),
    ],
)
def test_tables_stay(text: str) -> None:
    (block,) = document(text).blocks
    assert isinstance(block, Table)
