"""A report as recognised in a document: title, sections, tables, facts, and how sure of each.

`Report` first, then what it is made of, from the whole to the part; then what is kept of reports
with which one is compared, and what prose states about the quantities of the tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from gblint.attempts import Setback
from gblint.document import Anchor, Block, Document, Paragraph, Table
from gblint.findings import Say
from gblint.pack import Words
from gblint.text.numerals import Ordinal

Number = int | Decimal


def _make_no_prose() -> Prose:  # its class stands below, behind what is read before
    return Prose()


class Report(msgspec.Struct, frozen=True):
    """A document read as an annual report of one pack.

    `headings` are the top-level headings in document order, `sections` the same with their
    blocks. `preface` is the paragraphs before the first of them, the title left out. `tables`
    is by key; `unread` is where those are that the form does not let be read. `year` is the
    title's, else the period's. `level` is a key of the pack's levels, "" when it cannot be told.
    `file_name` is the name the file was given under. `previous` is last year's report, `parts` are
    those of which this one is the summary, `among` what it has in common with the reports of
    others, where they are given. `setbacks` are what gblint failed to read; a table among them is
    in `unread`. `parts_numbered` are sub-headings that are numbered as sections are; they are none
    of `headings`. `recognised` is False when the document does not look like an annual report at
    all; `unlike` says why, where that is known.
    """

    document: Document
    pack: str
    title: Title | None
    preface: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    tables: dict[str, TableReading]
    facts: Facts
    prose: Prose = msgspec.field(default_factory=_make_no_prose)
    organ: str = ""
    year: int | None = None
    level: str = ""
    file_name: str = ""
    unread: dict[str, Anchor] = {}
    parts_numbered: tuple[Heading, ...] = ()
    recognised: bool = True
    unlike: Unlike | None = None
    previous: ComparedReport | None = None
    parts: Parts | None = None
    among: Among | None = None
    setbacks: tuple[Setback, ...] = ()

    @property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(section.heading for section in self.sections)

    def has_failed(self, *whats: str) -> bool:
        """Whether gblint failed to read any of these (`What`)."""
        return any(setback.what in whats for setback in self.setbacks)

    def section(self, number: int) -> Section | None:
        """The first section with that number, or None."""
        return next((s for s in self.sections if s.number == number), None)

    @property
    def stand_ins(self) -> dict[int, Heading]:
        """The first old heading in the place of each absent section that has one, by number."""
        present, found = {section.number for section in self.sections}, dict[int, Heading]()
        for heading in self.headings:
            if heading.origin == "obsolete" and heading.number not in present and heading.number:
                found.setdefault(heading.number, heading)
        return found


class Section(msgspec.Struct, frozen=True):
    """A top-level heading with the blocks up to the next one. `number` as in its heading.

    `prose` is its paragraphs, the run-in text of the heading first.
    """

    heading: Heading
    blocks: tuple[Block, ...]
    prose: tuple[Paragraph, ...]

    @property
    def number(self) -> int | None:
        return self.heading.number if self.heading.origin == "section" else None

    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))


class Heading(msgspec.Struct, frozen=True):
    """A top-level heading.

    `text` is the heading as read with its ordinal, `name` without. `origin` says whether it is
    a section of the pack (`number` names it), an obsolete heading (`obsolete` names it,
    `number` the section where its content belongs now, if any), foreign to every format, or part
    of a section though it is numbered as they are (`Report.parts_numbered`).
    `wording` says how a section's heading was recognised, `confidence` (0 to 1) how surely.
    `block` is its index in the document's blocks; `rest` is prose that runs on in the same
    paragraph. `signs` says that it has signs around it which `name` leaves out.
    """

    text: str
    name: str
    ordinal: Ordinal | None
    anchor: Anchor
    block: int
    origin: Literal["section", "obsolete", "foreign", "part"]
    number: int | None = None
    obsolete: str = ""
    wording: Literal["exact", "wording", "pattern", "near", ""] = ""
    confidence: float = 1.0
    rest: str = ""
    signs: bool = False


TitleOrder = Literal["", "year_first", "year_after", "organ_after"]
"""How the parts of a title stand: as the format has them, or which one is elsewhere."""


class Title(msgspec.Struct, frozen=True):
    """The title as read, one line; the organ and year it names; whether it has the name.

    `name` is what it calls the report, with comparable characters; `bare_year` says that 年 is
    absent behind the year, `in_head` that only the head of a web page has this title.
    """

    text: str
    anchor: Anchor
    organ: str = ""
    year: int | None = None
    named: bool = True
    name: str = ""
    order: TitleOrder = ""
    bare_year: bool = False
    in_head: bool = False


class Contact(msgspec.Struct, frozen=True):
    """The office's contact, every part with all its occurrences."""

    phones: tuple[Mention, ...] = ()
    addresses: tuple[Mention, ...] = ()
    posts: tuple[Mention, ...] = ()
    mails: tuple[Mention, ...] = ()

    def is_given(self) -> bool:
        return bool(self.phones or self.addresses or self.mails)


