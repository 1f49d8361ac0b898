"""A report as a drafter has it in Word, with faults of many kinds, and what she does in Word."""

from __future__ import annotations

import io
from functools import cache

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from gblint.document import Table
from gblint.readers import read
from tests.builder.faulty_specimen import write

NAME = "清河区政府 2023年报（送审稿）.docx"

_HEADINGS = ("一、", "二、", "三、", "四、", "五、", "六、")

FAULTS = {
    "所列数据的统计期限为2023年1月1日至12月31日。": "",  # no period
    "电话：0999-1234567": "电话：0999-123456",  # a digit is lost
    "2023年，示例市清河区人民政府把": "2022年，示例市清河区人民政府把",  # last year's
    "全年新收政府信息公开申请37件": "全年新收政府信息公开申请39件",  # not the table's figure
    "四、政府信息公开行政复议、行政诉讼情况": (
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"  # an older format's
    ),
    "六、其他需要报告的事项\n\n": "",  # the heading of a section is gone
    "意见逐条反馈。": "意见逐条反馈。（此处填写本单位特色工作）",  # left of the template
    "群众看不懂；二是": "群众看不懂,二是",  # a half-width mark
}
"""What is wrong: what should stand there, and what does."""

CELLS = {"applications.granted.total": "91"}
"""A total that is not the sum of its parts: 19 with its digits changed round."""


@cache
def draft() -> bytes:
    """The specimen with faults, as somebody types it in Word."""
    return as_draft(write(FAULTS, CELLS))


def as_draft(text: str) -> bytes:
    """A report in Markdown as a Word file: title in the middle, headings in bold, cells merged."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "仿宋", Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    for at, block in enumerate(read(text.encode(), "报告.md").blocks):
        if isinstance(block, Table):
            _add_table(document, block)
            continue
        paragraph = document.add_paragraph()
        run = paragraph.add_run(block.text)
        run.bold = block.text.startswith(_HEADINGS)
        if at == 0:
            paragraph.alignment, run.font.size = WD_ALIGN_PARAGRAPH.CENTER, Pt(20)
    return save(document)


def _add_table(document: WordDocument, table: Table) -> None:
    made = document.add_table(table.height, table.width)
    made.style = "Table Grid"
    places = [list(row.cells) for row in made.rows]  # each look for a cell reads the whole table
    for cell in table.cells:
        merged = places[cell.row][cell.column]
        if cell.row_span > 1 or cell.column_span > 1:
            last = cell.row + cell.row_span - 1, cell.column + cell.column_span - 1
            merged = merged.merge(places[last[0]][last[1]])
        merged.text = cell.text
        for run in merged.paragraphs[0].runs:
            run.font.size = Pt(9)


def save(document: WordDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def accept_all(document: WordDocument) -> None:
    """Accept all tracked changes, as Word does."""
    body = document.element.body
    for gone in [*body.iter(qn("w:del"))]:
        gone.getparent().remove(gone)
    for new in [*body.iter(qn("w:ins"))]:
        for run in list(new):
            new.addprevious(run)
        new.getparent().remove(new)


def type_over(document: WordDocument, old: str, new: str) -> None:
    """Find a text in a paragraph, and type another in its place."""
    paragraph = next(one for one in document.paragraphs if old in one.text)
    paragraph.text = paragraph.text.replace(old, new, 1)


def type_before(document: WordDocument, text: str, new: str) -> None:
    """Type a paragraph before the one that has a text."""
    paragraph = next(one for one in document.paragraphs if text in one.text)
    paragraph.insert_paragraph_before(new)
