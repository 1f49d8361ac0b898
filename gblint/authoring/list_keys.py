"""The keys that a pack's rules may name: tables, rows, columns, quantities, sections, zones, kinds.

`gblint pack keys` prints them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from gblint.checks.hits import as_say
from gblint.checks.kinds import KINDS
from gblint.findings import Say
from gblint.pack.model import AxisSpec, Pack, TableSpec
from gblint.pack.zones import ZONES
from gblint.packs.key_texts import text_of_kind
from gblint.text import fold

What = Literal["table", "row", "column", "group", "quantity", "section", "level", "zone", "kind"]

HEADINGS: dict[What, Say] = {
    "table": Say("表格", "Tables"),
    "row": Say("行", "Rows"),
    "column": Say("列", "Columns"),
    "group": Say("行和列的分组", "Groups of rows and columns"),
    "quantity": Say("正文里的数量", "Quantities of the prose"),
    "section": Say("部分", "Sections"),
    "level": Say("层级", "Levels"),
    "zone": Say("位置（zone）", "Zones"),
    "kind": Say("检查的种类（kind）", "Kinds of check"),
}


class KeyRow(msgspec.Struct, frozen=True):
    """A key: what it is of, how it is written, what it is called or means.

    `also` are other words by which it is found.
    """

    what: What
    key: str
    label: Say
    also: tuple[str, ...] = ()


def list_keys(pack: Pack, words: Sequence[str] = ()) -> list[KeyRow]:
    """The keys of a pack, those in which all of the words are found where any are given."""
    wanted = [fold(word) for word in words]
    return [row for row in _list_all(pack) if all(word in _join_searched(row) for word in wanted)]


def _join_searched(row: KeyRow) -> str:
    heading = HEADINGS[row.what]
    texts = (row.what, heading.zh, row.key, row.label.zh, row.label.in_lang("en"), *row.also)
    return "\n".join(fold(text) for text in texts)


def _list_all(pack: Pack) -> Iterator[KeyRow]:
    for table in pack.tables:
        name = as_say(table.name)
        yield KeyRow("table", table.key, Say(f"表{table.number} {name.zh}", name.in_lang("en")))
    for table in pack.tables:
        yield from _list_lines(table)
    for quantity in pack.prose.quantities:
        words = quantity.terms[:_SOME]
        yield KeyRow("quantity", quantity.key, quantity.name, (*words, quantity.table))
    for section in pack.sections:
        yield KeyRow("section", f"section {section.number}", Say(section.heading, section.en))
    for level in pack.facts.levels:
        name = as_say(level.name)
        day, en = level.deadline, name.in_lang("en")
        yield KeyRow("level", level.key, Say(f"{name.zh}，{day} 前公布", f"{en}, {day}"))
    for zone in ZONES:
        yield KeyRow("zone", zone.en, zone.means, (zone.zh,))
    for tag, kind in KINDS.items():
        yield KeyRow("kind", tag, text_of_kind(kind), (kind.finds,))


_SOME = 5
"""Terms of a quantity by which it is found."""


def _list_lines(table: TableSpec) -> Iterator[KeyRow]:
    seen: set[tuple[What, str]] = set()
    for what in ("row", "column"):
        for block in table.blocks:
            for line in block.rows if what == "row" else block.columns:
                row = _describe_line(table, what, line)
                if (row.what, row.key) not in seen:
                    seen.add((row.what, row.key))
                    yield row
    for group in (*table.row_groups, *table.column_groups):
        yield KeyRow("group", f"{table.key}.{group.key}", Say(group.label), group.aliases)


def _describe_line(table: TableSpec, what: What, line: AxisSpec) -> KeyRow:
    label = Say(line.label, line.en)
    return KeyRow(what, f"{table.key}.{line.key}", label, (*line.also, *line.aliases))
