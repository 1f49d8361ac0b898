"""Percentages of figures that stand in the same sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import msgspec

from gblint import patterns
from gblint.document import Anchor
from gblint.packs.prose_model import Share
from gblint.report.amounts import Amount
from gblint.report.prose_lexicon import ProseLexicon
from gblint.report.stated import Number, Stated, StatedShare


class Stretch(msgspec.Struct, frozen=True):
    """Offsets in a sentence as it was before signs were put for its figures."""

    start: int
    end: int


def find_shares(
    lexicon: ProseLexicon,
    text: str,
    amounts: Mapping[int, Amount],
    own: Sequence[Stated],
    earlier: Sequence[Amount],
) -> Iterator[tuple[StatedShare, Stretch]]:
    """The shares of a sentence; `own` is what it states, `earlier` are the figures before it.

    A share whose base does not stand in the sentence is none.
    """
    for share, form in lexicon.shares:
        matches = list(patterns.finditer(form, text))
        parts = {m.start("n") for m in matches if "n" in m.re.groupindex}
        for match in matches:
            percent = amounts.get(match.start("p"))
            if percent is None:
                continue
            at = match.start("n") if "n" in match.re.groupindex else -1
            part = amounts.get(at)
            # what has a share of its own is a part beside this one, not its base
            before = {
                place: a
                for place, a in amounts.items()
                if place < match.start("p") and (place == at or place not in parts)
            }
            stretch = Stretch(percent.start, percent.end)
            found = (
                _of_part(percent, part, before, earlier)
                if part is not None
                else _of_stated(percent, share, own, percent.start)
            )
            if found is not None:
                yield found, stretch


def _of_part(
    percent: Amount, part: Amount, before: Mapping[int, Amount], earlier: Sequence[Amount]
) -> StatedShare | None:
    """The share of a figure: of one that stands before it in the sentence and is not less."""
    if not part.exact:
        return None
    wholes = [a for a in before.values() if a is not part and _like(a, part)]
    if not any(a.start < part.start for a in wholes) or not all(a.exact for a in wholes):
        return None
    others = [a.value for a in earlier if _like(a, part)]
    values = [a.value for a in wholes]
    return _share(percent, part.value, values, others)


def _like(amount: Amount, part: Amount) -> bool:
    return amount.unit == part.unit and amount.value >= part.value


def _of_stated(
    percent: Amount, share: Share, own: Sequence[Stated], place: int
) -> StatedShare | None:
    """The share of what the sentence states: the last of `part`, by all that it has of `whole`."""
    parts = [s for s in own if s.quantity in share.part]
    wholes = [s for s in own if s.quantity in share.whole]
    if not parts or not wholes or any(s.means != "exact" for s in (*parts, *wholes)) or place < 0:
        return None
    if len({s.scope for s in (*parts, *wholes)}) > 1:
        return None
    return _share(percent, parts[-1].value, [s.value for s in wholes], [])


def _share(
    percent: Amount, part: Number, wholes: Sequence[Number], others: Sequence[Number]
) -> StatedShare:
    every = [*wholes, *others]
    sums = [a + b for a, b in combinations(every[-8:], 2)]
    return StatedShare(
        percent=percent.value,
        decimals=percent.decimals,
        part=part,
        wholes=tuple(dict.fromkeys(wholes)),
        more=(*others, *sums),
        read="",
        text="",
        anchor=Anchor(1),
        section=None,
    )
