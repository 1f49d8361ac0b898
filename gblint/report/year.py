"""The year of a report, by no more than it takes to choose the pack to read it by."""

from __future__ import annotations

import re
from datetime import date

from gblint.document import Document
from gblint.pack.model import Pack
from gblint.report.facts import find_dates, find_period
from gblint.report.recognise import Opening, opened

_FILE_YEAR = re.compile(
    r"(?<![0-9a-fA-F〔\[])((?:19|20)[0-9]{2})(?![0-9a-fA-F〕\]]|[-_.年][0-9]{1,2}(?![0-9]))"
)
"""A year in a file's name: not one inside a number or a code, of a day, or of a notice's number."""

_LATEST = 9
"""The last month in which what is published is last year's report, late as it may be."""


def find_year(
    document: Document, pack: Pack, file_name: str = "", opening: Opening | None = None
) -> int | None:
    """The year of the title, else of the statistics period, else the one in the file's name.

    Else the year before that of publication. `pack` has the patterns by which they are found; the
    report may be of another. `opening` is what `opened` gave for both, where that was done before.
    None where there is no year, and where the name alone has several.
    """
    opening = opening or opened(document, pack)
    title = opening.title
    if title is not None and title.year is not None:
        return title.year
    if pack.facts.period is not None:
        period = find_period(opening.preface, opening.sections, title, pack.facts.period)
        if period is not None:
            return period.year
    years = file_years(file_name)
    if years:
        return years.pop() if len(years) == 1 else None
    given, _ = find_dates(opening.preface, opening.sections, document, pack.facts.published)
    day = date.fromisoformat(given[0].value) if given else None
    return day.year - 1 if day is not None and day.month <= _LATEST else None


def file_years(file_name: str) -> set[int]:
    """The years that the name of a file carries, its folder left out."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    return {int(year) for year in _FILE_YEAR.findall(name)}
