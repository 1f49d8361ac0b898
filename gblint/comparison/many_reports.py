"""Many reports compared with one another: what is kept of each, and what is told in the end."""

from __future__ import annotations

import weakref
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from tempfile import TemporaryFile

import msgspec

from gblint.checks.copied import Copied, SameFigures
from gblint.checks.hits import CellKey
from gblint.checks.repeated import Similarity
from gblint.comparison.copies import Copy, CopyFinder, CopyTerms
from gblint.comparison.section_text import SectionText, read_section
from gblint.findings import Say
from gblint.pack.model import Pack
from gblint.report.model import ComparedReport
from gblint.report.organs import strip_name
from gblint.report.stated import Number


class Digest(msgspec.Struct, frozen=True):
    """What is kept of a report: whose it is, the texts of its sections, and its table.

    `organ_key` is the name without words that may be absent. `figures` tell tables apart, empty
    for one that is too simple to be compared; `cells` are how many cells of it are not 0.
    """

    organ: str = ""
    organ_key: str = ""
    year: int | None = None
    texts: dict[int, SectionText] = {}
    figures: str = ""
    cells: int = 0


class How(msgspec.Struct, frozen=True):
    """How a pack has reports compared with those of others; nothing of it where it does not."""

    copied: Copied | None
    figures: SameFigures | None

    @property
    def sections(self) -> tuple[int, ...]:
        return self.copied.sections if self.copied else ()

    @property
    def terms(self) -> CopyTerms:
        one = self.copied
        return (
            CopyTerms() if one is None else CopyTerms(one.one_text, one.least, one.share, one.long)
        )


def read_how(pack: Pack) -> How:
    """By which of its rules a pack has reports compared with those of others."""
    checks = [rule.check for rule in pack.rules]
    return How(
        next((one for one in checks if isinstance(one, Copied)), None),
        next((one for one in checks if isinstance(one, SameFigures)), None),
    )


def digest_report(report: ComparedReport, pack: Pack) -> Digest:
    """What of a report is compared with others, by the terms of its pack."""
    how, spec = read_how(pack), pack.facts.organ
    texts: dict[int, SectionText] = {}
    if how.copied is not None:
        by = Similarity(sections=(), passage=how.copied.passage, boilerplate=how.copied.boilerplate)
        for number in how.copied.sections:
            texts[number] = read_section(report.prose.get(number, ()), by)
    figures, cells = "", 0
    if how.figures is not None:
        figures, cells = _sum_figures(report.figures.get(how.figures.table, {}), how.figures)
    return Digest(
        report.organ,
        strip_name(report.organ, spec.ignored if spec else ()) if report.organ else "",
        report.year,
        texts,
        figures,
        cells,
    )


def _sum_figures(found: Mapping[CellKey, Number | None], check: SameFigures) -> tuple[str, int]:
    """What tells a table apart, and how many of its cells are not 0; "" for what is too simple."""
    some = {cell: value for cell, value in found.items() if value}
    simple = len(some) < check.cells or len(set(some.values())) < check.different
    if simple or None in found.values():
        return "", len(some)
    told = ";".join(f"{row}.{column}={value}" for (row, column), value in sorted(some.items()))
    return blake2b(told.encode(), digest_size=12).hexdigest(), len(some)


class TextSpool:
    """Texts by number, in a file without a name; memory does not grow with them."""

    def __init__(self) -> None:
        self._file = TemporaryFile(prefix="gblint-")  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._places = array("q")
        self._sizes = array("q")
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(SectionText).decode

    def append(self, text: SectionText) -> None:
        """Keep the text of the next number."""
        try:
            data = self._encode(text)
        except UnicodeEncodeError:  # what no text can hold is in no other report
            data = self._encode(SectionText())
        self._places.append(self._file.seek(0, 2))
        self._sizes.append(self._file.write(data))

    def read(self, number: int) -> SectionText:
        self._file.seek(self._places[number])
        return self._decode(self._file.read(self._sizes[number]))


class Office(msgspec.Struct, frozen=True):
    """A report by its file, its organ and its year."""

    path: str
    organ: str = ""
    year: int | None = None


class SectionCopy(msgspec.Struct, frozen=True):
    """What a section of two reports has in common; `copy` has the numbers of the reports."""

    section: int
    copy: Copy


class OneText(msgspec.Struct, frozen=True):
    """Reports with one text in a section: the first, and beside it the others."""

    section: int
    first: int
    members: tuple[Copy, ...]


