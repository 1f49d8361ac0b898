"""Numbers that prose states, against the tables, and parts that do not add up to their whole."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import product
from typing import TYPE_CHECKING

import msgspec

from gblint.checks.equations import (
    BrokenSum,
    find_broken_sums,
    find_culprits,
    list_counted_figures,
)
from gblint.checks.hits import (
    ByParagraph,
    CellKey,
    CheckKind,
    Hit,
    Measured,
    Place,
    correct_all,
    correct_passage,
    gives,
    group_by_paragraph,
    is_bounded,
    join_says,
    list_near,
    per_report,
    read_options,
    write_figure,
)
from gblint.checks.places import Names, list_paragraphs, names
from gblint.document import Anchor
from gblint.findings import Correction, Say
from gblint.pack import NamedKey, Options, make_variants, name_each
from gblint.pack.equation_grammar import CellName, find_cells, list_rows, parse_terms
from gblint.pack.model import Pack, Rule, TableSpec, list_checks, per_pack
from gblint.pack.prose_model import Quantity
from gblint.report.model import (
    FigureReading,
    Meaning,
    Number,
    Prose,
    Report,
    StatedFigure,
    StatedShare,
)
from gblint.text.patterns import later

if TYPE_CHECKING:  # what few reports need is imported where it is used
    from gblint.checks.doubtful_figures import Partition


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


class TabledMeaning(msgspec.Struct, frozen=True):
    """What a figure is of: in words, with its table and the sums that the pack's tables have;
    `among` where these have others besides, or may have none of them, `bounds` as a `Quantity`.
    """

    name: Say
    table: TableSpec
    sums: tuple[Sum, ...]
    among: bool = False
    bounds: str = ""


class CheckedFigure(msgspec.Struct, frozen=True):
    """A number of the prose with the figures that the tables give for it.

    `figures` has one for each sum that can be read, with the sum; `gone` are the cells that
    the others lack. `agrees` says whether the number may be one of them.
    """

    stated: StatedFigure
    meant: TabledMeaning
    figures: tuple[tuple[Sum, Number], ...]
    gone: frozenset[CellKey]
    agrees: bool

    @property
    def anchor(self) -> Anchor:
        return self.stated.anchor

    @property
    def section(self) -> int | None:
        return self.stated.section

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


class MeaningIndex:
    """What the meanings of figures are of the tables; each is worked out once for a pack."""

    def __init__(self, pack: Pack) -> None:
        self._quantities = {quantity.key: quantity for quantity in pack.prose.quantities}
        self._tables = {table.key: table for table in pack.tables}
        self._met: dict[Meaning, TabledMeaning | None] = {}

    def find(self, meaning: Meaning) -> TabledMeaning | None:
        """What it is of the tables, None where the pack's do not have it."""
        if meaning not in self._met:
            self._met[meaning] = self._make(meaning)
        return self._met[meaning]

    def name(self, meaning: Meaning) -> Say:
        meant = self.find(meaning)
        return Say(meaning.key) if meant is None else meant.name

    @cached_property
    def partitions(self) -> "tuple[Partition, ...]":
        """What makes up a whole of the tables: results, who applied, outcomes of cases."""
        from gblint.checks.doubtful_figures import list_partitions

        return tuple(list_partitions(self._quantities.values(), self._tables, self._list_cells))

    def _list_cells(self, meaning: Meaning) -> tuple[CellKey, ...]:
        meant = self.find(meaning)
        return () if meant is None else meant.sums[0].cells

    def _make(self, meaning: Meaning) -> TabledMeaning | None:
        known = [self._quantities[key] for key in meaning.heads if key in self._quantities]
        if len(known) != len(meaning.heads) or not known:
            return None
        table = self._tables.get(known[0].table)
        if table is None or any(head.table != table.key for head in known):
            return None
        columns = [c for q in self._list_columns(meaning) for c in q.columns]
        found = []
        for chosen in product(*(head.equals[: 1 if meaning.strict else None] for head in known)):
            named = tuple(term for text in chosen for term in parse_terms(text))
            if columns:
                rows_of = dict.fromkeys(row for row, _ in named)
                named = tuple((row, column) for row in rows_of for column in columns)
            held = find_cells(table, named)
            if held is not None:
                found.append(Sum(named, held))
        among = all(each.among for each in self._list_columns(meaning) or known)
        bounds = next((head.bounds for head in known if head.bounds), "")
        name = self._make_name(meaning)
        return TabledMeaning(name, table, tuple(found), among, bounds) if found else None

    def _list_columns(self, meaning: Meaning) -> "list[Quantity]":
        return [self._quantities[key] for key in meaning.column.split("+") if key]

    def _make_name(self, meaning: Meaning) -> Say:
        heads = [self._quantities[key].name for key in meaning.heads]
        columns = [quantity.name for quantity in self._list_columns(meaning)]
        if meaning.heads == ("received",) and columns:
            return join_says(columns)
        head = join_says(heads)
        if not columns:
            return head
        column = join_says(columns)
        return Say(f"{head.zh}（{column.zh}）", f"{head.in_lang('en')} ({column.in_lang('en')})")


