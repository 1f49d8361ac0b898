"""Percentages told with their base (占新收总数37件的56.8%), before their count, or without one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from gblint.report.prose.amounts import Amount
from gblint.report.prose.model import State, Taken
from gblint.report.prose.record import SHARE
from gblint.report.prose.shares import Share, part_in_words
from gblint.report.prose.vocabulary import Token, Vocabulary
from gblint.report.prose.words import Segment, has

_OF = "的"
_LIGHT = ("filler", "equals", "、", "total")
_LINKS = ("属", "属于", "为", "系", "来自", "是", "由", _OF)
"""What may stand between a percentage and the word that says of what it is."""
_FOREIGN = ("odd", "others", "organ", "left", "rate", "change", "against", "year", "absolute")
_SHARE_SIGN = Token("share", "", 0, 0, "占")


class Figures(Protocol):
    """What reads the figures of a paragraph, and what it has read so far."""

    @property
    def vocabulary(self) -> Vocabulary: ...

    @property
    def state(self) -> State: ...

    def add_share(self, amount: Amount, words: Sequence[Token], share: Share | None) -> None: ...

    def share_of(self, part: Taken | None, words: Sequence[Token]) -> Share | None: ...


class Portions:
    """Reads the percentages of a sentence that do not stand behind what they are of."""

    def __init__(self, figures: Figures) -> None:
        self._of = figures
        self.begin()

    def begin(self) -> None:
        """A sentence begins."""
        self._base: tuple[Taken, Amount, Taken] | None = None
        self._waiting: tuple[Amount, Sequence[Token]] | None = None

    def see_count(self, segment: Segment, taken: Taken, before: Taken) -> None:
        """A count was read, `before` it another: it may be the base of a percentage after it."""
        self._base = None
        at = next((i for i, w in enumerate(segment.before) if w.kind == "share"), None)
        told = at is not None and bool(before.meanings) and before.amount is not None
        if told and not has(segment.before[at:], "odd", "others", "organ", "left"):
            self._base = (before, segment.amount, taken)
        waiting, self._waiting = self._waiting, None
        if waiting is not None and taken.meanings and [w.text for w in segment.before] == [_OF]:
            amount, words = waiting
            self._of.add_share(amount, words, self._of.share_of(taken, words))

    def read(self, segment: Segment) -> bool:
        """A percentage, if it is one of these; else it is read by what stands before it."""
        before, amount = segment.before, segment.amount
        base, self._base = self._base, None
        if base is not None and before and all(w.kind in _LIGHT for w in before):
            return self._read_of_base(base, segment)
        after = [w.text for w in segment.after]
        if after == [_OF] and has(before, "share") and not has(before, *_FOREIGN):
            self._waiting = (amount, before)
            return True
        part = self._named(segment)
        if part is None:
            return False
        role = "column" if part.meanings[0].column else "result"
        self._of.state.share_part = Taken(part.meanings, SHARE, role)
        words = [*before, *segment.after]
        of = Taken(part.meanings, SHARE, role)
        self._of.add_share(amount, words, self._of.share_of(of, ()))
        self._of.state.share_part = of  # 予以公开26.42%（70件）
        return True

    def _read_of_base(self, base: tuple[Taken, Amount, Taken], segment: Segment) -> bool:
        part, whole, of = base
        if part.amount is None or not part.amount.exact or not whole.exact:
            return False
        share = Share((part.amount.value,), (whole.value,), (), part.meanings, of.meanings)
        self._of.add_share(segment.amount, segment.before, share)
        self._of.state.last = self._of.state.last_in_sentence = part
        return True

    def _named(self, segment: Segment) -> Taken | None:
        """16.0%属无法提供; 公开44.4%、部分公开16.7%: of what is named right behind or before."""
        before, after = segment.before, segment.after
        if self._of.state.topic != "requests" or segment.has("share", *_FOREIGN):
            return None
        behind = bool(after) and after[0].text in _LINKS and not has(before, "result", "column")
        ends = bool(before) and before[-1].kind in ("result", "column")
        words = after if behind else before if ends and not has(after, "result", "column") else []
        if not words or not all(w.kind in (*_LIGHT, "result", "column", "request") for w in words):
            return None
        meaning = part_in_words([*words, _SHARE_SIGN], self._of.vocabulary)
        return Taken((meaning,), SHARE) if meaning is not None else None
