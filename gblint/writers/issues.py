"""Formats with a line, an issue or a test for each finding, for editors, hosts of code and jobs.

`concise` has `path:line:column: rule severity message [where]`. Lines are not wrapped: terminals
and editors make links of them, other tools read them. With `quiet` there is no summary, and what
was passed over is told only where it counts.

`github` has workflow commands, which GitHub Actions shows as annotations.

`gitlab` and `rdjson` know nothing but issues, each at a file. Besides the findings these are: with
`suppressed`, what comments and settings suppress; what could not be compared with last year's
report; a file that could not be read where no finding says it; and every file that was passed
over. Neither has a place for remarks on the run as a whole. `gitlab` is Code Quality, which GitLab
shows beside a merge request. It takes of the format of Code Climate what is here, one list of
issues, paths from the root of the repository, and passes over a second issue with the same
fingerprint. `rdjson` is for reviewdog, which writes diagnostics beside a change on any host. There
are no columns: reviewdog counts bytes, and gblint the characters of a text that may be no file's.

`junit` is a suite of tests for each file, for Jenkins, GitLab, Gitea and whatever reads it. A
finding is a test that failed where it counts in the exit code (`--fail-on`), else one that passed
and says so; what could not be read or evaluated is an error, what was passed over or is suppressed
was skipped. There is no schema but those of readers; this keeps to that of Jenkins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain, repeat
from typing import Literal

import msgspec

from gblint.findings import SEVERITIES, Finding, Lang, Say, Severity
from gblint.results import (
    FileResult,
    OrganCase,
    RunResult,
    Skipped,
    WriterOptions,
    describe_skipped,
)
from gblint.text import break_old_commands, clean, clean_path, make_encodable
from gblint.writers.json import Json, write_pieces
from gblint.writers.text import paint, to_gbk
from gblint.writers.words import (
    HOME,
    SEVERITY,
    SUPPRESSED,
    count_reported,
    describe_fixable,
    describe_passed_over,
    describe_summary,
    explain_case,
    explain_failure,
    explain_in_lines,
    explain_suppressed,
    find_listed_organs,
    find_path_from_here,
    find_rule_title,
    link_rule,
    list_cases,
    list_consequences,
    list_suppressed,
    rank_rules,
    say_disregarded,
    say_passed_over,
    to_one_line,
    write_fix_mark,
)


def write_concise(result: RunResult, options: WriterOptions) -> Iterator[str]:
    for line in _write_lines(result, options):
        yield (line if options.unicode else to_gbk(line)) + "\n"


def _write_lines(result: RunResult, options: WriterOptions) -> Iterator[str]:
    uncompared: list[Say] = []
    word = to_one_line(SUPPRESSED, options.lang)
    for file in result.files:
        for finding in file.findings:
            yield _write_line(finding, file, options)
        path = clean_path(file.path)
        uncompared += (one.behind(path) for one in file.uncompared)
        for suppressed in list_suppressed(file, options):
            why = explain_suppressed(suppressed, file, options.lang)
            yield f"{_write_line(suppressed.finding, file, options, word=word)} [{why}]"
        if failure := explain_failure(file, options.lang):
            severity = to_one_line(SEVERITY["error"], options.lang)
            yield f"{path}:1:1: {paint(severity, 'error', color=options.color)} {failure}"
    if options.statistics or not options.quiet:
        summary = result.summary()
        if options.statistics:
            for rule, count in rank_rules(summary.rules):
                yield f"{count} {rule} {find_rule_title(result, rule, options.lang)}"
        if not options.quiet:
            yield describe_summary(summary, options.lang)
            if fixable := describe_fixable(summary, options.lang):
                yield fixable
    yield from _write_concise_rest(result, options, uncompared)


def _write_concise_rest(
    result: RunResult, options: WriterOptions, uncompared: Iterable[Say]
) -> Iterator[str]:
    """Organs, each at its place in the list, what was passed over, and remarks."""
    for list_path, case in list_cases(result):
        word = to_one_line(SEVERITY[case.severity], options.lang)
        word = paint(word, case.severity, color=options.color)
        text = to_one_line(explain_case(case), options.lang)
        # what is wrong with the list as a whole has no line, and editors begin with 1
        yield f"{clean_path(list_path)}:{max(case.line, 1)}:1: {word} {text}"
    if passed_over := describe_passed_over(result, options):
        yield passed_over
    if not options.quiet:
        yield from (to_one_line(note, options.lang) for note in (*uncompared, *result.notes))


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


class Issue(msgspec.Struct, frozen=True):
    """What is to be said of a file: `lines` say it, the first of them alone if need be.

    `finding` is None for what no rule found; one that is `suppressed` is not reported. `line` is
    None for what is of the file as a whole.
    """

    path: str
    severity: Severity
    lines: tuple[str, ...]
    line: int | None = None
    finding: Finding | None = None
    suppressed: bool = False


def _list_of_file(file: FileResult, path: str, options: WriterOptions) -> Iterator[Issue]:
    """The findings of a file, what is suppressed, what could not be compared, and its failure."""
    lang = options.lang
    for finding in file.findings:
        lines, line = tuple(explain_in_lines(finding, lang)), max(finding.location.line, 1)
        yield Issue(path, finding.severity, lines, line, finding)
    for one in list_suppressed(file, options):
        lines = to_one_line(one.finding.message, lang), explain_suppressed(one, file, lang)
        line = max(one.finding.location.line, 1)
        # what is suppressed is no warning any more, whatever it was
        yield Issue(path, "note", lines, line, one.finding, suppressed=True)
    for note in file.uncompared:
        yield Issue(path, "note", (to_one_line(note, lang),))
    if failure := explain_failure(file, lang):
        yield Issue(path, "error", (failure,))


def _make_issue_of_case(path: str, case: OrganCase, lang: Lang) -> Issue:
    """What is the matter with an organ, at its place in the list at the path."""
    return Issue(path, case.severity, (to_one_line(explain_case(case), lang),), max(case.line, 1))


_COMMAND: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})
"""What the runner of the workflow takes back to the characters."""


def write_github(result: RunResult, options: WriterOptions) -> Iterator[str]:
    lang = options.lang
    for file in result.files:
        for issue in _list_of_file(file, file.path, options):
            yield _write_command(issue, result, lang)
    for list_path, case in list_cases(result):
        yield _write_command(_make_issue_of_case(list_path, case, lang), result, lang)
    if result.skipped:
        word = "error" if any(passed.counts for passed in result.skipped) else "warning"
        yield _write_remark(word, describe_skipped(result.skipped), lang)
    for note in result.notes:
        yield _write_remark("notice", note, lang)
    if disregarded := sum(file.disregarded for file in result.files):
        yield _write_remark("notice", say_disregarded(disregarded), lang)


def _write_remark(word: str, say: Say, lang: Lang) -> str:
    return f"::{word} title=gblint::{_escape_data(to_one_line(say, lang))}\n"


def _write_command(issue: Issue, result: RunResult, lang: Lang) -> str:
    where, title, finding = f"file={_escape_path(issue.path)}", "gblint", issue.finding
    if finding is not None:
        where += f",line={finding.location.line},col={finding.location.column_offset}"
        about = find_rule_title(result, finding.rule, lang)
        about = to_one_line(SUPPRESSED, lang) if issue.suppressed else about
        title = break_old_commands(clean(f"{finding.rule} {about}")).translate(_PROPERTY)
    elif issue.line is not None:
        where += f",line={issue.line}"
    message = _escape_data("\n".join(issue.lines))
    return f"::{_COMMAND[issue.severity]} {where},title={title}::{message}\n"


def _escape_data(text: str) -> str:
    return break_old_commands(text).translate(_DATA)


def _escape_path(path: str) -> str:
    return break_old_commands(clean_path(make_encodable(path))).translate(_PROPERTY)


def _list_issues(result: RunResult, options: WriterOptions) -> Iterator[Issue]:
    """All issues, file by file; the files are gone through once."""
    lang, word = options.lang, to_one_line(SUPPRESSED, options.lang)
    for file in result.files:
        for issue in _list_of_file(file, find_path_from_here(file.path), options):
            if issue.suppressed:
                message, why = issue.lines
                yield msgspec.structs.replace(issue, lines=(f"{word} {message}", why))
            else:
                yield issue
    for list_path, case in list_cases(result):
        yield _make_issue_of_case(find_path_from_here(list_path), case, lang)
    for passed in result.skipped:
        text = to_one_line(say_passed_over(passed), lang)
        severity: Severity = "error" if passed.counts else "note"
        yield Issue(find_path_from_here(passed.path), severity, (text,))


_GITLAB_SEVERITY: dict[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}
"""Of `info`, `minor`, `major`, `critical`, `blocker`."""

NO_RULE = "gblint"
"""The name of the check where no rule found it."""


def write_gitlab(result: RunResult, options: WriterOptions) -> Iterator[str]:
    met: Counter[str] = Counter()
    yield from write_pieces(_describe_issue(one, met) for one in _list_issues(result, options))


def _describe_issue(issue: Issue, met: Counter[str]) -> Json:
    """`met` counts what would have the same fingerprint."""
    rule = issue.finding.rule if issue.finding is not None else ""
    known = issue.finding.fingerprint if issue.finding is not None else ""
    like = "\n".join((issue.path, rule, known or issue.lines[0]))
    # GitLab leaves out a second issue with a fingerprint that it has seen
    met[like] += 1
    digest = sha256(make_encodable(f"{like}\n{met[like]}").encode())
    return {
        "description": issue.lines[0],
        "content": {"body": "\n\n".join(issue.lines)},
        "check_name": rule or NO_RULE,
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
    if issue.finding is not None:
        rule = issue.finding.rule
        diagnostic["code"] = {"value": rule, "url": link_rule(rule)}
    return diagnostic


_CLEAN = Say("未发现问题", "no problems found")
_FAILED = Say("文件无法读取", "the file cannot be read")
_PASSED_OVER = Say("没有检查的文件", "files that were not checked")
_NO_CHARACTERS: dict[int, str | None] = {0xFFFE: None, 0xFFFF: None}
"""What XML has no place for, and `clean` leaves."""

TestOutcome = Literal["passed", "failure", "error", "skipped"]


class Test(msgspec.Struct, frozen=True):
    """A test: its name, how it ended, and lines that say why."""

    path: str
    name: str
    outcome: TestOutcome = "passed"
    lines: tuple[str, ...] = ()
    kind: str = ""
    line: int = 0


def write_junit(result: RunResult, options: WriterOptions) -> Iterator[str]:
    lang = options.lang
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="gblint">\n'
    # results that were put together without settings have no levels
    levels = chain(result.fail_on, repeat("error"))
    for file, level in zip(result.files, levels, strict=False):
        path = find_path_from_here(file.path)
        tests = list(_list_tests(file, path, level, result, options))
        notes_of_file = [to_one_line(note, lang) for note in file.notes]
        yield from _write_suite(path, tests, notes_of_file)
    yield from _write_organs(result, lang)
    notes = [to_one_line(note, lang) for note in result.notes]
    if result.skipped or notes:
        skipped = [_build_skipped_test(passed, lang) for passed in result.skipped]
        name = _PASSED_OVER.in_lang(lang) if skipped else "gblint"
        yield from _write_suite(name, skipped, notes)
    yield "</testsuites>\n"


def _write_organs(result: RunResult, lang: Lang) -> Iterator[str]:
    """A suite of the organs of a list with whose report something is the matter."""
    organs = find_listed_organs(result)
    if organs is None:
        return
    level = max((SEVERITIES.index(one) for one in result.fail_on if one in SEVERITIES), default=-1)
    path = find_path_from_here(organs.path)
    tests = [
        Test(
            path,
            clean(case.organ),
            "failure" if SEVERITIES.index(case.severity) <= level else "passed",
            (to_one_line(explain_case(case), lang),),
            case.severity,
            case.line,
        )
        for case in organs.cases
    ]
    yield from _write_suite(path, tests, [to_one_line(count_reported(organs), lang)])


def _list_tests(
    file: FileResult, path: str, level: str, result: RunResult, options: WriterOptions
) -> Iterator[Test]:
    lang = options.lang
    counted = SEVERITIES[: SEVERITIES.index(level) + 1] if level in SEVERITIES else ()
    for issue in _list_of_file(file, path, options):
        finding, lines = issue.finding, issue.lines
        if finding is None:
            # notes of a file stand behind its tests
            if issue.severity == "error":
                yield Test(path, _FAILED.in_lang(lang), "error", lines, "error")
            continue
        outcome: TestOutcome = "failure" if finding.severity in counted else "passed"
        if issue.suppressed:
            message, why = lines
            outcome, lines = "skipped", (f"{to_one_line(SUPPRESSED, lang)} {why}", message)
        # it says that something was not checked, which no level makes a pass
        elif finding.incomplete or file.failure is not None:
            outcome = "error"
        where = to_one_line(finding.location.where, lang)
        name = " ".join((finding.rule, find_rule_title(result, finding.rule, lang)))
        name = f"{name} [{where}]" if where else name
        yield Test(path, name, outcome, lines, finding.severity, finding.location.line)
    # a suite without any test reads as one that did not run
    if not file.findings and file.failure is None:
        yield Test(path, _CLEAN.in_lang(lang))


def _build_skipped_test(passed: Skipped, lang: Lang) -> Test:
    path = find_path_from_here(passed.path)
    why = to_one_line(passed.reason, lang)
    return Test(path, path, "error" if passed.counts else "skipped", (why,), "note")


def _write_suite(name: str, tests: list[Test], notes: Iterable[str]) -> Iterator[str]:
    ended = [test.outcome for test in tests]
    counts = {
        "tests": len(tests),
        "failures": ended.count("failure"),
        "errors": ended.count("error"),
        "skipped": ended.count("skipped"),
    }
    attributes = " ".join(f'{key}="{count}"' for key, count in counts.items())
    yield f'  <testsuite name="{_escape_attribute(name)}" {attributes}>\n'
    for test in tests:
        yield _write_test(test)
    if text := "\n".join(notes):
        yield f"    <system-out>{_escape_lines(text)}</system-out>\n"
    yield "  </testsuite>\n"


def _write_test(test: Test) -> str:
    path = _escape_attribute(test.path)
    line = f' line="{test.line}"' if test.line else ""
    name = _escape_attribute(test.name)
    head = f'    <testcase name="{name}" classname="{path}" file="{path}"{line}'
    if not test.lines:
        return f"{head}/>\n"
    body = _escape_lines("\n".join(test.lines))
    if test.outcome == "passed":
        inner = f"<system-out>{body}</system-out>"
    else:
        first = _escape_attribute(test.lines[0])
        kind = _escape_attribute(test.kind)
        inner = f'<{test.outcome} message="{first}" type="{kind}">{body}</{test.outcome}>'
    return f"{head}>\n      {inner}\n    </testcase>\n"


def _escape_attribute(text: str) -> str:
    return _escape_xml(clean_path(text)).replace('"', "&quot;")


def _escape_lines(text: str) -> str:
    return _escape_xml("\n".join(clean(line) for line in make_encodable(text).split("\n")))


def _escape_xml(text: str) -> str:
    """Text for XML: nothing that it has no place for, and no command to those who read a log."""
    escaped = text.translate(_NO_CHARACTERS)
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # this is printed into logs of jobs, too, where GitHub and Azure read commands
    return escaped.replace("::", ":&#58;").replace("##", "#&#35;")
