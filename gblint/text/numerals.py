"""Numerals, ordinals, dates: what Chinese ones mean, and numbers as Word writes them in lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection
from datetime import MAXYEAR, date, timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from gblint.text import flatten, remember_results, replace_unseen
from gblint.text.patterns import later

if TYPE_CHECKING:
    from gblint.text.patterns import Match


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

ORDER, PAGE, CONTINUED = "第", "页", "续"
"""What an ordinal begins with (第一部分, 第3页); before what goes on from another page (续表)."""

NOTHING, NOTE = "无", "注"
"""What is written where there is no number."""

YEAR_SIGN, MONTH_SIGN, DAY_SIGN = "年", "月", "日"
OF_YEAR = "度"
"""What may follow 年 where it is the year of something."""

DIGITS = "".join(_VALUES)
HOW_MANY = "几"
"""What stands for a digit that is not told (几成)."""
PLACES = "".join(_PLACES)
MYRIADS = "".join(_MYRIADS)
BARE_PLACES = ("百", "千", "佰", "仟", *MYRIADS)  # that alone are no number; a digit behind: 一百二


def read_chinese_value(text: str) -> int | None:
    """The value of a numeral of prose (一百二十, 两千, 贰拾).

    None for what is none (两三, 百千, 一百二, which is 120). Raises KeyError for other characters.
    """
    total = section = 0
    digit: int | None = None
    last = 10**9
    for char in text:
        # a zero before a digit (一百零五) takes no place of its own, hence not `is not None`
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
            total = (total + section + (digit or 0) or 1) * _MYRIADS[char]  # 万 alone is 10,000
            section, digit, last = 0, None, 10**9
    of_next = digit and text[-2:-1] in BARE_PLACES
    return None if of_next else total + section + (digit or 0)


def read_chinese_number(text: str) -> int:
    """The value of the number of a heading or a day.

    Of 一二 and 十十, which are none, it is the first. Raises KeyError where there is no digit.
    """
    value = read_chinese_value(text)
    if value is not None:
        return value
    return _PLACES.get(text[0]) or _VALUES[text[0]]


def write_chinese(number: int) -> str:
    """A number up to 9999 as headings write it: 3 is 三, 12 is 十二."""
    return _write_counting(number, _COUNTING, "十百千", short=True)


def read_scale(text: str) -> int:
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


def write_numeral(number: int, form: str) -> str:
    """A number in the form that w:numFmt names (ECMA-376 part 1, 17.18.59), else in decimals."""
    write = _FORMS.get(form, str)
    return write(number)


def _write_counting(number: int, digits: str, places: str, *, short: bool) -> str:
    """Chinese counting up to 9999: 十, 十一, 二十, 一百零一. `short` is 十 for 一十."""
    if not 0 < number < 10_000:
        return str(number) if number else digits[0]
    text, gap = "", False
    for place in range(3, -1, -1):  # thousands first; a gap of any length is one 零
        digit = number // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        if gap:
            text += "零"
            gap = False
        text += digits[digit] + (places[place - 1] if place else "")
    return text.removeprefix(digits[1]) if short and 10 <= number < 20 else text


def _write_japanese(number: int) -> str:
    """Without 零, and without 一 before 十, 百 and 千."""
    text = write_chinese(number).replace("零", "")
    for place in "十百千":
        text = text.replace("一" + place, place)
    return text


def _write_digital(number: int) -> str:
    return "".join(_COUNTING[int(digit)] for digit in str(number)) if number >= 0 else str(number)


def _write_roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for amount, letters in _ROMAN:
        times, number = divmod(number, amount)
        text += letters * times
    return text


def _write_letters(number: int) -> str:
    """From a to z, then aa, bb: the letter is repeated."""
    if not 0 < number <= 780:
        return str(number)
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _make_row(start: str, last: int) -> Callable[[int], str]:
    """Characters that stand in a row in Unicode, from `start` for 1 up to `last`."""
    return _make_list("".join(map(chr, range(ord(start), ord(start) + last))))


def _make_list(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": "{:02d}".format,
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _make_row("①", 20),
    "decimalEnclosedCircleChinese": _make_row("①", 20),
    "decimalEnclosedParen": _make_row("⑴", 20),
    "decimalEnclosedFullstop": _make_row("⒈", 20),
    "numberInDash": "- {} -".format,
    "chineseCounting": write_chinese,
    "chineseCountingThousand": write_chinese,
    "taiwaneseCounting": write_chinese,
    "taiwaneseCountingThousand": write_chinese,
    "japaneseCounting": _write_japanese,
    "chineseLegalSimplified": partial(_write_counting, digits=_LEGAL, places="拾佰仟", short=False),
    "ideographDigital": _write_digital,
    "taiwaneseDigital": _write_digital,
    "japaneseDigitalTenThousand": _write_digital,
    "ideographTraditional": _make_list("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _make_list("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _make_row("㊀", 10),
    "upperRoman": lambda number: _write_roman(number).upper(),
    "lowerRoman": _write_roman,
    "upperLetter": lambda number: _write_letters(number).upper(),
    "lowerLetter": _write_letters,
    "bullet": lambda _number: "",
    "none": lambda _number: "",
}


_FILE_YEAR = later(
    r"(?<![0-9a-fA-F〔\[])((?:19|20)[0-9]{2})(?![0-9a-fA-F〕\]]|[-_.年][0-9]{1,2}(?![0-9]))"
)
"""A year in a file's name: not one inside a number or a code, of a day, or of a notice's number."""


def read_number(match: Match, group: str, absent: int | None = None) -> int | None:
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
        return read_chinese_number(text)
    except KeyError:
        return None


def find_last_day(year: int, month: int | None) -> int | None:
    """The last day of a month, None for what is no month.

    `calendar`, which knows it too, takes as long to import as all else that reads days.
    """
    if month is None or month not in range(1, 13) or not 0 < year <= MAXYEAR:
        return None
    return 31 if month == 12 else (date(year, month + 1, 1) - timedelta(1)).day


def make_day(year: int | None, month: int | None, day: int | None) -> date | None:
    """The date, None where there is no such day."""
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


WRITTEN_YEAR = later(rf"[0-9０-９]{{4}}(?=\s*[年./-])|[{_YEAR_DIGITS}]{{4}}(?=\s*年)")
"""A year as written before 年, or before a month in digits."""

MAYBE_IN_DIGITS = later("[0-9０-９]{4}|[0-9] [0-9]")
MAYBE_YEAR = later(f"[0-9０-９{_YEAR_DIGITS}Oo]{{4}}|[0-9] [0-9]")
"""What a text has that names a year, in whatever signs."""

_MONTH = rf"\d{{1,2}}|[{NUMERALS}]{{1,3}}"
_YEAR_BEFORE = r"(?<![\d.])(?:(?P<y>(?:19|20)\d\d)\s*年\s*)?"
MONTH_DAY = later(rf"{_YEAR_BEFORE}(?P<m>{_MONTH})\s*月\s*(?P<d>{_MONTH})\s*日")
DAY_IN_DIGITS = later(rf"{_YEAR_BEFORE}(?P<m>\d{{1,2}})\s*月\s*(?P<d>\d{{1,2}})\s*日")
"""A day, with its year or without, in text whose years are in digits; the same in digits only."""

FULL_DAY = later(
    rf"(?P<y>(?:19|20)\d\d)\s*[-年./]\s*(?P<m>{_MONTH}|元)\s*[-月./]\s*(?P<d>{_MONTH})\s*日?"
)
"""A day with its year, in words or with signs between."""

YEAR = r"20\d\d年度?"
"""What a year in digits looks like in prose."""

_SINCE, _UP_TO = ("起", "份"), ("至", "到", "-", "—", "~")
_ENDS_MONTH = ("份", "末", "底")
_ENDS_YEAR = ("31日", "底", "末", "份")


def read_span(text: str, at: int) -> tuple[str, int] | None:
    """What of a year begins with digits at a place of a text made plain, and where it ends: `whole`
    (1月至12月, 12月底), some `months` of one, or a `year`.
    """
    # as ordinals, without a pattern: it would take longer to compile than the figures to read
    end = _pass_digits(text, at, 4)
    if end == at + 4 and text[at : at + 2] in ("19", "20"):
        if text.startswith("年", end):
            return "year", end + (2 if text.startswith("度", end + 1) else 1)
        return ("year", end) if text[end : end + 1] in ("-", "—", "、") else None
    if not at < end <= at + 2:
        return None
    whole = _find_end_of_year(text, at)
    if whole:
        return "whole", whole
    if text[end : end + 1] in _UP_TO:
        begin = end + 1
        end = _pass_digits(text, begin, 2)
        if end == begin:
            return None
    if not text.startswith("月", end):
        return None
    day = _pass_digits(text, end + 1, 2)
    if day > end + 1 and text.startswith("日", day):
        return "months", day + 1
    return "months", end + 2 if text[end + 1 : end + 2] in _ENDS_MONTH else end + 1


def _find_end_of_year(text: str, at: int) -> int:
    """Where what ends in December ends that is the whole year or its end; 0 where there is none."""
    if text.startswith("12月", at):
        end = at + 3
        last = next((one for one in _ENDS_YEAR[:3] if text.startswith(one, end)), "")
        return end + len(last) if last else 0
    if not text.startswith("1月", at):
        return 0
    at += 2
    at += 2 * text.startswith("1日", at)
    at += text[at : at + 1] in _SINCE
    if text[at : at + 1] not in _UP_TO:
        return 0
    at += 1
    if text.startswith("20", at) and _pass_digits(text, at, 4) == at + 4:
        at += 5 * text.startswith("年", at + 4)
    if not text.startswith("12月", at):
        return 0
    at += 3
    return at + len(next((one for one in _ENDS_YEAR if text.startswith(one, at)), ""))


def _pass_digits(text: str, at: int, most: int) -> int:
    """Where decimal digits that stand at a place end, looking at so many at most."""
    end = at
    while end < at + most and text[end : end + 1].isdecimal():
        end += 1
    return end


def write_year_as(year: int, like: str) -> str:
    """A year in the digits in which another is written: 2023, ２０２３, 二〇二三."""
    if any(char in _YEAR_DIGITS for char in like):
        # 〇, ○ and 零 are all in use: the year beside it keeps the sign of its document
        zero = next((char for char in like if char in _ZEROS), _ZEROS[0])
        return "".join(f"{zero}{_COUNTING[1:]}"[int(digit)] for digit in str(year))
    return str(year) if like.isascii() else str(year).translate(_FULL_WIDTH)


def find_file_years(file_name: str) -> set[int]:
    """The years that the name of a file carries, its folder left out."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    if "20" not in name and "19" not in name:  # the pattern need not be compiled for it
        return set()
    return {int(year) for year in _FILE_YEAR.findall(name)}


