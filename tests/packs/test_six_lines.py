"""A rule in six lines, what a strict pack asks besides, and rules in the place of national ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.checks import check_report, load
from gblint.findings import Say
from gblint.pack.model import Pack
from tests.builder.by_hand import report, section
from tests.builder.by_hand import told as messages
from tests.builder.small_packs import HEAD, rule, told, with_rules, write

_SHORT = """\
  - id: AB101
    check:
      kind: length
      zone: 第一部分
      most: 800
    message: 总体情况有{length}字。
"""
_NATIONAL = "pack: own\ntitle: 甲\nextends: [gbh-2021-30]\n"


def _loaded(folder: Path, text: str) -> Pack:
    return load(write(folder, {"p.yaml": text}) / "p.yaml", cache=False)


def test_six_lines_are_a_rule(tmp_path: Path) -> None:
    (made,) = _loaded(tmp_path, with_rules(_SHORT)).rules
    assert (made.severity, made.basis, made.why, made.fix) == ("warning", "", "", "")
    assert made.title == Say("总体情况有…字", "")
    assert not made.examples.passing


def test_a_strict_pack_asks_for_all_texts_and_examples(tmp_path: Path) -> None:
    strict = with_rules(_SHORT) + "strict: true\n"
    found = told(tmp_path, strict)
    line = strict.splitlines().index("  - id: AB101") + 1
    assert {row[0] for row in found} == {line}
    assert sorted(zh for _, _, zh in found) == [
        "缺少示例：examples 的 pass、fail",
        "缺少英文（en）：message",
        "缺少：title、basis、why、fix",
    ]


def test_a_strict_pack_with_one_side_of_the_examples(tmp_path: Path) -> None:
    words = dict.fromkeys(("title", "message", "basis", "why", "fix"), "{zh: 甲, en: a}")
    whole = rule("{kind: section-repeat}", **words, examples="{pass: [{text: 好}]}")
    found = told(tmp_path, with_rules(whole) + "strict: true\n")
    assert [zh for _, _, zh in found] == ["缺少示例：examples 的 fail"]


def test_being_strict_is_not_inherited(tmp_path: Path) -> None:
    assert _loaded(tmp_path, _NATIONAL + "rules:\n" + _SHORT).rules[-1].id == "AB101"


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("GB406", "“GB406”是国家格式的规则编号"),
        ("GB999", "GB 开头的编号留给国家格式"),
    ],
)
def test_a_national_id_is_no_own_id(tmp_path: Path, own: str, said: str) -> None:
    text = _NATIONAL + "rules:\n" + _SHORT.replace("AB101", own)
    ((line, column, zh),) = told(tmp_path, text)
    assert said in zh
    assert text.splitlines()[line - 1][column - 1 :] == own


@pytest.mark.parametrize("own", ["GB406", "AB101"])
def test_a_rule_in_the_place_of_a_national_one(tmp_path: Path, own: str) -> None:
    text = _NATIONAL + "rules:\n" + _SHORT.replace("AB101", own) + "    replaces: GB406\n"
    pack = _loaded(tmp_path, text)
    ids = [rule.id for rule in pack.rules]
    assert (own in ids, "GB406" in ids) == (True, own == "GB406")
    assert len(ids) == len(load("gbh-2021-30").rules)
    check = next(rule.check for rule in pack.rules if rule.id == own)
    assert getattr(check, "most", 0) == 800


def test_a_rule_that_replaces_none_that_there_is(tmp_path: Path) -> None:
    text = _NATIONAL + "rules:\n" + _SHORT + "    replaces: GB4066\n"
    ((_, _, zh),) = told(tmp_path, text)
    assert "没有规则“GB4066”；是不是“GB406”？" in zh


_TABLE = (
    "  - {key: extra, number: 4, section: 2, name: 附表, "
    "rows: [培训, 讲座, 合计], columns: [期数]}\n"
)


def _with_table(table: str = _TABLE, **check: str) -> str:
    head = HEAD.replace("tables:\n", "tables:\n" + table)
    return head + "rules:\n" + "".join(rule(one, id=id_) for id_, one in check.items())


def test_a_table_in_a_line(tmp_path: Path) -> None:
    equation = "{kind: equation, table: 表4, each: column, equation: 培训 + 讲座 == 合计}"
    pack = _loaded(tmp_path, _with_table(AB101=equation))
    (block,) = pack.tables[0].blocks
    assert [(row.key, row.label) for row in block.rows] == [
        ("row_1", "培训"),
        ("row_2", "讲座"),
        ("row_3", "合计"),
    ]
    assert [column.key for column in block.columns] == ["column_1"]
    assert pack.tables[0].rows == ()
    check = pack.rules[0].check
    assert getattr(check, "equation", "") == "row_1 + row_2 == row_3"
    assert getattr(check, "table", "") == "extra"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (_TABLE.replace(", columns: [期数]", ""), "缺少：rows 和 columns"),
        (
            _TABLE.replace("columns: [期数]", "blocks: [{key: a, rows: [], columns: []}]"),
            "写在 blocks 里",
        ),
    ],
)
def test_a_table_without_lines(tmp_path: Path, table: str, said: str) -> None:
    text = _with_table(table, AB101="{kind: section-repeat}")
    assert said in told(tmp_path, text)[0][2]


def test_more_terms_for_a_quantity_by_key_or_by_name(tmp_path: Path) -> None:
    for name in ("completed", "办结的申请", "办结"):
        text = _NATIONAL + f"terms: {{{name}: [办竣]}}\n"
        assert "办竣" in _loaded(tmp_path, text).prose.terms["completed"]
    ((line, _, zh),) = told(tmp_path, _NATIONAL + "terms: {办洁: [办讫]}\n")
    assert line == 4
    assert "没有数量“办洁”" in zh


def test_a_list_of_words_of_its_own(tmp_path: Path) -> None:
    check = "{kind: words, words: {做为: 作为, 按排: {right: 安排, where: '按排(?!名)'}}}"
    pack = _loaded(tmp_path, with_rules(rule(check, message="'“{wrong}”应作“{right}”'")))
    found = check_report(
        report([section(1, "做为牵头单位，按排人员。", "按排名先后。", at=3)]), pack
    )
    assert messages(found) == ["“做为”应作“作为”", "“按排”应作“安排”"]
