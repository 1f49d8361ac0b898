"""What the outputs say of corrections: whether a finding can be corrected, and how."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gblint.results import FileResult, RunResult, WriterOptions
from gblint.writers import write_whole
from tests.builder.faulty_specimen import as_word, write
from tests.fix.fixing import MARKDOWN, WORD, check, fix

_TEXT = write(
    {"一、总体情况": "总体情况", "废止3件": "废止13件", "专栏，完善": "专栏,完善"},
    {"applications.denied_secret.natural": "", "applications.refused_mass.commercial": "/"},
)


def _written(format_: str, file: FileResult, lang: Any = "zh") -> str:
    return write_whole(format_, RunResult((file,), {}, 0), WriterOptions(lang=lang))


@pytest.mark.parametrize(
    ("lang", "marks", "line"),
    [
        ("zh", ("[可改]", "[可改，须核对]"), "3 项可用 gblint fix 改正（另 1 项须 --unsafe）。"),
        (
            "en",
            ("[fixable]", "[fixable, unsafe]"),
            "3 fixable with gblint fix (1 more with --unsafe).",
        ),
    ],
)
@pytest.mark.parametrize("format_", ["text", "concise"])
def test_for_people(format_: str, lang: str, marks: tuple[str, str], line: str) -> None:
    told = _written(format_, check(_TEXT.encode(), MARKDOWN), lang)
    assert [told.count(mark) for mark in marks] == [3, 1]
    assert line in told


def test_github() -> None:
    told = _written("github", check(_TEXT.encode(), MARKDOWN))
    assert (told.count("[可改]"), told.count("[可改，须核对]")) == (3, 1)


def test_json() -> None:
    document = json.loads(_written("json", check(_TEXT.encode(), MARKDOWN)))
    findings = {one["rule"]: one for one in document["files"][0]["findings"]}
    assert {rule: one["fixable"] for rule, one in findings.items()} == {
        "GB105": "safe",
        "GB205": "safe",
        "GB505": "unsafe",
        "GB705": "safe",
    }
    assert findings["GB105"]["correction"] == {
        "safe": True,
        "whole": True,
        "replacements": [
            {
                "line": 7,
                "cell": None,
                "column": 1,
                "old": "总体情况",
                "new": "一、总体情况",
                "safe": True,
                "automatic": False,
            }
        ],
    }
    assert findings["GB105"]["replacement"] == {"line": 7, "old": "总体情况", "new": "一、总体情况"}
    assert (document["summary"]["fixable"], document["summary"]["fixable_unsafe"]) == (3, 1)


def _results(file: FileResult) -> list[Any]:
    results = json.loads(_written("sarif", file))["runs"][0]["results"]
    assert isinstance(results, list)
    return results


def test_the_fixes_of_sarif_make_of_a_text_what_the_command_makes() -> None:
    lines = _TEXT.split("\n")
    changes = [
        one
        for result in _results(check(_TEXT.encode(), MARKDOWN))
        for one in result["fixes"][0]["artifactChanges"][0]["replacements"]
    ]
    for one in sorted(changes, key=lambda one: -one["deletedRegion"]["startColumn"]):
        region = one["deletedRegion"]
        line = lines[region["startLine"] - 1]
        begin, end = region["startColumn"] - 1, region["endColumn"] - 1
        lines[region["startLine"] - 1] = line[:begin] + one["insertedContent"]["text"] + line[end:]
    assert "\n".join(lines).encode() == fix(_TEXT.encode(), MARKDOWN, unsafe=True).data


def test_the_fixes_of_sarif_for_word_are_those_of_paragraphs() -> None:
    results = {one["ruleId"]: one for one in _results(check(as_word(_TEXT), WORD))}
    assert {rule for rule, one in results.items() if "fixes" in one} == {"GB105", "GB505", "GB705"}
    assert {rule: one["properties"]["fixable"] for rule, one in results.items()} == {
        "GB105": "safe",
        "GB205": "safe",
        "GB505": "unsafe",
        "GB705": "safe",
    }
    [change] = results["GB105"]["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"]["uri"].endswith(".docx")
    assert change["replacements"][0]["insertedContent"]["text"] == "一、总体情况"
