"""Lines of a PDF file → paragraphs, by where the lines begin and end on the page."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from gblint.document import Anchor, Paragraph
from gblint.readers.lines import ends_sentence, is_heading, is_item
from gblint.readers.pdf.lines import TextLine

_INDENT = 0.8
"""Ems by which the first line of a paragraph stands in."""

_SLACK = 1.6
"""Ems that a full line may fall short of the right side: signs that may not begin a line."""

_CENTRE = 1.5
"""Ems by which the middle of a centred line may be off."""

_PITCH = 1.35
"""Share of the usual distance of lines from which on a new paragraph begins."""

_CHUNK = re.compile(r"[（《〈「『【〔“‘]*(?:[!-~]+|.)(?:[，。、；：？！）》〉」』】〕”’]+[!-~]*)*")
"""What a line cannot be broken in: a character or a word, with the signs around it."""


def paragraphs(lines: Sequence[tuple[TextLine, int]]) -> list[Paragraph]:
    """The paragraphs of lines that follow one another, each line with its ordinal."""
    pitch = _usual_pitch([line for line, _ in lines])
    found: list[list[tuple[TextLine, int]]] = []
    for entry in lines:
        if found and _goes_on(found[-1][-1][0], entry[0], pitch):
            found[-1].append(entry)
        else:
            found.append([entry])
    return [_paragraph(group) for group in found]


def _paragraph(group: Sequence[tuple[TextLine, int]]) -> Paragraph:
    first, number = group[0]
    text = ""
    for line, _ in group:
        text = _on(text, line.text)
    centred = len(group) == 1 and _is_centred(first)
    return Paragraph(text, Anchor(number, page=first.page, box=first.box), centered=centred)


def _on(text: str, more: str) -> str:
    """Two lines as one; words of letters keep a blank between them."""
    if text and more and _is_letter(text[-1]) and _is_letter(more[0]):
        return f"{text} {more}"
    return text + more


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _usual_pitch(lines: Sequence[TextLine]) -> float:
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
        return False
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
    need = shown[-1].x1 - shown[0].x0
    return line.right - line.x1 < max(need, _SLACK * line.size)


def _is_centred(line: TextLine) -> bool:
    middle = (line.left + line.right) / 2
    off = abs((line.x0 + line.x1) / 2 - middle)
    return off < _CENTRE * line.size and line.x0 > line.left + 2 * line.size
