"""`gblint rollup`: a summary report against the reports of its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from gblint.checks.against import Remark
from gblint.checks.inputs import InputCheck
from gblint.checks.rollup import RollUp
from gblint.checks.rollup_set import RollUpSet
from gblint.checks.unevaluated import UnevaluatedCheck
from gblint.findings import Say
from gblint.pack.model import Pack
from gblint.report.model import ComparedReport, Parts, Report
from gblint.results import FileResult, RunResult, Skipped
from gblint.run import exit_code, rules_of
from gblint.run.by_year import Judge
from gblint.run.files import Input, same_file
from gblint.run.one import check_input, failed
from gblint.run.plan import Overrides, Planner
from gblint.run.previous import PreviousError, read_gist
from gblint.run.selection import Selection
from gblint.run.skipped import weighed

Watch = Callable[[int, int], None]


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

    def beside(self, report: Report, pack: Pack) -> tuple[Report, Sequence[Remark]]:
        """The summary with its parts."""
        gists: list[ComparedReport] = []
        for done, input_ in enumerate(self._inputs):
            if self._watch is not None:
                self._watch(done, len(self._inputs))
            try:
                gists.append(read_gist(input_, (pack,), prose=False))
            except PreviousError as error:
                self.failed.append((input_, error.say))
        names = tuple(input_.path for input_, _ in self.failed)
        parts = Parts(tuple(gists), names, self._expected)
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
    skipped = weighed(skipped, planner, overrides)
    (plan,) = planner.plans([summary])
    others = [part for part in parts if same_file(part.source, [summary]) is None]
    below = Subordinates(others, expected, watch)
    own = check_input(
        summary,
        plan.pack,
        _only(plan.selection, plan.pack),
        ignored=plan.ignored(summary.source),
        among=[Judge(one.pack, _only(one.selection, one.pack)) for one in plan.among],
        previous=below,
        heed=plan.suppressions,
    )
    used = next((one for one in plan.judges() if one.pack.id == own.pack), plan.judges()[-1])
    files: list[FileResult] = [own]
    files += (failed(one.path, why, used.pack, used.selection) for one, why in below.failed)
    plans = [plan] * len(files)
    code = exit_code(files, plans, skipped)
    return RunResult(tuple(files), rules_of(files, plans), code, skipped)


def _only(selection: Selection, pack: Pack) -> Selection:
    """The rules in force of those that are about a roll-up, or about files as such."""
    kinds = (RollUp, RollUpSet, InputCheck, UnevaluatedCheck)
    rules = {rule.id for rule in pack.rules if isinstance(rule.check, kinds)}
    return msgspec.structs.replace(selection, rules=selection.rules & rules)
