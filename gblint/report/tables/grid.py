"""A table as a grid, in which cells cover places: turned, cut or merged, and divided into bands.

What its number cells hold: figures, also with a unit or a note beside them, blanks, what cannot be
read; totals that are left blank. A band is header rows and the data rows under them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

import msgspec

from gblint.document import Anchor, Cell, Paragraph, Table
from gblint.pack.equation_grammar import is_footing, list_lines, parse_equation
from gblint.pack.model import Pack, per_pack
from gblint.report.model import CellReading, Number, TableReading
from gblint.report.tables.labels import (
    FoundLabel,
    LabelEntry,
    LabelLexicon,
    are_counts,
    find_first_of_kind,
    is_count,
    is_count_row,
    is_note,
    make_label_form,
)
from gblint.text import flatten, remember_results
from gblint.text.numerals import BARE_PLACES, NOTE, NOTHING, read_chinese_value
from gblint.text.patterns import later


class PlacedTable(msgspec.Struct, frozen=True):
    """A table of the document with the number of the section that it stands in.

    `lead` are the paragraphs between the heading, or the table before, and this one.
    """

    table: Table
    section: int | None
    lead: tuple[Paragraph, ...] = ()

    def replace_table(self, table: Table) -> PlacedTable:
        """Another table at the same place."""
        return PlacedTable(table, self.section, self.lead)


class Grid:
    """The cells of a table by the places that they cover."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.height, self.width = table.height, table.width
        places: list[list[Cell | None]] = [[None] * table.width for _ in range(table.height)]
        for cell in table.cells:
            if cell.row_span == 1 and cell.column_span == 1:  # nearly all, so at one look
                places[cell.row][cell.column] = cell
                continue
            for row in range(cell.row, min(cell.row + cell.row_span, table.height)):
                line = places[row]
                for column in range(cell.column, min(cell.column + cell.column_span, table.width)):
                    line[column] = cell
        self._places = places

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place, None where the table has no cell."""
        inside = row < self.height and column < self.width
        return self._places[row][column] if inside else None

    def row(self, row: int) -> list[Cell]:
        """The cells that a row shows, left to right, those that reach in from above too."""
        cells: list[Cell] = []
        last: Cell | None = None
        for cell in self._places[row]:
            if cell is not None and cell is not last:
                cells.append(cell)
            last = cell
        return cells

    def above(self, column: int, rows: range) -> list[Cell]:
        """The cells over a column within `rows`, top to bottom."""
        cells: list[Cell] = []
        for row in rows:
            cell = self._places[row][column]
            if cell is not None and (not cells or cell is not cells[-1]):
                cells.append(cell)
        return cells


def turn(table: Table) -> Table:
    """The same table with its rows as columns; every cell keeps its anchor.

    Of columns in which no cell begins none is left.
    """
    kept = sorted({cell.column for cell in table.cells})
    cells = []
    for cell in table.cells:
        row = bisect_left(kept, cell.column)
        after = bisect_left(kept, cell.column + cell.column_span)
        cells.append(
            msgspec.structs.replace(
                cell, row=row, column=cell.row, row_span=after - row, column_span=cell.row_span
            )
        )
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return msgspec.structs.replace(table, cells=tuple(cells), height=len(kept), width=table.height)


def find_more_figures(grid: Grid, line: int, columns: int) -> Iterator[Anchor]:
    """Rows of figures below that of the table: nothing tells that they are not meant."""
    for row in range(line + 1, grid.height):
        cells = [cell for cell in grid.row(row) if cell.row == row]
        texts = [cell.text for cell in cells]
        figures = sum(read_cell_figure(text).status == "number" for text in texts)
        if 2 * figures > columns and not is_count_row(texts):
            yield cells[0].anchor


def drop_count_cells(labels: list[Cell]) -> list[Cell]:
    """The labels over a column, top to bottom, without the number that a row of them has there."""
    while len(labels) > 1 and is_count(labels[-1].text):
        labels = labels[:-1]
    return labels[1:] if len(labels) > 1 and is_count(labels[0].text) else labels


def drop_counts(table: Table, is_known: Callable[[str], bool]) -> Table:
    """The table without the row that numbers its columns and the column that numbers its rows.

    The same table where there is none. Such a row may have a label of its own (栏次), but none of
    the format (`is_known`), and what it numbers stands below it.
    """
    rows = _drop_count_row(table, is_known)
    turned = turn(rows)  # a column that counts is a row that does in the turned table
    columns = _drop_count_row(turned, is_known)
    return rows if columns is turned else turn(columns)


def _drop_count_row(table: Table, is_known: Callable[[str], bool]) -> Table:
    lines: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.text.strip():
            lines.setdefault(cell.row, []).append(cell)
    for row in sorted(lines)[:-1]:
        texts = [cell.text for cell in lines[row]]
        label = "" if is_count(texts[0]) else texts[0]
        if label and is_known(label):
            continue
        numbers = [text for text in texts if text != label]  # a split cell repeats its label
        if are_counts(numbers) and row + 1 in lines:
            return keep_rows(table, [*range(row), *range(row + 1, table.height)])
    return table


def keep_rows(table: Table, rows: Sequence[int]) -> Table:
    """The table with some of its rows alone; a cell that reaches over others shrinks."""
    cells: list[Cell] = []
    for cell in table.cells:
        row, after = bisect_left(rows, cell.row), bisect_left(rows, cell.row + cell.row_span)
        if row < after:
            cells.append(msgspec.structs.replace(cell, row=row, row_span=after - row))
    return msgspec.structs.replace(table, cells=tuple(cells), height=len(rows))


def merge_equal(table: Table) -> Table:
    """The table with labels that stand side by side and are the same made one.

    Who splits a merged cell, or reads one with a program, has its text in every part.
    """
    cells: list[Cell] = []
    for cell in table.cells:
        last = cells[-1] if cells else None
        if (
            last is not None
            and (last.row, last.row_span, last.text) == (cell.row, cell.row_span, cell.text)
            and last.column + last.column_span == cell.column
            and any(map(str.isalpha, cell.text))
        ):
            span = last.column_span + cell.column_span
            cells[-1] = msgspec.structs.replace(last, column_span=span)
        else:
            cells.append(cell)
    if len(cells) == len(table.cells):
        return table
    return msgspec.structs.replace(table, cells=tuple(cells))


# what a cell holds

_Key = tuple[str, str]
_Total = tuple[_Key, tuple[_Key, ...]]
"""A cell, and those of which it is the sum."""

_NOTHING = frozenset("-—–―/\\_*·.~")
_WORDS_FOR_NOTHING = (NOTHING, "na", "n/a")
_NUMBER = later(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_NOTED = later(
    "[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f]"
)
"""Digits that are marks of notes: `37①` is no 371."""

_PLUS = later(r"^\s*[+＋](?=\s*[0-9０-９])")
_LONGEST = 40


class CellFigure(NamedTuple):
    """What a cell holds: see `CellReading`."""

    status: Literal["number", "blank", "unreadable"]
    value: Number | None = None
    decimal: bool = False


@remember_results(8192)
def read_cell_figure(text: str) -> CellFigure:
    """The figure that a cell holds.

    Full-width digits, thousands separators and spaces inside a number are read; a blank cell
    or a mark for nothing (`/`, `-`, `—`, `无`) is `blank`. Two numbers on two lines, a unit,
    words, the mark of a note: `unreadable`.
    """
    if text.isdigit() and text.isascii() and len(text) < _LONGEST:  # nearly all cells
        return CellFigure("number", int(text))
    stripped = flatten(text).strip()
    if not stripped or (len(stripped) < _LONGEST and _is_nothing(stripped)):
        return CellFigure("blank")
    if len(stripped) > _LONGEST or (any(map(_is_enclosed, text)) and _NOTED.search(text)):
        return CellFigure("unreadable")
    lines = [part for part in stripped.splitlines() if part.strip()]
    if len(lines) > 1:
        return CellFigure("unreadable")
    plain = "".join(lines[0].split()).replace("−", "-")
    if plain[:1] in "—–－":
        plain = "-" + plain[1:]
    # What has no digit needs no pattern, which only then is compiled.
    if not any(map(str.isdecimal, plain)) or not _NUMBER.fullmatch(plain):
        return CellFigure("unreadable")
    plain = plain.replace(",", "")
    if "." in plain:
        return CellFigure("number", Decimal(plain), decimal=True)
    return CellFigure("number", int(plain))


def _is_enclosed(char: str) -> bool:
    """Whether a character is a numeral, but no digit of figures and none of Chinese: ①, ²."""
    return char.isnumeric() and not (char.isdecimal() or char.isalpha())


def _is_nothing(text: str) -> bool:
    """Whether a text is a mark for nothing: /, —, 无."""
    return text.lower() in _WORDS_FOR_NOTHING or _NOTHING.issuperset("".join(text.split()))


def read_cell(
    row: str, column: str, cell: Cell | None, anchor: Anchor, *, signed: bool = False
) -> CellReading:
    """The reading of a number cell by its keys; where the table has no cell there, a blank.

    `signed` says that its figure may have a plus before it; `anchor` is that of the row.
    """
    if cell is not None and cell.anchor.cell and cell.anchor.line == anchor.line:
        anchor = cell.anchor
    text = cell.text if cell is not None else ""
    status, value, decimal = read_cell_figure(_PLUS.sub("", text) if signed else text)
    number = 0 if cell is None else cell.anchor.cell or cell.column + 1
    return CellReading(row, column, text, anchor, status, value, decimal, column_number=number)


# figures with words

_NOTE = later(
    r"\s*(?:[*＊※★☆△▲†‡]{1,3}|[①-⒛⓪❶-➓²³¹⁰-⁹]+"
    rf"|[\[［〔【]{NOTE}?\d{{1,2}}[\]］〕】]|[(（]?{NOTE}\d{{0,2}}[)）]?)$"
)
"""The mark of a note behind a figure, or a note."""


def read_worded_cells(reading: TableReading, pack: Pack) -> TableReading:
    """The table with the figures of cells that have a unit or a note beside them (`20件`, `0*`), or
    are in Chinese numerals.
    """
    strange = {key: one for key, one in reading.cells.items() if one.status == "unreadable"}
    if not strange:
        return reading
    blocks = next(table.blocks for table in pack.tables if table.key == reading.key)
    axes = [axis for block in blocks for axis in (*block.rows, *block.columns)]
    amounts = {axis.key for axis in axes if axis.kind == "amount"}
    money = tuple(unit for unit, factor in pack.prose.money.items() if factor == 1)
    units = (*pack.prose.units, *pack.prose.signs.request_units)
    for key, cell in strange.items():
        found = _read_worded_figure(cell.text, money if amounts.intersection(key) else units)
        # not 18743（单位：元） in a column of 万元
        if found is not None and not _names_other_money(cell.text, pack.prose.money):
            told = {"status": "worded", "value": found.value, "decimal": found.decimal}
            strange[key] = msgspec.structs.replace(cell, **told)
    return msgspec.structs.replace(reading, cells={**reading.cells, **strange})


def _names_other_money(text: str, money: Mapping[str, int]) -> bool:
    """Whether the longest unit of money that a text names is not that of the tables."""
    return money.get(max((unit for unit in money if unit in text), key=len, default=""), 1) != 1


def _read_worded_figure(text: str, units: Sequence[str]) -> CellFigure | None:
    """The figure that stands before one of the units, also in brackets, or a note, or both."""
    rest, counted = text.strip(), False
    for _ in range(2 if len(rest) <= _LONGEST else 0):
        note = _NOTE.search(rest)
        rest = rest if note is None else rest[: note.start()].rstrip()
        bare = rest[:-1].replace("（", "(") if rest.endswith((")", "）")) else rest
        unit = max((unit for unit in units if bare.endswith(unit)), key=len, default="")
        before = bare.removesuffix(unit)
        if unit and (bare == rest or before.endswith("(")):
            rest, counted = before.removesuffix("(").rstrip(), True
    found = read_cell_figure(rest)
    if found.status == "number":
        return found
    try:
        value = read_chinese_value(rest) if rest else None
    except KeyError:
        return None
    # a stroke alone may be a dash, which stands for nothing, and 万 alone is no figure
    unsure = rest in BARE_PLACES or (value == 1 and len(rest) == 1 and not counted)
    return None if value is None or unsure else CellFigure("number", value)


# blank totals


def mark_blank_totals(reading: TableReading, pack: Pack) -> TableReading:
    """The table with its blank totals marked as unknown that have something to add up.

    A blank among the parts of a sum stands for none; a blank total of parts that are not all none
    does not stand for 0. A part that is not known may be something, too.
    """
    if all(cell.status != "blank" for cell in reading.cells.values()):
        return reading
    adding = {key for key, cell in reading.cells.items() if cell.counted != 0}
    if not adding:
        return reading
    cells = dict(reading.cells)
    totals = _find_totals(pack).get(reading.key, ())
    # A total that is unknown makes those unknown of which it is a part: again, until none is new.
    before = -1
    unknown: set[_Key] = set()
    while len(unknown) > before:
        before = len(unknown)
        for whole, parts in totals:
            cell = cells.get(whole)
            if cell is not None and cell.status == "blank" and not adding.isdisjoint(parts):
                unknown.add(whole)
                adding.add(whole)
                cells[whole] = msgspec.structs.replace(cell, unknown=True)
    return msgspec.structs.replace(reading, cells=cells) if unknown else reading


@per_pack
def _find_totals(pack: Pack) -> Mapping[str, tuple[_Total, ...]]:
    """The totals of every table, as the equations of the pack's rules have them."""
    found: dict[str, list[_Total]] = {table.key: [] for table in pack.tables}
    tables = {table.key: table for table in pack.tables}
    for rule in pack.rules:
        check = rule.check
        if not is_footing(check) or check.table not in tables:
            continue
        parsed = parse_equation(check.equation)
        for whole, parts in ((parsed.right, parsed.left), (parsed.left, parsed.right)):
            if len(whole) != 1 or len(parts) < 2 or any(sign == "-" for sign, _ in parts):
                continue  # with a minus, parts that are not 0 may well come to 0
            for line in list_lines(check, tables[check.table]):
                cells = [
                    (line, key) if check.each == "row" else (key, line)
                    for _, key in (*whole, *parts)
                ]
                found[check.table].append((cells[0], tuple(cells[1:])))
    return {table: tuple(totals) for table, totals in found.items()}


