"""A summary report against the sum of its parts, cell by cell, and the set of these parts."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from gblint.checks.hits import (
    CellKey,
    CheckKind,
    Hit,
    Measured,
    Place,
    find_gap,
    per_report,
    read_options,
)
from gblint.checks.places import find_first_anchor, names
from gblint.findings import Entry, Footing, Say
from gblint.pack import NamedKey, Options, make_variants, name_each
from gblint.pack.model import OrganSpec, Pack, Rule, list_checks
from gblint.report.model import ComparedReport, Number, Parts, Report, TableReading
from gblint.report.organs import strip_name


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


class RollUpSet(Options, frozen=True, tag="roll-up-set"):
    """The parts of a summary are all there, each once (GB802).

    Variants: missing, unexpected, twice (the same figures), differing, year, unreadable, cells.
    """

    needs = "parts"


class Trouble(msgspec.Struct, frozen=True):
    """What is wrong with the set. With `lost`, figures that belong to the sum are not known."""

    variant: str
    organs: tuple[str, ...]
    files: tuple[str, ...]
    lost: bool


class CountedParts(msgspec.Struct, frozen=True):
    """The parts that count, and what is wrong; `complete` if no figures are known to be lost."""

    counted: tuple[ComparedReport, ...]
    troubles: tuple[Trouble, ...]

    @property
    def complete(self) -> bool:
        return not any(trouble.lost for trouble in self.troubles)


def name_part(part: ComparedReport) -> str:
    """What a part is called: its organ, or its file where the organ is not known."""
    return part.organ or part.name


@per_report
def reckon_parts(report: Report, pack: Pack) -> CountedParts:
    """Which parts count: those of the summary's year, and of one organ one.

    Of two reports of one organ with the same figures one counts, of two that differ neither.
    """
    parts = report.parts or Parts()
    spec = pack.facts.organ or OrganSpec()
    troubles: list[Trouble] = []
    if parts.failed:
        troubles.append(Trouble("unreadable", (), parts.failed, lost=True))
    of_year = [one for one in parts.reports if one.year in (None, report.year or one.year)]
    others = [one for one in parts.reports if one not in of_year]
    if others:
        troubles.append(_make_trouble("year", others, lost=True))
    counted: list[ComparedReport] = []
    # a report that was sent twice must not count twice; of two versions nobody knows which holds
    for group in _group_parts(of_year, spec):
        alike = all(part.figures == group[0].figures for part in group)
        if alike:
            counted.append(group[0])
        if len(group) > 1:
            troubles.append(_make_trouble("twice" if alike else "differing", group, lost=not alike))
    troubles += _compare_expected(parts.expected, of_year, spec)
    return CountedParts(tuple(counted), tuple(troubles))


def _make_trouble(variant: str, parts: Sequence[ComparedReport], *, lost: bool) -> Trouble:
    organs = tuple(dict.fromkeys(name_part(part) for part in parts))
    return Trouble(variant, organs, tuple(part.name for part in parts), lost)


def _group_parts(parts: Sequence[ComparedReport], spec: OrganSpec) -> list[list[ComparedReport]]:
    """The parts by organ. One whose organ is not known stands alone."""
    groups: dict[str, list[ComparedReport]] = {}
    for part in parts:
        key = strip_name(part.organ, spec.ignored) if part.organ else f"\n{part.name}"
        groups.setdefault(key, []).append(part)
    return list(groups.values())


def _compare_expected(
    expected: Sequence[str], parts: Sequence[ComparedReport], spec: OrganSpec
) -> Iterator[Trouble]:
    """Organs that are expected and have no report, and reports that nobody expects."""
    if not expected:
        return
    from gblint.report.organs import ExpectedOrgans, NamedReport  # where some are expected

    found = ExpectedOrgans(expected, spec).match(
        [NamedReport(part.organ, part.name) for part in parts]
    )
    missing = [organ for at, organ in enumerate(expected) if at not in found]
    if missing:
        yield Trouble("missing", tuple(missing), (), lost=True)
    unexpected = [part for part, at in zip(parts, found, strict=True) if at is None]
    if unexpected:
        yield _make_trouble("unexpected", unexpected, lost=False)


_FEWEST = 3
"""Cells that must differ by just what a part has for the part to be told as the cause."""
_SUMMARY = Say("汇总报告", "the summary")


class CellSum(msgspec.Struct, frozen=True):
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


def check_roll_up(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each cell of the summary that is not the sum of the parts.

    A cell of the summary that cannot be read is passed over: another rule names it.
    """
    if report.parts is None or not report.parts.reports:
        return
    reckoned = reckon_parts(report, pack)
    for summed in read_options(rule, RollUp).tables:
        reading = report.tables.get(summed.table)
        if reading is None:
            continue
        added = list(_sum_cells(reading, summed, reckoned))
        causes = _find_causes(added, reckoned, summed.table)
        for cell_sum in added:
            if cell_sum.broken:
                yield _make_hit(cell_sum, reading, reckoned, causes.get(cell_sum.cell), pack)


