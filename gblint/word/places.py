"""From the place of a finding back to the XML of a Word file: paragraph, cell, characters, runs.

The body is walked by the reader itself (`readers/docx`), which tells what stands on which line. At
the end: which files comments and corrections can be written into, as the .docx they are or become.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from contextlib import closing
from copy import deepcopy
from itertools import accumulate
from typing import Any, NamedTuple, cast

import msgspec
from lxml import etree

from gblint.document import Block
from gblint.findings import Say
from gblint.readers import Source, find_form, read_embedded
from gblint.readers.docx import EmbeddedParts, find_body, prepare_walk, walk_blocks
from gblint.readers.docx.inline import Piece, TracedInline
from gblint.readers.package import (
    ALTERNATE,
    FLD_SIMPLE,
    O_MATH,
    O_MATH_PARA,
    P_PR,
    R_PR,
    RUBY,
    SDT,
    SDT_PR,
    Element,
    P,
    R,
    T,
    W,
    find_child,
    has_element,
    iterate_blocks,
)
from gblint.readers.refusals import ReadError
from gblint.word import WordFile

RSID_R = W + "rsidR"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_CUT_BETWEEN, _CUT_PLAIN, _CUT_KEEPING = "0067626C", "0067626D", "0067626E"
"""Ids of editing sessions that mark the second part of a run that gblint cut in two: between two
of its elements, or within a w:t, without or with `xml:space`. By them it is made one again.
"""

_CUTS = frozenset({_CUT_BETWEEN, _CUT_PLAIN, _CUT_KEEPING})

_WHOLE = frozenset({RUBY, O_MATH, O_MATH_PARA, ALTERNATE, FLD_SIMPLE})
"""What no run is taken out of: it is one thing to Word, or would be made anew by it."""

_BOUND = (
    *(W + name for name in ("text", "dataBinding", "date", "comboBox", "dropDownList", "picture")),
    "{http://schemas.microsoft.com/office/word/2010/wordml}checkbox",
)
"""Properties of a content control that may hold but one run, or is filled from elsewhere."""


class TracedText(msgspec.Struct, frozen=True):
    """A paragraph's text as the reader has it, and the elements that it comes from.

    `starts` are the offsets at which the pieces begin in it; below 0 are breaks that the
    paragraph begins with, which the text is without.
    """

    paragraph: Element
    text: str
    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]

    @property
    def lead(self) -> int:
        """How many breaks the paragraph begins with."""
        return -self.starts[0] if self.starts else 0


class WordPlaces:
    """What stands on the lines of a Word file (`document.Anchor.line`). Raises ReadError.

    `body` is the w:body of `file.read_tree(file.main)`: what is changed there is what is written.
    `blocks` are those of the document as read.
    """

    def __init__(self, file: WordFile) -> None:
        self.body = find_body(file.read_tree(file.main))
        self._paragraphs: dict[int, list[Element]] = {}
        self._cells: dict[int, dict[int, Element]] = {}
        embedded = EmbeddedParts(file.package, file.main, read_embedded, 0)
        walk = prepare_walk(file.package, self.body, embedded, self._meet)
        self.blocks: list[Block] = walk_blocks(walk, self.body)
        self._inline = TracedInline(walk.styles)

    def _meet(self, element: Element, line: int, cell: int) -> None:
        if cell:
            self._cells.setdefault(line, {}).setdefault(cell, element)
        else:
            self._paragraphs.setdefault(line, []).append(element)

    def find_cell(self, line: int, cell: int) -> Element | None:
        """The w:tc on a line whose first column, from 1, that is; None for none."""
        return self._cells.get(line, {}).get(cell)

    def find_paragraphs(self, line: int, cell: int = 0) -> list[Element]:
        """The paragraphs on a line: one outside tables, or several of a table that only lays out
        others; in a table row those of the cell, or of all cells where none is named.
        """
        if line in self._cells:
            own = self._cells[line]
            cells = [own[cell]] if cell in own else [] if cell else list(own.values())
            # those of tables in a cell are left out
            return [
                paragraph
                for each in cells
                for paragraph, _ in iterate_blocks(each)
                if paragraph.tag == P
            ]
        return list(self._paragraphs.get(line, ()))

    def iterate_paragraphs(self) -> Iterator[Element]:
        """The paragraphs outside tables and those of all cells, in the order of their lines."""
        for line in sorted({*self._paragraphs, *self._cells}):
            yield from self.find_paragraphs(line)

    def find_last_before(self, line: int) -> list[Element]:
        """The paragraphs on the last line up to that one on which there are any: what stands in
        a part that is embedded has none here.
        """
        known = [number for number in (*self._paragraphs, *self._cells) if number <= line]
        for at in sorted(known, reverse=True):
            if paragraphs := self.find_paragraphs(at):
                return paragraphs
        return next(iter(self._paragraphs.values()), [])

    def trace(self, paragraph: Element) -> TracedText:
        """The text of a paragraph as read. Trace it anew when its runs were changed."""
        pieces = tuple(self._inline.trace(paragraph))
        text = "".join(piece.text for piece in pieces)
        own = text.lstrip("\n")  # the reader gives paragraphs without breaks around them
        begin = len(own) - len(text)
        starts = accumulate((len(piece.text) for piece in pieces), initial=begin)
        return TracedText(paragraph, own.rstrip("\n"), pieces, tuple(starts)[: len(pieces)])


def isolate(traced: TracedText, begin: int, end: int) -> list[Element]:
    """The elements that hold just the characters `begin` to `end` of a paragraph, in order.

    They are runs, cut out of others where needed with their properties; or what no run is taken
    out of (a formula, a ruby text), as a whole. Trace the paragraph anew before the next one.
    """
    if not 0 <= begin < end <= len(traced.text):
        raise ValueError(f"{begin} to {end} of {len(traced.text)} characters")
    held: dict[Element, None] = {}
    first = bisect_right(traced.starts, begin) - 1
    last = bisect_left(traced.starts, end)
    # from the end on: what is cut off behind changes nothing before it
    for at in reversed(range(first, last)):
        piece, start = traced.pieces[at], traced.starts[at]
        cuts = max(begin - start, 0), min(end - start, len(piece.text))
        held[_cut_out(piece, *cuts, traced.paragraph)] = None
    return list(reversed(held))


def cut_at(traced: TracedText, offsets: Collection[int]) -> None:
    """Cut the runs of a paragraph at some offsets, so that `isolate` need not cut any more.

    Where there are many, it takes too long to trace the paragraph for each. Trace it anew then.
    """
    ordered = sorted({*offsets})
    for piece, start in zip(reversed(traced.pieces), reversed(traced.starts), strict=True):
        end = start + len(piece.text)
        inside = ordered[bisect_left(ordered, start) : bisect_right(ordered, end)]
        # From the end on, here too: the first part keeps the element that the piece names.
        if inside and _find_whole(piece.source, traced.paragraph) is None:
            for offset in reversed(inside):
                _cut_at_character(piece.source, offset - start)


def _cut_out(piece: Piece, begin: int, end: int, paragraph: Element) -> Element:
    """The run that holds only some characters of a piece, cut out of its run."""
    whole = _find_whole(piece.source, paragraph)
    if whole is not None:
        return whole
    _cut_at_character(piece.source, end)
    return _cut_at_character(piece.source, begin)


def _cut_at_character(source: Element, at: int) -> Element:
    """Cut a run at a character of one of its elements, if it has something on both sides; the run
    in which what follows the cut begins.
    """
    run, beside = _find_parent(source), cast("Any", source)
    length = len(source.text or "") if source.tag == T else 1
    if at > 0:
        cut = at < length or beside.getnext() is not None
    else:
        before = beside.getprevious()
        cut = before is not None and before.tag not in (R_PR, P_PR)
    return _cut_run(run, source, max(at, 0)) if cut else run


def _find_whole(source: Element, paragraph: Element) -> Element | None:
    """The outermost element around a text, below the paragraph, that is taken only as a whole."""
    found = None
    element = source
    while element is not paragraph:
        tag = element.tag
        if tag in _WHOLE or (tag == SDT and has_element(find_child(element, SDT_PR), *_BOUND)):
            found = element
        element = _find_parent(element)
    if found is not None and _find_parent(found).tag == R:  # a ruby stands in a run
        return _find_parent(found)
    return found


def _cut_run(run: Element, source: Element, at: int) -> Element:
    """Cut a run in two at a character of one of its elements; the second part."""
    second = cast("Any", etree.Element)(R, cast("Any", run).attrib, nsmap=cast("Any", run).nsmap)
    properties = find_child(run, R_PR)
    if properties is not None:
        second.append(deepcopy(properties))
    text = source.text or ""
    mark = _CUT_BETWEEN
    if source.tag == T and 0 < at < len(text):
        mark = _CUT_KEEPING if source.get(SPACE) is not None else _CUT_PLAIN
        rest = cast("Any", deepcopy(source))
        source.text, rest.text = text[:at], text[at:]
        for part in (source, rest):
            keep_space(part)
        second.append(rest)
        at = 1
    following = list(cast("Any", source).itersiblings())
    second.extend(following if at else [source, *following])
    second.set(RSID_R, mark)  # by which the two are one again when comments are taken out
    cast("Any", run).addnext(second)
    return cast("Element", second)


def keep_space(text: Element) -> None:
    """Have the blanks at either end of a w:t count."""
    if text.text != (text.text or "").strip():
        cast("Any", text).set(SPACE, "preserve")


def join_cut_runs(root: Element) -> None:
    """Make runs one again that gblint cut in two, where nothing came between the parts."""
    for run in [element for element in root.iter(R) if element.get(RSID_R) in _CUTS]:
        _join(run)


def _join(run: Element) -> None:
    mark = run.get(RSID_R)
    before = cast("Any", run).getprevious()
    if before is None or before.tag != R or not _look_alike(before, run):
        del cast("Any", run).attrib[RSID_R]
        return
    moved = [element for element in run if element.tag != R_PR]
    last = before[-1] if len(before) else None
    if mark != _CUT_BETWEEN and moved and last is not None and last.tag == moved[0].tag == T:
        last.text = (last.text or "") + (moved[0].text or "")
        if mark == _CUT_PLAIN:
            last.attrib.pop(SPACE, None)
        moved = moved[1:]
    before.extend(moved)
    cast("Any", _find_parent(run)).remove(run)


def _look_alike(one: Element, other: Element) -> bool:
    """Whether two runs have the same properties."""
    # As bytes: the properties of the one were copied from the other.
    looks = [find_child(run, R_PR) for run in (one, other)]
    own, its = (b"" if each is None else etree.tostring(cast("Any", each)) for each in looks)
    return own == its


def _find_parent(element: Element) -> Element:
    parent = element.getparent()
    if parent is None:
        raise ValueError("an element outside the paragraph")
    return parent


class WordSource(NamedTuple):
    """The bytes of a .docx file, and whether LibreOffice made it of a file of another form."""

    data: bytes
    converted: bool = False


def open_as_docx(data: bytes, name: str, *, convert: bool = True) -> WordSource:
    """A file as .docx. Raises ReadError for one of a form that has no comments, and without
    `convert` for one that is no .docx itself.
    """
    with closing(Source(data, name)) as source:
        form = find_form(source)
        if form.written:
            return WordSource(data)
        if form.convert is None:
            say = Say(
                f"这是{form.name.zh}，不能加批注：用 gblint {name} --format html -o 结果.html "
                "看标出问题的网页，或提供 .docx 原稿",
                f"this is {form.name.en}, which has no comments: gblint {name} --format html "
                "-o result.html shows the findings in a page, or give the .docx",
            )
            raise ReadError(say)
        if not convert:
            say = Say(
                f"这是{form.name.zh}，只有 .docx 文件能这样处理：请在 Word、WPS 中另存为 .docx",
                f"this is {form.name.en}, and only a .docx can be treated so: save it as .docx in "
                "Word or WPS",
            )
            raise ReadError(say)
        return WordSource(form.convert(source), converted=True)
