"""Figures that go on from last year's report, and whether it is last year's at all."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

import msgspec

from gblint.checks.equations import find_culprits, list_footing_values
from gblint.checks.hits import CellKey, CheckKind, Hit, Place, options
from gblint.checks.places import Names, find_first_anchor, names, paragraphs, squeeze
from gblint.findings import Entry, Footing, Say
from gblint.pack import Options, Pattern, variants
from gblint.pack.equations import PREVIOUS, CellEquation, lines_of, parse
from gblint.pack.model import Pack, Rule, per_pack
from gblint.report.model import ComparedReport, Report
from gblint.report.organs import measure_likeness
from gblint.report.stated import Number
from gblint.text import patterns


class Succession(Options, frozen=True, tag="succession"):
    """Last year's report is of the same organ and of the year before (GB604).

    Variants: organ, year, both. Where it is not, no other rule compares the two.
    """

    needs = "previous"
    stops_without = ("year",)


class YearToYear(CellEquation, frozen=True, tag="year-to-year"):
    """An equation over the cells of a table and those of last year's report (GB601, GB602).

    As `equation`; a name with `previous.` before it is a cell of the same table of last year's
    report, which is only there where it is given. Where a sentence of the report is found by one
    of `explained`, the report says itself why the figures do not go on, and nothing is told.
    """

    needs = "previous"

    explained: tuple[Pattern, ...] = ()


def find_misfit(report: Report, pack: Pack) -> str:
    """In what last year's report does not fit: `organ`, `year`, `both`, or "" for nothing.

    What is not known of either report is no misfit.
    """
    last = report.previous
    if last is None:
        return ""
    other_organ = bool(report.organ and last.organ) and not measure_likeness(
        report.organ, last.organ, pack.facts.organ
    )
    other_year = None not in (report.year, last.year) and last.year != (report.year or 0) - 1
    if other_organ:
        return "both" if other_year else "organ"
    return "year" if other_year else ""


def list_rules_comparing(pack: Pack) -> tuple[str, ...]:
    """The rules that compare a report with last year's."""
    return tuple(
        rule.id
        for rule in pack.rules
        if rule.check.needs == "previous" and not isinstance(rule.check, Succession)
    )


