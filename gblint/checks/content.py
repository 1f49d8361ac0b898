"""What a section has: content of its own, and not too much of it."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator, Sequence
from typing import Literal

from gblint.checks.hits import CheckKind, Hit, Place, options
from gblint.checks.places import (
    first_headings,
    names,
    paragraphs,
    section_number,
    zone_heading,
    zone_name,
    zone_place,
)
from gblint.document import Paragraph
from gblint.pack import Options, Pattern, Zone, name_zone, variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report
from gblint.text import patterns
from gblint.text.folding import flatten, fold


class SectionContent(Options, frozen=True, tag="section-content"):
    """A section has content (GB108): not empty, not one of `nothing` as a whole.

    Variants: empty, nothing, placeholder.
    """

    stops_without = ("headings",)

    nothing: tuple[Pattern, ...] = ()


class LengthCheck(Options, frozen=True, tag="length"):
    """The prose of a zone has at most `most` characters, white space not counted (GB406)."""

    stops_without = ("zone",)

    zone: Zone
    most: int


State = Literal["empty", "nothing", "placeholder", "content"]

_SHORT = 400
"""A section with more characters than this has content, whatever its patterns say."""


def section_content(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each section of prose that is empty, says only `nothing`, or is unfilled.

    The copies of a section that stands twice count together.
    """
    known = names(pack)
    nothing = options(rule, SectionContent).nothing
    for number, heading in first_headings(report).items():
        spec = known.sections.get(number)
        if spec is None or spec.content != "prose":
            continue
        state = content_of(report, pack, number, nothing)
        if state == "content" or (state == "nothing" and spec.none_is_content):
            continue
        text = _joined(prose_of(report, number))
        yield Hit(
            Place(heading.anchor, number, text=text or heading.text),
            {"heading": heading.text, "text": text},
            state,
        )


def prose_of(report: Report, number: int) -> tuple[Paragraph, ...]:
    """The prose of a section, of all its copies together."""
    return tuple(p for s in report.sections if s.number == number for p in s.prose)


def content_of(report: Report, pack: Pack, number: int, nothing: Sequence[str]) -> State:
    """Whether a section has content; a table is content."""
    prose = [p for p in prose_of(report, number) if p.text.strip()]
    tables = any(s.tables() for s in report.sections if s.number == number)
    if tables or sum(len(p.text) for p in prose) > _SHORT:
        return "content"
    if not prose:
        return "empty"
    folded = [fold(p.text) for p in prose]
    if all(_any_whole(pack.placeholders, text) for text in folded):
        return "placeholder"
    whole = flatten(_joined(prose)).strip()
    if _any_whole(nothing, "".join(folded)) or _any_whole(nothing, whole):
        return "nothing"
    return "content"


def nothing_forms(pack: Pack) -> tuple[str, ...]:
    """The patterns by which the pack's rules know a section that says it has nothing."""
    return tuple(
        form
        for rule in pack.rules
        if isinstance(rule.check, SectionContent)
        for form in rule.check.nothing
    )


def _joined(prose: Sequence[Paragraph]) -> str:
    return "\n".join(p.shown.strip() for p in prose if p.text.strip())


def _any_whole(forms: Sequence[str], text: str) -> bool:
    return any(patterns.fullmatch(form, text) for form in forms)


def length(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """A hit when the prose of a zone has more characters than it may; white space is free."""
    check = options(rule, LengthCheck)
    number = section_number(check.zone)
    section = report.section(number) if number is not None else None
    placed = paragraphs(report, check.zone) if number is None else []
    prose = section.prose if section else [paragraph for paragraph, _ in placed]
    count = sum(len("".join(paragraph.text.split())) for paragraph in prose)
    if count > check.most:
        yield Hit(
            zone_place(report, check.zone, placed),
            {
                "length": count,
                "most": check.most,
                "over": count - check.most,
                "heading": zone_name(check.zone, zone_heading(report, pack, check.zone))
                if section is None
                else section.heading.text,
            },
        )


SECTION_CONTENT = CheckKind(
    options=SectionContent,
    finds="a section without content",
    values=("heading", "text"),
    variants=variants("empty", "nothing", "placeholder"),
    check=section_content,
)


LENGTH = CheckKind(
    options=LengthCheck,
    finds="prose that is too long",
    references=name_zone,
    values=("length", "most", "over", "heading"),
    check=length,
)
