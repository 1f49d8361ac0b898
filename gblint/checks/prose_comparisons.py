"""What prose compares: with last year, shares of the two years, and one thing with another.

Of the check kind `percentage`, which imports it for reports that compare anything. Of a comparison
with last year, last year's figure, the change and this year's must agree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import msgspec

from gblint.checks.hits import CellKey, Hit, Measured, Place, write_figure, write_percent
from gblint.checks.prose import Meanings, find_meanings, list_sums, sum_meaning
from gblint.findings import Say
from gblint.pack.model import Pack
from gblint.report.model import ComparedReport, Report
from gblint.report.stated import ComparedFigure, Comparison, Meaning, Number, Order, ShareChange

_ROUNDINGS = (ROUND_HALF_UP, ROUND_DOWN)
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


def compare_prose(report: Report, pack: Pack, previous: ComparedReport | None) -> Iterator[Hit]:
    """The hits of all that prose compares; `previous` is last year's report where it is one."""
    yield from _check_comparisons(report, pack, previous)
    yield from _check_orders(report, pack)
    yield from _check_share_changes(report, pack, previous)


def _check_comparisons(
    report: Report, pack: Pack, previous: ComparedReport | None
) -> Iterator[Hit]:
    """One hit for each comparison that is right by no figure that it may be of.

    It names the one figure by which all would be right, or all those of which any may be wrong.
    """
    meanings = find_meanings(pack)
    for each in report.prose.changes:
        figures = {one.role: one for one in each.figures}
        about = _find_known(each, figures, report, meanings, previous)
        if _find_fit(figures, about) is not None:
            continue
        wrong = {
            role: fit for role in figures if (fit := _find_fit(figures, about, role)) is not None
        }
        if about.tabled:
            wrong.pop("now", None)  # another rule names it
        if wrong and not _is_of_another(figures, each, report, pack, previous):
            yield _make_hit(each, wrong, about)


def _find_known(
    each: Comparison,
    figures: dict[str, ComparedFigure],
    report: Report,
    meanings: Meanings,
    previous: ComparedReport | None,
) -> KnownPairs:
    pairs: dict[Number | None, tuple[Number, ...]] = {}
    name = Say("该项", "this")
    for meaning in each.meanings:
        meant = meanings.of(meaning)
        if meant is None:
            continue
        name = name if pairs else meant.name
        held = previous.figures.get(meant.table.key, {}) if previous else {}
        carried = _list_carried_in(meaning, report, meanings) if previous is None else ()
        for found, value in list_sums(report, meant.table.key, meant.sums)[0]:
            pairs[value] = (*pairs.get(value, ()), *_find_last_year(held, found.cells), *carried)
    tabled, told = bool(pairs), figures.get("now")
    if told is not None and told.exact:
        likeliest = next(iter(pairs), None)
        if told.value not in pairs:  # it is wrong, or of something else
            pairs = dict.fromkeys(pairs, ())
        pairs = ({} if told.value == likeliest else pairs) | {told.value: pairs.get(told.value, ())}
    return KnownPairs(tuple(pairs.items()) or ((None, ()),), tabled, name)


def _list_carried_in(meaning: Meaning, report: Report, meanings: Meanings) -> tuple[Number, ...]:
    """Of what was carried out, last year's is what this year's table has as carried in."""
    if meaning.heads != ("carried_out",):
        return ()
    carried_in = Meaning(("carried_in",), meaning.column)
    return tuple(value for _, value in sum_meaning(carried_in, report, meanings))


def _find_last_year(
    held: Mapping[CellKey, Number | None], cells: Collection[CellKey]
) -> tuple[Number, ...]:
    """What last year's table has for a sum of cells; none where one is unread."""
    values = [held.get(cell) for cell in cells]
    read = [value for value in values if value is not None]
    return (sum(read),) if len(read) == len(values) else ()


