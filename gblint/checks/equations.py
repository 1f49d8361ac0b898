"""What must add up in the tables, and figures of which one cannot be less than another.

The equations of a pack are spread out over the rows and columns of its tables. Where one cell
explains all that are broken in a table, it is named: the culprit.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from gblint.checks.hits import (
    CellKey,
    CheckKind,
    Hit,
    Measured,
    Place,
    correct_all,
    correct_cell,
    figure,
    options,
    per_report,
)
from gblint.checks.places import Names, make_names, names
from gblint.document import Anchor
from gblint.findings import Correction, Entry, Footing, Lang, Say
from gblint.pack import variants
from gblint.pack.equations import CellEquation, is_footing, lines_of, parse
from gblint.pack.model import Pack, Rule, TableSpec, per_pack
from gblint.report.model import Report, TableReading
from gblint.report.stated import Number


class EquationCheck(CellEquation, frozen=True, tag="equation"):
    """An equation over the cells of a table (GB301 to GB305).

    `each` is `row` (the names are column keys; checked for every row) or `column` (the names
    are row keys; checked for every column). `only` limits it to these rows or columns.
    """


class InequalityCheck(CellEquation, frozen=True, tag="inequality"):
    """As `equation`, with `>=`: the left side is not less than the right (GB306)."""

    relation = ">="


SignedCell = tuple[Literal["+", "-"], CellKey]


class LineEquation(msgspec.Struct, frozen=True):
    """An equation over one row (`each` is `row`, `line` its key) or one column of a table.

    `named` says that the rule asks for this very line, not for every one.
    """

    rule: str
    table: str
    each: Literal["row", "column"]
    line: str
    left: tuple[SignedCell, ...]
    right: tuple[SignedCell, ...]
    named: bool = False

    @property
    def cells(self) -> tuple[CellKey, ...]:
        return tuple(cell for _, cell in (*self.left, *self.right))


class Evaluated(msgspec.Struct, frozen=True):
    """An equation with the sums of its sides."""

    equation: LineEquation
    left: Number
    right: Number

    @property
    def broken(self) -> bool:
        return self.left != self.right


@per_pack
def spread_equations(pack: Pack) -> Mapping[str, tuple[LineEquation, ...]]:
    """The equations of every table, those of all rules together."""
    found: dict[str, list[LineEquation]] = {table.key: [] for table in pack.tables}
    tables = {table.key: table for table in pack.tables}
    for rule in pack.rules:
        check = rule.check
        if is_footing(check) and check.table in tables:
            found[check.table] += _spread(rule.id, check, tables[check.table])
    return {table: tuple(spread) for table, spread in found.items()}


def _spread(rule: str, check: CellEquation, table: TableSpec) -> Iterator[LineEquation]:
    """The equation for each row or column of the blocks that have all its names."""
    parsed = parse(check.equation)
    for line in lines_of(check, table):
        left = _sign_cells(parsed.left, check.each, line)
        right = _sign_cells(parsed.right, check.each, line)
        yield LineEquation(rule, table.key, check.each, line, left, right, bool(check.only))


def _sign_cells(
    side: Collection[tuple[Literal["+", "-"], str]], each: str, line: str
) -> tuple[SignedCell, ...]:
    return tuple((sign, (line, key) if each == "row" else (key, line)) for sign, key in side)


@per_report
def count_figures(report: Report, _pack: Pack) -> Mapping[str, Mapping[CellKey, Number | None]]:
    """The figures of each table for the footings."""
    return {table: reading.list_figures() for table, reading in report.tables.items()}


@per_report
def evaluate_equations(report: Report, pack: Pack) -> Mapping[str, tuple[Evaluated, ...]]:
    """The equations of each table whose cells can all be read, with their sums."""
    return {
        table: tuple(_evaluate(spread_equations(pack).get(table, ()), counted))
        for table, counted in count_figures(report, pack).items()
    }


def _evaluate(
    spread: Iterable[LineEquation], counted: Mapping[CellKey, Number | None]
) -> Iterator[Evaluated]:
    for equation in spread:
        left, right = _sum(equation.left, counted), _sum(equation.right, counted)
        if left is not None and right is not None:
            yield Evaluated(equation, left, right)


def _sum(terms: Collection[SignedCell], counted: Mapping[CellKey, Number | None]) -> Number | None:
    total: Number = 0
    for sign, key in terms:
        value = counted.get(key)
        if value is None:
            return None
        total += value if sign == "+" else -value
    return total


def list_rules_needing(pack: Pack, table: str, gone: Collection[CellKey]) -> tuple[str, ...]:
    """The rules that cannot be evaluated, in whole or for some line, without these cells.

    Where a line is gone altogether, that says enough of a rule for every line; not so of a
    rule that names the line, or that has lost them all.
    """
    lost: dict[str, list[Loss]] = {}
    for equation in spread_equations(pack).get(table, ()):
        lost.setdefault(equation.rule, []).append(_tell_loss(equation, gone))
    return tuple(rule for rule, lines in lost.items() if "some" in lines or set(lines) == {"all"})


Loss = Literal["none", "some", "all"]


def _tell_loss(equation: LineEquation, gone: Collection[CellKey]) -> Loss:
    cells = equation.cells
    count = sum(cell in gone for cell in cells)
    if count == len(cells) and not equation.named:
        return "all"
    return "some" if count else "none"


class Culprit(msgspec.Struct, frozen=True):
    """A cell and the figure with which every equation of its table would hold."""

    row: str
    column: str
    value: Number

    @property
    def cell(self) -> CellKey:
        return self.row, self.column

    def story(self, table: str) -> str:
        """What comes of this figure is one story."""
        return f"{table}.{self.row}.{self.column}"


@per_report
def find_culprits(report: Report, pack: Pack) -> Mapping[str, Culprit]:
    """The culprit of each table that has one."""
    found: dict[str, Culprit] = {}
    for table, equations in evaluate_equations(report, pack).items():
        counted = count_figures(report, pack)[table]
        culprit = find_culprit(equations, counted)
        if culprit is not None:
            found[table] = culprit
    return found


def find_culprit(
    equations: Collection[Evaluated], counted: Mapping[CellKey, Number | None]
) -> Culprit | None:
    """The only cell that stands in just the broken equations, and corrects them all at once.

    A figure is not corrected to less than nothing. Of several cells that would do, none is
    named: a row with one broken equation does not tell which of its figures is wrong.
    """
    broken = [each for each in equations if each.broken]
    if not broken:
        return None
    sound: set[CellKey] = set()
    for each in equations:
        if not each.broken:
            sound.update(each.equation.cells)
    shared = set(broken[0].equation.cells) - sound
    for each in broken[1:]:
        shared.intersection_update(each.equation.cells)
    right = [
        Culprit(*cell, value)
        for cell in shared
        if (value := _correct_figure(cell, broken, counted)) is not None
    ]
    return right[0] if len(right) == 1 else None


def _correct_figure(
    cell: CellKey, broken: Collection[Evaluated], counted: Mapping[CellKey, Number | None]
) -> Number | None:
    """The figure that makes all the equations hold, None where there is no one figure."""
    read = counted.get(cell)
    corrections: set[Number] = set()
    for each in broken:
        weight = _weight(cell, each.equation)
        if weight not in (1, -1):
            return None
        corrections.add((each.right - each.left) * weight)
    if read is None or len(corrections) != 1:
        return None
    value = read + corrections.pop()
    return value if value >= 0 else None


def _weight(cell: CellKey, equation: LineEquation) -> int:
    """How the difference of the sides changes with the cell."""
    weight = 0
    for side, factor in ((equation.left, 1), (equation.right, -1)):
        for sign, key in side:
            if key == cell:
                weight += factor if sign == "+" else -factor
    return weight


_MANY = 4
"""A side with more figures than this is told without its zeros."""


def equation(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each row or column whose sides differ.

    A row or column with a figure that cannot be read is passed over: another rule names it.
    """
    table = options(rule, EquationCheck).table
    for each in evaluate_equations(report, pack).get(table, ()):
        if each.broken and each.equation.rule == rule.id:
            yield _footing_hit(each, report, pack)


