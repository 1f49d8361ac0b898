"""Packs of provinces: the example of one, and ten requirements in at most 60 lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.authoring.examples import find_in_example
from gblint.checks import load
from gblint.pack.model import Edit, Example, Written
from gblint.packs import find_built_in

_PACK = Path(__file__).parent / "ten_requirements" / "pack.yaml"
_END = "2024年1月31日"
_SEVEN = """2024年1月31日

七、政务公开标准化建设情况

全年办了三次公开业务培训。

| 项目 | 举办期数 | 参训人次 |
| --- | --- | --- |
| 业务培训班 | 2 | 186 |
| 专题讲座 | 1 | 40 |
| 合计 | 3 | 226 |
"""
_RIGHT = {
    _END: _SEVEN,
    "撤并长期不更新的政务新媒体账号3个": "全区有政务新媒体12个",
    "存在的主要问题：": "去年报告的三个问题已逐一解决。存在的主要问题：",
}
_LONG = "（二）依申请公开。" + "六月走访街道，七月整理目录，八月回访申请人。" * 20

_WRONG: dict[str, list[tuple[str, str]]] = {
    "SF001": [("去年报告的三个问题已逐一解决。", ""), ("已逐一解决", "仍然存在")],
    "SF002": [("，电子邮箱：zwgk@qinghe.example", "")],
    "SF003": [("（二）依申请公开。", _LONG)],
    "SF004": [("15832", "0")],
    "SF005": [("政务新媒体12个", "政务新媒体若干"), ("政务新媒体12个", "政务服务点12个")],
    "SF006": [("2023年政府信息公开工作年度报告", "2023年度政府信息公开工作年度报告")],
    "SF007": [
        (
            "所列数据的统计期限为2023年1月1日至12月31日。\n",
            "\n\n所列数据的统计期限为2023年1月1日至12月31日。\n",
        ),
    ],
    "SF008": [
        ("逐件审查", "高度重视，逐件审查"),
        ("逐件审查", "高度的重视，逐件审查"),
        ("逐件审查", "取得了一些显著成效，逐件审查"),
    ],
    "SF009": [(_SEVEN[12:], "")],
    "SF010": [("| 合计 | 3 |", "| 合计 | 4 |"), ("| 40 |", "| 41 |")],
}


def _rules(edits: dict[str, str], change: tuple[str, str] | None = None) -> list[str]:
    pack = load(_PACK)
    made = [Edit(find, replace) for find, replace in edits.items()]
    if change is not None:
        find, replace = change
        if find == "15832":
            found = find_in_example(
                pack, Example(edits=tuple(made), cells={"proactive.licensing.decisions": replace})
            )
            return [one.rule for one in found]
        made = [Edit(one.find, one.replace.replace(find, replace)) for one in made]
        if not any(find in one for one in edits.values()):
            made.append(Edit(find, replace))
    return [one.rule for one in find_in_example(pack, Example(edits=tuple(made)))]


def test_the_pack_has_at_most_sixty_lines_and_a_rule_for_each() -> None:
    assert len(_PACK.read_text("utf-8").splitlines()) <= 60
    own = [rule.id for rule in load(_PACK).rules if rule.id.startswith("SF")]
    assert own == list(_WRONG)


def test_a_report_that_has_all_of_it_has_no_finding() -> None:
    assert _rules(_RIGHT) == []


@pytest.mark.parametrize(
    ("rule", "change"), [(rule, change) for rule, every in _WRONG.items() for change in every]
)
def test_each_rule_finds_what_is_wrong(rule: str, change: tuple[str, str]) -> None:
    assert set(_rules(_RIGHT, change)) == {rule}


def test_a_telephone_that_cannot_be_is_no_matter_of_who_asks_for_the_mail() -> None:
    assert set(_rules(_RIGHT, ("0999-1234567", "0999-123"))) == {"GB404"}


def test_messages_have_their_values() -> None:
    pack = load(_PACK)
    edits = tuple(Edit(*one) for one in _RIGHT.items())
    found = find_in_example(
        pack, Example(edits=edits, cells={"proactive.licensing.decisions": "0"})
    )
    assert [one.message.zh for one in found] == ["表1的行政许可不得为0，报告写的是行政许可 0。"]
    assert found[0].severity == "error"
    assert isinstance(found[0].values["cell"], str)


def test_last_years_report_is_compared_where_a_rule_names_it(tmp_path: Path) -> None:
    rule = "{id: AB100, check: {kind: cells, must: 新收 >= 上年.新收}, message: '{left}，{right}'}"
    (tmp_path / "p.yaml").write_text(
        "pack: p\ntitle: 甲\nextends: [gbh-2021-30]\ninherit: []\n"
        f"aliases: {{applications.new: [新收]}}\nrules: [{rule}]\n",
        "utf-8",
    )
    pack = load(tmp_path / "p.yaml")
    assert pack.rules[0].check.needs == "previous"
    title = (Edit("示例市清河区人民政府2023年", "示例市清河区人民政府2022年"),)
    last = Written(edits=title, cells={"applications.new.total": "40"})
    assert find_in_example(pack, Example()) == ()
    found = find_in_example(pack, Example(previous=last))
    new = "一、本年新收政府信息公开申请数量"
    assert [one.message.zh for one in found] == [f"{new} 37，上年报告的“{new}” 40"]


_BASE = load("gbh-2021-30")
_EXAMPLE = load("example-province")


def test_it_builds_on_the_national_format() -> None:
    assert _EXAMPLE.sources == ("gbh-2021-30", "example-province")
    assert _EXAMPLE.sections == _BASE.sections
    assert _EXAMPLE.tables == _BASE.tables
    assert _EXAMPLE.facts == _BASE.facts
    assert _EXAMPLE.specimen == _BASE.specimen


def test_it_adds_changes_and_switches_off() -> None:
    base = {rule.id: rule for rule in _BASE.rules}
    own = {rule.id: rule for rule in _EXAMPLE.rules}
    assert own.keys() - base.keys() >= {"EX501", "EX601"}  # a kind that is added has its rule here
    assert base.keys() - own.keys() == {"GB208"}
    changed = {rule for rule in own if rule in base and own[rule] != base[rule]}
    assert changed == {"GB406"}
    assert (base["GB406"].severity, own["GB406"].severity) == ("warning", "error")


def test_a_report_without_a_fault_lacks_what_the_province_asks_for() -> None:
    assert find_in_example(_BASE, Example()) == ()
    assert [finding.rule for finding in find_in_example(_EXAMPLE, Example())] == ["EX501", "EX601"]


def test_it_is_short() -> None:
    assert sorted(file.name for file in find_built_in()["example-province"].iterdir()) == [
        "pack.yaml"
    ]
