"""The tree of a page → its paragraphs and tables in order, each with the blocks it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from gblint.document import Anchor, Block, Paragraph, Table
from gblint.readers.html.inline import Inline, Written
from gblint.readers.html.lists import Lists
from gblint.readers.html.names import BLOCKS, CELLS, COLUMNS, GROUPS, HEADINGS, LEFT_OUT
from gblint.readers.html.rows import Rows
from gblint.readers.html.style import Style, is_picture, style_of
from gblint.readers.html.tree import LINE_END, Tree
from gblint.readers.limits import check_lines
from gblint.readers.lines import is_listed

if TYPE_CHECKING:
    from gblint.readers.element import Element

_LONGEST_NAMES = 200
_JOINED = frozenset(("p", "caption", "center", *HEADINGS))
"""Blocks whose line breaks may be for looks; elsewhere a line break ends a paragraph."""


class Node(msgspec.Struct, frozen=True, gc=False):
    """A block element of the page. `parent` is the number of the one around it, -1 for none.

    `names` are its class, id and role.
    """

    parent: int
    tag: str
    names: str


class Item(msgspec.Struct, frozen=True):
    """A paragraph or table and the number of the node it stands in.

    `chars` counts its characters without white space, `linked` those in links to elsewhere.
    """

    block: Block
    node: int
    chars: int
    linked: int = 0
    links: int = 0


class Flow(NamedTuple):
    """A page as read. `nodes` come before those in them; `pictures` has the node of each.

    `rules` are the numbers of the items that horizontal rules stand before.
    """

    nodes: list[Node]
    items: list[Item]
    pictures: list[int]
    rules: list[int]


Kind = Literal["inline", "block", "hidden", "table", "cell"]


class _State(NamedTuple):
    """What holds inside an element. `table` and `cell` are those of a table of data."""

    kind: Kind
    tag: str
    node: int
    bold: bool = False
    centered: bool = False
    pre: bool = False
    linked: bool = False
    level: int | None = None
    joined: bool = False
    raised: bool = False


def flow(tree: Tree, root: Element, layout: dict[Element, bool]) -> Flow:
    """The page in order. `layout` says of each table whether it only lays out the page."""
    from lxml import etree

    walk = _Walk(tree, layout)
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in events:
        if event == "start":
            if walk.start(element, str(element.tag)):
                events.skip_subtree()
        elif event == "end":
            walk.end(element)
        else:
            walk.line += (element.text or "").count("\n")
            walk.text(element.tail)
    return walk.flow


class _Walk:
    """Goes through a page, element by element, without recursion."""

    def __init__(self, tree: Tree, layout: dict[Element, bool]) -> None:
        self.flow = Flow([], [], [], [])
        self.line = 1
        self._tree = tree
        self._layout = layout
        self._states = [_State("block", "", -1)]
        self._inline = Inline()
        self._lists = Lists()
        self._rows: Rows | None = None

    def start(self, element: Element, tag: str) -> bool:
        """Begin an element; True when what is in it is left out."""
        self.line = self._tree.line(element)
        style = style_of(element, tag)
        if tag in LEFT_OUT or style.hidden:
            self._states.append(_State("hidden", tag, -1))
            self.line += (element.text or "").count("\n")
            return True
        if tag == "br":
            self._inline.break_line()
        elif tag == "img" and is_picture(element):
            self.flow.pictures.append(self._states[-1].node)
        elif tag in COLUMNS and self._rows is not None and not self._rows.in_cell:
            self._rows.add_column(element)
        kind: Kind = "inline"
        if tag in BLOCKS:
            self._flush()
            kind = self._block(element, tag)
            if tag == "hr":
                self.flow.rules.append(len(self.flow.items))
        self._states.append(self._state(element, tag, kind=kind, style=style))
        self.text(element.text)
        return False

    def end(self, element: Element) -> None:
        state = self._states[-1]
        if state.kind not in ("inline", "hidden"):
            self._flush()
        self._states.pop()
        if state.kind == "cell" and self._rows is not None:
            self._rows.end_cell()
        elif state.kind == "table":
            self._end_table()
        elif state.kind == "block":
            self._lists.end(state.tag)
        self.text(element.tail)

    def text(self, text: str | None) -> None:
        if not text:
            return
        state = self._states[-1]
        self._inline.add(text, self.line, bold=state.bold, linked=state.linked, pre=state.pre)
        if state.raised:
            self._inline.raise_last()
        self.line += text.count("\n") + text.count(LINE_END)

    def _block(self, element: Element, tag: str) -> Kind:
        """Begin a block; what kind it is."""
        rows = self._rows
        if rows is None or rows.in_cell:
            if tag == "table" and rows is None and not self._layout.get(element, True):
                self._rows = Rows()
                return "table"
            self._lists.start(element, tag)
        elif tag in CELLS:
            rows.start_cell(self.line, element)
            return "cell"
        elif tag == "tr":
            rows.start_row()
            check_lines(len(self.flow.items) + rows.count)
        elif tag in GROUPS:
            rows.start_group(tag)
        return "block"

    def _state(self, element: Element, tag: str, *, kind: Kind, style: Style) -> _State:
        above = self._states[-1]
        node, linked = above.node, above.linked
        if kind in ("block", "table") and (self._rows is None or not self._rows.in_cell):
            names = " ".join(element.get(name) or "" for name in ("class", "id", "role"))
            self.flow.nodes.append(Node(node, tag, names[:_LONGEST_NAMES]))
            node = len(self.flow.nodes) - 1
        if tag == "a":
            linked = _leads_away(element)
            if linked:
                self._inline.link()
        return _State(
            kind,
            tag,
            node,
            above.bold if style.bold is None else style.bold,
            above.centered if style.centered is None else style.centered,
            above.pre if style.pre is None else style.pre,
            linked,
            HEADINGS.get(tag, above.level),
            above.joined if kind == "inline" else tag in _JOINED,
            kind == "inline" and (above.raised if style.raised is None else style.raised),
        )

    def _flush(self) -> None:
        """What was collected, as paragraphs of the innermost block or lines of the cell."""
        if self._inline.empty:
            self._inline.take(joined=False)
            return
        state = self._states[-1]
        rows = self._rows if self._rows is not None and self._rows.in_cell else None
        for line in self._inline.take(joined=state.joined and rows is None):
            number = self._lists.number()
            if rows is not None:
                rows.add(number + line.text, line)
            else:
                self._paragraph(line, state, number)

    def _paragraph(self, line: Written, state: _State, number: str) -> None:
        paragraph = Paragraph(
            line.text,
            Anchor(line.line),
            number=number,
            level=state.level,
            bold=line.bold,
            centered=state.centered,
            contents=is_listed(line.text),
        )
        self.flow.items.append(Item(paragraph, state.node, line.chars, line.linked, line.links))
        check_lines(len(self.flow.items))

    def _end_table(self) -> None:
        rows, self._rows = self._rows, None
        if rows is None:
            return
        table: Table | None = rows.table()
        if table is not None:
            item = Item(table, self._states[-1].node, rows.chars, rows.linked, rows.links)
            self.flow.items.append(item)


def _leads_away(element: Element) -> bool:
    """Whether a link leads out of the page; one within it is a list of what is in it."""
    target = (element.get("href") or "").strip()
    return bool(target) and (not target.startswith("#") or len(target) == 1)
