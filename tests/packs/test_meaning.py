"""What a pack names and does not have, and texts that its checks cannot fill."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builder.small_packs import HEAD, rule, told, with_rules, write

_EQUATION = "{kind: equation, table: grid, each: row, equation: north + south == all}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("table: grid", "table: gird", ["没有表格“gird”；是不是“grid”？"]),
        ("north +", "nort +", ["没有列“nort”；是不是“north”？"]),
        ("north + south", "nort + sout", ["没有列“nort”", "没有列“sout”"]),
        ("each: row", "each: column", ["没有行“north”", "没有行“south”", "没有行“all”"]),
        ("north +", "amount +", ["这些键不在表格的同一块中"]),
        ("== all", "= all", ["相等要写成“==”"]),
        (
            "== all}",
            "== all, only: [fees, first]}",
            ["没有行“fees”；可用的有：both、first、second"],
        ),
    ],
)
def test_equations_name_what_the_table_has(
    tmp_path: Path, old: str, new: str, said: list[str]
) -> None:
    text = with_rules(rule(_EQUATION.replace(old, new)))
    found = told(tmp_path, text)
    assert len(found) == len(said)
    for (_, _, zh), part in zip(found, said, strict=True):
        assert part in zh


def test_a_key_in_an_equation_has_its_own_column(tmp_path: Path) -> None:
    text = with_rules(rule(_EQUATION.replace("south", "sout")))
    ((line, column, _),) = told(tmp_path, text)
    assert text.splitlines()[line - 1][column - 1 :].startswith("sout ")


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("{kind: section-presence, sections: [1, 7]}", "没有章节“7”；可用的有：1、2"),
        ("{kind: table-presence, tables: [gridd]}", "没有表格“gridd”；是不是“grid”？"),
        ("{kind: length, zone: section 3, most: 9}", "没有章节“3”"),
        ("{kind: pattern, zone: section 9, require: [x]}", "没有章节“9”"),
        ("{kind: fact-presence, fact: period}", "规则包没有这种检查所需的要素"),
        ("{kind: period}", "规则包没有这种检查所需的要素"),
        ("{kind: contact}", "规则包没有这种检查所需的要素"),
        ("{kind: deadline}", "规则包没有这种检查所需的要素"),
        ("{kind: title-parts}", "规则包没有这种检查所需的要素"),
    ],
)
def test_checks_name_what_the_pack_has(tmp_path: Path, check: str, said: str) -> None:
    ((_, _, zh),) = told(tmp_path, with_rules(rule(check)))
    assert said in zh


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{number: 2, heading", "{number: 1, heading", ["“1”重复", "没有章节“2”"]),
        ("section: 2", "section: 5", ["没有章节“5”；可用的有：1、2"]),
        (
            "group: parts}\n          - {key: second",
            "group: part}\n          - {key: second",
            ["没有分组“part”"],
        ),
        ("{key: second,", "{key: first,", ["“first”重复"]),
        ("{key: south,", "{key: north,", ["“north”重复"]),
        ("{key: fees,", "{key: first,", ["“first”已是另一块的行"]),
        ("- key: money", "- key: counts", ["“counts”重复"]),
        (
            "[{key: parts, label: 分项}]",
            "[{key: parts, label: a}, {key: parts, label: b}]",
            ["“parts”重复"],
        ),
    ],
)
def test_parts_fit_each_other(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    assert old in HEAD
    found = told(tmp_path, HEAD.replace(old, new))
    assert len(found) == len(said)
    for (_, _, zh), part in zip(found, said, strict=True):
        assert part in zh


_FACTS = """\
title_line: {name: 报告, subject: 公开, pattern: '(?P<organ>.*)(?P<year>\\d+)', partial: 公开}
obsolete_headings: [{key: old, name: 旧, wordings: [旧], now: 1}]
facts:
  period: {context: x, ranges: ['(?P<m1>1)(?P<m2>2)'], years: ['(?P<y1>1)']}
  contact:
    phone: ['(?P<value>1)']
    address: ['(?P<value>1)']
  published: ['(?P<y>1)(?P<m>1)(?P<d>1)']
  levels:
    - {key: city, name: 市, organ: [市], deadline: 02-29}
    - {key: all, name: 省, organ: [省], deadline: 03-31}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("?P<organ>", "?P<organs>", "缺少命名组：organ"),
        ("?P<m1>", "", "缺少命名组：m1"),
        ("?P<y1>", "", "缺少命名组：y1"),
        ("phone: ['(?P<value>1)']", "phone: ['(?P<value>1)', '1']", "缺少命名组：value"),
        ("?P<y>1)(?P<m>1", "?P<y>1)(?:1", "缺少命名组：m"),
        ("02-29", "02-30", "没有“02-30”这一天"),
        ("03-31", "13-01", "没有“13-01”这一天"),
        ("03-31", "00-10", "没有“00-10”这一天"),
        ("key: all", "key: city", "“city”重复"),
        ("now: 1", "now: 4", "没有章节“4”"),
    ],
)
def test_facts_can_be_read(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in _FACTS
    ((_, _, zh),) = told(tmp_path, HEAD + _FACTS.replace(old, new))
    assert said in zh


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"message": "'{hedding} 重复'"}, ["没有值“hedding”；是不是“heading”？"]),
        ({"message": "{zh: '{heading}', en: '{x}'}"}, ["没有值“x”"]),
        ({"message": "'{heading 重复'"}, ["大括号里只能是值的名称"]),
        ({"fix": "'删除 {culprit}'"}, ["没有值“culprit”"]),
        ({"variants": "{absent: 甲}"}, ["没有变体“absent”"]),
        ({"examples": "{pass: [{text: 好}], fail: [{}]}"}, ["没有 text"]),
        (
            {"examples": "{pass: [{text: 好, cells: {a.b.c: '1'}}], fail: [{text: 坏}]}"},
            ["有 text 时不能再有"],
        ),
        (
            {"examples": "{pass: [{text: 好}], fail: [{text: 坏, expect: {heding: 甲, row: a}}]}"},
            ["没有值“heding”；是不是“heading”？"],
        ),
    ],
)
def test_texts_of_a_rule(tmp_path: Path, changes: dict[str, str], said: list[str]) -> None:
    found = told(tmp_path, with_rules(rule("{kind: section-repeat}", **changes)))
    assert len(found) == len(said)
    for (_, _, zh), part in zip(found, said, strict=True):
        assert part in zh


