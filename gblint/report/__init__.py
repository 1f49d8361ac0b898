"""Document → Report: the one way in; and which documents are no report that can be read.

`recognise` is the order of work: title and headings, tables, facts, prose. Documents that speak of
annual reports and are none are told by their title; others are under other rules, or a converter
has put their whole text into one row of a table, or one paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

import msgspec

from gblint.attempts import Setback, Setbacks, Stopped, attempt
from gblint.document import Anchor, Block, Document, Paragraph, Table
from gblint.pack.model import OtherDocument, Pack
from gblint.report.facts import LATEST, find_dates, find_facts, find_period, judge_year
from gblint.report.headings import find_headings, prepare_blocks
from gblint.report.headings.candidates import make_heading_lexicon
from gblint.report.model import Heading, Prose, Report, Section, TableReading, Title, Unlike
from gblint.report.organs import ReportOwner, find_level
from gblint.report.prose import defer, read_prose
from gblint.report.tables import drop_unread_prose, find_unreadable_tables, read_tables
from gblint.report.tables.grid import PlacedTable
from gblint.report.title import find_misnamed_title, find_title
from gblint.text import flatten, fold, patterns, write_years_in_digits
from gblint.text.numerals import NUMERALS, find_file_years
from gblint.text.patterns import begin_document

_TITLE = 80
"""Characters of a cell that may be the title."""

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


class _DocumentWithTables(msgspec.Struct, frozen=True):
    """A document with its tables; `unread` is where those are that could not be read."""

    document: Document
    divided: DividedDocument
    tables: dict[str, TableReading]
    unread: dict[str, Anchor]


def recognise(
    document: Document,
    pack: Pack,
    file_name: str = "",
    divided: DividedDocument | None = None,
    *,
    defer_prose: bool = False,
) -> Report:
    """Read a document as a report of the pack's format.

    What is not there is absent from the report, and a document that is no annual report has
    `recognised` False. `file_name` is kept for the year it may carry. `divided` is what
    `divide_into_sections` gave for this document and pack, where that was done before. What gblint
    fails to read is among the report's `setbacks`; only without title and headings nothing can be
    read, and what goes wrong with them is raised. With `defer_prose`, what the prose states is not
    read before it is asked for, and what fails of it then is no setback.
    """
    begin_document()  # the choice of the pack may have run patterns over it, which is not to count
    read = _add_tables_by_labels(_read_all_tables(document, pack, divided), pack)
    document, divided, unread = read.document, read.divided, read.unread
    title, setbacks = divided.title, divided.setbacks
    sections = tuple(drop_unread_prose(section, pack, unread) for section in divided.sections)
    facts = find_facts(divided.before, sections, title, document, pack.facts, setbacks)
    organ = title.organ if title else ""
    judge = partial(judge_year, title, facts, divided.preface, sections, pack.facts)
    judged = setbacks.read("period", judge)
    year = judged.year if judged else title.year if title else None
    level = setbacks.read("level", partial(find_level, organ, pack.facts)) or ""
    unlike = find_unlike(document, pack, divided.title, divided.headings)
    second = _find_second_report(divided, pack) if unlike is None else None
    if second is not None:
        unlike = Unlike("several", second.anchor, title=second.text)
    owner = ReportOwner(organ, year, level)
    read_it = partial(read_prose, divided.preface, divided.sections, pack, owner, setbacks)
    prose = defer(read_it) if defer_prose else setbacks.read("prose", read_it) or Prose()
    return Report(
        document=document,
        pack=pack.id,
        title=title,
        preface=divided.preface,
        sections=sections,
        tables={key: table for key, table in read.tables.items() if key not in unread},
        facts=facts,
        organ=organ,
        prose=prose,
        year=year,
        level=level,
        file_name=file_name,
        unread=unread,
        parts_numbered=divided.parts,
        recognised=unlike is None
        and _is_report(document, pack, divided, bool(read.tables or setbacks.list_table_keys())),
        unlike=unlike,
        setbacks=tuple(setbacks.found),
    )


def _read_all_tables(
    document: Document, pack: Pack, divided: DividedDocument | None = None
) -> _DocumentWithTables:
    """The parts of a document, its tables, and where those are that could not be read."""
    divided = divided or divide_into_sections(document, pack)
    setbacks = divided.setbacks
    year = divided.title.year if divided.title else None
    tables = read_tables(_place_tables(divided.blocks, divided.headings), pack, setbacks, year=year)
    found = attempt(partial(find_unreadable_tables, document, divided.sections, tables, pack))
    if isinstance(found, Stopped):  # of none is it known whether it was read well
        places = {key: reading.anchor for key, reading in tables.items()}
        keys = (table.key for table in pack.tables)
        setbacks.found += (Setback("table", found, key, places.get(key)) for key in keys)
        found = {}
    found |= {key: reading.anchor for key, reading in tables.items() if reading.layout == "unclear"}
    found |= {setback.key: setback.anchor or Anchor(1) for setback in setbacks.found if setback.key}
    return _DocumentWithTables(document, divided, tables, found)


def _add_tables_by_labels(read: _DocumentWithTables, pack: Pack) -> _DocumentWithTables:
    """The same with tables put together that the document shows only by its looks.

    Those are looked for that could not be read, or of which only places told the columns.
    """
    if not read.document.lines:
        return read
    from gblint.report.by_labels import assemble_tables  # for PDF files and texts

    placed = {table.anchor for table in read.document.tables() if table.placed}
    doubtful = {key for key, reading in read.tables.items() if reading.anchor in placed}
    doubtful |= read.unread.keys()
    whole = attempt(partial(assemble_tables, read.document, read.divided.sections, doubtful, pack))
    if isinstance(whole, Stopped):
        setbacks = read.divided.setbacks
        keys = doubtful - setbacks.list_table_keys()
        setbacks.found += (Setback("table", whole, key) for key in sorted(keys))
        unread = {**dict.fromkeys(keys, Anchor(1)), **read.unread}
        return msgspec.structs.replace(read, unread=unread)
    if whole is read.document:
        return read
    # Anew from the headings on: lines that are a table's now are no longer prose nor headings.
    return _read_all_tables(whole, pack)


def divide_into_sections(document: Document, pack: Pack) -> DividedDocument:
    """Where title, preface and sections of a document are."""
    setbacks = Setbacks()
    lexicon = make_heading_lexicon(pack)
    blocks = prepare_blocks(document.blocks, lexicon)
    found = find_headings(blocks, pack, setbacks)
    headings = tuple(heading for heading in found if heading.origin != "part")
    parts = tuple(heading for heading in found if heading.origin == "part")
    first = headings[0].block if headings else len(blocks)
    before = [
        block for block in blocks[:first] if isinstance(block, Paragraph) and not block.contents
    ]
    title, of_title = _find_best_title(before, blocks[:first], headings, document, pack)
    preface = tuple(p for i, p in enumerate(before) if i not in of_title and p.text.strip())
    of_preface = {id(paragraph) for paragraph in preface}
    around = tuple(b for b in blocks[:first] if isinstance(b, Table) or id(b) in of_preface)
    sections = _build_sections(blocks, headings)
    return DividedDocument(blocks, headings, title, preface, sections, setbacks, around, parts)


def _find_best_title(
    before: Sequence[Paragraph],
    above: Sequence[Block],
    headings: Sequence[Heading],
    document: Document,
    pack: Pack,
) -> tuple[Title | None, tuple[int, ...]]:
    """The title and which of the paragraphs above the sections it takes.

    That is the one of the text; else one in a site's table of data; else, of what by its sections
    is a report, a line that calls it something else. A page's head alone has it as a last resort.
    """
    title, of_title = find_title(before, pack.title_line, document.titles)
    if title is None or title.in_head or not title.organ:
        cells = tuple(_iterate_title_cells(above, pack))
        in_cell = find_title(cells, pack.title_line)[0] if cells else None
        if in_cell is not None and in_cell.organ and in_cell.year is not None:
            return in_cell, ()
    known = sum(heading.origin == "section" for heading in headings)
    if (title is None or title.in_head) and known >= _SECTIONS:
        misnamed, lines = find_misnamed_title(before, pack.title_line)
        if misnamed is not None:
            return misnamed, lines
    return title, of_title


def find_year(
    document: Document, pack: Pack, file_name: str = "", divided: DividedDocument | None = None
) -> int | None:
    """The year of the title, else of the statistics period, else the one in the file's name.

    Else the year before that of publication. `pack` has the patterns by which they are found; the
    report may be of another. `divided` is what `divide_into_sections` gave for both, where that
    was done before. None where there is no year, and where the name alone has several.
    """
    divided = divided or divide_into_sections(document, pack)
    title = divided.title
    if title is not None and title.year is not None:
        return title.year
    if pack.facts.period is not None:
        period = find_period(divided.preface, divided.sections, title, pack.facts.period)
        if period is not None:
            return period.year
    years = find_file_years(file_name)
    if years:
        return years.pop() if len(years) == 1 else None
    given, _ = find_dates(divided.preface, divided.sections, document, pack.facts.published)
    day = date.fromisoformat(given[0].value) if given else None
    return day.year - 1 if day is not None and day.month <= LATEST else None


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
    """The tables, each with its section and the lines that may say what it is."""
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


def _find_second_report(divided: DividedDocument, pack: Pack) -> Title | None:
    """The title of another organ or year below a report's sections, with most of them anew."""
    known = [heading for heading in divided.headings if heading.origin == "section"]
    numbers = [heading.number for heading in known]
    begin = next((at for at, number in enumerate(numbers) if number in numbers[:at]), len(numbers))
    if divided.title is None or len(set(numbers[begin:])) < _SECTIONS:
        return None
    own, first = divided.title, known[begin].block
    above = [
        block for block in divided.blocks[:first] if isinstance(block, Paragraph) and block.text
    ]
    title, _ = find_title(above[-_OPENING:], pack.title_line)
    if title is None or not (title.named and title.organ and title.year):
        return None
    return title if (title.organ, title.year) != (own.organ, own.year) else None


