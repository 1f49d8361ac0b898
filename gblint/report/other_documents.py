"""Documents that speak of annual reports and are none, and reports under other rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from gblint.document import Anchor, Block, Document, Paragraph, Table
from gblint.pack.model import OtherDocument, Pack
from gblint.report.model import Heading, Title
from gblint.text import patterns
from gblint.text.folding import arabic_years, flatten, fold

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


class Other(msgspec.Struct, frozen=True):
    """A document of another kind: which, and the title that says so, as written."""

    kind: OtherDocument
    title: str
    anchor: Anchor


class _Lines(msgspec.Struct, frozen=True):
    """Lines in a row: folded together, as written, and where the first is."""

    folded: str
    text: str
    anchors: tuple[Anchor, ...]


def find_other(
    document: Document, pack: Pack, title: Title | None, headings: Sequence[Heading]
) -> Other | None:
    """What kind of document it is, None for a report and for what no kind of the pack fits."""
    if not pack.other_documents:
        return None
    known = {heading.number for heading in headings if heading.origin == "section"}
    lines = list(_first_lines(document.blocks, headings))
    groups = [
        lines[start : start + size]
        for size in range(1, _LINES + 1)
        for start in range(len(lines) - size + 1)
    ]
    texts = [_folded(group) for group in groups]
    text = "\n".join(texts)
    # What the organ of a report's title is called (审计局) says nothing of the kind of document.
    organ = fold(title.organ) if title is not None else ""
    for kind in pack.other_documents:
        own = "" if kind.own_rules else organ
        if not any(patterns.search(form, text) for form in kind.title):
            continue
        at = next((i for i, t in enumerate(texts) if _fits(kind, t.replace(own, "", 1))), None)
        if at is None:
            continue
        group = _together(groups[at])
        if kind.opening and not _says(document, kind.opening):
            continue
        if kind.own_rules or not _is_report(title, group, len(known)):
            return Other(kind, group.text, group.anchors[0])
    return None


def _fits(kind: OtherDocument, line: str) -> bool:
    return any(patterns.search(form, line) for form in kind.title)


def _first_lines(blocks: Sequence[Block], headings: Sequence[Heading]) -> Iterator[_Lines]:
    """The short lines before the first known section; the first row of a table is one."""
    first = next((h.anchor for h in headings if h.origin == "section"), None)
    for block in blocks[:_SEARCHED]:
        if first is not None and block.anchor.line >= first.line:
            return
        text = block.text if isinstance(block, Paragraph) else _first_row(block)
        folded = arabic_years(fold(text))
        if folded and len(folded) <= _LONGEST:
            yield _Lines(folded, text.strip(), (block.anchor,))


def _first_row(table: Table) -> str:
    return "|".join(cell.text for cell in table.cells if cell.row == 0)


def _folded(lines: Sequence[_Lines]) -> str:
    return "".join([line.folded for line in lines])


def _together(lines: Sequence[_Lines]) -> _Lines:
    return _Lines(
        _folded(lines),
        "".join(line.text for line in lines),
        tuple(anchor for line in lines for anchor in line.anchors),
    )


def _says(document: Document, forms: Sequence[str]) -> bool:
    """Whether one of the forms is found in the first paragraphs."""
    first = (b.text for b in document.blocks[:_OPENING] if isinstance(b, Paragraph))
    text = "".join(flatten("\n".join(first)).split())
    return any(patterns.search(form, text) for form in forms)


def _is_report(title: Title | None, other: _Lines, known: int) -> bool:
    """Whether a report's own title stands over sections, elsewhere than the other one.

    One that is whole by itself is not the beginning of another: what follows it is a line of the
    page, or of a table of contents.
    """
    if title is None:
        return False
    own = fold(title.text)
    whole = title.named and title.year is not None and bool(title.organ)
    if title.anchor in other.anchors or own in other.folded:
        return whole and known >= _SECTIONS and own != other.folded and "关于" not in own
    return whole or known >= _SECTIONS
