"""The options of the check kinds that look at words and sentences as such."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from typing import Annotated

import msgspec
from msgspec import Meta

from gblint.pack.kind import Kind, Pattern, Zone


class WrongWord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is right for a wrong word, and where it is wrong at all.

    `where` finds it, with what is around it, in a sentence of which it is a part; without it, it
    is wrong wherever it stands. Nothing is found in a sentence that one of `unless` is found in.
    """

    right: str
    where: Pattern = ""
    unless: tuple[Pattern, ...] = ()


class WordsCheck(Kind, frozen=True, tag="words"):
    """No word of the pack's `wrong_words` stands in a zone (GB707).

    Variants: word, inside (the word is part of what is quoted).
    """

    zone: Zone


class DoubledWords(Kind, frozen=True, tag="doubled-words"):
    """No word of two to `longest` characters stands twice running (GB709).

    What one of `right` matches, over the place where the two meet, is rightly so.
    """

    zone: Zone
    longest: Annotated[int, Meta(ge=2, le=30)] = 10
    right: tuple[Pattern, ...] = ()


class RepeatedText(Kind, frozen=True, tag="repeated-text"):
    """No sentence of `least` characters or more stands twice, to the letter or nearly (GB706).

    Compared without marks, ordinals and names in 《》, which do not count either. A sentence in
    which one of `unless` is found may come again.
    """

    zone: Zone
    least: Annotated[int, Meta(ge=10)] = 25
    unless: tuple[Pattern, ...] = ()
