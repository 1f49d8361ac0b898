"""From the words of a requirement to a rule that says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.authoring.suggest import Suggestion, find_cell, find_nearest_kinds, suggest
from gblint.checks import load
from gblint.pack.model import Pack

"""What a rule of a pack needs besides, where every rule needs examples."""


def first(requirement: str, pack: Pack) -> Suggestion:
    return suggest(requirement, pack)[0]


_SAID = {
    "总体情况不超过800字": "{kind: length, zone: section 1, most: 800}",
    "第五部分最多写1,000字。": "{kind: length, zone: section 5, most: 1000}",
    "正文控制在３０００字以内": "{kind: length, zone: body, most: 3000}",
    "新收加上年结转等于总计加结转下年度": "equation: new + carried_in == total + carried_out}",
    "结果维持、结果纠正、其他结果、尚未审结之和应当等于总计": (
        "table: review, each: row, equation: upheld + corrected + other + pending == total}"
    ),
    "现行有效件数不得少于本年制发件数": "each: row, equation: in_force >= made}",
    "予以公开的件数不得超过总计": "each: column, equation: total >= granted}",
    "上年结转应与上年报告的结转数一致": "equation: carried_in == previous.carried_out}",
    "与上年相同的文字不超过40%": "sections: [{section: 1, most: 40}]}",
    "第五部分与上年雷同的不得超过50%": "sections: [{section: 5, most: 50}]}",
    "联系方式要有电子邮箱": "{kind: contact, parts: [mail]}",
    "联系方式应写明通信地址、邮编和联系电话": "{kind: contact, parts: [phone, address, post]}",
    "标题的年份后面不要“度”字": "zone: title, forbid: ['20\\d\\d年度']}",
    "不能缺第五部分": "{kind: section-presence, sections: [5]}",
    "统计期限必须是全年": "{kind: period}",
    "统计期限应写在首段": "{kind: fact-presence, fact: period, zone: first paragraph}",
    "第一段要写明统计期限": "{kind: fact-presence, fact: period, zone: first paragraph}",
    "存在的主要问题及改进情况应当写明上年问题的整改情况": (
        "zone: section 5, must: 上年/上一年/去年 问题/不足 整改/改进/解决}"
    ),
    "第五部分要写上年问题怎么解决的": "zone: section 5, must: 上年/上一年/去年",
    "增加第七部分政务公开标准化建设情况": "- {number: 7, heading: 政务公开标准化建设情况}",
    "要有第七部分": "{kind: section-presence, sections: [7]}",
    "增加一张政策解读情况表，合计要平": "number: 4, section: 6, name: 政策解读情况表",
    "第六部分加一张表": "{kind: equation, table: 表4, each: column, equation: 第一行",
    "不查GB208、GB409": "off: [GB208, GB409]",
    "GB407 按错误": "severity: {GB407: error}",
    "县级政府1月31日前公布": "deadlines: {county: 01-31}",
    "省级政府应在3月1日之前发布": "deadlines: {province: 03-01}",
    "“做为”应写成“作为”": "wrong_words: {做为: 作为}",
    "布署应改为部署": "wrong_words: {布署: 部署}",
    "予以公开也可以写成同意公开": "aliases: {applications.granted: [同意公开]}",
}


@pytest.mark.parametrize("requirement", _SAID)
def test_what_a_requirement_becomes(requirement: str, pack: Pack) -> None:
    assert _SAID[requirement] in first(requirement, pack).text


_WORDS = {
    "不要写“高度重视”“取得显著成效”一类的套话": ("body", ["高度重视", "取得显著成效"]),
    "正文不得出现高度重视、成效显著等字样": ("body", ["高度重视", "成效显著"]),
    "第六部分严禁使用“圆满完成”": ("section 6", ["圆满完成"]),
    "第六部分必须写明建议提案办理结果的公开情况": ("section 6", ["建议提案办理结果的公开"]),
    "政务新媒体要写明数量": ("body", ["政务新媒体"]),
    "第三部分应当写上年度申请的变化": ("section 3", ["上年度申请的变化"]),
}


@pytest.mark.parametrize("requirement", _WORDS)
def test_words_that_must_or_must_not_be_there(requirement: str, pack: Pack) -> None:
    zone, words = _WORDS[requirement]
    text = first(requirement, pack).text
    assert f"zone: {zone}," in text
    assert all(word in text for word in words)
    assert "字样" not in text.partition("check:")[2]


@pytest.mark.parametrize(
    ("requirement", "said"),
    [
        ("行政许可不得为0", "must: 'proactive.licensing.decisions > 0'"),
        ("行政处罚至少3件", "must: 'proactive.penalty.decisions >= 3'"),
        ("自然人新收的申请不能为零", "must: 'applications.new.natural > 0'"),
        ("行政许可大于0时行政处罚也要大于0", "when: 'proactive.licensing.decisions > 0', then: "),
    ],
)
def test_cells_that_are_compared(requirement: str, said: str, pack: Pack) -> None:
    assert said in first(requirement, pack).text


@pytest.mark.alike(2)
@pytest.mark.parametrize("requirement", [*_SAID, *_WORDS, "行政许可不得为0", "不得有身份证号"])
def test_what_is_suggested_can_be_loaded(requirement: str, pack: Pack, tmp_path: Path) -> None:
    suggested = suggest(requirement, pack)
    assert suggested
    for number, one in enumerate(suggested):
        file = tmp_path / f"{number}.yaml"
        file.write_text(f"pack: own\ntitle: 本省要求\nextends: [gbh-2021-30]\n{one.text}", "utf-8")
        assert load(file, cache=False).id == "own"


@pytest.mark.parametrize(
    "requirement",
    ["天气要好", "", "GB999不查", "13月40日前公布", "甲等于乙", "😀", "年报要写好", "增加人大代表"],
)
def test_what_is_not_understood(requirement: str, pack: Pack) -> None:
    assert suggest(requirement, pack) == []


def test_the_nearest_kinds_are_told_of_what_is_not_understood() -> None:
    assert "doubled-words" in [tag for tag, _ in find_nearest_kinds("词语连写了两遍")]
    assert find_nearest_kinds("x") == []


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("行政许可", "proactive.licensing.decisions"),
        ("新收的申请", "applications.new.total"),
        ("自然人的上年结转", "applications.carried_in.natural"),
        ("行政复议的结果维持", "review.review.upheld"),
        ("天气", ""),
    ],
)
def test_cells_by_what_they_are_called(text: str, cell: str, pack: Pack) -> None:
    assert find_cell(text, pack) == cell
