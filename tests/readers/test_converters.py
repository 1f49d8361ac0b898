"""What converters make of a Word file says the same as the file, or that it cannot be checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builder import mutate
from tests.builder.fixture_cases import base
from tests.builder.write_docx import Layout, docx
from tests.tools import programs
from tests.tools.lint import lint, told

pytestmark = pytest.mark.slow

_WRONG = mutate.figure(base(), table="applications", row="granted", column="legal", value=9)
_FILES = {"clean": docx(base()), "wrong": docx(_WRONG)}


@pytest.mark.alike(2)
@pytest.mark.parametrize("name", _FILES)
@pytest.mark.parametrize("form", ["gfm", "markdown", "commonmark", "plain"])
def test_pandoc(name: str, form: str, tmp_path: Path) -> None:
    source = tmp_path / "report.docx"
    source.write_bytes(_FILES[name])
    linted = lint(programs.pandoc("--to", form, str(source)), "report.md")
    original = lint(_FILES[name])
    for table, reading in original.report.tables.items():
        cells = linted.report.tables[table].cells
        assert {k: c.value for k, c in cells.items()} == {
            k: c.value for k, c in reading.cells.items()
        }
    rules = [finding.rule for finding in linted.findings]
    assert rules == [finding.rule for finding in original.findings], told(linted.findings)


@pytest.mark.gate
@pytest.mark.parametrize("name", _FILES)
def test_one_cell_a_line(name: str) -> None:
    """Plain text of LibreOffice says the same as the file."""
    data = programs.converted(_FILES, "txt:Text (encoded):UTF8")[name]
    told_of = [finding.rule for finding in lint(data, "report.txt").findings]
    assert told_of == [finding.rule for finding in lint(_FILES[name]).findings]


@pytest.mark.parametrize("form", ["gfm", "markdown", "commonmark", "plain"])
def test_headings_that_were_numbered_by_themselves(form: str, tmp_path: Path) -> None:
    """Converters write them as a list, 1. to 6., which is no fault of the author."""
    source = tmp_path / "report.docx"
    source.write_bytes(docx(base(), layout=Layout(heading="numbered")))
    linted = lint(programs.pandoc("--to", form, str(source)), "report.md")
    assert not linted.findings, told(linted.findings)
    assert set(linted.report.tables) == {"proactive", "applications", "review"}
