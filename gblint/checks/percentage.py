"""Percentages against the figures that stand beside them; comparisons with last year."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from gblint.checks.hits import (
    CheckKind,
    Hit,
    Measured,
    Place,
    is_rounded,
    read_options,
    write_percent,
)
from gblint.checks.other_reports import find_misfit
from gblint.checks.prose import Meanings, add_meanings, agrees_by_words, find_meanings, sum_meaning
from gblint.pack import Options, make_variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Meaning, Number, Report, StatedShare


class PercentageCheck(Options, frozen=True, tag="percentage"):
    """A stated percentage is that of its own figures, to the digits written (GB506)."""

    stops_without = ("prose",)
    limited_without = ("paragraph",)


_BASES = (
    *((Meaning((key,)),) for key in ("completed", "received", "due", "denied", "unable")),
    *((Meaning((key,)),) for key in ("refused", "otherwise", "review", "litigation")),
    *((Meaning((key,), "decided"),) for key in ("review", "litigation")),
)


def check_percentages(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each percentage that no base in the text gives, to the digits written.

    One that is not exact (近92%) need only be such.
    """
    read_options(rule, PercentageCheck)
    meanings = find_meanings(pack)
    for share in report.prose.shares:
        # tried with every base before anything is told: what is near it is not always what it is of
        parts = [*share.parts, *_list_tabled(share, share.parts_of, report, meanings)]
        wholes = [*share.wholes, *_list_tabled(share, share.wholes_of, report, meanings)]
        every = [*wholes, *share.more]
        if not parts or not any(wholes):  # of something that neither text nor tables have
            continue
        told = not any(_gives(share, part, whole) for part in parts for whole in every)
        if told and not _is_otherwise(share, every, report, pack):
            # the first base that is no less than the part: less is absurd
            likeliest = next((whole for whole in every if whole and whole >= parts[0]), 0)
            yield _make_hit(share, parts[0], likeliest)
    prose = report.prose
    if prose.changes or prose.orders or prose.share_changes:
        from gblint.checks.prose_comparisons import compare_prose  # many reports compare nothing

        if find_misfit(report, pack):
            report = msgspec.structs.replace(report, previous=None)
        yield from compare_prose(report, pack)


def _is_otherwise(share: StatedShare, wholes: list[Number], report: Report, pack: Pack) -> bool:
    """Whether a part that the words before it name gives it, by any natural base."""
    from gblint.checks.doubtful_figures import list_share_parts  # as in `checks.prose`

    bases = [*wholes, *(add_meanings(group, report, pack) or 0 for group in _BASES)]

    def fits(part: Number) -> bool:
        return any(_gives(share, part, whole) for whole in bases)

    return agrees_by_words(list_share_parts(share, pack), fits, report, pack)


def _list_tabled(
    share: StatedShare, of: tuple[Meaning, ...], report: Report, known: Meanings
) -> list[Number]:
    """What the tables have of it."""
    meanings = of if share.own else ()
    return [value for meaning in meanings for _, value in sum_meaning(meaning, report, known)]


def _gives(share: StatedShare, part: Number, whole: Number) -> bool:
    if not whole:
        return False
    exact = Decimal(part) * 100 / Decimal(whole)
    if share.means != "exact":
        return share.low <= exact and (share.high is None or exact <= share.high)
    if abs(exact - share.percent) > 1:  # most bases are not; rounding takes longer than all else
        return False
    return is_rounded(exact, share.percent, share.decimals)


def _make_hit(share: StatedShare, part: Number, whole: Number) -> Hit:
    values: dict[str, Measured] = {
        "text": share.text,
        "read": share.read,
        "part": part,
        "whole": whole,
        "computed": write_percent(part, whole, share.decimals) if whole else "",
    }
    return Hit(Place(share.anchor, share.section, text=share.text), values, "share")


PERCENTAGE = CheckKind(
    options=PercentageCheck,
    values=("text", "read", "part", "whole", "computed"),
    variants=make_variants(
        "share",
        "points",
        **dict.fromkeys(("growth", "direction", "base", "together"), ("label",)),
        order=("label", "other"),
    ),
    check=check_percentages,
)
