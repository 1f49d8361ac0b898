"""Faults put into a plan: a part removed, moved, doubled or misspelt, a figure changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal, TypeVar

from tests.builder.form_labels import Block, Line
from tests.builder.report_plan import ReportPlan, SectionPlan

Axis = Literal["rows", "columns"]
Lines = tuple[Line, ...]
_T = TypeVar("_T")


def sections(
    plan: ReportPlan, change: Callable[[tuple[SectionPlan, ...]], tuple[SectionPlan, ...]]
) -> ReportPlan:
    """The plan with its sections changed."""
    return replace(plan, sections=change(plan.sections))


def blocks(
    plan: ReportPlan, table: str, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]
) -> ReportPlan:
    """The plan with the blocks of a table changed."""
    return replace(plan, tables={**plan.tables, table: change(plan.tables[table])})


def lines(
    plan: ReportPlan, *, table: str, block: str, axis: Axis, change: Callable[[Lines], Lines]
) -> ReportPlan:
    """The plan with the rows or columns of a block changed."""

    def changed(part: Block) -> Block:
        if axis == "rows":
            return replace(part, rows=change(part.rows))
        return replace(part, columns=change(part.columns))

    return blocks(
        plan,
        table,
        lambda parts: tuple(changed(part) if part.key == block else part for part in parts),
    )


def figure(
    plan: ReportPlan, *, table: str, row: str, column: str, value: int | Decimal
) -> ReportPlan:
    """The plan with one figure changed."""
    rows = plan.figures[table]
    changed = {**rows, row: {**rows[row], column: value}}
    return replace(plan, figures={**plan.figures, table: changed})


def removed(items: Sequence[_T], at: int) -> tuple[_T, ...]:
    return (*items[:at], *items[at + 1 :])


def moved(items: Sequence[_T], at: int, to: int) -> tuple[_T, ...]:
    """The item at `at` taken out, and put in before what is then at `to`."""
    rest = removed(items, at)
    return (*rest[:to], items[at], *rest[to:])


def doubled(items: Sequence[_T], at: int) -> tuple[_T, ...]:
    return (*items[: at + 1], *items[at:])


def replaced(items: Sequence[_T], at: int, item: _T) -> tuple[_T, ...]:
    return (*items[:at], item, *items[at + 1 :])


def places(items: Lines, at: int) -> list[int]:
    """Where else a line can be put without leaving its group labels: targets for `moved`."""
    groups, rest = items[at].groups, removed(items, at)
    return [to for to in range(len(rest) + 1) if to != at and _fits(groups, rest, to)]


def _fits(groups: tuple[str, ...], rest: Lines, to: int) -> bool:
    """Whether a line of these groups can stand between two others.

    It can where both neighbours share just its groups, and at either edge of its own group.
    """
    before = rest[to - 1].groups if to else ()
    after = rest[to].groups if to < len(rest) else ()
    depth = 0
    while depth < min(len(before), len(after)) and before[depth] == after[depth]:
        depth += 1
    return before[:depth] == groups or groups in (before, after)


_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]）|\d\.)")
_MORE = "的了各该某"
_OTHER = "甲乙丙丁戊"

Slip = Literal["more", "less", "other"]


def misspelt(label: str, *, slip: Slip, at: int) -> str:
    """The label with one character too many, too few, or wrong; its ordinal stays."""
    start = len(found.group()) if (found := _ORDINAL.match(label)) else 0
    spots = [i for i in range(start, len(label)) if "一" <= label[i] <= "鿿"]
    spot = spots[at % len(spots)]
    if slip == "more":
        return label[:spot] + _MORE[at % len(_MORE)] + label[spot:]
    if slip == "less":
        return label[:spot] + label[spot + 1 :]
    return label[:spot] + _OTHER[at % len(_OTHER)] + label[spot + 1 :]
