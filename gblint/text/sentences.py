"""Sentences of Chinese prose, each with the mark that ends it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SENTENCE = re.compile("[^。！？!?]{1,2000}[。！？!?]?")
"""A full stop of Western type ends none: it stands in numbers, dates and addresses. What goes on
for longer than any sentence is cut, so that what looks at one has a bound."""


def iterate_sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text as written, each with where it begins."""
    return ((match.start(), match.group()) for match in _SENTENCE.finditer(text))


def split_sentences(text: str) -> list[str]:
    """The sentences of a text as written, with the white space around them."""
    return _SENTENCE.findall(text)
