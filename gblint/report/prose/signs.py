"""What small words do in a sentence, whatever they are of: 和 parts a list, 由 names who acts."""

from __future__ import annotations

import re
from collections import defaultdict

from gblint.pack.prose_model import ProseSpecs
from gblint.report.prose.amounts import contains_any
from gblint.report.prose.silence import list_shortest, make_bare
from gblint.text.numerals import DIGITS, HOW_MANY
from gblint.text.patterns import later

NO_SIGNS: frozenset[str] = frozenset()

OF_PAUSE = frozenset(("joining", "joins", "parts", "adds"))
"""The signs of `、`, which parts a list as a word of `joining` does."""

_OF_COMMA = frozenset(("joins",))

_TOGETHER = {
    "joins": ("joining", "either"),
    "parts": ("joining", "either", "also"),
    "adds": ("joining", "plus"),
    "reasons": ("because", "under"),
}
"""Signs of the words of several lists of `prose.links`."""

_MOST = 4096
"""Texts of which the signs are kept; of those that no pack knows there is no end."""


class Signs(dict[str, frozenset[str]]):
    """The signs of words by their texts; made once for each pack.

    They are the lists of `prose.links` and `prose.signs` that have a word, those of several of
    them under one name, and what its characters say: it `asks` for applications (申请量), is a
    `portion` of what stands before it (七成以上), `counts_in` what was carried over (加上年结转),
    `comes` here (转来) or is `directed` somewhere (转至), tells what was `asked_for` (要求公开), or
    `ends_first` what was done before (后为).
    """

    def __init__(self, spec: ProseSpecs) -> None:
        super().__init__()
        self._links, self._signs = spec.links, spec.signs
        self._exact = _by_text(spec)
        self._portions = list_shortest(
            map(make_bare, (*spec.fractions.halves, *spec.fractions.over, *spec.orders.over_half))
        )
        self._tenths = spec.fractions.tenths
        tenths = "|".join(map(re.escape, self._tenths))
        self._in_tenths = later(f"[{DIGITS}{HOW_MANY}](?:{tenths})")
        self._counting_in = (*spec.links.plus, *spec.links.joining)

    def __missing__(self, text: str) -> frozenset[str]:
        links, signs = self._links, self._signs
        found = set(self._exact.get(text, ()))
        if contains_any(text, signs.asking):
            found.add("asks")
        tenths = contains_any(text, self._tenths) and self._in_tenths.search(text)
        if tenths or contains_any(text, self._portions):
            found.add("portion")
        if text.startswith(self._counting_in):
            found.add("counts_in")
        if text.endswith(links.coming):
            found.add("comes")
        if text.endswith(links.directions):
            found.add("directed")
        if text.startswith(signs.topics_of) or text.endswith(signs.topics_of):
            found.add("asked_for")
        if text.startswith(links.after):
            found.add("ends_first")
        if len(self) >= _MOST:
            self.clear()
        of = self[text] = frozenset(found) if found else NO_SIGNS
        return of


def _by_text(spec: ProseSpecs) -> dict[str, set[str]]:
    """The lists that have a word, by its text."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    found["、"].update(OF_PAUSE)
    found[","].update(_OF_COMMA)
    for lists in (spec.links, spec.signs):
        for name in lists.__struct_fields__:
            for word in getattr(lists, name):
                found[make_bare(word)].add(name)
    for word in spec.names.begins:
        found[make_bare(word)].add("begins")
    for name, several in _TOGETHER.items():
        for one in several:
            for word in getattr(spec.links, one):
                found[make_bare(word)].add(name)
    return found
