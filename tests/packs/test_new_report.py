"""The words of a new report in a pack: what is wrong with them, and what is inherited."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.checks.kinds import load
from tests.builder.small_packs import HEAD, problems, write


def _faults(folder: Path, new_report: str) -> list[str]:
    write(folder, {"pack.yaml": HEAD + f"new_report: {new_report}\n"})
    return [one.message.zh for one in problems(folder)]


@pytest.mark.parametrize(
    ("new_report", "told"),
    [
        ("{title: '{organ}年报'}", "缺少“{year}”"),
        ("{prompt: （请填写）}", "缺少“{what}”"),
        ("{last_figure: '{last_year}年'}", "缺少“{figure}”"),
        ("{opening: ['{organs}编制']}", "这里没有值“organs”；是不是“organ”？"),
        ("{opening: ['{problem}']}", "这里没有值“problem”"),
        ("{opening: ['{organ编制']}", "大括号里只能是值的名称"),
        ("{opening: ['[[日期}]]']}", "大括号里只能是值的名称"),
        ("{opening: ['[[{years}]]']}", "这里没有值“years”"),
        ("{opening: ['[[日期']}", "“[[”和“]]”不配对"),
        ("{sections: [{number: 9}]}", "没有章节“9”"),
        ("{sections: [{number: 1}, {number: 1}]}", "“1”重复"),
        ("{sections: [{number: 1, text: [{text: 甲, heading: '{x}'}]}]}", "这里没有值“x”"),
        ("{contact: [{part: phone, text: 电话, what: 号码}]}", "缺少“{value}”"),
        ("{problems: {section: 9, begin: 甲, until: 乙, item: 丙}}", "没有章节“9”"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, new_report: str, told: str) -> None:
    (fault,) = _faults(tmp_path, new_report)
    assert told in fault


def test_a_part_that_no_contact_has_and_a_pattern_that_is_none_are_told(tmp_path: Path) -> None:
    assert _faults(tmp_path, "{contact: [{part: fax, text: '{value}', what: 传真}]}")
    assert _faults(tmp_path, "{problems: {section: 1, begin: '(', until: 乙, item: 丙}}")


_OWN = """\
pack: own
title: 我省
extends: [gbh-2021-30]
new_report:
  opening: ['{organ}编制。']
  contact: [{part: mail, text: '邮箱：{value}', what: 邮箱}]
  sections: [{number: 6, text: [{text: '[[费用]]'}]}]
"""


def test_what_a_pack_gives_replaces_what_it_inherits(tmp_path: Path) -> None:
    base = load("gbh-2021-30").new_report
    own = load(write(tmp_path, {"pack.yaml": _OWN}), cache=False).new_report
    assert own.opening == ("{organ}编制。",)
    assert [one.part for one in own.contact] == [one.part for one in base.contact]
    assert [one.text for one in own.contact if one.part == "mail"] == ["邮箱：{value}"]
    assert [one.number for one in own.sections] == [1, 5, 6]
    assert own.sections[2].text[0].text == "[[费用]]"
    assert (own.title, own.prompt, own.problems) == (base.title, base.prompt, base.problems)
