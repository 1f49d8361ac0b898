"""The tables of a report: which they are, their rows and columns, every cell by its keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import msgspec

from gblint.attempts import Stopped, attempt
from gblint.document import Table
from gblint.packs.model import AxisSpec, BlockSpec, Pack
from gblint.report.across import read_across
from gblint.report.blank_totals import mark_blank_totals
from gblint.report.collapsed import Collapsed
from gblint.report.figures import read_cell
from gblint.report.grid import Grid
from gblint.report.labelling import Labels, Part, Places
from gblint.report.labels import Assignment, FoundLabel, Lexicon, assign, form, lexicons
from gblint.report.model import CellReading, OtherLabel, TableReading
from gblint.report.segments import BlockLabel, Segment, segments
from gblint.report.setbacks import Setback, Setbacks
from gblint.report.table_choice import PlacedTable, choose_tables

_ENOUGH = 12
"""Characters of different labels of a table that must be met before it is taken for that table:
short labels (其他, 总计, 企业) are met in any table."""


def read_tables(
    placed: Sequence[PlacedTable], pack: Pack, setbacks: Setbacks, *, year: int | None = None
) -> dict[str, TableReading]:
    """The tables of the pack that are there, by key; those that fail are in `setbacks` instead.

    A table may be spread over several of the document (four blocks apart, or cut by a page).
    `year` is that of the report.
    """
    known = lexicons(pack)
    parts, strange = _identified(placed, known, setbacks)
    readings: dict[str, TableReading] = {}
    for lexicon in known:
        key = lexicon.spec.key
        items = parts.get(key)
        if items and key not in strange:
            items = choose_tables(items, lexicon, year)
        if items and key not in strange:
            read = read_across if lexicon.spec.layout == "across" else _read_grid
            make = partial(read, [item.table for item in items], items[0].section, lexicon)
            anchor, section = items[0].table.anchor, items[0].section
            reading = setbacks.read("table", make, key=key, anchor=anchor, section=section)
            if reading is not None:
                readings[key] = mark_blank_totals(reading, pack)
    return readings


def _identified(
    placed: Sequence[PlacedTable], known: Sequence[Lexicon], setbacks: Setbacks
) -> tuple[dict[str, list[PlacedTable]], set[str]]:
    """The tables of the document by key, and the keys of those of which that failed."""
    parts: dict[str, list[PlacedTable]] = {}
    strange: list[tuple[PlacedTable, Stopped]] = []
    before: tuple[PlacedTable, Lexicon] | None = None
    for item in placed:
        lexicon = attempt(partial(_which, item, known, before))
        if isinstance(lexicon, Stopped):
            strange.append((item, lexicon))
        elif lexicon is not None:
            parts.setdefault(lexicon.spec.key, []).append(item)
            before = item, lexicon
    keys: set[str] = set()
    for item, stopped in strange:
        for key in _possible(item, known, parts) or ("",):
            if not key or key not in keys:
                setbacks.found.append(
                    Setback("table", stopped, key, item.table.anchor, item.section)
                )
                keys.add(key)
    return parts, keys


def _which(
    item: PlacedTable, known: Sequence[Lexicon], before: tuple[PlacedTable, Lexicon] | None
) -> Lexicon | None:
    """The table of the pack that a table is, or goes on with."""
    lexicon = _identify(item, known)
    if lexicon is None and before is not None and _goes_on(item, *before):
        return before[1]
    return lexicon


def _possible(
    item: PlacedTable, known: Sequence[Lexicon], parts: Mapping[str, Sequence[PlacedTable]]
) -> list[str]:
    """The keys that an unknown table may have: those of its section, else those not found."""
    own = [one.spec.key for one in known if one.spec.section == item.section]
    return own or [one.spec.key for one in known if one.spec.key not in parts]


def _identify(item: PlacedTable, known: Sequence[Lexicon]) -> Lexicon | None:
    """The table of the pack that shares most labels with this one."""
    words = {form(cell.text)[1] for cell in item.table.cells if not cell.text.isdigit()}
    best: tuple[int, bool] = (_ENOUGH - 1, False)
    chosen: Lexicon | None = None
    for lexicon in known:
        size = sum(map(len, words & lexicon.words))
        rank = size, item.section == lexicon.spec.section
        if size >= _ENOUGH and rank > best:
            best, chosen = rank, lexicon
    return chosen


def _read_grid(tables: Sequence[Table], section: int | None, lexicon: Lexicon) -> TableReading:
    """Read a table with row labels at the left and column labels above."""
    parts: list[Part] = []
    heads: list[BlockLabel] = []
    copies: list[OtherLabel] = []
    seen: set[str] = set()
    for table in tables:
        items = list(segments(Grid(table), lexicon))
        keys = _row_keys(items)
        if keys and keys <= seen:
            copies.append(OtherLabel("table", "", table.anchor, repeated=True))
            continue
        seen |= keys
        for item in items:
            if isinstance(item, BlockLabel):
                heads.append(item)
            else:
                part = _part(item, parts, lexicon)
                if part is not None:
                    parts.append(part)
    rows, places = _rows(parts, lexicon)
    collapsed = Collapsed(rows, places, lexicon)
    rows = collapsed.settled(rows)
    cells = _cells([(hit.spec, hit.found) for hit in rows.assigned], places)
    cells |= _cells(collapsed.places.values(), places)
    reader = Labels(lexicon, parts, rows, places, heads)
    return TableReading(
        key=lexicon.spec.key,
        anchor=tables[0].anchor,
        section=section,
        cells=cells,
        labels=tuple(reader.labels()),
        others=(*reader.others(), *copies[:1]),
        missing=(*reader.missing(), *collapsed.missing()),
        confidence=_confidence(rows),
        collapsed=collapsed.rows,
    )


def _goes_on(item: PlacedTable, before: PlacedTable, lexicon: Lexicon) -> bool:
    """Whether a table is a last row or two of the one before it, cut off by a page."""
    if item.section != before.section or item.table.width != before.table.width:
        return False
    return any(lexicon.find(cell.text, "row") for cell in item.table.cells if cell.text)


def _row_keys(items: Sequence[Segment | BlockLabel]) -> set[str]:
    return {
        data.known.key
        for item in items
        if isinstance(item, Segment)
        for data in item.rows
        if data.known is not None
    }


def _part(segment: Segment, before: Sequence[Part], lexicon: Lexicon) -> Part | None:
    """Settle which block a segment is of and what its columns are.

    A segment without header rows goes on with the columns of the one before: a table that the
    page cuts.
    """
    if not segment.rows and not segment.block:
        return None
    block = _block(segment, lexicon)
    found = segment.columns(lexicon)
    if not found and before and before[-1].block is block:
        previous = before[-1]
        shift = segment.value_start - previous.segment.value_start
        wider = segment.grid.width - previous.segment.grid.width
        if wider in (0, shift):
            return Part(segment, block, _shifted(previous.columns, wider))
    return Part(segment, block, assign(found, block.columns, lexicon, "column"))


def _shifted(columns: Assignment, shift: int) -> Assignment:
    if not shift:
        return columns
    moved = [
        msgspec.structs.replace(
            hit, found=msgspec.structs.replace(hit.found, index=hit.found.index + shift)
        )
        for hit in columns.assigned
    ]
    return msgspec.structs.replace(columns, assigned=tuple(moved))


def _block(segment: Segment, lexicon: Lexicon) -> BlockSpec:
    for data in segment.rows:
        if data.known is not None:
            return lexicon.block_of_row[data.known.key]
    for block in lexicon.spec.blocks:
        if block.key == segment.block:
            return block
    return lexicon.spec.blocks[0]


def _rows(parts: Sequence[Part], lexicon: Lexicon) -> tuple[Assignment, Places]:
    """All rows of the table set against the format's; where each of them stands."""
    places: Places = {}
    found: list[FoundLabel] = []
    for part in parts:
        for data in part.segment.rows:
            places[len(found)] = part, data
            found.append(FoundLabel((data.leaf.text,), data.leaf.anchor, len(found)))
    expected = [row for block in lexicon.spec.blocks for row in block.rows]
    return assign(found, expected, lexicon, "row"), places


def _cells(
    rows: Iterable[tuple[AxisSpec, FoundLabel]], places: Places
) -> dict[tuple[str, str], CellReading]:
    cells: dict[tuple[str, str], CellReading] = {}
    for spec, found in rows:
        part, data = places[found.index]
        if spec not in part.block.rows:
            continue
        for column in part.columns.assigned:
            cell = part.segment.grid.at(data.row, column.found.index)
            if cell is not None and cell.column < part.segment.value_start:
                cell = None
            row, key = spec.key, column.spec.key
            signed = "signed" in (spec.kind, column.spec.kind)
            cells[row, key] = read_cell(row, key, cell, data.leaf.anchor, signed=signed)
    return cells


def _confidence(rows: Assignment) -> float:
    total = len(rows.assigned) + len(rows.missing)
    sure = sum(hit.confidence for hit in rows.assigned)
    return round(sure / total, 2) if total else 0.0
