"""Which organ of a list a report is of: by its name, long or short, or by the name of its file.

A list of thousands is gone through by keys, so that what a report takes does not grow with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from gblint.pack.model import OrganSpec
from gblint.report.organs import OrganName, divide_name, list_shorter, strip_name
from gblint.text import fold, patterns

_LONGEST_STEM = 80
"""Characters of the name of a file that are looked at."""


class NamedReport(NamedTuple):
    """A report by the organ that its title names, "" where it names none, and its file."""

    organ: str
    path: str


class ExpectedOrgans:
    """The organs of a list, each of which should have a report."""

    def __init__(self, names: Sequence[str], spec: OrganSpec | None) -> None:
        self._spec = spec or OrganSpec()
        self._keys = [strip_name(name, self._spec.ignored) for name in names]
        self._by_key = _index(self._keys)
        self._divided = [divide_name(fold(name), self._spec.place) for name in names]
        self._by_words: dict[str, list[int]] = defaultdict(list)
        for at, divided in enumerate(self._divided):
            for words in self._list_words(divided):
                self._by_words[words].append(at)

    def _list_words(self, name: OrganName) -> set[str]:
        """By what an organ may be found in the name of a file: its body, a government's place."""
        if self._governs(name):
            return set(name.places[-1:])
        return {name.body, strip_name(name.body, self._spec.ignored)}

    def _governs(self, name: OrganName) -> bool:
        return bool(name.places) and (
            not name.body or patterns.fullmatch(self._spec.government, name.body) is not None
        )

    def match(self, reports: Sequence[NamedReport]) -> list[int | None]:
        """For each report the number of its organ in the list, None for one that is not on it.

        The same name goes before one that is nearly the same. Of several that are as near the one
        counts whose places stand in the path of the file, and none where that does not tell. A
        report that names no organ is known by its file alone. Raises PatternTimeout.
        """
        patterns.begin_document()
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
        near = self._index_near() if left else {}
        for at in left:
            found[at] = self._find_near(reports[at], near, taken)
        taken = {one for one in found if one is not None}
        for at, report in enumerate(reports):
            if not report.organ and (by_file := self.find_by_path(report.path)) not in taken:
                found[at] = by_file
        return found

    def _index_near(self) -> dict[str, list[int]]:
        """The organs by all names that are near theirs."""
        near: dict[str, list[int]] = defaultdict(list)
        for at, key in enumerate(self._keys):
            bare = strip_name(key, self._spec.offices)
            for name in {bare, *list_shorter(bare, self._spec)}:
                near[name].append(at)
        return near

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
        if len(found) > 1:
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
        if self._governs(name):
            behind = text.find(words) + len(words)
            if patterns.match(self._spec.government, text, behind) is None:
                return None
            return self._count_places(at, path), len(words)
        if name.places and name.places[-1] not in path:
            alone = len(self._by_words[words]) == 1
            placed = bool(divide_name(text, self._spec.place).places)
            return (0, len(words)) if alone and not placed else None
        return self._count_places(at, path), len(words)


def _index(keys: Iterable[str]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        index[key].append(at)
    return index


def group_by_organ(reports: Sequence[NamedReport], spec: OrganSpec | None) -> Iterator[list[int]]:
    """The reports of each organ that is named, by their numbers. Raises PatternTimeout."""
    patterns.begin_document()
    ignored = spec.ignored if spec is not None else ()
    groups: dict[str, list[int]] = defaultdict(list)
    for at, report in enumerate(reports):
        if report.organ:
            groups[strip_name(report.organ, ignored)].append(at)
    yield from groups.values()
