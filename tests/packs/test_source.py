"""YAML with its places: what is read, what is refused, and where."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.findings import Say
from gblint.packs import Fault, PackProblem, cut_excerpt
from gblint.packs.yaml_source import (
    TOO_LARGE,
    Mark,
    YamlSource,
    _make_syntax_error,
    explain_yaml_error,
    parse_yaml,
)
from gblint.text import measure_width


def read(text: str) -> YamlSource:
    return parse_yaml(text.encode(), "x.yaml")


def only(text: str | bytes) -> PackProblem:
    source = parse_yaml(text.encode() if isinstance(text, str) else text, "x.yaml")
    (problem,) = source.problems
    return problem


def test_data_and_places() -> None:
    source = read("示例: 甲\nb:\n  - c: 1\n    d: [x, '二']\n")
    assert source.data == {"示例": "甲", "b": [{"c": 1, "d": ["x", "二"]}]}
    assert source.problems == []
    assert source.marks["示例",] == Mark("x.yaml", 1, 5)
    assert source.keys["b", 0, "d"] == Mark("x.yaml", 4, 5)
    assert source.marks["b", 0, "d", 1] == Mark("x.yaml", 4, 12)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("2021-01-01", "2021-01-01"),
        ("03-31", "03-31"),
        ("1_000", "1_000"),
        ("true", True),
        ("~", None),
        ("", None),
        ("-12", -12),
        ("1.50", 1.5),
        ("'5'", "5"),
        ("!!str 5", "5"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_plain_scalars_are_those_of_yaml_1_2(written: str, value: object) -> None:
    source = read(f"a: {written}")
    assert source.data == {"a": value}
    assert type(source.data["a"]) is type(value)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("a: 1\nb: 2\na: 3", 3, 1, "键“a”重复"),
        ("a:\n  b: [1, 2\nc: 3", 2, 6, "“[”没有用“]”结束"),
        ("", 1, 1, "文件是空的"),
        ("# 注释\n", 1, 1, "文件是空的"),
        ("- 1", 1, 1, "最外层"),
        ("好: \x07x", 1, 4, "控制字符"),
        ("a: 1\n---\nb: 2", 2, 1, "YAML 语法错误"),
        ("a: !!python/object:os.system x", 1, 4, "不能用标签"),
        ("a: !own x", 1, 4, "不能用标签"),
        ("? [1]\n: 2", 1, 3, "键应是文字"),
        ("a: &x [*x]", 1, 4, "层次过深"),
        ("a: *x", 1, 4, "值以“*”开头，要用引号"),
    ],
)
def test_what_is_refused(text: str, line: int, column: int, said: str) -> None:
    problem = only(text)
    assert (problem.line, problem.column) == (line, column)
    assert said in problem.message.zh
    assert problem.message.en


_FAULTY = {
    "a: [1, 2\nb: 3": "“[”没有用“]”结束",
    "a: {b: 1\nc: 3": "“{”没有用“}”结束",
    "a: b: c": "冒号",
    "a: 甲: 乙\n": "冒号",
    "a: 1\n b: 2": "应是 0 格",
    "a: - 1": "另起一行",
    "a: 1\nb\nc: 2": "缺冒号",
    "a:\n\tb: 1": "制表符",
    "a: @b": "引号",
    "a: `b`": "引号",
    'a: "\\q"': "单引号",
    'a: "\\xqq"': "单引号",
    'a: "b': "配对",
    "a: 'b\n---\n": "配对",
    "a: |x\n  b": "后面不能再有",
    "a: >0\n  b": "后面不能再有",
    "a: * b": "别名",
    "a: &": "锚点",
    "a: *x": "别名",
    "%YAML 9.9.9\n---\na: 1": "“%”",
    "a: !<x": "“!”",
    "a: !x!y z": "“!”",
    "a: 1\n---\nb: 2": "一份内容",
    "a: 1\n]": "",
    "a:\n  - 1\n b: 2": "缩进",
    "a:\n  - 1\n  b: 2": "前面缺“- ”",
}


@pytest.mark.parametrize("text", _FAULTY)
@pytest.mark.parametrize("native", [True, False], ids=["C", "Python"])
def test_what_is_no_yaml_is_told_in_plain_words(
    text: str, native: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parser's own words are English, and others from one version to the next."""
    if not native:
        monkeypatch.delattr("yaml.CSafeLoader", raising=False)
    message = only(text).message
    assert _FAULTY[text] in message.zh
    assert not re.search(r"[a-z]{3}", message.zh)
    assert not re.search(r"expected|found|scanning|stream|indicator|[\u4e00-\u9fff]", message.en)


@pytest.mark.parametrize("said", ["exceeded maximum nesting depth", "Nesting too deep"])
def test_depth_that_the_parser_refuses_itself(said: str) -> None:
    import yaml

    error = yaml.MarkedYAMLError(problem=said)
    (problem,) = _make_syntax_error(error, YamlSource("x.yaml")).problems
    assert problem.message == TOO_LARGE


def test_words_that_no_version_has_said_yet() -> None:
    say = explain_yaml_error("something unheard of")
    assert "缩进" in say.zh
    assert "indentation" in say.en


def test_another_encoding_says_where_it_begins() -> None:
    problem = only("a: 1\nb: 甲".encode("gb18030"))
    assert (problem.line, problem.column) == (2, 4)
    assert "UTF-8" in problem.message.zh


def test_a_byte_order_mark_and_windows_lines() -> None:
    source = parse_yaml("\ufeffa: 1\r\nb: 2\r\n".encode(), "x.yaml")
    assert source.data == {"a": 1, "b": 2}
    assert source.keys["b",] == Mark("x.yaml", 2, 1)


def test_aliases_are_followed_within_bounds() -> None:
    assert read("a: &x [1, 2]\nb: *x").data == {"a": [1, 2], "b": [1, 2]}
    bomb = "a: &a [1,1,1,1,1,1,1,1,1,1]\n" + "".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 10)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "内容过多" in only(bomb).message.zh


@pytest.mark.parametrize("text", ["[" * 200_000, "- " * 200_000, "{a: " * 200_000])
def test_depth_beyond_all_bounds_stops_in_time(text: str) -> None:
    assert "层次过深" in only(text).message.zh


def test_a_place_inside_a_text() -> None:
    source = read("a: 'x (y'\nb: >\n  x (y\n")
    inside = source.make_problem(Fault(("a",), Say("这里"), column=3))
    assert (inside.line, inside.column) == (1, 7)
    assert inside.excerpt == "    a: 'x (y'\n          ^"
    block = source.make_problem(Fault(("b",), Say("这里"), column=3))
    assert (block.line, block.column) == (2, 4)


def test_what_is_absent_is_told_at_what_it_is_absent_from() -> None:
    source = read("a:\n  - b: {c: 1}\n")
    assert source.make_problem(Fault(("a", 0, "b", "d"), Say("缺"))).column == 5
    assert source.make_problem(Fault(("z",), Say("缺"))).line == 1


def test_the_caret_stands_below_wide_characters() -> None:
    line, caret = cut_excerpt("名称: 甲乙", 5).split("\n")
    assert measure_width(line[: line.index("甲")]) == caret.index("^")


@given(st.text(max_size=300), st.integers(min_value=-5, max_value=400))
def test_an_excerpt_is_two_lines_of_bounded_width(line: str, column: int) -> None:
    shown = cut_excerpt(line, column).split("\n")
    assert len(shown) == 2
    assert all(measure_width(part) <= 110 for part in shown)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    source = parse_yaml(raw, "x.yaml")
    for problem in source.problems:
        assert problem.line >= 1
        assert problem.column >= 1
