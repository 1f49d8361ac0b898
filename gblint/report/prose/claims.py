"""Claims in words: that there was none, or that all were so. Each says that something is 0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import msgspec

from gblint.findings import Say
from gblint.report.prose.amounts import COUNT
from gblint.report.prose.denials import Denial, denied
from gblint.report.prose.model import State, Taken
from gblint.report.prose.of_all import said_of_all, settles
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.prose.words import has
from gblint.report.stated import Meaning

_OF_CLAIMS = frozenset(("none", "all", "each", "settled"))
_PLAIN = ("filler", "also", "still", "scope", "organ", "odd", "year")
_TERMS = frozenset(("result", "column", "case", "weak"))


class Claim(msgspec.Struct, frozen=True):
    """What is said to be 0, and where the words begin and end.

    `meanings` are quantities any of which it may be, the likeliest first.
    """

    meanings: tuple[Meaning, ...]
    start: int
    end: int
    why: Say

    @property
    def of_all(self) -> bool:
        """Whether it says that all were so, and not that there was none."""
        return self.why is _ALL


_NONE = Say("写明没有", "it says that there was none")
_ALL = Say("写明全部如此", "it says that all were so")


def may_claim(words: Sequence[Token], kinds: Set[str], vocabulary: Vocabulary) -> bool:
    """Whether words of these kinds may claim something."""
    if not kinds.isdisjoint(_OF_CLAIMS):
        return True
    if kinds.isdisjoint(_TERMS):
        return False
    being = "column" in kinds and any(w.text in vocabulary.claims.being for w in words[:2])
    return being or any(
        word.text.startswith(vocabulary.wholly) or word.text in vocabulary.nothing
        for word in words
        if word.kind in _TERMS
    )


def find_claims(
    words: Sequence[Token],
    state: State,
    vocabulary: Vocabulary,
    offsets: Sequence[int | None],
    told: Sequence[Taken] = (),
) -> Iterator[Claim]:
    """The claims of a clause, of which the words after its last figure are given, or all where
    it has none; `offsets` are the years that it names, `told` the figures of the paragraph.
    """
    words = _opened(words, vocabulary)
    marks = [i for i, word in enumerate(words) if _denies(words, i, vocabulary)]
    if marks and _is_of_figure(words, marks[0]):
        return
    if marks:
        yield from _denials(words, marks, Denial(state, vocabulary, offsets, words, told))
        return
    for word in words:
        if word.kind == "settled":
            for meaning in settles(words, state, vocabulary, told, offsets):
                yield Claim((meaning,), word.start, word.end, _ALL)
            return
    for i, word in enumerate(words):
        if word.kind == "all" and has(words[max(0, i - 1) : i], "share"):
            continue  # 占全部不予公开的90.9%
        if word.kind in ("all", "each") or (i < 2 and word.text in vocabulary.claims.being):
            last = words[-1].end
            for meanings in said_of_all(words, i, state, vocabulary, told):
                yield Claim(meanings, word.start, last, _ALL)
            return


def _is_of_figure(words: Sequence[Token], at: int) -> bool:
    """1件没有审结, 另2份并未制作: what the figure before is of."""
    figures = [i for i in range(at) if words[i].kind == "n"]
    return bool(figures) and all(w.kind in _PLAIN for w in words[figures[-1] + 1 : at])


def _denies(words: Sequence[Token], at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word denies: 不存在 does so before what it denies, else it is a reason."""
    word = words[at]
    if word.kind == "none":
        return True
    return (
        word.kind == "result"
        and word.text in vocabulary.nothing
        and has(words[at + 1 :], *_TERMS, "requests", "carry", "carrying", "document", "deciding")
    )


def _denials(words: Sequence[Token], marks: Sequence[int], of: Denial) -> Iterator[Claim]:
    """Each of several: 无信息公开申请、无行政复议; 既无新制发也无废止; 复议无，诉讼无."""
    behind = marks[-1] == len(words) - 1
    for k, at in enumerate(marks):
        begins = marks[k - 1] + 1 if k else 0
        ends = marks[k + 1] if k + 1 < len(marks) else len(words)
        rest = [] if behind else _trimmed(words[at + 1 : ends])
        before = _trimmed(words[begins:at]) if behind or not k else []
        for meanings, start, end in denied(before, words[at], rest, of):
            yield Claim(meanings, start, end, _NONE)


def _trimmed(words: Sequence[Token]) -> list[Token]:
    """Without the signs and particles at its ends."""
    found = list(words)
    while found and (found[-1].kind in ("、", "all", "also")):
        found.pop()
    while found and found[0].kind == "、":
        found.pop(0)
    return found


def _opened(words: Sequence[Token], vocabulary: Vocabulary) -> list[Token]:
    """The words, terms that begin with one for all being two (均维持, 全部予以公开)."""
    found: list[Token] = []
    for word in words:
        begins = word.kind in _TERMS and next(
            (one for one in vocabulary.wholly if word.text.startswith(one)), ""
        )
        if begins and _stands_alone(word, words):
            found.append(Token("all", begins, word.start, word.start + len(begins), begins))
        found.append(word)
    return found


def _stands_alone(term: Token, words: Sequence[Token]) -> bool:
    """Whether a term is not a member of a list (全部公开、部分公开)."""
    others = any(word.kind in _TERMS and word.kind == term.kind for word in words if word != term)
    return not others and not has(words, "、", "n", "none") and COUNT not in term.text
