"""The way of one file: each step is taken once, whatever the pack and whoever asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import gblint
from gblint import files, pipeline, report, run, selection
from gblint.cli import main
from gblint.run import Batch, check_inputs
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides
from tests.tools.repository import FIXTURES

_REPORT = FIXTURES / "footing-row" / "report.md"
_STEPS = (
    (pipeline, "read_bytes"),
    (files, "read_file"),
    (pipeline, "read"),
    (report, "find_headings"),
    (report, "read_tables"),
    (report, "find_facts"),
    (pipeline, "check_report"),
    (selection, "apply_comments"),
    (selection, "build_result"),
)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each step was taken."""
    counted: Counter[str] = Counter()

    def counting(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def count(*args: Any, **named: Any) -> Any:
            counted[name] += 1
            return step(*args, **named)

        return count

    for module, name in _STEPS:
        monkeypatch.setattr(module, name, counting(name, getattr(module, name)))
    return counted


@pytest.mark.parametrize("more", [[], ["--pack", "auto"]], ids=["one pack", "auto"])
def test_each_step_is_taken_once(taken: Counter[str], more: list[str]) -> None:
    assert main([str(_REPORT), "--format", "concise", *more]) == 1
    assert taken == dict.fromkeys((name for _, name in _STEPS), 1)


def test_what_was_divided_to_choose_the_pack_is_recognised(taken: Counter[str]) -> None:
    result = gblint.check(_REPORT, pack="auto")
    assert result.findings == gblint.check(_REPORT).findings
    assert (result.pack, taken["find_headings"]) == ("gbh-2021-30", 2)
    assert gblint.extract(_REPORT, pack="auto")["recognised"]
    assert taken["find_headings"] == 3


def test_a_report_of_another_pack_is_divided_by_its_headings(taken: Counter[str]) -> None:
    """That of the default pack says the year; sections are then those of the year's own pack."""
    data = _REPORT.read_bytes().replace("2023年".encode(), "2019年".encode())
    result = gblint.check(data, file_name="report.md", pack="auto")
    assert result.pack != "gbh-2021-30"
    assert (taken["read"], taken["find_headings"], taken["find_facts"]) == (1, 2, 1)


@pytest.mark.parametrize("comment", [False, True])
def test_in_a_batch_a_file_is_recognised_once(
    taken: Counter[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, comment: bool
) -> None:
    """Also one with comments, which cannot be served from the cache."""
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(tmp_path / "cache"))
    note = "\n\n<!-- gblint: ignore-file GB301 原文如此 -->\n" if comment else "\n"
    reports = tmp_path / "reports"
    reports.mkdir()
    for number in range(4):
        (reports / f"{number}.md").write_bytes(_REPORT.read_bytes() + note.encode())
    inputs = collect_inputs([str(reports)])
    monkeypatch.setattr(run, "_CACHE_PAYS", 0.0)
    first = check_inputs(inputs, Overrides(config="none"), batch=Batch(1))
    assert [bool(file.suppressed) for file in first.files] == [comment] * 4
    assert (taken["find_headings"], taken["check_report"]) == (4, 4)
    assert check_inputs(inputs, Overrides(config="none"), batch=Batch(1)) == first
    assert taken["find_headings"] == (8 if comment else 4)
