"""Word files as zip packages of XML parts, opened without trust in what they declare.

First the packages, which ODF files and workbooks are as well, and how a part becomes a tree
(`parse_part`). Then the elements of WordprocessingML: their names as lxml writes them, how their
values are read, and how what may stand around blocks is looked through.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Protocol, Self, overload

import msgspec
from lxml import etree

from gblint.readers.refusals import (
    check_count,
    check_size,
    count_bytes,
    damaged_error,
    get_limits,
    refused_kind_error,
)


class Element(Protocol):
    """An element as lxml makes them, or a comment or instruction among them."""

    text: str | None
    tail: str | None

    @property
    def tag(self) -> str: ...
    @property
    def sourceline(self) -> Any: ...
    def __iter__(self) -> Iterator[Element]: ...
    def __len__(self) -> int: ...
    def __getitem__(self, item: int, /) -> Element: ...
    @overload
    def get(self, key: str) -> str | None: ...
    @overload
    def get(self, key: str, default: str) -> str: ...
    def getparent(self) -> Element | None: ...
    def iter(self, *tags: str | Callable[..., Any]) -> Iterator[Element]: ...
    def iterchildren(self, *tags: str, reversed: bool = False) -> Iterator[Element]: ...  # noqa: A002 - lxml calls it so
    def iterancestors(self, *tags: str) -> Iterator[Element]: ...
    def iterdescendants(self, *tags: str) -> Iterator[Element]: ...
    def itertext(self) -> Iterator[Any]: ...


BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # a part that is encrypted
    NotImplementedError,  # a way of packing that is not known
    ImportError,  # one that this Python lacks
    ValueError,
    OverflowError,
)
"""What zipfile raises on damaged or hostile files."""

_STRICT = "{http://purl.oclc.org/ooxml/"
STRICT_NAMES: tuple[tuple[bytes, bytes], ...] = tuple(
    (b"http://purl.oclc.org/ooxml/" + strict, b"http://schemas.openxmlformats.org/" + usual)
    for strict, usual in (
        (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
        (b"drawingml/picture", b"drawingml/2006/picture"),
        (b"drawingml/main", b"drawingml/2006/main"),
        (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
    )
)
"""Namespaces of strict OOXML and the usual (transitional) ones."""

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PART_MARK = b"PK\x01\x02"
"""Stands before each entry of a zip file's directory."""

_CHUNK = 2**16

_SHORTEST_TAG = 3
"""Bytes of the shortest tag, <p>; an attribute takes five at least."""

