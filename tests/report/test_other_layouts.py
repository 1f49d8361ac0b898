"""Tables that are turned, in parts, numbered: what is read, and what is not guessed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from gblint.attempts import Setbacks
from gblint.document import Anchor, Cell, Paragraph, Table
from gblint.pack.model import Pack
from gblint.report.model import TableReading
from gblint.report.tables import read_tables
from gblint.report.tables.grid import PlacedTable, drop_counts, merge_equal, turn
from gblint.report.tables.labels import are_counts, make_lexicons
from gblint.report.tables.other_layouts import find_group
from tests.builder.fixture_cases import base
from tests.builder.form_labels import HEADINGS
from tests.builder.write_text import Shape, text
from tests.tools.lint import lint, told

RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
FIGURES = {
    "行政复议": ["2", "1", "0", "0", "3"],
    "未经复议直接起诉": ["1", "0", "1", "0", "2"],
    "复议后起诉": ["1", "0", "0", "1", "2"],
}


def table(rows: Sequence[Sequence[str]], line: int = 1) -> Table:
    """A grid in which every text is a cell of its own."""
    width = max(map(len, rows))
    cells = [
        Cell(text, r, c, Anchor(line + r, cell=c + 1))
        for r, row in enumerate(rows)
        for c, text in enumerate([*row, *[""] * (width - len(row))])
    ]
    return Table(tuple(cells), len(rows), width, Anchor(line))


def review(pack: Pack, *parts: tuple[str, Sequence[Sequence[str]]]) -> TableReading:
    """Table 3 read from its parts, each below a line, "" for none."""
    placed = [
        PlacedTable(table(rows, 100 * at), 4, (Paragraph(lead, Anchor(1)),) if lead else ())
        for at, (lead, rows) in enumerate(parts, 1)
    ]
    return read_tables(placed, pack, Setbacks())["review"]


def values(reading: TableReading) -> list[list[object]]:
    keys = ("upheld", "corrected", "other", "pending", "total")
    return [
        [reading.cells[row, key].value for key in keys]
        for row in ("review", "litigation_direct", "litigation_after_review")
    ]


WHOLE = [[int(text) for text in row] for row in FIGURES.values()]


def _rows() -> list[list[str]]:
    return [["类别", *RESULTS], *([label, *row] for label, row in FIGURES.items())]


def _listed() -> list[list[str]]:
    return [
        [label, result, figure]
        for label, row in FIGURES.items()
        for result, figure in zip(RESULTS, row, strict=True)
    ]


@pytest.mark.parametrize(
    ("rows", "layout"),
    [
        (_rows(), "split"),
        ([list(row) for row in zip(*_rows(), strict=True)], "turned"),
        (_listed(), "turned"),
        ([*_rows()[:1], ["栏次", *"12345"], *_rows()[1:]], "split"),
        ([line for k, v in FIGURES.items() for line in ([k], RESULTS, v)], "split"),
        ([line for k, v in FIGURES.items() for line in ([k, *RESULTS], ["件数", *v])], "split"),
    ],
)
def test_table_three_in_one_table(pack: Pack, rows: list[list[str]], layout: str) -> None:
    reading = review(pack, ("", rows))
    assert values(reading) == WHOLE
    assert (reading.layout, reading.missing, reading.others) == (layout, (), ())


@pytest.mark.parametrize("above", [[], [[str(at) for at in range(1, 16)]]])
@pytest.mark.parametrize("label", [[], ["数量（件）"]])
def test_table_three_without_spans(pack: Pack, above: list[list[str]], label: list[str]) -> None:
    blank = [""] * 4
    corner, none = (["项目"], [""]) if label else ([], [])
    rows = [
        [*corner, "行政复议", *blank, "行政诉讼", *blank, "", *blank],
        [*none, *RESULTS, "未经复议直接起诉", *blank, "复议后起诉", *blank],
        [*none, "", *blank, *RESULTS, *RESULTS],
        *([*none, *row] for row in above),
        [*label, *(figure for row in FIGURES.values() for figure in row)],
    ]
    reading = review(pack, ("", rows))
    assert values(reading) == WHOLE
    assert (reading.layout, reading.missing, reading.others) == ("", (), ())


@pytest.mark.parametrize(
    "leads",
    [
        ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"),
        ("（一）行政复议", "1.未经复议直接起诉", "2.复议后起诉"),
        ("行政复议情况", "行政诉讼——未经行政复议直接起诉", "行政诉讼——经行政复议后起诉"),
        ("", "未经复议直接起诉", "复议后起诉"),
    ],
)
def test_table_three_as_three_tables(pack: Pack, leads: tuple[str, str, str]) -> None:
    parts = [(lead, [RESULTS, row]) for lead, row in zip(leads, FIGURES.values(), strict=True)]
    reading = review(pack, *parts)
    assert values(reading) == WHOLE
    assert (reading.layout, reading.missing, reading.others) == ("split", (), ())
    assert all(label.exact for label in reading.labels)
    assert reading.cells["litigation_direct", "other"].anchor == Anchor(201, cell=3)


@pytest.mark.parametrize("sign", ["0", "/", ""])
def test_results_in_the_first_line(pack: Pack, sign: str) -> None:
    """A text that has lost the line of the groups; its line of figures may be without a figure."""
    labels = RESULTS * len(FIGURES)
    lost = msgspec.structs.replace(table([labels, [sign] * len(labels)]), inferred=True)
    reading = read_tables([PlacedTable(lost, 4)], pack, Setbacks())["review"]
    assert {cell.anchor.line for cell in reading.cells.values()} == {2}
    assert (len(reading.cells), reading.missing) == (15, ())


def test_groups_that_nothing_names_are_not_guessed(pack: Pack) -> None:
    reading = review(pack, *(("", [RESULTS, row]) for row in FIGURES.values()))
    assert reading.layout == "unclear"


def test_a_group_that_is_not_there_is_missing(pack: Pack) -> None:
    reading = review(pack, ("", _rows()[:3]))
    assert [one.key for one in reading.missing] == ["litigation_after_review"]
    assert len(reading.cells) == 10


def test_figures_that_look_like_numbers_of_columns(pack: Pack) -> None:
    heads = [label for label in FIGURES for _ in RESULTS]
    figures = [*"1234", "10", *"00000", *"00000"]
    for above in ([], [[str(at) for at in range(1, 16)]], [[f"（{at}）" for at in range(1, 16)]]):
        reading = review(pack, ("", [heads, RESULTS * 3, *above, figures]))
        assert values(reading)[0] == [1, 2, 3, 4, 10]
        assert not reading.layout


def test_a_row_of_figures_that_counts_is_a_row_of_figures() -> None:
    """规范性文件 1, 2, 3 is no row of numbers, though another row follows."""
    grid = table(
        [
            ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
            ["规章", "1", "2", "3"],
            ["行政规范性文件", "4", "5", "6"],
        ]
    )
    assert drop_counts(grid, {"规章", "行政规范性文件"}.__contains__) is grid


def test_numbers_of_rows_and_columns_go() -> None:
    grid = table(
        [
            ["序号", "项目", "甲类"],
            ["", "栏次", "1"],
            ["1", "子", "7"],
            ["2", "丑", "8"],
            ["3", "寅", "9"],
        ]
    )
    dropped = drop_counts(grid, lambda _: False)
    assert [cell.text for cell in dropped.cells if cell.column == 0][-3:] == ["子", "丑", "寅"]


@pytest.mark.parametrize(
    ("texts", "right"),
    [
        (("1", "2", "3"), True),
        (("（1）", "（2）", "（3）"), True),
        (("A", "B", "C"), True),
        (("1", "2"), False),
        (("1", "2", "3", "4", "10"), False),
        (("0", "1", "2"), False),
        (("2", "3", "4"), False),
    ],
)
def test_counts(texts: tuple[str, ...], right: bool) -> None:
    assert are_counts(texts) is right


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("行政复议", "review"),
        ("（一）行政复议情况", "review"),
        ("行政诉讼（未经复议直接起诉）", "litigation_direct"),
        ("经行政复议后起诉的行政诉讼", "litigation_after_review"),
        ("行政复议、行政诉讼情况", None),
        ("政府信息公开行政复议、行政诉讼情况", None),
        ("行政诉讼", None),
        ("未经复议直接起诉、复议后起诉", None),
    ],
)
def test_what_a_line_names(pack: Pack, text: str, key: str | None) -> None:
    found = find_group(text, make_lexicons(pack)[2])
    assert (found.key if found else None) == key


def test_turning_keeps_places_and_leaves_no_row_without_cells() -> None:
    cells = (
        Cell("子", 0, 0, Anchor(1), column_span=2),
        Cell("丑", 1, 0, Anchor(2), column_span=2),
        Cell("寅", 0, 2, Anchor(1), row_span=2),
    )
    turned = turn(Table(cells, 2, 3, Anchor(1)))
    assert (turned.height, turned.width) == (2, 2)
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in turned.cells] == [
        ("子", 0, 0, 1, 1),
        ("丑", 0, 1, 1, 1),
        ("寅", 1, 0, 1, 2),
    ]


def test_equal_labels_side_by_side_become_one_but_figures_do_not() -> None:
    merged = merge_equal(table([["子", "子", "丑"], ["0", "0", "0"]]))
    assert [(c.text, c.column_span) for c in merged.cells] == [
        *(("子", 2), ("丑", 1)),
        *(("0", 1), ("0", 1), ("0", 1)),
    ]


@pytest.mark.parametrize(
    "label",
    [
        "{}",
        "（五）项",
        "第（五）项",
        "第二十条（五）",
        "《条例》第二十条第（五）项",
        "2.第二十条第（五）项",
        "《中华人民共和国政府信息公开条例》第二十条第（五）项：",
        "第20条第（五）项",
    ],
)
def test_labels_of_blocks(pack: Pack, label: str) -> None:
    found = make_lexicons(pack)[0].find_block(label.format("第二十条第（五）项"))
    assert found is not None
    assert found.key == "article20_5"


@pytest.mark.parametrize(
    "text", ["第二十条第（一）项至第（八）项", "第二十条第（一）项、第（五）项", "规章", ""]
)
def test_what_is_no_label_of_one_block(pack: Pack, text: str) -> None:
    assert make_lexicons(pack)[0].find_block(text) is None


def test_a_table_of_one_row_below_the_label_of_its_block(pack: Pack) -> None:
    rest = [["信息内容", "本年处理决定数量"], ["行政处罚", "5"], ["行政强制", "6"]]
    placed = [
        PlacedTable(table(rest, 1), 2, (Paragraph("第二十条第（六）项", Anchor(1)),)),
        PlacedTable(
            table([["行政许可", "12"]], 9), 2, (Paragraph("第二十条第（五）项", Anchor(8)),)
        ),
    ]
    reading = read_tables(placed, pack, Setbacks())["proactive"]
    absent = [one.key for one in reading.missing if one.kind == "block"]
    assert absent == ["article20_1", "article20_8"]


def test_a_foreign_column_of_all_blocks_is_one(pack: Pack) -> None:
    blank = [""] * 3
    rows = [
        ["第二十条第（五）项", *blank],
        ["信息内容", "本年处理决定数量", "备注"],
        ["行政许可", "1", ""],
        ["第二十条第（六）项", *blank],
        ["信息内容", "本年处理决定数量", "备注"],
        ["行政处罚", "2", ""],
        ["行政强制", "3", ""],
    ]
    placed = [PlacedTable(table(rows), 2)]
    reading = read_tables(placed, pack, Setbacks())["proactive"]
    assert [other.text for other in reading.others] == ["备注"]


@pytest.mark.parametrize("other", ["13 | 5 | 7 | 3 | 28" + " | 0" * 10, "0 | " * 14 + "0"])
def test_a_second_row_of_figures_in_table_3_is_told(other: str) -> None:
    """As of the year before: the one that is above the other is read."""
    plain = text(base(), shape=Shape("pipes")).decode()
    own = next(line for line in plain.split("\n") if line.startswith("| 12 | 5 "))
    found = lint(plain.replace(own, f"{own}\n| {other} |").encode(), "report.md").findings
    assert [(f.rule, f.location.table) for f in found] == [("GB204", "review")], told(found)
    other = "| " + " | ".join(map(str, range(1, 16))) + " |"  # which but counts the columns
    assert not lint(plain.replace(own, f"{own}\n{other}").encode(), "report.md").findings


@pytest.mark.parametrize(
    ("first", "last", "levelled"),
    [("序号\t", "", False), ("", "\t备注", False), ("", "\t备注", True), ("\t", "\t备注", True)],
)
def test_a_copied_table_3_with_a_column_more(first: str, last: str, *, levelled: bool) -> None:
    """As copied from a browser: merged cells leave nothing, so that figures would slide."""
    plain = text(base(), shape=Shape("tab rows")).decode()
    begin, end = plain.index("行政复议\t"), plain.index(HEADINGS[4])
    results = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计"
    litigation = "未经复议直接起诉\t复议后起诉"
    levels = [f"{results}\t{litigation}", f"{results}\t{results}"]
    if levelled:
        levels = [litigation, f"{results}\t{results}\t{results}"]
    blank = "" if first.strip() else first
    figures = "12\t5\t7\t3\t27\t6\t1\t2\t3\t12\t4\t0\t1\t2\t7" + ("\t" if last else "")
    rows = [f"{first}行政复议\t行政诉讼{last}", *(blank + level for level in levels)]
    rows.append(f"1\t{figures}" if first.strip() else blank + figures)
    copied = plain[:begin] + "\n".join(rows) + "\n\n" + plain[end:]
    found = lint(copied.encode(), "report.txt").findings
    assert [(f.rule, f.location.table) for f in found] in ([("GB905", "review")], []), told(found)
