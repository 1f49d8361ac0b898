"""Checks: one generic kind each, in one registry; a report and a pack in, findings out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from gblint.attempts import attempt
from gblint.checks.absent import section_presence
from gblint.checks.build import finding
from gblint.checks.cells import cell_kind
from gblint.checks.citation import citation
from gblint.checks.content import section_content
from gblint.checks.dates import dates
from gblint.checks.enumeration import enumeration
from gblint.checks.equations import equation
from gblint.checks.facts import contact, deadline, fact_presence
from gblint.checks.headings import (
    heading_ordinal,
    heading_origin,
    heading_wording,
    part_headings,
)
from gblint.checks.hits import Check
from gblint.checks.inequality import inequality
from gblint.checks.inputs import Event, input_event, input_hit
from gblint.checks.leftover import leftover_year
from gblint.checks.organs import organ_differs
from gblint.checks.pairs import pairs
from gblint.checks.percentage import percentage
from gblint.checks.period import period
from gblint.checks.personal import personal
from gblint.checks.prose import prose_number
from gblint.checks.repeated import repeated_text
from gblint.checks.rollup import roll_up
from gblint.checks.rollup_set import roll_up_set
from gblint.checks.sections import section_order, section_repeat
from gblint.checks.similarity import similarity
from gblint.checks.succession import succession
from gblint.checks.suppressions import SuppressionFault, no_hit, suppression_hit
from gblint.checks.tables import table_presence, table_shape, table_unread
from gblint.checks.text import length, pattern
from gblint.checks.title import title_parts, title_wording
from gblint.checks.unevaluated import (
    Unevaluated,
    blocked,
    late_hits,
    rule_for,
    rule_hits,
    setback_hits,
)
from gblint.checks.words import doubled_words, words
from gblint.checks.years import year_to_year
from gblint.document import Document
from gblint.findings import Finding, Say, TooMuch
from gblint.pack import kinds, kinds_between, kinds_wording
from gblint.pack.kind import Kind
from gblint.pack.model import Pack, Rule
from gblint.report.model import Facts, Report

MOST_FINDINGS = 2000
"""Findings of one rule in one file."""

CHECKS: dict[type[Kind], Check] = {
    kinds.SectionPresence: section_presence,
    kinds.SectionOrder: section_order,
    kinds.SectionRepeat: section_repeat,
    kinds.HeadingWording: heading_wording,
    kinds.HeadingOrdinal: heading_ordinal,
    kinds.HeadingOrigin: heading_origin,
    kinds.PartHeadings: part_headings,
    kinds.SectionContent: section_content,
    kinds.TitleParts: title_parts,
    kinds.TitleWording: title_wording,
    kinds.TablePresence: table_presence,
    kinds.TableUnread: table_unread,
    kinds.TableShape: table_shape,
    kinds.CellKind: cell_kind,
    kinds.EquationCheck: equation,
    kinds.InequalityCheck: inequality,
    kinds_between.YearToYear: year_to_year,
    kinds_between.Similarity: similarity,
    kinds_between.Succession: succession,
    kinds_between.RollUp: roll_up,
    kinds_between.RollUpSet: roll_up_set,
    kinds.FactPresence: fact_presence,
    kinds.PeriodCheck: period,
    kinds.ContactCheck: contact,
    kinds.PatternCheck: pattern,
    kinds.CitationCheck: citation,
    kinds.DatesCheck: dates,
    kinds.EnumerationCheck: enumeration,
    kinds.PairsCheck: pairs,
    kinds_wording.WordsCheck: words,
    kinds_wording.DoubledWords: doubled_words,
    kinds_wording.RepeatedText: repeated_text,
    kinds.PersonalCheck: personal,
    kinds.ProseNumber: prose_number,
    kinds.PercentageCheck: percentage,
    kinds.LeftoverYear: leftover_year,
    kinds.OrganDiffers: organ_differs,
    kinds.LengthCheck: length,
    kinds.DeadlineCheck: deadline,
    kinds.InputCheck: input_event,
    kinds.UnevaluatedCheck: setback_hits,
    kinds.SuppressionCheck: no_hit,
}
"""The code of each check kind."""

_ALWAYS = kinds.InputCheck | kinds.UnevaluatedCheck
"""Rules about the file as such: evaluated whatever it is, and after its time, too."""


def check_report(report: Report, pack: Pack) -> tuple[Finding, ...]:
    """What the rules of a pack find in a report, by line, then by rule.

    A document that is no report has one finding that says so. A rule that fails keeps what it
    found before, and a finding says that it could not be evaluated; so with rules that were not
    begun when the time of the file was over (`attempts.timed`).
    """
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


def unevaluated_findings(
    report: Report, pack: Pack, stopped: Sequence[Unevaluated]
) -> Iterator[Finding]:
    """The findings on rules that were stopped, and on all that the time did not suffice for."""
    seen: Counter[str] = Counter()
    for hit in (*rule_hits(report, stopped), *late_hits(report, pack, stopped)):
        yield finding(report, rule_for(pack), pack, hit, seen=seen)


def _rules(report: Report, pack: Pack) -> Sequence[Rule]:
    """The rules of a pack, with one by which to tell what of the report could not be read."""
    told = any(isinstance(rule.check, kinds.UnevaluatedCheck) for rule in pack.rules)
    return pack.rules if told or not report.setbacks else (*pack.rules, rule_for(pack))


def input_finding(pack: Pack, event: Event, reason: Say, variant: str = "") -> Finding | None:
    """The finding of a file that was not even read, None where the pack has no rule for it."""
    for rule in pack.rules:
        if isinstance(rule.check, kinds.InputCheck) and rule.check.event == event:
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
        if isinstance(rule.check, kinds.SuppressionCheck)
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