_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The two ways of packing that the format allows."""


class Link(msgspec.Struct, frozen=True):
    """A relationship: the last word of its type, and the part it names, "" for one outside."""

    kind: str
    target: str


class Package:
    """The parts of a Word or ODF file. Names are looked up without regard to case.

    `names` are those of the parts, in lower case: they tell what the file is.
    """

    def __init__(self, data: bytes) -> None:
        # before zipfile reads the directory, which takes time and memory for each entry
        check_count(data.count(_PART_MARK), "parts")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            raise damaged_error() from error
        infos = self._zip.infolist()
        self._parts = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}
        self._read = 0
        self._links: dict[str, dict[str, Link]] = {}
        self.names = frozenset(self._parts)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Have done with the file: left to itself it would be closed by its `__del__`."""
        self._zip.close()

    def find_main(self) -> str:
        """The name of the part that holds the text, as the relationships of the package have it."""
        # some programs name it otherwise: document2.xml
        for link in self.find_links("").values():
            if link.kind == "officeDocument" and link.target in self._parts:
                return link.target
        usual = "word/document.xml"
        if usual in self._parts:
            return usual
        raise damaged_error()

    def find_links(self, part: str) -> dict[str, Link]:
        """The relationships of a part by id, of the package itself for ""."""
        if part in self._links:
            return self._links[part]
        folder, name = posixpath.split(part)
        root = self.read_tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Link] = {}
        for element in root.iterchildren(_RELATIONSHIP) if root is not None else ():
            external = (element.get("TargetMode") or "").lower() == "external"
            target = element.get("Target") or ""
            found[element.get("Id") or ""] = Link(
                (element.get("Type") or "").rpartition("/")[2],
                "" if external else _resolve_target(folder, target),
            )
        self._links[part] = found
        return found

    def find_related(self, main: str, kind: str) -> str:
        """The name of the part that the main part's relationships name for a kind.

        `kind` is the last word of the relationship's type (`styles`, `numbering`). Without such
        a relationship it is the part of that name that stands in the same folder.
        """
        for link in self.find_links(main).values():
            if link.kind == kind and link.target in self._parts:
                return link.target
        return posixpath.join(posixpath.dirname(main), f"{kind}.xml")

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, None when there is none."""
        info = self._parts.get(name)
        if info is None:
            return None
        self._check(info.file_size)
        if info.compress_type not in _PACKINGS:
            raise damaged_error()
        if info.flag_bits & 1:
            raise refused_kind_error("encrypted")
        try:
            with self._zip.open(info) as part:
                # one byte more than may be: what the directory says of the size is not believed
                data = part.read(count_bytes(get_limits().part_mb) + 1)
        except BROKEN as error:
            raise damaged_error() from error
        self._check(len(data))
        self._read += len(data)
        return data

    def _check(self, size: int) -> None:
        check_size(size, "part_mb")
        check_size(self._read + size, "total_mb")

    def check_whole(self) -> None:
        """Refuse a package that is more than a whole file may be when all of it is unpacked.

        For a program that unpacks all of it. What a part says of itself is not believed.
        """
        infos = self._zip.infolist()
        check_size(sum(info.file_size for info in infos), "file_mb")
        for info in infos:
            try:
                with self._zip.open(info) as part:
                    while part.read(_CHUNK):
                        pass
            except BROKEN as error:
                raise (
                    refused_kind_error("encrypted") if info.flag_bits & 1 else damaged_error()
                ) from error

    def read_tree(self, name: str, *, lean: bool = False) -> Element | None:
        """The root element of a part, None when there is no such part. See `parse_part`."""
        if name not in self._parts:
            return None
        # not held here: what is cut out of it is smaller, and takes its place in memory
        return parse_part(self.read(name) or b"", lean=lean)


def parse_part(data: bytes, *, lean: bool = False) -> Element:
    """The root element of an XML part. A part with a document type declaration is refused.

    `lean` leaves out what only says how a Word document looks: who writes into it needs all of it.
    """
    if len(data) > get_limits().tags * _SHORTEST_TAG:  # else there cannot be too many
        for sign in (b"<", b"="):  # of attributes, a tree takes as much memory as of tags
            check_count(data.count(sign), "tags")
    if lean:
        data = _drop_looks(_drop_latent_styles(data))
    try:
        root = etree.fromstring(data, _PARSER)
        if isinstance(root.tag, str) and root.tag.startswith(_STRICT):
            data = etree.tostring(root)
            for strict, usual in STRICT_NAMES:
                data = data.replace(strict, usual)
            root = etree.fromstring(data, _PARSER)
    except (etree.LxmlError, ValueError) as error:
        raise damaged_error() from error
    # no OOXML has one: entities could be defined there that grow without end
    if root.getroottree().docinfo.internalDTD is not None:
        raise damaged_error()
    return root


_PROPERTIES = (b"rPr", b"tcPr", b"pPr", b"tblPrEx")
"""Properties that are cleared of looks, those that stand in others first."""

_SIDES = tuple(
    (b"<w:%b>" % name, b"</w:%b>" % name) for name in (b"tcBorders", b"tcMar", b"tblBorders")
)
"""What of a cell or row has a look for each of its sides, as it begins and ends."""

_FEW_LOOKS = 20
"""Fonts named at the beginning of a document up to which to cut takes longer than it saves."""

_BEGINNING = 2**16
"""Bytes in which a document of fonts names more of them."""

LOOKS = frozenset(
    b"adjustRightInd autoSpaceDE autoSpaceDN bCs bottom color contextualSpacing highlight i iCs "
    b"ind insideH insideV keepLines keepNext kern kinsoku lang left noWrap overflowPunct position "
    b"rFonts right shd snapToGrid spacing suppressAutoHyphens suppressLineNumbers sz szCs "
    b"textAlignment top topLinePunct u vAlign widowControl wordWrap".split()
)
"""Names of elements without content that only say how a text or a cell looks."""


_TOP = 2**13
"""Bytes among which Word begins to say what styles there could be."""


def _drop_latent_styles(data: bytes) -> bytes:
    """The styles of a Word document without what Word says of those that are not used.

    That is hundreds of lines, and most of the part.
    """
    begin = data.find(b"<w:latentStyles ", 0, _TOP)
    end = data.find(b"</w:latentStyles>", begin) if begin >= 0 else -1
    if end < 0:
        return data
    lines = data[data.find(b">", begin) + 1 : end]
    count = lines.count(b"<w:lsdException ")
    if not count == lines.count(b"/>") == lines.count(b"<") == lines.count(b">"):
        return data  # anything else in there is for the parser to see
    return data[: end - len(lines)] + data[end:]


def _drop_looks(data: bytes) -> bytes:
    """A part of a Word document without most of what only says how it looks.

    That is four elements of five, in every run and cell anew, and most of the time that a tree
    takes: to cut them out of the text first takes a third of it.
    """
    # a program that writes a report says it once, in the styles: there is nothing to cut
    if data.count(b"<w:rFonts", 0, _BEGINNING) < _FEW_LOOKS:
        return data
    # there, signs are no tags (in comments nobody asks for them); one sign is found at once
    if b"[" in data and b"<![CDATA[" in data:
        return data
    known: dict[bytes, bytes | None] = {}
    for name in _PROPERTIES:
        begin, end = b"<w:%b>" % name, b"</w:%b>" % name
        cleared: dict[bytes, bytes] = {}  # a few dozen are all that there are of hundreds
        pieces = data.split(begin)
        for at in range(1, len(pieces)):
            inside, closed, after = pieces[at].partition(end)
            if closed and inside in cleared:
                pieces[at] = cleared[inside] + after
                continue
            pieces[at] = begin + pieces[at]  # the first of each stays: the parser says what is bad
            if closed:
                kept = _keep_other_properties(inside, known)
                # if nothing is left: of two on end, the first is still the first
                cleared[inside] = begin + kept + end if kept else b"<w:%b/>" % name
        data = b"".join(pieces)
    return data


def _keep_other_properties(inside: bytes, known: dict[bytes, bytes | None]) -> bytes:
    """The elements between two tags that are no looks; all of it where some have content.

    `known` is what was kept so far of elements, without their end, None for what is none.
    """
    plain = inside
    for begin, end in _SIDES:
        before, opened, behind = plain.partition(begin)
        sides, closed, after = behind.partition(end)
        if opened and closed and not _keep_other_properties(sides, known):
            plain = before + after
    *elements, rest = plain.split(b"/>")
    if rest.strip():
        return inside
    kept: list[bytes] = []
    for element in elements:
        if element not in known:
            known[element] = _keep_unless_look(element.strip())
        left = known[element]
        if left is None:
            return inside
        kept.append(left)
    return b"".join(kept)


def _keep_unless_look(element: bytes) -> bytes | None:
    """An element that comes without its end: nothing of a look, None for what is no element."""
    name = element[3:].split(None, 1)[:1]
    if not (name and element.startswith(b"<w:")) or element.count(b"<") > 1 or b">" in element:
        return None
    return b"" if name[0] in LOOKS else element + b"/>"


_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    collect_ids=False,
    remove_comments=True,
    remove_pis=True,
)
"""Refuses entities, and trees deeper than 256 or with a text over 10 MB."""


def _resolve_target(folder: str, target: str) -> str:
    """The part that a target names: from the package's root with a slash, else from a folder."""
    if "%" in target:
        from urllib.parse import unquote

        target = unquote(target)
    path = target.replace("\\", "/").partition("#")[0]
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/").lower()


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

