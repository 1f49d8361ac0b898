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


_RIGHT = """\
全年发布信息60条，其中网站60条、微信50条。
全年发布信息60条（门户网站40条，政务微信30条）。
全年开展培训20次，其中线上12次、线下12次。
受理工单1200件，其中投诉300件、咨询700件，办结1200件。
审结41件，其中判决驳回23件、撤诉9件；涉区住建局10件。
承接上年1件。其中自然人33件，法人和其他组织8件。
全年发布信息60条，其中动态30条（50%）、公告30条（占50%）。
全年公开信息120条（2023年100条，同比增长20%）。
接待来访120次，其中个人访100次，集体访20次（500人）。
收到政府信息公开申请20件，其中网络提交12件、信函提交6件、当面提交2件。
收到申请20件，其中网络提交12件、信函提交6件。
收到申请20件，其中线上提交15件，网站12件、邮箱3件，线下5件。
收到申请20件，其中网络提交12件、信函提交8件，自然人15件、企业5件。
收到申请20件，其中网络申请12件、信函申请8件，当面答复9件。
收到申请20件，其中涉及征地的12件、涉及拆迁的10件。
收到申请约20件，其中网络提交12件、信函提交9件。
收到申请20件，比上年减少5件，其中网络提交12件、信函提交8件。
收到申请比上年增加5件，其中网络提交12件、信函提交8件。
收到申请20件（含上年结转2件），其中网络提交12件、信函提交10件。
收到申请20件，其中网络提交12件（自然人10件、企业2件）、信函提交8件。
收到非政府信息公开申请20件，其中网络提交12件、信函提交9件。
"""

_WRONG = """\
全年发布信息9640条，其中概况类信息126条、政务动态类信息6532条、信息公开目录信息3182条。
全年公开信息1427条，其中养老服务321条、社会救助468条、社会组织359条、区划地名88条、其他200条。
开设栏目12个，其中一级栏目4个、二级栏目9个。
全年公开信息60条：动态30条、公告20条、通知15条。
全年公开信息60条（动态30条、公告20条、通知15条）。
全年发布信息60条，其中动态30条（占40%）、公告30条（50%）。
梳理文件40件，其中保留20件、合并8件、调整16件。
收到政府信息公开申请20件，其中网络提交12件、信函提交6件、当面提交3件。
2023年共收到政府信息公开申请20件，其中线上13件、线下8件。
全年受理申请20件，其中：通过网站提交12件；通过邮寄方式提交6件；当面递交3件。
新收申请20件（互联网12件、信函9件）。
收到20件政府信息公开申请，其中网上申请12件，现场申请9件。
收到申请20件，其中网络提交10件、其他方式8件。
"""


@pytest.mark.parametrize("sentence", _RIGHT.splitlines())
def test_lists_that_are_right_are_not_told(sentence: str) -> None:
    assert _check(sentence) == set()


@pytest.mark.parametrize("sentence", _WRONG.splitlines())
def test_lists_that_are_wrong_are_told(sentence: str) -> None:
    assert _check(sentence) == {"GB510"}
