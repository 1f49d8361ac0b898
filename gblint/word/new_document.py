"""A Word document of an office, written paragraph by paragraph and table by table.

Its styles, page, footers and settings are the parts in `new_parts`; what is written here names the
styles. The same content gives the same bytes: nothing in the file tells when it was made.

A table of a pack is laid out as the format has it: boxes on a grid, merged where labels span. Rows
and columns count from 0. The corner, group labels and block labels stand as in the notices'
templates; where one group of rows begins and ends within another, it is a part of it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

import docx
import msgspec
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.text.run import Run

from gblint.checks.equations import SignedCell
from gblint.checks.hits import CellKey
from gblint.pack.model import AxisSpec, BlockSpec, GroupSpec, TableSpec

_FOLDER = Path(__file__).parent / "new_parts"
_PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_relationships.xml",
    "docProps/core.xml": "core.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document_relationships.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fonts.xml",
    "word/footer1.xml": "footer_odd.xml",
    "word/footer2.xml": "footer_even.xml",
}

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can tell."""

_WIDTH = 8844
"""Of the text on the page, in twentieths of a point, as the other measures here."""

_FIGURE, _GROUP = 600, 700
"""The widths of a column of figures, and of one of labels of groups, beside long labels of rows."""

_LOW, _HIGH, _MANY_ROWS = 340, 480, 16
"""The least heights of rows, of a table with many of them and of one with few."""

_NO_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Piece = tuple[str, bool]
"""A piece of text, and whether it asks for something to be filled in."""


Anchored = tuple[Run, Run]
"""The runs from which a comment begins and with which it ends."""


class StartingFigure(msgspec.Struct, frozen=True):
    """What a cell begins with: a value, and what it is calculated from where it is a formula.

    The formula is `constant` and the cells of `terms`, of the same table, with their signs.
    """

    value: int
    constant: int = 0
    terms: tuple[SignedCell, ...] = ()


class NewDocument:
    """A document that grows from top to bottom; `save` gives its bytes."""

    def __init__(self, title: str, author: str) -> None:
        parts = zip_parts({name: (_FOLDER / file).read_bytes() for name, file in _PARTS.items()})
        self._document = docx.Document(io.BytesIO(parts))
        self._document.core_properties.title = drop_forbidden(title)
        self._document.core_properties.author = drop_forbidden(author)

    @property
    def takes_comments(self) -> bool:
        """Whether this python-docx can write comments (since 1.2)."""
        return hasattr(self._document, "add_comment")

    def add_paragraph(self, pieces: Iterable[Piece], style: str = "Normal") -> Anchored:
        """A paragraph of that style, by its id. A new line in a piece is one in the paragraph."""
        runs = "".join(_write_run(text, prompt=prompt) for text, prompt in pieces)
        element = self._append(f"<w:p {{}}>{_write_style(style)}{runs}</w:p>")
        return self._find_ends(element.findall(qn("w:r")))

    def add_table(
        self, grid: TableGrid, figure: Callable[[CellKey], StartingFigure]
    ) -> Mapping[CellKey, Anchored]:
        writer = _TableWriter(grid, figure)
        element = self._append(writer.write())
        # Word makes one table of two between which no paragraph stands.
        self._append(f"<w:p {{}}>{_write_style('AfterTable')}</w:p>")
        lines = [line.findall(qn("w:tc")) for line in element.findall(qn("w:tr"))]
        return {
            cell: self._find_ends(list(lines[row][at].iter(qn("w:r"))))
            for cell, (row, at) in writer.places.items()
        }

    def add_comment(self, at: Anchored, text: str, author: str) -> None:
        author = drop_forbidden(author)
        self._document.add_comment(
            [*at], text=drop_forbidden(text), author=author, initials=author[:2]
        )

    def save(self) -> bytes:
        # comments say when they were written, which would be another moment in each file
        for part in self._document.part.package.iter_parts():
            if str(part.partname) == "/word/comments.xml":
                root: Any = getattr(part, "element", ())
                for comment in root:
                    comment.attrib.pop(qn("w:date"), None)
        return save_document(self._document)

    def _append(self, text: str) -> Any:
        """Write XML, whose outermost element has `{}` for the namespaces, to the end."""
        element = parse_xml(text.replace("{}", nsdecls("w"), 1))
        # The properties of the section have to be the last in the body.
        self._document.element.body.sectPr.addprevious(element)
        return element

    def _find_ends(self, runs: Sequence[Any]) -> Anchored:
        return Run(runs[0], self._document), Run(runs[-1], self._document)