# bands: header rows, and data rows under them

_DEEPEST = 16
"""Rows of headings over a column that may make up its label."""


class DataRow(msgspec.Struct, frozen=True):
    """A row of figures: its label cell, the label cell left of it, its place in the grid."""

    leaf: Cell
    group: Cell | None
    row: int
    known: LabelEntry | None


class Band(msgspec.Struct):
    """Header rows and the data rows under them. `block` is the block label read above, if any."""

    grid: Grid
    header: range
    block: str = ""
    rows: list[DataRow] = msgspec.field(default_factory=list)
    known_end: int = 0
    end: int = 0

    def add(self, data: DataRow) -> None:
        self.rows.append(data)
        end = data.leaf.column + data.leaf.column_span
        self.end = max(self.end, end)
        if data.known:
            self.known_end = max(self.known_end, end)

    def drop_rows(self) -> Band:
        """A band under the same header that has no rows yet."""
        return msgspec.structs.replace(self, rows=[])

    @property
    def value_start(self) -> int:
        """The grid column where the figures begin: after the widest known label."""
        return self.known_end or self.end or 1

    def read_columns(self, lexicon: LabelLexicon) -> list[FoundLabel]:
        """The labels over the figures, left to right, without those that say nothing."""
        found: list[FoundLabel] = []
        last: Cell | None = None
        for column in range(self.value_start, self.grid.width):
            cells = drop_count_cells(self.grid.above(column, self.header))
            if not cells or cells[-1] is last:
                continue
            last = cells[-1]
            texts = [c.text for c in cells if c.text.strip() and not lexicon.is_frame(c.text)]
            texts = texts[-_DEEPEST:]
            words = tuple("".join(texts[i:]) for i in range(len(texts)))
            if words:
                found.append(FoundLabel(words, last.anchor, column))
        return found

    def find_block_labels(self, lexicon: LabelLexicon) -> Iterator[BlockLabel]:
        """The labels of blocks that stand at the left of the rows or of the heading."""
        beside = [data.group for data in self.rows if data.group is not None]
        for row in self.header:
            beside += [cell for cell in self.grid.row(row) if cell.column < self.value_start]
        for cell in beside:
            entry = lexicon.find_block(cell.text)
            if entry is not None:
                yield BlockLabel(cell.text, cell.anchor, entry.key)


