"""Document → Report: the one way in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

import msgspec

from gblint.attempts import Stopped, attempt
from gblint.document import Anchor, Block, Document, Paragraph, Table
from gblint.pack.model import Pack
from gblint.report.facts import find_dates, find_facts, find_period
from gblint.report.headings import find_headings
from gblint.report.headings.candidates import heading_lexicon
from gblint.report.headings.prepare_blocks import prepare_blocks
from gblint.report.model import (
    Heading,
    Report,
    Section,
    Setback,
    Setbacks,
    TableReading,
    Title,
    Unlike,
)
from gblint.report.organs import Of, find_level
from gblint.report.other_documents import find_unlike, is_all_in_one_row
from gblint.report.prose import defer, read_prose
from gblint.report.stated import Prose
from gblint.report.tables import drop_unread_prose, find_unreadable_tables, read_tables
from gblint.report.tables.grid import PlacedTable
from gblint.report.title import find_misnamed_title, find_title
from gblint.text import fold
from gblint.text.numerals import file_years
from gblint.text.patterns import new_document

_TITLE = 80
"""Characters of a cell that may be the title."""
_LATEST = 9
"""The last month in which what is published is last year's report, late as it may be."""

_OPENING = 12
"""Paragraphs of a title and preface."""

_LEAD = 8
"""Paragraphs before a table, blank ones too, that may say what it is."""

_HEADINGS = 2
"""Headings that make a document without title or tables an annual report."""

_SECTIONS = 4
"""Known sections of a document that is one, whatever it is called."""


class DividedDocument(msgspec.Struct, frozen=True):
    """A document divided into title, preface and sections; its tables are not read yet.

    `before` is the preface with the tables that stand in it, `setbacks` what failed so far.
    """

    blocks: Sequence[Block]
    headings: Sequence[Heading]
    title: Title | None
    preface: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    setbacks: Setbacks
    before: tuple[Block, ...] = ()
    parts: tuple[Heading, ...] = ()


class _WithTables(msgspec.Struct, frozen=True):
    """A document with its tables; `unread` is where those are that could not be read."""

    document: Document
    opening: DividedDocument
    tables: dict[str, TableReading]
    unread: dict[str, Anchor]

    @property
    def setbacks(self) -> Setbacks:
        return self.opening.setbacks


def recognise(
    document: Document,
    pack: Pack,
    file_name: str = "",
    opening: DividedDocument | None = None,
    *,
    defer_prose: bool = False,
) -> Report:
    """Read a document as a report of the pack's format.

    What is not there is absent from the report, and a document that is no annual report has
    `recognised` False. `file_name` is kept for the year it may carry. `opening` is what
    `divide_into_sections` gave for this document and pack, where that was done before. What gblint
    fails to read is among the report's `setbacks`; only without title and headings nothing can be
    read, and what goes wrong with them is raised. With `defer_prose`, what the prose states is not
    read before it is asked for, and what fails of it then is no setback.
    """
    new_document()  # the choice of the pack may have run patterns over it, which is not to count
    read = _add_tables_by_labels(_read_all_tables(document, pack, opening), pack)
    document, opening, not_read, setbacks = read.document, read.opening, read.unread, read.setbacks
    title = opening.title
    sections = tuple(drop_unread_prose(one, pack, not_read) for one in opening.sections)
    facts = find_facts(opening.before, sections, title, document, pack.facts, setbacks)
    organ = title.organ if title else ""
    year = title.year if title else None
    if year is None and facts.period is not None:
        year = facts.period.year
    level = setbacks.read("level", partial(find_level, organ, pack.facts)) or ""
    unlike = find_unlike(document, pack, opening.title, opening.headings)
    second = _find_second_report(opening, pack) if unlike is None else None
    if second is not None:
        unlike = Unlike("several", second.anchor, title=second.text)
    of = Of(organ, year, level)
    read_it = partial(read_prose, opening.preface, opening.sections, pack, of, setbacks)
    prose = defer(read_it) if defer_prose else setbacks.read("prose", read_it) or Prose()
    return Report(
        document=document,
        pack=pack.id,
        title=title,
        preface=opening.preface,
        sections=sections,
        tables={key: table for key, table in read.tables.items() if key not in not_read},
        facts=facts,
        organ=organ,
        prose=prose,
        year=year,
        level=level,
        file_name=file_name,
        unread=not_read,
        parts_numbered=opening.parts,
        recognised=unlike is None
        and _is_report(document, pack, opening, bool(read.tables or setbacks.keys())),
        unlike=unlike,
        setbacks=tuple(setbacks.found),
    )


