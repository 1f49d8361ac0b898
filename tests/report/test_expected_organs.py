"""Which organ of a list a report is of: by name, long or short, and by the name of its file."""

from __future__ import annotations

import pytest

from gblint.checks import load
from gblint.report.organs import ExpectedOrgans, NamedReport

_SPEC = load("gbh-2021-30").facts.organ

_LIST = (
    "示例市人民政府",
    "示例市人民政府办公室",
    "示例市教育局",
    "示例市清河区人民政府",
    "示例市清河区教育局",
    "示例市石桥县教育局",
    "示例市清河区白石镇人民政府",
    "示例市卫生健康委员会",
    "示例市清河区东风街道办事处",
)


def _match(organ: str, path: str = "a.docx") -> str | None:
    (found,) = ExpectedOrgans(_LIST, _SPEC).match([NamedReport(organ, path)])
    return None if found is None else _LIST[found]


@pytest.mark.parametrize("organ", _LIST)
def test_the_same_name_is_found(organ: str) -> None:
    assert _match(organ) == organ


@pytest.mark.parametrize(
    ("organ", "listed"),
    [
        ("清河区教育局", "示例市清河区教育局"),
        ("示例省示例市清河区教育局", "示例市清河区教育局"),
        ("清河区人民政府", "示例市清河区人民政府"),
        ("清河区政府办公室", "示例市清河区人民政府"),
        ("市教育局", "示例市教育局"),
        ("示例市卫生健康委", "示例市卫生健康委员会"),
        ("清河区东风街道", "示例市清河区东风街道办事处"),
        ("清河区白石镇人民政府", "示例市清河区白石镇人民政府"),
        ("示例省示例市人民政府", "示例市人民政府"),
        ("石桥县民政局", None),
        ("其他市教育局", None),
        ("示例市清河区教育局幼儿园", None),
    ],
)
def test_a_name_that_is_nearly_the_same_is_found(organ: str, listed: str | None) -> None:
    assert _match(organ) == listed


def test_of_several_the_folder_tells_and_nothing_is_guessed() -> None:
    listed = ("示例市清河区教育局", "示例市石桥县教育局")
    organs = ExpectedOrgans(listed, _SPEC)
    reports = [NamedReport("教育局", "2026/石桥县/a.docx"), NamedReport("教育局", "2026/a.docx")]
    assert organs.match(reports) == [1, None]


@pytest.mark.parametrize(
    ("path", "listed"),
    [
        ("2026/示例市清河区教育局2025年年报.pdf", "示例市清河区教育局"),
        ("2026/清河区教育局.pdf", "示例市清河区教育局"),
        ("2026/03清河区/教育局年度报告（最终版）.ofd", "示例市清河区教育局"),
        ("2026/石桥县/教育局.rar", "示例市石桥县教育局"),
        ("2026/示例市/教育局.rar", "示例市教育局"),
        ("2026/示例市/清河区/教育局.rar", "示例市清河区教育局"),
        ("2026/清河区/清河区政府.doc", "示例市清河区人民政府"),
        ("2026/清河区/清河区人民政府2025年度报告.doc", "示例市清河区人民政府"),
        ("2026/清河区/白石镇政府.doc", "示例市清河区白石镇人民政府"),
        ("2026/清河区教育局/年报.doc", "示例市清河区教育局"),
        ("2026/卫生健康委员会.wps", "示例市卫生健康委员会"),
        ("2026/清河区/会议通知.doc", None),
        ("2026/清河区/财政局.doc", None),
        ("2026/教育局.doc", None),
        ("2026/清河区/年报.doc", None),
    ],
)
def test_a_file_that_cannot_be_read_is_known_by_its_name(path: str, listed: str | None) -> None:
    found = ExpectedOrgans(_LIST, _SPEC).find_by_path(path)
    assert (None if found is None else _LIST[found]) == listed
    (same,) = ExpectedOrgans(_LIST, _SPEC).match([NamedReport("", path)])
    assert same == found


def test_the_same_name_goes_before_one_that_is_near() -> None:
    listed = ("示例市清河区人民政府",)
    reports = [
        NamedReport("清河区人民政府办公室", "a.docx"),
        NamedReport("示例市清河区人民政府", "b.docx"),
    ]
    assert ExpectedOrgans(listed, _SPEC).match(reports) == [None, 0]


def test_two_reports_of_one_organ_are_both_known() -> None:
    reports = [
        NamedReport("清河区教育局", "a.docx"),
        NamedReport("示例省示例市清河区教育局", "b.docx"),
    ]
    assert ExpectedOrgans(_LIST, _SPEC).match(reports) == [4, 4]