def succession(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """A hit when last year's report is of another organ or another year."""
    last, variant = report.previous, find_misfit(report, pack)
    if last is None or not variant:
        return
    title = report.title
    yield Hit(
        Place(
            title.anchor if title else find_first_anchor(report),
            0,
            text=title.text if title else "",
        ),
        {
            "organ": report.organ,
            "previous_organ": last.organ,
            "year": report.year or 0,
            "previous_year": last.year or 0,
            "expected": (report.year or 1) - 1,
            "previous": last.name,
        },
        variant,
        unchecked=list_rules_comparing(pack),
    )


class SignedCellOfYear(msgspec.Struct, frozen=True):
    """A cell with its sign, of this report or of last year's."""

    sign: Literal["+", "-"]
    cell: CellKey
    last: bool


class YearEquation(msgspec.Struct, frozen=True):
    """The equation of a rule for one row or column."""

    rule: str
    table: str
    each: Literal["row", "column"]
    key: str
    left: tuple[SignedCellOfYear, ...]
    right: tuple[SignedCellOfYear, ...]

    def cells(self, *, last: bool) -> Iterator[CellKey]:
        """The cells of last year's report, or of this one."""
        return (term.cell for term in (*self.left, *self.right) if term.last == last)


@per_pack
def lines(pack: Pack) -> tuple[YearEquation, ...]:
    """The equations of all rules that go from year to year."""
    tables = {table.key: table for table in pack.tables}
    return tuple(
        YearEquation(
            rule.id,
            rule.check.table,
            rule.check.each,
            key,
            tuple(_terms(left, rule.check, key)),
            tuple(_terms(right, rule.check, key)),
        )
        for rule in pack.rules
        if isinstance(rule.check, YearToYear) and rule.check.table in tables
        for left, right in [(parse(rule.check.equation).left, parse(rule.check.equation).right)]
        for key in lines_of(rule.check, tables[rule.check.table])
    )


def _terms(
    side: Collection[tuple[Literal["+", "-"], str]], check: YearToYear, line: str
) -> Iterator[SignedCellOfYear]:
    for sign, name in side:
        key = name.removeprefix(PREVIOUS)
        cell = (line, key) if check.each == "row" else (key, line)
        yield SignedCellOfYear(sign, cell, last=key != name)


def year_to_year(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each row or column whose sides differ.

    One with a figure that cannot be read is passed over: of this report another rule names
    the cell, of last year's `unread` does.
    """
    last, check = report.previous, options(rule, YearToYear)
    reading = report.tables.get(check.table)
    if last is None or reading is None or find_misfit(report, pack):
        return
    now = {cell: read.counted for cell, read in reading.cells.items()}
    before = last.figures.get(check.table, {})
    for line in lines(pack):
        if line.rule == rule.id and all(
            (before if term.last else now).get(term.cell) is not None
            for term in (*line.left, *line.right)
        ):
            footing = _footing(line, now, before, names(pack))
            if footing.left_sum != footing.right_sum and not _is_explained(report, check):
                yield _hit(line, footing, report, pack)


def _is_explained(report: Report, check: YearToYear) -> bool:
    """Whether the report says itself why figures do not go on from last year's."""
    if not check.explained:
        return False
    sentences = (
        squeeze(sentence)
        for paragraph, _ in paragraphs(report, "report")
        for sentence in paragraph.shown.split("。")
    )
    return any(patterns.search(form, text) for text in sentences for form in check.explained)


def _footing(
    line: YearEquation,
    now: Mapping[CellKey, Number | None],
    before: Mapping[CellKey, Number | None],
    known: Names,
) -> Footing:
    def entries(side: Collection[SignedCellOfYear]) -> tuple[Entry, ...]:
        return tuple(
            Entry(
                label=_label(term, line, known),
                value=(before if term.last else now)[term.cell] or 0,
                sign=term.sign,
            )
            for term in side
        )

    left, right = entries(line.left), entries(line.right)
    return Footing(left, right, _sum(left), _sum(right))


def _sum(entries: Collection[Entry]) -> Number:
    return sum(entry.value if entry.sign == "+" else -entry.value for entry in entries)


def _label(term: SignedCellOfYear, line: YearEquation, known: Names) -> Say:
    row, column = term.cell
    by_row = line.each == "row"
    label = known.column(line.table, column) if by_row else known.row(line.table, row)
    if not term.last:
        return label
    return Say(f"上年报告的“{label.zh}”", f'last year\'s "{label.in_lang("en")}"')


def _hit(line: YearEquation, footing: Footing, report: Report, pack: Pack) -> Hit:
    """The place is the first cell of this report that the equation names."""
    known, reading = names(pack), report.tables[line.table]
    row, column = next(line.cells(last=False))
    label = (known.row if line.each == "row" else known.column)(line.table, line.key)
    values = list_footing_values(footing, label, known.table(line.table))
    values["previous"] = report.previous.name if report.previous else ""
    cell = reading.cells[row, column]
    place = Place(cell.anchor, reading.section, line.table, row, column, text=cell.text)
    return Hit(place, values, footing=footing, story=_story_of(line, footing, report, pack))


def _story_of(line: YearEquation, footing: Footing, report: Report, pack: Pack) -> str:
    """The story of a figure that is likely wrong in its table, if this comes of it as well."""
    culprit = find_culprits(report, pack).get(line.table)
    if culprit is None:
        return ""
    gap = culprit.value - (report.tables[line.table].cells[culprit.cell].counted or 0)
    off = footing.left_sum - footing.right_sum
    for side, sign in ((line.left, 1), (line.right, -1)):
        for term in side:
            if not term.last and term.cell == culprit.cell:
                off += sign * (gap if term.sign == "+" else -gap)
    return "" if off else culprit.story(line.table)


def rules_needing(
    report: Report, pack: Pack, table: str, gone: Collection[CellKey]
) -> tuple[str, ...]:
    """The rules from year to year that cannot be evaluated without these cells."""
    if report.previous is None or find_misfit(report, pack):
        return ()
    return tuple(
        dict.fromkeys(
            line.rule
            for line in lines(pack)
            if line.table == table and any(cell in gone for cell in line.cells(last=False))
        )
    )


def list_unread_cells(last: ComparedReport, pack: Pack) -> Iterator[tuple[str, Say]]:
    """The rules that cannot be evaluated for cells of last year's report, with the cells."""
    known = names(pack)
    absent: dict[str, dict[Say, None]] = {}
    for line in lines(pack):
        figures = last.figures.get(line.table)
        for row, column in line.cells(last=True):
            if figures is None:
                absent.setdefault(line.rule, {})[known.table(line.table)] = None
            elif figures.get((row, column)) is None:
                absent.setdefault(line.rule, {})[_cell(known, line.table, row, column)] = None
    for rule, cells in absent.items():
        listed = list(cells)
        yield (
            rule,
            Say(
                f"上年报告（{last.name}）中读不到{'、'.join(cell.zh for cell in listed)}",
                f"last year's report ({last.name}) has no readable "
                + "; ".join(cell.in_lang("en") for cell in listed),
            ),
        )


def _cell(known: Names, table: str, row: str, column: str) -> Say:
    name, cell = known.table(table), known.cell(table, row, column)
    return Say(name.zh + cell.zh, f"{name.in_lang('en')}, {cell.in_lang('en')}")


SUCCESSION = CheckKind(
    options=Succession,
    finds="last year's report is of another organ or year",
    values=("organ", "previous_organ", "year", "previous_year", "expected", "previous"),
    variants=variants("organ", "year", "both"),
    check=succession,
)


YEAR_TO_YEAR = CheckKind(
    options=YearToYear,
    finds=(
        "figures that go on from last year's report; `previous.` before a name is last "
        "year's cell, `explained` finds a sentence that says why"
    ),
    values=(
        "label",
        "left",
        "right",
        "left_sum",
        "right_sum",
        "difference",
        "table_name",
        "previous",
    ),
    check=year_to_year,
)
