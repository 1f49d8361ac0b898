"""One file, from its bytes to its result. Read this first: it is the table of contents of gblint.

    read the bytes → read → choose the pack → recognise → compare → check → suppress → select

The steps are called in this order, and each says where it is. What a file gives (`RawResult`)
depends on the file, its name, the packs and the limits alone, and on the reports that it is
compared with: where there are none, it is kept for another run. What of it is reported
(`FileResult`) depends on the settings, too.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gblint.attempts import limit_time
from gblint.checks import check_report
from gblint.checks.personal import make_mask
from gblint.checks.unchecked import Remark
from gblint.files import Input, explain_stop, read_bytes
from gblint.findings import Finding, Say, TooMuch
from gblint.pack.model import Pack
from gblint.readers import ReadError, get_form, read
from gblint.readers.refusals import get_limits
from gblint.report import recognise
from gblint.report.model import Report
from gblint.results import FileResult, RawResult, Reading, Stated
from gblint.selection import (
    CheckedFile,
    Comparison,
    DocumentWithPack,
    Terms,
    build_failure,
    build_unreadable,
    choose_pack,
    find_unknown_format,
    select_findings,
)
from gblint.text.patterns import PatternTimeout, begin_document


def check_input(input_: Input, terms: Terms) -> FileResult:
    """Open and check a file. What stops it is the failure of the result; only requests to end are
    raised.
    """
    if input_.failure is not None:  # there is no file, and no rule is about that
        return FileResult(path=input_.path, failure=input_.failure)
    try:
        data = read_bytes(input_.source)  # files.py
    except BaseException as error:  # noqa: BLE001 - the way to the user is the failure
        return build_failure(input_.path, explain_stop(error), terms.selections[0])
    return check_bytes(data, input_.path, terms)


def check_bytes(data: bytes, path: str, terms: Terms) -> FileResult:
    """Check the bytes of a file. What stops it is the failure of the result; only requests to end
    are raised.
    """
    try:
        packs = [one.pack for one in terms.selections]
        checked = check_by_packs(
            data,
            path.rpartition("/")[2],
            packs,
            terms.comparison,
            keep_reading=terms.keep_reading,
            keep_stated=terms.keep_stated,
        )
        return select_findings(checked, path, terms)  # selection.py
    except BaseException as error:  # noqa: BLE001 - the way to the user is the failure
        return build_failure(path, explain_stop(error), terms.selections[0])


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
                # run/last_year.py, run/many_reports.py; the others have time of their own
                with limit_time(get_limits().check_seconds):
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
        chosen=opened.chosen if report.recognised and unknown is None else (),
        commented=bool(document.comments),
        reading=_build_reading(report, pack) if keep_reading else None,
        stated=stated,
    )
    return CheckedFile(raw, report, uncompared)


def open_document(
    data: bytes, name: str, *, default: Pack, among: Sequence[Pack] = ()
) -> DocumentWithPack:
    """The document in a file, with its pack: one of `among` that is for its year, or the default.

    Raises ReadError and PatternTimeout.
    """
    begin_document()  # to choose a pack takes patterns, whose time is counted by document
    document = read(data, name)  # readers/
    return choose_pack(document, name, default=default, among=among)  # selection.py


def recognise_report(opened: DocumentWithPack) -> Report:
    """What of the pack's format is in a document. Raises PatternTimeout."""
    document, pack = opened.document, opened.pack
    return recognise(document, pack, file_name=opened.name, divided=opened.divided)  # report/


def _place_corrections(
    findings: Sequence[Finding], opened: DocumentWithPack, data: bytes
) -> tuple[Finding, ...]:
    """The findings, without corrections where `gblint fix` cannot write them into the form.

    Those of a text file say where they stand in its source.
    """
    form = get_form(opened.document.format)
    if form is None or all(one.correction is None for one in findings):
        return tuple(findings)
    if not form.corrected:
        return tuple(msgspec.structs.replace(one, correction=None) for one in findings)
    if form.corrected != "text":
        return tuple(findings)
    from gblint.readers.plain import place_in_source  # only for what can be corrected

    return place_in_source(findings, opened.document, data)


def _build_reading(report: Report, pack: Pack) -> Reading:
    from gblint.reading import build_reading

    return build_reading(report, pack)


def _build_stated(report: Report, pack: Pack) -> Stated:
    from gblint.reading import build_stated

    return build_stated(report, pack)
