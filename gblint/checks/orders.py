"""What prose says to be more than another, as much, or the most of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gblint.checks.hits import Hit, Measured, Place
from gblint.checks.prose import Meanings, meanings, sums_in
from gblint.findings import Say
from gblint.pack.model import Pack
from gblint.report.model import Report
from gblint.report.stated import Meaning, Number, Order

_NEAR = 5
"""What is about as much is off by less than one part in so many, or by no more than"""
_LEAST = 2


def check_orders(report: Report, pack: Pack) -> Iterator[Hit]:
    """One hit for each that holds by no reading; none where a cell is not read."""
    known = meanings(pack)
    for order in report.prose.orders:
        told: tuple[Meaning, Number, Meaning, Number] | None = None
        for left, others in order.ways:
            values = _values(left, report, known)
            besides = [(one, found) for one in others if (found := _values(one, report, known))]
            if not values or len(besides) < len(others):
                told = None
                break
            wrong = _find_wrong(order, values, besides)
            if wrong is None:
                told = None
                break
            told = told or (left, values[0], *wrong)
        if told is not None:
            yield _hit(order, told, known)


def _values(meaning: Meaning, report: Report, known: Meanings) -> list[Number]:
    """What the tables give for it; nothing where that is not all read."""
    meant = known.of(meaning)
    if meant is None:
        return []
    figures, gone = sums_in(report, meant.table.key, meant.sums)
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
        return abs(more) <= max(Decimal(_LEAST), max(Decimal(one), Decimal(two)) / Decimal(_NEAR))
    return (order.low is None or more >= order.low) and (order.high is None or more <= order.high)


def _hit(order: Order, told: tuple[Meaning, Number, Meaning, Number], known: Meanings) -> Hit:
    left, value, other, beside = told
    values: dict[str, Measured] = {
        "text": order.text,
        "read": order.read,
        "part": value,
        "whole": beside,
        "computed": "",
        "label": _name(left, known),
        "other": _name(other, known),
    }
    return Hit(Place(order.anchor, order.section, text=order.text), values, "order")


def _name(meaning: Meaning, known: Meanings) -> Say:
    meant = known.of(meaning)
    return meant.name if meant is not None else Say(meaning.key)