def test_a_message_may_use_what_all_its_variants_have(tmp_path: Path) -> None:
    culprit = "'{culprit} 应为 {culprit_value}'"
    fallback = with_rules(rule(_EQUATION, message=culprit))
    assert [zh.split("；")[0] for _, _, zh in told(tmp_path, fallback)] == [
        "这里没有值“culprit”",
        "这里没有值“culprit_value”",
    ]
    variant = with_rules(rule(_EQUATION, variants=f"{{culprit: {culprit}, plain: {culprit}}}"))
    assert len(told(tmp_path, variant)) == 2
    only_left = with_rules(rule(_EQUATION, message=culprit, variants="{plain: '{left}'}"))
    write(tmp_path, {"q.yaml": only_left})
    from gblint.checks import load

    assert load(tmp_path / "q.yaml", cache=False).rules[0].variants


def test_a_rule_twice(tmp_path: Path) -> None:
    text = with_rules(rule("{kind: section-repeat}"), rule("{kind: section-order}"))
    ((line, _, zh),) = told(tmp_path, text)
    assert zh == "“XX101”重复：前面的规则用了这个编号，请换一个"
    assert text.splitlines()[line:][2].strip() == "check: {kind: section-order}"


def test_a_pack_without_title(tmp_path: Path) -> None:
    assert told(tmp_path, "pack: a\n") == [(1, 1, "缺少：title")]


def test_what_a_kind_tells_may_depend_on_an_option() -> None:
    from gblint.checks.sections import HEADING_ORIGIN, HeadingOrigin
    from gblint.checks.tables import CELL_KIND, TABLE_SHAPE, CellKind, TableShape

    assert TABLE_SHAPE.list_variants(TableShape(find="missing")).keys() >= {"row", "header"}
    assert TABLE_SHAPE.list_variants(TableShape(find="obsolete")) == {}
    assert "count" in TABLE_SHAPE.list_values(TableShape(find="obsolete"))
    assert CELL_KIND.list_values(CellKind(find="unreadable")) == CELL_KIND.values
    assert "row_label" not in CELL_KIND.list_values(CellKind(find="blank"))
    assert HEADING_ORIGIN.list_values(HeadingOrigin(origin="foreign")) == HEADING_ORIGIN.values


def test_a_table_takes_no_number_of_another(tmp_path: Path) -> None:
    own = (
        "pack: own\ntitle: 甲\nextends: [gbh-2021-30]\ntables:\n"
        "  - {key: training, number: 3, section: 6, name: 培训, rows: [期数], columns: [合计]}\n"
    )
    said = "已有表3（review）：自己的表请用下一个号，如 4；要代替它，key 写 review"
    assert told(tmp_path, own) == [(5, 29, said)]
