"""A summary report against the sum of its parts, cell by cell."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from gblint.checks.footings import CellKey
from gblint.checks.hits import CheckKind, Hit, Measured, Place, options
from gblint.checks.names import names
from gblint.checks.subordinates import Reckoned, called, reckon
from gblint.findings import Entry, Footing, Say
from gblint.pack.base import NamedKey, Options
from gblint.pack.kind import Reference, variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import ComparedReport, Report, TableReading
from gblint.report.stated import Number


class Summed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table that is added up; only these rows and columns, where any are named."""

    table: NamedKey
    rows: tuple[NamedKey, ...] = ()
    columns: tuple[NamedKey, ...] = ()


class RollUp(Options, frozen=True, tag="roll-up"):
    """Each cell of a summary is the sum over its parts (GB801), which `gblint rollup` gives.

    Variants: plain; over, where parts are missing and those there are have more already;
    counted_twice and left_out, where one part explains all that differs.
    """

    needs = "parts"

    tables: tuple[Summed, ...]


_FEWEST = 3
"""Cells that must differ by just what a part has for the part to be called the cause."""
_SUMMARY = Say("汇总报告", "the summary")


class Added(msgspec.Struct, frozen=True):
    """A cell of the summary and the sum over the parts that can be read.

    `whole` says that no part that belongs to the sum is absent from it.
    """

    cell: CellKey
    summary: Number
    total: Number
    whole: bool

    @property
    def gap(self) -> Number:
        return self.summary - self.total

    @property
    def broken(self) -> bool:
        """Whether the figures cannot both be right: counts only grow by what is absent."""
        return self.gap != 0 if self.whole else self.gap < 0


class Cause(msgspec.Struct, frozen=True):
    """The one part that explains every difference: counted twice, or left out."""

    part: ComparedReport
    variant: str


