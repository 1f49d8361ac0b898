"""The tree of a page → its paragraphs and tables in order, each with the blocks it stands in.

`_Walk` goes through the elements once. It gives text to `RunningText`, which makes lines of it when
a block begins or ends; to `OpenTable`, while a table of data is open; and has `Lists` count items.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from gblint.document import Anchor, Block, Paragraph, Table
from gblint.readers.html.tables import (
    CELLS,
    HEADINGS,
    Group,
    RawCell,
    build_grid,
    infer_grid,
    read_number,
)
from gblint.readers.html.tree import LINE_END, Style, Tree, find_style, is_picture, read_style
from gblint.readers.refusals import check_count
from gblint.readers.texts import is_contents_line, remove_note_marks
from gblint.text.numerals import write_numeral

if TYPE_CHECKING:
    from gblint.readers.package import Element


LEFT_OUT = frozenset(
    (
        *("script", "style", "template", "noscript", "title", "iframe", "object", "embed"),
        *("applet", "svg", "math", "audio", "video", "canvas", "map", "select", "option"),
        *("datalist", "textarea", "button", "input", "rp", "rt", "del", "noframes", "xml"),
    )
)
"""What shows nothing, no text of the page, or text that is deleted."""

BLOCKS = frozenset(
    (
        *("html", "body", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li"),
        *("dl", "dt", "dd", "dir", "menu", "section", "article", "main", "header", "footer"),
        *("nav", "aside", "address", "blockquote", "center", "form", "fieldset", "legend"),
        *("figure", "figcaption", "details", "summary", "pre", "listing", "xmp", "hr", "hgroup"),
        *("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "frameset"),
    )
)

_GROUPS = ("thead", "tbody", "tfoot")
_COLUMNS = ("col", "colgroup")

_FORMS = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "cjk-decimal": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "simp-chinese-formal": "chineseLegalSimplified",
}
"""HTML's type and CSS's list-style-type → w:numFmt, which `write_numeral` knows; else decimals."""
_WITHOUT = ("none", "disc", "circle", "square")


class _List(msgspec.Struct):
    ordered: bool
    form: str
    next: int


class Lists:
    def __init__(self) -> None:
        self._open: list[_List] = []
        self._number = ""

    def start(self, element: Element, tag: str) -> None:
        """Begin a list or an item; other blocks change nothing."""
        if tag in ("ol", "ul"):
            form = _read_list_form(element)
            ordered = tag == "ol" and form not in _WITHOUT
            self._open.append(_List(ordered, form, read_number(element.get("start"), 1)))
        elif tag == "li" and self._open:
            of = self._open[-1]
            value = read_number(element.get("value"), of.next)
            of.next = value + 1
            self._number = (
                _format_number(value, _read_list_form(element) or of.form) if of.ordered else ""
            )

    def end(self, tag: str) -> None:
        if tag in ("ol", "ul") and self._open:
            self._open.pop()
        if tag == "li":
            self._number = ""

    def take_number(self) -> str:
        """The number for the text that comes now: that of its item, for the first of it."""
        number, self._number = self._number, ""
        return number


def _read_list_form(element: Element) -> str:
    return read_style(element.get("style") or "").numbers or element.get("type") or ""


def _format_number(value: int, form: str) -> str:
    kind = _FORMS.get(form, "decimal")
    return write_numeral(value, kind) + ("、" if kind.startswith("chinese") else ".")


_WIDE = r"\u2e80-\u2fff\u3001-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60"
_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\n{LINE_END}][ \t\n{LINE_END}]*(?=[{_WIDE}])")
"""An end of line between Chinese characters shows nothing; elsewhere it shows a blank."""
_BLANKS = re.compile(rf"[ \t\n{LINE_END}]+")
_ENDS = re.compile(rf"[\n{LINE_END}]")
_INDENTS = ("\u00a0", "\u3000")

_SHORT = 48
"""A paragraph of several lines that is no longer than this is one text broken for looks."""


class FlowLine(msgspec.Struct):
    """A line of text: the parts that it is made of, and its text when it is whole.

    `chars` counts its characters without white space, `bold` and `linked` those of them that are;
    `line` is where the first of them stands.
    """

    parts: list[str] = msgspec.field(default_factory=list)
    raised: list[bool] = msgspec.field(default_factory=list)
    line: int = 0
    chars: int = 0
    bold: int = 0
    linked: int = 0
    links: int = 0
    text: str = ""
    indented: bool = False

    def add(self, text: str, line: int, state: _State) -> None:
        self.parts.append(text)
        self.raised.append(False)
        count = len("".join(text.split()))
        if not count:  # most are white space between elements
            return
        if not self.chars:
            before = text[: len(text) - len(text.lstrip())]
            self.line = line + len(_ENDS.findall(before))
        self.chars += count
        self.bold += count if state.bold else 0
        self.linked += count if state.linked else 0

    def finish(self) -> None:
        """Work out the text, when all parts are there."""
        parts = remove_note_marks(self.parts, self.raised) if any(self.raised) else self.parts
        text = _BLANKS.sub(" ", _BETWEEN_WIDE.sub("", "".join(parts))).strip(" ")
        self.text, self.indented = text.strip(), text.startswith(_INDENTS)


class RunningText:
    """Collects running text until a block begins or ends."""

    def __init__(self) -> None:
        self._lines = [FlowLine()]

    def add(self, text: str, line: int, state: _State) -> None:
        """Text of one element, `line` being where it begins in the source."""
        pieces = _ENDS.split(text.replace(" ", "\u00a0")) if state.pre else [text]
        for number, piece in enumerate(pieces):
            if number:
                self.break_line()
            self._lines[-1].add(piece, line + number, state)
        self._lines[-1].raised[-1] = state.raised

    def count_link(self) -> None:
        self._lines[-1].links += 1

    def break_line(self) -> None:
        """Begin a new line, as br does."""
        self._lines.append(FlowLine())

    def take(self, *, joined: bool) -> list[FlowLine]:
        """The lines so far, blank ones left out; from here on there is nothing.

        Where `joined`, a short text broken for looks is one text, with its line ends in it.
        """
        shown, self._lines = self._lines, [FlowLine()]
        # white space between blocks, mostly: a list is quicker than a generator
        if not any([line.chars for line in shown]):  # noqa: C419
            return []
        for line in shown:
            line.finish()
        found = [line for line in shown if line.text]
        if not joined or len(found) < 2 or sum(len(line.text) for line in found) > _SHORT:
            return found
        # a blank line or an indent between them shows paragraphs that br alone parts
        first, last = shown.index(found[0]), len(shown) - shown[::-1].index(found[-1])
        if last - first > len(found) or any(line.indented for line in found[1:]):
            return found
        whole = found[0]
        for line in found[1:]:
            whole.text += "\n" + line.text
            whole.chars += line.chars
            whole.bold += line.bold
            whole.linked += line.linked
            whole.links += line.links
        return [whole]


_LONGEST_NAMES = 200
_JOINED = frozenset(("p", "caption", "center", *HEADINGS))
"""Blocks whose line breaks may be for looks; elsewhere a line break ends a paragraph."""


class OpenTable:
    """Rows by group; counts the characters of the table and those of its links.

    `of_blocks` says that it is not made of `table`.
    """

    def __init__(self, *, of_blocks: bool = False) -> None:
        self.of_blocks = of_blocks
        self._groups: list[tuple[int, Group]] = []
        self._cell: list[str] | None = None
        self.count = 0
        self.chars = self.linked = self.links = 0
        self._columns: list[Element] = []

    @property
    def in_cell(self) -> bool:
        return self._cell is not None

    def start_group(self, tag: str) -> None:
        self._groups.append((_GROUPS.index(tag), []))

    def start_row(self) -> None:
        if not self._groups:
            self.start_group("tbody")
        self._groups[-1][1].append([])
        self.count += 1

    def add_column(self, element: Element) -> None:
        """A col, or a colgroup that has none."""
        if not len(element):
            self._columns.append(element)

    def start_cell(self, line: int, element: Element) -> None:
        """Begin a cell, in a row of its own where none is open."""
        if not self._groups or not self._groups[-1][1]:  # a page may leave tr out, as browsers do
            self.start_row()
        down, across = element.get("rowspan"), element.get("colspan")
        self._groups[-1][1][-1].append(RawCell("", line, down, across, element))
        self._cell = []

    def add(self, text: str, line: FlowLine) -> None:
        """Add a line of text to the cell that is open."""
        if self._cell is not None:
            self._cell.append(text)
            self.chars += line.chars
            self.linked += line.linked
            self.links += line.links

    def end_cell(self) -> None:
        if self._cell is not None:
            self._groups[-1][1][-1][-1].text = "\n".join(self._cell)
            self._cell = None

    def build_table(self) -> Table | None:
        """The table, its head first and its foot last wherever they are written."""
        groups = [rows for _, rows in sorted(self._groups, key=lambda group: group[0])]
        return infer_grid(groups) if self.of_blocks else build_grid(groups, self._columns)


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


ElementKind = Literal["inline", "block", "hidden", "table", "cell"]


class _State(NamedTuple):
    """What holds inside an element. `table` and `cell` are those of a table of data."""

    kind: ElementKind
    tag: str
    node: int
    bold: bool = False
    centered: bool = False
    pre: bool = False
    linked: bool = False
    level: int | None = None
    joined: bool = False
    raised: bool = False


def read_flow(
    tree: Tree, root: Element, layout: dict[Element, bool], block_rows: dict[Element, bool]
) -> Flow:
    """The page in order. `layout` says of each table whether it only lays out the page,
    `block_rows` of each row of tables that are made of blocks whether it ends one.
    """
    from lxml import etree

    walk = _Walk(tree, layout, block_rows)
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in events:
        if event == "start":
            if walk.start(element, str(element.tag)):
                events.skip_subtree()
        elif event == "end":
            walk.end(element)
        else:
            walk.line += (element.text or "").count("\n")
            walk.add_text(element.tail)
    return walk.flow


class _Walk:
    """Goes through a page, element by element, without recursion."""

    def __init__(
        self, tree: Tree, layout: dict[Element, bool], block_rows: dict[Element, bool]
    ) -> None:
        self.flow = Flow([], [], [], [])
        self.line = 1
        self._tree = tree
        self._layout = layout
        self._block_rows = block_rows
        self._states = [_State("block", "", -1)]
        self._inline = RunningText()
        self._lists = Lists()
        self._rows: OpenTable | None = None

    def start(self, element: Element, tag: str) -> bool:
        """Begin an element; True when what is in it is left out."""
        self.line = self._tree.find_line(element)
        style = find_style(element, tag)
        if tag in LEFT_OUT or style.hidden:
            # what is in it is skipped, but its end comes, and takes this away
            self._states.append(_State("hidden", tag, -1))
            self.line += (element.text or "").count("\n")
            return True
        if tag == "br":
            self._inline.break_line()
        elif tag == "img" and is_picture(element):
            self.flow.pictures.append(self._states[-1].node)
        elif tag in _COLUMNS and self._rows is not None and not self._rows.in_cell:
            self._rows.add_column(element)
        kind: ElementKind = "inline"
        if tag in BLOCKS:
            self._flush()
            kind = self._begin_block(element, tag)
            if tag == "hr":
                self.flow.rules.append(len(self.flow.items))
        self._states.append(self._find_state(element, tag, kind=kind, style=style))
        self.add_text(element.text)
        return False

    def end(self, element: Element) -> None:
        state = self._states[-1]
        if state.kind not in ("inline", "hidden"):
            self._flush()
        self._states.pop()
        if state.kind == "cell" and self._rows is not None:
            self._rows.end_cell()
        elif state.kind == "table" and (rows := self._rows) is not None:
            self._rows = None
            if (table := rows.build_table()) is not None:
                item = Item(table, self._states[-1].node, rows.chars, rows.linked, rows.links)
                self.flow.items.append(item)
        elif state.kind == "block":
            self._lists.end(state.tag)
        self.add_text(element.tail)

    def add_text(self, text: str | None) -> None:
        if not text:
            return
        state = self._states[-1]
        self._inline.add(text, self.line, state)
        self.line += text.count("\n") + text.count(LINE_END)

    def _begin_block(self, element: Element, tag: str) -> ElementKind:
        """Begin a block; what kind it is."""
        rows = self._rows
        if self._block_rows and (rows is None or rows.of_blocks):
            kind = self._begin_of_blocks(element)
            if kind is not None:
                return kind
        if rows is None or rows.in_cell:
            # a table in a cell of data gives its texts to that cell
            if tag == "table" and rows is None and not self._layout.get(element, True):
                self._rows = OpenTable()
                return "table"
            self._lists.start(element, tag)
        elif tag in CELLS:
            rows.start_cell(self.line, element)
            return "cell"
        elif tag == "tr":
            rows.start_row()
            check_count(len(self.flow.items) + rows.count, "paragraphs")
        elif tag in _GROUPS:
            rows.start_group(tag)
        return "block"

    def _begin_of_blocks(self, element: Element) -> ElementKind | None:
        """The same for a row or a cell of a table that is made of blocks; None for others."""
        last = self._block_rows.get(element)
        if last is not None:
            self._rows = self._rows or OpenTable(of_blocks=True)
            self._rows.start_row()
            check_count(len(self.flow.items) + self._rows.count, "paragraphs")
            return "table" if last else "block"  # the table ends with its last row
        rows = self._rows
        if rows is None or rows.in_cell or element.getparent() not in self._block_rows:
            return None
        rows.start_cell(self.line, element)
        return "cell"

    def _find_state(self, element: Element, tag: str, *, kind: ElementKind, style: Style) -> _State:
        above = self._states[-1]
        node, linked = above.node, above.linked
        # what is in a cell of data belongs to the table, whatever names it has
        if kind in ("block", "table") and (self._rows is None or not self._rows.in_cell):
            names = " ".join(element.get(name) or "" for name in ("class", "id", "role"))
            self.flow.nodes.append(Node(node, tag, names[:_LONGEST_NAMES]))
            node = len(self.flow.nodes) - 1
        if tag == "a":
            linked = _links_elsewhere(element)
            if linked:
                self._inline.count_link()
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
        state = self._states[-1]
        rows = self._rows if self._rows is not None and self._rows.in_cell else None
        for line in self._inline.take(joined=state.joined and rows is None):
            number = self._lists.take_number()
            if rows is not None:
                rows.add(number + line.text, line)
            else:
                self._add_paragraph(line, state, number)

    def _add_paragraph(self, line: FlowLine, state: _State, number: str) -> None:
        paragraph = Paragraph(
            line.text,
            Anchor(line.line),
            number=number,
            level=state.level,
            bold=line.bold == line.chars,
            centered=state.centered,
            contents=is_contents_line(line.text),
        )
        self.flow.items.append(Item(paragraph, state.node, line.chars, line.linked, line.links))
        check_count(len(self.flow.items), "paragraphs")


def _links_elsewhere(element: Element) -> bool:
    """Whether a link leads out of the page; one within it is a list of what is in it."""
    target = (element.get("href") or "").strip()
    return bool(target) and (not target.startswith("#") or len(target) == 1)
