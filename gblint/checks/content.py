"""What a zone must have and must not: content of its own, not too much of it, texts and topics, and
other organs.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal

import msgspec

from gblint.checks.hits import (
    CheckKind,
    Hit,
    Measured,
    Place,
    correct_passage,
    per_report,
    read_options,
)
from gblint.checks.marks import find_dropped_item
from gblint.checks.places import (
    Placed,
    ZoneText,
    call_zone,
    find_as_written,
    find_begin,
    find_zone_place,
    index_headings,
    iterate_sentences,
    list_paragraphs,
    names,
    quote,
    read_section_number,
    read_zone,
    split_sentences,
    squeeze,
)
from gblint.document import Paragraph
from gblint.findings import Correction, Replacement, Say
from gblint.pack import Options, Pattern, Zone, make_variants, parse_zone
from gblint.pack.model import Pack, Rule, list_checks, per_pack
from gblint.report.model import Report
from gblint.report.organs import is_sister, tell_organ
from gblint.text import flatten, fold, patterns
from gblint.text.patterns import later

if TYPE_CHECKING:
    from gblint.text.patterns import Match


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


ContentState = Literal["empty", "nothing", "placeholder", "content"]

_SHORT = 400
"""A section with more characters than this has content, whatever its patterns say."""


def check_section_content(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each section of prose that is empty, says only `nothing`, or is unfilled.

    The copies of a section that stands twice count together.
    """
    labels = names(pack)
    nothing = read_options(rule, SectionContent).nothing
    for number, heading in index_headings(report).items():
        spec = labels.sections.get(number)
        if spec is None or spec.content != "prose":
            continue
        state = tell_content(report, pack, number, nothing)
        if state == "content" or (state == "nothing" and spec.none_is_content):
            continue
        text = _join(list_prose(report, number))
        values: dict[str, Measured] = {"heading": heading.text, "text": text}
        yield Hit(Place(heading.anchor, number, text=text or heading.text), values, state)


def list_prose(report: Report, number: int) -> tuple[Paragraph, ...]:
    """The prose of a section, of all its copies together."""
    return tuple(p for s in report.sections if s.number == number for p in s.prose)


def tell_content(report: Report, pack: Pack, number: int, nothing: tuple[str, ...]) -> ContentState:
    """Whether a section has content; a table is content."""
    states, key = _remember_contents(report, pack), (number, nothing)
    if key not in states:
        states[key] = _find_content(report, pack, number, nothing)
    return states[key]


def has_content(report: Report, pack: Pack, number: int) -> bool:
    """Whether a section is there and has content, by what the pack's rules know as nothing."""
    there = report.section(number) is not None
    return there and tell_content(report, pack, number, list_nothing_forms(pack)) == "content"


@per_report
def _remember_contents(
    _report: Report, _pack: Pack
) -> dict[tuple[int, tuple[str, ...]], ContentState]:
    """The contents of sections as far as they were asked for: several rules ask for the same."""
    return {}


def _find_content(report: Report, pack: Pack, number: int, nothing: Sequence[str]) -> ContentState:
    prose = [p for p in list_prose(report, number) if p.text.strip()]
    tables = any(s.tables() for s in report.sections if s.number == number)
    # of a long text `fullmatch` is slow, and it says more than 无
    if tables or sum(len(p.text) for p in prose) > _SHORT:
        return "content"
    if not prose:
        return "empty"
    folded = [fold(p.text) for p in prose]
    # before `nothing`: what the template says is not what the office says
    if all(_matches_whole(pack.placeholders, text) for text in folded):
        return "placeholder"
    # patterns are written for folded text, or for text with its stops and lines: either will do
    whole = flatten(_join(prose)).strip()
    if _matches_whole(nothing, "".join(folded)) or _matches_whole(nothing, whole):
        return "nothing"
    return "content"


@per_pack
def list_nothing_forms(pack: Pack) -> tuple[str, ...]:
    """The patterns by which the pack's rules know a section that says it has nothing."""
    return tuple(form for _, check in list_checks(pack, SectionContent) for form in check.nothing)


def _join(prose: Sequence[Paragraph]) -> str:
    return "\n".join(p.shown.strip() for p in prose if p.text.strip())


def _matches_whole(forms: Sequence[str], text: str) -> bool:
    return any(patterns.is_whole(form, text) for form in forms)