def roll_up(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each cell of the summary that is not the sum of the parts.

    A cell of the summary that cannot be read is passed over: another rule names it.
    """
    if report.parts is None or not report.parts.reports:
        return
    reckoned = reckon(report, pack)
    for summed in options(rule, RollUp).tables:
        reading = report.tables.get(summed.table)
        if reading is None:
            continue
        added = list(_added(reading, summed, reckoned))
        causes = _causes(added, reckoned, summed.table)
        for one in added:
            if one.broken:
                yield _hit(one, reading, reckoned, causes.get(one.cell), pack)


def asked(summed: Summed, cell: CellKey) -> bool:
    """Whether a cell is one of those that are to be added up."""
    row, column = cell
    return (not summed.rows or row in summed.rows) and (
        not summed.columns or column in summed.columns
    )


def _added(reading: TableReading, summed: Summed, reckoned: Reckoned) -> Iterator[Added]:
    for cell, read in reading.cells.items():
        if read.counted is None or cell[0] in reading.collapsed or not asked(summed, cell):
            continue
        figures = [part.figures.get(summed.table, {}).get(cell) for part in reckoned.counted]
        known = [figure for figure in figures if figure is not None]
        whole = reckoned.complete and len(known) == len(figures)
        yield Added(cell, read.counted, sum(known), whole)


def _causes(added: Sequence[Added], reckoned: Reckoned, table: str) -> Mapping[CellKey, Cause]:
    """The cause of each cell: of all differences of the table, else of those of its row."""
    if not all(one.whole for one in added):
        return {}
    cause = _cause(added, reckoned.counted, table)
    if cause is not None:
        return {one.cell: cause for one in added}
    found: dict[CellKey, Cause] = {}
    for row in dict.fromkeys(one.cell[0] for one in added):
        cells = [one for one in added if one.cell[0] == row]
        cause = _cause(cells, reckoned.counted, table)
        if cause is not None:
            found |= {one.cell: cause for one in cells}
    return found


def _cause(added: Sequence[Added], parts: Collection[ComparedReport], table: str) -> Cause | None:
    gaps = {one.cell: one.gap for one in added}
    if sum(gap != 0 for gap in gaps.values()) < _FEWEST:
        return None
    found: list[Cause] = []
    for part in parts:
        own = {cell: part.figures.get(table, {}).get(cell) or 0 for cell in gaps}
        if own == gaps:
            found.append(Cause(part, "counted_twice"))
        elif all(own[cell] == -gap for cell, gap in gaps.items()):
            found.append(Cause(part, "left_out"))
    return found[0] if len(found) == 1 else None


def _hit(
    one: Added, reading: TableReading, reckoned: Reckoned, cause: Cause | None, pack: Pack
) -> Hit:
    known, (row, column) = names(pack), one.cell
    footing = _footing(one, reading.key, reckoned.counted, cause)
    gap = one.gap
    values: dict[str, Measured] = {
        "cell": known.cell(reading.key, row, column),
        "table_name": known.table(reading.key),
        "summary": one.summary,
        "sum": one.total,
        "difference": gap if gap >= 0 else -gap,
        "count": len(footing.right),
    }
    variant = "plain" if one.whole else "over"
    if cause is not None:
        values["part"], variant = called(cause.part), cause.variant
    read = reading.cells[one.cell]
    place = Place(read.anchor, reading.section, reading.key, row, column, text=read.text)
    return Hit(place, values, variant, footing=footing)


def _footing(
    one: Added, table: str, parts: Collection[ComparedReport], cause: Cause | None
) -> Footing:
    """The summary's figure, and below it what each part contributes."""
    entries: list[Entry] = []
    for part in parts:
        figure = part.figures.get(table, {}).get(one.cell)
        if figure is not None:
            guilty = cause is not None and cause.part is part
            entries.append(Entry(label=Say(called(part)), value=figure, culprit=guilty))
    return Footing(
        (Entry(label=_SUMMARY, value=one.summary),), tuple(entries), one.summary, one.total
    )


def unread_cells(report: Report, pack: Pack) -> Iterator[tuple[ComparedReport, tuple[Say, ...]]]:
    """The parts that have no figure in cells which are to be added up, with these in words."""
    known = names(pack)
    for part in reckon(report, pack).counted:
        told: dict[Say, None] = {}
        for summed in _asked_tables(pack):
            reading, own = report.tables.get(summed.table), part.figures.get(summed.table)
            if reading is None:
                continue
            if own is None:
                told[known.table(summed.table)] = None
                continue
            table = known.table(summed.table)
            for row, column in reading.cells:
                if asked(summed, (row, column)) and own.get((row, column)) is None:
                    cell = known.cell(summed.table, row, column)
                    told[Say(table.zh + cell.zh, f"{table.en}, {cell.in_lang('en')}")] = None
        if told:
            yield part, tuple(told)


def _asked_tables(pack: Pack) -> Iterator[Summed]:
    for rule in pack.rules:
        if isinstance(rule.check, RollUp):
            yield from rule.check.tables


def waiting(report: Report, pack: Pack, table: str, gone: Collection[CellKey]) -> tuple[str, ...]:
    """The rules of a roll-up that cannot be evaluated without these cells of the summary."""
    if report.parts is None:
        return ()
    return tuple(
        rule.id
        for rule in pack.rules
        if isinstance(rule.check, RollUp)
        and any(
            summed.table == table and any(asked(summed, cell) for cell in gone)
            for summed in rule.check.tables
        )
    )


def _named_tables(options: RollUp) -> Iterator[Reference]:
    for i, summed in enumerate(options.tables):
        yield Reference("table", summed.table, ("tables", i, "table"))


ROLL_UP = CheckKind(
    options=RollUp,
    finds="a summary that is not the sum of its parts",
    references=_named_tables,
    values=("cell", "table_name", "summary", "sum", "difference", "count"),
    variants=variants("plain", "over", counted_twice=("part",), left_out=("part",)),
    check=roll_up,
)
