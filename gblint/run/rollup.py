"""`gblint rollup`: a summary report against the reports of its parts.

The summary is checked as any file is, and the parts, read when it has been recognised, stand beside
it for the rules that compare them (GB801, GB802).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

import msgspec

from gblint.checks.other_reports import RollUp, RollUpSet
from gblint.checks.unchecked import InputCheck, Remark, UnevaluatedCheck
from gblint.findings import Say
from gblint.inputs import Input
from gblint.pack.model import Pack
from gblint.pipeline import Terms, build_failure, check_input
from gblint.report.model import ComparedReport, Parts, Report
from gblint.results import FileResult, RunResult, Skipped
from gblint.run import (
    Batch,
    Watch,
    check_planned,
    collect_rules,
    find_exit_code,
    open_held,
    weigh_skipped,
)
from gblint.run.find_inputs import find_same_input
from gblint.run.last_year import NO_REPORT
from gblint.run.organ_list import OrganList, add_roll, list_figure_columns
from gblint.run.plan import Overrides, Plan, PlannedFile, Planner
from gblint.selection import Selection

_ONE_PROCESS = Batch(jobs=1, cache=False)


class Subordinates:
    """The reports of the parts, read when the summary is; of each only organ, year and figures.

    `failed` are the files that could not be read, with reasons. `held` are the results of all.
    """

    def __init__(
        self,
        inputs: Sequence[Input],
        expected: Sequence[str],
        plan: Plan,
        overrides: Overrides,
        batch: Batch,
        watch: Watch | None,
    ) -> None:
        self._inputs = inputs
        self._expected = tuple(expected)
        self._plan = plan
        self._overrides = msgspec.structs.replace(overrides, keep_stated=True, keep_reading=False)
        self._batch = batch
        self._watch = watch
        self.failed: list[tuple[Input, Say]] = []
        self.held, self._put = open_held([input_.path for input_ in inputs])

    def compare(self, report: Report, pack: Pack) -> tuple[Report, Sequence[Remark]]:
        own = next(
            selection for selection in self._plan.list_selections() if selection.pack is pack
        )
        # of a part only its figures count: what is wrong in it, or suppressed, is for its own check
        plan = Plan((own,), "never", limits=self._plan.limits, heed_comments=False)
        planned = [PlannedFile(one, plan, self._overrides) for one in self._inputs]
        reports: dict[int, ComparedReport] = {}
        failed: dict[int, Say] = {}
        with closing(check_planned(planned, self._batch)) as coming:
            for done, (index, result) in enumerate(coming):
                if self._watch is not None:
                    self._watch(done, len(self._inputs))
                self._put(index, result)
                if (why := _explain_not_compared(result)) is None:
                    reports[index] = _reduce(result)
                else:
                    failed[index] = why
        self.failed = [(self._inputs[at], failed[at]) for at in sorted(failed)]
        names = tuple(input_.path for input_, _ in self.failed)
        parts = Parts(tuple(reports[at] for at in sorted(reports)), names, self._expected)
        return msgspec.structs.replace(report, parts=parts), ()


def _explain_not_compared(result: FileResult) -> Say | None:
    """Why a file is none of the parts, None for one that is."""
    if result.failure is not None:
        return result.failure
    if result.stated is None or not result.stated.recognised:
        return NO_REPORT
    return result.stated.lacking


def _reduce(result: FileResult) -> ComparedReport:
    figures: dict[str, dict[tuple[str, str], object]] = {}
    stated = result.stated.figures if result.stated is not None else {}
    for key, figure in stated.items():
        table, row, column = key.split(".")
        figures.setdefault(table, {})[row, column] = figure
    return ComparedReport(result.path, result.organ, result.year, figures)  # type: ignore[arg-type]


def roll_up(
    summary: Input,
    parts: Sequence[Input],
    overrides: Overrides,
    *,
    skipped: Sequence[Skipped] = (),
    expected: OrganList | None = None,
    watch: Watch | None = None,
    batch: Batch = _ONE_PROCESS,
) -> RunResult:
    """Check a summary against its parts; it may itself be among them, and does not count there.

    The result has the summary, then the parts that could not be read. Raises SettingsError.
    """
    planner = Planner(overrides)
    skipped = weigh_skipped(skipped, planner, overrides)
    (plan,) = planner.make_plans([summary])
    # the summary often lies in the folder of the parts, and would count twice
    others = [part for part in parts if find_same_input(part.source, [summary]) is None]
    names = [organ.name for organ in expected.organs] if expected is not None else ()
    below = Subordinates(others, names, plan, overrides, batch, watch)
    own = check_input(
        summary,
        Terms(
            tuple(_keep_rollup_rules(selection) for selection in plan.selections),
            plan.find_ignored(summary.source),
            below,
            plan.heed_comments,
            overrides.keep_reading,
            overrides.keep_stated,
        ),
    )
    files: list[FileResult] = [own]
    files += (build_failure(one.path, why, plan.find_selection(own)) for one, why in below.failed)
    plans = [plan] * len(files)
    code = find_exit_code(files, plans, skipped)
    rules, levels = collect_rules(files, plans), (plan.fail_on,) * len(files)
    result = RunResult(tuple(files), rules, code, skipped, fail_on=levels, compares_parts=True)
    if not overrides.keep_stated:
        return result
    # GB802 has said what is wrong with the set; here it is told organ by organ
    of_parts = msgspec.structs.replace(result, files=below.held)
    roll = add_roll(of_parts, [plan], expected, year=own.year).organs
    return msgspec.structs.replace(result, organs=roll, columns=list_figure_columns([plan]))


def _keep_rollup_rules(selection: Selection) -> Selection:
    """The rules in force of those that are about a roll-up, or about files as such."""
    kinds = (RollUp, RollUpSet, InputCheck, UnevaluatedCheck)
    rules = {rule.id for rule in selection.pack.rules if isinstance(rule.check, kinds)}
    return msgspec.structs.replace(selection, rules=selection.rules & rules)