def _find_fit(figures: dict[str, ComparedFigure], about: KnownPairs, but: str = "") -> Fit | None:
    """Figures by which all is right, the one of the role `but` left out."""
    left = {role: one for role, one in figures.items() if role != but}
    every = list(about.pairs)
    if but == "now":
        every = [*((now, _) for now, _ in every if now != figures["now"].value), (None, ())]
    for now, last in every:
        for base in _list_bases(left, now, last):
            if _agree(left, now, base):
                return Fit(now, base)
    return None


def _list_bases(
    figures: dict[str, ComparedFigure], now: Number | None, last: Sequence[Number]
) -> Sequence[Number | None]:
    """What last year's figure may be: as told, as last year's report has it, or worked out."""
    told = figures.get("base")
    if told is not None:
        if not told.exact:
            return [one for one in last if told.may_be(one)] if last else [None]
        return [told.value] if not last or told.value in last else []
    if last:
        return last
    amount, percent = figures.get("amount"), figures.get("percent")
    if now is None:
        return [None]
    found: list[Number | None] = []
    if amount is not None and amount.exact:
        found += [now - amount.value, now + amount.value]
    elif percent is not None and percent.exact:
        for by in (100 + percent.value, 100 - percent.value):
            near = int(now * 100 / by) if by > 0 else 0
            found += range(max(near - _NEAR, 1), near + _NEAR)
    return found or [None]


def _agree(figures: dict[str, ComparedFigure], now: Number | None, base: Number | None) -> bool:
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
    if base < 0 or (percent is not None and base and not _is_percent_of(percent, more, base)):
        return False
    return not (ratio is not None and base and now is not None) or _is_percent_of(ratio, now, base)


def _turns_wrong(one: ComparedFigure, now: Number, base: Number) -> bool:
    """Whether growth is told where it fell, or decline where it grew."""
    return bool(one.turn) and (now - base) * one.turn < 0


def _is_percent_of(percent: ComparedFigure, part: Number, whole: Number) -> bool:
    """Whether a percentage is that of a part, to the digits written."""
    exact = Decimal(part) * 100 / Decimal(whole)
    if not percent.exact:
        return percent.may_be(exact)
    places = Decimal(1).scaleb(-percent.decimals)
    roundings = _ROUNDINGS if percent.decimals >= 0 else _ROUNDINGS[:1]  # 2.7 times are not 2倍
    return any(exact.quantize(places, rounding=one) == percent.value for one in roundings)


def _is_of_another(
    figures: dict[str, ComparedFigure],
    each: Comparison,
    report: Report,
    pack: Pack,
    previous: ComparedReport | None,
) -> bool:
    """Whether it is that of another quantity of the sentence (分别减少6件、5件)."""
    meanings = find_meanings(pack)
    if previous is None or not each.meanings or "now" in figures:
        return False
    from gblint.checks.doubtful_figures import find_named  # as in `checks.prose`

    for meaning in find_named(each.text, pack):
        if meaning in each.meanings:
            continue
        about = _find_known(
            msgspec.structs.replace(each, meanings=(meaning,)), figures, report, meanings, previous
        )
        known_well = any(now and any(last) for now, last in about.pairs)
        if about.tabled and known_well and _find_fit(figures, about) is not None:
            return True
    return False


def _make_hit(each: Comparison, wrong: dict[str, Fit], about: KnownPairs) -> Hit:
    """The only figure that may be wrong, or the text from the first that may be."""
    first = next(one for one in each.figures if one.role in wrong)
    fit = wrong[first.role]
    alone = len(wrong) == 1
    variant = _VARIANTS.get(first.role, "together") if alone else "together"
    if variant == "growth" and _turns_wrong(first, fit.now or 0, fit.base or 0):
        variant = "direction"
    values: dict[str, Measured] = {
        "text": each.text,
        "read": first.read if variant != "together" else first.rest,
        "part": fit.now or 0,
        "whole": fit.base or 0,
        "computed": _say_computed(first, fit)
        if variant in ("growth", "direction")
        else _say_figures(each.figures),
        "label": about.name,
    }
    return Hit(Place(first.anchor, each.section, text=each.text), values, variant)


