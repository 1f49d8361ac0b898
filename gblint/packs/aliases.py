"""What a pack adds to what inherited sections, rows, columns and groups are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec

from gblint.findings import Say
from gblint.pack.model import AxisSpec, GroupSpec, Pack, SectionSpec, TableSpec
from gblint.packs.problems import Fault, joined, suggestion

Aliases = Mapping[str, tuple[str, ...]]
"""More names by `section N` or `table.key`."""

Line = TypeVar("Line", AxisSpec, GroupSpec)


def with_wordings(sections: Iterable[SectionSpec], aliases: Aliases) -> tuple[SectionSpec, ...]:
    return tuple(
        msgspec.structs.replace(
            section, wordings=_more(section.wordings, aliases, f"section {section.number}")
        )
        for section in sections
    )


def with_aliases(tables: Iterable[TableSpec], aliases: Aliases) -> tuple[TableSpec, ...]:
    named = {name.partition(".")[0] for name in aliases}
    return tuple(_table(table, aliases) if table.key in named else table for table in tables)


def _table(table: TableSpec, aliases: Aliases) -> TableSpec:
    blocks = tuple(
        msgspec.structs.replace(
            block,
            rows=_lines(block.rows, table.key, aliases),
            columns=_lines(block.columns, table.key, aliases),
        )
        for block in table.blocks
    )
    return msgspec.structs.replace(
        table,
        blocks=blocks,
        row_groups=_lines(table.row_groups, table.key, aliases),
        column_groups=_lines(table.column_groups, table.key, aliases),
    )


def _lines(lines: Iterable[Line], table: str, aliases: Aliases) -> tuple[Line, ...]:
    return tuple(
        msgspec.structs.replace(line, aliases=_more(line.aliases, aliases, f"{table}.{line.key}"))
        for line in lines
    )


def _more(known: tuple[str, ...], aliases: Aliases, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *aliases.get(name, ()))))


def alias_faults(aliases: Aliases, pack: Pack) -> Iterator[Fault]:
    """Names of nothing: no section of the pack, no row, column or group of its tables."""
    known = set(names(pack))
    for name in aliases:
        if name not in known:
            say = Say(
                f"没有“{name}”：应写成 section 5（第五部分）或 表格.行列，如 applications.granted",
                f'there is no "{name}": it is written section 5, or table.row, table.column',
            )
            yield Fault(("aliases", name), joined(say, suggestion(name, _near(name, known))), True)


def _near(name: str, known: Iterable[str]) -> list[str]:
    """The names of the same table, where there is one; else all."""
    table = name.partition(".")[0] + "."
    same = [one for one in known if one.startswith(table)]
    return same or list(known)


def names(pack: Pack) -> Iterator[str]:
    """What `aliases` may name."""
    yield from (f"section {section.number}" for section in pack.sections)
    for table in pack.tables:
        keys = [group.key for group in (*table.row_groups, *table.column_groups)]
        for block in table.blocks:
            keys += (line.key for line in (*block.rows, *block.columns))
        yield from (f"{table.key}.{key}" for key in keys)
