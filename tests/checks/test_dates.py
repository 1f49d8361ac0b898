"""Dates that cannot be."""

from __future__ import annotations

import pytest

from tests.builder.fixture_cases import base
from tests.builder.write_text import Shape, text
from tests.tools.lint import lint

_REPORT = text(base(), shape=Shape("pipes")).decode()
_TITLE = _REPORT.split("\n")[0]


def _told(report: str) -> list[str]:
    found = lint(report.encode(), "报告.md").findings
    return [str(one.values["read"]) for one in found if one.rule == "GB410"]


def _with(head: str = "", body: str = "", end: str = "") -> str:
    report = _REPORT.replace(_TITLE, f"{_TITLE}\n\n{head}", 1) if head else _REPORT
    report = report.replace("一、总体情况\n", f"一、总体情况\n\n{body}\n", 1) if body else report
    return f"{report.rstrip()}\n\n{end}\n" if end else report


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (_with(head="发布日期：2023-12-19"), ["2023-12-19"]),
        (_with(head="日期：2023-01-31 来源：本站"), ["2023-01-31"]),
        (_with(end="示例市教育局\n\n2023年1月31日"), ["2023年1月31日"]),
        (_with(end="示例市教育局 二〇二三年一月十日"), ["二〇二三年一月十日"]),
        (_with(head="发布日期：2024-01-31", end="2023年1月31日"), ["2023年1月31日"]),
        # the last day of the period as a signature: the year is not over on it
        (_with(end="示例市教育局\n\n2023年12月31日"), ["2023年12月31日"]),
        (_with(end="示例市教育局 2023年12月31日"), ["2023年12月31日"]),
        (_with(end="2024年2月30日"), ["2024年2月30日"]),
        (_with(head="发布时间：2024-02-30"), ["2024-02-30"]),
        (_with(body="2023年2月29日召开会议。"), ["2023年2月29日"]),
        (_with(body="截至 11 月 31 日，公开信息120条。"), ["11 月 31 日"]),
        (_with(body="二〇二三年六月三十一日印发。"), ["二〇二三年六月三十一日"]),
        (_with(body="2023年13月1日印发。"), ["2023年13月1日"]),
        (
            _with(body="2023年13月开展培训，2022年0月、2023 年 20 月已办。"),
            ["2023年13月", "2022年0月", "2023 年 20 月"],
        ),
        # right ones
        (
            _with(body="2023年12月、2023年02月、2023年1至13月龄、2023年15个月、编号2023年130月。"),
            [],
        ),
        (_with(head="发布日期：2024-01-02"), []),
        (_with(end="2024年2月29日"), []),
        (_with(body="2020年2月29日、2月29日、1月31日召开会议。"), []),
        (_with(body="2023年5月1日印发办法，2022年12月31日废止。"), []),
        (_with(body="全年12月份共31日公开信息。"), []),
        (_with(body="条例2019年5月15日起施行。"), []),
    ],
    ids=range(21),
)
def test_dates(report: str, told: list[str]) -> None:
    assert _told(report) == told


def test_a_day_of_the_period_is_told_by_its_own_rule() -> None:
    report = _REPORT.replace("至2023年12月31日止", "至2023年11月31日止", 1)
    assert _told(report) == []
    assert "GB402" in {one.rule for one in lint(report.encode(), "报告.md").findings}


def test_the_last_day_of_the_period_alone_on_a_line() -> None:
    assert _told(_with(end="统计期限为2023年1月1日至\n\n2023年12月31日")) == []


def test_a_title_of_the_wrong_year_makes_no_date_wrong() -> None:
    report = _with(end="2024年1月20日").replace("2023年政府信息公开", "2024年政府信息公开", 1)
    assert _told(report) == []