def _say_computed(one: ComparedFigure, fit: Fit) -> str:
    """What a change would be by the figures that are right."""
    now, base = fit.now or 0, fit.base or 0
    more = abs(Decimal(now) - Decimal(base))
    if one.role == "amount" or not base:
        return write_figure(more)
    return write_percent(now if one.role == "ratio" else more, base, one.decimals)


def _say_figures(figures: Collection[ComparedFigure]) -> Say:
    """Last year's figure and this year's or the change, and what they come to."""
    by = {one.role: one for one in figures}
    base, now, amount = (by.get(role) for role in ("base", "now", "amount"))
    if base is None and now is not None and amount is not None and now.value > amount.value:
        zh, en = f"{now.read}减去或加上{amount.read}", f"{now.read} less or plus {amount.read}"
        return Say(f"{zh}，得不出所写的百分比", f"{en} does not give the percentage")
    if base is None or not base.value:
        return Say("变化量与百分比不符", "the change is not the percentage")
    part = Decimal(amount.value) if amount is not None else Decimal(0)
    if now is not None:
        part = abs(Decimal(now.value) - Decimal(base.value))
    share = write_percent(part, base.value, 2)
    return Say(
        f"与{base.read}相差 {write_figure(part)} 为 {share}",
        f"a difference of {write_figure(part)} from {base.read} is {share}",
    )


_TOLD = 6
"""Shares of which the likeliest is told."""

PartOfWhole = tuple[Number, Number]
"""A part and what it is of."""

Cells = tuple[CellKey, ...]
Shares = dict[tuple[Cells, Cells], PartOfWhole]
"""Shares by the cells of the part and those of the whole."""


def _check_share_changes(
    report: Report, pack: Pack, previous: ComparedReport | None
) -> Iterator[Hit]:
    """One hit for each that is right by no part and whole that it may be of."""
    meanings = find_meanings(pack)
    for each in report.prose.share_changes:
        now = _list_shares(each, meanings, report, None)
        if each.now is not None and not any(_is_percent_of(each.now, *one) for one in now.values()):
            continue  # it is of something else, or another rule tells it
        last: Shares = {} if previous is None else _list_shares(each, meanings, report, previous)
        for one in each.figures:
            if one.role == "base":
                if last and not any(_is_percent_of(one, *share) for share in last.values()):
                    yield _make_share_hit(
                        each, one, [write_percent(*share, one.decimals) for share in last.values()]
                    )
                    break
            elif not _may_differ(each, one, now, last):
                first = each.figures[0]
                alone = first is one
                yield _make_share_hit(
                    each, one if alone else first, _reckon_points(each, one, now, last), alone
                )


def _list_shares(
    each: ShareChange, meanings: Meanings, report: Report, previous: ComparedReport | None
) -> Shares:
    """What part and whole may be in the tables, this year's or last year's."""
    parts, wholes = (
        {
            cells: value
            for one in of
            for cells, value in _iterate_values(one, meanings, report, previous)
        }
        for of in (each.parts_of, each.wholes_of)
    )
    return {
        (part, whole): (parts[part], wholes[whole])
        for part in parts
        for whole in wholes
        if wholes[whole] and parts[part] <= wholes[whole]
    }


def _iterate_values(
    meaning: Meaning, meanings: Meanings, report: Report, previous: ComparedReport | None
) -> Iterator[tuple[Cells, Number]]:
    if previous is None:
        yield from ((of.cells, value) for of, value in sum_meaning(meaning, report, meanings))
        return
    meant = meanings.of(meaning)
    if meant is None:
        return
    held = previous.figures.get(meant.table.key, {})
    for each in meant.sums:
        for value in _find_last_year(held, each.cells):
            yield each.cells, value