find_meanings = per_pack(MeaningIndex)


@per_report
def check_figures(report: Report, pack: Pack) -> tuple[CheckedFigure, ...]:
    """The numbers that prose states of what the tables are of, with the tables' figures."""
    meanings, stated = find_meanings(pack), report.prose.stated
    every = (_compare(one, meanings, report) for one in stated if one.confidence)
    return tuple(filter(None, every))


@per_report
def _group_checked(report: Report, pack: Pack) -> ByParagraph[CheckedFigure]:
    return group_by_paragraph(check_figures(report, pack))


@per_report
def _group_prose(
    report: Report,
) -> tuple[
    ByParagraph[StatedFigure],
    ByParagraph[StatedFigure],
    ByParagraph[StatedShare],
    ByParagraph[FigureReading],
]:
    prose = report.prose
    return (
        group_by_paragraph(prose.stated),
        group_by_paragraph(prose.unread),
        group_by_paragraph(prose.shares),
        group_by_paragraph(prose.readings),
    )


def _list_beside(stated: StatedFigure, report: Report, pack: Pack) -> list[CheckedFigure]:
    """The checked figures of the paragraph that a figure stands in, near it."""
    return list_near(_group_checked(report, pack), stated)


def _read_around(at: StatedFigure, report: Report) -> Prose:
    """What else the paragraph states near a figure."""
    stated, unread, shares, readings = _group_prose(report)
    return Prose(
        stated=tuple(list_near(stated, at)),
        unread=tuple(list_near(unread, at)),
        shares=tuple(list_near(shares, at)),
        readings=tuple(list_near(readings, at)),
    )


@per_report
def _list_borne_out(report: Report, pack: Pack) -> tuple[CheckedFigure, ...]:
    """The wrong figures of runs that are else right."""
    if not report.prose.maybe:
        return ()
    from gblint.checks.doubtful_figures import find_wrong

    meanings = find_meanings(pack)
    found: list[CheckedFigure] = []
    for run in report.prose.maybe:
        every = filter(None, (_compare(stated, meanings, report) for stated in run))
        each = [one for one in every if not (one.wrong and _is_otherwise(one.stated, report, pack))]
        found += find_wrong(each, _list_beside(run[0], report, pack))
    return tuple(found)


@per_report
def _list_remaining(report: Report, pack: Pack) -> tuple[CheckedFigure, ...]:
    """The wrong figures of no known meaning in lists that are else the tables'."""
    meanings = find_meanings(pack)
    unread: dict[tuple[int | None, int], list[StatedFigure]] = {}
    for one in report.prose.unread:
        unread.setdefault((one.section, one.anchor.line), []).append(one)
    found: list[CheckedFigure | None] = []
    if not unread:
        return ()
    from gblint.checks.doubtful_figures import find_left_over

    counted = list_counted_figures(report, pack)
    for waiting in unread.values():
        beside = _list_beside(waiting[0], report, pack)
        for stated, meaning in find_left_over(meanings.partitions, waiting, beside, counted):
            of = msgspec.structs.replace(stated, meanings=(meaning,), quantity=meaning.key)
            found.append(_compare(of, meanings, report))
    return tuple(filter(None, found))


