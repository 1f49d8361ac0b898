"""Tables of texts: put together by their labels, or, where they cannot be read, said once each."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import product

import pytest
from docx import Document
from docx.table import Table
from hypothesis import given, settings
from hypothesis import strategies as st

from gblint.document import BLANK
from tests.builder import mutate
from tests.builder.compose import compose
from tests.builder.fixture_cases import base
from tests.builder.form_labels import COLUMNS, HEADINGS, ROWS, Line
from tests.builder.raw_word import para, word
from tests.builder.report_plan import Para, ReportPlan
from tests.builder.spaced_text import Laid
from tests.builder.strategies import plans
from tests.builder.write_docx import docx
from tests.builder.write_text import Shape, Tables, text
from tests.tools.amount import ALL, some
from tests.tools.lint import Linted, lint, told

_LOOKS = st.builds(
    Laid,
    label=st.integers(3, 12),
    head=st.integers(2, 5),
    gap=st.integers(2, 4),
    middle=st.booleans(),
)
_ROWS: tuple[Tables, ...] = ("barred rows", "pushed rows", "ruled rows", "parted rows")
_CELLS: tuple[Tables, ...] = ("barred cells", "pushed cells")
_BARRED = tuple(Shape(tables) for tables in (*_ROWS, *_CELLS))
_LOST: tuple[Shape, ...] = (Shape("cell lines"), *_BARRED)
_SHAPES = st.one_of(st.sampled_from(_LOST), st.builds(Shape, st.just("laid"), look=_LOOKS))


def _laid(plan: ReportPlan, shape: Shape | None = None) -> Linted:
    return lint(text(plan, shape=shape or Shape("laid")), "report.txt")


@given(plans(), _SHAPES)
def test_all_figures_are_read(plan: ReportPlan, shape: Shape) -> None:
    linted = _laid(plan, shape)
    assert not linted.findings, told(linted.findings)
    assert linted.figures() == plan.figures


@given(plans(), _SHAPES, st.sampled_from(ROWS), st.sampled_from(COLUMNS), st.integers(0, 99))
def test_a_wrong_figure_is_named(
    plan: ReportPlan, shape: Shape, row: Line, column: Line, value: int
) -> None:
    value += value >= plan.figures["applications"][row.key][column.key]
    wrong = mutate.figure(plan, table="applications", row=row.key, column=column.key, value=value)
    findings = _laid(wrong, shape).findings
    assert any(f.rule == "GB301" and f.location.row == row.key for f in findings), told(findings)


def test_a_short_figure_beside_long_ones_is_no_page_number() -> None:
    plan = base()
    for at, column in enumerate(COLUMNS):
        plan = mutate.figure(
            plan, table="applications", row="denied_safety", column=column.key, value=123456 + at
        )
    plan = mutate.figure(plan, table="applications", row="denied_safety", column="total", value=0)
    findings = _laid(plan, Shape("cell lines")).findings
    assert ("GB301", "denied_safety") in {(f.rule, f.location.row) for f in findings}


def _mangled(old: str, new: str, shape: Shape | None = None) -> list[tuple[str, str | None]]:
    """The rules found when one line of a clean text is another, with their tables."""
    plain = text(base(), shape=shape or Shape("laid")).decode()
    assert plain.count(old) == 1
    findings = lint(plain.replace(old, new).encode(), "report.txt").findings
    return [(finding.rule, finding.location.table) for finding in findings]


def _line(words: str) -> str:
    plain = text(base(), shape=Shape("laid")).decode()
    return next(line for line in plain.split("\n") if words in line)


def test_a_slip_in_a_label_is_a_slip() -> None:
    assert _mangled("2.重复申请", "2.重复申情") == [("GB208", "applications")]


def test_a_row_of_no_format_is_surplus() -> None:
    row = _line("行政强制")
    other = row.replace("行政强制", "行政检查")
    assert _mangled(row, f"{row}\n{other}") == [("GB204", "proactive")]


def test_a_figure_with_words_is_told_and_read() -> None:
    assert _mangled(" 402 ", " 402件 ") == [("GB206", "applications")]


@pytest.mark.parametrize("value", ["946件", "946 件", "946*", "946（注）", "约946件", "946［1］"])
def test_a_figure_with_words_on_a_line_of_its_own_is_told_and_read(value: str) -> None:
    """As in an article of a phone, each cell of which is a line; also the last of a block."""
    shape = Shape("cell lines")
    assert _mangled("\n946\n", f"\n{value}\n", shape) == [("GB206", "applications")]
    assert _mangled("\n20946\n", "\n20946件\n", shape) == [("GB206", "proactive")]


@pytest.mark.parametrize("behind", ["件", "*"])
def test_a_text_with_words_in_all_cells_is_told_as_far_as_it_is_read(behind: str) -> None:
    written = {
        (table, row, column): f"{value}{behind}"
        for table, rows in base().figures.items()
        for row, figures in rows.items()
        for column, value in figures.items()
    }
    worded = replace(base(), written=written)
    assert {finding.rule for finding in _laid(worded).findings} <= {"GB206", "GB905"}
    rules = {finding.rule for finding in _laid(worded, Shape("cell lines")).findings}
    assert rules == {"GB206"}


def test_what_does_not_come_out_even_is_not_read() -> None:
    """A figure too many, a second line of a label of no format: nothing is guessed."""
    assert _mangled(" 402 ", " 402 7 ") == [("GB905", "applications")]
    row = _line("行政强制")
    assert _mangled(row, f"{row}\n执行措施") == [("GB905", "proactive")]


def test_blank_cells_of_a_text_are_not_placed() -> None:
    """Columns drift from line to line in a text: which cell is blank cannot be told."""
    plain = text(base(), shape=Shape("laid")).decode()
    row = next(line for line in plain.split("\n") if "一、本年新收" in line)
    start = row.rindex("64")
    blank = row[:start] + "  " + row[start + 2 :]
    assert _mangled(row, blank) == [("GB905", "applications")]


@pytest.mark.parametrize("shape", _BARRED)
@settings(max_examples=40 if ALL else 3)
@given(
    plans(),
    st.sampled_from(ROWS),
    st.sets(st.sampled_from(COLUMNS), min_size=1),
)
def test_blank_cells_between_bars_are_blank(
    shape: Shape, plan: ReportPlan, row: Line, columns: set[Line]
) -> None:
    """As long as the others of the table show how many there are."""
    keys = {column.key for column in columns}
    for column in keys:
        plan = mutate.figure(
            plan, table="applications", row=row.key, column=column, value=987654321
        )
    linted = lint(text(plan, shape=shape).replace(b"987654321", b""), "report.txt")
    read = {key: cell.value for key, cell in linted.report.tables["applications"].cells.items()}
    own = plan.figures["applications"]
    assert read == {
        (r, c): None if r == row.key and c in keys else v
        for r, of_row in own.items()
        for c, v in of_row.items()
    }


@pytest.mark.parametrize("end", [" |", " | |"])
def test_a_blank_cell_that_may_be_none_is_not_placed(end: str) -> None:
    """One at each end and one cell too many, or two: which ones are the label's cannot be told."""
    plain = text(base(), shape=Shape("barred rows")).decode()
    line = next(line for line in plain.split("\n") if "2.重复申请" in line)
    other = f"2.重复申请 | | 1 | 0 | 0 | 0 | 0 | 0 |{end}"
    findings = lint(plain.replace(line, other).encode(), "report.txt").findings
    assert {finding.rule for finding in findings} == {"GB905"}


