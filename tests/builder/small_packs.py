"""Small packs written into a folder, for tests of one thing at a time."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from gblint.checks import load
from gblint.packs import PackError, PackProblem

HEAD = """\
pack: small
title: {zh: 小格式, en: small}
sections:
  - {number: 1, heading: 甲情况}
  - {number: 2, heading: 乙情况, content: table}
tables:
  - key: grid
    number: 1
    section: 2
    name: 乙表
    row_groups: [{key: parts, label: 分项}]
    blocks:
      - key: counts
        rows:
          - {key: first, label: 第一, group: parts}
          - {key: second, label: 第二, group: parts}
          - {key: both, label: 合计}
        columns: [{key: north, label: 北}, {key: south, label: 南}, {key: all, label: 总计}]
      - key: money
        rows: [{key: fees, label: 收费}]
        columns: [{key: amount, label: 金额, kind: amount}]
"""

RULE = """\
  - id: {id}
    severity: error
    title: 规则
    check: {check}
    message: 信息
    basis: 依据
    why: 原因
    fix: 改正
    examples: {{pass: [{{text: 好}}], fail: [{{text: 坏}}]}}
"""


def rule(check: str, *, id: str = "XX101", **changes: str) -> str:  # noqa: A002
    """A rule of that check, whole but for what is changed; a change to "" takes a line out."""
    lines = []
    for line in RULE.format(id=id, check=check).splitlines(keepends=True):
        key = line.strip().partition(":")[0]
        if key not in changes:
            lines.append(line)
        elif value := changes.pop(key):
            lines.append(f"    {key}: {value}\n")
    return "".join(lines) + "".join(f"    {key}: {value}\n" for key, value in changes.items())


def with_rules(*rules: str) -> str:
    return HEAD + "rules:\n" + "".join(rules)


def write(folder: Path, files: dict[str, str]) -> Path:
    """The files in the folder, their indentation taken off."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")
    return folder


def problems(path: Path) -> tuple[PackProblem, ...]:
    """What is wrong with the pack at a path."""
    with pytest.raises(PackError) as caught:
        load(path, cache=False)
    return caught.value.problems


def places(found: tuple[PackProblem, ...]) -> list[tuple[int, int, str]]:
    return [(p.line, p.column, p.message.zh) for p in found]


def told(folder: Path, text: str) -> list[tuple[int, int, str]]:
    """What is wrong with a pack of this text, written into the folder: line, column, words."""
    return places(problems(write(folder, {"p.yaml": text}) / "p.yaml"))
