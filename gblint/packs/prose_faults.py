"""What is wrong with the prose part of a pack: what its vocabulary names, and words told twice."""

from __future__ import annotations

from collections.abc import Iterator

from gblint.findings import Say
from gblint.pack.equations import SumError, rows, table_of, terms
from gblint.pack.model import Pack
from gblint.pack.prose_model import Breakdown, ProseSpecs, Quantity, Rate, ScopeSpec
from gblint.packs.problems import DataPath, Fault
from gblint.packs.references import quantity_faults, unknown

_HERE: DataPath = ("prose",)
_OTHER = "other"
"""What stands for no level in the levels of a scope."""


def prose_faults(own: ProseSpecs, pack: Pack) -> Iterator[Fault]:
    """The faults of a pack's own prose part; `pack` is the whole, with what is inherited."""
    known = [quantity.key for quantity in pack.prose.quantities]
    for key in own.terms:
        if key not in known:
            yield unknown((*_HERE, "terms", key), Say("数量", "quantity"), key, known)
    for i, quantity in enumerate(own.quantities):
        yield from _quantity_faults(quantity, pack, (*_HERE, "quantities", i))
    for i, rate in enumerate(own.rates):
        yield from _rate_faults(rate, pack, (*_HERE, "rates", i))
    for i, breakdown in enumerate(own.breakdowns):
        yield from _breakdown_faults(breakdown, pack, (*_HERE, "breakdowns", i))
    for i, scope in enumerate(own.scopes):
        yield from _scope_faults(scope, pack, (*_HERE, "scopes", i))
    yield from _twice(own)


def _twice(own: ProseSpecs) -> Iterator[Fault]:
    """A term of two quantities: only the first of them would ever be met."""
    met: dict[str, str] = {}
    for i, quantity in enumerate(own.quantities):
        for j, word in enumerate(quantity.terms):
            first = met.setdefault(word, quantity.key)
            if first != quantity.key:
                say = Say(
                    f"“{word}”已是“{first}”的词语", f'"{word}" is a term of "{first}" already'
                )
                yield Fault((*_HERE, "quantities", i, "terms", j), say)


def _quantity_faults(quantity: Quantity, pack: Pack, path: DataPath) -> Iterator[Fault]:
    table = table_of(pack, quantity.table)
    if table is None:
        known = [each.key for each in pack.tables]
        yield unknown((*path, "table"), Say("表格", "table"), quantity.table, known)
        return
    if bool(quantity.columns) != (quantity.role == "column"):
        say = Say(
            "角色 column 的数量写 columns，其他的写 equals",
            "a quantity of the role column has columns, every other equals",
        )
        yield Fault((*path, "role"), say)
    columns = list(dict.fromkeys(c.key for block in table.blocks for c in block.columns))
    for i, column in enumerate(quantity.columns):
        if column not in columns:
            yield unknown((*path, "columns", i), Say("列", "column"), column, columns)
    for i, text in enumerate(quantity.equals):
        here = (*path, "equals", i)
        try:
            found = terms(text)
        except SumError as wrong:
            say = Say(
                f"这里应是“行.列”，不是“{wrong.word}”",
                f'row.column belongs here, not "{wrong.word}"',
            )
            yield Fault(here, say, column=wrong.column)
            continue
        for key, column in found:
            blocks = [b for b in table.blocks if {r.key for r in b.rows} & set(rows(table, key))]
            if not blocks:
                known = [row.key for block in table.blocks for row in block.rows]
                yield unknown(here, Say("行", "row"), key, known)
            elif not any(c.key == column for block in blocks for c in block.columns):
                known = [c.key for block in blocks for c in block.columns]
                yield unknown(here, Say("列", "column"), column, known)


def _rate_faults(rate: Rate, pack: Pack, path: DataPath) -> Iterator[Fault]:
    yield from quantity_faults(rate.part, pack, (*path, "part"))
    yield from quantity_faults(rate.whole, pack, (*path, "whole"))


def _breakdown_faults(breakdown: Breakdown, pack: Pack, path: DataPath) -> Iterator[Fault]:
    yield from quantity_faults(breakdown.whole, pack, (*path, "whole"))
    yield from quantity_faults(breakdown.parts, pack, (*path, "parts"))
    yield from quantity_faults(breakdown.plus, pack, (*path, "plus"))
    yield from quantity_faults(breakdown.within, pack, (*path, "within"))


def _scope_faults(scope: ScopeSpec, pack: Pack, path: DataPath) -> Iterator[Fault]:
    known = [*(level.key for level in pack.facts.levels), _OTHER]
    for i, level in enumerate(scope.levels or ()):
        if level not in known:
            yield unknown((*path, "levels", i), Say("层级", "level"), level, known)
