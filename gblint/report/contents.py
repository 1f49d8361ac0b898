"""Typed tables of contents: headings and sub-headings with leaders and numbers of pages."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gblint.document import Block, Paragraph
from gblint.report.headings.lexicon import HeadingLexicon
from gblint.report.headings.ordinals import split_ordinal
from gblint.text.folding import fold
from gblint.text.patterns import later

_SEARCHED = 300
"""Blocks from the beginning among which a table of contents is."""

_LONG = 80
_NAMES = ("目录", "目次", "目錄")
_LEAST = 3
"""Lines with a page number, or headings that come again, that make a table of contents."""

_PAGE = later(
    r"\s*(?:(?:[.…·．。﹒_⋯•・\-—]{2,}|…|\t|[ \u3000]{2,})[\s.…·．﹒_⋯•・\-—]*"
    r"[(（第]?\s*\d{1,3}\s*[)）页\-—]?|[.…·．﹒_⋯•・\-—]{2,})\s*$"
)
_BARE_PAGE = later(r"[\s\u3000]*\d{1,3}$")
_NUMBER = later(r"[\-—\s第(（]*\d{1,3}[\-—\s页)）]*$")
_LAST = frozenset("0123456789０１２３４５６７８９)）页-—.…·．﹒_⋯•・")


class _Line(msgspec.Struct, frozen=True):
    """A line that may be of the contents: its name, whether it has a page, what it is called."""

    block: int
    name: str
    paged: bool
    known: bool
    numbered: bool


def mark_contents(blocks: Sequence[Block], lexicon: HeadingLexicon) -> tuple[Block, ...]:
    """The blocks, with the lines of a typed table of contents marked as such."""
    start = next(
        (at for at, block in enumerate(blocks[:_SEARCHED]) if _begins(block, lexicon)), None
    )
    if start is None:
        return tuple(blocks)
    lines = _lines(blocks, start, lexicon)
    end = _end(lines, blocks, titled=fold(_text(blocks[start])) in _NAMES)
    marked = list(blocks)
    for at in range(start, end + 1):
        block = marked[at]
        if isinstance(block, Paragraph):
            marked[at] = msgspec.structs.replace(block, contents=True)
    return tuple(marked)


def _text(block: Block) -> str:
    return block.shown.strip() if isinstance(block, Paragraph) else ""


def _begins(block: Block, lexicon: HeadingLexicon) -> bool:
    text = _text(block)
    if not text or len(text) > _LONG:
        return False
    if text[0] in "目【" and fold(text).strip("()") in _NAMES:
        return True
    if text[-1] not in _LAST:
        return False
    return _PAGE.search(text) is not None or _line(0, text, lexicon).paged


def _lines(blocks: Sequence[Block], start: int, lexicon: HeadingLexicon) -> list[_Line]:
    """The lines from the first on, up to a table, to prose, or to where they begin again."""
    lines: list[_Line] = []
    names: set[str] = set()
    for at in range(start, min(len(blocks), start + _SEARCHED)):
        text = _text(blocks[at])
        if not isinstance(blocks[at], Paragraph) or len(text) > _LONG:
            break
        if not text or _NUMBER.match(text):
            continue
        line = _line(at, text, lexicon)
        if line.known and line.name in names:
            break
        names.add(line.name)
        lines.append(line)
    return lines


def _line(at: int, text: str, lexicon: HeadingLexicon) -> _Line:
    page = _PAGE.search(text) if text[-1] in _LAST else None
    words = text[: page.start()] if page else text
    ordinal, rest = split_ordinal(words)
    known = lexicon.known(fold(rest)) is not None
    if not known and page is None and (bare := _BARE_PAGE.search(rest)):
        known = lexicon.known(fold(rest[: bare.start()])) is not None
        if known:
            words, page = words[: len(words) - len(bare[0])], bare
    return _Line(at, fold(words), page is not None, known, ordinal is not None)


def _end(lines: Sequence[_Line], blocks: Sequence[Block], *, titled: bool) -> int:
    """The last block of the contents, -1 where these lines are none."""
    paged = [line for line in lines if line.paged]
    sure = sum(line.known and (line.numbered or titled) for line in paged)
    if len(paged) >= _LEAST and sure:
        return paged[-1].block
    known = [line for line in lines if line.known]
    if not titled or len(known) < _LEAST:
        return -1
    last = known[-1].block
    later_names = {fold(_text(block)) for block in blocks[last + 1 :] if len(_text(block)) <= _LONG}
    if sum(line.name in later_names for line in known) < _LEAST:
        return -1
    for line in lines:
        if line.block > last and line.numbered:
            last = line.block
    return last
