"""A report to begin with: the format's headings and tables, and what goes on from last year's.

The words are the pack's (`new_report`), its headings and tables those of the format. Totals begin
as sums; which cells are totals, and which follow from last year's report, the pack's equations
say. The problems that last year's report tells are quoted, each in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

import msgspec

from gblint.checks.equations import LineEquation, SignedCell, spread_equations
from gblint.checks.hits import CellKey
from gblint.checks.other_reports import spread_year_equations
from gblint.checks.places import names
from gblint.findings import Say
from gblint.pack.model import LastProblems, NewReport, NewText, Pack
from gblint.readers import get_written_form
from gblint.report.model import Number, Report, reduce_for_comparison
from gblint.text import measure_width
from gblint.text.patterns import finditer
from gblint.word.new_document import Anchored, NewDocument, Piece, StartingFigure, lay_out_table

_TITLE_WIDTH = 40
"""Of a line of the title, in half characters."""

_PROMPT = re.compile(r"\[\[([^\[\]]+)\]\]")
_VALUE = re.compile(r"\{(\w+)\}")

_PROBLEM = "{problem}"
"""In a text that stands for each problem of last year's report."""

_NO_FILE_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_LONGEST_FILE_NAME = 80


_NO_COMMENTS = Say(
    "没有写入带上年数字的批注：需要 python-docx 1.2 或更新的版本",
    "last year's figures are not in comments: that takes python-docx 1.2 or later",
)
_NO_PROBLEMS = Say(
    "没有从上年报告里认出它所列的问题，请自己对照回应",
    "the problems that last year's report tells were not found: answer them yourself",
)


class NewReportFile(msgspec.Struct, frozen=True):
    """A Word file, its title, and what there is to say of what was taken over from last year."""

    data: bytes
    title: str
    remarks: tuple[Say, ...] = ()


def has_new_report(pack: Pack) -> bool:
    return bool(pack.new_report.title and pack.new_report.prompt)


def name_file(pack: Pack, organ: str, year: int) -> str:
    title = _Words(pack.new_report, organ, year).fill(pack.new_report.title)
    return _NO_FILE_NAME.sub("_", title)[:_LONGEST_FILE_NAME] + get_written_form().suffixes[0]


def write_new_report(
    pack: Pack, organ: str, year: int, last: Report | None = None
) -> NewReportFile:
    """A new report of an organ for a year, of a pack that has words for one; `last` is last year's.

    The same arguments give the same bytes.
    """
    return _ReportWriter(pack, organ, year, last).write()


class _Words:
    """The pack's words with the values of this report in them."""

    def __init__(self, spec: NewReport, organ: str, year: int) -> None:
        self._spec = spec
        years = {"year": year, "last_year": year - 1, "next_year": year + 1}
        self._values = {"organ": organ, **{name: str(number) for name, number in years.items()}}

    def fill(self, text: str, **more: str) -> str:
        values = self._values | more
        return _VALUE.sub(lambda match: values.get(match[1], match[0]), text)

    def list_pieces(self, text: str, **more: str) -> Iterator[Piece]:
        """A text, its prompts apart."""
        for i, piece in enumerate(_PROMPT.split(self.fill(text, **more))):
            if piece:
                yield (self.write_prompt(piece) if i % 2 else piece), bool(i % 2)

    def write_prompt(self, what: str) -> str:
        return self.fill(self._spec.prompt, what=what)


