"""Word documents (.docx): bytes → Document, straight from the XML.

`body.py` walks through paragraphs and tables, `inline.py` reads what is in a paragraph,
`numbering.py` gives automatic numbers; parts that are embedded, and comments, are here.

The text is read as it will be when all tracked changes are accepted, without hidden text,
headers, footers, notes and comments. `Anchor.line` counts, from 1 and in document order, every
w:tr and every w:p that is not in a table cell, empty and deleted ones too; a paragraph of a
text box counts as well, after the paragraph that the box is anchored in, and of
mc:AlternateContent only the branch that is read counts. The lines of a part that is embedded
(w:altChunk) count on from where it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from gblint.document import Anchor, Block, Comment, Document, Paragraph
from gblint.readers.docx.body import Body, Meet
from gblint.readers.package import (
    AUTHOR,
    BODY,
    COMMENT,
    COMMENT_END,
    COMMENT_REFERENCE,
    COMMENT_START,
    ID,
    R_ID,
    SUB_DOC,
    TC,
    Element,
    P,
    Package,
    T,
    find_child,
    parse_part,
)
from gblint.readers.refusals import ReadError, damaged_error

if TYPE_CHECKING:
    from gblint.readers.docx.numbering import Numbering

ReadEmbedded = Callable[[bytes, int], Document | None]
"""Reads a document that stands in as many Word files as is said; None for what is not read."""

_DEEPEST = 3
"""Word files in one another that are read."""

_UNREAD = (
    "Word 文件中有一部分是嵌入的其他文件，没有读到：请用 Word 打开后另存为 .docx 再检查。",
    "A part of the Word file, a file embedded in it, was not read: save it as .docx with Word.",
)
_SUB_DOCUMENT = (
    "Word 文件引用了子文档，没有读到：请在 Word 的大纲视图中展开子文档，取消链接后另存再检查。",
    "Subdocuments of the Word file were not read: unlink them in Word's outline view, and save.",
)


def read_docx(package: Package, read_embedded: ReadEmbedded, depth: int = 0) -> Document:
    """A Word document. Raises ReadError for what is none, is damaged or beyond a limit.

    `read_embedded` reads documents in other forms that stand in it; `depth` counts the Word files
    that it stands in itself.
    """
    main = package.find_main()
    body = find_body(package.read_tree(main, lean=True))
    comments = find_comments(body, package.read(package.find_related(main, "comments")))
    embedded = EmbeddedParts(package, main, read_embedded, depth)
    meet = None if comments is None else comments.meet
    walk = prepare_walk(package, body, embedded, meet)
    blocks = walk_blocks(walk, body)
    # a field that never ends would make all that follows it lines of the contents
    if any(field.contents for field in walk.inline.fields):
        blocks = [
            msgspec.structs.replace(block, contents=False)
            if isinstance(block, Paragraph) and block.anchor.line in walk.from_fields
            else block
            for block in blocks
        ]
    if walk.inline.sub_documents:
        embedded.notes.append(_SUB_DOCUMENT)
    return Document(
        "docx",
        tuple(blocks),
        walk.inline.pictures + embedded.pictures,
        notes=tuple(dict.fromkeys(embedded.notes)),
        comments=comments.build_comments() if comments else (),
    )


def find_body(root: Element | None) -> Element:
    """The w:body of the main part. Raises ReadError where there is none."""
    body = None if root is None else find_child(root, BODY)
    if body is None:
        raise damaged_error()
    return body


def prepare_walk(
    package: Package, body: Element, embedded: EmbeddedParts, meet: Meet | None
) -> Body:
    """What walks the body of a file, by its styles and numbering. Raises ReadError.

    Who writes into a file has it walked as it is read, and hears (`meet`) what stands where.
    """
    main = package.find_main()
    styles = package.read_tree(package.find_related(main, "styles"), lean=True)

    @cache  # counts go on from paragraph to paragraph: one for the whole file
    def read_numbering() -> Numbering:
        from gblint.readers.docx.numbering import Numbering  # seldom asked for

        return Numbering(package.read_tree(package.find_related(main, "numbering")), styles)

    return Body(body, styles, read_numbering, read_part=embedded.read_part, meet=meet)


def walk_blocks(walk: Body, body: Element) -> list[Block]:
    """The blocks of a body. Raises ReadError."""
    try:
        return walk.read_blocks(body, 0)
    except RecursionError as error:  # of wrappers in one another, which no limit counts
        raise damaged_error() from error


def read_docx_inside(data: bytes, read_embedded: ReadEmbedded, depth: int) -> Document | None:
    """A Word document in another one, None where there are too many of them. Raises ReadError."""
    if depth > _DEEPEST:
        return None
    with Package(data) as package:
        return read_docx(package, read_embedded, depth)


class EmbeddedParts(msgspec.Struct):
    """The parts embedded in one file. `notes` tell what was not read."""

    _package: Package
    _main: str
    _read_embedded: ReadEmbedded
    _depth: int
    notes: list[tuple[str, str]] = []
    pictures: int = 0

    def read_part(self, element: Element, line: int) -> tuple[list[Block], int]:
        """The blocks of the part that an element brings in, their lines counted on from `line`,
        and the last line.
        """
        blocks = self._read_blocks(element, line)
        return blocks, max([line, *map(_find_last_line, blocks)])

    def _read_blocks(self, element: Element, line: int) -> list[Block]:
        if element.tag == SUB_DOC:
            self.notes.append(_SUB_DOCUMENT)
            return []
        link = self._package.find_links(self._main).get(element.get(R_ID) or "")
        data = self._package.read(link.target) if link is not None and link.target else None
        document = None
        if data is not None:
            with suppress(ReadError):
                document = self._read_embedded(data, self._depth + 1)
        if document is None:
            self.notes.append(_UNREAD)
            return []
        self.notes += document.notes
        self.pictures += document.pictures
        return [_move_lines(block, line) for block in document.blocks]


def _move_lines(block: Block, line: int) -> Block:
    anchor = Anchor(line + block.anchor.line)
    if isinstance(block, Paragraph):
        return msgspec.structs.replace(block, anchor=anchor)
    cells = tuple(
        msgspec.structs.replace(cell, anchor=Anchor(line + cell.anchor.line, cell=cell.column + 1))
        for cell in block.cells
    )
    return msgspec.structs.replace(block, cells=cells, anchor=anchor)


def _find_last_line(block: Block) -> int:
    """The last line that a block stands on."""
    if isinstance(block, Paragraph):
        return block.anchor.line
    return max(cell.anchor.line for cell in block.cells)


class CommentPlaces:
    """Comments by id, told of each paragraph and cell with its line while a body is walked."""

    def __init__(self, body: Element, texts: dict[str, str]) -> None:
        self._texts = texts
        self._on: dict[Element, set[str]] = {}
        self._met: dict[str, list[tuple[int, int]]] = {}
        for mark in body.iter(COMMENT_START, COMMENT_END, COMMENT_REFERENCE):
            id_ = mark.get(ID) or ""
            for tag in (P, TC) if id_ in texts else ():
                owner = next(mark.iterancestors(tag), None)
                if owner is not None:
                    self._on.setdefault(owner, set()).add(id_)

    def meet(self, element: Element, line: int, cell: int = 0) -> None:
        """A paragraph or cell of the body, at its line."""
        for id_ in self._on.get(element, ()):
            self._met.setdefault(id_, []).append((line, cell))

    def build_comments(self) -> tuple[Comment, ...]:
        """The comments with their lines; one that stands nowhere is at line 1."""
        found: list[Comment] = []
        for id_, text in self._texts.items():
            met = self._met.get(id_) or [(1, 0)]
            lines = [line for line, _ in met]
            cells = {cell for _, cell in met if cell}
            cell = cells.pop() if len(cells) == 1 else 0
            found.append(Comment(text, min(lines), max(lines), cell))
        return tuple(found)


def find_comments(body: Element, part: bytes | None) -> CommentPlaces | None:
    """The comments for gblint in the part that holds all of them, None where there are none.

    Those that gblint wrote itself are none; an answer to one is a comment of its own.
    """
    if part is None:
        return None
    from gblint.readers.texts import OWN_AUTHOR, is_for_gblint  # few files have comments

    if not is_for_gblint(part.decode("utf-8", "replace")):
        return None
    texts = {
        comment.get(ID) or "": "\n".join(
            "".join(text.text or "" for text in paragraph.iter(T)) for paragraph in comment.iter(P)
        )
        for comment in parse_part(part).iter(COMMENT)
        if comment.get(AUTHOR) != OWN_AUTHOR
    }
    meant = {id_: text for id_, text in texts.items() if is_for_gblint(text)}
    return CommentPlaces(body, meant) if meant else None
