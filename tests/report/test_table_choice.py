"""Tables with labels of the format's that are none of its: comparisons, lists, last year's."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builder import mutate
from tests.builder.fixture_cases import base, markdown
from tests.builder.form_labels import COLUMNS, ROWS, Line
from tests.builder.report_plan import ReportPlan
from tests.builder.strategies import plans
from tests.builder.write_html import render_html
from tests.builder.write_text import Shape, text
from tests.tools.amount import ALL, some
from tests.tools.lint import Linted, lint, told


def _rows(*rows: str) -> str:
    head, *rest = rows
    rule = "|".join("---" for _ in head.split("|")[1:-1])
    return "\n".join(("", head, f"|{rule}|", *rest, ""))


OTHERS = {
    "powers of two years": _rows(
        "| 指标 | 2022年 | 2023年 |",
        "| 行政许可 | 12000 | 15832 |",
        "| 行政处罚 | 1800 | 2147 |",
        "| 行政强制 | 70 | 63 |",
    ),
    "rules and powers": _rows(
        "| 类别 | 上年 | 本年 | 增减 |",
        "| 规章 | 1 | 0 | -1 |",
        "| 行政规范性文件 | 9 | 6 | -3 |",
        "| 行政许可 | 12000 | 15832 | 3832 |",
        "| 行政处罚 | 1800 | 2147 | 347 |",
        "| 行政强制 | 70 | 63 | -7 |",
        "| 行政事业性收费 | 12 | 11 | -1 |",
    ),
    "results of two years": _rows(
        "| 办理结果 | 2022年 | 2023年 |",
        "| 予以公开 | 22 | 19 |",
        "| 部分公开 | 3 | 5 |",
        "| 不予公开 | 8 | 3 |",
        "| 无法提供 | 4 | 9 |",
        "| 不予处理 | 2 | 1 |",
        "| 其他处理 | 0 | 1 |",
        "| 总计 | 39 | 38 |",
    ),
    "applications of two years": _rows(
        "| 年度 | 本年新收政府信息公开申请数量 | 上年结转政府信息公开申请数量 | 结转下年度 |",
        "| 2022年 | 41 | 1 | 3 |",
        "| 2023年 | 37 | 3 | 2 |",
    ),
    "departments": _rows(
        "| 部门 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |",
        "| 市教育局 | 4 | 0 | 0 | 0 | 0 | 0 | 4 |",
        "| 市公安局 | 9 | 1 | 0 | 0 | 0 | 0 | 10 |",
    ),
    "reviews of two years": _rows(
        "| 年度 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |",
        "| 2022年 | 3 | 1 | 0 | 0 | 4 |",
        "| 2023年 | 2 | 1 | 0 | 0 | 3 |",
    ),
    "reviews by kind": _rows(
        "| 类别 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 |",
        "| 行政复议 | 3 | 1 | 0 | 0 |",
        "| 行政诉讼 | 2 | 1 | 0 | 0 |",
    ),
    "accounts": _rows(
        "| 政务新媒体 | 账号 | 发布信息 | 其他 | 总计 |",
        "| 微信公众号 | 2 | 560 | 1 | 563 |",
        "| 微博 | 1 | 233 | 0 | 234 |",
    ),
    "powers of departments": _rows(
        "| 部门 | 行政许可 | 行政处罚 | 行政强制 | 行政事业性收费 |",
        "| 市教育局 | 40 | 2 | 0 | 0 |",
        "| 市公安局 | 9000 | 1200 | 63 | 11 |",
    ),
}
_HEADINGS = ("一、总体情况", "二、", "三、", "四、", "五、", "六、")


def _report() -> str:
    return markdown(base())[1].decode()


def _places(text: str) -> dict[str, int]:
    """Where a table may be put: behind the heading of each section, and at its end."""
    starts = [m.end() for m in re.finditer(r"^#* *[一二三四五六]、.*\n", text, re.MULTILINE)]
    begins = [m.start() for m in re.finditer(r"^#* *[一二三四五六]、.*\n", text, re.MULTILINE)]
    assert len(starts) == 6
    found = {f"begin {at + 1}": start for at, start in enumerate(starts)}
    ends = (*begins[1:], len(text))
    return found | {f"end {at + 1}": end for at, end in enumerate(ends)}


def _clean(linted: Linted) -> None:
    assert not linted.findings, told(linted.findings)
    assert linted.figures() == base().figures


_PLACES = [f"{side} {at}" for side in ("begin", "end") for at in range(1, 6)]


@pytest.mark.parametrize(
    ("other", "place"), some([(other, place) for other in OTHERS for place in _PLACES], 3)
)
def test_other_tables_take_no_place_of_the_formats(other: str, place: str) -> None:
    text = _report()
    at = _places(text)[place]
    _clean(lint((text[:at] + OTHERS[other] + "\n" + text[at:]).encode(), "report.md"))


@pytest.mark.parametrize("other", OTHERS)
def test_other_tables_do_not_stand_for_one_that_is_absent(other: str) -> None:
    text = _report()
    gone = re.sub(r"^\|.*\n", "", text, flags=re.MULTILINE)
    at = _places(gone)["end 1"]
    findings = lint((gone[:at] + OTHERS[other] + "\n" + gone[at:]).encode(), "report.md")
    absent = [f.location.table for f in findings.of("GB201")]
    assert absent == ["proactive", "applications", "review"], told(findings.findings)
    assert not findings.of("GB202", "GB204", "GB3"), told(findings.findings)


def _tables(text: str) -> list[str]:
    found = re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE)
    assert len(found) == 3
    return found


@pytest.mark.parametrize("table", [0, 1, 2])
@pytest.mark.parametrize("place", ["end 1", "end 5", "begin 6"])
def test_a_table_in_the_wrong_section_is_found(table: int, place: str) -> None:
    text = _report()
    moved = _tables(text)[table]
    gone = text.replace(moved, "")
    at = _places(gone)[place]
    linted = lint((gone[:at] + "\n" + moved + "\n" + gone[at:]).encode(), "report.md")
    assert len(linted.report.tables) == 3
    assert not linted.of("GB2", "GB3"), told(linted.findings)


@pytest.mark.parametrize("table", [0, 1, 2])
@pytest.mark.parametrize("caption", ["附：{}年数据", "{}年有关情况"])
@pytest.mark.parametrize("before", [True, False])
def test_the_table_of_last_year_in_its_section_is_not_the_table(
    table: int, caption: str, *, before: bool
) -> None:
    text, year = _report(), base().year
    own = _tables(text)[table]
    old = re.sub(r"(?<=\| )\d+(?= \|)", "7", own)
    parts = [f"{caption.format(year - 1)}\n\n{old}", f"{caption.format(year)}\n\n{own}"]
    both = "\n\n".join(parts if before else parts[::-1])
    linted = lint(text.replace(own, both).encode(), "report.md")
    assert not linted.of("GB2", "GB3"), told(linted.findings)
    figures = base().figures
    key = ("proactive", "applications", "review")[table]
    read = {key: cell.value for key, cell in linted.report.tables[key].cells.items()}
    assert read == {(r, c): v for r, row in figures[key].items() for c, v in row.items()}


_SOURCE = text(base(), shape=Shape("pipes")).decode()
_LINES = _SOURCE.split("\n")
_FIRST = next(at for at, line in enumerate(_LINES) if "勾稽" in line and line.startswith("|"))


def _cut_below_head(figure: str = "") -> str:
    """The report with the three header rows of table 2 as a table of their own."""
    head = [_LINES[_FIRST], _LINES[_FIRST + 1], *_LINES[_FIRST + 2 : _FIRST + 4]]
    rows = [*_LINES[_FIRST + 4 :]]
    if figure:
        rows[0] = f"{rows[0].rpartition('|')[0].rpartition('|')[0]}| {figure} |"
    return "\n".join([*_LINES[:_FIRST], *head, "", "（续）", "", _LINES[_FIRST + 1], *rows])


def test_the_header_of_a_table_as_a_table_of_its_own() -> None:
    assert not lint(_cut_below_head().encode(), "报告.md").findings
    assert lint(_cut_below_head("99999").encode(), "报告.md").of("GB30")


@pytest.mark.parametrize("step", ["—", " / ", ">", "－"])
def test_a_group_and_its_row_in_one_cell(step: str) -> None:
    source = re.sub(
        r"\| 三、本年度办理结果 \| （一）予以公开 \|  \|",
        f"| 三、本年度办理结果{step}（一）予以公开 |  |  |",
        _SOURCE,
    )
    assert source != _SOURCE
    assert {finding.rule for finding in lint(source.encode(), "报告.md").findings} == {"GB208"}
    broken = re.sub(r"(办理结果[^\n]*予以公开 \|  \|  \| )\d+", r"\g<1>7777", source)
    assert lint(broken.encode(), "报告.md").of("GB30")


def test_pipes_that_have_none_at_the_edges() -> None:
    lines = [line[1:-1] if line.startswith("|") else line for line in _LINES]
    assert not lint("\n".join(lines).encode(), "报告.md").findings


def _part_headers(page: str, *, between: str) -> str:
    """The page with a table of its own for each header, so that it stays in view."""
    first = ("一、本年新收政府信息公开申请数量", "规章")
    rows = re.split(r"(?=<tr>)", page)
    last = max(at for at, row in enumerate(rows) if row.startswith("<tr>"))
    return "".join(
        f"</table>{between}<table>{row}"
        if at == last or any(f">{one}<" in row for one in first)
        else row
        for at, row in enumerate(rows)
    )


@pytest.mark.parametrize("between", ["", "</div><div>", "<p></p>", "<p>单位：件</p>"])
@settings(max_examples=40 if ALL else 2)
@given(plans(), st.sampled_from(ROWS), st.sampled_from(COLUMNS))
def test_a_header_that_is_a_table_of_its_own(
    between: str, plan: ReportPlan, row: Line, column: Line
) -> None:
    page = _part_headers(render_html(plan, style="bare").decode(), between=between)
    right = lint(page.encode(), "report.html")
    assert not right.findings, told(right.findings)
    assert right.figures() == plan.figures
    wrong = mutate.figure(plan, table="applications", row=row.key, column=column.key, value=98765)
    page = _part_headers(render_html(wrong, style="bare").decode(), between=between)
    assert {"GB301", "GB302", "GB303"} & lint(page.encode(), "report.html").rules()


def test_rows_below_a_table_that_is_no_header_are_not_its() -> None:
    """Its figures are not those of the table above, however many there are."""
    page = render_html(base(), style="bare").decode()
    other = f"<table><tr>{'<td>7</td>' * 15}</tr></table>"
    at = page.rindex("</table>") + len("</table>")
    assert lint((page[:at] + other + page[at:]).encode(), "report.html").findings == ()
