"""Tables laid out as the format has them, read into cells: as a grid, or across, as table 3.

A grid has row labels at the left and column labels above. It is cut into bands
(`divide_by_headers`), each of which becomes a part of one block with its columns. Of a table laid
out across, the rows stand side by side as groups of columns, over one line of figures. Rows and
columns are set against the format's (`labels`) and cells read by their keys; what the labels come
to is told: recognised, of other formats, missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from gblint.document import Anchor, Cell
from gblint.pack.model import AxisSpec, BlockSpec, GroupSpec
from gblint.report.model import CellReading, LabelReading, Missing, OtherLabel, TableReading
from gblint.report.tables.grid import (
    Band,
    BlockLabel,
    DataRow,
    Grid,
    PlacedTable,
    divide_by_headers,
    drop_count_cells,
    find_lead_label,
    find_more_figures,
    read_cell,
    read_cell_figure,
)
from gblint.report.tables.labels import (
    Assignment,
    FoundLabel,
    LabelEntry,
    LabelLexicon,
    assign_labels,
    is_count_row,
    list_other_labels,
    make_label_form,
    read_label,
    strip_ordinal,
)


class _Part(msgspec.Struct):
    """A band of a table with its block and its columns settled.

    `shift` is by how many columns its figures stand right of those whose labels they take over.
    """

    band: Band
    block: BlockSpec
    columns: Assignment
    shift: int = 0


_Places = list[tuple[_Part, DataRow]]
"""Where the rows stand, by `FoundLabel.index`."""


def read_grid(
    items: Sequence[PlacedTable], lexicon: LabelLexicon, *, turned: bool = False
) -> TableReading:
    """Read a table with row labels at the left and column labels above.

    `turned` says that the cells of a row do not stand on one line of the document.
    """
    parts: list[_Part] = []
    heads: list[BlockLabel] = []
    copies: list[OtherLabel] = []
    seen: set[str] = set()
    for item in items:
        bands = list(divide_by_headers(Grid(item.table), lexicon))
        keys = _list_row_keys(bands)
        if keys and keys <= seen:
            copies.append(OtherLabel("table", "", item.table.anchor, repeated=True))
            continue
        seen |= keys
        # A block that is a table of its own has its label in a line above it.
        lead = find_lead_label(item.lead, lexicon)
        if lead is not None and bands and not isinstance(bands[0], BlockLabel):
            heads.append(lead)
        for band in bands:
            if isinstance(band, BlockLabel):
                heads.append(band)
            else:
                parts += _build_parts(band, parts, lexicon)
    heads += _find_labels_beside(parts, heads, lexicon)
    rows, places = _assign_rows(parts, lexicon)
    collapsed = _find_collapsed(rows, lexicon)
    rows = _drop_headings(_drop_collapsed(rows, collapsed), places, lexicon)
    hits = [(hit.spec, hit.found) for hit in rows.assigned]
    hits += [(group.rows[0], group.label) for group in collapsed]
    reader = _LabelReader(lexicon, parts, rows, places, heads)
    sure = sum(hit.confidence for hit in rows.assigned)
    return TableReading(
        key=lexicon.spec.key,
        anchor=items[0].table.anchor,
        section=items[0].section,
        cells=_read_cells(hits, places, turned=turned),
        labels=tuple(reader.read_labels()),
        others=(*reader.list_others(), *copies[:1]),
        missing=(*reader.list_missing(), *(group.build_missing(lexicon) for group in collapsed)),
        confidence=round(sure / max(len(rows.assigned) + len(rows.missing), 1), 2),
        collapsed={row.key: group.group.key for group in collapsed for row in group.rows},
        number=lexicon.spec.number,
    )


def _find_labels_beside(
    parts: Sequence[_Part], heads: Sequence[BlockLabel], lexicon: LabelLexicon
) -> list[BlockLabel]:
    """The labels of blocks that have none above them, at the left of their rows."""
    known = {head.key for head in heads}
    found: dict[str, BlockLabel] = {}
    for part in parts:
        if part.block.label and part.block.key not in known:
            for label in part.band.find_block_labels(lexicon):
                found.setdefault(label.key, label)
    return [label for key, label in found.items() if key not in known]


def _list_row_keys(bands: Sequence[Band | BlockLabel]) -> set[str]:
    return {
        data.known.key
        for band in bands
        if isinstance(band, Band)
        for data in band.rows
        if data.known is not None
    }


def _build_parts(band: Band, before: Sequence[_Part], lexicon: LabelLexicon) -> list[_Part]:
    """Settle which blocks a band is of and what its columns are.

    A band without header rows goes on with the columns of the one before: a table that the
    page cuts. One header may stand over the rows of several blocks.
    """
    if not band.rows and not band.block:
        return []
    found = band.read_columns(lexicon)
    by_block = _divide_by_block(band, lexicon)
    parts = [_build_part(own, block, found, before, lexicon) for block, own in by_block]
    # What one block does not know may be a column of another: only what none knows is foreign.
    known = {id(hit.found) for part in parts for hit in part.columns.assigned}
    for part in parts:
        unknown = tuple(label for label in part.columns.unknown if id(label) not in known)
        part.columns = msgspec.structs.replace(part.columns, unknown=unknown)
    return parts


def _divide_by_block(band: Band, lexicon: LabelLexicon) -> list[tuple[BlockSpec, Band]]:
    """The rows of each block under one header."""
    blocks = lexicon.spec.blocks
    known = [lexicon.block_of_row[data.known.key] for data in band.rows if data.known]
    # Where unknown rows stand first, it cannot be told of which block they are.
    if all(block is known[0] for block in known) or band.rows[0].known is None:
        named = (block for block in blocks if block.key == band.block)
        return [(known[0] if known else next(named, blocks[0]), band)]
    found: dict[str, tuple[BlockSpec, Band]] = {}
    block = known[0]
    for data in band.rows:
        block = lexicon.block_of_row[data.known.key] if data.known else block
        found.setdefault(block.key, (block, band.drop_rows()))[1].rows.append(data)
    return list(found.values())


def _build_part(
    band: Band,
    block: BlockSpec,
    found: Sequence[FoundLabel],
    before: Sequence[_Part],
    lexicon: LabelLexicon,
) -> _Part:
    if not found and before:
        previous = before[-1]
        shift = band.value_start - previous.band.value_start
        wider = band.grid.width - previous.band.grid.width
        # The rest of a table may have one column of labels less, where no group begins on that
        # page; columns that are more or fewer for another reason are not the same ones.
        if wider in (0, shift):
            columns = previous.columns
            if previous.block is not block:
                labels = [hit.found for hit in columns.assigned]
                columns = assign_labels(labels, block.columns, lexicon, "column")
            if previous.block is block or not (columns.missing or columns.unknown):
                return _Part(band, block, columns, previous.shift + wider)
    return _Part(band, block, assign_labels(found, block.columns, lexicon, "column"))


def _assign_rows(parts: Sequence[_Part], lexicon: LabelLexicon) -> tuple[Assignment, _Places]:
    """All rows of the table set against the format's; where each of them stands."""
    places = [(part, data) for part in parts for data in part.band.rows]
    found = [
        FoundLabel((data.leaf.text,), data.leaf.anchor, at) for at, (_, data) in enumerate(places)
    ]
    expected = [row for block in lexicon.spec.blocks for row in block.rows]
    return assign_labels(found, expected, lexicon, "row"), places