TOP_STYLE, INNER_STYLE = "一、", "（一）"
"""The styles of headings and of those within them, as documents of offices have them."""

PLAIN_NUMERALS = f"零{_COUNTING}十百千{MYRIADS}"
"""What figures of prose are written with beside digits."""

BEING, BEHIND_NUMERAL = "是", frozenset("是要、）)")
"""What stands behind the numeral of one of several things: 一是; 一要, 一、."""

MAYBE_BEGINS_YEAR = (*(f"二{zero}" for zero in "〇○零Oo0０"), "一九", "2O", "2o", "２O", "２o")
"""What years begin with that are not in digits alone; nearly all are."""

TELLING_APART = frozenset(f"0123456789{NUMERALS}两上下前后")
"""What tells two things of one name apart: 一科 and 二科, 上半年 and 下半年."""

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

_Form = Callable[[str], tuple[str, int] | None]
"""What reads an ordinal at the beginning of a text: the number as written, and where the text
behind it begins. No patterns: they take longer to compile than the headings of a report to read.
"""
_Digits = Callable[[str], bool]

is_numeral: _Digits = frozenset(NUMERALS).__contains__
_is_legal: _Digits = frozenset(_LEGAL_ORDINALS).__contains__
_is_stroke: _Digits = frozenset(_STROKES).__contains__
_POINTS = frozenset("、.．,，")
_COLONS = _POINTS | frozenset(":：")


