"""Many reports compared with one another, and one report with many others.

From top to bottom: what is kept of each (`Digest`), their comparison (`compare_all`), one report
against the others (`find_among`), and what is told: for a terminal who has one text and who copied
from whom, most first; for machines JSON, and a table of all pairs as CSV.
"""

from __future__ import annotations

import csv
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from typing import Any, TypeVar

import msgspec
from msgspec.structs import asdict

from gblint import __version__
from gblint.checks.places import Names
from gblint.comparison.copies import (
    Copy,
    CopyFinder,
    CopyRules,
    Digest,
    SectionText,
    TextSpool,
)
from gblint.findings import Lang, Say
from gblint.report.model import Among, CopiedFrom, SameFiguresAs
from gblint.results import CopiedRow
from gblint.text import clean
from gblint.writers.text import Page, Style
from gblint.writers.words import disarm

_Item = TypeVar("_Item")


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


class ReportCollection:
    """Reports in the order of years and files, to be compared: all are added, then `finish`."""

    def __init__(self, rules: CopyRules) -> None:
        self.rules = rules
        self.offices: list[Office] = []
        self.organ_of = array("I")
        self.spools: dict[int, TextSpool] = {}
        self.finders: dict[int, CopyFinder] = {}
        if (terms := rules.copied) is not None:
            self.spools = {section: TextSpool() for section in terms.sections}
            self.finders = {
                section: CopyFinder(spool, self.organ_of, terms)
                for section, spool in self.spools.items()
            }
        self.tables: defaultdict[str, list[int]] = defaultdict(list)
        self.cells: dict[str, int] = {}
        self._organs: dict[str, int] = {}

    def add(self, path: str, digest: Digest) -> None:
        """Add a report; those of earlier years come first."""
        number = len(self.offices)
        self.offices.append(Office(path, digest.organ, digest.year))
        # A report that names no organ is one of its own; no name of an organ begins so.
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

    def list_of_organ(self, organ_key: str) -> list[int]:
        organ = self._organs.get(organ_key)
        return [at for at, other in enumerate(self.organ_of) if other == organ]

    def are_of_one_organ(self, numbers: Iterable[int]) -> bool:
        return len({self.organ_of[number] for number in numbers}) == 1

    def are_one_report(self, one: int, other: int) -> bool:
        """Whether two are one organ's for one year: a report that is there twice."""
        same = self.organ_of[one] == self.organ_of[other]
        return same and self.offices[one].year == self.offices[other].year


def compare_all(found: ReportCollection, failed: Sequence[tuple[str, Say]]) -> ManyReports:
    """What the reports of a collection have in common."""
    copies: list[SectionCopy] = []
    repeated: list[SectionCopy] = []
    texts: list[OneText] = []
    formula = 0
    for section, finder in found.finders.items():
        formula = finder.formula
        for number in range(len(found.offices)):
            for copy in finder.find_copies_of(number):
                if found.are_one_report(copy.first, copy.second):
                    continue  # the same file, under two names
                own = found.are_of_one_organ((copy.first, copy.second))
                (repeated if own else copies).append(SectionCopy(section, copy))
        for leader, members in finder.groups.items():
            beside = [
                finder.compare_with_leader(number)
                for number in members
                if not found.are_one_report(leader, number)
            ]
            if not beside:
                continue
            if found.are_of_one_organ((leader, *members)):
                repeated += (SectionCopy(section, copy) for copy in beside)
            else:
                texts.append(OneText(section, leader, tuple(beside)))
    return ManyReports(
        tuple(found.offices),
        tuple(sorted(texts, key=lambda group: (-len(group.members), group.section, group.first))),
        tuple(sorted(copies, key=_rank_copy)),
        tuple(sorted(repeated, key=_rank_copy)),
        tuple(_list_same_tables(found)),
        found.organs,
        formula,
        tuple(failed),
    )


def _rank_copy(pair: SectionCopy) -> tuple[int, int, int, int]:
    return -pair.copy.letters, pair.section, pair.copy.first, pair.copy.second


def _list_same_tables(found: ReportCollection) -> Iterator[SameTable]:
    table = found.rules.figures.table if found.rules.figures else ""
    for figures, numbers in found.tables.items():
        told: list[int] = []  # a report that is there twice is told once
        for number in numbers:
            if not any(found.are_one_report(number, other) for other in told):
                told.append(number)
        if len(told) > 1:
            yield SameTable(table, tuple(told), found.cells[figures])


