"""One file: bytes → document → report → findings. Whatever goes wrong becomes its failure."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from gblint.checks import check_report, input_finding
from gblint.findings import Finding, Say
from gblint.packs.model import Pack
from gblint.patterns import PatternTimeout
from gblint.readers import Limits, ReadError, read
from gblint.readers.limits import in_bytes
from gblint.report.model import Report
from gblint.report.recognise import recognise
from gblint.results import FileResult, Suppressed
from gblint.run.by_year import Judge, choose
from gblint.run.files import STDIN, Input, os_failure
from gblint.run.selection import Selection, unchecked
from gblint.run.suppress import settled

if TYPE_CHECKING:
    from gblint.checks.against import Remark


class Beside(Protocol):
    """Where the reports are with which others are compared."""

    def beside(self, report: Report, pack: Pack) -> tuple[Report, Sequence[Remark]]:
        """The report with those beside it, and what could not be compared, with reasons."""
        ...


DEBUG = "GBLINT_DEBUG"
"""The environment variable that has the traceback of an internal error printed."""

_NO_RULES: frozenset[str] = frozenset()


def read_bytes(input_: Input) -> bytes:
    """What is in a file or comes on standard input, up to just over the limit of the readers.

    Raises OSError.
    """
    if input_.source == STDIN:
        return sys.stdin.buffer.read(in_bytes(Limits().file_mb) + 1)
    with Path(input_.source).open("rb") as file:
        return file.read(in_bytes(Limits().file_mb) + 1)


def check_input(
    input_: Input,
    pack: Pack,
    selection: Selection,
    *,
    ignored: frozenset[str] = _NO_RULES,
    among: Sequence[Judge] = (),
    shown: str = "",
    previous: Beside | None = None,
) -> FileResult:
    """Read and check one file. Never raises: what stops it is the failure of the result.

    `among` are the packs to choose from by the year, with `pack` where none fits. `shown` is
    the path to tell, where it is not that of the input. `previous` is where the
    reports are, if any, with which it is to be compared.
    """
    path = shown or input_.path
    if input_.failure is not None:  # there is no file, and no rule is about that
        return FileResult(path=path, failure=input_.failure)

    def work() -> FileResult:
        try:
            data = read_bytes(input_)
        except OSError as error:
            return failed(path, os_failure(error), pack, selection)
        return check_data(
            data, path, pack, selection, ignored=ignored, among=among, previous=previous
        )

    return _guarded(work, path, pack, selection)


def check_data(
    data: bytes,
    path: str,
    pack: Pack,
    selection: Selection,
    *,
    ignored: frozenset[str] = _NO_RULES,
    among: Sequence[Judge] = (),
    previous: Beside | None = None,
) -> FileResult:
    """Check the bytes of one file. A file that cannot be read gives a failure.

    `among` and `previous` are as in `check_input`.
    """
    name = path.rpartition("/")[2]
    try:
        document = read(data, name)
        judge, chosen = choose(document, name, default=Judge(pack, selection), among=among)
        report = recognise(document, judge.pack, file_name=name)
        compared: Sequence[Remark] = ()
        if previous is not None and report.recognised:
            report, compared = previous.beside(report, judge.pack)
        found = check_report(report, judge.pack)
    except ReadError as error:
        return failed(path, error.say, pack, selection, scanned=error.kind == "scanned")
    except PatternTimeout as stopped:
        return failed(path, Say(*stopped.words), pack, selection)
    remarks = (*judge.selection.uncompared(compared, ignored=ignored), *chosen)
    return _result(path, report, found, judge, ignored=ignored, remarks=remarks)


def _result(
    path: str,
    report: Report,
    found: Sequence[Finding],
    judge: Judge,
    *,
    ignored: frozenset[str],
    remarks: Iterable[Say],
) -> FileResult:
    """What is told of a report and what was found in it; `remarks` are further ones."""
    document, selection = report.document, judge.selection
    in_force = selection.rules - ignored
    told, suppressed = settled(report, judge.pack, found, in_force)
    findings, unsaid = selection.apply(told, ignored=ignored)
    return FileResult(
        path=path,
        format=document.format,
        pack=judge.pack.id,
        title=report.title.text if report.title else "",
        organ=report.organ,
        year=report.year,
        findings=findings,
        suppressed=suppressed,
        notes=(
            *(Say(zh, en) for zh, en in document.notes),
            *unsaid,
            *_waiting(suppressed, in_force),
            *(remarks if report.recognised else ()),
        ),
    )


def _waiting(suppressed: Iterable[Suppressed], in_force: frozenset[str]) -> Iterator[Say]:
    """Remarks on rules that could not be evaluated because of what a comment suppresses."""
    for one in suppressed:
        waiting = tuple(rule for rule in one.finding.unchecked if rule in in_force)
        if waiting:
            yield unchecked(one.finding, waiting)


def failed(
    path: str, reason: Say, pack: Pack, selection: Selection, *, scanned: bool = False
) -> FileResult:
    """The result of a file that could not be checked: its one finding, if the pack has one."""
    finding: Finding | None = input_finding(pack, "scanned" if scanned else "unreadable", reason)
    findings, _ = selection.apply([] if finding is None else [finding])
    return FileResult(path=path, pack=pack.id, findings=findings, failure=reason)


def _guarded(
    work: Callable[[], FileResult], path: str, pack: Pack, selection: Selection
) -> FileResult:
    """An error of ours in one file must not take the other files with it."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - the way to the user is the failure
        if os.environ.get(DEBUG):
            import traceback

            traceback.print_exc()
        what = " ".join(f"{type(error).__name__}: {error}".split())
        reason = Say(
            f"检查时程序出错（{what}），请把这份文件的情况报告给开发者；设 {DEBUG}=1 可看详情",
            f"gblint failed on this file ({what}): please report it; {DEBUG}=1 shows the details",
        )
        return failed(path, reason, pack, selection)
