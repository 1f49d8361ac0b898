"""Which sentences may compare in words, or tell shares of this year and last: few do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from gblint.report.prose.amounts import contains_any
from gblint.report.prose.silence import list_shortest, make_bare
from gblint.report.prose.vocabulary import STOPS, Token, Vocabulary, any_word, share_in_words
from gblint.text.numerals import DIGITS, OF_YEAR, YEAR, YEAR_SIGN
from gblint.text.patterns import later

_NUMERAL = later(rf"[\d{DIGITS}]")
_CENTURY = "20"
_MOST_BEFORE_SHARE = 4
"""Characters between last year and its percentage (上年的公开率为96%)."""


class Comparing:
    """Tells sentences that may compare in words, quickly.

    A pattern of all these words takes longer to compile than a report takes to read. So words are
    looked for as they are; what has to stand beside what is left to patterns that are made for
    the first sentence with such words.
    """

    def __init__(self, known: Vocabulary) -> None:
        spec = known.spec
        self._spec = spec
        of, changes, fractions = spec.orders, spec.changes, spec.fractions
        words = [*of.halves, *of.net_more, *of.net_less, *of.more, *of.less, *of.level, *of.near]
        words += [*of.most, *of.least, *changes.doubled, *changes.times]
        words += [*of.over_half, *of.half_up, *of.about_half, *of.under_half]
        words += [word for word in changes.points if len(word) > 1]
        self._words = list_shortest(map(make_bare, words))
        self._last = [make_bare(w) for one in spec.years if one.offset == -1 for w in one.words]
        self._same = _bare(changes.same)
        self._every_change = _bare(self._changing)
        self._changes = list_shortest(self._every_change)
        self._than, self._by = _bare(of.than), _bare((*of.by_more, *of.by_less))
        self._parts = _bare((*fractions.tenths, *fractions.over))
        self._fractions = (*self._parts, *_bare(fractions.halves))
        self._level = _bare((*of.level, *of.near, *changes.times, *changes.doubled))
        self._of, self._since = _bare(spec.links.of), _bare(spec.links.since)
        self._of_beside = (*self._of, *_bare((*of.more, *of.less)))
        years = (word for one in spec.years for word in one.words)
        tenths = (*fractions.tenths, *fractions.tenths_and_half)
        beside = _bare((*years, *changes.beside, *fractions.halves, *tenths))
        self._ends_beside = (*beside, *DIGITS, YEAR_SIGN, YEAR_SIGN + OF_YEAR)

    def may_compare(self, text: str) -> bool:
        """Whether a sentence may compare in words (多于, 过半, 比上年有所减少), or shares."""
        if not self._compares(text):
            return False
        return contains_any(text, self._spec.about) or _NUMERAL.search(text) is not None

    def sets_beside(self, words: Iterable[Token]) -> bool:
        """Whether a clause sets something beside a year and does not turn to it (低于上年, 为上年的
        三分之一).
        """
        text = "".join(word.text for word in words)
        bare = text.removesuffix("\n")
        if bare.endswith(self._level):
            return True
        if not bare.endswith(self._ends_beside):
            return False
        return contains_any(text, self._of_beside) and self._beside.search(text) is not None

    def _compares(self, text: str) -> bool:
        return (
            contains_any(text, self._words)
            or (
                self._may_change(text)
                and self._is_of_words(text)
                and self._change.search(text) is not None
            )
            or (self._may_part(text) and self._part_of.search(text) is not None)
            or (self._may_differ(text) and self._difference.search(text) is not None)
            or (
                "%" in text
                and contains_any(text, self._since)
                and self._shares.search(text) is not None
            )
        )

    def _may_change(self, text: str) -> bool:
        """Whether last year is named, or another before a change in its clause."""
        if contains_any(text, self._last):
            return True
        if not contains_any(text, self._changes):
            return False
        return contains_any(text, self._same) or any(
            text[at - 4 : at - 2] == _CENTURY and contains_any(_run(text, at + 1), self._changes)
            for at in _places(YEAR_SIGN, text)
        )

    def _is_of_words(self, text: str) -> bool:
        """Whether a clause ends without a figure behind a change, or there is a share of anything.

        Most sentences that name last year tell how many more there were.
        """
        if contains_any(text, self._fractions) and contains_any(text, self._of):
            return True
        if "%" in text and any(
            _is_share(text, at + len(word)) for word in self._last for at in _places(word, text)
        ):
            return True
        return any(
            _ends_clause(text, at + len(word))
            for word in self._every_change
            for at in _places(word, text)
        )

    def _may_part(self, text: str) -> bool:
        """Whether 的 stands before a word of a fraction, at most three characters away."""
        return contains_any(text, self._parts) and any(
            contains_any(text[max(at - 4, 0) : at], self._of)
            for word in self._parts
            for at in _places(word, text)
        )

    def _may_differ(self, text: str) -> bool:
        """Whether a figure stands behind a word for more or less (比许可多3件)."""
        return contains_any(text, self._than) and any(
            text[at + len(word) : at + len(word) + 1].isdecimal()
            for word in self._by
            for at in _places(word, text)
        )

    @property
    def _changing(self) -> tuple[str, ...]:
        of, changes = self._spec.orders, self._spec.changes
        return (*changes.rising, *changes.falling, *of.level, *of.near)

    @property
    def _years(self) -> str:
        return any_word(word for one in self._spec.years for word in one.words)

    @cached_property
    def _change(self) -> re.Pattern[str]:
        """A clause that names last year and a change without a figure, or last year's share."""
        last, change = any_word(self._last), any_word(self._changing)
        ends = rf"(?=[^{STOPS}\d]*(?:[{STOPS}]|$))"
        parts = any_word(self._fractions)  # 仅为上年的三分之一
        of = any_word(self._of)
        return re.compile(
            rf"(?:{last}|{any_word(self._same)}|{YEAR})[^{STOPS}\d]{{0,30}}?{change}{ends}"
            rf"|{last}.{{1,40}}[,;][^{STOPS}\d]*?{change}{ends}"
            rf"|{last}[^{STOPS}\d]{{0,{_MOST_BEFORE_SHARE}}}\d+(?:\.\d+)?%|{last}{of}[^{STOPS}]{{0,3}}{parts}"
        )

    @cached_property
    def _part_of(self) -> re.Pattern[str]:
        bounds, parts = any_word(self._spec.orders.bounds), any_word(self._parts)
        of = any_word(self._of)
        return re.compile(rf"{bounds}[^{STOPS}]{{2,12}}{of}[^{STOPS}]{{1,3}}{parts}")

    @cached_property
    def _difference(self) -> re.Pattern[str]:
        than, by = any_word(self._than), any_word(self._by)
        return re.compile(rf"{than}(?!{self._years}|\d)[^{STOPS}\d]{{2,16}}?{by}\d")

    @cached_property
    def _shares(self) -> re.Pattern[str]:
        share = r"\d+(?:\.\d+)?%"
        between = rf"[^{STOPS}]{{0,12}}\d%?[^{STOPS}\d%]{{1,6}}"
        return re.compile(f"{any_word(self._since)}{between}{share}")

    @cached_property
    def _beside(self) -> re.Pattern[str]:
        of, changes = self._spec.orders, self._spec.changes
        more, beside = any_word((*of.more, *of.less)), any_word(changes.beside)
        share = share_in_words(self._spec.fractions)
        years, its = self._years, any_word(self._of)
        return re.compile(rf"(?:{more}(?:{years}|{YEAR}){beside}?|{years}{its}{share})$")


def _bare(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(make_bare, words))


def _places(word: str, text: str) -> Iterator[int]:
    """Where a word stands in a text."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _run(text: str, start: int) -> str:
    """The text from a place up to the next figure or stop."""
    for at in range(start, len(text)):
        if text[at] in STOPS or text[at].isdecimal():
            return text[start:at]
    return text[start:]


def _ends_clause(text: str, start: int) -> bool:
    """Whether a stop, or the end, comes before any figure from a place on."""
    end = start + len(_run(text, start))
    return not text[end : end + 1].isdecimal()


def _is_share(text: str, start: int) -> bool:
    """Whether a percentage stands at a place, or at most four characters behind it."""
    before = len(_run(text, start))
    at = start + before
    while text[at : at + 1].isdecimal() or text[at : at + 1] == ".":
        at += 1
    return before <= _MOST_BEFORE_SHARE and text[at : at + 1] == "%"


@lru_cache(maxsize=4)
def comparing(known: Vocabulary) -> Comparing:
    """What tells such sentences by a vocabulary."""
    return Comparing(known)
