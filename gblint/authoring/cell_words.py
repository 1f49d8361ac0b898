"""Rows, columns and cells of a pack's tables, found by what they are called in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from gblint.pack.equations import table_of, terms
from gblint.pack.model import AxisSpec, Pack, per_pack
from gblint.text import fold
from gblint.text.numerals import split_ordinal


class TableLine(msgspec.Struct, frozen=True):
    """A row or a column of a table."""

    table: str
    row: str = ""
    column: str = ""

    @property
    def key(self) -> str:
        return self.row or self.column


class NamedLines(msgspec.Struct, frozen=True):
    """A name in a text, and the lines of tables that are called so, the likeliest first."""

    lines: tuple[TableLine, ...]
    begin: int

    @property
    def line(self) -> TableLine:
        return self.lines[0]


LineNames = list[tuple[str, tuple[TableLine, ...]]]
_SHORTEST = 2


@per_pack
def list_names(pack: Pack) -> LineNames:
    """What the rows and columns of all tables are called, folded, the longest first."""
    found: dict[str, list[TableLine]] = {}
    for row in (True, False):
        for table in pack.tables:
            for block in table.blocks:
                for line in block.rows if row else block.columns:
                    one = TableLine(table.key, **{"row" if row else "column": line.key})
                    for name in _list_names(line):
                        known = found.setdefault(name, [])
                        if one not in known:
                            known.append(one)
    return sorted(((k, tuple(v)) for k, v in found.items()), key=lambda one: -len(one[0]))


@per_pack
def list_names_with_prose(pack: Pack) -> LineNames:
    """The same with the words for rows in prose: 新收 is the row of new applications."""
    found = {name: (line,) for name, line in _quantity_names(pack)} | dict(list_names(pack))
    return sorted(found.items(), key=lambda one: -len(one[0]))


def _list_names(line: AxisSpec) -> Iterator[str]:
    for label in (line.label, *line.also, *line.aliases):
        name = fold(split_ordinal(label)[1])
        short = re.sub(r"\(.*\)", "", name)
        for one in (name, short, short.removeprefix("本年"), short.removesuffix("数量")):
            if len(one) >= _SHORTEST:
                yield one


def _quantity_names(pack: Pack) -> Iterator[tuple[str, TableLine]]:
    for quantity in pack.prose.quantities:
        for text in quantity.equals[:1]:
            cells = terms(text)
            if len(cells) == 1 and _has_row(pack, quantity.table, cells[0][0]):
                for name in (quantity.name.zh, *quantity.terms):
                    if len(name) >= _SHORTEST:
                        yield fold(name), TableLine(quantity.table, row=cells[0][0])


def _has_row(pack: Pack, table: str, key: str) -> bool:
    spec = table_of(pack, table)
    return spec is not None and any(row.key == key for b in spec.blocks for row in b.rows)


def find_lines(text: str, pack: Pack, *, labels_only: bool = False) -> list[NamedLines]:
    """What a text names, in its order; of names inside one another the longest."""
    folded, found = fold(text), list[NamedLines]()
    taken = [False] * len(folded)
    for name, lines in list_names(pack) if labels_only else list_names_with_prose(pack):
        begin = folded.find(name)
        while begin >= 0:
            end = begin + len(name)
            if not any(taken[begin:end]):
                taken[begin:end] = [True] * len(name)
                found.append(NamedLines(lines, begin))
            begin = folded.find(name, end)
    return sorted(found, key=lambda one: one.begin)


def find_cell(text: str, pack: Pack) -> str:
    """The cell that a text names, by `table.row.column`; "" where it names none.

    Without a column it is the only one of the row, or its total.
    """
    named = find_lines(text, pack)
    row = next((one.line for one in named if one.line.row), None)
    if row is None:
        return ""
    columns = columns_of(pack, row)
    every = [line for one in named for line in one.lines]
    asked = [one.column for one in every if one.table == row.table and one.column in columns]
    usual = "total" if "total" in columns else columns[0]
    column = asked[0] if asked else usual
    return f"{row.table}.{row.row}.{column}"


def columns_of(pack: Pack, row: TableLine) -> list[str]:
    table = table_of(pack, row.table)
    return [
        column.key
        for block in (table.blocks if table is not None else ())
        if any(one.key == row.row for one in block.rows)
        for column in block.columns
    ]
