"""What must add up in the tables, figures of which one cannot be less than another, and parts
that prose states with their whole.

The equations of a pack are spread out over the rows and columns of its tables. Where one cell
explains all that are broken in a table, it is named: the culprit.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import msgspec

from gblint.checks.hits import (
    FOOTING_VALUES,
    CellFigures,
    CellKey,
    CheckKind,
    Hit,
    Place,
    correct_all,
    correct_cell,
    list_footing_values,
    per_report,
    read_options,
    write_figure,
)
from gblint.checks.places import Names, make_names, names
from gblint.findings import Correction, Entry, Footing, Say
from gblint.pack import make_variants
from gblint.pack.equation_grammar import (
    PREVIOUS,
    CellEquation,
    find_table_by_key,
    is_footing,
    list_lines,
    parse_equation,
)
from gblint.pack.model import Pack, Rule, TableSpec, per_pack
from gblint.pack.prose_model import Breakdown
from gblint.report.model import Number, Report, StatedFigure, TableReading


class EquationCheck(CellEquation, frozen=True, tag="equation"):
    """An equation over the cells of a table (GB301 to GB305).

    `each` is `row` (the names are column keys; checked for every row) or `column` (the names
    are row keys; checked for every column). `only` limits it to these rows or columns.
    """


class InequalityCheck(CellEquation, frozen=True, tag="inequality"):
    """As `equation`, with `>=`: the left side is not less than the right (GB306)."""

    relation = ">="


class SignedCell(msgspec.Struct, frozen=True):
    """A cell with its sign, of this report or of last year's."""

    sign: Literal["+", "-"]
    cell: CellKey
    last: bool = False


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
        """Those of this report."""
        return tuple(term.cell for term in (*self.left, *self.right) if not term.last)


class EvaluatedEquation(msgspec.Struct, frozen=True, gc=False):
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
            found[check.table] += spread_equation(rule.id, check, tables[check.table])
    return {table: tuple(spread) for table, spread in found.items()}


def spread_equation(rule: str, check: CellEquation, table: TableSpec) -> Iterator[LineEquation]:
    """The equation for each row or column of the blocks that have all its names."""
    parsed = parse_equation(check.equation)
    for line in list_lines(check, table):
        left = _sign_cells(parsed.left, check.each, line)
        right = _sign_cells(parsed.right, check.each, line)
        yield LineEquation(rule, table.key, check.each, line, left, right, bool(check.only))


def _sign_cells(
    side: Collection[tuple[Literal["+", "-"], str]], each: str, line: str
) -> tuple[SignedCell, ...]:
    return tuple(
        SignedCell(sign, (line, key) if each == "row" else (key, line), last=key != name)
        for sign, name in side
        for key in [name.removeprefix(PREVIOUS)]
    )


@per_report
def list_counted_figures(report: Report, _pack: Pack) -> Mapping[str, CellFigures]:
    """The figures of each table as footings count them: a blank as 0, None for what is unread."""
    return {table: reading.list_figures() for table, reading in report.tables.items()}


@per_report
def evaluate_equations(report: Report, pack: Pack) -> Mapping[str, tuple[EvaluatedEquation, ...]]:
    """The equations of each table whose cells can all be read, with their sums."""
    return {
        table: tuple(evaluate_lines(spread_equations(pack).get(table, ()), counted))
        for table, counted in list_counted_figures(report, pack).items()
    }


def evaluate_lines(
    spread: Iterable[LineEquation],
    counted: CellFigures,
    before: CellFigures = MappingProxyType({}),
) -> Iterator[EvaluatedEquation]:
    """Those of the equations whose cells can all be read; `before` has the figures of last year."""
    for equation in spread:
        left = _sum_side(equation.left, counted, before)
        right = _sum_side(equation.right, counted, before)
        if left is not None and right is not None:
            yield EvaluatedEquation(equation, left, right)


def _sum_side(
    terms: Collection[SignedCell],
    counted: CellFigures,
    before: CellFigures = MappingProxyType({}),
) -> Number | None:
    return add_signed(
        [(one.sign, (before if one.last else counted).get(one.cell)) for one in terms]
    )


