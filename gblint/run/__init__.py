"""Many files: which they are, by what settings, in which processes, and what is known of them.

Here is the one orchestrator: what each file comes to, and what the run comes to. A run of a few
reports is over before processes are started, and before the cache is opened: neither is so much as
imported for them. A summary against the reports of its parts (`gblint rollup`) is a run, too: it is
checked as any file is, and the parts, read when it has been recognised, stand beside it for the
rules that compare them (GB801, GB802).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from signal import SIGINT
from typing import TYPE_CHECKING

import msgspec

from gblint.checks import find_unevaluated_rule
from gblint.checks.other_reports import RollUp, RollUpSet
from gblint.checks.unchecked import InputCheck, Remark, UnevaluatedCheck
from gblint.files import NO_REPORT, STDIN, Input
from gblint.findings import SEVERITIES, Say
from gblint.pack.model import Pack, Rule
from gblint.pipeline import check_input
from gblint.processes import get_signal
from gblint.readers import share_office_for
from gblint.report.model import ComparedReport, Parts, Report
from gblint.results import FileResult, Gone, RunResult, Skipped
from gblint.run.find_inputs import FOLDERS, find_same_input
from gblint.run.plan import Overrides, Plan, PlannedFile, Planner, RawResults, SettingsError
from gblint.selection import Selection, Terms, build_failure

if TYPE_CHECKING:
    from gblint.run.baseline import KnownFindings
    from gblint.run.organ_list import OrganList

MOST_HELD = 100
"""Files whose results are held in memory."""

MOST_JOBS = 512
_MOST_WAITED_FOR = 60
"""Processes that Windows can wait for at once."""

_CACHE_PAYS = 0.1
_POOL_PAYS = 0.8
"""From how many seconds of work on; processes are ready after about 0.4, and share the work."""

Watch = Callable[[int, int], None]
"""Called at the beginning and after each file: how many are done, how many there are."""


class Interrupted(KeyboardInterrupt):
    """Ctrl+C, or a request of the system to end, by the signal `number`.

    `done` of `total` are done.
    """

    def __init__(self, done: int, total: int, *, number: int = SIGINT) -> None:
        super().__init__(done, total)
        self.done = done
        self.total = total
        self.number = number


class Batch(msgspec.Struct, frozen=True):
    """In how many processes files are checked, and whether earlier runs serve.

    `jobs` is how many processes check them, 1 for gblint's own alone, None for as many as there
    are cores where that pays. `cache` serves what did not change from earlier runs. `engine` is
    where the workers are that check in place of processes, "" for none.
    """

    jobs: int | None = None
    cache: bool = True
    engine: str = ""


_ONE_PROCESS = Batch(jobs=1, cache=False)


def check_inputs(
    inputs: Sequence[Input],
    overrides: Overrides,
    *,
    watch: Watch | None = None,
    batch: Batch | None = None,
    skipped: Sequence[Skipped] = (),
    expected: OrganList | None = None,
) -> RunResult:
    """Check files, each by the settings that hold for it. `skipped` is what was passed over,
    `expected` are the organs that should report.

    Raises SettingsError, before any file is read, when options, settings or packs are wrong,
    and Interrupted on Ctrl+C and where the system asks gblint to end.
    """
    baseline, notes = _open_baseline(overrides, inputs)
    planner = Planner(overrides)
    skipped = _weigh_skipped(skipped, planner, overrides)
    plans = planner.make_plans(inputs)
    planned = [PlannedFile(*pair, overrides) for pair in zip(inputs, plans, strict=True)]
    held, put = _open_held([file.path for file in planned])
    done = 0
    try:
        with closing(check_planned(planned, batch or Batch())) as coming:
            if watch is not None:
                # before the first file, which may be the one that takes a minute
                watch(0, len(inputs))
            for index, found in coming:
                place, plan = planned[index].place, plans[index]
                result = _remark_idle_ignores(found, place, plan)
                if baseline is not None:
                    result = baseline.set_apart(index, result, place, plan)
                put(index, result)
                done += 1
                if watch is not None:
                    watch(done, len(inputs))
    except KeyboardInterrupt as stop:
        raise Interrupted(done, len(inputs), number=get_signal(stop)) from None
    gone: tuple[Gone, ...] = ()
    if baseline is not None:
        # at the end: only then is it known which files are nowhere
        for index, result in baseline.match_renamed(held):
            put(index, result)
        gone = baseline.list_gone()
    files = tuple(held) if isinstance(held, list) else held
    skipped = _add_last_year(skipped, plans, planner, overrides)
    code = find_exit_code(files, plans, skipped)
    levels = tuple(plan.fail_on for plan in plans)
    others = {id(plan.others): plan.others for plan in plans if plan.others is not None}
    notes += tuple(note for one in others.values() for note in one.notes)
    whole = RunResult(files, _collect_rules(files, plans), code, skipped, notes, gone, levels)
    if not overrides.keep_stated:
        return whole
    from gblint.run.organ_list import add_lists

    return add_lists(whole, plans, expected)


def _open_held(
    paths: Sequence[str],
) -> tuple[Sequence[FileResult], Callable[[int, FileResult], None]]:
    """Where the results of some files are, and what puts one there: many are out of memory."""
    if len(paths) > MOST_HELD:
        from gblint.run.results_cache import Spool

        spool = Spool(paths)
        return spool, spool.put
    held = [FileResult(path) for path in paths]
    return held, held.__setitem__


def _open_baseline(
    overrides: Overrides, inputs: Sequence[Input]
) -> tuple[KnownFindings | None, tuple[Say, ...]]:
    """What sets the known findings of files apart, and remarks on it. Raises SettingsError."""
    if overrides.baseline is None:
        return None, ()
    from gblint.run.baseline import FORMAT, OLD_FORMAT, BaselineError, KnownFindings, read_baseline

    path = Path(overrides.baseline)
    try:
        baseline = read_baseline(path)
    except BaselineError as error:
        raise SettingsError([error.say]) from error
    sources = (input_.source for input_ in inputs)
    notes = () if baseline.version == FORMAT else (OLD_FORMAT,)
    return KnownFindings(baseline, path.parent, sources), notes


def count_cores() -> int:
    """The cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_planned(
    planned: Sequence[PlannedFile], batch: Batch
) -> Generator[tuple[int, FileResult], None, None]:
    """The result of each file, by its index, in the order in which they come.

    Close the iterator to end what runs beside it.
    """
    if any(file.overrides.keep_reading for file in planned):
        # what was kept has no reports: they are large, and the page alone shows them
        batch = msgspec.structs.replace(batch, cache=False)
    movable = [index for index, file in enumerate(planned) if not file.only_here]
    left: Sequence[int] = [index for index, file in enumerate(planned) if file.only_here]
    files = [planned[index] for index in movable]
    work = sum(file.seconds for file in files)
    jobs = count_cores() if batch.jobs is None else batch.jobs
    jobs = min(jobs, _MOST_WAITED_FOR) if sys.platform == "win32" else jobs
    # who names a number of processes is not second-guessed
    pays = _POOL_PAYS if batch.jobs is None else 0.0
    pooled = jobs > 1 and len(movable) > 1 and work >= pays
    coming: RawResults | None = None
    if batch.engine:
        coming = _check_in_engine(files, batch.engine)
    elif pooled or (batch.cache and work >= _CACHE_PAYS):
        from gblint.run.batch import check_in_batch

        coming = check_in_batch(files, cache=batch.cache, jobs=jobs if pooled else 1, pays=pays)
    else:
        left = range(len(planned))
    # LibreOffice takes seconds to start: one converts all files that are checked in this process
    with share_office_for(file.path for file in planned):
        if coming is not None:
            with closing(coming):
                for at, raw in coming:
                    yield movable[at], files[at].report(raw)
        for index in left:
            yield index, planned[index].check()