class _ReportWriter:
    def __init__(self, pack: Pack, organ: str, year: int, last: Report | None) -> None:
        self._pack = pack
        self._spec = pack.new_report
        self._words = _Words(self._spec, organ, year)
        self._organ = organ
        self._last = last
        self._title = self._words.fill(self._spec.title)
        self._document = NewDocument(self._title, organ)
        self._remarks: list[Say] = []

    def write(self) -> NewReportFile:
        figures = None if self._last is None else reduce_for_comparison(self._last, "").figures
        starting, untaken = _StartingFinder(self._pack, figures).find()
        self._write_head()
        for place, section in enumerate(self._pack.sections, 1):
            heading = names(self._pack).ordinal(place) + section.heading
            self._document.add_paragraph([(heading, False)], "Heading1")
            self._write_text(section.number, section.heading)
            self._write_tables(section.number, starting)
        remarks = (*untaken, *self._remarks)
        if self._last is not None and not self._document.takes_comments:
            remarks += (_NO_COMMENTS,)
        return NewReportFile(self._document.save(), self._title, remarks)

    def _write_head(self) -> None:
        title = self._title
        # Too long for a line, it breaks behind the organ, as offices set it, and not anywhere.
        if measure_width(title) > _TITLE_WIDTH and title.startswith(self._organ):
            title = f"{self._organ}\n{title[len(self._organ) :]}"
        self._document.add_paragraph([(title, False)], "Title")
        for text in self._spec.opening:
            self._write_paragraph(text, contact=self._write_contact())

    def _write_contact(self) -> str:
        """The parts of the contact, as last year's report had them, else to be filled in."""
        known = {} if self._last is None else _read_contact(self._last)
        return self._spec.between.join(
            self._words.fill(part.text, value=known.get(part.part, f"[[{part.what}]]"))
            for part in self._spec.contact
            if part.part in known or not (known and part.optional)
        )

    def _write_text(self, number: int, heading: str) -> None:
        """What the pack has for a section; a prompt where it has nothing, and no table either."""
        spec = next((section for section in self._spec.sections if section.number == number), None)
        for part in spec.text if spec is not None else ():
            if _PROBLEM in part.text:
                self._write_last_problems(part)
                continue
            self._write_heading(part)
            self._write_paragraph(part.text)
        has_table = any(table.section == number for table in self._pack.tables)
        if (spec is None or not spec.text) and not has_table:
            self._write_paragraph(f"[[{heading}]]")

    def _write_heading(self, spec: NewText) -> None:
        if spec.heading:
            self._document.add_paragraph(self._words.list_pieces(spec.heading), "Heading2")

    def _write_last_problems(self, spec: NewText) -> None:
        """What last year's report says is wrong, each to be answered; all of it in a comment."""
        find = self._spec.problems
        if self._last is None or find is None:
            return
        section = self._last.section(find.section)
        told = [paragraph.shown for paragraph in section.prose] if section else []
        problems = find_last_problems(told, find)
        if not problems:
            self._remarks.append(_NO_PROBLEMS)
            return
        self._write_heading(spec)
        for problem in problems:
            pieces = self._words.list_pieces(spec.text, problem=problem.beginning)
            at = self._document.add_paragraph(pieces)
            if self._document.takes_comments:
                self._quote_last(at, problem.text)

    def _write_tables(self, number: int, starting: Mapping[FigurePlace, StartingFigure]) -> None:
        tables = [table for table in self._pack.tables if table.section == number]
        for table in sorted(tables, key=lambda table: table.number):

            def find(cell: CellKey, key: str = table.key) -> StartingFigure:
                return starting.get((key, cell), _ZERO)

            places = self._document.add_table(lay_out_table(table), find)
            reading = self._last.tables.get(table.key) if self._last is not None else None
            if reading is None or not self._document.takes_comments:
                continue
            for cell, at in places.items():
                if (read := reading.cells.get(cell)) is not None:
                    self._quote_last(at, " ".join(read.text.split()) or "—")

    def _write_paragraph(self, text: str, **more: str) -> None:
        self._document.add_paragraph(self._words.list_pieces(text, **more))

    def _quote_last(self, at: Anchored, what: str) -> None:
        """Say in a comment what last year's report had."""
        author = self._words.fill(self._spec.last_author)
        text = self._words.fill(self._spec.last_figure, figure=what)
        self._document.add_comment(at, text, author)


def _read_contact(report: Report) -> dict[str, str]:
    """The parts of a report's contact, those that it has, each with all it gives of it."""
    contact = report.facts.contact
    found = {
        "address": contact.addresses,
        "post": contact.posts,
        "phone": contact.phones,
        "mail": contact.mails,
    }
    return {
        part: "、".join(dict.fromkeys(mention.value for mention in mentions))
        for part, mentions in found.items()
        if mentions
    }