class Facts(msgspec.Struct, frozen=True):
    """What the report says about itself. `published` has an ISO date as its value.

    `dated` are all dates that are announced as that of publication or stand as a signature's,
    `published` the first of them; `impossible` are those that no calendar has, as written.
    """

    period: Period | None = None
    contact: Contact = Contact()
    published: Mention | None = None
    dated: tuple[Mention, ...] = ()
    impossible: tuple[Mention, ...] = ()


class Period(msgspec.Struct, frozen=True):
    """The statistics period: first and last day.

    `ranged` is False where only `year` is stated, without days. Of a range, a day that does
    not exist (31 November) is None.
    """

    found: Mention
    year: int
    start: date | None = None
    end: date | None = None
    ranged: bool = True


class Mention(msgspec.Struct, frozen=True):
    """A fact found in a paragraph: its value, the sentence as written, and where.

    `section` is 1 to 6, 0 for title and preface, None outside.
    """

    value: str
    text: str
    anchor: Anchor
    section: int | None = 0


class TableReading(msgspec.Struct, frozen=True):
    """A table of the pack as recognised. `cells` by (row key, column key).

    A cell whose row and column were both recognised but that the table does not have is not
    in `cells`. `collapsed` has the rows that the table has as one, with their group: the figures
    of all stand in the cells of the first. `section` is the section that the table stands in,
    None outside all, `number` that of the table in the format. `layout` says that it is laid out
    otherwise than the format has it: `turned` with rows for columns, `split` into parts, or
    `unclear`, so that its figures cannot be told to their rows and columns.
    """

    key: str
    anchor: Anchor
    section: int | None
    cells: dict[tuple[str, str], CellReading]
    labels: tuple[LabelReading, ...] = ()
    others: tuple[OtherLabel, ...] = ()
    missing: tuple[Missing, ...] = ()
    confidence: float = 1.0
    collapsed: dict[str, str] = {}
    layout: Literal["", "turned", "split", "unclear"] = ""
    number: int = 0

    def list_figures(
        self, wanted: Iterable[tuple[str, str]] | None = None
    ) -> dict[tuple[str, str], Number | None]:
        """The figures by row and column key: of cells wanted, with collapsed rows of all."""
        if wanted is not None and not self.collapsed:
            read = self.cells
            return {key: read[key].counted for key in wanted if key in read}
        found = {key: cell.counted for key, cell in self.cells.items()}
        # The figures of a whole group stand in its first row: with 0 in the others it adds up.
        if self.collapsed:
            first = {group: row for row, group in reversed(self.collapsed.items())}
            for row, group in self.collapsed.items():
                for carrier, column in self.cells:
                    if carrier == first[group]:
                        found.setdefault((row, column), 0)
        return found


class CellReading(msgspec.Struct, frozen=True, gc=False):
    """A number cell by its keys.

    `status`: `number` (value set), `worded` (the same, with a unit or a note, or in Chinese
    numerals), `blank` (nothing, or a mark such as `/`; counts as 0 unless `unknown`: a blank total
    of parts that are not all 0), or `unreadable` (value None). `text` is the cell as written,
    `decimal` with a decimal point; `column_number` is its column, from 1, 0 where it has none.
    """

    row: str
    column: str
    text: str
    anchor: Anchor
    status: Literal["number", "worded", "blank", "unreadable"]
    value: Number | None = None
    decimal: bool = False
    unknown: bool = False
    column_number: int = 0

    @property
    def counted(self) -> Number | None:
        """The figure for the footings: 0 for a blank, None where it is not known."""
        return 0 if self.status == "blank" and not self.unknown else self.value


class LabelReading(msgspec.Struct, frozen=True, gc=False):
    """A label that was recognised: which row, column, group or block of the pack it is.

    `text` is as written. `exact` is False where it is labelled otherwise than in the format;
    `misplaced` where it stands out of the format's order. `block` is the key of the block; in
    a table that is laid out across, of the row that a column belongs to.
    """

    kind: Literal["row", "column", "group", "block"]
    key: str
    label: str
    text: str
    anchor: Anchor
    exact: bool = True
    misplaced: bool = False
    confidence: float = 1.0
    block: str = ""


