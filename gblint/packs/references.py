"""What a pack's rules and parts refer to: sections, tables, rows, columns, groups, other facts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from operator import attrgetter

from gblint.findings import Say
from gblint.pack.base import Options
from gblint.pack.equations import PREVIOUS, CellEquation, EquationError, parse
from gblint.pack.kind import Kinds, Reference
from gblint.pack.model import Pack, TableSpec
from gblint.packs.problems import DataPath, Fault, joined, suggestion

_KEY = re.compile(r"(previous\.)?([a-z][a-z0-9_]*)")


def unknown(path: DataPath, what: Say, word: object, known: Iterable[object]) -> Fault:
    """A word that names nothing of the pack; `what` is what it should name."""
    say = Say(f"没有{what.zh}“{word}”", f'there is no {what.en} "{word}"')
    return Fault(path, joined(say, suggestion(str(word), map(str, known))))


def section_faults(number: int, pack: Pack, path: DataPath) -> Iterator[Fault]:
    known = [section.number for section in pack.sections]
    if number not in known:
        yield unknown(path, Say("章节", "section"), number, known)


def quantity_faults(keys: Iterable[str], pack: Pack, path: DataPath) -> Iterator[Fault]:
    for i, key in enumerate(keys):
        yield from _quantity_faults(key, pack, (*path, i))


def _quantity_faults(key: str, pack: Pack, path: DataPath) -> Iterator[Fault]:
    known = [quantity.key for quantity in pack.prose.quantities]
    if key not in known and key not in {f"{one}_{other}" for one in known for other in known}:
        yield unknown(path, Say("数量", "quantity"), key, known)


def check_faults(check: Options, pack: Pack, path: DataPath, kinds: Kinds) -> Iterator[Fault]:
    """What a check's options name and the pack does not have; paths are those of the options."""
    for named in kinds[tag_of(check)].references(check):
        yield from _reference_faults(named, pack, (*path, *named.path))
    if isinstance(check, CellEquation):
        yield from _equation_faults(check, pack, path)


def tag_of(check: Options) -> str:
    """The kind of a check."""
    return str(check.__struct_config__.tag)


def _reference_faults(named: Reference, pack: Pack, path: DataPath) -> Iterator[Fault]:
    if named.what == "section":
        yield from section_faults(int(named.name), pack, path)
    elif named.what == "table":
        yield from _table_faults(str(named.name), pack, path)
    elif named.what == "quantity":
        yield from _quantity_faults(str(named.name), pack, path)
    elif not attrgetter(str(named.name))(pack):
        say = Say(
            "规则包没有这种检查所需的要素（facts 或 title_line）",
            "the pack lacks what this check needs (facts or title_line)",
        )
        yield Fault(path, say)


def _table_faults(key: str, pack: Pack, path: DataPath) -> Iterator[Fault]:
    known = [table.key for table in pack.tables]
    if key not in known:
        yield unknown(path, Say("表格", "table"), key, known)


def _equation_faults(check: CellEquation, pack: Pack, path: DataPath) -> Iterator[Fault]:
    table = next((table for table in pack.tables if table.key == check.table), None)
    if table is None:
        yield from _table_faults(check.table, pack, (*path, "table"))
    here = (*path, "equation")
    try:
        parsed = parse(check.equation)
        keys = [key.removeprefix(PREVIOUS) for key in parsed.keys]
    except EquationError as error:
        yield Fault(here, error.say, column=error.column)
        return
    wanted = check.relation
    if parsed.relation != wanted:
        say = Say(f"这种检查用“{wanted}”", f"checks of this kind have {wanted}")
        yield Fault(here, say, column=check.equation.find(parsed.relation) + 1)
    if table is not None:
        strange = list(_unknown_keys(check, table, here))
        yield from strange or _line_faults(check, table, keys, path)


def _unknown_keys(check: CellEquation, table: TableSpec, path: DataPath) -> Iterator[Fault]:
    what = Say("列", "column") if check.each == "row" else Say("行", "row")
    known = {key for names, _ in _axes(check, table) for key in names}
    for match in _KEY.finditer(check.equation):
        if match[2] not in known:
            fault = unknown(path, what, match[2], known)
            yield Fault(path, fault.say, column=match.start(2) + 1)
        elif match[1] and check.needs != "previous":
            say = Say(
                "“previous.”只能用在 year-to-year 这种检查中",
                '"previous." belongs into checks of the kind year-to-year',
            )
            yield Fault(path, say, column=match.start() + 1)


def _line_faults(
    check: CellEquation, table: TableSpec, keys: Collection[str], path: DataPath
) -> Iterator[Fault]:
    """Keys that no block has together; lines, asked for by `only`, that no such block has."""
    lines = {line for names, across in _axes(check, table) if names >= set(keys) for line in across}
    if not lines:
        say = Say("这些键不在表格的同一块中", "these keys are not in one block of the table")
        yield Fault((*path, "equation"), say)
        return
    what = Say("行", "row") if check.each == "row" else Say("列", "column")
    for i, line in enumerate(check.only):
        if line not in lines:
            yield unknown((*path, "only", i), what, line, lines)


def _axes(check: CellEquation, table: TableSpec) -> Iterator[tuple[set[str], set[str]]]:
    """For each block, the keys that an equation may name, and those of the lines it runs over."""
    for block in table.blocks:
        rows, columns = {row.key for row in block.rows}, {column.key for column in block.columns}
        yield (columns, rows) if check.each == "row" else (rows, columns)
