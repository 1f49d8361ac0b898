"""What a pack changes of its base, and inherited examples after it: told, and written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.authoring import check_pack
from gblint.authoring.examples import FILE, list_differences, open_pack, try_rules, write_examples
from gblint.checks import load
from tests.builder.small_packs import places, problems, rule, with_rules, write

_LENGTH = "{kind: length, zone: section 1, most: 9}"
_LONG = "甲2023报告\\n\\n一、甲情况\\n\\n全年办了不少于九个字的事情。\\n"
_SHORT = "甲2023报告\\n\\n一、甲情况\\n\\n短。\\n"
_EXAMPLES = (
    f'{{pass: [{{text: "{_SHORT}"}}], '
    f'fail: [{{name: 长, text: "{_LONG}", expect: {{most: 9, section: 1}}, count: 1}}]}}'
)
_BASE = with_rules(rule(_LENGTH, examples=_EXAMPLES))
_TITLE = (
    r"title_line: {name: 报告, subject: 报告, partial: 报告, "
    r"pattern: '(?P<organ>甲)(?P<year>\d{4})报告'}"
    "\n"
)


def _pack(folder: Path, most: int, more: str = "") -> Path:
    write(folder, {"base.yaml": _BASE + _TITLE})
    own = (
        "pack: own\ntitle: {zh: 乙, en: b}\nextends: [../base.yaml]\n"
        f"amend: {{XX101: {{check: {{kind: length, zone: section 1, most: {most}}}}}}}\n{more}"
    )
    return write(folder, {"own/pack.yaml": own}) / "own"


def test_the_base_holds(tmp_path: Path) -> None:
    write(tmp_path, {"base.yaml": _BASE + _TITLE})
    assert not check_pack(str(tmp_path / "base.yaml")).failed


@pytest.mark.parametrize(("most", "side"), [(8, "fail"), (99, "pass")])
def test_what_follows_from_a_change_does_not_fail_and_can_be_written_down(
    tmp_path: Path, most: int, side: str
) -> None:
    home = _pack(tmp_path, most)
    checked = check_pack(str(home))
    told = [one.problem.message.zh for one in checked.remarks]
    assert not checked.failed
    assert len(told) == 1
    assert "由 amend.XX101 的改动而来：继承的 XX101 的反例“长”结果变了" in told[0]
    opened = open_pack(str(home))
    (tried,) = try_rules(opened)
    assert (len(tried.failed), tried.broken) == (1, False)
    assert write_examples(opened) == home / FILE
    assert check_pack(str(home)).remarks == ()
    examples = load(home, cache=False).rules[0].examples
    assert {one.name for one in (examples.failing if side == "fail" else examples.passing)} >= {
        "长"
    }
    if side == "fail":
        assert examples.failing[0].expect == {"most": 8, "section": 1}
    assert write_examples(open_pack(str(home))) is None


def test_an_own_example_that_does_not_hold_still_fails(tmp_path: Path) -> None:
    home = _pack(
        tmp_path,
        9,
        'examples: {XX101: {fail: [{text: "甲2023报告\\n\\n一、甲情况\\n\\n短。\\n"}]}}\n',
    )
    checked = check_pack(str(home))
    assert checked.failed
    assert "XX101 的反例 1不成立" in checked.remarks[0].problem.message.zh


def test_examples_of_a_rule_that_is_not_inherited(tmp_path: Path) -> None:
    home = _pack(tmp_path, 9, "examples: {XX999: {}}\n")
    ((line, _, zh),) = places(problems(home))
    assert line == 5
    assert "没有规则“XX999”" in zh


def test_what_could_be_added_is_told_once(tmp_path: Path) -> None:
    short = (
        "  - {{id: AB10{0}, check: {{kind: pattern, zone: 全文, forbid: [坏{0}]}}, message: 坏}}\n"
    )
    text = with_rules(*(short.format(number) for number in range(5)))
    write(tmp_path, {"p.yaml": text})
    checked = check_pack(str(tmp_path / "p.yaml"))
    assert not checked.failed
    (remark,) = checked.remarks
    assert remark.severity == "note"
    zh = remark.problem.message.zh
    assert (
        "依据（basis）、理由（why）、改法（fix）、示例（examples）：AB100、AB101、AB102等 5 处"
        in zh
    )
    assert "英文（en）：" in zh


def test_a_rule_that_another_replaces_is_not_told_as_off(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "pack: own\ntitle: 本省\nextends: [gbh-2021-30]\noff: [GB208]\n"
        "rules:\n  - id: OW001\n    replaces: GB406\n    message: 有{length}字。\n"
        "    check: {kind: length, zone: 第一部分, most: 800}\n",
        "utf-8",
    )
    found = {(one.change, one.name): one.text.zh for one in list_differences(open_pack(str(file)))}
    assert found["replaced", "GB406"].startswith("由 OW001 代替：总体情况")
    assert ("off", "GB406") not in found
    assert ("off", "GB208") in found
