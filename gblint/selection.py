"""What is selected: the pack by which a document is checked, which of its rules are in force and
how grave they are, and what of the findings is reported. Comments in the document may suppress
some (`gblint: ignore GB501 <reason>`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Protocol

import msgspec

from gblint.attempts import Stopped, attempt
from gblint.checks import (
    build_input_finding,
    build_suppression_findings,
    build_unevaluated_findings,
    find_unevaluated_rule,
    locate,
)
from gblint.checks.hits import Place
from gblint.checks.personal import make_mask
from gblint.checks.unchecked import (
    InputCheck,
    Remark,
    SuppressionCheck,
    SuppressionFault,
    Unevaluated,
    UnevaluatedCheck,
)
from gblint.document import Anchor, Comment, Document
from gblint.findings import Finding, Level, Location, Say, join_stories
from gblint.pack.model import Pack, Rule
from gblint.report import DividedDocument, divide_into_sections, find_year, is_meant_for
from gblint.report.model import Report
from gblint.results import FileResult, RawResult, Suppressed
from gblint.text.patterns import later

# the pack


class DocumentWithPack(msgspec.Struct, frozen=True):
    """A document, and the pack by which it is to be recognised.

    `chosen` says how the pack was chosen. `divided` is the document divided by the headings of that
    pack, where the choice needed that: it is not divided again to be recognised.
    """

    document: Document
    name: str
    pack: Pack
    chosen: tuple[Say, ...] = ()
    divided: DividedDocument | None = None


def choose_pack(
    document: Document, name: str, *, default: Pack, among: Sequence[Pack]
) -> DocumentWithPack:
    """The document with the first pack that is for its kind of document, else for its year.

    The default, with a remark, where the year is not found or no pack is for it; where there
    is nothing to choose from, without. `name` is the file's. Raises PatternTimeout.
    """
    if not among:
        return DocumentWithPack(document, name, default)
    divided = divide_into_sections(document, default)
    # by kind before year: the report of a school has a format of its own in the same year
    for pack in among:
        if pack.documents and is_meant_for(document, pack, divided.title, divided.headings):
            return DocumentWithPack(document, name, pack)
    year = find_year(document, default, name, divided)
    by_year = [pack for pack in among if not pack.documents]
    fitting = [] if year is None else [pack for pack in by_year if is_for_year(pack, year)]
    if fitting:
        # it was divided by the headings of the default, which those of another pack may not be
        reused = divided if fitting[0] is default else None
        return DocumentWithPack(document, name, fitting[0], divided=reused)
    remark = _say_no_year(default) if year is None else _say_no_pack(default, year)
    return DocumentWithPack(document, name, default, (remark,), divided)


def is_for_year(pack: Pack, year: int) -> bool:
    """Whether a year is one of those of whose reports a pack is."""
    first, last = pack.years
    return (first is None or first <= year) and (last is None or year <= last)


def find_unknown_format(report: Report, opened: DocumentWithPack) -> Finding | None:
    """The one finding on a report without a year that does not look like the pack's format.

    None where there is a year, or the report has a table of the format or most of its sections:
    then the rules have something to go by.
    """
    pack = opened.pack
    if opened.chosen != (_say_no_year(pack),) or not report.recognised or report.tables:
        return None
    read = {section.number for section in report.sections if section.number is not None}
    if 2 * len(read) > len(pack.sections):
        return None
    return build_input_finding(
        pack,
        "unrecognised",
        Say(
            "标题、统计期限、文件名和日期中都没有找到报告的年度，"
            f"章节和表格也不像 {pack.id} 的格式，不知道按哪一年的格式检查",
            "there is no year in title, period, file name or date, and sections and tables are not "
            f"those of {pack.id}, so that nothing tells by which format to check",
        ),
        "year",
    )


def _say_no_year(pack: Pack) -> Say:
    return Say(
        "标题、统计期限、文件名和日期中都没有找到报告的年度，无法按年度选规则包，"
        f"已按 {pack.id} 检查",
        f"no year in title, period, file name or date to choose a pack by: checked by {pack.id}",
    )


def _say_no_pack(pack: Pack, year: int) -> Say:
    return Say(
        f"没有用于{year}年报告的规则包，已按 {pack.id} 检查",
        f"there is no pack for reports of {year}: checked by {pack.id}",
    )


# its rules

_ALWAYS_IN_FORCE = InputCheck | SuppressionCheck | UnevaluatedCheck
"""Kinds whose rules no `select` leaves out; `ignore` does."""


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
        word = _find_longest(wanted.severity, rule.id)
        level = wanted.severity.get(word)
        chosen = 0 if wanted.select is None else len(_find_longest(wanted.select, rule.id))
        against = len(_find_longest(wanted.ignore, rule.id))
        # "off" is an ignore by its own word, which is set against that of `select` by length
        if level == "off":
            against = max(against, len(word))
        elif level is not None:
            rule = msgspec.structs.replace(rule, severity=level)  # noqa: PLW2901
        known[rule.id] = rule
        if against and against >= chosen:
            ignored.add(rule.id)
        elif chosen or wanted.select is None or isinstance(rule.check, _ALWAYS_IN_FORCE):
            rules.add(rule.id)
    return Selection(pack, known, frozenset(rules), frozenset(ignored))


def match_rules(pack: Pack, words: Iterable[str]) -> frozenset[str]:
    """The ids of the rules that any of the words is, or begins."""
    begins = tuple(words)
    return frozenset(rule.id for rule in pack.rules if rule.id.startswith(begins))


def _find_longest(words: Collection[str], rule: str) -> str:
    return max((word for word in words if rule.startswith(word)), key=len, default="")


# what is reported


class Comparison(Protocol):
    """Where the reports are with which others are compared."""

    def compare(self, report: Report, pack: Pack) -> tuple[Report, Sequence[Remark]]:
        """The report with those beside it, and what could not be compared, with reasons."""
        ...


class Terms(msgspec.Struct, frozen=True):
    """By what a file is checked, and what of it is reported.

    The pack of the first of `selections` is the default; of several, it is the first of the others
    that is for the kind of document, else for the report's year. `ignored` are the rules that are
    not reported for this file, with the reasons. With `heed_comments`, comments in the document
    suppress findings. With `keep_reading`, the result has the report as it was read, with
    `keep_stated` what it states.
    """

    selections: tuple[Selection, ...]
    ignored: Mapping[str, str] = {}
    comparison: Comparison | None = None
    heed_comments: bool = True
    keep_reading: bool = False
    keep_stated: bool = False


class CheckedFile(msgspec.Struct, frozen=True):
    """A file that was checked by packs: what it gives, its report where there is one, and what
    could not be compared. Of this is reported what settings and comments leave.
    """

    raw: RawResult
    report: Report | None = None
    uncompared: Sequence[Remark] = ()


def select_findings(checked: CheckedFile, path: str, terms: Terms) -> FileResult:
    """What is reported of what was found: not what comments suppress or the settings leave out."""
    raw, report, uncompared = checked.raw, checked.report, checked.uncompared
    selection, ignored = terms.selections[raw.pack_index], terms.ignored
    suppressed: tuple[Suppressed, ...] = ()
    if report is not None and terms.heed_comments:
        in_force = selection.rules - set(ignored)
        findings, suppressed = apply_comments(report, selection.pack, raw.findings, in_force)
        raw = msgspec.structs.replace(raw, findings=findings)
        suppressed = tuple(one for one in suppressed if one.finding.rule in selection.rules)
    result = build_result(
        raw, path, selection, ignored=ignored, suppressed=suppressed, uncompared=uncompared
    )
    if report is None or terms.heed_comments:
        return result
    return msgspec.structs.replace(result, disregarded=len(report.document.comments))


def build_result(
    raw: RawResult,
    path: str,
    selection: Selection,
    *,
    ignored: Mapping[str, str],
    suppressed: Sequence[Suppressed] = (),
    uncompared: Sequence[Remark] = (),
) -> FileResult:
    """What of a raw result is reported.

    `selection` is of its pack, `ignored` are the rules that the settings do not report for this
    file, with reasons. `suppressed` is what comments in it suppress, `uncompared` what could not
    be compared with another report.
    """
    rules = frozenset(ignored)
    selected, unsaid = selection.apply(raw.findings, ignored=rules)
    # what a comment suppresses was found all the same: rules that wait for it did not run
    met = (*raw.findings, *(one.finding for one in suppressed))
    set_aside = [one for one in raw.findings if one.rule in rules and not one.incomplete]
    lacking = tuple(_remark_uncompared(uncompared, selection.rules - rules))
    return FileResult(
        path=path,
        format=raw.format,
        pack=selection.pack.id,
        title=raw.title,
        organ=raw.organ,
        year=raw.year,
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
            *raw.notes,
            *unsaid,
            *_remark_suppressed(suppressed, selection.rules - rules),
            *lacking,
            *raw.chosen,
        ),
        uncompared=lacking,
        failure=raw.failure,
        reading=raw.reading,
        stated=raw.stated,
    )


def build_unreadable(pack: Pack, reason: Say, *, scanned: bool = False) -> RawResult:
    """The raw result of a file that could not be checked: its one finding, if the pack has one."""
    finding: Finding | None = build_input_finding(
        pack, "scanned" if scanned else "unreadable", reason
    )
    return RawResult(findings=() if finding is None else (finding,), failure=reason)


def build_failure(path: str, reason: Say, selection: Selection) -> FileResult:
    """The result of a file that could not be checked."""
    return build_result(build_unreadable(selection.pack, reason), path, selection, ignored={})


def _list_unevaluated(
    findings: Sequence[Finding], pack: Pack, uncompared: Sequence[Remark]
) -> tuple[str, ...]:
    """The rules that did not run to their end, whatever the settings."""
    rules = {rule for one in findings for rule in one.unchecked}
    rules.update(rule for named, _ in uncompared for rule in named)
    of_no_report = {rule.id for rule in pack.rules if isinstance(rule.check, InputCheck)}
    if any(one.rule in of_no_report for one in findings):  # then no other rule ran
        rules.update(rule.id for rule in pack.rules if rule.id not in of_no_report)
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


# comments in the document

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


def apply_comments(
    report: Report, pack: Pack, findings: Sequence[Finding], in_force: frozenset[str]
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
    """The findings with those on comments, and what comments suppress.

    `in_force` are the rules that are to be reported: a comment on others is not idle. Where gblint
    fails at it, nothing is suppressed, and a finding says so.
    """
    if not report.document.comments:
        return tuple(findings), ()
    done = attempt(partial(suppress_findings, report, pack, findings, in_force))
    if not isinstance(done, Stopped):
        return done
    rules = [rule for rule in pack.rules if isinstance(rule.check, SuppressionCheck)]
    stopped = [Unevaluated(rule, done) for rule in rules or [find_unevaluated_rule(pack)]]
    return (*findings, *build_unevaluated_findings(report, pack, stopped)), ()


def suppress_findings(
    report: Report, pack: Pack, findings: Sequence[Finding], in_force: frozenset[str]
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
    """As `apply_comments`, where there are comments and nothing fails.

    A comment without effect is a fault, unless its rules are not in force or could not be
    evaluated; and so is one for a rule that no comment may suppress.
    """
    ids = [rule.id for rule in pack.rules]
    lasting = frozenset(rule.id for rule in pack.rules if not rule.suppressible)
    cells, mask = _index_cells(report), make_mask(report, pack)
    read = [_parse_comment(comment, ids, cells) for comment in report.document.comments]
    valid = [one for one in read if isinstance(one, Suppression)]
    faults = [one for one in read if isinstance(one, SuppressionFault)]
    remaining: list[Finding] = []
    suppressed: list[Suppressed] = []
    used: list[set[str]] = [set() for _ in valid]
    refused = [_find_refused(one, ids, lasting) for one in valid]
    for finding in findings:
        at = next((i for i, one in enumerate(valid) if one.holds(finding)), None)
        if at is None:
            remaining.append(finding)
        elif finding.rule in lasting:  # personal data must not be hidden by who wrote them
            remaining.append(finding)
            refused[at][finding.rule] = None
        else:
            used[at].add(finding.rule)
            comment, reason = valid[at].comment, mask.mask_text(valid[at].reason)
            where = _describe_place(report, pack, valid[at])
            suppressed.append(Suppressed(finding, reason, where, comment.first))
    unknown = {rule for finding in findings for rule in finding.unchecked}
    for i, one in enumerate(valid):
        if refused[i]:
            faults.append(SuppressionFault(one.comment, "lasting", rules=tuple(refused[i])))
        if idle := _find_idle(one, {*used[i], *refused[i]}, in_force - unknown):
            faults.append(SuppressionFault(one.comment, "unused", rules=idle))
    faults.sort(key=lambda fault: fault.comment.first)
    return (*remaining, *build_suppression_findings(report, pack, faults)), tuple(suppressed)


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


def _parse_comment(
    comment: Comment, known: Sequence[str], cells: Mapping[tuple[int, int], Keys]
) -> Suppression | SuppressionFault:
    """What a comment suppresses, or why it cannot. `known` are the ids of all rules."""
    text = comment.text
    folded = text.translate(_NARROW)  # character by character: offsets are those of the text
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
    on = cells.get((comment.first, comment.cell), ())
    return Suppression(comment, tuple(rules), reason, word.lower() == _FILE, on)
