"""Many reports compared with one another: what is kept of each, what is told in the end and in
which words, and one report against many others.
"""

from __future__ import annotations

import weakref
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from tempfile import TemporaryFile

import msgspec

from gblint.checks.hits import CellKey
from gblint.checks.places import Names
from gblint.checks.repeated import Copied, SameFigures, Similarity
from gblint.comparison.copies import Copy, CopyFinder, CopyTerms, SectionText, read_section
from gblint.findings import Lang, Say
from gblint.pack.model import Pack
from gblint.report.model import Among, ComparedReport, CopiedFrom, SameFiguresAs
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


ONE_TEXT = Say("一篇文字几家用", "One text of several organs")
COPIED = Say("与其他机关雷同的段落", "Passages of other organs")
REPEATED = Say("与本机关往年雷同", "Text of the organ's own earlier reports")
SAME_TABLE = Say("表格每一格都相同", "Tables that are the same cell by cell")
FAILED = Say("无法读取的", "Not read")
NOTHING = Say("没有发现雷同。", "Nothing was copied.")


def name_office(office: Office) -> Say:
    """A report by organ and year, its file where it does not tell its organ."""
    if not office.organ:
        return Say(office.path)
    if office.year is None:
        return Say(office.organ)
    return Say(f"{office.organ}{office.year}年", f"{office.organ} {office.year}")


def explain_formulas(found: ManyReports) -> Say:
    """What does not count as copied."""
    return Say(
        f"{found.formula} 个以上机关都有的句子算通用的话，不计；规则包里的套话也不计。",
        f"Sentences that {found.formula} organs or more have are formulas and do not count, nor "
        "does what the pack lists as boilerplate.",
    )


def count_reports(found: ManyReports) -> Say:
    """How many reports of how many organs were compared."""
    count = len(found.reports)
    return Say(
        f"比较了 {count} 份报告，{found.organs} 个机关。",
        f"{count} reports of {found.organs} organs were compared.",
    )


class SharedLine(msgspec.Struct, frozen=True):
    """One thing found, as a row of a table: two reports, or several in `others`."""

    kind: str
    title: Say
    section: int | None
    where: Say
    report: Office
    other: Office
    share: int | None
    other_share: int | None
    count: int
    passages: tuple[str, ...]
    group: int | None = None


def list_lines(found: ManyReports, known: Names) -> Iterator[SharedLine]:
    """All that was found, pair by pair; of groups each member beside the first."""
    for number, one in enumerate(found.one_text, 1):
        for copy in one.members:
            yield _build_line(
                "one-text", ONE_TEXT, found, SectionCopy(one.section, copy), known, number
            )
    for pair in found.copies:
        yield _build_line("copied", COPIED, found, pair, known)
    for pair in found.repeated:
        yield _build_line("repeated", REPEATED, found, pair, known)
    for number, table in enumerate(found.same_tables, 1):
        first, *others = (found.reports[at] for at in table.reports)
        for other in others:
            yield SharedLine(
                *("same-table", SAME_TABLE, None, known.table(table.table), other, first),
                *(None, None, table.cells, (), number),
            )


def _build_line(
    kind: str,
    title: Say,
    found: ManyReports,
    one: SectionCopy,
    known: Names,
    group: int | None = None,
) -> SharedLine:
    copy = one.copy
    return SharedLine(
        *(kind, title, one.section, name_section(one.section, known)),
        *(found.reports[copy.second], found.reports[copy.first]),
        copy.share,
        copy.share_of_first,
        copy.letters,
        copy.passages,
        group,
    )


def name_section(number: int, known: Names) -> Say:
    """A section by its heading as the format has it."""
    spec = known.sections.get(number)
    return Say(known.ordinal(number) + known.heading(number), spec.en if spec else "")


def share_text(copy: Copy, lang: Lang) -> str:
    """How much two sections have in common, on both sides."""
    if lang == "zh":
        return f"{copy.letters} 字，占 {copy.share}%（对方的 {copy.share_of_first}%）"
    return f"{copy.letters} characters, {copy.share}% ({copy.share_of_first}% of the other's)"


def find_among(digest: Digest, name: str, others: Collection) -> Among:
    """What a report has in common with the others; it may itself be among them.

    Texts of the organ's own reports do not count. Its own report is known by its organ, or by the
    name of its file (`name`) where it does not tell that.
    """
    own = _own_numbers(digest, name, others)
    copies = tuple(_find_copies(digest, own, others))
    return Among(copies, tuple(_find_tables(digest, own, others)))


def _own_numbers(digest: Digest, name: str, others: Collection) -> frozenset[int]:
    if digest.organ_key:
        return frozenset(others.numbers_of(digest.organ_key))
    unnamed = (at for at, office in enumerate(others.offices) if not office.organ)
    return frozenset(at for at in unnamed if others.offices[at].path.rpartition("/")[2] == name)


def _find_copies(digest: Digest, own: frozenset[int], others: Collection) -> Iterator[CopiedFrom]:
    """For each section the report that has most of it, and how many more have as much."""
    for section, text in digest.texts.items():
        finder = others.finders.get(section)
        found = [] if finder is None else finder.sources_of(text, own)
        if finder is None or not found:
            continue
        first = found[0]
        organs = {others.organ_of[first.first]}
        for copy in found:
            if 10 * copy.letters >= 9 * first.letters:
                leader = finder.group_of.get(copy.first, copy.first)
                group = (leader, *finder.groups.get(leader, ()))
                organs |= {others.organ_of[one] for one in group if one not in own}
        office = others.offices[first.first]
        yield CopiedFrom(
            section,
            office.path,
            office.organ,
            office.year,
            first.letters,
            first.share,
            first.passages,
            len(organs) - 1,
        )


def _find_tables(
    digest: Digest, own: frozenset[int], others: Collection
) -> Iterator[SameFiguresAs]:
    """The first report of another year or organ that has the same table, other organs first."""
    if not digest.figures or others.how.figures is None:
        return
    same = [
        number
        for number in others.tables.get(digest.figures, ())
        if number not in own or others.offices[number].year != digest.year
    ]
    for number in sorted(same, key=lambda one: (one in own, one))[:1]:
        office = others.offices[number]
        yield SameFiguresAs(
            others.how.figures.table,
            office.path,
            office.organ,
            office.year,
            number in own,
            digest.cells,
        )
