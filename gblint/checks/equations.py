"""Footings: what must add up in the tables."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator, Sequence

from gblint.checks.culprit import Culprit, culprits
from gblint.checks.footings import Equation, Evaluated, Term, evaluated
from gblint.checks.hits import CheckKind, Hit, Measured, Place, options
from gblint.checks.names import Names, names_of
from gblint.checks.render import figure
from gblint.document import Anchor
from gblint.findings import Entry, Footing, Lang, Say
from gblint.pack.equations import CellEquation
from gblint.pack.kind import variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report, TableReading
from gblint.report.stated import Number


class EquationCheck(CellEquation, frozen=True, tag="equation"):
    """An equation over the cells of a table (GB301 to GB305).

    `each` is `row` (the names are column keys; checked for every row) or `column` (the names
    are row keys; checked for every column). `only` limits it to these rows or columns.
    """


_MANY = 4
"""A side with more figures than this is told without its zeros."""


def equation(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each row or column whose sides differ.

    A row or column with a figure that cannot be read is passed over: another rule names it.
    """
    table = options(rule, EquationCheck).table
    for each in evaluated(report, pack).get(table, ()):
        if each.broken and each.equation.rule == rule.id:
            yield _hit(each, report, pack)


def _hit(each: Evaluated, report: Report, pack: Pack) -> Hit:
    equation = each.equation
    reading = report.tables[equation.table]
    culprit = culprits(report, pack).get(equation.table)
    known = names_of(report, pack)
    footing = _footing(each, reading, known, culprit)
    gap: Number = each.left - each.right
    row, column = (equation.line, None) if equation.each == "row" else (None, equation.line)
    values: dict[str, Measured] = {
        "label": _line_label(equation, known),
        "left": side_in_words(footing.left),
        "right": side_in_words(footing.right),
        "left_sum": each.left,
        "right_sum": each.right,
        "difference": gap if gap >= 0 else -gap,
        "table_name": known.table(equation.table),
    }
    if culprit is not None:
        values["culprit"] = known.cell(equation.table, culprit.row, culprit.column)
        values["culprit_value"] = culprit.value
        values["culprit_read"] = reading.cells[culprit.cell].counted or 0
    return Hit(
        Place(_last(equation, reading), reading.section, equation.table, row, column),
        values,
        "plain" if culprit is None else "culprit",
        footing=footing,
        story="" if culprit is None else f"{equation.table}.{culprit.row}.{culprit.column}",
    )


def _footing(
    each: Evaluated, reading: TableReading, known: Names, culprit: Culprit | None
) -> Footing:
    equation = each.equation
    named = known.column if equation.each == "row" else known.row

    def entries(side: Sequence[Term]) -> tuple[Entry, ...]:
        return tuple(
            Entry(
                label=named(equation.table, column if equation.each == "row" else row),
                value=reading.cells[row, column].counted or 0,
                sign=sign,
                culprit=culprit is not None and culprit.cell == (row, column),
            )
            for sign, (row, column) in side
            if (row, column) in reading.cells  # of rows that are one, the first has the figures
        )

    return Footing(entries(equation.left), entries(equation.right), each.left, each.right)


def _line_label(equation: Equation, known: Names) -> Say:
    named = known.row if equation.each == "row" else known.column
    return named(equation.table, equation.line)


def _last(equation: Equation, reading: TableReading) -> Anchor:
    """Where the last figure of the right side stands: the total, as forms are written."""
    return reading.cells[equation.right[-1][1]].anchor


def side_in_words(entries: Sequence[Entry]) -> Say:
    """A side in words with its figures; of a long one, the zeros are left out."""
    told = list(entries)
    if len(told) > _MANY:
        told = [entry for entry in told if entry.value] or told[:1]
    rest = len(told) < len(entries)
    return Say(
        _sum(told, "zh") + ("（其余为0）" if rest else ""),
        _sum(told, "en") + (" (all others 0)" if rest else ""),
    )


def _sum(entries: Sequence[Entry], lang: Lang) -> str:
    parts: list[str] = []
    for entry in entries:
        if parts or entry.sign == "-":
            parts.append("−" if entry.sign == "-" else "+")
        parts.append(f"{entry.label.in_lang(lang)} {figure(entry.value)}")
    return " ".join(parts)


EQUATION = CheckKind(
    options=EquationCheck,
    finds="what must add up",
    values=("label", "left", "right", "left_sum", "right_sum", "difference", "table_name"),
    variants=variants("plain", culprit=("culprit", "culprit_value", "culprit_read")),
    check=equation,
)
