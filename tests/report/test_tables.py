"""Which tables, rows, columns and cells are recognised in a grid."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from gblint.attempts import Setbacks
from gblint.document import Anchor, Cell, Table
from gblint.pack.model import Pack
from gblint.report.model import TableReading
from gblint.report.tables import read_tables
from gblint.report.tables.grid import PlacedTable, read_cell_figure
from tests.builder.form_labels import COLUMNS, ROWS

BLOCKS = [
    ["第二十条第（一）项", "", "", ""],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "1", "0", "2"],
    ["行政规范性文件", "3", "1", "12"],
    ["第二十条第（五）项", "", "", ""],
    ["信息内容", "本年处理决定数量", "", ""],
    ["行政许可", "1,234", "", ""],
    ["第二十条第（六）项", "", "", ""],
    ["信息内容", "本年处理决定数量", "", ""],
    ["行政处罚", "５", "", ""],
    ["行政强制", "/", "", ""],
    ["第二十条第（八）项", "", "", ""],
    ["信息内容", "本年收费金额（单位：万元）", "", ""],
    ["行政事业性收费", "10.50", "", ""],
]


def table(rows: Sequence[Sequence[str]]) -> Table:
    """A grid in which an empty text goes on with the cell at its left."""
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text or c == 0:
                span = 1
                while c + span < len(row) and not row[c + span]:
                    span += 1
                cells.append(Cell(text, r, c, Anchor(r + 1), 1, span))
    return Table(tuple(cells), len(rows), max(map(len, rows)), Anchor(1))


def read(pack: Pack, *tables: Table) -> dict[str, TableReading]:
    return read_tables([PlacedTable(item, 2) for item in tables], pack, Setbacks())


def test_blocks_of_table_one(pack: Pack) -> None:
    reading = read(pack, table(BLOCKS))["proactive"]
    values = {key: cell.value for key, cell in reading.cells.items()}
    assert values["normative_documents", "in_force"] == 12
    assert values["licensing", "decisions"] == 1234
    assert values["penalty", "decisions"] == 5
    assert str(values["fees", "amount"]) == "10.50"
    assert reading.cells["coercion", "decisions"].status == "blank"
    assert len(values) == 10
    assert not reading.missing
    assert not reading.others
    assert all(label.exact for label in reading.labels)


def test_blocks_in_four_tables(pack: Pack) -> None:
    parts = [table(BLOCKS[a:b]) for a, b in ((0, 4), (4, 7), (7, 11), (11, 14))]
    whole, apart = read(pack, table(BLOCKS))["proactive"], read(pack, *parts)["proactive"]
    assert {k: c.text for k, c in apart.cells.items()} == {
        k: c.text for k, c in whole.cells.items()
    }
    assert not apart.missing


def test_missing_row_column_and_block(pack: Pack) -> None:
    rows = [
        [cell for i, cell in enumerate(row) if i != 2] for row in BLOCKS[:11] if "规章" not in row
    ]
    reading = read(pack, table(rows))["proactive"]
    assert {(m.kind, m.key) for m in reading.missing} == {
        ("row", "rules"),
        ("column", "repealed"),
        ("block", "article20_8"),
    }


def test_rows_of_the_older_format(pack: Pack) -> None:
    rows = [list(row) for row in BLOCKS]
    rows.insert(7, ["其他对外管理服务事项", "7", "", ""])
    rows[1] = ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"]
    reading = read(pack, table(rows))["proactive"]
    assert {other.text for other in reading.others if other.obsolete} == {
        "其他对外管理服务事项",
        "本年新制作数量",
        "本年新公开数量",
        "对外公开总数量",
    }
    assert {m.key for m in reading.missing} == {"made", "repealed", "in_force"}


_ITEM_9 = [
    ["第二十条第（九）项", "", ""],
    ["信息内容", "采购项目数量", "采购总金额"],
    ["政府集中采购", "3", "56.2"],
]
_ITEM_5 = [
    ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
    ["其他对外管理服务事项", "7", "1", "20"],
]


@pytest.mark.parametrize("parts", [False, True])
@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("rows", [_ITEM_9, _ITEM_9[1:], _ITEM_9[::2], _ITEM_5])
def test_a_block_of_the_older_format_in_a_table_of_its_own(
    pack: Pack, rows: list[list[str]], first: bool, parts: bool
) -> None:
    cuts = ((0, 4), (4, 7), (7, 11), (11, 14)) if parts else ((0, 14),)
    tables = [table(BLOCKS[a:b]) for a, b in cuts]
    tables.insert(0 if first else len(tables), table(rows))
    reading = read(pack, *tables)["proactive"]
    old = {other.text for other in reading.others if other.obsolete}
    assert old == {cell for row in rows for cell in row if cell and not cell[0].isdigit()} - {
        "信息内容",
        "处理决定数量",
    }
    assert all(other.obsolete for other in reading.others)
    assert not reading.missing
    assert len(reading.cells) == 10
    assert reading.cells["licensing", "decisions"].value == 1234


def test_a_block_of_the_older_format_elsewhere_is_none_of_the_table(pack: Pack) -> None:
    placed = [PlacedTable(table(BLOCKS), 2), PlacedTable(table(_ITEM_9), 6)]
    assert not read_tables(placed, pack, Setbacks())["proactive"].others


def test_a_typo_is_the_same_row_labelled_otherwise(pack: Pack) -> None:
    rows = [list(row) for row in BLOCKS]
    rows[9][0], rows[3][0] = "行政处罚罚", "行政规泛性文件"
    reading = read(pack, table(rows))["proactive"]
    assert {(label.key, label.text) for label in reading.labels if not label.exact} == {
        ("penalty", "行政处罚罚"),
        ("normative_documents", "行政规泛性文件"),
    }
    assert not reading.missing
    assert not reading.others


@pytest.mark.parametrize(
    ("column", "label"),
    [
        (1, "本年（2023）制发件数"),
        (1, "2023年制发件数"),
        (1, "本年度制发数"),
        (1, "本年制发件数（单位：件）"),
        (2, "本年（度）废止件数"),
        (3, "现行有效件数（截至2023年底）"),
    ],
)
def test_a_column_with_a_remark(pack: Pack, column: int, label: str) -> None:
    rows = [list(row) for row in BLOCKS]
    rows[1][column] = label
    reading = read(pack, table(rows))["proactive"]
    assert [one.text for one in reading.labels if not one.exact] == [label]
    assert not reading.missing
    assert not reading.others


def test_of_two_columns_with_remarks_nothing_tells_which_it_is(pack: Pack) -> None:
    rows = [[*row, ""] for row in BLOCKS]
    rows[1][3:] = ["2022年现行有效件数", "2023年现行有效件数"]
    reading = read(pack, table(rows))["proactive"]
    assert [one.key for one in reading.missing] == ["in_force"]
    assert [one.text for one in reading.others] == ["2022年现行有效件数", "2023年现行有效件数"]


def _read_table_2(pack: Pack, **labels: str) -> TableReading:
    """Table 2 with other labels of rows, or rows before and none, each row with its own figure."""
    rows = [["", *(column.label for column in COLUMNS)]]
    for number, row in enumerate(ROWS):
        label = labels.pop(row.key, row.label)
        if label:
            rows.append([label, *([str(number)] * len(COLUMNS))])
    assert not labels
    return read(pack, table(rows))["applications"]


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("other_late_correction", "1.申请人无正当理由逾期不补正"),
        ("other_late_correction", "无正当理由逾期不补正"),
        ("other_late_correction", "1.申请人无正当理由逾期不补正，本单位不再处理该申请"),
        ("other_unpaid", "2.申请人逾期未按收费通知要求缴纳费用"),
        ("other_unpaid", "2、逾期未缴纳费用"),
        ("other_misc", "3.其他情形"),
        ("carried_out", "四、结转下年度继续办理的申请数量"),
        ("carried_out", "四、结转下年度继续办理政府信息公开申请数量（件）"),
        ("carried_in", "二、上年结转数"),
        ("new", "一、新收"),
        ("new", "一、本年度新收到政府信息公开申请数量（单位：件）"),
        ("refused_publication", "3.要求行政机关提供公开出版物"),
        ("refused_confirm", "5.要求确认或重新出具"),
        ("refused_petition", "1.信访投诉"),
        ("unable_none", "1.本机关不掌握"),
        ("unable_create", "2.需要另行制作"),
        ("unable_unclear", "3.补正后仍不明确"),
        ("denied_third_party", "4.第三方权益"),
        ("denied_secret", "1.国家秘密"),
        ("denied_law", "2.其他法律、行政法规规定禁止公开的政府信息"),
        ("denied_safety", "3.三安全一稳定"),
        ("partial", "（二）部分公开（区分处理）"),
        ("total", "（七）办理结果总计"),
        ("total", "（七）本年总计"),
        ("total", "（七）本年度办理结果总计"),
        ("other_misc", "3.其他终止处理情形"),
        ("granted", "（一）予以公开总计"),
    ],
)
def test_a_row_of_fewer_or_more_words(pack: Pack, key: str, label: str) -> None:
    reading = _read_table_2(pack, **{key: label})
    assert [(one.key, one.text) for one in reading.labels if not one.exact] == [(key, label)]
    assert not reading.missing
    assert not reading.others
    assert reading.cells[key, "total"].value == [row.key for row in ROWS].index(key)


def test_rows_of_fewer_words_beside_one_another(pack: Pack) -> None:
    labels = {
        "other_late_correction": "1.逾期不补正",
        "other_unpaid": "2.逾期未缴纳费用",
        "other_misc": "3.其他情况",
        "unable_none": "1.不掌握",
        "unable_create": "2.需要另行制作",
        "unable_unclear": "3.补正后仍不明确",
    }
    reading = _read_table_2(pack, **labels)
    assert {one.key: one.text for one in reading.labels if not one.exact} == labels
    assert not reading.missing
    assert not reading.others


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("carried_out", "结转"),  # of which year?
        ("granted", "予以公开、部分公开合计"),
        ("denied_law", "公开"),
        ("denied_query", "（四）无法提供小计"),
        ("refused_repeat", "转送其他机关办理"),
        ("new", "一、本年收到信访件"),
        ("other_unpaid", "2.无正当理由大量反复提出申请的，责令说明"),
        ("other_misc", "3.其他行政机关确认"),
        ("other_misc", "3.其他法律行政法规禁止公开的信息"),
        ("total", "（七）不予公开总计"),
        ("total", "不予处理总计"),
        ("total", "（四）无法提供合计"),
        ("total", "予以公开、部分公开总计"),
    ],
)
def test_another_row_in_the_place_of_one(pack: Pack, key: str, label: str) -> None:
    reading = _read_table_2(pack, **{key: label})
    assert [one.key for one in reading.missing] == [key]
    assert [one.text for one in reading.others] == [label]


def test_a_row_of_more_words_beside_the_row_is_another(pack: Pack) -> None:
    rows = [list(row) for row in BLOCKS]
    rows.insert(7, ["行政许可事项变更", "7", "", ""])
    reading = read(pack, table(rows))["proactive"]
    assert [one.text for one in reading.others] == ["行政许可事项变更"]


def test_moved_and_doubled_rows(pack: Pack) -> None:
    rows = [list(row) for row in BLOCKS]
    rows[9], rows[10] = rows[10], rows[9]
    rows.insert(4, rows[3])
    reading = read(pack, table(rows))["proactive"]
    assert len([label for label in reading.labels if label.misplaced]) == 1
    assert [(o.key, o.repeated) for o in reading.others] == [("normative_documents", True)]
    assert not reading.missing


def test_an_unrelated_table_is_none_of_them(pack: Pack) -> None:
    rows = [["类别", "个人", "企业", "合计"], ["网站", "3", "4", "7"], ["其他", "1", "0", "1"]]
    assert read(pack, table(rows)) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", ("number", 12, False)),
        (" １２３ ", ("number", 123, False)),
        ("1,234", ("number", 1234, False)),
        ("1，234", ("number", 1234, False)),
        ("28 47", ("number", 2847, False)),
        ("-3", ("number", -3, False)),
        ("\n0", ("number", 0, False)),
        ("", ("blank", None, False)),
        ("\u3000", ("blank", None, False)),
        ("/", ("blank", None, False)),
        ("——", ("blank", None, False)),
        ("无", ("blank", None, False)),
        ("3件", ("unreadable", None, False)),
        ("1,23", ("unreadable", None, False)),
        ("1\n2", ("unreadable", None, False)),
        ("3/5", ("unreadable", None, False)),
        ("O", ("unreadable", None, False)),
        ("约3", ("unreadable", None, False)),
    ],
)
def test_figures(text: str, expected: tuple[str, int | None, bool]) -> None:
    assert read_cell_figure(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20件", 20),
        ("20 件", 20),
        ("20\n件", 20),
        ("1,234件次", 1234),
        ("０条", 0),
        ("0个", 0),
        ("20（件）", 20),
        ("零", 0),
        ("〇", 0),
        ("零件", 0),
        ("一件", 1),
        ("二十", 20),
        ("十四件", 14),
        ("20*", 20),
        ("20＊＊", 20),
        ("0（注）", 0),
        ("20注1", 20),
        ("20(注2)", 20),
        ("20[1]", 20),
        ("20〔2〕", 20),
        ("20件[1]", 20),
        ("20*件", 20),
        ("37①", 37),
        ("37³", 37),
    ],
)
def test_a_figure_with_a_unit_or_a_note_is_read(pack: Pack, text: str, value: int) -> None:
    rows = [list(row) for row in BLOCKS]
    rows[3][1] = text
    cell = read(pack, table(rows))["proactive"].cells["normative_documents", "made"]
    assert (cell.status, cell.value, cell.text) == ("worded", value, text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "20余件",
            "约20件",
            "5（未统计）",
            "12（废止）",
            "0（%）",
            "万",
            "一*",
            "20万件",
            "2（其中上年1）",
            "2（其中一件不予公开）",
            "20（1）",
            "1\n2件",
            "3/5件",
        ),
        *(
            "一",
            "见附件",
            "件",
            "/件",
            "无件",
            "O",
            "3件4件",
            "20-",
            "几件",
            "两三件",
            "20%",
            "20万元",
            "注1",
        ),
    ],
)
def test_what_is_no_one_figure_is_not_read(pack: Pack, text: str) -> None:
    rows = [list(row) for row in BLOCKS]
    rows[3][1] = text
    cell = read(pack, table(rows))["proactive"].cells["normative_documents", "made"]
    assert (cell.status, cell.value) == ("unreadable", None)


@pytest.mark.parametrize(
    ("text", "value"),
    [("10.50万元", "10.50"), ("10.5万元*", "10.5"), ("105000元", ""), ("3件", "")],
)
def test_an_amount_is_in_its_own_unit(pack: Pack, text: str, value: str) -> None:
    rows = [list(row) for row in BLOCKS]
    rows[13][1] = text
    cell = read(pack, table(rows))["proactive"].cells["fees", "amount"]
    assert str(cell.value or "") == value


def _read_rows(pack: Pack, rows: Sequence[Sequence[str]]) -> TableReading:
    return read(pack, _make_plain_table(rows))["applications"]


def _make_plain_table(rows: Sequence[Sequence[str]]) -> Table:
    """A grid in which each text, and each blank, is a cell of its own."""
    cells = [
        Cell(text, r, c, Anchor(r + 1)) for r, row in enumerate(rows) for c, text in enumerate(row)
    ]
    return Table(tuple(cells), len(rows), max(map(len, rows)), Anchor(1))


def _list_rows(blank: str) -> list[list[str]]:
    """Table 2 with the label of a group in a row of its own, above those of the group."""
    rows = [["", *(column.label for column in COLUMNS)]]
    told: set[str] = set()
    for number, row in enumerate(ROWS):
        for group in row.groups:
            if group not in told:
                rows.append([group, *([blank] * len(COLUMNS))])
            told.add(group)
        rows.append([row.label, *([str(number)] * len(COLUMNS))])
    return rows


@pytest.mark.parametrize("blank", ["", "—", "/"])
def test_labels_of_groups_in_rows_of_their_own(pack: Pack, blank: str) -> None:
    reading = _read_rows(pack, _list_rows(blank))
    assert not reading.others
    assert not reading.missing
    assert {cell.value for cell in reading.cells.values()} == set(range(len(ROWS)))


def test_the_label_of_a_group_with_figures_beside_its_rows_is_a_row_too_many(pack: Pack) -> None:
    rows = _list_rows("")
    at = next(at for at, row in enumerate(rows) if row[0] == "（三）不予公开")
    rows[at] = ["（三）不予公开", *(["5"] * len(COLUMNS))]
    assert [one.text for one in _read_rows(pack, rows).others] == ["（三）不予公开"]


def test_a_table_that_goes_on_with_the_label_of_a_group(pack: Pack) -> None:
    rows = _list_rows("")
    at = next(at for at, row in enumerate(rows) if row[0] == "（四）无法提供")
    tables = (_make_plain_table(rows[:at]), _make_plain_table(rows[at:]))
    reading = read_tables([PlacedTable(one, 3) for one in tables], pack, Setbacks())["applications"]
    assert not reading.others
    assert not reading.missing


@pytest.mark.parametrize(
    "text",
    ["注：以上数据截至12月31日。", "备注：由各科室填报", "注1：见附件", "以上由各科室填报。"],
)
def test_a_note_in_a_row_below_is_no_row(pack: Pack, text: str) -> None:
    rows = _list_rows("")
    rows.append([text, *([""] * len(COLUMNS))])
    assert not _read_rows(pack, rows).others
    rows[-1][0] = "五、行政检查"
    assert [one.text for one in _read_rows(pack, rows).others] == ["五、行政检查"]


def test_a_blank_row_into_which_a_label_reaches_is_no_second_row(pack: Pack) -> None:
    """Texts have a blank cell for what a merged one covers, and for a row that is blank."""
    last = len(BLOCKS)
    cells = [
        msgspec.structs.replace(cell, row_span=2) if cell.row == last - 1 else cell
        for cell in table(BLOCKS).cells
        if cell.row < last - 1 or cell.column == 0
    ]
    cells += [
        Cell("10.50", last - 1, 1, Anchor(last), 1, 3),
        Cell("", last, 1, Anchor(last + 1), 1, 3),
    ]
    reading = read(pack, Table(tuple(cells), last + 1, 4, Anchor(1)))["proactive"]
    assert not reading.others
    assert not reading.missing


def test_a_column_that_is_called_as_the_total_is_another_beside_it(pack: Pack) -> None:
    rows = _list_rows("")
    for row in rows:
        row.insert(-1, "小计" if not row[0] else row[-1] and "99")
    reading = _read_rows(pack, rows)
    assert [one.text for one in reading.others] == ["小计"]
    assert 99 not in {cell.value for cell in reading.cells.values()}


def test_numbers_above_the_labels_of_columns(pack: Pack) -> None:
    """As pandas has them above a table without a heading."""
    rows = _list_rows("")
    reading = _read_rows(pack, [list(map(str, range(len(rows[0])))), *rows])
    assert all(label.exact for label in reading.labels)
    assert not reading.others


@pytest.mark.parametrize("beside", ["备注", "说明事项"])
def test_the_label_of_a_block_with_a_column_for_remarks_beside_it(pack: Pack, beside: str) -> None:
    rows = [[*row, beside if row[0].startswith("第二十条") else ""] for row in BLOCKS]
    cells = [
        msgspec.structs.replace(cell, column_span=min(cell.column_span, 4 - cell.column))
        if cell.column < 4
        else cell
        for cell in table(rows).cells
    ]
    reading = read(pack, Table(tuple(cells), len(rows), 5, Anchor(1)))["proactive"]
    assert not reading.missing
    assert not [one.text for one in reading.others if one.text not in ("备注", "说明事项")]