def is_summed(summed: Summed, cell: CellKey) -> bool:
    """Whether a cell is one of those that are to be added up."""
    row, column = cell
    return (not summed.rows or row in summed.rows) and (
        not summed.columns or column in summed.columns
    )


def _sum_cells(reading: TableReading, summed: Summed, reckoned: CountedParts) -> Iterator[CellSum]:
    for cell, read in reading.cells.items():
        # the figures of a group that is one row stand for none of its rows
        if read.counted is None or cell[0] in reading.collapsed or not is_summed(summed, cell):
            continue
        figures = [part.figures.get(summed.table, {}).get(cell) for part in reckoned.counted]
        known = [figure for figure in figures if figure is not None]
        whole = reckoned.complete and len(known) == len(figures)
        yield CellSum(cell, read.counted, sum(known), whole)


def _find_causes(
    added: Sequence[CellSum], reckoned: CountedParts, table: str
) -> Mapping[CellKey, Cause]:
    """The cause of each cell: of all differences of the table, else of those of its row."""
    if not all(cell_sum.whole for cell_sum in added):
        return {}
    cause = _find_cause(added, reckoned.counted, table)
    if cause is not None:
        return {cell_sum.cell: cause for cell_sum in added}
    found: dict[CellKey, Cause] = {}
    for row in dict.fromkeys(cell_sum.cell[0] for cell_sum in added):
        cells = [cell_sum for cell_sum in added if cell_sum.cell[0] == row]
        cause = _find_cause(cells, reckoned.counted, table)
        if cause is not None:
            found |= {cell_sum.cell: cause for cell_sum in cells}
    return found


def _find_cause(
    added: Sequence[CellSum], parts: Collection[ComparedReport], table: str
) -> Cause | None:
    gaps = {cell_sum.cell: cell_sum.gap for cell_sum in added}
    if sum(gap != 0 for gap in gaps.values()) < _FEWEST:
        return None  # one or two cells agree with some part by chance
    found: list[Cause] = []
    for part in parts:
        figures = {cell: part.figures.get(table, {}).get(cell) or 0 for cell in gaps}
        if figures == gaps:
            found.append(Cause(part, "counted_twice"))
        elif all(figures[cell] == -gap for cell, gap in gaps.items()):
            found.append(Cause(part, "left_out"))
    return found[0] if len(found) == 1 else None


def _make_hit(
    cell_sum: CellSum,
    reading: TableReading,
    reckoned: CountedParts,
    cause: Cause | None,
    pack: Pack,
) -> Hit:
    labels, (row, column) = names(pack), cell_sum.cell
    footing = _make_footing(cell_sum, reading.key, reckoned.counted, cause)
    values: dict[str, Measured] = {
        "cell": labels.cell(reading.key, row, column),
        "table_name": labels.table(reading.key),
        "summary": cell_sum.summary,
        "sum": cell_sum.total,
        "difference": find_gap(cell_sum.summary, cell_sum.total),
        "count": len(footing.right),
    }
    variant = "plain" if cell_sum.whole else "over"
    if cause is not None:
        values["part"], variant = name_part(cause.part), cause.variant
    read = reading.cells[cell_sum.cell]
    place = Place(read.anchor, reading.section, reading.key, row, column, text=read.text)
    return Hit(place, values, variant, footing=footing)


