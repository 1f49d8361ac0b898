"""Where in the blocks of a report its findings stand: which block, cell, row and characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from gblint.document import Anchor, Paragraph, Table
from gblint.findings import Entry, Finding, Location
from gblint.results import Reading
from gblint.writers.footing import show_figure

MASK = "****"
"""What stands for the middle of a personal number."""

_NUMBER = re.compile(r"\d[\d,.，]*(?:\s?[%％])?")


class Spot(NamedTuple):
    """Where a finding stands. `cell` is the index of a cell of the table.

    `begin` and `end` are of the text as it is shown; where they are the same, all of it is meant.
    `scope` is `text` for a paragraph or cell, `row` for the row of the cell, `table` for a whole
    table, `before` and `after` for what is absent there. `more` are further characters, where a
    finding is about several pieces of a text.
    """

    block: int
    cell: int | None = None
    begin: int = 0
    end: int = 0
    scope: Literal["text", "row", "table", "before", "after"] = "text"
    more: tuple[tuple[int, int], ...] = ()


class _Piece(NamedTuple):
    """A paragraph or a cell, with its text as it is shown."""

    block: int
    cell: int | None
    text: str
    anchor: Anchor


def find_spots(reading: Reading, findings: Sequence[Finding]) -> list[Spot | None]:
    """The spot of each finding, None in a document without blocks."""
    if not reading.blocks or not findings:
        return [None] * len(findings)
    places = _Places(reading)
    return [places.find(finding) for finding in findings]


class _Places:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._pieces: dict[int, list[_Piece]] = {}
        for piece in _list_pieces(reading):
            self._pieces.setdefault(piece.anchor.line, []).append(piece)
        self._lines = sorted(self._pieces)
        self._old = {at for at, number in reading.sections.items() if number is None}
        self._sections: Mapping[int, int] = {
            at: number for at, number in sorted(reading.sections.items()) if number is not None
        }

    def find(self, finding: Finding) -> Spot:
        place = finding.location
        piece = self._find_piece(place)
        if (absent := self._find_absent(finding, piece)) is not None:
            return absent
        if piece.cell is not None:
            if place.row is None and place.column is None and not place.cell and place.table:
                return Spot(piece.block, piece.cell, scope="table")
            if (culprit := self._find_culprit(finding, piece)) is not None:
                return Spot(piece.block, culprit)
            if place.row is not None and place.column is None:
                return Spot(piece.block, piece.cell, scope="row")
        (begin, end), *more = _find_characters(finding, piece)
        return Spot(piece.block, piece.cell, begin, end, more=tuple(more))

    def _find_piece(self, place: Location) -> _Piece:
        line = place.line
        if line not in self._pieces:  # inside a paragraph of several lines
            line = self._lines[max(bisect_right(self._lines, line) - 1, 0)]
        found = self._pieces[line]
        if place.cell:
            found = [one for one in found if one.anchor.cell == place.cell] or found
        elif place.table is not None:
            found = [one for one in found if one.cell is not None] or found
        if place.text:
            found = [one for one in found if place.text in one.text] or found
        before = [one for one in found if one.anchor.column <= place.column_offset]
        return before[-1] if before and not place.cell else found[0]

    def _find_absent(self, finding: Finding, piece: _Piece) -> Spot | None:
        """Where a section is absent: what stands at its place is of another section."""
        number = finding.location.section
        if not number or (piece.cell is not None and finding.location.table is not None):
            return None
        text = finding.location.text
        if piece.block in self._old and text and text in piece.text:
            return None  # it is about the old heading that stands there
        there = 0
        for at, section in self._sections.items():
            if at <= piece.block:
                there = section
        if there > number and self._sections.get(piece.block) == there:
            return Spot(piece.block, scope="before")
        if 0 < there < number and number not in self._sections.values():
            return Spot(piece.block, scope="after")
        return None

    def _find_culprit(self, finding: Finding, piece: _Piece) -> int | None:
        """The cell with the wrong figure, where just one of the row or column has it."""
        if finding.footing is None or finding.location.column is not None:
            return None
        sides = (*finding.footing.left, *finding.footing.right)
        wrong: list[Entry] = [entry for entry in sides if entry.culprit]
        table = self._reading.blocks[piece.block]
        if len(wrong) != 1 or not isinstance(table, Table) or piece.cell is None:
            return None
        figure, row = show_figure(wrong[0].value), table.cells[piece.cell].row
        same = [
            at
            for at, cell in enumerate(table.cells)
            if cell.row == row and cell.text.strip() == figure
        ]
        return same[0] if len(same) == 1 else None


def _list_pieces(reading: Reading) -> Iterator[_Piece]:
    for at, block in enumerate(reading.blocks):
        if isinstance(block, Paragraph):
            yield _Piece(at, None, block.shown, block.anchor)
            continue
        for number, cell in enumerate(block.cells):
            yield _Piece(at, number, cell.text, cell.anchor)


def _find_characters(finding: Finding, piece: _Piece) -> list[tuple[int, int]]:
    """The characters that a finding is about; (0, 0) where they are not known.

    They are what the finding quotes, at the column that it names or where the text has it once;
    else the figure at that column; else the sentence around. Several are in their order.
    """
    place, text = finding.location, piece.text
    start = place.column_offset - piece.anchor.column if place.line == piece.anchor.line else 0
    quoted = list(dict.fromkeys(_list_quoted(finding)))
    if start > 0:
        at_start = [one for one in quoted if text.startswith(one, start)]
        if at_start:
            return [(start, start + len(max(at_start, key=len)))]
        figure = None if MASK in text else _NUMBER.match(text, start)  # a mask moves columns
        if figure:
            return [figure.span()]
    several = finding.values.get("quoted")
    if isinstance(several, tuple):
        found = [_find_once(text, one.strip("“”")) for one in several]
        if all(span is not None for span in found):
            return sorted(span for span in found if span is not None) or [(0, 0)]
    for one in quoted:
        span = _find_once(text, one) if one not in (text, place.text) else None
        if span is not None:
            return [span]
    begin = text.find(place.text) if place.text else -1
    if begin < 0 or len(place.text) == len(text):
        return [(0, 0)]
    return [(begin, begin + len(place.text))]


def _find_once(text: str, part: str) -> tuple[int, int] | None:
    """Where a part of more than one character stands in a text that has it once."""
    if len(part) < 2 or text.count(part) != 1:
        return None
    begin = text.index(part)
    return begin, begin + len(part)


def _list_quoted(finding: Finding) -> Iterator[str]:
    """What of the report a finding may quote, first what it says that it read."""
    if finding.replacement is not None:
        yield finding.replacement.old
    values = sorted(finding.values.items(), key=lambda item: item[0] != "read")
    for _, value in values:
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str) and one.strip():
                yield one
