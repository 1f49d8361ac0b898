"""The rows or columns of a table that an equation of a rule is meant for."""

from __future__ import annotations

from collections.abc import Iterator

from gblint.pack.equation import PREVIOUS, parse
from gblint.pack.kinds import EquationCheck, InequalityCheck
from gblint.pack.kinds_between import YearToYear
from gblint.pack.model import TableSpec


def lines_of(
    check: EquationCheck | InequalityCheck | YearToYear, table: TableSpec
) -> Iterator[str]:
    """The rows or columns that an equation is checked for."""
    used = {key.removeprefix(PREVIOUS) for key in parse(check.equation).keys}
    for block in table.blocks:
        lines, across = (row.key for row in block.rows), {c.key for c in block.columns}
        if check.each == "column":
            lines, across = (c.key for c in block.columns), {row.key for row in block.rows}
        if used <= across:
            yield from (line for line in lines if not check.only or line in check.only)
