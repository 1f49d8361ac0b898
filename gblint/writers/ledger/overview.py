"""The tables of the ledger that add up (the overview, by rule, by place, by folder), and what all
tables of the ledger are made of: sheets, columns, and values of cells.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from heapq import nlargest
from typing import Literal

import msgspec

from gblint.findings import SEVERITIES, Lang, Say
from gblint.results import FileResult, OrganState, RunResult
from gblint.writers.words import ORGAN_STATE, SEVERITY, find_rule_title, to_one_line

ColumnKind = Literal["text", "long", "count", "amount", "number", "share", "day"]
"""`long` is a text of some lines, `amount` one of money, `number` any figure, `share` a part of 1,
`day` an ISO date."""


class Column(msgspec.Struct, frozen=True):
    """A column; `width` in characters of Latin type."""

    head: Say
    width: int = 10
    kind: ColumnKind = "text"


class Sheet(msgspec.Struct, frozen=True):
    """A table; where `filtered` is False it is for reading, and its rows are of several kinds."""

    key: str
    name: Say
    columns: tuple[Column, ...]
    filtered: bool = True


class CellLink(msgspec.Struct, frozen=True):
    """A value that leads to a row, from 0, of another sheet."""

    value: str | int
    sheet: str
    row: int = 0


class HeadingCell(msgspec.Struct, frozen=True):
    """A heading between rows."""

    text: str


CellValue = str | int | float | Decimal | CellLink | HeadingCell | None
"""None is what is not known."""

SheetRow = tuple[CellValue, ...]


_MOST = 15
"""Rows of a part of the overview; the sheet that its heading names has all."""

_FEW = 5
"""Of these, the names that a line has."""

_ABSENT: tuple[OrganState, ...] = (
    *("missing", "unreadable", "passed_over", "other_year", "twice", "late"),
)
_NO_PLACE = Say("（读不出地区）", "(place not known)")
_HERE = Say("（当前文件夹）", "(this folder)")


class _Worst(msgspec.Struct, frozen=True):
    counts: tuple[int, ...]
    name: str
    number: int


class Counts:
    def __init__(self) -> None:
        self.reports = 0
        self.failed = 0
        self.with_errors = 0
        self.severities: Counter[str] = Counter()

    def add(self, file: FileResult, severities: Counter[str]) -> None:
        self.reports += 1
        self.failed += file.failure is not None
        self.with_errors += file.failure is None and severities["error"] > 0
        if file.failure is None:
            self.severities.update(severities)

    def join(self, other: Counts) -> None:
        self.reports += other.reports
        self.failed += other.failed
        self.with_errors += other.with_errors
        self.severities.update(other.severities)

    @property
    def read(self) -> int:
        return self.reports - self.failed

    @property
    def errors_each(self) -> float:
        """Errors of a report that was read."""
        return self.severities["error"] / self.read if self.read else 0.0


class Tally:
    """What the results of a run come to while they go by."""

    def __init__(self, result: RunResult) -> None:
        self._result = result
        self.all = Counts()
        self._places: defaultdict[str, Counts] = defaultdict(Counts)
        self._fuller: defaultdict[str, set[str]] = defaultdict(set)
        self.folders: defaultdict[str, Counts] = defaultdict(Counts)
        self.rules: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.reports_of: Counter[str] = Counter()
        self.other = 0
        self.suppressed = 0
        self.worst: list[_Worst] = []

    def add(self, file: FileResult, number: int) -> None:
        severities: Counter[str] = Counter(one.severity for one in file.findings)
        place = file.stated.place if file.stated is not None else ""
        if file.stated is not None and place != file.stated.place_alone:
            self._fuller[file.stated.place_alone].add(place)
        folder = file.path.rpartition("/")[0]
        for counts in (self.all, self._places[place], self.folders[folder]):
            counts.add(file, severities)
        self.other += file.stated is not None and not file.stated.recognised
        self.suppressed += len(file.suppressed) + len(file.left_out)
        for finding in file.findings:
            self.rules[finding.rule][finding.severity] += 1
        self.reports_of.update({finding.rule for finding in file.findings})
        if file.failure is None and file.findings:
            counts_ = tuple(severities[severity] for severity in SEVERITIES)
            worst = _Worst(counts_, file.organ or file.path, number)
            self.worst = nlargest(_MOST, [*self.worst, worst], key=lambda one: one.counts)

    @cached_property
    def places(self) -> dict[str, Counts]:
        """By place, once all are counted: 清河区 and 示例市清河区 are one, by the commoner name.

        Where there are two with that name, 清河区 may be of either and stays by itself.
        """
        found = dict(self._places)
        for alone, fuller in self._fuller.items():
            if len(fuller) > 1 or alone not in found:
                continue
            pair = {name: found.pop(name) for name in (*fuller, alone)}
            # the name that more reports have, with or without the city
            name = max(pair, key=lambda one: pair[one].reports)
            found[name] = Counts()
            for counts in pair.values():
                found[name].join(counts)
        return found

    def list_rules(self) -> list[str]:
        """The commonest first."""
        return sorted(self.rules, key=lambda rule: (-self.rules[rule].total(), rule))


def write_tallies(tally: Tally, result: RunResult, lang: Lang) -> Iterator[tuple[str, SheetRow]]:
    """The rows by rule, by place and by folder."""
    for rule in tally.list_rules():
        counts = tally.rules[rule]
        yield (
            "rules",
            (
                rule,
                find_rule_title(result, rule, lang),
                counts.total(),
                tally.reports_of[rule],
                tally.reports_of[rule] / max(tally.all.reports, 1),
                *(counts[severity] for severity in SEVERITIES),
            ),
        )
    for key, groups, unnamed in (
        ("places", tally.places, _NO_PLACE),
        ("folders", tally.folders, _HERE),
    ):
        for rank, (name, counts_) in enumerate(_rank_groups(groups), 1):
            yield key, (rank, name or to_one_line(unnamed, lang), *_list_counts(counts_))


def _rank_groups(groups: dict[str, Counts]) -> list[tuple[str, Counts]]:
    """Those with most errors a report first, and last what has no name."""
    return sorted(
        groups.items(),
        key=lambda one: (not one[0], -one[1].errors_each, -one[1].reports, one[0]),
    )


def _list_counts(counts: Counts) -> SheetRow:
    # of files that could not be read nothing is known: they are in no share
    share = 1 - counts.with_errors / counts.read if counts.read else None
    return (
        counts.reports,
        counts.failed,
        counts.with_errors,
        share,
        *(counts.severities[severity] for severity in SEVERITIES),
        round(counts.errors_each, 2),
    )


OVERVIEW_COLUMNS = (
    Column(Say("项目", "what"), 44),
    Column(Say("数", "count"), 10, "count"),
    Column(Say("其中错误", "errors"), 10, "count"),
    Column(Say("说明", "details"), 70, "long"),
)


def write_overview(tally: Tally, result: RunResult, lang: Lang) -> Iterator[SheetRow]:
    """Who is missing, who is worst, what is commonest, who copied; the rest is in other sheets."""

    def say(zh: str, en: str) -> str:
        return to_one_line(Say(zh, en), lang)

    yield from _write_main(tally, result, lang)
    yield from _write_sums(tally, result, lang)
    yield from _write_organs(result, lang)
    if tally.worst:
        yield _make_heading("问题最多的报告", "Reports with most findings", lang)
        for one in tally.worst:
            details = _list_severities(one.counts, lang)
            name = CellLink(one.name, "reports", one.number)
            yield name, sum(one.counts), one.counts[0], details
    if tally.rules:
        yield _make_heading("最常见的问题", "Commonest findings", lang)
        for at, rule in enumerate(tally.list_rules()[:_MOST]):
            title = f"{rule} {find_rule_title(result, rule, lang)}"
            count = tally.reports_of[rule]
            counts = tally.rules[rule]
            details = say(f"{count} 份报告", f"{count} reports")
            yield CellLink(title, "rules", at), counts.total(), counts["error"], details
    yield from _write_copied(result, lang)
    yield from _write_places(tally, lang)


def _make_heading(zh: str, en: str, lang: Lang) -> SheetRow:
    return (HeadingCell(to_one_line(Say(zh, en), lang)),)


def _write_main(tally: Tally, result: RunResult, lang: Lang) -> Iterator[SheetRow]:
    """What is asked first, in a line each."""

    def make_row(
        zh: str, en: str, count: int | None, details: str, link: str = "", at: int = 0
    ) -> SheetRow:
        text = to_one_line(Say(zh, en), lang)
        return (CellLink(text, link, at) if link else text), count, None, details

    yield _make_heading("要点", "In short", lang)
    cases = result.organs.cases if result.organs is not None else ()
    if result.organs is not None and result.organs.path:
        for state in _ABSENT:
            some = [(at, one) for at, one in enumerate(cases) if one.state == state]
            if some or state == "missing":
                word = ORGAN_STATE[state]
                names = _name_some([one.organ for _, one in some], lang)
                link = "organs" if some else ""
                yield make_row(word.zh, word.en, len(some), names, link, some[0][0] if some else 0)
    if tally.worst:
        worst = tally.worst[0]
        details = _name_worst(tally, lang)
        yield make_row(
            "问题最多的报告", "worst report", sum(worst.counts), details, "reports", worst.number
        )
    places = [one for one in _rank_groups(tally.places) if one[0]]
    # one place is no worse than itself
    if len(places) > 1:
        name, counts = places[0]
        each = f"{counts.errors_each:.2f}"
        mean = to_one_line(Say(f"平均每份 {each} 处错误", f"{each} errors a report"), lang)
        errors = counts.severities["error"]
        yield make_row("错误最多的地区", "worst place", errors, f"{name}（{mean}）", "places")
    if tally.rules:
        rule = tally.list_rules()[0]
        details = f"{rule} {find_rule_title(result, rule, lang)}"
        count = tally.rules[rule].total()
        yield make_row("最常见的问题", "commonest finding", count, details, "rules")
    if result.copied:
        groups = _group_copied(result)
        named = [_name_group(result, ats, lang) for ats in groups[:_FEW]]
        details = to_one_line(Say("；", "; "), lang).join(named)
        yield make_row("雷同的组", "groups that copied", len(groups), details, "copied")


def _name_some(names: Sequence[str], lang: Lang) -> str:
    more = to_one_line(Say(" 等", " ..."), lang) if len(names) > _FEW else ""
    return to_one_line(Say("、", ", "), lang).join(names[:_FEW]) + more


def _name_worst(tally: Tally, lang: Lang) -> str:
    """The report with most findings; where several have as many, those."""
    counts = tally.worst[0].counts
    alike = [one.name for one in tally.worst if one.counts == counts]
    each = _list_severities(counts, lang)
    if len(alike) > 1:
        each = to_one_line(Say(f"各 {each}", f"each {each}"), lang)
    return f"{_name_some(alike, lang)}（{each}）"


def _list_severities(counts: Sequence[int], lang: Lang) -> str:
    return to_one_line(Say("，", ", "), lang).join(
        f"{count} {to_one_line(SEVERITY[level], lang)}"
        for level, count in zip(SEVERITIES, counts, strict=True)
    )


def _write_sums(tally: Tally, result: RunResult, lang: Lang) -> Iterator[SheetRow]:
    counts = tally.all

    def make_row(zh: str, en: str, value: CellValue, sheet: str = "") -> SheetRow:
        text = to_one_line(Say(zh, en), lang)
        return (CellLink(text, sheet) if sheet and value else text), value

    yield _make_heading("总数", "In all", lang)
    yield make_row("检查的文件", "files checked", counts.reports, "reports")
    for level in SEVERITIES:
        word = SEVERITY[level]
        yield make_row(word.zh, f"{word.en}s", counts.severities[level], "findings")
    yield make_row("有错误的报告", "reports with errors", counts.with_errors, "reports")
    yield make_row("无法读取的文件", "files that could not be read", counts.failed, "unread")
    yield make_row("不是年度报告的文件", "files that are no annual report", tally.other, "reports")
    yield make_row("没有查看的文件", "files that were passed over", len(result.skipped), "unread")
    yield make_row("按批注或设置忽略的问题", "findings suppressed", tally.suppressed, "unread")


def _write_organs(result: RunResult, lang: Lang) -> Iterator[SheetRow]:
    roll = result.organs
    if roll is None:
        return
    title = (
        Say("名单核对", "The list of organs") if roll.path else Say("逾期和重复", "Late and twice")
    )
    yield (HeadingCell(to_one_line(title, lang)),)
    if roll.path:
        yield to_one_line(Say("名单上的机关", "organs listed"), lang), roll.listed
        yield to_one_line(Say("报了的", "that reported"), lang), roll.reported
    else:
        missing = Say(
            "没有给名单（--expect），不知道谁没有报", "without --expect nobody knows who is missing"
        )
        yield to_one_line(missing, lang), None
    by_state = Counter(case.state for case in roll.cases)
    met: Counter[str] = Counter()
    for at, case in enumerate(roll.cases):
        if not met[case.state]:
            word = to_one_line(ORGAN_STATE[case.state], lang)
            yield CellLink(word, "organs", at), by_state[case.state]
        met[case.state] += 1
        if met[case.state] <= _MOST:
            yield f"· {case.organ}", None, None, to_one_line(case.say, lang)


def _write_copied(result: RunResult, lang: Lang) -> Iterator[SheetRow]:
    if not result.copied:
        return
    yield _make_heading("雷同", "Copied", lang)
    groups = _group_copied(result)
    for ats in groups[:_MOST]:
        first = result.copied[ats[0]]
        kind = f"{to_one_line(first.kind, lang)}：{to_one_line(first.where, lang)}"
        yield CellLink(kind, "copied", ats[0]), len(ats) + 1, None, _name_group(result, ats, lang)
    if len(groups) > _MOST:
        more = len(groups) - _MOST
        yield to_one_line(Say(f"其余 {more} 组", f"{more} more"), lang), None


def _group_copied(result: RunResult) -> list[list[int]]:
    """The rows of what was copied that belong together, by their numbers."""
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    for at, one in enumerate(result.copied):
        # what is of no group is one by itself, under a number that no group has
        groups[one.kind.zh, one.group if one.group is not None else -at - 1].append(at)
    return list(groups.values())


def _name_group(result: RunResult, ats: Sequence[int], lang: Lang) -> str:
    first = result.copied[ats[0]]
    named = [first.other_organ or first.other_path]
    named += (result.copied[at].organ or result.copied[at].path for at in ats)
    return to_one_line(Say("、", ", "), lang).join([*dict.fromkeys(named)][:_MOST])


def _write_places(tally: Tally, lang: Lang) -> Iterator[SheetRow]:
    groups = [one for one in _rank_groups(tally.places) if one[0]]
    if len(groups) < 2:
        return
    yield _make_heading("平均错误最多的地区", "Places with most errors a report", lang)
    for name, counts in groups[:_MOST]:
        each = f"{counts.errors_each:.2f}"
        details = Say(
            f"{counts.reports} 份报告，平均每份 {each} 处错误",
            f"{counts.reports} reports, {each} errors each",
        )
        total = counts.severities.total()
        yield name, total, counts.severities["error"], to_one_line(details, lang)
