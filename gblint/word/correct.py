"""Corrections written into a Word file: into the runs that hold the text, or as tracked changes.

What a replacement names is found again by its line, cell and column; one that is not there, or not
just once, is left alone and given back. Automatic numbers, which are no text, are changed as Word
would: by a numbering instance of their own, which shares the counters of the old one, so that what
follows counts on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any, NamedTuple, cast

from lxml import etree

from gblint.findings import Replacement
from gblint.readers.docx.inline import Styles, read_properties
from gblint.readers.package import (
    DEL,
    I_LVL,
    ID,
    INS,
    MOVE_TO,
    NUM_ID,
    NUM_PR,
    P_PR,
    P_STYLE,
    R_PR,
    SDT,
    SDT_PR,
    TC,
    VAL,
    Element,
    R,
    T,
    W,
    find_child,
    has_element,
    parse_whole_number,
    read_child_value,
)
from gblint.readers.texts import OWN_AUTHOR
from gblint.text import find_differences
from gblint.text.numerals import NUMERALS, read_chinese_number
from gblint.word import WordFile, make_element
from gblint.word.annotate import find_date
from gblint.word.places import SPACE, TracedText, WordPlaces, isolate, keep_space

_DEL_TEXT = W + "delText"
_TRACKED = (INS, MOVE_TO)


class _Span(NamedTuple):
    """Characters of a paragraph as read."""

    paragraph: Element
    begin: int
    end: int


class _NoPlace(Exception):  # noqa: N818 -- it names what happened
    """What is to be replaced is not there, not just once, or in what is taken only as a whole."""


def write_corrections(
    data: bytes, replacements: Sequence[Replacement], tracks: Callable[[Replacement], bool]
) -> tuple[bytes, tuple[Replacement, ...]]:
    """A Word file with replacements written into it, and those that could not be.

    None may overlap another; `tracks` says which are to be tracked changes. The other parts of the
    package stay byte for byte. Raises ReadError.
    """
    file = WordFile(data)
    places = WordPlaces(file)
    writer = _Writer(file, places)
    numbers = NumberWriter(file)
    left: list[Replacement] = []
    # from the end on: what is written behind moves nothing before it
    for one in sorted(replacements, key=lambda one: (one.line, one.cell, one.column), reverse=True):
        try:
            if one.automatic:
                paragraph = _find_only_paragraph(places, one)
                revision = writer.make_revision() if tracks(one) else None
                if not numbers.change(paragraph, one, revision):
                    raise _NoPlace
            else:
                writer.write(one, tracked=tracks(one))
        except _NoPlace:
            left.append(one)
    if len(left) == len(replacements):  # the same bytes, not the same content written anew
        return data, tuple(left)
    file.put_tree(file.main)
    return file.build(), tuple(left)


def _find_only_paragraph(places: WordPlaces, replacement: Replacement) -> Element:
    """The paragraph on a line. Raises _NoPlace where there are several."""
    found = places.find_paragraphs(replacement.line, replacement.cell)
    shown = [paragraph for paragraph in found if places.trace(paragraph).text.strip()]
    if len(shown) != 1:
        raise _NoPlace
    return shown[0]


class _Writer:
    """Writes replacements into the paragraphs of one file."""

    def __init__(self, file: WordFile, places: WordPlaces) -> None:
        self._places = places
        self._date = find_date(file)
        # Above all ids that are there, of whatever kind: no two changes may have the same.
        numbers = (
            parse_whole_number(element.get(ID)) for element in places.body.iter() if element.get(ID)
        )
        self._next = max(numbers, default=0)

    def make_revision(self) -> dict[str, str]:
        """The attributes of a new tracked change."""
        self._next += 1
        made = {"id": str(self._next), "author": OWN_AUTHOR}
        return made | {"date": self._date} if self._date else made

    def write(self, replacement: Replacement, *, tracked: bool) -> None:
        """Raises _NoPlace."""
        spans = self._find(replacement)
        if len(spans) == 1:  # only what differs is touched, so that the rest keeps its looks
            (paragraph, at, _) = spans[0]
            for begin, end, new in reversed(find_differences(replacement.old, replacement.new)):
                self._replace(_Span(paragraph, at + begin, at + end), new, tracked=tracked)
            return
        for number, span in reversed(list(enumerate(spans))):
            self._replace(span, "" if number else replacement.new, tracked=tracked)

    def _find(self, replacement: Replacement) -> list[_Span]:
        """The characters to be replaced: of one paragraph, or whole paragraphs of a cell."""
        line, cell, old = replacement.line, replacement.cell, replacement.old
        found = self._places.find_paragraphs(line, cell)
        if cell and self._places.find_cell(line, cell) is None:
            raise _NoPlace
        traced = [self._places.trace(paragraph) for paragraph in found]
        shown = [part for part in traced if part.text.strip()]
        # The reader gives a cell of several paragraphs as lines of one text.
        whole = "\n".join(part.text for part in shown).strip("\n")
        if cell and replacement.column <= 1 and whole == old.strip("\n") and shown:
            return [_Span(part.paragraph, 0, len(part.text)) for part in shown]
        if not old.strip():
            if shown or not found or not cell:
                raise _NoPlace
            return [_Span(found[0], 0, 0)]
        spans = [span for part in traced for span in _find_spans(part, old, replacement.column)]
        if len(spans) != 1:
            raise _NoPlace
        return spans

    def _replace(self, span: _Span, new: str, *, tracked: bool) -> None:
        traced = self._places.trace(span.paragraph)
        if not traced.text.strip():
            self._fill(span.paragraph, new, tracked=tracked)
        elif tracked:
            self._track(traced, span, new)
        elif span.begin < span.end:
            _edit(traced, span.begin, span.end, new)
        elif (at := span.begin) > 0:
            _edit(traced, at - 1, at, traced.text[at - 1] + new)
        else:
            _edit(traced, 0, 1, new + traced.text[0])

    def _fill(self, paragraph: Element, new: str, *, tracked: bool) -> None:
        """Write into a paragraph without text, as what stands beside it looks."""
        run = _make_run(_find_looks_for_empty(paragraph), new)
        if tracked:
            run = make_element(INS, run, **self.make_revision())
        cast("Any", paragraph).append(run)

    def _track(self, traced: TracedText, span: _Span, new: str) -> None:
        """A replacement as a tracked change: the old runs deleted, a new one inserted."""
        insertion = span.begin == span.end
        begin, end = span.begin, span.end
        # An insertion needs a run that it stands beside, and whose looks it has.
        if insertion:
            begin, end = (begin - 1, begin) if begin > 0 else (0, 1)
        held = isolate(traced, begin, end)
        if any(run.tag != R for run in held):
            raise _NoPlace
        model, before = held[-1], insertion and span.begin == 0
        beside = held[0] if before else held[-1]
        if not insertion:
            for run in held:
                beside = self._delete(run)
        if not new:
            return
        run = _make_run(find_child(model, R_PR), new)
        made = make_element(INS, run, **self.make_revision())
        parent = beside.getparent()
        # Within somebody's insertion it would go when that is refused: beside it, then.
        if parent is not None and parent.tag in _TRACKED:
            beside = _split_insertion(parent, beside, before=before)
        if before:
            cast("Any", beside).addprevious(made)
        else:
            cast("Any", beside).addnext(made)

    def _delete(self, run: Element) -> Element:
        """Mark a run as deleted; what stands in its place."""
        for text in list(run.iterchildren(T)):
            cast("Any", text).tag = _DEL_TEXT
            cast("Any", text).set(SPACE, "preserve")
        made = make_element(DEL, **self.make_revision())
        cast("Any", run).addprevious(made)
        made.append(run)
        return cast("Element", made)


def _find_spans(traced: TracedText, old: str, column: int) -> list[_Span]:
    """Where a text stands in a paragraph: at a column of it or of one of its lines, else all."""
    text = traced.text
    if column:
        begins = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
        begins = [begin + column - 1 for begin in begins]
    else:
        begins = [at for at in range(len(text)) if text.startswith(old, at)]
    found = dict.fromkeys(at for at in begins if text.startswith(old, at))
    return [_Span(traced.paragraph, at, at + len(old)) for at in found]


def _edit(traced: TracedText, begin: int, end: int, new: str) -> None:
    """Write a text in the place of characters of a paragraph, into the run of the first."""
    begin, end = begin + traced.lead, end + traced.lead
    touched: list[tuple[Element, int, int]] = []
    at = 0
    for piece in traced.pieces:
        after = at + len(piece.text)
        if at < end and after > begin:
            source = piece.source
            # Of a text of which the reader left something out, offsets would be others.
            cut = source.tag == T and len(source.text or "") != len(piece.text)
            if cut or source.tag not in (T, *_SIGNS) or _is_filled_from_elsewhere(source):
                raise _NoPlace
            touched.append((source, max(begin - at, 0), min(end - at, len(piece.text))))
        at = after
    holder = next((source for source, _, _ in touched if source.tag == T), None)
    if holder is None:
        raise _NoPlace
    for source, first, last in touched:
        if source.tag != T:
            cast("Any", source.getparent()).remove(source)
            continue
        text = source.text or ""
        source.text = text[:first] + (new if source is holder else "") + text[last:]
        keep_space(source)


def _is_filled_from_elsewhere(source: Element) -> bool:
    """Whether a text stands in a content control that shows data of another part."""
    return any(
        has_element(find_child(ancestor, SDT_PR), W + "dataBinding")
        for ancestor in source.iterancestors(SDT)
    )


_SIGNS = (W + "tab", W + "br", W + "cr", W + "noBreakHyphen", W + "ptab")
"""What says a character of a text without being one."""


def _find_looks_for_empty(paragraph: Element) -> Element | None:
    """What a text in an empty paragraph is to look like: as the paragraph says, or its runs, or
    the figures beside it in the row.
    """
    for run in paragraph.iterchildren(R):
        if (own := find_child(run, R_PR)) is not None:
            return own
    properties = find_child(paragraph, P_PR)
    mark = None if properties is None else find_child(properties, R_PR)
    if mark is not None:
        return _drop_changes(mark)
    cell = next(paragraph.iterancestors(TC), None)
    row = None if cell is None else cell.getparent()
    for beside in row.iterchildren(TC) if row is not None else ():
        for run in beside.iter(R):
            text = "".join(child.text or "" for child in run.iterchildren(T)).strip()
            if text.isdecimal():
                return find_child(run, R_PR)
    return None


def _drop_changes(mark: Element) -> Element:
    """The looks of a paragraph mark, without what was tracked of the mark itself."""
    made = deepcopy(mark)
    for element in list(made):
        if element.tag in (INS, DEL, W + "moveFrom", MOVE_TO, W + "rPrChange"):
            cast("Any", made).remove(element)
    return made


def _make_run(looks: Element | None, text: str) -> Any:
    held = make_element(T)
    held.text = text
    keep_space(held)
    return make_element(R, *(() if looks is None else (deepcopy(looks),)), held)


def _split_insertion(outer: Element, inner: Element, *, before: bool) -> Element:
    """An insertion of somebody else cut in two at a run of its own; the part on that side."""
    following = list(cast("Any", inner).itersiblings())
    second = cast("Any", etree.Element)(outer.tag, cast("Any", outer).attrib)
    second.extend([inner, *following] if before else following)
    if len(second):
        cast("Any", outer).addnext(second)
    if before and not len(outer):
        cast("Any", outer.getparent()).remove(outer)
    return cast("Element", second) if before else outer


# automatic numbers

_NUM, _ABSTRACT, _ABSTRACT_ID = W + "num", W + "abstractNum", W + "abstractNumId"
_LVL, _OVERRIDE, _START = W + "lvl", W + "lvlOverride", W + "startOverride"
_FORM, _TEXT = W + "numFmt", W + "lvlText"
_CHANGE = W + "pPrChange"
_ORDINAL = re.compile(rf"(\D*?)(\d+|[{NUMERALS}]+)(\D*)", re.DOTALL)
_BEFORE_NUMBER = tuple(
    W + name
    for name in (
        *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl"),
        "numPr",
    )
)
"""What stands before w:numPr in w:pPr, by the order of the schema."""

_NO_PART_OF_CHANGE = (W + "rPr", W + "sectPr", _CHANGE)


class NumberWriter:
    """Changes automatic numbers of one file."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._name = file.find_related("numbering")
        self._root = file.read_tree(self._name) if self._name else None
        styles = file.find_related("styles")
        self._styles = Styles(file.read_tree(styles) if styles else None)

    def change(
        self, paragraph: Element, replacement: Replacement, revision: dict[str, str] | None
    ) -> bool:
        """Have a paragraph numbered as it should be; False where that cannot be done."""
        known = read_properties(paragraph, self._styles, marks_go=False)
        num = _find_by(self._root, _NUM, NUM_ID, known.style.list_id)
        old, new = (_ORDINAL.fullmatch(text.strip()) for text in (replacement.old, replacement.new))
        if num is None or old is None or new is None:
            return False
        level = known.style.list_level
        if level is None:
            level = self._find_level_of_style(num, known.style_id)
        list_id = self._make_instance(num, level, old, new)
        if list_id is None:
            return False
        _set_number(paragraph, list_id, level, revision)
        self._file.put_tree(self._name)
        return True

    def _find_abstract(self, num: Element) -> Element | None:
        shared = read_child_value(num, _ABSTRACT_ID)
        return _find_by(self._root, _ABSTRACT, _ABSTRACT_ID, shared)

    def _find_level_of_style(self, num: Element, style: str | None) -> int:
        abstract = self._find_abstract(num)
        for lvl in abstract.iterchildren(_LVL) if abstract is not None else ():
            if style is not None and read_child_value(lvl, P_STYLE) == style:
                return parse_whole_number(lvl.get(I_LVL))
        return 0

    def _make_instance(
        self, num: Element, level: int, old: re.Match[str], new: re.Match[str]
    ) -> str | None:
        """The id of an instance that numbers one level as wanted, from a number on."""
        own, shape = _read_numeral(new[2]), f"{new[1]}%{level + 1}{new[3]}"
        restyled = (old[1], old[2].isdigit(), old[3]) != (new[1], new[2].isdigit(), new[3])
        counted = own != _read_numeral(old[2])
        if own is None or not (restyled or counted):
            return None
        if not counted and (there := self._find_restyled(num, level, shape)):
            return there
        made = cast("Any", deepcopy(num))
        root = cast("Any", self._root)
        ids = [parse_whole_number(child.get(NUM_ID)) for child in root.iterchildren(_NUM)]
        list_id = str(max(ids, default=0) + 1)
        made.attrib.clear()  # an id that lasts is that of the old one
        made.set(NUM_ID, list_id)
        override: Any = _find_by(made, _OVERRIDE, I_LVL, str(level))
        if override is None:
            override = etree.SubElement(made, _OVERRIDE)
            override.set(I_LVL, str(level))
        before = list(override.iterchildren(_START))
        if counted:
            start = cast("Any", etree.Element)(_START)
            start.set(VAL, str(own))
            override.insert(0, start)  # before the level, by the schema
        if restyled and not self._restyle(num, override, level, shape, arabic=new[2].isdigit()):
            return None
        for start in before:
            override.remove(start)
        # By the schema, lists stand first, then instances, then what else there is.
        last = [child for child in root if child.tag in (_ABSTRACT, _NUM)][-1]
        last.addnext(made)
        return list_id

    def _find_restyled(self, num: Element, level: int, shape: str) -> str:
        """The instance of the same list that numbers one level in this shape, "" for none."""
        shared = read_child_value(num, _ABSTRACT_ID)
        for other in self._root.iterchildren(_NUM) if self._root is not None else ():
            overrides = list(other.iterchildren(_OVERRIDE))
            if read_child_value(other, _ABSTRACT_ID) != shared or len(overrides) != 1:
                continue
            own = find_child(overrides[0], _LVL)
            if (
                own is not None
                and len(overrides[0]) == 1
                and overrides[0].get(I_LVL) == str(level)
                and read_child_value(own, _TEXT) == shape
            ):
                return other.get(NUM_ID) or ""
        return ""

    def _restyle(
        self, num: Element, override: Any, level: int, shape: str, *, arabic: bool
    ) -> bool:
        """Have an override write numbers otherwise, all else of the level as it is."""
        lvl = override.find(_LVL)
        if lvl is None:
            base = _find_by(self._find_abstract(num), _LVL, I_LVL, str(level))
            if base is None:
                return False
            lvl = deepcopy(cast("Any", base))
            override.append(lvl)
        form, text = lvl.find(_FORM), lvl.find(_TEXT)
        if form is None or text is None:
            return False
        form.set(VAL, "decimal" if arabic else "chineseCounting")
        text.set(VAL, shape)
        for linked in list(lvl.iterchildren(P_STYLE)):
            lvl.remove(linked)  # a style is linked to one level of one list
        return True