class _TableWriter:
    def __init__(self, grid: TableGrid, figure: Callable[[CellKey], StartingFigure]) -> None:
        self._grid = grid
        self._figure = figure
        # the boxes that each row of the grid has a part of, from the left
        boxes = sorted(grid.boxes, key=lambda box: box.column)
        self._lines = [
            [box for box in boxes if box.row <= row < box.row + box.row_span]
            for row in range(grid.height)
        ]
        self._widths = _divide_width(grid)
        self.places = {
            box.cell: (row, at)
            for row, line in enumerate(self._lines)
            for at, box in enumerate(line)
            if box.cell is not None
        }
        """The row and the number within it, from 0, of each figure. Word counts cells so, too."""

    def write(self) -> str:
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in self._widths)
        rows = "".join(self._write_row(row) for row in range(self._grid.height))
        return f"<w:tbl {{}}>{_TABLE}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"

    def _write_row(self, row: int) -> str:
        height = _LOW if self._grid.height > _MANY_ROWS else _HIGH
        head = "<w:tblHeader/>" if row < self._grid.heads else ""
        cells = "".join(self._write_cell(box, row) for box in self._lines[row])
        return (
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{head}'
            f"</w:trPr>{cells}</w:tr>"
        )

    def _write_cell(self, box: Box, row: int) -> str:
        width = sum(self._widths[box.column : box.column + box.column_span])
        span = f'<w:gridSpan w:val="{box.column_span}"/>' if box.column_span > 1 else ""
        begins = box.row == row
        merge = ""
        if box.row_span > 1:  # each row has a cell there, all but the first of them empty
            merge = '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
        long_labels = self._grid.labels > 1 and box.kind == "label"
        style = _write_style("TableLabel" if long_labels else "TableText")
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}'
            f'<w:vAlign w:val="center"/></w:tcPr>'
            f"<w:p>{style}{self._write_content(box) if begins else ''}</w:p></w:tc>"
        )

    def _write_content(self, box: Box) -> str:
        if box.cell is None:
            return _write_run(box.text) if box.text else ""
        figure = self._figure(box.cell)
        result = _write_run(str(figure.value))
        if not figure.terms:
            return result
        return _FIELD.format(code=escape(self._write_formula(figure)), result=result)

    def _write_formula(self, figure: StartingFigure) -> str:
        """As Word has it: `=SUM(D8:I8)`, `=45+SUM(B4)-SUM(C4)`.

        SUM takes a cell that was left empty for 0, where the bare name of a cell is an error.
        """
        added, less = (
            self._write_ranges(term.cell for term in figure.terms if term.sign == sign)
            for sign in "+-"
        )
        # Where nothing is added, the formula begins with the constant, be it 0.
        parts = [f"={figure.constant}"] if figure.constant or not added else []
        if added:
            parts.append(f"+SUM({added})" if parts else f"=SUM({added})")
        if less:
            parts.append(f"-SUM({less})")
        return "".join(parts)

    def _write_ranges(self, cells: Iterable[CellKey]) -> str:
        """The cells by letter and number, those that follow each other as a range."""
        runs: list[list[tuple[int, int]]] = []
        for row, at in (self.places[cell] for cell in cells):
            if runs and _goes_on(runs[-1], (row, at)):
                runs[-1].append((row, at))
            else:
                runs.append([(row, at)])
        return ",".join(
            _name_cell(run[0]) if len(run) == 1 else f"{_name_cell(run[0])}:{_name_cell(run[-1])}"
            for run in runs
        )


