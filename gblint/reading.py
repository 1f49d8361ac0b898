"""A report as it was read, for outputs that show it: blocks, and which are headings of what.

What is shown may be passed on as findings are, so that personal data are masked as in them.
"""

from __future__ import annotations

import msgspec

from gblint.checks.personal import Mask, mask_of
from gblint.document import Block, Paragraph
from gblint.pack.model import Pack
from gblint.report.model import Report
from gblint.results import Reading


def build_reading(report: Report, pack: Pack) -> Reading:
    """The reading of a report; of a document that is none, the document without headings."""
    mask = mask_of(report, pack)
    blocks = report.document.blocks
    places = {one.anchor: at for at, one in enumerate(blocks) if isinstance(one, Paragraph)}
    sections: dict[int, int | None] = {}
    run_in: dict[int, int] = {}
    title = report.title
    if title is not None and not title.in_head and title.anchor in places:
        sections[places[title.anchor]] = 0
    for heading in report.headings:
        # one that stands in a table, or is a line of a longer paragraph, is shown as it stands
        at = places.get(heading.anchor)
        if at is None:
            continue
        sections[at] = heading.number if heading.origin == "section" else None
        if heading.rest:
            run_in[at] = len(mask.text(heading.rest))
    return Reading(tuple(_mask_block(block, mask) for block in blocks), sections, run_in)


def _mask_block(block: Block, mask: Mask) -> Block:
    if isinstance(block, Paragraph):
        text = mask.text(block.text)
        return block if text == block.text else msgspec.structs.replace(block, text=text)
    texts = [mask.text(cell.text) for cell in block.cells]
    if all(text == cell.text for text, cell in zip(texts, block.cells, strict=True)):
        return block
    cells = tuple(
        msgspec.structs.replace(cell, text=text)
        for text, cell in zip(texts, block.cells, strict=True)
    )
    return msgspec.structs.replace(block, cells=cells)