def _find_by(root: Element | None, tag: str, attribute: str, value: str | None) -> Element | None:
    """The first child of a kind with that value of an attribute."""
    children = () if root is None else root.iterchildren(tag)
    return next((child for child in children if child.get(attribute) == value), None)


def _read_numeral(numeral: str) -> int | None:
    try:
        return int(numeral) if numeral.isdigit() else read_chinese_number(numeral)
    except (KeyError, ValueError, IndexError):
        return None


def _set_number(
    paragraph: Element, list_id: str, level: int, revision: dict[str, str] | None
) -> None:
    """Give a paragraph a numbering instance of its own, as a tracked change or not."""
    properties = cast("Any", find_child(paragraph, P_PR))
    if properties is None:
        properties = cast("Any", etree.Element)(P_PR)
        cast("Any", paragraph).insert(0, properties)
    before = deepcopy(properties)
    for element in list(properties.iterchildren(NUM_PR)):
        properties.remove(element)
    at = sum(1 for element in properties if element.tag in _BEFORE_NUMBER)
    number = cast("Any", etree.Element)(NUM_PR)
    etree.SubElement(number, W + "ilvl").set(VAL, str(level))
    etree.SubElement(number, W + "numId").set(VAL, list_id)
    properties.insert(at, number)
    if revision is not None and properties.find(_CHANGE) is None:
        for element in list(before):
            if element.tag in _NO_PART_OF_CHANGE:
                before.remove(element)
        named = {W + name: value for name, value in revision.items()}
        etree.SubElement(properties, _CHANGE, named).append(before)
