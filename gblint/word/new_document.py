"""A Word document of an office, written paragraph by paragraph and table by table.

Its styles, page, footers and settings are the parts in `new_parts`; what is written here names the
styles. The same content gives the same bytes: nothing in the file tells when it was made.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
import msgspec
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.text.run import Run

from gblint.word.starting_figures import StartingFigure
from gblint.word.table_grid import Box, CellKey, TableGrid

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
"""What XML cannot hold."""

Piece = tuple[str, bool]
"""A piece of text, and whether it asks for something to be filled in."""


class Anchored(msgspec.Struct, frozen=True):
    """The runs from which a comment begins and with which it ends."""

    first: Run
    last: Run


class NewDocument:
    def __init__(self, title: str, author: str) -> None:
        parts = zip_parts({name: (_FOLDER / file).read_bytes() for name, file in _PARTS.items()})
        self._document = docx.Document(io.BytesIO(parts))
        self._document.core_properties.title = _clean(title)
        self._document.core_properties.author = _clean(author)

    @property
    def takes_comments(self) -> bool:
        """Whether this python-docx can write comments (since 1.2)."""
        return hasattr(self._document, "add_comment")

    def add_paragraph(self, pieces: Iterable[Piece], style: str = "Normal") -> Anchored:
        """A paragraph of that style, by its id. A new line in a piece is one in the paragraph."""
        runs = "".join(_write_run(text, prompt=prompt) for text, prompt in pieces)
        element = self._append(f"<w:p {{}}>{_write_style(style)}{runs}</w:p>")
        return self._anchor(element.findall(qn("w:r")))

    def add_table(
        self, grid: TableGrid, figure: Callable[[CellKey], StartingFigure]
    ) -> Mapping[CellKey, Anchored]:
        writer = _TableWriter(grid, figure)
        element = self._append(writer.write())
        self._append(f"<w:p {{}}>{_write_style('AfterTable')}</w:p>")
        lines = [line.findall(qn("w:tc")) for line in element.findall(qn("w:tr"))]
        return {
            cell: self._anchor(list(lines[row][at].iter(qn("w:r"))))
            for cell, (row, at) in writer.places.items()
        }

    def add_comment(self, at: Anchored, text: str, author: str) -> None:
        author = _clean(author)
        self._document.add_comment(
            [at.first, at.last], text=_clean(text), author=author, initials=author[:2]
        )

    def save(self) -> bytes:
        self._take_dates_away()
        return save_document(self._document)

    def _append(self, text: str) -> Any:
        """Write XML, whose outermost element has `{}` for the namespaces, to the end."""
        element = parse_xml(text.replace("{}", nsdecls("w"), 1))
        self._document.element.body.sectPr.addprevious(element)
        return element

    def _anchor(self, runs: Sequence[Any]) -> Anchored:
        first, last = (Run(run, self._document) for run in (runs[0], runs[-1]))
        return Anchored(first, last)

    def _take_dates_away(self) -> None:
        """Comments say when they were written, which would be another moment in each file."""
        for part in self._document.part.package.iter_parts():
            if str(part.partname) == "/word/comments.xml":
                root: Any = getattr(part, "element", ())
                for comment in root:
                    comment.attrib.pop(qn("w:date"), None)


class _TableWriter:
    def __init__(self, grid: TableGrid, figure: Callable[[CellKey], StartingFigure]) -> None:
        self._grid = grid
        self._figure = figure
        self._lines = [_list_line(grid, row) for row in range(grid.height)]
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
        if box.row_span > 1:
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
        added = self._write_ranges(cell for sign, cell in figure.terms if sign == "+")
        less = self._write_ranges(cell for sign, cell in figure.terms if sign == "-")
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
            if runs and _follows(runs[-1], (row, at)):
                runs[-1].append((row, at))
            else:
                runs.append([(row, at)])
        return ",".join(
            _name_cell(run[0]) if len(run) == 1 else f"{_name_cell(run[0])}:{_name_cell(run[-1])}"
            for run in runs
        )


def _follows(run: Sequence[tuple[int, int]], place: tuple[int, int]) -> bool:
    """Whether a cell is the next of a run along its row, or down its column."""
    (row, at), last = place, run[-1]
    along, down = (last[0], last[1] + 1), (last[0] + 1, last[1])
    if len(run) == 1:
        return (row, at) in (along, down)
    return (row, at) == (along if run[0][0] == last[0] else down)


def _name_cell(place: tuple[int, int]) -> str:
    row, at = place
    return f"{chr(ord('A') + at)}{row + 1}"


def _list_line(grid: TableGrid, row: int) -> list[Box]:
    """The boxes that a row of the grid has a part of, from the left."""
    boxes = [box for box in grid.boxes if box.row <= row < box.row + box.row_span]
    return sorted(boxes, key=lambda box: box.column)


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
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(_clean(text)).split("\n"))
    return f'<w:r>{style}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)


def save_document(document: Any) -> bytes:
    """The file of a document of python-docx, without the time at which it was made."""
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as package:
        return zip_parts({one.filename: package.read(one) for one in package.infolist()})


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
