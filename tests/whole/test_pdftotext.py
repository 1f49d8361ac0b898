"""No figure is another, no finding is new but that a table could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest

from tests.tools import programs
from tests.tools.amount import some
from tests.tools.lint import Linted, lint
from tests.whole.printed_reports import OPTIONS, OUTPUTS, differences, reports

_ALL = {"proactive", "applications", "review"}
_HEADINGS = {"proactive": "二、", "applications": "三、", "review": "四、"}
_READ = {
    # its page ends among the headings of table 3, whose labels -raw gives in pieces out of order
    "clean": {"-layout": _ALL - {"review"}, "-raw": _ALL - {"review"}},
    "GB301": {"-layout": _ALL - {"review"}, "-raw": _ALL - {"review"}},
    "GB303": {"-layout": _ALL - {"review"}, "-raw": _ALL - {"review"}},
    # between the heading of table 3 and the table, of which -layout keeps columns apart too little
    "clean-listed": {"-layout": _ALL - {"review"}, "-raw": _ALL},
    "padded-02": {"-layout": _ALL - {"review"}, "-raw": _ALL},
    "padded-11": {"-layout": _ALL, "-raw": _ALL},
}
"""What must be read at least of the texts in `outputs`."""


@cache
def _report(name: str) -> Linted:
    return lint(reports()[name], "report.docx")


@pytest.mark.alike(3)
@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("name", _READ)
def test_texts_kept_from_a_machine(name: str, option: str) -> None:
    linted = lint((OUTPUTS / f"{name}{option}.txt").read_bytes(), "report.txt")
    wrong = differences(linted, _report(name))
    assert not wrong, "\n".join(wrong)
    tables = set(linted.report.tables)
    assert tables >= _READ[name].get(option, set())
    if name.startswith("GB3") and "applications" in tables:
        assert name in linted.rules(), "the fault in that table is found"


def test_every_text_is_looked_at() -> None:
    names = {f"{name}{option}.txt" for name in _READ for option in OPTIONS}
    assert names == {path.name for path in OUTPUTS.iterdir()}


@pytest.mark.gate
@pytest.mark.slow
@pytest.mark.parametrize("option", OPTIONS[:2])
def test_texts_of_this_machine(option: str) -> None:
    """Wherever its pages end: what pdftotext leaves whole is read, and nothing is read wrongly."""
    wrong, unread = [], []
    for name, data in programs.converted(_some(), "pdf").items():
        exported = programs.pdftotext(data, option)
        linted = lint(exported, "report.txt")
        wrong += [f"{name}: {one}" for one in differences(linted, _report(name))]
        if not name.startswith("GB2"):  # defects of the tables themselves
            left = _whole(exported, _report(name)) - set(linted.report.tables)
            unread += [f"{name}: {one}" for one in left]
    assert not wrong, "\n".join(wrong)
    assert not unread, unread


def _some() -> dict[str, bytes]:
    """All that are right, and one in twelve of those with a fault."""
    every = reports()
    wrong = [name for name in every if name.startswith("GB")]
    chosen = {*every} - {*wrong} | {*some(wrong, 12)}
    return {name: data for name, data in every.items() if name in chosen}


def _whole(exported: bytes, report: Linted) -> set[str]:
    """The tables whose rows have all their figures in a line, in order, on the heading's page."""
    lines = [
        (page, " ".join(line.split()))
        for page, text in enumerate(exported.decode().split("\f"))
        for line in text.splitlines()
    ]
    found = set()
    for table, reading in report.report.tables.items():
        rows: dict[str, list[str]] = {}
        for (row, _), cell in reading.cells.items():
            rows.setdefault(row, []).append(str(cell.value))
        starts = [page for page, line in lines if line.startswith(_HEADINGS[table])]
        pages = [_page(lines, " ".join(figures)) for figures in rows.values()]
        if None not in pages and pages[0] in starts:
            found.add(table)
    return found


def _page(lines: Sequence[tuple[int, str]], figures: str) -> int | None:
    return next((page for page, line in lines if f" {line}".endswith(f" {figures}")), None)