class OtherLabel(msgspec.Struct, frozen=True):
    """A label that is no row, column or block of this format.

    `obsolete` where an earlier format has it; `repeated` where it is a second copy of one
    that was read before (`key` names it).
    """

    kind: Literal["row", "column", "block", "table"]
    text: str
    anchor: Anchor
    obsolete: bool = False
    repeated: bool = False
    key: str = ""


class Missing(msgspec.Struct, frozen=True):
    """A row, column, or block that the table lacks, or a group of rows that it has as one.

    `collapsed` is by the key of the group. `header` stands for all the columns of a block whose
    header could not be found. A missing block stands for its rows and columns too. `keys` are
    the row or column keys concerned; `block` is as in LabelReading.
    """

    kind: Literal["row", "column", "block", "header", "collapsed"]
    key: str
    label: str
    keys: tuple[str, ...] = ()
    block: str = ""


class Unlike(msgspec.Struct, frozen=True):
    """Why a document is no report that can be read.

    `why`: `other` (of the kind `name`, as its `title` at `anchor` says), `run_together` (its lines'
    ends were lost, from `anchor` on) or `several` (the `title` of a second report at `anchor`).
    """

    why: Literal["other", "run_together", "several"]
    anchor: Anchor
    name: Words = ""
    title: str = ""


class ComparedReport(msgspec.Struct, frozen=True):
    """What is kept of another report with which one is compared.

    `name` is its file as it is told. `figures` are by table, row and column, None for a cell
    that cannot be read; blanks count as 0. `prose` has the paragraphs of each section.
    """

    name: str
    organ: str = ""
    year: int | None = None
    figures: dict[str, dict[tuple[str, str], Number | None]] = {}
    prose: dict[int, tuple[str, ...]] = {}


class Parts(msgspec.Struct, frozen=True):
    """The reports that a summary is made of.

    `failed` are the files that cannot be read; `expected` the organs that should report, none
    where that is not known.
    """

    reports: tuple[ComparedReport, ...] = ()
    failed: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()


class CopiedFrom(msgspec.Struct, frozen=True):
    """Text that stands in another report as well.

    `name` is the other's file, `letters` how many of the section's are in it, `share` their
    percentage of what is the section's own. `passages` are the longest as written, `others` how
    many more reports have as much of the text.
    """

    section: int
    name: str
    organ: str
    year: int | None
    letters: int
    share: int
    passages: tuple[str, ...]
    others: int = 0


class SameFiguresAs(msgspec.Struct, frozen=True):
    """A table that is the same, cell by cell, in another report; `own` where the organ is."""

    table: str
    name: str
    organ: str
    year: int | None
    own: bool
    cells: int


class Among(msgspec.Struct, frozen=True):
    """What a report has in common with the reports of others."""

    copies: tuple[CopiedFrom, ...] = ()
    tables: tuple[SameFiguresAs, ...] = ()


def reduce_for_comparison(report: Report, name: str, *, prose: bool = True) -> ComparedReport:
    """What is kept of a report with which others are compared: little, for there may be hundreds.

    Without `prose`, only organ, year (that which its title names) and figures.
    """
    texts: dict[int, tuple[str, ...]] = {}
    for section in report.sections:
        if prose and section.number is not None:
            kept = tuple(paragraph.text for paragraph in section.prose)
            texts[section.number] = texts.get(section.number, ()) + kept
    return ComparedReport(
        name=name,
        organ=report.organ,
        year=report.title.year if report.title and report.title.year else report.year,
        figures={
            key: {
                cell: read.counted
                for cell, read in reading.cells.items()
                if cell[0] not in reading.collapsed
            }
            for key, reading in report.tables.items()
        },
        prose=texts,
    )


class Meaning(msgspec.Struct, frozen=True, gc=False):
    """What a figure is of: quantities added up, or a column's part of them.

    `heads` are keys of quantities, `column` that of one of the role `column`, or several joined
    by `+`, "" for all. `strict` says that only the first of what a quantity may equal will do.
    """

    heads: tuple[str, ...]
    column: str = ""
    strict: bool = False

    @property
    def key(self) -> str:
        """`review_upheld`, `granted_partial`; who applied stands alone where it is of all."""
        if self.heads == ("received",) and self.column:
            return self.column
        return "_".join((*self.heads, self.column) if self.column else self.heads)


class WrittenNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A number of the prose: its value, and what it may stand for, `high` None for no bound.

    `read` is the number as written, `anchor` where it stands.
    """

    value: Number
    low: Number
    high: Number | None
    read: str
    anchor: Anchor

    def may_be(self, figure: Number) -> bool:
        return self.low <= figure and (self.high is None or figure <= self.high)


class StatedFigure(WrittenNumber, frozen=True, kw_only=True):
    """A number that prose states of a quantity of the pack.

    `quantity` is the key of the likeliest of `meanings`; any of these will do. `claim` says that
    it is said in words. `means` says how it is written: `exact`, `rounded` (3.2万), or as
    `pack.prose_model.Qualifier` has it. `scope` is the key of whose figures it is, "" where nothing
    is said; `confidence` is 0 where that is not what the tables are of. `text` is its sentence.
    """

    quantity: str
    meanings: tuple[Meaning, ...]
    means: str
    text: str
    section: int | None
    scope: str = ""
    confidence: float = 1.0
    claim: bool = False


class Share(msgspec.Struct, frozen=True):
    """What a percentage may be of.

    `parts` are the figures that it may be of; `wholes` are those that may be the base, the most
    likely first; `more` are sums and figures further off that may be as well. `parts_of` and
    `wholes_of` are what part and base are of the tables, whose figures will do as well; there are
    no `parts` where only these say it.
    """

    parts: tuple[Number, ...] = ()
    wholes: tuple[Number, ...] = ()
    more: tuple[Number, ...] = ()
    parts_of: tuple[Meaning, ...] = ()
    wholes_of: tuple[Meaning, ...] = ()


class StatedShare(Share, frozen=True, kw_only=True):
    """A percentage that prose states of figures in its sentence, or in what it goes on from.

    `low`, `high` and `means` are as in `StatedFigure`, in percent.
    """

    percent: Number
    low: Number
    high: Number | None
    means: str
    decimals: int
    read: str
    text: str
    anchor: Anchor
    section: int | None
    own: bool = True


class ComparedFigure(WrittenNumber, frozen=True, kw_only=True):
    """A figure of a comparison with last year.

    `role` says which: `base` (last year's), `amount` and `percent` (by how much), `ratio` (this
    year's in percent of it), `now` (this year's). `rest` is the text from its clause to the end of
    the comparison, `begins` its place. `turn` is 1 where it is of growth, -1 of decline, or 0.
    """

    role: str
    exact: bool
    decimals: int
    rest: str
    begins: Anchor
    turn: int = 0


class CountChange(msgspec.Struct, frozen=True):
    """A comparison with last year that prose states: of what, and its figures as they stand.

    `meanings` are quantities any of which it may be of, none where that is not known or the tables
    are not of its scope. Behind a part (其中企业5件，同比增20%) it may be one of `wholes` instead.
    """

    meanings: tuple[Meaning, ...]
    figures: tuple[ComparedFigure, ...]
    text: str
    section: int | None
    wholes: tuple[CountChange, ...] = ()


class ShareChange(msgspec.Struct, frozen=True):
    """A share or a rate of this year beside last year's.

    `figures` are those told here: `base` (last year's percentage) and `points` (by how many
    percentage points it is another); `now` and `base` are what was told of it before. Of what part
    and whole are: see `Share`.
    """

    parts_of: tuple[Meaning, ...]
    wholes_of: tuple[Meaning, ...]
    figures: tuple[ComparedFigure, ...]
    now: ComparedFigure | None
    base: ComparedFigure | None
    text: str
    section: int | None


class Order(msgspec.Struct, frozen=True):
    """What prose says to be more than another, less, as much, or the most of all.

    Each of `ways` is what is compared and with what, and one that holds will do. What is compared
    less each of the others is no less than `low` and no more than `high`, None for no bound;
    `near` says that it is about as much. `read` is the clause as written.
    """

    ways: tuple[tuple[Meaning, tuple[Meaning, ...]], ...]
    low: Number | None
    high: Number | None
    near: bool
    read: str
    text: str
    anchor: Anchor
    section: int | None


class FigureReading(msgspec.Struct, frozen=True, gc=False):
    """A figure of the prose, what it was taken for ("" for nothing), and why."""

    read: str
    quantity: str
    why: Say
    anchor: Anchor
    section: int | None


class Prose(msgspec.Struct, frozen=True):
    """What prose states: numbers of the tables' quantities, shares, comparisons with last year,
    and of quantities with one another.

    `maybe` are runs of figures, each within one paragraph, of which nothing but the figures around
    them can tell whether they are of the tables; `unread` are figures of no known meaning, of
    confidence where they may be those of a list that the tables have.
    """

    stated: tuple[StatedFigure, ...] = ()
    shares: tuple[StatedShare, ...] = ()
    changes: tuple[CountChange, ...] = ()
    orders: tuple[Order, ...] = ()
    share_changes: tuple[ShareChange, ...] = ()
    readings: tuple[FigureReading, ...] = ()
    maybe: tuple[tuple[StatedFigure, ...], ...] = ()
    unread: tuple[StatedFigure, ...] = ()
