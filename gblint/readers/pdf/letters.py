"""The text of a page as pdfium reads it → its glyphs.

Text that is not to be seen is left out: painted invisibly, white on white, off the page, clipped.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from ctypes import addressof, c_float, c_size_t, c_uint16, create_string_buffer
from functools import cache, partial
from itertools import compress, groupby, pairwise, repeat
from operator import eq, ne
from typing import Any, NamedTuple

from gblint.readers.pdf import pdfium
from gblint.readers.pdf.drawing import Drawing, Matrix, View
from gblint.readers.pdf.page import Box, Glyph
from gblint.readers.pdf.pdfium import read_characters
from gblint.text import replace_radicals

_HIDDEN_MODES = frozenset({3, 7})
"""Text rendering modes that paint nothing (ISO 32000-1, table 106)."""

_SMALLEST = 1.0
"""Points that a glyph must be high to be seen."""

_SIDEWAYS = 0.8
"""Share of a page's glyphs from which on it is read turned, as whoever reads it turns it."""

_DOUBLED = 1.2
"""Points by which the second copy of a glyph may be off that is printed twice to look bold."""

_LOWEST = -0.5
"""Ems below the line that a font may claim its glyphs to reach."""

_OFF_LINE = 0.1
"""Ems off the line from which on a glyph stands under another, not on a line."""

_OBLIQUE = 0.1
"""Rise of a line, in shares of its length, from which on its glyphs have heights of their own."""

_LEAST_SHOWN = 0.25
"""Share of a glyph's width that must be inside what is seen."""

_CUT = "…"

_APART = 0.5
"""Heights of a glyph that the next one of a word may be off."""

_LEAST_BLANK, _WIDEST_BLANK = 0.15, 4.0
"""Ems that blanks at the beginning of a text object are wide."""

_FIRST_WIDE = "\u2e80"
"""The first of the characters that are an em wide."""

_UNKNOWN = "\ufffd"

_ENDS = {ord("\r"): " ", ord("\n"): " "}
"""The ends of lines, which pdfium adds, as blanks."""

_HYPHENS = {0x02: "-", 0xFFFE: "-", 0: _UNKNOWN}


class _Font:
    """What is known of a font: `named` is false for one that is made of drawings. `descent` is how
    many ems its glyphs reach below the line, as a negative number (0 without a name: it has no
    height of its own). `vertical` says that its glyphs stand under one another. `maps_codes` is
    false where the file does not say which characters its codes are for.
    """

    def __init__(self, handle: int) -> None:
        self.named = bool(handle) and pdfium.find_font_name(handle, None, 0) > 1
        self.vertical: bool | None = None
        self.maps_codes = True
        self._handle = handle
        self._characters: dict[int, str] | None = None
        value = c_float()
        known = self.named and pdfium.find_descent(handle, 1.0, addressof(value))
        self.descent = min(max(value.value, _LOWEST), 0.0) if known else 0.0

    def find_character(self, char: str) -> str:
        """The character of a glyph of which the file tells nothing; `char` has its code."""
        if self._characters is None:
            self._characters = read_characters(_copy_font(self._handle))
        return self._characters.get(ord(char), _UNKNOWN)


class _Style(NamedTuple):
    """What the glyphs of a text object have in common, in the page's own coordinates.

    `low` and `high` are the ends of their height, None where each has its own. `turn` is by how
    many quarters clockwise the line is turned. `begin` is where an object begins, and `em` how wide
    an em is, on a line that is not turned.
    """

    font: _Font
    seen: bool
    white: bool
    turn: int
    low: float | None
    high: float | None
    clip: Box | None
    begin: float | None
    em: float


class Rooms:
    """Room for what pdfium tells of characters and objects; it serves all pages of a file."""

    def __init__(self) -> None:
        self.boxes = pdfium.Room("f", 4)
        self.matrices = pdfium.Room("f", 6)
        self.colours = pdfium.Room("I", 1)