def _read_all_tables(
    document: Document, pack: Pack, opening: DividedDocument | None = None
) -> _WithTables:
    """The parts of a document, its tables, and where those are that could not be read."""
    opening = opening or divide_into_sections(document, pack)
    setbacks = opening.setbacks
    year = opening.title.year if opening.title else None
    tables = read_tables(_place_tables(opening.blocks, opening.headings), pack, setbacks, year=year)
    found = attempt(partial(find_unreadable_tables, document, opening.sections, tables, pack))
    if isinstance(found, Stopped):  # of none is it known whether it was read well
        places = {key: reading.anchor for key, reading in tables.items()}
        keys = (table.key for table in pack.tables)
        setbacks.found += (Setback("table", found, key, places.get(key)) for key in keys)
        found = {}
    found |= {key: one.anchor for key, one in tables.items() if one.layout == "unclear"}
    found |= {one.key: one.anchor or Anchor(1) for one in setbacks.found if one.key}
    return _WithTables(document, opening, tables, found)


def _add_tables_by_labels(read: _WithTables, pack: Pack) -> _WithTables:
    """The same with tables put together that the document shows only by its looks."""
    if not read.document.lines:
        return read
    from gblint.report.by_labels import assemble_tables  # for PDF files and texts

    doubtful = _find_doubtful(read)
    whole = attempt(partial(assemble_tables, read.document, read.opening.sections, doubtful, pack))
    if isinstance(whole, Stopped):
        keys = doubtful - read.setbacks.keys()
        read.setbacks.found += (Setback("table", whole, key) for key in sorted(keys))
        return msgspec.structs.replace(
            read, unread={**dict.fromkeys(keys, Anchor(1)), **read.unread}
        )
    if whole is read.document:
        return read
    # Anew from the headings on: lines that are a table's now are no longer prose nor headings.
    return _read_all_tables(whole, pack)


def _find_doubtful(read: _WithTables) -> set[str]:
    """The keys of tables that could not be read, or of which only places told the columns."""
    placed = {table.anchor for table in read.document.tables() if table.placed}
    return {*read.unread, *(key for key, one in read.tables.items() if one.anchor in placed)}


def divide_into_sections(document: Document, pack: Pack) -> DividedDocument:
    """Where title, preface and sections of a document are."""
    setbacks = Setbacks()
    lexicon = heading_lexicon(pack)
    blocks = prepare_blocks(document.blocks, lexicon)
    found = find_headings(blocks, pack, setbacks)
    headings = tuple(heading for heading in found if heading.origin != "part")
    parts = tuple(heading for heading in found if heading.origin == "part")
    first = headings[0].block if headings else len(blocks)
    before = [
        block for block in blocks[:first] if isinstance(block, Paragraph) and not block.contents
    ]
    title, of_title = find_title(before, pack.title_line, document.titles)
    if title is None or title.in_head or not title.organ:
        cells = tuple(_iterate_title_cells(blocks[:first], pack))
        in_cell = find_title(cells, pack.title_line)[0] if cells else None
        if in_cell is not None and in_cell.organ and in_cell.year is not None:
            title, of_title = in_cell, ()
    if title is None or title.in_head:
        known = sum(one.origin == "section" for one in headings)
        misnamed = (
            find_misnamed_title(before, pack.title_line) if known >= _SECTIONS else (None, ())
        )
        if misnamed[0] is not None:
            title, of_title = misnamed
    preface = tuple(p for i, p in enumerate(before) if i not in of_title and p.text.strip())
    of_preface = {id(paragraph) for paragraph in preface}
    around = tuple(b for b in blocks[:first] if isinstance(b, Table) or id(b) in of_preface)
    sections = _build_sections(blocks, headings)
    return DividedDocument(blocks, headings, title, preface, sections, setbacks, around, parts)