# one report against many


def find_among(digest: Digest, name: str, others: ReportCollection) -> Among:
    """What a report has in common with the others; it may itself be among them.

    Texts of the organ's own reports do not count. Its own report is known by its organ, or by the
    name of its file (`name`) where it does not tell that.
    """
    own = _find_own(digest, name, others)
    copies = tuple(_find_copies(digest, own, others))
    return Among(copies, tuple(_find_tables(digest, own, others)))


def _find_own(digest: Digest, name: str, others: ReportCollection) -> frozenset[int]:
    if digest.organ_key:
        return frozenset(others.list_of_organ(digest.organ_key))
    return frozenset(
        at
        for at, office in enumerate(others.offices)
        if not office.organ and office.path.rpartition("/")[2] == name
    )


def _find_copies(
    digest: Digest, own: frozenset[int], others: ReportCollection
) -> Iterator[CopiedFrom]:
    """For each section the report that has most of it, and how many more have as much."""
    for section, text in digest.texts.items():
        finder = others.finders.get(section)
        found = [] if finder is None else finder.find_sources(text, own)
        if finder is None or not found:
            continue
        first = found[0]
        organs = {others.organ_of[first.first]}
        for copy in found:
            if 10 * copy.letters >= 9 * first.letters:  # as much, but for a word or two
                leader = finder.group_of.get(copy.first, copy.first)
                group = (leader, *finder.groups.get(leader, ()))
                organs |= {others.organ_of[number] for number in group if number not in own}
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
    digest: Digest, own: frozenset[int], others: ReportCollection
) -> Iterator[SameFiguresAs]:
    """The first report of another year or organ that has the same table, other organs first."""
    if not digest.figures or others.rules.figures is None:
        return
    same = [
        number
        for number in others.tables.get(digest.figures, ())
        if number not in own or others.offices[number].year != digest.year
    ]
    # Another organ's table is the graver thing, and told where there is one.
    for number in sorted(same, key=lambda number: (number in own, number))[:1]:
        office = others.offices[number]
        yield SameFiguresAs(
            others.rules.figures.table,
            office.path,
            office.organ,
            office.year,
            number in own,
            digest.cells,
        )


# what is told

_ONE_TEXT = Say("一篇文字几家用", "One text of several organs")
_COPIED = Say("与其他机关雷同的段落", "Passages of other organs")
_REPEATED = Say("与本机关往年雷同", "Text of the organ's own earlier reports")
_SAME_TABLE = Say("表格每一格都相同", "Tables that are the same cell by cell")
_FAILED = Say("无法读取的", "Not read")
_NOTHING = Say("没有发现雷同。", "Nothing was copied.")


def _name_office(office: Office) -> Say:
    """A report by organ and year, its file where it does not tell its organ."""
    if not office.organ:
        return Say(office.path)
    if office.year is None:
        return Say(office.organ)
    return Say(f"{office.organ}{office.year}年", f"{office.organ} {office.year}")


def list_lines(found: ManyReports, known: Names) -> Iterator[CopiedRow]:
    """All that was found, pair by pair; of groups each member beside the first.

    `count` is letters, or cells of a table; reports of one `group` share one text or table.
    """
    pairs: list[tuple[Say, int, Copy, int | None]] = [
        (_ONE_TEXT, group.section, copy, number)
        for number, group in enumerate(found.one_text, 1)
        for copy in group.members
    ]
    pairs += ((_COPIED, one.section, one.copy, None) for one in found.copies)
    pairs += ((_REPEATED, one.section, one.copy, None) for one in found.repeated)
    for kind, section, copy, group in pairs:
        own, other = (_tell_office(found.reports[at]) for at in (copy.second, copy.first))
        where, shares = _name_section(section, known), (copy.share, copy.share_of_first)
        yield CopiedRow(kind, where, *own, *other, copy.letters, *shares, group, copy.passages)
    for number, table in enumerate(found.same_tables, 1):
        first, *others = (_tell_office(found.reports[at]) for at in table.reports)
        where = known.table(table.table)
        for one in others:
            yield CopiedRow(_SAME_TABLE, where, *one, *first, table.cells, group=number)


