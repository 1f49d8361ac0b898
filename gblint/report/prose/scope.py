"""Whose figures a sentence gives: the organ's own, or those of another, of a part, of a place."""

from __future__ import annotations

import msgspec

from gblint.pack.prose_model import ScopeSpec
from gblint.report.organs import Of
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.text import fold, remembered

SYSTEM_KEY = "system"
OWN_PARTS = ("own_level", "office")
"""Keys of what is the organ itself, beside all that are under it."""
_OTHER = "other"
_PLACES = "省市区县州旗盟镇乡"
_WIDE = "省国"
_COMMITTEE = "管理委员会"
_COMMITTEES = ("管委会", _COMMITTEE)
_COMMISSIONS = ("监督管理委员会", "城市管理委员会")
"""Of 管理委员会 those that are no zone's, and are called 国资委, 城管委."""
_COMMISSION = "委员会"
_KINDS = (
    ("办公室", "办公厅", "政府办", "府办", "委办", "区办", "办"),
    ("人民政府", "政府", "行政公署", "行署"),
    ("管理委员会", "管委会"),
    ("委员会", "委"),
    ("街道办事处", "街道"),
    ("分局",),
    ("局",),
    ("厅",),
)
"""Ends of names that are of one kind of organ, longest first."""
_KNOWN_KINDS = frozenset(kind[0] for kind in _KINDS)


class Whose(msgspec.Struct, frozen=True):
    """A scope as it is named: its key, and whether the tables are of it."""

    key: str
    own: bool


def is_own(whose: Whose | None) -> bool:
    """Whether the tables are of a scope; they are where none is named."""
    return whose is None or whose.own


def named_scope(token: Token, vocabulary: Vocabulary, of: Of) -> Whose:
    """The scope that a word or the name of an organ means."""
    if token.kind == "organ":
        own = names_organ(token.text, of.organ)
        return Whose("" if own else "part", own)
    scope = vocabulary.scopes[token.key]
    if token.text.endswith(_COMMITTEES) and _is_of_another_kind(token.text, of):
        return Whose("part", False)
    return Whose(scope.key, _fits(scope, token.text, of))


def _is_of_another_kind(text: str, of: Of) -> bool:
    """Whether a scope is named as an organ of a kind that the organ is not: 管委会 for a 办公室."""
    if not of.organ or _kind(text) != _COMMITTEE:
        return False
    own = _kind(fold(of.organ))
    return own in _KNOWN_KINDS and own != _COMMITTEE


def system_of(token: Token, of: Of) -> Whose:
    """全市税务系统: the organ's own where it is of that place, not 全省系统 of a county."""
    place = token.text[-1]
    own = place not in _WIDE or not of.organ or place in of.organ
    return Whose(SYSTEM_KEY, True) if own else Whose("part", False)


def _fits(scope: ScopeSpec, text: str, of: Of) -> bool:
    """Whether the tables are of a scope."""
    organ = fold(of.organ)
    if len(text) > 1 and scope.levels == () and _is_of_name(fold(text), organ):
        return True
    if scope.levels is not None and (of.level or _OTHER) not in scope.levels:
        return False
    place = text.rstrip("各级行政机关")[-1:]
    bare = organ.removesuffix("人民政府").removesuffix("政府")
    if scope.place and bare and bare[-1] in _PLACES and place in _PLACES:
        return place == bare[-1]
    if scope.place and bare.endswith(("街道办事处", "街道")):
        return text.endswith(("街道", "街"))
    return True


def _is_of_name(text: str, organ: str) -> bool:
    """Whether an organ has what is named in its name, the short form of a zone among them: 高新区
    of 示例高新技术产业开发区管理委员会.
    """
    zone = organ.removesuffix(_COMMITTEE).removesuffix(_COMMITTEES[0])
    return text in organ or (zone != organ and text[-1] == zone[-1] and _shortens(text, zone))


def names_organ(name: str, organ: str) -> bool:
    """Whether a name, full or short, is that of the organ.

    The characters of a short name stand in the full one, in this order; both end in a word for
    the same kind of organ: 市卫健委 is 示例市卫生健康委员会, 市政府 is not 示例市人民政府办公室.
    """
    short = fold(name)
    if not fold(organ) or len(short) < 2:
        return False
    if short[0] in "我本" and len(short) > 2:
        short = short[1:]
    kind = _kind(short)
    return any(kind == of and _shortens(short, full) for full, of in _forms(organ))


@remembered(64)
def _forms(organ: str) -> list[tuple[str, str]]:
    """The full name of an organ, and the place that it is of (示例高新区 for its 管理委员会), each
    with its kind.
    """
    full = fold(organ)
    if full[-1] in _PLACES and not full.endswith("社区"):
        full += "人民政府"
    ends = ("人民政府", "管理委员会", "管委会", "街道办事处")
    forms = [full, *(full.removesuffix(end) for end in ends if full.endswith(end))]
    return [(one, _kind(one)) for one in forms]


def _shortens(short: str, full: str) -> bool:
    at = -1
    for char in short:
        at = full.find(char, at + 1)
        if at < 0:
            return False
    return True


def _kind(name: str) -> str:
    if name.endswith(_COMMISSIONS):
        return _COMMISSION
    for kind in _KINDS:
        if name.endswith(kind):
            return kind[0]
    return name[-1:]
