"""What pdftotext makes of a printed report: what is read of it is right, the rest is said."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.builder.defects import clean, defects
from tests.builder.docx import docx
from tests.builder.office import converted
from tests.lint import Linted, lint

pytestmark = pytest.mark.slow

_OPTIONS = ("-layout", "-raw", "-nopgbrk")
"""Of `pdftotext`; the last is near to none."""


def _cells(linted: Linted) -> dict[tuple[str, str, str], object]:
    return {
        (table, *key): (cell.status, cell.value)
        for table, reading in linted.report.tables.items()
        for key, cell in reading.cells.items()
    }


def test_what_is_read_is_right(tmp_path: Path) -> None:
    """No figure is another, no finding is new but that a table could not be read."""
    if shutil.which("pdftotext") is None:
        pytest.skip("NOT TESTED: pdftotext is not installed")
    plans = {name: plan for name, plan in {**clean(), **defects()}.items() if name[:3] != "GB7"}
    originals = {name: docx(plan) for name, plan in plans.items()}
    read = dict.fromkeys(_OPTIONS, 0)
    wrong: list[str] = []
    for name, data in converted(originals, "pdf", tmp_path).items():
        original = lint(originals[name], "report.docx")
        rules = {finding.rule for finding in original.findings} | {"GB905"}
        for option in _OPTIONS:
            run = ["pdftotext", option, "-", "-"]
            exported = subprocess.run(run, input=data, capture_output=True, check=True).stdout
            linted = lint(exported, "report.txt")
            read[option] += len(linted.report.tables)
            wrong += [
                f"{name} {option}: {finding.rule} {finding.message.zh}"
                for finding in linted.findings
                if finding.rule not in rules
            ]
            cells = _cells(original)
            wrong += [
                f"{name} {option}: {key} {value}, not {cells.get(key)}"
                for key, value in _cells(linted).items()
                if value != cells.get(key)
            ]
    assert not wrong, "\n".join(wrong)
    assert min(read["-layout"], read["-raw"]) > 2.7 * len(plans), read