def _read_cells(
    rows: Sequence[tuple[AxisSpec, FoundLabel]], places: _Places, *, turned: bool
) -> dict[tuple[str, str], CellReading]:
    cells: dict[tuple[str, str], CellReading] = {}
    for spec, found in rows:
        part, data = places[found.index]
        if spec not in part.block.rows:
            continue  # a row that stands among those of another block has no columns there
        grid, start = part.band.grid, part.band.value_start
        for column in part.columns.assigned:
            cell = grid.at(data.row, column.found.index + part.shift)
            if cell is not None and cell.column < start:
                cell = None  # a label that reaches over the places of figures is none
            row, key = spec.key, column.spec.key
            signed = spec.kind == "signed" or column.spec.kind == "signed"
            anchor = cell.anchor if turned and cell is not None else data.leaf.anchor
            cells[row, key] = read_cell(row, key, cell, anchor, signed=signed)
    return cells


# groups of rows that a table has as one


class _CollapsedGroup(msgspec.Struct, frozen=True, gc=False):
    """A group of rows of which a table has but the label, with figures beside it.

    The figures stand for the first row of the group, the others are nothing: sums come out.
    """

    group: GroupSpec
    rows: Sequence[AxisSpec]
    label: FoundLabel

    def build_missing(self, lexicon: LabelLexicon) -> Missing:
        keys = tuple(row.key for row in self.rows)
        block = lexicon.block_of_row[keys[0]]
        return Missing("collapsed", self.group.key, self.group.label, keys, block.key)


