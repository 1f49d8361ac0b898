"""Tables that a text has, but not so that its figures can be told to their rows and columns.

A form that keeps no tables (a text, a PDF page) shows them by where things stand, and a converter
may have lost that. Of such a table nothing is said but that it could not be read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from gblint.document import Anchor, Block, Document, Paragraph, Table
from gblint.pack.model import Pack
from gblint.readers.forms import form_named
from gblint.report.model import Section, TableReading
from gblint.report.tables.labels import LabelLexicon, label_lexicons, label_words

_ENOUGH = 20
"""Characters of different labels of a table on lines of their own that show that it is there."""

_FIGURES = 8
"""Figures that stand alone, on a line or between white space: prose has no such."""

_BESIDE = 2
"""Labels that a table lacks and that stand beside it: it was not read to its end."""

_ROW = 4
"""Figures in a line that make it a row of a table."""

_TROUBLE = 6
"""Labels that are missing while others are left over, or stand elsewhere: so many at once are
no slip of the author, but cells that were put together wrongly."""


def find_unreadable_tables(
    document: Document,
    sections: Sequence[Section],
    readings: dict[str, TableReading],
    pack: Pack,
) -> dict[str, Anchor]:
    """The keys of the tables that could not be read, with where they are."""
    known = form_named(document.format)
    if known is None or known.keeps_tables:
        return _find_within_others(sections, readings, pack)
    found: dict[str, Anchor] = {}
    lost = _LostTables(document, sections)
    for lexicon in label_lexicons(pack):
        if lexicon.spec.key in readings:
            continue
        for section in sections:
            if section.number == lexicon.spec.section:
                anchor = lost.find_in(section) or _find_pieces(section.blocks, lexicon)
                if anchor is not None:
                    found[lexicon.spec.key] = anchor
    inferred = {table.anchor for table in document.tables() if table.inferred}
    found |= _find_cut_short(readings, sections, inferred)
    placed = {table.anchor for table in document.tables() if table.placed}
    poor = {
        key: one.anchor
        for key, one in readings.items()
        if _is_poor(one, one.anchor in inferred, 1 if one.anchor in placed else _TROUBLE)
    }
    if found or poor:  # then no table of this text is to be trusted far
        poor = {k: r.anchor for k, r in readings.items() if _is_poor(r, r.anchor in inferred, 1)}
    return found | poor


def _find_within_others(
    sections: Sequence[Section], readings: dict[str, TableReading], pack: Pack
) -> dict[str, Anchor]:
    """The tables whose labels stand within the cells of others: in what row cannot be told."""
    found: dict[str, Anchor] = {}
    for lexicon in label_lexicons(pack):
        if lexicon.spec.key in readings:
            continue
        for section in sections:
            if section.number == lexicon.spec.section:
                for table in section.tables():
                    if _is_within_cells(table, lexicon):
                        found.setdefault(lexicon.spec.key, table.anchor)
    return found


def _is_within_cells(table: Table, lexicon: LabelLexicon) -> bool:
    cells = [label_words(cell.text) for cell in table.cells]
    if sum(map(str.isdigit, cells)) < _FIGURES:
        return False
    met = [word for word in lexicon.words if any(word in cell for cell in cells)]
    return sum(map(len, met)) >= _ENOUGH


def drop_unread_prose(section: Section, pack: Pack, unread: dict[str, Anchor]) -> Section:
    """The section without prose if its table could not be read: its lines may be the table's."""
    concerned = {table.section for table in pack.tables if table.key in unread}
    return msgspec.structs.replace(section, prose=()) if section.number in concerned else section


def _is_poor(reading: TableReading, inferred: bool, trouble: int) -> bool:
    """Whether a reading has so much wrong with it that the form must be to blame.

    `trouble` is how much of it is too much, 1 for a form that is known to have lost columns.
    """
    # One cell with words is an author's; a column that slid to another makes a whole row of them.
    strange = sum(cell.status == "unreadable" for cell in reading.cells.values())
    if strange >= max(trouble, 2) * 2 and (trouble == 1 or strange * 4 >= len(reading.cells)):
        return True
    if not inferred:
        return False
    missing = sum(max(len(one.keys), 1) for one in reading.missing)
    over = sum(not other.obsolete for other in reading.others)
    elsewhere = sum(label.misplaced for label in reading.labels)
    # A label put together wrongly is both: one that the table lacks, and one left over.
    return not reading.cells or min(missing, over) + elsewhere >= trouble


def _find_cut_short(
    readings: dict[str, TableReading], sections: Sequence[Section], inferred: set[Anchor]
) -> dict[str, Anchor]:
    """The tables of which only a part was read, with where they are."""
    return {
        key: reading.anchor
        for section in sections
        for key, reading in readings.items()
        if reading.section == section.number
        and reading.anchor in inferred
        and _has_rest_beside(reading, section)
    }


def _has_rest_beside(reading: TableReading, section: Section) -> bool:
    """Whether labels that a table lacks stand by themselves in lines of its section, or one of
    them before a row of figures.
    """
    lacking = {label_words(one.label) for one in reading.missing if one.label}
    words: set[str] = set()
    for block in section.blocks if lacking else ():
        if isinstance(block, Paragraph):
            pieces = block.text.split()
            met = lacking.intersection(label_words(piece) for piece in (block.text, *pieces))
            if met and sum(map(str.isdigit, pieces)) >= _ROW:
                return True
            words |= met
    return len(words) >= _BESIDE


class _LostTables:
    """Where tables were that the text has only marks for."""

    def __init__(self, document: Document, sections: Sequence[Section]) -> None:
        self._marks = sorted(document.lost, key=lambda anchor: anchor.line)
        self._headings = sorted(section.heading.anchor.line for section in sections)

    def find_in(self, section: Section) -> Anchor | None:
        """The first such place in a section."""
        line = section.heading.anchor.line
        at = bisect_right(self._marks, line, key=lambda anchor: anchor.line)
        if at == len(self._marks):
            return None
        end = bisect_right(self._headings, line)
        within = end == len(self._headings) or self._marks[at].line < self._headings[end]
        return self._marks[at] if within else None


def _find_pieces(blocks: Sequence[Block], lexicon: LabelLexicon) -> Anchor | None:
    """Where a table begins whose labels and figures stand in lines or cells of other things."""
    met: set[str] = set()
    figures = 0
    first: Anchor | None = None
    for text, anchor in _iterate_texts(blocks):
        pieces = text.replace("|", " ").split()
        numbers = sum(map(str.isdigit, pieces))
        words = {label_words(piece) for piece in (text, *pieces) if not piece.isdigit()}
        if numbers or words & lexicon.words:
            first = first or anchor
        figures += numbers
        met |= words & lexicon.words
    return first if figures >= _FIGURES or sum(map(len, met)) >= _ENOUGH else None


def _iterate_texts(blocks: Sequence[Block]) -> Iterator[tuple[str, Anchor]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.anchor
        else:
            yield from ((cell.text, cell.anchor) for cell in block.cells)
