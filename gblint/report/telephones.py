"""The telephones of a contact: numbers behind what says that there is one, and those after it."""

from __future__ import annotations

from collections.abc import Iterator

from gblint import patterns
from gblint.packs.model import ContactSpec

Span = tuple[int, int]
"""Where a value begins and ends in a text."""


def find_numbers(spec: ContactSpec, text: str) -> Iterator[Span]:
    """The numbers in a text that is made plain, one announcement after the other."""
    if not spec.number:
        return
    for form in spec.before:
        for match in patterns.finditer(form, text):
            yield from _row(spec, text, match.end())


def _row(spec: ContactSpec, text: str, at: int) -> Iterator[Span]:
    """The number at a place, and those that hang on to it."""
    while (number := patterns.match(spec.number, text, at)) is not None:
        yield number.span()
        gap = patterns.match(spec.between, text, number.end()) if spec.between else None
        if gap is None:
            return
        at = gap.end()
