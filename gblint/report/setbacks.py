"""What of a report could not be read, because gblint failed at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

import msgspec

from gblint.attempts import Stopped, attempt
from gblint.document import Anchor

Made = TypeVar("Made")

What = Literal["table", "paragraph", "prose", "period", "contact", "published", "level", "previous"]
"""`prose` is the figures of all paragraphs, `previous` the comparison with last year's report."""


class Setback(msgspec.Struct, frozen=True):
    """Something that could not be read, where it is, and why.

    `key` is the key of a table, "" for one of which it is not known which table it is. `section`
    is as in Found, `text` the text around as written.
    """

    what: What
    stopped: Stopped
    key: str = ""
    anchor: Anchor | None = None
    section: int | None = None
    text: str = ""


class Setbacks:
    """What fails while a report is read; what is not in `found` was read."""

    def __init__(self) -> None:
        self.found: list[Setback] = []

    def read(
        self,
        what: What,
        make: Callable[[], Made],
        *,
        key: str = "",
        anchor: Anchor | None = None,
        section: int | None = None,
        text: str = "",
    ) -> Made | None:
        """What `make` reads, or None, with the setback noted."""
        made = attempt(make)
        if not isinstance(made, Stopped):
            return made
        self.found.append(Setback(what, made, key, anchor, section, text))
        return None

    def keys(self) -> set[str]:
        """The keys of tables that could not be read."""
        return {one.key for one in self.found if one.what == "table" and one.key}