def add_signed(values: Iterable[tuple[str, Number | None]]) -> Number | None:
    """The sum of figures with their signs; None where one is not known."""
    total: Number = 0
    for sign, value in values:
        if value is None:
            return None
        total += value if sign == "+" else -value
    return total


def list_rules_needing(pack: Pack, table: str, gone: Collection[CellKey]) -> tuple[str, ...]:
    """The rules that cannot be evaluated, in whole or for some line, without these cells.

    Where a line is gone altogether, that says enough of a rule for every line; not so of a
    rule that names the line, or that has lost them all.
    """
    lost: dict[str, set[str]] = {}
    for equation in spread_equations(pack).get(table, ()):
        count = sum(cell in gone for cell in equation.cells)
        whole = count == len(equation.cells) and not equation.named
        lost.setdefault(equation.rule, set()).add("all" if whole else "some" if count else "none")
    return tuple(rule for rule, lines in lost.items() if "some" in lines or lines == {"all"})


class Culprit(msgspec.Struct, frozen=True):
    """A cell and the figure with which every equation of its table would hold."""

    row: str
    column: str
    value: Number

    @property
    def cell(self) -> CellKey:
        return self.row, self.column

    def name_story(self, table: str) -> str:
        """The story of all findings that this wrong figure causes: they are told as one."""
        return f"{table}.{self.row}.{self.column}"


@per_report
def find_culprits(report: Report, pack: Pack) -> Mapping[str, Culprit]:
    """The culprit of each table that has one."""
    counted = list_counted_figures(report, pack)
    return {
        table: culprit
        for table, equations in evaluate_equations(report, pack).items()
        if (culprit := find_culprit(equations, counted[table])) is not None
    }


def find_culprit(equations: Collection[EvaluatedEquation], counted: CellFigures) -> Culprit | None:
    """The only cell that stands in just the broken equations, and corrects them all at once.

    A figure is not corrected to less than nothing. Of several cells that would do, none is
    named: a row with one broken equation does not tell which of its figures is wrong.
    """
    broken = [each for each in equations if each.broken]
    if not broken:
        return None
    # a wrong figure breaks its row and its column; what another equation finds right is no culprit
    sound = {cell for each in equations if not each.broken for cell in each.equation.cells}
    shared = set.intersection(*(set(each.equation.cells) for each in broken)) - sound
    possible = [
        Culprit(*cell, value)
        for cell in shared
        if (value := _correct_figure(cell, broken, counted)) is not None
    ]
    return possible[0] if len(possible) == 1 else None


def _correct_figure(
    cell: CellKey, broken: Collection[EvaluatedEquation], counted: CellFigures
) -> Number | None:
    """The figure that makes all the equations hold, None where there is no one figure."""
    read = counted.get(cell)
    weights = [(each, weigh_cell(cell, each.equation)) for each in broken]
    corrections = {(each.right - each.left) * weight for each, weight in weights}
    # where it stands on both sides, or twice, no one figure corrects it
    once = all(weight in (1, -1) for _, weight in weights)
    if read is None or not once or len(corrections) != 1:
        return None
    value = read + corrections.pop()
    return value if value >= 0 else None


def weigh_cell(cell: CellKey, equation: LineEquation) -> int:
    """How the difference of the sides changes with the cell."""
    return sum(
        factor if term.sign == "+" else -factor
        for side, factor in ((equation.left, 1), (equation.right, -1))
        for term in side
        if term.cell == cell and not term.last
    )


_MOST_BROKEN = 6
"""Equations of a table that one figure and its total break at most."""


@per_report
def find_joint_stories(report: Report, pack: Pack) -> Mapping[str, str]:
    """By table, the story of a figure that is wrong together with its total, which then agree.

    Where a figure is added up wrong as it is, its row still holds; its column does not, nor that
    of the totals, both by as much. Which figure it is these do not tell.
    """
    counted = list_counted_figures(report, pack)
    return {
        table: f"{table}.{'.'.join(pair)}"
        for table, equations in evaluate_equations(report, pack).items()
        if (pair := _find_joint_figures(equations, counted[table])) is not None
    }


