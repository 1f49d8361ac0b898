"""Names that a figure has only in a row of others of its kind: 信访1件, 居民9件, 余1件, 共10件.

Such a name says nothing by itself. It is looked up as a whole, with what may stand around it, and
counts only right after a figure of the kind that it goes on from.
"""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache

import msgspec

from gblint.pack.prose_model import Quantity
from gblint.report.prose.model import State
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.prose.words import ROLES, Segment

_AFTER = {
    "result": frozenset(("result", "finishing", "doing", "claim")),
    "column": frozenset(("arriving", "column", "doing")),
    "carrying": frozenset(("finishing", "result", "doing", "arriving", "carrying")),
    "arriving": frozenset(("arriving", "carrying", "column")),
}
"""For the role of a short name: those of a figure before it by which it is of the tables."""
_UNKNOWN = frozenset(("odd", "others", "left", "none", "about", "people", "name", "organ"))
_BARS = frozenset(("change", "against", "up_to", "absolute", "year", "share", "rate", "within"))
_TABLE = "applications"


class Shorts:
    """Looks short names up; made once for each pack."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        spec = vocabulary.spec
        self._names: dict[str, Quantity] = {}
        for quantity in vocabulary.quantities.values():
            for word in quantity.short:
                self._names.setdefault(_bare(word), quantity)
        self._before = frozenset(spec.short_before)
        self._after = frozenset(spec.short_after)

    def named(self, segment: Segment, state: State) -> Segment | None:
        """A figure with the quantity that its short name is of, None where it has none here."""
        found = self._find(segment, state)
        if found is None:
            return None
        word, quantity = found
        last = state.last_in_sentence
        if last.role not in _AFTER[quantity.role] or not last.meanings:
            return None
        return with_word(segment, quantity, word)

    def _find(self, segment: Segment, state: State) -> tuple[str, Quantity] | None:
        if state.topic != "requests" or state.unrelated or state.held is not None:
            return None
        kinds = segment.kinds
        if kinds.isdisjoint(_UNKNOWN) and not kinds.isdisjoint(ROLES):
            return None
        if state.year != 0 or not kinds.isdisjoint(_BARS):
            return None
        text = "".join(word.text for word in segment.words)
        ends = _follow(text, self._after)
        for begin in sorted(_precede(text, self._before)):
            for end in sorted(ends, reverse=True):
                quantity = self._names.get(text[begin:end])
                if quantity is not None:
                    return text[begin:end], quantity
        return None


def _precede(text: str, words: Container[str]) -> set[int]:
    """The places of a text before which there are but words, if any."""
    places = {0}
    for end in range(1, len(text)):
        if any(text[begin:end] in words for begin in places):
            places.add(end)
    return places


def _follow(text: str, words: Container[str]) -> set[int]:
    """The places of a text from which on there are but words, if any."""
    places = {len(text)}
    for begin in range(len(text) - 1, 0, -1):
        if any(text[begin:end] in words for end in places):
            places.add(begin)
    return places


def with_word(segment: Segment, quantity: Quantity, word: str) -> Segment:
    """A figure whose only word is one of a quantity."""
    first = segment.words[0]
    token = Token(quantity.role, quantity.key, first.start, first.end, word)
    return msgspec.structs.replace(segment, before=[token], after=[], words=[], kinds=frozenset())


@lru_cache(maxsize=4)
def shorts(vocabulary: Vocabulary) -> Shorts:
    """Those of a vocabulary, made on first use."""
    return Shorts(vocabulary)


def _bare(word: str) -> str:
    return "".join(word.split())
