"""What a number cell holds."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from gblint.document import Anchor, Cell
from gblint.report.model import CellReading
from gblint.report.stated import Number
from gblint.text.folding import flatten, remembered
from gblint.text.patterns import later

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
    return CellReading(row, column, text, anchor, status, value, decimal)
