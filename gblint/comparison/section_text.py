"""The text of a section as it is compared with those of other organs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from gblint.checks.repeated import Similarity, list_sentences
from gblint.comparison.passage_index import SHINGLE


class SectionText(msgspec.Struct, frozen=True):
    """The sentences of a section that are long enough, one by one.

    `letters` are comparable: no marks and ordinals, every figure the same, what the pack calls
    boilerplate left out. `written` is the same as written.
    """

    letters: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many letters there are."""
        return sum(map(len, self.letters))


class Shared(msgspec.Struct, frozen=True):
    """What a text has in common with another: how many letters, the sentences, longest first.

    `longest` are the letters of the longest passage, which may go over several sentences.
    """

    letters: int = 0
    longest: int = 0
    passages: tuple[str, ...] = ()


_ENDS = frozenset("。；！？;!?")


def read_section(paragraphs: Iterable[str], check: Similarity) -> SectionText:
    """The text of a section with these paragraphs, by the terms of a pack."""
    letters: list[str] = []
    written: list[str] = []
    for paragraph in paragraphs:
        for sentence in list_sentences(paragraph, check):
            letters.append("".join(letter for letter, _ in sentence))
            end = sentence[-1][1] + 1
            end += paragraph[end : end + 1] in _ENDS
            written.append(paragraph[sentence[0][1] : end].strip())
    return SectionText(tuple(letters), tuple(written))


def list_shingles(sentences: Iterable[str]) -> Iterator[str]:
    """All runs of so many letters."""
    for letters in sentences:
        for at in range(len(letters) - SHINGLE + 1):
            yield letters[at : at + SHINGLE]


_SHORTEST = 12
"""Letters of a stretch that counts: what is shorter, any two texts may have in common."""


def find_shared(one: SectionText, kept: Collection[int], other: Collection[str]) -> Shared:
    """What of some sentences of a text (`kept`, by their numbers) is among shingles of another."""
    total = longest = running = 0
    passages: list[str] = []
    for number, letters in enumerate(one.letters):
        held = _count_held(letters, other) if number in kept else 0
        total += held
        running += held
        longest = max(longest, running)
        if held:
            passages.append(one.written[number])
        if 2 * held < len(letters):
            running = 0
    ranked = sorted(set(passages), key=lambda text: (-len(text), text))
    return Shared(total, longest, tuple(ranked))


def _count_held(letters: str, other: Collection[str]) -> int:
    """How many letters of a sentence stand in stretches that the other text has as well."""
    held = begin = end = 0
    for at in range(len(letters) - SHINGLE + 1):
        if letters[at : at + SHINGLE] not in other:
            continue
        if at > end:
            held += end - begin if end - begin >= _SHORTEST else 0
            begin = at
        end = at + SHINGLE
    return held + (end - begin if end - begin >= _SHORTEST else 0)


def count_letters(text: SectionText, kept: Sequence[int]) -> int:
    """How many letters some sentences of a text have."""
    return sum(len(text.letters[number]) for number in kept)