def _is_report(document: Document, pack: Pack, divided: DividedDocument, tables: bool) -> bool:
    """Whether a document is an annual report at all: by its title, a table, or headings."""
    title, headings = divided.title, divided.headings
    if not headings and is_all_in_one_row(document):
        return False
    if title is not None or tables:
        return True
    known = [heading for heading in headings if heading.origin != "foreign"]
    if len(known) < _HEADINGS or pack.title_line is None:
        return False
    subject = fold(pack.title_line.subject)
    return any(subject in fold(paragraph.text) for paragraph in document.paragraphs())


# documents that are no report

_SEARCHED = 16
"""Blocks from the beginning among which a title is."""
_TITLE_LINES = 4
"""Lines of a title."""
_LONGEST_LINE = 60
"""Characters of one of its lines."""
_FIRST_PARAGRAPHS = 24
"""Paragraphs from the beginning that say by what rules a report was made."""
_FEW_SECTIONS = 3
"""Known sections that make a document with a report's title a report."""

_NEARLY_ALL = 5
"""Known sections that make a document a report whose title may be that of something else."""

_LEAST_OF_ROW = 1000
"""Characters from which on a row may hold a whole report."""

_LONG_PARAGRAPH = 400
"""Characters from which on a paragraph may hold several sections."""
_HEADINGS_INSIDE = 4
"""Headings inside such paragraphs that show that the ends of lines were lost."""
_MOST_READ = 2
"""Headings at most that were read as such all the same."""


