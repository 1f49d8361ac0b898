"""Sections: all of them there, in order, once."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from gblint.checks.hits import CheckKind, Hit, Place, options
from gblint.checks.places import anchor_of_absent, first_headings, names
from gblint.checks.unchecked import cells_of, rules_needing_cells
from gblint.checks.zones import section_number
from gblint.findings import Say
from gblint.pack import Options, Reference, variants
from gblint.pack.model import Pack, Rule, TableSpec
from gblint.report.model import Heading, Report


class SectionPresence(Options, frozen=True, tag="section-presence"):
    """Each section of the pack is there (GB101). `sections`: those to ask for, or all.

    Variants: plain, hint (an older heading stands in its place), plain_table and hint_table (its
    table is absent, too), parts (there are its sub-headings, numbered as sections are).
    """

    stops_without = ("headings",)

    sections: tuple[int, ...] = ()


class SectionOrder(Options, frozen=True, tag="section-order"):
    """The sections stand in the order of the pack (GB102)."""

    stops_without = ("headings",)


class SectionRepeat(Options, frozen=True, tag="section-repeat"):
    """No section stands twice (GB103)."""

    limited_without = ("headings",)


def section_presence(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each absent section, where it should be; `hint` is what stands in its place.

    Tables that are absent with their section are named with it, and what needs them or asks
    something of the section is `unchecked`.
    """
    known = names(pack)
    present = {section.number for section in report.sections}
    for number in options(rule, SectionPresence).sections or tuple(known.sections):
        if number in present:
            continue
        hint = next((h.text for h in report.headings if _stands_for(h, number)), "")
        parts = parts_of(report).get(None, []) if number == min(known.sections) else []
        tables = [
            spec for spec in pack.tables if spec.section == number and _is_absent(report, spec)
        ]
        yield Hit(
            Place(anchor_of_absent(report, number), number),
            {
                "number": number,
                "ordinal": known.ordinal(number),
                "heading": known.heading(number),
                "hint": hint,
                "tables": tuple(known.table(spec.key) for spec in tables),
                "part": parts[0].text if parts else "",
                "count": len(parts),
            },
            "parts" if parts else ("hint" if hint else "plain") + ("_table" if tables else ""),
            unchecked=(*_of_section(pack, number), *_of_tables(report, pack, tables)),
        )


def _is_absent(report: Report, spec: TableSpec) -> bool:
    return spec.key not in report.tables and spec.key not in report.unread


def _of_section(pack: Pack, number: int) -> tuple[str, ...]:
    """The rules that ask something of the text of a section."""
    return tuple(
        rule.id
        for rule in pack.rules
        if "zone" in rule.check.stops_without
        and section_number(str(getattr(rule.check, "zone", ""))) == number
    )


def _of_tables(report: Report, pack: Pack, tables: Sequence[TableSpec]) -> Iterator[str]:
    for spec in tables:
        yield from rules_needing_cells(report, pack, spec.key, cells_of(spec))


def is_reported_with_section(report: Report, pack: Pack, number: int) -> bool:
    """Whether a section is absent and a rule says so, so that its table is named there."""
    if any(section.number == number for section in report.sections):
        return False
    return any(
        isinstance(rule.check, SectionPresence)
        and (not rule.check.sections or number in rule.check.sections)
        for rule in pack.rules
    )


def _stands_for(heading: Heading, number: int) -> bool:
    return heading.origin == "obsolete" and heading.number == number


def _named_sections(options: SectionPresence) -> Iterator[Reference]:
    for i, number in enumerate(options.sections):
        yield Reference("section", number, ("sections", i))


def section_order(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each section that must move; as few as will do."""
    known = names(pack)
    first = first_headings(report)
    expected = tuple(first[number].text for number in sorted(first))
    for number in sorted(find_displaced(report)):
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


def parts_of(report: Report) -> Mapping[int | None, list[Heading]]:
    """Sub-headings numbered as sections are, by the section they stand in, None before all."""
    found: dict[int | None, list[Heading]] = {}
    blocks = [section.heading.block for section in report.sections]
    for part in report.parts_numbered:
        above = bisect_left(blocks, part.block)
        number = report.sections[above - 1].number if above else None
        found.setdefault(number, []).append(part)
    return found


def find_displaced(report: Report) -> set[int]:
    """The numbers of the sections out of order: all but a longest run in order."""
    numbers = [section.number for section in report.sections if section.number is not None]
    if all(a < b for a, b in pairwise(numbers)):
        return set()
    return set(numbers) - set(_longest_run(numbers))


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


SECTION_PRESENCE = CheckKind(
    options=SectionPresence,
    finds="an absent section, with its table",
    references=_named_sections,
    values=("number", "ordinal", "heading", "hint", "tables"),
    variants=variants("hint", "plain", "hint_table", "plain_table", parts=("part", "count")),
    check=section_presence,
)


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
