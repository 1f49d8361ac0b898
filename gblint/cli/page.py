"""What a help page has."""

from __future__ import annotations

import msgspec

from gblint.findings import Say


class Page(msgspec.Struct, frozen=True):
    """A help page: what the command does, how it is called, examples, and more to know."""

    about: Say
    usage: tuple[str, ...]
    examples: tuple[tuple[Say, Say], ...] = ()
    more: tuple[tuple[Say, Say], ...] = ()
