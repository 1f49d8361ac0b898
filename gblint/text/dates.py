"""Numbers and days as the patterns of a pack capture them."""

from __future__ import annotations

import re
from datetime import MAXYEAR, date, timedelta
from typing import TYPE_CHECKING

from gblint.text.numerals import chinese_number

if TYPE_CHECKING:
    import regex

_FILE_YEAR = re.compile(
    r"(?<![0-9a-fA-F〔\[])((?:19|20)[0-9]{2})(?![0-9a-fA-F〕\]]|[-_.年][0-9]{1,2}(?![0-9]))"
)
"""A year in a file's name: not one inside a number or a code, of a day, or of a notice's number."""


def read_number(
    match: regex.Match[str] | re.Match[str], group: str, absent: int | None = None
) -> int | None:
    """The number of a group, in digits or Chinese numerals; None for what is no number.

    元月 and 正月 are January, 初一 is the first.
    """
    text = match.groupdict().get(group)
    if not text:
        return absent
    text = "一" if text in ("元", "正") else text.removeprefix("初")
    if text.isdigit():
        return int(text)
    try:
        return chinese_number(text)
    except KeyError:
        return None


def last_day(year: int, month: int | None) -> int | None:
    """The last day of a month, None for what is no month.

    `calendar`, which knows it too, takes as long to import as all else that reads days.
    """
    if month is None or month not in range(1, 13) or not 0 < year <= MAXYEAR:
        return None
    return 31 if month == 12 else (date(year, month + 1, 1) - timedelta(1)).day


def day_of(year: int | None, month: int | None, day: int | None) -> date | None:
    """The date, None where there is no such day."""
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


_ZEROS = "〇○零"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def write_year_as(year: int, like: str) -> str:
    """A year in the digits in which another is written: 2023, ２０２３, 二〇二三."""
    if any(char in "〇○零一二三四五六七八九" for char in like):
        zero = next((char for char in like if char in _ZEROS), _ZEROS[0])
        return "".join(f"{zero}一二三四五六七八九"[int(digit)] for digit in str(year))
    return str(year) if like.isascii() else str(year).translate(_FULL_WIDTH)


def file_years(file_name: str) -> set[int]:
    """The years that the name of a file carries, its folder left out."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    return {int(year) for year in _FILE_YEAR.findall(name)}
