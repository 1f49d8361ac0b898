"""What number cells hold: figures, blanks, what cannot be read; and totals that are left blank."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from gblint.document import Anchor, Cell
from gblint.pack.equations import is_footing, lines_of, parse
from gblint.pack.model import Pack, per_pack
from gblint.report.model import CellReading, TableReading
from gblint.report.stated import Number
from gblint.text.folding import flatten, remembered
from gblint.text.patterns import later

_Key = tuple[str, str]
_Total = tuple[_Key, tuple[_Key, ...]]
"""A cell, and those of which it is the sum."""

_BLANK = re.compile(r"(?:[-—–―/\\_*·.~\s]*|无|(?i:n/?a))")
_NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_NOTED = later(
    "[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f]"
)
"""Digits that are marks of notes: `37①` is no 371."""

_PLUS = re.compile(r"^\s*[+＋](?=\s*[0-9０-９])")
_LONGEST = 40

Reading = tuple[Literal["number", "blank", "unreadable"], Number | None, bool]
"""Status, value, and whether it was written with a decimal point."""


@remembered(8192)
def read_figure(text: str) -> Reading:
    """The figure that a cell holds.

    Full-width digits, thousands separators and spaces inside a number are read; a blank cell
    or a mark for nothing (`/`, `-`, `—`, `无`) is `blank`. Two numbers on two lines, a unit,
    words, the mark of a note: `unreadable`.
    """
    if text.isdigit() and text.isascii() and len(text) < _LONGEST:
        return "number", int(text), False
    stripped = flatten(text).strip()
    if not stripped or (len(stripped) < _LONGEST and _BLANK.fullmatch(stripped)):
        return "blank", None, False
    if len(stripped) > _LONGEST or _NOTED.search(text):
        return "unreadable", None, False
    lines = [part for part in stripped.splitlines() if part.strip()]
    if len(lines) > 1:
        return "unreadable", None, False
    plain = re.sub(r"\s+", "", lines[0]).replace("−", "-")
    if plain[:1] in "—–－":
        plain = "-" + plain[1:]
    if not _NUMBER.fullmatch(plain):
        return "unreadable", None, False
    plain = plain.replace(",", "")
    if "." in plain:
        return "number", Decimal(plain), True
    return "number", int(plain), False


def read_cell(
    row: str, column: str, cell: Cell | None, anchor: Anchor, *, signed: bool = False
) -> CellReading:
    """The reading of a number cell by its keys; where the table has no cell there, a blank.

    `signed` says that its figure may have a plus before it; `anchor` is that of the row.
    """
    if cell is not None and cell.anchor.cell and cell.anchor.line == anchor.line:
        anchor = cell.anchor
    text = cell.text if cell is not None else ""
    status, value, decimal = read_figure(_PLUS.sub("", text) if signed else text)
    number = 0 if cell is None else cell.anchor.cell or cell.column + 1
    return CellReading(row, column, text, anchor, status, value, decimal, column_number=number)


# blank totals


def mark_blank_totals(reading: TableReading, pack: Pack) -> TableReading:
    """The table with its blank totals marked as unknown that have something to add up.

    A blank among the parts of a sum stands for none; a blank total of parts that are not all none
    does not stand for 0. A part that is not known may be something, too.
    """
    if all(cell.status != "blank" for cell in reading.cells.values()):
        return reading
    adding = {key for key, cell in reading.cells.items() if cell.counted != 0}
    if not adding:
        return reading
    cells = dict(reading.cells)
    totals = _find_totals(pack).get(reading.key, ())
    before = -1
    unknown: set[_Key] = set()
    while len(unknown) > before:
        before = len(unknown)
        for whole, parts in totals:
            cell = cells.get(whole)
            if cell is not None and cell.status == "blank" and not adding.isdisjoint(parts):
                unknown.add(whole)
                adding.add(whole)
                cells[whole] = msgspec.structs.replace(cell, unknown=True)
    return msgspec.structs.replace(reading, cells=cells) if unknown else reading


@per_pack
def _find_totals(pack: Pack) -> Mapping[str, tuple[_Total, ...]]:
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
