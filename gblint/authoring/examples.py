"""A pack as its author sees it: its examples run, and what it changes of packs that it extends.

`find_in_example` and `run_example` take one example: that a rule finds what its pack says it finds,
and no more. `open_pack` gives a pack with the places of what its files say; `try_rules` runs all
its examples.

Where a pack changes what examples of inherited rules show, `write_examples` writes down what they
show now: under `examples:` of the pack, in a file of their own where it is a folder.
`list_differences` tells all that it changes, for whoever has to agree to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from gblint.checks import KINDS, build_input_finding, check_report, list_deciding, load
from gblint.checks.hits import make_say
from gblint.checks.unchecked import InputCheck
from gblint.document import Document
from gblint.findings import SEVERITIES, Finding, Say, Value
from gblint.pack import Options
from gblint.pack.model import Example, Examples, Pack, Rule, Written
from gblint.packs import (
    DataPath,
    Fault,
    PackError,
    PackProblem,
    join_says,
    locate_pack,
    say_not_found,
    show_path,
    take_snapshot,
)
from gblint.packs.pack_source import PackSource, is_inherited
from gblint.packs.pattern_faults import start_pattern_count
from gblint.packs.validate import ExampleError, OwnPack, make_example_text, read_own
from gblint.packs.yaml_source import YamlSource, read_source
from gblint.readers import ReadError, read
from gblint.report import recognise
from gblint.report.model import Parts, Report, reduce_for_comparison
from gblint.selection import apply_comments

_LAST_YEAR = "上年.md"
_PLACE = ("section", "table", "row", "column")
_OPEN = re.compile(r"\{\w+\}")


def find_in_example(pack: Pack, example: Example, about: Rule | None = None) -> tuple[Finding, ...]:
    """What all rules of a pack find in an example. Raises ExampleError.

    With `about`, it is enough to know what this rule finds, or why it did not look: the other
    rules, of which there are many, are not evaluated.
    """
    try:
        report = _read_report(
            pack, example, defer_prose=about is not None and not _asks_prose(about)
        )
    except ReadError as error:
        found = build_input_finding(pack, error.kind, error.say)
        return () if found is None else (found,)
    if example.previous is not None:
        name = example.previous.file_name or _LAST_YEAR
        last = reduce_for_comparison(_read_report(pack, example.previous), name)
        report = msgspec.structs.replace(report, previous=last)
    if example.parts:
        # a summary is set against the tables of its parts alone: their prose need not be read
        reports = [
            reduce_for_comparison(
                _read_report(pack, part), part.file_name or f"{at}.md", prose=False
            )
            for at, part in enumerate(example.parts, 1)
        ]
        parts = Parts(tuple(reports), expected=example.expected)
        report = msgspec.structs.replace(report, parts=parts)
    if example.among:
        report = _add_others(report, pack, example.among)
    in_force = frozenset(rule.id for rule in pack.rules)
    rules = (
        msgspec.structs.replace(rule, check=_Failing()) if rule.id == example.fails else rule
        for rule in pack.rules
    )
    pack = msgspec.structs.replace(pack, rules=tuple(rules))
    every = check_report(report, pack, None if about is None else list_deciding(about))
    return apply_comments(report, pack, every, in_force)[0]


def _add_others(report: Report, pack: Pack, others: Sequence[Written]) -> Report:
    """The report with what it has in common with reports of others."""
    from gblint.comparison.copies import digest_report, find_copy_rules
    from gblint.comparison.many_reports import ReportCollection, find_among

    collection = ReportCollection(find_copy_rules(pack))
    for number, other in enumerate(others, 1):
        name = other.file_name or f"{number}.md"
        digest = digest_report(reduce_for_comparison(_read_report(pack, other), name), pack)
        collection.add(name, digest)
    collection.finish()
    own = digest_report(reduce_for_comparison(report, ""), pack)
    return msgspec.structs.replace(report, among=find_among(own, "", collection))


class _Failing(Options, frozen=True, tag="total"):
    """A kind of check that has no code: to evaluate it fails, with the name of its tag."""


@lru_cache(maxsize=32)
def _read_document(text: str, file_name: str) -> Document:
    """The document of a text: many examples are the specimen as it is, or compare with it."""
    return read(text.encode(), file_name)


def _asks_prose(rule: Rule) -> bool:
    """Whether what a rule finds depends on whether the figures in the prose could be read."""
    without = {*rule.check.stops_without, *rule.check.limited_without}
    return list_deciding(rule) is None or not without.isdisjoint(("prose", "paragraph"))


def _read_report(pack: Pack, written: Written, *, defer_prose: bool = True) -> Report:
    """The report of a text; of reports to compare with no rule asks what their prose states.

    Raises ExampleError, and ReadError.
    """
    document = _read_document(make_example_text(pack, written), written.file_name)
    return recognise(document, pack, file_name=written.file_name, defer_prose=defer_prose)


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
        every = find_in_example(pack, example, rule)
    except ExampleError as error:
        return [Complaint(Say("示例能生成", "an example that can be made"), error.say, error.path)]
    found = [finding for finding in every if finding.rule == rule.id]
    stopped = _explain_unchecked(pack, rule, every)
    # what is no report would pass, as nothing of it was looked at
    if stopped is not None and not found:
        return [Complaint(Say("一份能检查的报告", "a report that can be checked"), stopped)]
    if not failing:
        wanted = Say(f"{rule.id} 不报", f"no finding of {rule.id}")
        return [Complaint(wanted, _describe(found))] if found else []
    return list(_find_complaints(found, example, rule.id))


def _explain_unchecked(pack: Pack, rule: Rule, found: Sequence[Finding]) -> Say | None:
    """Why a rule about reports did not look at an example at all; None where it did."""
    if isinstance(rule.check, InputCheck):
        return None
    events = {one.id for one in pack.rules if isinstance(one.check, InputCheck)}
    stopped = (finding for finding in found if finding.rule in events)
    return next((f.message.behind(f.rule) for f in stopped), None)


def _describe(found: list[Finding]) -> Say:
    if not found:
        return Say("没有报", "no finding")
    zh = "；".join(finding.message.zh for finding in found)
    en = "; ".join(finding.message.in_lang("en") for finding in found)
    return Say(f"报了 {len(found)} 处：{zh}", f"{len(found)}: {en}")


def _find_complaints(found: list[Finding], example: Example, rule: str) -> Iterator[Complaint]:
    if not found or example.count not in (None, len(found)):
        zh, en = example.count or "至少 1", example.count or "at least 1"
        often = Say(f"{rule} 报 {zh} 处", f"{en} of {rule}")
        yield Complaint(often, _describe(found))
    elif not any(_is_as_expected(finding, example) for finding in found):
        wanted = Say(_list_values(example.expect))
        read = (
            _list_values({key: list_values_and_place(f).get(key) for key in example.expect})
            for f in found
        )
        yield Complaint(wanted, Say("；".join(read)), ("expect",))
    for finding in found:
        texts = (finding.message.zh, finding.message.en, finding.fix.zh, finding.fix.en)
        for text in filter(_OPEN.search, texts):
            yield Complaint(Say("没有空着的值", "no value left open"), Say(text))


def _list_values(values: Mapping[str, object]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in values.items())


def _is_as_expected(finding: Finding, example: Example) -> bool:
    known = list_values_and_place(finding)
    return all(_is_same(known.get(key), value) for key, value in example.expect.items())


def list_values_and_place(finding: Finding) -> dict[str, Value | None]:
    """The values and the place of a finding by name; where both have a name, the place goes."""
    places = {name: getattr(finding.location, name) for name in _PLACE}
    return finding.values | {name: key for name, key in places.items() if key is not None}


def _is_same(value: Value | None, expected: str | int) -> bool:
    """Of a list, one item is enough."""
    if isinstance(value, tuple):
        return str(expected) in value
    return str(value) == str(expected)


_SHAPED_BY = (
    *("deadlines", "facts", "title_line", "headings", "without", "tables", "sections"),
    *("obsolete_headings", "other_documents", "placeholders", "wrong_words", "reword", "aliases"),
)
"""What of a pack can change what inherited rules find in their examples, the likeliest first."""


class PackWithSources(msgspec.Struct, frozen=True):
    """A pack, with what it says itself and where; `bases` are the packs that it extends."""

    root: Path
    pack: Pack
    own: OwnPack
    source: YamlSource
    bases: tuple[Pack, ...]

    def list_own_rules(self) -> dict[str, DataPath]:
        """The rules that the pack gives or amends, by id, with their paths in its files."""
        given = zip(self.own.pack.rules, self.own.places, strict=True)
        paths: dict[str, DataPath] = {rule.id: ("rules", place) for rule, place in given}
        return {**{rule: ("amend", rule) for rule in self.own.pack.amend}, **paths}

    def list_example_paths(self) -> dict[str, DataPath]:
        """Where the examples of the rules stand that the pack gives, amends or has others for."""
        paths = {rule: (*path, "examples") for rule, path in self.list_own_rules().items()}
        return paths | {rule: ("examples", rule) for rule in self.own.pack.examples}

    def find_change(self) -> DataPath:
        """The first of the keys that change what inherited rules find; () for none."""
        given = (key for key in _SHAPED_BY if self.source.data.get(key))
        return next(((key,) for key in given), ())


class ExampleCase(msgspec.Struct, frozen=True):
    """An example of a rule, and its path in the pack's files; `failing` says on which side."""

    rule: Rule
    example: Example
    failing: bool
    number: int
    path: DataPath
    inherited: bool = False


