"""Figures of a report against those of others: last year's, from which some go on, and of the parts
that a summary sums up; and whether these are the right reports at all.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from gblint.checks.equations import (
    EvaluatedEquation,
    LineEquation,
    SignedCell,
    evaluate_lines,
    find_culprits,
    name_line,
    name_term,
    spread_equation,
    weigh_cell,
)
from gblint.checks.hits import (
    FOOTING_VALUES,
    CellKey,
    CheckKind,
    Hit,
    Measured,
    Place,
    find_gap,
    join_says,
    list_footing_values,
    per_report,
    read_options,
)
from gblint.checks.places import find_first_anchor, list_paragraphs, names, squeeze
from gblint.findings import Entry, Footing, Say
from gblint.pack import NamedKey, Options, Pattern, make_variants, name_each
from gblint.pack.equation_grammar import CellEquation
from gblint.pack.model import OrganSpec, Pack, Rule, list_checks, per_pack
from gblint.report.model import ComparedReport, Number, Parts, Report, TableReading
from gblint.report.organs import measure_likeness, strip_name
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
    place = Place(title.anchor, 0, text=title.text) if title else None
    yield Hit(
        place or Place(find_first_anchor(report), 0),
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
            yield _make_year_hit(each, report, last, pack)


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


def say_of_last_year(label: Say) -> Say:
    """What a row or column of last year's report is called beside those of this one."""
    return Say(f"上年报告的“{label.zh}”", f'last year\'s "{label.in_lang("en")}"')


def _make_year_hit(
    each: EvaluatedEquation, report: Report, last: ComparedReport, pack: Pack
) -> Hit:
    """The place is the first cell of this report that the equation names."""
    line, labels = each.equation, names(pack)
    reading, before = report.tables[line.table], last.figures.get(line.table, {})

    def make_entry(term: SignedCell) -> Entry:
        label = name_term(term, line, labels)
        if term.last:
            return Entry(say_of_last_year(label), before[term.cell] or 0, term.sign)
        return Entry(label, reading.cells[term.cell].counted or 0, term.sign)

    left, right = (tuple(map(make_entry, side)) for side in (line.left, line.right))
    footing = Footing(left, right, each.left, each.right)
    values = list_footing_values(footing, name_line(line, labels), labels.table(line.table))
    values["previous"] = last.name
    row, column = line.cells[0]
    cell = reading.cells[row, column]
    place = Place(cell.anchor, reading.section, line.table, row, column, text=cell.text)
    return Hit(place, values, footing=footing, story=_find_story(each, report, pack))


def _find_story(each: EvaluatedEquation, report: Report, pack: Pack) -> str:
    """The story of a figure that is likely wrong in its table, if this comes of it as well."""
    table = each.equation.table
    culprit = find_culprits(report, pack).get(table)
    if culprit is None:
        return ""
    # with the culprit's right figure in its place, would this equation hold as well?
    gap = culprit.value - (report.tables[table].cells[culprit.cell].counted or 0)
    off = each.left - each.right + gap * weigh_cell(culprit.cell, each.equation)
    return "" if off else culprit.name_story(table)


