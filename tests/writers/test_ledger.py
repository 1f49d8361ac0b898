"""The ledger: what stands in its tables, in a workbook and in files, and what never does."""

from __future__ import annotations

import csv
import tracemalloc
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import msgspec
import openpyxl
import pytest

from gblint.checks import load
from gblint.findings import Finding, Say
from gblint.reading import list_columns
from gblint.results import (
    CopiedRow,
    FileResult,
    OrganCase,
    ReportedOrgans,
    RunResult,
    Skipped,
    Stated,
    Suppressed,
    WriterOptions,
)
from gblint.writers import FILE_WRITERS, ledger
from tests.writers.samples import ABSENT, FAILED, MISSPELT, UNBALANCED, result

_PACK = load("gbh-2021-30")
_COLUMNS = list_columns(_PACK)
_KEYS = [one.key for one in _COLUMNS.columns]


def _stated(**changes: Any) -> Stated:
    figures: dict[str, int | Decimal | None] = dict.fromkeys(_KEYS, 0)
    figures |= {"applications.new.total": 946, "proactive.fees.amount": Decimal("18743.62")}
    figures |= {"review.litigation_direct.total": 4, "applications.total.total": None}
    known = Stated(
        place="示例市清河区",
        place_alone="清河区",
        level=Say("政府部门"),
        published="2026-02-03",
        late=3,
    )
    return msgspec.structs.replace(known, figures=figures, **changes)


def _file(path: str, organ: str, *findings: Finding, **changes: Any) -> FileResult:
    file = FileResult(path, "docx", "gbh-2021-30", "题名", organ, 2025, findings, stated=_stated())
    return msgspec.structs.replace(file, **changes)


_RUN = msgspec.structs.replace(
    result(
        _file("2026/清河区/a.docx", "示例市清河区教育局", UNBALANCED, MISSPELT),
        _file("2026/清河区/b.docx", "示例市清河区民政局"),
        _file(
            "2026/石桥县/c.docx",
            "示例市石桥县财政局",
            ABSENT,
            stated=_stated(place="示例市石桥县", place_alone="石桥县"),
            suppressed=(Suppressed(MISSPELT, "原文如此", Say("第五部分"), 9),),
        ),
        FAILED,
    ),
    columns=(_COLUMNS,),
    skipped=(Skipped("2026/d.ofd", Say("版式文件")),),
    organs=ReportedOrgans(
        "名单.txt",
        5,
        3,
        2025,
        (
            OrganCase("示例市水利局", "missing", "error", Say("没有报告"), line=4),
            OrganCase("示例市教育局", "late", "warning", Say("逾期 3 天"), ("2026/a.docx",), 1),
        ),
    ),
    copied=(
        CopiedRow(
            Say("一篇文字几家用"),
            Say("五、问题"),
            organ="示例市乙局",
            year=2025,
            path="b.docx",
            other_organ="示例市甲局",
            other_year=2025,
            other_path="a.docx",
            count=300,
            share=90,
            other_share=95,
            group=1,
            passages=("抄来的话。",),
        ),
    ),
)


def _book(run: RunResult, **changes: Any) -> Any:
    options = msgspec.structs.replace(WriterOptions(), **changes)
    ((name, data),) = ((n, b"".join(pieces)) for n, pieces in FILE_WRITERS["xlsx"](run, options))
    assert name == ""
    return openpyxl.load_workbook(BytesIO(data))


def _files(run: RunResult, **changes: Any) -> dict[str, list[dict[str, str]]]:
    options = msgspec.structs.replace(WriterOptions(), **changes)
    texts = {n: b"".join(d).decode("utf-8-sig") for n, d in FILE_WRITERS["csv"](run, options)}
    return {name: list(csv.DictReader(StringIO(text))) for name, text in texts.items()}


def _rows(sheet: Any) -> list[dict[str, Any]]:
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_a_workbook_has_the_tables_of_a_run_in_chinese_first() -> None:
    names = ["概览", "报告", "问题", "按规则", "按地区", "按文件夹", "表格数据", "没有查的"]
    assert _book(_RUN).sheetnames == [*names, "应报与逾期", "雷同"]
    english = _book(_RUN, lang="en").sheetnames
    assert english[:3] == ["overview", "reports", "findings"]
    assert not any(ord(char) > 0x2000 for name in english for char in name)


