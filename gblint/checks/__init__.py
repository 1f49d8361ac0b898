"""Checks: one generic kind each, in one registry; a report and a pack in, findings out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from gblint.attempts import attempt
from gblint.checks.build import finding
from gblint.checks.hits import Check
from gblint.checks.inputs import Event, InputCheck, input_hit
from gblint.checks.kinds import KINDS
from gblint.checks.suppressions import SuppressionCheck, SuppressionFault, suppression_hit
from gblint.checks.unevaluated import (
    Unevaluated,
    UnevaluatedCheck,
    blocked,
    late_hits,
    rule_hits,
)
from gblint.checks.zones import squeezed
from gblint.document import Document
from gblint.findings import Finding, Say, TooMuch
from gblint.pack.base import Options
from gblint.pack.model import Pack, Rule
from gblint.report.model import Facts, Report

MOST_FINDINGS = 2000
"""Findings of one rule in one file."""

CHECKS: dict[type[Options], Check] = {kind.options: kind.check for kind in KINDS.values()}
"""The code of each check kind."""

_NATIONAL = "gbh-2021-30"
"""The pack that has the rule for packs without one."""

_ALWAYS = InputCheck | UnevaluatedCheck
"""Rules about the file as such: evaluated whatever it is, and after its time, too."""


def check_report(report: Report, pack: Pack) -> tuple[Finding, ...]:
    """What the rules of a pack find in a report, by line, then by rule.

    A document that is no report has one finding that says so. A rule that fails keeps what it
    found before, and a finding says that it could not be evaluated; so with rules that were not
    begun when the time of the file was over (`attempts.timed`).
    """
    squeezed.cache_clear()  # of the report before
    seen: Counter[str] = Counter()
    findings: list[Finding] = []
    stopped: list[Unevaluated] = []
    left_out = blocked(report, pack)
    for rule in _rules(report, pack):
        always = isinstance(rule.check, _ALWAYS)
        if rule.id in left_out or not (report.recognised or always):
            continue
        before = len(findings)
        work = partial(_evaluate, report, rule, pack, seen, findings)
        if (stop := attempt(work, rule=rule.id, late=always)) is not None:
            stopped.append(Unevaluated(rule, stop, some=len(findings) > before))
    findings += unevaluated_findings(report, pack, stopped)
    return tuple(sorted(findings, key=lambda found: (found.location.line, found.rule)))


def _evaluate(
    report: Report, rule: Rule, pack: Pack, seen: Counter[str], findings: list[Finding]
) -> None:
    """Add the findings of a rule, each as it comes. Raises TooMuch when there is no end to them."""
    kind = type(rule.check)
    if kind not in CHECKS:
        raise KeyError(kind.__struct_config__.tag)
    hits = CHECKS[kind](report, rule, pack)
    for hit in islice(hits, MOST_FINDINGS):
        findings.append(finding(report, rule, pack, hit, seen=seen))  # noqa: PERF401 - it may stop
    if next(hits, None) is not None:
        raise TooMuch(
            f"规则 {rule.id} 的问题超过 {MOST_FINDINGS} 处",
            f"rule {rule.id} finds more than {MOST_FINDINGS} faults",
        )


def rule_for(pack: Pack) -> Rule:
    """The rule by which it is told what could not be evaluated: none goes without saying so."""
    for rule in pack.rules:
        if isinstance(rule.check, UnevaluatedCheck):
            return rule
    from gblint.packs.load import load_pack

    return rule_for(load_pack(_NATIONAL, kinds=KINDS))


def unevaluated_findings(
    report: Report, pack: Pack, stopped: Sequence[Unevaluated]
) -> Iterator[Finding]:
    """The findings on rules that were stopped, and on all that the time did not suffice for."""
    seen: Counter[str] = Counter()
    for hit in (*rule_hits(report, stopped), *late_hits(report, pack, stopped)):
        yield finding(report, rule_for(pack), pack, hit, seen=seen)


def _rules(report: Report, pack: Pack) -> Sequence[Rule]:
    """The rules of a pack, with one by which to tell what of the report could not be read."""
    told = any(isinstance(rule.check, UnevaluatedCheck) for rule in pack.rules)
    return pack.rules if told or not report.setbacks else (*pack.rules, rule_for(pack))


def input_finding(pack: Pack, event: Event, reason: Say, variant: str = "") -> Finding | None:
    """The finding of a file that was not even read, None where the pack has no rule for it."""
    for rule in pack.rules:
        if isinstance(rule.check, InputCheck) and rule.check.event == event:
            return finding(_nothing(pack), rule, pack, input_hit(reason, variant), seen=Counter())
    return None


def suppression_findings(
    report: Report, pack: Pack, faults: Iterable[SuppressionFault]
) -> tuple[Finding, ...]:
    """The findings on comments that suppress nothing, none where the pack has no rule for them."""
    seen: Counter[str] = Counter()
    return tuple(
        finding(report, rule, pack, suppression_hit(fault), seen=seen)
        for rule in pack.rules
        if isinstance(rule.check, SuppressionCheck)
        for fault in faults
    )


def _nothing(pack: Pack) -> Report:
    return Report(
        document=Document("", ()),
        pack=pack.id,
        title=None,
        preface=(),
        sections=(),
        tables={},
        facts=Facts(),
        recognised=False,
    )
