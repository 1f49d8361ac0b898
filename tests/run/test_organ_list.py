"""Who reported: missing, late, twice, of another year, not to be read, and not expected."""

from __future__ import annotations

from pathlib import Path

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from gblint.checks import load
from gblint.findings import Say
from gblint.results import FileResult, ReportedOrgans, Skipped, Stated
from gblint.run.organ_list import OrganList, find_organs_code, match_organs, read_organ_list
from gblint.run.plan import SettingsError

_SPEC = load("gbh-2021-30").facts.organ
_ORGANS = ("示例市教育局", "示例市民政局", "示例市财政局", "示例市水利局")


def _list(folder: Path, text: str) -> OrganList:
    path = folder / "名单.txt"
    path.write_text(text, "utf-8")
    return read_organ_list(str(path))


def _report(
    path: str, organ: str, *, year: int | None = 2025, late: int = 0, received: int = 1
) -> FileResult:
    stated = Stated(
        late=late, published="2026-03-01" if late else "", figures={"applications.new": received}
    )
    return FileResult(path, "docx", "gbh-2021-30", organ=organ, year=year, stated=stated)


def _failed(path: str) -> FileResult:
    return FileResult(path, failure=Say("文件已损坏", "damaged"))


def _other(path: str) -> FileResult:
    return FileResult(path, "docx", "gbh-2021-30", stated=Stated(recognised=False))


def _told(organs: ReportedOrgans) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.organ, one.state, one.files) for one in organs.cases]


@pytest.fixture
def listed(tmp_path: Path) -> OrganList:
    return _list(tmp_path, "# 应报机关\n\n" + "\n".join(_ORGANS) + "\n示例市教育局 # 再写一次\n")


def _match(
    listed: OrganList | None, *files: FileResult, skipped: tuple[str, ...] = ()
) -> ReportedOrgans:
    over = [Skipped(path, Say("版式文件", "a page layout")) for path in skipped]
    return match_organs(files, over, listed, _SPEC)


def test_who_is_not_there_is_missing_with_his_line(listed: OrganList) -> None:
    organs = _match(listed, _report("a.docx", "示例市教育局"), _report("b.docx", "示例市财政局"))
    assert (organs.listed, organs.reported, organs.year) == (4, 2, 2025)
    assert _told(organs) == [("示例市民政局", "missing", ()), ("示例市水利局", "missing", ())]
    assert [one.line for one in organs.cases] == [4, 6]


def test_what_cannot_be_read_is_told_apart_from_what_is_missing(listed: OrganList) -> None:
    organs = _match(
        listed,
        _report("a.docx", "示例市教育局"),
        _failed("民政局.docx"),
        _other("示例市财政局.docx"),
        skipped=("示例市水利局.ofd",),
    )
    assert _told(organs) == [
        ("示例市民政局", "unreadable", ("民政局.docx",)),
        ("示例市财政局", "unreadable", ("示例市财政局.docx",)),
        ("示例市水利局", "passed_over", ("示例市水利局.ofd",)),
    ]
    assert "文件已损坏" in organs.cases[0].say.zh
    assert "没有认出" in organs.cases[1].say.zh


def test_a_file_beside_a_good_report_is_no_case(listed: OrganList) -> None:
    good = [_report(f"{organ}.docx", organ) for organ in _ORGANS]
    organs = _match(listed, *good, _failed("示例市民政局.pdf"), skipped=("示例市民政局.ofd",))
    assert not organs.cases
    assert organs.reported == 4


def test_late_twice_and_of_another_year(listed: OrganList) -> None:
    organs = _match(
        listed,
        _report("教育局.docx", "示例市教育局", late=29),
        _report("民政局.docx", "民政局"),
        _report("民政局（最终版）.docx", "示例市民政局", received=2),
        _report("财政局.docx", "示例市财政局", year=2024),
        _report("水利局.docx", "示例市水利局"),
        _report("水利局.pdf", "示例市水利局", late=3),
        _report("旧.docx", "示例市水利局", year=2024),
    )
    assert _told(organs) == [
        ("示例市财政局", "other_year", ("财政局.docx",)),
        ("示例市水利局", "other_year", ("旧.docx",)),
        ("示例市民政局", "twice", ("民政局.docx", "民政局（最终版）.docx")),
        ("示例市水利局", "twice", ("水利局.docx", "水利局.pdf")),
        ("示例市教育局", "late", ("教育局.docx",)),
    ]
    grades = [one.severity for one in organs.cases]
    assert grades == ["error", "warning", "warning", "warning", "warning"]
    assert "数据不同" in organs.cases[2].say.zh
    assert "数据相同" in organs.cases[3].say.zh
    assert "29 天" in organs.cases[4].say.zh


