"""Figures that are not the tables', where it is not sure whether they are wrong or of other things.

They are judged by the figures around them, and by the words of their sentence (`SentenceWords`).
Most reports have none, so that `prose.py` imports this where one is met.

Of a run of figures of which only one is wrong, that one is told. In a list whose other figures are
the tables', what these leave over is the last one's: 给了的5份，没有的6份，问过又问的1份, where the
others are the figures of all rows but one, is of that row, however it is said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, combinations, takewhile
from typing import Protocol, TypeVar

import msgspec

from gblint.checks.hits import CellFigures, CellKey
from gblint.pack.model import Pack
from gblint.pack.prose_model import Quantity
from gblint.report.model import Meaning, Number, Prose, StatedFigure
from gblint.report.prose.model import Why
from gblint.report.prose.named import RoleAndKey, SentenceWords, make_words

_WORTH: tuple[tuple[int, float], ...] = ((0, 0.0), (2, 0.34), (9, 1.0), (99, 2.0))
_MOST = 3.0
"""What a figure up to a size is worth that agrees: small ones agree by chance."""
_OF_CHOICE = 0.3
"""Taken off what it is worth for each further value with which it would agree as well."""
_OF_RUN, _OF_SENTENCE, _OF_PARAGRAPH = (2, 2.5), (3, 3.0), (5, 5.0)
"""How many must agree, and what they must be worth together: the nearer, the fewer."""
_BESIDE = 1, 3.0
"""The same of the figures of the run in its own sentence: there one will do."""
_FOR_EACH = 4
"""Figures of a run that agree for each that does not; one that does not is always allowed."""
_OFF, _NEAR, _FAR = 3, 2, 5
"""A figure off by more than `_OFF` and the factor `_NEAR` is of something else; `_FAR`: if more."""


class JudgedFigure(Protocol):
    """A figure of the prose beside those of the tables: a CheckedFigure of `prose.py`."""

    @property
    def stated(self) -> StatedFigure: ...

    @property
    def agrees(self) -> bool: ...

    @property
    def wrong(self) -> bool: ...

    @property
    def values(self) -> Sequence[Number]: ...

    @property
    def table(self) -> str: ...

    @property
    def matched(self) -> Sequence[CellKey]: ...


Group = tuple[Meaning, ...]
"""Meanings whose figures are added up."""
AddUp = Callable[[Group], Number | None]

F = TypeVar("F", bound=JudgedFigure)
_RECEIVED, _CARRIED_IN, _CARRIED_OUT = "received", "carried_in", "carried_out"
_COMPLETED = "completed"
_RESTS = {"otherwise": _COMPLETED, "other_applicants": _RECEIVED}
_CASES = "review"
"""The table of cases."""
_DOING = ("finishing", "doing")
_TOLD_APART = (*_DOING, "arriving", "result", "column", "deciding")
_SYSTEM = "system"
"""The scope of an organ with all that are under it."""


def find_wrong(run: Sequence[F], beside_run: Sequence[F]) -> Iterator[F]:
    """Those of a run that are wrong, if what is around them is right.

    `beside_run` are the surer figures of the paragraph. A quantity of which the right figure is
    told elsewhere in it is that of a part here.
    """
    counts = [figure for figure in beside_run if not figure.stated.claim]
    paragraph = (*counts, *run)
    right = {
        figure.stated.meanings[0].key
        for figure in paragraph
        if figure.agrees and not figure.stated.claim
    }
    for figure in run:
        if not figure.wrong or figure.stated.meanings[0].key in right or not _is_near(figure):
            continue
        sentence = [each for each in paragraph if each.stated.text == figure.stated.text]
        beside = [each for each in run if each.stated.text == figure.stated.text]
        # nobody said of what this figure is: that it is wrong is told only where so many beside it
        # are the tables' that it cannot be of something else
        if (
            _agree(figure, run, *_OF_RUN, allowed=True)
            or _agree(figure, beside, *_BESIDE)
            or _agree(figure, sentence, *_OF_SENTENCE)
            or _agree(figure, paragraph, *_OF_PARAGRAPH)
        ):
            yield figure


def is_told_of_part(figure: JudgedFigure, beside: Sequence[JudgedFigure]) -> bool:
    """Whether a figure is far from what its quantity is told rightly to be beside it: 收到690件，……
    县政府收到288件 is a part; 办结38件……工单办结1069件 is of something else.
    """
    stated = figure.stated
    if stated.claim or len(stated.meanings) != 1:
        return False
    right = (one.stated.value for one in beside if one.agrees and _tells_same(one.stated, stated))
    return any(stated.value * _NEAR < value or _is_far(figure, value) for value in right)


def is_told_of_whole(figure: JudgedFigure, every: Sequence[StatedFigure]) -> bool:
    """Whether the tables have what is told beside a figure of an own part of it: 全县收到212件，
    其中县政府24件, in a report of the latter; 全省系统收到187件, in one of the whole system.
    """
    stated = figure.stated
    return any(
        not other.confidence
        and _tells_same(other, stated)
        and (other.value < stated.value or other.scope == _SYSTEM)
        and other.value in figure.values
        for other in every
    )


def is_borne_out_beside(
    figure: JudgedFigure, every: Sequence[JudgedFigure], pack: Pack, add_up: AddUp
) -> bool:
    """Whether a figure is what others of its sentence that are the tables' come to, or leave over;
    `add_up` gives what these have of meanings.
    """
    stated, quantities = figure.stated, {q.key: q for q in pack.prose.quantities}
    own = quantities.get(_name_quantity(stated))
    if own is None or stated.claim or stated.means != "exact":
        return False
    if own.table == _CASES and _is_of_some_cases(figure, pack, add_up):
        return True
    of_year = own.key == _COMPLETED and stated.value == add_up((Meaning((_RECEIVED,)),))
    if of_year and make_words(stated.text, pack).tells_all_requests(stated.value):
        return True  # 18件申请均已答复: of what came in this year
    right = {
        (one.stated.anchor.line, one.stated.anchor.column): one.stated
        for one in every
        if one.agrees and one.stated.text == stated.text and one.stated.means == "exact"
    }
    place = stated.anchor.line, stated.anchor.column
    before = [right[at] for at in sorted(right) if at < place]
    told: dict[str, list[Number]] = {}
    for one in right.values():
        told.setdefault(one.quantity, []).append(one.value)
    if own.key in _RESTS:  # 公开14件、不公开2件、其他8件: all the rest of what was done
        parts = [o.value for o in right.values() if _has_role(o, own.role, quantities)]
        whole = add_up((Meaning((_RESTS[own.key],)),))
        return bool(parts) and whole is not None and stated.value == whole - sum(parts)
    if own.role in _DOING and _CARRIED_IN not in told:
        # 新收26件，当年办结22件: of what came in this year alone
        left = add_up((Meaning((_CARRIED_OUT,)),))
        if left and any(stated.value + left == came for came in told.get(_RECEIVED, ())):
            return True
    if own.role not in ("arriving", *_DOING):
        return False
    # 全年答复24件，其中新收22件、上年结转2件: what was done, by when it came in
    done_before = {one.value for one in before if one.quantity == _COMPLETED}
    if own.role == "arriving" and done_before and _CARRIED_OUT not in told:
        return any(stated.value + old in done_before for old in told.get(_CARRIED_IN, ()))
    # 不予公开2件、无法提供7件，共计9件
    listed = [one.value for one in before if _has_role(one, "result", quantities)]
    sums = (sum(listed[begin:]) for begin in range(len(listed) - 1))
    return stated.value in sums


def _is_of_some_cases(figure: JudgedFigure, pack: Pack, add_up: AddUp) -> bool:
    """Whether cases are of an outcome named before (未审结6件：复议2件), of two (维持和纠正26件),
    or some of the table's: new ones beside those carried in, or those against a government.
    """
    stated, of = figure.stated, figure.stated.meanings[0]
    words = make_words(stated.text, pack)
    if all(stated.value < value for value in figure.values) and words.of_government:
        return True  # the tables of a city may have those against all its bureaus, too
    if not of.column and any(words.tells_carried(v - stated.value) for v in figure.values):
        return stated.value > 0
    named = words.list_outcomes(stated.value, together=bool(of.column))
    groups = (tuple(Meaning(of.heads, one) for one in each) for each in named)
    return stated.value > 0 and any(stated.value == add_up(group) for group in groups)


def _has_role(stated: StatedFigure, role: str, quantities: Mapping[str, Quantity]) -> bool:
    of = quantities.get(stated.quantity)
    return of is not None and of.role == role and not stated.claim


def is_decided_otherwise(figure: JudgedFigure, pack: Pack) -> bool:
    """Whether a figure is of something else by the words around it: what was disclosed after all
    (2件涉及第三方，征得同意后予以公开), or what came in of cases.
    """
    stated, of = figure.stated, figure.stated.meanings[0]
    words = make_words(stated.text, pack)
    if of.heads[0] in (_RECEIVED, _CARRIED_IN, _CARRIED_OUT) and words.follows_cases(stated.value):
        return True  # 复议32件，其中新收29件、上年结转3件
    group = "" if stated.claim or of.column else words.find_group(of.heads[0])
    behind = [words.list_behind(at) for at in words.find_value(stated.value)] if group else []
    rows = [{key for kind, key in named if kind == "result"} for named in behind]
    disclosed = (any(not words.find_group(key) for key in each) for each in rows)
    return bool(rows) and all(disclosed) and not any(group in each for each in rows)


def is_one_of_several(
    figure: JudgedFigure, every: Sequence[JudgedFigure], prose: Prose, pack: Pack
) -> bool:
    """Whether a figure is the tables' with others that its sentence tells apart from it: 按时答复
    18件，延期答复2件; 撤回2件，答复18件; 街道答复3件，我局答复17件; 机关收到13件。所属单位收到7件.
    """
    stated, quantities = figure.stated, {q.key: q for q in pack.prose.quantities}
    own = quantities.get(_name_quantity(stated))
    if own is None or stated.claim or stated.means != "exact" or own.role not in _TOLD_APART:
        return False
    told = [one.stated for one in every if one.wrong and one.stated.quantity == stated.quantity]
    for one in prose.stated:
        if not one.confidence and one.quantity == stated.quantity:
            told.append(one)
        of = quantities.get(_name_quantity(one))
        if of is not None and of.among and _counts_in(own, stated, of, one):
            told.append(one)
    if own.role in _DOING:
        steps = {left.why for left in pack.prose.left if not (left.table or left.holds)}
        on_the_way = {one.anchor for one in prose.readings if one.why in steps}
        told += [one for one in prose.unread if one.anchor in on_the_way]
    if own.role == "result" or own.table == _CASES:  # 告知公开途径8件、提供复制件4件
        told += _list_next(stated, prose)
    if _is_shared_sum(stated, prose) or (own.role == "arriving" and _has_others(figure, prose)):
        return True
    if whole := own.role == "arriving":  # which its paragraph tells, all of it
        near = [o for o in prose.unread if o.anchor.line == stated.anchor.line][:_MOST_PARTS]
        told += [o for o in near if make_words(o.text, pack).names(Meaning((_RECEIVED,)))]
    apart = {
        (one.anchor.line, one.anchor.column): one.value
        for one in told
        if (whole and one.anchor.line == stated.anchor.line) or one.text == stated.text
        if one.section == stated.section and one.means == "exact"
    }
    apart.pop((stated.anchor.line, stated.anchor.column), None)
    beside = [apart[place] for place in sorted(apart)][:_MOST_PARTS]
    places = range(len(beside) + 1)
    sums = {sum(beside[begin:end]) for begin, end in combinations(places, 2)}
    return any(stated.value + more in figure.values for more in sums if more)


def _is_shared_sum(stated: StatedFigure, prose: Prose) -> bool:
    """征地9件、社保5件、规划4件，三者合计18件，占60%: a sum of some, whatever share they are."""
    here = [one for one in prose.unread if one.text == stated.text]
    listed = [o.value for o in here if o.anchor.column < stated.anchor.column][-_MOST_PARTS:]
    sums = {sum(listed[begin:]) for begin in range(len(listed) - 1)}
    shares = (one.parts for one in prose.shares if one.text == stated.text)
    return stated.value in sums and any(stated.value in parts for parts in shares)


def _has_others(figure: JudgedFigure, prose: Prose) -> bool:
    """Whether what came in is the tables' and what its sentence says to be of other things:
    各类申请1206件，其中转学申请1188件、信息公开申请18件.
    """
    stated = figure.stated
    others = {one.anchor for one in prose.readings if one.why == Why.OTHERS}
    here = [one for one in (*prose.stated, *prose.unread) if one.text == stated.text]
    behind = (one for one in here if one.anchor.column > stated.anchor.column)
    listed = sorted(behind, key=lambda one: one.anchor.column)[:_MOST_PARTS]
    told = takewhile(lambda one: one.anchor in others and one.means == "exact", listed)
    sums = accumulate(one.value for one in told)
    # one more or less is so by chance
    return any(other > 1 and stated.value - other in figure.values for other in sums)


def _list_next(stated: StatedFigure, prose: Prose) -> Iterator[StatedFigure]:
    """The figures right before and behind one in its sentence that are not understood, if they
    count the same.
    """
    around = {
        one.anchor.column: one
        for one in (*prose.stated, *prose.unread)
        if one.text == stated.text and one.anchor.line == stated.anchor.line and not one.claim
    }
    places = sorted({*around, stated.anchor.column})
    at = places.index(stated.anchor.column)
    for place in (*places[max(at - 1, 0) : at], *places[at + 1 : at + 2]):
        if around[place] in prose.unread and around[place].read[-1:] == stated.read[-1:]:
            yield around[place]


def _name_quantity(stated: StatedFigure) -> str:
    """The key of the quantity that says most of what a figure is of."""
    return stated.meanings[0].column or stated.meanings[0].heads[0]


def _counts_in(own: Quantity, stated: StatedFigure, of: Quantity, some: StatedFigure) -> bool:
    """Whether a quantity may have some told apart in it: 答复 the withdrawn, 维持 the rejected."""
    if own.role == "column":
        return of.role == "column" and some.meanings[0].heads == stated.meanings[0].heads
    return of.table == own.table and (
        own.role in _DOING or not set(own.equals).isdisjoint(of.equals)
    )


def _tells_same(other: StatedFigure, stated: StatedFigure) -> bool:
    """Whether a figure is a count of the same quantity in the same paragraph."""
    here = (other.section, other.anchor.line) == (stated.section, stated.anchor.line)
    return here and not other.claim and other.meanings[0].key == stated.meanings[0].key


def _agree(
    figure: JudgedFigure,
    around: Sequence[JudgedFigure],
    fewest: int,
    enough: float,
    *,
    allowed: bool = False,
) -> bool:
    """Whether those around a figure agree with the tables; some need not where `allowed`.

    One of another sentence that is far off is of something else, and says nothing here.
    """
    others = [one for one in around if one is not figure and not one.stated.claim]
    right = [other for other in others if other.agrees]
    text = figure.stated.text
    wrong = sum(other.wrong and (other.stated.text == text or _is_near(other)) for other in others)
    if wrong > (max(0, len(right) // _FOR_EACH - 1) if allowed else 0):
        return False
    return len(right) >= fewest and sum(map(_weigh, right)) >= enough


def _weigh(figure: JudgedFigure) -> float:
    worth = next((w for most, w in _WORTH if figure.stated.value <= most), _MOST)
    return max(0.0, worth - _OF_CHOICE * (len(set(figure.values)) - 1))


def _is_near(figure: JudgedFigure) -> bool:
    value = figure.stated.value
    return any(other > 0 and _is_close(value, other, _NEAR) for other in figure.values)


def _is_close(value: Number, right: Number, times: int, of: int = 1) -> bool:
    """Whether a figure is off by little, or is within a factor of what is right."""
    if -_OFF <= value - right <= _OFF:
        return True
    return right * of <= value * times and value * of <= right * times


def _is_far(figure: JudgedFigure, right: Number) -> bool:
    value, means = figure.stated.value, figure.stated.means
    return means == "exact" and value > right * _NEAR and value - right > _FAR


_FEWEST = 2
"""Figures of a list that are the tables', by which it is one of what the tables have."""
_MOST_PARTS = 6
"""Figures of a list that are not understood; of more nothing is known."""
_NEAR_REMAINDER = 3, 2
"""Within what factor of the remainder such a figure is: three to two. It is less sure what it is of
than of figures with a word, so that it has to be nearer.
"""


