"""Numbers that prose states, against the tables."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING

import msgspec

from gblint.checks.breakdowns import BrokenSum, find_broken_sums, is_unlike
from gblint.checks.equations import count_figures, find_culprits
from gblint.checks.hits import (
    CellKey,
    CheckKind,
    Hit,
    Measured,
    Place,
    correct_all,
    correct_passage,
    figure,
    options,
    per_report,
)
from gblint.checks.places import Names, names, paragraphs
from gblint.findings import Correction, Say
from gblint.pack import NamedKey, Options, Reference, variants
from gblint.pack.equations import CellName, cells_of, rows, terms
from gblint.pack.model import Pack, Rule, TableSpec, per_pack
from gblint.pack.prose_model import Quantity
from gblint.report.model import Report
from gblint.report.stated import Meaning, Number, Stated
from gblint.text.patterns import later

if TYPE_CHECKING:  # what few reports need is imported where it is used
    from gblint.checks.borne_out import Member, Partition


class ProseNumber(Options, frozen=True, tag="prose-number"):
    """Numbers that prose states agree with the tables (GB501 to GB505, GB508).

    `quantities` are keys of the pack's `prose.quantities`.
    """

    stops_without = ("prose",)
    limited_without = ("paragraph", "level")

    quantities: tuple[NamedKey, ...]


class Sum(msgspec.Struct, frozen=True):
    """What a quantity may equal: the terms as the pack has them, and the cells they are."""

    terms: tuple[CellName, ...]
    cells: tuple[CellKey, ...]


class Meant(msgspec.Struct, frozen=True):
    """What a figure is of: in words, with its table and the sums that the pack's tables have."""

    name: Say
    table: TableSpec
    sums: tuple[Sum, ...]


class CheckedFigure(msgspec.Struct, frozen=True):
    """A number of the prose with the figures that the tables give for it.

    `figures` has one for each sum that can be read, with the sum; `gone` are the cells that
    the others lack. `agrees` says whether the number may be one of them.
    """

    stated: Stated
    meant: Meant
    figures: tuple[tuple[Sum, Number], ...]
    gone: frozenset[CellKey]
    agrees: bool

    @property
    def wrong(self) -> bool:
        return not self.gone and not self.agrees

    @property
    def table(self) -> str:
        """The key of the table that it is of."""
        return self.meant.table.key

    @property
    def matched(self) -> tuple[CellKey, ...]:
        """The cells whose sum it is; none for a claim, or one that is not exact."""
        stated = self.stated
        if stated.claim or stated.means != "exact":
            return ()
        return next((of.cells for of, value in self.figures if stated.may_be(value)), ())

    @property
    def values(self) -> tuple[Number, ...]:
        return tuple(value for _, value in self.figures)


_FLOWS = ("arriving", "carrying", "finishing")
"""Roles of quantities that balance: what came in and what was carried in are done or go on."""