def test_who_is_not_expected_is_told_once_with_all_his_files(listed: OrganList) -> None:
    good = [_report(f"{organ}.docx", organ) for organ in _ORGANS]
    more = [_report("x.docx", "示例市档案局"), _report("y.docx", "示例市档案局")]
    organs = _match(listed, *good, *more)
    assert _told(organs) == [
        ("示例市档案局", "twice", ("x.docx", "y.docx")),
        ("示例市档案局", "unlisted", ("x.docx", "y.docx")),
    ]


def test_without_a_list_late_and_twice_are_known_and_no_year_is_wrong() -> None:
    organs = _match(
        None,
        _report("a.docx", "示例市教育局"),
        _report("b.docx", "示例市教育局"),
        _report("c.docx", "示例市教育局", year=2024),
        _report("d.docx", "示例市民政局", late=1),
        _report("e.docx", ""),
        _report("f.docx", ""),
    )
    assert not organs.path
    assert _told(organs) == [
        ("示例市教育局", "twice", ("a.docx", "b.docx")),
        ("示例市民政局", "late", ("d.docx",)),
    ]


@pytest.mark.parametrize(
    ("levels", "code"),
    [(("error",), 1), (("never",), 0), (("never", "error"), 1), ((), 0)],
)
def test_who_is_missing_counts_as_errors_do(
    listed: OrganList, levels: tuple[str, ...], code: int
) -> None:
    assert find_organs_code(_match(listed), levels) == code
    late = [_report(organ, organ, late=1) for organ in _ORGANS]
    assert find_organs_code(_match(listed, *late), levels) == 0
    assert find_organs_code(_match(listed, *late), ("warning",)) == 1
    assert find_organs_code(_match(None, *late), ("warning",)) == 0


@pytest.mark.parametrize("memory", [True, False])
def test_a_workbook_is_a_list_too(tmp_path: Path, *, memory: bool) -> None:
    path = tmp_path / "名单.xlsx"
    book = Workbook(str(path), {"constant_memory": memory})
    sheet = book.add_worksheet("应报机关")
    rows: list[tuple[object, ...]] = [
        ("应报机关名单", None),
        ("填报单位", "示例市人民政府办公室"),
        ("序号", "类别", "单 位 名 称", "联系人"),
        (None, None, None, "姓名"),
        (1, "部门", "示例市教育局", "某某"),
        (2, None, "示例市民政局"),
        (None, None),
        (3, "部门", "示例市教育局"),
        ("合计", None, "合 计"),
        (None, None, "总计"),
        (None, None, "注：乡镇由县里汇总"),
    ]
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(at, column, value)
    book.add_worksheet("说明").write(0, 0, "不是机关")
    book.close()
    found = read_organ_list(str(path))
    assert [(one.name, one.line) for one in found.organs] == [
        ("示例市教育局", 5),
        ("示例市民政局", 6),
    ]


def test_a_workbook_without_heads_has_the_first_text_of_each_row(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    book = Workbook(str(path))
    sheet = book.add_worksheet()
    for at, row in enumerate([(1, "示例市教育局", "某某"), ("示例市民政局",), ("合计", 2)]):
        sheet.write_row(at, 0, row)
    book.close()
    found = read_organ_list(str(path))
    assert [one.name for one in found.organs] == ["示例市教育局", "示例市民政局"]


@pytest.mark.parametrize(
    ("data", "why"), [(b"# nobody\n", "没有机关"), (b"PK\x03\x04 damaged", "损坏"), (None, "没有")]
)
def test_a_list_that_is_none_is_told(tmp_path: Path, data: bytes | None, why: str) -> None:
    path = tmp_path / "a.xlsx"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(SettingsError) as caught:
        read_organ_list(str(path))
    assert "--expect" in caught.value.told()
    assert why in caught.value.told()