def _check_in_engine(files: Sequence[PlannedFile], engine: str) -> RawResults:
    """Raw results from an engine's workers. Raises SettingsError for an engine that is none."""
    from gblint.run.batch import check_in_engine
    from gblint.run.dask_engine import EngineError

    try:
        yield from check_in_engine(files, engine)
    except EngineError as error:
        raise SettingsError([error.say.behind("--engine")]) from error


def _weigh_skipped(
    skipped: Iterable[Skipped], planner: Planner, overrides: Overrides
) -> tuple[Skipped, ...]:
    """What was passed over, with whether it counts: by the option, or the settings nearest to it.

    What is wrong with those settings is raised by `planner.make_plans`.
    """
    counting: dict[str, bool] = {}
    weighed: list[Skipped] = []
    for passed in skipped:
        # settings are looked for once for a folder: it may hold very many files
        folder = passed.source.rpartition(os.sep)[0]
        if folder not in counting:
            plan = (
                None if overrides.fail_on_skipped else planner.find_plan(Input(passed.source, ""))
            )
            counting[folder] = overrides.fail_on_skipped or bool(plan and plan.fail_on_skipped)
        is_folder = passed.reason in FOLDERS
        weighed.append(msgspec.structs.replace(passed, counts=counting[folder], folder=is_folder))
    return tuple(weighed)


