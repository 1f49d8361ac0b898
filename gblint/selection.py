"""Which rules of a pack are in force, how grave they are, and what of the findings is reported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from gblint.checks.unchecked import InputCheck, Remark, SuppressionCheck, UnevaluatedCheck
from gblint.findings import Finding, Level, Say, join_stories
from gblint.pack.model import Pack, Rule
from gblint.results import FileResult, Outcome, Suppressed

_ABOUT_THE_INPUT = InputCheck | SuppressionCheck | UnevaluatedCheck


class Wanted(msgspec.Struct, frozen=True):
    """Ids or prefixes of rules, as a user gives them. No `select` stands for all rules.

    A severity that is `off` is as good as `ignore`.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: dict[str, Level] = {}


class Selection(msgspec.Struct, frozen=True):
    """A pack, and which of its rules are in force.

    `known` are all its rules by id, with severities as configured, `rules` those in force,
    `ignored` those that the user ruled out. Rules about the input (GB9) stay in force whatever is
    selected, unless they are ignored: a file that could not be checked must not pass as a good
    one. That something could not be evaluated stays even then.
    """

    pack: Pack
    known: dict[str, Rule]
    rules: frozenset[str]
    ignored: frozenset[str]

    def apply(
        self, findings: Iterable[Finding], *, ignored: frozenset[str] = frozenset()
    ) -> tuple[tuple[Finding, ...], tuple[Say, ...]]:
        """The findings to report, and remarks on rules that could not be evaluated.

        `ignored` are further rules that are not reported for this file. A finding that says
        why a rule in force could not be evaluated is kept though only others were selected;
        where it is ignored, a remark says so.
        """
        selected: list[Finding] = []
        remarks: list[Say] = []
        for finding in findings:
            waiting = tuple(r for r in finding.unchecked if r in self.rules and r not in ignored)
            if finding.incomplete:
                selected.append(self.grade(finding))
            elif finding.rule in self.ignored or finding.rule in ignored:
                if waiting:
                    remarks.append(_remark_waiting(finding, waiting))
            elif finding.rule in self.rules or waiting:
                selected.append(self.grade(finding))
        return tuple(selected), tuple(remarks)

    def grade(self, finding: Finding) -> Finding:
        """The finding as grave as the settings have it."""
        rule = self.known.get(finding.rule)
        if rule is None or rule.severity == finding.severity:
            return finding
        return msgspec.structs.replace(finding, severity=rule.severity)


def select_rules(pack: Pack, wanted: Wanted) -> Selection:
    """The rules of a pack that are in force.

    Where an id is both selected and ignored, the longer word counts, then `ignore`; likewise
    the longer word among severities. Words that no rule begins with do nothing here: that they
    are errors is said where they are read (`run/plan.py`).
    """
    if wanted.select is None and not (wanted.ignore or wanted.severity):  # as nearly always
        every = {rule.id: rule for rule in pack.rules}
        return Selection(pack, every, frozenset(every), frozenset())
    known: dict[str, Rule] = {}
    rules: set[str] = set()
    ignored: set[str] = set()
    for rule in pack.rules:
        word = _longest(wanted.severity, rule.id)
        level = wanted.severity.get(word)
        chosen = 0 if wanted.select is None else len(_longest(wanted.select, rule.id))
        against = len(_longest(wanted.ignore, rule.id))
        if level == "off":
            against = max(against, len(word))
        elif level is not None:
            rule = msgspec.structs.replace(rule, severity=level)  # noqa: PLW2901
        known[rule.id] = rule
        if against and against >= chosen:
            ignored.add(rule.id)
        elif chosen or wanted.select is None or isinstance(rule.check, _ABOUT_THE_INPUT):
            rules.add(rule.id)
    return Selection(pack, known, frozenset(rules), frozenset(ignored))


def match_rules(pack: Pack, words: Iterable[str]) -> frozenset[str]:
    """The ids of the rules that any of the words is, or begins."""
    begins = tuple(words)
    return frozenset(rule.id for rule in pack.rules if rule.id.startswith(begins))


def _longest(words: Collection[str], rule: str) -> str:
    return max((word for word in words if rule.startswith(word)), key=len, default="")


def build_result(
    outcome: Outcome,
    path: str,
    selection: Selection,
    *,
    ignored: Mapping[str, str],
    suppressed: Sequence[Suppressed] = (),
    uncompared: Sequence[Remark] = (),
) -> FileResult:
    """What of an outcome is reported.

    `selection` is of its pack, `ignored` are the rules that the settings do not report for this
    file, with reasons. `suppressed` is what comments in it suppress, `uncompared` what could not
    be compared with another report.
    """
    rules = frozenset(ignored)
    selected, unsaid = selection.apply(outcome.findings, ignored=rules)
    met = (*outcome.findings, *(one.finding for one in suppressed))
    set_aside = [one for one in outcome.findings if one.rule in rules and not one.incomplete]
    lacking = tuple(_remark_uncompared(uncompared, selection.rules - rules))
    return FileResult(
        path=path,
        format=outcome.format,
        pack=selection.pack.id,
        title=outcome.title,
        organ=outcome.organ,
        year=outcome.year,
        findings=join_stories(selected),
        suppressed=tuple(suppressed),
        unevaluated=_list_unevaluated(met, selection.pack, uncompared),
        ignored=tuple(sorted({one.rule for one in set_aside})),
        left_out=tuple(
            Suppressed(selection.grade(one), ignored[one.rule])
            for one in set_aside
            if one.rule in selection.rules
        ),
        notes=(
            *outcome.notes,
            *unsaid,
            *_remark_suppressed(suppressed, selection.rules - rules),
            *lacking,
            *outcome.chosen,
        ),
        uncompared=lacking,
        failure=outcome.failure,
        reading=outcome.reading,
        stated=outcome.stated,
    )


def _list_unevaluated(
    findings: Sequence[Finding], pack: Pack, uncompared: Sequence[Remark]
) -> tuple[str, ...]:
    """The rules that did not run to their end, whatever the settings."""
    rules = {rule for one in findings for rule in one.unchecked}
    rules.update(rule for named, _ in uncompared for rule in named)
    about_the_input = {rule.id for rule in pack.rules if isinstance(rule.check, InputCheck)}
    if any(one.rule in about_the_input for one in findings):  # no report: no other rule ran
        rules.update(rule.id for rule in pack.rules if rule.id not in about_the_input)
    return tuple(sorted(rules))


def _remark_uncompared(remarks: Iterable[Remark], in_force: frozenset[str]) -> Iterator[Say]:
    """What to say of rules that could not be evaluated for no finding's sake."""
    for rules, why in remarks:
        named = [rule for rule in rules if rule in in_force]
        if named:
            zh, en = "、".join(named), ", ".join(named)
            yield Say(f"未能核对 {zh}：{why.zh}", f"not checked: {en}: {why.en}")


def _remark_suppressed(suppressed: Iterable[Suppressed], in_force: frozenset[str]) -> Iterator[Say]:
    """Remarks on rules that could not be evaluated because of what a comment suppresses."""
    for one in suppressed:
        waiting = tuple(rule for rule in one.finding.unchecked if rule in in_force)
        if waiting:
            yield _remark_waiting(one.finding, waiting)


def _remark_waiting(finding: Finding, waiting: tuple[str, ...]) -> Say:
    """The remark that rules wait for what a finding is about that is not reported."""
    why = finding.message
    return Say(
        f"未能核对 {'、'.join(waiting)}（{finding.rule} 已按设置或批注不报告：{why.zh}）",
        f"not checked: {', '.join(waiting)} ({finding.rule} is ignored: {why.in_lang('en')})",
    )
