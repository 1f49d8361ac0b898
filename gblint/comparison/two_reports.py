"""Two reports side by side: each figure with its change, and what became of the text.

What every output says of two reports compared: names, figures and shares in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import msgspec

from gblint.checks.hits import CellKey
from gblint.checks.places import Names, names
from gblint.checks.repeated import Similarity, find_repeated, find_runs, list_sentences
from gblint.checks.repeated import list_shingles as shingles_of
from gblint.findings import Lang, Say
from gblint.pack.model import Pack, TableSpec
from gblint.report.model import ComparedReport
from gblint.report.organs import likeness
from gblint.report.stated import Number

FigureState = Literal["known", "unread", "absent"]
"""What is known of a cell: its figure, that it cannot be read, or that it is not there."""

TOTAL = "total"
"""The key that packs give the row and the column of a table that sum up the others."""

_PART = 2
"""A sentence is another's if one part in so many of it is."""


class ReportFigure(msgspec.Struct, frozen=True):
    """A figure of one report; a blank is 0. `value` is None unless it is known."""

    state: FigureState
    value: Number | None = None


class CellChange(msgspec.Struct, frozen=True):
    """A cell of both reports. `change` is the second figure less the first.

    `percent` is the change in percent of the first figure, to one decimal, None where that is 0
    or one of the two is not known.
    """

    table: str
    row: str
    column: str
    row_label: Say
    column_label: Say
    first: ReportFigure
    second: ReportFigure

    @property
    def change(self) -> Number | None:
        if self.first.value is None or self.second.value is None:
            return None
        change = Decimal(self.second.value) - Decimal(self.first.value)
        return int(change) if change == change.to_integral_value() else change.normalize()

    @property
    def percent(self) -> Decimal | None:
        change = self.change
        if change is None or not self.first.value:
            return None
        share = 100 * Decimal(change) / Decimal(self.first.value)
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def empty(self) -> bool:
        """Whether there is nothing in either report."""
        return not self.first.value and not self.second.value and self.first == self.second


class TableChange(msgspec.Struct, frozen=True):
    """A table of the format, all its cells in the format's order; `across` as the format has it."""

    key: str
    name: Say
    title: Say
    across: bool
    cells: tuple[CellChange, ...]

    def main_cells(self) -> tuple[CellChange, ...]:
        """The cells that tell most: of a table with totals the total of each row.

        Of the first row, and of a table in one line, all that are not empty.
        """
        if not any(cell.column == TOTAL for cell in self.cells):
            return self.cells
        first = self.cells[0].row
        return tuple(
            cell
            for cell in self.cells
            if cell.column == TOTAL or ((self.across or cell.row == first) and not cell.empty)
        )


class SectionChange(msgspec.Struct, frozen=True):
    """The prose of a section in both reports.

    `repeated` of `letters` (figures and marks left out, and what everybody writes) stand in the
    first report as well; `most` is how many percent the pack lets that be, None for any share.
    `new` are passages of the second that the first has not, `gone` those that only the first has,
    as written, in the order in which they stand. `first` and `second` say whether there is text.
    """

    number: int
    heading: Say
    first: bool
    second: bool
    repeated: int = 0
    letters: int = 0
    most: int | None = None
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def percent(self) -> int | None:
        """The share of the text that is repeated; None where there is too little of it."""
        return round(100 * self.repeated / self.letters) if self.letters else None


class TwoReports(msgspec.Struct, frozen=True):
    """Two reports compared, the first named as the first. `remarks` say what does not fit."""

    first: ComparedReport
    second: ComparedReport
    tables: tuple[TableChange, ...]
    sections: tuple[SectionChange, ...]
    remarks: tuple[Say, ...] = ()


def compare_reports(first: ComparedReport, second: ComparedReport, pack: Pack) -> TwoReports:
    """Two reports by the tables and sections of a pack, that of the second."""
    checks = (rule.check for rule in pack.rules if isinstance(rule.check, Similarity))
    check = next(checks, Similarity(sections=()))
    most = {one.section: one.most for one in check.sections}
    known = names(pack)
    return TwoReports(
        first,
        second,
        tuple(_compare_table(table, first, second, known) for table in pack.tables),
        tuple(
            _compare_section(spec.number, first, second, check, most, known)
            for spec in pack.sections
            if spec.content == "prose"
        ),
        tuple(_find_misfits(first, second, pack)),
    )


