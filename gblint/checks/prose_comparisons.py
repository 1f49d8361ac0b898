"""What prose compares: with last year, shares of the two years, and one thing with another.

Of the check kind `percentage`, which imports it for reports that compare anything. Of a comparison
with last year, last year's figure, the change and this year's must agree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from gblint.checks.hits import (
    ROUNDINGS,
    CellFigures,
    CellKey,
    Hit,
    Measured,
    Place,
    is_rounded,
    write_figure,
    write_percent,
)
from gblint.checks.prose import MeaningIndex, find_meanings, list_sums, sum_meaning
from gblint.document import Anchor
from gblint.findings import Say
from gblint.pack.model import Pack
from gblint.report.model import (
    ComparedFigure,
    ComparedReport,
    CountChange,
    Meaning,
    Number,
    Order,
    Report,
    ShareChange,
)

_NEAR = 3
"""How far from the figure that a rounded percentage gives the right one may be."""
_CHANGES = ("amount", "percent", "ratio")
_VARIANTS = {"base": "base", **dict.fromkeys(_CHANGES, "growth")}


class KnownPairs(msgspec.Struct, frozen=True):
    """What may be this year's figure, each with what last year's report has for it.

    `tabled` says that this year's is the table's; a figure is None where nothing is known of it.
    """

    pairs: tuple[tuple[Number | None, tuple[Number, ...]], ...]
    tabled: bool
    name: Say


class Fit(msgspec.Struct, frozen=True):
    """A figure for this year and one for last year with which all is right but what is left out."""

    now: Number | None
    base: Number | None


def compare_prose(report: Report, pack: Pack) -> Iterator[Hit]:
    """The hits of all that prose compares; `report.previous` is last year's where it has one."""
    yield from _check_comparisons(report, pack)
    yield from _check_orders(report, pack)
    yield from _check_share_changes(report, pack)


def _check_comparisons(report: Report, pack: Pack) -> Iterator[Hit]:
    """One hit for each comparison that is right by no figure that it may be of.

    It names the one figure by which all would be right, or all those of which any may be wrong.
    """
    for comparison in report.prose.changes:
        figures = {figure.role: figure for figure in comparison.figures}
        pairs = _find_known(comparison.meanings, figures, report, pack)
        if _find_fit(figures, pairs) is not None or _fits_whole(comparison, report, pack):
            continue
        fits = {role: _find_fit(figures, pairs, role) for role in figures}
        wrong = {role: fit for role, fit in fits.items() if fit is not None}
        if pairs.tabled:
            wrong.pop("now", None)  # the rule on numbers of the prose names it
        if wrong and not _is_of_another(figures, comparison, report, pack):
            yield _make_hit(comparison, wrong, pairs)


def _find_known(
    may_mean: Collection[Meaning], figures: dict[str, ComparedFigure], report: Report, pack: Pack
) -> KnownPairs:
    """What this year's figure may be, by the tables and as told, with last year's for each."""
    meanings, last = find_meanings(pack), report.previous
    pairs: dict[Number | None, tuple[Number, ...]] = {}
    name = Say("该项", "this")
    for meaning in may_mean:
        meant = meanings.find(meaning)
        if meant is None:
            continue
        name = name if pairs else meant.name
        if meant.bounds:
            continue
        table = meant.table.key
        for found, value in list_sums(report, table, meant.sums)[0]:
            if last is None:
                before = _list_carried_in(meaning, report, meanings)
            else:
                before = _find_last_year(last.figures.get(table, {}), found.cells)
            pairs[value] = (*pairs.get(value, ()), *before)
    # the comparison may be right of this year's figure as told, even where that is not the table's:
    # then the rule on numbers of the prose says so, and one finding is enough
    tabled, now = bool(pairs), figures.get("now")
    if now is not None and now.exact:
        likeliest = next(iter(pairs), None)
        if now.value not in pairs:  # it is wrong, or of something else
            pairs = dict.fromkeys(pairs, ())
        pairs = ({} if now.value == likeliest else pairs) | {now.value: pairs.get(now.value, ())}
    return KnownPairs(tuple(pairs.items()) or ((None, ()),), tabled, name)


def _list_carried_in(
    meaning: Meaning, report: Report, meanings: MeaningIndex
) -> tuple[Number, ...]:
    """Of what was carried out, last year's is what this year's table has as carried in."""
    if meaning.heads != ("carried_out",):
        return ()
    carried_in = Meaning(("carried_in",), meaning.column)
    return tuple(value for _, value in sum_meaning(carried_in, report, meanings))