def find_unlike(
    document: Document, pack: Pack, title: Title | None, headings: Sequence[Heading]
) -> Unlike | None:
    """Why a document is no report that can be read, None where nothing says so."""
    kinds = [kind for kind in pack.other_documents if kind.key not in pack.documents]
    other = _find_other(document, pack, title, headings, kinds)
    if other is not None:
        return other
    anchor = _find_run_together(document, pack, headings)
    return Unlike("run_together", anchor) if anchor is not None else None


def is_meant_for(
    document: Document, pack: Pack, title: Title | None, headings: Sequence[Heading]
) -> bool:
    """Whether a document is of one of the kinds that a pack is for (`documents`).

    Title and headings may be as another pack has them: they only tell a report from other papers.
    """
    kinds = [kind for kind in pack.other_documents if kind.key in pack.documents]
    return _find_other(document, pack, title, headings, kinds) is not None


# by their title


class _Line(msgspec.Struct, frozen=True, gc=False):
    """A line near the beginning: folded, as written, and where it is."""

    folded: str
    text: str
    anchor: Anchor


def _find_other(
    document: Document,
    pack: Pack,
    title: Title | None,
    headings: Sequence[Heading],
    kinds: Sequence[OtherDocument],
) -> Unlike | None:
    """Which of some kinds of the pack a document is of; None for a report, and for none of them."""
    if not kinds:
        return None
    known = {heading.number for heading in headings if heading.origin == "section"}
    lines = list(_iterate_first_lines(document.blocks, headings))
    groups = [
        lines[start : start + size]
        for size in range(1, _TITLE_LINES + 1)
        for start in range(len(lines) - size + 1)
    ]
    texts = ["".join([line.folded for line in group]) for group in groups]
    whole = "\n".join(texts)
    # What the organ of a report's title is called (审计局) says nothing of the kind of document.
    organ = fold(title.organ) if title is not None else ""
    about = pack.title_line.about if pack.title_line is not None else ""
    for kind in kinds:
        if not _has_title(kind, whole):  # all lines at one look: few documents have any
            continue
        own = "" if kind.own_rules else organ
        at = next((i for i, t in enumerate(texts) if _has_title(kind, t.replace(own, "", 1))), None)
        if at is None or (kind.opening and not _has_opening(document, kind.opening)):
            continue
        if kind.may_head and len(known) >= _NEARLY_ALL:
            continue
        group = groups[at]
        if kind.own_rules or not _has_own_title(title, group, texts[at], len(known), about):
            text = "".join(line.text for line in group)
            return Unlike("other", group[0].anchor, kind.name, text)
    return None