def _find_collapsed(found: Assignment, lexicon: LabelLexicon) -> list[_CollapsedGroup]:
    """The groups all of whose rows are absent, and whose label stands where a row's would."""
    collapsed: list[_CollapsedGroup] = []
    gone = {spec.key for spec in found.missing}
    for group in lexicon.spec.row_groups if gone else ():
        rows = [
            row for block in lexicon.spec.blocks for row in block.rows if row.group == group.key
        ]
        if len(rows) < 2 or not gone.issuperset(row.key for row in rows):
            continue
        entries = ((label, lexicon.find(label.words[0], "row_group")) for label in found.unknown)
        labels = [label for label, entry in entries if entry is not None and entry.key == group.key]
        if len(labels) == 1:
            collapsed.append(_CollapsedGroup(group, rows, labels[0]))
    return collapsed


def _drop_collapsed(found: Assignment, collapsed: Sequence[_CollapsedGroup]) -> Assignment:
    """The rows without what is told as collapsed: neither absent nor foreign."""
    if not collapsed:
        return found
    labels = {id(group.label) for group in collapsed}
    keys = {row.key for group in collapsed for row in group.rows}
    return msgspec.structs.replace(
        found,
        unknown=tuple(label for label in found.unknown if id(label) not in labels),
        missing=tuple(spec for spec in found.missing if spec.key not in keys),
    )


def _drop_headings(found: Assignment, places: _Places, lexicon: LabelLexicon) -> Assignment:
    """The rows without those that have but the label of a group, and no figure."""

    def is_heading(label: FoundLabel) -> bool:
        part, data = places[label.index]
        beside = [c for c in part.band.grid.row(data.row) if c.column > data.leaf.column]
        blank = all(read_cell_figure(cell.text).status == "blank" for cell in beside)
        return blank and lexicon.is_group(data.leaf.text)

    unknown = tuple(label for label in found.unknown if not is_heading(label))
    return msgspec.structs.replace(found, unknown=unknown)


# what the labels come to


