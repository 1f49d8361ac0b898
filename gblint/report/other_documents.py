"""Documents that are no report that can be read.

They speak of annual reports and are none, or are reports under other rules; or a converter has put
their whole text into one row of a table, or one paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from gblint.document import Anchor, Block, Document, Paragraph, Table
from gblint.pack.model import OtherDocument, Pack
from gblint.report.model import Heading, Title, Unlike
from gblint.text import flatten, fold, patterns, write_years_in_digits
from gblint.text.numerals import NUMERALS

_SEARCHED = 16
"""Blocks from the beginning among which a title is."""
_LINES = 4
"""Lines of a title."""
_LONGEST = 60
"""Characters of one of its lines."""
_OPENING = 24
"""Paragraphs from the beginning that say by what rules a report was made."""
_SECTIONS = 3
"""Known sections that make a document with a report's title a report."""

_NEARLY_ALL = 5
"""Known sections that make a document a report whose title may be that of something else."""

_LEAST_OF_ROW = 1000
"""Characters from which on a row may hold a whole report."""

_LONG_PARAGRAPH = 400
"""Characters from which on a paragraph may hold several sections."""
_HEADINGS_INSIDE = 4
"""Headings inside such paragraphs that show that the ends of lines were lost."""
_MOST_READ = 2
"""Headings at most that were read as such all the same."""


def find_unlike(
    document: Document, pack: Pack, title: Title | None, headings: Sequence[Heading]
) -> Unlike | None:
    """Why a document is no report that can be read, None where nothing says so."""
    kinds = [kind for kind in pack.other_documents if kind.key not in pack.documents]
    other = _find_other(document, pack, title, headings, kinds)
    if other is not None:
        return Unlike("other", other.anchor, other.kind.name, other.title)
    anchor = _find_run_together(document, pack, headings)
    return Unlike("run_together", anchor) if anchor is not None else None


def is_meant_for(
    document: Document, pack: Pack, title: Title | None, headings: Sequence[Heading]
) -> bool:
    """Whether a document is of one of the kinds that a pack is for (`documents`).

    Title and headings may be as another pack has them: they only tell a report from other papers.
    """
    kinds = [kind for kind in pack.other_documents if kind.key in pack.documents]
    return _find_other(document, pack, title, headings, kinds) is not None


# by their title


class _Other(msgspec.Struct, frozen=True):
    """A document of another kind: which, and the title that says so, as written."""

    kind: OtherDocument
    title: str
    anchor: Anchor


class _Lines(msgspec.Struct, frozen=True):
    """Lines in a row: folded together, as written, and where the first is."""

    folded: str
    text: str
    anchors: tuple[Anchor, ...]


def _find_other(
    document: Document,
    pack: Pack,
    title: Title | None,
    headings: Sequence[Heading],
    kinds: Sequence[OtherDocument],
) -> _Other | None:
    """Which of some kinds of the pack a document is of; None for a report, and for none of them."""
    if not kinds:
        return None
    known = {heading.number for heading in headings if heading.origin == "section"}
    lines = list(_iterate_first_lines(document.blocks, headings))
    groups = [
        lines[start : start + size]
        for size in range(1, _LINES + 1)
        for start in range(len(lines) - size + 1)
    ]
    texts = [_join_folded(group) for group in groups]
    text = "\n".join(texts)
    # What the organ of a report's title is called (审计局) says nothing of the kind of document.
    organ = fold(title.organ) if title is not None else ""
    for kind in kinds:
        own = "" if kind.own_rules else organ
        if not any(patterns.search(form, text) for form in kind.title):
            continue
        at = next((i for i, t in enumerate(texts) if _has_title(kind, t.replace(own, "", 1))), None)
        if at is None:
            continue
        group = _join_lines(groups[at])
        if kind.opening and not _has_opening(document, kind.opening):
            continue
        about = pack.title_line.about if pack.title_line is not None else ""
        if kind.may_head and len(known) >= _NEARLY_ALL:
            continue
        if kind.own_rules or not _is_report(title, group, len(known), about):
            return _Other(kind, group.text, group.anchors[0])
    return None


