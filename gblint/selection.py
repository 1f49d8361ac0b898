"""Which rules of a pack are in force, and how grave they are."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from gblint.checks.against import Remark
from gblint.checks.inputs import InputCheck
from gblint.checks.suppressions import SuppressionCheck
from gblint.checks.unevaluated import UnevaluatedCheck
from gblint.findings import Finding, Say, Severity
from gblint.pack.model import Pack, Rule

_ABOUT_THE_INPUT = InputCheck | SuppressionCheck | UnevaluatedCheck


class Wanted(msgspec.Struct, frozen=True):
    """Ids or prefixes of rules, as a user gives them. No `select` stands for all rules."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = {}


class Selection(msgspec.Struct, frozen=True):
    """`known` are all rules of the pack by id, with severities as configured.

    `rules` are those in force, `ignored` those that the user ruled out. Rules about the input
    (GB9) stay in force whatever is selected, unless they are ignored: a file that could not be
    checked must not pass as a good one. That something could not be evaluated stays even then.
    """

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
        kept: list[Finding] = []
        remarks: list[Say] = []
        for finding in findings:
            waiting = tuple(r for r in finding.unchecked if r in self.rules and r not in ignored)
            if finding.incomplete:
                kept.append(self.configured(finding))
            elif finding.rule in self.ignored or finding.rule in ignored:
                if waiting:
                    remarks.append(unchecked(finding, waiting))
            elif finding.rule in self.rules or waiting:
                kept.append(self.configured(finding))
        return tuple(kept), tuple(remarks)

    def uncompared(
        self, remarks: Iterable[Remark], *, ignored: frozenset[str] = frozenset()
    ) -> tuple[Say, ...]:
        """What to say of rules in force that could not be evaluated for no finding's sake."""
        said: list[Say] = []
        for rules, why in remarks:
            named = [rule for rule in rules if rule in self.rules and rule not in ignored]
            if named:
                zh, en = "、".join(named), ", ".join(named)
                said.append(Say(f"未能核对 {zh}：{why.zh}", f"not checked: {en}: {why.en}"))
        return tuple(said)

    def configured(self, finding: Finding) -> Finding:
        """The finding as grave as the settings have it."""
        rule = self.known.get(finding.rule)
        severity = finding.severity if rule is None else rule.severity
        if severity == finding.severity:
            return finding
        return msgspec.structs.replace(finding, severity=severity)


def select_rules(pack: Pack, wanted: Wanted) -> Selection:
    """The rules of a pack that are in force.

    Where an id is both selected and ignored, the longer word counts, then `ignore`; likewise
    the longer word among severities. Words that no rule begins with are errors that
    `unknown_words` tells; here they do nothing.
    """
    known: dict[str, Rule] = {}
    rules: set[str] = set()
    ignored: set[str] = set()
    for rule in pack.rules:
        level = wanted.severity.get(_longest(wanted.severity, rule.id))
        known[rule.id] = msgspec.structs.replace(rule, severity=level) if level else rule
        chosen = 0 if wanted.select is None else len(_longest(wanted.select, rule.id))
        against = len(_longest(wanted.ignore, rule.id))
        if against and against >= chosen:
            ignored.add(rule.id)
        elif chosen or wanted.select is None or isinstance(rule.check, _ABOUT_THE_INPUT):
            rules.add(rule.id)
    return Selection(known, frozenset(rules), frozenset(ignored))


def matching(pack: Pack, words: Iterable[str]) -> frozenset[str]:
    """The ids of the rules that any of the words is, or begins."""
    begins = tuple(words)
    return frozenset(rule.id for rule in pack.rules if rule.id.startswith(begins))


def _longest(words: Iterable[str], rule: str) -> str:
    return max((word for word in words if rule.startswith(word)), key=len, default="")


def unchecked(finding: Finding, waiting: tuple[str, ...]) -> Say:
    """The remark that rules wait for what an ignored finding is about."""
    why = finding.message
    return Say(
        f"未能核对 {'、'.join(waiting)}（{finding.rule} 已按设置或批注不报告：{why.zh}）",
        f"not checked: {', '.join(waiting)} ({finding.rule} is ignored: {why.in_lang('en')})",
    )
