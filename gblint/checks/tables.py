"""Tables: there, with the rows and columns of the format, and in each cell a figure that can be."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import msgspec

from gblint.checks import other_reports
from gblint.checks.content import matches_any
from gblint.checks.equations import sum_blank_totals
from gblint.checks.hits import (
    CellKey,
    CheckKind,
    Hit,
    Measured,
    Place,
    correct_all,
    correct_cell,
    per_report,
    read_options,
    write_figure,
)
from gblint.checks.places import (
    Names,
    find_absent_place,
    index_headings,
    list_lines,
    make_names,
    names,
    squeeze,
)
from gblint.checks.sections import is_reported_with_section
from gblint.checks.unchecked import list_cells, list_rules_needing_cells
from gblint.document import Anchor
from gblint.findings import Correction, Replacement, Say
from gblint.pack import Case, NamedKey, Options, Pattern, make_variants, name_each
from gblint.pack.model import Pack, Rule
from gblint.readers import get_form
from gblint.report.model import CellReading, LabelReading, Missing, OtherLabel, Report, TableReading
from gblint.text import flatten
from gblint.text.patterns import later


class TablePresence(Options, frozen=True, tag="table-presence"):
    """Each table of the pack is there (GB201). `tables`: keys to ask for, or all. Variants: absent,
    swapped (it and another stand below one another's headings).
    """

    stops_without = ("headings",)

    tables: tuple[NamedKey, ...] = ()


class TableUnread(Options, frozen=True, tag="table-unread"):
    """Each table that is there could be read (GB905): of a text, rows and columns may be lost."""


class TableShape(Options, frozen=True, tag="table-shape"):
    """The rows, columns and blocks of a table.

    `find`: missing (GB202; variants row, column, block, header, collapsed), obsolete (GB203),
    surplus (GB204; variants row, column, repeated), relabelled (GB208; variants row, column,
    group, misplaced), layout (GB209; variants turned, split). `unless` excuses surplus labels.
    """

    limited_without = ("table",)

    find: Literal["missing", "obsolete", "surplus", "relabelled", "layout"]
    unless: tuple[Pattern, ...] = ()


class CellKind(Options, frozen=True, tag="cell-kind"):
    """What number cells hold. `find`: blank (GB205), unreadable (GB206), not_count (GB207;
    variants negative, decimal), digits (GB210: figures that are not written in plain digits).
    """

    limited_without = ("table",)

    find: Literal["blank", "unreadable", "not_count", "digits"]


def check_presence(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each absent table, at the heading of its section.

    Nothing is said where the section is absent with it: the rule on sections names both.
    """
    labels = names(pack)
    headings = index_headings(report)
    for key in read_options(rule, TablePresence).tables or tuple(labels.tables):
        spec = labels.tables.get(key)
        if spec is None or key in report.unread:
            continue
        if key in report.tables:
            yield from _find_swapped(report, report.tables[key], pack)
            continue
        if is_reported_with_section(report, pack, spec.section):
            continue  # one cause, one finding
        heading = headings.get(spec.section)
        anchor = heading.anchor if heading else find_absent_place(report, spec.section)
        yield _make_table_hit(report, pack, key, anchor, "absent")


def _find_swapped(report: Report, reading: TableReading, pack: Pack) -> Iterator[Hit]:
    """A hit for a table that stands under a later heading, and the table of that under its own."""
    labels = names(pack)
    own = labels.tables[reading.key].section
    for other in report.tables.values():
        section = labels.tables[other.key].section
        if reading.section == section > own == other.section:
            hit = _make_table_hit(report, pack, reading.key, reading.anchor)
            second = _make_table_hit(report, pack, other.key, other.anchor).values
            told = {f"other_{name}": value for name, value in second.items()}
            place = Place(reading.anchor, section, reading.key)
            yield Hit(place, {**hit.values, **told}, "swapped")


def check_unread(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each table that is there and could not be read, where it begins."""
    failed = {setback.key for setback in report.setbacks}
    for key, anchor in report.unread.items():
        if key in failed:  # that is told, with what went wrong
            continue
        yield _make_table_hit(report, pack, key, anchor)


def _make_table_hit(report: Report, pack: Pack, key: str, anchor: Anchor, variant: str = "") -> Hit:
    labels = names(pack)
    spec = labels.tables[key]
    heading = index_headings(report).get(spec.section)
    return Hit(
        Place(anchor, spec.section, key, text=heading.text if heading else ""),
        {
            "number": spec.number,
            "name": labels.table_name(key),
            "heading": labels.heading(spec.section),
        },
        variant,
        unchecked=list_rules_needing_cells(report, pack, key, list_cells(spec)),
    )


def check_shape(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """What the tables lack, have too much, or label otherwise."""
    check = read_options(rule, TableShape)
    for reading in report.tables.values():
        # `unless` sees the label as the report has it, which is the text of the place
        for hit in _FIND_SHAPE[check.find](report, reading, pack):
            if not matches_any(check.unless, squeeze(hit.place.text)):
                yield hit


def _find_missing(report: Report, reading: TableReading, pack: Pack) -> Iterator[Hit]:
    """One hit for each row, column or block that a table lacks."""
    labels, table = names(pack), reading.key
    for missing in reading.missing:
        if missing.kind == "collapsed":
            yield _make_collapsed_hit(report, reading, pack, missing)
            continue
        label = Say(missing.label)
        if missing.kind in ("row", "column"):
            name = labels.row_label if missing.kind == "row" else labels.column
            label = name(table, missing.key)
        gone = list_cells(labels.tables[table], missing)
        yield Hit(
            Place(reading.anchor, reading.section, table, *_find_axes(missing, labels, table)),
            _list_shape_values(labels, reading, label, missing),
            "block_label" if missing.kind == "block" and not missing.keys else missing.kind,
            unchecked=list_rules_needing_cells(report, pack, table, gone),
            story=_find_story(reading),
        )


def _make_collapsed_hit(report: Report, reading: TableReading, pack: Pack, missing: Missing) -> Hit:
    """One hit for rows that are one, where its figures stand: sums can still be checked."""
    known = names(pack)
    anchors = [cell.anchor for key, cell in reading.cells.items() if key[0] in missing.keys]
    labels = tuple(known.row_label(reading.key, key) for key in missing.keys)
    row = msgspec.structs.replace(missing, kind="row")
    values = _list_shape_values(known, reading, Say(missing.label), row)
    return Hit(
        Place((anchors or [reading.anchor])[0], reading.section, reading.key, text=missing.label),
        {**values, "labels": labels},
        "collapsed",
        # of the footings none is lost: the rows of a group stand in them together
        unchecked=other_reports.list_sum_rules_needing(
            report, pack, reading.key, list_cells(known.tables[reading.key], missing)
        ),
        fix=Say(
            f"按模板恢复“{missing.label}”下的 {len(labels)} 行，把数字分别填入，没有发生的填0。",
            f'Restore the {len(labels)} rows under "{missing.label}" as the template has them and '
            "divide the figures among them, with 0 where nothing happened.",
        ),
    )


def _find_obsolete(_report: Report, reading: TableReading, pack: Pack) -> Iterator[Hit]:
    """One hit for each table with rows or columns of an earlier format, listing them."""
    others = [other for other in reading.others if other.obsolete]
    if others:
        labels = tuple(dict.fromkeys(_join_lines(other.text) for other in others))
        listed = Say("、".join(labels), ", ".join(labels))
        values = _list_shape_values(names(pack), reading, listed)
        place = Place(others[0].anchor, reading.section, reading.key, text=others[0].text)
        told = {**values, "labels": labels, "count": len(labels)}
        yield Hit(place, told, story=_find_story(reading))


_OLD_TABLE = 4
"""Labels of an earlier format from which on a table is one of that."""


def _find_story(reading: TableReading) -> str:
    """The cause of what a table of an earlier format lacks and has otherwise; "" of others."""
    old = {_join_lines(other.text) for other in reading.others if other.obsolete}
    return f"old {reading.key}" if len(old) >= _OLD_TABLE else ""


def _find_surplus(_report: Report, reading: TableReading, pack: Pack) -> Iterator[Hit]:
    """One hit for each row, column or block that no format has, or that stands twice.

    A column that goes through several blocks has its label in each, and is one hit.
    """
    labels = names(pack)
    columns: set[str] = set()
    for other in reading.others:
        if other.obsolete:  # a rule of its own tells all of these at once
            continue
        if other.kind == "column" and not other.repeated:
            if squeeze(other.text) in columns:
                continue
            columns.add(squeeze(other.text))
        axes = _find_axes(other, labels, reading.key) if other.key else (None, None)
        text = _join_lines(other.text)
        label = Say(text) if text else labels.table_name(reading.key)
        yield Hit(
            Place(other.anchor, reading.section, reading.key, *axes, text=other.text),
            _list_shape_values(labels, reading, label, other, text),
            "repeated" if other.repeated else other.kind,
        )


def _find_relabelled(report: Report, reading: TableReading, pack: Pack) -> Iterator[Hit]:
    """One hit for each label worded otherwise, and one for each that stands elsewhere."""
    labels = names(pack)
    for label in reading.labels:
        if label.exact and not label.misplaced:
            continue
        axes = _find_axes(label, labels, reading.key)
        place = Place(label.anchor, reading.section, reading.key, *axes, text=label.text)
        text = _join_lines(label.text)
        values = _list_shape_values(labels, reading, Say(label.label), label, text)
        # what is wrong with the wording and with the place is mended in two different ways
        if not label.exact:
            correction = _correct_label(report, label)
            yield Hit(place, values, label.kind, correction=correction, story=_find_story(reading))
        if label.misplaced:
            yield Hit(place, values, "misplaced")


def _correct_label(report: Report, label: LabelReading) -> Correction | None:
    """The label as the format has it, where it is all that a cell holds."""
    anchor = label.anchor
    cells = [
        cell
        for table in report.document.tables()
        for cell in table.cells
        if cell.text == label.text
        and cell.anchor.line == anchor.line
        and anchor.cell in (0, cell.anchor.cell)
    ]
    if len(cells) != 1:  # a label over several lines or cells is for a person to mend
        return None
    cell = cells[0].anchor.cell or cells[0].column + 1
    return Correction((Replacement(anchor.line, label.text, label.label, cell=cell, column=1),))


def _find_layout(_report: Report, reading: TableReading, pack: Pack) -> Iterator[Hit]:
    """One hit for each table that was read, but is laid out otherwise than the format has it."""
    if reading.layout:
        labels, place = names(pack), Place(reading.anchor, reading.section, reading.key)
        name = labels.table_name(reading.key)
        yield Hit(place, _list_shape_values(labels, reading, name), reading.layout)


_FIND_SHAPE: dict[str, Callable[[Report, TableReading, Pack], Iterator[Hit]]] = {
    "missing": _find_missing,
    "obsolete": _find_obsolete,
    "surplus": _find_surplus,
    "relabelled": _find_relabelled,
    "layout": _find_layout,
}


def _find_axes(
    part: Missing | OtherLabel | LabelReading, labels: Names, table: str
) -> tuple[str | None, str | None]:
    """The row and column keys of the place of a label.

    In a table laid out across, a column belongs to the row that its block names.
    """
    if part.kind == "row":
        return part.key, None
    if part.kind == "column":
        block = "" if isinstance(part, OtherLabel) else part.block
        return (block or None) if labels.across(table) else None, part.key
    return None, None


def _list_shape_values(
    labels: Names,
    reading: TableReading,
    label: Say,
    part: Missing | OtherLabel | LabelReading | None = None,
    text: str = "",
) -> dict[str, Measured]:
    keys = part.keys if isinstance(part, Missing) else ()
    return {
        "label": label,
        "text": text or label,
        "table_name": labels.table(reading.key),
        "labels": (label,),
        "keys": keys or ((part.key,) if part and part.key else ()),
        "group": labels.group(reading.key, part.kind, part.key) if part else Say(""),
    }


def _join_lines(text: str) -> str:
    """A label on one line."""
    return "".join(text.split())


_EVERY_CELL = Say("全部数据格", "all cells")


def check_cell_kinds(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """Number cells that are blank, that cannot be read, or that are no count."""
    find = _FIND_CELLS[read_options(rule, CellKind).find]
    for reading in report.tables.values():
        yield from find(report, reading, pack)


def _name_cells(
    reading: TableReading, cells: Sequence[CellReading], labels: Names
) -> tuple[Say, ...]:
    """Cells in words: all of them, whole rows and columns, and the rest."""
    every = len(cells) == len(reading.cells)
    return (_EVERY_CELL,) if every else tuple(list_lines(reading, cells, labels))


def _find_blank(report: Report, reading: TableReading, pack: Pack) -> Iterator[Hit]:
    """One hit for each table, listing its blank cells."""
    blank = [cell for cell in reading.cells.values() if cell.status == "blank"]
    if not blank:
        return
    labels = make_names(report, pack)
    unknown = {(cell.row, cell.column) for cell in blank if cell.unknown}
    every = len(blank) == len(reading.cells)
    cells = _name_cells(reading, blank, labels)
    yield Hit(
        Place(blank[0].anchor, reading.section, reading.key),
        {
            "cells": cells,
            "count": len(blank),
            "table_name": labels.table(reading.key),
            "text": blank[0].text.strip(),
        },
        "all" if every else "some",
        correction=_fill_blank(report, pack, reading, safe=not every),
        unchecked=list_rules_needing_cells(report, pack, reading.key, unknown) if unknown else (),
    )


def _fill_blank(
    report: Report, pack: Pack, reading: TableReading, *, safe: bool
) -> Correction | None:
    """0 in every blank cell, in a total the sum of its parts.

    A table without any figure may be one that nobody has filled in.
    """
    # 0 in a blank total would only move the fault: it would no longer be the sum of its parts
    sums = sum_blank_totals(report, pack, reading.key)
    corrected: list[Replacement | None] = []
    for cell in (cell for cell in reading.cells.values() if cell.status == "blank"):
        if not cell.unknown:
            corrected.append(correct_cell(cell, "0", safe=safe))
            continue
        value = sums.get((cell.row, cell.column))
        figure = None if value is None else correct_cell(cell, write_figure(value), safe=False)
        corrected.append(figure)
    known = tuple(filter(None, corrected))
    return Correction(known, whole=len(known) == len(corrected)) if known else None


def _find_unreadable(report: Report, reading: TableReading, pack: Pack) -> Iterator[Hit]:
    """One hit for each cell that holds no figure, with the rules that wait for it, and one for all
    figures of a table that have words beside them; one for all of the former, too, where these are
    many.
    """
    strange = [cell for cell in reading.cells.values() if cell.status == "unreadable"]
    if len(strange) > _TOLD_EACH:
        yield _make_hit_of_cells(report, reading, strange, pack, "several")
        strange = []
    for cell in strange:
        gone = {(cell.row, cell.column)}
        blocked = list_rules_needing_cells(report, pack, reading.key, gone)
        yield _make_cell_hit(report, reading, cell, pack, unchecked=blocked)
    worded = [cell for cell in reading.cells.values() if cell.status == "worded"]
    if worded:
        yield _make_hit_of_cells(report, reading, worded, pack, "worded")


def _make_hit_of_cells(
    report: Report, reading: TableReading, found: Sequence[CellReading], pack: Pack, variant: str
) -> Hit:
    """One hit for cells of a table that hold no plain figure, at the first."""
    gone = {(cell.row, cell.column) for cell in found if cell.value is None}
    blocked = list_rules_needing_cells(report, pack, reading.key, gone) if gone else ()
    hit = _make_cell_hit(report, reading, found[0], pack, variant, unchecked=blocked)
    values = {**hit.values, "count": len(found)}
    place = hit.place
    if len(found) > 1:
        place = Place(place.anchor, place.section, place.table, text=place.text)
        values["cells"] = _name_cells(reading, found, make_names(report, pack))
    if found[0].value is not None:
        values["right"] = write_figure(found[0].value)
    correction = correct_all(
        # the mark of a note is of a note somewhere
        correct_cell(cell, write_figure(cell.value), safe=cell.text.strip()[-1].isalpha())
        for cell in found
        if cell.value is not None
    )
    return msgspec.structs.replace(hit, place=place, values=values, correction=correction)


def _find_not_count(report: Report, reading: TableReading, pack: Pack) -> Iterator[Hit]:
    """One hit for each figure that its row and column do not admit."""
    kind = names(pack).kind
    for cell in reading.cells.values():
        if cell.value is None or not (cell.value < 0 or cell.decimal):
            continue
        holds = kind(reading.key, cell.row, cell.column)
        # the fees of table 1 are an amount, and only what a pack says to be signed may be below 0
        if cell.value < 0 and holds != "signed":
            yield _make_cell_hit(report, reading, cell, pack, "negative")
        elif cell.decimal and holds != "amount":
            yield _make_cell_hit(report, reading, cell, pack, "decimal")


_TOLD_EACH = 5
"""Cells without a figure of which each is told by itself."""

_PLAIN = later(r"-?\d+(?:\.\d+)?", flags=re.ASCII)
_LONG = later(r"\d{4,}")
_SEPARATED = later(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", flags=re.ASCII)
_SIGNS = "+-＋－−—–"


def _find_odd_digits(report: Report, reading: TableReading, pack: Pack) -> Iterator[Hit]:
    """One hit for each table, listing its figures in full-width digits, or with blanks or
    separators between them.

    Where a table is made out by where texts stand, a blank may be no one's. Separators are a
    report's own way of writing as long as all its long figures have them.
    """
    # in a PDF or a text, glyphs and columns make blanks that nobody typed
    form = get_form(report.document.format)
    typed = form is None or form.keeps_tables or bool(form.corrected)
    odd: dict[CellKey, tuple[CellReading, str]] = {}
    for key, cell in reading.cells.items():
        if cell.status != "number" or (cell.text.isascii() and cell.text.isdigit()):
            continue  # nearly all
        written, plain = cell.text.strip(), _write_plainly(cell.text)
        if written.lstrip(_SIGNS) == plain.lstrip("-") or not _PLAIN.fullmatch(plain):
            continue
        if _SEPARATED.fullmatch(written) and _separates_long(report, pack):
            continue
        if typed or len(written.split()) == 1:
            odd[key] = cell, plain
    if not odd:
        return
    labels = make_names(report, pack)
    first, right = next(iter(odd.values()))
    yield Hit(
        Place(first.anchor, reading.section, reading.key, text=first.text),
        {
            "cells": _name_cells(reading, [cell for cell, _ in odd.values()], labels),
            "count": len(odd),
            "table_name": labels.table(reading.key),
            "text": first.text.strip(),
            "right": right,
        },
        correction=correct_all(
            correct_cell(cell, cell.text.replace(cell.text.strip(), plain), safe=True)
            for cell, plain in odd.values()
        ),
    )


@per_report
def _separates_long(report: Report, _pack: Pack) -> bool:
    """Whether no long figure of the tables is without separators."""
    return not any(
        _LONG.fullmatch(cell.text.strip())
        for one in report.tables.values()
        for cell in one.cells.values()
    )


def _write_plainly(text: str) -> str:
    """A figure in plain digits, with a minus where there is one."""
    plain = "".join(flatten(text).replace(",", "").split())
    sign = "-" if plain[:1] in _SIGNS and plain[:1] not in "+＋" else ""
    return sign + plain.lstrip(_SIGNS)


_FIND_CELLS: dict[str, Callable[[Report, TableReading, Pack], Iterator[Hit]]] = {
    "blank": _find_blank,
    "unreadable": _find_unreadable,
    "not_count": _find_not_count,
    "digits": _find_odd_digits,
}


def _make_cell_hit(
    report: Report,
    reading: TableReading,
    cell: CellReading,
    pack: Pack,
    variant: str = "",
    *,
    unchecked: tuple[str, ...] = (),
) -> Hit:
    labels = make_names(report, pack)
    text = " ".join(cell.text.split())
    values: dict[str, Measured] = {
        "text": text,
        "table_name": labels.table(reading.key),
        "row_label": labels.row(reading.key, cell.row),
        "column_label": labels.column(reading.key, cell.column),
        "cells": (labels.cell(reading.key, cell.row, cell.column),),
        "count": 1,
    }
    place = Place(cell.anchor, reading.section, reading.key, cell.row, cell.column, text=cell.text)
    return Hit(place, values, variant, unchecked=unchecked)


TABLE_PRESENCE = CheckKind(
    options=TablePresence,
    finds="an absent table, where its section is there",
    references=name_each("table", "tables"),
    values=("number", "name", "heading"),
    variants=make_variants("absent", swapped=("other_number", "other_name", "other_heading")),
    check=check_presence,
)

TABLE_UNREAD = CheckKind(
    options=TableUnread,
    values=("number", "name", "heading"),
    check=check_unread,
)

TABLE_SHAPE = CheckKind(
    options=TableShape,
    finds="rows, columns, blocks; `unless` excuses surplus labels",
    values=("label", "text", "table_name", "labels", "keys", "group"),
    option="find",
    cases={
        "obsolete": Case(
            values=("label", "text", "table_name", "labels", "keys", "group", "count")
        ),
        "missing": Case(
            variants=make_variants("row", "column", "block", "block_label", "header", "collapsed")
        ),
        "surplus": Case(variants=make_variants("row", "column", "block", "table", "repeated")),
        "relabelled": Case(variants=make_variants("row", "column", "group", "block", "misplaced")),
        "layout": Case(variants=make_variants("turned", "split")),
    },
    check=check_shape,
)

CELL_KIND = CheckKind(
    options=CellKind,
    values=("text", "table_name", "row_label", "column_label", "cells", "count"),
    option="find",
    cases={
        "blank": Case(
            values=("cells", "count", "table_name", "text"), variants=make_variants("some", "all")
        ),
        "unreadable": Case(variants=make_variants("several", worded=("right",))),
        "not_count": Case(variants=make_variants("negative", "decimal")),
        "digits": Case(values=("cells", "count", "table_name", "text", "right")),
    },
    check=check_cell_kinds,
)
