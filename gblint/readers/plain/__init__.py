"""Plain text: what extractors, converters and editors make of a report → Document."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gblint.document import Anchor, Block, Document, Paragraph, Table
from gblint.readers.comments import cut_comments, place_comments
from gblint.readers.encoding import decode, note_broken
from gblint.readers.limits import check_lines, check_size
from gblint.readers.lines import Line, is_contents_line, split_lines
from gblint.readers.plain.markup import (
    count_pictures,
    strip_frames,
    strip_marks,
    translate_to_markdown,
)
from gblint.readers.plain.page_edges import collect_positioned_lines, drop_page_numbers
from gblint.readers.plain.paragraphs import LineShape, find_line_shape, join_into_paragraphs
from gblint.readers.plain.tables import divide_into_segments

_ORNAMENT = re.compile(r"\s*(?:(?:[-*=—─━~]\s*){3,}|_{4,}\s*)$")
_LOST_TABLE = "[TABLE]"
"""What pandoc writes for a table that the form cannot show."""

_LOST = (
    "有表格没有随文字导出（[TABLE]），请检查 .docx 原稿。",
    "A table was not exported with the text ([TABLE]): check the .docx itself.",
)


def read_text(data: bytes) -> Document:
    """A text file in UTF-8, UTF-16, UTF-32 or GB18030. Raises ReadError for what is none.

    `Anchor.line` is the line of the source; `Anchor.page` is given where there are page breaks.
    """
    check_size(len(data), "text_mb")
    text, broken = decode(data)
    text, comments = cut_comments(text) if "<!--" in text else (text, [])
    lines = split_lines(text)
    check_lines(len(lines))
    lines = translate_to_markdown(strip_frames(lines))
    found = drop_page_numbers(divide_into_segments(lines))
    shape = find_line_shape([line for run in found if isinstance(run, list) for line in run])
    blocks: list[Block] = []
    notes = [note_broken(broken, "文件", "file")] if broken else []
    lost: list[Anchor] = []
    for segment in found:
        if isinstance(segment, Table):
            blocks.append(segment)
            continue
        for block in _prose(segment, shape):
            if block.text == _LOST_TABLE:
                notes += [] if _LOST in notes else [_LOST]
                lost.append(block.anchor)
            else:
                blocks.append(block)
    return Document(
        "text",
        tuple(blocks),
        count_pictures(text),
        notes=tuple(notes),
        lost=tuple(lost),
        comments=tuple(place_comments(comments, blocks)),
        lines=tuple(collect_positioned_lines(lines)),
    )


def _prose(lines: Sequence[Line], shape: LineShape) -> list[Paragraph]:
    """The paragraphs of a run of lines, without marks and ornaments."""
    found: list[Paragraph] = []
    above = 0
    for text, line in join_into_paragraphs(lines, shape):
        if _ORNAMENT.match(text):
            if found and line.number == above + 1:  # the line above is a heading of Markdown
                level = 1 if text.startswith("=") else 2
                found[-1] = msgspec.structs.replace(found[-1], level=level)
            continue
        above = line.number
        paragraph = _paragraph(text, line.anchor())
        if paragraph.text:
            found.append(paragraph)
    return found


def _paragraph(text: str, anchor: Anchor) -> Paragraph:
    marked = strip_marks(text)
    return Paragraph(
        marked.text,
        anchor,
        level=marked.level,
        bold=marked.bold,
        contents=is_contents_line(text),
    )
