"""What stands on a page of a PDF file: glyphs, rulings and pictures, and its lines of text.

Coordinates are in points from the top left corner of the page as it is shown. Lines are in reading
order, and make paragraphs.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from copy import copy
from functools import cached_property
from math import inf
from operator import itemgetter, sub
from typing import NamedTuple

from gblint.document import Anchor, Paragraph, PositionedPiece
from gblint.readers.texts import ends_sentence, group_runs, is_figure, is_heading, is_item

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Glyph(NamedTuple):
    """A character as shown. `turned` is 0, or 90 or 270 where its line is turned clockwise."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    turned: int = 0

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        return self.bottom - self.top


class Ruling(NamedTuple):
    """A straight line, across or down."""

    x0: float
    top: float
    x1: float
    bottom: float


def round_box(box: Box) -> Box:
    x0, top, x1, bottom = box
    return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)


class Page(NamedTuple):
    """A page: `pictures` are the boxes of pictures, `unmapped` counts glyphs."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rulings: list[Ruling]
    pictures: list[Box]
    unmapped: int


_OVERLAP = 0.5
"""Share of the lower of two glyphs that they have in common when they stand on one line."""

_BLANK, _WORD_BLANK = 0.6, 0.28
"""Ems between two glyphs that stand for a blank; between letters and digits less is enough."""

_FIELD_GAP_EMS = 1.5
_HANGING = 3.0
"""Ems by which the ends of full lines differ at most."""

_MIDDLE = (0.3, 0.7)
"""Where on a page, in shares of its width, the gap between two columns can be."""

_SPLIT_LINES, _FILLED = 6, 0.6
"""Lines on both sides of such a gap at least, and how much of its column each fills on average."""


class TextLine:
    """A line of text; `left` and `right` are the sides of the column that it stands in."""

    def __init__(
        self, glyphs: tuple[Glyph, ...], page: int, left: float = 0.0, right: float = 0.0
    ) -> None:
        self.glyphs = glyphs
        self.page = page
        self.left = left
        self.right = right
        self.x0 = glyphs[0].x0
        self.x1 = max([glyph[3] for glyph in glyphs])
        self.top = min([glyph[2] for glyph in glyphs])
        self.bottom = max([glyph[4] for glyph in glyphs])

    @cached_property
    def size(self) -> float:
        """The height of most glyphs."""
        sizes = sorted([glyph[4] - glyph[2] for glyph in self.glyphs])
        return sizes[len(sizes) // 2]

    @property
    def box(self) -> Box:
        return round_box((self.x0, self.top, self.x1, self.bottom))

    @cached_property
    def text(self) -> str:
        return join_glyphs(self.glyphs)

    @cached_property
    def _gap(self) -> float:
        """The widest gap, without end where there are blanks."""
        blank = any([glyph[0].isspace() for glyph in self.glyphs])  # noqa: C419 - quicker
        return inf if blank else _find_widest_gap(self.glyphs)

    def is_unbroken(self, least: float) -> bool:
        """Whether it has no blanks, and no gap wider than this: its text has all there is."""
        return self._gap <= least and " " not in self.text


def join_glyphs(glyphs: Sequence[Glyph]) -> str:
    """The text of glyphs on one line, with blanks where there are gaps."""
    text = "".join([glyph[0] for glyph in glyphs])
    if len(glyphs) == 1 and not text.isspace():
        return text
    least = min([glyph[4] - glyph[2] for glyph in glyphs], default=0.0) * _WORD_BLANK
    if _find_widest_gap(glyphs) <= least and not any(map(str.isspace, text)):
        return text
    parts: list[str] = []
    end, size_before, before = 0.0, 0.0, ""
    for text, x0, top, x1, bottom, _ in glyphs:
        blank = text.isspace()
        size = bottom - top
        if before and not blank:
            em = max(size_before, size)
            gap = x0 - end
            # Chinese characters stand apart in justified lines; words do not without a blank
            if gap > em * _WORD_BLANK and (
                gap > em * _BLANK or (_is_word(before) and _is_word(text))
            ):
                parts.append(" ")
        parts.append(" " if blank else text)
        end, size_before, before = x1, size, "" if blank else text
    return "".join(parts).strip()


def _find_widest_gap(glyphs: Sequence[Glyph]) -> float:
    """The widest gap between two glyphs that follow one another; less than nothing for one."""
    lefts = [glyph[1] for glyph in glyphs]
    return max(map(sub, lefts[1:], [glyph[3] for glyph in glyphs]), default=-inf)


def _is_word(text: str) -> bool:
    return text.isascii() and text.isalnum()


def print_with_gaps(line: TextLine) -> str:
    """The line with blanks as wide as its gaps, a glyph of full width counting two columns."""
    unit = max(line.size, 1.0) / 2
    if line.x0 - line.left <= unit * 2 * _BLANK and line.is_unbroken(unit * 2 * _BLANK):
        return line.text
    parts: list[str] = []
    end = line.left
    column = 0.0
    for glyph in line.glyphs:
        if glyph.text.isspace():
            continue
        gap = glyph.x0 - end
        if gap > unit * 2 * _BLANK:
            least = 2 if gap > unit * 2 else 1
            blanks = max(round((glyph.x0 - line.left) / unit - column), least)
            parts.append(" " * blanks)
            column += blanks
        parts.append(glyph.text)
        column += 1 if glyph.text.isascii() else 2
        end = glyph.x1
    return "".join(parts).rstrip()


def find_pieces(line: TextLine) -> tuple[PositionedPiece, ...]:
    """The parts of the line between gaps, their places in halves of a glyph of full width."""
    unit = max(line.size, 1.0) / 2
    if line.is_unbroken(unit * 2):
        begin, end = line.glyphs[0].x0 - line.left, line.glyphs[-1].x1 - line.left
        return (PositionedPiece(line.text, begin / unit, end / unit),)
    shown = [glyph for glyph in line.glyphs if not glyph.text.isspace()]
    runs = group_runs(shown, lambda one, after: after.x0 - one.x1 <= unit * 2)
    return tuple(
        PositionedPiece(
            join_glyphs(run), (run[0].x0 - line.left) / unit, (run[-1].x1 - line.left) / unit
        )
        for run in runs
    )


def gather_lines(glyphs: Iterable[Glyph], page: int) -> list[TextLine]:
    """Glyphs gathered into lines from top to bottom, each from left to right."""
    found: list[TextLine] = []
    glyphs = [*glyphs]
    # in the cells of a table mostly one line, of one height: then there is nothing to sort
    if len({glyph[2] for glyph in glyphs}) == 1 == len({glyph[4] for glyph in glyphs}):
        rows = [glyphs]
    else:
        rows = _gather_rows(sorted(glyphs, key=lambda one: (one[2] + one[4], one[1])))
    for row in rows:
        row.sort(key=_find_left)
        if not "".join([one[0] for one in row]).isspace():
            found.append(TextLine(tuple(_trim_blanks(row)), page))
    return sorted(found, key=lambda line: line.top)


def _gather_rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs that come from top to bottom, those beside one another together."""
    rows: list[list[Glyph]] = []
    row: list[Glyph] = []
    for glyph in glyphs:
        # set against the first: against the one before, a slanting line would have no end
        if row and _is_beside(row[0], glyph):
            row.append(glyph)
        else:
            row = [glyph]
            rows.append(row)
    return rows


