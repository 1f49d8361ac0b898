"""Totals that are left blank: unknown, unless there is nothing to add up.

A blank among the parts of a sum stands for none; a blank total of parts that are not all none
does not stand for 0.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from gblint.pack.equations import is_footing, lines_of, parse
from gblint.pack.model import Pack, per_pack
from gblint.report.model import CellReading, TableReading

_Key = tuple[str, str]
_Total = tuple[_Key, tuple[_Key, ...]]
"""A cell, and those of which it is the sum."""


@per_pack
def _totals(pack: Pack) -> Mapping[str, tuple[_Total, ...]]:
    """The totals of every table, as the equations of the pack's rules have them."""
    found: dict[str, list[_Total]] = {table.key: [] for table in pack.tables}
    tables = {table.key: table for table in pack.tables}
    for rule in pack.rules:
        check = rule.check
        if not is_footing(check) or check.table not in tables:
            continue
        parsed = parse(check.equation)
        for whole, parts in ((parsed.right, parsed.left), (parsed.left, parsed.right)):
            if len(whole) != 1 or len(parts) < 2 or any(sign == "-" for sign, _ in parts):
                continue
            for line in lines_of(check, tables[check.table]):
                cells = [
                    (line, key) if check.each == "row" else (key, line)
                    for _, key in (*whole, *parts)
                ]
                found[check.table].append((cells[0], tuple(cells[1:])))
    return {table: tuple(totals) for table, totals in found.items()}


def mark_blank_totals(reading: TableReading, pack: Pack) -> TableReading:
    """The table with its blank totals marked as unknown that have something to add up."""
    if all(cell.status != "blank" for cell in reading.cells.values()):
        return reading
    cells = dict(reading.cells)
    totals = _totals(pack).get(reading.key, ())
    before = -1
    unknown: set[_Key] = set()
    while len(unknown) > before:
        before = len(unknown)
        for whole, parts in totals:
            cell = cells.get(whole)
            if cell is not None and cell.status == "blank" and any(_adds(cells, p) for p in parts):
                unknown.add(whole)
                cells[whole] = msgspec.structs.replace(cell, unknown=True)
    return msgspec.structs.replace(reading, cells=cells) if unknown else reading


def _adds(cells: Mapping[_Key, CellReading], part: _Key) -> bool:
    """Whether a part is something, or may be."""
    cell = cells.get(part)
    return cell is not None and cell.counted != 0