def _tell_office(office: Office) -> tuple[str, int | None, str]:
    return office.organ, office.year, office.path


def _name_section(number: int, known: Names) -> Say:
    """A section by its heading as the format has it."""
    spec = known.sections.get(number)
    return Say(known.ordinal(number) + known.heading(number), spec.en if spec else "")


def _describe_share(copy: Copy) -> Say:
    """How much two sections have in common, on both sides."""
    letters, share, theirs = copy.letters, copy.share, copy.share_of_first
    return Say(
        f"{letters} 字，占 {share}%（对方的 {theirs}%）",
        f"{letters} characters, {share}% ({theirs}% of the other's)",
    )


_SHOWN, _NAMED = 10, 12
"""How many of each kind are told, and how many reports of a group; other outputs have all."""


def write_text(page: Page, found: ManyReports, known: Names, *, everything: bool) -> None:
    """Put what was found on a page; `everything` leaves nothing out."""
    _TextWriter(page, found, known, everything).write()


class _TextWriter(msgspec.Struct):
    page: Page
    found: ManyReports
    known: Names
    everything: bool

    def write(self) -> None:
        page, found = self.page, self.found
        count, organs = len(found.reports), found.organs
        compared = Say(
            f"比较了 {count} 份报告，{organs} 个机关。",
            f"{count} reports of {organs} organs were compared.",
        )
        formulas = Say(
            f"{found.formula} 个以上机关都有的句子算通用的话，不计；规则包里的套话也不计。",
            f"Sentences that {found.formula} organs or more have are formulas and do not count, "
            "nor does what the pack lists as boilerplate.",
        )
        page.hang(page.say(compared), head="", indent=0)
        page.hang(page.say(formulas), head="", indent=0, style="faint")
        self._write_list(_ONE_TEXT, found.one_text, self._describe_group)
        self._write_list(_COPIED, found.copies, self._describe_pair)
        self._write_list(_REPEATED, found.repeated, self._describe_pair)
        self._write_list(_SAME_TABLE, found.same_tables, self._describe_table)
        failed = [f"{path}：{page.say(why)}" for path, why in found.failed]
        self._write_list(_FAILED, failed, lambda text: (text, ""), style="error")
        if not found.found:
            page.add_gap()
            page.add_line(page.paint(page.say(_NOTHING), "good"))

    def _write_list(
        self,
        title: Say,
        found: Sequence[_Item],
        describe: Callable[[_Item], tuple[str, str]],
        style: Style | None = None,
    ) -> None:
        """A heading with what is below it, each with a passage to quote; nothing for nothing."""
        if not found:
            return
        page = self.page
        page.add_gap()
        page.add_line(page.paint(f"{page.say(title)} {len(found)}", "bold"))
        shown = found if self.everything else found[:_SHOWN]
        for text, passage in map(describe, shown):
            page.hang(text, head="  ", indent=4, style=style)
            if passage:
                cut = page.layout.cut(" ".join(clean(passage).split()), page.width - 8)
                quoted = f"“{cut}”" if page.lang == "zh" else f'"{cut}"'
                page.add_line(" " * 4 + page.paint(quoted, "faint"))
        if left := len(found) - len(shown):  # one screen; who wants all asks for it
            say = Say(
                f"另有 {left}，见 --all、--format csv 或 json",
                f"{left} more: see --all, --format csv or json",
            )
            page.add_line("  " + page.paint(page.say(say), "faint"))

    def _describe_group(self, group: OneText) -> tuple[str, str]:
        page = self.page
        numbers = (group.first, *(copy.second for copy in group.members))
        listed, more = self._name_offices(numbers)
        least, count = min(copy.share for copy in group.members), len(numbers)
        same = Say(f"相同 {least}% 以上", f"{least}% or more the same")
        same = Say("全部相同", "all the same") if least == 100 else same
        where = page.say(_name_section(group.section, self.known))
        zh = f"{count} 份 {where}（{same.zh}）：{listed}" + (" 等" if more else "")
        en = f"{count} reports, {where}, {same.en}: {listed}{more}"
        passages = (copy.passages[0] for copy in group.members if copy.passages)
        return zh if page.lang == "zh" else en, max(passages, default="")

    def _name_offices(self, numbers: Sequence[int]) -> tuple[str, str]:
        """The reports of these numbers by name, and in English how many more there are."""
        page = self.page
        shown = numbers if self.everything else numbers[:_NAMED]
        names = [page.say(_name_office(self.found.reports[number])) for number in shown]
        left = len(numbers) - len(shown)
        listed = ("、" if page.lang == "zh" else ", ").join(names)
        return listed, f" and {left} more" if left else ""

    def _describe_pair(self, pair: SectionCopy) -> tuple[str, str]:
        page, copy, reports = self.page, pair.copy, self.found.reports
        second, first = (
            page.say(_name_office(reports[number])) for number in (copy.second, copy.first)
        )
        where, share = _name_section(pair.section, self.known), _describe_share(copy)
        arrow = page.mark("←", "<-")
        text = f"{second} {arrow} {first}  {page.say(where)}  {page.say(share)}"
        return text, copy.passages[0] if copy.passages else ""

    def _describe_table(self, same: SameTable) -> tuple[str, str]:
        listed, more = self._name_offices(same.reports)
        table = self.page.say(self.known.table(same.table))
        count = f" 等 {len(same.reports)} 份" if more else ""
        zh = f"{table}（{same.cells} 格不为 0）：{listed}{count}"
        en = f"{table} ({same.cells} cells are not 0): {listed}{more}"
        return zh if self.page.lang == "zh" else en, ""


