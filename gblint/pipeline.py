"""One file, from its bytes to its result. Read this first: it is the table of contents of gblint.

    open → read → choose the pack → recognise → check → suppress → select

The steps are called in this order, and each says where it is. What a file gives (`RawResult`)
depends on the file and the packs alone, so that it can be kept for another run; what of it is
reported (`FileResult`) depends on the settings, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from gblint.attempts import explain_failure, limit_time
from gblint.checks import build_input_finding, check_report, load
from gblint.checks.personal import make_mask
from gblint.checks.unchecked import Remark
from gblint.document import Document
from gblint.findings import Finding, Say, TooMuch
from gblint.inputs import Input, describe_os_error, read_bytes
from gblint.pack.model import Pack
from gblint.packs import list_built_in
from gblint.processes import let_through
from gblint.readers import ReadError, get_form, read
from gblint.readers.refusals import get_limits
from gblint.report import DividedDocument, divide_into_sections, find_year, is_meant_for, recognise
from gblint.report.model import Report
from gblint.results import FileResult, RawResult, Reading, Stated, Suppressed
from gblint.selection import Selection, apply_comments, build_result
from gblint.text.patterns import PatternTimeout, begin_document

AUTO = "auto"
"""What stands in the place of a pack where it is to be chosen by the year."""


class DocumentWithPack(msgspec.Struct, frozen=True):
    """A document, and the pack by which it is to be recognised.

    `remarks` are on the choice of the pack. `divided` is the document divided by the headings of
    that pack, where the choice needed that: it is not divided again to be recognised.
    """

    document: Document
    name: str
    pack: Pack
    remarks: tuple[Say, ...] = ()
    divided: DividedDocument | None = None


class Comparison(Protocol):
    """Where the reports are with which others are compared."""

    def compare(self, report: Report, pack: Pack) -> tuple[Report, Sequence[Remark]]:
        """The report with those beside it, and what could not be compared, with reasons."""
        ...


class Terms(msgspec.Struct, frozen=True):
    """By what a file is checked, and what of it is reported.

    The pack is that of the first of `selections`; of several it is the first that is for the
    report's year, and the first of all where none is. `ignored` are the rules that are not
    reported for this file, with the reasons. With `heed_comments`, comments in the document
    suppress findings. With `keep_reading`, the result has the report as it was read, with
    `keep_stated` what it states.
    """

    selections: tuple[Selection, ...]
    ignored: Mapping[str, str] = {}
    comparison: Comparison | None = None
    heed_comments: bool = True
    keep_reading: bool = False
    keep_stated: bool = False


def check_input(input_: Input, terms: Terms) -> FileResult:
    """Open and check a file. Never raises: what stops it is the failure of the result."""
    if input_.failure is not None:  # there is no file, and no rule is about that
        return FileResult(path=input_.path, failure=input_.failure)
    try:
        data = read_bytes(input_.source)  # inputs.py
    except BaseException as error:  # noqa: BLE001 - the way to the user is the failure
        return build_failure(input_.path, explain_stop(error), terms.selections[0])
    return check_bytes(data, input_.path, terms)


def check_bytes(data: bytes, path: str, terms: Terms) -> FileResult:
    """Check the bytes of a file. Never raises: what stops it is the failure of the result."""
    try:
        packs = [one.pack for one in terms.selections]
        found = check_by_packs(
            data,
            path.rpartition("/")[2],
            packs,
            terms.comparison,
            keep_reading=terms.keep_reading,
            keep_stated=terms.keep_stated,
        )
        return _select(found, path, terms)
    except BaseException as error:  # noqa: BLE001 - the way to the user is the failure
        return build_failure(path, explain_stop(error), terms.selections[0])


class CheckedFile(msgspec.Struct, frozen=True):
    """A file that was checked by packs: what it gives, its report where there is one, and what
    could not be compared. Of this is reported what settings and comments leave.
    """

    raw: RawResult
    report: Report | None = None
    uncompared: Sequence[Remark] = ()


def check_by_packs(
    data: bytes,
    name: str,
    packs: Sequence[Pack],
    comparison: Comparison | None = None,
    *,
    leave_commented: bool = False,
    keep_reading: bool = False,
    keep_stated: bool = False,
) -> CheckedFile:
    """What the bytes of a file of this name give by the first pack, or the one for its year.

    With `leave_commented`, no more is done with a file in which comments may suppress findings
    than to find that out: it will be checked where the settings are known.
    """
    uncompared: Sequence[Remark] = ()
    try:
        opened = open_document(data, name, default=packs[0], among=packs[1:])
        pack, document = opened.pack, opened.document
        if leave_commented and document.comments:
            return CheckedFile(RawResult(format=document.format, commented=True))
        with limit_time(get_limits().check_seconds):
            report = recognise_report(opened)
            if comparison is not None and report.recognised:
                with limit_time(get_limits().check_seconds):  # the others have time of their own
                    report, uncompared = comparison.compare(report, pack)
            unknown = find_unknown_format(report, opened)
            findings = check_report(report, pack) if unknown is None else (unknown,)  # checks/
            # here, where the bytes still are: results are kept and passed on without them
            findings = _place_corrections(findings, opened, data)
            stated = _build_stated(report, pack) if keep_stated else None
    except ReadError as error:
        return CheckedFile(build_unreadable(packs[0], error.say, scanned=error.kind == "scanned"))
    except (PatternTimeout, TooMuch) as stopped:
        return CheckedFile(build_unreadable(packs[0], Say(*stopped.words)))
    raw = RawResult(
        format=document.format,
        pack_index=next(at for at, one in enumerate(packs) if one is pack),
        title=make_mask(report, pack).mask_text(report.title.text) if report.title else "",
        organ=report.organ,
        year=report.year,
        findings=findings,
        notes=tuple(Say(zh, en) for zh, en in document.notes),
        chosen=opened.remarks if report.recognised and unknown is None else (),
        commented=bool(document.comments),
        reading=_build_reading(report, pack) if keep_reading else None,
        stated=stated,
    )
    return CheckedFile(raw, report, uncompared)


def _place_corrections(
    findings: Sequence[Finding], opened: DocumentWithPack, data: bytes
) -> tuple[Finding, ...]:
    """The findings, without corrections where `gblint fix` cannot write them into the form.

    Those of a text file say where they stand in its source.
    """
    document = opened.document
    form = get_form(document.format)
    if form is None or all(one.correction is None for one in findings):
        return tuple(findings)
    if not form.corrected:
        return tuple(msgspec.structs.replace(one, correction=None) for one in findings)
    if form.corrected != "text":
        return tuple(findings)
    from gblint.readers.plain import place_in_source  # only for what can be corrected

    return place_in_source(findings, document, data)


def open_document(
    data: bytes, name: str, *, default: Pack, among: Sequence[Pack] = ()
) -> DocumentWithPack:
    """The document in a file, with its pack: one of `among` that is for its year, or the default.

    Raises ReadError and PatternTimeout.
    """
    begin_document()  # to choose a pack takes patterns, whose time is counted by document
    document = read(data, name)  # readers/
    return choose_pack(document, name, default=default, among=among)


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
) -> DocumentWithPack:
    """The document with the first pack that is for its kind of document, else for its year.

    The default, with a remark, where the year is not found or no pack is for it; where there
    is nothing to choose from, without. `name` is the file's. Raises PatternTimeout.
    """
    if not among:
        return DocumentWithPack(document, name, default)
    divided = divide_into_sections(document, default)
    # by kind before year: the report of a school has a format of its own in the same year
    for pack in among:
        if pack.documents and is_meant_for(document, pack, divided.title, divided.headings):
            return DocumentWithPack(document, name, pack)
    year = find_year(document, default, name, divided)
    by_year = [pack for pack in among if not pack.documents]
    fitting = [] if year is None else [pack for pack in by_year if is_for_year(pack, year)]
    if fitting:
        # it was divided by the headings of the default, which those of another pack may not be
        reused = divided if fitting[0] is default else None
        return DocumentWithPack(document, name, fitting[0], divided=reused)
    remark = _say_no_year(default) if year is None else _say_no_pack(default, year)
    return DocumentWithPack(document, name, default, (remark,), divided)


def add_auto_packs(packs: Sequence[Pack]) -> list[Pack]:
    """Some packs, and behind them those that are chosen by the year and are not among them."""
    known = {pack.id for pack in packs}
    return [*packs, *(pack for pack in list_auto_packs() if pack.id not in known)]


def is_for_year(pack: Pack, year: int) -> bool:
    """Whether a year is one of those of whose reports a pack is."""
    first, last = pack.years
    return (first is None or first <= year) and (last is None or year <= last)


def find_unknown_format(report: Report, opened: DocumentWithPack) -> Finding | None:
    """The one finding on a report without a year that does not look like the pack's format.

    None where there is a year, or the report has a table of the format or most of its sections:
    then the rules have something to go by.
    """
    pack = opened.pack
    if opened.remarks != (_say_no_year(pack),) or not report.recognised or report.tables:
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


def recognise_report(opened: DocumentWithPack) -> Report:
    """What of the pack's format is in a document. Raises PatternTimeout."""
    document, pack = opened.document, opened.pack
    return recognise(document, pack, file_name=opened.name, divided=opened.divided)  # report/


