"""Comments in a document that suppress findings: `gblint: ignore GB501 <reason>`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial

import msgspec

from gblint.attempts import Stopped, attempt
from gblint.checks import (
    build_suppression_findings,
    build_unevaluated_findings,
    find_unevaluated_rule,
)
from gblint.checks.hits import Place
from gblint.checks.personal import make_mask
from gblint.checks.places import locate
from gblint.checks.unchecked import SuppressionCheck, SuppressionFault, Unevaluated
from gblint.document import Anchor, Comment
from gblint.findings import Finding, Location, Say
from gblint.pack.model import Pack
from gblint.report.model import Report
from gblint.results import Suppressed
from gblint.text.patterns import later

_FORM = later(r"gblint\s*[:：]\s*(?P<word>[\w-]*)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_RULE = later(r"[\s,，、;；]*([A-Za-z]{2,8}[0-9]{1,4})(?![A-Za-z0-9])")
_LINE, _FILE = "ignore", "ignore-file"
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Characters of full width, as input methods may write them, as those of half width."""

_AROUND = " \t\r\n,，、;；:：.。-—"


Keys = tuple[str, str, str]
"""The keys of a number cell: table, row, column."""


class Suppression(msgspec.Struct, frozen=True):
    """A comment that names rules (ids or prefixes) and says why, for its lines or the file.

    `on` is the table, row and column of the cell that it stands on, () for no number cell.
    """

    comment: Comment
    rules: tuple[str, ...]
    reason: str
    whole: bool = False
    on: Keys | tuple[()] = ()

    def holds(self, finding: Finding) -> bool:
        """Whether it is for this finding."""
        if finding.incomplete or not finding.rule.startswith(self.rules):
            return False
        place, comment = finding.location, self.comment
        if self.whole or self._takes_part(place):
            return True
        if not comment.first <= place.line <= comment.last:
            return False
        return not (comment.cell and place.cell) or comment.cell == place.cell

    def _takes_part(self, place: Location) -> bool:
        """Whether the commented cell is in the row, column or table that a finding is about."""
        if not self.on or (place.row and place.column):
            return False
        table, row, column = self.on
        return place.table == table and place.row in (None, row) and place.column in (None, column)