class Meanings:
    """What the meanings of figures are of the tables; each is worked out once for a pack."""

    def __init__(self, pack: Pack) -> None:
        self._quantities = {quantity.key: quantity for quantity in pack.prose.quantities}
        self._tables = {table.key: table for table in pack.tables}
        self._met: dict[Meaning, Meant | None] = {}
        self._partitions: tuple[Partition, ...] | None = None

    def of(self, meaning: Meaning) -> Meant | None:
        """None where the pack's tables do not have it."""
        if meaning not in self._met:
            self._met[meaning] = self._make(meaning)
        return self._met[meaning]

    @property
    def partitions(self) -> "tuple[Partition, ...]":
        """What makes up a whole of the tables: results, who applied, outcomes of cases."""
        if self._partitions is None:
            self._partitions = tuple(self._parts())
        return self._partitions

    def _parts(self) -> "Iterator[Partition]":
        from gblint.checks.borne_out import Member, Partition

        every = self._quantities.values()
        results = [one for one in every if one.role == "result" and one.table in self._tables]
        groups = self._groups(results)
        if results:
            yield Partition(results[0].table, tuple(self._rows(results, groups)), groups)
        flow = [q for q in every if q.equals and q.role in _FLOWS and q.table in self._tables]
        cells = {q.key: self._cells(Meaning((q.key,))) for q in flow}
        single = {cells[q.key]: q for q in reversed(flow) if len(cells[q.key]) == 1}
        rows = [
            Member(cell, Meaning((q.key,)), told=q.role != "carrying") for cell, q in single.items()
        ]
        if rows:
            yield Partition(flow[0].table, tuple(rows), {})
        columns = [q for q in every if q.role == "column" and len(q.columns) == 1 and q.labels]
        for case in (q for q in every if q.role in ("case", "arriving") and q.equals and q.labels):
            own = [Meaning((case.key,), q.key) for q in columns if q.table == case.table]
            each = ((meaning, self._cells(meaning)) for meaning in own)
            members = [Member(cells, meaning) for meaning, cells in each if cells]
            if members:
                yield Partition(case.table, tuple(members), {})

    def _groups(self, results: Iterable[Quantity]) -> dict[str, Meaning]:
        return {q.key: Meaning((q.key,)) for q in results if self._is_group(q)}

    def _is_group(self, quantity: Quantity) -> bool:
        return len(self._cells(Meaning((quantity.key,)))) > 1

    def _cells(self, meaning: Meaning) -> tuple[CellKey, ...]:
        meant = self.of(meaning)
        return () if meant is None else meant.sums[0].cells

    def _rows(self, results: Iterable[Quantity], groups: Iterable[str]) -> "Iterator[Member]":
        from gblint.checks.borne_out import Member

        of = {cell: group for group in groups for cell in self._cells(Meaning((group,)))}
        for one in results:
            cells = self._cells(Meaning((one.key,)))
            if len(cells) == 1:
                yield Member(cells, Meaning((one.key,)), of.get(cells[0], ""))

    def _make(self, meaning: Meaning) -> Meant | None:
        heads = [self._quantities.get(key) for key in meaning.heads]
        known = [head for head in heads if head is not None]
        if len(known) != len(heads) or not known:
            return None
        table = self._tables.get(known[0].table)
        if table is None or any(head.table != table.key for head in known):
            return None
        columns = self._columns(meaning.column)
        found = []
        for chosen in product(*(head.equals[: 1 if meaning.strict else None] for head in known)):
            named = tuple(term for text in chosen for term in terms(text))
            if columns:
                rows_of = dict.fromkeys(row for row, _ in named)
                named = tuple((row, column) for row in rows_of for column in columns)
            held = cells_of(table, named)
            if held is not None:
                found.append(Sum(named, held))
        return Meant(self._name(meaning), table, tuple(found)) if found else None

    def _columns(self, key: str) -> list[str]:
        keys = key.split("+") if key else []
        return [c for one in keys for c in self._quantities[one].columns]

    def _name(self, meaning: Meaning) -> Say:
        heads = [self._quantities[key].name for key in meaning.heads]
        columns = [self._quantities[key].name for key in meaning.column.split("+") if key]
        if meaning.heads == ("received",) and columns:
            return _join_names(columns)
        head = _join_names(heads)
        if not columns:
            return head
        column = _join_names(columns)
        return Say(f"{head.zh}（{column.zh}）", f"{head.in_lang('en')} ({column.in_lang('en')})")


def _join_names(names: Collection[Say]) -> Say:
    return Say("、".join(n.zh for n in names), ", ".join(n.in_lang("en") for n in names))


meanings = per_pack(Meanings)


@per_report
def check_figures(report: Report, pack: Pack) -> tuple[CheckedFigure, ...]:
    """The numbers that prose states of what the tables are of, with the tables' figures."""
    known = meanings(pack)
    found = []
    for stated in report.prose.stated:
        meant = known.of(stated.meanings[0]) if stated.confidence else None
        if meant is not None:
            found.append(_compare(stated, meant, known, report))
    return tuple(found)