def _footing_hit(each: Evaluated, report: Report, pack: Pack) -> Hit:
    equation = each.equation
    reading = report.tables[equation.table]
    culprit = find_culprits(report, pack).get(equation.table)
    known = make_names(report, pack)
    footing = _footing(each, reading, known, culprit)
    row, column = (equation.line, None) if equation.each == "row" else (None, equation.line)
    table_name = known.table(equation.table)
    values = list_footing_values(footing, _line_label(equation, known), table_name)
    if culprit is not None:
        values["culprit"] = known.cell(equation.table, culprit.row, culprit.column)
        values["culprit_value"] = culprit.value
        values["culprit_read"] = reading.cells[culprit.cell].counted or 0
    return Hit(
        Place(_last(equation, reading), reading.section, equation.table, row, column),
        values,
        "plain" if culprit is None else "culprit",
        footing=footing,
        story="" if culprit is None else culprit.story(equation.table),
        correction=_correct_footing(each, report, pack, culprit),
    )


def _correct_footing(
    each: Evaluated, report: Report, pack: Pack, culprit: Culprit | None
) -> Correction | None:
    """The culprit's right figure, else that of a total which is not the sum of its parts."""
    cells = report.tables[each.equation.table].cells
    right = culprit or _find_wrong_total(each, report, pack)
    cell = None if right is None else cells.get(right.cell)
    if right is None or cell is None:
        return None
    return correct_all([correct_cell(cell, figure(right.value), safe=False)])