def _goes_on(run: Sequence[tuple[int, int]], place: tuple[int, int]) -> bool:
    """Whether a cell is the next of a run along its row, or down its column."""
    (row, at), last = place, run[-1]
    along, down = (last[0], last[1] + 1), (last[0] + 1, last[1])
    if len(run) == 1:
        return (row, at) in (along, down)
    return (row, at) == (along if run[0][0] == last[0] else down)


def _name_cell(place: tuple[int, int]) -> str:
    row, at = place
    return f"{chr(ord('A') + at)}{row + 1}"  # no table of a format has more than 26 columns


def _divide_width(grid: TableGrid) -> list[int]:
    """The widths of the columns: even, but where labels of rows are long."""
    if grid.labels < 2:
        each, rest = divmod(_WIDTH, grid.width)
        return [each + (i < rest) for i in range(grid.width)]
    figures = grid.width - grid.labels
    figure = min(_FIGURE, _WIDTH // 2 // figures)
    groups = [_GROUP] * (grid.labels - 1)
    return [*groups, _WIDTH - sum(groups) - figure * figures, *[figure] * figures]


def _write_style(style: str) -> str:
    return f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'


def _write_run(text: str, *, prompt: bool = False) -> str:
    style = '<w:rPr><w:rStyle w:val="Prompt"/></w:rPr>' if prompt else ""
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(drop_forbidden(text)).split("\n"))
    return f'<w:r>{style}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def drop_forbidden(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NO_XML.sub("", text)


def save_document(document: Any) -> bytes:
    """The file of a document of python-docx, without the time at which it was made."""
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as package:
        return zip_parts({info.filename: package.read(info) for info in package.infolist()})


def zip_parts(parts: Mapping[str, bytes]) -> bytes:
    """A package of parts that is the same each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # as on Windows, whatever the system
            package.writestr(entry, data)
    return out.getvalue()


_TABLE = (
    f'<w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="28" w:type="dxa"/>'
    '<w:right w:w="28" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


# a table of the format as boxes on a grid


class Box(msgspec.Struct, frozen=True):
    """A cell of the grid, with what it spans; a label, or the figure of a row and a column."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str = ""
    kind: Literal["head", "group", "label", "figure"] = "head"
    cell: CellKey | None = None


class TableGrid(msgspec.Struct, frozen=True):
    """A table as boxes that fill its grid.

    `labels` is how many columns are row labels; `heads` how many rows at the top are column labels
    of all that follows, which a page after the first repeats.
    """

    boxes: tuple[Box, ...]
    height: int
    width: int
    labels: int
    heads: int


def lay_out_table(table: TableSpec) -> TableGrid:
    if table.layout == "across":
        return _lay_out_across(table)
    return _GridLayout(table).lay_out()


class _Extent(msgspec.Struct, frozen=True):
    """A group of lines: from the first of them to the last, by index."""

    label: str
    first: int
    last: int