def pass_over(text: str, at: int, of_kind: _Digits = str.isspace) -> int:
    """Where the characters of a kind that stand at a place end."""
    while of_kind(text[at : at + 1]):
        at += 1
    return at


def _make_form(
    digits: _Digits,
    most: int,
    behind: Collection[str],
    *,
    opened: bool = False,
    then: Collection[str] = (),
    close: bool = False,
) -> _Form:
    """At most so many digits, one of `behind`, and one of `then` or none. A bracket before them has
    `opened`. White space may stand between, with `close` none before what is behind.
    """

    def read(text: str) -> tuple[str, int] | None:
        begin = pass_over(text, 1) if opened else 0
        end = pass_over(text, begin, digits)
        at = end if close else pass_over(text, end)
        if not 0 < end - begin <= most or text[at : at + 1] not in behind:
            return None
        at = pass_over(text, at + 1)
        if text[at : at + 1] in then:
            at = pass_over(text, at + 1)
        return text[begin:end], at

    return read


_read_pointed = _make_form(str.isdecimal, 2, _POINTS)


def _read_decimal(text: str) -> tuple[str, int] | None:
    """1. or 1、, but not 1.5."""
    found = _read_pointed(text)
    return None if found is None or text[found[1] : found[1] + 1].isdecimal() else found


