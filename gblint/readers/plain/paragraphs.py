"""Lines of prose → paragraphs, also where the lines are those of a page.

Text of PDF files has a line end, often a blank line too, wherever the page was full. Such lines
belong together; but a file with one paragraph to a line must stay as it is, so that lines are
joined only where their lengths show a page's width all through the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from gblint.readers.texts import Line, ends_sentence, is_heading, is_item
from gblint.text import measure_type_width

_CLOSING = "，。、；：？！）》〉」』】〕”’,.;:?!)%％"
"""Signs that may not begin a line, and go to the next with the character before them."""

_OPENING = ("（", "(")
"""Signs with which a remark below a heading begins."""

_UNFINISHED = ("，", "、", "“")
"""Signs after which `一、` goes on with a list inside a sentence."""

_WORD = re.compile(r"[!-~]+")
_LAST_WORD = re.compile(r"[!-~]+$")
_LONGEST_WORD = 80
_LABELLED = re.compile(r"[^\s：:，。、；;,]{2,8}[：:]")
"""A label at the beginning of a line (`信息名称：`), as in what a site puts above a text."""

_ADDRESS = frozenset("@/:_.")
"""Signs of addresses of mail and web."""

_FULL_SHARE, _FULL_LINES, _NARROWEST = 0.25, 5, 20
"""Share and number of lines that must be as long as the page is wide, and its least width."""

_CELL, _LABEL = 8, 30
"""Columns up to which a line may be the cell of a table that was taken apart, and up to which
it may be a label where most lines are cells: of how prose was broken they say nothing."""

_APART = re.compile(r"\S {3,}\S")
"""White space inside a line that keeps columns of a table apart."""

_THIN = re.compile(r"(?<=[^\x00-\xff]) (?=[!-~])|(?<=[!-~]) (?=[^\x00-\xff])")
"""The space that a word processor puts between Chinese and Latin type: a quarter of a character
wide, which extractors give as a blank."""

_SLACK = 6
"""Columns by which full lines differ in length: signs that may not begin a line, justified
figures, the first line's indent where it is lost."""

_EXACT_SHARE, _EXACT_SLACK, _LOOSE_SLACK = 0.8, 0, 4
"""Share of full lines of the very same length from which on lines a little shorter are not
full, and the slack with such a share and without.
"""

_CENTRED, _AT_MARGIN = 8, 4
"""Blanks from which a line is centred where the next one begins with fewer than the second."""

_LONG_SHARE = 0.03
"""Share of lines that may be longer than the page is wide; one always may."""

_SOFT_WIDTH = 72
"""Columns at which pandoc breaks lines, at spaces only."""

_SOFT_LEAST = 45
"""Columns from which a line of such a text is taken to be broken."""


def measure_typeset_width(text: str) -> int:
    """The columns that a text takes on a page whose thin spaces were made blanks."""
    return measure_type_width(text) - len(_THIN.findall(text)) // 2


_MEASURES: tuple[Callable[[str], int], ...] = (measure_type_width, measure_typeset_width, len)


class LineShape(NamedTuple):
    """How the lines of a file were broken; `width` is 0 where they were not.

    `measure` gives a line's length, in columns or in characters; full lines fall short by
    `slack` at most. `spaced` says that blank lines stand between all lines and mean nothing,
    `indent` what the first line of a paragraph is shorter by, `indented` that first lines show
    their indent. `soft` says that lines end at spaces only, with a blank line between
    paragraphs.
    """

    measure: Callable[[str], int] = len
    width: int = 0
    slack: int = 0
    spaced: bool = False
    indent: int = 0
    indented: bool = False
    soft: bool = False


def find_line_shape(lines: Sequence[Line]) -> LineShape:
    """How the lines of prose of a file were broken."""
    filled = _find_telling_lines(lines)
    # the measure by which most lines are alike is likely that of the program that broke them
    for measure in sorted(_MEASURES, key=lambda m: -_find_usual_length(filled, m)[1]):
        wide = _find_page_width(filled, measure)
        if wide:
            return _describe_shape(lines, measure, wide)
    return LineShape(soft=_is_soft(lines))


