"""Every kind of correction in every form: Word, text and Markdown, typed and automatic numbers."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import msgspec
import pytest

from gblint.checks import check_report, load
from gblint.readers import read
from gblint.report import recognise
from tests.builder.faulty_specimen import as_word, write
from tests.fix.fixing import MARKDOWN, TEXT, WORD, check, fix, told
from tests.tools.amount import some

Edits = Mapping[str, str]

SAFE: dict[str, tuple[str, Edits, Edits]] = {
    "the wording of a heading": (
        "GB104",
        {"一、总体情况": "一、工作总体情况"},
        {},
    ),
    "the ordinal of a heading": ("GB105", {"六、其他需要": "七、其他需要"}, {}),
    "a heading without its ordinal": ("GB105", {"五、存在的": "存在的"}, {}),
    "blank cells": (
        "GB205",
        {},
        {"applications.denied_secret.natural": "", "review.review.pending": "/"},
    ),
    "full-width digits": ("GB210", {}, {"proactive.licensing.decisions": "１５８３２"}),
    "digits with blanks": ("GB210", {}, {"proactive.penalty.decisions": "2 1 4 7"}),
    "digits with wide blanks": ("GB210", {}, {"applications.new.natural": "2\u30009"}),
    "a separator where others have none": (
        "GB210",
        {},
        {"proactive.licensing.decisions": "15,832"},
    ),
    "the label of a row": ("GB208", {"二、上年结转政府信息公开申请数量": "二、上年结转"}, {}),
    "the label of a column": ("GB208", {"本年废止件数": "本年废止数量"}, {}),
    "half-width marks": ("GB705", {"专栏，完善": "专栏,完善", "群众看不懂；": "群众看不懂; "}, {}),
    "marks beside brackets": ("GB705", {"共同撰写，": "共同撰写（试行）,"}, {}),
    "a mark before a figure": ("GB705", {"编印答复": "编印,3种答复"}, {}),
    "doubled marks": ("GB705", {"意见逐条反馈。": "意见逐条反馈。。"}, {}),
    "doubled half-width marks": ("GB705", {"专栏，完善": "专栏,,完善"}, {}),
}
"""What is wrong → the rule that tells it, and what was changed in the specimen."""

_ITEMS = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")
UNSAFE: dict[str, tuple[str, Edits, Edits]] = {
    "a total that is the sum of its parts": (
        "GB304",
        {},
        {"review.review.total": "5"},
    ),
    "the figure of a culprit": ("GB301", {}, {"applications.granted.natural": "41"}),
    "a figure of the prose": ("GB501", {"公开申请37件": "公开申请39件"}, {}),
    "a result in the prose": ("GB502", {"部分公开5件": "部分公开6件"}, {}),
    "who applied": ("GB508", {"自然人29件": "自然人28件"}, {}),
    "a stale year": ("GB507", {"规定，2023年未": "规定，2022年未"}, {}),
    "a doubled word": ("GB709", {"意见逐条反馈": "意见逐条反馈反馈"}, {}),
    "a wrong word": ("GB707", {"意见逐条反馈。": "意见逐条反馈，做为改进的依据。"}, {}),
    "的的": ("GB705", {"意见逐条反馈": "居民的的意见逐条反馈"}, {}),
    "a superseded basis": (
        "GB409",
        {
            "《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》"
            "（国办公开办函〔2021〕30号）": (
                "《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》"
                "（国办公开办函〔2019〕60号）"
            )
        },
        {},
    ),
    "an enumeration": ("GB701", {"三是答复文书说理": "四是答复文书说理"}, {}),
    "sub-headings as sections": (
        "GB111",
        {
            f"（{n}）{item}。": f"{n}、{item}\n\n"
            for n, item in zip("一二三四五", _ITEMS, strict=True)
        },
        {},
    ),
}


_FORMS = (WORD, MARKDOWN, TEXT)


def _build(form: str, edits: Edits, cells: Edits) -> bytes:
    text = write(edits, cells)
    return as_word(text) if form == WORD else text.encode()


@pytest.mark.alike(2)
@pytest.mark.parametrize(("fault", "form"), some([*product(SAFE, _FORMS)], 2))
def test_a_safe_correction(fault: str, form: str) -> None:
    rule, edits, cells = SAFE[fault]
    data = _build(form, edits, cells)
    assert rule in told(check(data, form)), "the fault is told"
    fixed = fix(data, form)
    assert rule not in told(fixed.result), [one.why for one in fixed.left]
    assert fix(fixed.data, form).data == fixed.data
    assert {*told(fixed.result)} <= {*told(check(data, form))}


@pytest.mark.alike(2)
@pytest.mark.parametrize(("fault", "form"), some([*product(UNSAFE, _FORMS)], 2))
def test_an_unsafe_correction(fault: str, form: str) -> None:
    rule, edits, cells = UNSAFE[fault]
    data = _build(form, edits, cells)
    assert rule in told(check(data, form)), "the fault is told"
    assert rule in told(fix(data, form).result), "it is left where that is not asked for"
    fixed = fix(data, form, unsafe=True)
    assert rule not in told(fixed.result), [one.why for one in fixed.left]
    assert {*told(fixed.result)} <= {*told(check(data, form))}


def test_figures_become_plain_and_nothing_else() -> None:
    cells = {
        "proactive.licensing.decisions": " １５,８３２ ",
        "proactive.penalty.decisions": "2 147",
    }
    data = write({}, cells).encode()
    made = fix(data, MARKDOWN).data.decode()
    assert made == write({}, {"proactive.licensing.decisions": " 15832 "})


def test_where_a_table_is_made_out_by_places_a_blank_is_no_ones() -> None:
    cells = {"proactive.penalty.decisions": "2 147", "proactive.coercion.decisions": "６３"}
    typed = read(write({}, cells).encode(), MARKDOWN)
    pack, counts = load("gbh-2021-30"), []
    for form in ("text", "pdf"):
        document = msgspec.structs.replace(typed, format=form)
        found = check_report(recognise(document, pack), pack)
        counts += [one.values["count"] for one in found if one.rule == "GB210"]
    assert counts == [2, 1]
