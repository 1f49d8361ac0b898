"""The paragraphs of zones that are smaller than a section: first, last, under a sub-heading, notes.

Only rules that look there need them, so that this is imported where they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gblint.document import Paragraph, Table
from gblint.pack import NOTE_WORDS, ZoneParts
from gblint.text import fold
from gblint.text.numerals import NUMERALS, split_ordinal
from gblint.text.patterns import later

if TYPE_CHECKING:
    from gblint.document import Block
    from gblint.report.model import Report

Placed = tuple[Paragraph, int | None]

_SENTENCE = later("[。！？；;!?]")
_NOTE = later(rf"\s*[（(]?(?:{'|'.join(NOTE_WORDS)})\s*\d{{0,2}}[）)]?\s*[:：.、]")
_ITEM = later(rf"\s*[（(]?(?:\d{{1,2}}|[{NUMERALS}]{{1,2}})[）)]?\s*[.、．]")
_LABEL = later("[^，。；：:,;]{2,20}[：:]")
_LONGEST_HEADING = 30
"""Characters that a sub-heading on a line of its own has at most."""

_LONGEST_LINE = 40
"""Characters of a line of the signature."""

_MOST_LINES = 5
"""Lines of a signature: organs that report together, and the date."""


def find_paragraphs(report: Report, zone: ZoneParts) -> list[Placed]:
    """The paragraphs of a zone that is no plain one (`places.list_paragraphs`)."""
    if zone.name == "section":
        inside = [
            (p, s.number) for s in report.sections if s.number == zone.number for p in s.prose
        ]
        if zone.inside == "first paragraph":
            return _find_first_with_sentence(inside)
        if zone.inside == "last paragraph":
            return _find_first_with_sentence(inside[::-1])
        return _list_under_heading(inside, zone.inside)
    if zone.name == "table":
        return list(_list_notes(report, zone.number))
    every = _list_prose(report)
    if zone.name == "first paragraph":
        return _find_first_with_sentence(every)
    if zone.name == "last paragraph":
        return _find_first_with_sentence(every[::-1])
    return _find_signature(every)


def _list_prose(report: Report) -> list[Placed]:
    preface: list[Placed] = [(paragraph, 0) for paragraph in report.preface]
    return [*preface, *((p, s.number) for s in report.sections for p in s.prose)]


def _find_first_with_sentence(placed: Sequence[Placed]) -> list[Placed]:
    """The first paragraph with a sentence in it; a date or an organ's name alone is none."""
    filled = [place for place in placed if place[0].shown.strip()]
    whole = (place for place in filled if _SENTENCE.search(place[0].shown))
    return [first] if (first := next(whole, None) or next(iter(filled), None)) else []


def _find_signature(placed: Sequence[Placed]) -> list[Placed]:
    """The short lines without a sentence at the end: organ and date."""
    lines: list[Placed] = []
    for place in reversed(placed):
        text = place[0].shown.strip()
        if not text:
            continue
        if len(text) > _LONGEST_LINE or _SENTENCE.search(text) or len(lines) == _MOST_LINES:
            break
        lines.append(place)
    lines.reverse()
    while lines and len(lines[0][0].shown.strip()) < 4:  # 无, 暂无: what the section says
        del lines[0]
    return lines


def _list_under_heading(placed: Sequence[Placed], heading: str) -> list[Placed]:
    """What stands under a sub-heading of a section, with it, up to the next of its kind."""
    wanted = fold(split_ordinal(heading)[1])
    # the first will do: a heading that comes again is quoted in the text below it
    for at, (paragraph, _) in enumerate(placed):
        if _is_headed(paragraph, wanted):
            rest = placed[at + 1 :]
            ends = (i for i, (later_, _) in enumerate(rest) if _ends_heading(paragraph, later_))
            return [placed[at], *rest[: next(ends, len(rest))]]
    return []


def _is_headed(paragraph: Paragraph, wanted: str) -> bool:
    """Whether a paragraph is a sub-heading with these words, or begins with one (改进情况：…)."""
    text = paragraph.shown.strip()
    ordinal, name = split_ordinal(text)
    folded = fold(name)
    if folded.startswith(wanted) and (folded[len(wanted) :] or ".")[0] in ".:,;":
        return True
    own_line = _is_own_line(paragraph)
    return own_line and wanted in folded and bool(ordinal or paragraph.bold or paragraph.level)


def _is_own_line(paragraph: Paragraph) -> bool:
    text = paragraph.shown.strip()
    return len(text) <= _LONGEST_HEADING and not _SENTENCE.search(text)


def _ends_heading(first: Paragraph, other: Paragraph) -> bool:
    """Whether a paragraph begins what is no longer under the sub-heading that the first is."""
    text = other.shown.strip()
    if not text:
        return False
    # with an ordinal, its kind tells the level: 2. under （一） does not end what （一） began
    own, ordinal = split_ordinal(first.shown.strip())[0], split_ordinal(text)[0]
    if own is not None:
        return ordinal is not None and ordinal.style == own.style
    if _is_own_line(first) and not _LABEL.match(first.shown.strip()):
        return _is_own_line(other) and (other.bold, other.level) == (first.bold, first.level)
    return ordinal is None and _LABEL.match(text) is not None


def _list_notes(report: Report, number: int | None) -> Iterator[Placed]:
    """The notes to a table of the format: cells that begin with 注：, paragraphs below or above."""
    # by the table as it was recognised: its caption may have another number, or there is none
    reading = next((one for one in report.tables.values() if one.number == number), None)
    if reading is None:
        return
    section = next((s for s in report.sections if s.number == reading.section), None)
    blocks = report.document.blocks if section is None else section.blocks
    tables = [i for i, block in enumerate(blocks) if isinstance(block, Table)]
    at = next((i for i in tables if blocks[i].anchor == reading.anchor), None)
    if at is None:
        return
    above = max((i for i in tables if i < at), default=-1)
    before = [block for block in blocks[above + 1 : at] if isinstance(block, Paragraph)]
    yield from ((block, reading.section) for block in before if _NOTE.match(block.shown))
    yield from ((block, reading.section) for block in _list_notes_from(blocks[at:]))


def _list_notes_from(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """The notes in a table and its continuations, and in what stands below, up to other text."""
    noted = False
    for block in blocks:
        if isinstance(block, Table):
            if noted:
                return
            notes = (cell for cell in block.cells if _NOTE.match(cell.text))
            yield from (Paragraph(cell.text, cell.anchor) for cell in notes)
        elif _NOTE.match(block.shown) or (noted and _ITEM.match(block.shown)):
            noted = True
            yield block
        elif noted and block.shown.strip():
            return
