"""Format `github`: workflow commands, which GitHub Actions shows as annotations."""

from __future__ import annotations

from collections.abc import Iterator

from gblint.findings import Finding, Say, Severity
from gblint.results import FileResult, RunResult, Suppressed, WriterOptions, describe_skipped
from gblint.text import break_old_commands, clean, clean_path, make_encodable
from gblint.writers.words import (
    SUPPRESSED,
    explain_case,
    explain_failure,
    explain_in_lines,
    list_cases,
    rule_title,
    suppressed_reason,
    to_one_line,
)

_COMMAND: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})
"""What the runner of the workflow takes back to the characters."""


def write(result: RunResult, options: WriterOptions) -> Iterator[str]:
    for file in result.files:
        for finding in file.findings:
            yield _command(finding, file, result, options) + "\n"
        if options.suppressed:
            for one in (*file.suppressed, *file.left_out):
                yield _write_suppressed(one, file, options) + "\n"
        for note in file.uncompared:
            text = _escape_text(to_one_line(note, options.lang))
            yield f"::notice file={_escape_path(file.path)},title=gblint::{text}\n"
        if failure := explain_failure(file, options.lang):
            yield f"::error file={_escape_path(file.path)},title=gblint::{_escape_text(failure)}\n"

    yield from _write_rest(result, options)


def _write_rest(result: RunResult, options: WriterOptions) -> Iterator[str]:
    """Organs, each at its place in the list, what was passed over, and remarks."""
    for roll, case in list_cases(result):
        where = f"file={_escape_path(roll)},line={max(case.line, 1)},title=gblint"
        told = _escape_text(to_one_line(explain_case(case), options.lang))
        yield f"::{_COMMAND[case.severity]} {where}::{told}\n"
    if result.skipped:
        word = "error" if any(one.counts for one in result.skipped) else "warning"
        yield _write_remark(word, to_one_line(describe_skipped(result.skipped), options.lang))
    for note in result.notes:
        yield _write_remark("notice", to_one_line(note, options.lang))
    if disregarded := sum(file.disregarded for file in result.files):
        say = Say(
            f"没有理会 {disregarded} 条忽略批注",
            f"comments that suppress disregarded: {disregarded}",
        )
        yield _write_remark("notice", to_one_line(say, options.lang))


def _write_remark(word: str, text: str) -> str:
    return f"::{word} title=gblint::{_escape_text(text)}\n"


def _write_suppressed(one: Suppressed, file: FileResult, options: WriterOptions) -> str:
    finding, lang = one.finding, options.lang
    title = clean(f"{finding.rule} {to_one_line(SUPPRESSED, lang)}")
    lines = (to_one_line(finding.message, lang), suppressed_reason(one, file, lang))
    return f"::notice {_place(finding, file, title)}::{_escape_text(chr(10).join(lines))}"


def _command(finding: Finding, file: FileResult, result: RunResult, options: WriterOptions) -> str:
    title = clean(f"{finding.rule} {rule_title(result, finding.rule, options.lang)}")
    message = _escape_text("\n".join(explain_in_lines(finding, options.lang)))
    return f"::{_COMMAND[finding.severity]} {_place(finding, file, title)}::{message}"


def _place(finding: Finding, file: FileResult, title: str) -> str:
    """The properties of a command about a finding."""
    place, title = finding.location, break_old_commands(title).translate(_PROPERTY)
    return (
        f"file={_escape_path(file.path)},line={place.line},col={place.column_offset},title={title}"
    )


def _escape_text(text: str) -> str:
    return break_old_commands(text).translate(_DATA)


def _escape_path(path: str) -> str:
    return break_old_commands(clean_path(make_encodable(path))).translate(_PROPERTY)
