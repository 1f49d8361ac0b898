"""`--previous`: last year's reports, one file, or a folder in which each is found by organ and
year.

A report that was recognised gets last year's beside it before the rules look at it. How any report
is read that another is compared with is here, too (`read_with_pack`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import msgspec

from gblint.attempts import Setback, Stopped, attempt, explain_failure, limit_time
from gblint.checks import list_auto_packs
from gblint.checks.unchecked import Remark, explain_uncompared, list_rules_on_last_year
from gblint.files import NO_REPORT, Input, display_path, explain_unread, read_bytes
from gblint.findings import SaidError, Say
from gblint.pack.model import Pack
from gblint.pipeline import open_document, recognise_report
from gblint.processes import let_through
from gblint.readers import ReadError
from gblint.readers.refusals import get_limits
from gblint.report.model import ComparedReport, Report, reduce_for_comparison
from gblint.report.organs import measure_likeness
from gblint.results import Skipped, say_files_or_folders
from gblint.run.find_inputs import FOLDERS, collect_inputs, find_inputs
from gblint.text.patterns import PatternTimeout

_FAILED = Say("无法读取或不是年度报告", "cannot be read or are no report")
_PASSED_OVER = Say("没有查看", "were passed over")
_NEEDED = frozenset({"table", "period"})
"""What a report is compared by."""

_NAMED = 3
"""Files that are named where more could be."""


class LastYearError(SaidError):
    """Last year's report cannot be had."""


def read_with_pack(input_: Input, packs: Sequence[Pack]) -> tuple[ComparedReport, Pack]:
    """What of a file is compared, as the first of the packs reads it that is for its year, and
    that pack.

    Raises LastYearError with the reason where there is none.
    """
    if input_.failure is not None:
        raise LastYearError(input_.failure)
    try:
        with limit_time(get_limits().check_seconds):
            data = read_bytes(input_.source)
            opened = open_document(data, input_.name, default=packs[0], among=packs)
            report = recognise_report(opened)
    except (ReadError, PatternTimeout, OSError) as error:
        raise LastYearError(explain_unread(error)) from None
    except BaseException as error:  # noqa: BLE001 - it costs this file, not the one compared with
        let_through(error)
        raise LastYearError(explain_failure(error)) from None
    if not report.recognised:
        raise LastYearError(NO_REPORT)
    lacking = [one.stopped for one in report.setbacks if one.what in _NEEDED]
    if lacking:  # its figures would pass for absent
        raise LastYearError(lacking[0].reason)
    return reduce_for_comparison(report, input_.path), opened.pack


