"""The hostile files, by name: what each module of this folder makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

Make = Callable[[], bytes]
Ending = Literal["read", "refused", ""]


class Case(msgspec.Struct, frozen=True):
    """A file made to do harm: its name, how it is made, and how it should end ("": either way).

    `word` is in what is told of it where it is refused.
    """

    name: str
    make: Make
    ending: Ending = ""
    word: str = ""
