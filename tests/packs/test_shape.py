"""Every error of shape, at its place, with what is right."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.checks import KINDS
from gblint.packs.pack_source import make_source_type
from gblint.packs.pattern_faults import explain_pattern_error, find_pattern_faults
from gblint.packs.schema import make_pack_schema
from gblint.packs.shape import find_shape_faults
from gblint.packs.yaml_source import Data, parse_yaml
from tests.builder.small_packs import HEAD, places, problems, rule, with_rules, write

_TYPE = make_source_type(KINDS)


def told(text: str) -> list[tuple[int, int, str]]:
    source = parse_yaml(text.encode(), "x.yaml")
    return places(tuple(map(source.make_problem, find_shape_faults(source.data, _TYPE))))


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("pack: a\ntitel: 甲", 2, 1, "没有“titel”这个键；是不是“title”？"),
        ("pack: a\nzzz: 甲", 2, 1, "没有“zzz”这个键；可用的有"),
        ("title: 甲", 1, 1, "缺少：pack"),
        ("pack: A_b", 1, 7, "“A_b”的写法不对：编号只用小写字母"),
        ("pack: a\nversion: 1.0", 2, 10, "这里应是文字，读到的是小数；请加引号"),
        ("pack: a\nyears: [2021]", 2, 8, "应有 2 项，读到 1 项"),
        ("pack: a\nyears: [2021, 二]", 2, 15, "这里应是整数或空值，读到的是文字"),
        ("pack: a\nextends: b", 2, 10, "这里应是列表，读到的是文字"),
        ("pack: a\ntitle: {zh: 甲, de: b}", 2, 16, "没有“de”这个键"),
        ("pack: a\ntitle: [甲]", 2, 8, "应是键值或文字，读到的是列表"),
        ("pack: a\nsections: [一]", 2, 12, "这里应是键值，读到的是文字"),
        ("pack: a\nsections:\n  - number: true\n    heading: x", 3, 13, "应是整数，读到的是true"),
        ("pack: a\nplaceholders: ['x(']", 2, 18, "正则表达式有误：括号没有配对"),
        ("pack: a\nplaceholders: ['a{99999999999}']", 2, 18, "正则表达式不能接受：重复次数"),
        ("pack: a\nseverity: {GB101: fatal}", 2, 19, "不能是“fatal”；可用的有：error、note"),
        (f"pack: a\nprose: {{words: {{filler: [{'字' * 61}]}}}}", 2, 26, "有 61 个字，最多 60 个"),
        ("pack: a\nprose: {words: {filler: ['']}}", 2, 26, "不能是空的"),
        ("pack: a\nheadings: {ordinal: 一，}", 2, 21, "不能是“一，”；可用的有："),
    ],
)
def test_one_error(text: str, line: int, column: int, said: str) -> None:
    ((at_line, at_column, zh),) = told(text)
    assert (at_line, at_column) == (line, column)
    assert said in zh


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("{kind: equatoin}", ["没有“equatoin”这一种检查；是不是“equation”？"]),
        ("{find: missing}", ["缺少“kind”，应是其中之一：section-presence、"]),
        ("{kind: equation, table: x, each: rows, equation: a}", ["不能是“rows”；是不是“row”？"]),
        ("{kind: equation, tabel: x}", ["没有“tabel”", "缺少：each、equation"]),
        ("{kind: 5}", ["没有“5”这一种检查"]),
        ("equation", ["这里应是键值，读到的是文字"]),
        (
            "{kind: length, zone: somewhere, most: 5}",
            ["没有“somewhere”这个位置。可以写：标题"],
        ),
    ],
)
def test_only_the_branch_that_was_meant(check: str, said: list[str]) -> None:
    found = told(with_rules(rule(check)))
    assert len(found) == len(said)
    for (_, _, zh), part in zip(found, said, strict=True):
        assert part in zh


def test_all_errors_at_once_with_their_lines(tmp_path: Path) -> None:
    text = with_rules(
        rule("{kind: section-order}", severity="fatal", fix="[a]"),
        rule("{kind: section-repeat}", id="XX102", message="'{hedding}'"),
    )
    write(tmp_path, {"p.yaml": text.replace("number: 1, heading", "nummer: 1, heading")})
    write(tmp_path, {"q.yaml": text})
    found = problems(tmp_path / "p.yaml")
    assert [p.message.zh.split("；")[0] for p in found] == [
        "没有“nummer”这个键",
        "不能是“fatal”",
        "这里应是键值或文字，读到的是列表",
    ]
    assert all(str(p.line) in p.told() and p.excerpt for p in found)
    # where only rules are wrong in their shape, the others are looked at all the same
    assert any("没有值“hedding”" in p.message.zh for p in problems(tmp_path / "q.yaml"))


def test_a_syntax_error_does_not_bring_what_follows_from_it(tmp_path: Path) -> None:
    write(tmp_path, {"pack.yaml": "pack: [", "rules.yaml": "rules: [{id: XX101}]"})
    found = problems(tmp_path)
    assert [(Path(p.file).name, "缺少：" in p.message.zh) for p in found] == [
        ("pack.yaml", False),
        ("rules.yaml", True),
    ]


_WHOLE = parse_yaml(with_rules(rule("{kind: section-order}")).encode(), "x").data


def test_the_small_pack_is_sound() -> None:
    assert find_shape_faults(_WHOLE, _TYPE) == []
    assert HEAD.startswith("pack: small")


_scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3) | st.just(1.5)


@st.composite
def _changed(draw: st.DrawFn) -> dict[str, Data]:
    """The small pack with one value put in place of another, taken out, or added."""
    data = msgspec.json.decode(msgspec.json.encode(_WHOLE))
    node = data
    for _ in range(draw(st.integers(0, 5))):
        steps = sorted(node) if isinstance(node, dict) else range(len(node))
        below = [step for step in steps if isinstance(node[step], dict | list) and node[step]]
        if not below:
            break
        node = node[draw(st.sampled_from(below))]
    new = draw(
        _scalars
        | st.lists(_scalars, max_size=2)
        | st.dictionaries(st.text(max_size=3), _scalars, max_size=1)
    )
    if isinstance(node, dict):
        key = draw(st.sampled_from([*sorted(node), "new", "en", "count"]))
        if draw(st.booleans()):
            node.pop(key, None)
        else:
            node[key] = new
    else:
        node[draw(st.integers(0, len(node) - 1))] = new
    changed: dict[str, Data] = data
    return changed


@given(_changed())
def test_the_walk_agrees_with_msgspec_and_with_the_schema(data: dict[str, Data]) -> None:
    try:
        msgspec.convert(data, make_source_type(KINDS))
    except msgspec.ValidationError:
        sound = False
    else:
        sound = True
    faults = find_shape_faults(data, _TYPE)
    assert (not faults) == sound, faults
    if "pack" in data:  # not required in the files beside pack.yaml
        validator = jsonschema.Draft202012Validator(make_pack_schema(KINDS))
        assert validator.is_valid(data) == sound


@pytest.mark.parametrize(
    ("pattern", "meant", "column"),
    [
        ("x(", "括号没有配对", 2),
        ("(?:x", "括号没有配对", None),
        ("x)", "括号没有配对", None),
        ("[a", "字符类", None),
        ("[]", "字符类", None),
        ("*x", "重复符号", 1),
        ("x|+", "重复符号", None),
        ("x{3,2}", "重复次数", None),
        ("[b-a]", "范围", None),
        (r"\p{Nope}", "字符属性", None),
        ("x\\", "“\\”", None),
        ("(?P=a)", "组", None),
    ],
)
def test_errors_of_patterns_are_told_in_own_words(
    pattern: str, meant: str, column: int | None
) -> None:
    (fault,) = find_pattern_faults(pattern, ("here",))
    assert meant in fault.say.zh
    assert not any(char.isascii() and char.isalpha() for char in fault.say.zh)
    assert fault.say.in_lang("en").isascii() or "…" in fault.say.in_lang("en")
    assert column is None or fault.column == column


def test_an_error_of_a_pattern_that_is_not_known_is_told_all_the_same() -> None:
    assert explain_pattern_error("something else altogether").zh.startswith("这里不符合正则表达式")
