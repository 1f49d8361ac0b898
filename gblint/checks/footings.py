"""The equations of a pack spread out over the cells of its tables, and what of them holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import wraps
from typing import Literal, TypeVar

import msgspec

from gblint.pack.equations import CellEquation, is_footing, lines_of, parse
from gblint.pack.model import BlockSpec, Pack, TableSpec, per_pack
from gblint.report.model import Missing, Report
from gblint.report.stated import Number

Made = TypeVar("Made")

CellKey = tuple[str, str]
"""The row key and the column key of a cell."""

Term = tuple[Literal["+", "-"], CellKey]


class Equation(msgspec.Struct, frozen=True):
    """An equation over one row (`each` is `row`, `line` its key) or one column of a table.

    `named` says that the rule asks for this very line, not for every one.
    """

    rule: str
    table: str
    each: Literal["row", "column"]
    line: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    named: bool = False

    @property
    def cells(self) -> tuple[CellKey, ...]:
        return tuple(cell for _, cell in (*self.left, *self.right))


class Evaluated(msgspec.Struct, frozen=True):
    """An equation with the sums of its sides."""

    equation: Equation
    left: Number
    right: Number

    @property
    def broken(self) -> bool:
        return self.left != self.right


@per_pack
def equations(pack: Pack) -> Mapping[str, tuple[Equation, ...]]:
    """The equations of every table, those of all rules together."""
    found: dict[str, list[Equation]] = {table.key: [] for table in pack.tables}
    tables = {table.key: table for table in pack.tables}
    for rule in pack.rules:
        check = rule.check
        if is_footing(check) and check.table in tables:
            found[check.table] += _spread(rule.id, check, tables[check.table])
    return {table: tuple(spread) for table, spread in found.items()}


def _spread(rule: str, check: CellEquation, table: TableSpec) -> Iterator[Equation]:
    """The equation for each row or column of the blocks that have all its names."""
    parsed = parse(check.equation)
    for line in lines_of(check, table):
        left = _terms(parsed.left, check.each, line)
        right = _terms(parsed.right, check.each, line)
        yield Equation(rule, table.key, check.each, line, left, right, bool(check.only))


def _terms(
    side: Collection[tuple[Literal["+", "-"], str]], each: str, line: str
) -> tuple[Term, ...]:
    return tuple((sign, (line, key) if each == "row" else (key, line)) for sign, key in side)


def per_report(
    make: Callable[[Report, Pack], Made],
) -> Callable[[Report, Pack], Made]:
    """A function that is called once for all the rules of a pack on one report."""
    last: list[tuple[Report, Pack, Made]] = []

    @wraps(make)
    def remembered(report: Report, pack: Pack) -> Made:
        for known, known_pack, made in last:
            if known is report and known_pack is pack:
                return made
        made = make(report, pack)
        last[:] = [(report, pack, made)]
        return made

    return remembered


@per_report
def evaluated(report: Report, pack: Pack) -> Mapping[str, tuple[Evaluated, ...]]:
    """The equations of each table whose cells can all be read, with their sums."""
    return {
        table: tuple(_evaluate(equations(pack).get(table, ()), reading.counted()))
        for table, reading in report.tables.items()
    }


def _evaluate(
    spread: Collection[Equation], counted: Mapping[CellKey, Number | None]
) -> Iterator[Evaluated]:
    for equation in spread:
        left, right = _sum(equation.left, counted), _sum(equation.right, counted)
        if left is not None and right is not None:
            yield Evaluated(equation, left, right)


def _sum(terms: Collection[Term], counted: Mapping[CellKey, Number | None]) -> Number | None:
    total: Number = 0
    for sign, key in terms:
        value = counted.get(key)
        if value is None:
            return None
        total += value if sign == "+" else -value
    return total


def unchecked(pack: Pack, table: str, gone: Collection[CellKey]) -> tuple[str, ...]:
    """The rules that cannot be evaluated, in whole or for some line, without these cells.

    Where a line is gone altogether, that says enough of a rule for every line; not so of a
    rule that names the line, or that has lost them all.
    """
    lost: dict[str, list[Loss]] = {}
    for equation in equations(pack).get(table, ()):
        lost.setdefault(equation.rule, []).append(_loss(equation, gone))
    return tuple(rule for rule, lines in lost.items() if "some" in lines or set(lines) == {"all"})


Loss = Literal["none", "some", "all"]


def _loss(equation: Equation, gone: Collection[CellKey]) -> Loss:
    cells = equation.cells
    count = sum(cell in gone for cell in cells)
    if count == len(cells) and not equation.named:
        return "all"
    return "some" if count else "none"


def cells_of(table: TableSpec, missing: Missing | None = None) -> frozenset[CellKey]:
    """The cells that a missing part would have held; without one, all cells of the table."""
    return frozenset(
        (row.key, column.key)
        for block in table.blocks
        for row in block.rows
        for column in block.columns
        if missing is None or _lost(missing, table, block, row.key, column.key)
    )


def _lost(missing: Missing, table: TableSpec, block: BlockSpec, row: str, column: str) -> bool:
    if missing.kind == "block":
        return row in missing.keys
    keys = missing.keys or (missing.key,)
    if missing.kind in ("row", "collapsed"):
        return row in keys
    home = row if table.layout == "across" else block.key
    return column in keys and missing.block in ("", home)