def _find_misfits(first: ComparedReport, second: ComparedReport, pack: Pack) -> Iterator[Say]:
    """What is not as with two reports of one organ for years that follow each other."""
    if not (first.organ and second.organ and first.year and second.year):
        yield Say(
            "有一份报告读不出机关名称或年度",
            "one of the two reports does not say its organ or its year",
        )
    if first.organ and second.organ and not likeness(first.organ, second.organ, pack.facts.organ):
        yield Say(
            f"两份报告的机关不同：{first.organ}、{second.organ}",
            f"the reports are of two organs: {first.organ} and {second.organ}",
        )
    if first.year is None or second.year is None or second.year == first.year + 1:
        return
    if first.year == second.year:
        yield Say(f"两份报告都是{first.year}年的", f"both reports are for {first.year}")
    elif first.year > second.year:
        yield Say(
            f"前一份是{first.year}年的，后一份是{second.year}年的：增减是从{first.year}年到"
            f"{second.year}年，要按先后比较请交换次序",
            f"the first report is for {first.year}, the second for {second.year}: changes are "
            f"from {first.year} to {second.year}; name them the other way round for the order of "
            "time",
        )
    else:
        yield Say(
            f"两份报告的年度不相连：{first.year}年、{second.year}年",
            f"the years do not follow on each other: {first.year} and {second.year}",
        )


def _compare_table(
    table: TableSpec, first: ComparedReport, second: ComparedReport, known: Names
) -> TableChange:
    cells = (
        (row.key, column.key)
        for block in table.blocks
        for row in block.rows
        for column in block.columns
    )
    return TableChange(
        table.key,
        known.table(table.key),
        known.table_name(table.key),
        table.layout == "across",
        tuple(
            CellChange(
                table.key,
                *cell,
                known.row(table.key, cell[0]),
                known.column(table.key, cell[1]),
                _read(first.figures.get(table.key), cell),
                _read(second.figures.get(table.key), cell),
            )
            for cell in cells
        ),
    )


def _read(figures: Mapping[CellKey, Number | None] | None, cell: CellKey) -> ReportFigure:
    if figures is None or cell not in figures:
        return ReportFigure("absent")
    value = figures[cell]
    return ReportFigure("unread") if value is None else ReportFigure("known", value)


def _compare_section(
    number: int,
    first: ComparedReport,
    second: ComparedReport,
    check: Similarity,
    most: Mapping[int, int],
    known: Names,
) -> SectionChange:
    before, now = first.prose.get(number, ()), second.prose.get(number, ())
    spec = known.sections[number]
    found = find_repeated(now, before, check)
    return SectionChange(
        number,
        Say(known.ordinal(number) + known.heading(number), spec.en),
        any(text.strip() for text in before),
        any(text.strip() for text in now),
        found.characters,
        found.of,
        most.get(number),
        tuple(list_unlike(now, before, check)),
        tuple(list_unlike(before, now, check)),
    )


def list_unlike(texts: Sequence[str], others: Sequence[str], check: Similarity) -> Iterator[str]:
    """The passages of some paragraphs that are not in others, as written.

    A passage is of sentences that follow each other, less than half of each in the others.
    What is too short to be compared, or is what everybody writes, is in no passage.
    """
    sentences = (sentence for text in others for sentence in list_sentences(text, check))
    known = {shingle for one in sentences for shingle in shingles_of(one, check.passage)}
    for text in texts:
        begin = end = -1
        for sentence in list_sentences(text, check):
            held = sum(b - a for a, b in find_runs(sentence, known, check.passage))
            if _PART * held >= len(sentence):
                if end > 0:
                    yield _cut_out(text, begin, end)
                begin = end = -1
                continue
            begin = sentence[0][1] if begin < 0 else begin
            end = sentence[-1][1] + 1
        if end > 0:
            yield _cut_out(text, begin, end)