def test_the_sign_of_a_blank_cell_is_in_no_text() -> None:
    """Also where the table cannot be put together, so that its rows are paragraphs."""
    plain = text(base(), shape=Shape("barred rows")).decode()
    line = next(line for line in plain.split("\n") if "2.重复申请" in line)
    other = f"执行措施\n{line.replace(' 0 ', '  ')}"
    linted = lint(plain.replace(line, other).encode(), "report.txt")
    assert {finding.rule for finding in linted.findings} == {"GB905"}
    texts = [paragraph.text for paragraph in linted.report.document.paragraphs()]
    assert any("2.重复申请" in shown for shown in texts)
    assert not any(BLANK in shown for shown in texts)


def test_bars_behind_merged_cells_are_no_cells() -> None:
    plain = text(base(), shape=Shape("barred rows")).decode()
    for label in ("2.重复申请", "（七）总计", "行政强制", "第二十条第（五）项"):
        line = next(line for line in plain.split("\n") if label in line)
        plain = plain.replace(line, f"{line} ||")
    assert not lint(plain.encode(), "report.txt").findings


def _cell_by_cell(plan: ReportPlan) -> list[str | list[str]]:
    """What a script gives that asks a Word file for the text of one cell after another.

    A line, or the cells of a row.
    """
    lines: list[str | list[str]] = []
    for block in Document(BytesIO(docx(plan))).iter_inner_content():
        if isinstance(block, Table):
            lines += ([cell.text for cell in row.cells] for row in block.rows)
        else:
            lines.append(block.text)
    return lines