class Member(msgspec.Struct, frozen=True):
    """A row, or a row's column, that is one of several which make up a whole: the cells that it
    is the sum of, what a figure of it is of, and the group of rows that it is in ("" for none).
    """

    cells: tuple[CellKey, ...]
    meaning: Meaning
    group: str = ""
    needed: bool = False
    """Whether nothing is known of a list where no figure of this is understood."""


class Partition(msgspec.Struct, frozen=True):
    """What makes up a whole: its members, and for groups of them what a figure of one is of."""

    table: str
    members: tuple[Member, ...]
    groups: Mapping[str, Meaning]


_FLOWS = ("arriving", "carrying", "finishing")
"""Roles of quantities that balance: what came in and what was carried in are done or go on."""


def list_partitions(
    quantities: Collection[Quantity],
    tables: Container[str],
    cells_of: Callable[[Meaning], tuple[CellKey, ...]],
) -> Iterator[Partition]:
    """What makes up a whole of the tables: results, who applied, outcomes of cases."""
    results = [q for q in quantities if q.role == "result" and q.table in tables and not q.among]
    if results:
        yield _partition_results(results, cells_of)
    flow = [q for q in quantities if q.equals and q.role in _FLOWS and q.table in tables]
    cells = {q.key: cells_of(Meaning((q.key,))) for q in flow}
    single = {cells[q.key]: q for q in reversed(flow) if len(cells[q.key]) == 1}
    rows = [
        Member(cell, Meaning((q.key,)), needed=q.role != "carrying") for cell, q in single.items()
    ]
    if rows:
        yield Partition(flow[0].table, tuple(rows), {})
    columns = [q for q in quantities if q.role == "column" and len(q.columns) == 1 and q.labels]
    for case in (q for q in quantities if q.role in ("case", "arriving") and q.equals and q.labels):
        own = [Meaning((case.key,), q.key) for q in columns if q.table == case.table]
        each = ((meaning, cells_of(meaning)) for meaning in own)
        members = [Member(cells, meaning) for meaning, cells in each if cells]
        if members:
            yield Partition(case.table, tuple(members), {})


