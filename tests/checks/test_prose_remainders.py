"""Figures of lists that no word tells: what the others leave of the table is theirs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.prose_paragraphs import found_in

_CELLS: dict[str, Any] = {
    "new": {"natural": 19, "commercial": 4},
    "granted": {"natural": 6, "commercial": 2},
    "partial": {"natural": 3},
    "unable_none": {"natural": 5, "commercial": 2},
    "refused_repeat": {"natural": 2},
    "carried_out": {"natural": 3},
    "review": {"upheld": 4, "corrected": 2, "pending": 1},
}
_LIST = "收到政府信息公开申请23件。公开{}件，部分公开3件，没有的7件，又来问一遍的{}件。"


def _read(text: str, cells: dict[str, Any] = _CELLS) -> list[str]:
    """What the findings are at."""
    found = found_in(text, cells)
    return [str(one.values["read"]) for one in found if one.rule.startswith("GB5")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (_LIST.format(8, 2), []),
        (_LIST.format(8, 4), ["4件"]),
        ("收到政府信息公开申请23件，办结20件，其余5件要等第三方回话。", ["5件"]),
        ("收到政府信息公开申请23件，办结20件，其余3件要等第三方回话。", []),
        ("政府信息公开复议7件，维持4件，纠正2件，还压在手上的3件。", ["3件"]),
    ],
)
def test_the_one_that_is_not_understood_is_what_is_left(text: str, told: list[str]) -> None:
    assert _read(text) == told


@pytest.mark.parametrize(
    "text",
    [
        _LIST.format(9, 4),  # another one is wrong: which row is left is not known
        _LIST.format(8, 40),  # so far off that it is of something else
        "收到政府信息公开申请23件。公开8件，部分公开3件，没有的7件，其中要征地批文的1件。",
        "收到政府信息公开申请23件。公开8件，部分公开3件，没有的7件（要征地批文的1件）。",
        "收到政府信息公开申请23件。公开8件，部分公开3件，没有的7件。电话问过的1件。",
        "收到政府信息公开申请23件。公开8件，部分公开3件，没有的7件，未超期2件，电话问过的1件。",
    ],
)
def test_nothing_is_known_of_other_figures(text: str) -> None:
    assert not {"1件", "4件", "40件"} & set(_read(text))


def test_a_figure_that_the_tables_lack_is_none_of_the_list() -> None:
    cells = {**_CELLS, "new": {"natural": 17, "commercial": 4}, "refused_repeat": {}}
    text = "收到政府信息公开申请21件。公开8件，部分公开3件，没有的7件，电话问过的1件。"
    assert _read(text, cells) == []


@pytest.mark.parametrize(
    "told",
    [
        "答复15件，主动撤回5件",
        "终止办理5件",
        "网上申请5件",
        "当面答复5件",
        "延期答复5件",
        "征求第三方意见5件",
        "涉及征地5件",
    ],
)
def test_what_is_told_in_another_way_is_not_what_goes_on(told: str) -> None:
    assert "5件" not in _read(f"收到政府信息公开申请23件，其中20件已办结，{told}。")


@pytest.mark.parametrize("told", ["5件正在办理", "5件延期至下年度", "还压在手上的5件", "结转5件"])
def test_what_goes_on_is_still_told(told: str) -> None:
    assert "5件" in _read(f"收到政府信息公开申请23件，其中20件已办结，{told}。")