def _joined(lines: list[str | list[str]], bar: str, edge: str) -> bytes:
    return "\n".join(
        line if isinstance(line, str) else f"{edge}{bar.join(line)}{edge}".strip() for line in lines
    ).encode()


@settings(max_examples=40 if ALL else 3)  # python-docx takes its time for the text of a cell
@given(plans(), st.sampled_from(ROWS), st.sampled_from(COLUMNS))
def test_merged_cells_that_left_copies(plan: ReportPlan, row: Line, column: Line) -> None:
    wrong = mutate.figure(
        plan, table="applications", row=row.key, column=column.key, value=987654321
    )
    lines, wrong_lines = _cell_by_cell(plan), _cell_by_cell(wrong)
    for bar, edge in ((" | ", ""), ("|", "|"), (" | ", " | "), ("|", "")):
        right = lint(_joined(lines, bar, edge), "report.txt")
        read = {key: cell.value for key, cell in right.report.tables["applications"].cells.items()}
        assert read == {
            (r, c): v for r, of in plan.figures["applications"].items() for c, v in of.items()
        }
        told_of = lint(_joined(wrong_lines, bar, edge), "report.txt").rules()
        assert {"GB301", "GB302", "GB303"} & set(told_of)
        assert "GB905" not in told_of


def _one_way(plan: ReportPlan, *, edge: str, across: bool, blank: str) -> str:
    """The same where a merged cell left copies either to the right or below, and blanks else."""
    lines: list[str] = []
    for item in compose(plan, None):
        if isinstance(item, Para):
            lines.append(item.number + item.text)
            continue
        rows = [[blank] * item.width for _ in range(item.height)]
        for box in item.boxes:
            for row in range(box.row, box.row + (1 if across else box.row_span)):
                for column in range(box.column, box.column + (box.column_span if across else 1)):
                    rows[row][column] = box.text.replace("\n", "")
        lines += ["", *(edge + " | ".join(row) + edge[::-1] for row in rows), ""]
    return "\n".join(lines)


@pytest.mark.alike(2)
@pytest.mark.parametrize("blank", ["", "　", "<br>", "&nbsp;"])
@pytest.mark.parametrize("across", [True, False])
@pytest.mark.parametrize("edge", ["", "| "])
@settings(max_examples=40 if ALL else 2)
@given(plans(), st.sampled_from(ROWS), st.sampled_from(COLUMNS))
def test_merged_cells_that_left_copies_one_way(
    edge: str, across: bool, blank: str, plan: ReportPlan, row: Line, column: Line
) -> None:
    plain = _one_way(plan, edge=edge, across=across, blank=blank)
    right = lint(plain.encode(), "report.txt")
    assert not right.findings, told(right.findings)
    assert right.figures() == plan.figures
    wrong = mutate.figure(plan, table="applications", row=row.key, column=column.key, value=98765)
    found = lint(_one_way(wrong, edge=edge, across=across, blank=blank).encode(), "report.txt")
    assert {"GB301", "GB302", "GB303"} & found.rules()


@pytest.mark.parametrize(
    "blank", ["&nbsp;", "&emsp;", "&#160;", "&NBSP;", "\xa0", "<br>", "<br />"]
)
@pytest.mark.parametrize("shape", [Shape("pipes"), Shape("whole rows"), Shape("dropped pipes")])
def test_blanks_that_are_written_into_cells(shape: Shape, blank: str) -> None:
    plain = text(base(), shape=shape).decode()
    filled = re.sub(r"(?m)(?<=\|) +(?=\|)|^ +(?=\|)", f" {blank} ", plain)
    assert blank in filled
    found = lint(filled.encode(), "report.md")
    assert not found.findings, told(found.findings)


_WORDED = ("{}（注）", "{}件", "{}*", "{}[1]", "{}（注1）")


@pytest.mark.parametrize(
    ("worded", "shape", "row"),
    some(
        list(
            product(
                _WORDED,
                (*_BARRED, Shape("cell lines"), Shape("pipes")),
                ("granted", "denied_query", "total"),
            )
        ),
        7,  # with each sign, in each shape and in each row
    ),
)
def test_figures_with_words_side_by_side(worded: str, shape: Shape, row: str) -> None:
    plan = base()
    keys = [("applications", row, column) for column in ("natural", "commercial")]
    for key in keys:
        table, _, column = key
        plan = mutate.figure(plan, table=table, row=row, column=column, value=7654)
    written = {key: worded.format(7654) for key in keys}
    found = lint(text(replace(plan, written=written), shape=shape), "report.txt")
    assert found.rules() >= {"GB206", "GB301", "GB302"}, told(found.findings)
    assert "GB905" not in found.rules()