class Letters:
    """The text of a page as pdfium reads it, by the objects that it stands in."""

    def __init__(self, text: int, drawing: Drawing, rooms: Rooms) -> None:
        self._text = text
        self._prepared = pdfium.prepare_address(text)
        self._drawing = drawing
        self._find_font = cache(_Font)
        self._point = array("d", bytes(16))
        self._point_at, _ = self._point.buffer_info()
        count = max(pdfium.count_chars(text), 0)
        self._chars = _read_chars(text, count)
        self._has_radicals = replace_radicals(self._chars) != self._chars
        all_of_it = repeat(self._prepared, count)
        box = rooms.boxes.read(pdfium.find_loose_box, all_of_it, range(count), count=count)
        self._lefts, self._highs, self._rights, self._lows = (box[at::4] for at in range(4))
        all_of_it = repeat(self._prepared, count)
        self._objects: list[int | None] = [*map(pdfium.find_char_object, all_of_it, range(count))]
        # blanks that pdfium put in for gaps: places of glyphs tell these better
        at = self._chars.find(" ")
        while at >= 0:
            if pdfium.is_generated(text, at):
                self._objects[at] = None
            at = self._chars.find(" ", at + 1)
        lacks = map(pdfium.lacks_character, repeat(self._prepared, count), range(count))
        self._lacking = set(compress(range(count), lacks))
        # characters with one box together, and signs that are none, need a look of their own
        same_place = map(eq, self._lefts, self._lefts[1:])
        self._uncommon = self._lacking.union(compress(range(count), same_place))
        if not self._chars.translate(_ENDS).isprintable():
            self._uncommon.update(at for at in range(count) if not self._chars[at].isprintable())
        self._runs = self._divide_into_runs(rooms)
        if self._lacking:
            self._find_untold_fonts()

    def _divide_into_runs(self, rooms: Rooms) -> list[tuple[range, _Style]]:
        """The runs of characters of one object that nothing parts."""
        runs: list[range] = []
        objects: list[int] = []
        others = map(ne, self._objects, self._objects[1:])
        ends = [*compress(range(1, len(self._objects)), others), len(self._objects)]
        begin = 0
        for end in ends:
            one = self._objects[begin] if begin < end else None
            if one:  # what has none are blanks and ends of lines that pdfium adds
                runs.append(range(begin, end))
                objects.append(one)
            begin = end
        return list(zip(runs, self._find_styles(objects, runs, rooms), strict=True))

    def _find_styles(
        self, objects: Sequence[int], runs: Sequence[range], rooms: Rooms
    ) -> Iterator[_Style]:
        """The styles of runs by their objects. What pdfium tells of one is asked of all at once,
        which is quicker; most are alike but for the line that they stand on.
        """
        count = len(runs)
        firsts = [run.start for run in runs]
        text = repeat(self._prepared, count)
        matrices = rooms.matrices.read(pdfium.find_char_matrix, text, firsts, count=count)
        sizes = map(pdfium.find_font_size, repeat(self._prepared, count), firsts)
        prepared = [*map(pdfium.prepare_address, objects)]
        modes = [*map(pdfium.find_render_mode, prepared)]
        whites = self._drawing.find_white_texts(objects, prepared, modes, rooms.colours)
        styles: dict[tuple[Any, ...], _Style] = {}
        before = 0
        for first, one, handle, mode, white, size, a, b, c, d, e, f in zip(
            firsts,
            objects,
            map(pdfium.find_font, prepared),
            modes,
            whites,
            sizes,
            *(matrices[at::6] for at in range(6)),
            strict=True,
        ):
            clip = self._drawing.clips.get(one)
            key = (handle, mode, white, size, a, b, c, d, clip)
            style = styles.get(key)
            if style is None:
                font = self._find_font(handle or 0)
                style = self._find_style(font, first, mode, (a, b, c, d, e, f), size)
                style = styles[key] = style._replace(white=white, clip=clip)
            font, seen, _, turn, low, high, _, _, em = style
            line = e if turn else f
            begin = None if turn or one == before else e  # none where it goes on after a gap
            before = one
            if low is None or high is None:
                yield style._replace(begin=begin)
            else:
                yield _Style(font, seen, white, turn, line + low, line + high, clip, begin, em)

    def _find_untold_fonts(self) -> None:
        """Note the fonts most of whose codes are for no character that the file tells.

        What pdfium then takes for the others' characters are their codes as well.
        """
        counts: dict[_Font, list[int]] = {}
        for run, style in self._runs:
            of = counts.setdefault(style.font, [0, 0])
            of[0] += len(run)
            of[1] += len(self._lacking.intersection(run))
        for font, (all_of_it, lacking) in counts.items():
            font.maps_codes = lacking <= all_of_it / 2

    def find_turn(self, quarters: int) -> int:
        """By how many quarters clockwise nearly all text of the page is turned, 0 for less."""
        counts = [0, 0, 0, 0]
        for run, style in self._runs:
            counts[(style.turn + quarters) % 4] += len(run)
        most = max((1, 3), key=lambda turn: counts[turn])
        return most if counts[most] > _SIDEWAYS * sum(counts) else 0

    def read(self, view: View) -> tuple[list[Glyph], int]:
        """The glyphs that are seen, and how many of them have no character."""
        glyphs = self._find_blanks(view)
        unmapped = 0
        printed: dict[tuple[str, int], list[Glyph]] = {}  # what was seen so far, where
        placed = self._place_plain(view)
        for run, style in self._runs:
            if style.seen:
                text = self._find_text(run, style.font)
                if placed and self._is_plain(run, style):
                    found = placed[run.start : run.stop]
                else:
                    found = self._place(text, run, style, view)
                found = self._keep_seen(found, style, view)
                if found and not _is_second_copy(text, found[0], printed):
                    glyphs += found
                    if _UNKNOWN in text:
                        unmapped += sum(glyph.text == _UNKNOWN for glyph in found)
        return glyphs, unmapped

    def _find_blanks(self, view: View) -> list[Glyph]:
        """The blanks that stand in text objects of their own, which pdfium leaves out."""
        silent = self._drawing.texts.keys() - set(self._objects)
        boxes = [box for one in silent if (box := self._drawing.find_blank(one))]
        return [Glyph(" ", *view.place_box(*box), 0) for box in sorted(boxes)]

    def _find_text(self, run: range, font: _Font) -> str:
        """The characters of a run, one that its font does not tell as U+FFFD."""
        text = self._chars[run.start : run.stop]
        if not font.maps_codes:
            text = "".join(map(font.find_character, text))
        elif self._lacking and not self._lacking.isdisjoint(run):
            text = "".join(
                _UNKNOWN if place in self._lacking else char
                for char, place in zip(text, run, strict=True)
            )
        if not text.isprintable():
            # the end of a line, where pdfium takes a hyphen for no part of the word
            text = text.translate(_HYPHENS)
        return text

    def _place_plain(self, view: View) -> list[Glyph]:
        """A glyph for each character of the page, right for those of plain runs: they are made in
        one go, which is quicker. None where the page is turned or has radicals.
        """
        left, top = view.place(0.0, 0.0)
        if view.quarters or self._has_radicals:
            return []
        tops, bottoms = [0.0] * len(self._chars), [0.0] * len(self._chars)
        for run, (_, _, _, _, low, high, _, _, _) in self._runs:
            if low is not None and high is not None:
                count = len(run)
                tops[run.start : run.stop] = [top - high] * count
                bottoms[run.start : run.stop] = [top - high + high - low] * count
        lefts, rights = self._lefts, self._rights
        if left:
            lefts, rights = [x + left for x in lefts], [x + left for x in rights]
        return [*map(_make_glyph, zip(self._chars, lefts, tops, rights, bottoms, repeat(0)))]

    def _is_plain(self, run: range, style: _Style) -> bool:
        """Whether a run stands on a line that is not turned, and has nothing else of its own."""
        return (
            style.low is not None
            and not style.turn
            and style.font.named
            and style.font.maps_codes
            and (not self._uncommon or self._uncommon.isdisjoint(run))
            and self._find_blank_before(run, style) is None
        )

    def _place(self, text: str, run: range, style: _Style, view: View) -> list[Glyph]:
        """The characters of a run where they stand on the page as it is shown."""
        part = slice(run.start, run.stop)
        lefts, rights = self._lefts[part], self._rights[part]
        if len(set(lefts)) < len(lefts):
            lefts, rights = _spread(lefts, rights, self._highs[part])
        chars: Sequence[str] = text
        if self._has_radicals or not style.font.maps_codes:
            chars = [replace_radicals(char) for char in text]
        low, high = style.low, style.high
        turned = (style.turn + view.quarters) % 4 * 90
        lows, highs = self._lows[part], self._highs[part]
        if low is None or high is None:
            sides = zip(lefts, lows, rights, highs, strict=True)
        elif style.turn:
            sides = zip(repeat(low), lows, repeat(high), highs, strict=False)
        else:
            if not style.font.named:
                lefts, rights = self._widen(text, run, style.em, rights)
            begin = self._find_blank_before(run, style)
            if begin is not None:
                chars, lefts, rights = [" ", *chars], [begin, *lefts], [lefts[0], *rights]
            sides = zip(lefts, repeat(low), rights, repeat(high), strict=False)
        if style.turn or view.quarters or low is None or high is None:
            found = [
                Glyph(char, *view.place_box(*side), turned)
                for char, side in zip(chars, sides, strict=True)
            ]
        else:
            x, top = view.place(0.0, high)
            if x:
                lefts, rights = [x0 + x for x0 in lefts], [x1 + x for x1 in rights]
            rest = repeat(top), rights, repeat(top + high - low), repeat(0)
            found = [*map(_make_glyph, zip(chars, lefts, *rest, strict=False))]
        if text.isprintable():
            return found
        return [one for one in found if one.text.isprintable() or one.text.isspace()]

    def _widen(
        self, text: str, run: range, em: float, rights: list[float]
    ) -> tuple[list[float], list[float]]:
        """The sides of glyphs of a font made of drawings, whose boxes are what is drawn."""
        lefts = [self._find_origin(place)[0] for place in run]
        ends = [
            left + em if char >= _FIRST_WIDE else right
            for char, left, right in zip(text, lefts, rights, strict=True)
        ]
        return lefts, ends

    def _find_origin(self, place: int) -> tuple[float, float]:
        pdfium.find_origin(self._text, place, self._point_at, self._point_at + 8)
        x, y = self._point
        return x, y

    def _find_blank_before(self, run: range, style: _Style) -> float | None:
        """Where blanks begin that a text object begins with, where pdfium has put in one of its own
        for the gap and left those out: they are between the object's place and its first glyph.
        """
        before = run.start - 1
        if style.begin is None or before < 0 or self._chars[before] != " ":
            return None
        wide = self._lefts[run.start] - style.begin
        if self._objects[before] or not _LEAST_BLANK < wide / (style.em or 1.0) < _WIDEST_BLANK:
            return None
        return style.begin

    def _keep_seen(self, found: list[Glyph], style: _Style, view: View) -> list[Glyph]:
        """Without what stands off the page, is cut away, too low, or white on white."""
        width, height = view.width, view.height
        if not found:
            return found
        # of a line that is not turned, the first and last glyph tell of all
        if style.low is not None and style.clip is None and not style.white:
            _, x0, top, _, _, _ = found[0]
            _, _, _, x1, bottom, _ = found[-1]
            if 0 <= x0 <= x1 <= width and 0 <= top <= bottom - _SMALLEST and bottom <= height:
                return found
        areas = self._drawing.areas if style.white else None
        clip = None if style.clip is None else view.place_box(*style.clip)
        seen = [
            0 <= glyph[1] + glyph[3] <= 2 * width
            and 0 <= glyph[2] + glyph[4] <= 2 * height
            and glyph[4] - glyph[2] >= _SMALLEST
            and (clip is None or _shows(glyph, clip))
            and (areas is None or _is_on(glyph, areas))
            for glyph in found
        ]
        return _mark_cut_words(found, seen, width)

    def _find_style(
        self, font: _Font, first: int, mode: int, matrix: Matrix, size: float
    ) -> _Style:
        """The style of a run that begins at a place, its heights from the line."""
        a, b, c, d, e, f = matrix
        turn, line, em = 0, f, d * size
        if abs(a) < max(abs(b), abs(c)):
            turn, line, em = (3 if b > 0 else 1), e, c * size
        # pdfium does not tell that a font is for vertical writing: its glyphs stand off the line
        if font.vertical is None:
            x, y = self._find_origin(first)
            font.vertical = abs((x if turn else y) - line) > _OFF_LINE * abs(em)
        low: float | None = font.descent * em
        high: float | None = (1 + font.descent) * em
        if em < 0:
            low, high = high, low
        if font.vertical or min(abs(a), abs(b)) > _OBLIQUE * max(abs(a), abs(b)):
            low = high = None
        seen = mode not in _HIDDEN_MODES
        return _Style(font, seen, False, turn, low, high, None, None, abs(a * size))