def open_pack(ref: str) -> PackWithSources:
    """The pack at a path, or of an id. Raises PackError with everything that is wrong with it."""
    root = locate_pack(ref, Path.cwd())
    if root is None:
        raise PackError([PackProblem(ref, 1, 1, say_not_found(ref))])
    pack = load(root, cache=False)  # anew, so that all that is wrong with it now is told
    source = read_source(take_snapshot(root), show_path(root))
    start_pattern_count()
    own = read_own(source, KINDS)
    if own is None:  # changed since it was loaded, a moment ago
        raise PackError(source.problems)
    folder = root if root.is_dir() else root.parent
    bases = tuple(load(base, base=folder) for base in own.pack.extends)
    return PackWithSources(root, pack, own, source, bases)


def list_cases(pack: PackWithSources) -> Iterator[ExampleCase]:
    """The examples that the pack can make wrong: its own, and where it shapes them, all."""
    places, changed = pack.list_example_paths(), pack.find_change()
    for rule in pack.pack.rules:
        path = places.get(rule.id)
        if path is not None:
            yield from list_cases_of_rule(rule, path, inherited=False)
        elif changed:
            yield from list_cases_of_rule(rule, changed, inherited=True)


def list_cases_of_rule(rule: Rule, path: DataPath, *, inherited: bool) -> Iterator[ExampleCase]:
    """The examples of a rule, which stand at the path; of an inherited one, what changed it."""
    groups = (("pass", rule.examples.passing), ("fail", rule.examples.failing))
    for name, examples in groups:
        for number, example in enumerate(examples):
            here = path if inherited else (*path, name, number)
            yield ExampleCase(rule, example, name == "fail", number + 1, here, inherited)


