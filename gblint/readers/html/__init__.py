"""Web pages (.html, .htm), also saved as one file (.mhtml, .mht): bytes → Document.

Style sheets, scripts and what they would change are not looked at; nothing is fetched.
`Anchor.line` is the line of the page's source, not of the file around it. Of a page in one file
only the parts that are pages are decoded; pictures and style sheets stay as they are.

Then what of a page is the document, when it was published, what it is called; and what is the site.
A missed piece of the document is worse than a line of the site that stays: what is left out
needs a reason of its own (its element, its name, links, the words of a footer), and nothing that
holds much text or a large table is ever left out.
"""

from __future__ import annotations

import binascii
import re
import string
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from lxml import etree

from gblint.document import Document, Paragraph, PositionedLine, PositionedPiece, Table
from gblint.findings import Say
from gblint.readers.html.flow import Flow, Item, read_flow
from gblint.readers.html.tables import find_block_rows, find_layout_tables
from gblint.readers.html.tree import Tree
from gblint.readers.refusals import ReadError, check_count, check_size
from gblint.readers.texts import (
    decode_page,
    is_figure,
    is_for_gblint,
    note_broken,
    place_comments,
)
from gblint.text import measure_width

if TYPE_CHECKING:
    from email.message import Message

    from gblint.readers.package import Element


def read_html(data: bytes, *, charset: str = "", form: str = "html") -> Document:
    """A web page. Raises ReadError for what is no text, or beyond a limit.

    `charset` is what is declared outside the page; `form` becomes `Document.format`.
    """
    check_size(len(data), "page_mb")
    text, broken = decode_page(data, charset)
    tree = Tree(text)
    notes = (note_broken(broken, "网页", "page"),) if broken else ()
    root = tree.root
    if root is None:
        return Document(form, (), notes=notes)
    layout = find_layout_tables(root)
    # what has its tables of data in `table` does not make others of blocks
    block_rows = {} if False in layout.values() else find_block_rows(root)
    page = read_flow(tree, root, layout, block_rows)
    metas = _read_metadata(root)
    titles = _find_titles(root, metas)
    # what the page calls its document; with the site's name it may be
    items, bars, around = _find_article(page, _remove_blanks(titles[0]) if titles else "")
    blocks = tuple(item.block for item in items)
    comments = list(_find_comments(tree, root)) if is_for_gblint(text) else []
    return Document(
        form,
        blocks,
        sum(node not in bars for node in page.pictures),
        _find_publication_date(metas, around),
        notes,
        comments=tuple(place_comments(comments, blocks)),
        titles=titles,
        lines=_collect_lines(blocks),
    )


_FEWEST_FIGURES = 40
"""Paragraphs that are but a figure from which on a page has tables that are made of blocks."""


def _collect_lines(blocks: Sequence[Paragraph | Table]) -> tuple[PositionedLine, ...]:
    """The paragraphs as lines of a cell each, where tables are made of blocks, not of `table`.

    The cells of those that were put together stand among them: labels may tell more than rows.
    """
    texts = [
        one
        for block in blocks
        for one in (
            [block] if isinstance(block, Paragraph) else block.cells if block.inferred else ()
        )
        if one.text
    ]
    if sum(is_figure(one.text) for one in texts) < _FEWEST_FIGURES:
        return ()
    return tuple(
        PositionedLine((PositionedPiece(one.text, 0, measure_width(one.text)),), one.anchor)
        for one in texts
    )


_OWNERS = ("td", "th", "p", "li", "h1", "h2", "h3", "h4", "h5", "h6")
"""Elements that a comment in them is for; one between them is for what follows."""


def _find_comments(tree: Tree, root: Element) -> Iterator[tuple[str, int, bool]]:
    """The comments for gblint, each with its line and whether it is for what follows."""
    for node in root.iter(etree.Comment):
        text = (node.text or "").strip()
        if is_for_gblint(text):
            owner = next(node.iterancestors(*_OWNERS), None)
            parent = node.getparent()
            if owner is None and parent is not None and _has_text(parent):
                owner = parent
            yield text, tree.find_line(node if owner is None else owner), owner is None