def list_year_rules_needing(
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
    absent: dict[str, dict[Say, None]] = {}
    for line in spread_year_equations(pack):
        cells = [term.cell for term in (*line.left, *line.right) if term.last]
        for lacking in _list_lacking(last, line.table, cells, pack) if cells else ():
            absent.setdefault(line.rule, {})[lacking] = None
    for rule, named in absent.items():
        yield rule, say_unread(last, named)


def _list_lacking(
    other: ComparedReport, table: str, cells: Collection[CellKey], pack: Pack
) -> Iterator[Say]:
    """The cells of which another report has no figure, or the table where it does not have that."""
    labels, figures = names(pack), other.figures.get(table)
    if figures is None:
        yield labels.table(table)
    else:
        absent = (cell for cell in cells if figures.get(cell) is None)
        yield from (labels.cell_of_table(table, *cell) for cell in absent)


def say_unread(last: ComparedReport, cells: Collection[Say]) -> Say:
    """That cells cannot be read in last year's report."""
    listed = join_says(cells, "; ")
    return Say(
        f"上年报告（{last.name}）中读不到{listed.zh}",
        f"last year's report ({last.name}) has no readable {listed.in_lang('en')}",
    )


SUCCESSION = CheckKind(
    options=Succession,
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


class Summed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table that is added up; only these rows and columns, where any are named."""

    table: NamedKey
    rows: tuple[NamedKey, ...] = ()
    columns: tuple[NamedKey, ...] = ()


class RollUp(Options, frozen=True, tag="roll-up"):
    """Each cell of a summary is the sum over its parts (GB801), which `gblint rollup` gives.

    Variants: plain; over, where parts are missing and those there are have more already;
    counted_twice and left_out, where one part explains all that differs.
    """

    needs = "parts"

    tables: tuple[Summed, ...]


class RollUpSet(Options, frozen=True, tag="roll-up-set"):
    """The parts of a summary are all there, each once (GB802).

    Variants: missing, unexpected, twice (the same figures), differing, year, unreadable, cells.
    """

    needs = "parts"


class Trouble(msgspec.Struct, frozen=True):
    """What is wrong with the set. With `lost`, figures that belong to the sum are not known.

    `cells` are those of which a part has none, in words.
    """

    variant: str
    organs: tuple[str, ...]
    files: tuple[str, ...]
    lost: bool
    cells: tuple[Say, ...] = ()


class CountedParts(msgspec.Struct, frozen=True):
    """The parts that count, and what is wrong; `complete` if no figures are known to be lost."""

    counted: tuple[ComparedReport, ...]
    troubles: tuple[Trouble, ...]

    @property
    def complete(self) -> bool:
        return not any(trouble.lost for trouble in self.troubles)


def name_part(part: ComparedReport) -> str:
    """What a part is called: its organ, or its file where the organ is not known."""
    return part.organ or part.name


@per_report
def reckon_parts(report: Report, pack: Pack) -> CountedParts:
    """Which parts count: those of the summary's year, and of one organ one.

    Of two reports of one organ with the same figures one counts, of two that differ neither.
    """
    parts = report.parts or Parts()
    spec = pack.facts.organ or OrganSpec()
    troubles: list[Trouble] = []
    if parts.failed:
        troubles.append(Trouble("unreadable", (), parts.failed, lost=True))
    of_year = [one for one in parts.reports if one.year in (None, report.year or one.year)]
    others = [one for one in parts.reports if one not in of_year]
    if others:
        troubles.append(_make_trouble("year", others, lost=True))
    counted: list[ComparedReport] = []
    # a report that was sent twice must not count twice; of two versions nobody knows which holds
    for group in _group_parts(of_year, spec):
        alike = all(part.figures == group[0].figures for part in group)
        if alike:
            counted.append(group[0])
        if len(group) > 1:
            troubles.append(_make_trouble("twice" if alike else "differing", group, lost=not alike))
    troubles += _compare_expected(parts.expected, of_year, spec)
    return CountedParts(tuple(counted), tuple(troubles))


def _make_trouble(variant: str, parts: Sequence[ComparedReport], *, lost: bool) -> Trouble:
    organs = tuple(dict.fromkeys(name_part(part) for part in parts))
    return Trouble(variant, organs, tuple(part.name for part in parts), lost)


def _group_parts(parts: Sequence[ComparedReport], spec: OrganSpec) -> list[list[ComparedReport]]:
    """The parts by organ. One whose organ is not known stands alone."""
    groups: dict[str, list[ComparedReport]] = {}
    for part in parts:
        key = strip_name(part.organ, spec.ignored) if part.organ else f"\n{part.name}"
        groups.setdefault(key, []).append(part)
    return list(groups.values())


def _compare_expected(
    expected: Sequence[str], parts: Sequence[ComparedReport], spec: OrganSpec
) -> Iterator[Trouble]:
    """Organs that are expected and have no report, and reports that nobody expects."""
    if not expected:
        return
    from gblint.report.organs import ExpectedOrgans, NamedReport  # where some are expected

    found = ExpectedOrgans(expected, spec).match(
        [NamedReport(part.organ, part.name) for part in parts]
    )
    missing = [organ for at, organ in enumerate(expected) if at not in found]
    if missing:
        yield Trouble("missing", tuple(missing), (), lost=True)
    unexpected = [part for part, at in zip(parts, found, strict=True) if at is None]
    if unexpected:
        yield _make_trouble("unexpected", unexpected, lost=False)


_FEWEST = 3
"""Cells that must differ by just what a part has for the part to be told as the cause."""
_SUMMARY = Say("汇总报告", "the summary")


class CellSum(msgspec.Struct, frozen=True):
    """A cell of the summary and the sum over the parts that can be read.

    `whole` says that no part that belongs to the sum is absent from it.
    """

    cell: CellKey
    summary: Number
    total: Number
    whole: bool

    @property
    def gap(self) -> Number:
        return self.summary - self.total

    @property
    def broken(self) -> bool:
        """Whether the figures cannot both be right: counts only grow by what is absent."""
        return self.gap != 0 if self.whole else self.gap < 0


class Cause(msgspec.Struct, frozen=True):
    """The one part that explains every difference: counted twice, or left out."""

    part: ComparedReport
    variant: str


def check_roll_up(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each cell of the summary that is not the sum of the parts.

    A cell of the summary that cannot be read is passed over: another rule names it.
    """
    if report.parts is None or not report.parts.reports:
        return
    reckoned = reckon_parts(report, pack)
    for summed in read_options(rule, RollUp).tables:
        reading = report.tables.get(summed.table)
        if reading is None:
            continue
        added = list(_sum_cells(reading, summed, reckoned))
        causes = _find_causes(added, reckoned, summed.table)
        for cell_sum in added:
            if cell_sum.broken:
                yield _make_sum_hit(cell_sum, reading, reckoned, causes.get(cell_sum.cell), pack)


def is_summed(summed: Summed, cell: CellKey) -> bool:
    """Whether a cell is one of those that are to be added up."""
    row, column = cell
    return (not summed.rows or row in summed.rows) and (
        not summed.columns or column in summed.columns
    )


def _sum_cells(reading: TableReading, summed: Summed, reckoned: CountedParts) -> Iterator[CellSum]:
    for cell, read in reading.cells.items():
        # the figures of a group that is one row stand for none of its rows
        if read.counted is None or cell[0] in reading.collapsed or not is_summed(summed, cell):
            continue
        figures = [part.figures.get(summed.table, {}).get(cell) for part in reckoned.counted]
        known = [figure for figure in figures if figure is not None]
        whole = reckoned.complete and len(known) == len(figures)
        yield CellSum(cell, read.counted, sum(known), whole)


def _find_causes(
    added: Sequence[CellSum], reckoned: CountedParts, table: str
) -> Mapping[CellKey, Cause]:
    """The cause of each cell: of all differences of the table, else of those of its row."""
    if not all(cell_sum.whole for cell_sum in added):
        return {}
    found: dict[CellKey, Cause] = {}
    rows = dict.fromkeys(cell_sum.cell[0] for cell_sum in added)
    for cells in (added, *([one for one in added if one.cell[0] == row] for row in rows)):
        cause = _find_cause(cells, reckoned.counted, table)
        if cause is not None:
            found |= {cell_sum.cell: cause for cell_sum in cells}
            if cells is added:
                break
    return found


def _find_cause(
    added: Sequence[CellSum], parts: Collection[ComparedReport], table: str
) -> Cause | None:
    gaps = {cell_sum.cell: cell_sum.gap for cell_sum in added}
    if sum(gap != 0 for gap in gaps.values()) < _FEWEST:
        return None  # one or two cells agree with some part by chance
    found: list[Cause] = []
    for part in parts:
        figures = {cell: part.figures.get(table, {}).get(cell) or 0 for cell in gaps}
        if figures == gaps:
            found.append(Cause(part, "counted_twice"))
        elif all(figures[cell] == -gap for cell, gap in gaps.items()):
            found.append(Cause(part, "left_out"))
    return found[0] if len(found) == 1 else None


def _make_sum_hit(
    cell_sum: CellSum,
    reading: TableReading,
    reckoned: CountedParts,
    cause: Cause | None,
    pack: Pack,
) -> Hit:
    labels, (row, column) = names(pack), cell_sum.cell
    footing = _make_sum_footing(cell_sum, reading.key, reckoned.counted, cause)
    values: dict[str, Measured] = {
        "cell": labels.cell(reading.key, row, column),
        "table_name": labels.table(reading.key),
        "summary": cell_sum.summary,
        "sum": cell_sum.total,
        "difference": find_gap(cell_sum.summary, cell_sum.total),
        "count": len(footing.right),
    }
    variant = "plain" if cell_sum.whole else "over"
    if cause is not None:
        values["part"], variant = name_part(cause.part), cause.variant
    read = reading.cells[cell_sum.cell]
    place = Place(read.anchor, reading.section, reading.key, row, column, text=read.text)
    return Hit(place, values, variant, footing=footing)


def _make_sum_footing(
    cell_sum: CellSum, table: str, parts: Collection[ComparedReport], cause: Cause | None
) -> Footing:
    """The summary's figure, and below it what each part contributes."""
    guilty = None if cause is None else cause.part
    entries = tuple(
        Entry(Say(name_part(part)), figure, culprit=part is guilty)
        for part in parts
        if (figure := part.figures.get(table, {}).get(cell_sum.cell)) is not None
    )
    summary = (Entry(_SUMMARY, cell_sum.summary),)
    return Footing(summary, entries, cell_sum.summary, cell_sum.total)


def _list_unread_parts(report: Report, pack: Pack) -> Iterator[Trouble]:
    """The parts that have no figure in cells which are to be added up."""
    every = [one for _, check in list_checks(pack, RollUp) for one in check.tables]
    cells = [
        (one.table, [cell for cell in reading.cells if is_summed(one, cell)])
        for one in every
        if (reading := report.tables.get(one.table))
    ]
    for part in reckon_parts(report, pack).counted:
        lacking = dict.fromkeys(one for each in cells for one in _list_lacking(part, *each, pack))
        if lacking:
            yield Trouble(
                "cells", (name_part(part),), (part.name,), lost=True, cells=tuple(lacking)
            )


def list_sum_rules_needing(
    report: Report, pack: Pack, table: str, gone: Collection[CellKey]
) -> tuple[str, ...]:
    """The rules of a roll-up that cannot be evaluated without these cells of the summary."""
    if report.parts is None:
        return ()
    summed = ((rule, one) for rule, check in list_checks(pack, RollUp) for one in check.tables)
    own = ((rule, one) for rule, one in summed if one.table == table)
    needing = (rule for rule, one in own if any(is_summed(one, cell) for cell in gone))
    return tuple(dict.fromkeys(needing))


_WHERE = Say("各单位的报告", "the subordinate reports")
_LISTED = 5
"""Cells of a part that are named."""


def check_roll_up_set(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each kind of thing that is wrong with the set, and for each part unread."""
    if report.parts is None:
        return
    needing = tuple(rule for rule, _ in list_checks(pack, RollUp))
    title = report.title
    place = Place(title.anchor if title else find_first_anchor(report), where=_WHERE)
    for trouble in (*reckon_parts(report, pack).troubles, *_list_unread_parts(report, pack)):
        cells = trouble.cells
        more = (Say("等", "..."),) if len(cells) > _LISTED else ()
        values: dict[str, Measured] = {
            "organs": trouble.organs,
            "files": trouble.files,
            "count": len(cells) or len(trouble.organs) or len(trouble.files),
            "year": report.year or 0,
            "cells": (*cells[:_LISTED], *more),
        }
        yield Hit(place, values, trouble.variant, unchecked=needing if trouble.lost else ())


ROLL_UP = CheckKind(
    options=RollUp,
    references=name_each("table", "tables", "table"),
    values=("cell", "table_name", "summary", "sum", "difference", "count"),
    variants=make_variants("plain", "over", counted_twice=("part",), left_out=("part",)),
    check=check_roll_up,
)

ROLL_UP_SET = CheckKind(
    options=RollUpSet,
    values=("organs", "files", "count", "year", "cells"),
    variants=make_variants(
        "missing", "unexpected", "twice", "differing", "year", "unreadable", "cells"
    ),
    check=check_roll_up_set,
)
