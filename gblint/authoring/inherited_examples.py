"""Examples of inherited rules that a pack's change makes untrue: what they show now, written down.

They stand under `examples:` of the pack, in a file of their own where it is a folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from gblint.authoring.examples import (
    PackWithSources,
    findings_of,
    is_inherited,
    list_cases,
    run_example,
    values_and_place,
)
from gblint.findings import Finding
from gblint.pack.model import Example, Examples, Rule

FILE = "inherited-examples.yaml"
"""Where the examples of a pack that is a folder are written."""

_HEAD = (
    "# 继承来的规则的示例，按本规则包改动以后的结果；由 gblint pack check --update 写出。\n"
    "# Examples of inherited rules as this pack has them; by gblint pack check --update.\n"
)


def list_untrue(pack: PackWithSources) -> tuple[Rule, ...]:
    """The rules with inherited examples that do not hold any more."""
    found: dict[str, Rule] = {}
    for case in list_cases(pack):
        if is_inherited(case, pack) and run_example(
            pack.pack, case.rule, case.example, failing=case.failing
        ):
            found[case.rule.id] = case.rule
    return tuple(found.values())


def write_examples(pack: PackWithSources) -> Path | None:
    """Write what untrue inherited examples show now; the file, None where all hold.

    What stood under `examples:` before stays, but for the rules written. Raises OSError.
    """
    untrue = list_untrue(pack)
    if not untrue:
        return None
    every = pack.own.pack.examples | {rule.id: _as_shown(pack, rule) for rule in untrue}
    import yaml

    data = {"examples": msgspec.to_builtins(every)}
    text = _HEAD + str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100))
    if pack.root.is_dir():
        file = pack.root / FILE
        file.write_text(text, "utf-8", newline="\n")
        return file
    before = pack.root.read_text("utf-8")
    begin = before.find(_HEAD)
    before = before if begin < 0 else before[:begin]
    pack.root.write_text(before.rstrip("\n") + "\n\n" + text, "utf-8", newline="\n")
    return pack.root


def _as_shown(pack: PackWithSources, rule: Rule) -> Examples:
    """The examples of a rule on the side where they belong now, with what they show."""
    sides: tuple[list[Example], list[Example]] = ([], [])
    groups = ((rule.examples.passing, False), (rule.examples.failing, True))
    for examples, failing in groups:
        for example in examples:
            if not run_example(pack.pack, rule, example, failing=failing):
                sides[failing].append(example)
                continue
            found = [one for one in findings_of(pack.pack, example, rule) if one.rule == rule.id]
            sides[bool(found)].append(_with_expectation(example, found))
    return Examples(passing=tuple(sides[0]), failing=tuple(sides[1]))


def _with_expectation(example: Example, found: Sequence[Finding]) -> Example:
    """The example with the values that it named, as the first finding has them now."""
    values = values_and_place(found[0]) if found else {}
    expect = dict(_list_plain(values, example.expect))
    return msgspec.structs.replace(example, expect=expect, count=len(found) or None)


def _list_plain(
    values: Mapping[str, object], names: Iterable[str]
) -> Iterator[tuple[str, str | int]]:
    for name in names:
        value = values.get(name)
        if isinstance(value, tuple):
            value = value[0] if value else ""
        if value is not None:
            yield name, value if isinstance(value, int) else str(value)
