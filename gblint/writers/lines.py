"""Formats of a line for each finding, for terminals, editors and the logs of jobs.

`concise` has `path:line:column: rule severity message [where]`. Lines are not wrapped: terminals
and editors make links of them, other tools read them. With `quiet` there is no summary, and what
was passed over is told only where it counts.

`github` has workflow commands, which GitHub Actions shows as annotations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gblint.findings import Finding, Say, Severity
from gblint.results import (
    FileResult,
    RunResult,
    Summary,
    Suppressed,
    WriterOptions,
    describe_skipped,
)
from gblint.text import break_old_commands, clean, clean_path, make_encodable
from gblint.writers.text import paint, to_gbk
from gblint.writers.words import (
    SEVERITY,
    SUPPRESSED,
    describe_fixable,
    describe_summary,
    explain_case,
    explain_failure,
    explain_in_lines,
    explain_suppressed,
    find_rule_title,
    list_cases,
    list_consequences,
    to_one_line,
    write_fix_mark,
)


def write_concise(result: RunResult, options: WriterOptions) -> Iterator[str]:
    for line in _write_lines(result, options):
        yield (line if options.unicode else to_gbk(line)) + "\n"


def _write_lines(result: RunResult, options: WriterOptions) -> Iterator[str]:
    uncompared: list[Say] = []
    for file in result.files:
        for finding in file.findings:
            yield _write_line(finding, file, options)
        path = clean_path(file.path)
        uncompared += (one.behind(path) for one in file.uncompared)
        if options.suppressed:
            yield from _write_suppressed_lines(file, options)
        if failure := explain_failure(file, options.lang):
            word = paint(to_one_line(SEVERITY["error"], options.lang), "error", color=options.color)
            yield f"{path}:1:1: {word} {failure}"
    if options.statistics or not options.quiet:
        summary = result.summary()
        if options.statistics:
            yield from _write_statistics(summary, result, options)
        if not options.quiet:
            yield describe_summary(summary, options.lang)
            if fixable := describe_fixable(summary, options.lang):
                yield fixable
    yield from _write_concise_rest(result, options, uncompared)


def _write_concise_rest(
    result: RunResult, options: WriterOptions, uncompared: Iterable[Say]
) -> Iterator[str]:
    """Organs, each at its place in the list, what was passed over, and remarks."""
    for roll, case in list_cases(result):
        word = to_one_line(SEVERITY[case.severity], options.lang)
        word = paint(word, case.severity, color=options.color)
        text = to_one_line(explain_case(case), options.lang)
        # what is wrong with the list as a whole has no line, and editors begin with 1
        yield f"{clean_path(roll)}:{max(case.line, 1)}:1: {word} {text}"
    if result.skipped and (not options.quiet or any(passed.counts for passed in result.skipped)):
        yield to_one_line(describe_skipped(result.skipped, counted=options.quiet), options.lang)
    if not options.quiet:
        yield from (to_one_line(note, options.lang) for note in (*uncompared, *result.notes))


def _write_suppressed_lines(file: FileResult, options: WriterOptions) -> Iterator[str]:
    word = to_one_line(SUPPRESSED, options.lang)
    for suppressed in (*file.suppressed, *file.left_out):
        why = explain_suppressed(suppressed, file, options.lang)
        yield f"{_write_line(suppressed.finding, file, options, word=word)} [{why}]"


def _write_line(
    finding: Finding, file: FileResult, options: WriterOptions, *, word: str = ""
) -> str:
    """`word` stands in the place of the severity of a finding that is not reported."""
    lang, place = options.lang, finding.location
    severity = paint(
        f"{finding.rule} {word or to_one_line(SEVERITY[finding.severity], lang)}",
        "faint" if word else finding.severity,
        color=options.color,
    )
    message = to_one_line(finding.message, lang)
    if (mark := write_fix_mark(finding, lang)) and not word:
        message = f"{mark} {message}"
    more = list_consequences(finding, lang)
    if before := to_one_line(finding.before, lang):
        more.append(Say("基线：", "baseline: ").in_lang(lang) + before)
    message += "".join(f"（{text}）" if lang == "zh" else f" ({text})" for text in more)
    path = f"{clean_path(file.path)}:{place.line}:{place.column_offset}"
    return f"{path}: {severity} {message} [{to_one_line(place.where, lang)}]"


def _write_statistics(summary: Summary, result: RunResult, options: WriterOptions) -> list[str]:
    ordered = sorted(summary.rules.items(), key=lambda item: (-item[1], item[0]))
    return [
        f"{count} {rule} {find_rule_title(result, rule, options.lang)}" for rule, count in ordered
    ]


_COMMAND: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})
"""What the runner of the workflow takes back to the characters."""


def write_github(result: RunResult, options: WriterOptions) -> Iterator[str]:
    for file in result.files:
        for finding in file.findings:
            yield _write_command(finding, file, result, options) + "\n"
        if options.suppressed:
            for suppressed in (*file.suppressed, *file.left_out):
                yield _write_suppressed_command(suppressed, file, options) + "\n"
        for note in file.uncompared:
            text = _escape_text(to_one_line(note, options.lang))
            yield f"::notice file={_escape_path(file.path)},title=gblint::{text}\n"
        if failure := explain_failure(file, options.lang):
            yield f"::error file={_escape_path(file.path)},title=gblint::{_escape_text(failure)}\n"

    yield from _write_github_rest(result, options)


def _write_github_rest(result: RunResult, options: WriterOptions) -> Iterator[str]:
    """Organs, each at its place in the list, what was passed over, and remarks."""
    for roll, case in list_cases(result):
        where = f"file={_escape_path(roll)},line={max(case.line, 1)},title=gblint"
        text = _escape_text(to_one_line(explain_case(case), options.lang))
        yield f"::{_COMMAND[case.severity]} {where}::{text}\n"
    if result.skipped:
        word = "error" if any(passed.counts for passed in result.skipped) else "warning"
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


def _write_suppressed_command(
    suppressed: Suppressed, file: FileResult, options: WriterOptions
) -> str:
    finding, lang = suppressed.finding, options.lang
    title = clean(f"{finding.rule} {to_one_line(SUPPRESSED, lang)}")
    lines = (to_one_line(finding.message, lang), explain_suppressed(suppressed, file, lang))
    # what is suppressed is no warning any more, whatever it was
    return f"::notice {_describe_place(finding, file, title)}::{_escape_text(chr(10).join(lines))}"


def _write_command(
    finding: Finding, file: FileResult, result: RunResult, options: WriterOptions
) -> str:
    title = clean(f"{finding.rule} {find_rule_title(result, finding.rule, options.lang)}")
    message = _escape_text("\n".join(explain_in_lines(finding, options.lang)))
    return f"::{_COMMAND[finding.severity]} {_describe_place(finding, file, title)}::{message}"


def _describe_place(finding: Finding, file: FileResult, title: str) -> str:
    """The properties of a command about a finding."""
    place, title = finding.location, break_old_commands(title).translate(_PROPERTY)
    return (
        f"file={_escape_path(file.path)},line={place.line},col={place.column_offset},title={title}"
    )


def _escape_text(text: str) -> str:
    return break_old_commands(text).translate(_DATA)


def _escape_path(path: str) -> str:
    return break_old_commands(clean_path(make_encodable(path))).translate(_PROPERTY)
