"""Percentages against the figures that stand beside them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from gblint.checks.hits import Hit, Measured, Place, options
from gblint.checks.render import figure
from gblint.packs.kinds import PercentageCheck
from gblint.packs.model import Pack, Rule
from gblint.report.model import Report
from gblint.report.stated import Number, StatedShare

_ROUNDINGS = (ROUND_HALF_UP, ROUND_DOWN)


def percentage(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each percentage that no base in the text gives, to the digits written.

    One that is not exact (近92%) need only be such.
    """
    options(rule, PercentageCheck)
    for share in report.prose.shares:
        if not any(_gives(share, whole) for whole in (*share.wholes, *share.more)):
            yield _hit(share)


def _gives(share: StatedShare, whole: Number) -> bool:
    if not whole:
        return False
    exact = Decimal(share.part) * 100 / Decimal(whole)
    if share.means != "exact":
        return share.low <= exact and (share.high is None or exact <= share.high)
    if abs(exact - share.percent) > 1:  # most bases are not; rounding takes longer than all else
        return False
    return share.percent in {_rounded(share, whole, rounding) for rounding in _ROUNDINGS}


def _rounded(share: StatedShare, whole: Number, rounding: str) -> Decimal:
    exact = Decimal(share.part) * 100 / Decimal(whole)
    return exact.quantize(Decimal(1).scaleb(-share.decimals), rounding=rounding)


def _hit(share: StatedShare) -> Hit:
    whole = share.wholes[0]
    computed = f"{figure(_rounded(share, whole, ROUND_HALF_UP))}%" if whole else ""
    values: dict[str, Measured] = {
        "text": share.text,
        "read": share.read,
        "part": share.part,
        "whole": whole,
        "computed": computed,
    }
    return Hit(Place(share.anchor, share.section, text=share.text), values)
