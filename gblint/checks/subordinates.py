"""The set of subordinate reports of a roll-up: which of them count, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from gblint.checks.footings import per_report
from gblint.pack.model import OrganSpec, Pack
from gblint.report.model import ComparedReport, Parts, Report
from gblint.report.organs import likeness, strip_name


class Trouble(msgspec.Struct, frozen=True):
    """What is wrong with the set. With `lost`, figures that belong to the sum are not known."""

    variant: str
    organs: tuple[str, ...]
    files: tuple[str, ...]
    lost: bool


class Reckoned(msgspec.Struct, frozen=True):
    """The parts that count, and what is wrong; `complete` if no figures are known to be lost."""

    counted: tuple[ComparedReport, ...]
    troubles: tuple[Trouble, ...]

    @property
    def complete(self) -> bool:
        return not any(trouble.lost for trouble in self.troubles)


def called(part: ComparedReport) -> str:
    """What a part is called: its organ, or its file where the organ is not known."""
    return part.organ or part.name


@per_report
def reckon(report: Report, pack: Pack) -> Reckoned:
    """Which parts count: those of the summary's year, and of one organ one.

    Of two reports of one organ with the same figures one counts, of two that differ neither.
    """
    parts = report.parts or Parts()
    spec = pack.facts.organ or OrganSpec()
    troubles: list[Trouble] = []
    if parts.failed:
        troubles.append(Trouble("unreadable", (), parts.failed, lost=True))
    of_year = [one for one in parts.reports if one.year in (None, report.year or one.year)]
    others = [one for one in parts.reports if one not in of_year]
    if others:
        troubles.append(_trouble("year", others, lost=True))
    counted: list[ComparedReport] = []
    for group in _groups(of_year, spec):
        alike = all(one.figures == group[0].figures for one in group)
        if alike:
            counted.append(group[0])
        if len(group) > 1:
            troubles.append(_trouble("twice" if alike else "differing", group, lost=not alike))
    troubles += _expected(parts.expected, of_year, spec)
    return Reckoned(tuple(counted), tuple(troubles))


def _trouble(variant: str, parts: Sequence[ComparedReport], *, lost: bool) -> Trouble:
    organs = tuple(dict.fromkeys(called(part) for part in parts))
    return Trouble(variant, organs, tuple(part.name for part in parts), lost)


def _groups(parts: Sequence[ComparedReport], spec: OrganSpec) -> list[list[ComparedReport]]:
    """The parts by organ. One whose organ is not known stands alone."""
    groups: dict[str, list[ComparedReport]] = {}
    for part in parts:
        key = strip_name(part.organ, spec.ignored) if part.organ else f"\n{part.name}"
        groups.setdefault(key, []).append(part)
    return list(groups.values())


def _expected(
    expected: Sequence[str], parts: Sequence[ComparedReport], spec: OrganSpec
) -> Iterator[Trouble]:
    """Organs that are expected and have no report, and reports that nobody expects."""
    if not expected:
        return
    left = list(dict.fromkeys(part.organ for part in parts))
    missing = list(expected)
    for degree in ("same", "near"):
        for organ in list(missing):
            found = next((one for one in left if likeness(organ, one, spec) == degree), None)
            if found is not None:
                missing.remove(organ)
                left = [one for one in left if likeness(found, one, spec) != "same"]
    if missing:
        yield Trouble("missing", tuple(missing), (), lost=True)
    strange = [part for part in parts if part.organ in left]
    if strange:
        yield _trouble("unexpected", strange, lost=False)
