"""What stands on a page of a PDF file: glyphs, rulings and pictures, as plain data.

Coordinates are in points from the top left corner of the page as it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTPage, LTRect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from gblint.text.folding import without_radicals

_HIDDEN_MODES = frozenset({3, 7})
"""Text rendering modes that paint nothing (ISO 32000-1, table 106)."""

_SMALLEST = 1.0
"""Points that a glyph must be high to be seen."""

_THIN = 3.0
"""Points up to which a filled rectangle is a ruling, not an area."""

_LEAST_PICTURE = 40.0
"""Points that both sides of a picture must have to be more than an ornament."""

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

    @property
    def across(self) -> bool:
        return self.x1 - self.x0 > self.bottom - self.top


class Page(NamedTuple):
    """A page: `pictures` are the boxes of pictures, `hidden` and `unmapped` count glyphs."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rulings: list[Ruling]
    pictures: list[Box]
    hidden: int
    unmapped: int


class _Device(PDFLayoutAnalyzer):
    """Collects a page, and leaves out text that is painted invisibly."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager, laparams=None)
        self.page: LTPage | None = None
        self.hidden: set[int] = set()
        self._mode = 0

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        advance = super().render_char(*args, **kwargs)
        if self._mode in _HIDDEN_MODES:
            *_, char = self.cur_item
            self.hidden.add(id(char))
        return advance

    def receive_layout(self, ltpage: LTPage) -> None:
        self.page = ltpage


def read_page(page: PDFPage, number: int, manager: PDFResourceManager) -> Page:
    """The content of one page."""
    device = _Device(manager)
    PDFPageInterpreter(manager, device).process_page(page)
    layout = device.page
    if layout is None:
        return Page(number, 0, 0, [], [], [], 0, 0)
    sheet = _Sheet(layout, device.hidden)
    return sheet.page(number)


class _Sheet:
    """Sorts the items of a page."""

    def __init__(self, layout: LTPage, hidden: set[int]) -> None:
        self._layout = layout
        self._hidden = hidden
        self._chars: list[LTChar] = []
        self._areas: list[Box] = []
        self._rulings: list[Ruling] = []
        self._pictures: list[Box] = []
        self._walk(layout)

    def page(self, number: int) -> Page:
        shown = [char for char in self._chars if self._is_shown(char)]
        glyphs = [glyph for char in shown for glyph in self._glyph(char)]
        return Page(
            number=number,
            width=self._layout.width,
            height=self._layout.height,
            glyphs=_without_doubles(glyphs),
            rulings=self._rulings,
            pictures=[box for box in self._pictures if _is_large(box)],
            hidden=sum(not char.get_text().isspace() for char in self._chars)
            - len([char for char in shown if not char.get_text().isspace()]),
            unmapped=sum(glyph.text == "\ufffd" for glyph in glyphs),
        )

    def _walk(self, layout: LTContainer[Any]) -> None:
        stack = list(reversed(list(layout)))
        while stack:
            item = stack.pop()
            if isinstance(item, LTChar):
                self._chars.append(item)
            elif isinstance(item, LTContainer):
                stack.extend(reversed(list(item)))
            elif isinstance(item, LTImage):
                self._pictures.append(self._box(item))
            elif isinstance(item, LTLine | LTRect | LTCurve):
                self._path(item)

    def _box(self, item: Any) -> Box:
        left, top = self._layout.x0, self._layout.y1
        return item.x0 - left, top - item.y1, item.x1 - left, top - item.y0

    def _path(self, item: LTLine | LTRect | LTCurve) -> None:
        """The rulings that a path draws; a filled area is kept for what stands on it."""
        x0, top, x1, bottom = box = self._box(item)
        wide, high = x1 - x0, bottom - top
        white = _is_white(item.stroking_color if item.stroke else item.non_stroking_color)
        if min(wide, high) <= _THIN:
            if not white:
                self._rulings.append(_find_middle_line(box))
            return
        if item.fill and not _is_white(item.non_stroking_color):
            self._areas.append(box)
        if item.stroke and isinstance(item, LTRect) and not white:
            self._rulings += [
                Ruling(x0, top, x1, top),
                Ruling(x0, bottom, x1, bottom),
                Ruling(x0, top, x0, bottom),
                Ruling(x1, top, x1, bottom),
            ]

    def _is_shown(self, char: LTChar) -> bool:
        x0, top, x1, bottom = self._box(char)
        if id(char) in self._hidden or bottom - top < _SMALLEST:
            return False
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if not (0 <= x <= self._layout.width and 0 <= y <= self._layout.height):
            return False
        if not _is_white(char.graphicstate.ncolor):
            return True
        return any(a[0] <= x <= a[2] and a[1] <= y <= a[3] for a in self._areas)

    def _glyph(self, char: LTChar) -> Iterator[Glyph]:
        text = char.get_text()
        if text.startswith("(cid:") or text == "\0":
            text = "\ufffd"
        a, b, c, _, _, _ = char.matrix
        turned = 0 if abs(a) >= max(abs(b), abs(c)) else (270 if b > 0 else 90)
        if text and (text.isprintable() or text.isspace()):
            yield Glyph(without_radicals(text), *self._box(char), turned)


def _without_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Without the second copy of glyphs that are printed twice to look bold."""
    seen: set[tuple[str, int, int]] = set()
    kept: list[Glyph] = []
    for glyph in glyphs:
        places = [
            (glyph.text, round(glyph.x0) + dx, round(glyph.top) + dy)
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
        ]
        if glyph.text.isspace() or seen.isdisjoint(places):
            kept.append(glyph)
            seen.add((glyph.text, round(glyph.x0), round(glyph.top)))
    return kept


def _find_middle_line(box: Box) -> Ruling:
    """The middle of a thin box, as a line."""
    x0, top, x1, bottom = box
    if x1 - x0 >= bottom - top:
        y = (top + bottom) / 2
        return Ruling(x0, y, x1, y)
    x = (x0 + x1) / 2
    return Ruling(x, top, x, bottom)


def _is_large(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) >= _LEAST_PICTURE


def _is_white(color: Any) -> bool:
    """Whether a colour is white, in grey, RGB or CMYK; a pattern is none."""
    if isinstance(color, int | float):
        return color >= 1
    if isinstance(color, tuple | list) and all(isinstance(part, int | float) for part in color):
        if len(color) == 4:
            return not any(color)
        return len(color) in (1, 3) and all(part >= 1 for part in color)
    return False