def _find_wrong_total(each: Evaluated, report: Report, pack: Pack) -> Culprit | None:
    """The total that a broken equation gives, with which no other equation would break."""
    total = _split_total(each.equation)
    if total is None:
        return None
    cell, parts = total
    counted = count_figures(report, pack)[each.equation.table]
    value = _sum(parts, counted)
    if value is None or value < 0:
        return None
    counted = {**counted, cell: value}
    every = spread_equations(pack).get(each.equation.table, ())
    sound = {
        id(one.equation)
        for one in evaluate_equations(report, pack).get(each.equation.table, ())
        if not one.broken
    }
    touched = [one for one in every if id(one) in sound and cell in one.cells]
    if any(one.broken for one in _evaluate(touched, counted)):
        return None
    return Culprit(*cell, value)


def _split_total(equation: LineEquation) -> tuple[CellKey, Sequence[SignedCell]] | None:
    """The cell of a total with its parts, None for an equation that is no plain sum."""
    for whole, parts in ((equation.right, equation.left), (equation.left, equation.right)):
        if len(whole) == 1 < len(parts) and all(sign == "+" for sign, _ in (*whole, *parts)):
            return whole[0][1], parts
    return None


def sum_blank_totals(report: Report, pack: Pack, table: str) -> Mapping[CellKey, Number]:
    """What blank totals of a table must be; not there are those of parts that are not known."""
    reading = report.tables[table]
    counted = dict(count_figures(report, pack)[table])
    blank = {key for key, cell in reading.cells.items() if cell.unknown}
    found: dict[CellKey, Number] = {}
    while True:
        before = len(found)
        for equation in spread_equations(pack).get(table, ()) if blank else ():
            total = _split_total(equation)
            if total is None or total[0] not in blank or total[0] in found:
                continue
            value = _sum(total[1], counted)
            if value is not None:
                counted[total[0]] = found[total[0]] = value
        if len(found) == before:
            return found


