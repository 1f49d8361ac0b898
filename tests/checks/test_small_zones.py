"""Zones smaller than a section: first and last paragraph, sub-sections, signature, notes."""

from __future__ import annotations

import pytest

from gblint.checks import load
from gblint.checks.places import list_paragraphs, say_zone
from gblint.pack import ZONES, ZoneError, parse_zone
from gblint.readers import read
from gblint.report import recognise
from gblint.report.model import Report
from tests.tools.lint import PACK

_TEXT = """示例市民政局2023年政府信息公开工作年度报告

（2024年1月20日）

本报告由示例市民政局编制。

如有疑问，请与我局联系。

一、总体情况

一年来平稳推进。

（一）主动公开。发布信息120条。

其中解读12条。

（二）依申请公开

全年收到申请2件。

（三）监督保障情况。培训两次。

二、主动公开政府信息情况

| 第二十条第（五）项 |  |
| --- | --- |
| 信息内容 | 本年处理决定数量 |
| 行政许可 | 12 |
| 注：许可含延续。 |  |

注：1.数据截至年底。

2.含派驻窗口。

其他说明见附件。

五、存在的主要问题及改进情况

存在的主要问题：解读少。

改进情况：多做图解。

六、其他需要报告的事项

无

示例市民政局

2024年1月20日
"""


def _report(text: str = _TEXT) -> Report:
    return recognise(read(text.encode(), "a.md"), load(PACK), file_name="a.md")


_REPORT = _report()


@pytest.mark.parametrize(
    ("zone", "texts"),
    [
        ("title", ["示例市民政局2023年政府信息公开工作年度报告"]),
        ("首段", ["本报告由示例市民政局编制。"]),
        ("first paragraph", ["本报告由示例市民政局编制。"]),
        ("last paragraph", ["改进情况：多做图解。"]),
        ("落款", ["示例市民政局", "2024年1月20日"]),
        ("第一部分 > 首段", ["一年来平稳推进。"]),
        ("section 1 > last paragraph", ["（三）监督保障情况。培训两次。"]),
        ("section 1 > 主动公开", ["（一）主动公开。发布信息120条。", "其中解读12条。"]),
        ("第1部分 > 依申请公开", ["（二）依申请公开", "全年收到申请2件。"]),
        ("第1部分 > （二）依申请公开", ["（二）依申请公开", "全年收到申请2件。"]),
        ("第五部分 > 改进情况", ["改进情况：多做图解。"]),
        ("第五部分 > 存在的主要问题", ["存在的主要问题：解读少。"]),
        ("第五部分 > 下一步打算", []),
        ("第三部分 > 首段", []),
        ("表1附注", ["注：许可含延续。", "注：1.数据截至年底。", "2.含派驻窗口。"]),
        ("table 2 note", []),
    ],
)
def test_what_stands_in_a_zone(zone: str, texts: list[str]) -> None:
    assert [one.shown for one, _ in list_paragraphs(_REPORT, zone)] == texts


def test_both_languages_name_the_same_zone() -> None:
    for zone in ZONES:
        assert parse_zone(zone.zh) == parse_zone(zone.en)
        assert say_zone(zone.zh, "甲").zh == say_zone(zone.en, "甲").zh


@pytest.mark.parametrize("text", ["somewhere", "section", "section 0", "第部分", "表附注", "首 段"])
def test_another_word_is_no_zone_and_all_are_listed(text: str) -> None:
    with pytest.raises(ZoneError) as caught:
        parse_zone(text)
    for zone in ZONES:
        assert f"{zone.zh}（{zone.en}）：{zone.means.zh}" in caught.value.say.zh
        assert f"{zone.en}: {zone.means.en}" in caught.value.say.en
