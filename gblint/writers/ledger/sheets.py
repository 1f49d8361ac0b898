"""The tables of the ledger: their columns, and the rows that results come to, as they go by."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gblint.findings import SEVERITIES, Finding, Lang, Say
from gblint.readers import get_form
from gblint.results import (
    FigureColumns,
    FileResult,
    OrganCase,
    RunResult,
    Stated,
    WriterOptions,
)
from gblint.writers.ledger.overview import (
    OVERVIEW_COLUMNS,
    CellLink,
    CellValue,
    Column,
    Sheet,
    SheetRow,
    Tally,
)
from gblint.writers.words import (
    ORGAN_STATE,
    SEVERITY,
    explain_suppressed,
    find_rule_title,
    list_consequences,
    to_one_line,
    write_fix_mark,
)

_FILE = Column(Say("文件", "file"), 36)
_ORGAN = Column(Say("机关", "organ"), 30)
_YEAR = Column(Say("年度", "year"), 7, "text")
_LEVEL = Column(Say("级别", "severity"), 8)
_RULE = Column(Say("规则", "rule"), 9)
_COUNTS = tuple(Column(SEVERITY[one], 8, "count") for one in SEVERITIES)
_WHY = Column(Say("原因", "reason"), 70, "long")

_OVERVIEW = Sheet("overview", Say("概览", "overview"), OVERVIEW_COLUMNS, filtered=False)
_REPORTS = (
    _ORGAN,
    Column(Say("层级", "level"), 14),
    Column(Say("地区", "place"), 18),
    _YEAR,
    _FILE,
    Column(Say("形式", "form"), 12),
    Column(Say("规则包", "pack"), 14),
    Column(Say("公布日期", "published"), 11, "day"),
    Column(Say("逾期天数", "days late"), 9, "count"),
    *_COUNTS,
    Column(Say("结论", "verdict"), 14),
    Column(Say("已忽略", "suppressed"), 8, "count"),
)
_FINDINGS = Sheet(
    "findings",
    Say("问题", "findings"),
    (
        *(_ORGAN, _YEAR, _FILE, _LEVEL, _RULE),
        Column(Say("规则名称", "title"), 24, "long"),
        Column(Say("位置", "where"), 40, "long"),
        Column(Say("问题", "problem"), 60, "long"),
        Column(Say("改法", "what to do"), 50, "long"),
        Column(Say("依据", "basis"), 40, "long"),
        Column(Say("能否自动改", "fixable"), 12),
    ),
)
_RULES = Sheet(
    "rules",
    Say("按规则", "by rule"),
    (
        _RULE,
        Column(Say("规则名称", "title"), 46, "long"),
        Column(Say("处数", "findings"), 9, "count"),
        Column(Say("报告数", "reports"), 9, "count"),
        Column(Say("占全部报告", "share of reports"), 11, "share"),
        *_COUNTS,
    ),
)
_TALLIES = (
    Column(Say("报告数", "reports"), 9, "count"),
    Column(Say("无法读取", "not read"), 9, "count"),
    Column(Say("有错误的", "with errors"), 9, "count"),
    Column(Say("没有错误的占比", "without errors"), 13, "share"),
    *_COUNTS,
    Column(Say("平均每份错误", "errors a report"), 12, "amount"),
)
_RANK = Column(Say("名次（1 为最多）", "rank (1 has most)"), 12, "count")
_PLACES = Sheet(
    "places", Say("按地区", "by place"), (_RANK, Column(Say("地区", "place"), 30), *_TALLIES)
)
_FOLDERS = Sheet(
    "folders", Say("按文件夹", "by folder"), (_RANK, Column(Say("文件夹", "folder"), 40), *_TALLIES)
)
_UNREAD = Sheet(
    "unread",
    Say("没有查的", "not checked"),
    (Column(Say("情况", "what"), 20), _FILE, _ORGAN, _RULE, _WHY),
)
_ORGANS = Sheet(
    "organs",
    Say("应报与逾期", "missing and late"),
    (
        Column(Say("机关", "organ"), 36),
        Column(Say("情况", "what"), 14),
        Column(Say("说明", "details"), 50, "long"),
        Column(Say("文件", "files"), 60, "long"),
        Column(Say("名单行", "line of the list"), 9, "count"),
    ),
)
_COPIED = Sheet(
    "copied",
    Say("雷同", "copied"),
    (
        Column(Say("类别", "what"), 24),
        Column(Say("组", "group"), 6, "count"),
        Column(Say("部分", "section"), 26),
        *(_ORGAN, _YEAR, _FILE),
        Column(Say("对方机关", "other organ"), 30),
        Column(Say("对方年度", "other year"), 9),
        Column(Say("对方文件", "other file"), 36),
        Column(Say("占本文", "share"), 9, "share"),
        Column(Say("占对方", "share of the other's"), 9, "share"),
        Column(Say("字或格", "characters or cells"), 9, "count"),
        Column(Say("相同的文字", "passages"), 80, "long"),
    ),
)
_SUMS = Sheet(
    "sums",
    Say("汇总核对", "roll-up"),
    (
        *(_FILE, _RULE),
        Column(Say("位置", "where"), 50, "long"),
        Column(Say("汇总数", "summary"), 11, "number"),
        Column(Say("各单位合计", "sum"), 11, "number"),
        Column(Say("单位", "part"), 34),
        Column(Say("该单位的数", "its figure"), 11, "number"),
        Column(Say("疑为此数有误", "suspected"), 12),
    ),
)
_NOT_READ = Say("无法读取", "not read")
_PASSED_OVER = Say("没有查看", "passed over")
_BY_COMMENT = Say("按批注忽略", "suppressed by a comment")
_BY_SETTINGS = Say("按设置忽略", "left out by the settings")
_NOT_EVALUATED = Say("未能核对", "not evaluated")
_REMARK = Say("说明", "remark")

_VERDICTS = {
    "failed": Say("无法读取", "not read"),
    "other": Say("不是年度报告", "no annual report"),
    "error": Say("有错误", "has errors"),
    "warning": Say("有警告", "has warnings"),
    "note": Say("有提示", "has notes"),
    "": Say("没有问题", "no problems"),
}


def list_sheets(result: RunResult) -> tuple[Sheet, ...]:
    """The tables of a run, in their order; what a run cannot have is not there."""
    amounts = {column.key for one in result.columns for column in one.columns if column.amount}
    main = {
        name: Column(name, 10, "count" if amounts.isdisjoint(cells) else "amount")
        for one in result.columns
        for name, cells in one.main
    }
    reports = Sheet("reports", Say("报告", "reports"), (*_REPORTS, *main.values()))
    sheets = [_OVERVIEW, reports, _FINDINGS, _RULES, _PLACES, _FOLDERS]
    sheets += (_build_figure_sheet(one, alone=len(result.columns) == 1) for one in result.columns)
    sheets += (_UNREAD, _ORGANS)
    if result.copied:
        sheets.append(_COPIED)
    if result.compares_parts:
        sheets.append(_SUMS)
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
    return Sheet(f"figures {figures.pack}", name, (_ORGAN, _YEAR, _FILE, *cells))


class Ledger:
    """The tables of a run, and their rows in one going through the results."""

    def __init__(self, result: RunResult, options: WriterOptions) -> None:
        self._result = result
        self._lang: Lang = options.lang
        self.sheets = list_sheets(result)
        self._main = {of_pack.pack: dict(of_pack.main) for of_pack in result.columns}
        self._columns = {of_pack.pack: of_pack for of_pack in result.columns}
        self._names = tuple(dict.fromkeys(name for one in result.columns for name, _ in one.main))
        self._tally = Tally(result, options.lang)

    def _say(self, say: Say) -> str:
        return to_one_line(say, self._lang)

    def write_rows(self) -> Iterator[tuple[str, SheetRow]]:
        """The rows by the keys of their sheets, those of one sheet in their order."""
        first = 0
        for number, file in enumerate(self._result.files):
            yield "reports", self._describe_report(file, first)
            for finding in file.findings:
                yield "findings", self._describe_finding(finding, file, number)
                yield from self._list_sums(finding, file)
            if file.stated is not None and file.pack in self._columns and file.stated.recognised:
                yield f"figures {file.pack}", self._describe_figures(file, number)
            yield from (("unread", row) for row in self._list_unread(file))
            self._tally.add(file, number)
            first += len(file.findings)
        yield from self._list_passed_over()
        organs = self._result.organs
        yield from (
            ("organs", self._describe_organ(case)) for case in (organs.cases if organs else ())
        )
        yield from (("copied", row) for row in self._list_copies())
        yield from self._tally.write_tallies()
        yield from (("overview", row) for row in self._tally.write_overview())

    def _describe_report(self, file: FileResult, first: int) -> SheetRow:
        stated, form = file.stated or Stated(), get_form(file.format)
        found_levels = [finding.severity for finding in file.findings]
        counts = [found_levels.count(level) for level in SEVERITIES]
        put: list[CellValue] = [*counts]
        found = next((at for at, count in enumerate(counts) if count), None)
        if found is not None:  # leads to the findings of the report
            # only the gravest: findings of a report stand together, so one link leads to them all
            put[found] = CellLink(counts[found], "findings", first)
        return (
            file.organ,
            self._say(stated.level),
            stated.place,
            str(file.year) if file.year is not None else None,
            file.path,
            self._say(form.name) if form is not None else None,
            file.pack if file.failure is None else None,
            stated.published,
            stated.late if stated.published else None,
            *put,
            self._say(_VERDICTS[_judge(file)]),
            len(file.suppressed) + len(file.left_out),
            *(self._sum_main(file, name) for name in self._names),
        )

    def _sum_main(self, file: FileResult, name: Say) -> CellValue:
        """A key figure; not known where one of its cells is not."""
        if file.stated is None or not file.stated.recognised:
            return None
        cells = self._main.get(file.pack, {}).get(name, ())
        figures = [file.stated.figures.get(cell) for cell in cells]
        known = [figure for figure in figures if figure is not None]
        # a sum without the cell that could not be read would pass for the whole
        return sum(known, Decimal(0)) if known and len(known) == len(figures) else None

    def _describe_finding(self, finding: Finding, file: FileResult, number: int) -> SheetRow:
        more = list_consequences(finding, self._lang)
        message = "\n".join([self._say(finding.message), *more])
        where = self._say(finding.location.where)
        if finding.location.page is not None:
            page = finding.location.page
            where += self._say(Say(f"（第 {page} 页）", f" (page {page})"))
        return (
            file.organ,
            str(file.year) if file.year is not None else None,
            CellLink(file.path, "reports", number),
            self._say(SEVERITY[finding.severity]),
            finding.rule,
            find_rule_title(self._result, finding.rule, self._lang),
            where,
            message,
            self._say(finding.fix),
            self._say(finding.basis),
            write_fix_mark(finding, self._lang).strip("[]"),
        )

    def _describe_figures(self, file: FileResult, number: int) -> SheetRow:
        figures = file.stated.figures if file.stated is not None else {}
        columns = self._columns[file.pack].columns
        return (
            file.organ,
            str(file.year) if file.year is not None else None,
            CellLink(file.path, "reports", number),
            *(figures.get(column.key) for column in columns),
        )

    def _list_sums(self, finding: Finding, file: FileResult) -> Iterator[tuple[str, SheetRow]]:
        """What each part has of a cell of a summary."""
        footing = finding.footing
        if footing is None or not self._result.compares_parts:
            return
        for entry in footing.right:
            culprit = Say("是", "yes") if entry.culprit else Say("")
            yield (
                "sums",
                (
                    file.path,
                    finding.rule,
                    self._say(finding.location.where),
                    footing.left_sum,
                    footing.right_sum,
                    self._say(entry.label),
                    entry.value,
                    self._say(culprit),
                ),
            )

    def _list_unread(self, file: FileResult) -> Iterator[SheetRow]:
        """That a file was not read, what of it was not evaluated, and what is suppressed."""
        if file.failure is not None:
            yield self._say(_NOT_READ), file.path, file.organ, "", self._say(file.failure)
        for finding in file.findings:
            if finding.incomplete and file.failure is None:
                why = self._say(finding.message)
                yield self._say(_NOT_EVALUATED), file.path, file.organ, finding.rule, why
        for note in file.uncompared:
            yield self._say(_NOT_EVALUATED), file.path, file.organ, "", self._say(note)
        for kind, found in ((_BY_COMMENT, file.suppressed), (_BY_SETTINGS, file.left_out)):
            for one in found:
                why = explain_suppressed(one, file, self._lang)
                details = f"{why}\n{self._say(one.finding.message)}"
                yield self._say(kind), file.path, file.organ, one.finding.rule, details

    def _list_passed_over(self) -> Iterator[tuple[str, SheetRow]]:
        for passed in self._result.skipped:
            yield "unread", (self._say(_PASSED_OVER), passed.path, "", "", self._say(passed.reason))
        for note in self._result.notes:
            yield "unread", (self._say(_REMARK), "", "", "", self._say(note))

    def _describe_organ(self, case: OrganCase) -> SheetRow:
        return (
            case.organ,
            self._say(ORGAN_STATE[case.state]),
            self._say(case.say),
            "\n".join(case.files),
            case.line or None,
        )

    def _list_copies(self) -> Iterator[SheetRow]:
        for row in self._result.copied:
            yield (
                self._say(row.kind),
                row.group,
                self._say(row.where),
                row.organ,
                str(row.year or ""),
                row.path,
                row.other_organ,
                str(row.other_year or ""),
                row.other_path,
                row.share / 100 if row.share is not None else None,
                row.other_share / 100 if row.other_share is not None else None,
                row.count,
                "\n".join(" ".join(passage.split()) for passage in row.passages),
            )


def _judge(file: FileResult) -> str:
    if file.failure is not None:
        return "failed"
    if file.stated is not None and not file.stated.recognised:
        return "other"
    found = {finding.severity for finding in file.findings}
    return next((severity for severity in SEVERITIES if severity in found), "")
