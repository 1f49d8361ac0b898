"""Paragraphs that surely state nothing are told without the vocabulary and without its reader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from gblint.pack.model import Pack, per_pack
from gblint.report.prose.amounts import AmountReader, contains_any
from gblint.text import flatten
from gblint.text.numerals import NUMERALS
from gblint.text.patterns import later

NO_DAYS = "_"
"""What stands for each character that was left out."""

_ENDS_OTHERWISE = ("/", "!", "?")
"""Signs behind which a figure without a unit may stand."""


class Silence:
    """Tells paragraphs that state nothing; quick to make, unlike the vocabulary."""

    def __init__(self, pack: Pack) -> None:
        of = pack.prose.words
        self.amounts = AmountReader(pack.prose)
        self._about = tuple(pack.prose.about)
        marks = [*of.none, *of.all, *of.settled, *(w for w in of.each if len(w) > 1)]
        marks += _ENDS_OTHERWISE
        self._claiming = list_shortest(map(make_bare, marks))
        self._day_units = tuple(map(make_bare, pack.prose.signs.day_units))
        units = "|".join(map(re.escape, self._day_units)) or "(?!)"
        self._days = later(rf"(?:\d+|[{NUMERALS}]+)(?:{units})")

    def speaks(self, text: str) -> bool:
        """Whether a paragraph may speak of the tables at all; of one that does not nothing is
        read, whatever it states.
        """
        return contains_any(text, self._about)

    def says_nothing(self, text: str) -> bool:
        """Whether a paragraph surely has no figure and no claim."""
        if contains_any(text, self._claiming):
            return False
        return not self.amounts.has_any(self.without_days(text))

    def without_days(self, text: str) -> str:
        """The text without terms of days (20个工作日), which are no figures; its length is kept."""
        return self._days.sub(blank_out, text) if contains_any(text, self._day_units) else text


silence = per_pack(Silence)


def list_shortest(words: Iterable[str]) -> list[str]:
    """Those of the words in which no other is: they are in a text where any of the words is."""
    found: list[str] = []
    for word in sorted(words, key=len):
        if not any(one in word for one in found):
            found.append(word)
    return found


def blank_out(match: re.Match[str]) -> str:
    return NO_DAYS * len(match.group())


def make_bare(word: str) -> str:
    """A word of a pack as it stands in a text that was made plain."""
    if word.isalpha() and unicodedata.is_normalized("NFKC", word):
        return word
    return "".join(flatten(word).split())
