"""Chinese numerals as prose has them: 一百二十, 两千, 三万二千一百, 贰拾."""

from __future__ import annotations

_DIGITS = {char: i for i, char in enumerate("零一二三四五六七八九")}
_DIGITS |= {char: i for i, char in enumerate("〇壹贰叁肆伍陆柒捌玖")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}

DIGITS = "".join(_DIGITS)
PLACES = "".join(_PLACES)
MYRIADS = "".join(_MYRIADS)


def chinese_value(text: str) -> int | None:
    """The value of a numeral, None for characters that make none (两三, 百千)."""
    total = section = 0
    digit: int | None = None
    last = 10**9
    for char in text:
        if char in _DIGITS:
            if digit:  # two digits side by side: two or three, or a year
                return None
            digit = _DIGITS[char]
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


def scale(text: str) -> int:
    """What 万, 千 or 万亿 after digits multiplies by; 1 for nothing."""
    factor = 1
    for char in text:
        factor *= _MYRIADS.get(char) or _PLACES[char]
    return factor
