"""Which one cell, if any, explains every broken equation of a table."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from gblint.checks.footings import CellKey, Equation, Evaluated, evaluated, per_report
from gblint.pack.model import Pack
from gblint.report.model import Report
from gblint.report.stated import Number


class Culprit(msgspec.Struct, frozen=True):
    """A cell and the figure with which every equation of its table would hold."""

    row: str
    column: str
    value: Number

    @property
    def cell(self) -> CellKey:
        return self.row, self.column


@per_report
def culprits(report: Report, pack: Pack) -> Mapping[str, Culprit]:
    """The culprit of each table that has one."""
    found: dict[str, Culprit] = {}
    for table, equations in evaluated(report, pack).items():
        counted = report.tables[table].counted()
        culprit = find_culprit(equations, counted)
        if culprit is not None:
            found[table] = culprit
    return found


def find_culprit(
    equations: Collection[Evaluated], counted: Mapping[CellKey, Number | None]
) -> Culprit | None:
    """The only cell that stands in just the broken equations, and corrects them all at once.

    A figure is not corrected to less than nothing. Of several cells that would do, none is
    named: a row with one broken equation does not tell which of its figures is wrong.
    """
    broken = [each for each in equations if each.broken]
    if not broken:
        return None
    sound: set[CellKey] = set()
    for each in equations:
        if not each.broken:
            sound.update(each.equation.cells)
    shared = set(broken[0].equation.cells) - sound
    for each in broken[1:]:
        shared.intersection_update(each.equation.cells)
    right = [
        Culprit(*cell, value)
        for cell in shared
        if (value := _corrected(cell, broken, counted)) is not None
    ]
    return right[0] if len(right) == 1 else None


def _corrected(
    cell: CellKey, broken: Collection[Evaluated], counted: Mapping[CellKey, Number | None]
) -> Number | None:
    """The figure that makes all the equations hold, None where there is no one figure."""
    read = counted.get(cell)
    corrections: set[Number] = set()
    for each in broken:
        weight = _weight(cell, each.equation)
        if weight not in (1, -1):
            return None
        corrections.add((each.right - each.left) * weight)
    if read is None or len(corrections) != 1:
        return None
    value = read + corrections.pop()
    return value if value >= 0 else None


def _weight(cell: CellKey, equation: Equation) -> int:
    """How the difference of the sides changes with the cell."""
    weight = 0
    for side, factor in ((equation.left, 1), (equation.right, -1)):
        for sign, key in side:
            if key == cell:
                weight += factor if sign == "+" else -factor
    return weight