def test_a_report_has_its_key_figures_and_what_is_unknown_is_no_0() -> None:
    first, second, _, failed = _rows(_book(_RUN)["报告"])
    assert (first["机关"], first["错误"], first["警告"]) == ("示例市清河区教育局", 1, 1)
    assert (first["结论"], second["结论"], failed["结论"]) == ("有错误", "没有问题", "无法读取")
    assert first["公布日期"].isoformat() == "2026-02-03T00:00:00"
    assert (first["逾期天数"], first["地区"], first["层级"]) == (3, "示例市清河区", "政府部门")
    assert (first["新收申请"], first["行政诉讼"], first["收费（万元）"]) == (946, 4, 18743.62)
    assert first["办理结果总计"] is None
    assert failed["新收申请"] is None


def test_every_figure_of_the_tables_has_a_column() -> None:
    rows = _rows(_book(_RUN)["表格数据"])
    assert len(rows) == 3
    assert len(rows[0]) == 3 + 200
    assert rows[0]["表2 一、本年新收政府信息公开申请数量 总计"] == 946
    assert rows[0]["表2 （七）总计 总计"] is None
    assert rows[0]["表3 行政复议 总计"] == 0


def test_findings_say_where_and_what_to_do() -> None:
    rows = _rows(_book(_RUN)["问题"])
    assert [one["规则"] for one in rows] == ["GB301", "GB104", "GB101", "GB901"]
    assert rows[0]["改法"].startswith("对照台账核对")
    assert "予以公开" in rows[0]["位置"]
    assert rows[1]["能否自动改"] == "可改"


def test_rules_and_places_are_ranked() -> None:
    book = _book(_RUN)
    assert _rows(book["按规则"])[0]["报告数"] == 1
    places = _rows(book["按地区"])
    assert [(one["地区"], one["错误"]) for one in places] == [
        ("示例市石桥县", 1),
        ("示例市清河区", 1),
        ("（读不出地区）", 0),
    ]
    folders = _rows(book["按文件夹"])
    assert [one["文件夹"] for one in folders] == ["2026/石桥县", "2026/清河区", "（当前文件夹）"]
    assert [one["名次（1 为最多）"] for one in folders] == [1, 2, 3]
    assert folders[1]["没有错误的占比"] == 0.5


@pytest.mark.parametrize(
    ("written", "ranked"),
    [
        (["甲市清河区", "清河区", "清河区"], {"清河区": 3}),
        (["甲市清河区", "清河区"], {"甲市清河区": 2}),
        (["甲市清河区", "乙市清河区", "清河区"], {"甲市清河区": 1, "乙市清河区": 1, "清河区": 1}),
        (["甲市清河区", "河区"], {"甲市清河区": 1, "河区": 1}),
    ],
)
def test_a_place_is_one_with_and_without_what_is_above_it(
    written: list[str], ranked: dict[str, int]
) -> None:
    files = [
        _file(
            f"{at}.docx",
            "某局",
            stated=_stated(place=one, place_alone=one.partition("市")[2] or one),
        )
        for at, one in enumerate(written)
    ]
    places = _rows(_book(result(*files))["按地区"])
    assert {one["地区"]: one["报告数"] for one in places} == ranked


def test_what_was_not_looked_at_and_what_is_suppressed_is_there() -> None:
    rows = _rows(_book(_RUN)["没有查的"])
    assert [one["情况"] for one in rows] == ["按批注忽略", "无法读取", "没有查看"]
    assert "原文如此" in rows[0]["原因"]
    assert rows[2]["文件"] == "2026/d.ofd"


def test_who_is_missing_and_who_copied_is_there() -> None:
    book = _book(_RUN)
    organs = _rows(book["应报与逾期"])
    assert [(one["机关"], one["情况"], one["名单行"]) for one in organs] == [
        ("示例市水利局", "没有报告", 4),
        ("示例市教育局", "逾期", 1),
    ]
    (copied,) = _rows(book["雷同"])
    assert (copied["机关"], copied["对方机关"], copied["占本文"]) == (
        "示例市乙局",
        "示例市甲局",
        0.9,
    )
    shown: dict[str, Any] = {}
    for row in book["概览"].iter_rows(values_only=True):
        shown.setdefault(row[0], row)  # what is in short comes first
    assert shown["没有报告"][1] == 1
    assert "示例市水利局" in shown["没有报告"][3]
    assert shown["名单上的机关"][1] == 5
    assert shown["错误最多的地区"][3] == "示例市石桥县（平均每份 1.00 处错误）"
    assert "甲局、示例市乙局" in shown["雷同的组"][3]


