"""Years left over from another report."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import re
from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

from gblint.checks.hits import CheckKind, Hit, Place, correct_all, correct_passage, options
from gblint.checks.zones import as_written, paragraphs, plain_places, section_number, squeeze
from gblint.document import Paragraph
from gblint.findings import Correction
from gblint.pack.base import Options, Pattern, Zone
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report
from gblint.text import patterns
from gblint.text.dates import write_year_as
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

_RANGE = later(r"((?:19|20)\d\d)年[^,;]{0,16}\1年")
"""Two days of one year, with nothing told between them."""

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
    """A year where another belongs, as written, where it stands in its sentence, and the places
    of the same year there, none where some of them may be meant.
    """

    read: str
    at: int
    places: tuple[tuple[int, str], ...] = ()


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
    places = tuple(_find_places(dated, form, match["year"]))
    return Wrong(read, max(0, dated.text.find(read)), places)


def _find_places(dated: Dated, form: YearForm, year: str) -> Iterator[tuple[int, str]]:
    """Where a year stands in its sentence, as written, if it is a leftover in all these places."""
    at = plain_places(dated.text)
    if len(at) != len(dated.plain):
        return
    spans = {match.span("year") for match in patterns.finditer(form.pattern, dated.plain)}
    spans = {span for span in spans if dated.plain[slice(*span)] == year}
    every = {match.span() for match in _YEAR.finditer(dated.plain) if match.group() == year}
    ranged = len(every) == 2 and _RANGE.search(dated.plain) is not None
    if spans == every or (spans and spans < every and ranged):
        for begin, end in sorted(every):
            yield at[begin], as_written(dated.text, begin, end)


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
        correction=_correct(dated, wrong, year + form.offset),
    )


def _correct(dated: Dated, wrong: Wrong, due: int) -> Correction | None:
    return correct_all(
        correct_passage(
            dated.paragraph, dated.begin + at, read, write_year_as(due, read), safe=False
        )
        for at, read in wrong.places
    )


LEFTOVER_YEAR = CheckKind(
    options=LeftoverYear,
    finds="years left over from another report, by `within` years at most",
    values=("text", "read", "expected", "year"),
    check=leftover_year,
)
