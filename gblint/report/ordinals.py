"""Ordinals in front of headings and labels: `一、` `（一）` `1.` `第一部分` and their like."""

from __future__ import annotations

import re
from itertools import pairwise

from gblint.normal import flatten, remembered
from gblint.report.model import Ordinal

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_CN = "[一二三四五六七八九十]{1,3}"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        ("一、", rf"({_CN})\s*[、.．,，:：]\s*"),
        ("（一）", rf"[(（〔]\s*({_CN})\s*[)）〕]\s*[、.．,，]?\s*"),
        ("1.", r"(\d{1,2})\s*[、.．,，](?!\s*\d)\s*"),
        ("（1）", r"[(（]\s*(\d{1,2})\s*[)）]\s*[、.．,，]?\s*"),
        ("第一", rf"第\s*({_CN}|\d{{1,2}})\s*(?:部分|章|节|篇)\s*[、.．,，:：]?\s*"),
        ("1", r"(\d{1,2})[)）]\s*"),
        ("一、", rf"({_CN})\s+"),
        ("I.", r"([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]{1,4}(?=[、.．]))\s*[、.．,，]?\s*"),
    )
)
_FIRST = frozenset("一二三四五六七八九十(（〔第0123456789ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX０１２３４５６７８９")
_RADICALS, _AFTER_RADICALS = "\u2e80", "\u2fe0"
"""Characters that a PDF font gives in place of 一 and others."""
_ROMAN = {"I": 1, "V": 5, "X": 10}
_CHINESE = "一二三四五六七八九"


def chinese_number(text: str) -> int:
    """The value of a Chinese numeral from 一 to 九十九."""
    tens, ten, units = text.rpartition("十")
    if not ten:
        return _DIGITS[text[0]]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[units] if units else 0)


def in_chinese(value: int) -> str:
    """A number from 1 to 99 as headings write it: 3 is 三, 12 is 十二."""
    tens, units = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _CHINESE[tens - 1] + "十"
    return head + (_CHINESE[units - 1] if units else "")


def _roman(text: str) -> int:
    if text in "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ":
        return "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ".index(text) + 1
    values = [_ROMAN[char] for char in text] + [0]
    return sum(-a if a < b else a for a, b in pairwise(values))


def _value(text: str, style: str) -> int:
    if style == "I.":
        return _roman(text)
    return int(text) if text.isdigit() else chinese_number(text)


@remembered(4096)
def split_ordinal(text: str) -> tuple[Ordinal | None, str]:
    """The ordinal that a text begins with, and the text without it.

    White space in front is dropped. A number that goes on (`1.5`, `12月`) is no ordinal.
    """
    text = text.lstrip()
    if any(_RADICALS <= char < _AFTER_RADICALS for char in text[:4]):
        text = flatten(text)
    if not text or text[0] not in _FIRST:
        return None, text
    for style, form in _FORMS:
        match = form.match(text)
        if match and match.end() < len(text):
            written = match.group(0).rstrip()
            return Ordinal(written, _value(match.group(1), style), style), text[match.end() :]
    return None, text
