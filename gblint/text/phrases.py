"""Phrases as a pack's author writes them, and where they stand in a text. No regular expressions.

`上年/去年…问题 整改` has signs: a blank between words that stand in one sentence in any order, `/`
between words of which one is enough, `…` where others may stand between, in this order and within
the sentence; and `N` is a number (`政务新媒体 N个`). All else stands for itself; white space and
the width of characters do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

import msgspec

from gblint.text import flatten, patterns
from gblint.text.numerals import read_chinese_value
from gblint.text.patterns import later

NUMBER = r"(?P<N>(?:(?<![\d.])\d[\d,]*(?:\.\d+)?|[〇零一二两三四五六七八九十百千万亿]+)[余多]?)"
"""What `N` stands for: figures, or a Chinese numeral; with 余 behind it too."""

_A_NUMBER = later("(?<![A-Za-z])N(?![A-Za-z])")
_HAS_NUMBER = "(?P<N>"
_SEMICOLON = later("[;；]")
_INEXACT = ("余", "多")
_CHARS_PER_SLIP = 4
"""Characters of a phrase for each that a near one may have otherwise."""

_MOST_SLIPS = 3


class PhraseError(ValueError):
    """A text that is no phrase: `why` is `empty` or `sign` (nothing beside a sign)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Phrase(msgspec.Struct, frozen=True):
    """A phrase as written; of each of its words the patterns that stand in it one after another.

    `plain` is the text itself where it has no sign.
    """

    text: str
    words: tuple[tuple[str, ...], ...]
    plain: str = ""


Span = tuple[int, int]
"""Where a passage begins and ends in a text."""


class Passage(msgspec.Struct, frozen=True):
    """Where a phrase stands in a text; `number` is what its first `N` is there, as written."""

    begin: int
    end: int
    number: str = ""


@lru_cache(maxsize=512)
def parse_phrase(text: str) -> Phrase:
    """The phrase that a text is. Raises PhraseError."""
    plain = flatten_phrase(text)
    if not plain.strip("/ "):
        raise PhraseError("empty")
    words = tuple(_make_patterns(word) for word in _join_numbers(plain.split()))
    signs = "/" in plain or words != ((re.escape(plain),),)
    return Phrase(text, words, "" if signs else plain)


def flatten_phrase(text: str) -> str:
    """A phrase with plain characters and single blanks; `……` is `…`, `／` is `/`."""
    return " ".join(flatten(text.replace("⋯", "…").replace("…", "\0")).split()).replace("\0", "…")


def _join_numbers(words: Sequence[str]) -> list[str]:
    """The words, an `N` that stands alone with its unit behind it (`政务新媒体 N 个`)."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == "N":
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _make_patterns(word: str) -> tuple[str, ...]:
    """A pattern for each piece of a word between gaps. Raises PhraseError."""
    pieces = re.split(r"…+|\.{3,}", word)
    if any(not piece.strip("/") for piece in pieces):
        raise PhraseError("sign")
    return tuple(map(_join_choices, pieces))


def _join_choices(piece: str) -> str:
    """One of several; the `N` of the first is that of all (`N期/次`)."""
    first, *others = (choice for choice in piece.split("/") if choice)
    # N期/次 is meant as N期/N次
    if first.startswith("N") and not any(_A_NUMBER.search(other) for other in others):
        others = ["N" + other for other in others]
    found = [NUMBER.join(map(re.escape, _A_NUMBER.split(one))) for one in (first, *others)]
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"


def find_phrase(phrase: Phrase, sentence: str) -> Iterator[Passage]:
    """Where a phrase stands in a sentence without white space, none over another.

    The passage of words in any order is over all of them; where a number is among them, they stand
    in one clause, up to a semicolon. Raises PatternTimeout.
    """
    if len(phrase.words) == 1:
        yield from _find_word(phrase.words[0], sentence)
        return
    begin = 0
    counts = any(_HAS_NUMBER in piece for word in phrase.words for piece in word)
    for clause in _SEMICOLON.split(sentence) if counts else (sentence,):
        # each word where it first stands: any order will do, and a number is taken from its clause
        found = [next(_find_word(word, clause), None) for word in phrase.words]
        passages = [one for one in found if one is not None]
        if len(passages) == len(found):
            yield Passage(
                begin + min(one.begin for one in passages),
                begin + max(one.end for one in passages),
                next((one.number for one in passages if one.number), ""),
            )
        begin += len(clause) + 1


def _find_word(pieces: Sequence[str], text: str) -> Iterator[Passage]:
    """Where the pieces of a word stand one after another: each as early as may be."""
    at = 0
    while (first := patterns.search(pieces[0], text, at)) is not None:
        end, number = first.end(), _get_number(first)
        for piece in pieces[1:]:
            match = patterns.search(piece, text, end)
            if match is None:
                return
            end, number = match.end(), number or _get_number(match)
        yield Passage(first.start(), end, number)
        at = end


def _get_number(match: patterns.Match) -> str:
    """What the first `N` of a match is, "" where there is none."""
    found = patterns.list_spans(match, "N")
    return match.string[slice(*found[0])] if found else ""


def read_value(number: str) -> int | Decimal | None:
    """The value of what an `N` is, None where it is no exact one (百余)."""
    plain = number.replace(",", "")
    if plain[-1:] in _INEXACT:  # 百余 is compared with nothing, and is found all the same
        return None
    if plain[:1].isdigit():
        return Decimal(plain) if "." in plain else int(plain)
    return read_chinese_value(plain) if plain else None


def find_near(phrase: Phrase, sentence: str) -> Span | None:
    """Where something that is nearly a phrase without signs stands in a sentence.

    One character in four may be another, absent, or too many. Raises PatternTimeout.
    """
    text = phrase.plain
    slips = min(len(text) // _CHARS_PER_SLIP, _MOST_SLIPS)
    # the fuzzy search is dear: with fewer slips than pieces, one piece must stand as it is
    if not slips or not _has_piece(text, sentence, slips + 1):
        return None
    match = patterns.search_near(re.escape(text), sentence, slips)
    return None if match is None else match.span()


def _has_piece(text: str, sentence: str, count: int) -> bool:
    """Whether one of so many pieces of a text is there: with fewer slips than pieces, one is."""
    size = -(-len(text) // count)
    return any(text[at : at + size] in sentence for at in range(0, len(text), size))