class _LabelReader(msgspec.Struct):
    """The labels of a table laid out as a grid."""

    lexicon: LabelLexicon
    parts: Sequence[_Part]
    rows: Assignment
    places: _Places
    heads: Sequence[BlockLabel]

    def read_labels(self) -> Iterator[LabelReading]:
        """Every recognised row, column, group and block label."""
        for hit in self.rows.assigned:
            block = self.lexicon.block_of_row[hit.spec.key].key
            yield read_label(hit, kind="row", block=block)
        yield from self._read_groups()
        for part in self.parts:
            for hit in part.columns.assigned:
                yield read_label(hit, kind="column", block=part.block.key)
        specs = {block.key: block for block in self.lexicon.spec.blocks}
        for head in self.heads:
            if not head.obsolete:
                label = specs[head.key].label
                exact = make_label_form(head.text) == make_label_form(label)
                yield LabelReading("block", head.key, label, head.text, head.anchor, exact=exact)

    def _read_groups(self) -> Iterator[LabelReading]:
        """The group labels left of the rows.

        A label that a page cuts stands in several cells; together they are the label.
        """
        groups = {group.key: group for group in self.lexicon.spec.row_groups}
        pieces: dict[str, dict[int, Cell]] = {}
        for hit in self.rows.assigned:
            cell = self.places[hit.found.index][1].group
            if cell is None or not strip_ordinal(cell.text).strip("0123456789()"):
                continue  # a column that numbers the rows
            if hit.spec.group in groups and not hit.misplaced:
                pieces.setdefault(hit.spec.group, {})[id(cell)] = cell
        for key, cells in pieces.items():
            yield from self._read_group(list(cells.values()), groups[key])

    def _read_group(self, cells: Sequence[Cell], group: GroupSpec) -> Iterator[LabelReading]:
        def build(text: str, anchor: Anchor, *, exact: bool) -> LabelReading:
            return LabelReading("group", group.key, group.label, text, anchor, exact=exact)

        whole = "".join(cell.text for cell in cells)
        if len(cells) > 1 and make_label_form(whole) == make_label_form(group.label):
            yield build(whole, cells[0].anchor, exact=True)
            return
        for cell in cells:
            if self._is_cut(cell, group):
                continue
            entry = self.lexicon.find(cell.text, "row_group")
            if entry is None and self.lexicon.find(cell.text, "row") is not None:
                continue  # the row before, taken to reach this far
            if entry is None or entry.key == group.key:
                exact = entry is not None and make_label_form(cell.text) == entry.exact
                yield build(cell.text, cell.anchor, exact=exact)

    def _is_cut(self, cell: Cell, group: GroupSpec) -> bool:
        """Whether a cell holds a piece of a label and another the rest: a page came between."""
        words, whole = strip_ordinal(cell.text), strip_ordinal(group.label)
        if not words or words == whole or words not in whole:
            return False
        rest = whole.replace(words, "", 1)
        tables = {id(part.band.grid): part.band.grid.table for part in self.parts}
        return any(strip_ordinal(c.text) == rest for table in tables.values() for c in table.cells)

    def list_others(self) -> Iterator[OtherLabel]:
        """Labels of earlier formats, of none, and second copies."""
        for head in self.heads:
            if head.obsolete:
                yield OtherLabel("block", head.text, head.anchor, obsolete=True)
        yield from list_other_labels(self.rows, "row", self.lexicon)
        foreign: set[str] = set()
        for part in self.parts:
            others = list(list_other_labels(part.columns, "column", self.lexicon))
            if not any(data.known for data in part.band.rows):
                # A block of an earlier format has columns that other blocks still have.
                others = [one for one in others if not self.lexicon.find(one.text, "column")]
            yield from (
                other
                for other in others
                if other.obsolete or other.repeated or strip_ordinal(other.text) not in foreign
            )
            # A column (备注) that every block has is one: it is told at the first.
            foreign.update(strip_ordinal(label.text) for label in others if not label.repeated)

    def list_missing(self) -> Iterator[Missing]:
        """Blocks, rows and columns that are not there; a block stands for all it has."""
        absent = {spec.key for spec in self.rows.missing}
        headed = {head.key for head in self.heads}
        for block in self.lexicon.spec.blocks:
            rows = tuple(row.key for row in block.rows)
            if block.label and block.key not in headed:
                gone = absent.issuperset(rows)
                yield Missing("block", block.key, block.label, rows if gone else (), block.key)
                if gone:
                    continue
            for row in block.rows:
                if row.key in absent:
                    yield Missing("row", row.key, row.label, (row.key,), block.key)
            yield from self._list_missing_columns(block)

    def _list_missing_columns(self, block: BlockSpec) -> Iterator[Missing]:
        columns = [part.columns for part in self.parts if part.block is block]
        if not columns:
            return
        there = {hit.spec.key for assignment in columns for hit in assignment.assigned}
        found = there or any(assignment.unknown for assignment in columns)
        if not found and len(block.columns) > 1:
            keys = tuple(column.key for column in block.columns)
            labels = "、".join(column.label for column in block.columns)
            yield Missing("header", block.key, labels, keys, block.key)
            return
        for column in block.columns:
            if column.key not in there:
                yield Missing("column", column.key, column.label, (column.key,), block.key)