class BlockLabel(msgspec.Struct, frozen=True):
    """A row that heads a block, of this format or (`obsolete`) of an earlier one.

    `row` is its place in the grid, -1 where it has no row of its own.
    """

    text: str
    anchor: Anchor
    key: str
    obsolete: bool = False
    row: int = -1


def find_lead_label(lead: Sequence[Paragraph], lexicon: LabelLexicon) -> BlockLabel | None:
    """The label of a block that a line above a table has, as the format writes it."""
    labels = {block.key: block.label for block in lexicon.spec.blocks}
    for paragraph in reversed(lead):
        entry = lexicon.find_block(paragraph.shown)
        if entry is not None:
            return BlockLabel(labels[entry.key], paragraph.anchor, entry.key)
    return None


def divide_by_headers(grid: Grid, lexicon: LabelLexicon) -> Iterator[Band | BlockLabel]:
    """The bands and block labels of a table, top to bottom."""
    band = Band(grid, range(0))
    for row in range(grid.height):
        cells = [cell for cell in grid.row(row) if cell.text.strip()]
        # What stands alone without a letter is a page number that a converter left between rows;
        # a row with nothing but what reaches in from above is blank.
        number = len(cells) == 1 and not any(map(str.isalpha, cells[0].text))
        if number or all(cell.row < row for cell in cells):
            continue
        label = _read_block_label(cells, lexicon)
        if label is not None:
            if band.rows or band.header:
                yield band
            yield label
            band = Band(grid, range(row + 1, row + 1), block=label.key)
            continue
        data = _read_data_row(cells, row, band, lexicon)
        if data is not None:
            band.add(data)
        elif _count_columns(cells, lexicon) or not (band.rows or lexicon.is_group(cells[-1].text)):
            if band.rows:  # a header again: on a new page, or of the next block
                yield band
                band = Band(grid, range(row, row), block=band.block)
            start = band.header.start if band.header else row
            band.header = range(start, row + 1)
    if band.rows or band.header:
        yield band


