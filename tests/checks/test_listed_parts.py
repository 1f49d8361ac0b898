"""Parts that prose lists beside their total (GB510), in numbers that nobody counts."""

from __future__ import annotations

import pytest

from tests.tools.lint import lint

_REPORT = "示例市民政局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n{}\n"
_LONG = "9" * 5000
_LONG_GROUPED = "9" + ",999" * 2000


def _check(sentence: str) -> set[str]:
    return lint(_REPORT.format(sentence).encode(), "report.md").rules() & {"GB510", "GB906"}


@pytest.mark.parametrize(
    "sentence",
    [
        f"全年公开信息{_LONG}条，其中规划2条、计划3条。",
        f"全年公开信息{_LONG_GROUPED}条，其中规划2条、计划3条。",
        f"全年公开信息8条，其中规划2条、计划{_LONG}条、其他1条。",
        f"全年公开信息8条，其中规划{_LONG_GROUPED}条、计划3条。",
        f"全年公开信息8条，其中规划2条，占0.{_LONG}%、计划3条。",
    ],
    ids=["total", "grouped total", "part", "grouped part", "percentage"],
)
def test_numbers_of_thousands_of_digits_are_no_figures(sentence: str) -> None:
    assert "GB906" not in _check(sentence)


@pytest.mark.parametrize("total", ["1,200,004", "1200004", "１２０００００４"])
def test_large_totals_are_held_against_their_parts(total: str) -> None:
    assert _check(f"全年公开信息{total}条，其中规划120000004条、计划3条。") == {"GB510"}


@pytest.mark.parametrize("name", ["计划", "计生信息", "经济信息", "经费"])
def test_a_name_may_begin_like_what_ends_a_list(name: str) -> None:
    assert _check(f"全年公开信息8条，其中规划6条、{name}3条。") == {"GB510"}
    assert _check(f"全年公开信息8条，其中规划5条、{name}3条。") == set()


@pytest.mark.parametrize("end", ["计9条次", "经局网站9条", "共计9条"])
def test_what_is_told_of_the_list_ends_it(end: str) -> None:
    assert _check(f"全年公开信息8条，其中规划6条，{end}、动态3条。") == set()