# tables laid out across


class _Leaf(msgspec.Struct, frozen=True):
    """A column of figures: its label, and the label of the group above it, if any."""

    found: FoundLabel
    group: Cell | None
    known: LabelEntry | None


_Run = list[_Leaf]
"""The columns of figures of one group, left to right."""


def read_across(items: Sequence[PlacedTable], lexicon: LabelLexicon) -> TableReading:
    """Read the first of the tables; any further one is a second copy."""
    table = items[0].table
    grid, block = Grid(table), lexicon.spec.blocks[0]
    line = _find_figures_row(grid, lexicon)
    leaves = _find_leaves(grid, line, lexicon)
    runs = _divide_by_group(leaves, len(block.rows), block.columns, inferred=table.inferred)
    groups = _assign_groups(runs, block.rows, lexicon, inferred=table.inferred)
    keys = _name_runs(runs, groups, block)
    labels = [read_label(hit, kind="row", block=block.key) for hit in groups.assigned]
    others: list[OtherLabel] = []
    cells: dict[tuple[str, str], CellReading] = {}
    for run, key in zip(runs, keys, strict=True):
        if key is None:
            others.append(_read_unknown_group(run[0], lexicon))
            continue
        columns = assign_labels([leaf.found for leaf in run], block.columns, lexicon, "column")
        for hit in columns.assigned:
            labels.append(read_label(hit, kind="column", block=key))
            cell = grid.at(line, hit.found.index)
            anchor = cell.anchor if cell is not None else hit.found.anchor
            cells[key, hit.spec.key] = read_cell(key, hit.spec.key, cell, anchor)
        others += list_other_labels(columns, "column", lexicon)
    copies = [extra.table.anchor for extra in items[1:]]
    copies += find_more_figures(grid, line, len(leaves))
    return TableReading(
        key=lexicon.spec.key,
        anchor=table.anchor,
        section=items[0].section,
        cells=cells,
        labels=tuple(labels),
        others=(*others, *(OtherLabel("table", "", at, repeated=True) for at in copies[:1])),
        missing=tuple(_list_missing_results(block, keys, cells)),
        confidence=round(len(groups.assigned) / len(block.rows), 2),
        number=lexicon.spec.number,
    )


def _find_figures_row(grid: Grid, lexicon: LabelLexicon) -> int:
    """The row of figures: the first with a number, else the first under the labels.

    A row that counts the columns (1, 2, 3 …) is not it where another row of numbers follows.
    Without any, the table's height.
    """
    first_blank: int | None = None
    counted: int | None = None
    below_labels = False
    for row in range(grid.height):
        texts = [cell.text for cell in grid.row(row)]
        known = sum(lexicon.find(text, "column") is not None for text in texts if text)
        if any(read_cell_figure(text).status == "number" for text in texts) and not known:
            if counted is None and is_count_row(texts):
                counted, first_blank = row, None
                continue
            return row
        if known:
            below_labels, first_blank = True, None
        elif below_labels and first_blank is None and (counted is None or not any(texts)):
            first_blank = row
    if first_blank is not None:
        return first_blank
    return grid.height if counted is None else counted


def _find_leaves(grid: Grid, line: int, lexicon: LabelLexicon) -> list[_Leaf]:
    leaves: list[_Leaf] = []
    last: Cell | None = None
    for column in range(grid.width):
        above = grid.above(column, range(line))
        cells = drop_count_cells([cell for cell in above if cell.text.strip()])
        if not cells or cells[-1] is last:
            continue
        last = cells[-1]
        known = lexicon.find(last.text, "column")
        groups = [c for c in cells[:-1] if not lexicon.is_frame(c.text)]
        if known is None and len(cells) == 1 and lexicon.is_frame(last.text):
            continue
        if known is None and not leaves and _is_label_column(grid, line, column):
            continue
        found = FoundLabel((last.text,), last.anchor, column)
        leaves.append(_Leaf(found, groups[-1] if groups else None, known))
    return leaves