def _find_last_year(held: CellFigures, cells: Collection[CellKey]) -> tuple[Number, ...]:
    """What last year's table has for a sum of cells; none where one is unread."""
    values = [held.get(cell) for cell in cells]
    read = [value for value in values if value is not None]
    return (sum(read),) if len(read) == len(values) else ()


def _find_fit(figures: dict[str, ComparedFigure], known: KnownPairs, but: str = "") -> Fit | None:
    """Figures by which all is right, the one of the role `but` left out."""
    rest = {role: one for role, one in figures.items() if role != but}
    tried = list(known.pairs)
    if but == "now":
        tried = [*((now, _) for now, _ in tried if now != figures["now"].value), (None, ())]
    for now, last in tried:
        for base in _list_bases(rest, now, last):
            if _agree(rest, now, base):
                return Fit(now, base)
    return None


def _list_bases(
    figures: dict[str, ComparedFigure], now: Number | None, last: Sequence[Number]
) -> Sequence[Number | None]:
    """What last year's figure may be: as told, as last year's report has it, or worked out."""
    base = figures.get("base")
    if base is not None:
        if not base.exact:
            return [one for one in last if base.may_be(one)] if last else [None]
        return [base.value] if not last or base.value in last else []
    if last:
        return last
    amount, percent = figures.get("amount"), figures.get("percent")
    if now is None:
        return [None]
    # more and less are both tried: which way it was told to turn is asked when figures are known
    found: list[Number | None] = []
    if amount is not None:  # 减收1240万元 is rounded, and may be just that
        found += [now - amount.value, now + amount.value]
    if percent is not None and percent.exact and not (amount is not None and amount.exact):
        for by in (100 + percent.value, 100 - percent.value):
            # a rounded percentage is that of several bases; all of these are tried
            near = int(now * 100 / by) if by > 0 else 0
            found += range(max(near - _NEAR, 1), near + _NEAR)
    return found or [None]


def _agree(figures: dict[str, ComparedFigure], now: Number | None, base: Number | None) -> bool:
    """Whether change, percentage and ratio are those of two figures, as far as both are known."""
    amount, percent, ratio = (figures.get(role) for role in _CHANGES)
    if now is not None and base is not None:
        more: Number = abs(Decimal(now) - Decimal(base))
        if amount is not None and not amount.may_be(more):
            return False
        if any(one is not None and _turns_wrong(one, now, base) for one in (amount, percent)):
            return False
    elif amount is not None and amount.exact:
        more = amount.value
    else:
        return True
    if base is None:
        return True
    # of a base of 0 there is no percentage, so that any will do
    if base < 0 or (percent is not None and base and not _is_percent_of(percent, more, base)):
        return False
    return not (ratio is not None and base and now is not None) or _is_percent_of(ratio, now, base)


def _turns_wrong(change: ComparedFigure, now: Number, base: Number) -> bool:
    """Whether growth is told where it fell, or decline where it grew."""
    return bool(change.turn) and (now - base) * change.turn < 0


def _is_percent_of(percent: ComparedFigure, part: Number, whole: Number) -> bool:
    """Whether a percentage is that of a part, to the digits written."""
    exact = Decimal(part) * 100 / Decimal(whole)
    if not percent.exact:
        return percent.may_be(exact)
    roundings = ROUNDINGS if percent.decimals >= 0 else ROUNDINGS[:1]  # 2.7 times are not 2倍
    return is_rounded(exact, percent.value, percent.decimals, roundings)


def _fits_whole(comparison: CountChange, report: Report, pack: Pack) -> bool:
    """Whether it is right of what the figure before it is a part of."""
    for whole in comparison.wholes:
        figures = {figure.role: figure for figure in whole.figures}
        if _find_fit(figures, _find_known(whole.meanings, figures, report, pack)) is not None:
            return True
    return False


def _is_of_another(
    figures: dict[str, ComparedFigure], comparison: CountChange, report: Report, pack: Pack
) -> bool:
    """Whether it is that of another quantity of the sentence (分别减少6件、5件)."""
    if report.previous is None or not comparison.meanings or "now" in figures:
        return False
    from gblint.report.prose.named import make_words  # few reports have such a comparison

    for meaning in make_words(comparison.text, pack).list_meanings():
        if meaning in comparison.meanings:
            continue
        pairs = _find_known((meaning,), figures, report, pack)
        known_well = any(now and any(last) for now, last in pairs.pairs)
        if pairs.tabled and known_well and _find_fit(figures, pairs) is not None:
            return True
    return False


