"""Packs made to do harm: an error that says so, soon and within little memory."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from tests.builder.small_packs import rule
from tests.hostile.watched import Ran, ran
from tests.tools.amount import ALL, some
from tests.tools.repository import FIXTURES

if sys.platform != "linux":
    pytest.skip("NOT TESTED: processes are watched on Linux", allow_module_level=True)

_SECONDS = 10
"""Of a processor: twice what docs/limits.md promises, for the cores may be shared with others."""
_MEGABYTES = 300
_HEAD = "pack: own\ntitle: 甲\nextends: [gbh-2021-30]\n"
_DEEP = 14 if ALL else 7
_LETTERS = "abcdefghij"
_LAUGHS = "a: &a [x, x, x]\n" + "".join(
    f"{to}: &{to} [{', '.join(['*' + of] * 9)}]\n" for of, to in pairwise(_LETTERS)
)


def _extending(name: str, *others: str) -> str:
    return f"pack: {name}\ntitle: 甲\nextends: [{', '.join(others)}]\n"


def _fan() -> dict[str, str]:
    """Each extends two that extend the same two: by the last, twice as many ways with each."""
    files = {
        f"{side}{at}.yaml": _extending(f"{side}{at}", f"a{at + 1}.yaml", f"b{at + 1}.yaml")
        for at in range(_DEEP)
        for side in "ab"
    }
    ends = {f"{side}{_DEEP}.yaml": _extending(f"{side}{_DEEP}", "gbh-2021-30") for side in "ab"}
    return {**files, **ends}


def _chain() -> dict[str, str]:
    return {f"a{at}.yaml": _extending(f"a{at}", f"a{at + 1}.yaml") for at in range(1500)}


def _joined(unit: str, times: int) -> dict[str, str]:
    """Two files that both have very many of the same."""
    part = f"rules:\n{unit * times}"
    return {"pack.yaml": _HEAD + part, "more.yaml": part}


_ONE: dict[str, str | bytes] = {
    "laughs": _HEAD + _LAUGHS,
    "deep": _HEAD + "a: " + "[" * 100_000,
    "deep-mappings": _HEAD + "a: " + "{a: " * 100_000,
    "deep-keys": _HEAD + "? " * 100_000,
    "long-list": _HEAD + "a: [" + "a," * 900_000 + "]",
    "many-keys": _HEAD + "".join(f"k{at}: 1\n" for at in range(150_000)),
    "many-wrong-keys": _HEAD + "facts: {" + "".join(f"k{at}: 1, " for at in range(19_000)) + "}",
    "same-key": _HEAD + "a: 1\n" * 19_000,
    "many-wrong-rules": _HEAD + "rules:\n" + "- {}\n" * 38_000,
    "anchors": _HEAD + "a: [" + "".join(f"&a{at} x," for at in range(150_000)) + "]",
    "tags": _HEAD + "a: [" + "!!python/object:os.system x, " * 38_000 + "]",
    "extends-many": _extending("own", *["gbh-2021-30"] * 30_000),
    "extends-none": _extending("own", *["gbh-2021-31"] * 30_000),
    "extends-itself": _extending("own", *["pack.yaml"] * 30_000),
    "many-rewords": _HEAD
    + "reword:\n"
    + "".join(f"- {{find: {at}x, replace: 甲}}\n" for at in range(12_000)),
    "huge": b"a: " + b"x" * 40_000_000,
    "not-text": bytes(range(256)) * 8000,
    "long-pattern": _HEAD + "title_line: {pattern: '[" + "a-z" * 500_000 + "]'}",
    "pattern-of-many": _HEAD
    + "title_line: {pattern: '"
    + "|".join(f"a{at}" for at in range(200_000))
    + "'}",
    "deep-pattern": _HEAD + "title_line: {pattern: '" + "(" * 9_000 + "'}",
    "literal-pattern": _HEAD + "placeholders: ['" + "a" * 9_990 + "']",
    "nested-pattern": _HEAD + "placeholders: ['" + "(" * 30 + "a" + "){1,99}" * 30 + "']",
    "very-nested-pattern": _HEAD + "placeholders: ['" + "(" * 200 + "a" + "){1,99}" * 200 + "']",
    "doubling-pattern": _HEAD + "placeholders: ['" + "(?:" * 25 + "ab" + ")+" * 25 + "']",
    "fuzzy-pattern": _HEAD + "placeholders: ['(?:(?:ab?c*){e}x){e<=12}']",
    "large-patterns": _HEAD
    + "placeholders: ["
    + ", ".join(f"'(?:(?:ab){{2000}}){{1,{at + 2}}}x'" for at in range(5_000))
    + "]",
    "many-words": _HEAD
    + "prose: {about: [申请], words: {filler: ["
    + ", ".join(f"字{at}" for at in range(50_000))
    + "]}}",
    "long-words": _HEAD + "prose: {about: [申请], words: {filler: [" + "字" * 500_000 + "]}}",
    "counted-pattern": _HEAD + "title_line: {pattern: '((a{1,999}){1,999}){1,999}'}",
}
_SEVERAL: dict[str, tuple[Callable[[], Mapping[str, str]], str]] = {
    "fan": (_fan, "a0.yaml"),
    "chain": (_chain, "a0.yaml"),
    "loop": (
        lambda: {"a.yaml": _extending("a", "b.yaml"), "b.yaml": _extending("b", "a.yaml")},
        "a.yaml",
    ),
    "joined-rules": (lambda: _joined("- {id: 1}\n", 9_000), "."),
    "many-files": (
        lambda: {"pack.yaml": _HEAD, **{f"{at}.yaml": "a: 1" for at in range(1000)}},
        ".",
    ),
    "many-values": (
        lambda: {
            "pack.yaml": _HEAD,
            **{f"{at}.yaml": "rules:\n" + "- {}\n" * 2000 for at in range(150)},
        },
        ".",
    ),
}


def _with_pack(folder: Path, at: str) -> Ran:
    (folder / "report.md").write_bytes((FIXTURES / "footing-row" / "report.md").read_bytes())
    found = ran(folder, "report.md", "--pack", f"./{at}")
    assert found.seconds < _SECONDS
    assert found.megabytes < _MEGABYTES
    assert "Traceback" not in found.out + found.err
    assert "自身出错" not in found.err
    assert len(found.out + found.err) < 200_000
    return found


@pytest.mark.alike(2)
@pytest.mark.slow
@pytest.mark.parametrize("name", some([*_ONE], 3))
def test_one_file(name: str, tmp_path: Path) -> None:
    data = _ONE[name]
    (tmp_path / "own.yaml").write_bytes(data.encode() if isinstance(data, str) else data)
    found = _with_pack(tmp_path, "own.yaml")
    assert found.code == 2
    assert found.err.startswith("错误：own.yaml:")


@pytest.mark.slow
@pytest.mark.parametrize("name", some([*_SEVERAL], 2))
def test_several_files(name: str, tmp_path: Path) -> None:
    make, at = _SEVERAL[name]
    (tmp_path / "packs").mkdir()
    for file, text in make().items():
        (tmp_path / "packs" / file).write_text(text, "utf-8")
    found = _with_pack(tmp_path, f"packs/{at}")
    assert found.code in (1, 2)
    assert (found.code == 1) == (name == "fan"), found.err
    assert name == "fan" or found.err.startswith("错误：packs")


@pytest.mark.parametrize("made", ["fifo", "fifo-inside", "folder-inside", "empty-folder", "device"])
def test_what_is_no_file(made: str, tmp_path: Path) -> None:
    """Nobody waits for a pipe into which nobody writes."""
    at = tmp_path / "own"
    if made == "fifo":
        os.mkfifo(at)
    elif made == "device":
        at = Path("/dev/zero")
    else:
        at.mkdir()
        inside = at / "a.yaml"
        if made != "empty-folder":
            (at / "pack.yaml").write_text(_HEAD, "utf-8")
        if made == "fifo-inside":
            os.mkfifo(inside)
        elif made == "folder-inside":
            inside.mkdir()
    found = _with_pack(tmp_path, os.path.relpath(at, tmp_path))
    assert found.code == 2
    assert found.err.startswith("错误：")


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("gblint.toml", (), "大于 0.5 MB"),
        ("own.toml", ("--config", "own.toml"), "大于 0.5 MB"),
        ("known.json", ("--baseline", "known.json"), "大于 64 MB"),
    ],
)
def test_files_beyond_reason(name: str, words: Sequence[str], said: str, tmp_path: Path) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(10 * 2**30)
    (tmp_path / "report.md").write_text("一、总体情况", "utf-8")
    found = ran(tmp_path, "report.md", *words)
    assert found.code == 2
    assert said in found.err
    assert found.seconds < _SECONDS
    assert found.megabytes < _MEGABYTES


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("known.json", '{"gblint-baseline": 1, "files": ' + "[" * 1_000_000),
        ("known.json", '{"a": ' * 1_000_000),
        ("gblint.toml", "select = " + "[" * 500_000),
        ("gblint.toml", "[" + "a." * 100_000 + "a]"),
        ("gblint.toml", "a." * 40_000 + "a = 1"),
    ],
    ids=["lists", "mappings", "settings", "tables", "keys"],
)
def test_files_nested_without_end(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "report.md").write_text("一、总体情况", "utf-8")
    words = ("--baseline", name) if name.endswith("json") else ()
    found = ran(tmp_path, "report.md", *words)
    assert found.code == 2, found
    assert "自身出错" not in found.err
    assert "Traceback" not in found.err
    assert found.seconds < _SECONDS
    assert found.megabytes < _MEGABYTES


def _exploding(at: int) -> str:
    check = (
        "{kind: pattern, zone: report, forbid: ['(?:(?:甲|甲甲)+)+[乙丙]{1," + f"{at + 1}" + "}']}"
    )
    return rule(check, id=f"XX1{at:02}")


@pytest.mark.gate
@pytest.mark.parametrize(
    ("length", "said"),
    some([(13, "合计运行超过 3 秒|已用满 2 秒"), (400, "正则表达式运行超过 2 秒")], 2),
)
def test_patterns_that_explode(length: int, said: str, tmp_path: Path) -> None:
    """Many that each take their time, and one that never ends, as tests/checks/test_findings.py has
    it without a command.
    """
    rules = "".join(map(_exploding, range(60)))
    (tmp_path / "own.yaml").write_text(f"{_HEAD}rules:\n{rules}", "utf-8")
    report = (FIXTURES / "footing-row" / "report.md").read_text("utf-8")
    # with a 乙 behind them: where there is none, no pattern is run
    lines = f"{'甲' * length}。乙\n\n" * 400
    (tmp_path / "report.md").write_text(report + "\n\n" + lines, "utf-8")
    found = ran(tmp_path, "report.md", "--pack", "own.yaml")
    assert found.code == 2, found
    assert re.search(said, found.out), found
    assert "GB906" in found.out
    assert "GB301" in found.out  # what was evaluated before stands
    assert found.seconds < _SECONDS
    assert found.megabytes < _MEGABYTES