def test_sheets_have_frozen_heads_filters_and_links() -> None:
    book = _book(_RUN)
    for sheet in book.worksheets:
        assert sheet.freeze_panes in ("A2", "B2")
        assert (sheet.auto_filter.ref is None) == (sheet.title == "概览")
    to_findings = book["报告"]["J2"].hyperlink.location
    assert to_findings == "'问题'!A2"
    assert book["报告"]["J4"].hyperlink.location == "'问题'!A4"
    assert book["问题"]["C4"].hyperlink.location == "'报告'!A4"
    assert book["报告"]["U2"].number_format == "#,##0.00####"


_FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("https://a.invalid")')


@pytest.mark.parametrize("text", _FORMULAS)
def test_nothing_of_a_report_becomes_a_formula(text: str) -> None:
    bad = msgspec.structs.replace(ABSENT, message=Say(text, text), fix=Say(text, text))
    file = _file(text, text, bad, notes=(Say(text),))
    organs = ReportedOrgans(text, 1, 0, 2025, (OrganCase(text, "missing", "error", Say(text)),))
    run = msgspec.structs.replace(_RUN, files=(file,), organs=organs)
    for sheet in _book(run).worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    for rows in _files(run).values():
        for one in rows:
            assert not any(value.startswith(("=", "+", "@", "\t")) for value in one.values())
            assert not any(value.startswith("-") for value in one.values())
    (report,) = _files(run)["报告.csv"]
    assert report["机关"] == f"'{text.strip()}" if text.startswith("\t") else f"'{text}"


def test_what_no_workbook_and_no_text_can_hold_does_no_harm() -> None:
    nasty = "a\x00b\x1b[31m\ud800\ufffe\u202e" + "长" * 40_000
    bad = msgspec.structs.replace(ABSENT, message=Say(nasty))
    run = msgspec.structs.replace(_RUN, files=(_file(nasty, nasty, bad),))
    shown = _rows(_book(run)["问题"])[0]["问题"]
    assert 30_000 < len(shown) <= 32_767
    assert "\x1b" not in shown
    assert _files(run)


def test_files_have_the_same_tables() -> None:
    files = _files(_RUN)
    book = _book(_RUN)
    assert [f"{name}.csv" for name in book.sheetnames] == list(files)
    for name in ("报告", "问题", "表格数据", "应报与逾期"):
        assert len(files[f"{name}.csv"]) == book[name].max_row - 1
    report = files["报告.csv"][0]
    assert (report["新收申请"], report["办理结果总计"], report["收费（万元）"]) == (
        "946",
        "",
        "18743.62",
    )
    assert report["公布日期"] == "2026-02-03"


def test_the_same_results_give_the_same_bytes() -> None:
    made = [b"".join(next(FILE_WRITERS["xlsx"](_RUN, WriterOptions()))[1]) for _ in range(2)]
    assert made[0] == made[1]


class _Many:
    """Results that are made as they are asked for, as those of a long run come from a file."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Any:
        for number in range(self._count):
            found = (UNBALANCED, MISSPELT, ABSENT)[: number % 4]
            yield _file(f"2026/{number % 15}/{number:05}.docx", f"示例市第{number}局", *found)


@pytest.mark.gate
def test_memory_does_not_grow_with_the_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MOST_LINKS", "MOST_HEIGHTS"):
        monkeypatch.setattr(ledger, name, 20)
    most: list[int] = []
    for count in (20, 200, 400):  # what is made once is made with the first
        run = msgspec.structs.replace(_RUN, files=_Many(count), copied=(), columns=())
        tracemalloc.start()
        for _, pieces in FILE_WRITERS["xlsx"](run, WriterOptions()):
            for _ in pieces:
                pass
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert most[2] - most[1] < 50_000, most


def test_what_each_part_has_of_a_sum_is_there() -> None:
    run = msgspec.structs.replace(_RUN, compares_parts=True)
    rows = _rows(_book(run)["汇总核对"])
    assert (rows[0]["汇总数"], rows[0]["各单位合计"]) == (461, 443)
    assert (rows[0]["单位"], rows[0]["该单位的数"]) == ("总计", 443)