def find_year(
    document: Document, pack: Pack, file_name: str = "", opening: DividedDocument | None = None
) -> int | None:
    """The year of the title, else of the statistics period, else the one in the file's name.

    Else the year before that of publication. `pack` has the patterns by which they are found; the
    report may be of another. `opening` is what `divide_into_sections` gave for both, where that
    was done before. None where there is no year, and where the name alone has several.
    """
    opening = opening or divide_into_sections(document, pack)
    title = opening.title
    if title is not None and title.year is not None:
        return title.year
    if pack.facts.period is not None:
        period = find_period(opening.preface, opening.sections, title, pack.facts.period)
        if period is not None:
            return period.year
    years = file_years(file_name)
    if years:
        return years.pop() if len(years) == 1 else None
    given, _ = find_dates(opening.preface, opening.sections, document, pack.facts.published)
    day = date.fromisoformat(given[0].value) if given else None
    return day.year - 1 if day is not None and day.month <= _LATEST else None


def _iterate_title_cells(blocks: Sequence[Block], pack: Pack) -> Iterator[Paragraph]:
    """What may be the title in a site's table of index number, office and date."""
    if pack.title_line is None:
        return
    for table in blocks:
        if isinstance(table, Table):
            for cell in table.cells:
                if pack.title_line.subject in cell.text and len(cell.text) <= _TITLE:
                    yield Paragraph(cell.text, cell.anchor)


def _build_sections(blocks: Sequence[Block], headings: Sequence[Heading]) -> tuple[Section, ...]:
    """The blocks after each heading up to the next; empty paragraphs are left out."""
    sections: list[Section] = []
    ends = [heading.block for heading in headings[1:]] + [len(blocks)]
    for heading, end in zip(headings, ends, strict=False):
        inside = tuple(
            block
            for block in blocks[heading.block + 1 : end]
            if isinstance(block, Table) or (block.text.strip() and not block.contents)
        )
        run_in = (Paragraph(heading.rest, heading.anchor),) if heading.rest else ()
        prose = tuple(block for block in inside if isinstance(block, Paragraph))
        sections.append(Section(heading, inside, run_in + prose))
    return tuple(sections)


def _place_tables(blocks: Sequence[Block], headings: Sequence[Heading]) -> list[PlacedTable]:
    placed: list[PlacedTable] = []
    at = {heading.block: heading for heading in headings}
    section: int | None = None
    begin = 0
    for index, block in enumerate(blocks):
        if index in at:
            heading = at[index]
            section = heading.number if heading.origin == "section" else None
            begin = index + 1
        elif isinstance(block, Table):
            between = blocks[max(begin, index - _LEAD) : index]
            begin = index + 1
            lead = (one for one in between if isinstance(one, Paragraph) and one.text.strip())
            placed.append(PlacedTable(block, section, tuple(lead)))
    return placed


def _find_second_report(opening: DividedDocument, pack: Pack) -> Title | None:
    """The title of another organ or year below a report's sections, with most of them anew."""
    known = [heading for heading in opening.headings if heading.origin == "section"]
    numbers = [heading.number for heading in known]
    begin = next((at for at, number in enumerate(numbers) if number in numbers[:at]), len(numbers))
    if opening.title is None or len(set(numbers[begin:])) < _SECTIONS:
        return None
    own, first = opening.title, known[begin].block
    above = [one for one in opening.blocks[:first] if isinstance(one, Paragraph) and one.text]
    title, _ = find_title(above[-_OPENING:], pack.title_line)
    if title is None or not (title.named and title.organ and title.year):
        return None
    return title if (title.organ, title.year) != (own.organ, own.year) else None


def _is_report(document: Document, pack: Pack, opening: DividedDocument, tables: bool) -> bool:
    """Whether a document is an annual report at all: by its title, a table, or headings."""
    title, headings = opening.title, opening.headings
    if not headings and is_all_in_one_row(document):
        return False
    if title is not None or tables:
        return True
    known = [heading for heading in headings if heading.origin != "foreign"]
    if len(known) < _HEADINGS or pack.title_line is None:
        return False
    subject = fold(pack.title_line.subject)
    return any(subject in fold(paragraph.text) for paragraph in document.paragraphs())
