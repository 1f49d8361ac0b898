"""Names that a figure has only in a row of others of its kind: 信访1件, 居民9件, 余1件, 共10件.

Such a name says nothing by itself. It is looked up as a whole, with what may stand around it, and
counts only right after a figure of the kind that it goes on from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from gblint.pack.prose_model import Quantity
from gblint.report.prose.model import NOTHING, State, Taken
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.prose.words import ROLES, Segment

_AFTER = {
    "result": frozenset(("result", "finishing", "doing", "claim", "arriving")),
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
        before, after = _any(spec.short_before), _any(spec.short_after)
        names = _any(self._names)
        self._form = re.compile(f"(?:{before})*?({names})(?:{after})*")

    def named(self, segment: Segment, state: State) -> Segment | None:
        """A figure with the quantity that its short name is of, None where it has none here."""
        found = self._find(segment, state)
        if found is None:
            return None
        word, quantity = found
        last = state.last_in_sentence
        if last is NOTHING and state.last.role == quantity.role == "result":
            last = state.last  # 不予公开5件。2件撤回
        if last.role == "arriving" and quantity.role == "result" and _is_more(segment, last):
            return None
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
        match = self._form.fullmatch(text)
        return None if match is None else (match[1], self._names[match[1]])


def _is_more(segment: Segment, last: Taken) -> bool:
    """Whether a figure is no part of the one before."""
    return last.amount is None or segment.amount.value > last.amount.value


def with_word(segment: Segment, quantity: Quantity, word: str) -> Segment:
    """A figure whose only word is one of a quantity."""
    first = segment.words[0]
    token = Token(quantity.role, quantity.key, first.start, first.end, word)
    return msgspec.structs.replace(segment, before=[token], after=[], words=[], kinds=frozenset())


def of_two(segment: Segment, named: Sequence[Token], vocabulary: Vocabulary) -> Segment | None:
    """企业申请超过自然人：前者140件，后者88件: a figure with the one of two that it is of;
    None for another.
    """
    for word in segment.before if len(named) == 2 else ():
        if word.text in vocabulary.former or word.text in vocabulary.latter:
            one = named[0 if word.text in vocabulary.former else 1]
            return with_word(segment, vocabulary.quantities[one.key], one.text)
    return None


@lru_cache(maxsize=4)
def shorts(vocabulary: Vocabulary) -> Shorts:
    """Those of a vocabulary, made on first use."""
    return Shorts(vocabulary)


def _bare(word: str) -> str:
    return "".join(word.split())


def _any(words: Iterable[str]) -> str:
    ordered: Sequence[str] = sorted(words, key=len, reverse=True)
    return "|".join(map(re.escape, ordered)) or "(?!)"
