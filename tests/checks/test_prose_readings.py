"""Figures that more than one reading explains: nothing is told where one of these agrees."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.prose_paragraphs import found_in

_TEN = {
    "new": {"natural": 7, "commercial": 3},
    "granted": {"natural": 5, "commercial": 2},
    "partial": {"natural": 1},
    "denied_internal": {"natural": 1},
    "unable_none": {"commercial": 1},
}
_CASES = {
    "review": {"upheld": 3, "corrected": 1},
    "litigation_direct": {"upheld": 3, "pending": 2},
    "litigation_after_review": {"upheld": 4, "pending": 1},
}
_LAST = {"new": {"natural": 9}, "review": {"upheld": 7}, "litigation_direct": {"upheld": 15}}
_FILES = {"normative_documents": {"made": 8, "repealed": 10, "in_force": 37}}
_GOING = {**_TEN, "new": {"natural": 9, "commercial": 3}, "carried_out": {"natural": 2}}


def _told(text: str, cells: dict[str, Any], previous: dict[str, Any] | None = None) -> list[str]:
    found = found_in(text, cells, previous=previous)
    return [one.rule for one in found if one.rule.startswith(("GB50", "GB51"))]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("收到政府信息公开申请10件，公开、部分公开合计8件。", _TEN),
        (
            "收到政府信息公开申请10件，因属于三类内部事务信息不予公开1件，公开及部分公开占80%。",
            _TEN,
        ),
        ("收到政府信息公开申请10件，其中予以公开的7件，自然人5件、商业企业2件。", _TEN),
        ("收到政府信息公开申请10件，其中商业企业、科研机构、法律服务机构等共3件。", _TEN),
        ("收到政府信息公开申请12件，未办结的2件已延期。其中企业申请3件，占申请总量的25%。", _GOING),
        (
            "发生政府信息公开行政诉讼10起，其中直接起诉5起、复议后起诉5起，目前尚有3起未审结。",
            _CASES,
        ),
        ("因政府信息公开引发行政复议4件、行政诉讼10件，同比分别减少3件、5件。", _CASES),
        ("制定规范性文件8件，废止10件，有效规范性文件37件。", _FILES),
        ("制定规范性文件8件，废止10件，保留有效37件。", _FILES),
        ("收到政府信息公开申请10件。民生热线受理事项531件，办结530件。", _TEN),
        ("收到政府信息公开申请10件。县长热线受理531件。", _TEN),
        ("收到政府信息公开申请10件。随手拍受理531件。", _TEN),
        ("收到政府信息公开申请10件。全年共对2件申请收取信息处理费。", _TEN),
        (
            (
                "收到政府信息公开申请10件。我局全年办理行政复议案件128件，"
                "其中政府信息公开类行政复议案件19件，审结117件。"
            ),
            _TEN,
        ),
        (
            (
                "收到政府信息公开申请10件。全年受理行政复议案件90件，"
                "其中涉及政府信息公开的行政复议案件11件，审结9件。"
            ),
            _TEN,
        ),
        ("收到政府信息公开申请10件。区政府办公室行政规范性文件17件全部公开。", _TEN),
        ("收到政府信息公开申请10件，公开8件（其中部分公开1件），无法提供1件。", _TEN),
        ("收到政府信息公开申请10件，占省司法厅总量的4.2%。", _TEN),
        ("收到政府信息公开申请10件。公开7件；需对现有信息进行加工分析，不予提供3件。", _TEN),
        ("收到政府信息公开申请10件。申请内容：公证类4件、律师类3件、其他3件。公开7件。", _TEN),
        ("收到政府信息公开申请10件，41.3%属于公证方面，计4件，均已答复。", _TEN),
        ("已答复政府信息公开申请10件中，15个工作日内答复的8件。", _TEN),
        ("收到政府信息公开申请10件，1件在办理过程中申请人补正。", _TEN),
        ("因政府信息公开引发行政复议4件，占我局全部复议案件（9件）的44.4%。", _CASES),
        ("因政府信息公开引发行政诉讼10件，其中一审直接起诉5件，胜诉3件，在审2件。", _CASES),
    ],
)
def test_right_figures_are_not_told(text: str, cells: dict[str, Any]) -> None:
    assert _told(text, cells, _LAST) == [], text


@pytest.mark.parametrize(
    ("text", "cells", "rules"),
    [
        ("收到政府信息公开申请10件，公开、部分公开合计9件。", _TEN, ["GB502"]),
        ("收到政府信息公开申请10件，公开及部分公开占84%。", _TEN, ["GB506"]),
        ("收到政府信息公开申请10件，其中自然人8件。", _TEN, ["GB508"]),
        ("因政府信息公开引发行政诉讼10件，同比减少8件。", _CASES, ["GB506"]),
        ("制定规范性文件8件，废止10件，有效规范性文件39件。", _FILES, ["GB505"]),
        ("收到政府信息公开申请11件，其中当面受理事项均已答复。", _TEN, ["GB501"]),
        ("被申请政府信息公开行政复议5件。", _CASES, ["GB504"]),
        ("收到政府信息公开申请12件，均已办结，无结转下年度办理的申请。", _GOING, ["GB503"]),
        ("收到政府信息公开申请12件，均已办结。", _GOING, ["GB509"]),
        ("政府信息公开申请情况：收12件、结11件、余2件。", _GOING, ["GB502"]),
        ("政府信息公开申请收、办、存分别为12件、10件、3件。", _GOING, ["GB503"]),
        ("来信来访62件次。其中属政府信息公开申请的12件，均已登记。", _TEN, ["GB501"]),
        ("因政府信息公开引发行政诉讼10件，其中一审直接起诉6件。", _CASES, ["GB504"]),
        ("因政府信息公开引发行政复议4件。行政诉讼情况：无。", _CASES, ["GB504"]),
    ],
)
def test_wrong_figures_are_told_once(text: str, cells: dict[str, Any], rules: list[str]) -> None:
    assert _told(text, cells, _LAST) == rules, text


def test_all_done_of_what_was_carried_in() -> None:
    cells = {**_GOING, "new": {"natural": 8, "commercial": 3}, "carried_in": {"natural": 1}}
    assert _told("收到政府信息公开申请11件。上年结转1件，均已办结。", cells) == []
    assert _told("收到政府信息公开申请11件，均已办结。", cells) == ["GB509"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("受理政府信息公开申请较上年增长25%（上年9件）。", "与9件相差 1，为 11.11%。"),
        ("收到政府信息公开申请10件，比上年的8件增加3件。", "对不上：与8件相差 2。"),
    ],
)
def test_a_comparison_says_what_last_years_figure_comes_to(text: str, said: str) -> None:
    (told,) = [one.message.zh for one in found_in(text, _TEN) if one.rule == "GB506"]
    assert said in told
