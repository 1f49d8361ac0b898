"""Formats `xlsx` and `csv`: the ledger of a run, for those who see to many reports.

`sheets.py` says which tables there are and adds results up; row after row goes to a workbook or to
files as the results go by, so that a run of any length takes the same memory. A figure that is
not known is an empty cell and never 0.

`xlsx` is one workbook, whose sheets lead to one another. Rows are written to the disk as they come.
Texts are texts, whatever they begin with: nothing of a report becomes a formula or a link.

`csv` is a folder with a file for each table. They begin with the mark by which Excel knows UTF-8. A
text that a spreadsheet would take for a formula (it begins with = + - @ or a tab) has an apostrophe
before it; figures have none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import msgspec

from gblint.findings import SEVERITIES, Finding, Lang, Say
from gblint.processes import make_temporary_folder
from gblint.readers import get_form
from gblint.results import FileResult, OrganCase, RunResult, Stated, WriterOptions
from gblint.text import clean, make_encodable, measure_width
from gblint.writers.ledger.sheets import (
    CellLink,
    CellValue,
    ColumnKind,
    HeadingCell,
    Sheet,
    SheetRow,
    Tally,
    list_sheets,
)
from gblint.writers.words import (
    ORGAN_STATE,
    SEVERITY,
    disarm,
    explain_suppressed,
    find_rule_title,
    list_consequences,
    to_one_line,
    write_fix_mark,
)

_MOST_ROWS = 1_000_000
"""Of a sheet, without its head; a workbook takes 1,048,576. What is more goes to another sheet."""

MOST_LINKS = 5_000
"""Of a sheet; the rest of a longer one has none. Each takes a kilobyte until the workbook is whole,
and no workbook takes more than 65,530."""

_NO_CHARACTERS: dict[int, str | None] = {0xFFFE: None, 0xFFFF: None}
"""What XML has no place for, and `clean` leaves."""

_LONGEST = 32_000
"""Characters of a cell; a workbook takes 32,767."""

MOST_HEIGHTS = 20_000
"""Rows of a sheet that are made as high as their texts; each takes memory, as a link does."""

_LINE, _MOST_LINES = 15, 16
"""The height of a line in points, and how many of a row are shown."""

_CHUNK = 2**18
_FORMATS: dict[ColumnKind, dict[str, Any]] = {
    "text": {"valign": "top"},
    "long": {"valign": "top", "text_wrap": True},
    "count": {"valign": "top", "num_format": "#,##0"},
    "amount": {"valign": "top", "num_format": "#,##0.00####"},
    "number": {"valign": "top"},
    "share": {"valign": "top", "num_format": "0.0%"},
    "day": {"valign": "top", "num_format": "yyyy-mm-dd"},
}
_HEAD = {"bold": True, "bg_color": "#DDEBF7", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
_BETWEEN = {"bold": True, "font_size": 12, "font_color": "#1F4E78", "bottom": 1}
_LINKED = {"font_color": "#0563C1", "underline": 1, "valign": "top"}
_BEGUN = datetime(2000, 1, 1)
"""When every workbook says that it was made: the same results give the same bytes."""


def write_workbook(
    result: RunResult, options: WriterOptions
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The workbook as the one file of its kind, without a name of its own."""
    yield "", _write_bytes(result, options)


def _write_bytes(result: RunResult, options: WriterOptions) -> Iterator[bytes]:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    with make_temporary_folder() as folder, TemporaryFile(prefix="gblint-") as file:
        plain = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        how = {"constant_memory": True, "tmpdir": folder, "default_date_format": "yyyy-mm-dd"}
        book = Workbook(file, {**plain, **how})
        book.set_properties({"created": _BEGUN})
        ledger = Ledger(result, options)
        sink = _LedgerBook(book, ledger.sheets, options.lang)
        for key, row in ledger.write_rows():
            sink.add(key, row)
        sink.finish()
        book.close()
        file.seek(0)
        while data := file.read(_CHUNK):
            yield data


