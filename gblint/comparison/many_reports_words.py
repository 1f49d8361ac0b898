"""What every output says of many reports compared."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gblint.checks.places import Names
from gblint.comparison.copies import Copy
from gblint.comparison.many_reports import ManyReports, Office, SectionCopy
from gblint.findings import Lang, Say

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
