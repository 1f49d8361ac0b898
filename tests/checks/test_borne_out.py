"""Figures of an unknown matter: told where those around them are the tables', and else not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.prose_paragraphs import found_in

_TABLES = {
    "new": {"natural": 21, "commercial": 8},
    "carried_in": {"natural": 6},
    "granted": {"natural": 11, "commercial": 2},
    "partial": {"natural": 4},
    "denied_enforcement": {"natural": 2, "commercial": 2},
    "unable_none": {"natural": 6, "commercial": 2},
    "carried_out": {"natural": 4, "commercial": 2},
    "review": {"upheld": 15, "corrected": 4, "pending": 3},
}


def _read(text: str, cells: dict[str, Any] = _TABLES) -> list[str]:
    found = found_in(text, cells, organ="示例市交通运输局")
    return [str(one.values["read"]) for one in found if one.rule.startswith("GB50")]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("收件29，办结29，公开14，部分公开4，不予公开4，不掌握8。", ["14"]),
        ("受理29件、办结31件、公开13件、部分公开4件、不掌握8件。", ["31件"]),
        ("对疑难件会商42次。办结29件，公开13件，部分公开4件，不掌握9件。", ["9件"]),
        ("上年收到申请41件。办理结果：予以公开13件；部分公开5件；不掌握8件。", ["5件"]),
        ("各部门、各镇收到公开申请29件，予以公开13件，部分公开4件，不掌握7件。", ["7件"]),
    ],
)
def test_what_differs_among_right_figures_is_told(text: str, wrong: list[str]) -> None:
    assert _read(text) == wrong


@pytest.mark.parametrize(
    "text",
    [
        # none of the figures is of the tables
        "受理投诉31件、办结30件、公开答复14件、部分公开5件。",
        # one alone bears out nothing
        "收件29，办结40。",
        # one that is far off is of something else
        "收件29，办结290，公开13，部分公开4。",
        # a part, where the whole is told rightly
        "各部门、各镇收到公开申请29件，予以公开13件，不掌握8件，其中教育局收到20件。",
        # another year, channel, change
        "收件29，办结29，公开13，2023年公开11件，网上提交25件，同比增加9件。",
        # the sentence says that it is of other things
        "办结29件，公开13件，不掌握8件，部分公开6件，均不计入本报告。",
    ],
)
def test_figures_of_other_things_are_left(text: str) -> None:
    assert _read(text) == []


def test_all_right_is_all_right() -> None:
    assert _read("收件29，办结29，公开13，部分公开4，不予公开4，不掌握8，转下年6。") == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        # a denial of what stands before it
        ("收到政府信息公开申请29件。企业没有提出申请。", ["企业没有提出申请"]),
        ("收到政府信息公开申请29件。科研机构、法律服务机构未提出申请。", []),
        ("收到政府信息公开申请29件。企业未提供证明材料。", []),
        # all of a group
        ("政府信息公开申请不予公开4件，均属行政执法案卷。", []),
        ("政府信息公开申请不予公开4件，均属内部事务信息。", ["均属内部事务信息"]),
        ("政府信息公开申请不予公开4件，其余均属内部事务信息。", []),
        ("收到政府信息公开申请29件，其中不予公开的均为行政执法案卷。", []),
        # a part, where the whole is told rightly in the same paragraph
        ("收到政府信息公开申请29件。受理政府信息公开申请9件后转办。", []),
        ("收到政府信息公开申请29件。受理政府信息公开申请27件。", ["27件"]),
    ],
)
def test_claims_of_subjects_and_groups(text: str, wrong: list[str]) -> None:
    assert _read(text) == wrong


def test_what_is_said_not_to_be_of_the_tables_is_left() -> None:
    cells = {"review": {"upheld": 15, "corrected": 4}}
    text = "本年度复议案件41件，维持30件，纠正9件，均与信息公开无关。"
    assert _read(f"政府信息公开行政复议19件。{text}", cells) == []
    assert _read("政府信息公开行政复议19件，维持30件。", cells) == ["30件"]
