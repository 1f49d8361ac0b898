"""What a text must have for a pattern to match in it: a quick look that spares the search."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Choice = frozenset[str]
"""Texts one of which is in every match."""

_CHOICES = re.compile(r"[\w、]+(?:\|[\w、]+)*")
_ABSENT = frozenset("?*{")
"""What follows a piece of a pattern that need not be there."""


_known: dict[str, list[Choice]] = {}


def remember(known: Mapping[str, Sequence[Sequence[str]]]) -> None:
    """What was worked out in an earlier run."""
    _known.update({pattern: list(map(frozenset, own)) for pattern, own in known.items()})


def needed(pattern: str) -> list[Choice]:
    """The same as `worked_out`, which takes longer than all else that is made of a pack."""
    known = _known.get(pattern)
    return worked_out(pattern) if known is None else known


def worked_out(pattern: str) -> list[Choice]:
    """The choices of which a text must have one each; nothing where the pattern gives none.

    The pattern is read as far as that is simple: classes, escapes and lookarounds tell nothing.
    """
    found: list[Choice] = []
    run = ""
    at = 0
    while at < len(pattern):
        end = _piece(pattern, at)
        absent = pattern[end : end + 1] in _ABSENT and end < len(pattern)
        piece = pattern[at:end]
        if piece == "|":
            return []
        if len(piece) == 1 and (piece.isalnum() or piece == "、" or piece >= "\ue000"):
            run = run if absent else run + piece
            if not absent:
                at = end
                continue
        elif piece.startswith("(") and not absent:
            found += _of_group(piece)
        found += [frozenset({run})] if run else []
        run = ""
        at = end
    return [*found, frozenset({run})] if run else found


def _of_group(piece: str) -> list[Choice]:
    inner = piece[1:-1]
    if inner.startswith("?"):
        if not inner.startswith("?:"):
            return []
        inner = inner[2:]
    if _CHOICES.fullmatch(inner):
        return [frozenset(inner.split("|"))]
    return worked_out(inner)


def _piece(pattern: str, at: int) -> int:
    """Where the piece of a pattern ends that begins at an offset: a group, a class, a sign."""
    sign = pattern[at]
    if sign == "\\":
        return at + 2
    if sign == "[":
        return pattern.index("]", at + 2) + 1
    if sign == "{":
        return pattern.index("}", at) + 1
    if sign != "(":
        return at + 1
    end = at + 1
    while pattern[end] != ")":
        end = _piece(pattern, end)
    return end + 1
