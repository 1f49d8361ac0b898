"""What a new report begins with: totals as sums, figures that go on from last year's, and the
problems that last year's report tells, each in its own words.

Which cells are totals, and which follow from last year's report, the pack's equations say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import msgspec

from gblint.checks.places import names
from gblint.checks.year_to_year import spread_year_equations
from gblint.findings import Say
from gblint.pack.equations import (
    CellEquation,
    SignedKey,
    find_table_by_key,
    is_footing,
    list_lines,
    parse_equation,
)
from gblint.pack.model import LastProblems, Pack
from gblint.report.stated import Number
from gblint.text.patterns import finditer
from gblint.word.table_grid import CellKey

FigurePlace = tuple[str, CellKey]
"""The key of a table, and those of a row and a column."""

LastFigures = Mapping[str, Mapping[CellKey, Number | None]]
"""Those of last year's report: by table, row and column; None for what cannot be read."""


class StartingFigure(msgspec.Struct, frozen=True):
    """What a cell begins with: a value, and what it is calculated from where it is a formula.

    The formula is `constant` and the cells of `terms`, of the same table, with their signs.
    """

    value: int
    constant: int = 0
    terms: tuple[tuple[str, CellKey], ...] = ()


class StartingFigures(msgspec.Struct, frozen=True):
    """All the cells that do not begin with a plain 0.

    `remarks` say what of last year's could not be taken over.
    """

    cells: Mapping[FigurePlace, StartingFigure]
    remarks: tuple[Say, ...] = ()

    def get(self, table: str, cell: CellKey) -> StartingFigure:
        return self.cells.get((table, cell), _ZERO)


_ZERO = StartingFigure(0)


def find_starting_figures(pack: Pack, last: LastFigures | None) -> StartingFigures:
    """The figures of a report in which nothing is filled in yet; `last` is last year's."""
    return _Starting(pack, last).find()


class _Sides(msgspec.Struct, frozen=True):
    """An equation of one table for one row or column."""

    table: str
    left: tuple[tuple[str, CellKey], ...]
    right: tuple[tuple[str, CellKey], ...]


class _Starting:
    def __init__(self, pack: Pack, last: LastFigures | None) -> None:
        self._pack = pack
        self._last = last
        self._given: dict[FigurePlace, int] = {}
        self._constants: dict[FigurePlace, int] = {}
        self._formulas: dict[FigurePlace, tuple[tuple[str, CellKey], ...]] = {}
        self._unread: dict[str, None] = {}
        self._unlike: list[tuple[FigurePlace, int]] = []

    def find(self) -> StartingFigures:
        footings = list(_list_footings(self._pack))
        for one in footings:
            self._add_total(one)
        self._carry_over()
        for one in footings:
            self._balance(one)
        cells = {
            cell: StartingFigure(
                self._find_value(cell), self._constants.get(cell, 0), self._formulas.get(cell, ())
            )
            for cell in (*self._formulas, *self._given)
        }
        return StartingFigures(cells, tuple(self._explain()))

    def _add_total(self, one: _Sides) -> None:
        """Where one side is a single cell, that is the total of the others, unless it has one."""
        for single, others in ((one.right, one.left), (one.left, one.right)):
            if len(single) == 1 and single[0][0] == "+" and len(others) > 1:
                self._formulas.setdefault((one.table, single[0][1]), others)
                return

    def _carry_over(self) -> None:
        """What goes on from last year's report. A total stays the sum of its parts."""
        if self._last is None:
            return
        for line in spread_year_equations(self._pack):
            if len(line.left) != 1 or line.left[0].last or line.left[0].sign == "-":
                continue
            before = self._last.get(line.table, {})
            past = [(term.sign, before.get(term.cell)) for term in line.right if term.last]
            if not past or not all(_is_count(value) for _, value in past):
                self._unread[line.rule] = None
                continue
            carried = sum(int(value or 0) * (1 if sign == "+" else -1) for sign, value in past)
            terms = tuple((term.sign, term.cell) for term in line.right if not term.last)
            cell = line.table, line.left[0].cell
            if cell in self._formulas:
                self._unlike.append((cell, carried))
            elif terms:
                self._constants[cell], self._formulas[cell] = carried, terms
            else:
                self._given[cell] = carried

    def _balance(self, one: _Sides) -> None:
        """Let the last free cell of an equation that does not hold take what is lacking.

        An application that was carried in and is not dealt with yet is one to be carried out.
        """
        value = partial(self._sum, one.table)
        lacking = value(one.left) - value(one.right)
        added = [(one.table, cell) for sign, cell in one.right if sign == "+"]
        free = [cell for cell in added if cell not in self._formulas and cell not in self._given]
        if lacking > 0 and free:
            self._given[free[-1]] = lacking

    def _sum(
        self, table: str, terms: Iterable[tuple[str, CellKey]], above: tuple[FigurePlace, ...] = ()
    ) -> int:
        values = ((sign, self._find_value((table, cell), above)) for sign, cell in terms)
        return sum(value if sign == "+" else -value for sign, value in values)

    def _find_value(self, cell: FigurePlace, above: tuple[FigurePlace, ...] = ()) -> int:
        """What a cell comes to. One that is a total of itself counts as 0 there."""
        if cell in above or cell not in self._formulas:
            return self._given.get(cell, 0)
        return self._constants.get(cell, 0) + self._sum(
            cell[0], self._formulas[cell], (*above, cell)
        )

    def _explain(self) -> Iterator[Say]:
        known = names(self._pack)
        for rule in self._unread:
            yield Say(
                f"上年报告里没有读到 {rule} 所核对的全部数字，没有带入的请自己填写",
                f"last year's report has not all the figures that {rule} compares: fill in "
                "yourself what was not taken over",
            )
        for (table, cell), carried in self._unlike:
            value = self._find_value((table, cell))
            if value != carried:
                where, name = known.cell(table, *cell), known.table(table)
                yield Say(
                    f"{name.zh}{where.zh}：上年报告的数是 {carried}，各部分之和是 {value}，"
                    "请先核对上年报告",
                    f"{name.in_lang('en')}, {where.in_lang('en')}: last year's report has "
                    f"{carried}, the sum of the parts is {value}; look at last year's report first",
                )


