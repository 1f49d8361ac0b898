"""Sections: all there, in order, once; and their headings, worded and numbered as in the format."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from gblint.checks.hits import (
    CheckKind,
    Hit,
    Measured,
    Place,
    correct_all,
    correct_passage,
    make_say,
    read_options,
)
from gblint.checks.places import (
    Names,
    find_absent_place,
    index_headings,
    names,
    read_section_number,
)
from gblint.checks.unchecked import list_cells, list_rules_needing_cells
from gblint.document import Paragraph
from gblint.findings import Correction, Replacement, Say
from gblint.pack import Case, Options, make_variants, name_each
from gblint.pack.model import Pack, Rule, list_checks
from gblint.readers import get_form
from gblint.report.model import Heading, Report
from gblint.text import fold
from gblint.text.numerals import INNER_STYLE, TOP_STYLE, Ordinal, write_chinese


class SectionPresence(Options, frozen=True, tag="section-presence"):
    """Each section of the pack is there (GB101). `sections`: those to ask for, or all.

    All are those that no other rule of the pack asks for by their numbers.

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


def check_presence(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each absent section, where it should be, or at the old heading in its place
    (`hint`), which is of the same story.

    Tables that are absent with their section are named with it, and what needs them or asks
    something of the section is `unchecked`.
    """
    labels = names(pack)
    present, instead = {section.number for section in report.sections}, report.stand_ins
    for number in list_asked_sections(rule, pack):
        if number in present:
            continue
        # an old heading in its place says that the section was renamed, not forgotten
        hint = instead[number].text if number in instead else ""
        parts = group_parts(report).get(None, []) if number == min(labels.sections) else []
        there = {*report.tables, *report.unread}
        tables = [one for one in pack.tables if one.section == number and one.key not in there]
        needing = [*_list_rules_on_text(pack, number)]
        for table in tables:
            needing += list_rules_needing_cells(report, pack, table.key, list_cells(table))
        yield Hit(
            Place(find_absent_place(report, number), number, text=hint),
            {
                "number": number,
                "ordinal": labels.ordinal(number),
                "heading": labels.heading(number),
                "hint": hint,
                "tables": tuple(labels.table(spec.key) for spec in tables),
                "part": parts[0].text if parts else "",
                "count": len(parts),
            },
            "parts" if parts else ("hint" if hint else "plain") + ("_table" if tables else ""),
            unchecked=tuple(dict.fromkeys(needing)),
            story=f"section.{number}" if hint else "",
        )


def list_asked_sections(rule: Rule, pack: Pack) -> tuple[int, ...]:
    """The sections that a rule asks for."""
    own = read_options(rule, SectionPresence).sections
    if own:
        return own
    taken = {n for _, check in list_checks(pack, SectionPresence) for n in check.sections}
    return tuple(section.number for section in pack.sections if section.number not in taken)


def _list_rules_on_text(pack: Pack, number: int) -> tuple[str, ...]:
    """The rules that ask something of the text of a section."""
    return tuple(
        rule.id
        for rule in pack.rules
        if "zone" in rule.check.stops_without
        and read_section_number(str(getattr(rule.check, "zone", "report"))) == number
    )


def is_reported_with_section(report: Report, pack: Pack, number: int) -> bool:
    """Whether a section is absent and a rule says so, so that its table is named there."""
    asked = (check.sections for _, check in list_checks(pack, SectionPresence))
    return report.section(number) is None and any(not own or number in own for own in asked)


def check_order(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each section that must move; as few as will do."""
    labels = names(pack)
    first = index_headings(report)
    expected = tuple(first[number].text for number in sorted(first))
    for number in sorted(find_displaced(report)):
        heading = first[number]
        before = max((n for n in first if n < number), default=None)
        values: dict[str, Measured] = {
            "heading": heading.text,
            "after": Say("前言", "the preface") if before is None else first[before].text,
            "order": tuple(heading.text for heading in first.values()),
            "expected": expected,
            "number": number,
            "ordinal": labels.ordinal(number),
        }
        yield Hit(Place(heading.anchor, number, text=heading.text), values)


def check_repeat(report: Report, _rule: Rule, _pack: Pack) -> Iterator[Hit]:
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


def group_parts(report: Report) -> Mapping[int | None, list[Heading]]:
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
    # of 1 2 4 3 5 6 either 3 or 4 has to move: one finding, and not one for each that is not next
    numbers = [section.number for section in report.sections if section.number is not None]
    if all(a < b for a, b in pairwise(numbers)):
        return set()
    return set(numbers) - set(_find_longest_run(numbers))


def _find_longest_run(numbers: Sequence[int]) -> list[int]:
    """A longest strictly increasing subsequence.

    There are few different numbers, each of which may stand very often.
    """
    none: tuple[int, int, list[int]] = (0, 0, [])
    longest: dict[int, tuple[int, int, list[int]]] = {}
    """For each number the longest run that ends in it: its length, its place, negative, the run."""
    for place, number in enumerate(numbers):
        length, _, run = max((one for n, one in longest.items() if n < number), default=none)
        if length + 1 > longest.get(number, none)[0]:
            longest[number] = length + 1, -place, [*run, number]
    return max(longest.values(), default=none)[2]


SECTION_PRESENCE = CheckKind(
    options=SectionPresence,
    references=name_each("section", "sections"),
    values=("number", "ordinal", "heading", "hint", "tables"),
    variants=make_variants("hint", "plain", "hint_table", "plain_table", parts=("part", "count")),
    check=check_presence,
)

SECTION_ORDER = CheckKind(
    options=SectionOrder,
    values=("heading", "after", "order", "expected", "number", "ordinal"),
    check=check_order,
)

SECTION_REPEAT = CheckKind(
    options=SectionRepeat,
    values=("heading", "first", "count"),
    check=check_repeat,
)


class HeadingWording(Options, frozen=True, tag="heading-wording"):
    """A recognised heading is worded as the pack has it (GB104; variants signs, words, alike)."""

    limited_without = ("headings",)


class HeadingOrdinal(Options, frozen=True, tag="heading-ordinal"):
    """A recognised heading has its ordinal (GB105).

    Variants: absent, wrong, style, shifted (all from one on are the same number off).
    """

    stops_without = ("headings",)


class PartHeadings(Options, frozen=True, tag="part-headings"):
    """Sub-headings are not numbered as the sections are (GB111): one finding for each section."""


class HeadingOrigin(Options, frozen=True, tag="heading-origin"):
    """No top-level heading is obsolete (GB106) or foreign (GB107)."""

    stops_without = ("headings",)

    origin: Literal["obsolete", "foreign"]


_LEAST = 3
"""Headings that make such a list."""

_SHOWN = 3
"""Headings that are quoted where several are told at once."""


def check_wording(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each section whose heading is recognised but worded otherwise.

    Signs around it and another wording of what is inside are one hit; the same signs around
    several are a way to set headings, and one hit for all.
    """
    labels, alike = names(pack), _find_signed_alike(report)
    if alike:
        yield _make_alike_hit(report, alike, labels)
    for number, heading in index_headings(report).items():
        if number in alike:
            continue
        expected, read, variant = labels.heading(number), heading.name, "words"
        if heading.signs and heading.ordinal is not None:  # else told with the ordinal
            expected, read, variant = labels.full_heading(number), heading.text, "signs"
        elif heading.wording == "exact" or fold(heading.name) == fold(expected):
            continue
        correct = _rename if variant == "words" else _rewrite
        yield Hit(
            Place(heading.anchor, number, text=heading.text),
            {"read": read, "expected": expected, "number": number},
            variant,
            correction=correct_all([correct(report, heading, expected)]),
        )


def _find_signed_alike(report: Report) -> dict[int, Heading]:
    """The headings that have the same signs around them, by section; none where these are few.

    What counts them, in figures or letters before their ordinals, is the same.
    """
    groups: dict[tuple[str, bool, str], dict[int, Heading]] = {}
    for number, heading in index_headings(report).items():
        if heading.signs and heading.ordinal is not None and heading.wording == "exact":
            before, name, behind = heading.text.partition(heading.name)
            if name:
                before = before.rstrip().removesuffix(heading.ordinal.text)
                marks = "".join("" if char.isalnum() else char for char in before).strip()
                signs = marks, any(map(str.isalnum, before)), behind.strip()
                groups.setdefault(signs, {})[number] = heading
    most = max(groups.values(), key=len, default={})
    return most if len(most) >= _LEAST else {}


def _make_alike_hit(report: Report, alike: Mapping[int, Heading], labels: Names) -> Hit:
    """One hit for all of them, at the first."""
    number, first = next(iter(alike.items()))
    texts = [heading.text for heading in alike.values()][:_SHOWN]
    return Hit(
        Place(first.anchor, number, text=first.text),
        {
            "read": first.text,
            "expected": labels.full_heading(number),
            "number": number,
            "texts": Say(
                "".join(f"“{text}”" for text in texts), ", ".join(f'"{text}"' for text in texts)
            ),
            "count": len(alike),
        },
        "alike",
        correction=correct_all(
            _rewrite(report, heading, labels.full_heading(number))
            for number, heading in alike.items()
        ),
    )


def check_ordinals(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each section's heading without its ordinal or with another.

    Where several in a row are the same number off, they are one hit.

    Nothing is said where a text numbers all of them as a list: so converters write numbers
    that a word processor put there by itself, whatever their style.
    """
    if _is_numbered_as_list(report):  # 1. 1. 1. … in Markdown
        return
    labels = names(pack)
    moved = find_displaced(report)
    numbered = sorted((*report.headings, *report.parts_numbered), key=lambda heading: heading.block)
    positions = {heading.block: at for at, heading in enumerate(numbered, 1)}
    off = _find_shifted(report, moved, positions)
    if off:
        yield _make_shifted_hit(report, off, labels)
    for number, heading in index_headings(report).items():
        if number in off:
            continue
        right = {number, positions[heading.block]}
        variant = _find_ordinal_fault(heading.ordinal, right, pack.headings.ordinal)
        # one that moved has the right number where it belongs: the rule on order tells that
        if variant and not (variant == "wrong" and number in moved):
            expected = labels.ordinal(number)
            yield Hit(
                Place(heading.anchor, number, text=heading.text),
                {
                    "read": heading.text,
                    "ordinal": heading.ordinal.text if heading.ordinal else "",
                    "expected": expected,
                    "heading": labels.heading(number),
                },
                variant,
                correction=correct_all([_renumber(report, heading, expected)]),
            )


def _find_shifted(report: Report, moved: set[int], positions: dict[int, int]) -> tuple[int, ...]:
    """The sections whose ordinals are off by the same number, one after another; () for few.

    A first section without ordinal belongs to them: that is what the others took its number for.
    """
    offs: dict[int, list[int]] = {}
    headings = index_headings(report)
    for number, heading in headings.items():
        ordinal = heading.ordinal
        right = number, positions[heading.block]
        if ordinal is None or number in moved or ordinal.value in right:
            continue
        offs.setdefault(ordinal.value - number, []).append(number)
    off, numbers = max(offs.items(), key=lambda item: len(item[1]), default=(0, []))
    if len(numbers) < _LEAST:
        return ()
    # 概述 without a number, then 一、主动公开 … : the others count from it
    before = numbers[0] - 1
    first = headings.get(before)
    bare = off < 0 and first is not None and first.ordinal is None
    return (before, *numbers) if bare else tuple(numbers)


def _make_shifted_hit(report: Report, off: Sequence[int], labels: Names) -> Hit:
    """One hit for all of them, at the first that has an ordinal."""
    headings = index_headings(report)
    numbered = [number for number in off if headings[number].ordinal is not None]
    first, last = headings[numbered[0]], headings[numbered[-1]]
    top = headings[off[0]]
    bare = top.text if top.ordinal is None else ""
    return Hit(
        Place(top.anchor, off[0], text=top.text),
        {
            "read": first.text,
            "ordinal": first.ordinal.text if first.ordinal else "",
            "expected": labels.ordinal(numbered[0]),
            "heading": labels.heading(numbered[0]),
            "count": len(numbered),
            "last": last.text,
            "last_expected": labels.ordinal(numbered[-1]),
            "bare": bare,
        },
        "shifted_bare" if bare else "shifted",
        correction=correct_all(
            _renumber(report, headings[number], labels.ordinal(number)) for number in off
        ),
    )


def _is_numbered_as_list(report: Report) -> bool:
    form = get_form(report.document.format)
    if form is None or not form.lists_added:
        return False
    ordinals = [heading.ordinal for heading in index_headings(report).values()]
    if len(ordinals) < _LEAST or any(one is None or one.style != "1." for one in ordinals):
        return False
    values = [one.value for one in ordinals if one is not None]
    return set(values) == {1} or values == sorted(set(values))


def _find_ordinal_fault(ordinal: Ordinal | None, right: set[int], style: str) -> str:
    """A number is right too where it counts the headings that the report has."""
    if ordinal is None:
        return "absent"
    if ordinal.value not in right:
        return "wrong"
    return "style" if ordinal.style != style else ""


def _find_paragraph(report: Report, heading: Heading) -> Paragraph | None:
    blocks = report.document.blocks
    block = blocks[heading.block] if heading.block < len(blocks) else None
    return block if isinstance(block, Paragraph) and block.anchor == heading.anchor else None


def _replace_by_text(heading: Heading, old: str, new: str) -> Replacement:
    """Where a heading is put together of several pieces, what it says must do to find it."""
    return Replacement(heading.anchor.line, old, new, cell=heading.anchor.cell)


def _rewrite(report: Report, heading: Heading, whole: str) -> Replacement | None:
    """The heading with all that stands around it; not where that is an automatic number."""
    paragraph = _find_paragraph(report, heading)
    if paragraph is None:
        return _replace_by_text(heading, heading.text, whole)
    if paragraph.number or heading.rest:  # it is in the list's definition, or text goes on behind
        return None
    old = paragraph.text.strip()
    return correct_passage(paragraph, paragraph.text.find(old), old, whole, safe=True)


def _rename(report: Report, heading: Heading, name: str) -> Replacement | None:
    """The heading with another name."""
    paragraph = _find_paragraph(report, heading)
    if paragraph is None:
        return _replace_by_text(heading, heading.name, name)
    at = len(paragraph.number) + paragraph.text.find(heading.name)
    return correct_passage(paragraph, at, heading.name, name, safe=True)


def _renumber(report: Report, heading: Heading, ordinal: str) -> Replacement | None:
    """The heading with another ordinal, or with one: each as it has it, typed or automatic."""
    paragraph, old = _find_paragraph(report, heading), heading.ordinal
    if paragraph is None:
        return _replace_by_text(heading, heading.text, ordinal + heading.name)
    if number := paragraph.number.strip():
        if old is None or fold(old.text) != fold(number):
            return None  # an automatic number with a typed one behind it: which is meant is open
        anchor = paragraph.anchor
        return Replacement(anchor.line, number, ordinal, cell=anchor.cell, automatic=True)
    end = paragraph.text.find(heading.name) + len(heading.name)
    if end < len(heading.name):
        return None
    begin = len(paragraph.text) - len(paragraph.text.lstrip())
    whole = paragraph.text[begin:end]
    return correct_passage(paragraph, begin, whole, ordinal + heading.name, safe=True)


def check_part_headings(report: Report, _rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each section whose sub-headings are numbered as the sections are.

    Where the section itself is absent, the rule on sections names them.
    """
    ordinals = pack.headings.ordinal == TOP_STYLE
    for number, parts in group_parts(report).items():
        if number is None:
            continue
        first, last = parts[0], parts[-1]
        yield Hit(
            Place(first.anchor, number, text=first.text),
            {
                "read": first.text,
                "last": last.text,
                "count": len(parts),
                "heading": index_headings(report)[number].text,
                "expected": INNER_STYLE + first.name if ordinals else first.name,
            },
            correction=_number_inside(report, parts) if ordinals else None,
        )


def _number_inside(report: Report, parts: Sequence[Heading]) -> Correction | None:
    """The parts with the ordinals of a level below, if they have typed ones."""
    replacements: list[Replacement | None] = []
    for part in parts:
        ordinal = f"（{write_chinese(part.ordinal.value)}）" if part.ordinal else ""
        replacement = _renumber(report, part, ordinal) if ordinal else None
        # an automatic number is the list's: to write one before it would show both
        if replacement is None or not replacement.column or replacement.automatic:
            return None
        replacements.append(msgspec.structs.replace(replacement, safe=False))
    return correct_all(replacements)


def check_origin(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each top-level heading of an earlier format, or of none."""
    origin = read_options(rule, HeadingOrigin).origin
    labels, instead = names(pack), report.stand_ins
    named = {heading.key: make_say(heading.name) for heading in pack.obsolete_headings}
    for heading in report.headings:
        if heading.origin != origin:
            continue
        now = heading.number if origin == "obsolete" else None
        values: dict[str, Measured] = {
            "read": heading.text,
            "name": named.get(heading.obsolete, Say(heading.name)),
            "now": labels.heading(now) if now else "",
            "now_ordinal": labels.ordinal(now) if now else "",
        }
        place = Place(heading.anchor, now, text=heading.text, where=Say(f"“{heading.text}”"))
        variant = "" if origin == "foreign" else "moved" if now else "dropped"
        # one story with the section that is absent
        is_stand_in = now is not None and instead.get(now) is heading
        yield Hit(place, values, variant, story=f"section.{now}" if is_stand_in else "")


HEADING_WORDING = CheckKind(
    options=HeadingWording,
    finds=(
        "a heading worded otherwise, or (variant `signs`) with signs around it; three or "
        "more with the same signs around them are one finding (`alike`)"
    ),
    values=("read", "expected", "number"),
    variants=make_variants("signs", "words", alike=("texts", "count")),
    check=check_wording,
)

HEADING_ORDINAL = CheckKind(
    options=HeadingOrdinal,
    finds="no ordinal, or a wrong one; several off by the same number are one finding",
    values=("read", "ordinal", "expected", "heading"),
    variants=make_variants(
        "absent",
        "wrong",
        "style",
        shifted=("count", "last", "last_expected"),
        shifted_bare=("count", "last", "last_expected", "bare"),
    ),
    check=check_ordinals,
)

PART_HEADINGS = CheckKind(
    options=PartHeadings,
    finds="sub-headings numbered as the sections are, by `parts` of the section",
    values=("read", "last", "count", "heading", "expected"),
    check=check_part_headings,
)

HEADING_ORIGIN = CheckKind(
    options=HeadingOrigin,
    values=("read", "name", "now", "now_ordinal"),
    option="origin",
    cases={"obsolete": Case(variants=make_variants("moved", "dropped"))},
    check=check_origin,
)
