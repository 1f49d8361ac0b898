"""How a paragraph or run of a Word file looks: its styles, and a paragraph's own properties."""

from __future__ import annotations

import re

import msgspec

from gblint.readers.docx.elements import (
    DEL,
    I_LVL,
    JC,
    MOVE_FROM,
    NUM_ID,
    NUM_PR,
    OUTLINE_LVL,
    P_PR,
    P_STYLE,
    R_PR,
    VAL,
    VANISH,
    VERT_ALIGN,
    B,
    W,
    child_value,
    first_child,
    has_element,
    is_on,
    whole_number,
)
from gblint.readers.package import Element

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:\d|heading|标题)?$", re.IGNORECASE)
_STYLE, _BASED_ON, _NAME = W + "style", W + "basedOn", W + "name"
_STYLE_ID, _TYPE, _DEFAULT = W + "styleId", W + "type", W + "default"
BODY_LEVEL = 9
"""The outline level that means body text."""


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

_DEEPEST = 20
"""How many styles can stand on one another; Word itself has ten."""


class Styles:
    """The styles of one file by their ids; worked out when first asked for."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._known: dict[str | None, Style] = {}
        default: str | None = None
        for element in root.iterchildren(_STYLE) if root is not None else ():
            style_id = element.get(_STYLE_ID)
            if style_id is None:
                continue
            self._elements[style_id] = element
            if element.get(_DEFAULT) in {"1", "true", "on"} and element.get(_TYPE) == "paragraph":
                default = style_id
        self.have_lists_or_hide = has_element(root, NUM_PR, VANISH)
        self._known[None] = self.get(default) if default is not None else PLAIN

    def get(self, style_id: str | None) -> Style:
        """The style with that id; None is the default style of paragraphs."""
        known = self._known.get(style_id)
        if known is None:
            known = self._known[style_id] = self._resolve(style_id)
        return known

    def _resolve(self, style_id: str | None) -> Style:
        chain: list[Element] = []
        seen: set[str] = set()
        while style_id is not None and style_id not in seen and len(chain) < _DEEPEST:
            seen.add(style_id)
            element = self._elements.get(style_id)
            if element is None:
                break
            chain.append(element)
            style_id = child_value(element, _BASED_ON)
        style = PLAIN
        for element in reversed(chain):
            style = _inherit(style, element)
        return style


def _inherit(style: Style, element: Element) -> Style:
    """The style, changed by what one style element says itself."""
    changes: dict[str, object] = {}
    name = (child_value(element, _NAME) or "").strip()
    heading = _HEADING.match(name)
    if heading:
        changes["level"] = int(heading[1])
    if _CONTENTS.match(name):
        changes["contents"] = True
    paragraph, run = first_child(element, P_PR), first_child(element, R_PR)
    if paragraph is not None:
        changes.update(_paragraph_changes(paragraph))
    for switch in run.iterchildren(B, VANISH, VERT_ALIGN) if run is not None else ():
        if switch.tag == VERT_ALIGN:
            changes["raised"] = switch.get(VAL) == "superscript"
        else:
            changes["bold" if switch.tag == B else "hidden"] = is_on(switch)
    return msgspec.structs.replace(style, **changes) if changes else style


def _paragraph_changes(properties: Element) -> dict[str, object]:
    changes: dict[str, object] = {}
    for element in properties.iterchildren(OUTLINE_LVL, JC, NUM_PR):
        if element.tag == OUTLINE_LVL:
            changes["level"] = outline_level(element.get(VAL))
        elif element.tag == JC:
            changes["centered"] = element.get(VAL) == "center"
        else:
            list_id, level = child_value(element, NUM_ID), child_value(element, I_LVL)
            if list_id is not None:
                changes["list_id"] = "" if list_id == "0" else list_id
            if level is not None:
                changes["list_level"] = whole_number(level)
    return changes


def outline_level(text: str | None) -> int | None:
    """An outline level from 1, None for body text."""
    level = whole_number(text, BODY_LEVEL)
    return level + 1 if 0 <= level < BODY_LEVEL else None


class Properties(msgspec.Struct):
    """What a paragraph's properties say, with its style; `gone` is a deleted paragraph mark."""

    style: Style
    style_id: str | None = None
    level: int | None = None
    centered: bool = False
    list_id: str = ""
    list_level: int | None = None
    gone: bool = False


def read_properties(paragraph: Element, styles: Styles, *, marks_go: bool) -> Properties:
    """The properties of a paragraph, with those of its style.

    `marks_go` says that the file may have deleted or hidden paragraph marks.
    """
    own = first_child(paragraph, P_PR)
    style_id = None if own is None else child_value(own, P_STYLE)
    style = styles.get(style_id)
    known = Properties(
        style, style_id, style.level, style.centered, style.list_id, style.list_level
    )
    for element in own.iterchildren(NUM_PR, OUTLINE_LVL, JC, R_PR) if own is not None else ():
        tag = element.tag
        if tag == JC:
            known.centered = element.get(VAL) == "center"
        elif tag == NUM_PR:
            _number_properties(element, known)
        elif tag == OUTLINE_LVL:
            known.level = outline_level(element.get(VAL))
        elif marks_go:
            known.gone = _is_gone(element)
    return known


def _number_properties(element: Element, known: Properties) -> None:
    list_id, level = child_value(element, NUM_ID), child_value(element, I_LVL)
    if list_id is not None:
        known.list_id = "" if list_id == "0" else list_id
    if level is not None:
        known.list_level = whole_number(level)


def _is_gone(mark: Element) -> bool:
    """Whether a paragraph mark is deleted, moved away or hidden: the next paragraph joins on."""
    return any(
        element.tag != VANISH or is_on(element)
        for element in mark.iterchildren(DEL, MOVE_FROM, VANISH)
    )
