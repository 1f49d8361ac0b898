"""Cells compared: with figures, with cells of other tables and of last year's report.

What a rule asks may hang on other cells (`when`); that holds for the texts that rules ask for, too.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import operator
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

import msgspec

from gblint.checks.hits import CellKey, CheckKind, Hit, Measured, Place, figure, options
from gblint.checks.places import Names, make_names, names
from gblint.checks.year_to_year import find_misfit
from gblint.findings import Say
from gblint.pack.cells import (
    FIGURE,
    CellName,
    CellTest,
    Conditional,
    Signed,
    Tests,
    cell_of,
    every_test,
    is_figure,
    list_tests,
    parse_test,
)
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report
from gblint.report.stated import Number


class CellsCheck(Conditional, frozen=True, kw_only=True, tag="cells"):
    """Cells are as the comparisons say: `must: licensing.decisions > 0`, by keys or labels.

    With `when`, only where that holds: `when: review.total > 0`, `then: new.total > 0`. Where a
    cell is blank or cannot be read nothing is told: unknown is never 0, and another rule names it.
    """

    tested: ClassVar[tuple[str, ...]] = ("when", "must", "then")

    must: Tests = ()
    then: Tests = ()


_COMPARE: Mapping[str, Callable[[Number, Number], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_SIGNS = {"==": "=", "!=": "≠", ">=": "≥", "<=": "≤"}


class ComparedCells(msgspec.Struct, frozen=True):
    """A comparison with the figures of its sides."""

    test: CellTest
    left: Number
    right: Number

    @property
    def holds(self) -> bool:
        return _COMPARE[self.test.relation](self.left, self.right)


def compare(
    text: str, report: Report, pack: Pack, *, figure: Number | None = None
) -> ComparedCells | None:
    """A comparison with its figures, None where one of them is not known.

    `figure` is what stands in the place of `N`.
    """
    test = parse_test(text)
    left, right = (_sum(side, report, pack, figure) for side in (test.left, test.right))
    return None if left is None or right is None else ComparedCells(test, left, right)


def _sum(
    side: tuple[Signed, ...], report: Report, pack: Pack, figure: Number | None
) -> Number | None:
    total: Number = 0
    for sign, operand in side:
        value: Number | None
        if not isinstance(operand, CellName):
            value = operand
        else:
            value = figure if is_figure(operand) else _value(operand, report, pack)
        if value is None:
            return None
        total += value if sign == "+" else -value
    return total


def _value(name: CellName, report: Report, pack: Pack) -> Number | None:
    table, row, column = cell_of(name)
    if name.last:
        last = report.previous
        if last is None or find_misfit(report, pack):
            return None
        return last.figures.get(table, {}).get((row, column))
    reading = report.tables.get(table)
    cell = reading.cells.get((row, column)) if reading is not None else None
    return None if cell is None else cell.value


def is_met(check: Conditional, report: Report, pack: Pack) -> bool:
    """Whether all that a check is made under holds; what is not known does not."""
    met = (compare(text, report, pack) for text in list_tests(check.when))
    return all(one is not None and one.holds for one in met)


def cells(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each comparison that does not hold."""
    check = options(rule, CellsCheck)
    if not is_met(check, report, pack):
        return
    known = make_names(report, pack)
    when = tuple(say_test(text, known) for text in list_tests(check.when))
    for text in (*list_tests(check.must), *list_tests(check.then)):
        compared = compare(text, report, pack)
        if compared is None or compared.holds:
            continue
        table, row, column = next(cell_of(one) for one in compared.test.cells() if not one.last)
        reading = report.tables[table]
        cell = reading.cells[row, column]
        gap: Number = compared.left - compared.right
        values: dict[str, Measured] = {
            "cell": known.cell(table, row, column),
            "left": _side_in_words(compared.test.left, report, known),
            "right": _side_in_words(compared.test.right, report, known),
            "left_sum": compared.left,
            "right_sum": compared.right,
            "difference": gap if gap >= 0 else -gap,
            "table_name": known.table(table),
            "wanted": say_test(text, known),
            "when": when,
        }
        place = Place(cell.anchor, reading.section, table, row, column, text=cell.text)
        yield Hit(place, values)


