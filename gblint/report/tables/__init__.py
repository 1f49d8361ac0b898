"""The tables of a report: which of the document's they are, each read as the format lays it out.

A report may compare two years, or list departments, with the same labels; and it may write one
table of the format in several pieces. The table is where most of its labels stand together,
in its section rather than elsewhere; what adds no row to it is none of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import msgspec

from gblint.attempts import Setback, Setbacks, Stopped, attempt
from gblint.document import Anchor, Block, Cell, Document, Paragraph, Table
from gblint.pack.model import Pack
from gblint.readers import get_form
from gblint.report.model import Section, TableReading
from gblint.report.tables.grid import (
    PlacedTable,
    find_lead_label,
    mark_blank_totals,
    read_cell_figure,
    read_worded_cells,
)
from gblint.report.tables.labels import (
    OF_SHORTENED,
    LabelLexicon,
    has_row_as_column,
    has_slid_figures,
    make_lexicons,
    strip_ordinal,
)
from gblint.report.tables.layouts import read_across, read_grid
from gblint.text.numerals import YEAR_SIGN
from gblint.text.patterns import later

_ENOUGH = 12
"""Characters of different labels of a table that must be met before it is taken for that table:
short labels (其他, 总计, 企业) are met in any table."""

_OLD = 2
"""Labels of an earlier format that make a table without others a block of it."""

_YEAR = later(rf"(?<!\d)(20\d\d)(?=\s*{YEAR_SIGN})")
_CAPTION = 60
"""Characters that a caption has at most; a longer paragraph is prose."""


def read_tables(
    placed: Sequence[PlacedTable], pack: Pack, setbacks: Setbacks, *, year: int | None = None
) -> dict[str, TableReading]:
    """The tables of the pack that are there, by key; those that fail are in `setbacks` instead.

    A table may be spread over several of the document (four blocks apart, or cut by a page).
    `year` is that of the report.
    """
    known = make_lexicons(pack)
    parts, strange = _identify_tables(_join_headers(placed, known), known, setbacks)
    readings: dict[str, TableReading] = {}
    for lexicon in known:
        key = lexicon.spec.key
        items = () if key in strange else _choose_tables(parts.get(key, ()), lexicon, year)
        if items:
            make = partial(_read_table, items, lexicon)
            anchor, section = items[0].table.anchor, items[0].section
            reading = setbacks.read("table", make, key=key, anchor=anchor, section=section)
            if reading is not None:
                readings[key] = mark_blank_totals(read_worded_cells(reading, pack), pack)
    return readings


def _read_table(items: Sequence[PlacedTable], lexicon: LabelLexicon) -> TableReading:
    """Read a table as the format lays it out; where that does not fit, in other layouts too."""
    if lexicon.spec.layout == "across":
        reading = read_across(items, lexicon)
        if _has_slid_results(items[0].table, lexicon):
            return msgspec.structs.replace(reading, layout="unclear")
    else:
        reading = read_grid(items, lexicon)
    # Nearly all tables fit, and other layouts, which take as long again, are not even imported.
    fits = not reading.missing and all(other.obsolete for other in reading.others)
    if fits or any(item.table.placed for item in items):  # of places no more is to be guessed
        return reading
    from gblint.report.tables.other_layouts import read_otherwise  # where a table is not as usual

    return read_otherwise(reading, items, lexicon)


def _has_slid_results(table: Table, lexicon: LabelLexicon) -> bool:
    """Whether labels stand over two figures or none, where merged cells were worked out."""
    found = [cell for cell in table.cells if table.inferred and cell.text.strip()]
    figures = {cell.column for cell in found if read_cell_figure(cell.text).status == "number"}
    labels = [cell for cell in found if lexicon.find(cell.text, "column")]
    starts = {cell.column for cell in labels}
    return (_ROW < len(starts) == len(figures) and starts != figures) or any(
        len(figures.intersection(range(cell.column, cell.column + cell.column_span))) > 1
        for cell in labels
    )


def _join_headers(
    placed: Sequence[PlacedTable], known: Sequence[LabelLexicon]
) -> list[PlacedTable]:
    """The tables with a header that is one of its own put above the rows below it."""
    joined: list[PlacedTable] = []
    header: PlacedTable | None = None
    for item in placed:
        whole = _put_below_header(header, item, known) if header is not None else None
        if whole is None:
            joined.append(item)
        else:
            joined[-1] = whole
        header = item if whole is None else None  # a header has rows once
    return joined


def _put_below_header(
    header: PlacedTable, item: PlacedTable, known: Sequence[LabelLexicon]
) -> PlacedTable | None:
    """A header that is a table of its own and the rows that follow it, as one table; else None.

    It has labels of columns and no figure, and the rows below have no such labels above them.
    """
    apart = item.section != header.section or any(len(one.shown) > _CAPTION for one in item.lead)
    if apart or any(cell.text.strip().isdigit() for cell in header.table.cells):
        return None
    lexicon = _identify_by_labels(header, known)
    if lexicon is None or not any(lexicon.find(cell.text, "column") for cell in header.table.cells):
        return None
    first = [cell.text for cell in item.table.cells if cell.row == 0 and cell.text.strip()]
    if lexicon.spec.layout == "across":
        figures = sum(read_cell_figure(text).status == "number" for text in first)
        fits = item.table.width == header.table.width and 0 < figures == len(first)
    else:
        fits = any(lexicon.find(text, "row") for text in first) and not any(
            (lexicon.find(text, "column") or lexicon.find(text, "block"))
            and not lexicon.find(text, "row")
            for text in first
        )
    return header.replace_table(_put_above(header.table, item.table)) if fits else None


def _put_above(header: Table, rows: Table) -> Table:
    """Two tables as one, the second below the first.

    Where one is wider, it has more columns of labels: the figures stand below one another at the
    right.
    """
    width = max(header.width, rows.width)
    upper = _widen(header.cells, width - header.width)
    lower = (
        msgspec.structs.replace(cell, row=cell.row + header.height)
        for cell in _widen(rows.cells, width - rows.width)
    )
    height = header.height + rows.height
    return msgspec.structs.replace(header, cells=(*upper, *lower), height=height, width=width)


def _widen(cells: Sequence[Cell], more: int) -> Sequence[Cell]:
    """The cells with so many columns more below those at the left."""
    if not more:
        return cells
    return [
        msgspec.structs.replace(cell, column=cell.column + more)
        if cell.column
        else msgspec.structs.replace(cell, column_span=cell.column_span + more)
        for cell in cells
    ]


def _identify_tables(
    placed: Sequence[PlacedTable], known: Sequence[LabelLexicon], setbacks: Setbacks
) -> tuple[dict[str, list[PlacedTable]], set[str]]:
    """The tables of the document by key, and the keys of those of which that failed."""
    parts: dict[str, list[PlacedTable]] = {}
    strange: list[tuple[PlacedTable, Stopped]] = []
    before: tuple[PlacedTable, LabelLexicon] | None = None
    for item in placed:
        lexicon = attempt(partial(_identify_or_go_on, item, known, before))
        if isinstance(lexicon, Stopped):
            strange.append((item, lexicon))
        elif lexicon is not None:
            parts.setdefault(lexicon.spec.key, []).append(item)
            before = item, lexicon
    keys: set[str] = set()
    for item, stopped in strange:
        for key in _list_possible_keys(item, known, parts) or ("",):
            if not key or key not in keys:
                setbacks.found.append(
                    Setback("table", stopped, key, item.table.anchor, item.section)
                )
                keys.add(key)
    return parts, keys


def _identify_or_go_on(
    item: PlacedTable,
    known: Sequence[LabelLexicon],
    before: tuple[PlacedTable, LabelLexicon] | None,
) -> LabelLexicon | None:
    """The table of the pack that a table is, or goes on with."""
    lexicon = _identify_by_labels(item, known)
    if lexicon is None and before is not None:
        above, own = before
        # a last row or two of the one before it, cut off by a page
        alike = (item.section, item.table.width) == (above.section, above.table.width)
        if alike and _has_row(item, own):
            return own
    return lexicon or _find_by_lead(item, known)


def _find_by_lead(item: PlacedTable, known: Sequence[LabelLexicon]) -> LabelLexicon | None:
    """The table of its section of which a small table has a row, below the label of a block."""
    for lexicon in known:
        own = lexicon.spec.section == item.section
        if own and find_lead_label(item.lead, lexicon) is not None and _has_row(item, lexicon):
            return lexicon
    return None


def _list_possible_keys(
    item: PlacedTable, known: Sequence[LabelLexicon], parts: Mapping[str, Sequence[PlacedTable]]
) -> list[str]:
    """The keys that an unknown table may have: those of its section, else those not found."""
    own = [lexicon.spec.key for lexicon in known if lexicon.spec.section == item.section]
    return own or [lexicon.spec.key for lexicon in known if lexicon.spec.key not in parts]


def _identify_by_labels(item: PlacedTable, known: Sequence[LabelLexicon]) -> LabelLexicon | None:
    """The table of the pack that shares most labels with this one."""
    texts = {cell.text for cell in item.table.cells}  # a set: most are blank, or come again
    words = {strip_ordinal(text) for text in texts if not text.isdigit()}
    best: tuple[int, bool] = (_ENOUGH - 1, False)
    chosen: LabelLexicon | None = None
    for lexicon in known:
        size = sum(map(len, words & lexicon.words))
        rank = size, item.section == lexicon.spec.section
        if size >= _ENOUGH and rank > best:
            best, chosen = rank, lexicon
    return chosen


def _has_row(item: PlacedTable, lexicon: LabelLexicon) -> bool:
    return any(lexicon.find(cell.text, "row") for cell in item.table.cells if cell.text)


# which of several tables with the same labels


class _Candidate(msgspec.Struct, frozen=True):
    """A table with the rows, and the columns and blocks of the format that it has labels of.

    `old` is how many labels of an earlier format it has.
    """

    item: PlacedTable
    rows: frozenset[str]
    heads: frozenset[str]
    old: int = 0

    @property
    def labels(self) -> int:
        return len(self.rows) + len(self.heads)


def _choose_tables(
    items: Sequence[PlacedTable], lexicon: LabelLexicon, year: int | None
) -> list[PlacedTable]:
    """Those that are the table of the format, in document order; none where all are others.

    A second copy of the whole table in the same section is kept, so that it can be told; not one
    of an earlier `year` than that of the report.
    """
    if len(items) == 1 and items[0].section == lexicon.spec.section:
        return list(items)  # nearly always
    found = [_build_candidate(item, lexicon) for item in items]
    found = _drop_earlier(found, year)
    own = [candidate for candidate in found if candidate.item.section == lexicon.spec.section]
    rows = sum(len(block.rows) for block in lexicon.spec.blocks)
    home = _find_home(found, own, rows)
    if not home:
        return []
    main = max(home, key=lambda candidate: candidate.labels)
    kept = [main]
    known = set(main.rows)
    for candidate in found:
        if candidate is not main and _is_part(
            candidate, main, kept, known, home=candidate in home, rows=rows
        ):
            kept.append(candidate)
            known |= candidate.rows
    chosen = {id(candidate.item) for candidate in kept}
    return [candidate.item for candidate in found if id(candidate.item) in chosen]


def _build_candidate(item: PlacedTable, lexicon: LabelLexicon) -> _Candidate:
    rows: set[str] = set()
    heads: set[str] = set()
    old: set[str] = set()
    for cell in item.table.cells:
        if not cell.text or cell.text.isdigit():
            continue
        if lexicon.find(cell.text, "obsolete") is not None:
            old.add(strip_ordinal(cell.text))
        row = lexicon.find(cell.text, "row")
        if row is not None:
            rows.add(row.key)
        head = lexicon.find(cell.text, "column") or lexicon.find(cell.text, "block")
        if head is not None and row is None:  # a total may be a row's or a column's
            heads.add(head.key)
    for paragraph in item.lead:
        label = lexicon.find_block(paragraph.shown)
        if label is not None:
            heads.add(label.key)
    return _Candidate(item, frozenset(rows), frozenset(heads), len(old))


def _find_home(
    found: Sequence[_Candidate], own: Sequence[_Candidate], rows: int
) -> Sequence[_Candidate]:
    """The candidates of the section where the table is: its own, unless another has far more."""
    sections = {candidate.item.section for candidate in found}
    groups = [
        [candidate for candidate in found if candidate.item.section == number]
        for number in sections
    ]
    whole = [group for group in groups if _is_whole(group, rows)]
    best = max(whole, key=_count_labels, default=[])
    headed = any(candidate.heads for candidate in own)
    enough = headed or _count_labels(best) <= 2 * _count_labels(own)
    return own if own and enough else best


def _count_labels(group: Sequence[_Candidate]) -> int:
    every = {("row", key) for candidate in group for key in candidate.rows}
    return len(every | {("head", key) for candidate in group for key in candidate.heads})


def _is_whole(group: Sequence[_Candidate], rows: int) -> bool:
    """Whether tables outside the section of the format are the table, put there by mistake."""
    met = {key for candidate in group for key in candidate.rows}
    return 2 * len(met) >= rows and any(candidate.heads for candidate in group)


def _is_part(
    candidate: _Candidate,
    main: _Candidate,
    kept: Sequence[_Candidate],
    known: set[str],
    *,
    home: bool,
    rows: int,
) -> bool:
    """Whether a table is a piece of the one that is begun, or a second copy of it all; a block that
    an earlier format had is a piece, too.
    """
    new = candidate.rows - known
    # Outside its section, only a table all of whose rows are still lacking is a piece of it.
    if not home and (not new or new != candidate.rows):
        return False
    if candidate.old >= max(_OLD, len(candidate.heads)) and not candidate.rows:
        return True
    if not new:
        copy = 2 * len(candidate.rows) > len(main.rows)
        return bool(candidate.heads) and (copy or (not candidate.rows and len(known) < rows))
    if candidate.heads or not home:
        return bool(candidate.heads)
    return any(
        before.item.table.width == candidate.item.table.width
        and before.item.table.anchor.line <= candidate.item.table.anchor.line
        for before in kept
    )


def _drop_earlier(found: Sequence[_Candidate], year: int | None) -> list[_Candidate]:
    """The candidates that are not captioned with an earlier year than others are, or the report."""
    years = [_read_caption_year(candidate.item) for candidate in found]
    last = max((number for number in (*years, year) if number is not None), default=0)
    pairs = zip(found, years, strict=True)
    kept = [candidate for candidate, number in pairs if number is None or number >= last]
    return kept or list(found)


def _read_caption_year(item: PlacedTable) -> int | None:
    """The year in the caption of a table: above it, or its first row if that is one cell."""
    texts = [lead.shown for lead in item.lead[-1:] if len(lead.shown) <= _CAPTION]
    first = [cell.text for cell in item.table.cells if cell.row == 0 and cell.text.strip()]
    if len(first) == 1:
        texts.append(first[0])
    years = [int(match[1]) for text in texts for match in _YEAR.finditer(text)]
    return max(years, default=None)


_ENOUGH_LABELS = 20
"""Characters of different labels of a table on lines of their own that show that it is there."""

_FIGURES = 8
"""Figures that stand alone, on a line or between white space: prose has no such."""

_BESIDE = 2
"""Labels that a table lacks and that stand beside it: it was not read to its end."""

_BARS = later(r"[|,;\uff5c\u2502\u2503]")
_BETWEEN = later(r"[\s|,;\uff5c\u2502\u2503]+")
"""What parts the cells of a table in lines of text, those of CSV and of drawn ones among them."""

_TELLING = 3
"""Characters of a label that stand for nothing else."""

_PARTS = 6
"""Words between blanks in a line that may be parts of labels: prose has no such."""

_ROW = 4
"""Figures in a line that make it a row of a table."""

_TROUBLE = 6
"""Labels that are missing while others are left over, or stand elsewhere: so many at once are
no slip of the author, but cells that were put together wrongly."""


def find_unreadable_tables(
    document: Document,
    sections: Sequence[Section],
    readings: dict[str, TableReading],
    pack: Pack,
) -> dict[str, Anchor]:
    """The keys of the tables that could not be read, with where they are."""
    # A Word file or a page has its tables as such: where there is none, the author made none. Of a
    # text or a PDF file it may as well be the form that does not show it, as of a page whose tables
    # are made of blocks.
    known = get_form(document.format)
    if (known is None or known.keeps_tables) and not document.lines:
        return _find_within_others(sections, readings, pack)
    found: dict[str, Anchor] = {}
    lost = _find_lost(document, sections)
    for lexicon, section in _list_lacking(sections, readings, pack):
        line = section.heading.anchor.line
        anchor = lost.get(line) or _find_pieces(section.blocks, lexicon)
        if anchor is not None:
            found[lexicon.spec.key] = anchor
    inferred = {table.anchor for table in document.tables() if table.inferred}
    placed = {table.anchor for table in document.tables() if table.placed}
    found |= {  # those of which only a part was read
        key: reading.anchor
        for section in sections
        for key, reading in readings.items()
        if reading.section == section.number
        and _has_rest_beside(reading, section, inferred=reading.anchor in inferred)
    }
    found |= {
        lexicon.spec.key: readings[lexicon.spec.key].anchor
        for lexicon in make_lexicons(pack)
        if has_row_as_column(readings.get(lexicon.spec.key), lexicon)
    }

    def find_poor(trouble: int) -> dict[str, Anchor]:
        return {
            key: reading.anchor
            for key, reading in readings.items()
            if _is_poor(
                reading, reading.anchor in inferred, 1 if reading.anchor in placed else trouble
            )
        }

    if found or find_poor(_TROUBLE):  # then no table of this text is to be trusted far
        found |= find_poor(1)
    return found


def _list_lacking(
    sections: Sequence[Section], readings: dict[str, TableReading], pack: Pack
) -> list[tuple[LabelLexicon, Section]]:
    """The tables that were not read, each with the sections in which it should stand."""
    return [
        (lexicon, section)
        for lexicon in make_lexicons(pack)
        if lexicon.spec.key not in readings
        for section in sections
        if section.number == lexicon.spec.section
    ]


def _find_within_others(
    sections: Sequence[Section], readings: dict[str, TableReading], pack: Pack
) -> dict[str, Anchor]:
    """The tables whose labels stand within the cells of others: in what row cannot be told."""
    found: dict[str, Anchor] = {}
    for lexicon, section in _list_lacking(sections, readings, pack):
        for table in section.tables():
            if _is_within_cells(table, lexicon):
                found.setdefault(lexicon.spec.key, table.anchor)
    return found


def _is_within_cells(table: Table, lexicon: LabelLexicon) -> bool:
    cells = [strip_ordinal(cell.text) for cell in table.cells]
    if sum(map(str.isdigit, cells)) < _FIGURES:
        return False
    met = [word for word in lexicon.words if any(word in cell for cell in cells)]
    return sum(map(len, met)) >= _ENOUGH_LABELS


def drop_unread_prose(section: Section, pack: Pack, unread: dict[str, Anchor]) -> Section:
    """The section without prose if its table could not be read: its lines may be the table's."""
    concerned = {table.section for table in pack.tables if table.key in unread}
    return msgspec.structs.replace(section, prose=()) if section.number in concerned else section