def _find_telling_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines that say how prose was broken, those of tables left out."""
    filled = [line for line in lines if measure_type_width(line.text.strip()) > _CELL]
    cells = sum(not line.blank for line in lines) - len(filled)
    if cells <= len(filled):
        return filled
    long = [line for line in filled if measure_type_width(line.text.strip()) > _LABEL]
    return [line for line in long if not _APART.search(line.text)]


def _find_usual_length(lines: Iterable[Line], measure: Callable[[str], int]) -> tuple[int, int]:
    """The most frequent length and how often it comes."""
    counts = Counter(measure(line.text.rstrip()) for line in lines)
    return max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))


def _find_page_width(lines: Sequence[Line], measure: Callable[[str], int]) -> int:
    """The length of a full line, 0 where the lines are not those of a page."""
    wide, times = _find_usual_length(lines, measure)
    if times < 2 or wide < _NARROWEST:
        return 0
    lengths = [(measure(line.text.rstrip()), line) for line in lines]
    full = [line for length, line in lengths if abs(length - wide) <= _SLACK]
    longer = sum(length > wide + _SLACK for length, _ in lengths)
    if len(full) < max(_FULL_LINES, _FULL_SHARE * len(lines)):
        return 0
    if longer > max(1, _LONG_SHARE * len(lines)):
        return 0
    # lines that happen to be alike, in a list of short sentences, end like sentences
    broken = sum(not ends_sentence(line.text) for line in full)
    return wide if 2 * broken >= len(full) else 0


def _describe_shape(lines: Sequence[Line], measure: Callable[[str], int], wide: int) -> LineShape:
    apart = together = short = indented = filled = exact = near = 0
    previous: Line | None = None
    blank = False
    for line in lines:
        if line.blank:
            blank = True
            continue
        filled += 1
        indented += _is_indented(line)
        if previous is not None and not ends_sentence(previous.text):
            length = measure(previous.text.rstrip())
            if abs(length - wide) <= _SLACK:
                apart += blank
                together += not blank
                near += 1
                exact += length == wide
            short += wide - 5 <= length <= wide - 3
        previous, blank = line, False
    shows = 0 < indented <= 0.6 * filled
    indent = 0 if shows or short < 2 else 2 if measure is len else 4
    slack = _EXACT_SLACK if exact >= _EXACT_SHARE * near else _LOOSE_SLACK
    return LineShape(measure, wide, slack, apart > 4 * together, indent, shows)


def _is_indented(line: Line) -> bool:
    return line.text.startswith(("  ", "\u3000", "\t"))


def _is_soft(lines: Sequence[Line]) -> bool:
    """Whether blank lines stand between paragraphs, so that lines without may be parts of one."""
    apart = together = 0
    for previous, line in pairwise(lines):
        if measure_type_width(previous.text.strip()) > _CELL:
            apart += line.blank
            together += not line.blank
    return together > 0 and 2 * apart >= together


def join_into_paragraphs(lines: Sequence[Line], shape: LineShape) -> list[tuple[str, Line]]:
    """The paragraphs of a run of lines, each with the line that it begins in."""
    found: list[tuple[list[str], Line]] = []
    previous: Line | None = None
    apart = False
    for line in lines:
        if line.blank:
            apart = True
            continue
        first = bool(found) and len(found[-1][0]) == 1
        if previous is not None and _goes_on(previous, line, shape, apart=apart, first=first):
            found[-1][0].append(line.text)
        else:
            found.append(([line.text], line))
        previous, apart = line, False
    if shape.soft:  # these were broken at spaces
        return [(" ".join(text.strip() for text in texts), line) for texts, line in found]
    return [(join_lines(texts), line) for texts, line in found]


def _goes_on(previous: Line, line: Line, shape: LineShape, *, apart: bool, first: bool) -> bool:
    """Whether a line belongs to the paragraph of the one before. `first` says that the one
    before begins its paragraph, `apart` that blank lines stand between.
    """
    heads = is_heading(line.text) and not previous.text.rstrip().endswith(_UNFINISHED)
    if heads or (shape.indented and _is_indented(line)) or _is_centred(previous, line):
        return False
    if shape.soft:
        return not apart and _was_broken_softly(previous.text, line.text)
    if not shape.width:
        return False
    # a blank line parts paragraphs, but for the one that the end of a page leaves
    if apart and not shape.spaced and not (line.begins_page or previous.page != line.page):
        return False
    ended = ends_sentence(previous.text)
    if ended and is_item(line.text):
        return False  # else a number at the beginning of a line may be one of the sentence
    indent = shape.indent if first and not _is_title(previous, line, shape) else 0
    length = shape.measure(previous.text.rstrip()) + indent
    titled = first and is_item(previous.text)
    # （此处…） below a heading is a remark of the form on it
    if titled and is_heading(previous.text) and line.text.lstrip().startswith(_OPENING):
        return False
    strict = ended or titled or (first and shape.indent > 0)  # a title is a first line, too
    slack = 0 if strict else shape.slack
    return length + shape.measure(_find_unbreakable(line.text)) > shape.width - slack


def _is_title(previous: Line, line: Line, shape: LineShape) -> bool:
    """Whether the first line of a text stands alone: the next begins a paragraph with its indent
    and is not full.
    """
    return previous.number == 1 and shape.measure(line.text.rstrip()) < shape.width - 2


def _is_centred(previous: Line, line: Line) -> bool:
    """Whether a line stands by itself in the middle: its blanks say nothing of its length."""
    return _count_blanks(previous.text) >= _CENTRED and _count_blanks(line.text) < _AT_MARGIN


def _count_blanks(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _find_unbreakable(text: str) -> str:
    """The beginning of a line that would have had to fit into the line before."""
    text = text.lstrip()
    word = _WORD.match(text)
    end = word.end() if word else 1
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return text[:end]


def _was_broken_softly(previous: str, text: str) -> bool:
    """Whether two lines were one that was broken at a space; where there is none, it was not."""
    wide = measure_type_width(previous.rstrip())
    if wide < _SOFT_LEAST or ends_sentence(previous):
        return False
    if wide > _SOFT_WIDTH + 2 and " " in previous.strip():  # there it would have been broken
        return False
    if is_item(text) or previous.startswith(("#", "|", "-", "*")):
        return False
    if _LABELLED.match(previous.lstrip()) and _LABELLED.match(text.lstrip()):
        return False  # one below the other, and not one sentence
    if " " not in previous.strip() and " " not in text.strip():
        return False
    return wide + 1 + measure_type_width(text.split(maxsplit=1)[0]) > _SOFT_WIDTH


def join_lines(texts: Sequence[str]) -> str:
    """Lines as one text. Between two Latin words a space stands for the line end, but not
    inside a number or an address.
    """
    parts = [texts[0].strip()]
    for upper, lower in pairwise(texts):
        if _breaks_at_space(upper, lower.lstrip()):
            parts.append(" ")
        parts.append(lower.strip())
    return "".join(parts)


def _breaks_at_space(upper: str, lower: str) -> bool:
    before, after = _LAST_WORD.search(upper.rstrip()[-_LONGEST_WORD:]), _WORD.match(lower)
    if not (before and after and before[0][-1].isalnum() and lower[0].isalnum()):
        return False
    if before[0][-1].isdigit() and lower[0].isdigit():
        return upper.endswith(" ")  # two numbers, if the writer put a space; else one, broken
    return _ADDRESS.isdisjoint(before[0] + after[0])
