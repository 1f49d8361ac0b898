"""Years left over from another report."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import re
from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

from gblint.checks.hits import CheckKind, Hit, Place, options
from gblint.checks.zones import as_written, paragraphs, section_number, squeeze
from gblint.document import Paragraph
from gblint.pack import Options, Pattern, Zone
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report
from gblint.text import patterns
from gblint.text.folding import arabic_years
from gblint.text.patterns import later
from gblint.text.sentences import iterate_sentences


class YearForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a year stands that must be the report's, or `offset` years after it.

    The pattern is looked for in single sentences of the zone (a section, or the report), and has
    a group `year`. A year is wrong that is `earlier` or `later`, by `within` years at most.
    """

    pattern: Pattern
    zone: Zone = "report"
    offset: int = 0
    wrong: Literal["earlier", "later"] = "earlier"
    within: Annotated[int, msgspec.Meta(ge=1)] = 99


class LeftoverYear(Options, frozen=True, tag="leftover-year"):
    """No year is left over from another report (GB507): none of `forms` has another year.

    A sentence is excused where the right year stands in it too, outside 《》 and brackets, or one
    of `unless` is found.
    """

    stops_without = ("year",)

    forms: tuple[YearForm, ...]
    unless: tuple[Pattern, ...] = ()


_MAYBE = re.compile("[0-9０-９〇○零Oo一二三四五六七八九]{4}|[0-9] [0-9]")
_YEAR = re.compile(r"(?:19|20)\d\d")

_NAMED = later(r"《[^《》]*》|\([^()]*\)|[〔\[][^〔〕\[\]]*[〕\]]")
"""Names and numbers of documents, and what is said by the way: their years are no sentence's."""


class Dated(msgspec.Struct, frozen=True):
    """A sentence that names a year: as written, where it begins in its paragraph, as matched,
    the paragraph and its section, all its years.
    """

    text: str
    begin: int
    plain: str
    paragraph: Paragraph
    section: int | None
    years: frozenset[int]


class Wrong(msgspec.Struct, frozen=True):
    """A year where another belongs, as written, and where it stands in its sentence."""

    read: str
    at: int


def leftover_year(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each sentence that has another year where the report's belongs.

    Without the report's year nothing can be said: another rule asks for it.
    """
    check = options(rule, LeftoverYear)
    if report.year is None:
        return
    for dated in _find_dated(report):
        for form in check.forms:
            wrong = _find_leftover(dated, form, check, report.year)
            if wrong is not None:
                yield _hit(dated, wrong, form, report.year)
                break


def _find_dated(report: Report) -> Iterator[Dated]:
    for paragraph, section in paragraphs(report, "report"):
        if not _MAYBE.search(paragraph.shown) or section is None:
            continue
        for start, text in iterate_sentences(paragraph.shown):
            plain = arabic_years(squeeze(text))
            years = _years(plain)
            if years:
                yield Dated(text, start, plain, paragraph, section, years)


def _years(plain: str) -> frozenset[int]:
    return frozenset(map(int, _YEAR.findall(plain)))


def _find_leftover(dated: Dated, form: YearForm, check: LeftoverYear, year: int) -> Wrong | None:
    """The year that stands in a sentence where another belongs, or None."""
    number = section_number(form.zone)
    due = year + form.offset
    if number is not None and number != dated.section:
        return None
    if not any(_is_wrong(one, due, form) for one in dated.years):
        return None
    if due in dated.years and due in _years(_NAMED.sub("", dated.plain)):
        return None
    match = patterns.search(form.pattern, dated.plain)
    if match is None or any(patterns.search(excuse, dated.plain) for excuse in check.unless):
        return None
    if not _is_wrong(int(match["year"]), due, form):
        return None
    begin, end = match.span("year")
    read = as_written(dated.text, begin, end)
    return Wrong(read, max(0, dated.text.find(read)))


def _is_wrong(found: int, due: int, form: YearForm) -> bool:
    by = due - found if form.wrong == "earlier" else found - due
    return 0 < by <= form.within


def _hit(dated: Dated, wrong: Wrong, form: YearForm, year: int) -> Hit:
    paragraph, text = dated.paragraph, dated.text.strip()
    at = dated.begin + wrong.at - len(paragraph.number)
    anchor = paragraph.anchor
    return Hit(
        Place(
            msgspec.structs.replace(anchor, column=anchor.column + max(0, at)),
            dated.section,
            text=text,
        ),
        {
            "text": text,
            "read": wrong.read,
            "expected": str(year + form.offset),
            "year": str(year),
        },
    )


LEFTOVER_YEAR = CheckKind(
    options=LeftoverYear,
    finds="years left over from another report, by `within` years at most",
    values=("text", "read", "expected", "year"),
    check=leftover_year,
)