def _is_count(value: Number | None) -> bool:
    return value is not None and value >= 0 and value == int(value)


def _list_footings(pack: Pack) -> Iterator[_Sides]:
    """The equations that must hold within a report, for each row or column."""
    for rule in pack.rules:
        check = rule.check
        if not is_footing(check) or (table := find_table_by_key(pack, check.table)) is None:
            continue
        equation = parse_equation(check.equation)
        for line in list_lines(check, table):
            left, right = (_locate(side, check, line) for side in (equation.left, equation.right))
            yield _Sides(check.table, left, right)


def _locate(
    side: tuple[SignedKey, ...], check: CellEquation, line: str
) -> tuple[tuple[str, CellKey], ...]:
    by_row = check.each == "row"
    return tuple((sign, (line, key) if by_row else (key, line)) for sign, key in side)


_MOST = 12
"""Problems that are listed: more are none that a drafter answers one by one."""

_LEAST = 4
"""Characters that a problem has at least."""

_ENDS = "。；;：:，,、！!？? \t\u3000"


class LastProblem(msgspec.Struct, frozen=True):
    """A problem as last year's report has it, and its beginning, which is quoted."""

    text: str
    beginning: str


def find_last_problems(paragraphs: Sequence[str], spec: LastProblems) -> tuple[LastProblem, ...]:
    """The problems in the paragraphs of a section. None where the section tells them otherwise."""
    found: dict[str, None] = {}
    telling = False
    for paragraph in paragraphs:
        for text, tells in _divide(paragraph, spec, telling=telling):
            telling = tells
            if tells:
                found |= dict.fromkeys(_list_items(text, spec))
    return tuple(LastProblem(text, _shorten(text, spec.longest)) for text in list(found)[:_MOST])


def _divide(paragraph: str, spec: LastProblems, *, telling: bool) -> Iterator[tuple[str, bool]]:
    """The parts of a paragraph, each with whether it tells problems."""
    marks = sorted(
        [(match.start(), match.end(), True) for match in finditer(spec.begin, paragraph)]
        + [(match.start(), match.end(), False) for match in finditer(spec.until, paragraph)],
        key=lambda mark: (mark[0], mark[2]),
    )
    at = 0
    for start, end, tells in marks:
        if start < at:
            continue
        yield paragraph[at:start], telling
        telling, at = tells, end
    yield paragraph[at:], telling


def _list_items(text: str, spec: LastProblems) -> Iterator[str]:
    """The items of a text that tells problems; where nothing counts them, its sentences."""
    begins = [(match.start(), match.end()) for match in finditer(spec.item, text)]
    ends = [start for start, _ in begins[1:]] + [len(text)]
    counted = [text[begin:end] for (_, begin), end in zip(begins, ends, strict=bool(begins))]
    for pieces in (counted, re.split("[。；;]", text)):
        items = [piece.strip(_ENDS) for piece in pieces]
        if items := [item for item in items if len(item) >= _LEAST]:
            yield from items
            return


def _shorten(text: str, longest: int) -> str:
    """The beginning of a problem, without marks that would pair with those around it."""
    plain = re.sub(r"[（(][^（）()]*[）)]|[“”‘’\"「」『』《》〈〉【】\[\]{}（）()]", "", text)
    first = re.split("[。；;！!]", plain)[0].strip(_ENDS)
    if len(first) <= longest:
        return first
    cut = max(first.rfind(mark, 0, longest) for mark in "，,、：:")
    return first[: cut if cut >= longest // 2 else longest].strip(_ENDS) + "……"