# the figures to begin with

FigurePlace = tuple[str, CellKey]
"""The key of a table, and those of a row and a column."""

LastFigures = Mapping[str, Mapping[CellKey, Number | None]]
"""Those of last year's report: by table, row and column; None for what cannot be read."""


_ZERO = StartingFigure(0)


class _StartingFinder:
    """Finds the figures of a report in which nothing is filled in yet; `last` is last year's."""

    def __init__(self, pack: Pack, last: LastFigures | None) -> None:
        self._pack = pack
        self._last = last
        self._given: dict[FigurePlace, int] = {}
        self._constants: dict[FigurePlace, int] = {}
        self._formulas: dict[FigurePlace, tuple[SignedCell, ...]] = {}
        self._unread: dict[str, None] = {}
        self._unlike: list[tuple[FigurePlace, int]] = []

    def find(self) -> tuple[dict[FigurePlace, StartingFigure], tuple[Say, ...]]:
        """All the cells that do not begin with a plain 0, and what could not be taken over."""
        # Totals before what is carried over, which takes none of them; balances last, as they are
        # of figures that both have given.
        footings = [*chain.from_iterable(spread_equations(self._pack).values())]
        for footing in footings:
            self._add_total(footing)
        self._carry_over()
        for footing in footings:
            self._balance_equation(footing)
        cells = {
            cell: StartingFigure(
                self._find_value(cell), self._constants.get(cell, 0), self._formulas.get(cell, ())
            )
            for cell in (*self._formulas, *self._given)
        }
        return cells, tuple(self._explain())

    def _add_total(self, sides: LineEquation) -> None:
        """Where one side is a single cell, that is the total of the others, unless it has one."""
        for single, others in ((sides.right, sides.left), (sides.left, sides.right)):
            if len(single) == 1 and single[0].sign == "+" and len(others) > 1:
                self._formulas.setdefault((sides.table, single[0].cell), others)
                return

    def _carry_over(self) -> None:
        """What goes on from last year's report. A total stays the sum of its parts."""
        if self._last is None:
            return
        for line in spread_year_equations(self._pack):
            if len(line.left) != 1 or line.left[0].last or line.left[0].sign == "-":
                continue
            before = self._last.get(line.table, {})
            past = [(term.sign, before.get(term.cell)) for term in line.right if term.last]
            if not past or not all(_is_count(value) for _, value in past):
                self._unread[line.rule] = None
                continue
            carried = sum(int(value or 0) * (1 if sign == "+" else -1) for sign, value in past)
            terms = tuple(term for term in line.right if not term.last)
            cell = line.table, line.left[0].cell
            if cell in self._formulas:  # a total; whether it comes to that is told at the end
                self._unlike.append((cell, carried))
            elif terms:
                self._constants[cell], self._formulas[cell] = carried, terms
            else:
                self._given[cell] = carried

    def _balance_equation(self, sides: LineEquation) -> None:
        """Let the last free cell of an equation that does not hold take what is lacking.

        An application that was carried in and is not dealt with yet is one to be carried out.
        """
        value = partial(self._sum, sides.table)
        # The last of the right side: 结转下年度继续办理 is the last row of its table.
        lacking = value(sides.left) - value(sides.right)
        added = [(sides.table, term.cell) for term in sides.right if term.sign == "+"]
        free = [cell for cell in added if cell not in self._formulas and cell not in self._given]
        if lacking > 0 and free:
            self._given[free[-1]] = lacking

    def _sum(
        self, table: str, terms: Iterable[SignedCell], above: tuple[FigurePlace, ...] = ()
    ) -> int:
        values = ((term.sign, self._find_value((table, term.cell), above)) for term in terms)
        return sum(value if sign == "+" else -value for sign, value in values)

    def _find_value(self, cell: FigurePlace, above: tuple[FigurePlace, ...] = ()) -> int:
        """What a cell comes to. One that is a total of itself counts as 0 there."""
        # The equations of a pack may go round.
        if cell in above or cell not in self._formulas:
            return self._given.get(cell, 0)
        return self._constants.get(cell, 0) + self._sum(
            cell[0], self._formulas[cell], (*above, cell)
        )

    def _explain(self) -> Iterator[Say]:
        known = names(self._pack)
        for rule in self._unread:
            yield Say(
                f"上年报告里没有读到 {rule} 所核对的全部数字，没有带入的请自己填写",
                f"last year's report has not all the figures that {rule} compares: fill in "
                "yourself what was not taken over",
            )
        for (table, cell), carried in self._unlike:
            value = self._find_value((table, cell))
            if value != carried:
                where, name = known.cell(table, *cell), known.table(table)
                yield Say(
                    f"{name.zh}{where.zh}：上年报告的数是 {carried}，各部分之和是 {value}，"
                    "请先核对上年报告",
                    f"{name.in_lang('en')}, {where.in_lang('en')}: last year's report has "
                    f"{carried}, the sum of the parts is {value}; look at last year's report first",
                )


