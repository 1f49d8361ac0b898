"""The bounds of patterns, and what parts of a pattern cost together."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gblint.findings import Say

LONGEST = 10_000
"""Characters of a pattern, its words put in."""

LONGEST_LITERAL = 200
"""Characters that stand one after another as they are: the tables for 1,000 take 0.4 s."""

MOST_IN_CLASS = 100
"""Members of a class: each is looked at for every character of a text."""

MOST_REPEATS = 1_000_000
"""The product of the upper bounds of repeats inside one another."""

MOST_COPIES = 30_000
"""Signs of a pattern, those in repeats as often as they must match: 1 KB and 10 µs each."""

MOST_TOGETHER = 100_000
"""The same of all patterns of a pack and those that it extends, built-in ones left out."""

DEEPEST = 60
"""Groups inside one another."""

DEEPEST_REPEATS = 8
"""Repeats inside one another, whatever their bounds."""


class Unbounded(Exception):  # noqa: N818 -- it names what the pattern is
    """A pattern that is refused: why, and at which offset of it."""

    def __init__(self, say: Say, offset: int) -> None:
        super().__init__(say.zh)
        self.say = say
        self.offset = offset


class Cost(msgspec.Struct, frozen=True, gc=False):
    """What a part of a pattern costs.

    `copies` counts signs as often as they are copied, `repeats` is the product of upper bounds,
    `nested` how many repeats are inside one another. `begin`, `end` and `literal` are the longest
    literals at its begin, at its end and anywhere; `text` is what it is where it is one literal
    itself (upper and lower case the same, for `regex` may join them), else None. `members` is how
    many members of a class it may be, 0 for what is longer than a character.
    """

    copies: int = 0
    repeats: int = 1
    nested: int = 0
    begin: int = 0
    end: int = 0
    literal: int = 0
    text: str | None = ""
    members: int = 0


NOTHING = Cost()
MANY = Cost(copies=1, text=None, members=1)
"""A sign that stands for other characters than itself."""


def character(char: str) -> Cost:
    text = char.casefold()
    return Cost(copies=1, begin=1, end=1, literal=1, text=text, members=1)


def after(one: Cost, other: Cost) -> Cost:
    """One part followed by another: what is literal at their border is one literal."""
    if one is NOTHING:
        return other
    return Cost(
        copies=one.copies + other.copies,
        repeats=max(one.repeats, other.repeats),
        nested=max(one.nested, other.nested),
        begin=one.begin + other.begin if one.text is not None else one.begin,
        end=one.end + other.end if other.text is not None else other.end,
        literal=max(one.literal, other.literal, one.end + other.begin),
        text=None if one.text is None or other.text is None else one.text + other.text,
        members=one.members if other.text == "" else other.members if one.text == "" else 0,
    )


def either(found: Sequence[Cost]) -> Cost:
    """Parts one of which is there. They are one literal only where they are all the same."""
    return Cost(
        copies=sum(each.copies for each in found) + len(found),
        repeats=max(each.repeats for each in found),
        nested=max(each.nested for each in found),
        begin=max(each.begin for each in found),
        end=max(each.end for each in found),
        literal=max(each.literal for each in found),
        text=found[0].text if len({each.text for each in found}) == 1 else None,
        members=sum(each.members for each in found),
    )
