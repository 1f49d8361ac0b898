"""Footings that one wrong figure breaks are one finding, and none is lost with another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import gblint
from gblint.findings import join_stories, split_stories
from gblint.results import FileResult, RunResult, WriterOptions
from gblint.run.baseline import encode_baseline, read_baseline, set_known_apart
from gblint.run.results_cache import decode_result, encode_result
from gblint.writers import write_whole
from tests.builder import mutate
from tests.builder.fixture_cases import base
from tests.builder.write_docx import docx


def _wrong(*cells: tuple[str, str, int]) -> bytes:
    plan = base()
    for row, column, more in cells:
        value = plan.figures["applications"][row][column] + more
        plan = mutate.figure(plan, table="applications", row=row, column=column, value=value)
    return docx(plan)


def _check(data: bytes, **settings: object) -> FileResult:
    return gblint.check(data, file_name="a.docx", **settings)  # type: ignore[arg-type]


def _rules(result: FileResult) -> list[list[str]]:
    return [[one.rule, *(other.rule for other in one.also)] for one in result]


_TOTAL = _wrong(("total", "natural", 9))


def test_three_broken_footings_of_one_figure_are_one_finding() -> None:
    assert _rules(_check(_TOTAL)) == [["GB301", "GB302", "GB303"]]
    two = _check(_wrong(("granted", "natural", 5), ("new", "legal", 2)))
    assert len(two) == 4
    assert not any(one.also for one in two), "two figures may be wrong: no culprit, no story"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"ignore": ["GB301"]}, [["GB302", "GB303"]]),
        ({"ignore": ["GB301", "GB302"]}, [["GB303"]]),
        ({"select": ["GB303"]}, [["GB303"]]),
        ({"severity": {"GB303": "error", "GB301": "note", "GB302": "note"}}, [["GB303", "GB301"]]),
        ({"ignore": ["GB3"]}, []),
    ],
)
def test_the_next_tells_the_story(settings: dict[str, object], told: list[list[str]]) -> None:
    assert [
        rules[: len(want)]
        for rules, want in zip(_rules(_check(_TOTAL, **settings)), told, strict=True)
    ] == told


def test_a_baseline_knows_every_finding_of_a_story(tmp_path: Path) -> None:
    result = _check(_TOTAL)
    source = tmp_path / "a.docx"
    source.write_bytes(_TOTAL)
    run = RunResult((gblint.check(source),), {}, 1)
    path = tmp_path / "baseline.json"
    path.write_bytes(encode_baseline(run, tmp_path))
    known = read_baseline(path).files["a.docx"].findings
    assert sorted(one.rule for one in known) == ["GB301", "GB302", "GB303"]
    again = set_known_apart(result, known)
    assert (again.findings, again.fixed) == ((), ())
    assert _rules(FileResult("", findings=again.known)) == [["GB301", "GB302", "GB303"]]
    rest = set_known_apart(result, [one for one in known if one.rule != "GB302"])
    assert _rules(rest) == [["GB302"]]
    older = set_known_apart(_check(_TOTAL, ignore=["GB301"]), known, frozenset({"GB302", "GB303"}))
    assert (older.findings, older.fixed) == ((), ())


def test_a_story_comes_apart_and_together_again() -> None:
    result = _check(_TOTAL)
    assert join_stories(split_stories(result.findings)) == result.findings
    assert decode_result(encode_result(result)) == result


def test_every_output_names_the_others() -> None:
    run = RunResult((_check(_TOTAL),), {}, 1)
    for name in ("text", "concise", "github", "sarif", "json"):
        written = write_whole(name, run, WriterOptions())
        assert "GB302" in written, name
        assert "GB303" in written, name
    document = json.loads(write_whole("json", run, WriterOptions()))
    assert document["summary"]["errors"] == 1
    (finding,) = document["files"][0]["findings"]
    assert [one["rule"] for one in finding["also"]] == ["GB302", "GB303"]