def is_of_base(case: ExampleCase, pack: PackWithSources) -> bool:
    """Whether an example comes from a pack that is extended."""
    return case.inherited or case.path not in pack.source.marks


def name_case(case: ExampleCase) -> Say:
    """An example as its author calls it: its name, else its number."""
    kind = Say("反例", "failing example") if case.failing else Say("正例", "passing example")
    name = case.example.name
    if isinstance(name, str):
        name = Say(name)
    if not name.zh:
        return Say(f"{kind.zh} {case.number}", f"{kind.en} {case.number}")
    return Say(f"{kind.zh}“{name.zh}”", f'{kind.en} "{name.in_lang("en")}"')


class FailedExample(msgspec.Struct, frozen=True):
    """An example that does not hold, where it stands, and why.

    An inherited one does not fail: that it shows something else `follows` from the pack's change.
    """

    case: ExampleCase
    problem: PackProblem
    complaints: tuple[Complaint, ...]
    follows: bool = False


class TriedRule(msgspec.Struct, frozen=True):
    """A rule with its examples run; `own` says whether the pack gives or amends it."""

    rule: Rule
    own: bool
    passed: int
    failed: tuple[FailedExample, ...]

    @property
    def broken(self) -> bool:
        """Whether an example fails that does not follow from what the pack changes."""
        return not all(one.follows for one in self.failed)


def try_rules(pack: PackWithSources, begins: Sequence[str] = ()) -> tuple[TriedRule, ...]:
    """The rules of the pack, or those whose ids begin so, its own first."""
    own = pack.list_example_paths()
    rules = [rule for rule in pack.pack.rules if not begins or rule.id.startswith(tuple(begins))]
    rules.sort(key=lambda rule: rule.id not in own)  # his own are what the author looks for
    return tuple(_try_rule(rule, own.get(rule.id), pack) for rule in rules)


