"""Texts that must or must not be found, and how long a text may be."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator, Sequence

from gblint.checks.content import content_of
from gblint.checks.enumeration import dropped_item
from gblint.checks.hits import CheckKind, Hit, Measured, Place, options
from gblint.checks.names import names
from gblint.checks.places import preface_anchor
from gblint.checks.quotes import as_written, quoted
from gblint.checks.sections import first_headings
from gblint.checks.topics import PatternCheck, any_of, is_asked, own_words, topics_lacking
from gblint.checks.zones import Placed, paragraphs, section_number, squeezed, zone_name
from gblint.pack.base import Options, Zone
from gblint.pack.kind import name_zone, variants
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report
from gblint.text import patterns
from gblint.text.sentences import split_sentences


class LengthCheck(Options, frozen=True, tag="length"):
    """The prose of a zone has at most `most` characters, white space not counted (GB406)."""

    zone: Zone
    most: int


_AROUND = 20
"""Characters before and after what is found that a finding on a whole paragraph quotes."""

_MANY = 5
"""Paragraphs from which on gathered findings become one for the whole zone."""

_LISTED = 10
"""Texts that such a finding lists."""


def pattern(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """Texts that a zone must have, topics that it must touch, texts that it must not have.

    What is asked of a zone that the report lacks, or that has no content, is passed over
    (`blank_too` asks all the same where there is no content): another rule names the cause.
    """
    check = options(rule, PatternCheck)
    placed = paragraphs(report, check.zone)
    if (check.require or check.topics) and is_asked(report, pack, check, placed):
        yield from _wanted(report, pack, check, placed)
    if check.forbid:
        yield from _unwanted(report, pack, check, placed)


def _wanted(
    report: Report, pack: Pack, check: PatternCheck, placed: Sequence[Placed]
) -> Iterator[Hit]:
    text = own_words(placed, pack)
    place = _zone_place(report, check.zone, placed)
    zone = zone_name(check.zone, _heading(report, pack, check.zone))
    values: dict[str, Measured] = {
        "text": "",
        "quoted": (),
        "topics": (),
        "count": 0,
        "zone": zone,
    }
    if check.require and not any_of(check.require, text):
        yield Hit(place, values, "absent")
    topics = topics_lacking(check, text)
    if topics and not (check.some and len(topics) == len(check.topics)):
        values |= {"topics": topics, "count": len(topics)}
        skip = dropped_item(report, pack, section_number(check.zone), len(topics))
        if skip is None:
            yield Hit(place, values, "topics")
        else:
            values |= {"before": skip[0].text, "after": skip[1].text}
            yield Hit(place, values, "topics_skipped")


def _unwanted(
    report: Report, pack: Pack, check: PatternCheck, placed: Sequence[Placed]
) -> Iterator[Hit]:
    """One hit for each place found, or for each paragraph, in sentences that nothing excuses.

    A section that is still the template's is passed over: that is another rule's finding.
    """
    read = [_read(paragraph.shown, check) for paragraph, _ in placed]
    whole = "\n".join(read)
    forms = [form for form in check.forbid if patterns.may_match(form, whole)]
    if not forms:
        return
    met = [one for one, text in zip(placed, read, strict=True) if any_of(forms, text)]
    if not met:
        return
    zone = zone_name(check.zone, _heading(report, pack, check.zone))
    unfilled = _unfilled(report, pack, met)
    found = [
        (Place(paragraph.anchor, section, text=quote), texts)
        for paragraph, section in met
        if section not in unfilled
        for quote, texts in _found(paragraph.shown, check)
    ]
    if check.gather and len(found) > _MANY:
        found = [(found[0][0], [text for _, texts in found for text in texts])]
    for place, texts in found:
        values: dict[str, Measured] = {
            "text": "、".join(_listed(texts)),
            "quoted": tuple(quoted(text) for text in _listed(texts)),
            "topics": (),
            "count": len(texts),
            "zone": zone,
        }
        yield Hit(place, values, "found")


def _listed(texts: Sequence[str]) -> Sequence[str]:
    """What was found, each once; of many the first."""
    once = list(dict.fromkeys(texts))
    return [*once[:_LISTED], "……"] if len(once) > _LISTED else once


def _found(text: str, check: PatternCheck) -> Iterator[tuple[str, Sequence[str]]]:
    """What is to be told of a paragraph, each with the text to quote."""
    if check.gather:
        if texts := _places(text, check):
            begin = max(text.find(texts[0]) - _AROUND, 0)
            yield text[begin : begin + len(texts[0]) + 2 * _AROUND].strip(), texts
        return
    for sentence in split_sentences(text):
        yield from ((sentence.strip(), [one]) for one in _places(sentence, check))


def _unfilled(report: Report, pack: Pack, placed: Sequence[Placed]) -> frozenset[int | None]:
    """The sections that hold nothing but what the template has."""
    numbers = {section for _, section in placed if section}
    return frozenset(n for n in numbers if content_of(report, pack, n, ()) == "placeholder")


def _places(text: str, check: PatternCheck) -> list[str]:
    """What is found in a text, as it stands there, empty where something excuses it."""
    plain = _read(text, check)
    if any_of(check.unless, plain):
        return []
    spans = [match.span() for form in check.forbid for match in patterns.finditer(form, plain)]
    spans = _outermost(spans) if len(spans) > 1 else spans
    if check.as_written:
        return [plain[begin:end] for begin, end in spans]
    return [as_written(text, begin, end) for begin, end in spans]


def _outermost(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans without those inside others: two patterns may find the same, one more of it."""
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[1] > kept[-1][1]:
            kept.append(span)
    return kept


def _read(text: str, check: PatternCheck) -> str:
    """A text as the patterns of a check see it."""
    return text if check.as_written else squeezed(text)


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
            _zone_place(report, check.zone, placed),
            {
                "length": count,
                "most": check.most,
                "over": count - check.most,
                "heading": zone_name(check.zone, _heading(report, pack, check.zone))
                if section is None
                else section.heading.text,
            },
        )


def _heading(report: Report, pack: Pack, zone: str) -> str:
    number = section_number(zone)
    if number is None:
        return ""
    heading = first_headings(report).get(number)
    return heading.text if heading else names(pack).heading(number)


def _zone_place(report: Report, zone: str, placed: Sequence[Placed]) -> Place:
    """Where a zone begins: a section at its heading."""
    number = section_number(zone)
    heading = first_headings(report).get(number) if number is not None else None
    if heading is not None:
        return Place(heading.anchor, number, text=heading.text)
    if placed:
        paragraph, section = placed[0]
        return Place(paragraph.anchor, section)
    return Place(preface_anchor(report), 0)


PATTERN = CheckKind(
    options=PatternCheck,
    finds=(
        "text that must or must not be there; `some`: only where one of the topics is touched; "
        "`quoted` is what was found, each in quotation marks"
    ),
    references=name_zone,
    values=("text", "quoted", "topics", "count", "zone"),
    variants=variants("absent", "topics", "found", topics_skipped=("before", "after")),
    check=pattern,
)

LENGTH = CheckKind(
    options=LengthCheck,
    finds="prose that is too long",
    references=name_zone,
    values=("length", "most", "over", "heading"),
    check=length,
)
