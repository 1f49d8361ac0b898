"""Years left over from an older report."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from gblint import patterns
from gblint.checks.hits import Hit, Place, options
from gblint.checks.zones import paragraphs, section_number, squeezed
from gblint.document import Paragraph
from gblint.normal import arabic_years
from gblint.packs.kinds import LeftoverYear, YearForm
from gblint.packs.model import Pack, Rule
from gblint.report.model import Report

_SENTENCE = re.compile("[^。！？!?]{1,2000}[。！？!?]?")
_MAYBE = re.compile("[0-9０-９〇○零Oo一二三四五六七八九]{4}|[0-9] [0-9]")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Dated(msgspec.Struct, frozen=True):
    """A sentence that names a year: as written, where it begins in its paragraph, as matched,
    the paragraph and its section.
    """

    text: str
    begin: int
    plain: str
    paragraph: Paragraph
    section: int | None
    earliest: int
    years: frozenset[int]


def leftover_year(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each sentence that has an earlier year where the report's belongs.

    Without the report's year nothing can be said: another rule asks for it.
    """
    check = options(rule, LeftoverYear)
    if report.year is None:
        return
    latest = report.year + max(form.offset for form in check.forms)
    for dated in _dated(report):
        if dated.earliest >= latest:
            continue
        for form in check.forms:
            year = _leftover(dated, form, check, report.year)
            if year is not None:
                yield _hit(dated, year, form, report.year)
                break


def _dated(report: Report) -> Iterator[Dated]:
    for paragraph, section in paragraphs(report, "report"):
        if not _MAYBE.search(paragraph.shown) or section is None:
            continue
        for sentence in _SENTENCE.finditer(paragraph.shown):
            text = sentence.group()
            plain = arabic_years(squeezed(text))
            years = frozenset(map(int, _YEAR.findall(plain)))
            if years:
                yield Dated(text, sentence.start(), plain, paragraph, section, min(years), years)


def _leftover(dated: Dated, form: YearForm, check: LeftoverYear, year: int) -> int | None:
    """The earlier year that stands in a sentence where a later one belongs, or None."""
    number = section_number(form.zone)
    due = year + form.offset
    if (number is not None and number != dated.section) or due in dated.years:
        return None
    match = patterns.search(form.pattern, dated.plain)
    if match is None or any(patterns.search(excuse, dated.plain) for excuse in check.unless):
        return None
    found = int(match["year"])
    return found if found < due else None


def _hit(dated: Dated, read: int, form: YearForm, year: int) -> Hit:
    paragraph, text = dated.paragraph, dated.text.strip()
    at = dated.begin + max(0, dated.text.find(str(read))) - len(paragraph.number)
    anchor = paragraph.anchor
    return Hit(
        Place(
            msgspec.structs.replace(anchor, column=anchor.column + max(0, at)),
            dated.section,
            text=text,
        ),
        {
            "text": text,
            "read": str(read),
            "expected": str(year + form.offset),
            "year": str(year),
        },
    )