def _read_blank(text: str) -> tuple[str, int] | None:
    """一 with nothing but a blank behind it."""
    end = pass_over(text, 0, is_numeral)
    at = pass_over(text, end)
    return (text[:end], at) if end <= 3 and end < at else None


_PARTS = ("大部分", "部分", "章", "节", "篇", "大项", "项")


def _read_part(text: str) -> tuple[str, int] | None:
    """第一部分, 第一章; 第一 before a sign or a blank."""
    begin = pass_over(text, 1)
    end = pass_over(text, begin, is_numeral)
    most = 3
    if end == begin:
        end, most = pass_over(text, begin, str.isdecimal), 2
    at = pass_over(text, end)
    part = next((one for one in _PARTS if text.startswith(one, at)), "")
    behind = pass_over(text, at + len(part))
    # 第一，… begins a sentence of the prose
    if text[behind : behind + 1] in (_COLONS if part else _COLONS - {",", "，"}):
        behind = pass_over(text, behind + 1)
    elif not part and at == end:
        return None
    return (text[begin:end], behind) if 0 < end - begin <= most else None


def _read_enclosed(text: str) -> tuple[str, int]:
    at = pass_over(text, 1)
    return text[0], pass_over(text, at + 1) if text[at : at + 1] in _COLONS else at


_read_comma_behind = _make_form(_is_stroke, 2, frozenset("、，,"))


def _read_stroke(text: str) -> tuple[str, int] | None:
    """A stroke before a word."""
    found = _read_comma_behind(text)
    return found if found is not None and "\u4e00" <= text[found[1] :][:1] <= "\u9fff" else None


def _make_pattern_form(pattern: str) -> _Form:
    """For what few reports have."""
    form = later(pattern)

    def read(text: str) -> tuple[str, int] | None:
        match = form.match(text)
        return None if match is None else (match[1], match.end())

    return read


