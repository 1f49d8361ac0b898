"""Mistakes that clerks make when they write a pack, and what they are told of each.

`clerk.yaml` is a pack without a fault. `mistakes.yaml` changes it in one place a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from gblint.checks import KINDS, load
from gblint.packs import PackError, PackProblem
from gblint.packs.pack_source import make_source_type
from gblint.packs.shape import find_shape_faults
from gblint.packs.yaml_source import parse_yaml
from tests.tools.amount import some

_HERE = Path(__file__).parent
_GOOD = (_HERE / "clerk.yaml").read_text("utf-8")
_MISTAKES: list[dict[str, Any]] = yaml.safe_load((_HERE / "mistakes.yaml").read_text("utf-8"))


def told(folder: Path, raw: bytes) -> list[PackProblem]:
    """What is told of a pack of these bytes."""
    file = folder / "clerk.yaml"
    file.write_bytes(raw)
    with pytest.raises(PackError) as caught:
        load(file, cache=False)
    return list(caught.value.problems)


def with_mistake(find: str, write: str) -> str:
    assert find in _GOOD
    return _GOOD.replace(find, write, 1)


def test_the_pack_without_a_mistake_is_sound(tmp_path: Path) -> None:
    (tmp_path / "clerk.yaml").write_text(_GOOD, "utf-8")
    assert load(tmp_path / "clerk.yaml", cache=False).id == "our-province"
    assert len(_MISTAKES) >= 60


@pytest.mark.parametrize("mistake", _MISTAKES, ids=lambda mistake: mistake["name"])
def test_a_mistake_is_told_where_it_is(mistake: dict[str, Any], tmp_path: Path) -> None:
    found = told(tmp_path, with_mistake(mistake["find"], mistake["write"]).encode())
    assert [(one.line, one.column) for one in found] == [tuple(row[:2]) for row in mistake["told"]]
    for one, (_, _, zh, en) in zip(found, mistake["told"], strict=True):
        assert zh in one.message.zh
        assert en in one.message.in_lang("en")
        assert one.excerpt.endswith("^")


@pytest.mark.parametrize(
    ("encoding", "word"), [("gb18030", "GBK"), ("utf-16", "UTF-16"), ("utf-16-be", "UTF-8")]
)
def test_another_encoding_is_told_with_all_else(encoding: str, word: str, tmp_path: Path) -> None:
    """As Notepad of Windows writes a file; what it says is looked at all the same."""
    raw = with_mistake("severity: warning", "severity：warning").encode(encoding)
    first, *more = told(tmp_path, raw)
    assert first.line == 1
    assert word in first.message.zh
    assert word in first.message.in_lang("en")
    if encoding != "utf-16-be":  # without a mark no one can tell
        assert [(one.line, one.column) for one in more] == [(19, 13)]
        assert "全角" in more[0].message.zh


def test_a_mark_at_the_beginning_and_windows_lines_are_no_mistakes(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_bytes(_GOOD.replace("\n", "\r\n").encode("utf-8-sig"))
    assert load(tmp_path / "p.yaml", cache=False).id == "our-province"


def test_many_mistakes_are_told_at_once(tmp_path: Path) -> None:
    changes = {
        "title: {zh: 我": "title：{zh: 我",
        "off: [GB208, GB409]": "off: [GB208, GB409",
        "  - id: OP001": "  -id: OP001",
        "      zone: body": "      zone:body",
        "    fix: 改写": "    fix: @改写",
        "severity: error\n    title: 申请": "severity: eror\n    title: 申请",
        "carried_in ==": "carried_inn ==",
        "    certain: true": "\t\tcertain: true",
    }
    text = _GOOD
    for find, write in changes.items():
        assert find in text
        text = text.replace(find, write, 1)
    found = told(tmp_path, text.encode())
    assert [one.line for one in found] == [3, 7, 18, 23, 28, 39, 64]


def test_what_is_put_right_to_read_on_is_not_what_is_shown(tmp_path: Path) -> None:
    text = with_mistake("{zh: 套话, en: A stock phrase}", "{zh：套话, de: A}")
    wide, unknown = told(tmp_path, text.encode())
    assert wide.excerpt.startswith("    " + "    title: {zh：套话")
    line, caret = unknown.excerpt.split("\n")
    assert line[caret.index("^") - 3 :].startswith("de")  # three wide characters stand before it


@pytest.mark.parametrize(
    "text",
    [
        "title: 我省：年度报告\nb: 1",
        "title: >\n  id：OP001\n  zone:body\nb: 1",
        "title: '我省\n  kind：x\n  y'\nb: 1",
        "b:\n  - http://example.invalid/x\n  - '@x'\n  - \"- id：x\"",
        "b: {c: [1,\n  2], d: 3,\n  e: 4}\nf: 5",
        "wrong_words: {做为: 作为, 按排: {right: 安排, where: '按排(?![名序])'}}",
        "b: [a，b, c、d, “e”]",
    ],
)
def test_what_is_meant_so_is_left_alone(text: str) -> None:
    source = parse_yaml(text.encode(), "x.yaml")
    assert source.problems == []
    assert source.data == yaml.safe_load(text)


def _slips(line: str) -> Iterator[str]:
    """The line with one slip of typing, each of a kind at each place."""
    size = len(line) - len(line.lstrip())
    begin, rest = line[:size], line[size:]
    if rest.startswith("- "):
        yield from (begin + dash + rest[2:] for dash in ("-", "－ ", "— ", "  "))
    if size:
        yield from ("\t" * (size // 2) + rest, "\u3000" * (size // 2) + rest)
    if rest.endswith(":"):
        yield line[:-1] + "："
        yield line[:-1]
    bare = re.sub(r"'[^']*'", lambda quoted: "x" * len(quoted[0]), line)  # no slip in a text
    for place in (match.start() for match in re.finditer(": ", bare)):
        for colon in ("：", "： ", ":", ":\u3000"):
            yield line[:place] + colon + line[place + 2 :]
    for place in (match.start() for match in re.finditer(r"[\[\]{}]", bare)):
        yield line[:place] + line[place + 1 :]


def test_a_slip_in_any_line_is_told_in_that_line() -> None:
    """And in no other, whatever it breaks in those below."""
    lines = _GOOD.split("\n")
    every = [
        (number, slip)
        for number, line in enumerate(lines)
        if line.strip() and not line.startswith("#") and number < len(lines) - 4
        for slip in _slips(line)
    ]
    wrong = []
    for number, slip in some(every, 6):
        source = parse_yaml("\n".join([*lines[:number], slip, *lines[number + 1 :]]).encode(), "x")
        faults = find_shape_faults(source.data, make_source_type(KINDS))
        absent = [fault for fault in faults if source.problems and fault.say.zh.startswith("缺少")]
        found = [*source.problems, *(source.make_problem(f) for f in faults if f not in absent)]
        if {one.line for one in found} != {number + 1}:
            wrong.append((number + 1, slip, [one.told() for one in found]))
    assert wrong == []