def build_json(found: ManyReports, lang: Lang) -> dict[str, Any]:
    """All that was found; reports are named by their place in `reports`."""
    return {
        "gblint": __version__,
        "reports": [
            {"path": one.path, "organ": one.organ or None, "year": one.year}
            for one in found.reports
        ],
        "organs": found.organs,
        "formula_from": found.formula,
        "one_text": [
            {
                "section": group.section,
                "first": group.first,
                "others": [_describe_copy(copy) for copy in group.members],
            }
            for group in found.one_text
        ],
        "copied": [_describe_pair(pair) for pair in found.copies],
        "repeated": [_describe_pair(pair) for pair in found.repeated],
        "same_tables": [asdict(same) for same in found.same_tables],
        "failed": [{"path": path, "reason": why.in_lang(lang)} for path, why in found.failed],
    }


def _describe_pair(pair: SectionCopy) -> dict[str, Any]:
    return {"section": pair.section, "first": pair.copy.first, **_describe_copy(pair.copy)}


def _describe_copy(copy: Copy) -> dict[str, Any]:
    fields = asdict(copy)
    del fields["first"]  # which it is, the pair or the group says
    return {"report": fields.pop("second"), **fields}


_HEADS = (
    *(Say("类别", "kind"), Say("组", "group"), Say("部分", "section")),
    *(Say("机关", "organ"), Say("年度", "year"), Say("文件", "file")),
    *(Say("对方机关", "other organ"), Say("对方年度", "other year"), Say("对方文件", "other file")),
    *(Say("占本文%", "share %"), Say("占对方%", "share of other %"), Say("字或格", "count")),
    Say("相同的文字", "passages"),
)


def write_csv(found: ManyReports, known: Names, lang: Lang) -> Iterator[str]:
    """A row for each pair, for spreadsheets: it begins with the mark by which Excel knows UTF-8."""
    yield "\ufeff" + _write_row([head.in_lang(lang) for head in _HEADS])
    for line in list_lines(found, known):
        yield _write_row(_list_cells(line, lang))
    for path, why in found.failed:
        failed = Say("无法读取", "not read").in_lang(lang)
        yield _write_row([failed, "", "", "", "", path, "", "", "", "", "", "", why.in_lang(lang)])


def _list_cells(line: CopiedRow, lang: Lang) -> list[object]:
    return [
        *(line.kind.in_lang(lang), line.group, line.where.in_lang(lang)),
        *(line.organ, line.year, line.path),
        *(line.other_organ, line.other_year, line.other_path),
        *(line.share, line.other_share, line.count),
        " | ".join(" ".join(passage.split()) for passage in line.passages),
    ]


def _write_row(cells: list[object]) -> str:
    out = StringIO()
    plain = [disarm(clean(cell)) if isinstance(cell, str) else cell for cell in cells]
    csv.writer(out, lineterminator="\r\n").writerow(plain)
    return out.getvalue()