def _partition_results(
    results: Sequence[Quantity], cells_of: Callable[[Meaning], tuple[CellKey, ...]]
) -> Partition:
    """The rows of results; a quantity that several cells are of is a group of them."""
    cells = {result.key: cells_of(Meaning((result.key,))) for result in results}
    groups = {key: Meaning((key,)) for key, own in cells.items() if len(own) > 1}
    group_of = {cell: group for group in groups for cell in cells[group]}
    members = (
        Member(own, Meaning((key,)), group_of.get(own[0], ""))
        for key, own in cells.items()
        if len(own) == 1
    )
    return Partition(results[0].table, tuple(members), groups)


def find_left_over(
    partitions: Iterable[Partition],
    unread: Sequence[StatedFigure],
    understood: Sequence[JudgedFigure],
    tables: Mapping[str, CellFigures],
) -> Iterator[tuple[StatedFigure, Meaning]]:
    """Figures of `unread` that are not what the rest of their list leaves, with what they are of.

    `understood` are those of the same paragraph that are; `tables` have the cells by table.
    """
    for partition in partitions:
        found = _find_in_partition(partition, unread, understood, tables.get(partition.table, {}))
        if found is not None:
            yield found
            return


def _find_in_partition(
    partition: Partition,
    unread: Sequence[StatedFigure],
    understood: Sequence[JudgedFigure],
    cells: CellFigures,
) -> tuple[StatedFigure, Meaning] | None:
    """The figure that is not what the others of its list leave of a whole, and what it is of."""
    member_cells = {cell for member in partition.members for cell in member.cells}
    inside = [
        figure
        for figure in understood
        if figure.table == partition.table
        and figure.matched
        and member_cells.issuperset(figure.matched)
    ]
    if len(inside) < _FEWEST:
        return None
    sentences = {figure.stated.text for figure in inside}
    if any(figure.wrong and figure.stated.text in sentences for figure in understood):
        return None  # what is left over may come of that one, which is told already
    covered = {cell for figure in inside for cell in figure.matched}
    left = {m: _sum_members([m], cells) for m in partition.members if covered.isdisjoint(m.cells)}
    rest = [member for member, value in left.items() if value]
    # what may be a member of the list waits for a value that is left; no other may be that value
    beside = [stated for stated in unread if stated.text in sentences]
    waiting = [one for one in beside if one.confidence]
    if not rest or any(one.needed for one in rest) or not 0 < len(waiting) <= _MOST_PARTS:
        return None
    # what goes on of all is none that is told in another way (其中28件办结，撤回5件)
    least = 1.0 if any(member.needed for member in partition.members) else 0.5
    # a group of rows is told by one figure more often (不予公开3件) than by one for each row
    excluded = {one.value for one in beside if not one.confidence}
    for members in (_group_members(rest), [(member,) for member in rest]):
        missing = [(group, _sum_members(group, cells)) for group in members]
        missing = [(group, value) for group, value in missing if value not in excluded]
        found = _match(waiting, missing)
        # 公开类7件、非公开类7件，其中内部事务2件: what is left and some that were told, together
        more = 0 if found is None else found[0].value - _sum_members(found[1], cells)
        told = _list_told(found, inside) if found and partition.groups and more > 1 else ()
        if found is not None and more not in told and found[0].confidence >= least:
            return found[0], _join_meanings(found[1], partition)
    return None


