"""The prose part of a pack: faults with their places, and what an extending pack adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.checks.kinds import load
from gblint.report.prose.vocabulary import vocabulary
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
    words = vocabulary(pack)
    found = {token.text: token for token in words.tokens("公开诉愿办讫心愿单收到")}
    assert [found[text].kind for text in ("公开诉愿", "办讫", "心愿单", "收到")] == [
        "requests",
        "finishing",
        "others",
        "arriving",
    ]
    assert found["办讫"].key == "completed"
