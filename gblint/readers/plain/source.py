"""The way back from a text as it is read to its source: where a passage or a cell stands there.

For those who write into a text file, or say where: reading itself has no need of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from gblint.document import Cell, Document, Paragraph, Table
from gblint.findings import Correction, Finding, Replacement, SourceEdit
from gblint.readers.encoding import decode
from gblint.readers.plain.markup import strip_marks
from gblint.text import find_differences

_LINE_END = re.compile(r"\r\n|\r|\n")
_MARKUP = frozenset("#*_\\>`+=~ \t\u3000\r\n\x0b\x0c")
"""Characters of the source that the text may be without."""

_BAR = re.compile(r"(?<!\\)\|")
_FARTHEST = 4000
"""Characters of the source in which a paragraph is looked for."""


class Edit(NamedTuple):
    """What is to be written in place of characters of the source."""

    begin: int
    end: int
    new: str


class TextSource:
    """The source of a text, with the document that was read from it."""

    def __init__(self, text: str, document: Document) -> None:
        self.text = text
        self._document = document
        self._lines = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._paragraphs: dict[int, list[Paragraph]] = {}
        for block in document.blocks:
            if isinstance(block, Paragraph):
                self._paragraphs.setdefault(block.anchor.line, []).append(block)
        self._aligned: dict[int, Sequence[int]] = {}
        self._begins: dict[int, Sequence[int]] = {}

    def place(self, at: int) -> tuple[int, int]:
        """The line and the column of a character of the source, both from 1."""
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1] + 1

    def _find_line(self, number: int) -> tuple[int, int]:
        """Where a line begins and ends, without the sign that ends it."""
        begin = self._lines[number - 1]
        match = _LINE_END.search(self.text, begin)
        return begin, match.start() if match else len(self.text)

    def find(self, replacement: Replacement) -> list[Edit] | None:
        """What is to be written where; None where that cannot be told."""
        if replacement.automatic or replacement.line > len(self._lines):
            return None
        if replacement.cell:
            return self._find_in_table(replacement)
        found = [
            edits
            for block in self._paragraphs.get(replacement.line, ())
            for at in self._find_places(block, replacement)
            if (edits := self._align(block, at, replacement)) is not None
        ]
        return found[0] if len(found) == 1 else self._find_in_row(replacement)

    def _find_places(self, block: Paragraph, replacement: Replacement) -> list[int]:
        """Where what is to be replaced stands in a paragraph or in one of its lines."""
        text, old, column = block.text, replacement.old, replacement.column
        if not column:
            at = text.find(old)
            return [at] if at >= 0 and text.find(old, at + 1) < 0 else []
        begins = self._begins.get(id(block))
        if begins is None:
            begins = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
            self._begins[id(block)] = begins
        found = [at + column - 1 for at in begins if text.startswith(old, at + column - 1)]
        return list(dict.fromkeys(found))

    def _find_in_row(self, replacement: Replacement) -> list[Edit] | None:
        """A heading in a row of a table that was made a paragraph, if it stands there but once."""
        if not any(
            cell.anchor.line == replacement.line
            for table in self._document.tables()
            for cell in table.cells
        ):
            return None
        begin, end = self._find_line(replacement.line)
        line = self.text[begin:end]
        if not replacement.old or line.count(replacement.old) != 1:
            return None
        at = begin + line.index(replacement.old)
        return [Edit(at, at + len(replacement.old), replacement.new)]

    def _align(self, block: Paragraph, at: int, replacement: Replacement) -> list[Edit] | None:
        """The edits of a passage of a paragraph that begins at a character of its text."""
        begin = self._lines[replacement.line - 1]
        places = self._aligned.get(id(block))
        if places is None:  # once a paragraph: a long one may have thousands of corrections
            source = self.text[begin : begin + _FARTHEST + 2 * len(block.text)]
            places = self._aligned[id(block)] = _align(block.text, source)
        if len(places) < at + len(replacement.old):
            return None
        edits: list[Edit] = []
        for first, last, new in find_differences(replacement.old, replacement.new):
            span = places[at + first : at + last]
            if not span:  # an insertion: behind the character before, else before the one after
                before = at + first - 1
                place = places[before] + 1 if first else places[at]
                edits.append(Edit(begin + place, begin + place, new))
                continue
            if span[-1] - span[0] != len(span) - 1:
                return None
            edits.append(Edit(begin + span[0], begin + span[-1] + 1, new))
        return edits

    def _find_in_table(self, replacement: Replacement) -> list[Edit] | None:
        tables = [
            (table, row)
            for table in self._document.tables()
            for row in {c.row for c in table.cells if c.anchor.line == replacement.line}
        ]
        if len(tables) != 1:
            return None
        table, row = tables[0]
        pieces = list(self._split_row(replacement.line))
        cells = sorted((c for c in table.cells if c.row == row), key=lambda c: c.column)
        index = _index_of(table, cells, replacement.cell, len(pieces))
        if index is None:
            return None
        cell, piece = index
        begin, end = pieces[piece]
        text = self.text[begin:end]
        own = text.strip()
        if strip_marks(own).text != cell.text.strip() or cell.text != replacement.old:
            return None
        if not own:
            if len(text) == 1:
                return [Edit(begin, end, f"{text}{replacement.new}{text}")]
            at = begin + min(len(text), 1)
            return [Edit(at, at if len(text) < 3 else at + 1, replacement.new)]
        lead = len(text) - len(text.lstrip())
        if own != cell.text:
            at = own.find(cell.text)
            if at < 0 or own.count(cell.text) != 1:
                return None
            lead, own = lead + at, cell.text
        return [Edit(begin + lead, begin + lead + len(own), replacement.new)]

    def _split_row(self, line: int) -> Iterator[tuple[int, int]]:
        """Where the cells of a row stand in the source: between bars, or between tabs."""
        begin, end = self._find_line(line)
        text = self.text[begin:end]
        if "|" in text:
            bars = [begin + bar.start() for bar in _BAR.finditer(text)]
            if text.lstrip().startswith("|"):
                bars = bars[1:]
                first = begin + text.index("|") + 1
            else:
                first = begin
            if text.rstrip().endswith("|"):
                end = bars.pop() if bars else end
            edges = [first, *(bar + 1 for bar in bars)]
            yield from zip(edges, [*bars, end], strict=True)
        elif "\t" in text:
            tabs = [begin + at for at, char in enumerate(text) if char == "\t"]
            if text.startswith("\t") and len(tabs) == 1:
                yield from self._split_lines(line)
                return
            yield from zip([begin, *(tab + 1 for tab in tabs)], [*tabs, end], strict=True)

    def _split_lines(self, line: int) -> Iterator[tuple[int, int]]:
        """The cells of a row of which each is a line that begins with a tab."""
        for number in range(line, len(self._lines) + 1):
            begin, end = self._find_line(number)
            if not self.text.startswith("\t", begin):
                return
            yield begin + 1, end


def _index_of(
    table: Table, cells: Sequence[Cell], number: int, pieces: int
) -> tuple[Cell, int] | None:
    """The cell of a column from 1, and which piece of the row's source it is."""
    cell = next((one for one in cells if one.column == number - 1), None)
    if cell is None:
        return None
    if pieces == table.width:
        return cell, number - 1
    return (cell, cells.index(cell)) if pieces == len(cells) else None


