"""Which entry of a baseline a file is that stands there under another name.

A file that was renamed or moved takes the entry of a path that is gone: the one with the same
content, else one of the same organ and year with which it has a finding in common. No entry goes
to two files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from gblint.findings import Say
from gblint.results import FileResult, Gone, Known
from gblint.run.baseline import Baseline, Entry, compared, content_of, path_in, report_of
from gblint.run.looked import looked_at
from gblint.run.plan import Plan
from gblint.run.stories import split_stories

_MOST_ALIKE = 50
"""Entries of one organ and year that a file is compared with."""


class Follower:
    """Sets the known findings of files apart, those of renamed files when all have been met."""

    def __init__(self, baseline: Baseline, folder: Path, sources: Iterable[str]) -> None:
        self._files = baseline.files
        self._folder = folder
        here = {path_in(folder, source) for source in sources}
        self._gone = {
            name: entry
            for name, entry in baseline.files.items()
            if name not in here and _is_gone(folder / name)
        }
        self._met: list[tuple[int, str, str, frozenset[str]]] = []
        self._looked: dict[int, frozenset[str]] = {}
        self._sets: dict[frozenset[str], frozenset[str]] = {}  # most files have the same
        self._left = self._gone

    def known(self, index: int, result: FileResult, source: str, plan: Plan) -> FileResult:
        """The result of a file with its known findings set apart; `index` is its place."""
        rules = looked_at(result, source, plan)
        name = path_in(self._folder, source)
        entry = self._files.get(name)
        if entry is not None:
            return compared(result, entry.findings, rules)
        if self._gone and result.failure is None:
            marks = frozenset(one.rule + one.fingerprint for one in split_stories(result.findings))
            self._looked[index] = self._sets.setdefault(rules, rules)
            self._met.append((index, source, report_of(result), marks))
        return result

    def renamed(self, results: Mapping[int, FileResult] | Sequence[FileResult]) -> _Changed:
        """The results, by place, of the files that were renamed."""
        found = self._matches()
        taken = set(found.values())
        self._left = {name: one for name, one in self._gone.items() if name not in taken}
        return [
            (index, _renamed(results[index], name, self._gone[name].findings, self._looked[index]))
            for index, name in found.items()
        ]

    def gone(self) -> tuple[Gone, ...]:
        """The files of the baseline that are nowhere, once all files were met."""
        return tuple(Gone(name, entry.findings) for name, entry in sorted(self._left.items()))

    def _matches(self) -> dict[int, str]:
        """The entry of each file that has one, by name."""
        found: dict[int, str] = {}
        free = dict(self._gone)
        by_content: dict[str, list[str]] = {}
        for name, entry in free.items():
            if entry.content:
                by_content.setdefault(entry.content, []).append(name)
        for index, source, _, _ in sorted(self._met):
            names = by_content.get(content_of(source)) if by_content else None
            if names:
                found[index] = names.pop(0)
                del free[found[index]]
        for index, name in self._alike(found, free):
            if index not in found and name in free:
                found[index] = name
                del free[name]
        return found

    def _alike(self, found: Mapping[int, str], free: Mapping[str, Entry]) -> list[tuple[int, str]]:
        """Files and entries of one organ and year, those with most in common first."""
        by_report: dict[str, list[str]] = {}
        for name, entry in free.items():
            if entry.report:
                by_report.setdefault(entry.report, []).append(name)
        pairs: list[tuple[int, int, str]] = []
        for index, _, report, marks in sorted(self._met):
            if index in found or not report:
                continue
            for name in by_report.get(report, [])[:_MOST_ALIKE]:
                both = marks & {one.rule + one.fingerprint for one in free[name].findings}
                if both:
                    pairs.append((-len(both), index, name))
        return [(index, name) for _, index, name in sorted(pairs)]


_Changed = list[tuple[int, FileResult]]


def _is_gone(path: Path) -> bool:
    """Whether nothing is there; what cannot be looked up may be."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def _renamed(
    result: FileResult, name: str, known: Iterable[Known], rules: frozenset[str]
) -> FileResult:
    told = Say(f"基线中是“{name}”，已改名或移动", f'the baseline has it as "{name}"')
    result = compared(result, known, rules)
    return msgspec.structs.replace(result, notes=(*result.notes, told))