def say_test(text: str, known: Names) -> Say:
    """A comparison in words, without figures: `a + b > 0` by the labels."""
    test = parse_test(text)
    left, right = (
        _join([(sign, _label(one, known)) for sign, one in side])
        for side in (test.left, test.right)
    )
    sign = _SIGNS.get(test.relation, test.relation)
    return Say(f"{left.zh} {sign} {right.zh}", f"{left.in_lang('en')} {sign} {right.in_lang('en')}")


def _join(parts: Sequence[tuple[str, Say]]) -> Say:
    """What is added up, with the signs between."""
    told: tuple[list[str], list[str]] = ([], [])
    for sign, say in parts:
        for side, text in zip(told, (say.zh, say.in_lang("en")), strict=True):
            if side or sign == "-":
                side.append("−" if sign == "-" else "+")
            side.append(text)
    return Say(" ".join(told[0]), " ".join(told[1]))


def _label(operand: CellName | Number, known: Names) -> Say:
    """A cell by its row, and its column where that is not of totals or the only one."""
    if not isinstance(operand, CellName):
        return Say(figure(operand))
    if is_figure(operand):
        return Say(FIGURE)
    table, row, column = cell_of(operand)
    label, tail = known.row(table, row), known.column(table, column)
    if not (column == "total" or known.is_only_column(table, row)):
        label = Say(f"{label.zh}（{tail.zh}）", f"{label.in_lang('en')} ({tail.in_lang('en')})")
    if operand.last:
        label = Say(f"上年报告的“{label.zh}”", f'last year\'s "{label.in_lang("en")}"')
    return label


def _side_in_words(side: tuple[Signed, ...], report: Report, known: Names) -> Say:
    """A side in words with its figures."""
    parts: list[tuple[str, Say]] = []
    for sign, operand in side:
        label = _label(operand, known)
        if isinstance(operand, CellName):
            value = figure(_read(operand, report))
            label = Say(f"{label.zh} {value}", f"{label.in_lang('en')} {value}")
        parts.append((sign, label))
    return _join(parts)


def _read(name: CellName, report: Report) -> int | Decimal:
    """The figure of a cell that is known."""
    table, row, column = cell_of(name)
    if name.last:
        figures = report.previous.figures if report.previous else {}
        return figures.get(table, {}).get((row, column)) or 0
    return report.tables[table].cells[row, column].value or 0


def rules_needing(pack: Pack, table: str, gone: Collection[CellKey]) -> tuple[str, ...]:
    """The rules that compare any of these cells of this report, or are made by them."""
    return tuple(
        rule.id
        for rule in pack.rules
        for _, _, text in every_test(rule.check)
        if any(
            not name.last and name.parts[0] == table and name.parts[1:] in gone
            for name in parse_test(text).cells()
        )
    )


def list_unread_cells(report: Report, pack: Pack) -> Iterator[tuple[str, Say]]:
    """The rules that compare cells that last year's report does not have, with the cells."""
    last = report.previous
    if last is None:
        return
    known = names(pack)
    for rule in pack.rules:
        absent: dict[str, Say] = {}
        for _, _, text in every_test(rule.check):
            for name in filter(lambda one: one.last, parse_test(text).cells()):
                table, row, column = cell_of(name)
                if last.figures.get(table, {}).get((row, column)) is None:
                    absent[".".join(name.parts)] = known.cell(table, row, column)
        if absent:
            zh = "、".join(cell.zh for cell in absent.values())
            en = "; ".join(cell.in_lang("en") for cell in absent.values())
            say = Say(
                f"上年报告（{last.name}）中读不到{zh}",
                f"last year's report ({last.name}) has no readable {en}",
            )
            yield rule.id, say


def _faults(check: CellsCheck) -> Iterator[tuple[tuple[str | int, ...], Say]]:
    if not check.must and not check.then:
        say = Say(
            "要写 must（必须成立的比较），或 when 和 then",
            "there is no must (what has to hold), nor when with then",
        )
        yield ("kind",), say


CELLS = CheckKind(
    options=CellsCheck,
    finds=(
        "cells that are not as a comparison says (`licensing.decisions > 0`), of any tables and of "
        "last year's; `when` … `then`"
    ),
    values=(
        "cell",
        "left",
        "right",
        "left_sum",
        "right_sum",
        "difference",
        "table_name",
        "wanted",
        "when",
    ),
    faults=_faults,
    check=cells,
)
