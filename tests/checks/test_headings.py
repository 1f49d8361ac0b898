"""Headings: worded as the format has them, with their ordinals, and of this format."""

from __future__ import annotations

import msgspec
import pytest

from gblint.checks.sections import HeadingOrdinal, HeadingOrigin, HeadingWording
from gblint.report.model import Section
from gblint.text.numerals import Ordinal
from tests.builder.by_hand import find, ordinal, report, section, told, variants, whole

FAULTS = variants("absent", "wrong", "style")


def test_a_heading_worded_otherwise() -> None:
    wrong = section(3, "问题。", at=30, name="存在丙问题", numbered=ordinal(3), wording="near")
    findings = find(
        report((*whole(1, 2), wrong)), HeadingWording(), message="{number}:{read}:{expected}"
    )
    assert told(findings) == ["3:存在丙问题:丙问题"]
    assert findings[0].location.text == "三、存在丙问题"
    fix = findings[0].replacement
    assert fix is not None
    assert (fix.line, fix.old, fix.new) == (30, "存在丙问题", "丙问题")


def test_spacing_and_brackets_are_no_other_wording() -> None:
    spaced = section(3, "问题。", at=30, name="丙 问 题", wording="near")
    assert not find(report((spaced,)), HeadingWording())


def test_the_copy_of_a_section_is_not_corrected_too() -> None:
    copy = section(1, "工作。", at=90, name="甲的情况", wording="wording")
    assert not find(report((*whole(1), copy)), HeadingWording())
    assert not find(report((*whole(1), copy)), HeadingOrdinal())


@pytest.mark.parametrize(
    ("numbered", "fault"),
    [
        (None, "absent"),
        (ordinal(2), "wrong"),
        (ordinal(3, "（一）"), "style"),
        (ordinal(3, "1."), "style"),
        (ordinal(3), ""),
        (Ordinal("三．", 3, "一、"), ""),
    ],
)
def test_ordinals(numbered: Ordinal | None, fault: str) -> None:
    third = section(3, "问题。", at=30, numbered=numbered)
    findings = find(report((*whole(1, 2), third)), HeadingOrdinal(), variants=FAULTS)
    assert told(findings) == ([fault] if fault else [])
    for finding in findings:
        assert finding.values["expected"] == "三、"
        assert finding.replacement is not None
        assert finding.replacement.new == "三、丙问题"
        assert finding.location.section == 3


def test_ordinals_that_count_the_headings_read_are_right() -> None:
    """With a section gone, those after it may keep their numbers or close the gap."""
    closed = section(3, "问题。", at=20, numbered=ordinal(2))
    assert not find(report((*whole(1), closed)), HeadingOrdinal())
    assert not find(report(whole(1, 3, 4)), HeadingOrdinal())


def test_the_ordinal_of_a_section_out_of_order_is_its_places_matter() -> None:
    moved = section(1, "工作。", at=90, numbered=ordinal(3))
    assert not find(report((*whole(2, 3, 4), moved)), HeadingOrdinal())
    bare = section(1, "工作。", at=90)
    assert told(find(report((*whole(2, 3, 4), bare)), HeadingOrdinal(), variants=FAULTS)) == [
        "absent"
    ]


def _old(key: str, number: int | None) -> Section:
    return section(number, at=5, name="概述", origin="obsolete", obsolete=key, wording="")


def test_a_heading_of_an_earlier_format() -> None:
    texts = {"moved": "{read}：{name}，现为{now_ordinal}{now}", "dropped": "{read}：{name}"}
    moved = find(report((_old("outline", 1),)), HeadingOrigin("obsolete"), variants=texts)
    assert told(moved) == ["概述：旧格式的“概述”，现为一、甲情况"]
    assert moved[0].location.section == 1
    assert moved[0].location.where.zh == "“概述”"
    dropped = find(report((_old("charges", None),)), HeadingOrigin("obsolete"), variants=texts)
    assert told(dropped) == ["概述：旧格式的“收费”"]
    assert dropped[0].location.section is None


def test_a_heading_of_no_format() -> None:
    other = section(None, "话。", at=5, name="其他话", origin="foreign", wording="")
    sections = (*whole(1), other, _old("outline", 1))
    findings = find(report(sections), HeadingOrigin("foreign"), message="{read}|{name}|{now}")
    assert told(findings) == ["其他话|其他话|"]
    assert findings[0].location.section is None


def test_a_text_that_numbers_all_headings_as_a_list() -> None:
    def numbered(style: str, *values: int) -> list[str]:
        sections = [
            section(n, "工作。", at=10 * n, numbered=Ordinal(f"{value}.", value, style))
            for n, value in enumerate(values, 1)
        ]
        made = report(tuple(sections))
        text = msgspec.structs.replace(made.document, format="text")
        return told(
            find(msgspec.structs.replace(made, document=text), HeadingOrdinal(), variants=FAULTS)
        )

    assert numbered("1.", 1, 2, 3, 4) == []
    assert numbered("1.", 1, 1, 1, 1) == []
    assert numbered("1.", 1, 2, 2, 4) != []
    assert numbered("（一）", 1, 2, 3, 4) != []
