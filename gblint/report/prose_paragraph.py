"""A paragraph of prose while its sentences are read, one after another."""

from __future__ import annotations

import msgspec

from gblint import patterns
from gblint.document import Anchor, Paragraph
from gblint.findings import TooMuch
from gblint.normal import arabic_years, flatten
from gblint.report.amounts import Amount
from gblint.report.prose_lexicon import Mention
from gblint.report.stated import Stated

_SINCE = 4000
"""Characters since the last statement in which a word may stand that makes the next foreign."""

_WIDEST = 1000
"""Characters that a context takes at most."""


MOST_STATEMENTS = 10_000
"""Statements of a report; each is set against all that stands around it."""


class StatementCount:
    """The statements that a report was found to make, whether meant or not."""

    def __init__(self) -> None:
        self.full = False
        self._count = 0

    def add(self, count: int) -> None:
        """Raises TooMuch for more than any report makes; then `full` says so."""
        self._count += count
        if self._count > MOST_STATEMENTS:
            self.full = True
            raise TooMuch(
                f"正文说到的数量超过 {MOST_STATEMENTS} 处",
                f"prose states more than {MOST_STATEMENTS} numbers",
            )


class ParagraphState:
    """What is known so far of a paragraph while its sentences are read."""

    def __init__(self, paragraph: Paragraph, section: int | None, heading: str) -> None:
        self.paragraph = paragraph
        self.section = section
        self.plain, self._offsets = plain(paragraph.shown)
        self.heading = heading
        self.last: tuple[str, ...] = ()
        self.latest: tuple[str, ...] = ()
        self.mention: Mention | None = None
        self.year: int | None = 0
        self.since = ""
        self._before = heading + self.plain
        self._looked: dict[str, int | None] = {}
        self.amounts: list[Amount] = []
        self.last_amounts: tuple[Amount, ...] = ()
        self.stated: list[Stated] = []

    def since_then(self, text: str) -> None:
        """What has been said since the last statement; of very much, the end."""
        self.since = (self.since + text)[-_SINCE:]

    def speaks_of(self, context: str, start: int, said: str) -> bool:
        """Whether the context stands in the headings above, before an offset, or in what is said
        from there. What was once looked through is not again.
        """
        begin = self._looked.get(context, 0)
        if begin is None:
            return True
        end = len(self.heading) + start
        before = self._before[max(begin - _WIDEST, 0) : end]
        found = patterns.search(context, before + said)
        self._looked[context] = end if found is None or found.end() > len(before) else None
        return found is not None

    def anchor(self, offset: int) -> Anchor:
        """The place of an offset of the plain text."""
        at = offset if self._offsets is None else self._offsets[min(offset, len(self._offsets) - 1)]
        column = self.paragraph.anchor.column + max(0, at - len(self.paragraph.number))
        return msgspec.structs.replace(self.paragraph.anchor, column=column)

    def written(self, start: int, end: int) -> str:
        """A stretch of the plain text as it is written."""
        if self._offsets is None:
            return self.paragraph.shown[start:end].strip()
        last = self._offsets[end - 1] if end <= len(self._offsets) else -1
        return self.paragraph.shown[self._offsets[start] : last + 1].strip()


def plain(text: str) -> tuple[str, list[int] | None]:
    """The text as wordings are matched, and for each character its offset as written."""
    flat = flatten(text)
    if len(flat) == len(text) and len(flat.split()) <= 1 and not flat[:1].isspace():
        return arabic_years(flat.rstrip()), None
    chars: list[str] = []
    offsets: list[int] = []
    for i, char in enumerate(text):
        for made in flatten(char):
            if not made.isspace():
                chars.append(made)
                offsets.append(i)
    return arabic_years("".join(chars)), offsets
