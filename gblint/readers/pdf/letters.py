"""The text of a page as pdfium reads it → its glyphs.

Text that is not to be seen is left out: painted invisibly, white on white, off the page, clipped.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from ctypes import byref, c_double, c_float, c_uint16
from itertools import groupby
from typing import NamedTuple

from gblint.readers.pdf import pdfium
from gblint.readers.pdf.drawing import Drawing
from gblint.readers.pdf.page import Box, Glyph
from gblint.readers.pdf.view import View
from gblint.text import without_radicals

_HIDDEN_MODES = frozenset({3, 7})
"""Text rendering modes that paint nothing (ISO 32000-1, table 106)."""

_SMALLEST = 1.0
"""Points that a glyph must be high to be seen."""

_SIDEWAYS = 0.8
"""Share of a page's glyphs from which on it is read turned, as whoever reads it turns it."""

_DOUBLED = 1.2
"""Points by which the second copy of a glyph may be off that is printed twice to look bold."""

_SAME_PLACE = 64
"""Glyphs of one character that are looked at for such a copy: those of a column, and some more."""

_LOWEST = -0.5
"""Ems below the line that a font may claim its glyphs to reach."""

_OBLIQUE = 0.1
"""Rise of a line, in shares of its length, from which on its glyphs have heights of their own."""

_LEAST_SHOWN = 0.25
"""Share of a glyph's width that must be inside what is seen."""

_LEAST_BLANK, _WIDEST_BLANK = 0.15, 4.0
"""Ems that blanks at the beginning of a text object are wide."""

_FIRST_WIDE = "\u2e80"
"""The first of the characters that are an em wide."""

_UNKNOWN = "\ufffd"

_HYPHEN = "-"


class _Style(NamedTuple):
    """What the glyphs of a text object have in common, in the page's own coordinates.

    `low` and `high` are the ends of their height, None where each has its own. `turn` is by how
    many quarters clockwise the line is turned. `begin` is where an object begins whose line is not.
    `drawn` is the width of an em where the font is made of drawings, else 0.
    """

    seen: bool
    white: bool
    turn: int
    low: float | None
    high: float | None
    clip: Box | None
    begin: float | None
    drawn: float