def _make_hit(comparison: CountChange, wrong: dict[str, Fit], pairs: KnownPairs) -> Hit:
    """The only figure that may be wrong, or the text from the first that may be."""
    first = next(figure for figure in comparison.figures if figure.role in wrong)
    fit = wrong[first.role]
    alone = len(wrong) == 1
    variant = _VARIANTS.get(first.role, "together") if alone else "together"
    if variant == "growth" and _turns_wrong(first, fit.now or 0, fit.base or 0):
        variant = "direction"
    values: dict[str, Measured] = {
        "text": comparison.text,
        "read": first.read if variant != "together" else first.rest,
        "part": fit.now or 0,
        "whole": fit.base or 0,
        "computed": _say_computed(first, fit)
        if variant in ("growth", "direction")
        else _say_figures(comparison.figures, fit),
        "label": pairs.name,
    }
    anchor = first.anchor if variant != "together" else first.begins
    return Hit(Place(anchor, comparison.section, text=comparison.text), values, variant)


def _say_computed(change: ComparedFigure, fit: Fit) -> str:
    """What a change would be by the figures that are right."""
    now, base = fit.now or 0, fit.base or 0
    more = abs(Decimal(now) - Decimal(base))
    if change.role == "amount" or not base:
        return write_figure(more)
    return write_percent(now if change.role == "ratio" else more, base, change.decimals)


def _say_figures(figures: Collection[ComparedFigure], fit: Fit) -> Say:
    """Last year's figure and this year's or the change, and what they come to."""
    by = {figure.role: figure for figure in figures}
    base, now, amount = (by.get(role) for role in ("base", "now", "amount"))
    if base is None and now is not None and amount is not None and now.value > amount.value:
        zh, en = f"{now.read}减去或加上{amount.read}", f"{now.read} less or plus {amount.read}"
        return Say(f"{zh}，得不出所写的百分比", f"{en} does not give the percentage")
    if base is None or not base.value:
        return Say("变化量与百分比不符", "the change is not the percentage")
    this_year = fit.now if now is None else now.value
    part = Decimal(0) if this_year is None else abs(Decimal(this_year) - Decimal(base.value))
    if amount is not None and now is None:
        part = Decimal(amount.value)
    figure = write_figure(part)
    if "percent" not in by and "ratio" not in by:
        return Say(f"与{base.read}相差 {figure}", f"the difference from {base.read} is {figure}")
    share = write_percent(part, base.value, 2)
    return Say(
        f"与{base.read}相差 {figure}，为 {share}",
        f"a difference of {figure} from {base.read} is {share}",
    )


PartOfWhole = tuple[Number, Number]
"""A part and what it is of."""

Cells = tuple[CellKey, ...]
Shares = dict[tuple[Cells, Cells], PartOfWhole]
"""Shares by the cells of the part and those of the whole."""


def _check_share_changes(report: Report, pack: Pack) -> Iterator[Hit]:
    """One hit for each that is right by no part and whole that it may be of."""
    meanings, previous = find_meanings(pack), report.previous
    for change in report.prose.share_changes:
        now = _list_shares(change, meanings, report, None)
        if change.now is not None and not any(
            _is_percent_of(change.now, *figure) for figure in now.values()
        ):
            continue  # it is of something else, or another rule tells it
        last: Shares = {} if previous is None else _list_shares(change, meanings, report, previous)
        for figure in change.figures:
            if figure.role == "base":
                if last and not any(_is_percent_of(figure, *share) for share in last.values()):
                    likeliest = write_percent(*next(iter(last.values())), figure.decimals)
                    yield _make_share_hit(change, figure.anchor, figure.read, likeliest)
                    break  # the points come of it
            elif not _may_differ(change, figure, now, last):
                first = change.figures[0]
                read = figure.read if first is figure else first.rest
                points = _reckon_points(change, figure, now, last)
                anchor = first.anchor if first is figure else first.begins
                yield _make_share_hit(change, anchor, read, points)


def _list_shares(
    change: ShareChange, meanings: MeaningIndex, report: Report, previous: ComparedReport | None
) -> Shares:
    """What part and whole may be in the tables, this year's or last year's."""
    parts, wholes = (
        {
            cells: value
            for one in of
            for cells, value in _iterate_values(one, meanings, report, previous)
        }
        for of in (change.parts_of, change.wholes_of)
    )
    return {
        (part, whole): (parts[part], wholes[whole])
        for part in parts
        for whole in wholes
        if wholes[whole] and parts[part] <= wholes[whole]
    }


def _iterate_values(
    meaning: Meaning, meanings: MeaningIndex, report: Report, previous: ComparedReport | None
) -> Iterator[tuple[Cells, Number]]:
    meant = meanings.find(meaning)
    if previous is None:
        yield from ((of.cells, value) for of, value in sum_meaning(meaning, report, meanings))
    elif meant is not None:
        held = previous.figures.get(meant.table.key, {})
        for each in meant.sums:
            yield from ((each.cells, value) for value in _find_last_year(held, each.cells))


