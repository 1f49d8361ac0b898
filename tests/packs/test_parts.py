"""Parts of a pack besides sections, tables and rules (prose, a new report, key figures): faults
with their places, and what an extending pack adds.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.checks import load
from gblint.reading import list_columns
from gblint.report.prose.vocabulary import make_vocabulary
from tests.builder.small_packs import HEAD, places, problems, rule, with_rules, write

_PROSE = """\
prose:
  about: [收到]
  units: [件]
  quantities:
    - key: got
      name: {zh: 收到, en: got}
      table: grid
      role: arriving
      equals: [first.all, parts.all + both.all]
      terms: [收到]
    - key: north
      name: {zh: 北, en: north}
      table: grid
      role: column
      columns: [north]
      terms: [北面]
  rates:
    - {words: [办结率], part: [got], whole: [got_north]}
  breakdowns:
    - {whole: [got], parts: [got_north]}
  terms: {got: [接到]}
"""
_TEXT = with_rules(rule("{kind: prose-number, quantities: [got]}")) + _PROSE


def test_a_sound_pack_has_no_fault(tmp_path: Path) -> None:
    pack = load(str(write(tmp_path, {"p.yaml": _TEXT}) / "p.yaml"), cache=False)
    assert [quantity.key for quantity in pack.prose.quantities] == ["got", "north"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("part: [got]", "part: [lost]", "没有数量“lost”"),
        ("parts: [got_north]", "parts: [gone]", "没有数量“gone”"),
        ("- {whole: [got]", "- {whole: [goat]", "没有数量“goat”；是不是“got”？"),
        ("quantities: [got]", "quantities: [goat]", "没有数量“goat”；是不是“got”？"),
        ("terms: {got:", "terms: {gott:", "没有数量“gott”；是不是“got”？"),
        ("first.all", "frist.all", "没有行“frist”；是不是“first”？"),
        ("first.all", "first.al", "没有列“al”；是不是“all”？"),
        ("first.all", "first", "这里应是“行.列”，不是“first”"),
        ("columns: [north]", "columns: [nort]", "没有列“nort”；是不是“north”？"),
        ("role: arriving", "role: column", "角色 column 的数量写 columns"),
        ("terms: [北面]", "terms: [收到]", "“收到”已是“got”的词语"),
        ("table: grid", "table: gird", "没有表格“gird”"),
    ],
)
def test_faults_are_told_with_their_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = _TEXT.replace(old, new)
    assert text != _TEXT
    (line, column, message), *_ = places(problems(write(tmp_path, {"p.yaml": text}) / "p.yaml"))
    assert said in message
    at = text.splitlines()[line - 1][column - 1 :]
    assert at
    assert HEAD.count("\n") < line


def test_an_extending_pack_adds_words_and_terms(tmp_path: Path) -> None:
    text = """\
pack: province
extends: [gbh-2021-30]
title: 示例省
prose:
  terms: {completed: [办讫]}
  words: {others: [心愿单], requests: [公开诉愿]}
"""
    pack = load(str(write(tmp_path, {"p.yaml": text}) / "p.yaml"), cache=False)
    words = make_vocabulary(pack)
    found = {token.text: token for token in words.read_tokens("公开诉愿办讫心愿单收到")}
    assert [found[text].kind for text in ("公开诉愿", "办讫", "心愿单", "收到")] == [
        "requests",
        "finishing",
        "others",
        "arriving",
    ]
    assert found["办讫"].key == "completed"


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


_OF_FIGURES = "pack: own\ntitle: 我省\nextends: [gbh-2021-30]\n"


def test_a_cell_that_no_table_has_is_told(tmp_path: Path) -> None:
    figures = "key_figures: [{name: 新收, cells: [applications.news.total]}]\n"
    write(tmp_path, {"pack.yaml": HEAD + figures})
    (fault,) = problems(tmp_path)
    assert "没有表格单元“applications.news.total”" in fault.message.zh


def test_what_is_given_replaces_what_is_inherited(tmp_path: Path) -> None:
    figures = "key_figures: [{name: 自然人, cells: [applications.new.natural]}]\n"
    own = load(write(tmp_path, {"pack.yaml": _OF_FIGURES + figures}), cache=False)
    assert [name.zh for name, _ in list_columns(own).main] == ["自然人"]
    same = load(write(tmp_path, {"pack.yaml": _OF_FIGURES}), cache=False)
    assert same.key_figures == load("gbh-2021-30").key_figures


def test_a_figure_of_a_cell_that_is_not_there_is_left_out() -> None:
    assert len(list_columns(load("gbh-2021-30")).main) == 7
    of_2019 = [name.zh for name, _ in list_columns(load("gbh-2019-60")).main]
    assert of_2019 == ["新收申请", "上年结转", "办理结果总计", "结转下年", "行政复议", "行政诉讼"]
    assert not list_columns(load("regulations-2007")).main
    assert len(list_columns(load("gbh-2021-30")).columns) == 200
