"""Ordinals in front of headings and labels: `一、` `（一）` `1.` `第一部分` and their like."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from gblint.report.model import Ordinal
from gblint.text import flatten, remembered, without_unseen
from gblint.text.numerals import NUMERALS, chinese_number
from gblint.text.patterns import later

_CN = f"[{NUMERALS}]{{1,3}}"
_LEGAL = "壹贰貳叁參叄肆伍陆陸柒捌玖拾"
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
_FORMS: tuple[tuple[str, str, str], ...] = (
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
    ("壹、", _LEGAL, rf"([{_LEGAL}]{{1,3}})\s*[、.．,，:：]\s*"),
    ("①", _EACH_ENCLOSED, rf"([{_ENCLOSED}])\s*[、.．,，:：]?\s*"),
    ("part", "Pp", r"(?i:part)\s*[.．]?\s*(\d{1,2})\s*[、.．:：|-]?\s*"),
    (STROKE, _STROKES, rf"([{re.escape(_STROKES)}]{{1,2}})\s*[、，,]\s*(?=[\u4e00-\u9fff])"),
)
"""Each style with the characters that it begins with, and what it looks like."""


def _by_first() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for style, firsts, pattern in _FORMS:
        form = later(pattern)
        for char in firsts:
            found.setdefault(char, []).append((style, form))
    return found


_BY_FIRST = _by_first()
_RADICALS, _AFTER_RADICALS = "\u2e80", "\u2fe0"
"""Characters that a PDF font gives in place of 一 and others."""
_ROMAN = {"I": 1, "V": 5, "X": 10}


def _roman(text: str) -> int:
    if text in "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ":
        return "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ".index(text) + 1
    values = [_ROMAN[char] for char in text] + [0]
    return sum(-a if a < b else a for a, b in pairwise(values))


def _value(text: str, style: str) -> int:
    if style == "I.":
        return _roman(text)
    if style == STROKE:
        return 1
    if style == "①":
        return int(unicodedata.numeric(text))
    return int(text) if text.isdigit() else chinese_number(text)


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
            return Ordinal(written, _value(match.group(1), style), style), text[match.end() :]
    return None, text
