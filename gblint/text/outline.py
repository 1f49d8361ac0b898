"""What is looked for in a text before a pattern is compiled, and how: it spares the search.

It is the words that are in every match, and the outline of the pattern: its texts in their order,
and which characters may stand between. Whatever a pattern matches fits its outline. A text that
does not spares the pattern its compiling, too, which takes ten to a hundred times as long.
`gblint.text.read_pattern` works out both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec

Choice = frozenset[str]
"""Texts one of which is in every match."""

ENDLESS = 1 << 30
_MOST_STEPS = 3_000
"""Steps of a look; from then on it takes longer than to compile."""
_ASCII = frozenset(map(chr, range(128)))
SETS = {
    r"\s": frozenset(
        "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u180e\u2000\u2001\u2002\u2003\u2004"
        "\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
    ),
    r"\d": frozenset(char for char in _ASCII if not char.isdigit()),
    r"\w": frozenset(char for char in _ASCII if not (char.isalnum() or char == "_")),
    r"\p{Han}": _ASCII,
}
"""What `\\s` takes, and a few more; what the others surely do not take."""


class Gap(msgspec.Struct, frozen=True, omit_defaults=True):
    """Characters of which so many may stand there: those that `chars` names, or all others.

    `chars` may be the name of a set.
    """

    chars: str
    others: bool = False
    least: int = 0
    most: int = ENDLESS


Outline = list[list[str] | str | Gap]
"""Texts one of which stands there, gaps, and the begin or end of the text, or of a line.

These are the signs that patterns have for them, for a line with an m before it.
"""

_MANY = 4
"""Places from which on the words are looked for in all of the text rather than at each."""


def lacks_needs(
    choices: Sequence[Choice], text: str, letters: frozenset[str] | None = None
) -> bool:
    """Whether a text lacks what every match has.

    `letters`, the characters of a long text, tell of most words at once that they are not there.
    """
    for choice in choices:
        for word in choice:
            if (letters is None or letters.issuperset(word)) and word in text:
                break
        else:
            return True
    return False


def loosen(found: Outline) -> Outline:
    """As much of an outline as holds wherever a text begins and ends: from its first words on."""
    words = next((at for at, one in enumerate(found) if isinstance(one, list)), len(found))
    return [one for one in found[words:] if not isinstance(one, str)]


def fits(found: Outline, text: str) -> bool:
    """Whether a text has the words of an outline one after another, or it would take too long."""
    first = found[0]
    if len(found) == 1 and isinstance(first, list):
        return any(word in text for word in first)
    at = {end for _, end in _find_places(first, text)} if isinstance(first, list) else {0}
    if first == "m^":
        at |= {place + 1 for place, char in enumerate(text) if char == "\n"}
    steps = len(at)
    for one in found[1:]:
        if isinstance(one, list):
            at = _find_ends_of_words(at, one, text)
        elif isinstance(one, str):
            at = {place for place in at if _is_at(one, place, text)}
        elif one.others and not one.chars:
            at = _find_ends_of_any(at, one.least, one.most, len(text))
        else:
            steps += _pass_gap(at, one, text)
        steps += len(at)
        if steps > _MOST_STEPS:
            return True
        if not at:
            return False
    return True


def _is_at(anchor: str, place: int, text: str) -> bool:
    """Whether a place is a begin or an end."""
    if anchor[-1] == "^":
        return place == 0 or (anchor[0] == "m" and text[place - 1] == "\n")
    if anchor[0] == "m":
        return place == len(text) or text[place] == "\n"
    return place >= len(text) - 1 and text[place:] in ("", "\n")


def _find_places(words: Collection[str], text: str) -> Iterator[tuple[int, int]]:
    """Where words begin and end in a text."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = text.find(word, at + 1)


def _find_ends_of_words(at: set[int], words: Collection[str], text: str) -> set[int]:
    """Where words end that begin at one of some places."""
    if len(at) > _MANY:  # the words stand at fewer
        return {end for begin, end in _find_places(words, text) if begin in at}
    return {p + len(word) for p in at for word in words if text.startswith(word, p)}


def _find_ends_of_any(at: set[int], least: int, most: int, length: int) -> set[int]:
    """Where a gap of any characters may end that begins at one of some places."""
    ends: set[int] = set()
    after = 0
    for p in sorted(at):
        last = min(p + most, length) + 1
        ends.update(range(max(p + least, after), last))
        after = last
    return ends


def _pass_gap(at: set[int], gap: Gap, text: str) -> int:
    """Replace places by all those where a gap that begins there may end; how many steps it took."""
    least, most, others, begun, steps = gap.least, gap.most, gap.others, sorted(at), 0
    chars = SETS.get(gap.chars, gap.chars)
    at.clear()
    for p in begun:
        q, last = p, min(p + most, len(text))
        while True:
            if q - p >= least:
                if least == 0 and most == ENDLESS and q in at:
                    break  # all from here on were met from an earlier place
                at.add(q)
            if q >= last or steps > _MOST_STEPS or (text[q] in chars) == others:
                break
            q += 1
            steps += 1
    return steps