class SuppressedFindings(msgspec.Struct, frozen=True):
    """What comments make of findings: those that stay, those suppressed with what does it,
    and what is wrong with comments.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[tuple[Finding, Suppression], ...]
    faults: tuple[SuppressionFault, ...]


def apply_comments(
    report: Report, pack: Pack, findings: Sequence[Finding], in_force: frozenset[str]
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
    """The findings with those on comments, and what comments suppress.

    `in_force` are the rules that are to be reported: a comment on others is not idle. Where gblint
    fails at it, nothing is suppressed, and a finding says so.
    """
    if not report.document.comments:
        return tuple(findings), ()
    done = attempt(partial(_apply, report, pack, findings, in_force))
    if not isinstance(done, Stopped):
        return done
    rules = [rule for rule in pack.rules if isinstance(rule.check, SuppressionCheck)]
    stopped = [Unevaluated(rule, done) for rule in rules or [find_unevaluated_rule(pack)]]
    return (*findings, *build_unevaluated_findings(report, pack, stopped)), ()


def _apply(
    report: Report, pack: Pack, findings: Sequence[Finding], in_force: frozenset[str]
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
    comments = report.document.comments
    known = [rule.id for rule in pack.rules]
    lasting = frozenset(rule.id for rule in pack.rules if not rule.suppressible)
    outcome = suppress_findings(
        findings,
        comments,
        known=known,
        lasting=lasting,
        in_force=in_force,
        cells=_index_cells(report),
    )
    idle = build_suppression_findings(report, pack, outcome.faults)
    mask = make_mask(report, pack)
    suppressed = tuple(
        Suppressed(
            finding,
            mask.mask_text(one.reason),
            _describe_place(report, pack, one),
            one.comment.first,
        )
        for finding, one in outcome.suppressed
    )
    return (*outcome.findings, *idle), suppressed


def suppress_findings(
    findings: Sequence[Finding],
    comments: Iterable[Comment],
    *,
    known: Iterable[str],
    lasting: frozenset[str] = frozenset(),
    in_force: frozenset[str],
    cells: Mapping[tuple[int, int], Keys],
) -> SuppressedFindings:
    """Take out what comments suppress. `known` are the ids of all rules, `lasting` those that no
    comment may suppress, `cells` the number cells by line and column.

    A comment without effect is a fault, unless its rules are not in force or could not be
    evaluated; and so is one for a rule that no comment may suppress.
    """
    ids = tuple(known)
    read = [_parse_comment(comment, ids) for comment in comments]
    valid = [_set_cell(one, cells) for one in read if isinstance(one, Suppression)]
    faults = [one for one in read if isinstance(one, SuppressionFault)]
    kept: list[Finding] = []
    taken: list[tuple[Finding, Suppression]] = []
    used: list[set[str]] = [set() for _ in valid]
    refused = [_find_refused(one, ids, lasting) for one in valid]
    for finding in findings:
        at = next((i for i, one in enumerate(valid) if one.holds(finding)), None)
        if at is None or finding.rule in lasting:
            kept.append(finding)
            if at is not None:
                refused[at][finding.rule] = None
            continue
        taken.append((finding, valid[at]))
        used[at].add(finding.rule)
    unknown = {rule for finding in findings for rule in finding.unchecked}
    for i, one in enumerate(valid):
        if refused[i]:
            faults.append(SuppressionFault(one.comment, "lasting", rules=tuple(refused[i])))
        if idle := _find_idle(one, {*used[i], *refused[i]}, in_force - unknown):
            faults.append(SuppressionFault(one.comment, "unused", rules=idle))
    faults.sort(key=lambda fault: fault.comment.first)
    return SuppressedFindings(tuple(kept), tuple(taken), tuple(faults))


def _find_idle(one: Suppression, met: Collection[str], judged: frozenset[str]) -> tuple[str, ...]:
    """What a comment names in vain: words for no rule that it met, and for one judged."""
    return tuple(
        word
        for word in one.rules
        if not any(rule.startswith(word) for rule in met)
        and any(rule.startswith(word) for rule in judged)
    )


def _find_refused(one: Suppression, ids: Sequence[str], lasting: frozenset[str]) -> dict[str, None]:
    """The rules that a comment names, and that no comment may suppress, in order.

    Of a prefix that other rules have too, only what is met counts.
    """
    return {
        rule: None
        for word in one.rules
        if all(rule in lasting for rule in ids if rule.startswith(word))
        for rule in ids
        if rule.startswith(word)
    }


def _describe_place(report: Report, pack: Pack, one: Suppression) -> Say:
    """Where the comment stands, in words."""
    comment = one.comment
    anchor = Anchor(comment.first, cell=comment.cell)
    before = [section for section in report.sections if section.heading.anchor.line <= anchor.line]
    number, text = (before[-1].number, before[-1].heading.text) if before else (0, "")
    table, row, column = one.on or (None, None, None)
    place = Place(anchor, number, table, row, column, text=text)
    return make_mask(report, pack).mask_say(locate(report, pack, place).where)


def _index_cells(report: Report) -> dict[tuple[int, int], Keys]:
    """The number cells of the report by line and column, where its form counts columns."""
    return {
        (cell.anchor.line, cell.anchor.cell): (table.key, cell.row, cell.column)
        for table in report.tables.values()
        for cell in table.cells.values()
        if cell.anchor.cell
    }


def _set_cell(one: Suppression, cells: Mapping[tuple[int, int], Keys]) -> Suppression:
    place = one.comment.first, one.comment.cell
    return msgspec.structs.replace(one, on=cells.get(place, ()))


def _parse_comment(comment: Comment, known: Sequence[str]) -> Suppression | SuppressionFault:
    text = comment.text
    folded = text.translate(_NARROW)
    form = _FORM.search(folded)
    word = form["word"] if form else text
    if form is None or word.lower() not in (_LINE, _FILE):
        return SuppressionFault(comment, "word", word)
    rules: list[str] = []
    at = form.start("rest")
    while match := _RULE.match(folded, at):
        rules.append(match[1].upper())
        at = match.end()
    rest, rules = text[at:], list(dict.fromkeys(rules))
    wrong = [rule for rule in rules if not any(one.startswith(rule) for one in known)]
    if wrong or not rules:
        return SuppressionFault(comment, "rule", "、".join(wrong), tuple(wrong))
    reason = " ".join(rest.strip(_AROUND).split())
    if not reason:
        return SuppressionFault(comment, "reason", word, tuple(rules))
    return Suppression(comment, tuple(rules), reason, word.lower() == _FILE)
