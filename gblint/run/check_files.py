"""The one orchestrator: inputs, settings, packs, checking, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from gblint.checks import rule_for
from gblint.findings import SEVERITIES
from gblint.pack.model import Rule
from gblint.results import FileResult, RunResult, Skipped
from gblint.run.find_inputs import STDIN, Input, collect
from gblint.run.many import Batch, Interrupted, Planned, results
from gblint.run.plan import ConfigChoice, Overrides, Plan, Planner, SettingsError
from gblint.run.review import reviewed
from gblint.run.skipped import weighed, with_last_year
from gblint.signals import signal_of

if TYPE_CHECKING:
    from gblint.findings import Say
    from gblint.run.renamed import Follower
    from gblint.run.spool import Spool

__all__ = [
    "Batch",
    "ConfigChoice",
    "Interrupted",
    "Overrides",
    "Plan",
    "SettingsError",
    "check_inputs",
    "collect",
    "plan_for",
]

MOST_HELD = 100
"""Files whose results are held in memory."""

Watch = Callable[[int, int], None]
"""Called at the beginning and after each file: how many are done, how many there are."""


def check_inputs(
    inputs: Sequence[Input],
    overrides: Overrides,
    *,
    watch: Watch | None = None,
    batch: Batch | None = None,
    skipped: Sequence[Skipped] = (),
) -> RunResult:
    """Check files, each by the settings that hold for it. `skipped` is what was passed over.

    Raises SettingsError, before any file is read, when options, settings or packs are wrong,
    and Interrupted on Ctrl+C and where the system asks gblint to end.
    """
    watch = watch or _unwatched
    follower, notes = _baseline(overrides, inputs)
    planner = Planner(overrides)
    skipped = weighed(skipped, planner, overrides)
    plans = planner.plans(inputs)
    planned = [Planned(*pair, overrides) for pair in zip(inputs, plans, strict=True)]
    few: dict[int, FileResult] = {}
    many = None if len(planned) <= MOST_HELD else _spool(planned)
    put = few.__setitem__ if many is None else many.put
    done = 0
    try:
        with closing(results(planned, batch or Batch())) as coming:
            watch(0, len(inputs))
            for index, found in coming:
                place = planned[index].place
                result = reviewed(found, place, plans[index])
                put(index, follower.known(index, result, place, plans[index]))
                done += 1
                watch(done, len(inputs))
    except KeyboardInterrupt as stop:
        raise Interrupted(done, len(inputs), number=signal_of(stop)) from None
    for index, result in follower.renamed(few if many is None else many):
        put(index, result)
    files = tuple(few[index] for index in sorted(few)) if many is None else many
    skipped = with_last_year(skipped, plans, planner, overrides)
    code = exit_code(files, plans, skipped)
    return RunResult(files, rules_of(files, plans), code, skipped, notes, follower.gone())


def _unwatched(_done: int, _of: int) -> None:
    """What is called where nobody watches."""


def _spool(planned: Sequence[Planned]) -> Spool:
    from gblint.run.spool import Spool

    return Spool([one.path for one in planned])


def _baseline(
    overrides: Overrides, inputs: Sequence[Input]
) -> tuple[Follower | _NoBaseline, tuple[Say, ...]]:
    """What sets the known findings of files apart, and remarks on it. Raises SettingsError."""
    if overrides.baseline is None:
        return _NoBaseline(), ()
    from gblint.run.baseline import FORMAT, OLD_FORMAT, BaselineError, read_baseline
    from gblint.run.renamed import Follower

    path = Path(overrides.baseline)
    try:
        baseline = read_baseline(path)
    except BaselineError as error:
        raise SettingsError([error.say]) from error
    sources = (one.source for one in inputs)
    notes = () if baseline.version == FORMAT else (OLD_FORMAT,)
    return Follower(baseline, path.parent, sources), notes


class _NoBaseline:
    """What stands in for a follower where there is no baseline: nothing is known."""

    def known(self, _index: int, result: FileResult, _source: str, _plan: Plan) -> FileResult:
        return result

    def renamed(self, _results: object) -> tuple[()]:
        return ()

    def gone(self) -> tuple[()]:
        return ()


def plan_for(folder: Path, overrides: Overrides) -> Plan:
    """The plan of the files in a folder. Raises SettingsError."""
    (plan,) = Planner(overrides).plans([Input(str(folder / STDIN), STDIN)])
    return plan


def exit_code(
    results: Sequence[FileResult], plans: Sequence[Plan], skipped: Iterable[Skipped] = ()
) -> int:
    """That of a run: of its gravest file; 2 where there is none, or what was passed over counts."""
    if any(one.counts for one in skipped):
        return 2
    return max((_code(*pair) for pair in zip(results, plans, strict=True)), default=2)


def _code(file: FileResult, plan: Plan) -> int:
    """2 where a file could not be checked, or not in full, 1 where its findings count, else 0."""
    if file.failure is not None or any(finding.incomplete for finding in file.findings):
        return 2
    if plan.fail_on == "never":
        return 0
    counted = SEVERITIES[: SEVERITIES.index(plan.fail_on) + 1]
    return int(any(finding.severity in counted for finding in file.findings))


def rules_of(results: Sequence[FileResult], plans: Sequence[Plan]) -> dict[str, Rule]:
    """The rules in force, and those of findings that say why one could not be evaluated."""
    rules: dict[str, Rule] = {}
    others: dict[str, Rule] = {}
    met: set[int] = set()
    for file, plan in zip(results, plans, strict=True):
        selection = plan.selection_of(file)
        if id(selection) not in met:
            met.add(id(selection))
            for rule, spec in selection.known.items():
                if rule in selection.rules:
                    rules.setdefault(rule, spec)
        for finding in file.findings:
            if finding.rule not in others:
                known = selection.known.get(finding.rule)
                others[finding.rule] = known or rule_for(plan.pack)
    return others | rules
