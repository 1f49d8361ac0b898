"""Which paragraphs are top-level headings, and what each of them is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gblint.document import Anchor, Paragraph
from gblint.report.model import Heading
from tests.builder.form_labels import HEADINGS as SIX
from tests.report.heading_lines import PROSE, numbers, with_prose

Found = Callable[..., list[Heading]]


def test_six_sections(headings: Found) -> None:
    found = headings(*with_prose(*SIX))
    assert numbers(found) == [1, 2, 3, 4, 5, 6]
    assert {heading.wording for heading in found} == {"exact"}


def test_the_last_of_a_list_on_a_line_of_its_own_is_no_heading(headings: Found) -> None:
    """A text of a PDF breaks the sentence that names the sections."""
    listed = "；".join(SIX[:5])
    lines = [f"本报告包括{listed}；", f"{SIX[5]}。所列数据从2023年1月1日起。"]
    assert numbers(headings(*lines, *with_prose(*SIX))) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("read", "wording"),
    [
        ("五、存在问题及改进情况", "wording"),
        ("五、存在的主要问题及改进情", "near"),
        ("五、存在的主要问题及改进情况况", "near"),
        ("五、存在的主要问提及改进情况", "near"),
        ("五、政府信息公开工作中存在的主要问题和改进措施", "pattern"),
        ("五、 存在的主要问题及改进情况 ", "exact"),
        ("五.存在的主要问题及改进情况：", "exact"),
    ],
)
def test_wordings(headings: Found, read: str, wording: str) -> None:
    found = headings(*with_prose(*SIX[:4], read, SIX[5]))
    assert numbers(found) == [1, 2, 3, 4, 5, 6]
    assert found[4].wording == wording


@pytest.mark.parametrize(
    "read", ["一、总体情况情况", "一、总体总体情况", "一、总体情况总体情况", "总体情况情况"]
)
def test_words_that_are_there_twice(headings: Found, read: str) -> None:
    found = headings(*with_prose(read, *SIX[1:]))
    assert numbers(found) == [1, 2, 3, 4, 5, 6]
    assert found[0].wording == "near"
    longer = "四、政府信息公开政府信息公开行政复议、行政诉讼情况"
    found = headings(*with_prose(*SIX[:3], longer, *SIX[4:]))
    assert [heading.wording for heading in found] == [*["exact"] * 3, "near", *["exact"] * 2]


def test_a_list_that_starts_again_stays_in_its_section(headings: Found) -> None:
    inner = ("一、主动公开情况", "二、依申请公开情况", "三、政府信息管理情况", "四、平台建设情况")
    found = headings(*with_prose(SIX[0], *inner, *SIX[1:]))
    assert numbers([one for one in found if one.origin != "part"]) == [1, 2, 3, 4, 5, 6]
    assert [one.text for one in found if one.origin == "part"] == list(inner)


def test_sub_headings_are_no_sections(headings: Found) -> None:
    inner = (
        "（一）主动公开政府信息情况",
        "（二）依申请公开情况",
        "1.收到和处理政府信息公开申请情况",
    )
    found = headings(*with_prose(SIX[0], *inner, *SIX[1:]))
    assert numbers(found) == [1, 2, 3, 4, 5, 6]


def test_a_preface_that_lists_the_sections_is_prose(headings: Found) -> None:
    preface = "本报告由总体情况、主动公开政府信息情况、其他需要报告的事项等六个部分组成。"
    assert numbers(headings(preface, *with_prose(*SIX))) == [1, 2, 3, 4, 5, 6]


def test_a_table_of_contents_is_no_section(headings: Found) -> None:
    contents = [f"{heading}\t{page}" for page, heading in enumerate(SIX, 1)]
    assert numbers(headings(*contents, *with_prose(*SIX))) == [1, 2, 3, 4, 5, 6]
    assert len(headings(*SIX, *with_prose(*SIX))) == 6


@pytest.mark.parametrize("pages", ["123456", "  3456", "1 2345"])
def test_a_table_of_contents_with_its_pages_on_lines_of_their_own(
    headings: Found, pages: str
) -> None:
    contents = [line for name, page in zip(SIX, pages, strict=True) for line in (name, page)]
    contents[0] = "一、总体情况 1"
    found = headings(*contents, "3", "4", PROSE, *with_prose(*SIX))
    assert [heading.block for heading in found] == [15, 17, 19, 21, 23, 25]


def test_a_caption_is_no_second_section(headings: Found) -> None:
    found = headings(*with_prose(SIX[0]), SIX[1], "主动公开政府信息情况", *with_prose(*SIX[2:]))
    assert numbers(found) == [1, 2, 3, 4, 5, 6]


def test_moved_and_doubled_sections_are_kept(headings: Found) -> None:
    moved = [SIX[0], SIX[2], SIX[1], *SIX[3:]]
    assert numbers(headings(*with_prose(*moved))) == [1, 3, 2, 4, 5, 6]
    doubled = [*SIX[:3], SIX[1], *SIX[3:]]
    assert numbers(headings(*with_prose(*doubled))) == [1, 2, 3, 2, 4, 5, 6]


def test_headings_without_ordinals(headings: Found) -> None:
    bare = [heading[2:] for heading in SIX]
    found = headings(*with_prose(*bare))
    assert numbers(found) == [1, 2, 3, 4, 5, 6]
    assert not any(heading.ordinal for heading in found)


def test_an_automatic_number_is_the_ordinal(headings: Found) -> None:
    numbered = [
        Paragraph(heading[2:], Anchor(i), number=heading[:2]) for i, heading in enumerate(SIX, 1)
    ]
    found = headings(*numbered)
    assert [heading.ordinal and heading.ordinal.value for heading in found] == [1, 2, 3, 4, 5, 6]
    assert found[0].text == SIX[0]


def test_obsolete_and_foreign_headings(headings: Found) -> None:
    found = headings(
        *with_prose(
            "一、概述",
            "二、主动公开信息情况",
            "三、信息公开途径",
            "四、依申请公开政府信息情况",
            "五、政府信息公开的收费及减免情况",
            "2018年工作思路",
        )
    )
    assert [heading.origin for heading in found] == [
        "obsolete",
        "section",
        "foreign",
        "obsolete",
        "obsolete",
        "obsolete",
    ]
    assert [heading.number for heading in found] == [1, 2, None, 3, None, 5]


def test_next_steps_inside_section_five_are_no_old_heading(headings: Found) -> None:
    found = headings(*with_prose(*SIX[:5], "下一步工作打算", SIX[5]))
    assert numbers(found) == [1, 2, 3, 4, 5, 6]


def test_a_heading_that_runs_on_in_prose(headings: Found) -> None:
    found = headings(f"一、总体情况。{PROSE * 3}", *with_prose(*SIX[1:]))
    assert numbers(found) == [1, 2, 3, 4, 5, 6]
    assert found[0].rest.startswith("本年度")
    assert found[0].text == "一、总体情况"


def test_other_styles_of_ordinal(headings: Found) -> None:
    arabic = [f"{i}.{heading[2:]}" for i, heading in enumerate(SIX, 1)]
    assert numbers(headings(*with_prose(*arabic))) == [1, 2, 3, 4, 5, 6]
    parts = [f"第{heading[0]}部分 {heading[2:]}" for heading in SIX]
    found = headings(*with_prose(*parts))
    assert numbers(found) == [1, 2, 3, 4, 5, 6]
    assert {h.ordinal.style for h in found if h.ordinal} == {"第一"}


def test_prose_is_no_heading(headings: Found) -> None:
    found = headings(
        *with_prose(*SIX[:5]),
        SIX[5],
        "其他需要报告的事项，详见附件。",
        "存在问题及改进情况良好，继续保持。",
    )
    assert numbers(found) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("marks", ["；；；；；。", "，，，，，。", ";;;;;."])
def test_a_list_of_the_sections_on_lines_of_their_own(headings: Found, marks: str) -> None:
    listed = [heading + mark for heading, mark in zip(SIX, marks, strict=True)]
    found = headings("本报告由以下部分组成：", *listed, *with_prose(*SIX))
    assert [heading.block for heading in found] == [7, 9, 11, 13, 15, 17]
