"""Figures that no word tells, in lists whose other figures are the tables': what these leave over
is theirs.

给了的5份，没有的6份，问过又问的1份: where the others are the figures of all rows but one, the one
that is not understood is that row's, however it is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import msgspec

from gblint.checks.borne_out import JudgedFigure
from gblint.checks.hits import CellKey
from gblint.report.stated import Meaning, Number, Stated

_FEWEST = 2
"""Figures of a list that are the tables', by which it is one of what the tables have."""
_MOST = 6
"""Figures of a list that are not understood; of more nothing is known."""
_OFF, _NEAR, _OF = 3, 3, 2
"""How far off a figure may be: by so much, or to one by `_NEAR` of it in `_OF`."""


class FigureOfCells(JudgedFigure, Protocol):
    """One that is known by the cells that it is the sum of."""

    @property
    def table(self) -> str: ...

    @property
    def matched(self) -> Sequence[CellKey]:
        """The cells whose sum it is."""
        ...


class Member(msgspec.Struct, frozen=True):
    """A row, or a row's column, that is one of several which make up a whole: the cells that it
    is the sum of, what a figure of it is of, and the group of rows that it is in ("" for none).
    """

    cells: tuple[CellKey, ...]
    meaning: Meaning
    group: str = ""
    told: bool = False
    """Whether nothing is known where no figure of it is understood."""


class Partition(msgspec.Struct, frozen=True):
    """What makes up a whole: its members, and for groups of them what a figure of one is of."""

    table: str
    members: tuple[Member, ...]
    groups: Mapping[str, Meaning]


def find_left_over(
    partitions: Iterable[Partition],
    unread: Sequence[Stated],
    told: Sequence[FigureOfCells],
    tables: Mapping[str, Mapping[CellKey, Number | None]],
) -> Iterator[tuple[Stated, Meaning]]:
    """Figures of `unread` that are not what is left for them, with what they are of.

    `told` are the figures of one paragraph that are understood; `tables` have the cells by table.
    """
    for partition in partitions:
        found = _of_partition(partition, unread, told, tables.get(partition.table, {}))
        if found is not None:
            yield found
            return


def _of_partition(
    partition: Partition,
    unread: Sequence[Stated],
    told: Sequence[FigureOfCells],
    cells: Mapping[CellKey, Number | None],
) -> tuple[Stated, Meaning] | None:
    here = [one for one in told if one.table == partition.table]
    if len(here) < _FEWEST:
        return None
    own = {cell for member in partition.members for cell in member.cells}
    inside = [one for one in here if one.matched and own.issuperset(one.matched)]
    if len(inside) < _FEWEST:
        return None
    sentences = {one.stated.text for one in inside}
    if any(one.wrong and one.stated.text in sentences for one in told):
        return None
    covered = {cell for one in inside for cell in one.matched}
    left = {m: _sum([m], cells) for m in partition.members if covered.isdisjoint(m.cells)}
    rest = [member for member, value in left.items() if value]
    beside = [one for one in unread if one.text in sentences]
    waiting = [one for one in beside if one.confidence]
    if not rest or any(member.told for member in rest):
        return None
    if not waiting or len(waiting) > _MOST:
        return None
    barred = {one.value for one in beside if not one.confidence}
    for members in (_by_group(rest), [(one,) for one in rest]):
        missing = [(group, _sum(group, cells)) for group in members]
        missing = [(group, value) for group, value in missing if value not in barred]
        found = _match(waiting, missing)
        if found is not None:
            return found[0], _meaning(found[1], partition)
    return None


def _match(
    waiting: Sequence[Stated], left: Sequence[tuple[Sequence[Member], Number]]
) -> tuple[Stated, Sequence[Member]] | None:
    """The one figure that is wrong, and what it is of, where the others are what is left."""
    over, missing = list(waiting), []
    for group, value in left:
        same = next((one for one in over if one.value == value), None)
        if same is None:
            missing.append((group, value))
        else:
            over.remove(same)
    if len(missing) != 1 or len(over) != 1 or not _is_near(over[0].value, missing[0][1]):
        return None
    return over[0], missing[0][0]


def _sum(members: Iterable[Member], cells: Mapping[CellKey, Number | None]) -> Number:
    return sum(cells.get(cell) or 0 for one in members for cell in one.cells)


def _by_group(rest: Sequence[Member]) -> list[tuple[Member, ...]]:
    """The members that are left, those of one group together."""
    found: dict[str, list[Member]] = {}
    for one in rest:
        found.setdefault(one.group or one.meaning.key, []).append(one)
    return [tuple(group) for group in found.values()]


def _meaning(group: Sequence[Member], partition: Partition) -> Meaning:
    name = group[0].group
    every = [one for one in partition.members if one.group == name]
    if name and len(group) == len(every):
        return partition.groups[name]
    if len(group) == 1:
        return group[0].meaning
    first = group[0].meaning
    if first.column:
        return Meaning(first.heads, "+".join(one.meaning.column for one in group))
    return Meaning(tuple(head for one in group for head in one.meaning.heads))


def _is_near(value: Number, right: Number) -> bool:
    if -_OFF <= value - right <= _OFF:
        return True
    return right * _OF <= value * _NEAR and value * _OF <= right * _NEAR
