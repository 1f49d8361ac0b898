"""Names of WordprocessingML elements, as lxml writes them, and how their values are read."""

from __future__ import annotations

from gblint.readers.element import Element

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
COMMENT_REFERENCE, ID = W + "commentReference", W + "id"

# Tables
TR_PR, TC_PR, GRID_BEFORE = W + "trPr", W + "tcPr", W + "gridBefore"
GRID_SPAN, V_MERGE, H_MERGE, CELL_DEL = W + "gridSpan", W + "vMerge", W + "hMerge", W + "cellDel"
TBL_GRID, GRID_COL, GRID_AFTER = W + "tblGrid", W + "gridCol", W + "gridAfter"
TC_W, W_BEFORE, WIDTH, WIDTH_TYPE = W + "tcW", W + "wBefore", W + "w", W + "type"

_OFF = frozenset({"0", "false", "off"})


def is_on(element: Element) -> bool:
    """The value of a switch such as w:b: on, unless it says otherwise."""
    return element.get(VAL) not in _OFF


def first(element: Element, tag: str) -> Element | None:
    """The first child of that name."""
    return next(element.iterchildren(tag), None)


def holds(root: Element | None, *tags: str) -> bool:
    """Whether an element of such a name is anywhere in a part."""
    return root is not None and next(root.iter(*tags), None) is not None


def value(element: Element, tag: str) -> str | None:
    """The value of the first child of that name."""
    child = first(element, tag)
    return None if child is None else child.get(VAL)


def whole(text: str | None, default: int = 0) -> int:
    """A whole number as the file has it, `default` for what is none."""
    if text is None or len(text) > 9:
        return default
    try:
        return int(text)
    except ValueError:
        return default
