"""SARIF, part by part."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec
import pytest

from gblint import __version__
from gblint.findings import Location, Say
from gblint.results import FileResult, RunResult, WriterOptions
from gblint.writers import write_whole
from gblint.writers.sarif import to_pascal_case
from tests.writers.samples import (
    ABSENT,
    ALL,
    CLEAN,
    LONG,
    MISSPELT,
    RULES,
    UNREADABLE,
    WRONG,
    result,
)


def sarif(run: RunResult, **changes: object) -> Any:
    options = msgspec.structs.replace(WriterOptions(), **changes)
    return json.loads(write_whole("sarif", run, options))["runs"][0]


def uri(path: str) -> dict[str, str]:
    (file,) = sarif(result(FileResult(path, findings=(ABSENT,))))["artifacts"]
    location = file["location"]
    assert isinstance(location, dict)
    return location


def test_the_tool() -> None:
    driver = sarif(ALL)["tool"]["driver"]
    assert driver["name"] == "gblint"
    assert driver["version"] == driver["semanticVersion"] == __version__
    assert driver["informationUri"].startswith("https://")
    assert [rule["id"] for rule in driver["rules"]] == sorted(RULES)


def test_a_rule() -> None:
    rules = {rule["id"]: rule for rule in sarif(ALL)["tool"]["driver"]["rules"]}
    rule = rules["GB104"]
    assert rule["name"] == "HeadingNotWordedAsInFormat"
    assert rule["shortDescription"]["text"] == "章节标题与格式不一致"
    assert rule["fullDescription"]["text"] == "缺了它，读者无从核对。"
    assert rule["helpUri"].endswith("/docs/rules.md#gb104")
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert rule["properties"] == {
        "tags": ["annual-report", "heading-wording"],
        "precision": "very-high",
        "problem.severity": "warning",
    }
    assert rule["help"]["text"].split("\n\n") == [
        "章节标题与格式不一致",
        "理由：缺了它，读者无从核对。",
        "依据：国办公开办函〔2021〕30号，第一部分",
        "改法：补写。",
    ]
    assert rule["help"]["markdown"].endswith(
        "**错误示例：**\n\n```text\n标题改名\n"
        "“五、存在的主要问题及改进情况”写成了“五、下一步打算”\n"
        "applications.total.natural = 9\n```\n\n"
        "**正确示例：**\n\n```text\n一、总体情况\n```"
    )
    assert rules["GB406"]["properties"]["problem.severity"] == "recommendation"


def test_an_unsure_and_fixable_rule_says_so() -> None:
    unsure = msgspec.structs.replace(RULES["GB104"], certain=False, fixable=True)
    run = RunResult((), {"GB104": unsure}, 0)
    (rule,) = sarif(run, lang="en")["tool"]["driver"]["rules"]
    assert rule["properties"]["precision"] == "medium"
    assert "fixable" in rule["properties"]["tags"]
    assert "A machine cannot be sure" in rule["help"]["markdown"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A section is absent", "SectionIsAbsent"),
        ("The 21 results differ from 总计", "ResultsDifferFrom"),
        ("rows of 〔2019〕60号 in a report", "RowsOf201960InReport"),
        ("SARIF's rule", "SarifRule"),
        ("表格", "Rule201"),
        ("", "Rule201"),
    ],
)
def test_names_of_rules(title: str, name: str) -> None:
    """The validator wants Pascal identifiers: a capital, then small letters or digits."""
    assert to_pascal_case(title, "GB201") == name
    assert re.fullmatch("([A-Z][a-z0-9]+)+", name)


def test_a_result() -> None:
    run = sarif(result(FileResult("报告 1.docx", "docx", findings=(UNREADABLE,))))
    (found,) = run["results"]
    assert found["ruleId"] == "GB206"
    assert run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] == "GB206"
    assert found["level"] == "error"
    assert found["message"]["text"] == (
        UNREADABLE.message.zh
        + "\n\n改法：只写数字 238，单位写在表头。\n\n因此未能核对：GB301、GB302"
    )
    assert found["partialFingerprints"] == {
        "gblint/v1": "2123456789abcdef",
        "primaryLocationLineHash": "2123456789abcdef:1",
    }
    assert found["properties"] == {"unchecked": ["GB301", "GB302"]}
    (place,) = found["locations"]
    assert place["message"]["text"] == UNREADABLE.location.where.zh
    assert place["physicalLocation"] == {
        "artifactLocation": {
            "uri": "%E6%8A%A5%E5%91%8A%201.docx",
            "uriBaseId": "%SRCROOT%",
        },
        "region": {"startLine": 38, "startColumn": 1, "snippet": {"text": "238件"}},
    }


def test_places_in_the_report() -> None:
    run = sarif(result(FileResult("a.docx", findings=(UNREADABLE, ABSENT))))
    listed = run["logicalLocations"]
    assert [(place["kind"], place["fullyQualifiedName"]) for place in listed] == [
        ("section", "section:3"),
        ("table", "section:3/table:applications"),
        ("row", "section:3/table:applications/row:unable_none"),
        ("column", "section:3/table:applications/row:unable_none/column:natural"),
        ("section", "section:5"),
    ]
    assert [place.get("parentIndex") for place in listed] == [None, 0, 1, 2, None]
    (inner,) = run["results"][0]["locations"][0]["logicalLocations"]
    assert inner == {**listed[3], "index": 3}
    nowhere = msgspec.structs.replace(LONG, location=Location(where=Say("全文")))
    (found,) = sarif(result(FileResult("a.docx", findings=(nowhere,))))["results"]
    assert "logicalLocations" not in found["locations"][0]


def test_levels() -> None:
    file = FileResult("a.docx", findings=(ABSENT, MISSPELT, LONG))
    levels = [found["level"] for found in sarif(result(file))["results"]]
    assert levels == ["error", "warning", "note"]


def test_the_invocation_tells_what_could_not_be_read() -> None:
    run = sarif(ALL)
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["exitCode"] == 2
    remark, failure = invocation["toolExecutionNotifications"]
    assert (remark["level"], failure["level"]) == ("note", "error")
    assert failure["message"]["text"] == "已损坏，不是完整的 docx"
    assert failure["associatedRule"]["id"] == "GB901"
    location = failure["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "damaged.docx"
    assert "GB901" not in {found["ruleId"] for found in run["results"]}


def test_findings_are_no_failure_of_the_tool() -> None:
    (invocation,) = sarif(result(WRONG, exit_code=1))["invocations"]
    assert invocation["executionSuccessful"] is True
    assert invocation["exitCode"] == 1


def test_every_file_is_an_artifact() -> None:
    artifacts = sarif(result(CLEAN, WRONG))["artifacts"]
    assert [unquote(file["location"]["uri"]) for file in artifacts] == [CLEAN.path, WRONG.path]
    assert artifacts[0]["mimeType"] == "text/plain"


def test_columns_are_characters_and_the_language_is_told() -> None:
    assert sarif(ALL)["columnKind"] == "unicodeCodePoints"
    assert sarif(ALL)["language"] == "zh-CN"
    assert sarif(ALL, lang="en")["tool"]["driver"]["language"] == "en-US"


def test_the_category_is_left_to_the_workflow() -> None:
    assert "automationDetails" not in sarif(ALL)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.docx", "a.docx"),
        ("./a b.docx", "a%20b.docx"),
        ("x/../a#1 50%?.docx", "a%231%2050%25%3F.docx"),
        ("a:b.docx", "a%3Ab.docx"),
        ("-", "-"),
        ("报告/年报.docx", "%E6%8A%A5%E5%91%8A/%E5%B9%B4%E6%8A%A5.docx"),
    ],
)
def test_uris_of_files_in_the_working_directory(path: str, expected: str) -> None:
    assert uri(path) == {"uri": expected, "uriBaseId": "%SRCROOT%"}


@pytest.mark.skipif(os.name == "nt", reason="names are no bytes on Windows")
def test_the_uri_of_a_name_that_is_no_utf_8() -> None:
    path = os.fsdecode("报.docx".encode("gbk"))
    assert uri(path)["uri"] == "%B1%A8.docx"


def test_absolute_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "里 外"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert uri(str(folder / "x" / "a.docx"))["uri"] == "x/a.docx"
    outside = uri(str(tmp_path / "a b.docx"))
    assert outside == {"uri": (tmp_path / "a b.docx").as_uri()}
    assert uri("../a b.docx") == outside
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert uri(str(link / "a.docx"))["uri"] == "a.docx"
