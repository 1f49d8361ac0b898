"""Settings: where they are found, what may stand in them, and where and what their errors are."""

from __future__ import annotations

import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.config import (
    Config,
    ConfigError,
    PerFileIgnore,
    Settings,
    find_config,
    make_settings_schema,
    read_config,
)
from gblint.config.toml_source import TomlPlaces, explain_toml_error, find_faults
from gblint.packs import DataPath

_ALL = """\
# every setting
pack = "gbh-2021-30"
packs = ["a.yaml", "b"]
select = ["GB1", "GB2"]
ignore = ["GB105"]
fail-on = "never"
severity = {GB406 = "note", "GB5" = "error"}

[[per-file-ignores]]
files = ["old/**"]
rules = ["GB3"]
reason = "已公开"

[[per-file-ignores]]
files = ["x.md"]
rules = ["GB4"]
reason = "样稿"
"""


def _read(folder: Path, text: str, name: str = "gblint.toml") -> Config:
    path = folder / name
    path.write_bytes(text.encode())
    return read_config(path)


def _errors(folder: Path, text: str, name: str = "gblint.toml") -> list[tuple[int, int, str]]:
    with pytest.raises(ConfigError) as caught:
        _read(folder, text, name)
    return [(p.line, p.column, p.message.zh) for p in caught.value.problems]


def test_every_setting(tmp_path: Path) -> None:
    config = _read(tmp_path, _ALL)
    assert config.folder == tmp_path
    assert config.pack == "gbh-2021-30"
    assert config.packs == ("a.yaml", "b")
    assert config.select == ("GB1", "GB2")
    assert config.ignore == ("GB105",)
    assert config.fail_on == "never"
    assert config.severity == {"GB406": "note", "GB5": "error"}
    assert config.per_file_ignores == (
        PerFileIgnore(("old/**",), ("GB3",), "已公开"),
        PerFileIgnore(("x.md",), ("GB4",), "样稿"),
    )


def test_the_same_in_pyproject(tmp_path: Path) -> None:
    text = _ALL.replace("# every setting", "[project]\nname = 'x'\n\n[tool.gblint]")
    text = text.replace("[[per", "[[tool.gblint.per")
    config = _read(tmp_path, text, "pyproject.toml")
    assert config.select == ("GB1", "GB2")
    assert len(config.per_file_ignores) == 2


def test_nothing_is_set(tmp_path: Path) -> None:
    config = _read(tmp_path, "")
    assert (config.select, config.ignore, config.pack, config.fail_on) == (None, (), None, None)


def test_a_byte_order_mark_and_windows_lines(tmp_path: Path) -> None:
    config = _read(tmp_path, "\ufeffignore = [\r\n'GB1'\r\n]\r\n")
    assert config.ignore == ("GB1",)
    assert _errors(tmp_path, "\ufeff# 一\r\nignore = 'GB1'\r\n")[0][:2] == (2, 10)


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("ignroe = []", [(1, 1, "没有设置项“ignroe”；是不是“ignore”？")]),
        ("ignore = 'GB1'", [(1, 10, "“ignore”应是列表")]),
        ("ignore = ['GB1', 3,\n  '']", [(1, 18, "“ignore”应是文字"), (2, 3, "“ignore”应是文字")]),
        ("severity = 'note'", [(1, 12, "“severity”应是表")]),
        ("[severity]\nGB1 = 1", [(2, 7, "“GB1”不能是这个值；可以是 error、warning、note")]),
        ("fail-on = 'Error'", [(1, 11, "“fail-on”不能是“Error”；是不是“error”？")]),
        ("pack = ''", [(1, 8, "“pack”应是文字")]),
        ("[per-file-ignores]\n'a' = ['GB1']", [(1, 1, "应写成 [[per-file-ignores]]")]),
        (
            "[[per-file-ignores]]\nrule = ['GB1']",
            [
                (1, 1, "缺少“files”"),
                (1, 1, "缺少“reason”：写明为什么"),
                (1, 1, "缺少“rules”"),
                (2, 1, "没有设置项“rule”；是不是“rules”？"),
            ],
        ),
        (
            "[[per-file-ignores]]\nfiles=['a']\nrules=['GB1']\nreason='  '",
            [(4, 8, "“reason”应是文字，不能为空")],
        ),
        ("ignore = [\n", [(1, 11, "TOML 语法错误")]),
        ("a = 1\na = 2", [(2, 6, "TOML 语法错误")]),
        ("x = =", [(1, 5, "TOML 语法错误")]),
    ],
)
def test_errors_and_their_places(
    tmp_path: Path, text: str, errors: list[tuple[int, int, str]]
) -> None:
    found = _errors(tmp_path, text)
    assert [one[:2] for one in found] == [one[:2] for one in errors]
    for (_, _, said), (_, _, wanted) in zip(found, errors, strict=True):
        assert said.startswith(wanted)