def _has_text(element: Element) -> bool:
    """Whether text stands right in an element, as in a `div` that is used as a paragraph."""
    return any(text and not text.isspace() for text in [element.text, *(c.tail for c in element)])


_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_NO_BASE64 = bytes(set(range(256)) - set(string.ascii_letters.encode() + b"0123456789+/"))
_MOST_HEADERS = 64 * 1024
_PAGES = 8
"""Pages read of a file: the page itself and the frames in it."""

_NO_PAGE = Say(
    "文件中没有网页正文，无法读取：请重新保存网页，或提供 .docx 原稿。",
    "There is no page in this file: save the page again, or give the .docx it was made from.",
)


def read_mhtml(data: bytes) -> Document:
    """A page saved as one file; of several pages in it (frames) the one with most text.

    Raises ReadError for a file without a page, or beyond a limit.
    """
    check_size(len(data), "total_mb")
    pages = islice(_iterate_pages(data), _PAGES)
    found = [read_html(page, charset=charset, form="mht") for page, charset in pages]
    if not found:
        raise ReadError(_NO_PAGE)
    return max(found, key=_count_characters)  # frames around it are menus and heads


def _count_characters(document: Document) -> int:
    return sum(
        len(block.text) if isinstance(block, Paragraph) else sum(len(c.text) for c in block.cells)
        for block in document.blocks
    )


def _iterate_pages(data: bytes) -> Iterator[tuple[bytes, str]]:
    """The pages in a file, decoded, each with the encoding that its header declares."""
    stack = [(data, 0)]  # a part comes before what is beside it
    count = 0
    while stack:
        part, depth = stack.pop()
        count += 1
        check_count(count, "parts")
        head, body = _split_headers(part)
        boundary = head.get_boundary()
        if head.get_content_maintype() == "multipart" and boundary:
            check_count(depth, "depth")
            parts = _split_parts(body, boundary)
            stack += [(inner, depth + 1) for inner in reversed(parts)]
        elif head.get_content_type() in ("text/html", "application/xhtml+xml"):
            yield _decode_part(body, head), head.get_content_charset() or ""


def _split_headers(part: bytes) -> tuple[Message, bytes]:
    """The headers and the body of a part."""
    from email.parser import BytesHeaderParser

    part = part.lstrip(b"\r\n")
    end = _HEADERS_END.search(part, 0, _MOST_HEADERS)
    head, body = (part[: end.start()], part[end.end() :]) if end else (b"", part)
    return BytesHeaderParser().parsebytes(head), body


def _split_parts(body: bytes, boundary: str) -> list[bytes]:
    """The parts of a body that has several, up to the end mark or the end of the file."""
    # email's own parser would go through every picture line by line
    mark = re.escape(b"--" + boundary.encode("ascii", "replace"))
    found: list[bytes] = []
    start = -1
    for match in re.finditer(rb"(?:^|\n)" + mark + rb"(--)?[ \t]*(?=[\r\n]|$)", body):
        if start >= 0:
            found.append(body[start : match.start()])
            check_count(len(found), "parts")
        start = -1 if match[1] else match.end()
        if match[1]:
            break
    return [*found, body[start:]] if start >= 0 else found


def _decode_part(body: bytes, head: Message) -> bytes:
    transfer = str(head.get("content-transfer-encoding", "")).strip().lower()
    if transfer == "quoted-printable":
        return binascii.a2b_qp(body)
    if transfer != "base64":
        return body
    # as far as it goes: a file may be cut off
    letters = body.translate(None, _NO_BASE64)
    if len(letters) % 4 == 1:  # no number of bytes is written so
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


