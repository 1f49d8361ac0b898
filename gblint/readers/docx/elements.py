"""The elements of WordprocessingML: their names as lxml writes them, how their values are read, and
how what may stand around blocks is looked through.
"""

from __future__ import annotations

from collections.abc import Iterator

from gblint.readers.package import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

VAL = W + "val"

# Blocks and what may stand around them
BODY, P, TBL, TR, TC = W + "body", W + "p", W + "tbl", W + "tr", W + "tc"
SDT, SDT_PR, SDT_CONTENT = W + "sdt", W + "sdtPr", W + "sdtContent"
CUSTOM_XML, INS, MOVE_TO = W + "customXml", W + "ins", W + "moveTo"
DEL, MOVE_FROM = W + "del", W + "moveFrom"
ALTERNATE, CHOICE, FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"

ALT_CHUNK, SUB_DOC = W + "altChunk", W + "subDoc"
EMBEDDED = (ALT_CHUNK, SUB_DOC)
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

# Paragraph properties
P_PR, P_STYLE, NUM_PR, NUM_ID, I_LVL = (
    W + "pPr",
    W + "pStyle",
    W + "numPr",
    W + "numId",
    W + "ilvl",
)
OUTLINE_LVL, JC = W + "outlineLvl", W + "jc"

# Runs
R, R_PR, R_STYLE, B, VANISH = W + "r", W + "rPr", W + "rStyle", W + "b", W + "vanish"
VERT_ALIGN = W + "vertAlign"
T, TAB, P_TAB, BR, CR = W + "t", W + "tab", W + "ptab", W + "br", W + "cr"
NO_BREAK_HYPHEN, INSTR_TEXT, FLD_CHAR = W + "noBreakHyphen", W + "instrText", W + "fldChar"
FLD_SIMPLE, INSTR, FLD_CHAR_TYPE = W + "fldSimple", W + "instr", W + "fldCharType"
HYPERLINK, SMART_TAG, DIR, BDO = W + "hyperlink", W + "smartTag", W + "dir", W + "bdo"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
CONFLICT_INS, CONFLICT_DEL = W14 + "conflictIns", W14 + "conflictDel"
RUBY, RUBY_BASE = W + "ruby", W + "rubyBase"
DRAWING, PICT, OBJECT, TXBX = W + "drawing", W + "pict", W + "object", W + "txbxContent"
TEXT_PATH = "{urn:schemas-microsoft-com:vml}textpath"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
TX_BODY, A_P, A_T = A + "txBody", A + "p", A + "t"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
O_MATH, O_MATH_PARA, MATH_T = MATH + "oMath", MATH + "oMathPara", MATH + "t"

# Comments
COMMENT, COMMENT_START, COMMENT_END = (
    W + "comment",
    W + "commentRangeStart",
    W + "commentRangeEnd",
)
COMMENT_REFERENCE, ID, AUTHOR = W + "commentReference", W + "id", W + "author"

# Tables
TR_PR, TC_PR, GRID_BEFORE = W + "trPr", W + "tcPr", W + "gridBefore"
GRID_SPAN, V_MERGE, H_MERGE, CELL_DEL = W + "gridSpan", W + "vMerge", W + "hMerge", W + "cellDel"
TBL_GRID, GRID_COL, GRID_AFTER = W + "tblGrid", W + "gridCol", W + "gridAfter"
TC_W, W_BEFORE, WIDTH, WIDTH_TYPE = W + "tcW", W + "wBefore", W + "w", W + "type"

NOT_PLAIN = (
    *(TAB, P_TAB, BR, CR, NO_BREAK_HYPHEN, FLD_CHAR, FLD_SIMPLE, INSTR_TEXT, RUBY),
    *(ALTERNATE, DRAWING, PICT, OBJECT, O_MATH, O_MATH_PARA, TBL, *EMBEDDED),
    *(CONFLICT_INS, CONFLICT_DEL, R_STYLE),
)
"""What makes a cell more than plain paragraphs, besides properties that change them."""

_OFF = frozenset({"0", "false", "off"})


def is_on(element: Element) -> bool:
    """The value of a switch such as w:b: on, unless it says otherwise."""
    return element.get(VAL) not in _OFF


def first_child(element: Element, tag: str) -> Element | None:
    """The first child of that name."""
    return next(element.iterchildren(tag), None)


def has_element(root: Element | None, *tags: str) -> bool:
    """Whether an element of such a name is anywhere in a part."""
    return root is not None and next(root.iter(*tags), None) is not None


def child_value(element: Element, tag: str) -> str | None:
    """The value of the first child of that name."""
    child = first_child(element, tag)
    return None if child is None else child.get(VAL)


def whole_number(text: str | None, default: int = 0) -> int:
    """A whole number as the file has it, `default` for what is none."""
    if text is None or len(text) > 9:
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
            for choice in chosen_branch(element):
                yield from iterate_blocks(choice, contents=contents)


def _is_contents(sdt: Element) -> bool:
    properties = first_child(sdt, SDT_PR)
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


def chosen_branch(alternate: Element) -> Iterator[Element]:
    """The one branch of mc:AlternateContent that is read: the first choice."""
    branch = first_child(alternate, CHOICE)
    if branch is None:
        branch = first_child(alternate, FALLBACK)
    if branch is not None:
        yield branch