class Letters:
    """The text of a page as pdfium reads it, by the objects that it stands in."""

    def __init__(self, text: int, drawing: Drawing) -> None:
        self._text = text
        self._drawing = drawing
        self._descents: dict[int, float] = {}
        self._known: dict[int, set[str]] = {}
        count = pdfium.count_chars(text)
        self._chars = _read_chars(text, max(count, 0))
        boxes = array("f", bytes(16 * len(self._chars)))
        base, _ = boxes.buffer_info()
        find, of = pdfium.find_loose_box, pdfium.find_char_object
        for at in range(len(self._chars)):
            find(text, at, base + 16 * at)
        self._boxes = boxes.tolist()
        self._objects = [
            None if char == " " and pdfium.is_generated(text, at) else of(text, at)
            for at, char in enumerate(self._chars)
        ]
        self._runs: list[tuple[int, range, _Style]] = []
        begin = 0
        before: int | None = None
        for one, group in groupby(self._objects):
            end = begin + len(list(group))
            if one:  # what has none are blanks and ends of lines that pdfium adds
                style = self._find_style(one, begin)
                if one == before:  # goes on after a gap
                    style = style._replace(begin=None)
                self._runs.append((one, range(begin, end), style))
                before = one
            begin = end

    def find_turn(self, quarters: int) -> int:
        """By how many quarters clockwise nearly all text of the page is turned, 0 for less."""
        counts = [0, 0, 0, 0]
        for _, run, style in self._runs:
            counts[(style.turn + quarters) % 4] += len(run)
        most = max((1, 3), key=lambda turn: counts[turn])
        return most if counts[most] > _SIDEWAYS * sum(counts) else 0

    def read(self, view: View) -> tuple[list[Glyph], int]:
        """The glyphs that are seen, and how many of them have no character."""
        glyphs = self._find_blanks(view)
        unmapped = 0
        for one, run, style in self._runs:
            if not style.seen:
                continue
            found = self._keep_seen(
                self._place(self._find_text(one, run), run, style, view), style, view
            )
            unmapped += sum(glyph.text == _UNKNOWN for glyph in found)
            glyphs += found
        return glyphs, unmapped

    def _find_blanks(self, view: View) -> list[Glyph]:
        """The blanks that stand in text objects of their own, which pdfium leaves out."""
        silent = self._drawing.texts.keys() - set(self._objects)
        boxes = [box for one in silent if (box := self._drawing.find_blank(one))]
        return [Glyph(" ", *view.box(*box), 0) for box in sorted(boxes)]

    def _find_text(self, one: int, run: range) -> str:
        """The characters of a run, one that its font does not tell as U+FFFD."""
        text = "".join(self._chars[run.start : run.stop])
        known = self._known.setdefault(pdfium.find_font(one) or 0, set())
        new = set(text).difference(known)
        if new:
            checked = [
                self._check_char(char, place) if char in new else char
                for char, place in zip(text, run, strict=True)
            ]
            known |= new.intersection(checked)
            text = "".join(checked)
        return text

    def _check_char(self, char: str, place: int) -> str:
        if pdfium.lacks_character(self._text, place) or char == "\0":
            return _UNKNOWN
        if char in "\x02\ufffe" and pdfium.is_hyphen(self._text, place):
            return _HYPHEN  # at the end of a line, where pdfium takes it for no part of the word
        return char

    def _place(self, text: str, run: range, style: _Style, view: View) -> list[Glyph]:
        """The characters of a run where they stand on the page as it is shown."""
        boxes = self._boxes[4 * run.start : 4 * run.stop]
        lefts, highs, rights, lows = (boxes[at::4] for at in range(4))
        if len(set(lefts)) < len(lefts):
            lefts, rights = _spread(lefts, rights, highs)
        if style.drawn:
            lefts, rights = self._widen(text, run, style.drawn, rights)
        if style.low is not None and style.high is not None:
            if style.turn:
                lefts, rights = [style.low] * len(text), [style.high] * len(text)
            else:
                lows, highs = [style.low] * len(text), [style.high] * len(text)
        chars: Sequence[str] = without_radicals(text)
        if len(chars) != len(text):
            chars = [without_radicals(char) for char in text]
        turned = (style.turn + view.quarters) % 4 * 90
        box = view.box
        found = [
            Glyph(char, *box(x0, y0, x1, y1), turned)
            for char, x0, y0, x1, y1 in zip(chars, lefts, lows, rights, highs, strict=True)
            if char.isprintable() or char.isspace()
        ]
        blank = self._find_blank_before(run, style)
        if blank is not None:
            found.insert(0, Glyph(" ", *view.box(*blank), turned))
        return found

    def _widen(
        self, text: str, run: range, em: float, rights: list[float]
    ) -> tuple[list[float], list[float]]:
        """The sides of glyphs of a font made of drawings, whose boxes are what is drawn."""
        x, y = c_double(), c_double()
        lefts: list[float] = []
        for place in run:
            pdfium.find_origin(self._text, place, x, y)
            lefts.append(x.value)
        ends = [
            left + em if char >= _FIRST_WIDE else right
            for char, left, right in zip(text, lefts, rights, strict=True)
        ]
        return lefts, ends

    def _find_blank_before(self, run: range, style: _Style) -> Box | None:
        """The box of blanks that a text object begins with, where pdfium has put in one of its own
        for the gap and left those out: they are between the object's place and its first glyph.
        """
        if style.low is None or style.high is None or style.begin is None:
            return None
        end = self._boxes[4 * run.start]
        wide = (end - style.begin) / (style.high - style.low or 1.0)
        if not self._is_added_blank(run.start - 1) or not _LEAST_BLANK < wide < _WIDEST_BLANK:
            return None
        return style.begin, style.low, end, style.high

    def _is_added_blank(self, place: int) -> bool:
        return place >= 0 and self._chars[place] == " " and not self._objects[place]

    def _keep_seen(self, found: list[Glyph], style: _Style, view: View) -> list[Glyph]:
        """Without what stands off the page, is cut away, too low, or white on white."""
        areas = self._drawing.areas if style.white else [(0.0, 0.0, view.width, view.height)]
        clip = None if style.clip is None else view.box(*style.clip)
        kept: list[Glyph] = []
        for glyph in found:
            x, y = glyph.middle
            inside = 0 <= x <= view.width and 0 <= y <= view.height and glyph.size >= _SMALLEST
            inside = inside and (clip is None or _shows(glyph, clip))
            if inside and any(a[0] <= x <= a[2] and a[1] <= y <= a[3] for a in areas):
                kept.append(glyph)
        return kept

    def _find_style(self, one: int, first: int) -> _Style:
        mode = pdfium.find_render_mode(one)
        matrix = (c_float * 6)()
        pdfium.find_char_matrix(self._text, first, matrix)
        a, b, c, d, e, f = matrix
        size = pdfium.find_font_size(self._text, first)
        low: float | None
        high: float | None
        if abs(a) >= max(abs(b), abs(c)):
            turn, line, em = 0, f, d * size
        else:
            turn, line, em = (3 if b > 0 else 1), e, c * size
        oblique = min(abs(a), abs(b)) > _OBLIQUE * max(abs(a), abs(b))
        if oblique or self._is_vertical(first, line, em, turn):
            low = high = None
        else:
            descent = self._find_descent(one)
            low, high = sorted((line + descent * em, line + (1 + descent) * em))
        return _Style(
            seen=mode not in _HIDDEN_MODES,
            white=self._drawing.is_white_text(one, mode),
            turn=turn,
            low=low,
            high=high,
            clip=self._drawing.clips.get(one),
            begin=None if turn else e,
            drawn=0.0 if turn or low is None or self._has_name(one) else abs(a * size),
        )

    def _has_name(self, one: int) -> bool:
        """Whether the font of an object has a name; one that is made of drawings has none."""
        font = pdfium.find_font(one)
        return bool(font) and pdfium.find_font_name(font, None, 0) > 1

    def _is_vertical(self, first: int, line: float, em: float, turn: int) -> bool:
        """Whether the glyphs of an object stand under one another, or have heights of their own."""
        x, y = c_double(), c_double()
        pdfium.find_origin(self._text, first, x, y)
        return abs((x if turn else y).value - line) > 0.1 * abs(em)

    def _find_descent(self, one: int) -> float:
        """Ems that the font of an object reaches below the line, as a negative number.

        0 for one that is made of drawings, which has no height of its own.
        """
        font = pdfium.find_font(one) or 0
        found = self._descents.get(font)
        if found is None:
            value = c_float()
            told = self._has_name(one) and pdfium.find_descent(font, 1.0, byref(value))
            found = self._descents[font] = min(max(value.value, _LOWEST), 0.0) if told else 0.0
        return found