def _has_title(kind: OtherDocument, line: str) -> bool:
    return any(patterns.search(form, line) for form in kind.title)


def _iterate_first_lines(blocks: Sequence[Block], headings: Sequence[Heading]) -> Iterator[_Lines]:
    """The short lines before the first known section; the first row of a table is one."""
    first = next((h for h in headings if h.origin == "section"), None)
    for block in blocks[:_SEARCHED]:
        if first is not None and _is_at(block, first):
            return
        text = block.text if isinstance(block, Paragraph) else _read_first_row(block)
        folded = write_years_in_digits(fold(text))
        if folded and len(folded) <= _LONGEST:
            yield _Lines(folded, text.strip(), (block.anchor,))


def _is_at(block: Block, heading: Heading) -> bool:
    """Whether a block is a heading or stands behind it; a page may be all on one line."""
    if block.anchor.line != heading.anchor.line:
        return block.anchor.line > heading.anchor.line
    shown = block.text if isinstance(block, Paragraph) else _read_first_row(block)
    text, own = "".join(shown.split()), "".join(heading.text.split())
    return bool(text) and (text.startswith(own) or own.startswith(text))


def _read_first_row(table: Table) -> str:
    return "|".join(cell.text for cell in table.cells if cell.row == 0)


def _join_folded(lines: Sequence[_Lines]) -> str:
    return "".join([line.folded for line in lines])


def _join_lines(lines: Sequence[_Lines]) -> _Lines:
    return _Lines(
        _join_folded(lines),
        "".join(line.text for line in lines),
        tuple(anchor for line in lines for anchor in line.anchors),
    )


def _has_opening(document: Document, forms: Sequence[str]) -> bool:
    """Whether one of the forms is found in the first paragraphs."""
    first = (b.text for b in document.blocks[:_OPENING] if isinstance(b, Paragraph))
    text = "".join(flatten("\n".join(first)).split())
    return any(patterns.search(form, text) for form in forms)


def _is_report(title: Title | None, other: _Lines, known: int, about: str) -> bool:
    """Whether a report's own title stands over sections, elsewhere than the other one.

    One that is whole by itself is not the beginning of another: what follows it is a line of the
    page, or of a table of contents.
    """
    if title is None:
        return False
    own = fold(title.text)
    whole = title.named and title.year is not None and bool(title.organ)
    if title.anchor in other.anchors or own in other.folded:
        is_about = (
            bool(about) and about in own
        )  # 关于印发…年度报告的通知 begins with all of a title
        return whole and known >= _SECTIONS and own != other.folded and not is_about
    return whole or known >= _SECTIONS


# by how their text stands


def is_all_in_one_row(document: Document) -> bool:
    """Whether one row has most of a document's text: its paragraphs and tables are lost."""
    whole = longest = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            whole += len(block.text)
            continue
        rows: Counter[int] = Counter()
        for cell in block.cells:
            rows[cell.row] += len(cell.text)
        whole += rows.total()
        longest = max(longest, *rows.values(), 0)
    return longest >= _LEAST_OF_ROW and 2 * longest > whole


def _find_run_together(
    document: Document, pack: Pack, headings: Sequence[Heading]
) -> Anchor | None:
    """Where the paragraph begins that holds most of the sections with headings and all.

    A sentence that lists what a report is made of stands before headings that were read.
    """
    long = [one for one in document.paragraphs() if len(one.text) >= _LONG_PARAGRAPH]
    known = {heading.number for heading in headings if heading.origin == "section"}
    if not long or len(known) > _MOST_READ:
        return None
    text = "\n".join(fold(one.text) for one in long)
    inside = sum(
        any(_is_headed(fold(name), text) for name in (section.heading, *section.wordings))
        for section in pack.sections
    )
    return long[0].anchor if inside >= _HEADINGS_INSIDE else None


def _is_headed(name: str, text: str) -> bool:
    """Whether a name stands in a text with the ordinal of a section before it."""
    return name in text and re.search(rf"[{NUMERALS}][,.:)]{re.escape(name)}", text) is not None
