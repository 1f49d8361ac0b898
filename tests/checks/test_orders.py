"""What is more, as much or most, in words; shares of two years: what is told, and of what not."""

from __future__ import annotations

from typing import Any

import pytest

from gblint.findings import Finding
from tests.checks.prose_paragraphs import found_in

_CELLS = {
    "new": {"natural": 12, "commercial": 6},
    "carried_in": {"commercial": 1},
    "granted": {"natural": 7, "commercial": 3},
    "partial": {"natural": 1},
    "denied_internal": {"natural": 1},
    "unable_none": {"natural": 3, "commercial": 2},
    "refused_confirm": {"commercial": 2},
    "review": {"upheld": 5, "corrected": 1},
    "litigation_direct": {"upheld": 3},
    "licensing": {"decisions": 30},
    "penalty": {"decisions": 50},
    "normative_documents": {"made": 4, "repealed": 6, "in_force": 31},
}
_LAST = {
    "new": {"natural": 9},
    "carried_out": {"commercial": 1},
    "granted": {"natural": 6},
    "unable_none": {"natural": 3},
    "review": {"upheld": 3},
    "litigation_direct": {"upheld": 3},
    "licensing": {"decisions": 40},
    "penalty": {"decisions": 25},
    "normative_documents": {"made": 2, "repealed": 1, "in_force": 33},
}


def _found(text: str, last: dict[str, Any] | None = None, section: int = 1) -> list[Finding]:
    found = found_in(text, _CELLS, section=section, previous=last)
    return [one for one in found if one.rule.startswith("GB50")]


_WRONG = """\
收到信息公开申请18件，企业申请多于自然人。|企业申请多于自然人|表中企业的申请为 6，自然人的申请为 12
收到信息公开申请18件，企业申请过半。|过半|6 占 18
收到信息公开申请18件，自然人与企业数量相同。|自然人与企业数量相同|为 12
办结信息公开申请19件，无法提供最多，公开次之。|无法提供最多|无法提供为 5，予以公开为 10
办结信息公开申请19件，不掌握5件，超过办结总数的四成。|超过办结总数的四成|5 占 19
信息公开复议6件、诉讼3件，两者持平。|两者持平|行政诉讼为 3
制发规范性文件4件，废止6件，净减3件。|净减3件|为 4
规范性文件制发4件，多于废止。|多于废止|为 6
许可决定比处罚决定多20件，信息公开申请18件。|许可决定比处罚决定多20件|为 30
"""


@pytest.mark.parametrize("case", _WRONG.splitlines())
def test_what_is_compared_in_words_is_that_of_the_tables(case: str) -> None:
    text, read, told = case.split("|")
    found = _found(text)
    assert [one.rule for one in found] == ["GB506"], found
    assert read in str(found[0].values["read"])
    assert told in found[0].message.zh


_WRONG_OF_YEARS = """\
收到信息公开申请18件，少于上年。|少于
收到信息公开申请18件，与上年相同。|相同
收到信息公开申请18件，是上年的1.5倍。|1.5倍
收到信息公开申请18件，是上年9件的3倍。|3倍
信息公开复议6件，比上年翻一番；诉讼3件，略有下降，少于上年。|少于
许可决定、处罚决定比上年双双上升，信息公开申请18件。|上升
办结信息公开申请19件，公开率由上年的50%降至52.6%。|50%
办结信息公开申请19件，公开率52.6%，比上年下降10个百分点。|10个
"""


@pytest.mark.parametrize("case", _WRONG_OF_YEARS.splitlines())
def test_what_is_said_of_last_year_is_compared_where_its_report_is_there(case: str) -> None:
    text, read = case.split("|")
    found = _found(text, _LAST)
    assert [one.rule for one in found] == ["GB506"], found
    assert read in str(found[0].values["read"])


@pytest.mark.parametrize(
    "text",
    [
        "收到信息公开申请18件，少于上年。",
        "收到信息公开申请18件，与上年相同。",
        "收到信息公开申请18件，是上年的1.5倍。",
        "办结信息公开申请19件，公开率52.6%，比上年下降10个百分点。",
    ],
)
def test_without_it_nothing_is_said(text: str) -> None:
    assert _found(text) == []


_RIGHT = """\
收到信息公开申请18件，自然人申请多于企业，是企业的两倍。
收到信息公开申请18件，企业申请未超过自然人。
收到信息公开申请18件，上半年企业申请多于自然人。
收到信息公开申请18件，住宅类企业申请多于自然人申请。
收到信息公开申请18件，企业咨询多于自然人咨询。
全市企业申请多于自然人申请，我局收到信息公开申请18件。
力争企业申请多于自然人申请，收到信息公开申请18件。
企业申请中无法提供多于公开，收到信息公开申请18件。
收到信息公开申请18件，2022年企业申请多于自然人。
收到信息公开申请18件，高于全省平均，多于前年。
办结信息公开申请19件，网上答复最多，当面答复最少。
办结信息公开申请19件，十日内答复的过半。
制发规范性文件4件，废止6件，净减2件，现行有效31件，较上年末的33件减少2件。
收到信息公开申请18件，是上年的2倍，翻了一番；企业申请6件，上年没有。
办结信息公开申请19件，公开率由上年的66.7%降至52.6%，下降14.1个百分点。
办结信息公开申请19件，按时办结率由98%升至100%，比上年提高2个百分点。
"""


@pytest.mark.parametrize("text", _RIGHT.splitlines())
def test_what_is_right_or_of_other_things_is_left(text: str) -> None:
    assert _found(text, _LAST) == []
    assert _found(text) == []
