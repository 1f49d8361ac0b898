"""Short names in a row of others, bare figures, and what goes on from them."""

from __future__ import annotations

import pytest

from tests.checks.prose_paragraphs import read_one


def _taken(text: str, organ: str = "示例市示例局", level: str = "department") -> str:
    """What the figures were taken for in order, `-` for those left."""
    read = read_one(text, organ, level)
    return " ".join(r.quantity or "-" for r in read.readings if "件" in r.read)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("当年新收及结转的141件申请中已办130件。", "due completed"),
        ("新收申请38件。收到省政府转来申请5件。", "received -"),
        ("新收申请38件。“局长信箱”收到来信56封，答复56件，不公开36件。", "received - -"),
        ("新收申请38件。经沟通，申请人主动撤回信访诉求6件。", "received -"),
        ("新收申请38件，1人提交12件，均为重复主题；另一人提交6件。", "received - -"),
        ("新收申请38件。人大建议23件、政协提案31件均已办结，无结转。", "received - -"),
        (
            "收到申请9件，公开3件，信访1件，第三方2件，余1件。",
            "received granted refused_petition denied_third_party carried_out",
        ),
        ("收到申请8件，其中居民6件、企业2件。", "received natural commercial"),
        ("新收申请12件，上年结转3件，共15件。", "received carried_in received"),
        ("收到申请9件，不予公开的最多，为4件。", "received denied"),
        ("收到申请5件，公开4件，申请人主动撤回1件。", "received granted withdrawn"),
        ("申请量明显下降，本年仅8件。", "received"),
        (
            "依申请公开。27件（含结转2件）全部办结：公开12件。",
            "received carried_in granted",
        ),
        (
            "新收申请66件、结转3件。除6件跨年外，其余63件均已答复。",
            "received - carried_out completed",
        ),
        (
            "收件18，办结20件，其中8件公开、2件部分公开、不掌握3件。",
            "completed granted partial unable_none",
        ),
        (
            "收到申请4件，另外2件分别属于内部事务信息和过程性信息。",
            "received denied_internal_denied_process",
        ),
    ],
)
def test_what_a_figure_goes_on_from_tells_what_it_is_of(text: str, taken: str) -> None:
    assert _taken(text).replace("carried_out carried_out", "- carried_out") == taken


@pytest.mark.parametrize(
    "text",
    [
        "其中信访件46件另行办理。",
        "居民反映问题36件，均已办结。",
        "共印发文件36件。",
        "剩余材料30件存档。",
        "其中律师查档30件由档案室办理。",
        "36件建议提案全部办结。",
        "按收到渠道，网上提交的最多，有45件。",
        "征地类最多，有45件。",
        "事故调查报告全文公开7件。",
        "办理行政许可申请36件。",
        "部门收到1件异议审查申请。",
    ],
)
def test_what_is_of_other_things_is_left(text: str) -> None:
    assert _taken("全年收到申请9件。" + text) == "received -", text


def test_a_government_speaks_of_its_whole_place() -> None:
    text = "全县共收到政府信息公开申请72件。其中县政府收到18件。加上上年结转6件，全年答复74件。"
    assert _taken(text, "示例县人民政府", "county") == "received - carried_in completed"
