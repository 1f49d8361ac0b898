"""Rows, columns and tables by what the form calls them: 行政许可, 总计, 表2.

Packs name them by key or by label; when a pack is put together, labels become keys, so that who
reads its rules later need not know the words. A label counts without its ordinal and without the
remark in brackets behind it; one that is right goes before one that is only understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from gblint.findings import Say
from gblint.pack import Options
from gblint.pack.equation_grammar import (
    PREVIOUS,
    Cell,
    CellEquation,
    Conditional,
    EquationError,
    NamedCell,
    is_figure,
    iterate_tests,
    list_texts,
    parse_equation,
    parse_test,
    write_test,
)
from gblint.pack.model import AxisSpec, BlockSpec, GroupSpec, Pack, Rule, TableSpec, per_pack
from gblint.pack.prose_model import ProseSpecs, Quantity
from gblint.packs import DataPath, Fault, join_says
from gblint.text import fold
from gblint.text.numerals import split_ordinal

_REMARK = re.compile(r"[（(][^（）()]*[）)]$")
_TABLE = re.compile(r"(?:表|table)\s*(\d+)", re.IGNORECASE)
_VALUE = re.compile(r"\{\w+\}")
_MOST_HOLDING = 5
_FEW = 12
"""Names that are listed where none is close."""

_NOT_THIS_YEAR = Say(
    "比较中没有本年报告的格", "no cell of this year's report stands in this comparison"
)


def list_names(line: AxisSpec | GroupSpec | BlockSpec) -> tuple[set[str], set[str]]:
    """What a row, column or group is rightly called, folded, and what else is understood."""
    also = line.also if isinstance(line, AxisSpec) else ()
    right = {line.key, *(form for label in (line.label, *also) for form in _list_forms(label))}
    return right, {form for alias in line.aliases for form in _list_forms(alias)}


def _list_forms(label: str) -> Iterator[str]:
    """A label as it is, without its ordinal, and without a remark in brackets."""
    for text in (label, split_ordinal(label)[1]):
        yield fold(text)
        yield fold(_REMARK.sub("", text))


class Labels:
    """The tables of a pack by what they, their rows and their columns are called."""

    def __init__(self, pack: Pack) -> None:
        self.tables = pack.tables

    def find_table(self, name: str) -> TableSpec | None:
        """The table of a key, a number (`表2`) or a name."""
        number = _TABLE.fullmatch(name.strip())
        for table in self.tables:
            title = table.name.zh if isinstance(table.name, Say) else table.name
            if name == table.key or (number is not None and int(number[1]) == table.number):
                return table
            if fold(name) == fold(title):
                return table
        return None

    def resolve(self, name: NamedCell) -> tuple[Cell, ...]:
        """The cells that a name stands for: one, or those of a group. Raises EquationError."""
        parts = name.parts
        table = self.find_table(parts[0]) if len(parts) > 1 else None
        if table is not None and len(parts) == 2 and self._find_rows(parts[0], self.tables):
            table = (
                None  # a row is called as a table is (行政复议.总计): two parts are row and column
            )
        tables = (table,) if table is not None else self.tables
        names = parts[1:] if table is not None else parts
        if len(names) > 2:
            raise EquationError(_say_no_table(parts[0], self.tables), name.column)
        rows = self._find_rows(names[0], tables)
        if not rows:
            raise EquationError(self._say_no_row(names, tables), name.column)
        if len({one.table.key for one in rows}) > 1:
            raise EquationError(_say_ambiguous(names, rows), name.column)
        return tuple(cell for one in rows for cell in _find_cells(one, names, name.column))

    def _find_rows(self, name: str, tables: Sequence[TableSpec]) -> list[_Row]:
        """The rows of a name, or those of a group; those that are rightly called so first."""
        folded = fold(name)
        for understood in (False, True):
            found: list[_Row] = []
            for table in tables:
                # rows of a table laid out across are grouped by its column groups
                groups = (*table.row_groups, *table.column_groups)
                keys = {g.key for g in groups if folded in list_names(g)[understood]}
                rows = [_Row(table, b, row) for b in table.blocks for row in b.rows]
                own = [one for one in rows if folded in list_names(one.row)[understood]]
                found += own[:1] or [one for one in rows if one.row.group in keys]
            if found:
                return found
        return []

    def _say_no_row(self, names: Sequence[str], tables: Sequence[TableSpec]) -> Say:
        name = names[0]
        for table in tables:
            for block in table.blocks:
                for column in block.columns:
                    if fold(name) in set.union(*list_names(column)):
                        row = block.rows[0].label
                        return Say(
                            f"“{name}”是列（{column.key}），前面还要写行，如 {row}.{name}",
                            f'"{name}" is a column ({column.key}): its row stands before it, '
                            f"like {block.rows[0].key}.{column.key}",
                        )
        lines = [row for table in tables for block in table.blocks for row in block.rows]
        return say_unknown_name(Say("行", "row"), name, lines)


class _Row(msgspec.Struct, frozen=True):
    table: TableSpec
    block: BlockSpec
    row: AxisSpec


def _find_cells(found: _Row, names: Sequence[str], at: int) -> Iterator[Cell]:
    """The cells of a row: in the columns named, else in its only column or that of totals."""
    columns = found.block.columns
    if len(names) > 1:
        chosen = _find_columns(found, names[1])
        if not chosen:
            say = say_unknown_name(Say("列", "column"), names[1], columns)
            raise EquationError(say, at + len(names[0]) + 1)
    elif len(columns) == 1:
        chosen = list(columns)
    else:
        # a row is meant by its total, where the table has one
        chosen = [column for column in columns if column.key == "total"]
        if not chosen:
            listed = "、".join(write_line(column) for column in columns)
            first = f"{names[0]}.{columns[0].label}"
            say = Say(
                f"“{names[0]}”有几列，要写明是哪一列，如 {first}；有：{listed}",
                f'"{names[0]}" has several columns, of which one is to be named: '
                + ", ".join(column.key for column in columns),
            )
            raise EquationError(say, at)
    for column in chosen:
        yield found.table.key, found.row.key, column.key


def _find_columns(found: _Row, name: str) -> list[AxisSpec]:
    """The columns of a name, or those of a group."""
    folded = fold(name)
    # what a column is rightly called goes before what another is only understood by
    for understood in (False, True):
        own = [c for c in found.block.columns if folded in list_names(c)[understood]]
        if own:
            return own[:1]
        groups = {g.key for g in found.table.column_groups if folded in list_names(g)[understood]}
        if grouped := [c for c in found.block.columns if c.group in groups]:
            return grouped
    return []


def write_line(line: AxisSpec | GroupSpec) -> str:
    """A row or column by its label, with its key."""
    return f"{line.label}（{line.key}）"


def say_unknown_name(what: Say, word: str, lines: Iterable[AxisSpec]) -> Say:
    """That nothing is called so; with the name that was probably meant, by label and key."""
    say = Say(f"没有{what.zh}“{word}”", f'there is no {what.en} "{word}"')
    known = {line.key: line for line in lines}
    by_name = {form: line for line in known.values() for form in (line.label, line.key)}
    by_name |= {split_ordinal(line.label)[1]: line for line in known.values()}
    from difflib import get_close_matches

    # by labels, with and without their ordinals, and by keys: authors copy any of these
    close = get_close_matches(word, by_name, n=1)
    if close:
        line = by_name[close[0]]
        return join_says(say, _say_meant(line, key=close[0] == line.key))
    holding = [line for line in known.values() if fold(word) and fold(word) in fold(line.label)]
    if 0 < len(holding) <= _MOST_HOLDING:
        zh = "、".join(f"“{line.label}”（键 {line.key}）" for line in holding)
        en = ", ".join(f"{line.key} ({line.label})" for line in holding)
        return join_says(say, Say(f"；有这几个字的是：{zh}", f"; these have it in them: {en}"))
    if 0 < len(known) <= _FEW:
        keys = sorted(known)
        names = "、".join(known[key].label for key in keys)
        own = "" if names == "、".join(keys) else f"（{names}）"
        zh, en = "、".join(keys) + own, ", ".join(keys)
        return join_says(say, Say(f"；可用的有：{zh}", f"; known are: {en}"))
    listed = Say("；gblint pack keys 列出各表的行和列", "; gblint pack keys lists rows and columns")
    return join_says(say, listed)


def _say_meant(line: AxisSpec, *, key: bool) -> Say:
    zh = f"“{line.key}”？（{line.label}）" if key else f"“{line.label}”？（键 {line.key}）"
    return Say(f"；是不是{zh}", f'; did you mean "{line.key}"? ({line.label})')


def _say_no_table(name: str, tables: Sequence[TableSpec]) -> Say:
    zh = "、".join(f"表{table.number}（{table.key}）" for table in tables)
    en = ", ".join(table.key for table in tables)
    return Say(
        f"没有表格“{name}”；一个格写成 行.列 或 表.行.列；有：{zh}",
        f'there is no table "{name}": a cell is row.column or table.row.column; there are {en}',
    )


def _say_ambiguous(names: Sequence[str], rows: Sequence[_Row]) -> Say:
    tables = {one.table.number: one.table for one in rows}
    text = ".".join(names)
    zh = "、".join(f"表{number}.{text}" for number in tables)
    en = ", ".join(f"{table.key}.{text}" for table in tables.values())
    return Say(
        f"几个表都有“{names[0]}”，要写明是哪个表：{zh}",
        f'several tables have "{names[0]}"; say which: {en}',
    )


index_labels = per_pack(Labels)


def find_comparison_faults(check: Conditional, pack: Pack, path: DataPath) -> Iterator[Fault]:
    """Comparisons of a check that are none, or name what the pack does not have."""
    known = index_labels(pack)
    for field, i, text in iterate_tests(check):
        here = (*path, field) if isinstance(getattr(check, field), str) else (*path, field, i)
        try:
            test = parse_test(text)
        except EquationError as error:
            yield Fault(here, error.say, column=error.column)
            continue
        for name in test.cells():
            if field == "where" and is_figure(name):
                continue
            try:
                known.resolve(name)
            except EquationError as error:
                yield Fault(here, error.say, column=error.column)
        # such a rule would tell of last year's report, which is not the one that is checked
        if all(name.last for name in test.cells()):
            yield Fault(here, _NOT_THIS_YEAR)


def settle_rule(rule: Rule, pack: Pack) -> Rule:
    """The rule with keys for labels in what its check compares, and with a title."""
    check = settle_check(rule.check, pack)
    if check is rule.check and rule.title:
        return rule
    return msgspec.structs.replace(rule, check=check, title=rule.title or _make_title(rule.message))


def _make_title(message: Say | str) -> Say:
    """A title for a rule that has none: what it says, without values."""
    say = Say(message) if isinstance(message, str) else message
    return Say(*(_VALUE.sub("…", text).strip().rstrip("。.") for text in (say.zh, say.en)))


def settle_check(check: Options, pack: Pack) -> Options:
    """The check with keys for labels; as it is where that cannot be, which is told elsewhere."""
    try:
        if isinstance(check, CellEquation):
            return _settle_equation(check, pack)
        if isinstance(check, Conditional):
            return _settle_tests(check, pack)
    except EquationError:
        pass
    return check


def _settle_tests(check: Conditional, pack: Pack) -> Options:
    known = index_labels(pack)
    changes: dict[str, tuple[str, ...]] = {}
    for field in check.tested:
        before = list_texts(getattr(check, field))
        after = tuple(_settle_test(text, known) for text in before)
        if after != before or isinstance(getattr(check, field), str):
            changes[field] = after
    return msgspec.structs.replace(check, **changes) if changes else check


def _settle_test(text: str, known: Labels) -> str:
    test = parse_test(text)
    cells: dict[NamedCell, tuple[str, ...]] = {}
    for name in test.cells():
        if is_figure(name):
            cells[name] = name.parts
            continue
        before = PREVIOUS if name.last else ""
        cells[name] = tuple(before + ".".join(cell) for cell in known.resolve(name))
    return write_test(test, cells)


def settle_prose(prose: ProseSpecs, pack: Pack) -> ProseSpecs:
    """The vocabulary with keys for labels in what its quantities equal."""
    quantities = tuple(_settle_quantity(one, pack) for one in prose.quantities)
    if all(new is old for new, old in zip(quantities, prose.quantities, strict=True)):
        return prose
    return msgspec.structs.replace(prose, quantities=quantities)


def _settle_quantity(quantity: Quantity, pack: Pack) -> Quantity:
    table = index_labels(pack).find_table(quantity.table)
    if table is None:
        return quantity
    equals = tuple(settle_sum(text, table) for text in quantity.equals)
    if equals == quantity.equals:
        return quantity
    return msgspec.structs.replace(quantity, equals=equals)


def settle_sum(text: str, table: TableSpec) -> str:
    """A sum of cells `row.column`, joined by `+`, with keys for labels; or as it is."""
    if text.isascii():  # keys already, as in all built-in packs: no label is in ASCII alone
        return text
    rows = [row for block in table.blocks for row in block.rows]
    columns = [column for block in table.blocks for column in block.columns]
    cells: list[str] = []
    for part in text.split("+"):
        row, _, column = part.strip().partition(".")
        keys = find_key(row, rows), find_key(column, columns)
        if not all(keys):
            return text
        cells.append(".".join(keys))
    return " + ".join(cells)


def find_table(pack: Pack, name: str) -> TableSpec | None:
    """The table of a pack by key, number (`表2`) or name."""
    return index_labels(pack).find_table(name)


def find_key(name: str, lines: Iterable[AxisSpec]) -> str:
    """The key of the row or column of that name; "" for none."""
    named = [(line.key, list_names(line)) for line in lines]
    folded = fold(name)
    both = ((key, names[understood]) for understood in (False, True) for key, names in named)
    return next((key for key, names in both if folded in names), "")


def list_axis(check: CellEquation, table: TableSpec, *, names: bool) -> Iterator[AxisSpec]:
    """The columns or rows that an equation may name; or, without `names`, those it runs over."""
    for block in table.blocks:
        yield from block.columns if (check.each == "row") == names else block.rows


def _settle_equation(check: CellEquation, pack: Pack) -> Options:
    table = find_table(pack, check.table)
    if table is None:
        return check
    parsed = parse_equation(check.equation)
    keys: dict[str, str] = {}
    for name in parsed.keys:
        bare = name.removeprefix(PREVIOUS)
        key = find_key(bare, list_axis(check, table, names=True))
        if not key:
            return check
        keys[name] = name.removesuffix(bare) + key
    only = tuple(
        find_key(line, list_axis(check, table, names=False)) or line for line in check.only
    )
    changes: dict[str, object] = {"table": table.key, "only": only}
    if any(name != key for name, key in keys.items()):
        sides = (_join(side, keys) for side in (parsed.left, parsed.right))
        changes["equation"] = f" {parsed.relation} ".join(sides)
    if all(getattr(check, field) == value for field, value in changes.items()):
        return check  # the same object: `settle_rule` sees by it that nothing changed
    return msgspec.structs.replace(check, **changes)


def _join(side: Iterable[tuple[str, str]], keys: Mapping[str, str]) -> str:
    parts = [part for sign, name in side for part in (sign, keys[name])]
    return " ".join(parts[1:] if parts[0] == "+" else parts)