def _list_told(found: tuple[StatedFigure, object], inside: Sequence[JudgedFigure]) -> set[Number]:
    """Figures of other sentences and the next one: others of the list are not parts of this."""
    text, column = found[0].text, found[0].anchor.column
    behind = [one.stated for one in inside if one.stated.text == text]
    after = [one.value for one in behind if one.anchor.column > column][:1]
    return {one.stated.value for one in inside if one.stated.text != text}.union(after)


def _match(
    waiting: Sequence[StatedFigure], remainders: Sequence[tuple[Sequence[Member], Number]]
) -> tuple[StatedFigure, Sequence[Member]] | None:
    """The one figure that is wrong, and what it is of, where the others are what is left."""
    unmatched, missing = list(waiting), []
    for group, value in remainders:
        equal = next((stated for stated in unmatched if stated.value == value), None)
        if equal is None:
            missing.append((group, value))
        else:
            unmatched.remove(equal)
    if len(missing) != 1 or len(unmatched) != 1:
        return None  # with two that differ, neither tells which remainder it was to be
    (wrong,), ((members, value),) = unmatched, missing
    return (wrong, members) if _is_close(wrong.value, value, *_NEAR_REMAINDER) else None


def _sum_members(members: Iterable[Member], cells: CellFigures) -> Number:
    return sum(cells.get(cell) or 0 for member in members for cell in member.cells)