VAL = W + "val"

# Those that more than one file knows. Blocks and what may stand around them
BODY, P, TBL, TR, TC = W + "body", W + "p", W + "tbl", W + "tr", W + "tc"
SDT, SDT_PR, SDT_CONTENT = W + "sdt", W + "sdtPr", W + "sdtContent"
CUSTOM_XML, INS, MOVE_TO = W + "customXml", W + "ins", W + "moveTo"
DEL, MOVE_FROM = W + "del", W + "moveFrom"
ALTERNATE, CHOICE, FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"

ALT_CHUNK, SUB_DOC = W + "altChunk", W + "subDoc"
EMBEDDED = (ALT_CHUNK, SUB_DOC)
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

# Paragraph properties
P_PR, P_STYLE = W + "pPr", W + "pStyle"
NUM_PR, NUM_ID, I_LVL = W + "numPr", W + "numId", W + "ilvl"

# Runs
R, R_PR, R_STYLE, B, VANISH = W + "r", W + "rPr", W + "rStyle", W + "b", W + "vanish"
VERT_ALIGN = W + "vertAlign"
T, TAB, P_TAB, BR, CR = W + "t", W + "tab", W + "ptab", W + "br", W + "cr"
NO_BREAK_HYPHEN, INSTR_TEXT, FLD_CHAR = W + "noBreakHyphen", W + "instrText", W + "fldChar"
FLD_SIMPLE = W + "fldSimple"
HYPERLINK, SMART_TAG, DIR, BDO = W + "hyperlink", W + "smartTag", W + "dir", W + "bdo"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
CONFLICT_INS, CONFLICT_DEL = W14 + "conflictIns", W14 + "conflictDel"
RUBY, RUBY_BASE = W + "ruby", W + "rubyBase"
DRAWING, PICT, OBJECT, TXBX = W + "drawing", W + "pict", W + "object", W + "txbxContent"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
O_MATH, O_MATH_PARA = MATH + "oMath", MATH + "oMathPara"

