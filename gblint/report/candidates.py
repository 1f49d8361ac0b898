"""Paragraphs that could be top-level headings, one by one, before they are seen as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from gblint.document import Block, Paragraph
from gblint.normal import fold
from gblint.report.lexicon import HeadingLexicon, Match
from gblint.report.model import Ordinal
from gblint.report.ordinals import split_ordinal
from gblint.report.setbacks import Setbacks

_LONG = 60
_STOP = ".;!?:,"
_SENTENCE = re.compile(r"[。；！？;]")
_PAGE = re.compile(r"\s*+\d{0,3}+\s*+")
"""The number of a page, which extractors may put on a line of its own, or nothing."""

_LEADER = re.compile(r"(?:[.…·．﹒_-]\s*){3,}\d*\s*$|\t\s*\d+\s*$")


class Candidate(msgspec.Struct, frozen=True):
    """A paragraph that could be a heading.

    `match` is what its name stands for, None where it is only shaped like a heading. `rest`
    is prose that follows the heading in the same paragraph. `apart` says that it is set off
    as a heading is: by a style, bold type, or standing centred. `follows` says that nothing
    but empty paragraphs and numbers of pages stand between it and the candidate before.
    """

    block: int
    paragraph: Paragraph
    ordinal: Ordinal | None
    name: str
    match: Match | None
    rest: str = ""
    follows: bool = False

    @property
    def apart(self) -> bool:
        paragraph = self.paragraph
        return paragraph.level is not None or paragraph.bold or paragraph.centered

    @property
    def strong(self) -> bool:
        """Whether it reads as a section's own heading, to the letter or within a typo."""
        return (
            self.match is not None
            and self.match.obsolete is None
            and self.match.wording in ("exact", "near")
        )


def split_lines(blocks: Sequence[Block], longest: int) -> tuple[Block, ...]:
    """The blocks, with paragraphs that hold several lines taken apart.

    A short one is left whole: a heading or title that was broken for looks.
    """
    if not any(isinstance(block, Paragraph) and "\n" in block.text for block in blocks):
        return tuple(blocks)
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and "\n" in block.text and len(block.text) > longest:
            lines = [line for line in block.text.split("\n") if line.strip()]
            result += [
                msgspec.structs.replace(block, text=line, number="" if index else block.number)
                for index, line in enumerate(lines)
            ]
        else:
            result.append(block)
    return tuple(result)


_GOES_ON = ("；", ";", "，", ",", "、")


def candidates(
    blocks: Sequence[Block], lexicon: HeadingLexicon, setbacks: Setbacks
) -> Iterator[Candidate]:
    """All paragraphs that could be top-level headings, in document order."""
    follows = listed = False
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            follows = listed = False
            continue
        if _PAGE.fullmatch(block.text):
            continue
        found = None if block.contents else _candidate(index, block, lexicon, setbacks)
        if found is not None and found.rest and listed:
            found = None  # the last of a list in prose, on a line of its own
        if found is not None:
            yield msgspec.structs.replace(found, follows=follows and not found.rest)
        follows = found is not None and not found.rest
        listed = block.text.rstrip().endswith(_GOES_ON)


def _candidate(
    index: int, paragraph: Paragraph, lexicon: HeadingLexicon, setbacks: Setbacks
) -> Candidate | None:
    text = paragraph.number + paragraph.text if paragraph.number else paragraph.text
    ordinal, rest = split_ordinal(text[: _LONG * 2])
    if len(text) > _LONG:
        return _run_in(index, paragraph, ordinal, text, lexicon)
    if "\t" in text and _LEADER.search(text):
        return None
    name = fold(rest).rstrip(_STOP)
    if not name or len(name) > lexicon.longest:
        return None
    match = lexicon.known(name)
    if match is None:
        if _SENTENCE.search(rest.rstrip(" 。；;")) or _LEADER.search(text):
            return _run_in(index, paragraph, ordinal, text, lexicon)
        if ordinal is None and not (len(name) <= lexicon.longest and _alone(paragraph, rest)):
            return None
        match = lexicon.find(name, setbacks)
        if match is None and ordinal is None and paragraph.level is None:
            return None
    return Candidate(index, paragraph, ordinal, rest.strip(), match)


def _alone(paragraph: Paragraph, text: str) -> bool:
    """Whether a paragraph without ordinal can be a heading: no end of a sentence, no clause."""
    text = text.rstrip()
    return paragraph.level is not None or (text[-1:] not in "。，；：,;:." and "，" not in text)


def _run_in(
    index: int,
    paragraph: Paragraph,
    ordinal: Ordinal | None,
    text: str,
    lexicon: HeadingLexicon,
) -> Candidate | None:
    """A known heading with an ordinal whose paragraph goes on in prose."""
    if ordinal is None:
        return None
    body = split_ordinal(text)[1]
    known = lexicon.starts(fold(body[:_LONG]))
    if known is None:
        return None
    name, match = known
    end = next(
        (i for i in range(1, min(len(body), _LONG) + 1) if fold(body[:i]) == name), len(body)
    )
    if body[end : end + 1] not in ("。", "：", ":", ".", " ", "\u3000", "\t", "\n"):
        return None
    rest = body[end:].lstrip("。：:. \u3000\t\n")
    return Candidate(index, paragraph, ordinal, body[:end].strip(), match, rest=rest)
