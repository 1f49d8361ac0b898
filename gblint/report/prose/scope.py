"""Whose figures a sentence gives: the organ's own, or those of another, of a part, of a place."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from gblint.pack.prose_model import NameWords, ScopeSpec
from gblint.report.organs import Of
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.text import fold

SYSTEM_KEY = "system"
OWN_PARTS = ("own_level", "office")
"""Keys of what is the organ itself, beside all that are under it."""
_OTHER = "other"


class Whose(msgspec.Struct, frozen=True):
    """A scope as it is named: its key, and whether the tables are of it."""

    key: str
    own: bool


def is_own(whose: Whose | None) -> bool:
    """Whether the tables are of a scope; they are where none is named."""
    return whose is None or whose.own


def find_scope(token: Token, vocabulary: Vocabulary, of: Of) -> Whose:
    """The scope that a word or the name of an organ means."""
    names = vocabulary.spec.names
    if token.kind == "organ":
        own = names_organ(token.text, of.organ, names)
        return Whose("" if own else "part", own)
    scope = vocabulary.scopes[token.key]
    if token.text.endswith(names.zone) and _is_of_another_kind(token.text, of, names):
        return Whose("part", False)
    return Whose(scope.key, _fits(scope, token.text, of, names))


def _is_of_another_kind(text: str, of: Of, names: NameWords) -> bool:
    """Whether a scope is named as an organ of a kind that the organ is not: 管委会 for a 办公室."""
    if not of.organ or _find_kind(text, names) not in names.zone:
        return False
    own = _find_kind(fold(of.organ), names)
    return own not in names.zone and any(own == kind[0] for kind in names.kinds)


def find_system(token: Token, vocabulary: Vocabulary, of: Of) -> Whose:
    """全市税务系统: the organ's own where it is of that place, not 全省系统 of a county."""
    place = token.text[-1]
    wide = place in vocabulary.spec.names.wide
    own = not wide or not of.organ or place in of.organ
    return Whose(SYSTEM_KEY, True) if own else Whose("part", False)


def _fits(scope: ScopeSpec, text: str, of: Of, names: NameWords) -> bool:
    """Whether the tables are of a scope."""
    organ = fold(of.organ)
    if len(text) > 1 and scope.levels == () and _is_of_name(fold(text), organ, names):
        return True
    if scope.levels is not None and (of.level or _OTHER) not in scope.levels:
        return False
    place = _without_end(text, names.every_level)[-1:]
    bare = _without_end(organ, names.government)
    if scope.place and bare and bare[-1] in names.places and place in names.places:
        return place == bare[-1]
    if scope.place and bare.endswith(names.township):
        return text.endswith(names.streets)
    return True


def _without_end(name: str, ends: Iterable[str]) -> str:
    """A name without what may end it."""
    for end in ends:
        name = name.removesuffix(end)
    return name


def _is_of_name(text: str, organ: str, names: NameWords) -> bool:
    """Whether an organ has what is named in its name, the short form of a zone among them: 高新区
    of 示例高新技术产业开发区管理委员会.
    """
    zone = _without_end(organ, names.zone)
    return text in organ or (zone != organ and text[-1] == zone[-1] and _shortens(text, zone))


def names_organ(name: str, organ: str, names: NameWords) -> bool:
    """Whether a name, full or short, is that of the organ.

    The characters of a short name stand in the full one, in this order; both end in a word for
    the same kind of organ: 市卫健委 is 示例市卫生健康委员会, 市政府 is not 示例市人民政府办公室.
    """
    short = fold(name)
    if not fold(organ) or len(short) < 2:
        return False
    if short[0] in names.own and len(short) > 2:
        short = short[1:]
    kind = _find_kind(short, names)
    return any(kind == of and _shortens(short, full) for full, of in _forms(organ, names))


@lru_cache(maxsize=64)
def _forms(organ: str, names: NameWords) -> list[tuple[str, str]]:
    """The full name of an organ, and the place that it is of (示例高新区 for its 管理委员会), each
    with its kind.
    """
    full = fold(organ)
    government = names.government[:1]
    if full[-1] in names.places and not full.endswith(names.apart):
        full += "".join(government)
    ends = (*government, *names.zone, *names.township[:1])
    forms = [full, *(full.removesuffix(end) for end in ends if full.endswith(end))]
    return [(one, _find_kind(one, names)) for one in forms]


def _shortens(short: str, full: str) -> bool:
    at = -1
    for char in short:
        at = full.find(char, at + 1)
        if at < 0:
            return False
    return True


def _find_kind(name: str, names: NameWords) -> str:
    """The full form of the end of a name, its last character where no kind has it."""
    if name.endswith(names.no_zone):
        return "".join(names.commission[:1])
    for kind in names.kinds:
        if name.endswith(kind):
            return kind[0]
    return name[-1:]