_find_left = itemgetter(1)


def _is_beside(one: Glyph, other: Glyph) -> bool:
    """Whether two glyphs share enough height to stand on one line."""
    top, bottom = one[2], one[4]
    high, low = other[2], other[4]
    if top == high and bottom == low:
        return bottom > top
    common = min(bottom, low) - max(top, high)
    return common > _OVERLAP * min(bottom - top, low - high)


def _trim_blanks(row: Sequence[Glyph]) -> Sequence[Glyph]:
    """Without white space at both ends."""
    begin, end = 0, len(row)
    while begin < end and row[begin].text.isspace():
        begin += 1
    while end > begin and row[end - 1].text.isspace():
        end -= 1
    return row[begin:end]


def order_by_columns(lines: Sequence[TextLine], width: float) -> list[TextLine]:
    """The lines in reading order; a page in two columns is read column by column.

    Each line learns the sides of the column that it stands in.
    """
    gutter = _find_gutter(lines, width)  # between two columns of prose
    if gutter is None:
        return _set_sides(lines)
    found: list[TextLine] = []
    halves: tuple[list[TextLine], list[TextLine]] = ([], [])
    for line in lines:
        left = [glyph for glyph in line.glyphs if glyph.x1 <= gutter]
        right = [glyph for glyph in line.glyphs if glyph.x0 >= gutter]
        if len(left) + len(right) < len(line.glyphs):  # across both: what is above is read first
            found += [*_set_sides(halves[0]), *_set_sides(halves[1]), line]
            halves = ([], [])
            continue
        for half, glyphs in zip(halves, (left, right), strict=True):
            trimmed = _trim_blanks(glyphs)
            if trimmed:
                half.append(TextLine(tuple(trimmed), line.page))
    found += [*_set_sides(halves[0]), *_set_sides(halves[1])]
    whole = [line for line in found if not line.right]
    sides = {id(line): sided for line, sided in zip(whole, _set_sides(whole), strict=True)}
    return [sides.get(id(line), line) for line in found]