def _group_members(rest: Sequence[Member]) -> list[tuple[Member, ...]]:
    """The members that are left, those of one group together."""
    names = dict.fromkeys(one.group or one.meaning.key for one in rest)
    return [tuple(o for o in rest if (o.group or o.meaning.key) == name) for name in names]


def _join_meanings(group: Sequence[Member], partition: Partition) -> Meaning:
    """Of what a figure is that is the sum of these: of their group, if they are all of it."""
    name = group[0].group
    every = [member for member in partition.members if member.group == name]
    if name and len(group) == len(every):
        return partition.groups[name]
    if len(group) == 1:
        return group[0].meaning
    first = group[0].meaning
    if first.column:
        return Meaning(first.heads, "+".join(member.meaning.column for member in group))
    return Meaning(tuple(head for member in group for head in member.meaning.heads))


_WHOLE_CASE = "litigation"


def count_meanings(stated: StatedFigure, pack: Pack) -> Iterator[list[Group]]:
    """What a count may be of by the words before it: figures of these are added up. One list for
    each place in the sentence that has its value.
    """
    words, meaning = make_words(stated.text, pack), stated.meanings[0]
    keys = {meaning.column} if meaning.column else set(meaning.heads)
    all_places = words.find_value(stated.value)
    near = (at for at in all_places if keys & {key for _, key in words.list_near(at)})
    first = next(near, None)
    for at in all_places if first is None else chain((first,), near):  # it may stand there twice
        yield list(_list_of_count(meaning, words, at))


