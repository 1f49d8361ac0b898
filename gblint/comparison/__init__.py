"""Reports beside one another: in here two, each figure with its change, what became of the text.

`two_reports_outputs.py` tells of two; `many_reports.py` compares all of a folder, `copies.py` finds
what they have in common. Which reports are compared, and by which pack, is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import msgspec

from gblint.checks.hits import CellKey
from gblint.checks.places import Names, names
from gblint.checks.repeated import (
    Similarity,
    find_repeated,
    find_runs,
    list_sentences,
    list_shingles,
)
from gblint.findings import Say
from gblint.pack.model import Pack, TableSpec
from gblint.report.model import ComparedReport, Number
from gblint.report.organs import measure_likeness

FigureState = Literal["known", "unread", "absent"]
"""What is known of a cell: its figure, that it cannot be read, or that it is not there."""

TOTAL = "total"
"""The key that packs give the row and the column of a table that sum up the others."""


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
        # In decimals: 0.3 less 0.1 in floats is not 0.2.
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

    @property
    def over(self) -> bool:
        """Whether that is more than the pack lets be."""
        return self.percent is not None and self.most is not None and self.percent > self.most


class TwoReports(msgspec.Struct, frozen=True):
    """Two reports compared, the first named as the first. `remarks` say what does not fit."""

    first: ComparedReport
    second: ComparedReport
    tables: tuple[TableChange, ...]
    sections: tuple[SectionChange, ...]
    remarks: tuple[Say, ...] = ()


def compare_reports(first: ComparedReport, second: ComparedReport, pack: Pack) -> TwoReports:
    """Two reports by the tables and sections of a pack, that of the second."""
    both, known = (first, second), names(pack)
    # What counts as the same is as in the rule on text of last year: nobody is told two shares.
    checks = (rule.check for rule in pack.rules if isinstance(rule.check, Similarity))
    check = next(checks, Similarity(sections=()))
    prose = (spec.number for spec in pack.sections if spec.content == "prose")
    return TwoReports(
        first,
        second,
        tuple(_compare_table(table, both, known) for table in pack.tables),
        tuple(_compare_section(number, both, known, check) for number in prose),
        tuple(_find_misfits(first, second, pack)),
    )


_Both = tuple[ComparedReport, ComparedReport]


def _compare_table(table: TableSpec, both: _Both, known: Names) -> TableChange:
    key = table.key
    changes = tuple(
        CellChange(
            key,
            row.key,
            column.key,
            known.row(key, row.key),
            known.column(key, column.key),
            *(_read_figure(one.figures.get(key), (row.key, column.key)) for one in both),
        )
        for block in table.blocks
        for row in block.rows
        for column in block.columns
    )
    across = table.layout == "across"
    return TableChange(key, known.table(key), known.table_name(key), across, changes)


def _compare_section(number: int, both: _Both, known: Names, check: Similarity) -> SectionChange:
    before, now = (one.prose.get(number, ()) for one in both)
    found = find_repeated(now, before, check)
    most = {limit.section: limit.most for limit in check.sections}
    return SectionChange(
        number,
        Say(known.ordinal(number) + known.heading(number), known.sections[number].en),
        any(text.strip() for text in before),
        any(text.strip() for text in now),
        found.characters,
        found.of,
        most.get(number),
        tuple(list_unlike(now, before, check)),
        tuple(list_unlike(before, now, check)),
    )


def _find_misfits(first: ComparedReport, second: ComparedReport, pack: Pack) -> Iterator[Say]:
    """What is not as with two reports of one organ for years that follow each other."""
    if not (first.organ and second.organ and first.year and second.year):
        yield Say(
            "有一份报告读不出机关名称或年度",
            "one of the two reports does not say its organ or its year",
        )
    if (
        first.organ
        and second.organ
        and not measure_likeness(first.organ, second.organ, pack.facts.organ)
    ):
        yield Say(
            f"两份报告的机关不同：{first.organ}、{second.organ}",
            f"the reports are of two organs: {first.organ} and {second.organ}",
        )
    if first.year is None or second.year is None or second.year == first.year + 1:
        return  # as it should be, or told above
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


def _read_figure(figures: Mapping[CellKey, Number | None] | None, cell: CellKey) -> ReportFigure:
    if figures is None or cell not in figures:
        return ReportFigure("absent")
    value = figures[cell]
    return ReportFigure("unread") if value is None else ReportFigure("known", value)


def list_unlike(texts: Sequence[str], others: Sequence[str], check: Similarity) -> Iterator[str]:
    """The passages of some paragraphs that are not in others, as written.

    A passage is of sentences that follow each other, less than half of each in the others.
    What is too short to be compared, or is what everybody writes, is in no passage.
    """
    sentences = (sentence for text in others for sentence in list_sentences(text, check))
    known = {
        shingle for sentence in sentences for shingle in list_shingles(sentence, check.passage)
    }
    for text in texts:
        begin = end = -1
        for sentence in list_sentences(text, check):
            held = sum(b - a for a, b in find_runs(sentence, known, check.passage))
            if 2 * held >= len(sentence):
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
