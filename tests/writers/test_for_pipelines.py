"""The formats that pipelines read: each by what its readers ask, with hostile texts in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import jsonschema
import msgspec
import pytest
from junitparser import Error, Failure, JUnitXml
from junitparser import Skipped as SkippedTest
from junitparser import TestSuite as Suite
from lxml import etree
from markdown_it import MarkdownIt

from gblint.findings import Finding, Say
from gblint.results import FileResult, RunResult, Skipped, Suppressed, WriterOptions
from gblint.text import UNSEEN
from gblint.writers import write_whole
from gblint.writers.markdown import MOST_FILES, MOST_FINDINGS
from tests.writers.samples import (
    ABSENT,
    ALL,
    BROKEN,
    CLEAN,
    FAILED,
    LONG,
    MISSPELT,
    UNREADABLE,
    WRONG,
    result,
)
from tests.writers.schemas import GITLAB, JUNIT, RDJSON

ZH, EN = WriterOptions(), WriterOptions(lang="en")
FORMS = ("junit", "gitlab", "rdjson", "markdown")

_NASTY = (
    "a\x00b\x1b[31m\x85\u202e\ufffe\uffff\ud800 ]]> </failure><b> & \" ' | ` * _ ~ \\| $x$ {{y}}"
    " ![p](https://example.invalid/p.png) <img src=x onerror=y> [l](https://example.invalid) @admin"
    " #12 https://example.invalid www.example.invalid\n::error::x ##[error]y ##vso[task.z] :tada:"
)
_NAME = _NASTY.replace("\x00", "").replace("\ud800", "\udcff")
"""As the name of a file may be: without NUL, with bytes that are no UTF-8."""

_HOSTILE = FileResult(
    "a\x1b|`<b>\n::error::.docx",
    "docx",
    findings=(
        msgspec.structs.replace(
            ABSENT,
            message=Say(_NASTY, _NASTY),
            fix=Say(_NASTY),
            location=msgspec.structs.replace(ABSENT.location, where=Say(_NASTY)),
        ),
    ),
    notes=(Say(_NASTY),),
    uncompared=(Say(_NASTY),),
)
_PASSED_OVER = (
    Skipped("报告/a.ofd", Say("版式文件", "a fixed form")),
    Skipped("报告/b & c.zip", Say("压缩包", "an archive"), counts=True),
)


def _run(*files: FileResult, **more: Any) -> RunResult:
    return msgspec.structs.replace(result(*files), **more)


_RUNS = {
    "all": ALL,
    "nothing": _run(),
    "clean": _run(CLEAN),
    "hostile": _run(
        _HOSTILE, notes=(Say(_NASTY),), skipped=(Skipped(_NAME, Say(_NASTY)), *_PASSED_OVER)
    ),
    "bare failure": _run(msgspec.structs.replace(FAILED, findings=())),
    "suppressed": _run(
        msgspec.structs.replace(CLEAN, suppressed=(Suppressed(LONG, "全区口径", Say("前言"), 3),))
    ),
}
_SHOWN = WriterOptions(suppressed=True, statistics=True)


def _valid_gitlab(told: str) -> None:
    issues = json.loads(told)
    jsonschema.validate(issues, GITLAB)
    prints = [one["fingerprint"] for one in issues]
    assert len(set(prints)) == len(prints), "GitLab shows one of those that are alike"


def _valid_junit(told: str) -> None:
    schema = etree.RelaxNG(etree.fromstring(JUNIT))
    schema.assertValid(etree.fromstring(told.encode()))
    for suite in JUnitXml.fromstring(told.encode()):
        assert isinstance(suite, Suite)
        counted = (suite.tests, suite.failures, suite.errors, suite.skipped)
        suite.update_statistics()  # type: ignore[no-untyped-call]
        assert counted == (suite.tests, suite.failures, suite.errors, suite.skipped)


def _valid_markdown(told: str) -> None:
    assert len(told) < 65_536
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(told)
    assert not re.search(r"<(img|b|script|strong|em|code)\b", html), html
    links = re.findall(r'<a href="([^"]*)"', html)
    assert all(link.startswith("https://github.com/gblint/gblint/blob/") for link in links)
    rows = re.findall(r"(?s)<tr>(.*?)</tr>", html)
    assert all(len(re.findall("<t[hd]", row)) in (3, 4) for row in rows)


_VALID: dict[str, Callable[[str], None]] = {
    "gitlab": _valid_gitlab,
    "rdjson": lambda told: jsonschema.validate(json.loads(told), RDJSON),
    "junit": _valid_junit,
    "markdown": _valid_markdown,
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("run", _RUNS.values(), ids=_RUNS)
@pytest.mark.parametrize("options", [ZH, EN, _SHOWN], ids=["zh", "en", "shown"])
def test_it_is_what_readers_ask(form: str, run: RunResult, options: WriterOptions) -> None:
    told = write_whole(form, run, options)
    assert told.endswith("\n")
    _VALID[form](told)


@pytest.mark.parametrize("form", FORMS)
def test_no_text_of_a_report_steers_a_terminal_or_a_job(form: str) -> None:
    told = write_whole(form, _RUNS["hostile"], _SHOWN)
    assert told.translate(UNSEEN) == told
    assert not re.search(r"(?m)^\s*::", told)
    assert not re.search(r"##\w*\[", told)


def test_markdown_names_nobody_and_links_nowhere() -> None:
    told = write_whole("markdown", _RUNS["hostile"], _SHOWN)
    assert not re.search(r"@\w", told)
    assert not re.search(r"#\d", told)
    assert "https://example" not in told
    assert "www.example" not in told
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(told)
    assert "@<!-- -->admin" in html
    assert ":tada:" in html, "shown as it is written"


def test_gitlab() -> None:
    file = FileResult("报告/年报.docx", findings=(MISSPELT, UNREADABLE))
    one, other = json.loads(write_whole("gitlab", _run(file), EN))
    assert one["check_name"] == "GB104"
    assert one["severity"] == "minor"
    assert one["description"].startswith("[fixable] Heading reads")
    assert one["location"] == {"path": "报告/年报.docx", "lines": {"begin": 12}}
    assert other["severity"] == "major"
    assert "not checked because of this: GB301, GB302" in other["content"]["body"]


def test_gitlab_fingerprints_stay_and_differ_between_files() -> None:
    def prints(*paths: str, line: int = 61) -> list[str]:
        place = msgspec.structs.replace(ABSENT.location, line=line)
        found = msgspec.structs.replace(ABSENT, location=place)
        run = _run(*(FileResult(path, findings=(found,)) for path in paths))
        return [one["fingerprint"] for one in json.loads(write_whole("gitlab", run, ZH))]

    assert prints("a.docx", line=7) == prints("./a.docx") == prints("x/../a.docx")
    assert len(set(prints("a.docx", "b.docx"))) == 2


@pytest.mark.parametrize("form", ["gitlab", "rdjson"])
def test_what_was_passed_over_is_told(form: str) -> None:
    told = json.loads(write_whole(form, _run(CLEAN, skipped=_PASSED_OVER), EN))
    listed = told if form == "gitlab" else told["diagnostics"]
    assert [one["location"]["path"] for one in listed] == ["报告/a.ofd", "报告/b & c.zip"]
    assert [one["severity"].lower() for one in listed] in (["info", "major"], ["info", "error"])


def test_rdjson() -> None:
    (one,) = json.loads(write_whole("rdjson", _run(FileResult("a.md", findings=(ABSENT,))), ZH))[
        "diagnostics"
    ]
    assert one["code"]["value"] == "GB101"
    assert one["code"]["url"].endswith("/docs/rules.md#gb101")
    assert one["location"] == {"path": "a.md", "range": {"start": {"line": 61}}}
    assert one["severity"] == "ERROR"
    assert one["message"].split("\n\n")[0] == ABSENT.message.zh


def _cases(run: RunResult, options: WriterOptions = EN) -> list[tuple[str, type | None]]:
    xml = JUnitXml.fromstring(write_whole("junit", run, options).encode())
    return [
        (str(case.name).split(" [")[0], type(case.result[0]) if case.result else None)
        for suite in xml
        for case in suite
    ]


def _with(level: str) -> list[tuple[str, type | None]]:
    file = FileResult("a.docx", findings=(ABSENT, MISSPELT, LONG))
    return _cases(_run(file, fail_on=(level,)))


def test_junit_fails_by_what_counts_in_the_exit_code() -> None:
    named = [
        "GB101 A section is absent",
        "GB104 Heading not worded as in the format",
        "GB406 总体情况过长",
    ]
    assert [name for name, _ in _with("error")] == named
    assert [ended for _, ended in _with("error")] == [Failure, None, None]
    assert [ended for _, ended in _with("warning")] == [Failure, Failure, None]
    assert [ended for _, ended in _with("note")] == [Failure, Failure, Failure]
    assert [ended for _, ended in _with("never")] == [None, None, None]


def test_junit_tells_what_could_not_be_done_from_what_is_wrong() -> None:
    stopped = msgspec.structs.replace(LONG, incomplete=True)
    run = _run(FAILED, FileResult("b.docx", findings=(stopped,)), fail_on=("never", "never"))
    assert [ended for _, ended in _cases(run)] == [Error, Error]
    assert _cases(_run(CLEAN)) == [("no problems found", None)]
    shown = [ended for _, ended in _cases(_RUNS["suppressed"], _SHOWN)]
    assert shown == [SkippedTest, None]
    assert [ended for _, ended in _cases(_run(CLEAN, skipped=_PASSED_OVER))] == [
        None,
        SkippedTest,
        Error,
    ]


def test_junit_has_the_whole_finding() -> None:
    told = write_whole("junit", _run(WRONG), ZH)
    (suite,) = JUnitXml.fromstring(told.encode())
    assert suite.name == WRONG.path
    (failure,) = next(case for case in suite if str(case.name).startswith("GB101")).result
    assert failure.message == ABSENT.message.zh
    assert "改法：在第四部分之后补写第五部分" in failure.text
    assert "<system-out>文中有未接受的修订" in told


def test_junit_names_files_as_they_are_called() -> None:
    (suite,) = JUnitXml.fromstring(
        write_whole("junit", _run(FileResult("a  b/c & d.docx")), ZH).encode()
    )
    assert suite.name == "a  b/c & d.docx"


def _many(count: int, finding: Finding = ABSENT) -> RunResult:
    return _run(*(FileResult(f"{at:05}.docx", findings=(finding,) * 3) for at in range(count)))


def test_markdown_is_short_whatever_the_run() -> None:
    told = write_whole("markdown", _many(2_000), EN)
    _valid_markdown(told)
    assert told.count("| error |") == MOST_FINDINGS
    assert f"{6_000 - MOST_FINDINGS} more findings are not listed" in told
    assert f"{2_000 - MOST_FILES} more files are not listed" in told
    assert "2000 files: 6000 errors." in told
    long = msgspec.structs.replace(ABSENT, message=Say("@" * 5_000), fix=Say("|" * 5_000))
    _valid_markdown(write_whole("markdown", _many(100, long), EN))


def test_markdown_lists_the_gravest_first() -> None:
    many = FileResult("a.docx", findings=(*[LONG] * MOST_FINDINGS, MISSPELT, ABSENT))
    told = write_whole("markdown", _run(many, FileResult("b.docx", findings=(BROKEN,))), EN)
    severities = re.findall(r"(?m)^\| (error|warning|note) \|", told)
    assert severities == ["error", "error", "warning", *["note"] * (MOST_FINDINGS - 3)]
    assert told.index("| a.docx | 1 | 1 |") < told.index("| b.docx | 1 | 0 |")


def test_markdown_of_nothing_wrong() -> None:
    assert write_whole("markdown", _run(CLEAN), ZH) == (
        "## 政府信息公开年报检查\n\n共 1 个文件：未发现问题。\n\n"
    )
    quiet = WriterOptions(quiet=True)
    assert "共" not in write_whole("markdown", _run(CLEAN), quiet)
