"""Sections: there, in order, once."""

from __future__ import annotations

import pytest

from gblint.checks.sections import SectionOrder, SectionPresence, SectionRepeat
from tests.builder.by_hand import find, report, section, told, variants, whole


def test_all_sections_are_there() -> None:
    assert not find(report(whole(1, 2, 3, 4)), SectionPresence())


def test_absent_sections_are_named_one_by_one() -> None:
    findings = find(report(whole(1, 3)), SectionPresence(), message="{number} {ordinal}{heading}")
    assert told(findings) == ["2 二、乙情况", "4 四、丁事项"]
    assert [f.location.section for f in findings] == [2, 4]
    assert [f.location.line for f in findings] == [20, 21]
    assert findings[0].location.where.zh == "二、乙情况"
    assert findings[0].location.where.en == "Section 2 (Second matters)"


def test_an_absent_section_belongs_before_the_next_one_that_is_there() -> None:
    findings = find(report(whole(4, 1, 3)), SectionPresence())
    assert [f.location.line for f in findings] == [30]


def test_only_the_sections_asked_for_count() -> None:
    assert [
        f.values["number"] for f in find(report(whole(1)), SectionPresence(sections=(1, 3)))
    ] == [3]


def test_an_obsolete_heading_is_hinted_at() -> None:
    old = section(1, "做了工作。", at=5, name="概述", origin="obsolete", obsolete="outline")
    findings = find(
        report((old, *whole(2, 3, 4))),
        SectionPresence(),
        variants={"plain": "没有", "hint": "没有，有“{hint}”"},
    )
    assert told(findings) == ["没有，有“概述”"]


def test_a_document_of_nothing_lacks_everything() -> None:
    empty = report(title=None)
    assert len(find(empty, SectionPresence())) == 4


def test_sections_in_order() -> None:
    assert not find(report(whole(1, 2, 4)), SectionOrder())


@pytest.mark.parametrize(
    ("order", "moved", "after"),
    [
        ((2, 3, 4, 1), [1], ["前言"]),
        ((4, 1, 2, 3), [4], ["三、丙问题"]),
        ((1, 3, 4, 2), [2], ["一、甲情况"]),
        ((4, 3, 1, 2), [3, 4], ["二、乙情况", "三、丙问题"]),
    ],
)
def test_only_what_must_move_is_named(
    order: tuple[int, ...], moved: list[int], after: list[str]
) -> None:
    findings = find(report(whole(*order)), SectionOrder(), message="{after}")
    assert sorted(f.location.section or 0 for f in findings) == moved
    assert sorted(told(findings)) == sorted(after)
    assert findings[0].values["expected"] == (
        "一、甲情况",
        "二、乙情况",
        "三、丙问题",
        "四、丁事项",
    )


def test_a_copy_in_its_place_keeps_the_order() -> None:
    assert not find(report(whole(4, 1, 2, 3, 4)), SectionOrder())


def test_a_section_that_stands_twice() -> None:
    findings = find(
        report(whole(1, 2, 2, 2, 3)), SectionRepeat(), message="{heading}{first}{count}"
    )
    assert told(findings) == ["二、乙情况二、乙情况3"]
    assert (findings[0].location.section, findings[0].location.line) == (2, 30)
    assert not find(report(whole(1, 2, 3, 4)), SectionRepeat())


def test_variants_fall_back_on_the_message() -> None:
    findings = find(report(whole(1, 2, 3)), SectionPresence(), variants=variants("hint"))
    assert told(findings) == ["信息"]