def _find_joint_figures(
    equations: Collection[EvaluatedEquation], counted: CellFigures
) -> CellKey | None:
    """A figure that with its total, both changed by as much, makes all the equations hold."""
    broken = [each for each in equations if each.broken]
    if not 1 < len(broken) <= _MOST_BROKEN:
        return None
    first = set(broken[0].equation.cells)
    for each in equations:
        total = None if each.broken else _split_total(each.equation)
        if total is None:
            continue
        whole, parts = total
        for part in (one.cell for one in parts):
            if (part in first or whole in first) and _do_correct(
                (part, whole), equations, broken[0], counted
            ):
                return part
    return None


def _do_correct(
    cells: tuple[CellKey, CellKey],
    equations: Collection[EvaluatedEquation],
    broken: EvaluatedEquation,
    counted: CellFigures,
) -> bool:
    """Whether all equations hold with the cells less by what one that is broken tells."""

    def weigh(each: EvaluatedEquation) -> int:
        return sum(weigh_cell(cell, each.equation) for cell in cells)

    weight = weigh(broken)
    if weight not in (1, -1):
        return False
    more = (broken.left - broken.right) * weight
    values = [counted.get(cell) for cell in cells]
    return all(value is not None and value >= more for value in values) and all(
        each.left - each.right == more * weigh(each) for each in equations
    )


