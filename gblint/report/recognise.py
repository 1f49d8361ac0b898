"""Document → Report: the one way in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import msgspec

from gblint.attempts import Stopped, attempt
from gblint.document import Anchor, Block, Document, Paragraph, Table
from gblint.pack.model import Pack
from gblint.report.bars import without_bars
from gblint.report.candidates import split_lines
from gblint.report.contents import mark_contents
from gblint.report.crammed import find_run_together, is_crammed
from gblint.report.facts import find_facts, find_level
from gblint.report.headings import find_headings
from gblint.report.lexicon import heading_lexicon
from gblint.report.model import Heading, Report, Section, TableReading, Title, Unlike
from gblint.report.other_documents import find_other
from gblint.report.prose.paragraphs import read_prose
from gblint.report.prose.scope import Of
from gblint.report.setbacks import Setback, Setbacks
from gblint.report.stated import Prose
from gblint.report.table_choice import PlacedTable
from gblint.report.tables import read_tables
from gblint.report.title import find_title
from gblint.report.unread import unread, without_pieces
from gblint.text.folding import fold
from gblint.text.patterns import new_document

_TITLE = 80
"""Characters of a cell that may be the title."""
_SHORT = 48
"""A paragraph of several lines that is no longer than this is one text broken for looks."""

_LEAD = 8
"""Paragraphs before a table, blank ones too, that may say what it is."""

_HEADINGS = 2
"""Headings that make a document without title or tables an annual report."""


class Opening(msgspec.Struct, frozen=True):
    """A document divided into title, preface and sections; its tables are not read yet.

    `before` is the preface with the tables that stand in it.
    """

    blocks: Sequence[Block]
    headings: Sequence[Heading]
    title: Title | None
    preface: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    before: tuple[Block, ...] = ()
    parts: tuple[Heading, ...] = ()


class _Read(msgspec.Struct, frozen=True):
    """A document with its tables; `unread` is where those are that could not be read."""

    document: Document
    opening: Opening
    tables: dict[str, TableReading]
    unread: dict[str, Anchor]
    setbacks: Setbacks


def recognise(document: Document, pack: Pack, file_name: str = "") -> Report:
    """Read a document as a report of the pack's format.

    What is not there is absent from the report, and a document that is no annual report has
    `recognised` False. `file_name` is kept for the year it may carry. What gblint fails to read
    is among the report's `setbacks`; only without title and headings nothing can be read, and
    what goes wrong with them is raised.
    """
    new_document()
    read = _laid_out(_read(document, pack), pack)
    document, opening, not_read, setbacks = read.document, read.opening, read.unread, read.setbacks
    title = opening.title
    sections = tuple(without_pieces(one, pack, not_read) for one in opening.sections)
    facts = find_facts(opening.before, sections, title, document, pack.facts, setbacks)
    organ = title.organ if title else ""
    year = _year(title, facts.period.year if facts.period else None)
    level = setbacks.read("level", partial(find_level, organ, pack.facts)) or ""
    unlike = _unlike(document, pack, opening)
    prose = setbacks.read(
        "prose",
        partial(
            read_prose, opening.preface, opening.sections, pack, Of(organ, year, level), setbacks
        ),
    )
    return Report(
        document=document,
        pack=pack.id,
        title=title,
        preface=opening.preface,
        sections=sections,
        tables={key: table for key, table in read.tables.items() if key not in not_read},
        facts=facts,
        organ=organ,
        prose=prose or Prose(),
        year=year,
        level=level,
        file_name=file_name,
        unread=not_read,
        parts_numbered=opening.parts,
        recognised=unlike is None
        and _recognised(document, pack, opening, bool(read.tables or setbacks.keys())),
        unlike=unlike,
        setbacks=tuple(setbacks.found),
    )


def _read(document: Document, pack: Pack) -> _Read:
    """The parts of a document, its tables, and where those are that could not be read."""
    setbacks = Setbacks()
    opening = opened(document, pack, setbacks)
    year = opening.title.year if opening.title else None
    tables = read_tables(_placed(opening.blocks, opening.headings), pack, setbacks, year=year)
    found = attempt(partial(unread, document, opening.sections, tables, pack))
    if isinstance(found, Stopped):  # of none is it known whether it was read well
        places = {key: reading.anchor for key, reading in tables.items()}
        keys = (table.key for table in pack.tables)
        setbacks.found += (Setback("table", found, key, places.get(key)) for key in keys)
        found = {}
    found |= {key: one.anchor for key, one in tables.items() if one.layout == "unclear"}
    found |= {one.key: one.anchor or Anchor(1) for one in setbacks.found if one.key}
    return _Read(document, opening, tables, found, setbacks)


def _laid_out(read: _Read, pack: Pack) -> _Read:
    """The same with tables put together that the document shows only by its looks."""
    if not read.document.lines:
        return read
    from gblint.report.by_labels import assemble_tables  # for PDF files and texts

    doubtful = set(read.unread)
    whole = attempt(partial(assemble_tables, read.document, read.opening.sections, doubtful, pack))
    if isinstance(whole, Stopped):
        keys = doubtful - read.setbacks.keys()
        read.setbacks.found += (Setback("table", whole, key) for key in sorted(keys))
        return msgspec.structs.replace(
            read, unread={**dict.fromkeys(keys, Anchor(1)), **read.unread}
        )
    return read if whole is read.document else _read(whole, pack)


def opened(document: Document, pack: Pack, setbacks: Setbacks | None = None) -> Opening:
    """Where title, preface and sections of a document are."""
    lexicon = heading_lexicon(pack)
    blocks = split_lines(without_bars(document.blocks, lexicon), _SHORT)
    blocks = mark_contents(blocks, lexicon)
    found = find_headings(blocks, pack, setbacks)
    headings = tuple(heading for heading in found if heading.origin != "part")
    parts = tuple(heading for heading in found if heading.origin == "part")
    first = headings[0].block if headings else len(blocks)
    before = [
        block for block in blocks[:first] if isinstance(block, Paragraph) and not block.contents
    ]
    title, of_title = find_title(before, pack.title_line, document.titles)
    if title is None or title.in_head or not title.organ:
        cells = tuple(_cells_before(blocks[:first], pack))
        in_cell = find_title(cells, pack.title_line)[0] if cells else None
        if in_cell is not None and in_cell.organ and in_cell.year is not None:
            title, of_title = in_cell, ()
    preface = tuple(p for i, p in enumerate(before) if i not in of_title and p.text.strip())
    of_preface = {id(paragraph) for paragraph in preface}
    around = tuple(b for b in blocks[:first] if isinstance(b, Table) or id(b) in of_preface)
    return Opening(blocks, headings, title, preface, _sections(blocks, headings), around, parts)


def _cells_before(blocks: Sequence[Block], pack: Pack) -> Iterator[Paragraph]:
    """What may be the title in a site's table of index number, office and date."""
    if pack.title_line is None:
        return
    for table in blocks:
        if isinstance(table, Table):
            for cell in table.cells:
                if pack.title_line.subject in cell.text and len(cell.text) <= _TITLE:
                    yield Paragraph(cell.text, cell.anchor)


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
            if isinstance(block, Table) or (block.text.strip() and not block.contents)
        )
        run_in = (Paragraph(heading.rest, heading.anchor),) if heading.rest else ()
        prose = tuple(block for block in inside if isinstance(block, Paragraph))
        sections.append(Section(heading, inside, run_in + prose))
    return tuple(sections)


def _placed(blocks: Sequence[Block], headings: Sequence[Heading]) -> list[PlacedTable]:
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


def _unlike(document: Document, pack: Pack, opening: Opening) -> Unlike | None:
    """Why a document is no report that can be read, None where nothing says so."""
    other = find_other(document, pack, opening.title, opening.headings)
    if other is not None:
        return Unlike("other", other.anchor, other.kind.name, other.title)
    anchor = find_run_together(document, pack, opening.headings)
    return Unlike("run_together", anchor) if anchor is not None else None


def _recognised(document: Document, pack: Pack, opening: Opening, tables: bool) -> bool:
    """Whether a document is an annual report at all: by its title, a table, or headings."""
    title, headings = opening.title, opening.headings
    if not headings and is_crammed(document):
        return False
    if title is not None or tables:
        return True
    known = [heading for heading in headings if heading.origin != "foreign"]
    if len(known) < _HEADINGS or pack.title_line is None:
        return False
    subject = fold(pack.title_line.subject)
    return any(subject in fold(paragraph.text) for paragraph in document.paragraphs())
