"""What a pack takes over from those that it extends, and how it changes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.checks import load
from gblint.pack.model import Pack, Rule
from tests.builder.small_packs import places, problems, rule, with_rules, write

_LENGTH = "{kind: length, zone: section 1, most: 9}"
_EXAMPLES = (
    "{pass: [{name: 甲年的}], fail: [{edits: [{find: 甲年, replace: 乙年}], expect: {over: 2019}}]}"
)
_BASE = (
    with_rules(
        rule("{kind: section-presence}", id="XX101"),
        rule("{kind: length, zone: section 2, most: 9}", id="XX102"),
        rule(_LENGTH, id="YY201", basis="二〇一九年通知", examples=_EXAMPLES),
    )
    + "years: [2019, 2020]\nauto: true\n"
    + "facts: {period: {context: x, ranges: ['(?<m1>1)(?<m2>2)']}, "
    + "levels: [{key: one, name: 一, organ: [x], deadline: 01-31},"
    + " {key: two, name: 二, organ: [y], deadline: 02-20}]}\n"
)
_SPECIMEN = "甲年的样本\n{grid.first.north=1}\n"


def _pack(folder: Path, text: str, specimen: str = "") -> Path:
    write(folder, {"base/pack.yaml": _BASE, "base/specimen.md": _SPECIMEN})
    files = {"own/pack.yaml": "pack: own\nextends: [../base]\n" + text}
    if specimen:
        files["own/specimen.md"] = specimen
    return write(folder, files) / "own"


def _loaded(folder: Path, text: str, specimen: str = "") -> Pack:
    return load(_pack(folder, text, specimen), cache=False)


def _rule(pack: Pack, wanted: str) -> Rule:
    return next(rule for rule in pack.rules if rule.id == wanted)


def test_years_are_inherited_and_being_chosen_by_them_is_not(tmp_path: Path) -> None:
    pack = _loaded(tmp_path, "")
    assert pack.years == (2019, 2020)
    assert not pack.auto
    assert load(tmp_path / "base", cache=False).auto


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("inherit: [XX]", ["XX101", "XX102"]),
        ("inherit: [YY201, XX101]", ["XX101", "YY201"]),
        ("inherit: []", []),
        ("{inherit: [XX], off: [XX101]}", ["XX102"]),
    ],
)
def test_only_the_rules_named_are_inherited(tmp_path: Path, line: str, left: list[str]) -> None:
    text = line.strip("{}").replace("], off", "]\noff")
    assert [rule.id for rule in _loaded(tmp_path, text).rules] == left


def test_an_amendment_changes_what_it_gives_and_no_more(tmp_path: Path) -> None:
    pack = _loaded(tmp_path, "amend: {YY201: {basis: 另一通知, certain: false}}")
    base = _rule(load(tmp_path / "base", cache=False), "YY201")
    own = _rule(pack, "YY201")
    assert (own.basis, own.certain) == ("另一通知", False)
    assert (own.title, own.check, own.examples) == (base.title, base.check, base.examples)


def test_words_of_texts_and_examples_are_replaced_all_at_once(tmp_path: Path) -> None:
    text = (
        "reword: [{find: 甲年, replace: 乙年}, {find: 乙年, replace: 丙年},"
        " {find: 二〇一九, replace: 二〇二一}, {find: '2019', replace: '2021'}]"
    )
    own = _rule(_loaded(tmp_path, text, _SPECIMEN.replace("甲年", "乙年")), "YY201")
    assert own.basis == "二〇二一年通知"
    (example,) = own.examples.failing
    assert (example.edits[0].find, example.edits[0].replace) == ("乙年", "丙年")
    assert example.expect == {"over": 2021}
    assert own.examples.passing[0].name == "乙年的"


def test_parts_are_left_out_and_facts_are_laid_over_each_other(tmp_path: Path) -> None:
    text = (
        "without: {tables: [grid], sections: [2], levels: [two]}\noff: [XX102]\n"
        "facts: {last_deadline: 04-30, "
        "levels: [{key: three, name: 三, organ: [z], deadline: 03-31}]}\n"
    )
    pack = _loaded(tmp_path, text, "甲年的\n")
    assert pack.tables == ()
    assert [section.number for section in pack.sections] == [1]
    assert pack.facts.period is not None
    assert [level.key for level in pack.facts.levels] == ["one", "three"]
    assert pack.facts.last_deadline == "04-30"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("amend: {YY999: {basis: x}}", "所扩展的规则包没有规则“YY999”"),
        ("amend: {YY201: {bases: x}}", "没有“bases”这个键"),
        ("amend: {YY201: {message: '{nothing}'}}", "这里没有值“nothing”"),
        ("amend: {YY201: {check: {kind: length, zone: section 7, most: 1}}}", "没有章节“7”"),
        ("inherit: [XX, ZZ]", "所扩展的规则包没有规则“ZZ”"),
        ("reword: [{find: 丁年, replace: 戊年}]", "继承的规则中没有“丁年”这些字"),
        ("reword: [{find: 甲年, replace: 乙年}]", "继承的规则 YY201：样本报告中没有“乙年”"),
        ("without: {tables: [gird]}", "没有表格“gird”；是不是“grid”？"),
        ("without: {levels: [four]}", "没有层级“four”"),
        ("without: {sections: [2]}", "继承的规则 XX102：没有章节“2”"),
        ("years: [2019]", "应有 2 项"),
    ],
)
def test_what_does_not_fit_is_told_at_its_place(tmp_path: Path, text: str, said: str) -> None:
    root = _pack(tmp_path, text + "\n")
    found = places(problems(root))
    assert any(line == 3 and said in told for line, _, told in found), found
