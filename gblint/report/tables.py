"""The tables of a report: which they are, their rows and columns, every cell by its keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import msgspec

from gblint.attempts import Stopped, attempt
from gblint.document import Paragraph, Table
from gblint.pack.model import AxisSpec, BlockSpec, Pack
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

Led = tuple[Table, Sequence[Paragraph]]
"""A table, and the paragraphs between it and what stands before."""

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
            make = partial(_read, items, lexicon)
            anchor, section = items[0].table.anchor, items[0].section
            reading = setbacks.read("table", make, key=key, anchor=anchor, section=section)
            if reading is not None:
                readings[key] = mark_blank_totals(reading, pack)
    return readings


def _read(items: Sequence[PlacedTable], lexicon: Lexicon) -> TableReading:
    """Read a table as the format lays it out; where that does not fit, in other layouts too."""
    led: list[Led] = [(item.table, item.lead) for item in items]
    if lexicon.spec.layout == "across":
        reading = read_across([table for table, _ in led], items[0].section, lexicon)
    else:
        reading = _read_grid(led, items[0].section, lexicon)
    fits = not reading.missing and all(other.obsolete for other in reading.others)
    if fits:
        return reading
    from gblint.report.other_layouts import read_otherwise  # where a table is not as usual

    return read_otherwise(reading, led, lexicon, _read_grid)


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
    return lexicon or _led_by(item, known)


def _led_by(item: PlacedTable, known: Sequence[Lexicon]) -> Lexicon | None:
    """The table of its section of which a small table has a row, below the label of a block."""
    for lexicon in known:
        own = lexicon.spec.section == item.section and _led(item.lead, lexicon)
        if own and any(lexicon.find(cell.text, "row") for cell in item.table.cells if cell.text):
            return lexicon
    return None


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


def _read_grid(
    led: Sequence[Led], section: int | None, lexicon: Lexicon, *, turned: bool = False
) -> TableReading:
    """Read a table with row labels at the left and column labels above.

    `turned` says that the cells of a row do not stand on one line of the document.
    """
    parts: list[Part] = []
    heads: list[BlockLabel] = []
    copies: list[OtherLabel] = []
    seen: set[str] = set()
    for table, lead in led:
        items = list(segments(Grid(table), lexicon))
        keys = _row_keys(items)
        if keys and keys <= seen:
            copies.append(OtherLabel("table", "", table.anchor, repeated=True))
            continue
        seen |= keys
        if items and not isinstance(items[0], BlockLabel):
            heads += _led(lead, lexicon)
        for item in items:
            if isinstance(item, BlockLabel):
                heads.append(item)
            else:
                parts += _parts(item, parts, lexicon)
    heads += _beside(parts, heads, lexicon)
    rows, places = _rows(parts, lexicon)
    collapsed = Collapsed(rows, places, lexicon)
    rows = collapsed.settled(rows)
    hits = [(hit.spec, hit.found) for hit in rows.assigned]
    cells = _cells([*hits, *collapsed.places.values()], places, turned=turned)
    reader = Labels(lexicon, parts, rows, places, heads)
    return TableReading(
        key=lexicon.spec.key,
        anchor=led[0][0].anchor,
        section=section,
        cells=cells,
        labels=tuple(reader.labels()),
        others=(*reader.others(), *copies[:1]),
        missing=(*reader.missing(), *collapsed.missing()),
        confidence=_confidence(rows),
        collapsed=collapsed.rows,
    )


def _led(lead: Sequence[Paragraph], lexicon: Lexicon) -> list[BlockLabel]:
    """The label of a block that the line above a table has, as the format writes it."""
    labels = {block.key: block.label for block in lexicon.spec.blocks}
    for paragraph in reversed(lead):
        entry = lexicon.find_block(paragraph.shown)
        if entry is not None:
            return [BlockLabel(labels[entry.key], paragraph.anchor, entry.key)]
    return []


def _beside(
    parts: Sequence[Part], heads: Sequence[BlockLabel], lexicon: Lexicon
) -> list[BlockLabel]:
    """The labels of blocks that have none above them, at the left of their rows."""
    known = {head.key for head in heads}
    found: dict[str, BlockLabel] = {}
    for part in parts:
        if part.block.label and part.block.key not in known:
            for label in part.segment.block_labels(lexicon):
                found.setdefault(label.key, label)
    return [label for key, label in found.items() if key not in known]


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


def _parts(segment: Segment, before: Sequence[Part], lexicon: Lexicon) -> list[Part]:
    """Settle which blocks a segment is of and what its columns are.

    A segment without header rows goes on with the columns of the one before: a table that the
    page cuts. One header may stand over the rows of several blocks.
    """
    if not segment.rows and not segment.block:
        return []
    found = segment.columns(lexicon)
    rest = _by_block(segment, lexicon)
    if not rest:
        return [_part(segment, _block(segment, lexicon), found, before, lexicon)]
    parts = [_part(own, block, found, before, lexicon) for block, own in rest]
    known = {id(hit.found) for part in parts for hit in part.columns.assigned}
    for part in parts:
        unknown = tuple(one for one in part.columns.unknown if id(one) not in known)
        part.columns = msgspec.structs.replace(part.columns, unknown=unknown)
    return parts


def _by_block(segment: Segment, lexicon: Lexicon) -> list[tuple[BlockSpec, Segment]]:
    """The rows of each block under one header; none where all are of the same block."""
    found: dict[str, tuple[BlockSpec, Segment]] = {}
    block: BlockSpec | None = None
    for data in segment.rows:
        if data.known is not None:
            block = lexicon.block_of_row[data.known.key]
        key = block.key if block is not None else ""
        if key not in found:
            found[key] = (block or lexicon.spec.blocks[0], segment.without_rows())
        found[key][1].rows.append(data)
    return list(found.values()) if len(found) > 1 and "" not in found else []


def _part(
    segment: Segment,
    block: BlockSpec,
    found: Sequence[FoundLabel],
    before: Sequence[Part],
    lexicon: Lexicon,
) -> Part:
    if not found and before:
        previous = before[-1]
        shift = segment.value_start - previous.segment.value_start
        wider = segment.grid.width - previous.segment.grid.width
        if wider in (0, shift):
            columns = _shifted(previous.columns, wider)
            if previous.block is block:
                return Part(segment, block, columns)
            labels = [hit.found for hit in columns.assigned]
            columns = assign(labels, block.columns, lexicon, "column")
            if not columns.missing and not columns.unknown:
                return Part(segment, block, columns)
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
    rows: Iterable[tuple[AxisSpec, FoundLabel]], places: Places, *, turned: bool
) -> dict[tuple[str, str], CellReading]:
    cells: dict[tuple[str, str], CellReading] = {}
    for spec, found in rows:
        part, data = places[found.index]
        if spec not in part.block.rows:
            continue
        grid, start = part.segment.grid, part.segment.value_start
        for column in part.columns.assigned:
            cell = grid.at(data.row, column.found.index)
            if cell is not None and cell.column < start:
                cell = None
            row, key = spec.key, column.spec.key
            signed = spec.kind == "signed" or column.spec.kind == "signed"
            anchor = cell.anchor if turned and cell is not None else data.leaf.anchor
            cells[row, key] = read_cell(row, key, cell, anchor, signed=signed)
    return cells


def _confidence(rows: Assignment) -> float:
    total = len(rows.assigned) + len(rows.missing)
    sure = sum(hit.confidence for hit in rows.assigned)
    return round(sure / total, 2) if total else 0.0
