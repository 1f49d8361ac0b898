"""What a command is: a row of the table of commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from gblint.cli.options import Argument, Option
from gblint.findings import Say

Given = dict[str, Any]
"""What the words of a command line give a command, by the keys of its options and arguments.

`order` says, to commands that pair them, in which order `formats` and `outputs` were written.
"""


class Command(msgspec.Struct, frozen=True):
    """A command, or a family of commands where there is nothing to run.

    `name` is its words, those of a family first; "" is gblint itself. `run` gives the exit code.
    """

    name: str
    about: Say
    usage: tuple[str, ...]
    takes: tuple[Argument | Option, ...] = ()
    run: Callable[[Given], int] | None = None
    examples: tuple[tuple[Say, Say], ...] = ()
    more: tuple[tuple[Say, Say], ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(one for one in self.takes if isinstance(one, Option))
