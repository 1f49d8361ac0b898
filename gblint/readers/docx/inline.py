"""What stands inside a paragraph of a Word file: its text, its pictures, its text boxes."""

from __future__ import annotations

from gblint.readers.docx.elements import (
    A_P,
    A_T,
    ALTERNATE,
    BDO,
    BR,
    CR,
    CUSTOM_XML,
    DIR,
    DRAWING,
    FLD_CHAR,
    FLD_CHAR_TYPE,
    FLD_SIMPLE,
    HYPERLINK,
    INS,
    INSTR,
    INSTR_TEXT,
    MATH_T,
    MOVE_TO,
    NO_BREAK_HYPHEN,
    O_MATH,
    O_MATH_PARA,
    OBJECT,
    P_PR,
    P_TAB,
    PICT,
    R_PR,
    R_STYLE,
    RUBY,
    RUBY_BASE,
    SDT,
    SDT_CONTENT,
    SMART_TAG,
    SUB_DOC,
    TAB,
    TEXT_PATH,
    TX_BODY,
    TXBX,
    VAL,
    VANISH,
    VERT_ALIGN,
    B,
    R,
    T,
    chosen_branch,
    first_child,
    is_on,
)
from gblint.readers.docx.styles import Style, Styles
from gblint.readers.package import Element

_WRAPPERS = frozenset(
    {HYPERLINK, INS, MOVE_TO, SMART_TAG, SDT_CONTENT, CUSTOM_XML, DIR, BDO, RUBY, RUBY_BASE, SDT}
)
"""What may stand around runs. Deleted and moved-away runs are not read."""

_SIGNS = {TAB: "\t", P_TAB: "\t", BR: "\n", CR: "\n", NO_BREAK_HYPHEN: "-"}
_GRAPHICS = frozenset({DRAWING, PICT, OBJECT, ALTERNATE})
GBK_BLANK = "\ue5e5"
"""What A3 A0 of a page in GBK became in a Word file made of it: the blank of full width."""

_OPEN_FIELDS = 32
"""Fields open at once; older ones were never closed."""


class Field:
    """A field that is open: whether its instruction is still being read, and what it says."""

    __slots__ = ("instruction", "reading")

    def __init__(self) -> None:
        self.instruction = ""
        self.reading = True

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
        text = "".join(self._without_marks() if self._raised else self._parts)
        if GBK_BLANK in text:
            text = text.replace(GBK_BLANK, "\u3000")
        self.bold = self.bold and bool(text)
        return text

    def _without_marks(self) -> list[str]:
        from gblint.readers.note_marks import remove_note_marks  # few files have raised text

        raised = [False] * len(self._parts)
        for begin, end in self._raised.items():
            raised[begin:end] = [True] * (end - begin)
        return remove_note_marks(self._parts, raised)

    def _walk(self, parent: Element) -> None:
        for element in parent:
            tag = element.tag
            if tag == R:
                self._run(element)
            elif tag != P_PR:
                self._wrapped(element, tag)

    def _wrapped(self, element: Element, tag: str) -> None:
        """What stands around runs, or holds text beside them."""
        if tag in _WRAPPERS:
            self._walk(element)
        elif tag == ALTERNATE:
            for choice in chosen_branch(element):
                self._walk(choice)
        elif tag == FLD_SIMPLE:
            self._simple_field(element)
        elif tag == SUB_DOC:
            self.sub_documents += 1
        elif tag in (O_MATH, O_MATH_PARA):
            for text in element.iter(MATH_T):
                self._say(text.text, text)

    def _simple_field(self, element: Element) -> None:
        field = Field()
        field.instruction, field.reading = element.get(INSTR) or "", False
        self.fields.append(field)
        self._walk(element)
        self.fields.remove(field)

    def _run(self, run: Element) -> None:
        if self._hidden and self._is_hidden(run):
            return
        spoken = len(self._parts)
        for element in run:
            tag = element.tag
            if tag == T:
                self._say(element.text, element)
            elif tag != R_PR:
                self._special(element, tag)
        if (self._weigh or self._may_raise) and len(self._parts) > spoken:
            self._weigh_run(run, spoken)

    def _weigh_run(self, run: Element, spoken: int) -> None:
        """Notes whether what a run says is raised, and whether it is bold."""
        if self._may_raise and self._is_raised(run):
            self._raised[spoken] = len(self._parts)
        if self._weigh and not self._is_bold(run):
            shown = "".join(self._parts[spoken:])
            self.bold = self._weigh = not shown.strip()

    def _special(self, element: Element, tag: str) -> None:
        """What a run holds beside text."""
        if tag in _SIGNS:
            self._say(_SIGNS[tag], element)
        elif tag == FLD_CHAR:
            self._field(element.get(FLD_CHAR_TYPE))
        elif tag == INSTR_TEXT:
            if self.fields and not self.fields[-1].instruction.strip():
                self.fields[-1].instruction = element.text or ""
        elif tag == RUBY:
            self._walk(element)
        elif tag in _GRAPHICS:
            self._graphic(element)

    def _say(self, text: str | None, _source: Element) -> None:
        if not text:
            return
        if self.fields:
            if any(field.reading for field in self.fields):
                return
            self.contents = self.contents or any(field.contents for field in self.fields)
        self._parts.append(text)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(Field())
            del self.fields[:-_OPEN_FIELDS]
        elif self.fields:
            if kind == "separate":
                self.fields[-1].reading = False
            elif kind == "end":
                self.fields.pop()

    def _graphic(self, element: Element) -> None:
        """Counts the pictures of a drawing and keeps its text boxes."""
        if element.tag == ALTERNATE:
            for choice in chosen_branch(element):
                self._graphic(choice)
            return
        for child in element.iterchildren():
            tag = child.tag
            if tag == TXBX:
                self.boxes.append(child)
                continue
            if tag in (TEXT_PATH, TX_BODY):
                self.art += _read_drawn_text(child)
                continue
            if tag.endswith(("}pic", "}imagedata")):
                self.pictures += 1
            self._graphic(child)

    def _is_bold(self, run: Element) -> bool:
        return self._switch(run, B, style=self._style.bold)

    def _is_hidden(self, run: Element) -> bool:
        return self._switch(run, VANISH, style=self._style.hidden)

    def _is_raised(self, run: Element) -> bool:
        properties = first_child(run, R_PR)
        raised = self._style.raised
        for element in (
            properties.iterchildren(VERT_ALIGN, R_STYLE) if properties is not None else ()
        ):
            if element.tag == VERT_ALIGN:
                return element.get(VAL) == "superscript"
            raised = raised or self._styles.get(element.get(VAL)).raised
        return raised

    def _switch(self, run: Element, tag: str, *, style: bool) -> bool:
        """Whether a switch is on for a run: by itself, its style, or its paragraph's style."""
        properties = first_child(run, R_PR)
        if properties is None:
            return style
        for element in properties.iterchildren(tag, R_STYLE):
            if element.tag == tag:
                return is_on(element)
            own = self._styles.get(element.get(VAL))
            style = style or (own.bold if tag == B else own.hidden)
        return style


def _read_drawn_text(element: Element) -> list[str]:
    """The lines of a text that is drawn: VML keeps it in an attribute, DrawingML in runs."""
    if element.tag == TEXT_PATH:
        lines = (element.get("string") or "").splitlines()
    else:
        lines = ["".join(t.text or "" for t in p.iter(A_T)) for p in element.iter(A_P)]
    return [line for line in lines if line.strip()]
