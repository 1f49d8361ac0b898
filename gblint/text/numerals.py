"""Numerals, ordinals, dates: what Chinese ones mean, and numbers as Word writes them in lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import MAXYEAR, date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from gblint.text import flatten, remembered, without_unseen
from gblint.text.patterns import later

if TYPE_CHECKING:
    import regex


_COUNTING = "〇一二三四五六七八九"
_ZEROS = "〇○零"
_YEAR_DIGITS = _ZEROS + _COUNTING[1:]
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_VALUES = {char: i for digits in (_COUNTING, _LEGAL) for i, char in enumerate(digits)}
_VALUES |= {"两": 2, "貳": 2, "參": 3, "叄": 3, "陸": 6}
_PLACES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}

NUMERALS = "一二三四五六七八九十"
"""What ordinals are written with, from 一 to 九十九."""

ORDER = "第"
"""What an ordinal begins with: 第一部分, 第3页."""

PAGE = "页"
CONTINUED = "续"
"""What stands before the name of what goes on from another page: 续表."""

NOTHING = "无"
"""What is written where there is no number."""

YEAR_SIGN, MONTH_SIGN = "年", "月"
OF_YEAR = "度"
"""What may follow 年 where it is the year of something."""

DIGITS = "".join(_VALUES)
HOW_MANY = "几"
"""What stands for a digit that is not told (几成)."""
PLACES = "".join(_PLACES)
MYRIADS = "".join(_MYRIADS)


def chinese_value(text: str) -> int | None:
    """The value of a numeral of prose (一百二十, 两千, 贰拾).

    None for characters that make none (两三, 百千). Raises KeyError for other characters.
    """
    total = section = 0
    digit: int | None = None
    last = 10**9
    for char in text:
        if char in _VALUES:
            if digit:  # two digits side by side: two or three, or a year
                return None
            digit = _VALUES[char]
        elif char in _PLACES:
            if _PLACES[char] >= last:
                return None
            last = _PLACES[char]
            section += (digit if digit is not None else 1) * last
            digit = None
        else:
            total = (total + section + (digit or 0) or 1) * _MYRIADS[char]
            section, digit, last = 0, None, 10**9
    return total + section + (digit or 0)


def chinese_number(text: str) -> int:
    """The value of the number of a heading or a day.

    Of 一二, which is none, it is the first. Raises KeyError where there is no digit.
    """
    value = chinese_value(text)
    return _VALUES[text[0]] if value is None else value


def in_chinese(number: int) -> str:
    """A number up to 9999 as headings write it: 3 is 三, 12 is 十二."""
    return _counting(number, _COUNTING, "十百千", short=True)


def scale(text: str) -> int:
    """What 万, 千 or 万亿 after digits multiplies by; 1 for nothing."""
    factor = 1
    for char in text:
        factor *= _MYRIADS.get(char) or _PLACES[char]
    return factor


_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def numeral(number: int, form: str) -> str:
    """A number in the form that w:numFmt names (ECMA-376 part 1, 17.18.59), else in decimals."""
    write = _FORMS.get(form, str)
    return write(number)


def _counting(number: int, digits: str, places: str, *, short: bool) -> str:
    """Chinese counting up to 9999: 十, 十一, 二十, 一百零一. `short` is 十 for 一十."""
    if not 0 < number < 10_000:
        return str(number) if number else digits[0]
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        if gap:
            text += "零"
            gap = False
        text += digits[digit] + (places[place - 1] if place else "")
    return text.removeprefix(digits[1]) if short and 10 <= number < 20 else text


def _legal(number: int) -> str:
    return _counting(number, _LEGAL, "拾佰仟", short=False)


def _japanese(number: int) -> str:
    """Without 零, and without 一 before 十, 百 and 千."""
    text = in_chinese(number).replace("零", "")
    for place in "十百千":
        text = text.replace("一" + place, place)
    return text


def _digital(number: int) -> str:
    return "".join(_COUNTING[int(digit)] for digit in str(number)) if number >= 0 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for amount, letters in _ROMAN:
        times, number = divmod(number, amount)
        text += letters * times
    return text


def _letters(number: int) -> str:
    """From a to z, then aa, bb: the letter is repeated."""
    if not 0 < number <= 780:
        return str(number)
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _from(start: str, last: int) -> Callable[[int], str]:
    """Characters that stand in a row in Unicode, from `start` for 1 up to `last`."""
    return lambda number: chr(ord(start) + number - 1) if 0 < number <= last else str(number)


def _of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": "{:02d}".format,
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "numberInDash": "- {} -".format,
    "chineseCounting": in_chinese,
    "chineseCountingThousand": in_chinese,
    "taiwaneseCounting": in_chinese,
    "taiwaneseCountingThousand": in_chinese,
    "japaneseCounting": _japanese,
    "chineseLegalSimplified": _legal,
    "ideographDigital": _digital,
    "taiwaneseDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _from("㊀", 10),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "bullet": lambda _number: "",
    "none": lambda _number: "",
}


_FILE_YEAR = later(
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


WRITTEN_YEAR = later(rf"[0-9０-９]{{4}}(?=\s*[年./-])|[{_YEAR_DIGITS}]{{4}}(?=\s*年)")
"""A year as written before 年, or before a month in digits."""

MAYBE_YEAR = later(f"[0-9０-９{_YEAR_DIGITS}Oo]{{4}}|[0-9] [0-9]")
"""What a text has that names a year, in whatever signs."""

_MONTH = rf"\d{{1,2}}|[{NUMERALS}]{{1,3}}"
MONTH_DAY = later(
    rf"(?<![\d.])(?:(?P<y>(?:19|20)\d\d)\s*年\s*)?(?P<m>{_MONTH})\s*月\s*(?P<d>{_MONTH})\s*日"
)
"""A day, with its year or without, in text whose years are in digits."""

FULL_DAY = later(
    rf"(?P<y>(?:19|20)\d\d)\s*[-年./]\s*(?P<m>{_MONTH}|元)\s*[-月./]\s*(?P<d>{_MONTH})\s*日?"
)
"""A day with its year, in words or with signs between."""

YEAR = r"20\d\d年度?"
"""What a year in digits looks like in prose."""

_SINCE = r"(?:1日)?(?:起|份)?(?:至|到|-|—|~)"
SPAN = later(
    rf"(?P<whole>1月{_SINCE}(?:20\d\d年)?12月(?:31日|底|末|份)?|12月(?:31日|底|末))"
    r"|(?P<months>\d{1,2}(?:[-—~至到]\d{1,2})?月(?:份|末|底|\d{1,2}日)?)"
    r"|(?P<year>(?:19|20)\d\d)(?:年度?|(?=-|—|、))"
)
"""The whole of a year, some months of one, or a year, in digits."""

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def write_year_as(year: int, like: str) -> str:
    """A year in the digits in which another is written: 2023, ２０２３, 二〇二三."""
    if any(char in _YEAR_DIGITS for char in like):
        zero = next((char for char in like if char in _ZEROS), _ZEROS[0])
        return "".join(f"{zero}{_COUNTING[1:]}"[int(digit)] for digit in str(year))
    return str(year) if like.isascii() else str(year).translate(_FULL_WIDTH)


def file_years(file_name: str) -> set[int]:
    """The years that the name of a file carries, its folder left out."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    return {int(year) for year in _FILE_YEAR.findall(name)}


