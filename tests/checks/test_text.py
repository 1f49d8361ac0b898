"""Texts that must or must not be found, and how long a text may be."""

from __future__ import annotations

import pytest

from gblint.checks import check_report
from gblint.checks.content import LengthCheck, PatternCheck, SectionContent, Topic
from gblint.findings import Say
from tests.builder.by_hand import find, report, rule, section, told, variants, whole, with_rules

KINDS = variants("absent", "topics", "found")
FEES = PatternCheck(zone="section 4", require=("处理费", "收费"), blank_too=True)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("未收取处理费。",), True),
        (("本年收 费0元。",), True),
        (("未收取处", "理费。"), True),
        (("（文字描述收费情况）", "未收取处理费。"), True),
        (("无",), False),
        ((), False),
        (("（文字描述收费情况）",), False),
        (("没有其他事项。",), False),
    ],
)
def test_what_a_section_must_say(texts: tuple[str, ...], found: bool) -> None:
    checked = report((*whole(1, 2, 3), section(4, *texts, at=40)))
    findings = find(checked, FEES, variants=KINDS)
    assert told(findings) == ([] if found else ["absent"])
    for finding in findings:
        assert (finding.location.section, finding.location.line) == (4, 40)


def test_an_absent_section_is_not_asked() -> None:
    assert not find(report(whole(1, 2, 3)), FEES)


TOPICS = PatternCheck(
    zone="section 1",
    topics=(
        Topic("公开", ("主动公开",)),
        Topic("管理", ("管理",), "managing"),
        Topic("监督", ("监督", "考核")),
    ),
)


def test_the_topics_not_touched_are_one_finding() -> None:
    checked = report([section(1, "主动", "公开有序。考核到位。", at=10)])
    findings = find(checked, TOPICS, message=Say("{zone}：{topics}，{count}", "{zone}: {topics}"))
    assert told(findings) == ["“甲情况”：管理，1"]
    assert findings[0].message.en == '"甲情况": managing'
    checked = report([section(1, "主动公开，管理，监督。", at=10)])
    assert not find(checked, TOPICS)


@pytest.mark.parametrize("texts", [(), ("无",), ("（文字描述）",)])
def test_a_section_without_content_has_no_topics_to_miss(texts: tuple[str, ...]) -> None:
    pack = with_rules(rule(TOPICS), rule(SectionContent(nothing=("无",)), id="XX108", message="空"))
    assert told(check_report(report([section(1, *texts, at=10)]), pack)) == ["空"]


OLD = PatternCheck(zone="preface", forbid=(r"[〔\[(]2019[〕\])]60号",), unless=("废止",))


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("根据〔2019〕60号编制。",), ["〔2019〕60号"]),
        (("根据（２０１９） 60号编制。",), ["（２０１９） 60号"]),
        (("〔2019〕60号已经废止。",), []),
        (("〔2019〕60号已经废止。根据〔2019〕60号编制。",), ["〔2019〕60号"]),
        (("根据〔2019〕60号编制。", "又据〔2019〕60号。"), ["〔2019〕60号", "〔2019〕60号"]),
        (("根据〔2021〕30号编制。",), []),
        ((), []),
    ],
)
def test_what_must_not_be_said(texts: tuple[str, ...], found: list[str]) -> None:
    findings = find(report(whole(1), preface=texts), OLD, variants={"found": "{text}"})
    assert told(findings) == found
    for finding in findings:
        assert finding.location.section == 0
        assert "编制" in finding.location.text or "又据" in finding.location.text


@pytest.mark.parametrize(
    ("zone", "found"),
    [
        ("title", ["示例市"]),
        ("preface", ["前言甲"]),
        ("section 3", ["丙甲"]),
        ("end", ["末甲"]),
        ("report", ["示例市", "前言甲", "丙甲", "末甲"]),
    ],
)
def test_zones(zone: str, found: list[str]) -> None:
    sections = (section(3, "丙甲", *["空"] * 12, at=10), section(4, "末甲", at=40))
    checked = report(sections, preface=("前言甲",))
    check = PatternCheck(zone=zone, forbid=(r"..?甲|^示例市",))
    findings = find(checked, check, variants={"found": "{text}"})
    assert told(findings) == found


def test_what_other_zones_must_say() -> None:
    check = PatternCheck(zone="preface", require=("依据",))
    assert told(find(report(preface=("前言。",)), check, variants=KINDS)) == ["absent"]
    assert not find(report(preface=("依据条例。",)), check)
    assert not find(report(), check)
    everywhere = PatternCheck(zone="preface", require=("依据",), blank_too=True)
    findings = find(report(), everywhere, message="{zone}")
    assert told(findings) == ["前言"]


def test_length() -> None:
    check = LengthCheck(zone="section 1", most=10)
    assert not find(report([section(1, "一二三四五 ", "六七\n八九十", at=10)]), check)
    findings = find(
        report([section(1, "一二三四五六", "七八九十百千", at=10)]),
        check,
        message="{heading}：{length}超{most}，多{over}",
    )
    assert told(findings) == ["甲情况：12超10，多2"]
    assert findings[0].location.section == 1
    assert not find(report(whole(2)), check)


def test_the_length_of_another_zone() -> None:
    check = LengthCheck(zone="preface", most=3)
    assert told(find(report(preface=("一二三四",)), check, message="{heading}{length}")) == [
        "前言4"
    ]
