"""Automatic numbers of a Word file: `一、`, `（一）`, `1.`, which are not in its text."""

from __future__ import annotations

import re

import msgspec

from gblint.readers.package import (
    P_STYLE,
    VAL,
    Element,
    W,
    find_child,
    is_on,
    parse_whole_number,
    read_child_value,
)
from gblint.text.numerals import write_numeral
from gblint.text.patterns import later

_PLACE = later(r"%([1-9])")
_NUM, _ABSTRACT = W + "num", W + "abstractNum"
_NUM_ID, _ABSTRACT_ID = W + "numId", W + "abstractNumId"
_LVL, _I_LVL, _OVERRIDE = W + "lvl", W + "ilvl", W + "lvlOverride"
_START, _START_OVERRIDE, _FORM = W + "start", W + "startOverride", W + "numFmt"
_MOST_LINKS = 50
"""How many lists may refer to one another in a row."""

_LONGEST = 255
"""How long the text of a number may be: it is repeated with every paragraph."""

_TEXT, _RESTART, _LEGAL, _SUFFIX = W + "lvlText", W + "lvlRestart", W + "isLgl", W + "suff"
_STYLE_LINK = W + "numStyleLink"
LEVELS = 9
"""Levels of a list."""


class Level(msgspec.Struct, frozen=True):
    """How one level is numbered. `restart` is the level, from 1, after which it begins anew
    (None: after any higher one, 0: never); `legal` writes all numbers as decimals.
    """

    start: int = 0
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    joined: bool = False
    style: str | None = None


class _List(msgspec.Struct, frozen=True):
    """A numbering instance: the definition whose counters it shares, and its own levels.

    `starts` are its own first numbers, by level.
    """

    shared: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of one file and how far each has counted."""

    def __init__(self, root: Element | None, styles: Element | None) -> None:
        self._style_lists: dict[str, str] = {}
        for element in styles.iter(_NUM_ID) if styles is not None else ():
            owner = next(element.iterancestors(W + "style"), None)
            if owner is not None and owner.get(W + "type") == "numbering":
                self._style_lists[owner.get(W + "styleId") or ""] = element.get(VAL) or ""
        self._nums: dict[str, Element] = {}
        self._abstracts: dict[str, Element] = {}
        for element in root.iterchildren(_NUM, _ABSTRACT) if root is not None else ():
            if element.tag == _NUM:
                self._nums[element.get(_NUM_ID) or ""] = element
            else:
                self._abstracts[element.get(_ABSTRACT_ID) or ""] = element
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def count(self, list_id: str, level: int | None, style_id: str | None) -> str:
        """The number of the next paragraph of a list, "" where the list shows none.

        `level` counts from 0; None takes the level that is linked to the paragraph's style.
        """
        if list_id not in self._lists:
            self._lists[list_id] = self._find(list_id)
        found = self._lists[list_id]
        if found is None:
            return ""
        if level is None:
            level = next((at for at, has in found.levels.items() if has.style == style_id), 0)
        level = min(max(level, 0), LEVELS - 1)
        return self._show(found, level, self._advance(list_id, found, level))

    def _advance(self, list_id: str, found: _List, level: int) -> list[int | None]:
        counters = self._counters.setdefault(found.shared, [None] * LEVELS)
        start = found.starts.get(level, found.levels.get(level, _NO_LEVEL).start)
        count = counters[level]
        if level in found.starts and (list_id, level) not in self._started:
            self._started.add((list_id, level))
            count = None
        # instances of one definition count together, unless one of them starts anew by itself
        counters[level] = start if count is None else count + 1
        for deeper in range(level + 1, LEVELS):
            restart = found.levels.get(deeper, _NO_LEVEL).restart
            if restart is None or level < restart:
                counters[deeper] = None
        return counters

    def _show(self, found: _List, level: int, counters: list[int | None]) -> str:
        shape = found.levels.get(level)
        if shape is None or shape.form == "bullet":
            return ""

        def format_count(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            of = found.levels.get(at, _NO_LEVEL)
            count = counters[at]
            # a higher level that was not met yet shows its first number
            number = found.starts.get(at, of.start) if count is None else count
            return write_numeral(number, "decimal" if shape.legal else of.form)

        text = _PLACE.sub(format_count, shape.text)
        # a tab or blank stands behind a number as a rule; behind 一、 it makes no difference
        return text + " " if text and text[-1].isalnum() and not shape.joined else text

    def _find(self, list_id: str, seen: frozenset[str] = frozenset()) -> _List | None:
        """A numbering instance, through the list styles that it may refer to."""
        num = self._nums.get(list_id)
        if num is None or list_id in seen or len(seen) > _MOST_LINKS:
            return None
        shared = read_child_value(num, _ABSTRACT_ID) or ""
        abstract = self._abstracts.get(shared)
        if abstract is None:
            return None
        link = read_child_value(abstract, _STYLE_LINK)
        if link is not None:
            linked = self._find(self._style_lists.get(link, ""), seen | {list_id})
            if linked is not None:
                return _apply_overrides(num, linked)
        levels = {
            parse_whole_number(lvl.get(_I_LVL)): _read_level(lvl)
            for lvl in abstract.iterchildren(_LVL)
        }
        return _apply_overrides(num, _List(shared, levels, {}))


def _apply_overrides(num: Element, base: _List) -> _List:
    levels, starts = dict(base.levels), dict(base.starts)
    for override in num.iterchildren(_OVERRIDE):
        at = parse_whole_number(override.get(_I_LVL))
        start, own = read_child_value(override, _START_OVERRIDE), find_child(override, _LVL)
        if own is not None:
            levels[at] = _read_level(own)
        if start is not None:
            starts[at] = parse_whole_number(start)
    return _List(base.shared, levels, starts)


def _read_level(lvl: Element) -> Level:
    restart, legal = read_child_value(lvl, _RESTART), find_child(lvl, _LEGAL)
    return Level(
        start=parse_whole_number(read_child_value(lvl, _START)),
        form=read_child_value(lvl, _FORM) or "decimal",
        text=(read_child_value(lvl, _TEXT) or "")[:_LONGEST],
        restart=None if restart is None else parse_whole_number(restart),
        legal=legal is not None and is_on(legal),
        joined=read_child_value(lvl, _SUFFIX) == "nothing",
        style=read_child_value(lvl, P_STYLE),
    )


_NO_LEVEL = Level()