def check_equation(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each row or column whose sides differ.

    A row or column with a figure that cannot be read is passed over: another rule names it.
    """
    # all equations of a table are evaluated together: the culprit comes of those of other rules
    table = read_options(rule, EquationCheck).table
    for each in evaluate_equations(report, pack).get(table, ()):
        if each.broken and each.equation.rule == rule.id:
            yield _make_hit(each, report, pack)


def _make_hit(each: EvaluatedEquation, report: Report, pack: Pack) -> Hit:
    equation = each.equation
    reading = report.tables[equation.table]
    culprit = find_culprits(report, pack).get(equation.table)
    labels = make_names(report, pack)
    footing = _make_footing(each, reading, labels, culprit)
    row, column = (equation.line, None) if equation.each == "row" else (None, equation.line)
    # the hit stands at the last cell of the right side: the total of a sum
    total = reading.cells[equation.right[-1].cell]
    table_name = labels.table(equation.table)
    values = list_footing_values(footing, name_line(equation, labels), table_name)
    if culprit is not None:
        values["culprit"] = labels.cell(equation.table, culprit.row, culprit.column)
        values["culprit_value"] = culprit.value
        values["culprit_read"] = reading.cells[culprit.cell].counted or 0
    return Hit(
        Place(total.anchor, reading.section, equation.table, row, column),
        values,
        "plain" if culprit is None else "culprit",
        footing=footing,
        story=culprit.name_story(equation.table)
        if culprit is not None
        else find_joint_stories(report, pack).get(equation.table, ""),
        correction=_correct_footing(each, report, pack, culprit),
    )


def _correct_footing(
    each: EvaluatedEquation, report: Report, pack: Pack, culprit: Culprit | None
) -> Correction | None:
    """The culprit's right figure, else that of a total which is not the sum of its parts."""
    cells = report.tables[each.equation.table].cells
    wrong = culprit or _find_wrong_total(each, report, pack)
    cell = None if wrong is None else cells.get(wrong.cell)
    if wrong is None or cell is None:
        return None
    return correct_all([correct_cell(cell, write_figure(wrong.value), safe=False)])


def _find_wrong_total(each: EvaluatedEquation, report: Report, pack: Pack) -> Culprit | None:
    """The total that a broken equation gives, with which no other equation would break."""
    total = _split_total(each.equation)
    if total is None:
        return None
    cell, parts = total
    counted = list_counted_figures(report, pack)[each.equation.table]
    value = _sum_side(parts, counted)
    if value is None or value < 0:
        return None
    counted = {**counted, cell: value}
    # only those that hold now can tell: of another broken one it is not known what is wrong
    every = evaluate_equations(report, pack).get(each.equation.table, ())
    touched = [one.equation for one in every if not one.broken and cell in one.equation.cells]
    if any(one.broken for one in evaluate_lines(touched, counted)):
        return None
    return Culprit(*cell, value)


def _split_total(equation: LineEquation) -> tuple[CellKey, Sequence[SignedCell]] | None:
    """The cell of a total with its parts, None for an equation that is no plain sum."""
    for whole, parts in ((equation.right, equation.left), (equation.left, equation.right)):
        if len(whole) == 1 < len(parts) and all(term.sign == "+" for term in (*whole, *parts)):
            return whole[0].cell, parts
    return None


def sum_blank_totals(report: Report, pack: Pack, table: str) -> Mapping[CellKey, Number]:
    """What blank totals of a table must be, without those that have a part that is not known."""
    reading = report.tables[table]
    counted = dict(list_counted_figures(report, pack)[table])
    blank = {key for key, cell in reading.cells.items() if cell.unknown}
    found: dict[CellKey, Number] = {}
    while True:  # a blank total may be a part of another (（三）不予公开, then （七）总计)
        before = len(found)
        for equation in spread_equations(pack).get(table, ()) if blank else ():
            total = _split_total(equation)
            if total is None or total[0] not in blank or total[0] in found:
                continue
            value = _sum_side(total[1], counted)
            if value is not None:
                counted[total[0]] = found[total[0]] = value
        if len(found) == before:
            return found


def _make_footing(
    each: EvaluatedEquation, reading: TableReading, labels: Names, culprit: Culprit | None = None
) -> Footing:
    equation = each.equation

    def list_entries(side: Sequence[SignedCell]) -> tuple[Entry, ...]:
        return tuple(
            Entry(
                label=name_term(term, equation, labels),
                value=cell.counted or 0,
                sign=term.sign,
                culprit=culprit is not None and culprit.cell == term.cell,
                line=cell.anchor.line,
                cell=cell.anchor.cell,
            )
            for term in side
            if (cell := reading.cells.get(term.cell))  # of rows that are one, the first has it
        )

    left, right = list_entries(equation.left), list_entries(equation.right)
    return Footing(left, right, each.left, each.right)


def name_line(equation: LineEquation, labels: Names) -> Say:
    """The row or column that an equation is over."""
    named = labels.row if equation.each == "row" else labels.column
    return named(equation.table, equation.line)


def name_term(term: SignedCell, equation: LineEquation, labels: Names) -> Say:
    """A cell by its column in an equation over a row, by its row in one over a column."""
    row, column = term.cell
    if equation.each == "row":
        return labels.column(equation.table, column)
    return labels.row(equation.table, row)


def check_inequality(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each row or column whose left side is less than its right.

    One with a cell that is blank or cannot be read is passed over: unknown is never 0, and
    another rule names the cell.
    """
    check = read_options(rule, InequalityCheck)
    reading = report.tables.get(check.table)
    table = find_table_by_key(pack, check.table)
    if reading is None or table is None:
        return
    labels = names(pack)
    # `value`, not `counted`: a blank counts as 0 in a sum, and 0 would break every >=
    values = {key: cell.value for key, cell in reading.cells.items()}
    for each in evaluate_lines(spread_equation(rule.id, check, table), values):
        if each.left >= each.right:
            continue
        row, column = each.equation.left[0].cell
        cell = reading.cells[row, column]
        footing = _make_footing(each, reading, labels)
        yield Hit(
            Place(cell.anchor, reading.section, check.table, row, column, text=cell.text),
            list_footing_values(
                footing, name_line(each.equation, labels), labels.table(check.table)
            ),
            footing=footing,
        )


_FEWEST = 2

_MOST = 2000
"""Sums that the parts may come to; of more than that nothing is known."""


class BrokenSum(msgspec.Struct, frozen=True):
    """Parts with their sum, and what they may be parts of, the last stated first."""

    parts: tuple[StatedFigure, ...]
    wholes: tuple[StatedFigure, ...]
    total: Number
    plus: tuple[StatedFigure, ...] = ()
    """What may be counted in or not."""


def find_broken_sums(
    stated: Sequence[StatedFigure], breakdowns: Iterable[Breakdown], wanted: Collection[str]
) -> Iterator[BrokenSum]:
    """The breakdowns of `wanted` quantities whose figures cannot all be right, each part once.

    Some add up only if what was carried in counts as well:
    收到111件，其中自然人74件、企业18件、公益组织10件. The first two are of what came in this year,
    and so the third is too, whatever it comes to with what was carried in.
    """
    seen: set[int] = set()
    below = tuple(f"{key}_" for key in wanted)
    quantities = {each.quantity for each in stated}
    for breakdown in breakdowns:
        if (
            quantities.isdisjoint(breakdown.whole)
            or len(quantities.intersection(breakdown.parts)) < _FEWEST
        ):
            continue  # nothing to add up, as for most
        # a rule that wants `denied` wants its reasons, too: denied_secret …
        if not all(part in wanted or part.startswith(below) for part in breakdown.parts):
            continue
        for run in _divide_into_runs(stated, breakdown):
            found = _find_broken(run, breakdown)
            if found is not None and not any(id(part) in seen for part in found.parts):
                seen |= {id(part) for part in found.parts}
                yield found


def _divide_into_runs(
    stated: Iterable[StatedFigure], breakdown: Breakdown
) -> Iterator[list[StatedFigure]]:
    """What belongs to a breakdown: within one paragraph, a whole and the parts after it.

    A whole that comes after parts begins another.
    """
    run: list[StatedFigure] = []
    has_parts = False
    place: tuple[int | None, int] | None = None
    for each in stated:
        here = each.section, each.anchor.line
        begins = each.quantity in breakdown.whole and has_parts
        if run and (here != place or begins):
            yield run
            run, has_parts = [], False
        place = here
        has_parts = has_parts or each.quantity in breakdown.parts
        if each.quantity in (*breakdown.whole, *breakdown.parts, *breakdown.plus):
            run.append(each)
    yield run


def _find_broken(run: Sequence[StatedFigure], breakdown: Breakdown) -> BrokenSum | None:
    wholes = tuple(stated for stated in reversed(run) if stated.quantity in breakdown.whole)
    parts = {stated.quantity: stated for stated in run if stated.quantity in breakdown.parts}
    values = {(one.quantity, one.value) for one in run if one.quantity in breakdown.parts}
    if not wholes or len(parts) < _FEWEST or len(values) > len(parts):
        return None
    if len({stated.scope for stated in run}) > 1 or any(stated.means != "exact" for stated in run):
        return None  # parts of the office beside a whole of the county, or 近百件
    plus = [stated for stated in run if stated.quantity in breakdown.plus]
    if len(wholes) * len(plus) > _MOST:
        return None
    total = sum(one.value for one in parts.values())
    least = total - sum(parts[key].value for key in breakdown.within if key in parts)
    by = [0, *(stated.value for stated in plus), *(-stated.value for stated in plus)]
    possible = {whole.value + more for whole in wholes for more in by}
    complete = breakdown.complete and len(parts) == len(breakdown.parts)
    if least > max(possible) or (complete and not possible & {total, least}):
        return BrokenSum(tuple(parts.values()), wholes, total, tuple(plus))
    return None


EQUATION = CheckKind(
    options=EquationCheck,
    values=FOOTING_VALUES,
    variants=make_variants("plain", culprit=("culprit", "culprit_value", "culprit_read")),
    check=check_equation,
)

INEQUALITY = CheckKind(
    options=InequalityCheck,
    finds="what cannot be less than something else, by an equation with `>=`",
    values=FOOTING_VALUES,
    check=check_inequality,
)
