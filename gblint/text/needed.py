"""What a text must have for a pattern to match in it: a quick look that spares the search.

It spares most patterns their compiling, too, which takes a hundred times longer than the look.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Choice = frozenset[str]
"""Texts one of which is in every match."""

_MOST_WORDS = 60
"""Texts of one choice: to look for many more takes longer than to search."""

_MOST_MEMBERS = 64
"""Characters of a class that are looked for one by one."""

_NO_MEMBERS = re.compile(r"\A\^|\\|\[|--|&&|\|\||~~")
"""What says that a class is another's rest, escapes and sets in a class."""

_FLAG = re.compile(r"\(\?(?!P?<|[:>|=!]|P=|[ms]+[:)])|\(\*")
"""Flags, by which letters may stand for others, or a verb, which no pack may have."""
_UNREAD = re.compile(r"\\[LNQ0]|\\[1-9][0-9]{2}")
"""Escapes that are not read here."""
HEAD = re.compile(r"\((?:\?(?:P?<(?=\w)\w+>|[:>|]|[ms]+:|<?=))?(?!\?)")
"""How a group begins whose contents are in every match."""
_PROPERTY = r"\{\^?[A-Za-z0-9 &_.-]*(?:[:=] *[A-Za-z0-9&_./-][A-Za-z0-9 &_./-]*)?\}|[CLMNPSZ]"
"""What follows p or P where it is a property; else `regex` takes that letter as it stands."""
ESCAPE = re.compile(
    rf"\\(?:x..|u.{{4}}|U.{{8}}|[pP](?:{_PROPERTY})|g<\w+>|[1-9][0-9]?|(?P<sign>\W)|.)", re.DOTALL
)
CLASS = re.compile(r"\[\^?\]?(?:\[:[^\]:]*:\]|\\.|[^\]\\])*\]", re.DOTALL)
COUNT = re.compile(r"\{([0-9]*)(,[0-9]*)?\}")
_WHOLE = re.compile(f"{CLASS.pattern}|{ESCAPE.pattern}", re.DOTALL)
_NO_COUNT = re.compile(r"\{(?!(?:[0-9]+(?:,[0-9]*)?|,[0-9]*)\})")
"""What makes a match inexact; no pack may have it, which is not relied on here."""

_known: dict[str, list[Choice]] = {}
_MOST_KNOWN = 4_000


def remember(known: Mapping[str, Sequence[Sequence[str]]]) -> None:
    """What was worked out in an earlier run."""
    _known.update({pattern: list(map(frozenset, own)) for pattern, own in known.items()})


def needed(pattern: str) -> list[Choice]:
    """The same as `worked_out`, once for each pattern."""
    known = _known.get(pattern)
    if known is None:
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        known = _known[pattern] = worked_out(pattern)
    return known


def absent(choices: Sequence[Choice], text: str) -> bool:
    """Whether a text lacks what every match has."""
    for choice in choices:
        for word in choice:
            if word in text:
                break
        else:
            return True
    return False


def worked_out(pattern: str) -> list[Choice]:
    """The choices of which a text must have one each; nothing where the pattern gives none.

    The pattern is read as far as that is simple: most classes and escapes tell nothing. It must
    be one that `regex` takes.
    """
    return [] if unread(pattern) else _alternatives(pattern, 0)[0]


def unread(pattern: str) -> bool:
    """Whether a pattern has what is not read here, so that it tells nothing."""
    if _UNREAD.search(pattern):
        return True
    signs = _WHOLE.sub("x", pattern)  # an escaped bracket begins no group
    return _FLAG.search(signs) is not None or _NO_COUNT.search(signs) is not None


def _alternatives(pattern: str, at: int) -> tuple[list[Choice], int]:
    """What alternatives need up to the bracket that closes them, and where that is."""
    found: list[list[Choice]] = []
    while True:
        needs, at = _sequence(pattern, at)
        found.append(needs)
        if not pattern.startswith("|", at):
            break
        at += 1
    return found[0] if len(found) == 1 else _either(found), at


def _either(found: Sequence[list[Choice]]) -> list[Choice]:
    """One choice for all alternatives: of each its rarest, that is its longest."""
    words: set[str] = set()
    for needs in found:
        if not needs:
            return []
        words |= max(needs, key=lambda choice: (min(map(len, choice)), -len(choice)))
    short = {word for word in words if any(other != word and other in word for other in words)}
    words -= short
    return [frozenset(words)] if len(words) <= _MOST_WORDS else []


def _sequence(pattern: str, at: int) -> tuple[list[Choice], int]:
    found: list[Choice] = []
    run = ""
    while at < len(pattern) and pattern[at] not in "|)":
        char, needs, end = _piece(pattern, at)
        at, there = _quantified(pattern, end)
        if char and there:
            run += char
            if at == end:
                continue
        if run:
            found.append(frozenset({run}))
            run = ""
        if there:
            found += needs
    if run:
        found.append(frozenset({run}))
    return found, at


def _piece(pattern: str, at: int) -> tuple[str, list[Choice], int]:
    """A character or what a group needs, and where the piece ends."""
    sign = pattern[at]
    if sign == "(":
        head = HEAD.match(pattern, at)
        needs, end = _alternatives(pattern, head.end() if head else at + 2)
        return "", needs if head else [], end + 1
    if sign == "[":
        members = CLASS.match(pattern, at)
        if members is None:
            return "", [], len(pattern)
        return "", _members(members[0][1:-1]), members.end()
    if sign == "\\":
        escape = ESCAPE.match(pattern, at)
        if escape is None:
            return "", [], len(pattern)
        return escape["sign"] or "", [], escape.end()
    return "" if sign in ".^$" else sign, [], at + 1


def _members(written: str) -> list[Choice]:
    """The members of a class as a choice, where they are known."""
    members = read_class(written)
    return [members] if members else []


def read_class(written: str) -> Choice:
    """The characters that a class has between its brackets; none where they are not a few."""
    if _NO_MEMBERS.search(written):
        return frozenset()
    found: set[str] = set()
    at = 0
    while at < len(written):
        first, last = written[at], written[at]
        at += 1
        if written.startswith("-", at) and at + 1 < len(written):
            last = written[at + 1]
            at += 2
        if ord(last) - ord(first) >= _MOST_MEMBERS:
            return frozenset()
        found.update(map(chr, range(ord(first), ord(last) + 1)))
    return frozenset(found) if len(found) <= _MOST_MEMBERS else frozenset()


def _quantified(pattern: str, at: int) -> tuple[int, bool]:
    """Where the quantifier ends that may stand here, and whether the piece before must be there."""
    sign = pattern[at : at + 1]
    if not sign or sign not in "?*+{":
        return at, True
    count = COUNT.match(pattern, at)
    there = sign == "+" if count is None else bool(count[1].strip("0"))
    at = at + 1 if count is None else count.end()
    return at + (pattern[at : at + 1] in ("?", "+")), there
