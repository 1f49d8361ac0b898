"""Title and period of different years: which of them is told, by what else the report says."""

from __future__ import annotations

import re

import pytest

from gblint.findings import Finding
from tests.tools.lint import lint, told

_TITLE = "示例市教育局{title}年政府信息公开工作年度报告"
_BODY = """
本报告根据《中华人民共和国政府信息公开条例》第五十条编制。所列数据的统计期限为{period}。

如对本报告有疑问，请与示例市教育局办公室联系（地址：示例市示例路1号，电话：010-55550123）。

一、总体情况
{opening}
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
解读形式单一，下一步将丰富形式。{plan}
六、其他需要报告的事项
{fees}
{date}
"""


def _report(
    title: int, period: int, opening: int | None, date: str = "", *, plan: str = "", fees: int = 0
) -> str:
    return _TITLE.format(title=title) + _BODY.format(
        period=f"{period}年1月1日至{period}年12月31日",
        opening=f"{opening}年，我局认真贯彻落实条例，推进公开。" if opening else "推进公开。",
        fees=f"{fees}年度未收取信息处理费。" if fees else "未收取信息处理费。",
        date=f"示例市教育局\n{date}" if date else "",
        plan=plan,
    )


def _find(text: str) -> list[Finding]:
    return [one for one in lint(text.encode(), "r.txt").findings if one.rule in _RULES]


_RULES = ("GB402", "GB408", "GB410", "GB507")
_PERIOD, _ON_TITLE, _EITHER = (
    "标题是{}年，统计期限却是{}年（",
    "应是标题的年份写错",
    "看不出哪一个对",
)


@pytest.mark.parametrize(
    "text",
    [
        _report(2022, 2023, 2023),
        _report(2022, 2023, 2023, "2024年1月20日"),
        _report(2022, 2023, None, "2024年1月20日"),
        _report(2022, 2023, None, fees=2023),
        _report(2024, 2023, 2023, "2024年1月20日"),  # the year in which it is published
        _report(2024, 2023, None, "2024年1月20日"),
        _report(2013, 2023, 2023, "2024年1月20日"),
        _report(2032, 2023, 2023, "2024年1月20日", fees=2023),
        _report(2022, 2023, 2023, plan="2024年，我局将开展培训。"),
        # what is told of the year before besides
        _report(2022, 2023, 2023, fees=2023).replace("推进公开。", "公开。2022年决算按时公布。"),
    ],
)
def test_the_title_where_all_else_agrees(text: str) -> None:
    (finding,) = _find(text)
    assert finding.rule == "GB402"
    assert _ON_TITLE in finding.message.zh
    assert finding.location.text.startswith("示例市教育局20")
    assert finding.correction is not None
    (one,) = finding.correction.replacements
    assert (one.new, one.safe) == ("2023", False)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        # last year's report was taken, and the period forgotten
        (_report(2023, 2022, 2023), ["GB402"]),
        (_report(2023, 2022, 2023, "2024年1月20日"), ["GB402"]),
        (_report(2023, 2022, None), ["GB402"]),
        (_report(2023, 2022, None, fees=2023), ["GB402"]),
        (_report(2023, 2022, None, "2024年1月20日"), ["GB402"]),
        (_report(2023, 2021, None), ["GB402"]),
        # more of it was forgotten
        (_report(2023, 2022, 2023, fees=2022), ["GB402", "GB507"]),
        (_report(2023, 2022, 2022, "2024年1月20日"), ["GB402", "GB507"]),
        (
            _report(2023, 2022, 2023, fees=2022).replace(
                "《中华人民共和国政府信息公开条例》第五十条编制",
                "条例编制2022年政府信息公开工作年度报告",
            ),
            ["GB402", "GB507", "GB507"],
        ),
        # a later year in the period alone
        (_report(2023, 2024, 2023), ["GB402"]),
        (_report(2023, 2024, 2023, "2024年1月20日"), ["GB402"]),
        (_report(2023, 2024, None, "2024年1月20日"), ["GB402"]),
    ],
)
def test_the_period_as_ever(text: str, rules: list[str]) -> None:
    found = _find(text)
    assert [one.rule for one in found] == rules, told(found)
    assert re.match(_PERIOD.format(r"2023", r"20\d\d"), found[0].message.zh)
    correction = found[0].correction
    assert correction is not None
    assert correction.replacements[0].new == "2023年1月1日至2023年12月31日"


@pytest.mark.parametrize(
    "text",
    [
        _report(2022, 2023, None),  # a year to come is left over from nothing
        _report(2023, 2022, 2022),  # the title is wrong, or it is last year's report but for it
        _report(2022, 2023, 2023, "2023年1月20日"),
        _report(2024, 2023, 2024, "2024年1月20日"),
    ],
)
def test_neither_where_it_is_a_tie(text: str) -> None:
    found = [one for one in _find(text) if one.rule != "GB410"]
    assert [one.rule for one in found] == ["GB402"], told(found)
    assert _EITHER in found[0].message.zh
    assert found[0].correction is None


def test_other_rules_go_by_the_year_that_is_right() -> None:
    report = _report(2022, 2023, 2023, "2024年1月20日").replace(
        "推进公开。", "推进公开。截至2023年12月31日，公开目录共有46项。"
    )
    assert [one.rule for one in _find(report)] == ["GB402"]
    assert lint(report.encode(), "r.txt").report.year == 2023
    late = _find(report.replace("2024年1月20日", "2024年5月20日"))
    assert [one.rule for one in late] == ["GB402", "GB408"]


def test_a_title_in_chinese_numerals_or_on_two_lines() -> None:
    for written, right in (("二〇二二", "二〇二三"), ("２０２２", "２０２３")):
        found = _find(_report(2022, 2023, 2023).replace("2022", written))
        assert found[0].correction is not None
        assert found[0].correction.replacements[0].new == right
    split = _report(2022, 2023, 2023).replace("教育局2022", "教育局\n2022")
    assert _find(split)[0].correction is not None
