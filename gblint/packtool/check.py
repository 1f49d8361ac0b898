"""`gblint pack check`: all that is wrong with a pack, and what would be better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import thread_time

import msgspec

from gblint.examples import run_example
from gblint.findings import Say, Severity
from gblint.packs.problems import DataPath, Fault, PackError, PackProblem, joined
from gblint.packs.walk import patterns, texts
from gblint.packtool.budget import SECONDS, Budget, not_run
from gblint.packtool.exercise import Shown, names, twice
from gblint.packtool.opened import Case, Opened, cases, named, opened

_OF_ORGANS = (("facts", "organ"), ("facts", "levels"))
"""Patterns that see the name of an organ, and no text of a report."""


class Remark(msgspec.Struct, frozen=True):
    """One thing to tell the author; `expected` and `actual` where an example was run."""

    severity: Severity
    problem: PackProblem
    expected: Say | None = None
    actual: Say | None = None


class Checked(msgspec.Struct, frozen=True):
    """A pack as checked. `id` is "" where it could not be read as a pack.

    `own` and `inherited` count its rules, `examples` those that were run, `left` those for which
    there was no time.
    """

    ref: str
    remarks: tuple[Remark, ...]
    id: str = ""
    own: int = 0
    inherited: int = 0
    examples: int = 0
    left: int = 0

    @property
    def failed(self) -> bool:
        """Whether anything is wrong; what would only be better does not count."""
        return any(remark.severity != "note" for remark in self.remarks)


def check_pack(ref: str) -> Checked:
    """Check a pack by path or id."""
    try:
        pack = opened(ref)
    except PackError as error:
        return Checked(ref, tuple(Remark("error", problem) for problem in error.problems))
    every, left = list(cases(pack)), list[Case]()
    remarks = [
        *_examples(every, pack, left),
        *_names_twice(pack),
        *(() if left else _never_shown(pack)),  # which takes as long again
        *_without_english(pack),
    ]
    own = len({rule.id for rule in pack.own.pack.rules})
    return Checked(
        ref=ref,
        remarks=tuple(sorted(remarks, key=_place)),
        id=pack.pack.id,
        own=own,
        inherited=len(pack.pack.rules) - own,
        examples=len(every) - len(left),
        left=len(left),
    )


def _place(remark: Remark) -> tuple[str, int, int]:
    return remark.problem.file, remark.problem.line, remark.problem.column


def missing(ref: str) -> bool:
    """Whether a reference names no file and no pack at all."""
    from gblint.packs.find import locate

    return locate(ref, Path.cwd()) is None


def _remark(pack: Opened, severity: Severity, fault: Fault, *sides: Say) -> Remark:
    return Remark(severity, pack.source.problem(fault), *sides)


def _examples(every: Iterable[Case], pack: Opened, left: list[Case]) -> Iterator[Remark]:
    """What is wrong with examples; those for which there is no time go to `left` and are told."""
    budget = Budget()
    for case in every:
        if budget.over(case.rule.id):
            left.append(case)
            continue
        with budget.spending(case.rule.id):
            found = list(_example(case, pack))
        yield from found
    for rule, number in Counter(case.rule.id for case in left).items():
        first = next(case for case in left if case.rule.id == rule)
        yield _remark(pack, "error", Fault(first.path, not_run(rule, number), key=first.inherited))


def _example(case: Case, pack: Opened) -> Iterator[Remark]:
    """What is wrong with an example, at its place; of an inherited rule, at what changed it."""
    who = named(case)
    told = Say(f"{case.rule.id} 的{who.zh}不成立", f"{case.rule.id}: {who.en} does not hold")
    if case.inherited or not _written(case, pack):
        mend = Say(
            "；这是继承来的示例，本规则包的改动使它不再适用，"
            f"请在 amend 的 {case.rule.id} 里改写 examples",
            f"; it is inherited and no longer fits: give examples under amend, {case.rule.id}",
        )
        told = joined(told, mend)
    for complaint in run_example(pack.pack, case.rule, case.example, failing=case.failing):
        path = case.path if case.inherited else (*case.path, *complaint.path)
        fault = Fault(path, told, key=case.inherited or not _written(case, pack))
        yield _remark(pack, "error", fault, complaint.expected, complaint.actual)


def _written(case: Case, pack: Opened) -> bool:
    """Whether the example itself stands in the pack's files."""
    return case.path in pack.source.marks


def _names_twice(pack: Opened) -> Iterator[Remark]:
    for group in names(pack):
        for path, say in twice(group):
            yield _remark(pack, "warning", Fault(path, say))


def _never_shown(pack: Opened) -> Iterator[Remark]:
    """Names and patterns that no example shows: nobody has seen them work."""
    shown = Shown(pack.pack)
    for group in names(pack):
        unseen = [(path, word) for path, word in group.words if not shown.name(word)]
        if unseen:
            zh = "、".join(f"“{word}”" for _, word in unseen)
            en = ", ".join(f'"{word}"' for _, word in unseen)
            say = Say(
                f"没有示例用到名称{zh}：核对有没有写错，或在示例里用一次",
                f"no example uses {en}: check what is written, or use it in an example",
            )
            yield _remark(pack, "note", Fault(unseen[0][0], say))
    begun = thread_time()
    for path, pattern in patterns(pack.own.pack):
        if thread_time() - begun > SECONDS:
            return
        if path[:2] not in _OF_ORGANS and not shown.pattern(pattern):
            say = Say(
                "没有示例匹配这条正则表达式：核对有没有写错，或加一个匹配它的示例",
                "no example matches this pattern: check it, or add an example that does",
            )
            yield _remark(pack, "note", Fault(path, say))


def _without_english(pack: Opened) -> Iterator[Remark]:
    """What has no English twin, one remark for each rule or other part."""
    lacking: dict[DataPath, list[str]] = {}
    for path, say in texts(pack.own.pack):
        if not say.en:
            part, field = _part(path)
            lacking.setdefault(part, []).append(field)
    for part, fields in lacking.items():
        listed = list(dict.fromkeys(fields))
        say = Say(
            f"没有英文（en）：{'、'.join(listed)}；--lang en 时显示中文",
            f"no English (en): {', '.join(listed)}; --lang en shows the Chinese",
        )
        yield _remark(pack, "note", Fault(part, say, key=True))


def _part(path: DataPath) -> tuple[DataPath, str]:
    """The part of a pack in which a text stands, and the field of it."""
    if path[0] in ("rules", "amend") and len(path) > 2:
        part, field = path[:2], str(path[2])
        return ((*part, "id") if path[0] == "rules" else part), field
    return path[:-1], str(path[-1])
