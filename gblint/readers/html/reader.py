"""Web pages (.html, .htm), as sites publish and programs save them: bytes → Document.

`Anchor.line` is the line of the source. Style sheets, scripts and what they would change are not
looked at; nothing is fetched.
"""

from __future__ import annotations

from gblint.document import Document
from gblint.readers.comments import is_meant
from gblint.readers.html.comments import page_comments
from gblint.readers.html.dates import page_title, page_titles, published
from gblint.readers.html.flow import flow
from gblint.readers.html.layout import layout_tables
from gblint.readers.html.page import choose
from gblint.readers.html.text import decode_page
from gblint.readers.html.tree import Tree
from gblint.readers.limits import check_size


def read_html(data: bytes, *, charset: str = "", form: str = "html") -> Document:
    """A web page. Raises ReadError for what is no text, or beyond a limit.

    `charset` is what is declared outside the page; `form` becomes `Document.format`.
    """
    check_size(len(data), "page_mb")
    text, broken = decode_page(data, charset)
    tree = Tree(text)
    notes = (_broken(broken),) if broken else ()
    root = tree.root
    if root is None:
        return Document(form, (), notes=notes)
    page = flow(tree, root, layout_tables(root))
    chosen = choose(page, page_title(root))
    pictures = sum(1 for node in page.pictures if node not in chosen.bars)
    blocks = tuple(item.block for item in chosen.items)
    comments = page_comments(tree, root, blocks) if is_meant(text) else ()
    return Document(
        form,
        blocks,
        pictures,
        published(root, chosen.around),
        notes,
        comments=comments,
        titles=page_titles(root),
    )


def _broken(count: int) -> tuple[str, str]:
    return (
        f"网页中有 {count} 处字符无法识别，显示为“\ufffd”。",
        f"{count} character(s) of the page cannot be read and are shown as \ufffd.",
    )
