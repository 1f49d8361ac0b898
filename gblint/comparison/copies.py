"""Copied texts among many: which texts are one, which passages stand in another organ's text.

Each section is compared by itself, in two rounds. In the first a text that is nearly the same as
an earlier one joins its group; the index holds the first of a group, and of the others
only what is theirs alone. So a text that a hundred offices have is one text. Then each text is
looked up: a sentence that many different organs have (`formula_from`) is a formula of the region
and does not count; of the rest, what two texts have in common is counted letter by letter.
The work grows with the number of texts; what is in memory is a few numbers for each.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import nsmallest
from typing import Protocol

import msgspec

from gblint.comparison.passage_index import PassageIndex, sum_shingles
from gblint.comparison.section_text import (
    SectionText,
    Shared,
    count_letters,
    find_shared,
    list_shingles,
)


class CopyTerms(msgspec.Struct, frozen=True):
    """What counts as copied.

    Two texts are one from `one_text` percent of the longer on. Of others a passage is told where
    they have `least` letters in common, and these are `share` percent of either's own text or
    hold a passage of `passage` letters.
    """

    one_text: int = 80
    least: int = 60
    share: int = 40
    passage: int = 80


_FEW, _PART, _MANY = 4, 5, 11


def formula_from(organs: int) -> int:
    """From how many different organs on a sentence is a formula, where so many organs report.

    A fifth of them and one more, but no fewer than 4 and no more than 11.
    """
    return max(_FEW, min(_MANY, organs // _PART + 1))


class Texts(Protocol):
    """The texts by their numbers, which may lie out of memory."""

    def read(self, number: int) -> SectionText: ...


class Copy(msgspec.Struct, frozen=True):
    """What two texts have in common; `first` and `second` are their numbers.

    `letters` are those of the second that the first has. `share` and `share_of_first` are
    percentages of what is their own in each: formulas count on neither side.
    """

    first: int
    second: int
    letters: int
    longest: int
    share: int
    share_of_first: int
    passages: tuple[str, ...]


class _Known(msgspec.Struct, frozen=True):
    """A text with the numbers of its sentences that are its own, and their letters."""

    text: SectionText
    own: tuple[int, ...]
    size: int
    near: Counter[int]


_SKETCH = 8
"""Check sums, the smallest after mixing, by which texts that are nearly the same are found."""

_MIX = 2654435761
_CROWDED = 200
"""Texts under one check sum from which on it says nothing."""

_LOOKED_AT = 12
"""Texts that are looked at closely for one."""

_ASTRAY = 20
"""By how many points the share of check sums may be less than that of letters.

