"""Which of the claims of a sentence are the organ's own, of its year and of applications."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Protocol

from gblint.report.prose.claims import Claim, find_claims
from gblint.report.prose.meaning import Resolver
from gblint.report.prose.model import NOTHING, State, Taken
from gblint.report.prose.of_all import CASES, is_part_told
from gblint.report.prose.record import Record
from gblint.report.prose.scope import Of, named_scope
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.prose.words import OTHERS, SUBSET, UNKNOWN, has

_OF_WHOM = ("scope", "organ")
_OF_REQUEST = frozenset(("requests", "result", "case", "column", "document"))
_OTHERS = "others"
_CARRIED = "carried"
_MOST = 60
"""Figures of a paragraph by which a claim is understood."""


class Figures(Protocol):
    """What reads the figures of a paragraph, and what it has read so far."""

    vocabulary: Vocabulary
    resolver: Resolver
    state: State
    sentence: list[Taken]
    record: Record

    @property
    def counts(self) -> Sequence[Taken]: ...

    def as_written(self, offset: int) -> int: ...


class Claims:
    """Takes down the claims of a paragraph, sentence by sentence."""

    def __init__(self, figures: Figures, of: Of) -> None:
        self._of = figures
        self._whose = of
        self._plans = self._others_told = False

    def begin(self, sentence: str) -> None:
        """A sentence begins."""
        self._plans, self._others_told = self._of.vocabulary.plans(sentence), False

    def see_figures(self, kinds: Set[str]) -> None:
        """A clause with figures has words of these kinds: what is claimed next may be of them."""
        if not kinds.isdisjoint(_OF_REQUEST):
            self._others_told = False
        elif _OTHERS in kinds:
            self._others_told = True

    def read(self, words: Sequence[Token]) -> None:
        """The claims of a clause, or of the words behind its last figure."""
        state, vocabulary = self._of.state, self._of.vocabulary
        if self._plans:
            return
        years = self._of.resolver.years_of(words)
        year = years[-1] if years else state.year
        told = [*self._of.counts, *self._of.sentence][-_MOST:]
        for claim in find_claims(words, state, vocabulary, years, told):
            head = claim.meanings[0].heads[0]
            others = head not in CASES and self._is_of_others(words, claim, told)
            if others or (head not in CASES and state.held is not None):
                continue
            if head in CASES and not claim.of_all and self._is_of_some():
                continue
            if year == 0 or head.startswith(_CARRIED):
                self._add(claim)
            if claim.of_all and head in CASES:
                state.topic = "cases"

    def _is_of_others(self, words: Sequence[Token], claim: Claim, told: Sequence[Taken]) -> bool:
        """局属单位未收到申请，无结转; 提案均已办结，无结转: of other bodies, or other things."""
        state, vocabulary = self._of.state, self._of.vocabulary
        for word in words:
            if word.kind in _OF_WHOM and word.start < claim.start:
                whose = named_scope(word, vocabulary, self._whose)
                if not whose.own:
                    state.whose, state.in_part = whose, True
        table = vocabulary.quantities[claim.meanings[0].heads[0]].table
        if table != "applications" or has(words, "requests"):
            return False
        last = state.last_in_sentence
        if last is NOTHING or last.meanings:
            return self._others_told
        unlike = last.why == UNKNOWN and not is_part_told(last, told)
        return unlike or last.why == OTHERS or self._others_told

    def _is_of_some(self) -> bool:
        """集体研究疑难申请8件，无一件被诉: of those of a figure that is not the tables'."""
        last = self._of.state.last_in_sentence
        return last is not NOTHING and not last.meanings and last.why in (SUBSET, OTHERS)

    def _add(self, claim: Claim) -> None:
        start, end = self._of.as_written(claim.start), self._of.as_written(claim.end)
        taken = Taken(claim.meanings, claim.why, "claim", None, self._of.state.whose)
        self._of.record.add_claim(taken, start, end)