def _read_block_label(cells: list[Cell], lexicon: LabelLexicon) -> BlockLabel | None:
    # beside it may stand what is none of the format: a column for remarks
    if any(lexicon.entries(c.text) or any(map(str.isdecimal, c.text)) for c in cells[1:]):
        return None
    text = cells[0].text
    block = lexicon.find_block(text)
    if block is not None:
        return BlockLabel(text, cells[0].anchor, block.key, row=cells[0].row)
    entry = lexicon.find(text, "obsolete")
    if entry is not None and entry.key == "block":
        return BlockLabel(text, cells[0].anchor, "", obsolete=True, row=cells[0].row)
    return None


def _count_columns(cells: list[Cell], lexicon: LabelLexicon) -> int:
    return sum(
        lexicon.find(cell.text, "column") is not None or _is_obsolete(cell.text, "column", lexicon)
        for cell in cells
    )


def _is_obsolete(text: str, kind: str, lexicon: LabelLexicon) -> bool:
    entry = lexicon.find(text, "obsolete")
    return entry is not None and entry.key == kind


def _read_data_row(
    cells: list[Cell], row: int, band: Band, lexicon: LabelLexicon
) -> DataRow | None:
    known = _find_known_leaf(cells, lexicon)
    at, entry = known or (_find_unknown_leaf(cells, row, band, lexicon), None)
    return DataRow(cells[at], _find_group_cell(cells, at), row, entry) if at >= 0 else None


