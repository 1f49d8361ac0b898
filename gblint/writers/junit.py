"""Format `junit`: a suite of tests for each file, for Jenkins, GitLab, Gitea and whatever reads it.

A finding is a test that failed where it counts in the exit code (`--fail-on`), else one that
passed and says so; what could not be read or evaluated is an error, what was passed over or is
suppressed was skipped. There is no schema but those of readers; this keeps to that of Jenkins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Literal

import msgspec

from gblint.findings import SEVERITIES, Finding, Lang, Say
from gblint.results import FileResult, RunResult, Skipped, WriterOptions
from gblint.text import clean, clean_path, make_encodable
from gblint.writers.words import (
    SUPPRESSED,
    count_roll,
    explain_case,
    explain_failure,
    explain_in_lines,
    explain_suppressed,
    find_given_roll,
    find_path_from_here,
    find_rule_title,
    to_one_line,
)

_CLEAN = Say("未发现问题", "no problems found")
_FAILED = Say("文件无法读取", "the file cannot be read")
_PASSED_OVER = Say("没有检查的文件", "files that were not checked")
_NO_CHARACTERS: dict[int, str | None] = {0xFFFE: None, 0xFFFF: None}
"""What XML has no place for, and `clean` leaves."""

CaseOutcome = Literal["passed", "failure", "error", "skipped"]


class Case(msgspec.Struct, frozen=True):
    """A test: its name, how it ended, and lines that say why."""

    path: str
    name: str
    outcome: CaseOutcome = "passed"
    lines: tuple[str, ...] = ()
    kind: str = ""
    line: int = 0


def write(result: RunResult, options: WriterOptions) -> Iterator[str]:
    lang = options.lang
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="gblint">\n'
    # results that were put together without settings have no levels
    levels = chain(result.fail_on, repeat("error"))
    for file, level in zip(result.files, levels, strict=False):
        path = find_path_from_here(file.path)
        cases = list(_list_cases(file, path, level, result, options))
        notes_of_file = [to_one_line(note, lang) for note in file.notes]
        yield from _write_suite(path, cases, notes_of_file)
    yield from _write_roll(result, lang)
    notes = [to_one_line(note, lang) for note in result.notes]
    if result.skipped or notes:
        skipped = [_report_passed_over(passed, lang) for passed in result.skipped]
        name = _PASSED_OVER.in_lang(lang) if skipped else "gblint"
        yield from _write_suite(name, skipped, notes)
    yield "</testsuites>\n"


def _write_roll(result: RunResult, lang: Lang) -> Iterator[str]:
    """A suite of the organs of a list with whose report something is the matter."""
    roll = find_given_roll(result)
    if roll is None:
        return
    level = max((SEVERITIES.index(one) for one in result.fail_on if one in SEVERITIES), default=-1)
    path = find_path_from_here(roll.path)
    cases = [
        Case(
            path,
            clean(case.organ),
            "failure" if SEVERITIES.index(case.severity) <= level else "passed",
            (to_one_line(explain_case(case), lang),),
            case.severity,
            case.line,
        )
        for case in roll.cases
    ]
    yield from _write_suite(path, cases, [to_one_line(count_roll(roll), lang)])


def _list_cases(
    file: FileResult, path: str, level: str, result: RunResult, options: WriterOptions
) -> Iterator[Case]:
    lang = options.lang
    counted = SEVERITIES[: SEVERITIES.index(level) + 1] if level in SEVERITIES else ()
    for finding in file.findings:
        outcome: CaseOutcome = "failure" if finding.severity in counted else "passed"
        # it says that something was not checked, which no level makes a pass
        if finding.incomplete or file.failure is not None:
            outcome = "error"
        lines = tuple(explain_in_lines(finding, lang))
        yield _build_case(finding, path, result, lang, outcome, lines)
    for suppressed in (*file.suppressed, *file.left_out) if options.suppressed else ():
        why = f"{to_one_line(SUPPRESSED, lang)} {explain_suppressed(suppressed, file, lang)}"
        lines = (why, to_one_line(suppressed.finding.message, lang))
        yield _build_case(suppressed.finding, path, result, lang, "skipped", lines)
    if failure := explain_failure(file, lang):
        yield Case(path, _FAILED.in_lang(lang), "error", (failure,), "error")
    # a suite without any test reads as one that did not run
    if not file.findings and file.failure is None:
        yield Case(path, _CLEAN.in_lang(lang))


def _build_case(
    finding: Finding,
    path: str,
    result: RunResult,
    lang: Lang,
    outcome: CaseOutcome,
    lines: tuple[str, ...],
) -> Case:
    where = to_one_line(finding.location.where, lang)
    name = " ".join((finding.rule, find_rule_title(result, finding.rule, lang)))
    name = f"{name} [{where}]" if where else name
    return Case(path, name, outcome, lines, finding.severity, finding.location.line)


def _report_passed_over(passed: Skipped, lang: Lang) -> Case:
    path = find_path_from_here(passed.path)
    why = to_one_line(passed.reason, lang)
    return Case(path, path, "error" if passed.counts else "skipped", (why,), "note")


def _write_suite(name: str, cases: list[Case], notes: Iterable[str]) -> Iterator[str]:
    ended = [case.outcome for case in cases]
    counts = {
        "tests": len(cases),
        "failures": ended.count("failure"),
        "errors": ended.count("error"),
        "skipped": ended.count("skipped"),
    }
    attributes = " ".join(f'{key}="{count}"' for key, count in counts.items())
    yield f'  <testsuite name="{_escape_attribute(name)}" {attributes}>\n'
    for case in cases:
        yield _write_case(case)
    if text := "\n".join(notes):
        yield f"    <system-out>{_escape_text(text)}</system-out>\n"
    yield "  </testsuite>\n"


def _write_case(case: Case) -> str:
    path = _escape_attribute(case.path)
    line = f' line="{case.line}"' if case.line else ""
    name = _escape_attribute(case.name)
    head = f'    <testcase name="{name}" classname="{path}" file="{path}"{line}'
    if not case.lines:
        return f"{head}/>\n"
    body = _escape_text("\n".join(case.lines))
    if case.outcome == "passed":
        inner = f"<system-out>{body}</system-out>"
    else:
        first = _escape_attribute(case.lines[0])
        kind = _escape_attribute(case.kind)
        inner = f'<{case.outcome} message="{first}" type="{kind}">{body}</{case.outcome}>'
    return f"{head}>\n      {inner}\n    </testcase>\n"


def _escape_attribute(text: str) -> str:
    return _escape_xml(clean_path(text)).replace('"', "&quot;")


def _escape_text(text: str) -> str:
    return _escape_xml("\n".join(clean(line) for line in make_encodable(text).split("\n")))


def _escape_xml(text: str) -> str:
    """Text for XML: nothing that it has no place for, and no command to those who read a log."""
    escaped = text.translate(_NO_CHARACTERS)
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # this is printed into logs of jobs, too, where GitHub and Azure read commands
    return escaped.replace("::", ":&#58;").replace("##", "#&#35;")
