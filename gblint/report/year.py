"""The year of a report, by no more than it takes to choose the pack to read it by."""

from __future__ import annotations

import re

from gblint.document import Document
from gblint.packs.model import Pack
from gblint.report.facts import find_period
from gblint.report.recognise import opened

_FILE_YEAR = re.compile(
    r"(?<![0-9a-fA-F〔\[])((?:19|20)[0-9]{2})(?![0-9a-fA-F〕\]]|[-_.年][0-9]{1,2}(?![0-9]))"
)
"""A year in a file's name: not one inside a number or a code, of a day, or of a notice's number."""


def find_year(document: Document, pack: Pack, file_name: str = "") -> int | None:
    """The year of the title, else of the statistics period, else the one in the file's name.

    `pack` has the patterns by which title and period are found; the report may be of another.
    None where there is no year, and where the name alone has several.
    """
    opening = opened(document, pack)
    title = opening.title
    if title is not None and title.year is not None:
        return title.year
    if pack.facts.period is not None:
        period = find_period(opening.preface, opening.sections, title, pack.facts.period)
        if period is not None:
            return period.year
    years = file_years(file_name)
    return years.pop() if len(years) == 1 else None


def file_years(file_name: str) -> set[int]:
    """The years that the name of a file carries, its folder left out."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    return {int(year) for year in _FILE_YEAR.findall(name)}
