"""The text of a cell of a PDF table, from its glyphs."""

from __future__ import annotations

from collections.abc import Sequence

from gblint.readers.pdf.lines import TextLine, lines_of
from gblint.readers.pdf.page import Box, Glyph

_MARGIN = 8.0
"""Points between a text and the sides of its cell at most."""

_ONE_MORE = 2.1
"""Ems that one more character may need: a sign that may not begin a line comes with it."""


def cell_text(glyphs: Sequence[Glyph], box: Box) -> tuple[str, bool]:
    """The text of a cell, and whether its last line is full.

    Lines that fill the cell run on, others keep their end. Characters under one another, one
    to a line, or turned with their line, are one text.
    """
    shown = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not shown:
        return "", False
    turned = [glyph for glyph in shown if glyph.turned]
    if len(turned) > len(shown) / 2:
        return _turned(shown, turned[0].turned), True
    lines = lines_of(glyphs, 0)
    margin = min(max(min(line.x0 for line in lines) - box[0], 0.0), _MARGIN)
    last = lines[-1].glyphs[-1]
    need = _width(last) if last.text.isascii() else _ONE_MORE * last.size
    filled = _room(lines[-1], box, margin) < need
    if len(lines) > 1 and all(len(line.text) == 1 for line in lines):
        return "".join(line.text for line in lines), filled
    parts: list[str] = []
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        parts.append(line.text)
        if after is not None and _room(line, box, margin) >= _width(after.glyphs[0]):
            parts.append("\n")
    return "".join(parts), filled


def _width(glyph: Glyph) -> float:
    return glyph.x1 - glyph.x0


def _room(line: TextLine, box: Box, margin: float) -> float:
    """The room that a line has left, at the right or, where it is centred, on both sides."""
    right = box[2] - margin - line.x1
    both = box[2] - box[0] - 2 * margin - (line.x1 - line.x0)
    return min(right, both)


def _turned(glyphs: Sequence[Glyph], angle: int) -> str:
    """The text of lines that run downwards (90) or upwards (270)."""
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.middle[0]):
        if columns and glyph.middle[0] - columns[-1][-1].middle[0] < (glyph.x1 - glyph.x0) / 2:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    if angle == 90:
        columns.reverse()
    texts = [
        "".join(g.text for g in sorted(one, key=lambda g: g.top, reverse=angle == 270))
        for one in columns
    ]
    return "".join(texts)