@pytest.mark.parametrize(
    "line", ["首页 | 政务公开 | 政务公开", "网站 | 是 | 是 |", "| 结果维持 | 结果维持 |"]
)
def test_a_line_that_says_something_twice_is_no_table_of_copies(line: str) -> None:
    plain = text(base(), shape=Shape("barred rows")).decode()
    assert not lint(f"{line}\n\n{plain}".encode(), "report.txt").findings
    assert not lint(f"{plain}\n\n{line}".encode(), "report.txt").findings


_SPACED = (
    ("商业企业", "商业 企业"),
    ("法律服务机构", "法律 服务 机构"),
    ("自然人", "自 然　人"),
    ("一、本年新收政府信息公开", "一、 本年新收 政府信息公开 "),
    ("（一）予以公开", "（一） 予以公开"),
    ("（二）部分公开", "（二）\t部分公开"),
    ("（三）不予公开", "（三）不予\xa0公开"),
    ("1.属于国家秘密", "1. 属于国家秘密"),
    ("4.保护第三方合法权益", "4.保护  第三方　　合法权益"),
    ("3.其他", "3. 其 他"),
    ("（七）总计", "（七） 总 计"),
    ("结果维持", "结果 维持"),
    ("未经复议直接起诉", "未经复议 直接起诉"),
    ("行政规范性文件", "行政 规范性文件"),
    ("本年制发件数", "本年 制发 件数"),
    ("第二十条第（五）项", "第二十条 第 （五） 项"),
    ("社会公益组织", "**社会公益 组织**"),
    ("科研机构", "科研<br>机构"),
)


@pytest.mark.parametrize(
    ("old", "new", "shape"),
    some([(*pair, shape) for pair in _SPACED for shape in _BARRED], 5),
)
def test_blanks_in_labels_between_bars_part_nothing(old: str, new: str, shape: Shape) -> None:
    plan = mutate.figure(base(), table="applications", row="granted", column="total", value=987)
    plain = text(plan, shape=shape).decode()
    at = plain.rindex("二、主动公开政府信息情况")
    assert old in plain[at:]
    findings = lint((plain[:at] + plain[at:].replace(old, new)).encode(), "report.txt").findings
    assert {f.rule for f in findings} == {"GB301", "GB302"}, told(findings)


def test_all_labels_between_bars_with_blanks() -> None:
    """Also a row of labels that stand in one cell, with single blanks between them."""
    plain = text(base(), shape=Shape("barred rows")).decode()
    at = plain.rindex("二、主动公开政府信息情况")
    table = plain[at:]
    for old, new in _SPACED:
        table = table.replace(old, new)
    assert not lint((plain[:at] + table).encode(), "report.txt").findings
    five = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计"
    assert five in plain
    glued = plain.replace(five, five.replace(" | ", " "))
    assert not lint(glued.encode(), "report.txt").findings


@given(plans())
def test_blank_cells_of_merged_labels_are_none_of_figures(plan: ReportPlan) -> None:
    linted = _laid(plan, Shape("whole rows"))
    assert not linted.findings, told(linted.findings)


@pytest.mark.parametrize("page", ["— 7 —", "第3页"])
def test_blank_cells_behind_the_number_of_a_page_are_none_of_figures(page: str) -> None:
    plain = text(base(), shape=Shape("whole rows")).decode()
    broken = plain.replace("三、本年度办理", f"{page} |" + "  |" * 9 + "\n三、本年度办理")
    assert not lint(broken.encode(), "report.txt").findings


def test_a_column_of_remarks_is_none_of_figures() -> None:
    plain = text(base(), shape=Shape("whole rows")).decode()
    with_remarks = "\n".join(
        f"{line}  |" if line.endswith("|") else line for line in plain.split("\n")
    )
    assert not lint(with_remarks.encode(), "report.txt").findings


@pytest.mark.parametrize("wrap", [28, 40])
@pytest.mark.parametrize("tables", _ROWS)
def test_rows_between_bars_do_not_hide_how_prose_was_broken(tables: Tables, wrap: int) -> None:
    linted = lint(text(base(), shape=Shape(tables, wrap=wrap)), "report.txt")
    assert not linted.findings, told(linted.findings)


