"""Word files as offices write them: the same report in many layouts."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from tests.builder.boxes import Box, Grid
from tests.builder.compose import Item, compose
from tests.builder.ooxml import package
from tests.builder.report_plan import Para, ReportPlan, Writing
from tests.builder.word_runs import Pen


@dataclass(frozen=True)
class Layout:
    """How a Word file is laid out; the text that its reader sees is the same in all."""

    heading: Literal["bold", "plain", "style", "numbered", "numbered style"] = "bold"
    title: Literal["paragraph", "style", "break", "text box"] = "paragraph"
    spans: Literal["merged", "empty"] = "merged"
    nested: Literal["none", "tables", "all"] = "none"
    breaks: bool = False
    tracked: bool = False
    noise: bool = False
    split: bool = False
    ruled: bool = True
    seed: int = 0

    @property
    def automatic(self) -> bool:
        """Whether the ordinals of headings are put by the word processor."""
        return self.heading.startswith("numbered")


def docx(
    plan: ReportPlan, *, writing: Writing | None = None, layout: Layout | None = None
) -> bytes:
    """The plan as a Word file. The same arguments give the same bytes."""
    writing, layout = writing or Writing(), layout or Layout()
    return _Writer(layout).file(compose(plan, writing), field=writing.contents == "field")


def picture() -> bytes:
    """A Word file that holds nothing but a scan."""
    return package(Pen().paragraph_of(_PICTURE_RUN))


class _Writer:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.pen = Pen(
            noise=layout.noise,
            split=layout.split,
            tracked=layout.tracked,
            breaks=layout.breaks,
            random=Random(layout.seed),
        )

    def file(self, items: list[Item], *, field: bool) -> bytes:
        titles = [item.text for item in items if isinstance(item, Para) and item.role == "title"]
        rest = items[len(titles) :]
        body = self._titles(titles)
        if field:
            lines = [i.text for i in rest if isinstance(i, Para) and i.role == "contents"]
            body += self._contents(lines)
            rest = [i for i in rest if not (isinstance(i, Para) and i.role == "contents")]
        body += "".join(self._item(item) for item in rest)
        if self.layout.tracked:
            body += self.pen.deleted_paragraph("七、不再需要的一章")
        if self.layout.nested == "all":
            body = _boxed(body) + self.pen.paragraph("")
        return package(body)

    def _item(self, item: Item) -> str:
        if isinstance(item, Grid):
            table = self._table(item)
            return _boxed(table) if self.layout.nested == "tables" else table
        if item.role == "heading":
            return self._heading(item)
        if item.role == "subheading":
            number = 1 if self.layout.automatic else None
            return self.pen.paragraph(_typed(item, number=number), number=number)
        if self.layout.tracked and len(item.text) > 20 and self.pen.random.random() < 0.2:
            return self.pen.joined_paragraphs(item.number + item.text)
        return self.pen.paragraph(item.number + item.text, centered=item.role == "caption")

    def _heading(self, item: Para) -> str:
        kind = self.layout.heading
        if kind == "numbered style":
            return self.pen.paragraph(item.text, style="11")
        number = 0 if kind == "numbered" else None
        style = "1" if kind == "style" else "a4" if self.layout.noise else ""
        bold = kind in ("bold", "numbered")
        return self.pen.paragraph(
            _typed(item, number=number), style=style, number=number, bold=bold
        )

    def _titles(self, lines: list[str]) -> str:
        kind = self.layout.title
        if kind == "break":
            lines = ["\n".join(lines)]
        style = "a3" if kind == "style" else ""
        written = "".join(
            self.pen.paragraph(line, style=style, centered=True, bold=True) for line in lines
        )
        if kind != "text box" or not lines:
            return written
        return self.pen.paragraph_of(_TEXT_BOX.format(content=written))

    def _contents(self, lines: list[str]) -> str:
        """A table of contents that is a field in a content control, as Word makes it."""
        paragraphs = [self.pen.paragraph("目  录", centered=True)]
        for index, line in enumerate(lines):
            begin = _FIELD_BEGIN.format('TOC \\o "1-1" \\h \\u') if index == 0 else ""
            text, page = line.split("\t")
            link = (
                f'<w:hyperlink w:anchor="_Toc{index}">{self.pen.run(text)}{self.pen.run(chr(9))}'
                f"{_FIELD_BEGIN.format(f'PAGEREF _Toc{index}')}{self.pen.run(page)}{_FIELD_END}"
                "</w:hyperlink>"
            )
            paragraphs.append(self.pen.paragraph_of(begin + link, style="TOC1"))
        paragraphs.append(self.pen.paragraph_of(_FIELD_END))
        return _CONTENTS.format("".join(paragraphs))

    def _table(self, grid: Grid) -> str:
        owners: dict[tuple[int, int], Box] = {
            (row, column): box
            for box in grid.boxes
            for row in range(box.row, box.row + box.row_span)
            for column in range(box.column, box.column + box.column_span)
        }
        rows = [self._row(row, grid, owners) for row in range(grid.height)]
        if self.layout.tracked:
            at = self.pen.random.randrange(1, grid.height + 1)
            rows.insert(at, self._deleted_row(grid.width))
        return _TABLE.format(
            borders=_BORDERS if self.layout.ruled else "",
            columns=f'<w:gridCol w:w="{_WIDTH // grid.width}"/>' * grid.width,
            rows="".join(rows),
        )

    def _row(self, row: int, grid: Grid, owners: dict[tuple[int, int], Box]) -> str:
        cells, column = [], 0
        while column < grid.width:
            box = owners.get((row, column))
            merged = box is not None and self.layout.spans == "merged"
            width = box.column_span if box is not None and merged else 1
            cells.append(self._cell(box, grid, row=row, column=column, merged=merged))
            column += width
        return f"<w:tr>{''.join(cells)}</w:tr>"

    def _cell(self, box: Box | None, grid: Grid, *, row: int, column: int, merged: bool) -> str:
        span = box.column_span if box is not None and merged else 1
        properties = f'<w:tcW w:w="{_WIDTH // grid.width * span}" w:type="dxa"/>'
        if box is None:
            return _cell(properties, self.pen.paragraph(""))
        if span > 1:
            properties += f'<w:gridSpan w:val="{span}"/>'
        if merged and box.row_span > 1:
            start = ' w:val="restart"' if row == box.row else ""
            properties += f"<w:vMerge{start}/>"
        properties += '<w:vAlign w:val="center"/>' if self.layout.noise else ""
        if row == box.row and (merged or column == box.column):
            return _cell(properties, self.pen.lines(box.text, centered=box.figure))
        return _cell(properties, self.pen.paragraph(""))

    def _deleted_row(self, width: int) -> str:
        """A row that is gone once the changes are accepted."""
        cells = "".join(_cell("", self.pen.deleted_paragraph(text)) for text in ["删"] * width)
        return f"<w:tr><w:trPr><w:del {self.pen.change()}/></w:trPr>{cells}</w:tr>"


def _typed(item: Para, *, number: int | None) -> str:
    """What is typed: the ordinal too, unless the word processor puts it."""
    return item.text if number is not None else item.number + item.text


def _cell(properties: str, paragraphs: str) -> str:
    head = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{head}{paragraphs}</w:tc>"


def _boxed(content: str) -> str:
    """The content in a layout table of one cell; a cell ends with a paragraph."""
    row = f"<w:tr>{_cell('', content + '<w:p/>')}</w:tr>"
    return _TABLE.format(borders="", columns='<w:gridCol w:w="9000"/>', rows=row)


_WIDTH = 9000
"""Of a table, in twentieths of a point."""

_TABLE = (
    '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>{borders}</w:tblPr>'
    "<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
)
_BORDERS = "".join(
    (
        "<w:tblBorders>",
        *(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        ),
        "</w:tblBorders>",
    )
)
_FIELD_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_CONTENTS = (
    '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
    "</w:docPartObj></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
)
_TEXT_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    "<wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>"
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    "<v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape>"
    "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
_PICTURE_RUN = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="5000000" cy="7000000"/>'
    '<wp:docPr id="1" name="扫描件"/><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
    '<pic:nvPicPr><pic:cNvPr id="1" name="1.png"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="rId4"/></pic:blipFill><pic:spPr/></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