def _may_differ(change: ShareChange, points: ComparedFigure, now: Shares, last: Shares) -> bool:
    """Whether a difference of points may be right."""
    told = next((figure for figure in change.figures if figure.role == "base"), change.base)
    now_told = change.now
    fitting = {
        of: one for of, one in now.items() if now_told is None or _is_percent_of(now_told, *one)
    }
    pairs = [
        (_reckon_percent(one), _reckon_percent(last[of]))
        for of, one in fitting.items()
        if of in last
    ]
    if not pairs and told is not None and told.exact:
        base = Decimal(told.value)
        pairs = [(_reckon_percent(one), base) for one in fitting.values()]
        if now_told is not None and now_told.exact:
            pairs.append((Decimal(now_told.value), base))
    if not pairs or not points.exact:
        return True
    off = Decimal(1).scaleb(-points.decimals)
    off = max(off, Decimal("0.1"))  # both are rounded before one is taken from the other
    return any(
        abs(abs(one - base) - Decimal(points.value)) <= off and (one - base) * points.turn >= 0
        for one, base in pairs
    )


def _reckon_percent(share: PartOfWhole) -> Decimal:
    return Decimal(share[0]) * 100 / Decimal(share[1])


def _reckon_points(change: ShareChange, points: ComparedFigure, now: Shares, last: Shares) -> str:
    """How many points lie between the likeliest shares of the two years, "" where that is open."""
    told = next((figure for figure in change.figures if figure.role == "base"), change.base)
    both = next((of for of in now if of in last), None)
    if both is not None:
        share, base = now[both], _reckon_percent(last[both])
    elif now and told is not None:
        share, base = next(iter(now.values())), Decimal(told.value)
    else:
        return ""
    places = Decimal(1).scaleb(-max(points.decimals, 1))
    more = abs(_reckon_percent(share) - base)
    return write_figure(more.quantize(places, rounding=ROUND_HALF_UP))


def _make_share_hit(change: ShareChange, anchor: Anchor, read: str, computed: str) -> Hit:
    values: dict[str, Measured] = {
        "text": change.text,
        "read": read,
        "part": 0,
        "whole": 0,
        "computed": computed,
    }
    return Hit(Place(anchor, change.section, text=change.text), values, "points")


_ABOUT = 5
"""What is about as much is off by less than one part in so many, or by no more than"""
_LEAST_ABOUT = 2


class _BrokenOrder(msgspec.Struct, frozen=True, gc=False):
    """What does not stand to another as the prose says, with the figures of the tables."""

    meaning: Meaning
    value: Number
    other: Meaning
    other_value: Number


def _check_orders(report: Report, pack: Pack) -> Iterator[Hit]:
    """One hit for each that holds by no reading; none where a cell is not read."""
    meanings = find_meanings(pack)
    for order in report.prose.orders:
        broken: _BrokenOrder | None = None
        for left, others in order.ways:
            # one cell that is not read may be what makes it right: then nothing is told
            values = _list_values(left, report, meanings)
            figures = ((other, _list_values(other, report, meanings)) for other in others)
            besides = [(other, found) for other, found in figures if found]
            read = values and len(besides) == len(others)
            wrong = (
                _BrokenOrder(left, values[0], other, found[0])
                for other, found in besides
                if not any(_holds(order, value, two) for value in values for two in found)
            )
            first = next(wrong, None) if read else None
            if first is None:
                broken = None
                break
            broken = broken or first
        if broken is not None:
            yield _make_order_hit(order, broken, meanings)


def _list_values(meaning: Meaning, report: Report, meanings: MeaningIndex) -> list[Number]:
    """What the tables give for it; nothing where that is not all read."""
    meant = meanings.find(meaning)
    if meant is None or meant.bounds:
        return []
    figures, gone = list_sums(report, meant.table.key, meant.sums)
    return [] if gone else [value for _, value in figures]


def _holds(order: Order, left: Number, right: Number) -> bool:
    more = Decimal(left) - Decimal(right)
    if order.near:
        return abs(more) <= max(
            Decimal(_LEAST_ABOUT), max(Decimal(left), Decimal(right)) / Decimal(_ABOUT)
        )
    return (order.low is None or more >= order.low) and (order.high is None or more <= order.high)


def _make_order_hit(order: Order, broken: _BrokenOrder, meanings: MeaningIndex) -> Hit:
    values: dict[str, Measured] = {
        "text": order.text,
        "read": order.read,
        "part": broken.value,
        "whole": broken.other_value,
        "computed": "",
        "label": meanings.name(broken.meaning),
        "other": meanings.name(broken.other),
    }
    return Hit(Place(order.anchor, order.section, text=order.text), values, "order")