_FIVE = "结果维持  结果纠正  其他结果  尚未审结  总计      "


@pytest.mark.parametrize("blanks", [1, 4, 14, 34, 97])
def test_prose_below_a_figure_is_no_rest_of_it(blanks: int) -> None:
    plain = text(base(), shape=Shape("laid")).decode()
    begin, end = plain.rindex("行政复议    "), plain.rindex("五、存在")
    groups = " " * 20 + "行政复议" + " " * 60 + "行政诉讼"
    kinds = " " * 60 + "未经复议直接起诉" + " " * 30 + "复议后起诉"
    row = "".join(f"{figure:<10}" for figure in plain[begin:end].split("\n")[3].split())
    prose = " " * blanks + "因程序瑕疵，行政复议被纠正5件，已责令重新答复并完成整改。"
    table = "\n".join([groups, kinds, f"  {_FIVE * 3}", f"  {row}"])
    linted = lint(f"{plain[:begin]}{table}\n\n{prose}\n\n{plain[end:]}".encode(), "report.txt")
    assert not linted.findings, told(linted.findings)


def test_columns_in_another_order_are_not_taken_for_the_format() -> None:
    plain = text(base(), shape=Shape("laid", look=Laid(12, 4))).decode()
    head = next(line for line in plain.split("\n") if "商业企业" in line and "科研机构" in line)
    other = head.replace("商业企业", "\0").replace("科研机构", "商业企业").replace("\0", "科研机构")
    rules = _mangled(head, other, Shape("laid", look=Laid(12, 4)))
    assert {table for _, table in rules} == {"applications"}
    assert {rule for rule, _ in rules} <= {"GB905", "GB208"}


def test_prose_around_a_table_stays_prose() -> None:
    plain = text(base(), shape=Shape("laid")).decode()
    heading = "四、政府信息公开行政复议、行政诉讼情况"
    before = "本年度政府信息公开申请情况见下表。"
    after = "注：以上数据由各单位报送后汇总。"
    where = plain.rindex(heading)
    marked = plain[:where] + after + "\n" + plain[where:]
    section = "三、收到和处理政府信息公开申请情况"
    where = marked.rindex(section) + len(section)
    marked = marked[:where] + "\n" + before + "\n" + marked[where:]
    linted = lint(marked.encode(), "report.txt")
    assert not linted.findings, told(linted.findings)
    prose = [paragraph.text for paragraph in linted.report.sections[2].prose]
    assert prose == [before, after]


def test_a_page_between_the_labels_and_the_figures_of_table_3() -> None:
    """Extractors mix figures up there."""
    plain = text(base(), shape=Shape("laid")).decode()
    line = next(line for line in plain.split("\n") if line.split()[:3] == ["12", "5", "7"])
    assert _mangled(line, f"\n—5—\n\f{line}") == [("GB905", "review")]


def test_headings_whose_ordinals_stand_on_lines_of_their_own() -> None:
    """The name of a section below its ordinal is none of its table, which may have it above it."""
    plain = text(base(), shape=Shape("cell lines")).decode()
    for heading in HEADINGS:
        assert f"\n{heading}\n" in plain
        plain = plain.replace(f"\n{heading}\n", f"\n{heading[:2]}\n\n{heading[2:]}\n")
    linted = lint(plain.encode(), "report.txt")
    assert not linted.findings, told(linted.findings)


_COLUMNS = Shape("cell columns")


_SHIFTED = """\
           行政复议                                        行政诉讼

                                     未经复议直接起诉                            复议后起诉
结果    结果    其他    尚未
                        总计
维持    纠正    结果    审结            结果   结果   其他      尚未  \
      结果      结果       其他   尚未
                                                       总计                                 总计
                                维持   纠正   结果      审结        维持      纠正       结果   审结

12    5      7    3     27     6    1        2   3   12   4    0       1        2        7
"""


def test_labels_whose_lines_are_shifted() -> None:
    """The lines of a label out of line by some columns, one of which seems whole (其他)."""
    plain = text(base(), shape=Shape("laid")).decode()
    begin, end = plain.index("行政复议  "), plain.index("五、")
    begin = plain.rindex("\n", 0, begin) + 1
    linted = lint(f"{plain[:begin]}{_SHIFTED}\n{plain[end:]}".encode(), "report.txt")
    assert not linted.findings, told(linted.findings)
    cells = linted.report.tables["review"].cells
    figures = base().figures["review"]
    assert {key: cell.value for key, cell in cells.items()} == {
        (row, column): value for row, own in figures.items() for column, value in own.items()
    }
    lacking = _SHIFTED.replace(
        "审结        维持      纠正       结果", "审结        维持      纠正"
    )
    assert [
        finding.rule
        for finding in lint(f"{plain[:begin]}{lacking}\n{plain[end:]}".encode(), "a.txt").findings
    ] == ["GB905"]


