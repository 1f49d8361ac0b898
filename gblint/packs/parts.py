"""The parts of a pack: each key once, dates that exist, patterns with the groups they need."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator

from gblint.findings import Say
from gblint.pack.model import FactSpecs, Pack, TableSpec
from gblint.packs.problems import DataPath, Fault
from gblint.packs.prose_faults import prose_faults
from gblint.packs.references import section_faults, unknown
from gblint.packs.written import PackSource
from gblint.text.patterns import compiled

_LEAP = 2000
_TITLE = {"organ", "year"}
_RANGE = {"m1", "m2"}
"""Of a period, the years and days may be left out."""


def part_faults(own: PackSource, pack: Pack) -> Iterator[Fault]:
    """The faults of all parts but the rules; `pack` is the whole, with what is inherited."""
    yield from _twice([s.number for s in own.sections], ("sections",), "number")
    yield from _twice([h.key for h in own.obsolete_headings], ("obsolete_headings",), "key")
    for i, heading in enumerate(own.obsolete_headings):
        if heading.now is not None:
            yield from section_faults(heading.now, pack, ("obsolete_headings", i, "now"))
    yield from _twice([d.key for d in own.other_documents], ("other_documents",), "key")
    yield from _twice([t.key for t in own.tables], ("tables",), "key")
    yield from _twice([t.number for t in own.tables], ("tables",), "number")
    for i, table in enumerate(own.tables):
        yield from section_faults(table.section, pack, ("tables", i, "section"))
        yield from _table_faults(table, ("tables", i))
    if own.title_line is not None:
        yield from _lacking(own.title_line.pattern, _TITLE, ("title_line", "pattern"))
    if own.facts is not None:
        yield from _fact_faults(own.facts)
        levels = [level.key for level in pack.facts.levels]
        for i, kind in enumerate(own.facts.organ_kinds):
            if kind.level and kind.level not in levels:
                here = ("facts", "organ_kinds", i, "level")
                yield unknown(here, Say("层级", "level"), kind.level, levels)
    if own.prose is not None:
        yield from _twice([q.key for q in own.prose.quantities], ("prose", "quantities"), "key")
        yield from prose_faults(own.prose, pack)
    for key, deadline in own.deadlines.items():
        yield from _day(deadline, ("deadlines", key))


def _twice(values: Iterable[object], path: DataPath, field: str) -> Iterator[Fault]:
    """Values that stand more than once in a list of parts, at each place but the first."""
    seen: set[object] = set()
    for i, value in enumerate(values):
        if value in seen:
            say = Say(f"“{value}”重复", f'"{value}" stands twice')
            yield Fault((*path, i, field), say)
        seen.add(value)


def _table_faults(table: TableSpec, path: DataPath) -> Iterator[Fault]:
    yield from _twice([block.key for block in table.blocks], (*path, "blocks"), "key")
    yield from _twice([g.key for g in table.row_groups], (*path, "row_groups"), "key")
    yield from _twice([g.key for g in table.column_groups], (*path, "column_groups"), "key")
    rows: set[str] = set()
    for i, block in enumerate(table.blocks):
        here = (*path, "blocks", i)
        yield from _twice([row.key for row in block.rows], (*here, "rows"), "key")
        yield from _twice([c.key for c in block.columns], (*here, "columns"), "key")
        for j, row in enumerate(block.rows):
            if row.key in rows:
                say = Say(f"“{row.key}”已是另一块的行", f'"{row.key}" is a row of another block')
                yield Fault((*here, "rows", j, "key"), say)
        rows |= {row.key for row in block.rows}
    yield from _group_faults(table, path)


def _group_faults(table: TableSpec, path: DataPath) -> Iterator[Fault]:
    """Rows and columns of groups that the table does not have.

    Laid out across, rows stand above the columns: their groups are column groups.
    """
    columns = {group.key for group in table.column_groups}
    rows = columns if table.layout == "across" else {group.key for group in table.row_groups}
    for i, block in enumerate(table.blocks):
        for field, lines, known in (
            ("rows", block.rows, rows),
            ("columns", block.columns, columns),
        ):
            for j, line in enumerate(lines):
                if line.group and line.group not in known:
                    here = (*path, "blocks", i, field, j, "group")
                    yield unknown(here, Say("分组", "group"), line.group, known)


def _fact_faults(facts: FactSpecs) -> Iterator[Fault]:
    if facts.period is not None:
        here = ("facts", "period")
        yield from _groups(facts.period.ranges, _RANGE, (*here, "ranges"))
        yield from _groups(facts.period.years, {"y1"}, (*here, "years"))
    if facts.contact is not None:
        for part in ("phone", "address", "place", "post", "mail"):
            patterns = getattr(facts.contact, part)
            yield from _groups(patterns, {"value"}, ("facts", "contact", part))
    yield from _groups(facts.published, {"y", "m", "d"}, ("facts", "published"))
    yield from _twice([level.key for level in facts.levels], ("facts", "levels"), "key")
    for i, level in enumerate(facts.levels):
        yield from _day(level.deadline, ("facts", "levels", i, "deadline"))
    yield from _twice([kind.key for kind in facts.organ_kinds], ("facts", "organ_kinds"), "key")
    yield from _day(facts.last_deadline, ("facts", "last_deadline"))


def _groups(patterns: Iterable[str], needed: set[str], path: DataPath) -> Iterator[Fault]:
    for i, pattern in enumerate(patterns):
        yield from _lacking(pattern, needed, (*path, i))


def _lacking(pattern: str, needed: set[str], path: DataPath) -> Iterator[Fault]:
    """A fault for a pattern without a named group by which its match is read."""
    absent = sorted(needed - set(compiled(pattern).groupindex))
    if absent:
        say = Say(
            f"正则表达式缺少命名组：{'、'.join(absent)}",
            f"the pattern lacks the named groups: {', '.join(absent)}",
        )
        yield Fault(path, say)


def _day(month_day: str, path: DataPath) -> Iterator[Fault]:
    month, day = (int(part) for part in month_day.split("-"))
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(_LEAP, month)[1]:
        yield Fault(path, Say(f"没有“{month_day}”这一天", f'there is no day "{month_day}"'))
