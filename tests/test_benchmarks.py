"""The benchmark of batches runs, and measures what it says."""

from __future__ import annotations

import json

import pytest

import gblint
from gblint.readers import office

pytest.importorskip("resource", reason="NOT TESTED: this system has no times of processes")

from benchmarks import batch, reports
from benchmarks.batch import main
from benchmarks.runs import Took
from tests import tools
from tests.amount import ALL


def test_reports_differ_and_some_are_wrong() -> None:
    makes = {form: make for form, make in reports.forms().items() if form not in ("pdf", "doc")}
    for form, make in makes.items():
        data = [make(number) for number in (0, 1, 50)]
        assert len(set(data)) == 3, form
        wrong, right = (gblint.check(one, file_name=f"1.{form}") for one in data[:2])
        assert wrong.findings, form
        assert len(right.findings) < len(wrong.findings), form


@pytest.mark.slow
def test_tiny_sizes(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "spinning", lambda number: Took(0.1 * number, 0.1))
    try:
        if not ALL:  # it starts slowly, many times over
            tools.skip("the old form of Word")
        tools.libreoffice()
    except pytest.skip.Exception:  # the other forms are measured all the same
        monkeypatch.setenv(office.VARIABLE, "no-such-program")
    assert main(["--files", "2", "--memory", "6", "--runs", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    names = {line["name"] for line in found["lines"] if line["part"] == "form"}
    assert names == {"docx", "txt", "html", "mhtml", "pdf"} | (
        {"doc"} if office.find_soffice() else set()
    )
    assert all(line["wall"] > 0 for line in found["lines"])
    assert [held["files"] for held in found["memory"]] == [3, 3, 7]
    assert all(held["own"] > 1 for held in found["memory"])