@per_report
def _list_borne_out(report: Report, pack: Pack) -> tuple[CheckedFigure, ...]:
    """The wrong figures of runs that are else right."""
    if not report.prose.maybe:
        return ()
    from gblint.checks.borne_out import find_wrong

    known = meanings(pack)
    found: list[CheckedFigure] = []
    for run in report.prose.maybe:
        each = []
        for stated in run:
            meant = known.of(stated.meanings[0])
            one = None if meant is None else _compare(stated, meant, known, report)
            if one is not None and not (one.wrong and _is_otherwise(stated, report, pack)):
                each.append(one)
        place = run[0].section, run[0].anchor.line
        told = [
            one
            for one in check_figures(report, pack)
            if (one.stated.section, one.stated.anchor.line) == place
        ]
        found += find_wrong(each, told)
    return tuple(found)


@per_report
def _list_remaining(report: Report, pack: Pack) -> tuple[CheckedFigure, ...]:
    """The wrong figures of no known meaning in lists that are else the tables'."""
    known = meanings(pack)
    unread: dict[tuple[int | None, int], list[Stated]] = {}
    for one in report.prose.unread:
        unread.setdefault((one.section, one.anchor.line), []).append(one)
    found: list[CheckedFigure] = []
    if not unread:
        return ()
    from gblint.checks.borne_out import find_left_over

    counted = count_figures(report, pack)
    for place, waiting in unread.items():
        told = [
            one
            for one in check_figures(report, pack)
            if (one.stated.section, one.stated.anchor.line) == place
        ]
        for stated, meaning in find_left_over(known.partitions, waiting, told, counted):
            of = msgspec.structs.replace(stated, meanings=(meaning,), quantity=meaning.key)
            meant = known.of(meaning)
            if meant is not None:
                found.append(_compare(of, meant, known, report))
    return tuple(found)


def _compare(stated: Stated, meant: Meant, known: Meanings, report: Report) -> CheckedFigure:
    every = [known.of(meaning) for meaning in stated.meanings]
    sums = [one for each in every if each is not None for one in each.sums]
    figures, gone = sums_in(report, meant.table.key, sums)
    agrees = any(stated.may_be(value) for _, value in figures)
    return CheckedFigure(stated, meant, figures, gone, agrees)


def sums_in(
    report: Report, table: str, sums: Iterable[Sum]
) -> tuple[tuple[tuple[Sum, Number], ...], frozenset[CellKey]]:
    """The sums that a report's table gives, and the cells that the others lack."""
    reading = report.tables.get(table)
    together = {} if reading is None else reading.collapsed
    figures: list[tuple[Sum, Number]] = []
    gone: set[CellKey] = set()
    for each in sums:
        if together and _splits(each.cells, together):
            gone |= set(each.cells)
            continue
        counted = {} if reading is None else reading.list_figures(each.cells)
        values = [counted.get(key) for key in each.cells]
        read = [value for value in values if value is not None]
        if len(read) == len(values):
            figures.append((each, sum(read)))
        else:
            gone |= {key for key in each.cells if counted.get(key) is None}
    return tuple(figures), frozenset(gone)


def is_wanted(meaning: Meaning, wanted: Collection[str]) -> bool:
    """Whether a rule is on what a meaning is of: its row, or who applied where it is of all."""
    if meaning.heads == ("received",) and meaning.column:
        return meaning.column.split("+")[0] in wanted
    return meaning.heads[0] in wanted


def _splits(cells: Collection[CellKey], together: Mapping[str, str]) -> bool:
    """Whether a sum needs some rows, and not all, of those that the table has as one."""
    own = {row for row, _ in cells if row in together}
    groups = {together[row] for row in own}
    return any(group in groups and row not in own for row, group in together.items())


