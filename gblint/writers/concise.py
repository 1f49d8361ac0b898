"""Format `concise`: one line for each finding, `path:line:column: rule severity message [where]`.

Lines are not wrapped: terminals and editors make links of them, other tools read them. With
`quiet` there is no summary, and what was passed over is told only where it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gblint.findings import Finding, Say
from gblint.results import FileResult, RunResult, Summary, WriterOptions, describe_skipped
from gblint.text import clean_path
from gblint.writers.page import in_gbk, paint
from gblint.writers.words import (
    SEVERITY,
    SUPPRESSED,
    explain_case,
    explain_failure,
    fix_mark,
    fixable_line,
    list_cases,
    list_consequences,
    rule_title,
    summary_line,
    suppressed_reason,
    to_one_line,
)


def write(result: RunResult, options: WriterOptions) -> Iterator[str]:
    for line in _write_lines(result, options):
        yield (line if options.unicode else in_gbk(line)) + "\n"


def _write_lines(result: RunResult, options: WriterOptions) -> Iterator[str]:
    uncompared: list[Say] = []
    for file in result.files:
        for finding in file.findings:
            yield _write_line(finding, file, options)
        path = clean_path(file.path)
        uncompared += (one.behind(path) for one in file.uncompared)
        if options.suppressed:
            yield from _write_suppressed(file, options)
        if failure := explain_failure(file, options.lang):
            word = paint(to_one_line(SEVERITY["error"], options.lang), "error", color=options.color)
            yield f"{path}:1:1: {word} {failure}"
    if options.statistics or not options.quiet:
        summary = result.summary()
        if options.statistics:
            yield from _write_statistics(summary, result, options)
        if not options.quiet:
            yield summary_line(summary, options.lang)
            if fixable := fixable_line(summary, options.lang):
                yield fixable
    yield from _write_rest(result, options, uncompared)


def _write_rest(
    result: RunResult, options: WriterOptions, uncompared: Iterable[Say]
) -> Iterator[str]:
    """Organs, each at its place in the list, what was passed over, and remarks."""
    for roll, case in list_cases(result):
        word = to_one_line(SEVERITY[case.severity], options.lang)
        word = paint(word, case.severity, color=options.color)
        told = to_one_line(explain_case(case), options.lang)
        yield f"{clean_path(roll)}:{max(case.line, 1)}:1: {word} {told}"
    if result.skipped and (not options.quiet or any(one.counts for one in result.skipped)):
        yield to_one_line(describe_skipped(result.skipped, counted=options.quiet), options.lang)
    if not options.quiet:
        yield from (to_one_line(note, options.lang) for note in (*uncompared, *result.notes))


def _write_suppressed(file: FileResult, options: WriterOptions) -> Iterator[str]:
    word = to_one_line(SUPPRESSED, options.lang)
    for one in (*file.suppressed, *file.left_out):
        why = suppressed_reason(one, file, options.lang)
        yield f"{_write_line(one.finding, file, options, word=word)} [{why}]"


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
    if (mark := fix_mark(finding, lang)) and not word:
        message = f"{mark} {message}"
    more = list_consequences(finding, lang)
    if before := to_one_line(finding.before, lang):
        more.append(Say("基线：", "baseline: ").in_lang(lang) + before)
    message += "".join(f"（{text}）" if lang == "zh" else f" ({text})" for text in more)
    path = f"{clean_path(file.path)}:{place.line}:{place.column_offset}"
    return f"{path}: {severity} {message} [{to_one_line(place.where, lang)}]"


def _write_statistics(summary: Summary, result: RunResult, options: WriterOptions) -> list[str]:
    ordered = sorted(summary.rules.items(), key=lambda item: (-item[1], item[0]))
    return [f"{count} {rule} {rule_title(result, rule, options.lang)}" for rule, count in ordered]
