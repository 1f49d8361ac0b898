"""Shares of this year beside last year's: the percentage then, and the points between the two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from gblint.checks.comparison import find_last_year, is_percent_of
from gblint.checks.hits import CellKey, Hit, Measured, Place, figure
from gblint.checks.prose import Meanings, meanings, sums_in
from gblint.findings import Say
from gblint.pack.model import Pack
from gblint.report.model import ComparedReport, Report
from gblint.report.stated import ComparedFigure, Meaning, Number, ShareChange

_TOLD = 6
"""Shares of which the likeliest is told."""

PartOfWhole = tuple[Number, Number]
"""A part and what it is of."""

Cells = tuple[CellKey, ...]
Shares = dict[tuple[Cells, Cells], PartOfWhole]
"""Shares by the cells of the part and those of the whole."""


def check_share_changes(
    report: Report, pack: Pack, previous: ComparedReport | None
) -> Iterator[Hit]:
    """One hit for each that is right by no part and whole that it may be of."""
    known = meanings(pack)
    for each in report.prose.share_changes:
        now = _shares(each, known, report, None)
        if each.now is not None and not any(is_percent_of(each.now, *one) for one in now.values()):
            continue  # it is of something else, or another rule tells it
        last: Shares = {} if previous is None else _shares(each, known, report, previous)
        for one in each.figures:
            if one.role == "base":
                if last and not any(is_percent_of(one, *share) for share in last.values()):
                    yield _hit(each, one, [_percent(share, one) for share in last.values()])
                    break
            elif not _differ(each, one, now, last):
                first = each.figures[0]
                alone = first is one
                yield _hit(each, one if alone else first, _points(each, one, now, last), alone)


def _shares(
    each: ShareChange, known: Meanings, report: Report, previous: ComparedReport | None
) -> Shares:
    """What part and whole may be in the tables, this year's or last year's."""
    parts, wholes = (
        {cells: value for one in of for cells, value in _values(one, known, report, previous)}
        for of in (each.parts_of, each.wholes_of)
    )
    return {
        (part, whole): (parts[part], wholes[whole])
        for part in parts
        for whole in wholes
        if wholes[whole] and parts[part] <= wholes[whole]
    }


def _values(
    meaning: Meaning, known: Meanings, report: Report, previous: ComparedReport | None
) -> Iterator[tuple[Cells, Number]]:
    meant = known.of(meaning)
    if meant is None:
        return
    if previous is None:
        for of, value in sums_in(report, meant.table.key, meant.sums)[0]:
            yield of.cells, value
        return
    held = previous.figures.get(meant.table.key, {})
    for each in meant.sums:
        for value in find_last_year(held, each.cells):
            yield each.cells, value


def _differ(each: ShareChange, points: ComparedFigure, now: Shares, last: Shares) -> bool:
    """Whether a difference of points may be right."""
    told = next((one for one in each.figures if one.role == "base"), each.base)
    told_now = each.now
    fitting = {
        of: one for of, one in now.items() if told_now is None or is_percent_of(told_now, *one)
    }
    pairs = [(_exact(one), _exact(last[of])) for of, one in fitting.items() if of in last]
    if not pairs and told is not None and told.exact:
        base = Decimal(told.value)
        pairs = [(_exact(one), base) for one in fitting.values()]
        if told_now is not None and told_now.exact:
            pairs.append((Decimal(told_now.value), base))
    if not pairs or not points.exact:
        return True
    off = Decimal(1).scaleb(-points.decimals)
    off = max(off, Decimal("0.1"))  # both are rounded before one is taken from the other
    return any(
        abs(abs(one - base) - Decimal(points.value)) <= off and (one - base) * points.turn >= 0
        for one, base in pairs
    )


def _exact(share: PartOfWhole) -> Decimal:
    return Decimal(share[0]) * 100 / Decimal(share[1])


def _percent(share: PartOfWhole, like: ComparedFigure) -> str:
    places = Decimal(1).scaleb(-like.decimals)
    return f"{figure(_exact(share).quantize(places, rounding=ROUND_HALF_UP))}%"


def _points(each: ShareChange, points: ComparedFigure, now: Shares, last: Shares) -> list[str]:
    told = next((one for one in each.figures if one.role == "base"), each.base)
    of = next((of for of in now if of in last), None)
    base = _exact(last[of]) if of is not None else None if told is None else Decimal(told.value)
    if not now or base is None:
        return []
    places = Decimal(1).scaleb(-max(points.decimals, 1))
    more = abs(_exact(now[of] if of is not None else next(iter(now.values()))) - base).quantize(
        places, rounding=ROUND_HALF_UP
    )
    return [figure(more)]


def _hit(
    each: ShareChange, one: ComparedFigure, computed: Sequence[str], alone: bool = True
) -> Hit:
    shown = list(dict.fromkeys(computed))[:_TOLD]
    values: dict[str, Measured] = {
        "text": each.text,
        "read": one.read if alone else one.rest,
        "part": 0,
        "whole": 0,
        "computed": Say("或".join(shown[:1]), " or ".join(shown[:1])),
    }
    return Hit(Place(one.anchor, each.section, text=each.text), values, "points")
