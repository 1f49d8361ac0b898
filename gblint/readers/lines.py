"""The lines of a text with their numbers and pages; what a line or a cell looks like, and the
marks of notes in it, which are no part of it.

Comments in a text or web page (`<!-- … -->`) that are meant for gblint.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from gblint.document import Anchor, Block, Comment, Table
from gblint.readers.refusals import check_comments
from gblint.text.patterns import later

_BREAKS = later("([\x0b\x0c\u2028\u2029])")
_PAGE_BREAK = "\x0c"
_HEADING = later(r"[#*\s]*(?:[一二三四五六七八九十]+\s*、|第[一二三四五六七八九十]+部分)")
_ITEM = later(
    r"\s*(?:[（(]\s*(?:[一二三四五六七八九十]+|\d{1,2})\s*[)）]|\d{1,2}\s*[.、．]\D|[①-⑳]"
    r"|[一二三四五六七八九十]+\s*、|第[一二三四五六七八九十]+[,，、])"
)
_PAGE_NUMBER = later(
    r"\s*(?:第\s*\d{1,4}\s*页(?:[\s,，/]*共\s*\d{1,4}\s*页)?|[-—–－·~]*\s*\d{1,4}\s*[-—–－·~]*"
    r"|\d{1,4}\s*/\s*\d{1,4})\s*$"
)
_LEADER = later(r".*\S\s*(?:[.．·…]\s?){3,}\s*\d{1,3}$")
_LEADER_TAB = later(r"[^\t]*\S\t\s*\d{1,3}$")
_LONGEST_LISTED = 200
_ENDS, _CLOSERS = "。；：！？;:!?", "'\"’”）)"

_FIGURE = frozenset(
    "0123456789０１２３４５６７８９,，.．·+＋-－—–−―─/／\\＼%％()（）*○〇零无 \t\n\xa0\u3000"
)
"""What figures consist of, and the marks that are put where there is none."""

_COUNTED = _FIGURE | frozenset("约近超逾共万亿千百余多件条项个元次人份")
"""The same with the units and words that are put beside figures against the form."""

_WHITE = frozenset(" \t\n\xa0\u3000")


Rows = list[tuple[list[str], Anchor]]
"""Rows of a table as the texts of their cells, each with where it begins."""


class Line(NamedTuple):
    """A line without its end. `page` is None where the text has no page breaks.

    `begins_page` says that a page break stands right before it.
    """

    text: str
    number: int
    page: int | None = None
    begins_page: bool = False

    @property
    def blank(self) -> bool:
        return not self.text or self.text.isspace()

    def anchor(self) -> Anchor:
        """Where the line begins, its white space left out."""
        column = len(self.text) - len(self.text.lstrip()) + 1
        return Anchor(self.number, column, self.page)


def split_lines(text: str) -> list[Line]:
    """The lines as an editor counts them; one with breaks inside gives several."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    raw = text.split("\n")
    if not _BREAKS.search(text):
        return [Line(line, number) for number, line in enumerate(raw, 1)]
    page: int | None = 1 if _PAGE_BREAK in text else None
    lines = []
    for number, line in enumerate(raw, 1):
        pieces = _BREAKS.split(line)
        lines.append(Line(pieces[0], number, page))
        for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            begins_page = mark == _PAGE_BREAK
            if begins_page and page is not None:
                page += 1
            lines.append(Line(piece, number, page, begins_page))
    return lines


def is_heading(text: str) -> bool:
    """Whether a line begins like a top-level heading: `一、` or `第一部分`."""
    return _HEADING.match(text) is not None


def is_item(text: str) -> bool:
    """Whether a line begins with a number: 一、, （一）, 1., ①, 第一，."""
    return _ITEM.match(text) is not None


def is_contents_line(text: str) -> bool:
    """Whether a paragraph is a line of a table of contents, which ends in its page."""
    if not text[-1:].isdigit() or len(text) >= _LONGEST_LISTED:
        return False
    return bool(_LEADER.match(text) or (is_heading(text) and _LEADER_TAB.match(text)))


def ends_sentence(text: str) -> bool:
    """Whether a line ends like a sentence or a part of one, not in the middle of words."""
    return text.rstrip().rstrip(_CLOSERS).endswith(tuple(_ENDS))


