"""Numbers as automatic numbering writes them (ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
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
    """A number in the form that w:numFmt names; a form that is not known gives decimals."""
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


def _chinese(number: int) -> str:
    return _counting(number, _DIGITS, "十百千", short=True)


def _legal(number: int) -> str:
    return _counting(number, _LEGAL, "拾佰仟", short=False)


def _japanese(number: int) -> str:
    """Without 零, and without 一 before 十, 百 and 千."""
    text = _counting(number, _DIGITS, "十百千", short=True).replace("零", "")
    for place in "十百千":
        text = text.replace("一" + place, place)
    return text


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number)) if number >= 0 else str(number)


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
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
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