Of a short text a few dozen sums are kept, and a sentence that differs may have many of them.
"""

_HINTS = 3
"""Shingles in common that make a text worth a look."""


class CopyFinder:
    """The texts of one section. `organs` says of each text whose it is, by number.

    Texts are added in the order of their numbers; then `finish`, and they can be looked up.
    """

    def __init__(self, texts: Texts, organs: Sequence[int], terms: CopyTerms) -> None:
        self._texts = texts
        self._organs = organs
        self._terms = terms
        self._added: array[int] = array("I")
        self._sketches = PassageIndex()
        self._index = PassageIndex()
        self.group_of: dict[int, int] = {}
        self.groups: defaultdict[int, list[int]] = defaultdict(list)
        self.formula = _FEW
        self._sums = lru_cache(maxsize=256)(self._read_sums)
        self._known = lru_cache(maxsize=1024)(self._study)
        self._shingles = lru_cache(maxsize=256)(self._read_shingles)

    def add(self, number: int) -> None:
        sums = self._read_sums(number)
        if sums:
            self._added.append(number)
            self._sketches.add(number, _sketch(sums))

    def finish(self, organs: int) -> None:
        self.formula = formula_from(organs)
        self._sketches.finish()
        for number in self._added:
            sums = self._sums(number)
            leader = self._find_leader(number, sums)
            if leader is None:
                self._index.add(number, sums)
                continue
            self.group_of[number] = leader
            self.groups[leader].append(number)
            self._index.add(number, sums - self._sums(leader))
        self._index.finish()

    def _find_leader(self, number: int, sums: Collection[int]) -> int | None:
        """The earlier text that is nearly the same, the nearest of several."""
        if self._texts.read(number).size < self._terms.least:
            return None
        near: Counter[int] = Counter()
        for one in _sketch(sums):
            earlier = (other for other in self._sketches.texts_with(one) if other < number)
            known = [other for other in earlier if other not in self.group_of]
            if len(known) <= _CROWDED:
                near.update(known)
        best: tuple[float, int] | None = None
        for other, _ in sorted(near.items(), key=lambda pair: (-pair[1], pair[0]))[:_LOOKED_AT]:
            others = self._sums(other)
            like = 100 * len(others.intersection(sums)) / max(len(others), len(sums))
            if like < self._terms.one_text - _ASTRAY:
                continue
            like = self._count_alike(number, other)
            if like >= self._terms.one_text and (best is None or like > -best[0]):
                best = -like, other
        return None if best is None else best[1]

    def _count_alike(self, number: int, other: int) -> float:
        """How much of the longer of two texts, in percent of its letters, the other has."""
        longer, shorter = number, other
        if self._texts.read(number).size < self._texts.read(other).size:
            longer, shorter = other, number
        text = self._texts.read(longer)
        shared = find_shared(text, range(len(text.letters)), self._shingles(shorter))
        return 100 * shared.letters / text.size

    def _read_sums(self, number: int) -> frozenset[int]:
        text = self._texts.read(number)
        return frozenset(one for letters in text.letters for one in sum_shingles(letters))

    def _read_shingles(self, number: int) -> frozenset[str]:
        return frozenset(list_shingles(self._texts.read(number).letters))

    def _study(self, number: int) -> _Known:
        return self.study(self._texts.read(number))

    def study(self, text: SectionText) -> _Known:
        """What of a text is its own, and which texts have passages of that."""
        own: list[int] = []
        near: Counter[int] = Counter()
        for at, letters in enumerate(text.letters):
            sums = set(sum_shingles(letters))
            listed = [self._index.texts_with(one) for one in sums]
            rare = [texts for texts in listed if not self._is_formula(texts)]
            if 2 * len(rare) <= len(sums):
                continue
            own.append(at)
            for texts in rare:
                near.update(texts)
        return _Known(text, tuple(own), count_letters(text, own), near)

    def _is_formula(self, texts: Sequence[int]) -> bool:
        if len(texts) < self.formula:
            return False
        return len({self._organs[text] for text in texts}) >= self.formula

    def copies_of(self, number: int) -> Iterator[Copy]:
        """What a text has in common with earlier ones, the most first.

        Of a group that is one text, only its first is compared with others.
        """
        leader = self.group_of.get(number)
        found = self._compare(self._known(number), number, lambda other: other < number)
        yield from (one for one in found if one.first != leader)

    def with_leader(self, number: int) -> Copy:
        """A text of a group beside its first: of these everything counts."""
        leader = self.group_of[number]
        text, other = self._texts.read(number), self._texts.read(leader)
        shared = find_shared(text, range(len(text.letters)), self._shingles(leader))
        back = find_shared(other, range(len(other.letters)), self._shingles(number))
        return _build(leader, number, shared, back, text.size, other.size)

    def sources_of(self, text: SectionText, skip: Collection[int]) -> list[Copy]:
        """What a text that was not added has in common with those that were, the most first.

        `skip` are texts that do not count, as they are the same report. `second` is -1.
        """
        found = list(self._compare(self.study(text), -1, lambda _: True, skip))
        return sorted(found, key=lambda one: (-one.letters, one.first))

    def _compare(
        self,
        known: _Known,
        number: int,
        counts: Callable[[int], bool],
        skip: Collection[int] = (),
    ) -> Iterator[Copy]:
        ranked = sorted(known.near.items(), key=lambda pair: (-pair[1], pair[0]))
        looked = 0
        for other, hints in ranked:
            if hints < _HINTS or looked >= _LOOKED_AT:
                break
            if other == number or not counts(other):
                continue
            looked += 1
            group = [other] if number >= 0 else [other, *self.groups.get(other, ())]
            one = next((one for one in group if one not in skip), None)
            copy = None if one is None else self._compare_closely(known, number, one)
            if copy is not None:
                yield copy

    def _compare_closely(self, known: _Known, number: int, other: int) -> Copy | None:
        shared = find_shared(known.text, known.own, self._shingles(other))
        if shared.letters < self._terms.least:
            return None
        theirs = self._known(other)
        mine = frozenset(list_shingles(known.text.letters))
        back = find_shared(theirs.text, theirs.own, mine)
        copy = _build(other, number, shared, back, known.size, theirs.size)
        share = max(copy.share, copy.share_of_first)
        return copy if share >= self._terms.share or copy.longest >= self._terms.passage else None


_QUOTED = 3


def _build(first: int, second: int, shared: Shared, back: Shared, own: int, theirs: int) -> Copy:
    return Copy(
        first,
        second,
        shared.letters,
        shared.longest,
        round(100 * shared.letters / own) if own else 0,
        round(100 * back.letters / theirs) if theirs else 0,
        shared.passages[:_QUOTED],
    )


def _sketch(sums: Iterable[int]) -> list[int]:
    return nsmallest(_SKETCH, sums, key=lambda one: one * _MIX & 0xFFFFFFFF)
