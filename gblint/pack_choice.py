"""Choosing the pack of a report by its kind or its year (`--pack auto`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from gblint.checks import build_input_finding, load
from gblint.document import Document
from gblint.findings import Finding, Say
from gblint.pack.model import Pack
from gblint.packs import list_built_in
from gblint.report import DividedDocument, divide_into_sections, find_year, is_meant_for
from gblint.report.model import Report

AUTO = "auto"
"""What stands in the place of a pack where it is to be chosen by the year."""


class OpenDocument(msgspec.Struct, frozen=True):
    """A document, and the pack by which it is to be recognised.

    `remarks` are on the choice of the pack. `divided` is the document divided by the headings of
    that pack, where the choice needed that: it is not divided again to be recognised.
    """

    document: Document
    name: str
    pack: Pack
    remarks: tuple[Say, ...] = ()
    divided: DividedDocument | None = None


def list_auto_packs(
    listed: Iterable[Pack] = (), load_pack: Callable[[str], Pack] = load
) -> tuple[Pack, ...]:
    """The packs to choose from: those listed that are for some years, then the built-in ones.

    `load_pack` gives a built-in pack by its id. Where it gives the very pack that is the default,
    a document that was divided by it need not be divided again. Raises PackError.
    """
    own = {pack.id: pack for pack in listed if pack.years != (None, None) or pack.documents}
    known = (load_pack(name) for name in list_built_in(auto=True) if name not in own)
    return (*own.values(), *(pack for pack in known if pack.auto))


def choose_pack(
    document: Document, name: str, *, default: Pack, among: Sequence[Pack]
) -> OpenDocument:
    """The document with the first pack that is for its kind of document, else for its year.

    The default, with a remark, where the year is not found or no pack is for it; where there
    is nothing to choose from, without. `name` is the file's. Raises PatternTimeout.
    """
    if not among:
        return OpenDocument(document, name, default)
    divided = divide_into_sections(document, default)
    # by kind before year: the report of a school has a format of its own in the same year
    for pack in among:
        if pack.documents and is_meant_for(document, pack, divided.title, divided.headings):
            return OpenDocument(document, name, pack)
    year = find_year(document, default, name, divided)
    by_year = [pack for pack in among if not pack.documents]
    fitting = [] if year is None else [pack for pack in by_year if is_for_year(pack, year)]
    if fitting:
        # it was divided by the headings of the default, which those of another pack may not be
        reused = divided if fitting[0] is default else None
        return OpenDocument(document, name, fitting[0], divided=reused)
    remark = _say_no_year(default) if year is None else _say_no_pack(default, year)
    return OpenDocument(document, name, default, (remark,), divided)


def add_auto_packs(packs: Sequence[Pack]) -> list[Pack]:
    """Some packs, and behind them those that are chosen by the year and are not among them."""
    known = {pack.id for pack in packs}
    return [*packs, *(pack for pack in list_auto_packs() if pack.id not in known)]


def is_for_year(pack: Pack, year: int) -> bool:
    """Whether a year is one of those of whose reports a pack is."""
    first, last = pack.years
    return (first is None or first <= year) and (last is None or year <= last)


def find_unknown_format(report: Report, choice: OpenDocument) -> Finding | None:
    """The one finding on a report without a year that does not look like the pack's format.

    None where there is a year, or the report has a table of the format or most of its sections:
    then the rules have something to go by.
    """
    pack = choice.pack
    if choice.remarks != (_say_no_year(pack),) or not report.recognised or report.tables:
        return None
    read = {section.number for section in report.sections if section.number is not None}
    if 2 * len(read) > len(pack.sections):
        return None
    return build_input_finding(
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


def _say_no_year(pack: Pack) -> Say:
    return Say(
        "标题、统计期限、文件名和日期中都没有找到报告的年度，无法按年度选规则包，"
        f"已按 {pack.id} 检查",
        f"no year in title, period, file name or date to choose a pack by: checked by {pack.id}",
    )


def _say_no_pack(pack: Pack, year: int) -> Say:
    return Say(
        f"没有用于{year}年报告的规则包，已按 {pack.id} 检查",
        f"there is no pack for reports of {year}: checked by {pack.id}",
    )