_LARGE = 12
"""Cells of a table that is content wherever it stands."""
_MAIN = 0.8
"""Share of the text without links that the main container holds."""
_MUCH = 0.35
"""Share of the text that furniture never has."""
_FEW = 60
"""Characters that furniture may have on a page that has hardly any text."""
_LINKED, _LINKS = 0.6, 3
_FOOTER = 1500
_ENDS = 12
"""Paragraphs at either end of the main container among which lines of the site are looked for."""
_SHORT = 160
_UNDER_RULE = 4
"""Lines between a horizontal rule and the first line that is surely of the foot."""
_BAR_TAGS = frozenset(("nav", "footer", "aside"))
_IN_ARTICLE = frozenset(("article", "main"))


class _Sums(msgspec.Struct):
    """What is in a node and the nodes below it."""

    chars: int = 0
    linked: int = 0
    links: int = 0
    large: int = 0
    site: bool = False
    longest: int = 0

    @property
    def prose(self) -> int:
        return self.chars - self.linked

    def add(self, other: _Sums) -> None:
        self.chars += other.chars
        self.linked += other.linked
        self.links += other.links
        self.large += other.large
        self.site = self.site or other.site
        self.longest = max(self.longest, other.longest)


def _find_article(flow: Flow, title: str) -> tuple[list[Item], set[int], list[Item]]:
    """The items of the document in a page, and the numbers of the nodes that are not part of it;
    then what was left out, and what stands at the ends of what is kept.

    `title` is what the page calls it, "" when it does not.
    """
    sums = _sum_up_nodes(flow)
    if not sums:
        return flow.items, set(), flow.items
    path = _find_main_path(flow, sums)
    bars = _find_bars(flow, sums, path)
    inside = _find_nodes_below(flow, path[-1])
    items = flow.items
    gone = {
        at
        for at, item in enumerate(items)
        if item.node in bars and not _names_document(item, title)
    }
    within = [at for at, item in enumerate(items) if item.node in inside]
    first, last = (within[0], within[-1] + 1) if within else (0, len(items))
    # lines of the site stand also right before and behind the document, in blocks of no name
    heads = range(min(first + _ENDS, len(items)))
    tails = range(max(last - _ENDS, 0), len(items))
    around = sorted({*gone, *heads, *tails})
    gone |= {at for at in (*heads, *tails) if _is_line(items[at])}
    gone |= set(range(_find_foot(flow, tails, gone), len(items)))
    kept = [item for at, item in enumerate(items) if at not in gone]
    return _drop_repeated(kept, inside), bars, [items[at] for at in around]


def _sum_up_nodes(flow: Flow) -> list[_Sums]:
    sums = [_Sums() for _ in flow.nodes]
    for item in flow.items:
        if item.node < 0:
            continue
        own = _Sums(item.chars, item.linked, item.links)
        if isinstance(item.block, Table):
            own.large = int(len(item.block.cells) >= _LARGE)
            own.site = not own.large and any(_tells_owner(cell.text) for cell in item.block.cells)
        else:
            own.site, own.longest = _tells_owner(item.block.text), item.chars
        sums[item.node].add(own)
    for number in range(len(sums) - 1, 0, -1):  # a node comes before those in it
        parent = flow.nodes[number].parent
        if parent >= 0:
            sums[parent].add(sums[number])
    return sums


def _find_main_path(flow: Flow, sums: Sequence[_Sums]) -> list[int]:
    """The nodes from the root to the innermost one that holds most text and all large tables."""
    path = [0]  # nodes come before those in them, so that one look at each is enough
    least, large = _MAIN * sums[0].prose, sums[0].large
    for number in range(1, len(sums)):
        node = sums[number]
        if flow.nodes[number].parent == path[-1] and node.prose >= least and node.large == large:
            path.append(number)
    return path


