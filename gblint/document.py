"""What a reader makes of a file: paragraphs and tables in document order, as plain frozen data.

Nothing here knows what an annual report is, and no object of a parsing library is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec


class Document(msgspec.Struct, frozen=True):
    """A document as read."""

    format: str
    """The key of the form (`docx`, `text`, `pdf` …, see `readers/__init__.py`)."""
    blocks: tuple[Block, ...]
    """Paragraphs and tables, in document order."""
    pictures: int = 0
    """How many pictures were met."""
    published: date | None = None
    """The day of publication that the form itself carries (a page's metadata), if any."""
    notes: tuple[tuple[str, str], ...] = ()
    """Remarks on how the file was read, as (Chinese, English) pairs."""
    comments: tuple[Comment, ...] = ()
    """The comments that are meant for gblint."""
    lost: tuple[Anchor, ...] = ()
    """Where the form has but a mark for a table."""
    lines: tuple[PositionedLine, ...] = ()
    """The lines of a form that keeps no tables, without page numbers and what tables were drawn."""
    titles: tuple[str, ...] = ()
    """What a page's head calls its document."""

    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs outside tables, in document order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        """The tables, in document order."""
        return (block for block in self.blocks if isinstance(block, Table))


class Paragraph(msgspec.Struct, frozen=True, gc=False, tag="paragraph"):
    """One paragraph. `text` is as written, without the automatic number.

    `number` is the number that the word processor shows in front and does not store in the
    text (`一、` from a numbering definition), or "". `level` is the outline level of a heading
    style from 1, or None. `contents` marks a line of a table of contents.
    """

    text: str
    anchor: Anchor
    number: str = ""
    level: int | None = None
    bold: bool = False
    centered: bool = False
    contents: bool = False

    @property
    def shown(self) -> str:
        """The text as a reader of the document sees it, with its automatic number."""
        return self.number + self.text


class Table(msgspec.Struct, frozen=True, tag="table"):
    """A table as a grid of `height` rows and `width` columns. Cells never overlap."""

    cells: tuple[Cell, ...]
    """In reading order."""
    height: int
    width: int
    anchor: Anchor
    inferred: bool = False
    """The form does not record spans (tab-separated text, Markdown): the reader worked them out."""
    placed: bool = False
    """The form has nothing but places: the reader worked out columns as well."""


Block = Paragraph | Table
"""What documents consist of."""


class Cell(msgspec.Struct, frozen=True, gc=False):
    """One cell of a table, at its first row and column of the grid, both from 0."""

    text: str
    row: int
    column: int
    anchor: Anchor
    row_span: int = 1
    column_span: int = 1


class Anchor(msgspec.Struct, frozen=True, gc=False):
    """Where a piece of a document came from."""

    line: int
    """From 1. In a Word file the ordinal of the paragraph or table row in document order (a
    paragraph inside a table cell counts with its row); in a text or HTML file the line of the
    source; in a PDF file the ordinal of the line of text or table row, page after page.
    """
    column: int = 1
    """Characters from 1."""
    page: int | None = None
    """From 1, where the form has pages."""
    box: tuple[float, float, float, float] | None = None
    """Where a page has places: left, top, right, bottom in points (1/72 inch) from the top left."""
    cell: int = 0
    """The column of a table cell from 1, where the form's lines are rows of tables, else 0."""


class Comment(msgspec.Struct, frozen=True, gc=False):
    """A comment on a document, which is no part of its text.

    It stands on the lines `first` to `last` of the anchors, in a table on the column `cell`
    where that is not 0.
    """

    text: str
    first: int
    last: int
    cell: int = 0


BLANK = "\u2060"
"""What stands in a positioned line for a cell with nothing in it: a sign that no text shows."""


class PositionedLine(msgspec.Struct, frozen=True, gc=False):
    """A line as it stands on the page, for forms that show tables only by where things are."""

    pieces: tuple[PositionedPiece, ...]
    anchor: Anchor


class PositionedPiece(msgspec.Struct, frozen=True, gc=False):
    """A part of a line between gaps, with the columns that it takes, `begin` to `end` from 0.

    A character of full width takes two columns.
    """

    text: str
    begin: float
    end: float
