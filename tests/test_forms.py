"""The same report in every form says the same: the values that were read, and the findings.

Forms that need LibreOffice or Chromium are skipped, loudly, where these are not installed.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gblint.findings import Finding
from gblint.readers import read
from gblint.report.extract import extract
from tests.builder.defects import clean, defects
from tests.builder.docx import Layout, docx
from tests.builder.html import Style, render_html, render_mhtml
from tests.builder.office import converted
from tests.builder.plan import ReportPlan
from tests.builder.text import Shape, text
from tests.lint import Linted, lint

Files = dict[str, bytes]
Maker = Callable[[Mapping[str, ReportPlan], Path], Files]

_PRINTED: Style = "jpage"
_BROWSER = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)


@cache
def plans() -> dict[str, ReportPlan]:
    return {**clean(), **defects()}


def _made(render: Callable[[ReportPlan], bytes]) -> Maker:
    return lambda plans, _: {name: render(plan) for name, plan in plans.items()}


def _office(form: str, layout: Layout | None = None) -> Maker:
    def make(plans: Mapping[str, ReportPlan], folder: Path) -> Files:
        files = {name: docx(plan, layout=layout) for name, plan in plans.items()}
        return converted(files, form, folder)

    return make


def _printed(plans: Mapping[str, ReportPlan], folder: Path) -> Files:
    """Web pages that Chromium prints."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("NOT TESTED: Chromium is not installed")
    files: Files = {}
    for name, plan in plans.items():
        page, target = folder / f"{name}.html", folder / f"{name}.pdf"
        page.write_bytes(render_html(plan, style=_PRINTED))
        words = [*_BROWSER, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}"]
        subprocess.run(
            [browser, *words, page.as_uri()], check=True, capture_output=True, timeout=120
        )
        files[name] = target.read_bytes()
    return files


FORMS: dict[str, Maker] = {
    "html-cms": _made(lambda plan: render_html(plan, style="cms")),
    "html-tables": _made(lambda plan: render_html(plan, style="tables")),
    "html-word": _made(lambda plan: render_html(plan, style="word")),
    "mhtml": _made(lambda plan: render_mhtml(plan, style="soup")),
    "markdown": _made(lambda plan: text(plan, shape=Shape("pipes", marked=True))),
    "text": _made(lambda plan: text(plan, shape=Shape("tab rows"))),
    "docx-office": _office("docx"),
    "doc": _office("doc"),
    "odt": _office("odt"),
    "pdf-office": _office("pdf"),
    "pdf-unruled": _office("pdf", Layout(ruled=False)),
    "pdf-browser": _printed,
}
_SUFFIX = {"markdown": "md", "text": "txt"}


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


@pytest.mark.parametrize("name", plans())
def test_the_word_file_shows_its_defect(name: str) -> None:
    rules = {told.split(" ", 1)[0] for told in _original(name)[1]}
    assert (name[:5] in rules) if name.startswith("GB") else not rules


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_in_another_form_says_the_same(form: str, tmp_path: Path) -> None:
    files = FORMS[form](plans(), tmp_path)
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
def test_table_two_goes_on_over_the_page(tmp_path: Path) -> None:
    """Otherwise the test above would say nothing of tables over two pages."""
    data = _office("pdf")({"clean": plans()["clean"]}, tmp_path)["clean"]
    pages = {cell.anchor.page for table in read(data).tables() for cell in table.cells[:200]}
    assert any(
        len({cell.anchor.page for cell in table.cells}) > 1 for table in read(data).tables()
    ), pages
