"""Sections with content of their own, and the title with its parts."""

from __future__ import annotations

import msgspec
import pytest

from gblint.checks.content import SectionContent
from gblint.checks.facts import TitleParts
from gblint.document import Anchor, Cell, Table
from tests.builder.by_hand import TITLE, find, report, section, told, variants

STATES = variants("empty", "nothing", "placeholder")
CHECK = SectionContent(nothing=("无", "无。", "没有"))


@pytest.mark.parametrize(
    ("texts", "state"),
    [
        ((), "empty"),
        (("　", ""), "empty"),
        (("无",), "nothing"),
        (("　无。",), "nothing"),
        (("没有",), "nothing"),
        (("（文字描述）",), "placeholder"),
        (("（文字描述）", "(文字描述 不超过一千字)"), "placeholder"),
        (("（文字描述）", "本年做了工作。"), ""),
        (("无工作不实。",), ""),
        (("本年做了工作。",), ""),
    ],
)
def test_content(texts: tuple[str, ...], state: str) -> None:
    findings = find(report([section(1, *texts, at=10)]), CHECK, variants=STATES)
    assert told(findings) == ([state] if state else [])


def test_nothing_is_content_where_the_format_says_so() -> None:
    assert not find(report([section(4, "无", at=10)]), CHECK)
    for texts in ((), ("（文字描述）",)):
        assert find(report([section(4, *texts, at=10)]), CHECK)


def test_a_table_is_content_and_sections_of_tables_are_not_looked_at() -> None:
    table = Table((Cell("1", 0, 0, Anchor(11)),), 1, 1, Anchor(11))
    assert not find(report([section(1, at=10, tables=(table,))]), CHECK)
    assert not find(report([section(2, at=10)]), CHECK)


def test_the_copies_of_a_section_count_together() -> None:
    sections = [section(1, at=10), section(1, "本年做了工作。", at=11)]
    assert not find(report(sections), CHECK)


def test_the_finding_quotes_what_there_is() -> None:
    finding = find(report([section(1, "无", at=10)]), CHECK, message="{heading}:{text}")[0]
    assert finding.message.zh == "甲情况:无"
    assert (finding.location.section, finding.location.line) == (1, 10)


def test_a_whole_title() -> None:
    assert not find(report(), TitleParts())


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"organ": ""}, ("机关名称",)),
        ({"year": None}, ("年份",)),
        ({"named": False, "organ": ""}, ("机关名称", "“工作报告”")),
    ],
)
def test_a_title_that_lacks_something(changes: dict[str, object], missing: tuple[str, ...]) -> None:
    title = msgspec.structs.replace(TITLE, **changes)
    findings = find(report(title=title), TitleParts(), variants={"incomplete": "缺{missing}"})
    assert told(findings) == ["缺" + "、".join(missing)]
    assert findings[0].values["missing"] == missing
    assert findings[0].location.where.zh == "标题"


def test_no_title_at_all() -> None:
    findings = find(
        report(title=None, organ="示例局", year=2023),
        TitleParts(),
        variants={"absent": "应为{expected}"},
    )
    assert told(findings) == ["应为示例局2023年工作报告"]
    assert (findings[0].location.section, findings[0].location.where.zh) == (0, "标题")