def _find_group_cell(cells: list[Cell], at: int) -> Cell | None:
    """The label left of a row's own, which may have been written into several cells."""
    while at and cells[at - 1].text == cells[at].text:
        at -= 1
    return cells[at - 1] if at else None


def _find_known_leaf(cells: list[Cell], lexicon: LabelLexicon) -> tuple[int, LabelEntry] | None:
    """The label cell of a row of the format: the last one before any column label.

    Some labels may be a row's or a column's (总计): beside a column label they are a column's,
    unless they are written just as the row's.
    """
    found: tuple[int, LabelEntry] | None = None
    # labels of columns that may stand beside it: none where it may be one itself
    columns, most = 0, 1
    stands_for = lexicon.entries
    for at, cell in enumerate(cells):
        entries = stands_for(cell.text)
        if not entries:
            continue  # a figure, as in most cells
        entry, column = find_first_of_kind(entries, "row"), find_first_of_kind(entries, "column")
        exact = entry is not None and (column is None or make_label_form(cell.text) == entry.exact)
        if entry is not None and not columns and (exact or cell.column <= 1):
            found, most = (at, entry), int(exact)
        elif column is not None:
            columns += 1
    return found if columns <= most else None


def _find_unknown_leaf(cells: list[Cell], row: int, band: Band, lexicon: LabelLexicon) -> int:
    """The label cell of a row that the format does not have, or -1 for no data row.

    It stands before the figures; where the row has none, it ends where labels of this band
    end and blank cells follow.
    """
    if _count_columns(cells, lexicon) > 1:
        return -1
    for at, cell in enumerate(cells):
        if read_cell_figure(cell.text).status == "number":
            return at - 1  # -1 where a figure stands first: a row without a label is none of data
    last = cells[-1]
    end = last.column + last.column_span
    blank_after = end < band.grid.width and band.grid.at(row, end) is not None
    old = _is_obsolete(last.text, "row", lexicon)
    alike = band.rows and band.header and end == band.value_start
    return len(cells) - 1 if blank_after and (old or alike) and not is_note(last.text) else -1
