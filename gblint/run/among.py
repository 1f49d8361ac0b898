"""The reports of others with which reports are compared (`gblint check X --among FOLDER`)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec

from gblint.attempts import Stopped, attempt
from gblint.checks.unchecked import Remark
from gblint.comparison.against_others import find_among
from gblint.comparison.many_reports import ManyReports, compare_all, digest_report, read_how
from gblint.config import ConfigChoice
from gblint.findings import Say
from gblint.inputs import display_path
from gblint.pack.model import Pack
from gblint.pack_choice import with_auto_packs
from gblint.pipeline import Comparison
from gblint.readers.refusals import Limits
from gblint.report.model import Report, reduce_for_comparison
from gblint.run.exclusion import Exclusion
from gblint.run.find_inputs import find_inputs
from gblint.run.last_year import LastYearError, name_some
from gblint.run.many_reports import collect_reports, read_reports


class Others:
    """The reports at a path, read at once, each as the pack for its year reads it.

    A path that is not there, and one without a report, raises LastYearError.
    """

    def __init__(
        self,
        path: str,
        packs: Sequence[Pack],
        limits: Limits,
        *,
        jobs: int = 1,
        cache: bool = False,
        config: ConfigChoice = "find",
    ) -> None:
        found = find_inputs([path], exclusion=Exclusion(config=config))
        read = read_reports(found.inputs, with_auto_packs(packs), limits, jobs=jobs, cache=cache)
        shown = display_path(path)
        if not read.by_year():
            path_, why = read.failed[0] if read.failed else (shown, _NO_REPORT)
            raise LastYearError(why.behind(path_))
        self._collection = collect_reports(read, read_how(packs[0]))
        self._note = _describe_left(shown, [one for one, _ in read.failed], len(found.skipped))

    @property
    def notes(self) -> tuple[Say, ...]:
        """What could not be compared with."""
        return () if self._note is None else (self._note,)

    def compare_all(self) -> ManyReports:
        """What the others have in common with one another."""
        return compare_all(self._collection, ())

    def compare(self, report: Report, pack: Pack) -> tuple[Report, Sequence[Remark]]:
        """The report with what it has in common with the others."""
        done = attempt(partial(self._compare, report, pack))
        if isinstance(done, Stopped):
            rules = tuple(rule.id for rule in pack.rules if rule.check.needs == "among")
            return report, [(rules, done.reason)]
        return done, ()

    def _compare(self, report: Report, pack: Pack) -> Report:
        own = digest_report(reduce_for_comparison(report, report.file_name), pack)
        found = find_among(own, report.file_name, self._collection)
        return msgspec.structs.replace(report, among=found)


_NO_REPORT = Say("其中没有报告", "there is no report in it")


def _describe_left(path: str, failed: Sequence[str], skipped: int) -> Say | None:
    if not failed and not skipped:
        return None
    zh, en = [], []
    if failed:
        names = name_some(failed)
        zh.append(f"{len(failed)} 份无法读取或不是年度报告（{names.zh}）")
        en.append(f"{len(failed)} files cannot be read or are no report ({names.in_lang('en')})")
    if skipped:
        zh.append(f"{skipped} 个文件没有查看")
        en.append(f"{skipped} files were passed over")
    return Say(
        f"--among “{path}”中有 {'，'.join(zh)}，没有与它们比较",
        f'--among "{path}": {", ".join(en)}; nothing was compared with them',
    )


class Both(msgspec.Struct, frozen=True):
    comparisons: tuple[Comparison, ...]

    def compare(self, report: Report, pack: Pack) -> tuple[Report, Sequence[Remark]]:
        remarks: list[Remark] = []
        for one in self.comparisons:
            report, more = one.compare(report, pack)
            remarks += more
        return report, remarks