def check_length(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """A hit when the prose of a zone has more characters than it may; white space is free."""
    check = read_options(rule, LengthCheck)
    zone = parse_zone(check.zone)
    number = zone.number if zone.whole_section else None
    section = report.section(number) if number is not None else None
    placed = list_paragraphs(report, check.zone) if number is None else []
    prose = section.prose if section else [paragraph for paragraph, _ in placed]
    count = sum(len("".join(paragraph.text.split())) for paragraph in prose)
    if count > check.most:
        values: dict[str, Measured] = {
            "length": count,
            "most": check.most,
            "over": count - check.most,
            "heading": section.heading.text if section else call_zone(report, pack, check.zone),
        }
        yield Hit(find_zone_place(report, check.zone, placed), values)


SECTION_CONTENT = CheckKind(
    options=SectionContent,
    values=("heading", "text"),
    variants=make_variants("empty", "nothing", "placeholder"),
    check=check_section_content,
)

LENGTH = CheckKind(
    options=LengthCheck,
    values=("length", "most", "over", "heading"),
    check=check_length,
)


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A topic that a text must touch: any of `patterns` is found in it."""

    name: str
    patterns: tuple[Pattern, ...]
    en: str = ""


class Rewrite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `gblint fix` writes in place of what a pattern finds.

    `{1}` in `replace` stands for the first group of the pattern, as it is written. Without `safe`
    it is written only where unsafe corrections are asked for.
    """

    find: Pattern
    replace: str
    safe: bool = False


class PatternCheck(Options, frozen=True, tag="pattern"):
    """Text that must, or must not, be found in a zone.

    With `require`, one finding when none of the patterns is found; with `topics`, one finding
    that lists the topics not touched (`some`: only where one of them is); with `forbid`, one
    finding for each place found. `unless` excuses a sentence. `blank_too` asks for it even where
    the section has no content of its own. Patterns see text without white space and with
    full-width forms made plain, `as_written` the text itself. `gather` makes one finding of all
    that a paragraph has, and of more than five paragraphs one for the zone. `rewrite` says
    what to write in place of what `forbid` finds, the first that matches there.
    """

    stops_without = ("zone",)

    zone: Zone
    require: tuple[Pattern, ...] = ()
    topics: tuple[Topic, ...] = ()
    some: bool = False
    forbid: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    blank_too: bool = False
    as_written: bool = False
    gather: bool = False
    rewrite: tuple[Rewrite, ...] = ()

    def count_lacking(self, report: Report, pack: Pack) -> int:
        """How many of its topics the zone lacks; none where nothing is asked of it."""
        if not self.topics or not is_asked(report, pack, self):
            return 0
        return len(list_lacking_topics(self, read_own_words(read_zone(report, self.zone), pack)))


def is_asked(report: Report, pack: Pack, check: PatternCheck) -> bool:
    """Whether a check asks for something in its zone: it is there and has content."""
    number = read_section_number(check.zone)
    if number is None:
        placed = list_paragraphs(report, check.zone)
        return check.blank_too or any(paragraph.text.strip() for paragraph, _ in placed)
    there = report.section(number) is not None
    return there and (check.blank_too or has_content(report, pack, number))


def read_own_words(zone: ZoneText, pack: Pack) -> str:
    """The text of a zone without what is still the template's."""
    texts = zone.texts
    for form in pack.placeholders:
        if texts is not zone.texts or zone.may_match(form):
            texts = [patterns.remove(form, text) for text in texts]
    return "".join(texts)


def list_lacking_topics(check: PatternCheck, text: str) -> tuple[Say, ...]:
    """The topics of a check that a text does not touch."""
    return tuple(Say(t.name, t.en) for t in check.topics if not matches_any(t.patterns, text))


def matches_any(forms: Sequence[str], text: str) -> bool:
    """Whether any of the patterns is found in a text."""
    return any(patterns.has(form, text) for form in forms)


_GROUP = later(r"\{([1-9])\}")
"""Where a group of the pattern stands in what is written instead."""

_AROUND = 20
"""Characters before and after what is found that a finding on a whole paragraph quotes."""

_MANY = 5
"""Paragraphs from which on gathered findings become one for the whole zone."""

_LISTED = 10
"""Texts that such a finding lists."""


def check_pattern(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """Texts that a zone must have, topics that it must touch, texts that it must not have.

    What is asked of a zone that the report lacks, or that has no content, is passed over
    (`blank_too` asks all the same where there is no content): another rule names the cause.
    """
    check = read_options(rule, PatternCheck)
    if (check.require or check.topics) and is_asked(report, pack, check):
        yield from _find_lacking(report, pack, check)
    if check.forbid:
        yield from _find_unwanted(report, pack, check)


def _find_lacking(report: Report, pack: Pack, check: PatternCheck) -> Iterator[Hit]:
    zoned = read_zone(report, check.zone)
    text, place = read_own_words(zoned, pack), find_zone_place(report, check.zone, zoned.placed)
    zone = call_zone(report, pack, check.zone)
    values: dict[str, Measured] = {"text": "", "quoted": (), "topics": (), "count": 0, "zone": zone}
    # what is required may stand over two paragraphs: the zone is looked at as one text
    if check.require and not matches_any(check.require, text):
        yield Hit(place, values, "absent")
    topics = list_lacking_topics(check, text)
    # with `some`, a section that touches none of the topics is one that says it otherwise
    if topics and not (check.some and len(topics) == len(check.topics)):
        values |= {"topics": topics, "count": len(topics)}
        skip = find_dropped_item(report, pack, read_section_number(check.zone), len(topics))
        if skip is None:
            yield Hit(place, values, "topics")
        else:
            values |= {"before": skip[0].text, "after": skip[1].text}
            yield Hit(place, values, "topics_skipped")


def _find_unwanted(report: Report, pack: Pack, check: PatternCheck) -> Iterator[Hit]:
    """One hit for each place found, or for each paragraph, in sentences that nothing excuses.

    A section that is still the template's is passed over: that is another rule's finding.
    """
    zoned = read_zone(report, check.zone, as_written=check.as_written)
    # nearly all patterns are found nowhere: what follows is for the few that may be
    forms = list(filter(zoned.may_match, check.forbid))
    if not forms:
        return
    every = zip(zoned.placed, zoned.texts, strict=True)
    matching = [one for one, text in every if matches_any(forms, text)]
    if not matching:
        return
    zone = call_zone(report, pack, check.zone)
    numbers = {section for _, section in matching if section}
    unfilled = {n for n in numbers if tell_content(report, pack, n, ()) == "placeholder"}
    found = [
        (Place(paragraph.anchor, section, text=quote), texts)
        for paragraph, section in matching
        if section not in unfilled
        for quote, texts in _find_in_paragraph(paragraph, check)
    ]
    # who wrote every comma in half width has one habit, and not fifty faults
    if check.gather and len(found) > _MANY:
        found = [(found[0][0], [text for _, texts in found for text in texts])]
    for place, passages in found:
        texts = [passage.text for passage in passages]
        values: dict[str, Measured] = {
            "text": "、".join(_list_once(texts)),
            "quoted": tuple(quote(text) for text in _list_once(texts)),
            "topics": (),
            "count": len(texts),
            "zone": zone,
        }
        yield Hit(place, values, "found", correction=_gather_rewrites(passages))


class _Passage(msgspec.Struct, frozen=True):
    """What was found, as written, and what to write instead, where that is known."""

    text: str
    rewrites: tuple[Replacement, ...]


def _gather_rewrites(passages: Sequence[_Passage]) -> Correction | None:
    """What to write instead of all of them, none of it twice."""
    rewrites = dict.fromkeys(made for passage in passages for made in passage.rewrites)
    whole = all(passage.rewrites for passage in passages)
    return Correction(tuple(rewrites), whole=whole) if rewrites else None


def _list_once(texts: Sequence[str]) -> Sequence[str]:
    """What was found, each once; of many the first."""
    once = list(dict.fromkeys(texts))
    return [*once[:_LISTED], "……"] if len(once) > _LISTED else once


def _find_in_paragraph(
    paragraph: Paragraph, check: PatternCheck
) -> Iterator[tuple[str, Sequence[_Passage]]]:
    """What is to be told of a paragraph, each with the text to quote."""
    text = paragraph.shown
    if check.gather:
        if passages := _find_forbidden(text, check, paragraph, 0):
            first = passages[0].text
            begin = max(text.find(first) - _AROUND, 0)
            yield text[begin : begin + len(first) + 2 * _AROUND].strip(), passages
        return
    for begin, sentence in iterate_sentences(text):
        for one in _find_forbidden(sentence, check, paragraph, begin):
            yield sentence.strip(), [one]


def _find_forbidden(
    text: str, check: PatternCheck, paragraph: Paragraph, offset: int
) -> list[_Passage]:
    """What is found in a text, as it stands there, empty where something excuses it.

    The text is that of a paragraph from `offset` on.
    """
    plain = text if check.as_written else squeeze(text)
    if matches_any(check.unless, plain):
        return []
    spans = [match.span() for form in check.forbid for match in patterns.finditer(form, plain)]
    spans = _keep_outermost(spans)
    made = list(_rewrite(text, plain, check, paragraph, offset)) if spans else []
    return [
        _Passage(
            plain[begin:end] if check.as_written else find_as_written(text, begin, end),
            tuple(one for (b, e), one in made if b < end and begin < e),
        )
        for begin, end in spans
    ]


def _rewrite(
    text: str, plain: str, check: PatternCheck, paragraph: Paragraph, offset: int
) -> Iterator[tuple[tuple[int, int], Replacement]]:
    """What to write in a text, with the place in its plain form; none over another."""
    spans: list[tuple[int, int]] = []
    for rewrite in check.rewrite:
        for match in patterns.finditer(rewrite.find, plain):
            begin, end = match.span()
            if any(begin < last and first < end for first, last in spans):
                continue
            old, at = plain[begin:end], begin
            if not check.as_written:
                old = find_as_written(text, begin, end)
                at = find_begin(text, begin, old)
            new = _GROUP.sub(
                partial(_fill_group, match, text, as_matched=check.as_written), rewrite.replace
            )
            replacement = correct_passage(paragraph, offset + at, old, new, safe=rewrite.safe)
            if at >= 0 and replacement is not None:
                spans.append((begin, end))
                yield (begin, end), replacement


def _fill_group(match: "Match", text: str, group: re.Match[str], *, as_matched: bool) -> str:
    """A group of what was found, as written."""
    if int(group[1]) > match.re.groups:
        return group[0]
    begin, end = match.span(int(group[1]))
    return text[begin:end] if as_matched else find_as_written(text, begin, end)


def _keep_outermost(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans without those inside others: two patterns may find the same, one more of it."""
    outermost: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not outermost or span[1] > outermost[-1][1]:
            outermost.append(span)
    return outermost


PATTERN = CheckKind(
    options=PatternCheck,
    finds=(
        "text that must or must not be there; `some`: only where one of the topics is touched; "
        "`quoted` is what was found, each in quotation marks; `rewrite` is what `gblint fix` "
        "writes in its place, `{1}` being a group of the pattern"
    ),
    values=("text", "quoted", "topics", "count", "zone"),
    variants=make_variants("absent", "topics", "found", topics_skipped=("before", "after")),
    check=check_pattern,
)


class OrganForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a report names its own organ: a pattern with a group `organ`, in a zone.

    The pattern is looked for in paragraphs without white space. With `sister`, as where others may
    be named as well, only an organ of another place of the same rank counts: 黑石乡 for 白石乡.
    """

    pattern: Pattern
    zone: Zone
    sister: bool = False


class OrganDiffers(Options, frozen=True, tag="organ-differs"):
    """The organs that a report names as its own are the title's (GB412), as far as can be told."""

    forms: tuple[OrganForm, ...]


_LONGEST = 2000
"""Characters of a paragraph in which an organ may be named as the report's own."""


def check_organs(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each organ that surely is another than the title's, at its first place.

    The organ's short names, its office, its government and what is above it are no other.
    """
    if not report.organ:
        return
    own = fold(report.organ)
    seen: set[str] = set()
    for written, sister, (paragraph, section) in _find_named(report, rule):
        name = fold(written)
        if name.startswith(own):
            continue  # the organ, or an office or a unit of it
        if any(name.startswith(one) or one.startswith(name) for one in seen):
            continue  # told already, with or without its office
        seen.add(name)
        names = written, report.organ, pack.facts.organ
        if is_sister(*names) if sister else tell_organ(*names) == "other":
            sentences = [one.strip() for one in split_sentences(paragraph.shown)]
            text = next((one for one in sentences if written in squeeze(one)), None)
            place = Place(paragraph.anchor, section, text=text or paragraph.shown.strip())
            yield Hit(place, {"text": written, "organ": report.organ})


def _find_named(report: Report, rule: Rule) -> Iterator[tuple[str, bool, Placed]]:
    """The organs named where a report names its own, in the order of the rule's forms.

    With whether only those of a place of the same rank count there.
    """
    for form in read_options(rule, OrganDiffers).forms:
        zone = read_zone(report, form.zone)
        if not zone.may_match(form.pattern):
            continue
        for text, placed in zip(zone.texts, zone.placed, strict=True):
            if 0 < len(text) <= _LONGEST:
                for match in patterns.finditer(form.pattern, text):
                    yield match["organ"], form.sister, placed


ORGAN_DIFFERS = CheckKind(
    options=OrganDiffers,
    finds=(
        "an organ named as the report's own that surely is another than the title's; "
        "`pattern` has a group `organ`, with `sister` only an organ of another place of the same "
        "rank"
    ),
    values=("text", "organ"),
    check=check_organs,
)
