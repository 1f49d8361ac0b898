"""Formats that know nothing but issues, each at a file: `gitlab` and `rdjson`.

Besides the findings these are: with `suppressed`, what comments and settings suppress; what could
not be compared with last year's report; a file that could not be read where no finding says it;
and every file that was passed over. Neither format has a place for remarks on the run as a whole.

`gitlab` is Code Quality, which GitLab shows beside a merge request. It takes of the format of Code
Climate what is here, one list of issues, paths from the root of the repository, and passes over a
second issue with the same fingerprint.

`rdjson` is for reviewdog, which writes diagnostics beside a change on any host. There are no
columns: reviewdog counts bytes, and gblint the characters of a text that may be no file's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

import msgspec

from gblint.findings import Finding, Lang, Say, Severity
from gblint.results import FileResult, RunResult, Skipped, WriterOptions
from gblint.text import make_encodable
from gblint.writers.json import Json, write_pieces
from gblint.writers.sarif import HOME, RULES
from gblint.writers.words import (
    SUPPRESSED,
    explain_case,
    explain_failure,
    explain_in_lines,
    explain_suppressed,
    find_path_from_here,
    list_cases,
    to_one_line,
)


class Issue(msgspec.Struct, frozen=True):
    """`lines` say it, the first of them alone if need be. `rule` is "" for what is no finding.

    `line` is None for what is of the file as a whole. `fingerprint` tells the findings of one file
    apart, and stays the same while the file changes elsewhere.
    """

    path: str
    severity: Severity
    lines: tuple[str, ...]
    rule: str = ""
    line: int | None = None
    fingerprint: str = ""


def _list_issues(result: RunResult, options: WriterOptions) -> Iterator[Issue]:
    """All issues, file by file; the files are gone through once."""
    for file in result.files:
        yield from _list_of_file(file, options)
    for roll, case in list_cases(result):
        text = to_one_line(explain_case(case), options.lang)
        yield Issue(find_path_from_here(roll), case.severity, (text,), line=max(case.line, 1))
    for passed in result.skipped:
        yield _report_passed_over(passed, options.lang)


def _list_of_file(file: FileResult, options: WriterOptions) -> Iterator[Issue]:
    lang, path = options.lang, find_path_from_here(file.path)
    for finding in file.findings:
        yield _make_issue(finding, path, tuple(explain_in_lines(finding, lang)), finding.severity)
    for suppressed in (*file.suppressed, *file.left_out) if options.suppressed else ():
        first = f"{to_one_line(SUPPRESSED, lang)} {to_one_line(suppressed.finding.message, lang)}"
        yield _make_issue(
            suppressed.finding, path, (first, explain_suppressed(suppressed, file, lang)), "note"
        )
    for note in file.uncompared:
        yield Issue(path, "note", (to_one_line(note, lang),))
    if failure := explain_failure(file, lang):
        yield Issue(path, "error", (failure,))


def _make_issue(finding: Finding, path: str, lines: tuple[str, ...], severity: Severity) -> Issue:
    line = max(finding.location.line, 1)
    return Issue(path, severity, lines, finding.rule, line, finding.fingerprint)


def _report_passed_over(passed: Skipped, lang: Lang) -> Issue:
    say = Say(f"没有检查：{passed.reason.zh}", f"not checked: {passed.reason.in_lang('en')}")
    severity: Severity = "error" if passed.counts else "note"
    return Issue(find_path_from_here(passed.path), severity, (to_one_line(say, lang),))


_GITLAB_SEVERITY: dict[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}
"""Of `info`, `minor`, `major`, `critical`, `blocker`."""

NO_RULE = "gblint"
"""The name of the check where no rule found it."""


def write_gitlab(result: RunResult, options: WriterOptions) -> Iterator[str]:
    met: Counter[str] = Counter()
    yield from write_pieces(_describe_issue(one, met) for one in _list_issues(result, options))


def _describe_issue(issue: Issue, met: Counter[str]) -> Json:
    """`met` counts what would have the same fingerprint."""
    like = "\n".join((issue.path, issue.rule, issue.fingerprint or issue.lines[0]))
    # GitLab leaves out a second issue with a fingerprint that it has seen
    met[like] += 1
    digest = sha256(make_encodable(f"{like}\n{met[like]}").encode())
    return {
        "description": issue.lines[0],
        "content": {"body": "\n\n".join(issue.lines)},
        "check_name": issue.rule or NO_RULE,
        "fingerprint": digest.hexdigest()[:32],
        "severity": _GITLAB_SEVERITY[issue.severity],
        # what is of a whole file must have a line here; reviewdog can do without
        "location": {"path": issue.path, "lines": {"begin": issue.line or 1}},
    }


_RDJSON_SEVERITY: dict[Severity, str] = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def write_rdjson(result: RunResult, options: WriterOptions) -> Iterator[str]:
    yield from write_pieces(
        {
            "source": {"name": "gblint", "url": HOME},
            "diagnostics": map(_describe_diagnostic, _list_issues(result, options)),
        }
    )


def _describe_diagnostic(issue: Issue) -> Json:
    location: dict[str, Json] = {"path": issue.path}
    if issue.line is not None:
        location["range"] = {"start": {"line": issue.line}}
    diagnostic: dict[str, Json] = {
        "message": "\n\n".join(issue.lines),
        "location": location,
        "severity": _RDJSON_SEVERITY[issue.severity],
    }
    if issue.rule:
        diagnostic["code"] = {"value": issue.rule, "url": f"{RULES}#{issue.rule.lower()}"}
    return diagnostic
