"""Plain text: what extractors, converters and editors make of a report → Document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from gblint.document import (
    Anchor,
    Block,
    Document,
    Paragraph,
    PositionedLine,
    PositionedPiece,
    Table,
)
from gblint.readers.comments import cut_comments, place_comments
from gblint.readers.encoding import decode, note_broken
from gblint.readers.limits import check_lines, check_size
from gblint.readers.lines import (
    Line,
    ends_sentence,
    is_contents_line,
    is_figure,
    is_page_number,
    split_lines,
)
from gblint.readers.plain.markup import (
    count_pictures,
    strip_frames,
    strip_marks,
    translate_to_markdown,
)
from gblint.readers.plain.paragraphs import LineShape, find_line_shape, join_into_paragraphs
from gblint.readers.plain.spaced_tables import split_at_gaps
from gblint.readers.plain.tables import Segment, divide_into_segments
from gblint.text.display import type_width

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


_BARE = re.compile(r"\s*\d+\s*$")
_LONGEST_LABEL = 40
"""Columns from which a line is prose, not the label of a figure below it."""


def drop_page_numbers(found: Sequence[Segment]) -> list[Segment]:
    """The segments without lines that are only a page number, where that cannot be a cell.

    What follows such a line begins a page.
    """
    kept: list[Segment] = []
    for at, segment in enumerate(found):
        if isinstance(segment, Table):
            kept.append(segment)
        else:
            kept.append(_drop_from_run(segment, ends=at == len(found) - 1))
    return kept


def _drop_from_run(lines: list[Line], *, ends: bool) -> list[Line]:
    """`ends` says that nothing follows these lines."""
    filled = [at for at, line in enumerate(lines) if not line.blank]
    numbers = {at for at in filled if is_page_number(lines[at].text)}
    if not numbers:
        return lines
    gone: set[int] = set()
    tops: set[int] = set()
    for before, at, after in zip([-1, *filled], filled, [*filled[1:], len(lines)], strict=False):
        if at not in numbers or before in numbers or after in numbers:
            continue
        if not _BARE.match(lines[at].text) or _at_page_end(lines, (before, at, after), ends=ends):
            gone.add(at)
            tops.add(after)
    return [
        line._replace(begins_page=True) if at in tops else line
        for at, line in enumerate(lines)
        if at not in gone
    ]


def _is_prose(text: str) -> bool:
    return ends_sentence(text) or type_width(text) > _LONGEST_LABEL


def _at_page_end(lines: list[Line], places: tuple[int, int, int], *, ends: bool) -> bool:
    """Whether a line stands at the end of the text or of a page, or apart by blank lines.

    `places` are the filled line before it, its own, and the filled line after it.
    """
    before, at, after = places
    if after == len(lines):
        return ends and before >= 0 and _is_prose(lines[before].text)
    if any(line.begins_page for line in lines[at + 1 : after + 1]):
        return True
    if any(is_figure(lines[beside].text) for beside in (before, after) if beside >= 0):
        return False  # a figure among figures, one cell a line
    return before >= 0 and max(at - before, after - at) > 2


_MOST = 20_000
"""Lines that a text with a report among them has at most."""


def collect_positioned_lines(lines: Sequence[Line]) -> Iterator[PositionedLine]:
    """The lines with text, without page numbers and what stands at the head or foot of pages.

    None of a text that is longer than any report.
    """
    if len(lines) > _MOST:
        return
    kept = [
        line
        for segment in drop_page_numbers([list(lines)])
        if isinstance(segment, list)
        for line in segment
        if not line.blank
    ]
    running = _find_running_heads(kept)
    for line in kept:
        if line.text.strip() not in running:
            pieces = tuple(PositionedPiece(*field) for field in split_at_gaps(line.text))
            yield PositionedLine(pieces, line.anchor())


def _find_running_heads(lines: Sequence[Line]) -> set[str]:
    """Texts that begin or end more than one page; figures alone are none."""
    ends: dict[int, list[Line]] = {}
    for line in lines:
        if line.page is not None:
            ends.setdefault(line.page, []).append(line)
    found: dict[str, set[int]] = {}
    for page, own in ends.items():
        for line in (own[0], own[-1]):
            text = line.text.strip()
            if len(split_at_gaps(text)) == 1 and not is_figure(text):
                found.setdefault(text, set()).add(page)
    return {text for text, pages in found.items() if len(pages) > 1}
