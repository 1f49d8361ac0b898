"""Word documents (.docx): bytes → Document, straight from the XML.

The text is read as it will be when all tracked changes are accepted, without hidden text,
headers, footers, notes and comments. `Anchor.line` counts, from 1 and in document order, every
w:tr and every w:p that is not in a table cell, empty and deleted ones too; a paragraph of a
text box counts as well, after the paragraph that the box is anchored in, and of
mc:AlternateContent only the branch that is read counts. The lines of a part that is embedded
(w:altChunk) count on from where it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from gblint.document import Block, Document, Paragraph
from gblint.readers.docx.body import Body
from gblint.readers.docx.chunks import SUB_DOCUMENT, EmbeddedParts, ReadEmbedded
from gblint.readers.docx.comments import find_comments
from gblint.readers.docx.elements import BODY, first_child
from gblint.readers.errors import damaged_error
from gblint.readers.package import Package

if TYPE_CHECKING:
    from gblint.readers.docx.numbering import Numbering

_DEEPEST = 3
"""Word files in one another that are read."""


def read_docx(package: Package, read_embedded: ReadEmbedded, depth: int = 0) -> Document:
    """A Word document. Raises ReadError for what is none, is damaged or beyond a limit.

    `read_embedded` reads documents in other forms that stand in it; `depth` counts the Word files
    that it stands in itself.
    """
    main = package.main()
    root = package.tree(main)
    body = None if root is None else first_child(root, BODY)
    if body is None:
        raise damaged_error()
    styles = package.tree(package.beside(main, "styles"))
    numbers: list[Numbering] = []

    def numbering() -> Numbering:
        if not numbers:
            from gblint.readers.docx.numbering import (  # seldom asked for
                Numbering,
                find_list_styles,
            )

            tree = package.tree(package.beside(main, "numbering"))
            numbers.append(Numbering(tree, find_list_styles(styles)))
        return numbers[0]

    notes = find_comments(body, package.read(package.beside(main, "comments")))
    chunks = EmbeddedParts(package, main, read_embedded, depth)
    walk = Body(body, styles, numbering, notes, chunks)
    try:
        blocks = walk.blocks(body, 0)
    except RecursionError as error:
        raise damaged_error() from error
    if any(field.contents for field in walk.inline.fields):
        blocks = [_unlisted(block, walk.from_fields) for block in blocks]
    if walk.inline.sub_documents:
        chunks.notes.append(SUB_DOCUMENT)
    return Document(
        "docx",
        tuple(blocks),
        walk.inline.pictures + chunks.pictures,
        notes=tuple(dict.fromkeys(chunks.notes)),
        comments=notes.build_comments() if notes else (),
    )


def read_docx_inside(data: bytes, read_embedded: ReadEmbedded, depth: int) -> Document | None:
    """A Word document in another one, None where there are too many of them. Raises ReadError."""
    if depth > _DEEPEST:
        return None
    with Package(data) as package:
        return read_docx(package, read_embedded, depth)


def _unlisted(block: Block, lines: set[int]) -> Block:
    """A paragraph that is no line of the contents after all: their field never ended."""
    if isinstance(block, Paragraph) and block.anchor.line in lines:
        return msgspec.structs.replace(block, contents=False)
    return block
