"""Running the examples of rules: that a rule finds what its pack says it finds, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from gblint.checks import check_report, input_finding
from gblint.checks.inputs import InputCheck
from gblint.findings import Finding, Say, Value
from gblint.pack.base import Options
from gblint.pack.example import Example, Written
from gblint.pack.model import Pack, Rule
from gblint.packs.examples import ExampleError, example_text
from gblint.packs.problems import DataPath, joined
from gblint.readers import ReadError, read
from gblint.report.model import Parts, Report, reduce_for_comparison
from gblint.report.recognise import recognise
from gblint.run.suppress import settled

_LAST_YEAR = "上年.md"
_PLACE = ("section", "table", "row", "column")
_OPEN = re.compile(r"\{\w+\}")


def findings_of(pack: Pack, example: Example) -> tuple[Finding, ...]:
    """What all rules of a pack find in an example. Raises ExampleError."""
    try:
        report = _report(pack, example)
    except ReadError as error:
        found = input_finding(pack, error.kind, error.say)
        return () if found is None else (found,)
    if example.previous is not None:
        name = example.previous.file_name or _LAST_YEAR
        last = reduce_for_comparison(_report(pack, example.previous), name)
        report = msgspec.structs.replace(report, previous=last)
    if example.parts:
        reports = [
            reduce_for_comparison(
                _report(pack, part), part.file_name or f"{number}.md", prose=False
            )
            for number, part in enumerate(example.parts, 1)
        ]
        parts = Parts(tuple(reports), expected=example.expected)
        report = msgspec.structs.replace(report, parts=parts)
    in_force = frozenset(rule.id for rule in pack.rules)
    pack = msgspec.structs.replace(pack, rules=tuple(_rules(pack, example)))
    return settled(report, pack, check_report(report, pack), in_force)[0]


class _Failing(Options, frozen=True, tag="total"):
    """A kind of check that has no code: to evaluate it fails, with the name of its tag."""


def _rules(pack: Pack, example: Example) -> Iterator[Rule]:
    for rule in pack.rules:
        fails = rule.id == example.fails
        yield msgspec.structs.replace(rule, check=_Failing()) if fails else rule


def _report(pack: Pack, written: Written) -> Report:
    """Raises ExampleError, and ReadError."""
    document = read(example_text(pack, written).encode(), written.file_name)
    return recognise(document, pack, file_name=written.file_name)


class Complaint(msgspec.Struct, frozen=True):
    """What an example should show, and what it shows; `path` leads to a place inside it."""

    expected: Say
    actual: Say
    path: DataPath = ()


def run_example(pack: Pack, rule: Rule, example: Example, *, failing: bool) -> list[Complaint]:
    """What is wrong with an example of a rule; empty when it shows what it should.

    One that fails has `count` findings of the rule, one at least, and a finding with all that
    it expects; one that passes has none.
    """
    try:
        every = findings_of(pack, example)
    except ExampleError as error:
        return [Complaint(Say("示例能生成", "an example that can be made"), error.say, error.path)]
    found = [finding for finding in every if finding.rule == rule.id]
    stopped = _unchecked(pack, rule, every)
    if stopped is not None and not found:
        return [Complaint(Say("一份能检查的报告", "a report that can be checked"), stopped)]
    if not failing:
        wanted = Say(f"{rule.id} 不报", f"no finding of {rule.id}")
        return [Complaint(wanted, _reported(found))] if found else []
    return list(_complaints(found, example, rule.id))


def _unchecked(pack: Pack, rule: Rule, found: Sequence[Finding]) -> Say | None:
    """Why a rule about reports did not look at an example at all; None where it did."""
    if isinstance(rule.check, InputCheck):
        return None
    events = {one.id for one in pack.rules if isinstance(one.check, InputCheck)}
    stopped = (finding for finding in found if finding.rule in events)
    return next((joined(Say(f"{f.rule}：", f"{f.rule}: "), f.message) for f in stopped), None)


def _reported(found: list[Finding]) -> Say:
    if not found:
        return Say("没有报", "no finding")
    zh = "；".join(finding.message.zh for finding in found)
    en = "; ".join(finding.message.in_lang("en") for finding in found)
    return Say(f"报了 {len(found)} 处：{zh}", f"{len(found)}: {en}")


def _complaints(found: list[Finding], example: Example, rule: str) -> Iterator[Complaint]:
    if not found or example.count not in (None, len(found)):
        often = Say(
            f"{rule} 报 {example.count or '至少 1'} 处",
            f"{example.count or 'at least 1'} of {rule}",
        )
        yield Complaint(often, _reported(found))
    elif not any(_expected(finding, example) for finding in found):
        wanted = Say(_listed(example.expect))
        read = (_listed({key: _shown(f).get(key) for key in example.expect}) for f in found)
        yield Complaint(wanted, Say("；".join(read)), ("expect",))
    for finding in found:
        texts = (finding.message.zh, finding.message.en, finding.fix.zh, finding.fix.en)
        for text in filter(_OPEN.search, texts):
            yield Complaint(Say("没有空着的值", "no value left open"), Say(text))


def _listed(values: Mapping[str, object]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in values.items())


def _expected(finding: Finding, example: Example) -> bool:
    shown = _shown(finding)
    return all(_same(shown.get(key), value) for key, value in example.expect.items())


def _shown(finding: Finding) -> dict[str, Value | None]:
    """The values and the place of a finding by name; where both have a name, the place goes."""
    place = finding.location
    places = (place.section, place.table, place.row, place.column)
    named = {name: key for name, key in zip(_PLACE, places, strict=True) if key is not None}
    return {**finding.values, **named}


def _same(value: Value | None, expected: str | int) -> bool:
    """Of a list, one item is enough."""
    if isinstance(value, tuple):
        return str(expected) in value
    return str(value) == str(expected)