def _is_poor(reading: TableReading, inferred: bool, trouble: int) -> bool:
    """Whether a reading has so much wrong with it that the form must be to blame.

    `trouble` is how much of it is too much, 1 for a form that is known to have lost columns.
    """
    # One cell with words is an author's; a column that slid to another makes a whole row of them.
    # Those that have figures in them tell so only of a table that has not all its rows.
    odd = ("unreadable", "worded") if reading.missing else ("unreadable",)
    strange = sum(cell.status in odd for cell in reading.cells.values())
    if strange >= max(trouble, 2) * 2 and (trouble == 1 or strange * 4 >= len(reading.cells)):
        return True
    if not inferred:
        return False
    missing = sum(max(len(lacking.keys), 1) for lacking in reading.missing)
    over = sum(not other.obsolete for other in reading.others)
    # A label put together wrongly is lacking, and another left over, of which it may be a piece.
    elsewhere = sum(one.misplaced or one.confidence <= OF_SHORTENED for one in reading.labels)
    slid = not reading.cells or has_slid_figures(reading)
    return slid or min(missing, over) + elsewhere >= trouble


def _has_rest_beside(reading: TableReading, section: Section, *, inferred: bool) -> bool:
    """Whether labels that a table lacks stand in cells of it, or, where it is `inferred`, by
    themselves in lines of its section, or one of them before a row of figures.
    """
    lacking = {strip_ordinal(missing.label) for missing in reading.missing if missing.label}
    lines = {strip_ordinal(one.label) for one in reading.missing if one.kind in ("row", "column")}
    lines -= {strip_ordinal(one.label) for one in reading.labels}  # of another block
    words: set[str] = set()
    for block in section.blocks if lacking else ():
        if isinstance(block, Table):
            if block.anchor == reading.anchor and _stands_in_cells(lines, block):
                return True
        elif inferred and isinstance(block, Paragraph):
            pieces = block.text.split()
            met = lacking.intersection(strip_ordinal(piece) for piece in (block.text, *pieces))
            if met and sum(map(str.isdigit, pieces)) >= _ROW:
                return True
            words |= met
    return len(words) >= _BESIDE