def _compare(stated: StatedFigure, meanings: MeaningIndex, report: Report) -> CheckedFigure | None:
    """A number with what the tables have for it; None where they do not have what it is of."""
    every = [meanings.find(meaning) for meaning in stated.meanings]
    meant = every[0]
    if meant is None:
        return None
    sums = [one for each in every if each is not None for one in each.sums]
    figures, gone = list_sums(report, meant.table.key, sums)
    agrees = any(stated.may_be(value) for _, value in figures)
    if meant.among and figures:  # 撤回2件: a row that has more, or none, says nothing of them
        most = max(value for _, value in figures)
        agrees = agrees or not most or stated.value < most
    agrees = agrees or is_bounded(stated, meant.bounds, [value for _, value in figures])
    return CheckedFigure(stated, meant, figures, gone, agrees)


def list_sums(
    report: Report, table: str, sums: Iterable[Sum]
) -> tuple[tuple[tuple[Sum, Number], ...], frozenset[CellKey]]:
    """The sums that a report's table gives, and the cells that the others lack."""
    reading = report.tables.get(table)
    together = {} if reading is None else reading.collapsed
    figures: list[tuple[Sum, Number]] = []
    gone: set[CellKey] = set()
    for each in sums:
        # 3 rows that a report has as one have one figure: a sum of two of them is not known
        own = {row for row, _ in each.cells if row in together}
        groups = {together[row] for row in own}
        if any(group in groups and row not in own for row, group in together.items()):
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


def sum_meaning(
    meaning: Meaning, report: Report, meanings: MeaningIndex
) -> tuple[tuple[Sum, Number], ...]:
    """The figures that a report's tables give for a meaning, with what each is the sum of."""
    meant = meanings.find(meaning)
    return (
        () if meant is None or meant.bounds else list_sums(report, meant.table.key, meant.sums)[0]
    )


def is_wanted(meaning: Meaning, wanted: Collection[str]) -> bool:
    """Whether a rule is on what a meaning is of: its row, or who applied where it is of all."""
    if meaning.heads == ("received",) and meaning.column:
        return meaning.column.split("+")[0] in wanted
    return meaning.heads[0] in wanted


def is_unlike(figure: CheckedFigure, every: Sequence[CheckedFigure]) -> bool:
    """Whether a figure of who applied agrees by the wider sum alone, and those beside it in its
    sentence by the narrower; `every` are all of its paragraph.
    """
    if not _may_differ(figure) or _fits(figure) != (False, True):
        return False
    near: list[tuple[bool, bool]] = []
    for other in every:
        if other.stated.text != figure.stated.text:
            continue
        of = other.stated.meanings[0]
        if other is not figure and _may_differ(other):
            near.append(_fits(other))
        if of.strict and of.heads == ("received",) and other.agrees:  # of what is new (新收111件)
            near.append((True, False))
    return (True, False) in near and (False, True) not in near and (False, False) not in near


def _may_differ(figure: CheckedFigure) -> bool:
    stated = figure.stated
    received = stated.meanings[0].heads == ("received",) and len(figure.values) > 1
    elsewhere = any(stated.may_be(value) for value in figure.values[2:])  # or of those carried over
    return received and stated.means == "exact" and not stated.claim and not elsewhere


def _fits(figure: CheckedFigure) -> tuple[bool, bool]:
    """Whether the first of the sums fits, and the second."""
    narrow, wide = figure.values[:2]
    return figure.stated.may_be(narrow), figure.stated.may_be(wide)


