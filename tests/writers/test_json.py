"""The JSON format: its keys are a contract."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import msgspec

from gblint import __version__
from gblint.results import FileResult, WriterOptions
from gblint.writers import write_whole
from tests.writers.samples import ABSENT, ALL, CLEAN, FAILED, UNBALANCED, UNREADABLE, result


def load(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)


def test_the_keys_of_the_contract() -> None:
    document = load(write_whole("json", ALL, WriterOptions()))
    assert document["gblint"] == __version__
    assert document["summary"] == {
        "files": 3,
        "errors": 4,
        "warnings": 1,
        "notes": 1,
        "suppressed": 0,
        "known": 0,
        "fixed": 0,
        "grown": 0,
        "gone": 0,
        "failed": 1,
        "skipped": 0,
        "ignored": 0,
        "disregarded": 0,
        "fixable": 1,
        "fixable_unsafe": 0,
    }
    assert (document["skipped"], document["notes"]) == ([], [])
    assert document["exit_code"] == 2
    for file in document["files"]:
        assert {"path", "format", "pack", "title", "organ", "year", "findings"} <= file.keys()
        for finding in file["findings"]:
            told = ("rule", "severity", "message", "basis", "location", "values", "fingerprint")
            assert set(told) <= finding.keys()
            assert {"section", "table", "row", "column", "line", "text", "where"} <= finding[
                "location"
            ].keys()


def test_one_finding() -> None:
    file = FileResult("示例 1.docx", "docx", "gbh-2021-30", findings=(UNREADABLE,))
    (told,) = load(write_whole("json", result(file), WriterOptions()))["files"]
    (finding,) = told.pop("findings")
    assert [told.pop(name) for name in ("suppressed", "ignored", "known")] == [[]] * 3
    assert [told.pop(name) for name in ("fixed", "notes", "failure")] == [[], [], None]
    assert told == {
        "path": "示例 1.docx",
        "format": "docx",
        "pack": "gbh-2021-30",
        "title": "",
        "organ": "",
        "year": None,
        "disregarded": 0,
    }
    assert finding == {
        "rule": "GB206",
        "severity": "error",
        "message": UNREADABLE.message.zh,
        "basis": "国办公开办函〔2021〕30号，第一部分",
        "fix": "只写数字 238，单位写在表头。",
        "location": {
            "section": 3,
            "table": "applications",
            "row": "unable_none",
            "column": "natural",
            "line": 38,
            "column_offset": 1,
            "page": None,
            "box": None,
            "text": "238件",
            "where": "三、收到和处理政府信息公开申请情况 › 表2 › "
            "行“1.本机关不掌握相关政府信息” › 列“自然人”",
        },
        "values": {"text": "238件", "cells": ["甲", "乙"], "amount": Decimal("18743.62")},
        "fingerprint": "2123456789abcdef",
        **dict.fromkeys(("footing", "replacement", "correction", "fixable", "before")),
        "unchecked": ["GB301", "GB302"],
        "also": [],
    }


def test_a_footing() -> None:
    file = FileResult("a.docx", findings=(UNBALANCED,))
    document = load(write_whole("json", result(file), WriterOptions(lang="en")))
    footing = document["files"][0]["findings"][0]["footing"]
    assert footing["left"][0] == {
        "label": "Natural persons",
        "value": 420,
        "sign": "+",
        "culprit": True,
    }
    assert len(footing["left"]) == 6
    assert footing["right"] == [{"label": "Total", "value": 443, "sign": "+", "culprit": False}]
    assert (footing["left_sum"], footing["right_sum"], footing["difference"]) == (461, 443, 18)


def test_a_file_that_could_not_be_read() -> None:
    document = load(write_whole("json", result(FAILED), WriterOptions()))
    (file,) = document["files"]
    assert file["failure"] == "已损坏，不是完整的 docx"
    assert [finding["rule"] for finding in file["findings"]] == ["GB901"]


def test_the_text_itself() -> None:
    text = write_whole("json", result(CLEAN), WriterOptions())
    assert text.startswith('{\n  "gblint": "')
    assert text.endswith("}\n")
    assert '"title": "示例县2023年政府信息公开工作年度报告"' in text
    assert write_whole("json", result(), WriterOptions()).count("[]") == 4


def test_the_language_of_the_run() -> None:
    file = FileResult("a.docx", findings=(ABSENT,))
    document = load(write_whole("json", result(file), WriterOptions(lang="en")))
    (finding,) = document["files"][0]["findings"]
    assert finding["message"] == 'Section 5 "Problems" is absent.'
    assert finding["location"]["where"] == "Section 5 (Problems and improvements)"


def test_a_name_with_bytes_that_are_no_utf_8() -> None:
    file = FileResult("\udcb1\udca8.docx", findings=(ABSENT,))
    text = write_whole("json", result(file), WriterOptions())
    text.encode("utf-8")
    assert load(text)["files"][0]["path"] == "\\udcb1\\udca8.docx"


def test_figures_keep_their_digits() -> None:
    values = {"big": 10**15, "small": Decimal("0.10"), "none": Decimal(0)}
    finding = msgspec.structs.replace(ABSENT, values=values)
    text = write_whole("json", result(FileResult("a", findings=(finding,))), WriterOptions())
    assert '"big": 1000000000000000' in text
    assert '"small": 0.10' in text
