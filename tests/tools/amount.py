"""How much is tried: of many alike some, so that the suite is quick; with GBLINT_TESTS=all, all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar
from zlib import crc32

ALL = os.environ.get("GBLINT_TESTS") == "all"

One = TypeVar("One")


def some(every: Sequence[One], one_in: int) -> Sequence[One]:
    """One in so many, in order."""
    return every if ALL else every[::one_in]


def some_by_name(every: Iterable[One], one_in: int, name: Callable[[One], str]) -> list[One]:
    """One in so many, whichever others there are: what a name chooses stays chosen."""
    return [one for one in every if ALL or crc32(name(one).encode()) % one_in == 0]
