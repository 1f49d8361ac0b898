"""Paired measurements: two things in turn, again and again, and the median of their ratios.

What disturbs a machine disturbs both halves of a pair alike, so the ratio holds where seconds
do not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Work = Callable[[], object]


@dataclass(frozen=True)
class Measurement:
    """One comparison. `ours` and `theirs` are medians in milliseconds; `most` bounds `ratio`."""

    name: str
    file: str
    ours: float
    theirs: float
    ratio: float
    most: float

    @property
    def held(self) -> bool:
        return self.ratio <= self.most


def paired(
    name: str, *, file: str, ours: Work, theirs: Work, runs: int, most: float
) -> Measurement:
    """Run both in turn, `runs` times after one warm-up; every other time the other way round."""
    ours()
    theirs()
    pairs = []
    for run in range(runs):
        if run % 2:
            theirs_took, ours_took = _took(theirs), _took(ours)
        else:
            ours_took, theirs_took = _took(ours), _took(theirs)
        pairs.append((ours_took, theirs_took))
    return Measurement(
        name,
        file,
        ours=median(ours for ours, _ in pairs),
        theirs=median(theirs for _, theirs in pairs),
        ratio=median(ours / theirs for ours, theirs in pairs),
        most=most,
    )


def _took(work: Work) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