@given(plans())
def test_cells_column_by_column(plan: ReportPlan) -> None:
    """Whatever the report, the tables are not said to be absent or wrong."""
    linted = lint(text(plan, shape=_COLUMNS), "report.txt")
    assert [finding.rule for finding in linted.findings] == ["GB905"] * 3, told(linted.findings)


@pytest.mark.parametrize("bar", [",", ";", "｜", "│"])
def test_rows_between_other_signs_are_no_absent_tables(bar: str) -> None:
    """As of CSV, or of a table drawn with other lines."""
    plain = text(base(), shape=Shape("whole rows")).decode()
    lines = [
        bar.join(map(str.strip, line.split("|")[:-1])) if "|" in line else line
        for line in plain.split("\n")
    ]
    found = lint("\n".join(lines).encode(), "report.txt").findings
    assert [finding.rule for finding in found] == ["GB905"] * 3, told(found)


def test_labels_that_a_table_has_in_other_cells_are_not_lacking() -> None:
    """Cells of a text that were put together wrongly, and not the author's."""
    plain, other = (
        text(base(), shape=Shape(tables)).decode().split(HEADINGS[3])
        for tables in ("pipes", "ruled rows")
    )
    linted = lint((plain[0] + HEADINGS[3] + other[1]).encode(), "report.txt")
    assert [(f.rule, f.location.table) for f in linted.findings] == [("GB905", "review")]


def test_what_is_not_checked_is_named() -> None:
    findings = lint(text(base(), shape=_COLUMNS), "report.txt").findings
    rules = {rule for finding in findings for rule in finding.unchecked}
    assert {"GB301", "GB302", "GB303", "GB304", "GB305"} <= rules


def test_a_mark_where_a_table_was() -> None:
    """What pandoc leaves of a table that plain text cannot show."""
    lines = text(base(), shape=Shape("pipes")).decode().split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("| （本列数据"))
    last = max(i for i, line in enumerate(lines) if line.startswith("| 四、结转"))
    marked = "\n".join([*lines[:first], "[TABLE]", *lines[last + 1 :]])
    linted = lint(marked.encode(), "report.md")
    assert [(f.rule, f.location.table) for f in linted.findings] == [("GB905", "applications")]
    assert set(linted.report.tables) == {"proactive", "review"}


def test_a_table_that_is_absent_is_absent() -> None:
    plain = text(base(), shape=Shape("pipes")).decode()
    prose = "\n".join(line for line in plain.split("\n") if not line.startswith("|"))
    rules = [finding.rule for finding in lint(prose.encode(), "report.md").findings]
    assert rules == ["GB201"] * 3


def test_lines_of_a_word_file_are_no_table() -> None:
    """A Word file keeps tables: where there is none, there is none."""
    lines = text(base(), shape=_COLUMNS).decode().split("\n")
    rules = [finding.rule for finding in lint(word("".join(map(para, lines)))).findings]
    assert rules == ["GB201"] * 3


def test_a_wrong_row_is_still_named() -> None:
    """One label that is missing and one that is left over are the author's."""
    plain = text(base(), shape=Shape("pipes")).decode()
    wrong = plain.replace("2.重复申请", "2.多次来信")
    rules = {finding.rule for finding in lint(wrong.encode(), "report.md").findings}
    assert "GB202" in rules
    assert "GB905" not in rules


_LINES = [
    line.replace("|", " ")
    for line in text(base(), shape=Shape("pipes")).decode().split("\n")
    if line.strip()
]


@pytest.mark.parametrize("between", [" ", " | "])
def test_one_row(between: str) -> None:
    """As markitdown leaves a report inside a table that lays it out."""
    page = f"|  |\n| --- |\n| {between.join(_LINES)} |\n"
    (finding,) = lint(page.encode(), "report.md").findings
    assert finding.rule == "GB902"
    assert "表格的一行" in finding.message.zh


def test_a_title_before_it() -> None:
    page = f"{_LINES[0]}\n\n|  |\n| --- |\n| {' '.join(_LINES[1:])} |\n"
    assert [finding.rule for finding in lint(page.encode(), "report.md").findings] == ["GB902"]
