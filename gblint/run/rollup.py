"""`gblint rollup`: a summary report against the reports of its parts."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gblint.checks.rollup import RollUp, RollUpSet
from gblint.checks.unchecked import InputCheck, Remark, UnevaluatedCheck
from gblint.findings import Say
from gblint.inputs import Input
from gblint.pack.model import Pack
from gblint.pipeline import Terms, build_failure, check_input
from gblint.report.model import ComparedReport, Parts, Report
from gblint.results import FileResult, RunResult, Skipped
from gblint.run.check_files import Watch, collect_rules, exit_code, weigh_skipped
from gblint.run.find_inputs import find_same_input
from gblint.run.last_year import LastYearError, read_for_comparison
from gblint.run.plan import Overrides, Planner
from gblint.selection import Selection


class Subordinates:
    """The reports of the parts, read when the summary is; of each only organ, year and figures.

    `failed` are the files that could not be read, with reasons.
    """

    def __init__(
        self, inputs: Sequence[Input], expected: Sequence[str], watch: Watch | None
    ) -> None:
        self._inputs = inputs
        self._expected = tuple(expected)
        self._watch = watch
        self.failed: list[tuple[Input, Say]] = []

    def compare(self, report: Report, pack: Pack) -> tuple[Report, Sequence[Remark]]:
        """The summary with its parts."""
        reports: list[ComparedReport] = []
        for done, input_ in enumerate(self._inputs):
            if self._watch is not None:
                self._watch(done, len(self._inputs))
            try:
                reports.append(read_for_comparison(input_, (pack,), prose=False))
            except LastYearError as error:
                self.failed.append((input_, error.say))
        names = tuple(input_.path for input_, _ in self.failed)
        parts = Parts(tuple(reports), names, self._expected)
        return msgspec.structs.replace(report, parts=parts), ()


def roll_up(
    summary: Input,
    parts: Sequence[Input],
    overrides: Overrides,
    *,
    skipped: Sequence[Skipped] = (),
    expected: Sequence[str] = (),
    watch: Watch | None = None,
) -> RunResult:
    """Check a summary against its parts; it may itself be among them, and does not count there.

    The result has the summary, then the parts that could not be read. Raises SettingsError.
    """
    planner = Planner(overrides)
    skipped = weigh_skipped(skipped, planner, overrides)
    (plan,) = planner.plans([summary])
    others = [part for part in parts if find_same_input(part.source, [summary]) is None]
    below = Subordinates(others, expected, watch)
    own = check_input(
        summary,
        Terms(
            tuple(_only_rollup(one) for one in plan.selections),
            plan.ignored(summary.source),
            below,
            plan.heed_comments,
            overrides.keep_reading,
        ),
    )
    files: list[FileResult] = [own]
    files += (build_failure(one.path, why, plan.selection_of(own)) for one, why in below.failed)
    plans = [plan] * len(files)
    code = exit_code(files, plans, skipped)
    rules, levels = collect_rules(files, plans), (plan.fail_on,) * len(files)
    return RunResult(tuple(files), rules, code, skipped, fail_on=levels)


def _only_rollup(selection: Selection) -> Selection:
    """The rules in force of those that are about a roll-up, or about files as such."""
    kinds = (RollUp, RollUpSet, InputCheck, UnevaluatedCheck)
    rules = {rule.id for rule in selection.pack.rules if isinstance(rule.check, kinds)}
    return msgspec.structs.replace(selection, rules=selection.rules & rules)
