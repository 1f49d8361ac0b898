"""The comments of a Word file that are meant for gblint, and the lines they stand on."""

from __future__ import annotations

from collections.abc import Iterator

from gblint.document import Comment
from gblint.readers.docx.elements import (
    AUTHOR,
    COMMENT,
    COMMENT_END,
    COMMENT_REFERENCE,
    COMMENT_START,
    ID,
    TC,
    P,
    T,
)
from gblint.readers.lines import OWN_AUTHOR, is_for_gblint
from gblint.readers.package import Element, parse_part


class CommentPlaces:
    """Comments by id, told of each paragraph and cell with its line while a body is walked."""

    def __init__(self, body: Element, texts: dict[str, str]) -> None:
        self._texts = texts
        self._on: dict[Element, set[str]] = {}
        self._met: dict[str, list[tuple[int, int]]] = {}
        for mark in body.iter(COMMENT_START, COMMENT_END, COMMENT_REFERENCE):
            id_ = mark.get(ID) or ""
            if id_ in texts:
                for owner in _find_owners(mark):
                    self._on.setdefault(owner, set()).add(id_)

    def meet(self, element: Element, line: int, cell: int = 0) -> None:
        """A paragraph or cell of the body, at its line."""
        for id_ in self._on.get(element, ()):
            self._met.setdefault(id_, []).append((line, cell))

    def build_comments(self) -> tuple[Comment, ...]:
        """The comments with their lines; one that stands nowhere is at line 1."""
        return tuple(
            _place_comment(text, self._met.get(id_) or [(1, 0)])
            for id_, text in self._texts.items()
        )


def find_comments(body: Element, part: bytes) -> CommentPlaces | None:
    """The comments for gblint in the part that holds all of them, None where there are none.

    Those that gblint wrote itself are none; an answer to one is a comment of its own.
    """
    if not is_for_gblint(part.decode("utf-8", "replace")):
        return None
    texts = {
        comment.get(ID) or "": "\n".join(_lines(comment))
        for comment in parse_part(part).iter(COMMENT)
        if comment.get(AUTHOR) != OWN_AUTHOR
    }
    meant = {id_: text for id_, text in texts.items() if is_for_gblint(text)}
    return CommentPlaces(body, meant) if meant else None


def _lines(comment: Element) -> Iterator[str]:
    for paragraph in comment.iter(P):
        yield "".join(text.text or "" for text in paragraph.iter(T))


def _find_owners(mark: Element) -> Iterator[Element]:
    """The paragraph that a mark stands in, and the cell."""
    for tag in (P, TC):
        owner = next(mark.iterancestors(tag), None)
        if owner is not None:
            yield owner


def _place_comment(text: str, met: list[tuple[int, int]]) -> Comment:
    cells = {cell for _, cell in met if cell}
    lines = [line for line, _ in met]
    return Comment(text, min(lines), max(lines), cells.pop() if len(cells) == 1 else 0)
