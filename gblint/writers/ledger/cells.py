"""What tables of the ledger are made of: sheets, columns, and values of cells."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from gblint.findings import Say

ColumnKind = Literal["text", "long", "count", "amount", "number", "share", "day"]
"""`long` is a text of some lines, `amount` one of money, `number` any figure, `share` a part of 1,
`day` an ISO date."""


class Column(msgspec.Struct, frozen=True):
    """A column; `width` in characters of Latin type."""

    head: Say
    width: int = 10
    kind: ColumnKind = "text"


class Sheet(msgspec.Struct, frozen=True):
    """A table; where `filtered` is False it is for reading, and its rows are of several kinds."""

    key: str
    name: Say
    columns: tuple[Column, ...]
    filtered: bool = True


class Link(msgspec.Struct, frozen=True):
    """A value that leads to a row, from 0, of another sheet."""

    value: str | int
    sheet: str
    row: int = 0


class Head(msgspec.Struct, frozen=True):
    """A heading between rows."""

    text: str


Value = str | int | float | Decimal | Link | Head | None
"""None is what is not known."""

SheetRow = tuple[Value, ...]
