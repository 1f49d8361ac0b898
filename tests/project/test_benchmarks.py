"""The benchmark of batches runs, and measures what it says."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

import gblint
from gblint.readers import office
from gblint.run import Batch, check_inputs
from gblint.run.find_inputs import find_inputs
from gblint.run.plan import Overrides

pytest.importorskip("resource", reason="NOT TESTED: this system has no times of processes")

from benchmarks import batch, page, reports
from benchmarks.batch import main
from benchmarks.runs import Took, best
from benchmarks.trial import write_trial
from tests.tools import programs
from tests.tools.amount import ALL
from tests.tools.forked import with_packs


def test_reports_differ_and_some_are_wrong() -> None:
    makes = {
        form: make for form, make in reports.forms().items() if form in ("docx", "txt", "html")
    }
    for form, make in makes.items():
        data = [make(number) for number in (0, 1, 50)]
        assert len(set(data)) == 3, form
        wrong, right = (gblint.check(one, file_name=f"1.{form}") for one in data[:2])
        assert wrong.findings, form
        assert len(right.findings) < len(wrong.findings), form


class _Place(tempfile.TemporaryDirectory[str]):
    """Where batches are measured: its caches have the packs, as after a first run."""

    def __enter__(self) -> str:
        folder = super().__enter__()
        for name in ("cache", "cache-0"):
            with_packs(Path(folder, name))
        return folder


def _once(folder: Path, choices: Sequence[Sequence[str]], *, runs: int, cache: Path) -> list[Took]:
    """Measured once, where it is done more often to be sure."""
    assert runs >= 1
    return best(folder, choices, runs=1, cache=cache)


@pytest.mark.gate
@pytest.mark.slow
def test_tiny_sizes(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "spinning", lambda number: Took(0.1 * number, 0.1))
    monkeypatch.setattr(tempfile, "TemporaryDirectory", _Place)
    wanted = {"docx", "pdf"}
    if ALL:
        wanted |= {"txt", "md", "html", "mhtml"}
        try:
            programs.libreoffice()
            wanted |= {"doc", "rtf", "odt"}
        except pytest.skip.Exception:  # the other forms are measured all the same
            monkeypatch.setenv(office.VARIABLE, "no-such-program")
    else:
        makes = {form: make for form, make in reports.forms().items() if form in wanted}
        monkeypatch.setattr(batch, "forms", lambda: makes)
        monkeypatch.setattr(batch, "_PARTS", (1,))
        monkeypatch.setattr(batch, "best", _once)
    assert main(["--files", "2", "--memory", "6", "--runs", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    names = {line["name"] for line in found["lines"] if line["part"] == "form"}
    assert names == wanted
    bare = {line["name"] for line in found["lines"] if line["part"] == "bare parse"}
    assert bare == names
    assert all(line["wall"] > 0 for line in found["lines"])
    assert [held["files"] for held in found["memory"]] == ([3, 3, 7] if ALL else [7])
    assert all(held["own"] > 1 for held in found["memory"])


@pytest.mark.gate
@pytest.mark.slow
def test_comments_and_pages_without_a_browser(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert page.main(["--runs", "1", "--json"]) == 0
    told = capsys.readouterr()
    assert [one["held"] for one in json.loads(told.out)] == [True, True]
    assert all(one["took"] > 0 for one in json.loads(told.out))
    assert "not opened" in told.err


def test_all_that_a_trial_plants_is_found_and_nothing_else(tmp_path: Path) -> None:
    planted = write_trial(tmp_path, counties=1, offices=46, forms=["docx", "txt", "md", "html"])
    reports = tmp_path / "reports"
    found = find_inputs([str(reports)])
    result = check_inputs(found.inputs, Overrides(config="none"), batch=Batch(1, cache=False))
    rules = {
        Path(file.path).relative_to(reports).as_posix(): sorted({one.rule for one in file})
        for file in result.files
    }
    others = {path: rules.pop(path) for path in (*planted.unreadable, *planted.no_report)}
    assert rules == {path: one["rules"] for path, one in planted.reports.items()}
    assert all(one[0].startswith("GB90") for one in others.values())
    passed = {Path(one.path).relative_to(reports).as_posix() for one in found.skipped}
    assert passed == set(planted.passed_over)
    organs = {file.organ for file in result.files} - {""}
    unread = {*planted.missing, *planted.only_passed_over}
    unread |= {organ for inside in planted.in_archive.values() for organ in inside.values()}
    unread |= {path.split("/")[1].removesuffix(".docx") for path in planted.unreadable}
    named = {planted.named_otherwise.get(organ, organ) for organ in planted.expected}
    assert organs == named - unread | set(planted.unexpected)


def test_the_same_seed_plants_the_same(tmp_path: Path) -> None:
    forms = ["txt", "html", "docx"]
    for name, seed in (("one", 3), ("two", 3), ("three", 4)):
        write_trial(tmp_path / name, counties=1, offices=25, seed=seed, forms=forms)
    one, two, three = (
        {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.*")}
        for root in (tmp_path / name for name in ("one", "two", "three"))
    )
    assert one == two
    assert set(one) != set(three)