def _align(text: str, source: str) -> list[int]:
    """For each character of a text its place in the source, which has marks and line ends more.

    It ends where the two part.
    """
    places: list[int] = []
    at = 0
    for char in text:
        while at < len(source) and source[at] != char and source[at] in _MARKUP:
            if char.isspace() and source[at] in "\r\n":
                break
            at += 1
        if at >= len(source):
            break
        if source[at] != char and not (char.isspace() and source[at].isspace()):
            break
        places.append(at)
        at += 1
    return places


def place_in_source(
    findings: Sequence[Finding], document: Document, data: bytes
) -> tuple[Finding, ...]:
    """The findings of a text file, whose corrections say where they stand in its source."""
    source = TextSource(decode(data).text, document)
    return tuple(
        one
        if one.correction is None
        else msgspec.structs.replace(one, correction=_place(one.correction, source))
        for one in findings
    )


def _place(correction: Correction, source: TextSource) -> Correction | None:
    """The correction with its places in the source, without what has none there."""
    edits: list[SourceEdit] = []
    told: list[Replacement] = []
    for replacement in correction.replacements:
        found = source.find(replacement)
        if found is None:
            continue
        told.append(replacement)
        for edit in found:
            line, column = source.place(edit.begin)
            edits.append(SourceEdit(line, column, column + edit.end - edit.begin, edit.new))
    whole = correction.whole and len(told) == len(correction.replacements)
    return Correction(tuple(told), whole, tuple(edits)) if told else None