_make_glyph = partial(tuple.__new__, Glyph)
"""A Glyph of a tuple with all of its values, without a call of Python's own for each."""


def _copy_font(handle: int) -> bytes:
    """A font that a file carries, nothing for one that it does not."""
    if not handle or pdfium.is_embedded(handle) != 1:
        return b""
    size = c_size_t()
    pdfium.copy_font(handle, None, 0, addressof(size))
    buffer = create_string_buffer(size.value)
    pdfium.copy_font(handle, addressof(buffer), size.value, addressof(size))
    return buffer.raw


def _read_chars(text: int, count: int) -> str:
    """The characters of a page, one for each place."""
    buffer = (c_uint16 * (count + 1))()
    written = pdfium.copy_text(text, 0, count, buffer)
    whole = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if written == count + 1 and len(whole) == count and "\0" not in whole:
        return whole
    found = (pdfium.find_char(text, at) for at in range(count))  # some are left out of the copy
    return "".join(
        _UNKNOWN if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code) for code in found
    )


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


def _is_second_copy(text: str, first: Glyph, printed: dict[tuple[str, int], list[Glyph]]) -> bool:
    """Whether a text is printed at its place for the second time, to look bold.

    `printed` has the first glyphs of texts by the texts and their heights, and is given this one.
    """
    height = round(first.top)  # a copy that is off by half a point may round to the next
    for at in (height - 1, height, height + 1):
        for other in printed.get((text, at), ()):
            if abs(other.x0 - first.x0) <= _DOUBLED and abs(other.top - first.top) <= _DOUBLED:
                return True
    printed.setdefault((text, height), []).append(first)
    return False