def check_prose_numbers(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each number that agrees with nothing that it may equal, then for sums.

    Where one of these cannot be read, nothing is known: another rule names the cause. Parts
    that do not add up are told where none of the figures is told already.
    """
    wanted = read_options(rule, ProseNumber).quantities
    every = check_figures(report, pack)
    more = (*_list_borne_out(report, pack), *_list_remaining(report, pack))
    for each in (*every, *more):
        meaning = each.stated.meanings[0]
        if not is_wanted(meaning, wanted):
            continue
        beside = _list_beside(each.stated, report, pack)
        suspect = each.wrong or (meaning.column and is_unlike(each, beside))
        if suspect and not _is_excused(each, beside, report, pack):
            yield _make_hit(each, report, pack)
    wrong = {id(each.stated) for each in (*every, *more) if each.wrong}
    for found in find_broken_sums(report.prose.stated, pack.prose.breakdowns, wanted):
        if not any(id(stated) in wrong for stated in (*found.wholes, *found.parts, *found.plus)):
            yield _make_sum_hit(found, pack)


def _is_excused(
    each: CheckedFigure, beside: Sequence[CheckedFigure], report: Report, pack: Pack
) -> bool:
    """Whether a figure is of a part or of the whole, as those around it tell, or of something else
    by the words of its sentence.
    """
    from gblint.checks.doubtful_figures import (
        is_borne_out_beside,
        is_decided_otherwise,
        is_one_of_several,
        is_told_of_part,
        is_told_of_whole,
    )

    around = _read_around(each.stated, report)
    if is_told_of_part(each, beside) or is_told_of_whole(each, around.stated):
        return True
    if is_one_of_several(each, beside, around, pack) or is_decided_otherwise(each, pack):
        return True
    if is_borne_out_beside(each, beside, pack, partial(add_meanings, report=report, pack=pack)):
        return True
    return _is_share(each, around, pack) or _is_otherwise(each.stated, report, pack)


_PARTED = ("deciding", "arriving")


def _is_share(figure: CheckedFigure, prose: Prose, pack: Pack) -> bool:
    """办理行政许可732件，占77.7%; 合计54件，占72%: whether it is said to be just that part."""
    stated, quantities = figure.stated, pack.prose.quantities
    parted = any(one.role in _PARTED for one in quantities if one.key == stated.quantity)
    if stated.claim or not parted:
        return False
    shares = [one for one in prose.shares if one.text == stated.text]
    return any(
        gives(one, stated.value, whole)
        for one in shares
        if stated.value in one.parts
        for whole in figure.values
    )


def _is_otherwise(stated: StatedFigure, report: Report, pack: Pack) -> bool:
    """Whether another reading by the words of its sentence agrees with the tables."""
    if stated.claim:
        return False
    # it needs the vocabulary, which is read for wrong figures only
    from gblint.checks.doubtful_figures import count_meanings

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
    meanings = find_meanings(pack)
    total: Number = 0
    for meaning in group:
        meant = meanings.find(meaning)
        figures = list_sums(report, meant.table.key, meant.sums[:1])[0] if meant is not None else ()
        if not figures:
            return None
        total += figures[0][1]
    return total


def _make_hit(figure: CheckedFigure, report: Report, pack: Pack) -> Hit:
    stated = figure.stated
    labels = names(pack)
    sums = [_say_sum(found, value, figure.meant, labels) for found, value in figure.figures]
    table = labels.table(figure.table)
    values: dict[str, Measured] = {
        "text": stated.text,
        "read": stated.read,
        "label": figure.meant.name,
        "found": Say(
            table.zh + "，或".join(one.zh for one in sums),
            f"{table.in_lang('en')}, " + ", or ".join(one.in_lang("en") for one in sums),
        ),
    }
    place = Place(stated.anchor, stated.section, text=stated.text)
    correction, story = _correct_figure(figure, report, pack), _find_story(figure, report, pack)
    return Hit(place, values, "table", correction=correction, story=story)


def _find_story(figure: CheckedFigure, report: Report, pack: Pack) -> str:
    """The story of the figure of the table that is likely wrong, if the prose has the right one."""
    table = figure.table
    culprit = find_culprits(report, pack).get(table)
    if culprit is None:
        return ""
    wrong = report.tables[table].cells[culprit.cell].counted or 0
    values = (value for of, value in figure.figures if culprit.cell in of.cells)
    right = any(figure.stated.may_be(value - wrong + culprit.value) for value in values)
    return culprit.name_story(table) if right else ""


_FIGURE = later(r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?![0-9０-９.．])")
_COMMAS = dict.fromkeys(map(ord, ",，"))


def _correct_figure(figure: CheckedFigure, report: Report, pack: Pack) -> Correction | None:
    """The table's likeliest figure in place of one that is written in digits.

    None where two are likely, or the table's own is likely the wrong one, to be mended first.
    """
    stated, values = figure.stated, figure.values
    written = _FIGURE.match(stated.read)
    exact = stated.means == "exact" and not stated.claim and stated.low == stated.high
    # all cases may be meant as well as those told last
    likely = set(values if figure.table == "review" else values[:1])
    if not exact or len(likely) != 1 or written is None or figure.meant.bounds:
        return None
    if int(written[0].translate(_COMMAS)) != stated.value:  # 3.2万: digits are not all of it
        return None
    culprit = find_culprits(report, pack).get(figure.table)
    if culprit is not None and culprit.cell in figure.figures[0][0].cells:
        return None
    anchor, old, new = stated.anchor, written[0], write_figure(values[0])
    for paragraph, _ in list_paragraphs(report, "report"):
        begins = paragraph.anchor
        if (begins.line, begins.cell, begins.page) == (anchor.line, anchor.cell, anchor.page):
            begin = anchor.column - begins.column + len(paragraph.number)
            replacement = correct_passage(paragraph, begin, old, new, safe=False)
            if replacement is not None:
                return correct_all([replacement])
    return None


def _make_sum_hit(found: BrokenSum, pack: Pack) -> Hit:
    """The parts and what they come to, beside what they are parts of."""
    meanings = find_meanings(pack)
    first, whole = found.parts[0], found.wholes[0]
    of = meanings.name(whole.meanings[0])
    values: dict[str, Measured] = {
        "text": first.text,
        "read": "、".join(part.read for part in found.parts),
        "label": join_says([meanings.name(part.meanings[0]) for part in found.parts]),
        "found": Say(
            f"合计 {write_figure(found.total)}，而所写{of.zh}为“{whole.read}”",
            f'together {write_figure(found.total)}, but {of.in_lang("en")}: "{whole.read}"',
        ),
    }
    return Hit(Place(first.anchor, first.section, text=first.text), values, "sum")


def _say_sum(found: Sum, value: Number, meant: TabledMeaning, labels: Names) -> Say:
    """A sum in words with its figure: the cells of one row together, a group by its label."""
    by_row: dict[str, list[str]] = {}
    for row, column in found.terms:
        by_row.setdefault(row, []).append(column)
    parts = [_say_line(row, columns, meant.table, labels) for row, columns in by_row.items()]
    several = len(found.cells) > 1
    zh, en = "加".join(part.zh for part in parts), " plus ".join(part.en for part in parts)
    figure = write_figure(value)
    return Say(f"{zh}{'合计' if several else ''}为 {figure}", f"{en}: {figure}")


def _say_line(row: str, columns: list[str], table: TableSpec, labels: Names) -> Say:
    if list_rows(table, row) == (row,):
        return labels.cells(table.key, row, columns)
    label = labels.group_label(table.key, row)
    return Say(f"“{label.zh}”各行", f'rows "{label.in_lang("en")}"')


def list_rules_needing(
    report: Report, pack: Pack, table: str, gone: Collection[CellKey]
) -> tuple[str, ...]:
    """The rules on numbers of the prose that cannot be compared without these cells."""
    lost = [
        each.stated.meanings[0]
        for each in check_figures(report, pack)
        if each.meant.table.key == table and not each.agrees and each.gone & set(gone)
    ]
    return tuple(
        rule
        for rule, check in list_checks(pack, ProseNumber)
        if any(is_wanted(one, check.quantities) for one in lost)
    )


PROSE_NUMBER = CheckKind(
    options=ProseNumber,
    finds="numbers in prose that are not the tables', or whose parts do not add up",
    references=name_each("quantity", "quantities"),
    values=("text", "read", "label", "found"),
    variants=make_variants("table", "sum"),
    check=check_prose_numbers,
)
