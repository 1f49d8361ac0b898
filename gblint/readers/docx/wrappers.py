"""What may stand around the blocks of a Word file, and how it is looked through."""

from __future__ import annotations

from collections.abc import Iterator

from gblint.readers.docx.names import (
    ALTERNATE,
    CHOICE,
    CUSTOM_XML,
    EMBEDDED,
    FALLBACK,
    INS,
    MOVE_TO,
    SDT,
    SDT_CONTENT,
    SDT_PR,
    TBL,
    VAL,
    P,
    W,
    first,
)
from gblint.readers.element import Element

_GALLERY = W + "docPartGallery"
_BLOCKS = frozenset({P, TBL, *EMBEDDED})
_WRAPPERS = frozenset({CUSTOM_XML, INS, MOVE_TO, SDT, SDT_CONTENT})


def block_elements(parent: Element, *, contents: bool = False) -> Iterator[tuple[Element, bool]]:
    """The w:p and w:tbl of a container, through what may wrap them, and parts embedded there.

    With each comes whether it stands in a table of contents.
    """
    for element in parent:
        tag = element.tag
        if tag in _BLOCKS:
            yield element, contents
        elif tag in _WRAPPERS:
            listed = contents or (tag == SDT and _is_contents(element))
            yield from block_elements(element, contents=listed)
        elif tag == ALTERNATE:
            for choice in chosen(element):
                yield from block_elements(choice, contents=contents)


def _is_contents(sdt: Element) -> bool:
    properties = first(sdt, SDT_PR)
    if properties is None:
        return False
    gallery = next(properties.iter(_GALLERY), None)
    return gallery is not None and gallery.get(VAL) == "Table of Contents"


def children(parent: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, through what may wrap them."""
    for element in parent:
        tag = element.tag
        if tag == wanted:
            yield element
        elif tag in _WRAPPERS:
            yield from children(element, wanted)


def chosen(alternate: Element) -> Iterator[Element]:
    """The one branch of mc:AlternateContent that is read: the first choice."""
    branch = first(alternate, CHOICE)
    if branch is None:
        branch = first(alternate, FALLBACK)
    if branch is not None:
        yield branch
