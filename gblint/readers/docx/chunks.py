"""Parts embedded in a Word file (w:altChunk): web pages, other Word files, texts.

Programs that make Word files of web pages write nothing else; Word shows them as the text.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from gblint.document import Anchor, Block, Document, Paragraph
from gblint.readers.docx.elements import R_ID, SUB_DOC
from gblint.readers.errors import ReadError
from gblint.readers.package import Element, Package

ReadEmbedded = Callable[[bytes, int], Document | None]
"""Reads a document that stands in as many Word files as is said; None for what is not read."""

_UNREAD = (
    "Word 文件中有一部分是嵌入的其他文件，没有读到：请用 Word 打开后另存为 .docx 再检查。",
    "A part of the Word file, a file embedded in it, was not read: save it as .docx with Word.",
)
SUB_DOCUMENT = (
    "Word 文件引用了子文档，没有读到：请在 Word 的大纲视图中展开子文档，取消链接后另存再检查。",
    "Subdocuments of the Word file were not read: unlink them in Word's outline view, and save.",
)


class EmbeddedParts:
    """The parts embedded in one file. `notes` tell what was not read."""

    def __init__(
        self,
        package: Package,
        main: str,
        read_embedded: ReadEmbedded,
        depth: int,
    ) -> None:
        self._package = package
        self._main = main
        self._read_embedded = read_embedded
        self._depth = depth
        self.notes: list[tuple[str, str]] = []
        self.pictures = 0

    def blocks(self, element: Element, line: int) -> list[Block]:
        """The blocks of an embedded part, with its lines counted on from `line`."""
        if element.tag == SUB_DOC:
            self.notes.append(SUB_DOCUMENT)
            return []
        link = self._package.links(self._main).get(element.get(R_ID) or "")
        data = self._package.read(link.target) if link is not None and link.target else None
        document = None if data is None else self._document(data)
        if document is None:
            self.notes.append(_UNREAD)
            return []
        self.notes += document.notes
        self.pictures += document.pictures
        return [_move_lines(block, line) for block in document.blocks]

    def _document(self, data: bytes) -> Document | None:
        """An embedded part as a document, None for one that is not read."""
        try:
            return self._read_embedded(data, self._depth + 1)
        except ReadError:
            return None


def _move_lines(block: Block, line: int) -> Block:
    anchor = Anchor(line + block.anchor.line)
    if isinstance(block, Paragraph):
        return msgspec.structs.replace(block, anchor=anchor)
    cells = tuple(
        msgspec.structs.replace(cell, anchor=Anchor(line + cell.anchor.line, cell=cell.column + 1))
        for cell in block.cells
    )
    return msgspec.structs.replace(block, cells=cells, anchor=anchor)


def last_line(blocks: list[Block]) -> int:
    """The last line that some blocks stand on, 0 for none."""
    return max(
        (
            block.anchor.line
            if isinstance(block, Paragraph)
            else max(cell.anchor.line for cell in block.cells)
            for block in blocks
        ),
        default=0,
    )
