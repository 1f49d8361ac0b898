"""All applications as a bare figure: 27件（含结转2件）全部办结, 36件中自然人34件."""

from __future__ import annotations

from gblint.findings import Say
from gblint.report.prose.model import State, Taken
from gblint.report.prose.words import NO_WEIGHT, Segment, has
from gblint.report.stated import Meaning

_ALL = (Meaning(("received",)), Meaning(("completed",)), Meaning(("due",)))
_WHY = Say("这些申请", "these applications")
_LIGHT = NO_WEIGHT | {"request"}
_HEAVY = frozenset(("part", "rest", "total", "year", "absolute", "scope", "organ", "excepting"))
_GOES_ON = ("arriving", "carrying", "finishing")


def take_whole(segment: Segment, state: State, *, first: bool) -> Taken | None:
    """A figure that nothing says more of, at the beginning of a sentence or as that in which
    others are (这69件中已有66件): all that the paragraph is of. `first` says that it stands in the
    first clause of its sentence.
    """
    kinds = segment.kinds
    if state.topic != "requests" or state.year != 0 or state.held is not None or state.unrelated:
        return None
    if not segment.amount.exact or not segment.amount.unit or not kinds <= _LIGHT:
        return None
    if not kinds.isdisjoint(_HEAVY):
        return None
    within = has(segment.after, "within")
    if has(segment.before, "within") or (segment.words and not within):
        return None
    if state.sentence_begun or not first:
        last = state.last_in_sentence
        if not within or last.role not in _GOES_ON or not last.meanings:
            return None
    return Taken(_ALL, _WHY, "arriving")