def _read_chars(text: int, count: int) -> Sequence[str]:
    """The characters of a page, one for each place."""
    buffer = (c_uint16 * (count + 1))()
    written = pdfium.copy_text(text, 0, count, buffer)
    whole = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if written == count + 1 and len(whole) == count and "\0" not in whole:
        return whole
    found = (pdfium.find_char(text, at) for at in range(count))  # some are left out of the copy
    return [_UNKNOWN if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code) for code in found]


def _spread(
    lefts: list[float], rights: list[float], highs: list[float]
) -> tuple[list[float], list[float]]:
    """The sides of characters that have one box together, beside one another in it.

    Such are those that a file gives as the text of a whole object, and the letters of a ligature.
    """
    lefts, rights = [*lefts], [*rights]
    boxes = list(zip(lefts, rights, highs, strict=True))
    begin = 0
    for (x0, x1, _), group in groupby(boxes):
        count = len(list(group))
        if count > 1:
            for at in range(count):
                lefts[begin + at] = x0 + (x1 - x0) * at / count
                rights[begin + at] = x0 + (x1 - x0) * (at + 1) / count
        begin += count
    return lefts, rights


def remove_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Without the second copy of glyphs that are printed twice to look bold."""
    order = sorted(range(len(glyphs)), key=lambda at: glyphs[at][:2])
    gone: set[int] = set()
    for number, at in enumerate(order):
        glyph = glyphs[at]
        for before in reversed(order[max(number - _SAME_PLACE, 0) : number]):
            other = glyphs[before]
            if other.text != glyph.text or glyph.x0 - other.x0 > _DOUBLED:
                break
            if abs(other.top - glyph.top) <= _DOUBLED:
                gone.add(at)
                break
    return [glyph for at, glyph in enumerate(glyphs) if at not in gone or glyph.text.isspace()]


def _shows(glyph: Glyph, clip: Box) -> bool:
    """Whether enough of a glyph is inside what is seen; a sign fills but half of its width."""
    part = _LEAST_SHOWN * (glyph.x1 - glyph.x0)
    beside = glyph.x0 + part <= clip[2] and glyph.x1 - part >= clip[0]
    return beside and clip[1] <= glyph.middle[1] <= clip[3]