def is_page_number(text: str) -> bool:
    """Whether a line could be a page number: `3`, `- 3 -`, `3/10`, `第3页 共10页`."""
    return len(text) < 40 and _PAGE_NUMBER.match(text) is not None


def is_blank(cell: str) -> bool:
    return not cell or _WHITE.issuperset(cell)


def is_figure(cell: str) -> bool:
    """Whether a cell holds a figure, with a unit or without, or a mark that stands for none."""
    if _FIGURE.issuperset(cell):
        return not is_blank(cell)
    return _COUNTED.issuperset(cell) and any(char.isdigit() for char in cell)


_MARK = later(
    r"[\[(（【〔﹝]?\s*(?:注释?|附注|[Nn]ote)?\s*(?:\d{1,3}(?:\s*[,，、\-–]\s*\d{1,3})*|[*＊※†‡#]{1,3}"
    r"|[\u2460-\u249b\u2776-\u2793\u00b9\u00b2\u00b3\u2070-\u2079]{1,3})?\s*[\])）】〕﹞]?"
)
_OF_UNIT = later(r"[A-Za-zＡ-Ｚａ-ｚ\u3380-\u33df)）]$")
"""What a raised digit belongs to that is a power: of a unit, of a bracket."""


def is_note_mark(before: str, raised: str) -> bool:
    """Whether raised characters are the mark of a note on what stands before them."""
    before = before.rstrip()
    if not before or not raised.strip() or _MARK.fullmatch(raised.strip()) is None:
        return False
    return not raised.strip().isdigit() or _OF_UNIT.search(before[-1:]) is None


def remove_note_marks(parts: Sequence[str], raised: Sequence[bool]) -> list[str]:
    """The pieces of a text without those raised that are marks of notes.

    Raised pieces side by side are one mark.
    """
    kept: list[str] = []
    at = 0
    while at < len(parts):
        end = at + 1
        while raised[at] and end < len(parts) and raised[end]:
            end += 1
        mark = raised[at] and is_note_mark("".join(kept), "".join(parts[at:end]))
        kept += [] if mark else parts[at:end]
        at = end
    return kept


OWN_AUTHOR = "gblint"
"""Who wrote the comments that `gblint annotate` writes: they tell findings, and are for people."""

_WORD = "gblint"
_COMMENT = later(r"<!--(.*?)(?:--!?>|\Z)", re.DOTALL)
_VISIBLE = later(r"[^\n]")


def is_for_gblint(text: str) -> bool:
    return _WORD in text.lower()


def cut_comments(text: str) -> tuple[str, list[tuple[str, int, bool]]]:
    """A text without its comments, every line in its place, and those for gblint.

    Each has its text, its last line from 1, and whether it stands on lines of its own.
    """
    found: list[tuple[str, int, bool]] = []
    for match in _COMMENT.finditer(text):
        if is_for_gblint(match[1]):
            check_comments(len(found) + 1)
            begin = text.rfind("\n", 0, match.start()) + 1
            end = text.find("\n", match.end())
            around = text[begin : match.start()] + text[match.end() : None if end < 0 else end]
            line = text.count("\n", 0, match.end()) + 1
            found.append((match[1].strip(), line, not around.strip()))
    return _COMMENT.sub(lambda match: _VISIBLE.sub("", match[0]), text), found


def place_comments(
    found: Sequence[tuple[str, int, bool]], blocks: Sequence[Block]
) -> Iterator[Comment]:
    """Each comment on the lines it is for.

    One with lines of its own is for the block that follows, a table as a whole; any other for
    the paragraph or table row that it stands in.
    """
    if not found:
        return
    of_blocks = [_lines_of_block(block) for block in blocks]
    lines = sorted({line for own in of_blocks for line in own})
    reach = list(accumulate((max(own) for own in of_blocks), max))
    for text, line, alone in found:
        if alone:
            after = bisect_right(reach, line)
            span = [one for one in of_blocks[after] if one > line] if after < len(reach) else [line]
            yield Comment(text, min(span), max(span))
        else:
            before = bisect_right(lines, line)
            at = lines[before - 1] if before else line
            yield Comment(text, at, at)


def _lines_of_block(block: Block) -> list[int]:
    """The lines of a paragraph, or of the rows of a table."""
    if isinstance(block, Table):
        return [cell.anchor.line for cell in block.cells] or [block.anchor.line]
    return [block.anchor.line]