def _build_reading(report: Report, pack: Pack) -> Reading:
    from gblint.reading import build_reading

    return build_reading(report, pack)


def _build_stated(report: Report, pack: Pack) -> Stated:
    from gblint.reading import build_stated

    return build_stated(report, pack)


def _select(found: CheckedFile, path: str, terms: Terms) -> FileResult:
    """What is reported of what was found: not what comments suppress or the settings leave out."""
    raw, report, uncompared = found.raw, found.report, found.uncompared
    selection, ignored = terms.selections[raw.pack_index], terms.ignored
    suppressed: tuple[Suppressed, ...] = ()
    if report is not None and terms.heed_comments:
        in_force = selection.rules - set(ignored)
        findings, suppressed = apply_comments(  # selection.py
            report, selection.pack, raw.findings, in_force
        )
        raw = msgspec.structs.replace(raw, findings=findings)
        suppressed = tuple(one for one in suppressed if one.finding.rule in selection.rules)
    result = build_result(  # selection.py
        raw, path, selection, ignored=ignored, suppressed=suppressed, uncompared=uncompared
    )
    if report is None or terms.heed_comments:
        return result
    return msgspec.structs.replace(result, disregarded=len(report.document.comments))


def explain_stop(error: BaseException) -> Say:
    """What to say of whatever stopped the check of a file. Raises requests to end."""
    let_through(error)
    if isinstance(error, ReadError):
        return error.say
    return describe_os_error(error) if isinstance(error, OSError) else explain_failure(error)


def explain_unread(error: ReadError | PatternTimeout | OSError) -> Say:
    """Why a file could not be read."""
    if isinstance(error, PatternTimeout):
        return Say(*error.words)
    return error.say if isinstance(error, ReadError) else describe_os_error(error)


def build_unreadable(pack: Pack, reason: Say, *, scanned: bool = False) -> RawResult:
    """The raw result of a file that could not be checked: its one finding, if the pack has one."""
    finding: Finding | None = build_input_finding(
        pack, "scanned" if scanned else "unreadable", reason
    )
    return RawResult(findings=() if finding is None else (finding,), failure=reason)


def build_failure(path: str, reason: Say, selection: Selection) -> FileResult:
    """The result of a file that could not be checked."""
    return build_result(build_unreadable(selection.pack, reason), path, selection, ignored={})
