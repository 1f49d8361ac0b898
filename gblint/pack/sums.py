"""What a figure of prose may equal: cells of a table, added up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from gblint.pack.model import Pack, TableSpec

Term = tuple[str, str]
"""The key of a row, or of a group of rows, and the key of a column."""

_TERM = re.compile(r"([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)")


class SumError(ValueError):
    """Text that is no sum of cells; `column` counts its characters from 1."""

    def __init__(self, word: str, column: int) -> None:
        super().__init__(word)
        self.word = word
        self.column = column


@lru_cache(maxsize=512)
def terms(text: str) -> tuple[Term, ...]:
    """The terms of `new.total + carried_in.total`. Raises SumError."""
    found: list[Term] = []
    at = 0
    for part in text.split("+"):
        match = _TERM.fullmatch(part.strip())
        if match is None:
            raise SumError(part.strip(), at + len(part) - len(part.lstrip()) + 1)
        found.append((match[1], match[2]))
        at += len(part) + 1
    return tuple(found)


def rows(table: TableSpec, key: str) -> tuple[str, ...]:
    """The rows that a key stands for: one, or those of a group; none where it is unknown."""
    every = [row for block in table.blocks for row in block.rows]
    if any(row.key == key for row in every):
        return (key,)
    return tuple(row.key for row in every if row.group == key)


def cells_of(table: TableSpec, named: Iterable[Term]) -> tuple[Term, ...] | None:
    """The row and column keys of the cells of a sum, None where the table lacks one."""
    known = {(r.key, c.key) for block in table.blocks for r in block.rows for c in block.columns}
    found = [(row, column) for key, column in named for row in rows(table, key) or (key,)]
    return tuple(found) if known.issuperset(found) else None


def table_of(pack: Pack, key: str) -> TableSpec | None:
    """The table of a pack by its key."""
    return next((table for table in pack.tables if table.key == key), None)
