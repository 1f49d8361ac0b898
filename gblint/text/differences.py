"""Where two short texts differ, so that only that is written anew."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z]+|.", re.DOTALL)
"""What is changed as a whole: a number, a word, else a character."""

_LONG = 400
"""Characters from which on only what both begin and end with is left alone."""


def find_differences(old: str, new: str) -> list[tuple[int, int, str]]:
    """What is to be written in place of the characters `begin` to `end` of `old`, in order.

    Numbers are changed as a whole.
    """
    if old == new:
        return []
    ours, theirs = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(old) > _LONG:
        return [(0, len(old), new)]
    from difflib import SequenceMatcher

    places = [0]
    for token in ours:
        places.append(places[-1] + len(token))
    found = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind != "equal":
            found.append((places[i1], places[i2], "".join(theirs[j1:j2])))
    return found
