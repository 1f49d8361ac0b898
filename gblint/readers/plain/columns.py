"""Texts whose columns count: what stands between two columns of a line."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache


@lru_cache(maxsize=4096)
def _columns_of(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def padded(text: str) -> str:
    r"""The text with a `\0` after every wide character, so that an index is a column.

    Signs of ambiguous width take one column, as the makers of ruled tables count.
    """
    if text.isascii():
        return text
    return "".join(sign + "\0" if _columns_of(sign) == 2 else sign for sign in text)


def plain(text: str) -> str:
    """What `padded` made of a text, turned back."""
    return text.replace("\0", "")


def cut(text: str, starts: Sequence[int]) -> list[str]:
    """A line cut where columns begin, white space at the ends left out."""
    wide = padded(text)
    ends = [*starts[1:], len(wide)]
    return [plain(wide[a:b]).strip() for a, b in zip(starts, ends, strict=True)]
