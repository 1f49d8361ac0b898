"""One file: bytes → document → report → findings. Whatever goes wrong becomes its failure.

What a file gives (`Outcome`) and what of it is reported (`FileResult`) are two steps: the first
depends on the file and the packs, the second on the settings.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from gblint.attempts import Stopped, attempt, failure, timed
from gblint.checks import check_report, input_finding, rule_for, unevaluated_findings
from gblint.checks.masking import mask_of
from gblint.checks.suppressions import SuppressionCheck
from gblint.checks.unevaluated import Unevaluated
from gblint.findings import Finding, Say, TooMuch
from gblint.pack.model import Pack
from gblint.pack_choice import Judge, of_no_known_format, pack_for
from gblint.readers import ReadError, read
from gblint.readers.limits import check_size, in_bytes, in_force
from gblint.report.model import Report
from gblint.report.recognise import recognise
from gblint.results import FileResult, Suppressed
from gblint.run.find_inputs import STDIN, Input, os_failure
from gblint.run.not_run import not_run
from gblint.run.stories import join_stories
from gblint.selection import Selection, unchecked
from gblint.signals import let_through
from gblint.suppression import settled
from gblint.text.patterns import PatternTimeout, new_document

if TYPE_CHECKING:
    from gblint.checks.against import Remark


class Beside(Protocol):
    """Where the reports are with which others are compared."""

    def beside(self, report: Report, pack: Pack) -> tuple[Report, Sequence[Remark]]:
        """The report with those beside it, and what could not be compared, with reasons."""
        ...


_NO_RULES: Mapping[str, str] = {}
"""The rules that settings leave out for a file, with the reasons: none."""


class Outcome(msgspec.Struct, frozen=True):
    """What a file gives by packs, whatever the settings: the findings of all rules.

    `judge` is the index of the pack by which it was checked, `chosen` what to say of the choice.
    `commented` says that comments in it may suppress findings, which the settings decide, too.
    The other fields are those of FileResult.
    """

    format: str = ""
    judge: int = 0
    title: str = ""
    organ: str = ""
    year: int | None = None
    findings: tuple[Finding, ...] = ()
    notes: tuple[Say, ...] = ()
    chosen: tuple[Say, ...] = ()
    commented: bool = False
    failure: Say | None = None

    @property
    def whole(self) -> bool:
        """Whether the file was checked, and all rules evaluated that could be."""
        return self.failure is None and not any(one.incomplete for one in self.findings)


def read_bytes(source: str) -> bytes:
    """What is in a file or comes on standard input.

    Raises OSError, and ReadError for a file beyond the limit in force: one that says its size is
    not read for that, another (a pipe) up to just over the limit.
    """
    if source != STDIN:
        return file_bytes(Path(source))
    data = sys.stdin.buffer.read(in_bytes(in_force().file_mb) + 1)
    check_size(len(data), "file_mb")
    return data


def file_bytes(path: Path) -> bytes:
    """As `read_bytes`, of a file whatever its name."""
    with path.open("rb") as file:
        check_size(os.fstat(file.fileno()).st_size, "file_mb")
        data = file.read(in_bytes(in_force().file_mb) + 1)
    check_size(len(data), "file_mb")
    return data


def check_input(
    input_: Input,
    pack: Pack,
    selection: Selection,
    *,
    ignored: Mapping[str, str] = _NO_RULES,
    among: Sequence[Judge] = (),
    shown: str = "",
    previous: Beside | None = None,
    heed: bool = True,
) -> FileResult:
    """Read and check one file. Never raises: what stops it is the failure of the result.

    `among` are the packs to choose from by the year, with `pack` where none fits. `shown` is
    the path to tell, where it is not that of the input. `previous` is where the
    reports are, if any, with which it is to be compared. With `heed`, comments in the document
    suppress findings.
    """
    path = shown or input_.path
    if input_.failure is not None:  # there is no file, and no rule is about that
        return FileResult(path=path, failure=input_.failure)

    try:
        data = read_bytes(input_.source)
    except BaseException as error:  # noqa: BLE001 - the way to the user is the failure
        return failed(path, stopped_by(error), pack, selection)
    return check_data(
        data, path, pack, selection, ignored=ignored, among=among, previous=previous, heed=heed
    )


def check_data(
    data: bytes,
    path: str,
    pack: Pack,
    selection: Selection,
    *,
    ignored: Mapping[str, str] = _NO_RULES,
    among: Sequence[Judge] = (),
    previous: Beside | None = None,
    heed: bool = True,
) -> FileResult:
    """Check the bytes of one file. Never raises: what stops it is the failure of the result.

    `among`, `previous` and `heed` are as in `check_input`.
    """
    judges = (Judge(pack, selection), *among)
    try:
        return _checked(data, path, judges, ignored=ignored, previous=previous, heed=heed)
    except BaseException as error:  # noqa: BLE001 - the way to the user is the failure
        return failed(path, stopped_by(error), pack, selection)


def stopped_by(error: BaseException) -> Say:
    """What to say of whatever stopped the check of a file. Raises requests to end."""
    let_through(error)
    if isinstance(error, ReadError):
        return error.say
    return os_failure(error) if isinstance(error, OSError) else failure(error)


def _checked(
    data: bytes,
    path: str,
    judges: Sequence[Judge],
    *,
    ignored: Mapping[str, str],
    previous: Beside | None,
    heed: bool,
) -> FileResult:
    packs = [judge.pack for judge in judges]
    outcome, report, compared = _examined(data, path.rpartition("/")[2], packs, previous)
    suppressed: tuple[Suppressed, ...] = ()
    if report is not None and heed:
        judge = judges[outcome.judge]
        in_force = judge.selection.rules - set(ignored)
        told, met = _settled(report, judge.pack, outcome.findings, in_force)
        suppressed = tuple(one for one in met if one.finding.rule in judge.selection.rules)
        outcome = msgspec.structs.replace(outcome, findings=told)
    result = reported(
        outcome, path, judges, ignored=ignored, suppressed=suppressed, compared=compared
    )
    if heed or report is None:
        return result
    return msgspec.structs.replace(result, disregarded=len(report.document.comments))


def _settled(
    report: Report, pack: Pack, findings: tuple[Finding, ...], in_force: frozenset[str]
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
    """As `settled`; where that fails nothing is suppressed, and a finding says so."""
    made = attempt(partial(settled, report, pack, findings, in_force))
    if not isinstance(made, Stopped):
        return made
    rules = [rule for rule in pack.rules if isinstance(rule.check, SuppressionCheck)]
    stopped = [Unevaluated(rule, made) for rule in rules or [rule_for(pack)]]
    return (*findings, *unevaluated_findings(report, pack, stopped)), ()


def examine(data: bytes, name: str, packs: Sequence[Pack]) -> Outcome:
    """What the bytes of a file of this name give: by the first pack, or the one for its year."""
    outcome, _, _ = _examined(data, name, packs, None)
    return outcome


def _examined(
    data: bytes, name: str, packs: Sequence[Pack], previous: Beside | None
) -> tuple[Outcome, Report | None, Sequence[Remark]]:
    """The outcome, the report where there is one, and what could not be compared."""
    compared: Sequence[Remark] = ()
    new_document()
    try:
        document = read(data, name)
        pack, chosen = pack_for(document, name, default=packs[0], among=packs[1:])
        with timed(in_force().check_seconds):
            report = recognise(document, pack, file_name=name)
            if previous is not None and report.recognised:
                with timed(in_force().check_seconds):  # the others have time of their own
                    report, compared = previous.beside(report, pack)
            one = of_no_known_format(report, pack, chosen)
            findings = check_report(report, pack) if one is None else (one,)
    except ReadError as error:
        return unread(packs[0], error.say, scanned=error.kind == "scanned"), None, ()
    except (PatternTimeout, TooMuch) as stopped:
        return unread(packs[0], Say(*stopped.words)), None, ()
    outcome = Outcome(
        format=document.format,
        judge=_place(pack, packs),
        title=mask_of(report, pack).text(report.title.text) if report.title else "",
        organ=report.organ,
        year=report.year,
        findings=findings,
        notes=tuple(Say(zh, en) for zh, en in document.notes),
        chosen=chosen if report.recognised and one is None else (),
        commented=bool(document.comments),
    )
    return outcome, report, compared


def _place(pack: Pack, packs: Sequence[Pack]) -> int:
    return next(at for at, one in enumerate(packs) if one is pack)


def reported(
    outcome: Outcome,
    path: str,
    judges: Sequence[Judge],
    *,
    ignored: Mapping[str, str] = _NO_RULES,
    suppressed: Sequence[Suppressed] = (),
    compared: Sequence[Remark] = (),
) -> FileResult:
    """What of an outcome is reported by the settings; `judges` are those of its packs."""
    judge = judges[outcome.judge]
    rules = frozenset(ignored)
    selected, unsaid = judge.selection.apply(outcome.findings, ignored=rules)
    uncompared = judge.selection.uncompared(compared, ignored=rules)
    met = (*outcome.findings, *(one.finding for one in suppressed))
    set_aside = [one for one in outcome.findings if one.rule in rules and not one.incomplete]
    return FileResult(
        path=path,
        format=outcome.format,
        pack=judge.pack.id,
        title=outcome.title,
        organ=outcome.organ,
        year=outcome.year,
        findings=join_stories(selected),
        suppressed=tuple(suppressed),
        unevaluated=not_run(met, judge.pack, compared),
        ignored=tuple(sorted({one.rule for one in set_aside})),
        left_out=_left_out(set_aside, judge.selection, ignored),
        notes=(
            *outcome.notes,
            *unsaid,
            *_waiting(suppressed, judge.selection.rules - rules),
            *uncompared,
            *outcome.chosen,
        ),
        uncompared=uncompared,
        failure=outcome.failure,
    )


def _left_out(
    findings: Iterable[Finding], selection: Selection, ignored: Mapping[str, str]
) -> tuple[Suppressed, ...]:
    return tuple(
        Suppressed(selection.configured(one), ignored[one.rule])
        for one in findings
        if one.rule in selection.rules
    )


def _waiting(suppressed: Iterable[Suppressed], in_force: frozenset[str]) -> Iterator[Say]:
    """Remarks on rules that could not be evaluated because of what a comment suppresses."""
    for one in suppressed:
        waiting = tuple(rule for rule in one.finding.unchecked if rule in in_force)
        if waiting:
            yield unchecked(one.finding, waiting)


def unread(pack: Pack, reason: Say, *, scanned: bool = False) -> Outcome:
    """The outcome of a file that could not be checked: its one finding, if the pack has one."""
    finding: Finding | None = input_finding(pack, "scanned" if scanned else "unreadable", reason)
    return Outcome(findings=() if finding is None else (finding,), failure=reason)


def failed(path: str, reason: Say, pack: Pack, selection: Selection) -> FileResult:
    """The result of a file that could not be checked."""
    return reported(unread(pack, reason), path, (Judge(pack, selection),))