def _make_footing(
    cell_sum: CellSum, table: str, parts: Collection[ComparedReport], cause: Cause | None
) -> Footing:
    """The summary's figure, and below it what each part contributes."""
    entries: list[Entry] = []
    for part in parts:
        figure = part.figures.get(table, {}).get(cell_sum.cell)
        if figure is not None:
            guilty = cause is not None and cause.part is part
            entries.append(Entry(label=Say(name_part(part)), value=figure, culprit=guilty))
    return Footing(
        (Entry(label=_SUMMARY, value=cell_sum.summary),),
        tuple(entries),
        cell_sum.summary,
        cell_sum.total,
    )


def list_unread_parts(
    report: Report, pack: Pack
) -> Iterator[tuple[ComparedReport, tuple[Say, ...]]]:
    """The parts that have no figure in cells which are to be added up, with these in words."""
    labels = names(pack)
    summed_tables = [one for _, check in list_checks(pack, RollUp) for one in check.tables]
    for part in reckon_parts(report, pack).counted:
        lacking: dict[Say, None] = {}
        for summed in summed_tables:
            reading, figures = report.tables.get(summed.table), part.figures.get(summed.table)
            if reading is None:
                continue
            if figures is None:
                lacking[labels.table(summed.table)] = None
                continue
            for cell in reading.cells:
                if is_summed(summed, cell) and figures.get(cell) is None:
                    lacking[labels.cell_of_table(summed.table, *cell)] = None
        if lacking:
            yield part, tuple(lacking)


def list_rules_needing(
    report: Report, pack: Pack, table: str, gone: Collection[CellKey]
) -> tuple[str, ...]:
    """The rules of a roll-up that cannot be evaluated without these cells of the summary."""
    if report.parts is None:
        return ()
    return tuple(
        rule
        for rule, check in list_checks(pack, RollUp)
        if any(
            summed.table == table and any(is_summed(summed, cell) for cell in gone)
            for summed in check.tables
        )
    )


_WHERE = Say("各单位的报告", "the subordinate reports")
_LISTED = 5
"""Cells of a part that are named."""


def check_roll_up_set(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each kind of thing that is wrong with the set, and for each part unread."""
    if report.parts is None:
        return
    needing = tuple(rule for rule, _ in list_checks(pack, RollUp))
    title = report.title
    place = Place(title.anchor if title else find_first_anchor(report), where=_WHERE)
    none: tuple[Say, ...] = ()
    troubles = [(trouble, none) for trouble in reckon_parts(report, pack).troubles]
    troubles += [
        (_make_trouble("cells", [part], lost=True), cells)
        for part, cells in list_unread_parts(report, pack)
    ]
    for trouble, cells in troubles:
        more = (Say("等", "..."),) if len(cells) > _LISTED else ()
        yield Hit(
            place,
            {
                "organs": trouble.organs,
                "files": trouble.files,
                "count": len(cells) or len(trouble.organs) or len(trouble.files),
                "year": report.year or 0,
                "cells": (*cells[:_LISTED], *more),
            },
            trouble.variant,
            unchecked=needing if trouble.lost else (),
        )


ROLL_UP = CheckKind(
    options=RollUp,
    finds="a summary that is not the sum of its parts",
    references=name_each("table", "tables", "table"),
    values=("cell", "table_name", "summary", "sum", "difference", "count"),
    variants=make_variants("plain", "over", counted_twice=("part",), left_out=("part",)),
    check=check_roll_up,
)


ROLL_UP_SET = CheckKind(
    options=RollUpSet,
    finds="parts missing, there twice, of another year, unreadable",
    values=("organs", "files", "count", "year", "cells"),
    variants=make_variants(
        "missing", "unexpected", "twice", "differing", "year", "unreadable", "cells"
    ),
    check=check_roll_up_set,
)
