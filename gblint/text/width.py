"""How many columns texts take: on a screen, in ruled tables, in Chinese type."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import category, east_asian_width

from gblint.text.folding import remembered


@lru_cache(maxsize=4096)
def char_width(char: str, *, ambiguous: int = 1) -> int:
    """The columns of a character: 2 for a wide one, 0 for one that joins another or is not seen.

    Signs that Western type has narrow and Chinese type wide (“”, —, ①) take `ambiguous`: 1 for
    most terminals and for the makers of ruled tables.
    """
    wide = east_asian_width(char)
    if wide in "WF":
        return 2
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return ambiguous if wide == "A" else 1


def width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(char_width, text))


@remembered(4096)
def type_width(text: str) -> int:
    """The columns that a text takes in Chinese type: two for each Chinese character or sign.

    In GBK a character has as many bytes as columns; signs of ambiguous width count two. What GBK
    lacks (radicals, rare characters) counts two as well.
    """
    known = text.encode("gbk", "ignore")
    return len(known) if text.isascii() else 2 * len(text) - _half(known)


def _half(known: bytes) -> int:
    """How many characters of one byte are in a text in GBK."""
    return 2 * len(known.decode("gbk")) - len(known)


def padded(text: str) -> str:
    r"""The text with a `\0` after every wide character, so that an index is a column."""
    if text.isascii():
        return text
    return "".join(sign + "\0" if char_width(sign) == 2 else sign for sign in text)


def plain(text: str) -> str:
    """What `padded` made of a text, turned back."""
    return text.replace("\0", "")


def cut(text: str, starts: Sequence[int]) -> list[str]:
    """A line cut where columns begin, white space at the ends left out."""
    wide = padded(text)
    ends = [*starts[1:], len(wide)]
    return [plain(wide[a:b]).strip() for a, b in zip(starts, ends, strict=True)]