def _set_sides(lines: Sequence[TextLine]) -> list[TextLine]:
    if not lines:
        return []
    left, right = min(line.x0 for line in lines), _find_right_side(lines)
    lines = [*map(copy, lines)]
    for line in lines:
        line.left, line.right = left, right
    return lines


def _find_right_side(lines: Sequence[TextLine]) -> float:
    """Where full lines end: a sign may hang over the side of a few."""
    widest = max(lines, key=lambda line: line.x1)
    full = sorted(line.x1 for line in lines if line.x1 > widest.x1 - _HANGING * widest.size)
    return full[len(full) // 2]  # the middle one: a stop may hang over the margin


def _find_gutter(lines: Sequence[TextLine], width: float) -> float | None:
    """The middle of the gap between two columns of prose, None on a page of one column."""
    first, last = _MIDDLE[0] * width, _MIDDLE[1] * width
    gaps = [gap for line in lines for gap in _find_gaps(line) if gap[0] < last and gap[1] > first]
    if len(gaps) < _SPLIT_LINES:
        return None
    begin, end = max(gap[0] for gap in gaps), min(gap[1] for gap in gaps)
    if begin >= end:
        middles = sorted((gap[0] + gap[1]) / 2 for gap in gaps)
        begin = end = middles[len(middles) // 2]
    middle = (begin + end) / 2
    split = [line for line in lines if _spans(line, middle)]
    rests = ["".join(one.text for one in line.glyphs if one.x0 >= middle) for line in split]
    # a table that is not drawn has gaps below one another, too: with figures right of them
    tabular = sum(map(is_figure, rests))
    if len(split) < _SPLIT_LINES or 2 * tabular > len(split):
        return None
    left, right = min(line.x0 for line in split), max(line.x1 for line in split)
    filled = sum(
        (max(g.x1 for g in line.glyphs if g.x1 <= middle) - line.x0) / (middle - left)
        + (line.x1 - min(g.x0 for g in line.glyphs if g.x0 >= middle)) / (right - middle)
        for line in split
    )
    return middle if filled / (2 * len(split)) >= _FILLED else None


def _find_gaps(line: TextLine) -> list[tuple[float, float]]:
    shown = [glyph for glyph in line.glyphs if not glyph.text.isspace()]
    least = _FIELD_GAP_EMS * line.size
    found = [
        (one.x1, other.x0) for one, other in itertools.pairwise(shown) if other.x0 - one.x1 > least
    ]
    return found if len(found) == 1 else []


def _spans(line: TextLine, middle: float) -> bool:
    """Whether a line has glyphs on both sides of a place, and none on it."""
    left = any(glyph.x1 <= middle for glyph in line.glyphs)
    right = any(glyph.x0 >= middle for glyph in line.glyphs)
    on = any(glyph.x0 < middle < glyph.x1 for glyph in line.glyphs)
    return left and right and not on


_INDENT = 0.8
"""Ems by which the first line of a paragraph stands in."""

_SLACK = 1.6
"""Ems that a full line may fall short of the right side: signs that may not begin a line."""

_CENTRE = 1.5
"""Ems by which the middle of a centred line may be off."""

_INDENTED = 2.05
"""Ems of an indent up to which a line is the first of a paragraph; programs round its two."""

_PITCH = 1.35
"""Share of the usual distance of lines from which on a new paragraph begins."""

_CHUNK = re.compile(r"[（《〈「『【〔“‘]*(?:[!-~]+|.)(?:[，。、；：？！）》〉」』】〕”’]+[!-~]*)*")
"""What a line cannot be broken in: a character or a word, with the signs around it."""


def join_into_paragraphs(lines: Sequence[tuple[TextLine, int]]) -> list[Paragraph]:
    """The paragraphs of lines that follow one another, each line with its ordinal."""
    pitch = _find_usual_pitch([line for line, _ in lines])
    groups = group_runs(lines, lambda one, after: _goes_on(one[0], after[0], pitch))
    return [_build_paragraph(group) for group in groups]


def _build_paragraph(group: Sequence[tuple[TextLine, int]]) -> Paragraph:
    first, number = group[0]
    text = ""
    for line, _ in group:
        text = _join_texts(text, line.text)
    centred = len(group) == 1 and _is_centred(first)
    return Paragraph(text, Anchor(number, page=first.page, box=first.box), centered=centred)


def _join_texts(text: str, more: str) -> str:
    """Two lines as one; words of letters keep a blank between them."""
    if text and more and _is_letter(text[-1]) and _is_letter(more[0]):
        return f"{text} {more}"
    return text + more


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _find_usual_pitch(lines: Sequence[TextLine]) -> float:
    """The distance of most lines from top to top, in points; 0 where there is none."""
    steps = sorted(
        after.top - line.top
        for line, after in itertools.pairwise(lines)
        if line.page == after.page and after.top > line.top
    )
    return steps[len(steps) // 2] if steps else 0.0


def _goes_on(line: TextLine, after: TextLine, pitch: float) -> bool:
    """Whether a line is full, and the next one begins at the left side, close below."""
    size = line.size
    if abs(after.size - size) > 0.2 * size or line.right <= line.left:
        return False  # other type: a heading and its text
    if after.x0 > after.left + _INDENT * after.size:
        return False
    same = line.page == after.page and line.right == after.right
    if same and after.top - line.top > max(_PITCH * pitch, 1.2 * size):
        return False
    if not _is_full(line, after):
        return False
    begins = is_heading(after.text) or is_item(after.text)
    return not (begins and ends_sentence(line.text))


def _is_full(line: TextLine, after: TextLine) -> bool:
    """Whether what begins the next line had no more room on this one."""
    begin = _CHUNK.match(after.text)
    count = len(begin[0].replace(" ", "")) if begin else 1
    shown = [glyph for glyph in after.glyphs if not glyph.text.isspace()][:count]
    # a line that lacks less than that was broken; one that lacks more, ended by its writer
    need = shown[-1].x1 - shown[0].x0
    return line.right - line.x1 < max(need, _SLACK * line.size)


def _is_centred(line: TextLine) -> bool:
    middle = (line.left + line.right) / 2
    off = abs((line.x0 + line.x1) / 2 - middle)
    return off < _CENTRE * line.size and line.x0 > line.left + _INDENTED * line.size