def _is_on(glyph: Glyph, areas: Sequence[Box]) -> bool:
    x, y = glyph.middle
    return any(area[0] <= x <= area[2] and area[1] <= y <= area[3] for area in areas)


def _mark_cut_words(found: Sequence[Glyph], seen: Sequence[bool], width: float) -> list[Glyph]:
    """What is seen, words that the edge of the page cuts with a mark: 451 is no 4 there, and of
    what is behind the edge a file may not even have all.
    """
    kept = [*compress(found, seen)]
    if len(kept) == len(found) or not kept:
        return kept
    left, right = set[int](), set[int]()
    for at, after in pairwise(range(len(found))):
        if seen[at] != seen[after] and _are_of_one_word(found[at], found[after]):
            hidden, one = (after, at) if seen[at] else (at, after)
            if found[hidden].middle[0] > width:
                right.add(one)
            elif found[hidden].middle[0] < 0:
                left.add(one)
    return [
        glyph._replace(text=f"{_CUT * (at in left)}{glyph.text}{_CUT * (at in right)}")
        if at in left or at in right
        else glyph
        for at, glyph in enumerate(found)
        if seen[at]
    ]


def _are_of_one_word(one: Glyph, other: Glyph) -> bool:
    near = max(one.x0, other.x0) - min(one.x1, other.x1) <= _APART * (one.bottom - one.top)
    return near and one.top == other.top and (one.text + other.text).isalnum()


def _shows(glyph: Glyph, clip: Box) -> bool:
    """Whether enough of a glyph is inside what is seen; a sign fills but half of its width."""
    part = _LEAST_SHOWN * (glyph.x1 - glyph.x0)
    beside = glyph.x0 + part <= clip[2] and glyph.x1 - part >= clip[0]
    return beside and clip[1] <= glyph.middle[1] <= clip[3]
