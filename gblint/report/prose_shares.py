"""Percentages of figures that stand in the same sentence, or in the one that it goes on from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations

import msgspec

from gblint import patterns
from gblint.document import Anchor
from gblint.packs.prose_model import Share
from gblint.report.amounts import Amount
from gblint.report.prose_lexicon import ProseLexicon
from gblint.report.stated import Number, Stated, StatedShare

_MOST = 200
"""Figures before a share, in its paragraph, among which its base is looked for."""


class Before(msgspec.Struct, frozen=True):
    """What stands before a sentence in its paragraph.

    `amounts` are all the figures, `last` those of the sentence just before; `stated` is what
    has been stated, with that of the sentence itself.
    """

    amounts: Sequence[Amount]
    last: Sequence[Amount]
    stated: Sequence[Stated]


class Stretch(msgspec.Struct, frozen=True):
    """Offsets in a sentence as it was before signs were put for its figures."""

    start: int
    end: int


def find_shares(
    lexicon: ProseLexicon,
    text: str,
    amounts: Mapping[int, Amount],
    own: Sequence[Stated],
    earlier: Before,
) -> Iterator[tuple[StatedShare, Stretch]]:
    """The shares of a sentence; `own` is what it states.

    A share whose base does not stand in the sentence is none, unless the sentence goes on from
    the one before (其中…), or the pack says what the base is.
    """
    last = _placed(earlier.last) if lexicon.goes_on(text) else {}
    besides = {m.start("n") for m in patterns.finditer(lexicon.besides, text)}
    places = list(amounts)
    for share, form in lexicon.shares:
        matches = list(patterns.finditer(form, text))
        parts = besides | {m.start("n") for m in matches if "n" in m.re.groupindex}
        of_stated = _Base(share, own, earlier.stated)
        for match in matches:
            percent = amounts.get(match.start("p"))
            if percent is None:
                continue
            at = match.start("n") if "n" in match.re.groupindex else -1
            part = amounts.get(at)
            stretch = Stretch(percent.start, percent.end)
            percent = lexicon.amounts.qualified(percent, text[match.start() : match.start("p")])
            if part is None:
                found = of_stated.share(percent)
            else:
                count = bisect_left(places, match.start("p"))
                if count + len(last) + len(earlier.amounts) > _MOST:
                    continue
                # what has a share of its own is a part beside this one, not its base
                bases = (one for one in places[:count] if one == at or one not in parts)
                before = {place: amounts[place] for place in bases}
                found = _of_part(percent, part, before, earlier.amounts)
                found = found or _of_part(percent, part, last, earlier.amounts)
            if found is not None:
                yield found, stretch


def _placed(amounts: Sequence[Amount]) -> dict[int, Amount]:
    """Figures of an earlier sentence, the nearest first, at places before any of this one."""
    return {-i: amount for i, amount in enumerate(reversed(amounts), 1)}


def _of_part(
    percent: Amount, part: Amount, before: Mapping[int, Amount], earlier: Sequence[Amount]
) -> StatedShare | None:
    """The share of a figure: of one that stands before it and is not less.

    `before` has the figures by their places; the part is at one of its own.
    """
    if not part.exact:
        return None
    wholes = {at: a for at, a in before.items() if a is not part and _like(a, part)}
    if not any(at < 0 or a.start < part.start for at, a in wholes.items()):
        return None
    if not all(a.exact for a in wholes.values()):
        return None
    others = [a.value for a in earlier if _like(a, part)]
    values = [a.value for a in wholes.values()]
    return _share(percent, part.value, values, others)


def _like(amount: Amount, part: Amount) -> bool:
    return amount.unit == part.unit and amount.value >= part.value


class _Base:
    """The share of what the sentence states: the last of `part`, by all that it has of `whole`.

    Where it has nothing of `whole`, what the paragraph has stated so far counts.
    """

    def __init__(self, share: Share, own: Sequence[Stated], so_far: Sequence[Stated]) -> None:
        self._of = share, own, so_far

    @cached_property
    def _figures(self) -> tuple[Number, Sequence[Number]] | None:
        share, own, so_far = self._of
        parts = [s for s in own if s.quantity in share.part]
        if not parts or len(so_far) > _MOST:
            return None
        wholes = [s for s in own if s.quantity in share.whole]
        wholes = wholes or [s for s in so_far if s.quantity in share.whole]
        if not wholes or any(s.means != "exact" for s in (*parts, *wholes)):
            return None
        if len({s.scope for s in (*parts, *wholes)}) > 1:
            return None
        return parts[-1].value, [s.value for s in wholes]

    def share(self, percent: Amount) -> StatedShare | None:
        return _share(percent, *self._figures, []) if self._figures else None


def _share(
    percent: Amount, part: Number, wholes: Sequence[Number], others: Sequence[Number]
) -> StatedShare:
    every = [*wholes, *others]
    sums = [a + b for a, b in combinations(every[-8:], 2)]
    return StatedShare(
        percent=percent.value,
        low=percent.low,
        high=percent.high,
        means=percent.means,
        decimals=percent.decimals,
        part=part,
        wholes=tuple(dict.fromkeys(wholes)),
        more=(*others, *sums),
        read="",
        text="",
        anchor=Anchor(1),
        section=None,
    )
