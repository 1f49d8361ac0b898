"""The same report says the same as a web page of any style and as a Word file."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gblint.reading import extract
from gblint.report.model import Report
from gblint.text import flatten
from tests.builder import mutate
from tests.builder.fixture_cases import base, with_heading, with_prose
from tests.builder.report_plan import Content, ReportPlan, Writing, report
from tests.builder.strategies import plans, writings
from tests.builder.write_docx import docx
from tests.builder.write_html import STYLES, Style, render_html, render_mhtml
from tests.tools.amount import ALL, some
from tests.tools.lint import Linted, lint, told

_PLACES = ("line", "page", "anchor", "box", "confidence", "note", "notes", "pictures")


def _said(linted: Linted) -> dict[str, Any]:
    """What was recognised, without places and what a form of file adds."""
    read = _plain(extract(linted.report))
    assert isinstance(read, dict)
    preface = read.get("preface")
    if isinstance(preface, dict):
        preface.pop("published", None)  # a page has a day of publication, a Word file has not
    if isinstance(title := read.get("title"), dict):
        title["text"] = flatten(title["text"])  # a page has it in its head as well, plain
    for key in ("format", "path", "document", "tables_found"):
        read.pop(key, None)
    return read


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items() if key not in _PLACES}
    if isinstance(data, str):
        return "".join(data.replace("........", "").split())
    return [_plain(value) for value in data] if isinstance(data, list) else data


def _findings(linted: Linted) -> list[tuple[Any, ...]]:
    return sorted(
        (f.rule, f.location.section or -1, f.location.table or "", f.location.row or "",
         f.location.column or "", f.message.zh)
        for f in linted.findings
        if f.rule != "GB408"
    )  # fmt: skip


def _same(word: Linted, page: bytes, name: str) -> None:
    web = lint(page, name)
    assert _findings(web) == _findings(word), told(web.findings)
    assert _said(web) == _said(word)
    assert _contact(web.report) == _contact(word.report)


def _contact(report: Report) -> tuple[list[str], ...]:
    contact = report.facts.contact
    return tuple([found.value for found in part] for part in (contact.phones, contact.addresses))


_PLANS = {
    "clean": base(),
    "two lines": base(Content(title="two lines", listing=1, survey="headed")),
    "no contact": report("示例县人民政府", content=Content(contact=0, contact_place="end")),
    "wrong figure": mutate.figure(
        base(), table="applications", row="granted", column="natural", value=420
    ),
    "old heading": with_heading(base(), 5, heading="存在问题及改进情况"),
    "no section": mutate.sections(base(), lambda sections: mutate.removed(sections, 4)),
    "nothing said": with_prose(with_prose(base(), 1, "（文字描述）"), 5, "无。"),
}


@cache
def _in_word(case: str) -> Linted:
    return lint(docx(_PLANS[case]))


@pytest.mark.alike(2)
@pytest.mark.parametrize(("case", "style"), some(list(product(_PLANS, STYLES)), 2))
def test_a_page_says_what_the_word_file_says(case: str, style: Style) -> None:
    _same(_in_word(case), render_html(_PLANS[case], style=style), "report.html")


@pytest.mark.parametrize("style", STYLES)
def test_the_telephone_of_the_site_is_not_that_of_the_report(style: Style) -> None:
    plan = replace(base(), preface=base().preface[:1])
    linted = lint(render_html(plan, style=style), "report.html")
    assert not linted.report.facts.contact.phones
    assert "GB403" in linted.rules()


@pytest.mark.parametrize(
    ("style", "charset"),
    some(list(product(STYLES, ("utf-8", "gb18030", "utf-8-sig", "utf-16"))), 3),
)
def test_the_encoding_is_found_whatever_is_declared(style: Style, charset: str) -> None:
    page = render_html(base(), style=style, charset=charset)
    assert not lint(page, "report.htm").findings


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("transfer", ["base64", "quoted-printable"])
def test_a_page_in_one_file(style: Style, transfer: Any) -> None:
    page = render_mhtml(base(), style=style, transfer=transfer)
    linted = lint(page, "report.mht")
    assert not linted.findings, told(linted.findings)
    assert linted.report.document.format == "mht"


_TAGS = re.compile(r"(?i)<(/?)(table|tbody|tr|t[dh])\b[^>]*>")


def _of_blocks(page: bytes, cell: str, *, blank: bool = False) -> bytes:
    """The page with blocks in place of its tables, as sites that know no table set them."""
    text = _TAGS.sub(
        lambda tag: f"<{tag[1]}{cell if tag[2].lower() in ('td', 'th') else 'div'}>", page.decode()
    )
    return re.sub(r">\s*0\s*<", "><", text).encode() if blank else text.encode()


_CLOSED = [style for style in STYLES if style != "tables"]
"""The styles that close their tags."""


@pytest.mark.alike(2)
@pytest.mark.parametrize(("style", "cell"), some(list(product(_CLOSED, ("div", "p", "li"))), 2))
def test_tables_that_are_made_of_blocks(style: Style, cell: str) -> None:
    clean, wrong = _PLANS["clean"], _PLANS["wrong figure"]
    linted = lint(_of_blocks(render_html(clean, style=style, charset="utf-8"), cell), "report.html")
    assert not linted.findings, told(linted.findings)
    assert linted.report.tables.keys() == _in_word("clean").report.tables.keys()
    linted = lint(_of_blocks(render_html(wrong, style=style, charset="utf-8"), cell), "report.html")
    assert {"GB301", "GB302"} & set(linted.rules()), told(linted.findings)
    # a blank cell is still a block: what stands beside it keeps its column
    page = _of_blocks(render_html(clean, style=style, charset="utf-8"), cell, blank=True)
    linted = lint(page, "report.html")
    assert set(linted.rules()) <= {"GB205", "GB905"}, told(linted.findings)
    whole = _in_word("clean").report.tables
    for key, table in linted.report.tables.items():
        for place, one in table.cells.items():
            assert one.value == whole[key].cells[place].value or one.status == "blank"


@settings(max_examples=40 if ALL else 12)
@given(plans(), writings(), st.sampled_from(STYLES))
def test_reports_at_random(plan: ReportPlan, writing: Writing, style: Style) -> None:
    if writing.contents == "field":  # of which only Word knows
        writing = replace(writing, contents="typed")
    word = lint(docx(plan, writing=writing))
    _same(word, render_html(plan, style=style, writing=writing), "report.html")
