"""Percentages against the figures that stand beside them."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from gblint.checks.hits import CheckKind, Hit, Measured, Place, options
from gblint.checks.prose import Meanings, Meant, added, agrees_by_words, meanings, sums_in
from gblint.checks.render import figure
from gblint.checks.succession import misfit
from gblint.checks.wordings import named_in, share_parts
from gblint.pack.base import Options
from gblint.pack.kind import variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Gist, Report
from gblint.report.stated import Change, Meaning, Number, StatedShare


class PercentageCheck(Options, frozen=True, tag="percentage"):
    """A stated percentage is that of its own figures, to the digits written (GB506)."""

    stops_without = ("prose",)
    limited_without = ("paragraph",)


_BASES = (
    *((Meaning((key,)),) for key in ("completed", "received", "due", "denied", "unable")),
    *((Meaning((key,)),) for key in ("refused", "otherwise", "review", "litigation")),
    *((Meaning((key,), "decided"),) for key in ("review", "litigation")),
)
_ROUNDINGS = (ROUND_HALF_UP, ROUND_DOWN)


def percentage(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each percentage that no base in the text gives, to the digits written.

    One that is not exact (近92%) need only be such.
    """
    options(rule, PercentageCheck)
    known = meanings(pack)
    for share in report.prose.shares:
        parts = list(dict.fromkeys([*share.parts, *_tabled(share, share.parts_of, report, known)]))
        wholes = [*share.wholes, *_tabled(share, share.wholes_of, report, known)]
        every = [*wholes, *share.more]
        if not parts or not any(wholes):
            continue
        told = not any(_gives(share, part, whole) for part in parts for whole in every)
        if told and not _is_otherwise(share, every, report, pack):
            yield _hit(share, parts[0], _likeliest(parts[0], every))
    if report.previous is not None and not misfit(report, pack):
        yield from growth(report, pack)


def _is_otherwise(share: StatedShare, wholes: list[Number], report: Report, pack: Pack) -> bool:
    """Whether a part that the words before it name gives it, by any natural base."""
    bases = [*wholes, *(added(group, report, pack) or 0 for group in _BASES)]

    def fits(part: Number) -> bool:
        return any(_gives(share, part, whole) for whole in bases)

    return agrees_by_words(share_parts(share, pack), fits, report, pack)


def growth(report: Report, pack: Pack) -> Iterator[Hit]:
    """One hit for each change against last year that the tables of both years do not give.

    Either figure may be that of the prose or of the tables, whichever is right.
    """
    known, previous = meanings(pack), report.previous
    for change in report.prose.changes:
        meant = known.of(change.quantity)
        if meant is None or previous is None:
            continue
        last = _last_year(previous, meant)
        now = [value for _, value in sums_in(report, meant.table.key, meant.sums)[0]]
        told = [s.value for s in report.prose.stated if s.meanings[0] == change.quantity]
        if not last or not now or any(_changed(change, a, b) for a in (*now, *told) for b in last):
            continue
        if _is_of_another(change, report, previous, pack):
            continue
        yield _growth_hit(change, now[0], last[0], meant)


def _is_of_another(change: Change, report: Report, previous: Gist, pack: Pack) -> bool:
    """Whether it is that of another quantity of the sentence (分别减少6件、5件)."""
    known = meanings(pack)
    for meaning in named_in(change.text, pack):
        meant = known.of(meaning)
        if meant is None:
            continue
        now = [value for _, value in sums_in(report, meant.table.key, meant.sums)[0]]
        if any(_changed(change, a, b) for a in now if a for b in _last_year(previous, meant) if b):
            return True
    return False


def _last_year(previous: Gist, meant: Meant) -> list[Number]:
    """What last year's tables have for the sums of a quantity; none where a cell is unread."""
    held = previous.figures.get(meant.table.key, {})
    found: list[Number] = []
    for each in meant.sums:
        values = [held.get(cell) for cell in each.cells]
        read = [value for value in values if value is not None]
        if len(read) == len(values):
            found.append(sum(read))
    return found


def _changed(change: Change, now: Number, last: Number) -> bool:
    """Whether the change is that from last year's figure to this year's."""
    if not change.percent:
        more: Number = abs(Decimal(now) - Decimal(last))
        return change.low <= more and (change.high is None or more <= change.high)
    if not last:
        return True
    exact = abs(Decimal(now) - Decimal(last)) * 100 / Decimal(last)
    if change.low != change.amount or change.high != change.amount:
        return change.low <= exact and (change.high is None or exact <= change.high)
    places = Decimal(1).scaleb(-change.decimals)
    return any(exact.quantize(places, rounding=one) == change.amount for one in _ROUNDINGS)


def _growth_hit(change: Change, now: Number, last: Number, meant: Meant) -> Hit:
    computed = figure(abs(Decimal(now) - Decimal(last)))
    if change.percent and last:
        exact = abs(Decimal(now) - Decimal(last)) * 100 / Decimal(last)
        places = Decimal(1).scaleb(-change.decimals)
        computed = f"{figure(exact.quantize(places, rounding=ROUND_HALF_UP))}%"
    values: dict[str, Measured] = {
        "text": change.text,
        "read": change.read,
        "part": now,
        "whole": last,
        "computed": computed,
        "label": meant.name,
    }
    return Hit(Place(change.anchor, change.section, text=change.text), values, "growth")


def _tabled(
    share: StatedShare, of: tuple[Meaning, ...], report: Report, known: Meanings
) -> list[Number]:
    """What the tables have of it."""
    found: list[Number] = []
    for meaning in of if share.own else ():
        meant = known.of(meaning)
        if meant is not None:
            figures, _ = sums_in(report, meant.table.key, meant.sums)
            found += (value for _, value in figures)
    return found


def _likeliest(part: Number, wholes: list[Number]) -> Number:
    """The first base that is no less than the part: less is absurd."""
    return next((whole for whole in wholes if whole and whole >= part), 0)


def _gives(share: StatedShare, part: Number, whole: Number) -> bool:
    if not whole:
        return False
    exact = Decimal(part) * 100 / Decimal(whole)
    if share.means != "exact":
        return share.low <= exact and (share.high is None or exact <= share.high)
    if abs(exact - share.percent) > 1:  # most bases are not; rounding takes longer than all else
        return False
    return share.percent in {_rounded(share, part, whole, rounding) for rounding in _ROUNDINGS}


def _rounded(share: StatedShare, part: Number, whole: Number, rounding: str) -> Decimal:
    exact = Decimal(part) * 100 / Decimal(whole)
    return exact.quantize(Decimal(1).scaleb(-share.decimals), rounding=rounding)


def _hit(share: StatedShare, part: Number, whole: Number) -> Hit:
    computed = f"{figure(_rounded(share, part, whole, ROUND_HALF_UP))}%" if whole else ""
    values: dict[str, Measured] = {
        "text": share.text,
        "read": share.read,
        "part": part,
        "whole": whole,
        "computed": computed,
    }
    return Hit(Place(share.anchor, share.section, text=share.text), values, "share")


PERCENTAGE = CheckKind(
    options=PercentageCheck,
    finds="percentages that their figures do not give",
    values=("text", "read", "part", "whole", "computed"),
    variants=variants("share", growth=("label",)),
    check=percentage,
)
