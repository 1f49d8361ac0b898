"""The same report in every form says the same: the values that were read, and the findings.

Forms that need LibreOffice or Chromium are skipped, loudly, where these are not installed. Of the
faults one in six is tried in each, and one in two dozen of what other programs write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest

from gblint.findings import Finding
from gblint.readers import read
from gblint.reading import extract
from tests.builder.defects import clean, defects
from tests.builder.report_plan import ReportPlan
from tests.builder.write_docx import Layout, docx
from tests.builder.write_html import Style, render_html, render_mhtml
from tests.builder.write_text import Shape, text
from tests.tools import programs
from tests.tools.amount import some
from tests.tools.lint import Linted, lint

Files = dict[str, bytes]
Maker = Callable[[Mapping[str, ReportPlan]], Files]

_PRINTED: Style = "jpage"
_TABLES = ("clean", "GB2", "GB3")


@cache
def plans() -> dict[str, ReportPlan]:
    return {**clean(), **defects()}


def _made(render: Callable[[ReportPlan], bytes]) -> Maker:
    return lambda plans: {name: render(plan) for name, plan in _some(plans, 6).items()}


def _some(plans: Mapping[str, ReportPlan], one_in: int = 24) -> Mapping[str, ReportPlan]:
    """All that are right, and of those with a fault one in so many."""
    wrong = [name for name in plans if name.startswith("GB")]
    chosen = {*plans} - {*wrong} | {*some(wrong, one_in)}
    return {name: plan for name, plan in plans.items() if name in chosen}


def _office(form: str, layout: Layout | None = None) -> Maker:
    return lambda plans: programs.converted(
        {name: docx(plan, layout=layout) for name, plan in _some(plans).items()}, form
    )


def _and_back(form: str) -> Maker:
    """In another form and back; tests/readers/test_office.py has it done by gblint itself."""
    return lambda plans: programs.back(_office(form)(plans), form)


def _of_tables(make: Maker) -> Maker:
    """Only reports with faults in their tables, and without any: the others read alike in PDF."""
    return lambda plans: make({n: p for n, p in plans.items() if n.startswith(_TABLES)})


def _printed(plans: Mapping[str, ReportPlan]) -> Files:
    """Web pages that Chromium prints."""
    return programs.printed(
        {n: render_html(plan, style=_PRINTED) for n, plan in _some(plans).items()}
    )


FORMS: dict[str, Maker] = {
    "html-cms": _made(lambda plan: render_html(plan, style="cms")),
    "html-tables": _made(lambda plan: render_html(plan, style="tables")),
    "html-word": _made(lambda plan: render_html(plan, style="word")),
    "mhtml": _made(lambda plan: render_mhtml(plan, style="soup")),
    "markdown": _made(lambda plan: text(plan, shape=Shape("pipes", marked=True))),
    "text": _made(lambda plan: text(plan, shape=Shape("tab rows"))),
    "docx-office": _office("docx"),
    "doc": _and_back("doc"),
    "odt": _and_back("odt"),
    "pdf-office": _of_tables(_office("pdf")),
    "pdf-unruled": _of_tables(_office("pdf", Layout(ruled=False))),
    "pdf-browser": _of_tables(_printed),
}
_SUFFIX = {"markdown": "md", "text": "txt", "doc": "docx", "odt": "docx"}


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _told(linted: Linted) -> list[str]:
    """The findings without their lines: rule, place and message."""
    return sorted(map(_one, linted.findings))


def _one(finding: Finding) -> str:
    place = finding.location
    keys = (finding.rule, finding.severity, place.section, place.table, place.row, place.column)
    return " ".join((*map(str, keys), _squeezed(finding.message.zh)))


def _values(linted: Linted) -> dict[str, Any]:
    """What `gblint extract` shows, without places and without how a label is laid out."""
    shown = extract(linted.report)
    return {
        "organ": shown["organ"],
        "year": shown["year"],
        "headings": [_squeezed(heading.text) for heading in linted.report.headings],
        "cells": {
            (table, *key): (cell.status, cell.value)
            for table, reading in linted.report.tables.items()
            for key, cell in reading.cells.items()
        },
        "phones": [_squeezed(phone.value) for phone in linted.report.facts.contact.phones],
    }


@cache
def _original(name: str) -> tuple[dict[str, Any], list[str]]:
    linted = lint(docx(plans()[name]), "report.docx")
    return _values(linted), _told(linted)


@pytest.mark.alike(2)
@pytest.mark.parametrize("name", plans())
def test_the_word_file_shows_its_defect(name: str) -> None:
    rules = {told.split(" ", 1)[0] for told in _original(name)[1]}
    assert (name[:5] in rules) if name.startswith("GB") else not rules


@pytest.mark.alike(3)
@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_in_another_form_says_the_same(form: str) -> None:
    files = FORMS[form](plans())
    wrong: list[str] = []
    for name, data in files.items():
        linted = lint(data, f"report.{_SUFFIX.get(form, form.split('-', maxsplit=1)[0])}")
        values, told = _original(name)
        wrong += [
            f"{name}: {key}" for key, value in _values(linted).items() if value != values[key]
        ]
        wrong += [f"{name}: not {one}" for one in told if one not in _told(linted)]
        wrong += [f"{name}: also {one}" for one in _told(linted) if one not in told]
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_table_two_goes_on_over_the_page() -> None:
    """Otherwise the test above would say nothing of tables over two pages."""
    data = FORMS["pdf-office"](plans())["clean"]
    pages = {cell.anchor.page for table in read(data).tables() for cell in table.cells[:200]}
    assert any(
        len({cell.anchor.page for cell in table.cells}) > 1 for table in read(data).tables()
    ), pages