def _is_count(value: Number | None) -> bool:
    return value is not None and value >= 0 and value == int(value)


# the problems that last year's report tells

_MOST = 12
"""Problems that are listed: more are none that a drafter answers one by one."""

_SHORTEST_PROBLEM = 4
_ENDS = "。；;：:，,、！!？? \t\u3000"


class LastProblem(msgspec.Struct, frozen=True):
    """A problem as last year's report has it, and its beginning, which is quoted."""

    text: str
    beginning: str


def find_last_problems(paragraphs: Sequence[str], spec: LastProblems) -> tuple[LastProblem, ...]:
    """The problems in the paragraphs of a section. None where the section tells them otherwise."""
    found: dict[str, None] = {}
    telling = False
    for paragraph in paragraphs:
        for text, tells in _divide_paragraph(paragraph, spec, telling=telling):
            telling = tells
            if tells:
                found |= dict.fromkeys(_list_items(text, spec))
    return tuple(LastProblem(text, _shorten(text, spec.longest)) for text in list(found)[:_MOST])


def _divide_paragraph(
    paragraph: str, spec: LastProblems, *, telling: bool
) -> Iterator[tuple[str, bool]]:
    """The parts of a paragraph, each with whether it tells problems."""
    marks = sorted(
        [(match.start(), match.end(), True) for match in finditer(spec.begin, paragraph)]
        + [(match.start(), match.end(), False) for match in finditer(spec.until, paragraph)],
        key=lambda mark: (mark[0], mark[2]),
    )
    at = 0
    for start, end, tells in marks:
        if start < at:
            continue
        yield paragraph[at:start], telling
        telling, at = tells, end
    yield paragraph[at:], telling


def _list_items(text: str, spec: LastProblems) -> Iterator[str]:
    """The items of a text that tells problems; where nothing counts them, its sentences."""
    begins = [(match.start(), match.end()) for match in finditer(spec.item, text)]
    ends = [start for start, _ in begins[1:]] + [len(text)]
    counted = [text[begin:end] for (_, begin), end in zip(begins, ends, strict=bool(begins))]
    # Offices that have one problem or two write them without 一是, 二是.
    for pieces in (counted, re.split("[。；;]", text)):
        items = [piece.strip(_ENDS) for piece in pieces]
        if items := [item for item in items if len(item) >= _SHORTEST_PROBLEM]:
            yield from items
            return


def _shorten(text: str, longest: int) -> str:
    """The beginning of a problem, without marks that would pair with those around it."""
    # Quoted between marks of the same kind, an open one would pair with these.
    plain = re.sub(r"[（(][^（）()]*[）)]|[“”‘’\"「」『』《》〈〉【】\[\]{}（）()]", "", text)
    first = re.split("[。；;！!]", plain)[0].strip(_ENDS)
    if len(first) <= longest:
        return first
    cut = max(first.rfind(mark, 0, longest) for mark in "，,、：:")
    return first[: cut if cut >= longest // 2 else longest].strip(_ENDS) + "……"
