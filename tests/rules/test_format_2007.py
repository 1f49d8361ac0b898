"""The pack of the 条例 of 2007: six topics, no headings and no tables."""

from __future__ import annotations

import msgspec
import pytest

from gblint.checks import load
from tests.tools.lint import lint, told

_PACK = load("regulations-2007")

_OWN = """示例市发展局2012年政府信息公开工作年度报告

本报告统计期限为2012年1月1日至12月31日。

主要做法

全年主动公开各类信息320条。收到政府信息公开申请2件，均已答复，未收取费用；没有引起行政复议和行政诉讼。

不足与打算

公开内容还不够全面，明年将细化目录。
"""


def test_there_are_no_tables_and_no_rules_on_headings() -> None:
    assert _PACK.tables == ()
    assert _PACK.years == (2008, 2018)
    rules = {rule.id for rule in _PACK.rules}
    assert {"GB101", "GB108", "GB109", "GB401", "GB402", "GB408", "GB901"} <= rules
    assert not [rule for rule in rules if rule.startswith(("GB2", "GB3"))]
    assert not rules & {"GB102", "GB103", "GB104", "GB105", "GB106", "GB107", "GB403", "GB405"}


def test_a_section_has_the_number_of_its_content_in_the_later_formats() -> None:
    later = {section.number: section.heading for section in load("gbh-2021-30").sections}
    own = {section.number: section.heading for section in _PACK.sections}
    assert own.keys() - later.keys() == {7, 8}
    for number, word in {2: "主动公开", 3: "申请", 4: "诉讼", 5: "问题", 6: "其他"}.items():
        assert word in later[number]
        assert word in own[number]


def test_headings_of_ones_own_are_no_fault() -> None:
    linted = lint(_OWN.encode(), "report.md", pack=_PACK.id)
    assert not linted.findings, told(linted.findings)


@pytest.mark.parametrize(
    ("gone", "topic"),
    [
        ("全年主动公开各类信息320条。", "主动公开"),
        ("，未收取费用", "收费及减免"),
        ("；没有引起行政复议和行政诉讼", "行政复议"),
        ("公开内容还不够全面，", "主要问题"),
    ],
)
def test_a_topic_that_is_absent_is_named(gone: str, topic: str) -> None:
    text = _OWN.replace(gone, "").replace("不足与打算", "打算")
    linted = lint(text.encode(), "report.md", pack=_PACK.id)
    (finding,) = linted.findings
    assert finding.rule == "GB101"
    assert topic in finding.message.zh


@pytest.mark.parametrize("rule", _PACK.rules, ids=lambda rule: rule.id)
def test_no_rule_speaks_of_a_later_notice(rule: object) -> None:
    told = str(msgspec.to_builtins(rule))
    for later in ("〔2021〕", "〔2019〕", "2023", "信息处理费", "第五十条"):
        assert later not in told
