"""Whether two names are of one organ: long and short, with and without its office."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from gblint.pack.model import OrganSpec
from gblint.text import patterns
from gblint.text.folding import fold

Likeness = Literal["same", "near", ""]
"""One name but for words that may be absent; with the place above before one of them, or an
organ and its office; two organs."""


def likeness(one: str, other: str, spec: OrganSpec | None) -> Likeness:
    """How alike two names of organs are. A name that is not known is like no other."""
    spec = spec or OrganSpec()
    first, second = bare(one, spec.ignored), bare(other, spec.ignored)
    if not first or not second:
        return ""
    if first == second:
        return "same"
    first, second = bare(first, spec.offices), bare(second, spec.offices)
    if first == second or _longer(first, second, spec) or _longer(second, first, spec):
        return "near"
    return ""


@lru_cache(maxsize=4096)
def bare(name: str, dropped: tuple[str, ...]) -> str:
    """The comparable form of a name without what the patterns match; never nothing at all."""
    name = fold(name)
    for pattern in dropped:
        name = patterns.remove(pattern, name) or name
    return name


def _longer(long: str, short: str, spec: OrganSpec) -> bool:
    """Whether the one is the other with the place above it before.

    The other may begin with the last character of the place (`市数据局`).
    """
    before = long.removesuffix(short)
    if not spec.prefix or before == long or not short:
        return False
    places = (before, before + short[0])
    return any(patterns.fullmatch(spec.prefix, place) is not None for place in places)