def _stands_in_cells(lacking: Iterable[str], table: Table) -> bool:
    """Whether one of the labels that a table was said to lack is in its cells after all."""
    met = {
        strip_ordinal(piece)
        for text in {cell.text for cell in table.cells}
        for piece in (text, *text.split())
    }
    return any(len(words) >= _TELLING for words in met.intersection(lacking))


def _find_lost(document: Document, sections: Sequence[Section]) -> dict[int, Anchor]:
    """The first mark for a table that the text has not, in each section, by the heading's line."""
    headings = sorted(section.heading.anchor.line for section in sections)
    found: dict[int, Anchor] = {}
    for mark in sorted(document.lost, key=lambda anchor: anchor.line):
        at = bisect_left(headings, mark.line)
        if at and mark.line not in headings[at : at + 1]:
            found.setdefault(headings[at - 1], mark)
    return found


def _find_pieces(blocks: Sequence[Block], lexicon: LabelLexicon) -> Anchor | None:
    """Where a table begins whose labels and figures stand in lines or cells of other things."""
    met: set[str] = set()
    figures = 0
    first: Anchor | None = None
    for text, anchor in _iterate_texts(blocks):
        pieces = [piece for piece in _BETWEEN.split(text) if piece]
        cells = _BARS.split(text)
        numbers = sum(map(str.isdigit, pieces))
        words = {strip_ordinal(piece) for piece in (text, *cells, *pieces) if not piece.isdigit()}
        if len(pieces) >= _PARTS and all(map(str.isalpha, pieces)):  # 结果 维持 结果 纠正
            whole = "".join(pieces)
            words |= {word for word in lexicon.words if len(word) > _TELLING and word in whole}
        if numbers or words & lexicon.words:
            first = first or anchor
        figures += numbers
        met |= words & lexicon.words
    return first if figures >= _FIGURES or sum(map(len, met)) >= _ENOUGH_LABELS else None


def _iterate_texts(blocks: Sequence[Block]) -> Iterator[tuple[str, Anchor]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.anchor
        else:
            yield from ((cell.text, cell.anchor) for cell in block.cells)