class _GridLayout:
    """Row labels at the left, column labels above, one block under the other."""

    def __init__(self, table: TableSpec) -> None:
        self._table = table
        depths = (_find_levels(block.rows, table.row_groups)[1] for block in table.blocks)
        self._labels = 1 + max(chain.from_iterable(depths))
        self._figures = max(len(block.columns) for block in table.blocks)
        self._boxes: list[Box] = []

    def lay_out(self) -> TableGrid:
        row = heads = 0
        for block in self._table.blocks:
            if block.label:
                self._boxes.append(Box(row, 0, column_span=self._width, text=block.label))
                row += 1
            begun = row
            row = self._lay_out_heads(block, row)
            if (
                len(self._table.blocks) == 1
            ):  # else the heads of the first are not those of all rows
                heads = row if block.label else row - begun
            row = self._lay_out_rows(block, row)
        return TableGrid(tuple(self._boxes), row, self._width, self._labels, heads)

    @property
    def _width(self) -> int:
        return self._labels + self._figures

    def _lay_out_heads(self, block: BlockSpec, row: int) -> int:
        """The column labels of a block; the row below them."""
        groups, levels = _find_levels(block.columns, self._table.column_groups)
        depth = 1 + max(levels)
        over = self._table.over_columns
        height = depth + bool(over)
        self._boxes.append(Box(row, 0, height, self._labels, self._table.corner))
        if over:
            self._boxes.append(Box(row, self._labels, column_span=self._figures, text=over))
        top = row + bool(over)
        places = self._place_columns(len(block.columns))
        for group, level in groups:
            (first, _), (last, span) = places[group.first], places[group.last]
            width = last + span - first
            self._boxes.append(Box(top + level, first, column_span=width, text=group.label))
        for (at, span), level, column in zip(places, levels, block.columns, strict=True):
            self._boxes.append(Box(top + level, at, depth - level, span, column.label))
        return row + height

    def _place_columns(self, count: int) -> list[tuple[int, int]]:
        """For each column of a block, where it begins and how many of the grid's it takes."""
        # A block with fewer columns has wider ones: all blocks are as wide as the table.
        each = self._figures // count
        spans = [each] * (count - 1) + [self._figures - each * (count - 1)]
        return [(self._labels + each * i, span) for i, span in enumerate(spans)]

    def _lay_out_rows(self, block: BlockSpec, top: int) -> int:
        """The rows of a block; the row below them."""
        groups, levels = _find_levels(block.rows, self._table.row_groups)
        for group, level in groups:
            height = group.last - group.first + 1
            box = Box(top + group.first, level, height, text=group.label, kind="group")
            self._boxes.append(box)
        places = self._place_columns(len(block.columns))
        for at, (row, level) in enumerate(zip(block.rows, levels, strict=True), top):
            span = self._labels - level
            self._boxes.append(Box(at, level, column_span=span, text=row.label, kind="label"))
            for (column, width), spec in zip(places, block.columns, strict=True):
                cell = row.key, spec.key
                self._boxes.append(Box(at, column, 1, width, kind="figure", cell=cell))
        return top + len(block.rows)


def _lay_out_across(table: TableSpec) -> TableGrid:
    """The rows of the spec side by side, each over its columns, and one line of figures."""
    runs = [(row, block.columns) for block in table.blocks for row in block.rows]
    groups, levels = _find_levels([row for row, _ in runs], table.column_groups)
    depth = 2 + max(levels)
    starts = [0]
    for _, columns in runs:
        starts.append(starts[-1] + len(columns))
    boxes: list[Box] = []
    for group, level in groups:
        width = starts[group.last + 1] - starts[group.first]
        boxes.append(Box(level, starts[group.first], column_span=width, text=group.label))
    for (row, columns), start, level in zip(runs, starts, levels, strict=False):
        boxes.append(Box(level, start, column_span=len(columns), text=row.label))
        for i, column in enumerate(columns, start):
            boxes.append(Box(level + 1, i, depth - level - 1, text=column.label))
            boxes.append(Box(depth, i, kind="figure", cell=(row.key, column.key)))
    return TableGrid(tuple(boxes), depth + 1, starts[-1], 0, depth)


def _find_levels(
    lines: Sequence[AxisSpec], groups: Sequence[GroupSpec]
) -> tuple[list[tuple[_Extent, int]], list[int]]:
    """The groups that lines have, the outer before the inner, each with how many it is in; and how
    many each line is in.
    """
    # From the first line of a group to its last, whatever stands between: those are its parts.
    found: list[_Extent] = []
    for group in groups:
        own = [i for i, line in enumerate(lines) if line.group == group.key]
        if own:
            found.append(_Extent(group.label, own[0], own[-1]))
    found.sort(key=lambda extent: (extent.first, -extent.last))
    around = [[one for one in found if one.first <= i <= one.last] for i in range(len(lines))]
    return [(one, around[one.first].index(one)) for one in found], [*map(len, around)]
