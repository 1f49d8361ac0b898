"""A report to begin with: the format's headings and tables, and what goes on from last year's.

The words are the pack's (`new_report`), its headings and tables those of the format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from gblint.checks.places import names
from gblint.findings import Say
from gblint.pack.model import NewReport, NewText, Pack
from gblint.readers import get_written_form
from gblint.report.model import Report, reduce_for_comparison
from gblint.text.display import width
from gblint.word.new_document import NewDocument, Piece
from gblint.word.starting_figures import (
    StartingFigure,
    StartingFigures,
    find_last_problems,
    find_starting_figures,
)
from gblint.word.table_grid import lay_out_table

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
    return _Writer(pack, organ, year, last).write()


class _Words:
    """The pack's words with the values of this report in them."""

    def __init__(self, spec: NewReport, organ: str, year: int) -> None:
        self._spec = spec
        years = {"year": year, "last_year": year - 1, "next_year": year + 1}
        self._values = {"organ": organ, **{name: str(one) for name, one in years.items()}}

    def fill(self, text: str, **more: str) -> str:
        values = self._values | more
        return _VALUE.sub(lambda match: values.get(match[1], match[0]), text)

    def pieces(self, text: str, **more: str) -> Iterator[Piece]:
        """A text, its prompts apart."""
        for i, piece in enumerate(_PROMPT.split(self.fill(text, **more))):
            if piece:
                yield (self.prompt(piece) if i % 2 else piece), bool(i % 2)

    def prompt(self, what: str) -> str:
        return self.fill(self._spec.prompt, what=what)


class _Writer:
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
        starting = find_starting_figures(self._pack, figures)
        self._write_head()
        for place, section in enumerate(self._pack.sections, 1):
            heading = names(self._pack).ordinal(place) + section.heading
            self._document.add_paragraph([(heading, False)], "Heading1")
            self._write_text(section.number, section.heading)
            self._write_tables(section.number, starting)
        remarks = (*starting.remarks, *self._remarks)
        if self._last is not None and not self._document.takes_comments:
            remarks += (_NO_COMMENTS,)
        return NewReportFile(self._document.save(), self._title, remarks)

    def _write_head(self) -> None:
        title = self._title
        if width(title) > _TITLE_WIDTH and title.startswith(self._organ):
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
        spec = next((one for one in self._spec.sections if one.number == number), None)
        for one in spec.text if spec is not None else ():
            if _PROBLEM in one.text:
                self._write_last_problems(one)
                continue
            self._write_heading(one)
            self._write_paragraph(one.text)
        has_table = any(table.section == number for table in self._pack.tables)
        if (spec is None or not spec.text) and not has_table:
            self._write_paragraph(f"[[{heading}]]")

    def _write_heading(self, spec: NewText) -> None:
        if spec.heading:
            self._document.add_paragraph(self._words.pieces(spec.heading), "Heading2")

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
            pieces = self._words.pieces(spec.text, problem=problem.beginning)
            at = self._document.add_paragraph(pieces)
            if self._document.takes_comments:
                self._document.add_comment(at, self._say_last(problem.text), self._last_author)

    def _write_tables(self, number: int, starting: StartingFigures) -> None:
        tables = [table for table in self._pack.tables if table.section == number]
        for table in sorted(tables, key=lambda one: one.number):

            def find(cell: tuple[str, str], key: str = table.key) -> StartingFigure:
                return starting.get(key, cell)

            places = self._document.add_table(lay_out_table(table), find)
            reading = self._last.tables.get(table.key) if self._last is not None else None
            if reading is None or not self._document.takes_comments:
                continue
            for cell, at in places.items():
                if (read := reading.cells.get(cell)) is not None:
                    text = self._say_last(" ".join(read.text.split()) or "—")
                    self._document.add_comment(at, text, self._last_author)

    def _write_paragraph(self, text: str, **more: str) -> None:
        self._document.add_paragraph(self._words.pieces(text, **more))

    def _say_last(self, what: str) -> str:
        return self._words.fill(self._spec.last_figure, figure=what)

    @property
    def _last_author(self) -> str:
        return self._words.fill(self._spec.last_author)


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
        part: "、".join(dict.fromkeys(one.value for one in mentions))
        for part, mentions in found.items()
        if mentions
    }
