"""Automatic numbers of a Word file changed as Word would: by a numbering instance of their own.

The new instance shares the counters of the old one, so that what follows counts on.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any, cast

from lxml import etree

from gblint.findings import Replacement
from gblint.readers.docx.inline import Styles, read_properties
from gblint.readers.package import (
    I_LVL,
    NUM_ID,
    NUM_PR,
    P_PR,
    P_STYLE,
    VAL,
    Element,
    W,
    find_child,
    parse_whole_number,
    read_child_value,
)
from gblint.text.numerals import NUMERALS, chinese_number
from gblint.word.package import WordFile

_NUM, _ABSTRACT, _ABSTRACT_ID = W + "num", W + "abstractNum", W + "abstractNumId"
_LVL, _OVERRIDE, _START = W + "lvl", W + "lvlOverride", W + "startOverride"
_FORM, _TEXT, _RESTART_AFTER = W + "numFmt", W + "lvlText", W + "numIdMacAtCleanup"
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
        self._root = file.tree(self._name) if self._name else None
        styles = file.find_related("styles")
        self._styles = Styles(file.tree(styles) if styles else None)

    def change(
        self, paragraph: Element, replacement: Replacement, revision: dict[str, str] | None
    ) -> bool:
        """Have a paragraph numbered as it should be; False where that cannot be done."""
        known = read_properties(paragraph, self._styles, marks_go=False)
        num = self._num(known.style.list_id)
        old, new = (_ORDINAL.fullmatch(one.strip()) for one in (replacement.old, replacement.new))
        if num is None or old is None or new is None:
            return False
        level = known.style.list_level
        if level is None:
            level = self._level_of_style(num, known.style_id)
        list_id = self._make(num, level, old, new)
        if list_id is None:
            return False
        _set_number(paragraph, list_id, level, revision)
        self._file.put_tree(self._name)
        return True

    def _num(self, list_id: str) -> Element | None:
        return _find_by(self._root, _NUM, NUM_ID, list_id)

    def _abstract(self, num: Element) -> Element | None:
        shared = read_child_value(num, _ABSTRACT_ID)
        return _find_by(self._root, _ABSTRACT, _ABSTRACT_ID, shared)

    def _level_of_style(self, num: Element, style: str | None) -> int:
        abstract = self._abstract(num)
        for lvl in abstract.iterchildren(_LVL) if abstract is not None else ():
            if style is not None and read_child_value(lvl, P_STYLE) == style:
                return parse_whole_number(lvl.get(I_LVL))
        return 0

    def _make(self, num: Element, level: int, old: re.Match[str], new: re.Match[str]) -> str | None:
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
        ids = [parse_whole_number(one.get(NUM_ID)) for one in root.iterchildren(_NUM)]
        list_id = str(max(ids, default=0) + 1)
        for name in list(made.attrib):
            del made.attrib[name]  # an id that lasts is that of the old one
        made.set(NUM_ID, list_id)
        override: Any = _find_by(made, _OVERRIDE, I_LVL, str(level))
        if override is None:
            override = etree.SubElement(made, _OVERRIDE)
            override.set(I_LVL, str(level))
        before = list(override.iterchildren(_START))
        if counted:
            start = cast("Any", etree.Element)(_START)
            start.set(VAL, str(own))
            override.insert(0, start)
        if restyled and not self._restyle(num, override, level, shape, arabic=new[2].isdigit()):
            return None
        for start in before:
            override.remove(start)
        last = [one for one in root if one.tag in (_ABSTRACT, _NUM)][-1]
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
            base = _find_by(self._abstract(num), _LVL, I_LVL, str(level))
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
    return next((one for one in children if one.get(attribute) == value), None)


def _read_numeral(numeral: str) -> int | None:
    try:
        return int(numeral) if numeral.isdigit() else chinese_number(numeral)
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
        change = etree.SubElement(properties, _CHANGE, revision)
        change.append(before)