def _add_last_year(
    skipped: tuple[Skipped, ...], plans: Iterable[Plan], planner: Planner, overrides: Overrides
) -> tuple[Skipped, ...]:
    """What was passed over, with that in the folders where a report of last year was not found."""
    folders = {id(plan.last_year): plan.last_year for plan in plans if plan.last_year is not None}
    if not folders:
        return skipped
    known = {passed.path for passed in skipped}
    more = (one for folder in folders.values() for one in folder.list_skipped())
    new = {one.path: one for one in more if one.path not in known}
    both = (*skipped, *_weigh_skipped(new.values(), planner, overrides))
    return tuple(sorted(both, key=lambda one: one.path))


def _remark_idle_ignores(file: FileResult, path: str, plan: Plan) -> FileResult:
    """The result with remarks on settings that ignore rules for just this file, in vain.

    Of a pattern nothing is said: other files may need it.
    """
    config = plan.config
    if config is None or not config.per_file_ignores or file.failure is not None:
        return file
    from gblint.run.exclusion import is_plain, names_file

    unknown = {rule for finding in file.findings for rule in finding.unchecked}
    met = {*file.ignored, *(one.rule for one in file.findings if one.incomplete)}
    in_force = plan.find_selection(file).rules - unknown
    idle = [
        word
        for one in config.per_file_ignores
        if names_file([name for name in one.files if is_plain(name)], path, config.folder)
        for word in one.rules
        if not any(rule.startswith(word) for rule in met)
        and any(rule.startswith(word) for rule in in_force)
    ]
    if not idle:
        return file
    remark = Say(
        f"设置 {config.file} 对这个文件忽略的 {'、'.join(idle)} 已没有问题，可以删去",
        f"{config.file} ignores {', '.join(idle)} for this file, where nothing is found",
    )
    return msgspec.structs.replace(file, notes=(*file.notes, remark))


def plan_for(folder: Path, overrides: Overrides) -> Plan:
    """The plan of the files in a folder. Raises SettingsError."""
    (plan,) = Planner(overrides).make_plans([Input(str(folder / STDIN), STDIN)])
    return plan


def find_exit_code(
    results: Sequence[FileResult], plans: Sequence[Plan], skipped: Iterable[Skipped] = ()
) -> int:
    """The exit code of a run: that of its gravest file, 2 where it has no file.

    What was passed over makes it 2 where that counts.
    """
    if any(passed.counts for passed in skipped):
        return 2
    return max((_find_file_code(*pair) for pair in zip(results, plans, strict=True)), default=2)


def _find_file_code(file: FileResult, plan: Plan) -> int:
    """2 where a file could not be checked, or not in full, 1 where its findings count, else 0."""
    if file.failure is not None or any(finding.incomplete for finding in file.findings):
        return 2
    if plan.fail_on == "never":
        return 0
    counted = SEVERITIES[: SEVERITIES.index(plan.fail_on) + 1]
    return int(any(finding.severity in counted for finding in file.findings))


