"""Figures of a table of which one cannot be less than another."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Callable, Collection, Iterator
from typing import Literal

from gblint.checks.equations import side_in_words
from gblint.checks.footings import CellKey
from gblint.checks.hits import CheckKind, Hit, Measured, Place, options
from gblint.checks.names import names
from gblint.findings import Entry, Footing, Say
from gblint.pack.equations import CellEquation, lines_of, parse
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report, TableReading
from gblint.report.stated import Number


class InequalityCheck(CellEquation, frozen=True, tag="inequality"):
    """As `equation`, with `>=`: the left side is not less than the right (GB306)."""

    relation = ">="


Term = tuple[Literal["+", "-"], CellKey]


def inequality(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each row or column whose left side is less than its right.

    One with a figure that cannot be read is passed over: another rule names the cell.
    """
    check = options(rule, InequalityCheck)
    reading = report.tables.get(check.table)
    table = next((table for table in pack.tables if table.key == check.table), None)
    if reading is None or table is None:
        return
    parsed, known = parse(check.equation), names(pack)
    named = known.column if check.each == "row" else known.row
    for line in lines_of(check, table):
        left, right = (
            [(sign, (line, key) if check.each == "row" else (key, line)) for sign, key in side]
            for side in (parsed.left, parsed.right)
        )
        sums = _sum(left, reading), _sum(right, reading)
        if sums[0] is None or sums[1] is None or sums[0] >= sums[1]:
            continue
        entries = _entries(left, named, check, reading), _entries(right, named, check, reading)
        values: dict[str, Measured] = {
            "label": (known.row if check.each == "row" else known.column)(check.table, line),
            "left": side_in_words(entries[0]),
            "right": side_in_words(entries[1]),
            "left_sum": sums[0],
            "right_sum": sums[1],
            "difference": sums[1] - sums[0],
            "table_name": known.table(check.table),
        }
        row, column = left[0][1]
        cell = reading.cells[row, column]
        place = Place(cell.anchor, reading.section, check.table, row, column, text=cell.text)
        yield Hit(place, values, footing=Footing(entries[0], entries[1], sums[0], sums[1]))


def _entries(
    terms: Collection[Term],
    named: Callable[[str, str], Say],
    check: InequalityCheck,
    reading: TableReading,
) -> tuple[Entry, ...]:
    """A side with the figures that it has, each under its row or column."""
    return tuple(
        Entry(
            label=named(check.table, column if check.each == "row" else row),
            value=reading.cells[row, column].counted or 0,
            sign=sign,
        )
        for sign, (row, column) in terms
    )


def _sum(terms: Collection[Term], reading: TableReading) -> Number | None:
    """The sum of a side, None where a cell is blank or cannot be read: unknown is never 0."""
    total: Number = 0
    for sign, key in terms:
        cell = reading.cells.get(key)
        if cell is None or cell.value is None:
            return None
        total += cell.value if sign == "+" else -cell.value
    return total


INEQUALITY = CheckKind(
    options=InequalityCheck,
    finds="what cannot be less than something else, by an equation with `>=`",
    values=("label", "left", "right", "left_sum", "right_sum", "difference", "table_name"),
    check=inequality,
)