_ORDINALS: tuple[tuple[str, str, _Form], ...] = (
    ("一、", NUMERALS, _make_form(is_numeral, 3, _COLONS)),
    (
        *("（一）", "(（〔[［【〖"),
        _make_form(is_numeral, 3, frozenset(")）〕]］】〗"), opened=True, then=_COLONS),
    ),
    ("1.", _ARABIC, _read_decimal),
    (
        *("（1）", "(（[［【"),
        _make_form(str.isdecimal, 2, frozenset(")）]］】"), opened=True, then=_POINTS),
    ),
    ("第一", "第", _read_part),
    ("1", _ARABIC, _make_form(str.isdecimal, 2, frozenset(")）"), close=True)),
    ("一）", NUMERALS, _make_form(is_numeral, 3, frozenset(")）】]"))),
    ("一", NUMERALS, _make_form(is_numeral, 3, frozenset("。；;·•・|｜/‧-—丶"))),
    ("一、", NUMERALS, _read_blank),
    (
        *("I.", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX"),
        _make_pattern_form(r"([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]{1,4}(?=[、.．]))\s*[、.．,，]?\s*"),
    ),
    ("壹、", _LEGAL_ORDINALS, _make_form(_is_legal, 3, _COLONS)),
    ("①", _EACH_ENCLOSED, _read_enclosed),
    ("part", "Pp", _make_pattern_form(r"(?i:part)\s*[.．]?\s*(\d{1,2})\s*[、.．:：|-]?\s*")),
    (STROKE, _STROKES, _read_stroke),
)
"""Each style with the characters that it begins with, and what reads it. The first that fits is the
one: those with a sign of their own behind the numeral stand before those that take nearly any.
"""


def _index_by_first() -> dict[str, list[tuple[str, _Form]]]:
    found: dict[str, list[tuple[str, _Form]]] = {}
    for style, firsts, form in _ORDINALS:
        for char in firsts:
            found.setdefault(char, []).append((style, form))
    return found


_BY_FIRST = _index_by_first()
_BEHIND_ITEM = frozenset(")）、是")


def begins_item(text: str) -> bool:
    """Whether a text begins with what tells one of several: （三）, 三、, 一是."""
    begin = 1 if text[:1] in ("(", "（") else 0
    end = pass_over(text, begin, is_numeral)
    return 0 < end - begin <= 3 and text[end : end + 1] in _BEHIND_ITEM


def drop_row_number(text: str) -> str:
    """A label made plain without the number of its row: 一、, (一), 1."""
    opened = text.startswith("(")
    end = pass_over(text, int(opened), is_numeral)
    if end > opened and text.startswith(")" if opened else "、", end):
        return text[end + 1 :]
    end = 0 if opened else pass_over(text, 0, str.isdecimal)
    return text[end + 1 :] if end and text.startswith(".", end) else text


_RADICALS = frozenset(map(chr, range(0x2E80, 0x2FE0)))
"""Characters that a PDF font gives in place of 一 and others."""
_ROMAN_LETTERS = {"I": 1, "V": 5, "X": 10}


def _read_roman(text: str) -> int:
    if text in "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ":
        return "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ".index(text) + 1
    values = [_ROMAN_LETTERS[char] for char in text] + [0]
    return sum(-a if a < b else a for a, b in pairwise(values))


def _read_ordinal_value(text: str, style: str) -> int:
    if style == "I.":
        return _read_roman(text)
    if style == STROKE:
        return 1
    if style == "①":
        return int(unicodedata.numeric(text))
    return int(text) if text.isdigit() else read_chinese_number(text)


class Ordinal(msgspec.Struct, frozen=True):
    """The ordinal of a heading: as written, its value, and its style (`一、` `（一）` `1.` ...)."""

    text: str
    value: int
    style: str


@remember_results(4096)
def split_ordinal(text: str) -> tuple[Ordinal | None, str]:
    """The ordinal that a text begins with, and the text without it.

    White space in front is dropped. A number that goes on (`1.5`, `12月`) is no ordinal.
    """
    text = replace_unseen(text).lstrip()
    if not _RADICALS.isdisjoint(text[:4]):
        text = flatten(text)
    for style, form in _BY_FIRST.get(text[:1], ()):
        found = form(text)
        if found is not None and found[1] < len(text):  # a numeral alone is the ordinal of nothing
            number, end = found
            return Ordinal(text[:end].rstrip(), _read_ordinal_value(number, style), style), text[
                end:
            ]
    return None, text