def _list_of_count(own: Meaning, words: SentenceWords, at: int) -> Iterator[Group]:
    if words.shares_out(at):
        return
    near = words.list_in_clause(at)
    if not own.column:
        for run in words.iterate_runs(near, "result"):
            yield tuple(Meaning((key,)) for key in run)
    if not own.heads[0].startswith(("review", "litigation", "normative", "rules")):
        for run in words.iterate_runs(near, "column"):
            if len(run) > 1 or own.heads == ("received",):
                for keys in (run, *words.widen(run, at)):
                    yield tuple(Meaning(("received",), key) for key in keys)
    yield from _list_of_row(
        own, near, words.list_named(words.tokens[:at]), words.find_open_cases(at)
    )


def _list_of_row(
    own: Meaning,
    near: Sequence[RoleAndKey],
    before: Sequence[RoleAndKey],
    cases_of: Collection[str],
) -> Iterator[Group]:
    """The same column of other rows that are named, or another column of its row; of cases only
    those of `cases_of`.
    """
    head = own.heads[0]
    if head.startswith(("review", "litigation")) and own.column:
        cases = [key for kind, key in before if kind == "case" and key in cases_of]
        parts = [key for key in cases if key.startswith(f"{_WHOLE_CASE}_")]
        if parts and _WHOLE_CASE in cases:  # 诉讼5件，其中直接起诉3件: not added to its part
            cases = [key for key in cases if key != _WHOLE_CASE]
        yield from (
            tuple(Meaning((key,), own.column) for key in cases[i:]) for i in range(len(cases))
        )
    if head in ("normative", "rules"):
        yield from ((Meaning(own.heads, key),) for kind, key in near if kind == "column")
    if own.column and head in ("carried_in", "carried_out"):
        yield (Meaning(("received",), own.column),)
    if own.column:
        rows = [key for kind, key in before if kind in ("result", "finishing", "carrying")]
        yield from ((Meaning((key,), own.column),) for key in rows[-2:])