class LastYear:
    """Last year's reports at a path, each as the pack for its year reads it.

    `packs` are those in use, which go before others that are for some years. A file is read at
    once: one that cannot be read raises PreviousError. A folder is read when the first report
    is to be compared, each of its files once. `name` is what a file is called in messages, where
    that is not its path.
    """

    def __init__(self, path: Path, packs: Sequence[Pack], name: str = "") -> None:
        # last year's report may be of the format before this one
        self._packs = (*packs, *list_auto_packs())
        self._folder = display_path(str(path))
        self._one: ComparedReport | None = None
        self._all: list[ComparedReport] | None = None
        self._failed: list[Input] = []
        self._skipped: tuple[Skipped, ...] = ()
        self._missed = False
        if not path.is_dir():
            (input_,) = collect_inputs([str(path)]) or (Input(str(path), self._folder),)
            if name:
                input_ = msgspec.structs.replace(input_, path=name)
            try:
                self._one, _ = read_with_pack(input_, self._packs)
            except LastYearError as error:
                raise LastYearError(error.say.behind(input_.path)) from None

    def compare(self, report: Report, pack: Pack) -> tuple[Report, list[Remark]]:
        """The report with last year's beside it, and what could not be compared, with reasons."""
        done = attempt(partial(self._compare, report, pack))
        if not isinstance(done, Stopped):
            return done
        setbacks = (*report.setbacks, Setback("previous", done))
        return msgspec.structs.replace(report, setbacks=setbacks), []

    def list_skipped(self) -> tuple[Skipped, ...]:
        """What was passed over in the folder, once a report was not found in it."""
        return self._skipped if self._missed else ()

    def _compare(self, report: Report, pack: Pack) -> tuple[Report, list[Remark]]:
        last = self._one or self._find(report, pack)
        if isinstance(last, Say):
            return report, [(list_rules_on_last_year(pack), last)]
        report = msgspec.structs.replace(report, previous=last)
        return report, list(explain_uncompared(report, pack))

    def _find(self, report: Report, pack: Pack) -> ComparedReport | Say:
        """Last year's report in the folder, or why there is none."""
        if not report.organ or report.year is None:
            return Say(
                "读不出这份报告的机关名称或年度，无法在文件夹中找上年的报告",
                "this report does not say its organ or year, by which last year's is found",
            )
        spec, year = pack.facts.organ, report.year - 1
        known = self._read_all()
        alike = {
            name: [one for one in known if measure_likeness(report.organ, one.organ, spec) == name]
            for name in ("same", "near")
        }
        # an organ of the very name goes before one that is only called nearly so
        for name in ("same", "near"):
            of_year = [one for one in alike[name] if one.year == year]
            # copies of one report in several forms say the same
            if of_year and all(
                (one.figures, one.prose) == (of_year[0].figures, of_year[0].prose)
                for one in of_year
            ):
                return of_year[0]
            if of_year:
                return self._explain_ambiguous(of_year, report.organ, year)
        return self._explain_absent([*alike["same"], *alike["near"]], report.organ, year)

    def _read_all(self) -> list[ComparedReport]:
        if self._all is None:
            self._all = []
            found = find_inputs([self._folder])
            self._skipped = found.skipped
            for input_ in found.inputs:
                try:
                    self._all.append(read_with_pack(input_, self._packs)[0])
                except LastYearError:
                    if input_.path != self._folder:  # that there is nothing in it is told anyway
                        self._failed.append(input_)
        return self._all

    def _explain_ambiguous(self, found: Sequence[ComparedReport], organ: str, year: int) -> Say:
        names = name_some([one.name for one in found])
        return Say(
            f"文件夹“{self._folder}”中{organ}{year}年的报告不止一份（{names.zh}），"
            "请用 --previous 指明其中一份",
            f'the folder "{self._folder}" has more than one report of {organ} for {year} '
            f"({names.en}): name one with --previous",
        )

    def _explain_absent(self, alike: Sequence[ComparedReport], organ: str, year: int) -> Say:
        """That there is none, with the other years that there are, and what could not be read."""
        self._missed = True
        years = sorted({one.year for one in alike if one.year is not None})
        zh = f"文件夹“{self._folder}”中没有{organ}{year}年的报告"
        en = f'the folder "{self._folder}" has no report of {organ} for {year}'
        if years:
            listed = [str(one) for one in years]
            zh, en = f"{zh}（有{'、'.join(listed)}年的）", f"{en} (but for {', '.join(listed)})"
        failed = [(one.path, Path(one.source).is_dir()) for one in self._failed]
        skipped = [(one.path, one.reason in FOLDERS) for one in self._skipped]
        for found, why in ((failed, _FAILED), (skipped, _PASSED_OVER)):
            if found:
                names, count = name_some([path for path, _ in found]), len(found)
                what = say_files_or_folders(count, sum(is_folder for _, is_folder in found)).zh
                zh += f"；另有{count}个{what}{why.zh}（{names.zh}）"
                en += f"; {count} more {why.en} ({names.en})"
        return Say(zh, en)


def name_some(names: Sequence[str]) -> Say:
    few = list(names[:_NAMED])
    zh, en = "、".join(few), ", ".join(few)
    return Say(f"{zh}等", f"{en} ...") if len(names) > _NAMED else Say(zh, en)
