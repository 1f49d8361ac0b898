"""What number cells hold: a figure, and one that can be."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Callable, Collection, Iterator
from typing import Literal

from gblint.checks.footings import CellKey
from gblint.checks.hits import CheckKind, Hit, Measured, Place, options
from gblint.checks.names import Names, names, names_of
from gblint.checks.waiting import unchecked
from gblint.findings import Say
from gblint.pack.base import Options
from gblint.pack.kind import Case, variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import CellReading, Report, TableReading


class CellKind(Options, frozen=True, tag="cell-kind"):
    """What number cells hold. `find`: blank (GB205), unreadable (GB206), not_count (GB207;
    variants negative, decimal).
    """

    limited_without = ("table",)

    find: Literal["blank", "unreadable", "not_count"]


def cell_kind(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """Number cells that are blank, that cannot be read, or that are no count."""
    find = _FIND[options(rule, CellKind).find]
    for reading in report.tables.values():
        yield from find(report, reading, pack)


def _blank(report: Report, reading: TableReading, pack: Pack) -> Iterator[Hit]:
    """One hit for each table, listing its blank cells."""
    blank = [cell for cell in reading.cells.values() if cell.status == "blank"]
    if not blank:
        return
    known = names_of(report, pack)
    unknown = {(cell.row, cell.column) for cell in blank if cell.unknown}
    every = len(blank) == len(reading.cells)
    cells = (Say("全部数据格", "all cells"),) if every else tuple(_listed(reading, blank, known))
    yield Hit(
        Place(blank[0].anchor, reading.section, reading.key),
        {
            "cells": cells,
            "count": len(blank),
            "table_name": known.table(reading.key),
            "text": blank[0].text.strip(),
        },
        "all" if every else "some",
        unchecked=unchecked(report, pack, reading.key, unknown) if unknown else (),
    )


def _listed(reading: TableReading, blank: Collection[CellReading], known: Names) -> Iterator[Say]:
    """The cells in words: rows that are blank as a whole, then columns, then the rest by row."""
    rows = _by(reading.cells, 0)
    columns = _by(reading.cells, 1)
    open_cells = {(cell.row, cell.column) for cell in blank}
    whole = [row for row, cells in rows.items() if len(cells) > 1 and open_cells.issuperset(cells)]
    for row in whole:
        yield _whole(known.row(reading.key, row), "行", "row", across=known.across(reading.key))
        open_cells.difference_update(rows[row])
    for column, cells in columns.items():
        rest = [cell for cell in cells if cell[0] not in whole]
        if len(rest) > 1 and open_cells.issuperset(rest):
            yield _whole(known.column(reading.key, column), "列", "column", across=False)
            open_cells.difference_update(rest)
    for row, cells in rows.items():
        named = [column for _, column in cells if (row, column) in open_cells]
        if named:
            yield known.cells(reading.key, row, named)


def _by(cells: Collection[CellKey], axis: int) -> dict[str, list[CellKey]]:
    found: dict[str, list[CellKey]] = {}
    for cell in cells:
        found.setdefault(cell[axis], []).append(cell)
    return found


def _whole(label: Say, zh: str, en: str, *, across: bool) -> Say:
    english = f'"{label.in_lang("en")}"'
    if across:
        return Say(f"“{label.zh}”全部", f"all of {english}")
    return Say(f"“{label.zh}”整{zh}", f"the whole {en} {english}")


def _unreadable(report: Report, reading: TableReading, pack: Pack) -> Iterator[Hit]:
    """One hit for each cell that holds no figure, with the rules that wait for it."""
    for cell in reading.cells.values():
        if cell.status == "unreadable":
            gone = {(cell.row, cell.column)}
            waiting = unchecked(report, pack, reading.key, gone)
            yield _hit(report, reading, cell, pack, unchecked=waiting)


def _not_count(report: Report, reading: TableReading, pack: Pack) -> Iterator[Hit]:
    """One hit for each figure that its row and column do not admit."""
    kind = names(pack).kind
    for cell in reading.cells.values():
        if cell.value is None or not (cell.value < 0 or cell.decimal):
            continue
        holds = kind(reading.key, cell.row, cell.column)
        if cell.value < 0 and holds != "signed":
            yield _hit(report, reading, cell, pack, "negative")
        elif cell.decimal and holds != "amount":
            yield _hit(report, reading, cell, pack, "decimal")


_FIND: dict[str, Callable[[Report, TableReading, Pack], Iterator[Hit]]] = {
    "blank": _blank,
    "unreadable": _unreadable,
    "not_count": _not_count,
}


def _hit(
    report: Report,
    reading: TableReading,
    cell: CellReading,
    pack: Pack,
    variant: str = "",
    *,
    unchecked: tuple[str, ...] = (),
) -> Hit:
    known = names_of(report, pack)
    text = " ".join(cell.text.split())
    values: dict[str, Measured] = {
        "text": text,
        "table_name": known.table(reading.key),
        "row_label": known.row(reading.key, cell.row),
        "column_label": known.column(reading.key, cell.column),
        "cells": (known.cell(reading.key, cell.row, cell.column),),
        "count": 1,
    }
    place = Place(cell.anchor, reading.section, reading.key, cell.row, cell.column, text=cell.text)
    return Hit(place, values, variant, unchecked=unchecked)


CELL_KIND = CheckKind(
    options=CellKind,
    finds="what a number cell holds",
    values=("text", "table_name", "row_label", "column_label", "cells", "count"),
    option="find",
    cases={
        "blank": Case(
            values=("cells", "count", "table_name", "text"), variants=variants("some", "all")
        ),
        "not_count": Case(variants=variants("negative", "decimal")),
    },
    check=cell_kind,
)
