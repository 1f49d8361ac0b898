"""`gblint check`, `gblint rollup`: from the words of the command line to output and exit code."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from gblint.cli.messages import ProgressBar, tell_error
from gblint.cli.streams import (
    COLORS,
    ClosedError,
    ColorChoice,
    Stream,
    encode_utf8,
    for_people,
    language,
    shows_beyond_gbk,
    stdout,
    use_color,
    width,
    write_file,
)
from gblint.cli.values import MACHINE_FORMATS, STDOUT, Target, Values, check_targets, pair_outputs
from gblint.config import FAIL_ON
from gblint.findings import Lang, Say
from gblint.inputs import STDIN, Input, describe_os_error
from gblint.results import RunResult, Skipped, WriterOptions
from gblint.run.check_files import Batch, check_inputs, count_cores
from gblint.run.find_inputs import Found, collect_inputs, find_inputs
from gblint.run.plan import Overrides, SettingsError
from gblint.text.harmless import harmless
from gblint.writers import WRITERS

_NO_FILES = Say(
    "没有指定要检查的文件；如 gblint 年报.docx，详见 gblint --help",
    "no file to check was named; for instance gblint report.docx, see gblint --help",
)
_NO_PARTS = Say(
    "要写明汇总报告和各单位的报告，如 gblint rollup 汇总.docx 各单位/",
    "name the summary and its parts, for instance gblint rollup summary.docx parts/",
)
_LARGEST_LIST = 1_000_000
"""Bytes of a list of organs."""


class Request(msgspec.Struct, frozen=True):
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
    baseline: str | None = None
    baseline_made: str | None = None
    diff_from: str | None = None
    jobs: str | None = None
    no_cache: bool = False
    fail_on_skipped: bool = False
    show_suppressed: bool = False
    no_suppressions: bool = False
    commands: tuple[str, ...] = ()


class Job(msgspec.Struct, frozen=True):
    """A request that was understood. `skipped` is what was passed over, `notes` remarks on it."""

    inputs: tuple[Input, ...]
    skipped: tuple[Skipped, ...]
    overrides: Overrides
    targets: tuple[Target, ...]
    lang: Lang
    color: ColorChoice
    batch: Batch
    notes: tuple[Say, ...] = ()


def check(request: Request) -> int:
    """Check what was asked for and write the output; the exit code. Raises SettingsError."""
    out = stdout()
    job = read_request(request)
    bar = ProgressBar(job.lang)
    try:
        result = check_inputs(
            job.inputs,
            job.overrides,
            watch=None if request.quiet else bar,
            batch=job.batch,
            skipped=job.skipped,
        )
    finally:
        bar.close()
    result = msgspec.structs.replace(result, notes=(*job.notes, *result.notes))
    if not job.inputs and not any(one.counts for one in result.skipped):
        # nothing changed, which is no fault
        result = msgspec.structs.replace(result, exit_code=0)
    return _write_result(result, request, job, out)


def rollup(request: Request, *, expect: str | None) -> int:
    """Check the first file against the others and write the output; the exit code.

    `expect` is a file that lists organs. Raises SettingsError.
    """
    from gblint.run.rollup import roll_up

    out = stdout()
    if len(request.files) < 2:
        raise SettingsError([_NO_PARTS])
    job = read_request(request)
    summary, organs = _find_summary(request.files[0]), _read_organs(expect)
    own = _own_files(request, (expect or "", *(target.path for target in job.targets)))
    parts = find_inputs(request.files[1:], own=own)
    bar = ProgressBar(job.lang)
    try:
        result = roll_up(
            summary,
            parts.inputs,
            job.overrides,
            skipped=parts.skipped,
            expected=organs,
            watch=None if request.quiet else bar,
        )
    finally:
        bar.close()
    return _write_result(result, request, job, out)


def read_request(request: Request) -> Job:
    """Raises SettingsError with all that is wrong with the request."""
    values = Values(request.lang)
    color = values.one_of("--color", request.color, COLORS)
    targets = pair_outputs(request.formats, request.outputs, request.order, values)
    batch = Batch(values.jobs("--jobs", request.jobs), cache=not request.no_cache)
    overrides = _read_overrides(request, values)
    if request.among is not None:
        overrides = msgspec.structs.replace(overrides, jobs=batch.jobs or count_cores())
    if not request.files:
        values.errors.append(_NO_FILES)
    own = _own_files(request, [target.path for target in targets])
    found = Found(())
    if not values.errors:
        found = _keep_changed(find_inputs(request.files, own=own), request, values)
    check_targets(targets, found.inputs, values)
    _check_command(found.inputs, request, values)
    values.require()
    lang = language(request.lang)
    return Job(found.inputs, found.skipped, overrides, targets, lang, color, batch, found.notes)


def _own_files(request: Request, outputs: Iterable[str]) -> tuple[str, ...]:
    """The files of a run that are no reports, wherever they lie."""
    named = (*outputs, request.config, request.baseline, request.baseline_made)
    return tuple(path for path in named if path and path != STDOUT)


def _check_command(inputs: tuple[Input, ...], request: Request, values: Values) -> None:
    """Whether the only file named, which is not there, was meant as a command."""
    if len(inputs) != 1 or inputs[0].failure is None or not inputs[0].path.isalpha():
        return
    from difflib import get_close_matches

    word = inputs[0].path
    close = get_close_matches(word, request.commands, n=1, cutoff=0.7)
    if close:
        say = Say(
            f"没有文件“{word}”，也没有这个命令；是不是 gblint {close[0]}？",
            f'there is no file "{word}", and no such command; did you mean gblint {close[0]}?',
        )
        values.errors.append(say)


def _read_overrides(request: Request, values: Values) -> Overrides:
    fail_on = request.fail_on
    return Overrides(
        pack=request.pack,
        select=values.words("--select", request.select) or None,
        ignore=values.words("--ignore", request.ignore),
        severity=values.severities("--severity", request.severity),
        fail_on=None if fail_on is None else values.one_of("--fail-on", fail_on, FAIL_ON),
        limits=values.limits("--limit", request.limits),
        config=values.config(request.config, isolated=request.isolated),
        previous=request.previous,
        among=request.among,
        stdin_path=request.stdin_filename or STDIN,
        baseline=request.baseline,
        fail_on_skipped=request.fail_on_skipped,
        no_suppressions=request.no_suppressions,
    )


def _keep_changed(found: Found, request: Request, values: Values) -> Found:
    """What changed of the files since the revision, where one was given."""
    if request.diff_from is None:
        return found
    from gblint.run.git_changes import GitError, keep_changed

    try:
        return keep_changed(request.diff_from, found)
    except GitError as error:
        values.error("--diff-from", error.say)
        return Found(())


def _find_summary(name: str) -> Input:
    """The one file of the summary. Raises SettingsError."""
    found = collect_inputs([name])
    if len(found) != 1 or Path(name).is_dir():
        raise SettingsError(
            [Say(f"{name}：汇总报告应是一份文件", f"{name}: the summary is one file")]
        )
    return found[0]


def _read_organs(path: str | None) -> tuple[str, ...]:
    """The organs that a file lists, one a line; `#` begins a remark. Raises SettingsError."""
    if path is None:
        return ()
    from gblint.readers.encoding import decode

    try:
        with Path(path).open("rb") as file:
            text = decode(file.read(_LARGEST_LIST)).text
    except OSError as error:
        why = describe_os_error(error)
        raise SettingsError(
            [Say(f"--expect：{path}：{why.zh}", f"--expect: {path}: {why.in_lang('en')}")]
        ) from None
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _write_result(result: RunResult, request: Request, job: Job, out: Stream) -> int:
    """Write each format to its place, files first."""
    for target in sorted(job.targets, key=lambda target: target.path == STDOUT):
        try:
            _write_one(result, request, job, target, out)
        except ClosedError as error:
            return tell_error(error.say, job.lang)
        except OSError as error:
            where = "" if target.path == STDOUT else f"“{target.path}”"
            reason = describe_os_error(error)
            say = Say(
                f"不能写出结果{where}：{error.strerror or reason.zh}",
                f"cannot write the result {target.path}: {error.strerror or reason.en}",
            )
            return tell_error(say, job.lang)
    return result.exit_code


def _write_one(result: RunResult, request: Request, job: Job, target: Target, out: Stream) -> None:
    writer = WRITERS[target.format]
    plain = WriterOptions(
        lang=job.lang,
        quiet=request.quiet,
        statistics=request.statistics,
        suppressed=request.show_suppressed,
    )
    if target.path != STDOUT:
        options = msgspec.structs.replace(plain, color=job.color == "always")
        pieces = writer(result, options)
        if target.format not in MACHINE_FORMATS:
            pieces = (harmless(piece, painted=options.color) for piece in pieces)
        write_file(Path(target.path), encode_utf8(pieces))
    elif target.format in MACHINE_FORMATS:
        for data in encode_utf8(writer(result, plain)):
            out.raw(data)
    else:
        options = msgspec.structs.replace(
            plain,
            lang=for_people(job.lang, out),
            color=use_color(job.color, out),
            width=width(out),
            unicode=shows_beyond_gbk(out),
        )
        out.texts(writer(result, options), painted=options.color)
