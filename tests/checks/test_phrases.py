"""The kinds `text` and `cells`: what they find and leave, and what their options may not be."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.checks.cells import CellsCheck, TextCheck
from gblint.findings import Finding
from gblint.report.model import ComparedReport, Report
from tests.builder.by_hand import BALANCED, find, grid, report, section, told
from tests.builder.small_packs import places, problems, rule, with_rules, write

_MESSAGES = {
    "absent": "无{wanted}",
    "few": "{text}只有{count}处，至少{least}处",
    "many": "{text}有{count}处，最多{most}处",
    "found": "{zone}有“{text}”",
    "figure": "写{number}，是{figure}",
    "near": "像是“{text}”，应为{wanted}",
}


def _found(one: Report, **options: object) -> list[Finding]:
    return find(one, TextCheck(**options), variants=_MESSAGES)  # type: ignore[arg-type]


def _report(*texts: str) -> Report:
    return report([section(1, *texts, at=3)], tables=[grid(BALANCED)])


@pytest.mark.parametrize(
    ("texts", "options", "messages"),
    [
        (["办了培训。"], {"must": "培训"}, []),
        (["办了讲座。"], {"must": "培训"}, ["无“培训”"]),
        (["办了讲座。"], {"must": ("培训", "讲座", "通报")}, ["无“培训”、“通报”"]),
        (["培训两次。", "再训一次。"], {"must": "培训", "at_least": 2}, ["培训只有1处，至少2处"]),
        (["培训。", "培训。"], {"must": "培训", "at_least": 2}, []),
        (["培训。培训。培训。"], {"must": "培训", "at_most": 2}, ["培训有3处，最多2处"]),
        (["应公开尽公布。"], {"must": "应公开尽公开"}, ["像是“应公开尽公布”，应为“应公开尽公开”"]),
        (["应公开尽公布。"], {"must": "应公开尽公开", "near": True}, []),
        (["我们高度重视。"], {"must_not": "高度重视"}, ["全文有“高度重视”"]),
        (["我们高度的重视。"], {"must_not": "高度重视"}, []),
        (["我们高度的重视。"], {"must_not": "高度重视", "near": True}, ["全文有“高度的重视”"]),
        (
            ["高度重视。", "高度重视。"],
            {"must_not": "高度重视", "at_most": 1},
            ["高度重视有2处，最多1处"],
        ),
        (["高度重视。"], {"must_not": "高度重视", "at_most": 1}, []),
        (["不得写高度重视。"], {"must_not": "高度重视", "unless": "不得"}, []),
        (["政务新媒体１２ 个。"], {"must": "政务新媒体 N个"}, []),
        (["办结10件。"], {"must": "办结 N件", "where": "N == grid.both.all"}, []),
        (["办结9件。"], {"must": "办结 N件", "where": "N == grid.both.all"}, ["写9，是10"]),
        (["办结十件。"], {"must": "办结 N件", "where": "N >= 11"}, ["写10，是11"]),
        (["办结9余件。"], {"must": "办结 N件", "where": "N == grid.both.all"}, []),
        (["没有。"], {"must": "办结 N件", "at_least": 0, "where": "N == grid.both.all"}, []),
        (["高 度重视。"], {"must_not": "高度重视"}, ["全文有“高 度重视”"]),
    ],
)
def test_words_that_must_or_must_not_be_there(
    texts: list[str], options: dict[str, object], messages: list[str]
) -> None:
    assert told(_found(_report(*texts), **options)) == messages


def test_of_a_section_that_is_absent_or_empty_nothing_is_asked() -> None:
    assert _found(_report("有内容。"), zone="section 3", must="培训") == []
    assert _found(_report(), zone="section 1", must="培训") == []
    assert len(_found(_report("有内容。"), zone="section 1", must="培训")) == 1


def test_a_sub_section_that_is_absent_has_not_what_it_must() -> None:
    found = _found(_report("（一）甲。有内容。"), zone="section 1 > 改进情况", must="责任")
    assert [(one.location.section, one.message.zh) for one in found] == [(1, "无“责任”")]


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({"must": "grid.both.all > 0"}, 0),
        ({"must": "grid.both.all > 10"}, 1),
        ({"must": "grid.both.all >= 10"}, 0),
        ({"must": "grid.both.all != 10"}, 1),
        ({"must": "grid.both.all == grid.first.all + grid.second.all"}, 0),
        ({"must": "grid.both.all < grid.first.all + 7"}, 1),
        ({"must": ("grid.first.all == 3", "grid.second.all == 8", "grid.both.all <= 9")}, 2),
        ({"when": "grid.first.all > 0", "then": "grid.second.all == 0"}, 1),
        ({"when": "grid.first.all == 0", "then": "grid.second.all == 0"}, 0),
        ({"when": ("grid.first.all > 0", "grid.both.all == 0"), "then": "grid.second.all == 0"}, 0),
        ({"must": "grid.both.all > across.review.total"}, 0),
        ({"must": "previous.grid.both.all < grid.both.all"}, 0),
    ],
)
def test_cells_compared(options: dict[str, object], count: int) -> None:
    found = find(_report("甲。"), CellsCheck(**options))  # type: ignore[arg-type]
    assert len(found) == count


def test_what_a_comparison_says() -> None:
    (found,) = find(
        _report("甲。"),
        CellsCheck(when="grid.first.all > 0", then="grid.first.north + 1 > grid.both.all"),
        message="{when}时须{wanted}：{left}，{right}；差{difference}；{cell}",
    )
    assert found.message.zh == (
        "第一（总计） > 0时须第一（北） + 1 > 合计（总计）："
        "第一（北） 1 + 1，合计（总计） 10；差8；“第一”行“北”列"
    )
    assert (found.location.table, found.location.row, found.location.column) == (
        "grid",
        "first",
        "north",
    )


def test_a_blank_or_unreadable_cell_is_no_zero() -> None:
    for value in (None, "若干"):
        one = report([], tables=[grid({**BALANCED, "first": (value, 2, 3)})])
        assert find(one, CellsCheck(must="grid.first.north > 0")) == []
        assert find(one, TextCheck(when="grid.first.north == 0", must="培训")) == []


def test_last_years_figures() -> None:
    last = ComparedReport("上年.md", "示例市", 2022, {"grid": {("both", "all"): 12}})
    one = report([], tables=[grid(BALANCED)], previous=last)
    check = CellsCheck(must="grid.both.all >= previous.grid.both.all")
    assert check.needs == "previous"
    assert told(find(one, check, message="{left}，{right}")) == [
        "合计（总计） 10，上年报告的“合计（总计）” 12"
    ]


def test_words_asked_for_where_figures_are_so() -> None:
    for when, count in (("grid.first.all > 0", 1), ("grid.first.all == 0", 0)):
        assert len(_found(_report("有内容。"), when=when, must="培训")) == count


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("{kind: text}", "要写 must（必须有的话）或 must_not"),
        ("{kind: text, must: ''}", "这里没有文字"),
        ("{kind: text, must: [甲, '乙…']}", "“…”的两边都要有文字"),
        ("{kind: text, must_not: 甲, at_least: 2}", "at_least 要同 must 一起写"),
        ("{kind: text, must: 甲, when: 第三 > 0}", "没有行“第三”"),
        ("{kind: text, must: 甲, where: N > 0}", "where 比较的是 must 里 N 的数"),
        ("{kind: text, must: 甲N件, where: M > 0}", "没有行“M”"),
        ("{kind: text, zone: 表7附注, must: 甲}", "没有表“7”"),
        ("{kind: cells}", "要写 must（必须成立的比较）"),
        ("{kind: cells, must: 上年.合计.总计 > 0}", "没有本年报告的格"),
    ],
)
def test_options_that_cannot_be(tmp_path: Path, check: str, said: str) -> None:
    text = with_rules(rule(check))
    ((_, _, zh),) = places(problems(write(tmp_path, {"p.yaml": text}) / "p.yaml"))
    assert said in zh