def _is_label_column(grid: Grid, line: int, column: int) -> bool:
    """Whether a column has a word beside the figures (数量) and not one of them."""
    cell = grid.at(line, column)
    text = cell.text if cell is not None else ""
    return any(map(str.isalpha, text)) and read_cell_figure(text).status == "unreadable"


def _divide_by_group(
    leaves: Sequence[_Leaf], rows: int, results: Sequence[AxisSpec], *, inferred: bool
) -> list[_Run]:
    """The leaves by group: by the labels above them; where spans were only worked out, by count,
    or else each time that a result comes again.
    """
    runs: list[_Run] = []
    columns, first = len(results), results[0].key
    even = inferred and len(leaves) == rows * columns
    for index, leaf in enumerate(leaves):
        if even or not runs:
            new = index % columns == 0
        elif inferred:
            new = _starts_again(leaf, runs[-1], first)
        else:
            above = next((other.group for other in reversed(runs[-1]) if other.group), None)
            new = leaf.group is not None and leaf.group is not above
        if new:
            runs.append([])
        runs[-1].append(leaf)
    return runs


def _starts_again(leaf: _Leaf, run: _Run, first: str) -> bool:
    """Whether a result begins a new group: the first of all, or one that the group has.

    Twice in a row it is a doubled column.
    """
    keys = [other.known.key for other in run if other.known]
    if leaf.known is None or leaf.known.key == (keys[-1] if keys else ""):
        return False
    return leaf.known.key == first or leaf.known.key in keys


def _assign_groups(
    runs: Sequence[_Run], rows: Sequence[AxisSpec], lexicon: LabelLexicon, *, inferred: bool
) -> Assignment:
    """The labels of the groups set against the rows of the format.

    Where spans were only worked out, a label may reach too far: as many labels as groups are
    taken in their order.
    """
    above = [
        list({id(leaf.group): leaf.group for leaf in run if leaf.group is not None}.values())
        for run in runs
    ]
    every = {id(cell): cell for cells in above for cell in cells}
    if inferred and len(every) == len(runs):
        above = [[cell] for cell in every.values()]
    found: list[FoundLabel] = []
    for at, (run, own) in enumerate(zip(runs, above, strict=True)):
        texts = tuple(cell.text for cell in own) or ("",)
        found.append(FoundLabel(texts, own[0].anchor if own else run[0].found.anchor, at))
    return assign_labels(found, rows, lexicon, "row")


def _name_runs(runs: Sequence[_Run], groups: Assignment, block: BlockSpec) -> list[str | None]:
    """The row key of every run. A run without a label that tells takes the place left."""
    known = {hit.found.index: hit.spec.key for hit in groups.assigned}
    repeated = {hit.found.index for hit in groups.repeated}
    left = list(groups.missing) if len(runs) == len(block.rows) else []
    for at in range(len(runs)):
        if at not in known and at not in repeated and left:
            known[at] = left.pop(0).key
    return [known.get(at) for at in range(len(runs))]


def _read_unknown_group(first: _Leaf, lexicon: LabelLexicon) -> OtherLabel:
    """The label over a group that the format does not have, or has but once."""
    text = first.group.text if first.group else first.found.words[0]
    anchor = first.group.anchor if first.group else first.found.anchor
    repeated = first.group is not None and lexicon.find(text, "row") is not None
    return OtherLabel("row", text, anchor, repeated=repeated)


def _list_missing_results(
    block: BlockSpec, keys: Sequence[str | None], cells: Mapping[tuple[str, str], CellReading]
) -> Iterator[Missing]:
    """Groups that are not there, and results that a group lacks."""
    for row in block.rows:
        if row.key not in keys:
            yield Missing("row", row.key, row.label, (row.key,), block.key)
            continue
        for column in block.columns:
            if (row.key, column.key) not in cells:
                yield Missing("column", column.key, column.label, (column.key,), row.key)