class _LedgerBook:
    """The sheets of a workbook while rows come."""

    def __init__(self, book: Any, sheets: tuple[Sheet, ...], lang: Lang) -> None:
        self._book = book
        self._lang: Lang = lang
        self._formats = {kind: book.add_format(how) for kind, how in _FORMATS.items()}
        self._head = book.add_format(_HEAD)
        self._between = book.add_format(_BETWEEN)
        self._linked = book.add_format(_LINKED)
        self._linked_count = book.add_format({**_LINKED, "num_format": "#,##0"})
        self._pages = {spec.key: _Worksheet(spec, self._begin(spec, 0)) for spec in sheets}

    def _begin(self, spec: Sheet, number: int) -> Any:
        page = self._book.add_worksheet(self._name(spec, number))
        for at, column in enumerate(spec.columns):
            page.set_column(at, at, column.width)
            page.write_string(0, at, clean(column.head.in_lang(self._lang)), self._head)
        page.freeze_panes(1, 1 if spec.filtered else 0)
        page.set_landscape()
        # A4, as wide as the page and as long as it takes
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        return page

    def add(self, key: str, row: SheetRow) -> None:
        """Write the next row of a sheet."""
        page = self._pages[key]
        if page.rows >= _MOST_ROWS:
            page.end()
            page.number += 1
            page.sheet = self._begin(page.spec, page.number)
            page.rows = page.links = 0
        page.rows += 1
        if (lines := _count_lines(row, page.spec)) > 1 and page.rows <= MOST_HEIGHTS:
            page.sheet.set_row(page.rows, _LINE * min(lines, _MOST_LINES))
        for at, value in enumerate(row):
            self._put(page, page.rows, at, value, page.spec.columns[at].kind)

    def _name(self, spec: Sheet, number: int) -> str:
        name = spec.name.in_lang(self._lang)
        return f"{name} ({number + 1})" if number else name

    def _put(self, page: _Worksheet, row: int, at: int, value: CellValue, kind: ColumnKind) -> None:
        sheet, how = page.sheet, self._formats[kind]
        if value is None or value == "":
            return
        if isinstance(value, CellLink):
            self._put_link(page, row, at, value, kind)
        elif isinstance(value, HeadingCell):
            sheet.write_string(row, at, _clean_text(value.text), self._between)
        elif isinstance(value, str):
            if kind == "day":
                day = date.fromisoformat(value)
                sheet.write_datetime(row, at, day, how)
            else:
                sheet.write_string(row, at, _clean_text(value), how)
        else:
            # cells of a workbook hold no other numbers
            number = float(value) if isinstance(value, Decimal) else value
            sheet.write_number(row, at, number, how)

    def _put_link(
        self, page: _Worksheet, row: int, at: int, link: CellLink, kind: ColumnKind
    ) -> None:
        number, below = divmod(link.row, _MOST_ROWS)
        if page.links >= MOST_LINKS:
            self._put(page, row, at, link.value, kind)
            return
        page.links += 1
        # rows are told from 0, and a sheet has its head in row 1
        target = f"internal:'{self._name(self._pages[link.sheet].spec, number)}'!A{below + 2}"
        if isinstance(link.value, int):
            # the link first: it writes a text of its own, which the figure then replaces
            page.sheet.write_url(row, at, target, self._linked, "")
            page.sheet.write_number(row, at, link.value, self._linked_count)
        else:
            page.sheet.write_url(row, at, target, self._linked, _clean_text(link.value))

    def finish(self) -> None:
        for page in self._pages.values():
            page.end()


class _Worksheet(msgspec.Struct):
    """A worksheet, how many rows and links it has, and how many went before it for its sheet."""

    spec: Sheet
    sheet: Any
    rows: int = 0
    links: int = 0
    number: int = 0

    def end(self) -> None:
        if self.spec.filtered and self.rows:
            self.sheet.autofilter(0, 0, self.rows, len(self.spec.columns) - 1)


def _count_lines(row: SheetRow, spec: Sheet) -> int:
    """How many lines the longest text of a row takes in its column."""
    return max(
        (
            sum(1 + measure_width(line) // max(column.width - 1, 1) for line in value.split("\n"))
            for value, column in zip(row, spec.columns, strict=False)
            if column.kind == "long" and isinstance(value, str)
        ),
        default=1,
    )


def _clean_text(text: str) -> str:
    lines = (clean(line) for line in text.split("\n"))
    return make_encodable("\n".join(lines)).translate(_NO_CHARACTERS)[:_LONGEST]


def write_csv_files(
    result: RunResult, options: WriterOptions
) -> Iterator[tuple[str, Iterator[bytes]]]:
    ledger = Ledger(result, options)
    with ExitStack() as stack:
        # rows of all tables come in turn, but who writes the files wants one after another
        files: dict[str, BinaryIO] = {}
        writers: dict[str, Any] = {}
        widths = {sheet.key: len(sheet.columns) for sheet in ledger.sheets}
        for sheet in ledger.sheets:
            file = files[sheet.key] = stack.enter_context(TemporaryFile(prefix="gblint-"))
            text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
            writers[sheet.key] = csv.writer(text)
            writers[sheet.key].writerow(
                [column.head.in_lang(options.lang) for column in sheet.columns]
            )
        for key, row in ledger.write_rows():
            cells = [_write_plainly(value) for value in row]
            writers[key].writerow([*cells, *[""] * (widths[key] - len(cells))])
        for sheet in ledger.sheets:
            files[sheet.key].seek(0)
            yield f"{sheet.name.in_lang(options.lang)}.csv", _read_chunks(files[sheet.key])


def _read_chunks(file: BinaryIO) -> Iterator[bytes]:
    while data := file.read(_CHUNK):
        yield data


def _write_plainly(value: CellValue) -> object:
    if isinstance(value, CellLink):
        value = value.value
    if isinstance(value, HeadingCell):
        value = value.text
    if not isinstance(value, str):
        return "" if value is None else value
    return disarm(make_encodable(" ".join(clean(line) for line in value.split("\n"))))


_NOT_READ = Say("无法读取", "not read")
_PASSED_OVER = Say("没有查看", "passed over")
_BY_COMMENT = Say("按批注忽略", "suppressed by a comment")
_BY_SETTINGS = Say("按设置忽略", "left out by the settings")
_NOT_EVALUATED = Say("未能核对", "not evaluated")
_REMARK = Say("说明", "remark")

_VERDICTS = {
    "failed": _NOT_READ,
    "other": Say("不是年度报告", "no annual report"),
    "error": Say("有错误", "has errors"),
    "warning": Say("有警告", "has warnings"),
    "note": Say("有提示", "has notes"),
    "": Say("没有问题", "no problems"),
}


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
