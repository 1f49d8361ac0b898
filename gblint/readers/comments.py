"""Comments in a text or web page (`<!-- … -->`) that are meant for gblint."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from gblint.document import Block, Comment, Table
from gblint.readers.refusals import check_comments
from gblint.text.patterns import later

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
