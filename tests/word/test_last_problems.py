"""The problems that last year's report tells, as offices write them."""

from __future__ import annotations

import pytest

from gblint.checks import load
from gblint.word.new_report import find_last_problems
from tests.tools.lint import PACK

_TOLD = [
    (
        [
            "2025年，我局工作取得一定成效，但仍存在一些不足：一是解读形式单一；二是答复不够规范。",
            "下一步，我局将重点做好以下工作：一是丰富解读形式；二是加强培训。",
        ],
        ["解读形式单一", "答复不够规范"],
    ),
    (
        [
            "（一）存在的主要问题",
            "1.部分栏目更新滞后。个别科室报送不及时。",
            "2.解读质量有待提高。",
            "（二）改进情况",
            "1.建立栏目更新提醒。",
        ],
        ["部分栏目更新滞后", "解读质量有待提高"],
    ),
    (
        ["针对上年存在的问题，我局逐项整改。2025年存在的主要问题：人员变动频繁；内容不够全面。"],
        ["人员变动频繁", "内容不够全面"],
    ),
    (
        [
            "我镇工作与群众期待相比还有差距，主要表现在：（一）公开意识不强；（二）内容不够丰富。",
            "今后，我镇将从以下方面改进：（一）提高认识；（二）充实内容。",
        ],
        ["公开意识不强", "内容不够丰富"],
    ),
    (
        ["一、主要问题。公开的质量还需提高，主动性不足。二、改进措施。加强学习。"],
        ["公开的质量还需提高，主动性不足"],
    ),
    (
        ["工作有序推进，仍面临人员力量薄弱、能力不强等问题。2026年，我局将配强力量。"],
        ["人员力量薄弱、能力不强等问题"],
    ),
    (
        ["问题一：栏目设置不合理。改进：已重新设置。问题二：解读不及时。改进：明确时限。"],
        ["栏目设置不合理", "解读不及时"],
    ),
    (
        [
            "我区工作还存在短板弱项：平台功能不完善；队伍建设有待加强。",
            "针对以上问题，我区已改版平台。",
        ],
        ["平台功能不完善", "队伍建设有待加强"],
    ),
    (
        ["存在的不足：①栏目多而不精；②回应不及时。改进措施：①精简栏目；②限时回应。"],
        ["栏目多而不精", "回应不及时"],
    ),
    (
        ["当前仍有一些问题：第一，公开属性认定不准；第二，文件清理不及时。下阶段，将加强管理。"],
        ["公开属性认定不准", "文件清理不及时"],
    ),
    (
        ["存在主要问题：1、业务水平不高。2、公开意识不强。整改措施：1、加强培训。2、强化意识。"],
        ["业务水平不高", "公开意识不强"],
    ),
    (
        [
            "过去一年虽有进步，仍有不足：一是解读形式单一，不易读懂；二是更新不够及时。",
            "针对上述问题，已改进：一是制作短视频。",
        ],
        ["解读形式单一，不易读懂", "更新不够及时"],
    ),
    (["本年度我单位政府信息公开工作不存在重大问题。"], []),
    (["下一步，我局将加强培训，提高水平。"], []),
    ([], []),
]


@pytest.mark.parametrize(("paragraphs", "problems"), _TOLD)
def test_problems_are_told_from_what_is_done(paragraphs: list[str], problems: list[str]) -> None:
    spec = load(PACK).new_report.problems
    assert spec is not None
    assert [one.beginning for one in find_last_problems(paragraphs, spec)] == problems


def test_a_long_one_is_quoted_by_its_beginning_without_marks_that_would_not_pair() -> None:
    spec = load(PACK).new_report.problems
    assert spec is not None
    text = (
        "存在的问题：一是“一网通办”宣传（特别是农村）做得不够，群众对查询和申请的渠道了解得还不多。"
    )
    (one,) = find_last_problems([text], spec)
    assert one.beginning == "一网通办宣传做得不够……"
    assert one.text.startswith("“一网通办”宣传（特别是农村）")
    assert one.text.endswith("还不多")
