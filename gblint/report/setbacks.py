"""What of a report could not be read, because gblint failed at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

import msgspec

from gblint.attempts import Stopped, attempt, mask_private
from gblint.document import Anchor

Made = TypeVar("Made")

What = Literal[
    "table",
    "paragraph",
    "prose",
    "period",
    "contact",
    "published",
    "level",
    "previous",
    "headings",
]
"""`prose` is the figures of all paragraphs, `previous` the comparison with last year's report,
`headings` are those with a typo, which may not all have been recognised."""


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
        """What `make` reads, or None, with the setback noted; `text` is kept without addresses."""
        made = attempt(make)
        if not isinstance(made, Stopped):
            return made
        self.found.append(Setback(what, made, key, anchor, section, mask_private(text)))
        return None

    def near_heading(self, find: Callable[[], Made | None]) -> Made | None:
        """What a heading nearly is; None, with the setback noted once, where that failed.

        It is tried even when the time of the file is over: the rest depends on it.
        """
        made = attempt(find, late=True)
        if not isinstance(made, Stopped):
            return made
        self._add_headings(made)
        return None

    def add_headings(self, others: Setbacks) -> None:
        """Note what others have of headings, once."""
        for one in others.found:
            self._add_headings(one.stopped)

    def _add_headings(self, stopped: Stopped) -> None:
        if all(one.what != "headings" for one in self.found):
            self.found.append(Setback("headings", stopped))

    def keys(self) -> set[str]:
        """The keys of tables that could not be read."""
        return {one.key for one in self.found if one.what == "table" and one.key}