class SameTable(msgspec.Struct, frozen=True):
    """Reports in which a table is the same cell by cell; `cells` of it are not 0."""

    table: str
    reports: tuple[int, ...]
    cells: int


class ManyReports(msgspec.Struct, frozen=True):
    """What many reports have in common.

    `reports` are in the order of years, then of files. `copies` are between organs, the most
    first; `repeated` between years of one organ. `same_tables` are of different organs or years.
    `organs` are how many there are, `formula` from how many on a sentence is a formula. `failed`
    are files that could not be read, with the reasons.
    """

    reports: tuple[Office, ...]
    one_text: tuple[OneText, ...]
    copies: tuple[SectionCopy, ...]
    repeated: tuple[SectionCopy, ...]
    same_tables: tuple[SameTable, ...]
    organs: int
    formula: int
    failed: tuple[tuple[str, Say], ...] = ()

    @property
    def found(self) -> bool:
        return bool(self.one_text or self.copies or self.repeated or self.same_tables)


class Collection:
    """Reports in the order of years and files, to be compared: all are added, then `finish`."""

    def __init__(self, how: How) -> None:
        self.how = how
        self.offices: list[Office] = []
        self.organ_of = array("I")
        self.spools = {section: TextSpool() for section in how.sections}
        self.finders = {
            section: CopyFinder(spool, self.organ_of, how.terms)
            for section, spool in self.spools.items()
        }
        self.tables: defaultdict[str, list[int]] = defaultdict(list)
        self.cells: dict[str, int] = {}
        self._organs: dict[str, int] = {}

    def add(self, path: str, digest: Digest) -> None:
        """Add a report; those of earlier years come first."""
        number = len(self.offices)
        self.offices.append(Office(path, digest.organ, digest.year))
        key = digest.organ_key or f"\n{path}"
        self.organ_of.append(self._organs.setdefault(key, len(self._organs)))
        for section, spool in self.spools.items():
            spool.append(digest.texts.get(section, SectionText()))
            self.finders[section].add(number)
        if digest.figures:
            self.tables[digest.figures].append(number)
            self.cells[digest.figures] = digest.cells

    @property
    def organs(self) -> int:
        return len(self._organs)

    def finish(self) -> None:
        for finder in self.finders.values():
            finder.finish(self.organs)

    def numbers_of(self, organ_key: str) -> list[int]:
        organ = self._organs.get(organ_key)
        return [at for at, one in enumerate(self.organ_of) if one == organ]

    def are_of_one(self, numbers: Iterable[int]) -> bool:
        return len({self.organ_of[number] for number in numbers}) == 1

    def is_twice(self, one: int, other: int) -> bool:
        """Whether two are one organ's for one year: a report that is there twice."""
        same = self.organ_of[one] == self.organ_of[other]
        return same and self.offices[one].year == self.offices[other].year


def compare_all(found: Collection, failed: Sequence[tuple[str, Say]]) -> ManyReports:
    """What the reports of a collection have in common."""
    copies: list[SectionCopy] = []
    repeated: list[SectionCopy] = []
    texts: list[OneText] = []
    formula = 0
    for section, finder in found.finders.items():
        formula = finder.formula
        for number in range(len(found.offices)):
            for copy in finder.copies_of(number):
                if found.is_twice(copy.first, copy.second):
                    continue
                own = found.are_of_one((copy.first, copy.second))
                (repeated if own else copies).append(SectionCopy(section, copy))
        for leader, members in finder.groups.items():
            beside = [finder.with_leader(one) for one in members if not found.is_twice(leader, one)]
            if not beside:
                continue
            if found.are_of_one((leader, *members)):
                repeated += (SectionCopy(section, copy) for copy in beside)
            else:
                texts.append(OneText(section, leader, tuple(beside)))
    return ManyReports(
        tuple(found.offices),
        tuple(sorted(texts, key=lambda one: (-len(one.members), one.section, one.first))),
        tuple(sorted(copies, key=_rank)),
        tuple(sorted(repeated, key=_rank)),
        tuple(_list_same_tables(found)),
        found.organs,
        formula,
        tuple(failed),
    )


def _rank(one: SectionCopy) -> tuple[int, int, int, int]:
    return -one.copy.letters, one.section, one.copy.first, one.copy.second


def _list_same_tables(found: Collection) -> Iterator[SameTable]:
    table = found.how.figures.table if found.how.figures else ""
    for figures, numbers in found.tables.items():
        told: list[int] = []
        for number in numbers:
            if not any(found.is_twice(number, other) for other in told):
                told.append(number)
        if len(told) > 1:
            yield SameTable(table, tuple(told), found.cells[figures])
