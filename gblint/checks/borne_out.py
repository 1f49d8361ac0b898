"""Figures that no word tells to be of the tables, judged by the figures around them.

Of a run of figures of which only one is wrong, that one is told. In a list whose other figures are
the tables', what these leave over is the last one's: 给了的5份，没有的6份，问过又问的1份, where the
others are the figures of all rows but one, is of that row, however it is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

import msgspec

from gblint.checks.hits import CellKey
from gblint.report.stated import Meaning, Number, Stated

_WORTH: tuple[tuple[int, float], ...] = ((0, 0.0), (2, 0.34), (9, 1.0), (99, 2.0))
_MOST = 3.0
"""What a figure up to a size is worth that agrees: small ones agree by chance."""
_OF_CHOICE = 0.3
"""What it is worth less for each figure more that it may be."""
_OF_RUN, _OF_SENTENCE, _OF_PARAGRAPH = (2, 2.5), (3, 3.0), (5, 5.0)
"""How many must agree, and what they must be worth together: the nearer, the fewer."""
_BESIDE = 1, 3.0
"""The same for a figure of its own sentence that nothing but words beside it keeps apart."""
_FOR_EACH = 4
"""Figures of a run that agree for each that does not; one that does not is always allowed."""
_OFF, _NEAR, _FAR = 3, 2, 5
"""A figure that is neither off by so much at most nor within this factor is of something else."""


class JudgedFigure(Protocol):
    """A figure of the prose beside those of the tables."""

    @property
    def stated(self) -> Stated: ...

    @property
    def agrees(self) -> bool: ...

    @property
    def wrong(self) -> bool: ...


class FigureOfValues(JudgedFigure, Protocol):
    """One that is known by what the tables have for it."""

    @property
    def values(self) -> Sequence[Number]: ...


F = TypeVar("F", bound=FigureOfValues)
_SYSTEM = "system"
"""The scope of an organ with all that are under it."""


def find_wrong(run: Sequence[F], told: Sequence[F]) -> Iterator[F]:
    """Those of a run that are wrong, if what is around them is right.

    `told` are the surer figures of the paragraph. A quantity of which the right figure is told
    elsewhere in it is that of a part here.
    """
    counts = [one for one in told if not one.stated.claim]
    every = [one for one in (*run, *counts) if not one.stated.claim]
    known = {one.stated.meanings[0].key for one in every if one.agrees}
    for one in run:
        if not one.wrong or one.stated.meanings[0].key in known or not _is_near(one):
            continue
        paragraph = (*counts, *run)
        sentence = [each for each in paragraph if each.stated.text == one.stated.text]
        beside = [each for each in run if each.stated.text == one.stated.text]
        if (
            _agree(one, run, *_OF_RUN, allowed=True)
            or _agree(one, beside, *_BESIDE)
            or _agree(one, sentence, *_OF_SENTENCE)
            or _agree(one, paragraph, *_OF_PARAGRAPH)
        ):
            yield one


def is_told_of_part(one: FigureOfValues, told: Sequence[FigureOfValues]) -> bool:
    """Whether a figure is less than half of what its quantity is told rightly to be beside it, or
    several times that: 收到690件，……县政府收到288件 is a part, however that is said; 办结38件……
    工单办结1069件 is of something else.
    """
    stated = one.stated
    return (
        not stated.claim
        and len(stated.meanings) == 1
        and any(
            other.stated.meanings[0].key == stated.meanings[0].key
            and (other.stated.section, other.stated.anchor.line)
            == (stated.section, stated.anchor.line)
            and not other.stated.claim
            and other.agrees
            and (stated.value * _NEAR < other.stated.value or _is_far(one, other.stated.value))
            for other in told
        )
    )


def is_told_of_whole(one: FigureOfValues, every: Sequence[Stated]) -> bool:
    """Whether the tables have what is told beside a figure of an own part of it: 全县收到212件，
    其中县政府24件, in a report whose tables are of the latter; 全省系统收到187件，其中省局本级30件
    in one whose tables are of the whole system.
    """
    stated = one.stated
    return any(
        not other.confidence
        and not other.claim
        and other.meanings[0].key == stated.meanings[0].key
        and (other.section, other.anchor.line) == (stated.section, stated.anchor.line)
        and (other.value < stated.value or other.scope == _SYSTEM)
        and other.value in one.values
        for other in every
    )


def _agree(
    figure: FigureOfValues,
    around: Sequence[FigureOfValues],
    fewest: int,
    enough: float,
    *,
    allowed: bool = False,
) -> bool:
    """Whether those around a figure agree with the tables; some need not where `allowed`.

    One of another sentence that is far off is of something else, and says nothing here.
    """
    others = [one for one in around if one is not figure and not one.stated.claim]
    right = [one for one in others if one.agrees]
    text = figure.stated.text
    wrong = sum(one.wrong and (one.stated.text == text or _is_near(one)) for one in others)
    if wrong > (max(0, len(right) // _FOR_EACH - 1) if allowed else 0):
        return False
    return len(right) >= fewest and sum(map(_worth, right)) >= enough


def _worth(one: FigureOfValues) -> float:
    worth = next((w for most, w in _WORTH if one.stated.value <= most), _MOST)
    return max(0.0, worth - _OF_CHOICE * (len(set(one.values)) - 1))


def _is_near(one: FigureOfValues) -> bool:
    value = one.stated.value
    return any(
        other > 0
        and (-_OFF <= value - other <= _OFF or (other <= value * _NEAR and value <= other * _NEAR))
        for other in one.values
    )


def _is_far(one: FigureOfValues, right: Number) -> bool:
    value = one.stated.value
    exact = one.stated.means == "exact"
    return exact and value > right * _NEAR and value - right > _FAR


_FEWEST = 2
"""Figures of a list that are the tables', by which it is one of what the tables have."""
_MOST_PARTS = 6
"""Figures of a list that are not understood; of more nothing is known."""
_OFF_REMAINDER, _NEAR_REMAINDER, _OF_REMAINDER = 3, 3, 2
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
    if not waiting or len(waiting) > _MOST_PARTS:
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
    if len(missing) != 1 or len(over) != 1 or not _is_near_remainder(over[0].value, missing[0][1]):
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


def _is_near_remainder(value: Number, right: Number) -> bool:
    if -_OFF_REMAINDER <= value - right <= _OFF_REMAINDER:
        return True
    return (
        right * _OF_REMAINDER <= value * _NEAR_REMAINDER
        and value * _OF_REMAINDER <= right * _NEAR_REMAINDER
    )