def _footing(
    each: Evaluated, reading: TableReading, known: Names, culprit: Culprit | None = None
) -> Footing:
    equation = each.equation
    named = known.column if equation.each == "row" else known.row

    def entries(side: Sequence[SignedCell]) -> tuple[Entry, ...]:
        return tuple(
            Entry(
                label=named(equation.table, column if equation.each == "row" else row),
                value=reading.cells[row, column].counted or 0,
                sign=sign,
                culprit=culprit is not None and culprit.cell == (row, column),
                line=reading.cells[row, column].anchor.line,
                cell=reading.cells[row, column].anchor.cell,
            )
            for sign, (row, column) in side
            if (row, column) in reading.cells  # of rows that are one, the first has the figures
        )

    return Footing(entries(equation.left), entries(equation.right), each.left, each.right)


def _line_label(equation: LineEquation, known: Names) -> Say:
    named = known.row if equation.each == "row" else known.column
    return named(equation.table, equation.line)


def _last(equation: LineEquation, reading: TableReading) -> Anchor:
    """Where the last figure of the right side stands: the total, as forms are written."""
    return reading.cells[equation.right[-1][1]].anchor


def list_footing_values(footing: Footing, label: Say, table_name: Say) -> dict[str, Measured]:
    """What a message may say of two sides that do not agree; `label` is the row or column."""
    gap: Number = footing.left_sum - footing.right_sum
    return {
        "label": label,
        "left": _side_in_words(footing.left),
        "right": _side_in_words(footing.right),
        "left_sum": footing.left_sum,
        "right_sum": footing.right_sum,
        "difference": gap if gap >= 0 else -gap,
        "table_name": table_name,
    }


def _side_in_words(entries: Sequence[Entry]) -> Say:
    """A side in words with its figures; of a long one, the zeros are left out."""
    told = list(entries)
    if len(told) > _MANY:
        told = [entry for entry in told if entry.value] or told[:1]
    rest = len(told) < len(entries)
    return Say(
        _side_text(told, "zh") + ("（其余为0）" if rest else ""),
        _side_text(told, "en") + (" (all others 0)" if rest else ""),
    )


def _side_text(entries: Sequence[Entry], lang: Lang) -> str:
    parts: list[str] = []
    for entry in entries:
        if parts or entry.sign == "-":
            parts.append("−" if entry.sign == "-" else "+")
        parts.append(f"{entry.label.in_lang(lang)} {figure(entry.value)}")
    return " ".join(parts)


def inequality(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each row or column whose left side is less than its right.

    One with a cell that is blank or cannot be read is passed over: unknown is never 0, and
    another rule names the cell.
    """
    check = options(rule, InequalityCheck)
    reading = report.tables.get(check.table)
    table = next((table for table in pack.tables if table.key == check.table), None)
    if reading is None or table is None:
        return
    known = names(pack)
    values = {key: cell.value for key, cell in reading.cells.items()}
    for each in _evaluate(_spread(rule.id, check, table), values):
        if each.left >= each.right:
            continue
        row, column = each.equation.left[0][1]
        cell = reading.cells[row, column]
        footing = _footing(each, reading, known)
        yield Hit(
            Place(cell.anchor, reading.section, check.table, row, column, text=cell.text),
            list_footing_values(
                footing, _line_label(each.equation, known), known.table(check.table)
            ),
            footing=footing,
        )


EQUATION = CheckKind(
    options=EquationCheck,
    finds="what must add up",
    values=("label", "left", "right", "left_sum", "right_sum", "difference", "table_name"),
    variants=variants("plain", culprit=("culprit", "culprit_value", "culprit_read")),
    check=equation,
)


INEQUALITY = CheckKind(
    options=InequalityCheck,
    finds="what cannot be less than something else, by an equation with `>=`",
    values=("label", "left", "right", "left_sum", "right_sum", "difference", "table_name"),
    check=inequality,
)
