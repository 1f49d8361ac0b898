"""`gblint check`, `gblint rollup`: from the words of the command line to output and exit code; and
`gblint baseline create`, which writes the findings of today as those that are known.

A request is what was typed. What it means (which files, settings, outputs) is a job, and all that
is wrong with it is told at once, before any file is read. `gblint/run/` checks, writers write.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from gblint.cli.streams import (
    COLORS,
    ClosedError,
    ColorChoice,
    ProgressBar,
    Stream,
    choose_language,
    encode_utf8,
    explain_lost_output,
    explain_unwritten,
    get_stdout,
    suit_stream,
    tell_error,
    tell_say,
    write_file,
)
from gblint.cli.values import (
    STDOUT,
    OutputTarget,
    Values,
    check_targets,
    pair_outputs,
    read_working_settings,
)
from gblint.config import FAIL_ON, Config, ConfigError
from gblint.files import STDIN, Input, describe_os_error, display_path, is_remote
from gblint.findings import Lang, Say
from gblint.packs import join_says, suggest_word
from gblint.readers.refusals import DEFAULT
from gblint.results import RunResult, Skipped, WriterOptions, describe_skipped
from gblint.run import Batch, check_inputs, count_cores, roll_up
from gblint.run.find_inputs import (
    FoundInputs,
    ask_settings,
    collect_inputs,
    find_inputs,
    look_into_archives,
)
from gblint.run.plan import Overrides, SettingsError
from gblint.text import make_harmless
from gblint.writers import FILE_WRITERS, FOR_PEOPLE, INTO_FOLDERS, SHOW_REPORTS, WRITERS

if TYPE_CHECKING:
    from gblint.run.exclusion import Exclusion
    from gblint.run.organ_list import OrganList

_NO_FILES = Say(
    "没有指定要检查的文件；如 gblint 年报.docx，详见 gblint --help",
    "no file to check was named; for instance gblint report.docx, see gblint --help",
)
_NO_PARTS = Say(
    "要写明汇总报告和各单位的报告，如 gblint rollup 汇总.docx 各单位/",
    "name the summary and its parts, for instance gblint rollup summary.docx parts/",
)


_ONE_SUMMARY = Say("汇总报告应是一份文件", "the summary is one file")


class CheckRequest(msgspec.Struct, frozen=True):
    """The arguments of check as typed; None and empty stand for what was not given.

    `baseline_made` is the file that is to become a baseline. `order` is the options as they were
    written, of which `formats` and `outputs` count. `commands` are what else a word may have been
    meant as that is no file.
    """

    files: tuple[str, ...] = ()
    pack: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    fail_on: str | None = None
    formats: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    lang: str | None = None
    color: str = "auto"
    quiet: bool = False
    statistics: bool = False
    limits: tuple[str, ...] = ()
    config: str | None = None
    isolated: bool = False
    stdin_filename: str = ""
    previous: str | None = None
    among: str | None = None
    expect: str | None = None
    baseline: str | None = None
    baseline_made: str | None = None
    diff_from: str | None = None
    jobs: str | None = None
    engine: str | None = None
    no_cache: bool = False
    fail_on_skipped: bool = False
    show_suppressed: bool = False
    no_suppressions: bool = False
    exit_zero: bool = False
    exclude: tuple[str, ...] = ()
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    archives: bool = False
    no_respect_gitignore: bool = False
    show_files: bool = False
    show_settings: bool = False
    watch: bool = False
    commands: tuple[str, ...] = ()


class CheckJob(msgspec.Struct, frozen=True):
    """A request that was understood. `skipped` is what was passed over, `notes` remarks on it."""

    inputs: tuple[Input, ...]
    skipped: tuple[Skipped, ...]
    overrides: Overrides
    targets: tuple[OutputTarget, ...]
    lang: Lang
    color: ColorChoice
    batch: Batch
    notes: tuple[Say, ...] = ()
    expected: OrganList | None = None


def check(request: CheckRequest) -> int:
    """Check what was asked for and write the output; the exit code. Raises SettingsError."""
    if request.watch:
        from gblint.cli.serve import watch

        # looked for anew each time: files may come, and settings change
        once = msgspec.structs.replace(request, watch=False)
        own = _list_own_files(request, request.outputs)
        return watch(request.files, lambda: check(once), choose_language(request.lang), own=own)
    out = get_stdout()
    job = read_request(request)
    if request.show_files or request.show_settings:
        return _show(request, job, out)
    result = run_job(request, job)
    result = msgspec.structs.replace(result, notes=(*job.notes, *result.notes))
    if not job.inputs and not any(passed.counts for passed in result.skipped) and not job.expected:
        # nothing changed, which is no fault
        result = msgspec.structs.replace(result, exit_code=0)
    return _write_result(result, request, job, out)


def run_job(request: CheckRequest, job: CheckJob) -> RunResult:
    """Check the files of a job, with a bar for those who wait."""
    with closing(ProgressBar(job.lang)) as bar:
        return check_inputs(
            job.inputs,
            job.overrides,
            watch=None if request.quiet else bar,
            batch=job.batch,
            skipped=job.skipped,
            expected=job.expected,
        )


def _show(request: CheckRequest, job: CheckJob, out: Stream) -> int:
    """Print what would be done, in place of doing it; the exit code."""
    from gblint.cli.explain import show_files, show_settings

    if request.show_settings:
        # settings are those of files; without any, of one that would lie here
        here = Input(str(Path.cwd() / STDIN), ".")
        given: dict[str, Any] = {
            "exclude": Values(None).read_globs(request.exclude) or None,
            "extend-exclude": Values(None).read_globs(request.extend_exclude) or None,
            "respect-gitignore": False if request.no_respect_gitignore else None,
            "archives": True if request.archives else None,
            "format": job.targets[0].format,
            "lang": job.lang,
            "baseline": job.overrides.baseline,
            "previous": request.previous,
        }
        return show_settings(job.inputs or (here,), job.overrides, given, job.lang, out)
    return show_files(job.inputs, job.notes, job.lang, out)


def check_rollup(request: CheckRequest) -> int:
    """Check the first file against the others and write the output; the exit code.

    Raises SettingsError.
    """
    out = get_stdout()
    if len(request.files) < 2:
        raise SettingsError([_NO_PARTS])
    job = read_request(request)
    summary = _find_summary(request.files[0])
    own = _list_own_files(request, (target.path for target in job.targets))
    excluding = _read_exclusion(request, job.overrides)
    parts = find_inputs(request.files[1:], own=own, exclusion=excluding)
    parts = open_archives(parts, job.overrides, excluding, wanted=request.archives)
    with closing(ProgressBar(job.lang)) as bar:
        result = roll_up(
            summary,
            parts.inputs,
            job.overrides,
            skipped=parts.skipped,
            expected=job.expected,
            batch=job.batch,
            watch=None if request.quiet else bar,
        )
    result = msgspec.structs.replace(result, notes=(*parts.notes, *result.notes))
    return _write_result(result, request, job, out)


def read_request(request: CheckRequest) -> CheckJob:
    """Raises SettingsError with all that is wrong with the request."""
    values = Values(request.lang)
    color = values.choose_one("--color", request.color, COLORS)
    working = _read_working(request, values)
    formats = request.formats or _read_format(working, values)
    targets = pair_outputs(formats, request.outputs, request.order, values)
    overrides = _read_overrides(request, working, values)
    jobs = values.read_jobs(request.jobs)
    batch = Batch(jobs, cache=not request.no_cache, engine=request.engine or "")
    expected = _read_expected(request, values)
    # the folder of others is read by processes of its own, before the reports are
    if request.among is not None:
        jobs_of_others = batch.jobs or count_cores()
        overrides = msgspec.structs.replace(overrides, jobs=jobs_of_others, cache=batch.cache)
    if not request.files and not request.show_settings:
        values.errors.append(_NO_FILES)
    outputs = (*(target.path for target in targets), overrides.baseline or "")
    # outputs and settings lie among the reports more often than not
    own = (*_list_own_files(request, outputs), *_list_folder_files(targets))
    found = FoundInputs(())
    if not values.errors:
        # a folder may take long to look through: only for a request that is right so far
        excluding = _read_exclusion(request, overrides)
        listed = find_inputs(request.files, own=own, exclusion=excluding)
        listed = open_archives(listed, overrides, excluding, wanted=request.archives)
        found = _keep_changed(listed, request, values)
    check_targets(targets, found.inputs, values, _list_used(request, overrides))
    if any(target.format == "xlsx" for target in targets):
        _require_xlsx(values)
    _check_command(request, values)
    values.require()
    if any(target.format in SHOW_REPORTS for target in targets):
        overrides = msgspec.structs.replace(overrides, keep_reading=True)
    if expected is not None or any(target.format in FILE_WRITERS for target in targets):
        overrides = msgspec.structs.replace(overrides, keep_stated=True)
    lang = choose_language(request.lang)
    return CheckJob(
        found.inputs, found.skipped, overrides, targets, lang, color, batch, found.notes, expected
    )


def _read_working(request: CheckRequest, values: Values) -> Config | None:
    """The settings of the working folder; what is wrong with them goes to the errors."""
    if request.config is not None and not Path(request.config).is_file():
        return None  # which is told of the option
    try:
        return read_working_settings(request.config, isolated=request.isolated)
    except ConfigError as error:
        values.errors += (problem.as_say() for problem in error.problems)
    except OSError as error:
        values.errors.append(describe_os_error(error))
    return None


def _read_format(working: Config | None, values: Values) -> tuple[str, ...]:
    """The format that the settings set."""
    if working is None or working.format is None:
        return ()
    if working.format not in WRITERS:
        what = Say(f"没有输出格式“{working.format}”", f'there is no format "{working.format}"')
        say = join_says(what, suggest_word(working.format, WRITERS))
        values.errors.append(working.make_problem(("format",), say).as_say())
        return ()
    return (working.format,)


def _read_exclusion(request: CheckRequest, overrides: Overrides) -> Exclusion | None:
    """What is left out of folders; None where only files are named."""
    walks = any(
        any(sign in name for sign in "*?[") or Path(name).is_dir() for name in request.files
    )
    if not (walks or request.force_exclude):
        return None
    from gblint.run.exclusion import Exclusion

    values = Values(request.lang)
    return Exclusion(
        config=overrides.config,
        exclude=values.read_globs(request.exclude),
        extend=values.read_globs(request.extend_exclude),
        respects_git=False if request.no_respect_gitignore else None,
        forced=request.force_exclude,
    )


def open_archives(
    found: FoundInputs, overrides: Overrides, exclusion: Exclusion | None, *, wanted: bool
) -> FoundInputs:
    """What was found, with what is in archives where options or settings ask for that."""
    limits = msgspec.structs.replace(DEFAULT, **overrides.limits)
    asks = bool if wanted else ask_settings(overrides.config)
    return look_into_archives(found, limits, exclusion=exclusion, asks=asks)


def _list_own_files(request: CheckRequest, outputs: Iterable[str]) -> tuple[str, ...]:
    """The files of a run that are no reports, wherever they lie."""
    named = (*outputs, request.config, request.baseline, request.baseline_made, request.expect)
    return tuple(path for path in named if path and path != STDOUT)


def _list_used(request: CheckRequest, overrides: Overrides) -> dict[str, str | None]:
    """The files that a run reads beside the reports, by the options that name them."""
    return {
        "--expect": request.expect,
        "--previous": request.previous,
        "--config": request.config,
        "--baseline": overrides.baseline,
        "--pack": request.pack,
    }


def _check_command(request: CheckRequest, values: Values) -> None:
    """Whether the first file named, which is not there, was meant as a command."""
    word = request.files[0] if request.files else ""
    if not word.isalpha() or os.path.lexists(word):
        return
    from difflib import get_close_matches

    close = get_close_matches(word, request.commands, n=1, cutoff=0.7)
    if close:
        say = Say(
            f"没有文件“{word}”，也没有这个命令；是不是 gblint {close[0]}？",
            f'there is no file "{word}", and no such command; did you mean gblint {close[0]}?',
        )
        values.errors.append(say)


def _read_overrides(request: CheckRequest, working: Config | None, values: Values) -> Overrides:
    fail_on = "never" if request.exit_zero else request.fail_on
    baseline = request.baseline
    # not while a baseline is made: it would leave out what is known, and so lose it
    if baseline is None and request.baseline_made is None and working and working.baseline:
        baseline = os.path.relpath(working.folder / working.baseline)
    return Overrides(
        pack=request.pack,
        select=values.read_words("--select", request.select) or None,
        ignore=values.read_words("--ignore", request.ignore),
        severity=values.read_severities(request.severity),
        fail_on=None if fail_on is None else values.choose_one("--fail-on", fail_on, FAIL_ON),
        limits=values.read_limits(request.limits),
        config=values.read_config_choice(request.config, isolated=request.isolated),
        previous=request.previous,
        among=request.among,
        stdin_path=request.stdin_filename or STDIN,
        baseline=baseline,
        fail_on_skipped=request.fail_on_skipped,
        no_suppressions=request.no_suppressions,
    )


def _keep_changed(found: FoundInputs, request: CheckRequest, values: Values) -> FoundInputs:
    """What changed of the files since the revision, where one was given."""
    if request.diff_from is None:
        return found
    from gblint.run.git_changes import GitError, keep_changed

    try:
        return keep_changed(request.diff_from, found)
    except GitError as error:
        values.add_error("--diff-from", error.say)
        return FoundInputs(())


def _find_summary(name: str) -> Input:
    """The one file of the summary. Raises SettingsError."""
    found = collect_inputs([name])
    if len(found) != 1 or Path(name).is_dir():
        raise SettingsError([_ONE_SUMMARY.behind(name)])
    return found[0]


def _read_expected(request: CheckRequest, values: Values) -> OrganList | None:
    """The list of organs; what is wrong with it goes to the errors."""
    if request.expect is None:
        return None
    from gblint.run.organ_list import read_organ_list

    try:
        return read_organ_list(request.expect)
    except SettingsError as error:
        values.errors += error.says
        return None


def _require_xlsx(values: Values) -> None:
    from importlib.util import find_spec

    # asked before files are checked, which may take an hour
    if find_spec("xlsxwriter") is None:
        from gblint.comparison.two_reports_outputs import NoXlsxError

        values.add_error("--format", NoXlsxError.say)


def _list_folder_files(targets: Iterable[OutputTarget]) -> Iterator[str]:
    """The files in folders that are written, of an earlier run."""
    for target in targets:
        if target.format in INTO_FOLDERS and target.path != STDOUT:
            yield from map(str, Path(target.path).glob("*.csv"))


def _write_result(result: RunResult, request: CheckRequest, job: CheckJob, out: Stream) -> int:
    """Write each format to its place, files first."""
    # what cannot be written is known before the screen is full of what could
    for target in sorted(job.targets, key=lambda target: target.path == STDOUT):
        try:
            _write_one(result, request, job, target, out)
        except ClosedError as error:
            return tell_error(error.say, job.lang)
        except OSError as error:
            return tell_error(explain_lost_output(target.path, error), job.lang)
    return result.exit_code


def _write_one(
    result: RunResult, request: CheckRequest, job: CheckJob, target: OutputTarget, out: Stream
) -> None:
    plain = WriterOptions(
        lang=job.lang,
        quiet=request.quiet,
        statistics=request.statistics,
        suppressed=request.show_suppressed,
    )
    if target.format in FILE_WRITERS:
        if target.format in INTO_FOLDERS and not is_remote(target.path):
            Path(target.path).mkdir(exist_ok=True)
        # one after another, as they come: none of them need be held
        for name, content in FILE_WRITERS[target.format](result, plain):
            _put_file(f"{target.path.rstrip('/')}/{name}" if name else target.path, content)
    elif target.path != STDOUT:
        options = msgspec.structs.replace(plain, color=job.color == "always")
        pieces = WRITERS[target.format](result, options)
        if target.format in FOR_PEOPLE:
            # a text for people is read with `cat` as well
            pieces = (make_harmless(piece, painted=options.color) for piece in pieces)
        _put_file(target.path, encode_utf8(pieces))
    elif target.format not in FOR_PEOPLE:
        for data in encode_utf8(WRITERS[target.format](result, plain)):
            out.write_bytes(data)
    else:
        options = suit_stream(plain, out, job.color)
        out.write_texts(WRITERS[target.format](result, options), painted=options.color)


def _put_file(path: str, pieces: Iterable[bytes]) -> None:
    """Write a file, here or in a store of objects."""
    if is_remote(path):
        from gblint.readers.elsewhere import write_remote

        write_remote(path, pieces)
    else:
        write_file(Path(path), pieces)


_ACTION = "create"
_OTHERS = Say(
    "用 gblint --format json 检查同样的文件可以看到",
    "gblint --format json on the same files lists them",
)


_NAME = "gblint-baseline.json"


class BaselineOptions(msgspec.Struct, frozen=True):
    """What is to be done and with which files, as typed; and where the baseline goes."""

    words: tuple[str, ...]
    output: str | None = None
    force: bool = False


def create_baseline(request: CheckRequest, writing: BaselineOptions) -> int:
    """Check what is named and write its findings as a baseline; the exit code.

    What could not be checked is told, and counts: nothing is known of it. A file that is there
    is written over only by `force`. Raises SettingsError and Interrupted.
    """
    lang = choose_language(request.lang)
    if writing.words[:1] != (_ACTION,):
        say = Say(
            "应写成 gblint baseline create 文件…", "it is written gblint baseline create FILE…"
        )
        return tell_error(say, lang)
    output = writing.output or _find_default_output(request)
    path = Path(output)
    if path.exists() and not writing.force:
        say = Say(
            f"“{output}”已经存在；要重新生成，加 --force",
            f'"{output}" is there already; to make it anew, add --force',
        )
        return tell_error(say, lang)
    # the baseline is no report, wherever it lies, and does not set its own findings apart
    request = msgspec.structs.replace(request, files=writing.words[1:], baseline_made=output)
    job = read_request(request)
    for note in job.notes:
        tell_say(note, lang)
    from gblint.run.baseline import encode_baseline

    result = check_inputs(job.inputs, job.overrides, batch=job.batch, skipped=job.skipped)
    # an empty baseline would take the place of one that knew something
    if all(file.failure is not None for file in result.files):
        return _tell_nothing_written(result, output, lang, kept=path.exists())
    try:
        write_file(path, [encode_baseline(result, path.absolute().parent)])
    except OSError as error:
        return tell_error(explain_unwritten(output, error), lang)
    return _tell_written(result, output, lang)


def _find_default_output(request: CheckRequest) -> str:
    """The baseline of the settings, else the usual name. What is wrong with them is told later."""
    try:
        config = read_working_settings(request.config, isolated=request.isolated)
    except (ConfigError, OSError):
        return _NAME
    if config is None or config.baseline is None:
        return _NAME
    return display_path(os.path.relpath(config.folder / config.baseline))


def _tell_nothing_written(result: RunResult, output: str, lang: Lang, *, kept: bool) -> int:
    """Say that nothing was written, as no file could be checked; the exit code."""
    _tell_failures(result, lang)
    zh, en = (f"“{output}”保持原样", "stays as it was")
    if not kept:
        zh, en = (f"没有写“{output}”", "was not written")
    say = Say(f"没有一个文件能检查，{zh}", f'no file could be checked, "{output}" {en}')
    return tell_error(say, lang)


def _tell_written(result: RunResult, output: str, lang: Lang) -> int:
    """Say what was written, and what could not be checked; the exit code."""
    code = _tell_failures(result, lang)
    read = [file for file in result.files if file.failure is None]
    count = sum(not finding.incomplete for file in read for finding in file.findings)
    done = Say(
        f"已把 {count} 处问题写入“{output}”，以后用 --baseline {output} 只看新问题。",
        f'{count} findings are in "{output}" now; --baseline {output} shows only new ones.',
    )
    tell_say(done, lang)
    if failed := len(result.files) - len(read):
        lacks = Say(
            f"有 {failed} 个文件无法读取，“{output}”中没有它们的问题；能读取后用 --force 重新生成",
            f'{failed} of the files could not be read, and "{output}" has nothing of them: make '
            "it anew with --force when they can be",
        )
        tell_say(lacks, lang)
    return code


def _tell_failures(result: RunResult, lang: Lang) -> int:
    """Say what could not be checked; the exit code."""
    code = 0
    for file in result.files:
        if (why := file.failure) is not None:
            code = tell_error(why.behind(file.path), lang)
        for finding in file.findings:
            if finding.incomplete and why is None:
                why = finding.message
                code = tell_error(why.behind(file.path), lang)
    if result.skipped:
        say = describe_skipped(result.skipped, others=_OTHERS)
        if any(passed.counts for passed in result.skipped):
            code = tell_error(say, lang)
        else:
            tell_say(say, lang)
    return code