_CN = f"[{NUMERALS}]{{1,3}}"

TOP_STYLE, INNER_STYLE = "一、", "（一）"
"""The styles of headings and of those within them, as documents of offices have them."""

JOINED = later(rf"0?([{NUMERALS}]|\d)是?|([A-Fa-f])[,.)]?")
"""An ordinal that nothing parts from what it stands before."""

LIST_SIGN = later(rf"^\W*(?:{_CN}(?:是|要|[、）)])|\d{{1,2}}[.．、）)]|第{_CN}[，：])?")
"""What a sentence begins with that is one of several, if it does: 一是, （三）, 第二，"""

PLAIN_NUMERALS = f"零{_COUNTING}十百千{MYRIADS}"
"""What figures of prose are written with beside digits."""

TELLING_APART = frozenset(f"0123456789{NUMERALS}两上下前后")
"""What tells two things of one name apart: 一科 and 二科, 上半年 and 下半年."""

ITEM = later(rf"[(（]?{_CN}[)）、是]")
"""What a paragraph begins with that is one of several: （三）, 三、, 一是."""

ROW_NUMBER = later(rf"^(?:[{NUMERALS}]+、|\([{NUMERALS}]+\)|\d+\.)")
"""What numbers a row of a table, brackets being half-width: 一、, (一), 1."""