def _collect_rules(results: Sequence[FileResult], plans: Sequence[Plan]) -> dict[str, Rule]:
    """The rules in force, and those of findings that say why one could not be evaluated."""
    rules: dict[str, Rule] = {}
    others: dict[str, Rule] = {}
    met: set[int] = set()
    for file, plan in zip(results, plans, strict=True):
        # most files have the same, whose rules are gone through once
        selection = plan.find_selection(file)
        if id(selection) not in met:
            met.add(id(selection))
            for rule, spec in selection.known.items():
                if rule in selection.rules:
                    rules.setdefault(rule, spec)
        for finding in file.findings:
            if finding.rule not in others:
                known = selection.known.get(finding.rule)
                others[finding.rule] = known or find_unevaluated_rule(plan.pack)
    return others | rules


class _Subordinates(msgspec.Struct):
    """The reports of the parts, read when the summary is; of each only organ, year and figures.

    `put` is called with the result of each. `failed` are the files that could not be read, with
    reasons.
    """

    inputs: Sequence[Input]
    expected: tuple[str, ...]
    plan: Plan
    overrides: Overrides
    batch: Batch
    watch: Watch | None
    put: Callable[[int, FileResult], None]
    failed: list[tuple[Input, Say]] = []

    def compare(self, report: Report, pack: Pack) -> tuple[Report, Sequence[Remark]]:
        own = next(selection for selection in self.plan.list_selections() if selection.pack is pack)
        # of a part only its figures count: what is wrong in it, or suppressed, is for its own check
        plan = Plan((own,), "never", limits=self.plan.limits, heed_comments=False)
        over = msgspec.structs.replace(self.overrides, keep_stated=True, keep_reading=False)
        planned = [PlannedFile(one, plan, over) for one in self.inputs]
        reports: dict[int, ComparedReport] = {}
        failed: dict[int, Say] = {}
        with closing(check_planned(planned, self.batch)) as coming:
            for done, (index, result) in enumerate(coming):
                if self.watch is not None:
                    self.watch(done, len(self.inputs))
                self.put(index, result)
                if (why := _explain_not_compared(result)) is None:
                    reports[index] = _reduce(result)
                else:
                    failed[index] = why
        self.failed = [(self.inputs[at], failed[at]) for at in sorted(failed)]
        names = tuple(input_.path for input_, _ in self.failed)
        parts = Parts(tuple(reports[at] for at in sorted(reports)), names, self.expected)
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
    skipped = _weigh_skipped(skipped, planner, overrides)
    (plan,) = planner.make_plans([summary])
    # the summary often lies in the folder of the parts, and would count twice
    others = [part for part in parts if find_same_input(part.source, [summary]) is None]
    names = () if expected is None else tuple(organ.name for organ in expected.organs)
    held, put = _open_held([part.path for part in others])
    below = _Subordinates(others, names, plan, overrides, batch, watch, put)
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
    rules, levels = _collect_rules(files, plans), (plan.fail_on,) * len(files)
    result = RunResult(tuple(files), rules, code, skipped, fail_on=levels, compares_parts=True)
    if not overrides.keep_stated:
        return result
    from gblint.run.organ_list import add_organs, list_figure_columns

    # GB802 has said what is wrong with the set; here it is told organ by organ
    of_parts = msgspec.structs.replace(result, files=held)
    organs = add_organs(of_parts, [plan], expected, year=own.year).organs
    return msgspec.structs.replace(result, organs=organs, columns=list_figure_columns([plan]))


def _keep_rollup_rules(selection: Selection) -> Selection:
    """The rules in force of those that are about a roll-up, or about files as such."""
    kinds = (RollUp, RollUpSet, InputCheck, UnevaluatedCheck)
    rules = {rule.id for rule in selection.pack.rules if isinstance(rule.check, kinds)}
    return msgspec.structs.replace(selection, rules=selection.rules & rules)
