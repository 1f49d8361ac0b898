"""Figures that go on from last year's report, and whether it is last year's at all."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Collection, Iterator, Mapping

from gblint.checks.equations import (
    FOOTING_VALUES,
    Evaluated,
    LineEquation,
    SignedCell,
    evaluate_lines,
    find_culprits,
    list_footing_values,
    spread_equation,
    weigh_cell,
)
from gblint.checks.hits import CellKey, CheckKind, Hit, Place, join_says, read_options
from gblint.checks.places import Names, find_first_anchor, list_paragraphs, names, squeeze
from gblint.findings import Entry, Footing, Say
from gblint.pack import Options, Pattern, make_variants
from gblint.pack.equations import CellEquation
from gblint.pack.model import Pack, Rule, list_checks, per_pack
from gblint.report.model import ComparedReport, Number, Report
from gblint.report.organs import measure_likeness
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
    # not by equality: 示例市财政局 signs as 财政局, or as its office, in another year
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


def check_succession(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
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


@per_pack
def spread_year_equations(pack: Pack) -> tuple[LineEquation, ...]:
    """The equations of all rules that go from year to year."""
    tables = {table.key: table for table in pack.tables}
    return tuple(
        line
        for rule, check in list_checks(pack, YearToYear)
        if check.table in tables
        for line in spread_equation(rule, check, tables[check.table])
    )


def check_year_to_year(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each row or column whose sides differ.

    One with a figure that cannot be read is passed over: of this report another rule names
    the cell, of last year's a remark does (`list_unread_cells`).
    """
    last, check = report.previous, read_options(rule, YearToYear)
    reading = report.tables.get(check.table)
    if last is None or reading is None or find_misfit(report, pack):
        return
    now = {cell: read.counted for cell, read in reading.cells.items()}
    before = last.figures.get(check.table, {})
    own = [line for line in spread_year_equations(pack) if line.rule == rule.id]
    for each in evaluate_lines(own, now, before):
        if each.broken and not _is_explained(report, check):
            yield _make_hit(each, _make_footing(each, now, before, names(pack)), report, pack)


def _is_explained(report: Report, check: YearToYear) -> bool:
    """Whether the report says itself why figures do not go on from last year's."""
    if not check.explained:
        return False
    sentences = (
        squeeze(sentence)
        for paragraph, _ in list_paragraphs(report, "report")
        for sentence in paragraph.shown.split("。")
    )
    return any(patterns.has(form, text) for text in sentences for form in check.explained)


def _make_footing(
    each: Evaluated,
    now: Mapping[CellKey, Number | None],
    before: Mapping[CellKey, Number | None],
    labels: Names,
) -> Footing:
    left, right = (
        tuple(
            Entry(
                label=_name_cell(term, each.equation, labels),
                value=(before if term.last else now)[term.cell] or 0,
                sign=term.sign,
            )
            for term in side
        )
        for side in (each.equation.left, each.equation.right)
    )
    return Footing(left, right, each.left, each.right)


def _name_cell(term: SignedCell, line: LineEquation, labels: Names) -> Say:
    row, column = term.cell
    by_row = line.each == "row"
    label = labels.column(line.table, column) if by_row else labels.row(line.table, row)
    return say_of_last_year(label) if term.last else label


def say_of_last_year(label: Say) -> Say:
    """What a row or column of last year's report is called beside those of this one."""
    return Say(f"上年报告的“{label.zh}”", f'last year\'s "{label.in_lang("en")}"')


def _make_hit(each: Evaluated, footing: Footing, report: Report, pack: Pack) -> Hit:
    """The place is the first cell of this report that the equation names."""
    line = each.equation
    labels, reading = names(pack), report.tables[line.table]
    row, column = line.cells[0]
    label = (labels.row if line.each == "row" else labels.column)(line.table, line.line)
    values = list_footing_values(footing, label, labels.table(line.table))
    values["previous"] = report.previous.name if report.previous else ""
    cell = reading.cells[row, column]
    place = Place(cell.anchor, reading.section, line.table, row, column, text=cell.text)
    return Hit(place, values, footing=footing, story=_find_story(each, report, pack))


def _find_story(each: Evaluated, report: Report, pack: Pack) -> str:
    """The story of a figure that is likely wrong in its table, if this comes of it as well."""
    table = each.equation.table
    culprit = find_culprits(report, pack).get(table)
    if culprit is None:
        return ""
    # with the culprit's right figure in its place, would this equation hold as well?
    gap = culprit.value - (report.tables[table].cells[culprit.cell].counted or 0)
    off = each.left - each.right + gap * weigh_cell(culprit.cell, each.equation)
    return "" if off else culprit.name_story(table)


def list_rules_needing(
    report: Report, pack: Pack, table: str, gone: Collection[CellKey]
) -> tuple[str, ...]:
    """The rules from year to year that cannot be evaluated without these cells."""
    if report.previous is None or find_misfit(report, pack):
        return ()
    return tuple(
        dict.fromkeys(
            line.rule
            for line in spread_year_equations(pack)
            if line.table == table and any(cell in gone for cell in line.cells)
        )
    )


def list_unread_cells(last: ComparedReport, pack: Pack) -> Iterator[tuple[str, Say]]:
    """The rules that cannot be evaluated for cells of last year's report, with the cells."""
    labels = names(pack)
    absent: dict[str, dict[Say, None]] = {}
    for line in spread_year_equations(pack):
        figures = last.figures.get(line.table)
        for row, column in (term.cell for term in (*line.left, *line.right) if term.last):
            if figures is None:
                absent.setdefault(line.rule, {})[labels.table(line.table)] = None
            elif figures.get((row, column)) is None:
                cell = labels.cell_of_table(line.table, row, column)
                absent.setdefault(line.rule, {})[cell] = None
    for rule, cells in absent.items():
        yield rule, say_unread(last, list(cells))


def say_unread(last: ComparedReport, cells: Collection[Say]) -> Say:
    """That cells cannot be read in last year's report."""
    listed = join_says(cells, "; ")
    return Say(
        f"上年报告（{last.name}）中读不到{listed.zh}",
        f"last year's report ({last.name}) has no readable {listed.in_lang('en')}",
    )


SUCCESSION = CheckKind(
    options=Succession,
    finds="last year's report is of another organ or year",
    values=("organ", "previous_organ", "year", "previous_year", "expected", "previous"),
    variants=make_variants("organ", "year", "both"),
    check=check_succession,
)


YEAR_TO_YEAR = CheckKind(
    options=YearToYear,
    finds=(
        "figures that go on from last year's report; `previous.` before a name is last "
        "year's cell, `explained` finds a sentence that says why"
    ),
    values=(*FOOTING_VALUES, "previous"),
    check=check_year_to_year,
)
