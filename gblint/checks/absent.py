"""Sections that are absent, with what is absent because of it."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator, Sequence

from gblint.checks.footings import cells_of
from gblint.checks.hits import CheckKind, Hit, Place, options
from gblint.checks.names import names
from gblint.checks.sections import anchor_of_absent, parts_of
from gblint.checks.text import LengthCheck
from gblint.checks.topics import PatternCheck
from gblint.checks.waiting import unchecked
from gblint.checks.zones import section_number
from gblint.pack.base import Options
from gblint.pack.kind import Reference, variants
from gblint.pack.model import Pack, Rule, TableSpec
from gblint.report.model import Heading, Report


class SectionPresence(Options, frozen=True, tag="section-presence"):
    """Each section of the pack is there (GB101). `sections`: those to ask for, or all.

    Variants: plain, hint (an older heading stands in its place), plain_table and hint_table (its
    table is absent, too), parts (there are its sub-headings, numbered as sections are).
    """

    stops_without = ("headings",)

    sections: tuple[int, ...] = ()


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
        tables = [spec for spec in pack.tables if spec.section == number and _gone(report, spec)]
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


def _gone(report: Report, spec: TableSpec) -> bool:
    return spec.key not in report.tables and spec.key not in report.unread


def _of_section(pack: Pack, number: int) -> tuple[str, ...]:
    """The rules that ask something of the text of a section."""
    return tuple(
        rule.id
        for rule in pack.rules
        if isinstance(rule.check, PatternCheck | LengthCheck)
        and section_number(rule.check.zone) == number
    )


def _of_tables(report: Report, pack: Pack, tables: Sequence[TableSpec]) -> Iterator[str]:
    for spec in tables:
        yield from unchecked(report, pack, spec.key, cells_of(spec))


def told_with_section(report: Report, pack: Pack, number: int) -> bool:
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


SECTION_PRESENCE = CheckKind(
    options=SectionPresence,
    finds="an absent section, with its table",
    references=_named_sections,
    values=("number", "ordinal", "heading", "hint", "tables"),
    variants=variants("hint", "plain", "hint_table", "plain_table", parts=("part", "count")),
    check=section_presence,
)