def _try_rule(rule: Rule, path: DataPath | None, pack: PackWithSources) -> TriedRule:
    failed: list[FailedExample] = []
    cases = list(list_cases_of_rule(rule, path or (), inherited=path is None))
    for case in cases:
        if found := run_example(pack.pack, rule, case.example, failing=case.failing):
            fault = Fault(case.path or pack.find_change(), found[0].actual, key=not case.path)
            problem, follows = pack.source.make_problem(fault), is_of_base(case, pack)
            failed.append(FailedExample(case, problem, tuple(found), follows))
    return TriedRule(rule, path is not None, len(cases) - len(failed), tuple(failed))


def list_own_ids(pack: PackWithSources, begins: Iterable[str] = ()) -> tuple[str, ...]:
    """The rules that the pack gives or amends, those of `begins` where any are named."""
    wanted = tuple(begins)
    return tuple(rule for rule in pack.list_own_rules() if not wanted or rule.startswith(wanted))


FILE = "inherited-examples.yaml"
"""Where the examples of a pack that is a folder are written."""

_HEAD = (
    "# 继承来的规则的示例，按本规则包改动以后的结果；由 gblint pack check --update 写出。\n"
    "# Examples of inherited rules as this pack has them; by gblint pack check --update.\n"
)


def list_untrue(pack: PackWithSources) -> tuple[Rule, ...]:
    """The rules with inherited examples that do not hold any more."""
    cases = (case for case in list_cases(pack) if is_of_base(case, pack))
    found = {
        case.rule.id: case.rule
        for case in cases
        if run_example(pack.pack, case.rule, case.example, failing=case.failing)
    }
    return tuple(found.values())


def write_examples(pack: PackWithSources) -> Path | None:
    """Write what untrue inherited examples show now; the file, None where all hold.

    What stood under `examples:` before stays, but for the rules written. Raises OSError.
    """
    untrue = list_untrue(pack)
    if not untrue:
        return None
    every = pack.own.pack.examples | {rule.id: _sort_by_result(pack, rule) for rule in untrue}
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


def _sort_by_result(pack: PackWithSources, rule: Rule) -> Examples:
    """The examples of a rule on the side where they belong now, with what they show."""
    sides: tuple[list[Example], list[Example]] = ([], [])
    for examples, failing in ((rule.examples.passing, False), (rule.examples.failing, True)):
        for example in examples:
            if not run_example(pack.pack, rule, example, failing=failing):
                sides[failing].append(example)
                continue
            every = find_in_example(pack.pack, example, rule)
            found = [one for one in every if one.rule == rule.id]
            sides[bool(found)].append(_set_expectation(example, found))
    return Examples(passing=tuple(sides[0]), failing=tuple(sides[1]))


def _set_expectation(example: Example, found: Sequence[Finding]) -> Example:
    """The example with the values that it named, as the first finding has them now."""
    values = list_values_and_place(found[0]) if found else {}
    expect: dict[str, str | int] = {}
    for name in example.expect:
        value = values.get(name)
        if isinstance(value, tuple):
            value = value[0] if value else ""
        if value is not None:
            expect[name] = value if isinstance(value, int) else str(value)
    return msgspec.structs.replace(example, expect=expect, count=len(found) or None)


# what a pack changes

Change = Literal["new", "replaced", "amended", "severity", "off", "wording", "part", "left_out"]

CHANGES: dict[Change, Say] = {
    "new": Say("新增的规则", "New rules"),
    "replaced": Say("换掉的规则", "Rules replaced"),
    "amended": Say("改动的规则", "Rules changed"),
    "severity": Say("改了级别的规则", "Other severities"),
    "off": Say("不查的规则", "Rules that are off"),
    "wording": Say("更多的写法和词语", "More wordings"),
    "part": Say("格式的改动", "Changes of the format"),
    "left_out": Say("不要的部分", "Left out"),
}

_LEVELS = {
    "error": Say("错误", "error"),
    "warning": Say("警告", "warning"),
    "note": Say("提示", "note"),
}


class Difference(msgspec.Struct, frozen=True):
    """One thing that is otherwise than in the base: of what kind, its name, and how."""

    change: Change
    name: str
    text: Say


def list_differences(pack: PackWithSources) -> list[Difference]:
    """The differences, by kind, in the order of the rules and of the keys of a pack."""
    found = [*_compare_rules(pack), *_compare_parts(pack)]
    order = list(CHANGES)
    return sorted(found, key=lambda one: order.index(one.change))