def _find_bars(flow: Flow, sums: Sequence[_Sums], path: Sequence[int]) -> set[int]:
    """The nodes that are furniture of the site, with all below them."""
    bars: set[int] = set()
    on_path = set(path)
    most = max(_MUCH * sums[0].prose, _FEW)
    article: set[int] = set()
    tail = _find_tail(flow)
    for number, node in enumerate(flow.nodes):
        if node.parent in bars:
            bars.add(number)
            continue
        if node.tag in _IN_ARTICLE or node.parent in article:
            article.add(number)
        own = sums[number]
        # where the report's tables are there, what names itself a bar is none of it, however long
        sure = node.tag in _BAR_TAGS and sums[0].large > 0
        # whatever its name: what holds the report, a large table or much text is no furniture
        if number in on_path or own.large or (own.prose > most and not sure):
            continue
        by_name = _is_bar_name(node.names) or node.tag in _BAR_TAGS
        by_name = by_name or (node.tag == "header" and number not in article)
        footer = own.site and own.chars <= _FOOTER and own.longest <= _SHORT and number in tail
        if by_name or footer or _is_list_of_links(own):
            bars.add(number)
    return bars


def _is_list_of_links(what: _Sums | Item) -> bool:
    return what.links >= _LINKS and what.linked >= _LINKED * what.chars


def _find_tail(flow: Flow) -> set[int]:
    """The nodes that begin after the last large table and the last long paragraph."""
    after = max((at + 1 for at, item in enumerate(flow.items) if not _is_short(item)), default=0)
    before = {item.node for item in flow.items[:after]}
    for number in range(len(flow.nodes) - 1, -1, -1):  # a node comes before those in it
        if number in before:
            before.add(flow.nodes[number].parent)
    return set(range(len(flow.nodes))) - before


def _find_nodes_below(flow: Flow, top: int) -> set[int]:
    inside = {top}
    for number in range(top + 1, len(flow.nodes)):
        if flow.nodes[number].parent in inside:
            inside.add(number)
    return inside


def _names_document(item: Item, title: str) -> bool:
    """Whether an item in the head of a site is the title of the document after all."""
    block = item.block
    if not isinstance(block, Paragraph) or block.level is None or item.linked:
        return False
    return len(title) > 5 and _remove_blanks(block.text) in title and item.chars > 5


def _find_foot(flow: Flow, tails: range, gone: set[int]) -> int:
    """Where the foot of the site begins: its first line of the kind, or the rule above it."""
    items = flow.items
    foot = next((at for at in tails if _is_site_line(items[at])), len(items))
    # the report itself may name who runs a site: a long text below shows that it goes on
    if not all(at in gone or _is_short(items[at]) for at in range(foot, len(items))):
        return len(items)
    rule = max((at for at in flow.rules if at <= foot), default=foot)
    near = foot - rule <= _UNDER_RULE and rule in tails
    return rule if near and all(_is_short(item) for item in items[rule:foot]) else foot


def _is_line(item: Item) -> bool:
    block = item.block
    if _is_list_of_links(item):
        return True
    if isinstance(block, Table):
        return len(block.cells) < _LARGE and _is_furniture(block.cells[0].text)
    return _is_furniture(block.text)


def _is_site_line(item: Item) -> bool:
    block = item.block
    text = block.text if isinstance(block, Paragraph) else ""
    return _tells_owner(text) and not text.endswith("。")


def _is_short(item: Item) -> bool:
    if isinstance(item.block, Table):
        return len(item.block.cells) < _LARGE
    return item.chars <= _SHORT


def _drop_repeated(items: list[Item], inside: set[int]) -> list[Item]:
    """Without lines before the main container that it begins with once more: the title."""
    first = next((at for at, item in enumerate(items) if item.node in inside), 0)
    texts = [
        _remove_blanks(item.block.text)
        for item in items[first : first + 4]
        if isinstance(item.block, Paragraph)
    ]
    # a title of two lines there may be one line before
    begins = {"".join(texts[at:end]) for at in range(2) for end in range(at + 1, len(texts) + 1)}
    before = [
        item
        for item in items[:first]
        if not isinstance(item.block, Paragraph) or _remove_blanks(item.block.text) not in begins
    ]
    return before + items[first:]


