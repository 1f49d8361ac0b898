"""Percentages by what stands before them: of which count each is, and of what whole."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Protocol

import msgspec

from gblint.report.prose.amounts import Amount
from gblint.report.prose.clauses import FIGURES
from gblint.report.prose.comparisons import Comparisons
from gblint.report.prose.meaning import Resolver
from gblint.report.prose.model import NOTHING, State, Taken
from gblint.report.prose.record import SHARE, Record
from gblint.report.prose.scope import is_own
from gblint.report.prose.shares import (
    Share,
    case_in_words,
    is_of_applicants,
    is_share,
    last_part,
    named_bases,
    part_in_words,
    rate_of,
    share_of,
)
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.prose.words import UNKNOWN, has

_MOST = 60
"""Figures of a paragraph in which the whole of a percentage is looked for."""


class Figures(Protocol):
    """What reads the figures of a paragraph, and what it has read so far."""

    vocabulary: Vocabulary
    resolver: Resolver
    state: State
    record: Record
    sentence: list[Taken]
    clause_before: Sequence[Token]
    clause_new: bool
    comparisons: Comparisons

    @property
    def counts(self) -> Sequence[Taken]: ...

    @property
    def before(self) -> Sequence[Taken]: ...


_SUBJECTS = frozenset(("requests", "request", "case", "arriving", "result"))
"""Words of which a sentence has one whose rates are the tables'."""


def _is_left(last: Taken) -> bool:
    """Whether a rate is of a figure that is another's (热线办结310件，办结率99.4%)."""
    return last is not NOTHING and not last.meanings and last.why != UNKNOWN


class Percentages:
    """Reads the percentages of a paragraph, sentence by sentence."""

    def __init__(self, figures: Figures) -> None:
        self._of = figures
        self._barred = False
        """Whether the sentence tells a rate that is of others, so that the next is too."""

    @property
    def vocabulary(self) -> Vocabulary:
        return self._of.vocabulary

    @property
    def state(self) -> State:
        return self._of.state

    def begin(self, kinds: Set[str]) -> None:
        """A sentence begins, with words of these kinds."""
        self._barred = "others" in kinds and kinds.isdisjoint(_SUBJECTS)

    def read(self, amount: Amount, words: Sequence[Token], *, bracket: bool) -> None:
        """Take a percentage down with what the words before it say that it is of."""
        self.add_share(amount, words, self._share(words, bracket))

    def add_share(self, amount: Amount, words: Sequence[Token], share: Share | None) -> None:
        state = self._of.state
        own = state.year == 0 and is_own(state.whose)
        self._of.record.add_share(amount, share, "".join(word.text for word in words), own=own)

    def _share(self, words: Sequence[Token], bracket: bool) -> Share | None:
        state = self._of.state
        if any(self._of.resolver.years_of(words)):
            return None
        rate = next((w for w in words if w.kind == "rate"), None)
        if rate is not None:
            return self._rate(rate, words)
        said = self._of.clause_before
        if not bracket and self._of.clause_new and has(said, "share") and not has(said, *FIGURES):
            words = [*said, *words]  # 无法提供类占比最高，达42.5%
        strange = has(said, "left", "others") or (has(said[-1:], "odd") and self._of.clause_new)
        if not is_share(words, bracket) or (bracket and strange):
            return None  # 高于全省平均水平（11.3%）, 超过七成（77.8%）公开
        at = next((i for i, word in enumerate(words) if word.kind == "share"), 0)
        if has(words[:at], "odd", "organ", "rest") or is_of_applicants(
            words[at + 1 :], self._of.vocabulary
        ):
            return None
        worded = part_in_words(words, self._of.vocabulary)
        if worded is not None and state.topic in ("requests", ""):
            role = "column" if worded.column else "result"
            part: Taken | None = Taken((worded,), SHARE, role)
            state.share_part = Taken((worded,), SHARE, role)
        elif state.topic == "cases" and has(words[:at], "column"):
            part = case_in_words(words, self._of.sentence)
        elif state.would_fresh and not named_bases(words):
            part = state.would if state.would.role in ("column", "result") else None
            part = part and msgspec.structs.replace(part, amount=None)
        else:
            part = last_part(state.last, words, self._of.sentence, self._of.vocabulary)
        return self.share_of(part, words)

    def _rate(self, rate: Token, words: Sequence[Token]) -> Share | None:
        """办结率95%, 纠错率25%: a percentage with a name of its own."""
        state = self._of.state
        unread = bool(self._of.sentence) and not state.known_here
        if self._barred or unread or has(words, "left", "others", "odd", "organ"):
            self._barred = True  # 市中院通报败诉率11.2%，信息公开类8.6%
            return None
        last = state.last_in_sentence
        foreign = self._of.comparisons.foreign and not has(words, "requests")
        if has(words, "change", "timely") or _is_left(last) or foreign:
            return None
        cases = tuple(dict.fromkeys(w.key for w in words if w.kind == "case"))
        if cases and state.topic != "others":
            state.topic, state.route = ("cases", cases) if state.disclosed else ("others", ())
        counts = [*self._of.counts, *self._of.sentence][-_MOST:]
        return rate_of(self._of.vocabulary.rates[rate.text], state, counts)

    def share_of(self, part: Taken | None, words: Sequence[Token]) -> Share | None:
        counts = [*self._of.counts, *self._of.sentence][-_MOST:]
        return share_of(
            part,
            named_bases(words),
            counts,
            [*self._of.before, *self._of.sentence][-_MOST:],
            self._of.vocabulary.groups,
        )
