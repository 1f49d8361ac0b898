"""Names of organs: which organ one means, whether two are of one, and the level they tell.

The one home of these questions. A name is divided into places (`示例市`, `清河区`) and what the
organ is there (`教育局`). Offices shorten both: `市卫健委` is 示例市卫生健康委员会. No list of
short names is kept: the characters of a short name stand in the full one in the same order. What
a place and a government are called is the pack's (`facts.organ`).

At the end: which organ of a list a report is of, by its name, long or short, or by the name of
its file. A list of thousands is gone through by keys, so that what a report takes does not grow
with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from gblint.pack.model import FactSpecs, OrganSpec
from gblint.text import fold, patterns
from gblint.text.patterns import later

Relation = Literal["same", "office", "government", "above", "other", ""]
"""What a written name is to the organ of a report.

`same`: the organ, by its full or a short name. `office`: an office or unit of the organ.
`government`: the government that the organ belongs to, or is the office of. `above`: an organ
or government of a larger place, or the body that the organ is a branch of. `other`: surely
another organ. "": it cannot be told.
"""

_Place = Literal["fits", "above", "differs", ""]

_SHORTEST = 2
"""Characters that a short name has at least."""

_BRANCH = 4
"""Characters that the name of a branch (`清河分局`) has after that of its organ at least."""

_TAIL = 3
"""Characters at the end of a name (`委员会`, `办公室`) in one of which a short name ends."""

Likeness = Literal["same", "near", ""]
"""One name but for words that may be absent; with the place above before one of them, or an
organ and its office; two organs."""

_BRACKET = later(r"(?<=.{2})\([^()]*\)$")


class ReportOwner(msgspec.Struct, frozen=True):
    """Whose report it is: organ, year and level, as far as they are known."""

    organ: str
    year: int | None
    level: str


class OrganName(msgspec.Struct, frozen=True):
    """A name divided: the places before, from the largest to the smallest, and the rest."""

    places: tuple[str, ...]
    body: str

    @property
    def whole(self) -> str:
        return "".join(self.places) + self.body


def tell_organ(written: str, organ: str, spec: OrganSpec | None) -> Relation:
    """What a name as written is to the organ of a report, whose name is as in its title.

    Both may be in any form of characters; of several organs joined (`教育局、科技局`) the nearest
    relation counts. "" when either is empty or the pack says nothing of organs. Raises
    PatternTimeout.
    """
    if spec is None or not spec.place or not (written and organ):
        return ""
    name, whole = _divide_joined(written, spec), _divide_joined(organ, spec)
    relations = {_find_relation(one, own, spec) for one in name for own in whole}
    for relation in ("same", "office", "government", "above"):
        if relation in relations:
            return relation
    if "" not in relations:
        return "other"
    return "above" if _is_branch(fold(organ), fold(written)) else ""


def _is_branch(name: str, of: str) -> bool:
    """Whether a name is that of another with more behind it: 国家税务总局示例市税务局."""
    return name.startswith(of) and len(name) - len(of) >= _BRANCH


def is_sister(written: str, organ: str, spec: OrganSpec | None) -> bool:
    """Whether a name is surely of another place of the rank of the organ's: 黑石乡 and 白石乡.

    A place that was raised in rank (清河县, now 清河区) is no other. Raises PatternTimeout.
    """
    if spec is None or not spec.place or not (written and organ):
        return False
    name, whole = _divide_joined(written, spec), _divide_joined(organ, spec)
    return all(_are_sisters(one.places, own.places, spec) for one in name for own in whole)


def _are_sisters(one: tuple[str, ...], own: tuple[str, ...], spec: OrganSpec) -> bool:
    if not one or not own or _compare_places(one, own) in ("fits", "above"):
        return False
    named = len(one[-1]) > _SHORTEST and len(own[-1]) > _SHORTEST
    kinds = [
        next((rank for rank in spec.ranks if place[-1] in rank), "") for place in (one[-1], own[-1])
    ]
    # words before a name (今年石桥镇) run into it: its end tells
    ends = [place[:-1].removesuffix(spec.before_rank)[-_SHORTEST:] for place in (one[-1], own[-1])]
    return named and kinds[0] == kinds[1] != "" and ends[0] != ends[1]


@lru_cache(maxsize=1024)
def divide_name(name: str, place: str) -> OrganName:
    """The places that a name begins with and the rest; `name` is folded.

    `place` is the pattern of one place at the beginning of a text. Raises PatternTimeout.
    """
    places: list[str] = []
    while name:
        found = patterns.match(place, name, 0)
        if found is None or not found.end():
            break
        places.append(found.group())
        name = name[found.end() :]
    return OrganName(tuple(places), name)


def is_short_for(short: str, full: str) -> bool:
    """Whether a name without its places is a short form of another: 卫健委 of 卫生健康委员会."""
    return _match_short_name(short, full) == "surely"


def _match_short_name(short: str, full: str) -> Literal["surely", "perhaps", ""]:
    """Whether the characters of a name stand in another in order, to its end.

    Perhaps only, where the short name begins elsewhere and is no stretch of the other.
    """
    if len(short) < _SHORTEST or len(short) > len(full):
        return ""
    at, last = _find_in_order(short[:-1], full), full.rfind(short[-1])
    if at is None or last <= at or last < len(full) - _TAIL:
        return ""
    return "surely" if short[0] == full[0] or short[:-1] in full else "perhaps"


def _divide_joined(name: str, spec: OrganSpec) -> tuple[OrganName, ...]:
    """The organs of a name, one or several that are joined."""
    whole = apart = strip_name(name, spec.forms)
    for joint in spec.joints:
        apart = apart.replace(joint, ",")
    # Where a part would be of one character, the joint is one within a name.
    parts = [part for part in apart.split(",") if part]
    if len(parts) == 1 or any(len(part) < _SHORTEST for part in parts):
        parts = [whole]
    return tuple(divide_name(part, spec.place) for part in parts)


def _find_relation(one: OrganName, own: OrganName, spec: OrganSpec) -> Relation:
    # First of all, as what looks like a place may be none: 市监局 is no 监局 of a 市.
    if _is_same_whole(one, own):
        return "same"
    place = _compare_places(one.places, own.places)
    body, own_body = (strip_name(name.body, spec.offices) for name in (one, own))
    governs, own_governs = (patterns.is_whole(spec.government, text) for text in (body, own_body))
    if place == "above":
        return "above"
    if place == "differs":
        # A place of which it is not said what reports there (清河区 in a sentence) is no organ.
        whole = all(_is_organ(name, spec) or _is_township(name, spec) for name in (one, own))
        return "other" if whole else ""
    if governs or (not one.body and place == "fits"):
        return _relate_to_government(one, own, place, (body, own_body), own_governs=own_governs)
    if place == "" and one.places:
        same = body == own_body or is_short_for(body, own_body)
        return "other" if same and not own_governs and _is_below(one, own, spec) else ""
    return _relate_to_body(one, own, spec, same_kind=not own_governs)


def _is_below(one: OrganName, own: OrganName, spec: OrganSpec) -> bool:
    """Whether a name is that of an organ of a place of lower rank than the organ's: 清河县财政局
    where 示例市财政局 reports.
    """
    if not own.places or len(one.places[-1]) <= _SHORTEST:
        return False
    rank, own_rank = (
        next((at for at, rank in enumerate(spec.ranks) if place[-1] in rank), len(spec.ranks))
        for place in (one.places[-1], own.places[-1])
    )
    return rank < own_rank and _is_organ(one, spec) and _is_organ(own, spec)


def _relate_to_body(
    one: OrganName, own: OrganName, spec: OrganSpec, *, same_kind: bool
) -> Relation:
    """What a name is to an organ of the same place, by what the two are called there."""
    for text, whole in ((one.body, own.body), (one.whole, own.whole)):
        if text and _is_branch(whole, text):
            return "above"
    shortened = _match_short_name(one.body, own.body)
    if not shortened and one.body[:1] == own.body[:1]:  # the title itself may have the short name
        shortened = _match_short_name(own.body, one.body)
    alone = len(one.body) == 1 and one.body in own.body[-_TAIL:]  # 市局, 街道办
    if one.body == own.body or shortened == "surely" or alone:
        return "same"
    if own.body and one.body.startswith(own.body):
        return "office"
    surely = same_kind and not shortened and bool(one.places)
    return "other" if surely and _is_organ(one, spec) and _is_organ(own, spec) else ""


def _relate_to_government(
    one: OrganName, own: OrganName, place: _Place, bodies: tuple[str, str], *, own_governs: bool
) -> Relation:
    """What the name of a government, or of its office, is to an organ of the same place."""
    if place != "fits":
        return ""
    if not own_governs:
        return "government"
    office, own_office = one.body != bodies[0], own.body != bodies[1] and bool(own.body)
    if office == own_office:
        return "same"
    return "office" if office else "government"


def _is_same_whole(one: OrganName, own: OrganName) -> bool:
    """Whether two names are one but for a larger place before, or a place run into the rest.

    `市监局` begins with no place, though it looks so: 市场监督管理局.
    """
    if one == own or (one.body == own.body and _compare_places(one.places, own.places) == "fits"):
        return True
    return len(one.places) == 1 and len(one.places[0]) == 1 and is_short_for(one.whole, own.body)


def _compare_places(one: tuple[str, ...], own: tuple[str, ...]) -> _Place:
    """How the places of a name stand to those of the organ. Names without one may be of any."""
    if not one:
        return "fits"
    if not own:
        return ""
    if _may_be_one_place(one[-1], own[-1]):
        # From the smallest up: on either side the larger ones may be left out.
        pairs = zip(one[-2::-1], own[-2::-1], strict=False)
        return "fits" if all(_may_be_one_place(a, b) for a, b in pairs) else "differs"
    if any(_may_be_one_place(one[-1], larger) for larger in own[:-1]):
        return "above"
    named = len(one[-1]) > _SHORTEST and len(own[-1]) > _SHORTEST
    return "differs" if named and one[-1][-1] == own[-1][-1] else ""


def _may_be_one_place(one: str, other: str) -> bool:
    """Whether two names of places may be of one: 市, 示例市; 经开区, 示例经济技术开发区."""
    if one[-1] != other[-1]:
        return False
    short, full = sorted((one[:-1], other[:-1]), key=len)
    return _find_in_order(short, full) is not None


def _find_in_order(signs: str, text: str) -> int | None:
    """Where the last of some characters stands in a text that has them in this order, else None."""
    at = -1
    for sign in signs:
        at = text.find(sign, at + 1)
        if at < 0:
            return None
    return at


def _is_organ(name: OrganName, spec: OrganSpec) -> bool:
    """Whether a name is that of an organ that may report for itself."""
    return bool(name.body) and patterns.has(spec.own_report, name.body)


def _is_township(name: OrganName, spec: OrganSpec) -> bool:
    """Whether a name is a place of the lowest rank alone, which stands for its government."""
    return not name.body and bool(spec.ranks) and name.places[-1][-1] in spec.ranks[0]


# two names of one organ


def measure_likeness(one: str, other: str, spec: OrganSpec | None) -> Likeness:
    """How alike two names of organs are; each may be long or short, with or without its office.

    A name that is not known is like no other.
    """
    spec = spec or OrganSpec()
    first, second = strip_name(one, spec.ignored), strip_name(other, spec.ignored)
    if not first or not second:
        return ""
    if first == second:
        return "same"
    first, second = strip_name(first, spec.offices), strip_name(second, spec.offices)
    if first == second or _is_longer(first, second, spec) or _is_longer(second, first, spec):
        return "near"
    return ""


@lru_cache(maxsize=4096)
def strip_name(name: str, dropped: tuple[str, ...]) -> str:
    """The comparable form of a name without what the patterns match; never nothing at all."""
    name = fold(name)
    for pattern in dropped:
        name = patterns.remove(pattern, name) or name  # 办公室 alone stays a name
    return name


def _is_longer(long: str, short: str, spec: OrganSpec) -> bool:
    """Whether the one is the other with the place above it before.

    The other may begin with the last character of the place (`市数据局`).
    """
    before = long.removesuffix(short)
    if not spec.prefix or before == long or not short:
        return False
    places = (before, before + short[0])
    return any(patterns.is_whole(spec.prefix, place) for place in places)


def list_shorter(name: str, spec: OrganSpec) -> Iterator[str]:
    """What a comparable name is without the place above it: 清河区教育局 of 示例市清河区教育局.

    Each of these is near to it (`measure_likeness`), the longest first. Raises PatternTimeout.
    """
    for at in range(1, len(name)):
        if _is_longer(name, name[at:], spec):
            yield name[at:]


# the level of administration


def find_level(organ: str, spec: FactSpecs) -> str:
    """The key of the level of administration that an organ's name tells, or "".

    By the patterns of the levels, else by the first kind of organ that the name is of. What
    stands in brackets at its end (`城管局（综合执法局）`) does not count. Raises PatternTimeout.
    """
    known = {level.key for level in spec.levels}
    table = tuple((level.key, level.organ) for level in spec.levels) + tuple(
        (kind.level if kind.level in known else "", kind.organ) for kind in spec.organ_kinds
    )
    name = fold(organ)
    return _find_level(_BRACKET.sub("", name) if name.endswith(")") else name, table)


@lru_cache(maxsize=1024)
def _find_level(organ: str, table: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    for key, forms in table:
        if organ and any(patterns.has(form, organ) for form in forms):
            return key
    return ""


# organs of a list

_LONGEST_STEM = 80
"""Characters of the name of a file that are looked at."""


class NamedReport(msgspec.Struct, frozen=True, gc=False):
    """A report by the organ that its title names, "" where it names none, and its file."""

    organ: str
    path: str


class ExpectedOrgans:
    """The organs of a list, each of which should have a report."""

    def __init__(self, names: Sequence[str], spec: OrganSpec | None) -> None:
        self._spec = spec or OrganSpec()
        self._keys = [strip_name(name, self._spec.ignored) for name in names]
        self._by_key = _index_by_name((key, at) for at, key in enumerate(self._keys))
        self._divided = [divide_name(fold(name), self._spec.place) for name in names]
        self._by_words = _index_by_name(
            (words, at)
            for at, divided in enumerate(self._divided)
            for words in self._list_words(divided)
        )

    def _list_words(self, name: OrganName) -> set[str]:
        """By what an organ may be found in the name of a file: its body, a government's place."""
        if self._is_government(name):
            return set(name.places[-1:])
        return {name.body, strip_name(name.body, self._spec.ignored)}

    def _is_government(self, name: OrganName) -> bool:
        return bool(name.places) and (
            not name.body or patterns.is_whole(self._spec.government, name.body)
        )

    def match(self, reports: Sequence[NamedReport]) -> list[int | None]:
        """For each report the number of its organ in the list, None for one that is not on it.

        The same name goes before one that is nearly the same. Of several that are as near the one
        counts whose places stand in the path of the file, and none where that does not tell. A
        report that names no organ is known by its file alone. Raises PatternTimeout.
        """
        patterns.begin_document()
        # Whole names before near ones: else one county's 教育局 would take the report of another's.
        found: list[int | None] = [None] * len(reports)
        left: list[int] = []
        for at, report in enumerate(reports):
            key = strip_name(report.organ, self._spec.ignored) if report.organ else ""
            same = self._by_key.get(key, ()) if key else ()
            if same:
                found[at] = same[0]
            elif key:
                left.append(at)
        taken = {one for one in found if one is not None}
        near = self._index_near() if left else {}  # patterns over all names of the list
        for at in left:
            found[at] = self._find_near(reports[at], near, taken)
        taken = {one for one in found if one is not None}
        for at, report in enumerate(reports):
            if not report.organ and (by_file := self.find_by_path(report.path)) not in taken:
                found[at] = by_file
        return found

    def _index_near(self) -> dict[str, list[int]]:
        """The organs by all names that are near theirs."""
        bare = [strip_name(key, self._spec.offices) for key in self._keys]
        return _index_by_name(
            (near, at)
            for at, name in enumerate(bare)
            for near in {name, *list_shorter(name, self._spec)}
        )

    def _find_near(
        self, report: NamedReport, near: dict[str, list[int]], taken: Collection[int]
    ) -> int | None:
        """The organ with a name near a report's; `taken` have a report by the same name.

        One of these it is only where the one is an office as the other is: a government's office
        has a report of its own where both have one.
        """
        key = strip_name(report.organ, self._spec.ignored)
        bare = strip_name(key, self._spec.offices)
        found = near.get(bare, [])
        if not found:
            found = [
                at
                for name in list_shorter(bare, self._spec)
                for at in near.get(name, ())
                if strip_name(self._keys[at], self._spec.offices) == name
            ]
        alike = [at for at in found if self._is_office(self._keys[at]) == self._is_office(key)]
        free = [at for at in found if at not in taken]
        found = [at for at in alike if at not in taken] or free or alike
        if len(found) > 1:  # a 教育局 of each county: by the folder that the report lies in
            path = fold(report.path)
            graded = [(self._count_places(at, path), at) for at in found]
            best = max(graded)[0]
            found = [at for grade, at in graded if grade == best]
        return found[0] if len(found) == 1 else None

    def _is_office(self, key: str) -> bool:
        return strip_name(key, self._spec.offices) != key

    def _count_places(self, at: int, path: str) -> int:
        return sum(place in path for place in self._divided[at].places)

    def find_by_path(self, path: str) -> int | None:
        """The organ that the name of a file, or of its folder, tells; None where none does.

        Raises PatternTimeout.
        """
        patterns.begin_document()
        *folders, name = fold(path).split("/")
        stem = name.rpartition(".")[0] or name
        # The file before its folder: in that of a county stand the reports of its offices.
        for text in (stem, *folders[-1:]):
            graded = [
                (grade, at)
                for at in self._list_in(text[:_LONGEST_STEM])
                if (grade := self._grade(at, text, fold(path)))
            ]
            if graded:
                best = max(graded)[0]
                found = [at for grade, at in graded if grade == best]
                return found[0] if len(found) == 1 else None
        return None

    def _list_in(self, text: str) -> set[int]:
        """The organs whose words stand in a text."""
        return {
            at
            for begin in range(len(text))
            for end in range(begin + 2, len(text) + 1)
            for at in self._by_words.get(text[begin:end], ())
        }

    def _grade(self, at: int, text: str, path: str) -> tuple[int, int] | None:
        """How surely a text names an organ: how many of its places are there, how long its name.

        Without any of its places it does where no other organ of the list is called so and the
        text names no place.
        """
        name = self._divided[at]
        words = max((one for one in self._list_words(name) if one in text), key=len)
        if self._is_government(name):
            behind = text.find(words) + len(words)
            if patterns.match(self._spec.government, text, behind) is None:
                return None
            return self._count_places(at, path), len(words)
        if name.places and name.places[-1] not in path:
            alone = len(self._by_words[words]) == 1
            placed = bool(divide_name(text, self._spec.place).places)
            return (0, len(words)) if alone and not placed else None
        return self._count_places(at, path), len(words)


def _index_by_name(named: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for name, at in named:
        index[name].append(at)
    return index


def group_by_organ(reports: Sequence[NamedReport], spec: OrganSpec | None) -> Iterator[list[int]]:
    """The reports of each organ that is named, by their numbers. Raises PatternTimeout."""
    patterns.begin_document()
    ignored = spec.ignored if spec is not None else ()
    organs = ((report.organ, at) for at, report in enumerate(reports) if report.organ)
    yield from _index_by_name((strip_name(organ, ignored), at) for organ, at in organs).values()
