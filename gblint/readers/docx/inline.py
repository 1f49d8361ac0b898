"""What is in a paragraph of a Word document: its texts, and what its styles make of them.

`Styles` and `read_properties` say how a paragraph looks and whether it is numbered; `Inline` reads
its runs, with fields that may go on over paragraphs, and the text boxes and pictures in it.
"""

from __future__ import annotations

import re

import msgspec

from gblint.readers.package import (
    ALTERNATE,
    DEL,
    FLD_CHAR,
    FLD_SIMPLE,
    GRAPHICS,
    I_LVL,
    INSTR_TEXT,
    MATH,
    MOVE_FROM,
    NUM_ID,
    NUM_PR,
    O_MATH,
    O_MATH_PARA,
    P_PR,
    P_STYLE,
    R_PR,
    R_STYLE,
    RUBY,
    RUN_WRAPPERS,
    SIGNS,
    SUB_DOC,
    TXBX,
    VAL,
    VANISH,
    VERT_ALIGN,
    B,
    Element,
    R,
    T,
    W,
    choose_branch,
    find_child,
    has_element,
    is_on,
    parse_whole_number,
    read_child_value,
)
from gblint.text.patterns import later

_HEADING = later(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = later(r"(?:toc|目录)\s*(?:\d|heading|标题)?$", re.IGNORECASE)
_NAMED = frozenset("h标t目")
"""How names of styles begin, in lower case, that these can match."""
_OUTLINE_LVL, _JC = W + "outlineLvl", W + "jc"
_INSTR, _FLD_CHAR_TYPE, _MATH_T = W + "instr", W + "fldCharType", MATH + "t"
_TEXT_PATH = "{urn:schemas-microsoft-com:vml}textpath"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TX_BODY, _A_P, _A_T = _A + "txBody", _A + "p", _A + "t"
_STYLE, _BASED_ON, _NAME = W + "style", W + "basedOn", W + "name"
_STYLE_ID, _TYPE, _DEFAULT = W + "styleId", W + "type", W + "default"
_BODY_LEVEL = 9
"""The outline level, from 0, that means body text."""


class Style(msgspec.Struct, frozen=True):
    """A style with what it inherits. `level` is an outline level from 1, None for body text.

    `list_id` is the numbering instance ("" for none), `list_level` its level from 0, None
    where the style leaves it to the numbering.
    """

    level: int | None = None
    contents: bool = False
    bold: bool = False
    hidden: bool = False
    raised: bool = False
    centered: bool = False
    list_id: str = ""
    list_level: int | None = None


PLAIN = Style()

_SWITCHES = {B: "bold", VANISH: "hidden", VERT_ALIGN: "raised"}
"""What of a style a property of a run changes."""

_DEEPEST = 20
"""How many styles can stand on one another; Word itself has ten."""


class Styles:
    """The styles of one file by their ids; worked out when first asked for."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._resolved: dict[str | None, Style] = {}
        default: str | None = None
        for element in root.iterchildren(_STYLE) if root is not None else ():
            style_id = element.get(_STYLE_ID)
            if style_id is None:
                continue
            self._elements[style_id] = element
            if element.get(_DEFAULT) in {"1", "true", "on"} and element.get(_TYPE) == "paragraph":
                default = style_id
        self.have_lists_or_hide = has_element(root, NUM_PR, VANISH)
        self._resolved[None] = self.get(default) if default is not None else PLAIN

    def get(self, style_id: str | None) -> Style:
        """The style with that id; None is the default style of paragraphs."""
        style = self._resolved.get(style_id)
        if style is None:
            style = self._resolved[style_id] = self._resolve(style_id)
        return style

    def _resolve(self, style_id: str | None) -> Style:
        chain: list[Element] = []
        seen: set[str] = set()
        while style_id is not None and style_id not in seen and len(chain) < _DEEPEST:
            seen.add(style_id)
            element = self._elements.get(style_id)
            if element is None:
                break
            chain.append(element)  # from a style to those that it stands on
            style_id = read_child_value(element, _BASED_ON)
        style = PLAIN
        for element in reversed(chain):
            style = _inherit(style, element)
        return style


def _inherit(style: Style, element: Element) -> Style:
    """The style, changed by what one style element says itself."""
    changes: dict[str, object] = {}
    name = (read_child_value(element, _NAME) or "").strip()
    if name[:1].lower() in _NAMED:
        if heading := _HEADING.match(name):
            changes["level"] = int(heading[1])
        elif _CONTENTS.match(name):
            changes["contents"] = True
    paragraph, run = find_child(element, P_PR), find_child(element, R_PR)
    if paragraph is not None:
        changes.update(_read_paragraph_changes(paragraph))
    for switch in run.iterchildren(*_SWITCHES) if run is not None else ():
        changes[_SWITCHES[switch.tag]] = _is_set(switch)
    return msgspec.structs.replace(style, **changes) if changes else style


def _is_set(switch: Element) -> bool:
    return switch.get(VAL) == "superscript" if switch.tag == VERT_ALIGN else is_on(switch)


def _read_paragraph_changes(properties: Element) -> dict[str, object]:
    changes: dict[str, object] = {}
    for element in properties.iterchildren(_OUTLINE_LVL, _JC, NUM_PR):
        if element.tag == _OUTLINE_LVL:
            level = parse_whole_number(element.get(VAL), _BODY_LEVEL)
            changes["level"] = level + 1 if 0 <= level < _BODY_LEVEL else None
        elif element.tag == _JC:
            changes["centered"] = element.get(VAL) == "center"
        else:
            list_id, at = read_child_value(element, NUM_ID), read_child_value(element, I_LVL)
            if list_id is not None:
                # 0 takes a paragraph out of the list that its style puts it into
                changes["list_id"] = "" if list_id == "0" else list_id
            if at is not None:
                changes["list_level"] = parse_whole_number(at)
    return changes


class Properties(msgspec.Struct, frozen=True):
    """What a paragraph's properties say: `style` is its style with what they change of it, `gone`
    a paragraph mark that is deleted.
    """

    style: Style
    style_id: str | None = None
    gone: bool = False


def read_properties(paragraph: Element, styles: Styles, *, marks_go: bool) -> Properties:
    """The properties of a paragraph, with those of its style.

    `marks_go` says that the file may have deleted or hidden paragraph marks.
    """
    own = find_child(paragraph, P_PR)
    if own is None:
        return Properties(styles.get(None))
    style_id = read_child_value(own, P_STYLE)
    style = styles.get(style_id)
    if changes := _read_paragraph_changes(own):
        style = msgspec.structs.replace(style, **changes)
    mark = find_child(own, R_PR) if marks_go else None
    # a mark that is deleted, moved away or hidden: the next paragraph joins on
    gone = mark is not None and any(
        element.tag != VANISH or is_on(element)
        for element in mark.iterchildren(DEL, MOVE_FROM, VANISH)
    )
    return Properties(style, style_id, gone)


GBK_BLANK = "\ue5e5"
"""What A3 A0 of a page in GBK became in a Word file made of it: the blank of full width."""

_OPEN_FIELDS = 32
"""Fields open at once; older ones were never closed."""


class Field(msgspec.Struct, eq=False):
    """A field that is open: what its instruction says, and whether it is still being read."""

    instruction: str = ""
    reading: bool = True

    @property
    def contents(self) -> bool:
        """Whether this field is a table of contents."""
        return self.instruction.lstrip()[:3].upper() == "TOC"


class Inline:
    """Reads paragraphs one after another; fields stay open from one to the next.

    After `read`, `boxes` are the text boxes that are anchored in the paragraph, `art` texts that
    are drawn there (WordArt, shapes of a presentation), `bold` says
    whether all text shown is bold, and `contents` whether some of it is in a table of
    contents. `pictures` and `sub_documents` count on.
    """

    def __init__(self, styles: Styles, *, hidden: bool, raised: bool) -> None:
        """`hidden` and `raised` say that the file may have hidden or raised text."""
        self.pictures = 0
        self.boxes: list[Element] = []
        self.art: list[str] = []
        self.sub_documents = 0
        self.bold = False
        self.contents = False
        self.fields: list[Field] = []
        self._styles = styles
        self._hidden = hidden
        self._may_raise = raised
        self._raised: dict[int, int] = {}
        self._style = styles.get(None)
        self._parts: list[str] = []
        self._weigh = False

    def read(self, paragraph: Element, style: Style, *, weigh: bool = False) -> str:
        """The text of a paragraph as it will be when all changes are accepted.

        `weigh` asks for `bold`, which costs a look at every run.
        """
        self.boxes, self.art, self._parts = [], [], []
        if self._raised:
            self._raised.clear()
        self.bold = self._weigh = weigh
        self.contents = False
        self._style = style
        self._walk(paragraph)
        if self.fields:
            self.fields[-1].reading = False  # an instruction never goes beyond its paragraph
        text = "".join(self._drop_note_marks() if self._raised else self._parts)
        if GBK_BLANK in text:
            text = text.replace(GBK_BLANK, "\u3000")
        self.bold = self.bold and bool(text)
        return text

    def _drop_note_marks(self) -> list[str]:
        from gblint.readers.texts import remove_note_marks  # few files have raised text

        raised = [False] * len(self._parts)
        for begin, end in self._raised.items():
            raised[begin:end] = [True] * (end - begin)
        return remove_note_marks(self._parts, raised)

    def _walk(self, parent: Element) -> None:
        for element in parent:
            tag = element.tag
            if tag == R:
                self._read_run(element)
            elif tag != P_PR:
                self._read_wrapped(element, tag)

    def _read_wrapped(self, element: Element, tag: str) -> None:
        """What stands around runs, or holds text beside them."""
        if tag in RUN_WRAPPERS:
            self._walk(element)
        elif tag == ALTERNATE:
            for choice in choose_branch(element):
                self._walk(choice)
        elif tag == FLD_SIMPLE:
            self._read_simple_field(element)
        elif tag == SUB_DOC:
            self.sub_documents += 1
        elif tag in (O_MATH, O_MATH_PARA):
            for text in element.iter(_MATH_T):
                self._say(text.text, text)

    def _read_simple_field(self, element: Element) -> None:
        field = Field(element.get(_INSTR) or "", reading=False)
        self.fields.append(field)
        self._walk(element)
        self.fields.remove(field)  # not the last one, where one inside it stays open

    def _read_run(self, run: Element) -> None:
        if self._hidden and self._is_switched_on(run, VANISH):
            return
        spoken = len(self._parts)
        for element in run:
            tag = element.tag
            if tag == T:
                self._say(element.text, element)
            elif tag != R_PR:
                self._read_special(element, tag)
        if len(self._parts) == spoken:
            return
        if self._may_raise and self._is_switched_on(run, VERT_ALIGN):
            self._raised[spoken] = len(self._parts)
        if self._weigh and not self._is_switched_on(run, B):
            # blanks show nothing of it; after a text that is not bold, no look is needed
            shown = "".join(self._parts[spoken:])
            self.bold = self._weigh = not shown.strip()

    def _read_special(self, element: Element, tag: str) -> None:
        """What a run holds beside text."""
        if tag in SIGNS:
            self._say(SIGNS[tag], element)
        elif tag == FLD_CHAR:
            self._note_field_sign(element.get(_FLD_CHAR_TYPE))
        elif tag == INSTR_TEXT:
            # one is written in pieces: the first says what the field is
            if self.fields and not self.fields[-1].instruction.strip():
                self.fields[-1].instruction = element.text or ""
        elif tag == RUBY:
            self._walk(element)
        elif tag in GRAPHICS:
            self._read_graphic(element)

    def _say(self, text: str | None, _source: Element) -> None:
        if not text:
            return
        if self.fields:
            if any(field.reading for field in self.fields):
                return  # a field inside the instruction of another shows nothing
            self.contents = self.contents or any(field.contents for field in self.fields)
        self._parts.append(text)

    def _note_field_sign(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(Field())
            del self.fields[:-_OPEN_FIELDS]
        elif self.fields:
            if kind == "separate":
                self.fields[-1].reading = False
            elif kind == "end":
                self.fields.pop()

    def _read_graphic(self, element: Element) -> None:
        """Counts the pictures of a drawing and keeps its text boxes."""
        if element.tag == ALTERNATE:
            for choice in choose_branch(element):
                self._read_graphic(choice)
            return
        for child in element.iterchildren():
            tag = child.tag
            if tag == TXBX:
                self.boxes.append(child)
                continue
            if tag in (_TEXT_PATH, _TX_BODY):
                self.art += _read_drawn_text(child)
                continue
            if tag.endswith(("}pic", "}imagedata")):  # of DrawingML, of VML
                self.pictures += 1
            self._read_graphic(child)

    def _is_switched_on(self, run: Element, tag: str) -> bool:
        """Whether a switch is on for a run: by itself, its style, or its paragraph's style."""
        name = _SWITCHES[tag]
        on: bool = getattr(self._style, name)
        properties = find_child(run, R_PR)
        for element in properties.iterchildren(tag, R_STYLE) if properties is not None else ():
            if element.tag == tag:
                return _is_set(element)
            on = on or getattr(self._styles.get(element.get(VAL)), name)
        return on


def _read_drawn_text(element: Element) -> list[str]:
    """The lines of a text that is drawn: VML keeps it in an attribute, DrawingML in runs."""
    if element.tag == _TEXT_PATH:
        lines = (element.get("string") or "").splitlines()
    else:
        lines = ["".join(t.text or "" for t in p.iter(_A_T)) for p in element.iter(_A_P)]
    return [line for line in lines if line.strip()]


# Paragraphs are read once more, with the elements that their characters come from, for those who
# write into a Word file: reading itself has no need of it.


class Piece(msgspec.Struct, frozen=True):
    """A part of a paragraph's text: what a w:t, a sign such as w:tab or an m:t says."""

    text: str
    source: Element


class _Said(str):
    """A part of a text that knows what says it."""

    source: Element


class TracedInline(Inline):
    """Reads paragraphs as the reader does. Fields that are open from one to the next are not
    known, which makes no difference to their text.
    """

    def __init__(self, styles: Styles) -> None:
        super().__init__(styles, hidden=True, raised=True)

    def trace(self, paragraph: Element) -> list[Piece]:
        """The pieces of a paragraph's text as it is read, breaks at its ends and all."""
        self.fields.clear()
        style = read_properties(paragraph, self._styles, marks_go=True).style
        self.read(paragraph, style)
        parts = self._drop_note_marks() if self._raised else self._parts
        return [Piece(str(one), one.source) for one in parts if isinstance(one, _Said)]

    def _say(self, text: str | None, source: Element) -> None:
        count = len(self._parts)
        super()._say(text, source)
        if len(self._parts) > count:
            said = _Said(self._parts[-1].replace(GBK_BLANK, "\u3000"))
            said.source = source
            self._parts[-1] = said
