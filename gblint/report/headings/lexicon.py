"""The words of a pack made ready for looking up: what a heading can be called."""

from __future__ import annotations

from functools import partial
from typing import Literal

import msgspec

from gblint.pack.model import ObsoleteHeading, Pack, per_pack
from gblint.report.model import Setbacks
from gblint.text import patterns
from gblint.text.folding import fold

Wording = Literal["exact", "wording", "pattern", "near"]

_REMEMBERED = 4096

_SHORTEST = 4
"""Characters of a name that is told by being what a text begins with."""

_LEAST_NEAR = 6
"""Characters of a name that may be written with a typo."""

CONFIDENCE: dict[Wording, float] = {"exact": 1.0, "wording": 0.95, "pattern": 0.85, "near": 0.8}


class Match(msgspec.Struct, frozen=True):
    """What a heading's name stands for: a section of the pack, or an obsolete heading."""

    number: int | None
    wording: Wording
    confidence: float
    obsolete: ObsoleteHeading | None = None


class _NearNames:
    """Names that a text may be but for a typo or two, by their lengths."""

    def __init__(self) -> None:
        self._by_length: dict[int, list[tuple[str, frozenset[str], int, Match]]] = {}

    def add(self, name: str, match: Match) -> None:
        allowed = _allowed_typos(len(name))
        for length in range(len(name) - allowed, len(name) + allowed + 1):
            same = self._by_length.setdefault(length, [])
            same.append((name, frozenset(name), allowed, match))

    def find(self, text: str) -> Match | None:
        """The nearest name, the first of those as near."""
        best: tuple[int, Match] | None = None
        for name, letters, allowed, match in self._by_length.get(len(text), ()):
            if len(letters.difference(text)) <= allowed:
                distance = _measure_distance(text, name)
                if distance <= allowed and (best is None or distance < best[0]):
                    best = distance, match
        return best[1] if best else None


class HeadingLexicon:
    """Looks up heading names, folded and without ordinal.

    `contents` is what a table of contents is headed by, as folded; `bars` tells of rows of tables
    that were looked at before, by the text of their cells, whether they are headings.
    """

    def __init__(self, pack: Pack) -> None:
        self.longest = pack.headings.longest
        self.contents = frozenset(map(fold, pack.headings.contents))
        self.bars: dict[str, bool] = {}
        self._known: dict[str, Match] = {}
        self._patterns: list[tuple[str, Match]] = []
        self._canonical = _NearNames()
        self._found: dict[str, Match | None] = {}
        self._title = fold(pack.title_line.name) if pack.title_line else ""
        for section in pack.sections:
            name = fold(section.heading)
            self._add([name], section.number, "exact")
            self._add(section.wordings, section.number, "wording")
            self._add_patterns(section.patterns, section.number, None)
            self._canonical.add(name, _build_match(section.number, "near"))
        for heading in pack.obsolete_headings:
            self._add(heading.wordings, heading.now, "wording", heading)
            self._add_patterns(heading.patterns, heading.now, heading)
        self._beginnings = frozenset(section.heading[:2] for section in pack.sections)
        long = [name for name in self._known if _SHORTEST <= len(name) <= self.longest]
        self._lengths = sorted({len(name) for name in long}, reverse=True)
        self._openings = frozenset(name[:_SHORTEST] for name in long)
        self._near_wordings = _NearNames()
        for name, match in self._known.items():
            if match.wording == "wording" and len(name) >= _LEAST_NEAR:
                near = _build_match(match.number, "near", match.obsolete)
                self._near_wordings.add(name, near)

    def _add(
        self,
        wordings: tuple[str, ...] | list[str],
        number: int | None,
        wording: Wording,
        obsolete: ObsoleteHeading | None = None,
    ) -> None:
        for text in wordings:
            self._known.setdefault(fold(text), _build_match(number, wording, obsolete))

    def _add_patterns(
        self, forms: tuple[str, ...], number: int | None, obsolete: ObsoleteHeading | None
    ) -> None:
        self._patterns += [(form, _build_match(number, "pattern", obsolete)) for form in forms]

    def keep_bar(self, texts: str, *, is_bar: bool) -> None:
        """Keep whether the cells of a row with these texts are a heading."""
        if len(self.bars) >= _REMEMBERED:
            self.bars.clear()
        self.bars[texts] = is_bar

    def begins(self, text: str) -> bool:
        """Whether a text may begin with a section's own heading: a quick look at its first two."""
        return text.lstrip()[:2] in self._beginnings

    def starts(self, name: str) -> tuple[str, Match] | None:
        """The longest known name that a folded text begins with."""
        if name[:_SHORTEST] not in self._openings:
            return None
        for length in self._lengths:
            match = self._known.get(name[:length])
            if match is not None and length <= len(name):
                return name[:length], match
        return None

    def known(self, name: str) -> Match | None:
        """What a folded name is, as it stands in the pack."""
        return self._known.get(name)

    def find(self, name: str, setbacks: Setbacks) -> Match | None:
        """What a folded name is: as known, by a pattern, or nearly (a typo or two).

        Where to compare it fails, it is not near, which the setbacks tell.
        """
        known = self._known.get(name)
        if known is not None or (self._title and self._title in name):
            return known
        if name not in self._found:
            failed = Setbacks()
            found = (
                failed.near_heading(partial(self._canonical.find, name))
                or self._by_pattern(name)
                or failed.near_heading(partial(self._near_wordings.find, name))
            )
            if failed.found:  # not kept: the next document is to be told so, too
                setbacks.add_headings(failed)
                return found
            if len(self._found) > _REMEMBERED:
                self._found.clear()
            self._found[name] = found
        return self._found[name]

    def _by_pattern(self, name: str) -> Match | None:
        for form, match in self._patterns:
            if patterns.fullmatch(form, name):
                return match
        return None


def _build_match(
    number: int | None, wording: Wording, obsolete: ObsoleteHeading | None = None
) -> Match:
    return Match(number, wording, CONFIDENCE[wording], obsolete)


def _allowed_typos(length: int) -> int:
    return 1 if length < 9 else 2


def _measure_distance(a: str, b: str) -> int:
    from rapidfuzz.distance import OSA  # imported where a heading is not known at sight

    return OSA.distance(a, b)


heading_lexicon = per_pack(HeadingLexicon)