def prose_number(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each number that agrees with nothing that it may equal, then for sums.

    Where one of these cannot be read, nothing is known: another rule names the cause. Parts
    that do not add up are told where none of the figures is told already.
    """
    wanted = options(rule, ProseNumber).quantities
    every = check_figures(report, pack)
    more = (*_list_borne_out(report, pack), *_list_remaining(report, pack))
    for each in (*every, *more):
        told = is_wanted(each.stated.meanings[0], wanted) and (
            each.wrong or (bool(each.stated.meanings[0].column) and is_unlike(each, every))
        )
        if told and _is_told_of_another(each, every, report):
            continue
        if told and not _is_otherwise(each.stated, report, pack):
            yield _hit(each, report, pack)
    wrong: set[int] | None = None
    for found in find_broken_sums(report.prose.stated, pack.prose.breakdowns, wanted):
        if wrong is None:
            wrong = {id(each.stated) for each in (*every, *more) if each.wrong}
        if not any(id(stated) in wrong for stated in (*found.wholes, *found.parts, *found.plus)):
            yield _sum_hit(found, pack)


def _is_told_of_another(
    each: CheckedFigure, every: Sequence[CheckedFigure], report: Report
) -> bool:
    """Whether a figure is of a part, or of the whole, as those around it tell."""
    from gblint.checks.borne_out import is_told_of_part, is_told_of_whole

    return is_told_of_part(each, every) or is_told_of_whole(each, report.prose.stated)


def _is_otherwise(stated: Stated, report: Report, pack: Pack) -> bool:
    """Whether another reading by the words of its sentence agrees with the tables."""
    if stated.claim:
        return False
    from gblint.checks.wordings import count_meanings  # with the vocabulary: of wrong figures only

    return agrees_by_words(count_meanings(stated, pack), stated.may_be, report, pack)


def agrees_by_words(
    places: Iterable[Sequence[tuple[Meaning, ...]]],
    fits: Callable[[Number], bool],
    report: Report,
    pack: Pack,
) -> bool:
    """Whether the tables give a fitting figure at each of the places where it may stand."""
    found = False
    for groups in places:
        values = (add_meanings(group, report, pack) for group in groups)
        if not any(value is not None and fits(value) for value in values):
            return False
        found = True
    return found


def add_meanings(group: Iterable[Meaning], report: Report, pack: Pack) -> Number | None:
    """What the tables have of several meanings together; None where one is not read."""
    known = meanings(pack)
    total: Number = 0
    for meaning in group:
        meant = known.of(meaning)
        figures = sums_in(report, meant.table.key, meant.sums[:1])[0] if meant is not None else ()
        if not figures:
            return None
        total += figures[0][1]
    return total


def _hit(each: CheckedFigure, report: Report, pack: Pack) -> Hit:
    stated = each.stated
    known = names(pack)
    told = [_say_sum(found, value, each.meant, known) for found, value in each.figures]
    table = known.table(each.meant.table.key)
    values: dict[str, Measured] = {
        "text": stated.text,
        "read": stated.read,
        "label": each.meant.name,
        "found": Say(
            table.zh + "，或".join(one.zh for one in told),
            f"{table.in_lang('en')}, " + ", or ".join(one.in_lang("en") for one in told),
        ),
    }
    place = Place(stated.anchor, stated.section, text=stated.text)
    correction, story = _correct_figure(each, report, pack), _story_of(each, report, pack)
    return Hit(place, values, "table", correction=correction, story=story)


def _story_of(each: CheckedFigure, report: Report, pack: Pack) -> str:
    """The story of the figure of the table that is likely wrong, if the prose has the right one."""
    table = each.meant.table.key
    culprit = find_culprits(report, pack).get(table)
    if culprit is None:
        return ""
    wrong = report.tables[table].cells[culprit.cell].counted or 0
    held = (value for of, value in each.figures if culprit.cell in of.cells)
    right = any(each.stated.may_be(value - wrong + culprit.value) for value in held)
    return culprit.story(table) if right else ""


_FIGURE = later(r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?![0-9０-９.．])")
_COMMAS = dict.fromkeys(map(ord, ",，"))


def _correct_figure(each: CheckedFigure, report: Report, pack: Pack) -> Correction | None:
    """The table's likeliest figure in place of one that is written in digits.

    None where the table's own is likely the wrong one: that has to be mended first.
    """
    stated, values = each.stated, each.values
    written = _FIGURE.match(stated.read)
    exact = stated.means == "exact" and not stated.claim and stated.low == stated.high
    if not exact or not values or written is None:
        return None
    if int(written[0].translate(_COMMAS)) != stated.value:
        return None
    culprit = find_culprits(report, pack).get(each.meant.table.key)
    if culprit is not None and culprit.cell in each.figures[0][0].cells:
        return None
    anchor, old, new = stated.anchor, written[0], figure(values[0])
    for paragraph, _ in paragraphs(report, "report"):
        own = paragraph.anchor
        if (own.line, own.cell, own.page) == (anchor.line, anchor.cell, anchor.page):
            begin = anchor.column - own.column + len(paragraph.number)
            made = correct_passage(paragraph, begin, old, new, safe=False)
            if made is not None:
                return correct_all([made])
    return None


def _sum_hit(found: BrokenSum, pack: Pack) -> Hit:
    """The parts and what they come to, beside what they are parts of."""
    known = meanings(pack)
    first, whole = found.parts[0], found.wholes[0]
    label = [_name(known, part) for part in found.parts]
    of = _name(known, whole)
    values: dict[str, Measured] = {
        "text": first.text,
        "read": "、".join(part.read for part in found.parts),
        "label": Say("、".join(s.zh for s in label), ", ".join(s.in_lang("en") for s in label)),
        "found": Say(
            f"合计 {figure(found.total)}，而所写{of.zh}为“{whole.read}”",
            f'together {figure(found.total)}, but {of.in_lang("en")}: "{whole.read}"',
        ),
    }
    return Hit(Place(first.anchor, first.section, text=first.text), values, "sum")


def _name(known: Meanings, stated: Stated) -> Say:
    meant = known.of(stated.meanings[0])
    return meant.name if meant is not None else Say(stated.quantity)


def _say_sum(found: Sum, value: Number, meant: Meant, known: Names) -> Say:
    """A sum in words with its figure: the cells of one row together, a group by its label."""
    by_row: dict[str, list[str]] = {}
    for row, column in found.terms:
        by_row.setdefault(row, []).append(column)
    parts = [_line(row, columns, meant.table, known) for row, columns in by_row.items()]
    several = len(found.cells) > 1
    zh, en = "加".join(part.zh for part in parts), " plus ".join(part.en for part in parts)
    told = figure(value)
    return Say(f"{zh}{'合计' if several else ''}为 {told}", f"{en}: {told}")


def _line(row: str, columns: list[str], table: TableSpec, known: Names) -> Say:
    if rows(table, row) == (row,):
        return known.cells(table.key, row, columns)
    label = known.group_label(table.key, row)
    return Say(f"“{label.zh}”各行", f'rows "{label.in_lang("en")}"')


def waiting(report: Report, pack: Pack, table: str, gone: Collection[CellKey]) -> tuple[str, ...]:
    """The rules on numbers of the prose that cannot be compared without these cells."""
    lost = [
        each.stated.meanings[0]
        for each in check_figures(report, pack)
        if each.meant.table.key == table and not each.agrees and each.gone & set(gone)
    ]
    return tuple(
        rule.id
        for rule in pack.rules
        if isinstance(rule.check, ProseNumber)
        and any(is_wanted(one, rule.check.quantities) for one in lost)
    )


def _named_quantities(options: ProseNumber) -> Iterator[Reference]:
    for i, key in enumerate(options.quantities):
        yield Reference("quantity", key, ("quantities", i))


PROSE_NUMBER = CheckKind(
    options=ProseNumber,
    finds="numbers in prose that are not the tables', or whose parts do not add up",
    references=_named_quantities,
    values=("text", "read", "label", "found"),
    variants=variants("table", "sum"),
    check=prose_number,
)
