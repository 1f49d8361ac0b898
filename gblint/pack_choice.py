"""Choosing the pack of a report by its year (`--pack auto`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from gblint.checks import input_finding
from gblint.checks.load import load
from gblint.document import Document
from gblint.findings import Finding, Say
from gblint.pack.model import Pack
from gblint.packs.find import built_in
from gblint.report.model import Report
from gblint.report.year import find_year
from gblint.selection import Selection

AUTO = "auto"
"""What stands in the place of a pack where it is to be chosen by the year."""


class Judge(msgspec.Struct, frozen=True):
    """A pack, and which of its rules are in force."""

    pack: Pack
    selection: Selection


def candidates(listed: Iterable[Pack]) -> tuple[Pack, ...]:
    """The packs to choose from: those listed that are for some years, then the built-in ones.

    Raises PackError.
    """
    own = {pack.id: pack for pack in listed if pack.years != (None, None)}
    known = (load(name) for name in built_in() if name not in own)
    return (*own.values(), *(pack for pack in known if pack.auto))


def pack_for(
    document: Document, name: str, *, default: Pack, among: Sequence[Pack]
) -> tuple[Pack, tuple[Say, ...]]:
    """The first pack that is for the year of a report.

    The default, with a remark, where the year is not found or no pack is for it; where there
    is nothing to choose from, without. Raises PatternTimeout.
    """
    if not among:
        return default, ()
    year = find_year(document, default, name)
    if year is None:
        return default, (no_year(default),)
    fitting = next((pack for pack in among if _is_for(pack, year)), None)
    return (fitting, ()) if fitting else (default, (_no_pack(default, year),))


def _is_for(pack: Pack, year: int) -> bool:
    first, last = pack.years
    return (first is None or first <= year) and (last is None or year <= last)


def no_year(pack: Pack) -> Say:
    """The remark that no year was found and a pack was taken all the same."""
    return Say(
        "标题、统计期限、文件名和日期中都没有找到报告的年度，无法按年度选规则包，"
        f"已按 {pack.id} 检查",
        f"no year in title, period, file name or date to choose a pack by: checked by {pack.id}",
    )


def of_no_known_format(report: Report, pack: Pack, remarks: Sequence[Say]) -> Finding | None:
    """The one finding on a report without a year that does not look like the pack's format.

    None where there is a year, or the report has a table of the format or most of its sections:
    then the rules have something to go by. `remarks` are those of `pack_for`.
    """
    if tuple(remarks) != (no_year(pack),) or not report.recognised or report.tables:
        return None
    read = {section.number for section in report.sections if section.number is not None}
    if 2 * len(read) > len(pack.sections):
        return None
    return input_finding(
        pack,
        "unrecognised",
        Say(
            "标题、统计期限、文件名和日期中都没有找到报告的年度，"
            f"章节和表格也不像 {pack.id} 的格式，不知道按哪一年的格式检查",
            "there is no year in title, period, file name or date, and sections and tables are not "
            f"those of {pack.id}, so that nothing tells by which format to check",
        ),
        "year",
    )


def _no_pack(pack: Pack, year: int) -> Say:
    return Say(
        f"没有用于{year}年报告的规则包，已按 {pack.id} 检查",
        f"there is no pack for reports of {year}: checked by {pack.id}",
    )