# Comments
COMMENT, COMMENT_REFERENCE = W + "comment", W + "commentReference"
COMMENT_START, COMMENT_END = W + "commentRangeStart", W + "commentRangeEnd"
ID, AUTHOR = W + "id", W + "author"

NOT_PLAIN = (
    *(TAB, P_TAB, BR, CR, NO_BREAK_HYPHEN, FLD_CHAR, FLD_SIMPLE, INSTR_TEXT, RUBY),
    *(ALTERNATE, DRAWING, PICT, OBJECT, O_MATH, O_MATH_PARA, TBL, *EMBEDDED),
    *(CONFLICT_INS, CONFLICT_DEL, R_STYLE),
)
"""What makes a cell more than plain paragraphs, besides properties that change them."""

RUN_WRAPPERS = frozenset(
    {HYPERLINK, INS, MOVE_TO, SMART_TAG, SDT_CONTENT, CUSTOM_XML, DIR, BDO, RUBY, RUBY_BASE, SDT}
)
"""What may stand around runs. Deleted and moved-away runs are not read."""

SIGNS = {TAB: "\t", P_TAB: "\t", BR: "\n", CR: "\n", NO_BREAK_HYPHEN: "-"}
GRAPHICS = frozenset({DRAWING, PICT, OBJECT, ALTERNATE})
"""What may hold pictures, text boxes and drawn texts."""

_OFF = frozenset({"0", "false", "off"})


def is_on(element: Element) -> bool:
    """The value of a switch such as w:b: on, unless it says otherwise."""
    return element.get(VAL) not in _OFF


def find_child(element: Element, tag: str) -> Element | None:
    """The first child of that name."""
    return next(element.iterchildren(tag), None)


def has_element(root: Element | None, *tags: str) -> bool:
    """Whether an element of such a name is anywhere in a part."""
    return root is not None and next(root.iter(*tags), None) is not None


def read_child_value(element: Element, tag: str) -> str | None:
    """The value of the first child of that name."""
    child = find_child(element, tag)
    return None if child is None else child.get(VAL)


def parse_whole_number(text: str | None, default: int = 0) -> int:
    """A whole number as the file has it, `default` for what is none."""
    if text is None or len(text) > 9:  # int() of a very long one takes long
        return default
    try:
        return int(text)
    except ValueError:
        return default


_GALLERY = W + "docPartGallery"
_BLOCKS = frozenset({P, TBL, *EMBEDDED})
_WRAPPERS = frozenset({CUSTOM_XML, INS, MOVE_TO, SDT, SDT_CONTENT})


def iterate_blocks(parent: Element, *, contents: bool = False) -> Iterator[tuple[Element, bool]]:
    """The w:p and w:tbl of a container, through what may wrap them, and parts embedded there.

    With each comes whether it stands in a table of contents.
    """
    for element in parent:
        tag = element.tag
        if tag in _BLOCKS:
            yield element, contents
        elif tag in _WRAPPERS:
            listed = contents or (tag == SDT and _is_contents(element))
            yield from iterate_blocks(element, contents=listed)
        elif tag == ALTERNATE:
            for choice in choose_branch(element):
                yield from iterate_blocks(choice, contents=contents)


def _is_contents(sdt: Element) -> bool:
    properties = find_child(sdt, SDT_PR)
    if properties is None:
        return False
    gallery = next(properties.iter(_GALLERY), None)
    return gallery is not None and gallery.get(VAL) == "Table of Contents"


def iterate_children(parent: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, through what may wrap them."""
    for element in parent:
        tag = element.tag
        if tag == wanted:
            yield element
        elif tag in _WRAPPERS:
            yield from iterate_children(element, wanted)


def choose_branch(alternate: Element) -> Iterator[Element]:
    """The one branch of mc:AlternateContent that is read: the first choice."""
    branch = find_child(alternate, CHOICE)
    if branch is None:
        branch = find_child(alternate, FALLBACK)
    if branch is not None:
        yield branch
