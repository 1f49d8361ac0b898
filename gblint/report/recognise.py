"""Document → Report: the one way in."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gblint.document import Anchor, Block, Document, Paragraph, Table
from gblint.normal import fold
from gblint.packs.model import Pack
from gblint.patterns import new_document
from gblint.report.candidates import split_lines
from gblint.report.crammed import is_crammed
from gblint.report.facts import find_facts, find_level
from gblint.report.headings import find_headings
from gblint.report.laid_out import laid_out
from gblint.report.model import Heading, Report, Section, TableReading, Title
from gblint.report.prose import Of, read_prose
from gblint.report.tables import PlacedTable, read_tables
from gblint.report.title import find_title
from gblint.report.unread import unread, without_pieces

_SHORT = 48
"""A paragraph of several lines that is no longer than this is one text broken for looks."""

_HEADINGS = 2
"""Headings that make a document without title or tables an annual report."""


class Opening(msgspec.Struct, frozen=True):
    """A document divided into title, preface and sections; its tables are not read yet."""

    blocks: Sequence[Block]
    headings: Sequence[Heading]
    title: Title | None
    preface: tuple[Paragraph, ...]
    sections: tuple[Section, ...]


def recognise(document: Document, pack: Pack, file_name: str = "") -> Report:
    """Read a document as a report of the pack's format.

    Never fails: what is not there is absent from the report, and a document that is no annual
    report has `recognised` False. `file_name` is kept for the year it may carry.
    """
    new_document()
    opening, tables, not_read = _read(document, pack)
    if document.lines:
        whole = laid_out(document, opening.sections, _doubtful(document, tables, not_read), pack)
        if whole is not document:
            document = whole
            opening, tables, not_read = _read(document, pack)
    headings, title = opening.headings, opening.title
    sections = tuple(without_pieces(one, pack, not_read) for one in opening.sections)
    facts = find_facts(opening.preface, sections, title, document, pack.facts)
    organ = title.organ if title else ""
    year = _year(title, facts.period.year if facts.period else None)
    level = find_level(organ, pack.facts)
    prose = read_prose(opening.preface, opening.sections, pack, Of(organ, year, level))
    return Report(
        document=document,
        pack=pack.id,
        title=title,
        preface=opening.preface,
        sections=sections,
        tables={key: table for key, table in tables.items() if key not in not_read},
        facts=facts,
        organ=organ,
        prose=prose,
        year=year,
        level=level,
        file_name=file_name,
        unread=not_read,
        recognised=_recognised(document, pack, title, headings, bool(tables)),
    )


def _read(
    document: Document, pack: Pack
) -> tuple[Opening, dict[str, TableReading], dict[str, Anchor]]:
    """The parts of a document, its tables, and where those are that could not be read."""
    opening = opened(document, pack)
    tables = read_tables(_placed(opening.blocks, opening.headings), pack)
    return opening, tables, unread(document, opening.sections, tables, pack)


def _doubtful(
    document: Document, tables: dict[str, TableReading], not_read: dict[str, Anchor]
) -> set[str]:
    """The keys of tables that could not be read, or of which only places told the columns."""
    placed = {table.anchor for table in document.tables() if table.placed}
    return {*not_read, *(key for key, one in tables.items() if one.anchor in placed)}


def opened(document: Document, pack: Pack) -> Opening:
    """Where title, preface and sections of a document are."""
    blocks = split_lines(document.blocks, _SHORT)
    headings = find_headings(blocks, pack)
    first = headings[0].block if headings else len(blocks)
    before = [block for block in blocks[:first] if isinstance(block, Paragraph)]
    title, of_title = find_title(before, pack.title_line)
    preface = tuple(p for i, p in enumerate(before) if i not in of_title and p.text.strip())
    return Opening(blocks, headings, title, preface, _sections(blocks, headings))


def _year(title: Title | None, stated: int | None) -> int | None:
    return title.year if title is not None and title.year is not None else stated


def _sections(blocks: Sequence[Block], headings: Sequence[Heading]) -> tuple[Section, ...]:
    """The blocks after each heading up to the next; empty paragraphs are left out."""
    sections: list[Section] = []
    ends = [heading.block for heading in headings[1:]] + [len(blocks)]
    for heading, end in zip(headings, ends, strict=False):
        inside = tuple(
            block
            for block in blocks[heading.block + 1 : end]
            if isinstance(block, Table) or block.text.strip()
        )
        run_in = (Paragraph(heading.rest, heading.anchor),) if heading.rest else ()
        prose = tuple(block for block in inside if isinstance(block, Paragraph))
        sections.append(Section(heading, inside, run_in + prose))
    return tuple(sections)


def _placed(blocks: Sequence[Block], headings: Sequence[Heading]) -> list[PlacedTable]:
    placed: list[PlacedTable] = []
    at = {heading.block: heading for heading in headings}
    section: int | None = None
    for index, block in enumerate(blocks):
        if index in at:
            heading = at[index]
            section = heading.number if heading.origin == "section" else None
        elif isinstance(block, Table):
            placed.append(PlacedTable(block, section))
    return placed


def _recognised(
    document: Document, pack: Pack, title: Title | None, headings: Sequence[Heading], tables: bool
) -> bool:
    """Whether a document is an annual report at all: by its title, a table, or headings."""
    if not headings and is_crammed(document):
        return False
    if title is not None or tables:
        return True
    known = [heading for heading in headings if heading.origin != "foreign"]
    if len(known) < _HEADINGS or pack.title_line is None:
        return False
    subject = fold(pack.title_line.subject)
    return any(subject in fold(paragraph.text) for paragraph in document.paragraphs())