_LEGAL_ORDINALS = "壹贰貳叁參叄肆伍陆陸柒捌玖拾"
_ENCLOSED = "①-⑳⑴-⒇⒈-⒛❶-❿➀-➓⓵-⓾㈠-㈩㊀-㊉"
_EACH_ENCLOSED = "".join(
    chr(code)
    for first, last in zip(_ENCLOSED[::3], _ENCLOSED[2::3], strict=True)
    for code in range(ord(first), ord(last) + 1)
)
_STROKES = "—–―─━－﹣‐-ー丨㇐〡lI|｜_"
"""What a hand or a scan leaves for 一 in front of 、; only there are they read as a number."""

STROKE = "—、"
"""The style of a stroke that stands for 一."""

_ARABIC = "0123456789０１２３４５６７８９"
_ORDINALS: tuple[tuple[str, str, str], ...] = (
    ("一、", NUMERALS, rf"({_CN})\s*[、.．,，:：]\s*"),
    ("（一）", "(（〔[［【〖", rf"[(（〔\[［【〖]\s*({_CN})\s*[)）〕\]］】〗]\s*[、.．,，:：]?\s*"),
    ("1.", _ARABIC, r"(\d{1,2})\s*[、.．,，](?!\s*\d)\s*"),
    ("（1）", "(（[［【", r"[(（\[［【]\s*(\d{1,2})\s*[)）\]］】]\s*[、.．,，]?\s*"),
    (
        "第一",
        "第",
        (
            rf"第\s*({_CN}|\d{{1,2}})\s*"
            r"(?:(?:大?部分|章|节|篇|大?项)\s*[、.．,，:：]?|[、.．:：]|(?=\s))\s*"
        ),
    ),
    ("1", _ARABIC, r"(\d{1,2})[)）]\s*"),
    ("一）", NUMERALS, rf"({_CN})\s*[)）】\]]\s*"),
    ("一", NUMERALS, rf"({_CN})\s*[。；;·•・|｜/‧\-—]\s*"),
    ("一、", NUMERALS, rf"({_CN})\s+"),
    ("I.", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX", r"([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]{1,4}(?=[、.．]))\s*[、.．,，]?\s*"),
    ("壹、", _LEGAL_ORDINALS, rf"([{_LEGAL_ORDINALS}]{{1,3}})\s*[、.．,，:：]\s*"),
    ("①", _EACH_ENCLOSED, rf"([{_ENCLOSED}])\s*[、.．,，:：]?\s*"),
    ("part", "Pp", r"(?i:part)\s*[.．]?\s*(\d{1,2})\s*[、.．:：|-]?\s*"),
    (STROKE, _STROKES, rf"([{re.escape(_STROKES)}]{{1,2}})\s*[、，,]\s*(?=[\u4e00-\u9fff])"),
)
"""Each style with the characters that it begins with, and what it looks like."""


def _by_first() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for style, firsts, pattern in _ORDINALS:
        form = later(pattern)
        for char in firsts:
            found.setdefault(char, []).append((style, form))
    return found


_BY_FIRST = _by_first()
_RADICALS, _AFTER_RADICALS = "\u2e80", "\u2fe0"
"""Characters that a PDF font gives in place of 一 and others."""
_ROMAN_LETTERS = {"I": 1, "V": 5, "X": 10}


def _roman_value(text: str) -> int:
    if text in "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ":
        return "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ".index(text) + 1
    values = [_ROMAN_LETTERS[char] for char in text] + [0]
    return sum(-a if a < b else a for a, b in pairwise(values))


def _ordinal_value(text: str, style: str) -> int:
    if style == "I.":
        return _roman_value(text)
    if style == STROKE:
        return 1
    if style == "①":
        return int(unicodedata.numeric(text))
    return int(text) if text.isdigit() else chinese_number(text)


class Ordinal(msgspec.Struct, frozen=True):
    """The ordinal of a heading: as written, its value, and its style (`一、` `（一）` `1.` ...)."""

    text: str
    value: int
    style: str


@remembered(4096)
def split_ordinal(text: str) -> tuple[Ordinal | None, str]:
    """The ordinal that a text begins with, and the text without it.

    White space in front is dropped. A number that goes on (`1.5`, `12月`) is no ordinal.
    """
    text = without_unseen(text).lstrip()
    if any(_RADICALS <= char < _AFTER_RADICALS for char in text[:4]):
        text = flatten(text)
    for style, form in _BY_FIRST.get(text[:1], ()):
        match = form.match(text)
        if match and match.end() < len(text):
            written = match.group(0).rstrip()
            return Ordinal(written, _ordinal_value(match.group(1), style), style), text[
                match.end() :
            ]
    return None, text