_BEFORE = "《“（(\"'"
_AFTER = "》”）)。；！？，;!?.\"'%％"
"""Marks around a passage that belong to it, and are no letters."""


def _cut_out(text: str, begin: int, end: int) -> str:
    while begin > 0 and text[begin - 1] in _BEFORE:
        begin -= 1
    while end < len(text) and text[end] in _AFTER:
        end += 1
    return " ".join(text[begin:end].split())


TITLE = Say("两份报告的对比", "Two reports compared")
CHANGE, PERCENT = Say("增减", "change"), Say("增减%", "change %")
NEW, GONE = Say("新增的文字", "new text"), Say("去掉的文字", "text that is gone")
REPEATED = Say("各部分文字与前一份的重复", "Text that the first report has as well")
ROW, COLUMN, TABLE = Say("行", "Row"), Say("列", "Column"), Say("表", "Table")
SECTION, TEXT = Say("部分", "Section"), Say("文字", "Text")
REMARK = Say("说明", "note")

_STATES = {"unread": Say("读不出", "unread"), "absent": Say("无此格", "no cell")}
NONE = "—"


def name_report(report: ComparedReport) -> Say:
    """A report by organ and year, or its file where these are not known."""
    if not report.organ or report.year is None:
        return Say(report.name)
    return Say(f"{report.organ}{report.year}年", f"{report.organ} {report.year}")


def head_of(report: ComparedReport, fallback: Say) -> Say:
    """What stands above the figures of a report."""
    return fallback if report.year is None else Say(f"{report.year}年", str(report.year))


HEADS = Say("前一份", "first"), Say("后一份", "second")


def list_heads(found: TwoReports) -> tuple[Say, ...]:
    """What stands above both figures, the change, and the change in percent."""
    first, second = head_of(found.first, HEADS[0]), head_of(found.second, HEADS[1])
    return first, second, CHANGE, PERCENT


def list_texts(cell: CellChange, lang: Lang) -> list[str]:
    """Both figures of a cell, the change, and the change in percent."""
    figures = [figure_text(one, lang) for one in (cell.first, cell.second)]
    return [*figures, change_text(cell), percent_text(cell)]


def figure_text(figure: ReportFigure, lang: Lang) -> str:
    """A figure as it is written, or why there is none."""
    if figure.value is None:
        return _STATES[figure.state].in_lang(lang)
    return number_text(figure.value)


def number_text(value: Number) -> str:
    """A number without an exponent and without zeros that say nothing."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def change_text(cell: CellChange) -> str:
    """A change with its sign; none is 0."""
    change = cell.change
    if change is None:
        return NONE
    return number_text(change) if change <= 0 else f"+{number_text(change)}"


def percent_text(cell: CellChange) -> str:
    """A change in percent with its sign; `—` where there is nothing to go by."""
    percent = cell.percent
    if percent is None:
        return NONE
    return f"{percent}%" if percent <= 0 else f"+{percent}%"


def cell_label(cell: CellChange, *, column: bool) -> Say:
    """A cell in words; without `column`, its row alone."""
    if not column:
        return cell.row_label
    return Say(
        f"{cell.row_label.zh} · {cell.column_label.zh}",
        f"{cell.row_label.in_lang('en')} · {cell.column_label.in_lang('en')}",
    )


def share_text(section: SectionChange) -> Say:
    """How much of a section is repeated, and whether that is more than the pack lets be."""
    if not section.second:
        return Say("后一份没有这部分的文字", "the second report has no text in it")
    if not section.first:
        return Say("前一份没有这部分的文字", "the first report has no text in it")
    if section.percent is None:
        return Say("文字太少，不作比较", "too little text to compare")
    share = Say(
        f"重复 {section.percent}%（{section.letters} 字中 {section.repeated} 字）",
        f"{section.percent}% repeated ({section.repeated} of {section.letters} characters)",
    )
    if section.most is None or section.percent <= section.most:
        return share
    return Say(f"{share.zh}，超过 {section.most}%", f"{share.en}, more than {section.most}%")
