"""Remember what was made of a pack for as long as the pack is in use."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from gblint.pack.model import Pack

Made = TypeVar("Made")
_KEPT = 16


def per_pack(make: Callable[[Pack], Made]) -> Callable[[Pack], Made]:
    """A function of a pack that is called once per pack object.

    Packs hold mappings and cannot be hashed; the pack is kept beside what was made of it, so
    that its identity stays its own.
    """
    made: dict[int, tuple[Pack, Made]] = {}

    @wraps(make)
    def remembered(pack: Pack) -> Made:
        entry = made.get(id(pack))
        if entry is None:
            if len(made) >= _KEPT:
                made.clear()
            entry = made[id(pack)] = pack, make(pack)
        return entry[1]

    return remembered
