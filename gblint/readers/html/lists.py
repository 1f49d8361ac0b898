"""The numbers that a browser puts before the items of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from gblint.readers.html.style import read_style
from gblint.text.numerals import numeral

if TYPE_CHECKING:
    from gblint.readers.element import Element

_FORMS = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "cjk-decimal": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "simp-chinese-formal": "chineseLegalSimplified",
}
"""HTML's type and CSS's list-style-type → w:numFmt, which `numeral` knows; else decimals."""
_WITHOUT = ("none", "disc", "circle", "square")


class _List(msgspec.Struct):
    ordered: bool
    form: str
    next: int


class Lists:
    """The lists that are open."""

    def __init__(self) -> None:
        self._open: list[_List] = []
        self._number = ""

    def start(self, element: Element, tag: str) -> None:
        """Begin a list or an item; other blocks change nothing."""
        if tag in ("ol", "ul"):
            form = _form(element)
            ordered = tag == "ol" and form not in _WITHOUT
            self._open.append(_List(ordered, form, _whole(element.get("start"), 1)))
        elif tag == "li" and self._open:
            of = self._open[-1]
            value = _whole(element.get("value"), of.next)
            of.next = value + 1
            self._number = _written(value, _form(element) or of.form) if of.ordered else ""

    def end(self, tag: str) -> None:
        if tag in ("ol", "ul") and self._open:
            self._open.pop()
        if tag == "li":
            self._number = ""

    def number(self) -> str:
        """The number for the text that comes now: that of its item, for the first of it."""
        number, self._number = self._number, ""
        return number


def _form(element: Element) -> str:
    return read_style(element.get("style") or "").numbers or element.get("type") or ""


def _written(value: int, form: str) -> str:
    kind = _FORMS.get(form, "decimal")
    return numeral(value, kind) + ("、" if kind.startswith("chinese") else ".")


def _whole(text: str | None, absent: int) -> int:
    written = "" if text is None else text.strip()
    return int(written) if written.isdecimal() and len(written) < 6 else absent
