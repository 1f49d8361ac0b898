"""The tables of the ledger, their columns and values of cells; and what comes to stand in those
that add up (the overview, by rule, by place, by folder).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, cached_property
from heapq import nlargest
from operator import itemgetter
from pathlib import Path
from typing import Literal

import msgspec

from gblint.findings import SEVERITIES, Lang, Say
from gblint.results import FigureColumns, FileResult, OrganState, RunResult
from gblint.writers.words import (
    ORGAN_STATE,
    SEVERITY,
    find_listed_organs,
    find_rule_title,
    rank_rules,
    to_one_line,
)

ColumnKind = Literal["text", "long", "count", "amount", "number", "share", "day"]
"""`long` is a text of some lines, `amount` one of money, `number` any figure, `share` a part of 1,
`day` an ISO date."""


class Column(msgspec.Struct, frozen=True, array_like=True):
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


class _WrittenSheet(msgspec.Struct):
    name: Say
    columns: tuple[str | Column, ...]


class _WrittenSheets(msgspec.Struct):
    """The tables as `sheets.json` has them; `shared` are columns of several, by what names them."""

    shared: dict[str, Column]
    sheets: dict[str, _WrittenSheet]


@cache
def _read_sheets() -> dict[str, Sheet]:
    """The tables by their keys, without the columns that depend on packs."""
    data = Path(__file__).with_name("sheets.json").read_bytes()
    written = msgspec.json.decode(data, type=_WrittenSheets)
    shared = written.shared | {str(one): Column(SEVERITY[one], 8, "count") for one in SEVERITIES}
    sheets: dict[str, Sheet] = {}
    for key, sheet in written.sheets.items():
        columns = (shared[one] if isinstance(one, str) else one for one in sheet.columns)
        sheets[key] = Sheet(key, sheet.name, tuple(columns), filtered=key != "overview")
    return sheets


def list_sheets(result: RunResult) -> tuple[Sheet, ...]:
    """The tables of a run, in their order; what a run cannot have is not there."""
    amounts = {column.key for one in result.columns for column in one.columns if column.amount}
    main = {
        name: Column(name, 10, "count" if amounts.isdisjoint(cells) else "amount")
        for one in result.columns
        for name, cells in one.main
    }
    known = _read_sheets()
    reports = known["reports"]
    sheets = [
        known["overview"],
        msgspec.structs.replace(reports, columns=(*reports.columns, *main.values())),
        *(known[key] for key in ("findings", "rules", "places", "folders")),
        *(_build_figure_sheet(one, alone=len(result.columns) == 1) for one in result.columns),
        *(known["unread"], known["organs"]),
    ]
    if result.copied:
        sheets.append(known["copied"])
    if result.compares_parts:
        sheets.append(known["sums"])
    return tuple(sheets)


def _build_figure_sheet(figures: FigureColumns, *, alone: bool) -> Sheet:
    name = Say("表格数据", "figures")
    if not alone:
        # names of sheets have 31 characters at most in Excel
        name = Say(f"表格数据 {figures.pack}"[:31], f"figures {figures.pack}"[:31])
    cells = (
        Column(
            Say(
                f"{column.table.zh} {column.row.zh} {column.column.zh}",
                f"{column.table.en}, {column.row.in_lang('en')}, {column.column.in_lang('en')}",
            ),
            11,
            "amount" if column.amount else "count",
        )
        for column in figures.columns
    )
    whose = _read_sheets()["findings"].columns[:3]
    return Sheet(f"figures {figures.pack}", name, (*whose, *cells))


_MOST = 15
"""Rows of a part of the overview; the sheet that its heading names has all."""

_FEW = 5
"""Of these, the names that a line has."""

_ABSENT: tuple[OrganState, ...] = (
    *("missing", "unreadable", "passed_over", "other_year", "twice", "late"),
)

Counts = Counter[str]
"""How many reports there are, `failed`, `with_errors`, and how many findings of each severity; of
reports that could not be read nothing is known, and their findings do not count."""


def _count_errors_each(counts: Counts) -> float:
    """Errors of a report that was read."""
    read = counts["reports"] - counts["failed"]
    return counts["error"] / read if read else 0.0


_Worst = tuple[tuple[int, ...], str, int]
"""The findings of a report by severity, its organ or path, and its number."""


class Tally:
    """What the results of a run come to while they go by."""

    def __init__(self, result: RunResult, lang: Lang) -> None:
        self._result = result
        self._lang: Lang = lang
        self._all: Counts = Counter()
        self._of_places: defaultdict[str, Counts] = defaultdict(Counter)
        self._fuller: defaultdict[str, set[str]] = defaultdict(set)
        self._folders: defaultdict[str, Counts] = defaultdict(Counter)
        self._rules: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._reports_of: Counter[str] = Counter()
        self._other = 0
        self._suppressed = 0
        self._worst: list[_Worst] = []

    def add(self, file: FileResult, number: int) -> None:
        found: Counter[str] = Counter(one.severity for one in file.findings)
        place = file.stated.place if file.stated is not None else ""
        if file.stated is not None and place != file.stated.place_alone:
            self._fuller[file.stated.place_alone].add(place)
        own = {**found, "reports": 1, "with_errors": int(found["error"] > 0)}
        if file.failure is not None:
            own = {"reports": 1, "failed": 1}
        folder = file.path.rpartition("/")[0]
        for counts in (self._all, self._of_places[place], self._folders[folder]):
            counts.update(own)
        self._other += file.stated is not None and not file.stated.recognised
        self._suppressed += len(file.suppressed) + len(file.left_out)
        for finding in file.findings:
            self._rules[finding.rule][finding.severity] += 1
        self._reports_of.update({finding.rule for finding in file.findings})
        if file.failure is None and file.findings:
            counts_ = tuple(found[severity] for severity in SEVERITIES)
            worst = (counts_, file.organ or file.path, number)
            self._worst = nlargest(_MOST, [*self._worst, worst], key=itemgetter(0))

    @cached_property
    def _places(self) -> dict[str, Counts]:
        """By place, once all are counted: 清河区 and 示例市清河区 are one, by the commoner name.

        Where there are two with that name, 清河区 may be of either and stays by itself.
        """
        found = dict(self._of_places)
        for alone, fuller in self._fuller.items():
            if len(fuller) > 1 or alone not in found:
                continue
            pair = {name: found.pop(name) for name in (*fuller, alone)}
            # the name that more reports have, with or without the city
            name = max(pair, key=lambda one: pair[one]["reports"])
            found[name] = sum(pair.values(), Counter())
        return found

    @cached_property
    def _ranked_rules(self) -> list[str]:
        """The commonest first."""
        totals = {rule: counts.total() for rule, counts in self._rules.items()}
        return [rule for rule, _ in rank_rules(totals)]

    def _say(self, zh: str, en: str) -> str:
        return to_one_line(Say(zh, en), self._lang)

    def _name_rule(self, rule: str) -> str:
        return find_rule_title(self._result, rule, self._lang)

    # by rule, by place, by folder

    def write_tallies(self) -> Iterator[tuple[str, SheetRow]]:
        """The rows by rule, by place and by folder."""
        for rule in self._ranked_rules:
            counts, reports = self._rules[rule], self._reports_of[rule]
            share = reports / max(self._all["reports"], 1)
            severities = (counts[severity] for severity in SEVERITIES)
            row: SheetRow = rule, self._name_rule(rule), counts.total(), reports, share
            yield "rules", (*row, *severities)
        unnamed = {
            "places": self._say("（读不出地区）", "(place not known)"),
            "folders": self._say("（当前文件夹）", "(this folder)"),
        }
        for key, groups in (("places", self._places), ("folders", self._folders)):
            for rank, (name, of_group) in enumerate(_rank_groups(groups), 1):
                yield key, (rank, name or unnamed[key], *_list_counts(of_group))

    # the overview

    def write_overview(self) -> Iterator[SheetRow]:
        """Who is missing, who is worst, what is commonest, who copied; the rest is in other
        sheets.
        """
        yield from self._write_main()
        yield from self._write_sums()
        yield from self._write_organs()
        if self._worst:
            yield self._make_heading("问题最多的报告", "Reports with most findings")
            for severities, name, number in self._worst:
                details = self._list_severities(severities)
                yield CellLink(name, "reports", number), sum(severities), severities[0], details
        if self._rules:
            yield self._make_heading("最常见的问题", "Commonest findings")
            for at, rule in enumerate(self._ranked_rules[:_MOST]):
                count, counts = self._reports_of[rule], self._rules[rule]
                details = self._say(f"{count} 份报告", f"{count} reports")
                title = CellLink(f"{rule} {self._name_rule(rule)}", "rules", at)
                yield title, counts.total(), counts["error"], details
        yield from self._write_copied()
        yield from self._write_places()

    def _make_heading(self, zh: str, en: str) -> SheetRow:
        return (HeadingCell(self._say(zh, en)),)

    def _make_row(
        self, text: str, count: CellValue, details: str = "", link: str = "", at: int = 0
    ) -> SheetRow:
        return (CellLink(text, link, at) if link else text), count, None, details

    def _write_main(self) -> Iterator[SheetRow]:
        """What is asked first, in a line each."""
        yield self._make_heading("要点", "In short")
        organs = find_listed_organs(self._result)
        cases = organs.cases if organs is not None else ()
        for state in _ABSENT if organs is not None else ():
            some = [(at, one) for at, one in enumerate(cases) if one.state == state]
            if some or state == "missing":
                names = self._name_some([one.organ for _, one in some])
                place = ("organs", some[0][0]) if some else ()
                word = to_one_line(ORGAN_STATE[state], self._lang)
                yield self._make_row(word, len(some), names, *place)
        if self._worst:
            severities, _, number = self._worst[0]
            text, names = self._say("问题最多的报告", "worst report"), self._name_worst()
            yield self._make_row(text, sum(severities), names, "reports", number)
        # one place is no worse than itself
        if len(places := self._rank_named_places()) > 1:
            name, counts = places[0]
            each = f"{_count_errors_each(counts):.2f}"
            mean = self._say(f"平均每份 {each} 处错误", f"{each} errors a report")
            text = self._say("错误最多的地区", "worst place")
            yield self._make_row(text, counts["error"], f"{name}（{mean}）", "places")
        if self._rules:
            rule, text = self._ranked_rules[0], self._say("最常见的问题", "commonest finding")
            title = f"{rule} {self._name_rule(rule)}"
            yield self._make_row(text, self._rules[rule].total(), title, "rules")
        if groups := self._copied_groups:
            names = self._say("；", "; ").join(map(self._name_group, groups[:_FEW]))
            text = self._say("雷同的组", "groups that copied")
            yield self._make_row(text, len(groups), names, "copied")

    def _name_some(self, names: Sequence[str]) -> str:
        more = self._say(" 等", " ...") if len(names) > _FEW else ""
        return self._say("、", ", ").join(names[:_FEW]) + more

    def _name_worst(self) -> str:
        """The report with most findings; where several have as many, those."""
        counts = self._worst[0][0]
        alike = [name for own, name, _ in self._worst if own == counts]
        each = self._list_severities(counts)
        each = self._say(f"各 {each}", f"each {each}") if len(alike) > 1 else each
        return f"{self._name_some(alike)}（{each}）"

    def _list_severities(self, counts: Sequence[int]) -> str:
        return self._say("，", ", ").join(
            f"{count} {to_one_line(SEVERITY[level], self._lang)}"
            for level, count in zip(SEVERITIES, counts, strict=True)
        )

    def _write_sums(self) -> Iterator[SheetRow]:
        counts = self._all
        words = {level: SEVERITY[level] for level in SEVERITIES}
        yield self._make_heading("总数", "In all")
        for zh, en, count, sheet in (
            ("检查的文件", "files checked", counts["reports"], "reports"),
            *((word.zh, f"{word.en}s", counts[one], "findings") for one, word in words.items()),
            ("有错误的报告", "reports with errors", counts["with_errors"], "reports"),
            ("无法读取的文件", "files that could not be read", counts["failed"], "unread"),
            ("不是年度报告的文件", "files that are no annual report", self._other, "reports"),
            (
                *("没有查看的文件", "files that were passed over"),
                *(len(self._result.skipped), "unread"),
            ),
            ("按批注或设置忽略的问题", "findings suppressed", self._suppressed, "unread"),
        ):
            yield self._make_row(self._say(zh, en), count, link=sheet if count else "")

    def _write_organs(self) -> Iterator[SheetRow]:
        organs = self._result.organs
        if organs is None:
            return
        if organs.path:
            yield self._make_heading("名单核对", "The list of organs")
            yield self._say("名单上的机关", "organs listed"), organs.listed
            yield self._say("报了的", "that reported"), organs.reported
        else:
            yield self._make_heading("逾期和重复", "Late and twice")
            zh = "没有给名单（--expect），不知道谁没有报"
            yield (self._say(zh, "without --expect nobody knows who is missing"),)
        by_state = Counter(case.state for case in organs.cases)
        met: Counter[str] = Counter()
        for at, case in enumerate(organs.cases):
            if not met[case.state]:
                word = to_one_line(ORGAN_STATE[case.state], self._lang)
                yield CellLink(word, "organs", at), by_state[case.state]
            met[case.state] += 1
            if met[case.state] <= _MOST:
                yield f"· {case.organ}", None, None, to_one_line(case.say, self._lang)

    @cached_property
    def _copied_groups(self) -> list[list[int]]:
        """The rows of what was copied that belong together, by their numbers."""
        groups: dict[tuple[str, int], list[int]] = defaultdict(list)
        for at, one in enumerate(self._result.copied):
            # what is of no group is one by itself, under a number that no group has
            groups[one.kind.zh, one.group if one.group is not None else -at - 1].append(at)
        return list(groups.values())

    def _write_copied(self) -> Iterator[SheetRow]:
        if groups := self._copied_groups:
            yield self._make_heading("雷同", "Copied")
        for ats in groups[:_MOST]:
            first = self._result.copied[ats[0]]
            kind, where = (to_one_line(say, self._lang) for say in (first.kind, first.where))
            link = CellLink(f"{kind}：{where}", "copied", ats[0])
            yield link, len(ats) + 1, None, self._name_group(ats)
        if (more := len(groups) - _MOST) > 0:
            yield (self._say(f"其余 {more} 组", f"{more} more"),)

    def _name_group(self, ats: Sequence[int]) -> str:
        copied = self._result.copied
        named = [copied[ats[0]].other_organ or copied[ats[0]].other_path]
        named += (copied[at].organ or copied[at].path for at in ats)
        return self._say("、", ", ").join([*dict.fromkeys(named)][:_MOST])

    def _rank_named_places(self) -> list[tuple[str, Counts]]:
        return [(name, counts) for name, counts in _rank_groups(self._places) if name]

    def _write_places(self) -> Iterator[SheetRow]:
        places = self._rank_named_places()
        if len(places) < 2:
            return
        yield self._make_heading("平均错误最多的地区", "Places with most errors a report")
        for name, counts in places[:_MOST]:
            each, reports = f"{_count_errors_each(counts):.2f}", counts["reports"]
            zh = f"{reports} 份报告，平均每份 {each} 处错误"
            details = self._say(zh, f"{reports} reports, {each} errors each")
            total = sum(counts[severity] for severity in SEVERITIES)
            yield name, total, counts["error"], details


def _rank_groups(groups: dict[str, Counts]) -> list[tuple[str, Counts]]:
    """Those with most errors a report first, and last what has no name."""
    return sorted(
        groups.items(),
        key=lambda one: (not one[0], -_count_errors_each(one[1]), -one[1]["reports"], one[0]),
    )


def _list_counts(counts: Counts) -> SheetRow:
    # of files that could not be read nothing is known: they are in no share
    read = counts["reports"] - counts["failed"]
    return (
        *(counts["reports"], counts["failed"], counts["with_errors"]),
        1 - counts["with_errors"] / read if read else None,
        *(counts[severity] for severity in SEVERITIES),
        round(_count_errors_each(counts), 2),
    )
