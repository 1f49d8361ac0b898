"""Passages as the document has them, for the places that were found in a plain form of it.

Rules look for their patterns in text made plain (`squeezed`); who reads the message searches the
document for what it quotes, and finds only what stands there.
"""

from __future__ import annotations

from gblint.checks.zones import squeezed
from gblint.findings import Say
from gblint.text.folding import arabic_years


def as_written(text: str, begin: int, end: int) -> str:
    """The passage of a text that its squeezed form has from `begin` to `end`.

    Where characters become others only together (a letter and its accent), so that places cannot
    be told, it is the squeezed form of the passage.
    """
    plain = squeezed(text)
    if plain == text or begin >= end:
        return plain[begin:end]
    places = plain_places(text)
    if len(places) != len(plain):
        return plain[begin:end]
    return text[places[begin] : places[end - 1] + 1]


def passage(text: str, value: str) -> str:
    """The passage of a text that a value was read from, made plain with its years in digits.

    The value itself where the text does not have it: it may run over several lines.
    """
    if value in text:
        return value
    plain = squeezed(value)
    begin = arabic_years(squeezed(text)).find(plain)
    return value if begin < 0 else as_written(text, begin, begin + len(plain))


def plain_places(text: str) -> list[int]:
    """For each character of the squeezed form of a text the place of the one it comes from."""
    return [at for at, char in enumerate(text) for _ in squeezed(char)]


def quoted(text: str) -> Say:
    """A passage between quotation marks."""
    text = text.strip()
    return Say(f"“{text}”", f'"{text}"')
