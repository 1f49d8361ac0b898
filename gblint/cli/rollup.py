"""`gblint rollup`: from the words of the command line to output and exit code."""

from __future__ import annotations

from pathlib import Path

from gblint.cli.check import Request, asked_lang, own_files, understood, write_result
from gblint.cli.messages import tell_errors
from gblint.cli.progress import Bar
from gblint.cli.streams import stdout
from gblint.findings import Say
from gblint.inputs import Input, describe_os_error
from gblint.run.find_inputs import collect_inputs, find_inputs
from gblint.run.plan import SettingsError
from gblint.run.rollup import roll_up

_NO_PARTS = Say(
    "要写明汇总报告和各单位的报告，如 gblint rollup 汇总.docx 各单位/",
    "name the summary and its parts, for instance gblint rollup summary.docx parts/",
)
_MOST = 1_000_000
"""Bytes of a list of organs."""


def rollup(request: Request, *, expect: str | None) -> int:
    """Check the first file against the others and write the output; the exit code."""
    out = stdout()
    try:
        if len(request.files) < 2:
            raise SettingsError([_NO_PARTS])
        job = understood(request)
        summary, organs = _summary(request.files[0]), _organs(expect)
        own = own_files(request, (expect or "", *(target.path for target in job.targets)))
        parts = find_inputs(request.files[1:], own=own)
        bar = Bar(job.lang)
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
    except SettingsError as error:
        return tell_errors(error, asked_lang(request))
    return write_result(result, request, job, out)


def _summary(name: str) -> Input:
    """The one file of the summary. Raises SettingsError."""
    found = collect_inputs([name])
    if len(found) != 1 or Path(name).is_dir():
        raise SettingsError(
            [Say(f"{name}：汇总报告应是一份文件", f"{name}: the summary is one file")]
        )
    return found[0]


def _organs(path: str | None) -> tuple[str, ...]:
    """The organs that a file lists, one a line; `#` begins a remark. Raises SettingsError."""
    if path is None:
        return ()
    from gblint.readers.encoding import decode

    try:
        with Path(path).open("rb") as file:
            text = decode(file.read(_MOST)).text
    except OSError as error:
        why = describe_os_error(error)
        raise SettingsError(
            [Say(f"--expect：{path}：{why.zh}", f"--expect: {path}: {why.in_lang('en')}")]
        ) from None
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))
