"""Sections: in order, once."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from gblint.checks.hits import CheckKind, Hit, Place
from gblint.checks.names import names
from gblint.document import Anchor, Table
from gblint.findings import Say
from gblint.pack.base import Options
from gblint.pack.model import Pack, Rule
from gblint.report.model import Heading, Report


class SectionOrder(Options, frozen=True, tag="section-order"):
    """The sections stand in the order of the pack (GB102)."""

    stops_without = ("headings",)


class SectionRepeat(Options, frozen=True, tag="section-repeat"):
    """No section stands twice (GB103)."""

    limited_without = ("headings",)


def section_order(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each section that must move; as few as will do."""
    known = names(pack)
    first = first_headings(report)
    expected = tuple(first[number].text for number in sorted(first))
    for number in sorted(displaced(report)):
        heading = first[number]
        before = max((n for n in first if n < number), default=None)
        yield Hit(
            Place(heading.anchor, number, text=heading.text),
            {
                "heading": heading.text,
                "after": Say("前言", "the preface") if before is None else first[before].text,
                "order": tuple(heading.text for heading in first.values()),
                "expected": expected,
                "number": number,
                "ordinal": known.ordinal(number),
            },
        )


def section_repeat(report: Report, _rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each section that stands more than once, at its second heading."""
    read: dict[int, list[Heading]] = {}
    for section in report.sections:
        if section.number is not None:
            read.setdefault(section.number, []).append(section.heading)
    for number, headings in read.items():
        if len(headings) > 1:
            yield Hit(
                Place(headings[1].anchor, number, text=headings[1].text),
                {"heading": headings[1].text, "first": headings[0].text, "count": len(headings)},
            )


_last: list[tuple[Report, Mapping[int, Heading]]] = []
"""The report asked for last, with its headings: each finding asks for the one above it."""


def first_headings(report: Report) -> Mapping[int, Heading]:
    """The heading of each section read, by number, in document order; copies are left out."""
    for known, headings in _last:
        if known is report:
            return headings
    first: dict[int, Heading] = {}
    for section in report.sections:
        if section.number is not None:
            first.setdefault(section.number, section.heading)
    _last[:] = [(report, first)]
    return first


def parts_of(report: Report) -> Mapping[int | None, list[Heading]]:
    """Sub-headings numbered as sections are, by the section they stand in, None before all."""
    found: dict[int | None, list[Heading]] = {}
    blocks = [section.heading.block for section in report.sections]
    for part in report.parts_numbered:
        above = bisect_left(blocks, part.block)
        number = report.sections[above - 1].number if above else None
        found.setdefault(number, []).append(part)
    return found


def displaced(report: Report) -> set[int]:
    """The numbers of the sections out of order: all but a longest run in order."""
    numbers = [section.number for section in report.sections if section.number is not None]
    if all(a < b for a, b in pairwise(numbers)):
        return set()
    return set(numbers) - set(_longest_run(numbers))


def anchor_of_absent(report: Report, number: int) -> Anchor:
    """Where a section should be: at the heading that would follow it, else at the end."""
    following = {n: h for n, h in first_headings(report).items() if n > number}
    if following:
        return following[min(following)].anchor
    blocks = report.document.blocks
    if not blocks:
        return Anchor(1)
    last = blocks[-1]
    return last.cells[-1].anchor if isinstance(last, Table) and last.cells else last.anchor


def _longest_run(numbers: Sequence[int]) -> list[int]:
    """A longest strictly increasing subsequence.

    There are few different numbers, each of which may stand very often.
    """
    longest: dict[int, tuple[int, int]] = {}
    """For each number the length of the longest run that ends in it, and its place, negative."""
    before: list[int | None] = []
    for place, number in enumerate(numbers):
        length, end = max((run for n, run in longest.items() if n < number), default=(0, 1))
        before.append(-end if length else None)
        if length + 1 > longest.get(number, (0, 0))[0]:
            longest[number] = length + 1, -place
    at = -max(longest.values())[1] if longest else None
    run: list[int] = []
    while at is not None:
        run.append(numbers[at])
        at = before[at]
    return run[::-1]


SECTION_ORDER = CheckKind(
    options=SectionOrder,
    finds="a section out of order",
    values=("heading", "after", "order", "expected", "number", "ordinal"),
    check=section_order,
)

SECTION_REPEAT = CheckKind(
    options=SectionRepeat,
    finds="a section twice",
    values=("heading", "first", "count"),
    check=section_repeat,
)