def _remove_blanks(text: str) -> str:
    return "".join(text.split())


class _Site(NamedTuple):
    """The words of sites as patterns: what `site_words.json` says, which has why."""

    bar: re.Pattern[str]
    title: re.Pattern[str]
    owner: re.Pattern[str]
    furniture: re.Pattern[str]
    dates: list[re.Pattern[str]]


@cache
def _load_patterns() -> _Site:
    words = msgspec.json.decode(Path(__file__).with_name("site_words.json").read_bytes())
    furniture = (*words["buttons"], *words["path_lines"], *words["publication_lines"])
    return _Site(
        bar=re.compile("|".join(words["bar_names"])),
        title=re.compile("|".join(words["title_names"])),
        owner=re.compile("|".join(words["owner_lines"]), re.IGNORECASE),
        furniture=re.compile(rf"^\W*(?:{'|'.join(furniture)})"),
        dates=[re.compile(rf"{label}\s*[:：]?\s*{_DAY}(?!\d)") for label in words["date_labels"]],
    )


_NAMES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_LONGEST_LINE = 120


def _is_bar_name(names: str) -> bool:
    """Whether the names of a block say that it is furniture of the site, not an article."""
    words = [word.lower() for word in _NAMES.findall(names)]
    site = _load_patterns()
    return any(map(site.bar.fullmatch, words)) and not any(map(site.title.fullmatch, words))


def _tells_owner(text: str) -> bool:
    """Whether a line tells who runs the site, its licence, its copyright."""
    return len(text) <= 2 * _LONGEST_LINE and _load_patterns().owner.search(text) is not None


def _is_furniture(text: str) -> bool:
    """Whether a line is a button, a path through the site or a note on its publication."""
    return len(text) <= _LONGEST_LINE and _load_patterns().furniture.match(text) is not None


_METAS = (
    *("pubdate", "article:published_time", "og:published_time", "publishdate", "datepublished"),
    *("dc.date.issued", "dcterms.issued"),
)
"""Names of metadata in the order in which they count; the first is that of government sites."""

_TITLES = ("articletitle", "og:title", "dc.title", "dcterms.title", "contenttitle", "title")
"""Names of metadata that give a title; the first is that of government sites."""

_DAY = r"(?P<y>20\d\d)\s*[-/.年]?\s*(?P<m>\d{1,2})\s*[-/.月]?\s*(?P<d>\d{1,2})"
_META = re.compile(_DAY)
_LONGEST_DATED = 400


def _find_publication_date(metas: dict[str, str], items: Iterable[Item]) -> date | None:
    """The day of publication; `items` are the lines around the document."""
    named = (_META.match(metas.get(name, "").strip()[:_LONGEST_DATED]) for name in _METAS)
    texts = [text for item in items if len(text := _get_text(item)) <= _LONGEST_DATED]
    patterns = _load_patterns().dates  # in the order in which they count
    labelled = (match for one in patterns for text in texts for match in one.finditer(text))
    return next((day for match in chain(named, labelled) if (day := _read_day(match))), None)


def _find_titles(root: Element, metas: dict[str, str]) -> tuple[str, ...]:
    """All that the head of a page calls its document; the metadata of government sites first."""
    titles = [metas.get(name, "") for name in _TITLES]
    element = next(root.iter("title"), None)
    titles.append("" if element is None else element.text or "")
    shown = (" ".join(title.split())[:_LONGEST_DATED] for title in titles)
    return tuple(dict.fromkeys(title for title in shown if title))


def _read_metadata(root: Element) -> dict[str, str]:
    """What the head of a page says of it; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        found.setdefault(name.strip().lower(), meta.get("content") or "")
    return found


def _get_text(item: Item) -> str:
    if isinstance(item.block, Paragraph):
        return item.block.text
    return " ".join(cell.text for cell in item.block.cells)


def _read_day(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
