"""The comments of a web page that are meant for gblint, and what they stand at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from gblint.document import Block, Comment
from gblint.readers.comments import is_meant, placed
from gblint.readers.html.tree import Tree

if TYPE_CHECKING:
    from gblint.readers.element import Element

_OWNERS = ("td", "th", "p", "li", "h1", "h2", "h3", "h4", "h5", "h6")
"""Elements that a comment in them is for; one between them is for what follows."""


def page_comments(tree: Tree, root: Element, blocks: Sequence[Block]) -> tuple[Comment, ...]:
    """The comments with the lines of the blocks, rows and cells that they are for."""
    return tuple(placed(list(_found(tree, root)), blocks))


def _found(tree: Tree, root: Element) -> Iterator[tuple[str, int, bool]]:
    for node in root.iter(etree.Comment):
        text = (node.text or "").strip()
        if is_meant(text):
            owner = next(node.iterancestors(*_OWNERS), None)
            parent = node.getparent()
            if owner is None and parent is not None and _has_text(parent):
                owner = parent
            yield text, tree.line(node if owner is None else owner), owner is None


def _has_text(element: Element) -> bool:
    """Whether text stands right in an element, as in a `div` that is used as a paragraph."""
    return any(text and not text.isspace() for text in [element.text, *(c.tail for c in element)])
