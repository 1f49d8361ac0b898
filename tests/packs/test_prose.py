"""The prose part of a pack: faults with their places, templates, and what wordings need."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.needed import needed
from gblint.packs.load import load
from gblint.packs.template import COUNT, TemplateError, expand
from tests.packs.small import HEAD, places, problems, rule, with_rules, write

_PROSE = """\
prose:
  about: 收到
  units: [件]
  words: {total: '(?:为|共)*'}
  quantities:
    - {key: got, name: {zh: 收到, en: got}, table: grid, equals: [first.all, parts.all + both.all]}
  statements:
    - {gives: [got], patterns: ['收到{total}{n}']}
  shares:
    - {patterns: ['占{p}'], part: [got], whole: [got]}
  foreign: ['来信{n}']
  breakdowns:
    - {whole: [got], parts: [got]}
"""
_TEXT = with_rules(rule("{kind: prose-number, quantities: [got]}")) + _PROSE


def test_a_sound_pack_has_no_fault(tmp_path: Path) -> None:
    pack = load(str(write(tmp_path, {"p.yaml": _TEXT}) / "p.yaml"), cache=False)
    assert [quantity.key for quantity in pack.prose.quantities] == ["got"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("收到{total}{n}", "收到{totl}{n}", "没有词语“totl”；是不是“total”？"),
        ("收到{total}{n}", "收到{total}", "{n} 的个数应与 gives 相同"),
        ("收到{total}{n}", "收到({n}", "正则表达式有误"),
        ("'占{p}'", "'占'", "缺少 {p}"),
        ("gives: [got]", "gives: [gott]", "没有数量“gott”；是不是“got”？"),
        ("part: [got]", "part: [lost]", "没有数量“lost”"),
        ("parts: [got]", "parts: [gone]", "没有数量“gone”"),
        ("- {whole: [got]", "- {whole: [goat]", "没有数量“goat”；是不是“got”？"),
        ("来信{n}", "来信{m}", "没有词语“m”"),
        ("quantities: [got]", "quantities: [goat]", "没有数量“goat”；是不是“got”？"),
        ("first.all", "frist.all", "没有行“frist”；是不是“first”？"),
        ("first.all", "first.al", "没有列“al”；是不是“all”？"),
        ("first.all", "first", "这里应是“行.列”，不是“first”"),
        ("table: grid, equals", "table: gird, equals", "没有表格“gird”；是不是“grid”？"),
    ],
)
def test_faults_are_told_with_their_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = _TEXT.replace(old, new)
    assert text != _TEXT
    (line, column, message), *_ = places(problems(write(tmp_path, {"p.yaml": text}) / "p.yaml"))
    assert said in message
    at = text.splitlines()[line - 1][column - 1 :]
    assert any(at.startswith(piece) for piece in (new, new.partition(": ")[2], new.strip("'"), at))
    assert HEAD.count("\n") < line


def test_words_in_words_stop() -> None:
    assert expand("a{b}", {"b": "c{d}", "d": "e"}) == "a(?:c(?:e))"
    with pytest.raises(TemplateError) as caught:
        expand("a{b}", {"b": "{b}"})
    assert (caught.value.name, caught.value.offset) == ("b", 1)


@pytest.mark.parametrize(
    ("pattern", "choices"),
    [
        ("收到申请", [{"收到申请"}]),
        (f"收到(?:了)?申请{COUNT}", [{"收到"}, {f"申请{COUNT}"}]),
        ("(?:收到|受理)申请", [{"收到", "受理"}, {"申请"}]),
        ("(?:(?:未|没有))收到", [{"未", "没有"}, {"收到"}]),
        ("收到?申请", [{"收"}, {"申请"}]),
        ("收[到受]申请(?=。)", [{"收"}, {"申请"}, {"。"}]),
        ("(?<=[,)])申请", [{"申请"}]),
        ("收到|受理", [{"收到", "受理"}]),
        ("收到|受理申请|受理|[ab]c", [{"收到", "受理", "c"}]),
        ("收到|[ab]", []),
        ("收到|(?:受理)?", []),
        ("(?P<a>收到)+(?<b>申请){0,2}(?:件)*(?>共){2}", [{"收到"}, {"共"}]),
        ("(?=年)(?!月)(?<!日)(?<=度)报(?m:告)", [{"年"}, {"度"}, {"报"}, {"告"}]),
        ("(?i)abc", []),
        ("a(?i:bc)d", []),
        ("(a)b\\1c", [{"a"}, {"b"}, {"c"}]),
        (r"\x41\u4e00年\.月", [{"年.月"}]),
        (r"\p{Han}年\g<1>月", [{"年"}, {"月"}]),
        (r"[\]年]月[^]日][[:alpha:]时]分", [{"月"}, {"分"}]),
        ("年{2}月{0}日{1,}?时{,3}分", [{"年"}, {"日"}, {"分"}]),
        (r"\d年\(件\)", [{"年(件)"}]),
    ],
)
def test_what_a_match_needs(pattern: str, choices: list[set[str]]) -> None:
    assert [set(choice) for choice in needed(pattern)] == choices