def _compare_rules(pack: PackWithSources) -> Iterator[Difference]:
    own = pack.own.pack
    base: dict[str, Rule] = {rule.id: rule for one in pack.bases for rule in one.rules}
    now = {rule.id: rule for rule in pack.pack.rules}
    own_ids = {rule.id for rule in own.rules}
    for rule in pack.pack.rules:
        before = base.get(rule.id)
        title = make_say(rule.title)
        if before is None:
            yield Difference("new", rule.id, _say_with_level(rule))
        elif rule.id in own_ids:
            yield Difference("replaced", rule.id, _say_with_level(rule))
        elif rule.id in own.amend:
            # the severity is told by itself
            changed = [
                name
                for name in before.__struct_fields__
                if name != "severity" and getattr(before, name) != getattr(rule, name)
            ]
            en = f"{title.in_lang('en')} ({', '.join(changed)})"
            how = Say(f"{title.zh}（改了 {'、'.join(changed)}）", en)
            yield Difference("amended", rule.id, how)
        if before is not None and rule.severity != before.severity:
            yield Difference("severity", rule.id, _compare_levels(before, rule))
    instead = {one.replaces: one.id for one in own.rules if one.replaces not in ("", one.id)}
    for id_, rule in base.items():
        if id_ in instead:
            by = Say(f"由 {instead[id_]} 代替：", f"by {instead[id_]}: ")
            yield Difference("replaced", id_, join_says(by, make_say(rule.title)))
        elif id_ not in now or not (is_inherited(id_, own) or id_ in own_ids):
            yield Difference("off", id_, make_say(rule.title))


def _say_with_level(rule: Rule) -> Say:
    level, title = _LEVELS[rule.severity], make_say(rule.title)
    return Say(f"{level.zh}：{title.zh}", f"{level.en}: {title.in_lang('en')}")


def _compare_levels(before: Rule, rule: Rule) -> Say:
    graver = SEVERITIES.index(rule.severity) < SEVERITIES.index(before.severity)
    old, new = _LEVELS[before.severity], _LEVELS[rule.severity]
    how = Say("更严", "graver") if graver else Say("更宽", "milder")
    title = make_say(rule.title)
    return Say(
        f"{old.zh} → {new.zh}（{how.zh}）：{title.zh}",
        f"{old.in_lang('en')} → {new.in_lang('en')} ({how.in_lang('en')}): {title.in_lang('en')}",
    )


def _compare_parts(pack: PackWithSources) -> Iterator[Difference]:
    own = pack.own.pack
    yield from _list_wordings(own)
    for field in ("sections", "tables", "obsolete_headings", "other_documents"):
        known = {_name_part(one) for base in pack.bases for one in getattr(base, field)}
        for one in getattr(own, field):
            name = _name_part(one)
            how = Say("改写", "written anew") if name in known else Say("新增", "new")
            yield Difference("part", name, how)
    yield from _compare_deadlines(pack)
    for field in own.without.__struct_fields__:
        for item in getattr(own.without, field):
            yield Difference("left_out", f"{field}: {item}", Say("不要", "left out"))
    for field in ("title_line", "headings", "facts", "new_report", "placeholders", "years"):
        if field in pack.source.data:
            yield Difference("part", field, Say("另行规定", "given by the pack"))


def _name_part(part: Any) -> str:
    return part.key if hasattr(part, "key") else f"section {part.number}"


def _list_wordings(own: PackSource) -> Iterator[Difference]:
    listed = list(own.aliases.items())
    if own.prose is not None:
        listed += [(f"prose.terms.{key}", words) for key, words in own.prose.terms.items()]
        words_of = own.prose.words
        listed += [(f"prose.words.{n}", getattr(words_of, n)) for n in words_of.__struct_fields__]
    for name, words in listed:
        if words:
            yield Difference("wording", name, Say("、".join(words), ", ".join(words)))
    for word, right in own.wrong_words.items():
        correct = right if isinstance(right, str) else right.right
        yield Difference("wording", "wrong_words", Say(f"{word} → {correct}"))
    for edit in own.reword:
        yield Difference("wording", "reword", Say(f"{edit.find} → {edit.replace}"))


def _compare_deadlines(pack: PackWithSources) -> Iterator[Difference]:
    before = {level.key: level for base in pack.bases for level in base.facts.levels}
    for key, day in pack.own.pack.deadlines.items():
        old = before[key].deadline if key in before else "?"
        name = make_say(before[key].name) if key in before else Say(key)
        how = Say(f"{name.zh}：{old} → {day}", f"{name.in_lang('en')}: {old} → {day}")
        yield Difference("part", f"deadlines.{key}", how)
