"""The parts of a plain pattern: how `re` is told each, and what it costs to match.

A repeat is tried in as many ways as it has lengths, unless what follows it cannot begin with one
of its characters: then but one of them leads any further. Where repeats of the same characters
meet, they are joined.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from gblint.text.patterns import ENDLESS, MOST_BLANKS

MOST_WIDTHS = 8
"""Lengths of what must stand before."""

_MOST_TEXTS = 60
"""Texts of a part: to look for many more takes longer than to compile."""

_MOST_SPELLED = 3
"""Turns of a repeat that is written out."""

_MOST_TURNS = 8
"""Turns of a repeat of what can match in several ways."""

Chars = frozenset[str]
"""Of the characters that patterns may tell apart, those that a class has."""

NO_CHAR = "(?!)."
"""A character that is none: with it, `re` makes no class of alternatives."""

_END = "end"
"""Stands among characters for the end of the text."""

DONE = frozenset({_END})
"""What can follow a whole pattern: where it ends anywhere else, it has matched or failed."""


class NotPlain(Exception):  # noqa: N818 - it names what the pattern is
    """A pattern that `regex` has to take."""


class Spelling(msgspec.Struct, frozen=True):
    """Texts that a part surely takes, wherever they stand, and whether it takes no others."""

    texts: Chars
    whole: bool


_UNSPELLED = Spelling(frozenset(), whole=False)


class Cost(msgspec.Struct, frozen=True):
    """What it costs to match a part at a place.

    `ways` are those of its matches behind which the text can go on, `ends` all of them, `steps`
    what is tried for them.
    """

    ways: int = 1
    steps: int = 1
    ends: int = 1


class Part(msgspec.Struct, frozen=True):
    """A part of a pattern: how `re` is told it, and what it may begin with if it is not empty."""

    text: str
    first: Chars
    may_be_empty: bool
    width: int | None
    """How many characters it takes, None where that varies."""

    def measure_cost(self, _then: Chars, _longest: int) -> Cost:
        """What it costs in a text of at most so many characters, where `then` can follow."""
        return Cost()

    def count_failed_steps(self, _longest: int) -> int:
        """The steps where none of its first characters stands."""
        return 1

    def spell(self) -> Spelling:
        """The texts that it takes, as far as they are surely known."""
        return _UNSPELLED


class Char(Part, frozen=True):
    """One character: a sign, a class; `members` are those of a class that may be alternatives.

    `known` are all that it takes, where they are a few.
    """

    members: str = ""
    literal: str = ""
    known: str = ""

    def spell(self) -> Spelling:
        return Spelling(frozenset(self.known), whole=True) if self.known else _UNSPELLED


class Place(Part, frozen=True):
    """A place between characters."""

    ends: bool = False
    """Whether it is an end of a line or of the text."""

    once: bool = False
    """Whether it is but one place of a text."""


class Look(Part, frozen=True):
    """What must, or must not, stand before or behind: it matches in one way."""

    body: Part

    def measure_cost(self, _then: Chars, longest: int) -> Cost:
        return Cost(steps=self.count_failed_steps(longest))

    def count_failed_steps(self, longest: int) -> int:
        return self.body.measure_cost(DONE, longest).steps + 1


class Again(Part, frozen=True):
    """What a group matched, once more."""

    def measure_cost(self, _then: Chars, longest: int) -> Cost:
        return Cost(steps=longest if self.width is None else 1)


class InOrder(Part, frozen=True):
    """Parts one after another."""

    parts: tuple[Part, ...]

    def measure_cost(self, then: Chars, longest: int) -> Cost:
        ways = steps = 1
        dead = 0
        for part, after in zip(self.parts, _find_what_follows(self.parts, then), strict=True):
            cost = part.measure_cost(after, longest)
            steps += ways * cost.steps + (dead and dead * part.count_failed_steps(longest))
            dead = (dead if part.may_be_empty else 0) + ways * (cost.ends - cost.ways)
            ways *= cost.ways
        return Cost(ways, steps, ways + dead)

    def count_failed_steps(self, longest: int) -> int:
        steps = 1
        for part in self.parts:
            steps += part.count_failed_steps(longest)
            if not part.may_be_empty:
                break
        return steps

    def spell(self) -> Spelling:
        return _join_spellings([part.spell() for part in self.parts])


class Either(Part, frozen=True):
    """Parts one of which is there."""

    parts: tuple[Part, ...]

    def measure_cost(self, then: Chars, longest: int) -> Cost:
        ways, steps, ends = Counter[str](), Counter[str](), Counter[str]()
        words: dict[str, list[str]] = {}
        for part in self.parts:
            if isinstance(part, Place) and part.once:  # of all places of a text it costs at one
                continue
            cost = part.measure_cost(then, longest)
            for char in {""} if part.may_be_empty else part.first:
                steps[char] += cost.steps
                ends[char] += cost.ends
                ways[char] += cost.ways
            word = _read_literal(part)
            if word:
                words.setdefault(word[0], []).append(word)
        for char, some in words.items():  # only words that begin one another can match at once
            chain = max(sum(word.startswith(other) for other in some) for word in some)
            ways[char] -= len(some) - chain
            ends[char] -= len(some) - chain
        tried = len(self.parts) + self.count_failed_steps(longest)
        return Cost(
            max(_count_most(ways), 1), _count_most(steps) + tried, max(_count_most(ends), 1)
        )

    def count_failed_steps(self, longest: int) -> int:
        return sum(part.count_failed_steps(longest) for part in self.parts)

    def spell(self) -> Spelling:
        return _add_spellings([part.spell() for part in self.parts])


def _count_most(count: Counter[str]) -> int:
    """The most for one character, with what is for any."""
    always = count.pop("", 0)
    return always + max(count.values(), default=0)


class Repeat(Part, frozen=True):
    """A part so many times."""

    body: Part
    least: int
    most: int
    keeps: bool = False
    """Whether it gives nothing back."""
    lazy: bool = False
    """Whether it takes the least first."""

    def measure_cost(self, then: Chars, longest: int) -> Cost:
        blanks = all(map(str.isspace, self.body.first))  # usual texts have few on end (`is_usual`)
        most = min(self.most, MOST_BLANKS if blanks else longest)
        lengths = max(most - self.least, 0) + 1
        apart = not self.body.first & then
        if isinstance(self.body, Char):
            return Cost(1 if apart or self.keeps else lengths, most + 1, lengths)
        once = self.body.measure_cost(then | self.body.first, longest)
        if once.ways == 1:
            steps = most * once.steps + 1
            return Cost(1 if apart else lengths, steps, lengths * once.ends)
        if most > _MOST_TURNS:  # ways multiply with each turn
            raise NotPlain
        powers = [once.ways**count for count in range(most + 1)]
        ways, turns = sum(powers[self.least :]), sum(powers[:most])
        dead = turns * (once.ends - once.ways)
        return Cost(ways, turns * once.steps + 1, ways + dead)

    def count_failed_steps(self, longest: int) -> int:
        return self.body.count_failed_steps(longest) + 1

    def spell(self) -> Spelling:
        if self.keeps or self.least > _MOST_SPELLED:
            return _UNSPELLED  # what it keeps may be what must follow
        most = min(self.most, _MOST_SPELLED)
        once = self.body.spell()
        some = [_join_spellings([once] * count) for count in range(self.least, most + 1)]
        return _add_spellings(some if most == self.most else [*some, _UNSPELLED])


def _join_spellings(parts: Sequence[Spelling]) -> Spelling:
    """The texts of parts one after another."""
    texts = frozenset({""})
    for part in parts:
        if len(texts) * len(part.texts) > _MOST_TEXTS:
            return _UNSPELLED
        texts = frozenset(before + text for before in texts for text in part.texts)
    return Spelling(texts, whole=all(part.whole for part in parts))


def _add_spellings(parts: Sequence[Spelling]) -> Spelling:
    """The texts of parts one of which is there, without those parts that have too many."""
    texts: Chars = frozenset()
    whole = True
    for part in parts:
        more = texts | part.texts
        whole = whole and part.whole and len(more) <= _MOST_TEXTS
        texts = more if len(more) <= _MOST_TEXTS else texts
    return Spelling(texts, whole=whole)


def _find_what_follows(parts: Sequence[Part], then: Chars) -> Iterator[Chars]:
    """For each part, what the text may go on with behind it."""
    after: list[Chars] = []
    for part in reversed(parts):
        after.append(then)
        if isinstance(part, Place) and part.ends:
            then = DONE | {"\n"}
        elif part.may_be_empty:
            then = then | part.first
        else:
            then = part.first
    return reversed(after)


def _read_literal(part: Part) -> str:
    """The word that a part is, "" where it is none."""
    if isinstance(part, Char):
        return part.literal
    if isinstance(part, InOrder):
        found = [part.literal if isinstance(part, Char) else "" for part in part.parts]
        return "".join(found) if all(found) else ""
    return ""


def join_repeats(parts: Sequence[Part]) -> list[Part]:
    """Parts without repeats of the same characters that can meet.

    What may be absent between two repeats takes the second with it: `a*b?a*` is `a*(?:ba*)?`,
    which finds the same, but tries each length once and not all of two.
    """
    found: list[Part] = []
    before: Repeat | None = None
    """The endless repeat with which, whatever is absent, all before ends."""
    for at, one in enumerate(parts):
        if before is not None and _is_same(one, before):
            continue
        if before is not None and isinstance(one, Repeat):
            joined = _join_optional(one, before, parts[at + 1 :])
            if joined is not None:
                found.append(joined)
                before = before if joined.body.text.endswith(f"{before.text})") else None
                continue
        found.append(one)
        endless = isinstance(one, Repeat) and isinstance(one.body, Char) and _is_same(one, one)
        before = one if isinstance(one, Repeat) and endless else None
    return found


def _is_same(one: Part, other: Part) -> bool:
    """Whether a part is the same endless repeat of characters."""
    return isinstance(one, Repeat) and one.text == other.text and one.text.endswith("*")


def _join_optional(one: Repeat, before: Repeat, after: Sequence[Part]) -> Repeat | None:
    """What may be absent behind a repeat, with that which follows; None where it is not so."""
    if one.least or one.lazy or one.keeps:
        return None
    parts = [one.body]
    if one.most > 1:
        if not isinstance(one.body, Char):
            return None
        most = "" if one.most == ENDLESS else one.most
        text = f"{one.body.text}{{1,{most}}}"
        parts = [msgspec.structs.replace(one, text=text, least=1, may_be_empty=False)]
    begins = _begins_with(one.body, before)
    if begins and isinstance(one.body, InOrder):
        parts = list(one.body.parts[1:])
    if _comes_again(after, before):
        parts.append(before)
    elif not begins:
        return None
    body = put_in_sequence(parts)
    if (
        body.may_be_empty or body.first & before.first
    ):  # it would be tried in as many ways as before
        return None
    body = put_in_group(body, "(?:")
    return Repeat(
        f"{body.text}?", body.first, may_be_empty=True, width=None, body=body, least=0, most=1
    )


def _comes_again(after: Sequence[Part], before: Repeat) -> bool:
    """Whether a repeat comes again, before or behind what may be absent and begins with it."""
    for one in after:
        if _is_same(one, before):
            return True
        optional = isinstance(one, Repeat) and (one.least, one.most, one.lazy) == (0, 1, False)
        if not (optional and isinstance(one, Repeat) and _begins_with(one.body, before)):
            return False
    return False


def _begins_with(body: Part, before: Repeat) -> bool:
    """Whether what may be absent is a group that begins with a repeat."""
    grouped = isinstance(body, InOrder) and body.text.startswith("(?:")
    return grouped and isinstance(body, InOrder) and _is_same(body.parts[0], before)


def put_in_sequence(parts: Sequence[Part]) -> Part:
    if len(parts) == 1:
        return parts[0]
    first: Chars = frozenset()
    for part in parts:
        first |= part.first
        if not part.may_be_empty:
            break
    widths = [part.width for part in parts]
    return InOrder(
        "".join(part.text for part in parts),
        first,
        may_be_empty=all(part.may_be_empty for part in parts),
        width=None if None in widths else sum(width or 0 for width in widths),
        parts=tuple(parts),
    )


def put_in_group(body: Part, head: str) -> Part:
    text = f"{head}{body.text})"
    if isinstance(body, Char):
        return msgspec.structs.replace(body, text=text, members="")
    return msgspec.structs.replace(body, text=text)


def write_either(chars: str, other: str, *, other_first: bool = False) -> str:
    """One of some characters, or what else: so that `re` makes no table for them."""
    found = [re.escape(char) for char in chars]
    return f"(?:{'|'.join([other, *found] if other_first else [*found, other])})"


def write_behind(body: Part, head: str) -> str:
    """A look back, which `re` takes only for texts of one length: one for each length."""
    if body.width is not None:
        return f"{head}{body.text})"
    found = [f"{head}{'|'.join(texts)})" for texts in _list_by_width(body).values()]
    return "".join(found) if head.endswith("!") else f"(?:{'|'.join(found)})"


def _list_by_width(part: Part) -> dict[int, list[str]]:
    """How `re` is told a part, by the number of characters that it takes."""
    if part.width is not None:
        return {part.width: [part.text]}
    found: dict[int, list[str]] = {}
    if isinstance(part, Either):
        for one in part.parts:
            for width, texts in _list_by_width(one).items():
                found.setdefault(width, []).extend(texts)
    elif isinstance(part, InOrder):
        found[0] = [""]
        for one in part.parts:
            found = _join_widths(found, _list_by_width(one))
    elif isinstance(part, Repeat) and isinstance(part.body, Char):
        for count in range(part.least, min(part.most, part.least + MOST_WIDTHS) + 1):
            found[count] = [f"{part.body.text}{{{count}}}"]
    if not found or len(found) > MOST_WIDTHS:
        raise NotPlain
    return found


def _join_widths(found: dict[int, list[str]], after: dict[int, list[str]]) -> dict[int, list[str]]:
    both: dict[int, list[str]] = {}
    for width, texts in found.items():
        for more, others in after.items():
            joined = (f"{text}(?:{other})" for text in texts for other in others)
            both.setdefault(width + more, []).extend(joined)
    return both