def test_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "gblint.toml"
    path.write_bytes('pack = "x"\n# 中文'.encode("gbk"))
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (2, 3)
    assert "UTF-8" in problem.message.zh


def test_errors_show_the_line(tmp_path: Path) -> None:
    path = tmp_path / "gblint.toml"
    path.write_text('fail-on = "warn"', "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    told = str(caught.value)
    assert told.splitlines()[1:] == ['    fail-on = "warn"', "              ^"]
    assert "gblint.toml:1:11:" in told


def test_the_nearest_upward_counts(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    own = tmp_path / "gblint.toml"
    shared = tmp_path / "a" / "pyproject.toml"
    other = deep / "pyproject.toml"
    own.touch()
    shared.write_text("[tool.gblint]\n", "utf-8")
    other.write_text("[tool.other]\nx = 'gblint'\n", "utf-8")
    assert find_config(deep) == shared
    assert find_config(tmp_path / "a") == shared
    assert find_config(tmp_path) == own


def test_gblint_toml_goes_before_pyproject(tmp_path: Path) -> None:
    (tmp_path / "gblint.toml").touch()
    (tmp_path / "pyproject.toml").write_text("[tool.gblint]\n", "utf-8")
    assert find_config(tmp_path) == tmp_path / "gblint.toml"


@pytest.mark.parametrize(
    "text",
    [
        "[tool.gblint]",
        '[ tool . "gblint" ]',
        "[[tool.gblint.per-file-ignores]]\nfiles=['a']\nrules=['GB1']\nreason='x'",
        "[tool]\ngblint = {ignore = []}",
        "tool.gblint.ignore = []",
        "tool = {gblint = {}}",
    ],
)
def test_every_way_to_write_the_table(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(text, "utf-8")
    assert find_config(tmp_path) == path
    assert read_config(path).select is None


def _paths(value: Any, path: DataPath = ()) -> set[DataPath]:
    """The ways to all values inside a value."""
    found = {path} if path else set()
    if isinstance(value, dict):
        for key, item in value.items():
            found |= _paths(item, (*path, key))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            found |= _paths(item, (*path, at))
    return found


_HARD = """\
# [not.a.table]
title = "a # no comment, [no] {table}"
'quoted key' . "\\u0062" = 'x'
dates = [1979-05-27 07:32:00, 07:32:00,]
text = \"\"\"
[no table]
"quoted" \\\"\"\" = 1\"\"\"
literal = '''
key = '' [x]'''
inline = { a = [1, {b = "}"}], c.d = { } }
empty = []  # ]
[table . "with space"]
x = 1
[[list]]
[[list]]
y = [[1, 2], ["a, b", 'c]']]
[[list.inner]]
z = -1.5e+3
[[list.inner]]
z = inf
[list.other]
q = true
[[list]]
y = 0x1F
"""


def test_places_of_all_that_toml_allows() -> None:
    data = tomllib.loads(_HARD)
    places = TomlPlaces(_HARD)
    assert set(places.keys) | set(places.values) >= _paths(data)
    lines = {
        path: _HARD[: places.find(path)].count("\n") + 1
        for path in (
            ("title",),
            ("quoted key", "b"),
            ("inline", "a", 1, "b"),
            ("literal",),
            ("table", "with space", "x"),
            ("list", 1, "y", 1, 1),
            ("list", 1, "inner", 1, "z"),
            ("list", 1, "other", "q"),
            ("list", 2, "y"),
        )
    }
    assert list(lines.values()) == [2, 3, 10, 8, 13, 16, 20, 22, 24]


_texts = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=6)
_scalars = st.one_of(_texts, st.integers(-9, 99), st.booleans())
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=8,
)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, dict):
        pairs = (f"{_toml(key)} = {_toml(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(st.dictionaries(_texts, _values, max_size=4))
def test_places_lead_to_what_is_written_there(data: dict[str, Any]) -> None:
    text = "\n".join(f"{_toml(key)}={_toml(value)}" for key, value in data.items())
    assert tomllib.loads(text) == data
    places = TomlPlaces(text)
    for path in _paths(data):
        value: Any = data
        for step in path:
            value = value[step]
        assert text.startswith(_toml(value), places.values[path])
        if isinstance(path[-1], str):
            assert text.startswith(_toml(path[-1]), places.keys[path])


@pytest.mark.parametrize("name", ["gblint.toml", "pyproject.toml"])
def test_settings_that_are_nested_without_end(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    head = "" if name == "gblint.toml" else "[tool.gblint]\n"
    path.write_text(head + "ignore = " + "[" * 20_000, "utf-8")
    with pytest.raises(ConfigError, match="嵌套过深"):
        read_config(path)
    assert find_config(tmp_path) == path


_SCHEMA = jsonschema.Draft202012Validator(make_settings_schema())

_lines = st.sampled_from(
    [
        ("pack", "gbh-2021-30"),
        ("packs", ["a"]),
        ("select", ["GB1"]),
        ("ignore", []),
        ("severity", {"GB1": "note"}),
        ("per-file-ignores", [{"files": ["a"], "rules": ["GB1"], "reason": "样稿"}]),
        ("previous", "去年.docx"),
        ("limits", {"pages": 5, "file_mb": 1.5}),
        ("fail-on", "never"),
        ("fail-on-skipped", True),
        ("no-suppressions", False),
        ("archives", True),
        ("severity", {"GB1": "fatal"}),
        ("limits", {"pages": 1.5}),
        ("limits", {"pages": 0}),
        ("limits", {"file_mb": True}),
        ("limits", {"lines": 1}),
        ("per-file-ignores", [{"files": ["a"], "rules": ["GB1"]}]),
        ("per-file-ignores", [{"files": ["a"], "rules": "GB1", "reason": "x"}]),
        ("ignore", [" "]),
        ("fail-on", "warn"),
        ("ignroe", []),
    ]
)


@given(st.lists(_lines, max_size=4).map(dict), st.none() | st.tuples(_texts, _values))
def test_what_is_told_agrees_with_the_types_and_with_the_schema(
    data: dict[str, Any], extra: tuple[str, Any] | None
) -> None:
    """The types are the check: what is read, what is told, and the schema are all of them."""
    if extra is not None:
        data = {**data, extra[0]: extra[1]}
    faults = find_faults(data, Settings)
    text = "\n".join(f"{_toml(key)}={_toml(value)}" for key, value in data.items())
    with TemporaryDirectory() as folder:
        path = Path(folder) / "gblint.toml"
        path.write_text(text, "utf-8")
        if faults:
            with pytest.raises(ConfigError) as caught:
                read_config(path)
            assert len(caught.value.problems) == len({(f.path, f.say.zh) for f in faults})
        else:
            read_config(path)
    assert _SCHEMA.is_valid(data) == (not faults), faults


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ignore = [", "“[”“{”没有配对"),
        ("ignore = ['GB1',\n", "“[”“{”没有配对"),
        ("ignore = ['GB1' 'GB2']", "没有用“]”结束"),
        ("a = {b = 1", "没有用“}”结束"),
        ("a = {b = 1, b = 2}", "已经写过"),
        ("a = 1\na = 2", "已经写过"),
        ("[a]\n[a]", "已经写过"),
        ("a = {b = 1}\n[a.c]", "已经写过"),
        ("a = 1\n[a.b]", "已经写过"),
        ("pack", "缺等号"),
        ("pack: 'x'", "缺等号"),
        ("[a", "方括号没有配对"),
        ("[[a]", "方括号没有配对"),
        ("a = 1 b = 2", "另起一行"),
        ("a = 'x", "引号没有"),
        ('a = "x', "引号没有"),
        ('a = """x', "引号没有"),
        ("a = '''x", "引号没有"),
        ("a = 'x\ny'", "引号"),
        ('a = "C:\\报告"', "双引号里的“\\”"),
        ('a = "\\uZZZZ"', "双引号里的“\\”"),
        ('a = "\\ud800"', "双引号里的“\\”"),
        ("a = 2023-02-30", "日期"),
        ("规则 = 1", "键的名称"),
        ("= 1", "键的名称"),
        ("a = ", "缺一个值"),
        ("a = \nb = 1", "不是可用的值"),
        ("a = True", "不是可用的值"),
        ("a = x", "不是可用的值"),
        ("a = '\x01'", "不能出现的字符"),
        (f"a = {'1' * 5000}", "数字过长"),
    ],
)
def test_errors_of_toml_are_told_in_own_words(tmp_path: Path, text: str, meant: str) -> None:
    path = tmp_path / "gblint.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    (problem,) = caught.value.problems
    assert meant in problem.message.zh
    said = problem.message.zh.removeprefix("TOML 语法错误：").replace("TOML", "")
    assert not any(char.isascii() and char.isalpha() for char in said)
    assert problem.message.in_lang("en").isascii()
    assert problem.excerpt


def test_an_error_of_toml_that_is_not_known_is_told_all_the_same() -> None:
    assert explain_toml_error("Something else altogether").zh.startswith("这里不符合 TOML")
