"""Dates that cannot be: days that no calendar has, and publication before the year had ended."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator
from datetime import date

from gblint.checks.hits import CheckKind, Hit, Measured, Place
from gblint.checks.quotes import passage
from gblint.checks.zones import paragraphs, squeezed
from gblint.document import Anchor
from gblint.findings import Say
from gblint.pack.base import Options
from gblint.pack.kind import needed_part, variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Mention, Report
from gblint.text.dates import last_day, read_number
from gblint.text.folding import arabic_years, flatten
from gblint.text.patterns import later


class DatesCheck(Options, frozen=True, tag="dates"):
    """No date that cannot be (GB410). Variants: impossible, premature."""

    limited_without = ("published",)


_NUMERAL = "[一二三四五六七八九十]{1,3}"
_DAY = later(
    rf"(?<![\d.])(?:(?P<y>(?:19|20)\d\d)\s*年\s*)?(?P<m>\d{{1,2}}|{_NUMERAL})\s*月\s*"
    rf"(?P<d>\d{{1,2}}|{_NUMERAL})\s*日"
)
_ANY_DAY = later(
    rf"(?P<y>(?:19|20)\d\d)\s*[-年./]\s*(?P<m>\d{{1,2}}|{_NUMERAL}|元)\s*[-月./]\s*"
    rf"(?P<d>\d{{1,2}}|{_NUMERAL})\s*日?"
)
_LEAP = 2000
"""The year of a day that is written without one: it may have been a leap year."""


def dates(report: Report, _rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """A hit for each impossible day of the text, and for a date before the year's end.

    A day of the period is another rule's finding.
    """
    period = report.facts.period
    own = (period.found.anchor, period.found.value) if period is not None else None
    told: set[tuple[Anchor, str]] = set()
    for found in (*_impossible(report), *report.facts.impossible):
        if (found.anchor, _bare(found.value)) in told:
            continue
        told.add((found.anchor, _bare(found.value)))
        if own is None or found.anchor != own[0] or found.value not in own[1]:
            yield _hit(found, "impossible", report.year)
    yield from _premature(report)


def _impossible(report: Report) -> Iterator[Mention]:
    for paragraph, section in paragraphs(report, "report"):
        if "月" not in paragraph.text:
            continue
        text = arabic_years(flatten(paragraph.shown))
        for match in _DAY.finditer(text):
            year, month, day = (read_number(match, group) for group in ("y", "m", "d"))
            if not _is_day(year or _LEAP, month or 0, day or 0):
                yield Mention(match.group(), paragraph.shown, paragraph.anchor, section)


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= day <= (last_day(year, month) or 0)


def _premature(report: Report) -> Iterator[Hit]:
    """Dates of publication or signature on which the year of the report was not over.

    Where title and period are of different years the earlier counts, and the days of the period
    are none of these: they may stand alone on a line.
    """
    period = report.facts.period
    years = [year for year in (report.year, period.year if period else None) if year]
    if not years:
        return
    year = min(years)
    bounds = {period.start, period.end} if period is not None else set()
    told: set[str] = set()
    for found in report.facts.dated:
        day = date.fromisoformat(found.value)
        if day.year <= year and day not in bounds and found.value not in told:
            told.add(found.value)
            yield _hit(found, "premature", year)


def _hit(found: Mention, variant: str, year: int | None) -> Hit:
    values: dict[str, Measured] = {
        "read": passage(found.text, _written(found)),
        "year": year or "",
        "after": Say(f"{year + 1}年1月1日", f"1 January {year + 1}") if year else "",
    }
    return Hit(Place(found.anchor, found.section, text=found.text), values, variant)


def _written(found: Mention) -> str:
    """A date as its text has it, squeezed; the value where it does not have it."""
    for match in _ANY_DAY.finditer(arabic_years(squeezed(found.text))):
        numbers = (read_number(match, group) or 0 for group in ("y", "m", "d"))
        if "{:04}-{:02}-{:02}".format(*numbers) == found.value:
            return match.group()
    return found.value


def _bare(text: str) -> str:
    """What of a date is the same however it is written, with digits at least."""
    return "".join(char for char in text if char.isdigit()) or text


DATES = CheckKind(
    options=DatesCheck,
    finds="days that no calendar has, publication before the year's end",
    references=lambda _: (needed_part("facts.published"),),
    values=("read", "year", "after"),
    variants=variants("impossible", "premature"),
    check=dates,
)