def _has_title(kind: OtherDocument, text: str) -> bool:
    return any(patterns.has(form, text) for form in kind.title)


def _iterate_first_lines(blocks: Sequence[Block], headings: Sequence[Heading]) -> Iterator[_Line]:
    """The short lines before the first known section; the first row of a table is one."""
    first = next((h for h in headings if h.origin == "section"), None)
    for block in blocks[:_SEARCHED]:
        if first is not None and _is_at(block, first):
            return
        text = block.text if isinstance(block, Paragraph) else _read_first_row(block)
        folded = write_years_in_digits(fold(text))
        if folded and len(folded) <= _LONGEST_LINE:
            yield _Line(folded, text.strip(), block.anchor)


def _is_at(block: Block, heading: Heading) -> bool:
    """Whether a block is a heading or stands behind it; a page may be all on one line."""
    if block.anchor.line != heading.anchor.line:
        return block.anchor.line > heading.anchor.line
    shown = block.text if isinstance(block, Paragraph) else _read_first_row(block)
    text, own = "".join(shown.split()), "".join(heading.text.split())
    return bool(text) and (text.startswith(own) or own.startswith(text))


def _read_first_row(table: Table) -> str:
    return "|".join(cell.text for cell in table.cells if cell.row == 0)


def _has_opening(document: Document, forms: Sequence[str]) -> bool:
    """Whether one of the forms is found in the first paragraphs."""
    first = (b.text for b in document.blocks[:_FIRST_PARAGRAPHS] if isinstance(b, Paragraph))
    text = "".join(flatten("\n".join(first)).split())
    return any(patterns.has(form, text) for form in forms)


def _has_own_title(
    title: Title | None, other: Sequence[_Line], folded: str, known: int, about: str
) -> bool:
    """Whether a report's own title stands over sections, elsewhere than the other one.

    One that is whole by itself is not the beginning of another: what follows it is a line of the
    page, or of a table of contents.
    """
    if title is None:
        return False
    own = fold(title.text)
    whole = title.named and title.year is not None and bool(title.organ)
    if own in folded or any(line.anchor == title.anchor for line in other):
        # 关于印发…年度报告的通知 begins with all of a title
        is_about = bool(about) and about in own
        return whole and known >= _FEW_SECTIONS and own != folded and not is_about
    return whole or known >= _FEW_SECTIONS


# by how their text stands


def is_all_in_one_row(document: Document) -> bool:
    """Whether one row has most of a document's text: its paragraphs and tables are lost."""
    rows: Counter[tuple[int, int]] = Counter()
    for at, table in enumerate(document.tables()):
        for cell in table.cells:
            rows[at, cell.row] += len(cell.text)
    longest = max(rows.values(), default=0)
    whole = rows.total() + sum(len(paragraph.text) for paragraph in document.paragraphs())
    return longest >= _LEAST_OF_ROW and 2 * longest > whole


def _find_run_together(
    document: Document, pack: Pack, headings: Sequence[Heading]
) -> Anchor | None:
    """Where the paragraph begins that holds most of the sections with headings and all.

    A preface may list what a report is made of, but before headings that were read.
    """
    long = [
        paragraph for paragraph in document.paragraphs() if len(paragraph.text) >= _LONG_PARAGRAPH
    ]
    known = {heading.number for heading in headings if heading.origin == "section"}
    if not long or len(known) > _MOST_READ:
        return None
    text = "\n".join(fold(paragraph.text) for paragraph in long)
    inside = sum(
        any(_is_headed(fold(name), text) for name in (section.heading, *section.wordings))
        for section in pack.sections
    )
    return long[0].anchor if inside >= _HEADINGS_INSIDE else None


def _is_headed(name: str, text: str) -> bool:
    """Whether a name stands in a text with the ordinal of a section before it."""
    return name in text and re.search(rf"[{NUMERALS}][,.:)]{re.escape(name)}", text) is not None
