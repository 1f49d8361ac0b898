"""The statistics period against the title and the name of the file."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator
from datetime import date

from gblint.checks.hits import CheckKind, Hit, Measured, Place
from gblint.checks.places import preface_anchor
from gblint.checks.quotes import passage
from gblint.findings import Say
from gblint.pack.base import Options
from gblint.pack.kind import needed_part, variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Period, Report
from gblint.text.dates import file_years


class PeriodCheck(Options, frozen=True, tag="period"):
    """The period is the report's whole year, and title, period and file name agree (GB402).

    Variants: dates, year_only, title_year, file_year.
    """

    stops_without = ("period",)


_NO_DAY = Say("不存在的日期", "a day that does not exist")


def period(report: Report, _rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """At most one hit for the period itself, and one for the name of the file."""
    stated = report.facts.period
    title_year = report.title.year if report.title is not None else None
    if stated is not None:
        variant = _fault(stated, title_year)
        if variant:
            found = stated.found
            place = Place(found.anchor, found.section, text=found.text)
            yield Hit(place, _values(report, stated), variant)
    years = file_years(report.file_name)
    known = {year for year in (title_year, stated and stated.year) if year}
    if years and known and not years & known:
        yield _file_hit(report, stated, max(years))


def _fault(stated: Period, title_year: int | None) -> str:
    whole = stated.start == date(stated.year, 1, 1) and stated.end == date(stated.year, 12, 31)
    if stated.ranged and not whole:
        return "dates"
    if title_year is not None and stated.year != title_year:
        return "title_year"
    return "" if stated.ranged else "year_only"


def _file_hit(report: Report, stated: Period | None, year: int) -> Hit:
    title = report.title
    place = (
        Place(preface_anchor(report), 0, where=Say("文件名", "File name"))
        if title is None
        else Place(title.anchor, 0, text=title.text)
    )
    return Hit(place, {**_values(report, stated), "file_year": year}, "file_year")


def _values(report: Report, stated: Period | None) -> dict[str, Measured]:
    values: dict[str, Measured] = {
        "read": passage(stated.found.text, stated.found.value) if stated else "",
        "start": _day(stated.start) if stated else "",
        "end": _day(stated.end) if stated else "",
        "year": report.year or "",
        "period_year": stated.year if stated else "",
        "file_year": "",
    }
    return values


def _day(day: date | None) -> Measured:
    return day.isoformat() if day else _NO_DAY


PERIOD = CheckKind(
    options=PeriodCheck,
    finds="not the whole year; years that disagree",
    references=lambda _: (needed_part("facts.period"),),
    values=("read", "start", "end", "year", "period_year", "file_year"),
    variants=variants("dates", "year_only", "title_year", "file_year"),
    check=period,
)
