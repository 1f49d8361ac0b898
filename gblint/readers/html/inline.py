"""Running text of a page: what stands between two ends of blocks → lines of plain text."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from gblint.readers.html.tree import LINE_END

_WIDE = r"\u2e80-\u2fff\u3001-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60"
_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\n{LINE_END}][ \t\n{LINE_END}]*(?=[{_WIDE}])")
"""An end of line between Chinese characters shows nothing; elsewhere it shows a blank."""
_BLANKS = re.compile(rf"[ \t\n{LINE_END}]+")
_ENDS = re.compile(rf"[\n{LINE_END}]")
_INDENTS = ("\u00a0", "\u3000")

_SHORT = 48
"""A paragraph of several lines that is no longer than this is one text broken for looks."""


class Written(NamedTuple):
    """A line of text and what it is made of; `chars` leaves white space out."""

    text: str
    line: int
    bold: bool
    chars: int
    linked: int
    links: int
    indented: bool = False


class _Line(msgspec.Struct):
    parts: list[str] = msgspec.field(default_factory=list)
    line: int = 0
    bold: int = 0
    chars: int = 0
    linked: int = 0
    links: int = 0
    raised: list[int] = msgspec.field(default_factory=list)


class Inline:
    """Collects running text until a block begins or ends."""

    def __init__(self) -> None:
        self._lines = [_Line()]
        self.empty = True

    def add(self, text: str, line: int, *, bold: bool, linked: bool, pre: bool) -> None:
        """Text of one element, `line` being where it begins in the source."""
        if not pre:
            self._put(text, line, bold=bold, linked=linked)
            return
        for number, part in enumerate(_ENDS.split(text)):
            if number:
                self.break_line()
            self._put(part.replace(" ", "\u00a0"), line + number, bold=bold, linked=linked)

    def _put(self, text: str, line: int, *, bold: bool, linked: bool) -> None:
        last = self._lines[-1]
        last.parts.append(text)
        count = len("".join(text.split()))
        if not count:
            return
        self.empty = False
        if not last.chars:
            before = text[: len(text) - len(text.lstrip())]
            last.line = line + len(_ENDS.findall(before))
        last.chars += count
        last.bold += count if bold else 0
        last.linked += count if linked else 0

    def raise_last(self) -> None:
        """What was added last is raised above the line."""
        last = self._lines[-1]
        last.raised.append(len(last.parts) - 1)

    def link(self) -> None:
        self._lines[-1].links += 1

    def break_line(self) -> None:
        """Begin a new line, as br does."""
        self._lines.append(_Line())

    def take(self, *, joined: bool) -> list[Written]:
        """The lines so far, blank ones left out; from here on there is nothing.

        Where `joined`, a short text broken for looks is one text, with its line ends in it.
        """
        lines, self._lines, was_empty, self.empty = self._lines, [_Line()], self.empty, True
        if was_empty:
            return []
        shown = [_written(line) for line in lines]
        found = [line for line in shown if line.text]
        if not joined or len(found) < 2 or sum(len(line.text) for line in found) > _SHORT:
            return found
        first, last = shown.index(found[0]), len(shown) - shown[::-1].index(found[-1])
        if last - first > len(found) or any(line.indented for line in found[1:]):
            return found
        return [
            Written(
                "\n".join(line.text for line in found),
                found[0].line,
                all(line.bold for line in found),
                sum(line.chars for line in found),
                sum(line.linked for line in found),
                sum(line.links for line in found),
            )
        ]


def _written(line: _Line) -> Written:
    parts = _without_marks(line) if line.raised else line.parts
    text = _BLANKS.sub(" ", _BETWEEN_WIDE.sub("", "".join(parts))).strip(" ")
    return Written(
        text.strip(),
        line.line,
        line.chars > 0 and line.bold == line.chars,
        line.chars,
        line.linked,
        line.links,
        text.startswith(_INDENTS),
    )


def _without_marks(line: _Line) -> list[str]:
    from gblint.readers.raised import without_marks  # few pages have raised text

    raised = set(line.raised)
    return without_marks(line.parts, [at in raised for at in range(len(line.parts))])