def _may_differ(each: ShareChange, points: ComparedFigure, now: Shares, last: Shares) -> bool:
    """Whether a difference of points may be right."""
    told = next((one for one in each.figures if one.role == "base"), each.base)
    told_now = each.now
    fitting = {
        of: one for of, one in now.items() if told_now is None or _is_percent_of(told_now, *one)
    }
    pairs = [
        (_reckon_percent(one), _reckon_percent(last[of]))
        for of, one in fitting.items()
        if of in last
    ]
    if not pairs and told is not None and told.exact:
        base = Decimal(told.value)
        pairs = [(_reckon_percent(one), base) for one in fitting.values()]
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


def _reckon_percent(share: PartOfWhole) -> Decimal:
    return Decimal(share[0]) * 100 / Decimal(share[1])


def _reckon_points(
    each: ShareChange, points: ComparedFigure, now: Shares, last: Shares
) -> list[str]:
    told = next((one for one in each.figures if one.role == "base"), each.base)
    of = next((of for of in now if of in last), None)
    base = (
        _reckon_percent(last[of])
        if of is not None
        else None
        if told is None
        else Decimal(told.value)
    )
    if not now or base is None:
        return []
    places = Decimal(1).scaleb(-max(points.decimals, 1))
    more = abs(
        _reckon_percent(now[of] if of is not None else next(iter(now.values()))) - base
    ).quantize(places, rounding=ROUND_HALF_UP)
    return [write_figure(more)]


def _make_share_hit(
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


_ABOUT = 5
"""What is about as much is off by less than one part in so many, or by no more than"""
_LEAST_ABOUT = 2


def _check_orders(report: Report, pack: Pack) -> Iterator[Hit]:
    """One hit for each that holds by no reading; none where a cell is not read."""
    meanings = find_meanings(pack)
    for order in report.prose.orders:
        told: tuple[Meaning, Number, Meaning, Number] | None = None
        for left, others in order.ways:
            values = _list_values(left, report, meanings)
            besides = [
                (one, found) for one in others if (found := _list_values(one, report, meanings))
            ]
            if not values or len(besides) < len(others):
                told = None
                break
            wrong = _find_wrong(order, values, besides)
            if wrong is None:
                told = None
                break
            told = told or (left, values[0], *wrong)
        if told is not None:
            yield _make_order_hit(order, told, meanings)


def _list_values(meaning: Meaning, report: Report, meanings: Meanings) -> list[Number]:
    """What the tables give for it; nothing where that is not all read."""
    meant = meanings.of(meaning)
    if meant is None:
        return []
    figures, gone = list_sums(report, meant.table.key, meant.sums)
    return [] if gone else [value for _, value in figures]


def _find_wrong(
    order: Order, values: Sequence[Number], others: Sequence[tuple[Meaning, Sequence[Number]]]
) -> tuple[Meaning, Number] | None:
    """The first of the others of which it does not hold; None where it holds of all."""
    for meaning, besides in others:
        if not any(_holds(order, one, two) for one in values for two in besides):
            return meaning, besides[0]
    return None


def _holds(order: Order, one: Number, two: Number) -> bool:
    more = Decimal(one) - Decimal(two)
    if order.near:
        return abs(more) <= max(
            Decimal(_LEAST_ABOUT), max(Decimal(one), Decimal(two)) / Decimal(_ABOUT)
        )
    return (order.low is None or more >= order.low) and (order.high is None or more <= order.high)


def _make_order_hit(
    order: Order, told: tuple[Meaning, Number, Meaning, Number], meanings: Meanings
) -> Hit:
    left, value, other, beside = told
    values: dict[str, Measured] = {
        "text": order.text,
        "read": order.read,
        "part": value,
        "whole": beside,
        "computed": "",
        "label": _name_meaning(left, meanings),
        "other": _name_meaning(other, meanings),
    }
    return Hit(Place(order.anchor, order.section, text=order.text), values, "order")


def _name_meaning(meaning: Meaning, meanings: Meanings) -> Say:
    meant = meanings.of(meaning)
    return meant.name if meant is not None else Say(meaning.key)
