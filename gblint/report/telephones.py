"""The telephones of a contact: numbers behind what says that there is one, and those after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gblint.pack.model import ContactSpec
from gblint.text import patterns
from gblint.text.patterns import later

_RUN = later(r"(?<!编)(?<!编[:为是 ])(?<!编[:为是] )[\d(+][\d() Xx×*‐-―−─━-]{3,}[\dXx×*]")

Span = tuple[int, int]
"""Where a value begins and ends in a text."""


def find_numbers(spec: ContactSpec, text: str) -> Iterator[Span]:
    """The numbers in a text that is made plain, one announcement after the other."""
    if not spec.number:
        return
    spans: list[Span] = []
    for form in spec.before:
        if not has_more(text, spans):  # the next need not be compiled
            return
        for match in patterns.finditer(form, text):
            row = list(_row(spec, text, match.end()))
            spans += row
            yield from row


def has_more(text: str, spans: Sequence[Span]) -> bool:
    """Whether anything like a number, a postcode left out, stands outside what was found."""
    return any(
        not any(start < match.end() and match.start() < end for start, end in spans)
        for match in _RUN.finditer(text)
    )


def _row(spec: ContactSpec, text: str, at: int) -> Iterator[Span]:
    """The number at a place, and those that hang on to it."""
    while (number := patterns.match(spec.number, text, at)) is not None:
        yield number.span()
        gap = patterns.match(spec.between, text, number.end()) if spec.between else None
        if gap is None:
            return
        at = gap.end()
