"""What a report says about itself in its text: period, contact, date of publication, level."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from gblint import patterns
from gblint.document import Anchor, Document, Paragraph
from gblint.normal import arabic_years, flatten, fold
from gblint.packs.model import ContactSpec, FactSpecs, PeriodSpec
from gblint.report.days import day_of, last_day, read_number
from gblint.report.model import Contact, Facts, Found, Period, Section, Title
from gblint.report.setbacks import Setbacks

if TYPE_CHECKING:
    import regex

_CLOSING = 12
"""Paragraphs at either end of the last section that may give the contact or the date."""

_NEAR = 120
"""Characters before and after a date within which its sentence is looked at."""

_STOPS = "。！？!?"
_STOP = re.compile(f"[{_STOPS}]")
_END = re.compile("\n")
_SENTENCE = re.compile(f"[^{_STOPS}]*(?:[{_STOPS}]|$)")


class _Zone:
    """Paragraphs to search as one text, so that what runs over a line is found too."""

    def __init__(self, paragraphs: Iterable[tuple[Paragraph, int | None]]) -> None:
        self._paragraphs = list(paragraphs)
        self._starts: list[int] = []
        texts: list[str] = []
        offset = 0
        for paragraph, _ in self._paragraphs:
            text = _plain(paragraph)
            self._starts.append(offset)
            texts.append(text)
            offset += len(text) + 1
        self.text = "\n".join(texts)
        self._divided: dict[int, tuple[Sequence[int], Sequence[str]]] = {}
        self._ends = [match.start() for match in _END.finditer(self.text)]
        self._lines: dict[tuple[int, tuple[str, ...]], bool] = {}

    def found(self, value: str, offset: int) -> Found:
        """The value at an offset of the text, with its sentence as written."""
        index = bisect_right(self._starts, offset) - 1
        paragraph, section = self._paragraphs[index]
        stops, sentences = self._sentences(index)
        text = sentences[min(bisect_left(stops, offset), len(sentences) - 1)]
        return Found(value, text, paragraph.anchor, section)

    def _sentences(self, index: int) -> tuple[Sequence[int], Sequence[str]]:
        """The offsets of the stops in a paragraph, and its sentences as written.

        Sentences are counted, as making characters plain may change the length of a text.
        """
        if index not in self._divided:
            start = self._starts[index]
            last = index + 1 == len(self._starts)
            end = len(self.text) if last else self._starts[index + 1]
            stops = [match.start() for match in _STOP.finditer(self.text, start, end)]
            written = _SENTENCE.findall(self._paragraphs[index][0].shown)
            self._divided[index] = stops, [sentence.strip() for sentence in written]
        return self._divided[index]

    def in_line(self, forms: Sequence[str], offset: int) -> bool:
        """Whether any pattern is found in the line at an offset of the text, made plain."""
        index = bisect_right(self._ends, offset - 1)
        known = self._lines.get((index, forms := tuple(forms)))
        if known is None:
            start = self._ends[index - 1] + 1 if index else 0
            end = self._ends[index] if index < len(self._ends) else None
            line = self.text[start:end]
            known = any(patterns.search(form, line) for form in forms)
            self._lines[index, forms] = known
        return known

    def around(self, start: int, end: int) -> str:
        """The sentence that holds a stretch of the text, over the ends of lines."""
        before = self.text[max(0, start - _NEAR) : start]
        after = self.text[end : end + _NEAR]
        first = max(before.rfind(stop) for stop in _STOPS) + 1
        last = min((at for stop in _STOPS if (at := after.find(stop)) >= 0), default=len(after))
        return before[first:] + self.text[start:end] + after[:last]


def _plain(paragraph: Paragraph) -> str:
    return arabic_years(flatten(paragraph.shown))


def find_facts(
    preface: Sequence[Paragraph],
    sections: Sequence[Section],
    title: Title | None,
    document: Document,
    spec: FactSpecs,
    setbacks: Setbacks,
) -> Facts:
    """The facts by the pack's patterns; those that fail are in `setbacks`, and absent."""
    head = [(paragraph, 0) for paragraph in preface]

    def period() -> Period | None:
        if spec.period is None:
            return None
        return find_period(preface, sections, title, spec.period)

    def contact() -> Contact:
        zones = _Zone(head), _Zone(_closing(sections))
        return _find_contact(zones, spec.contact) if spec.contact is not None else Contact()

    def published() -> Found | None:
        return _find_published(_Zone(head), _Zone(_closing(sections)), document, spec.published)

    return Facts(
        setbacks.read("period", period),
        setbacks.read("contact", contact) or Contact(),
        setbacks.read("published", published),
    )


def find_level(organ: str, spec: FactSpecs) -> str:
    """The key of the level of administration that an organ's name tells, or "".

    By the patterns of the levels, else by the first kind of organ that the name is of. What
    stands in brackets at its end (`城管局（综合执法局）`) does not count. Raises PatternTimeout.
    """
    known = {level.key for level in spec.levels}
    table = tuple((level.key, level.organ) for level in spec.levels) + tuple(
        (kind.level if kind.level in known else "", kind.organ) for kind in spec.organ_kinds
    )
    return _level(_BRACKET.sub("", fold(organ)), table)


_BRACKET = re.compile(r"(?<=.{2})\([^()]*\)$")


@lru_cache(maxsize=1024)
def _level(organ: str, table: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    for key, forms in table:
        if organ and any(patterns.search(form, organ) for form in forms):
            return key
    return ""


def _placed(section: Section) -> list[tuple[Paragraph, int | None]]:
    return [(paragraph, section.number) for paragraph in section.prose]


def _closing(sections: Sequence[Section]) -> list[tuple[Paragraph, int | None]]:
    """The paragraphs of the format's last section as far as the report has it, and the end.

    The middle of a long section is left out: what it mentions are other telephones.
    """
    if not sections:
        return []
    numbered = [section for section in sections if section.number is not None]
    last = max(numbered, key=lambda section: section.number or 0, default=sections[-1])
    closing = _placed(last)
    if len(closing) > 2 * _CLOSING:
        closing = closing[:_CLOSING] + closing[-_CLOSING:]
    if sections[-1] is not last:
        closing += _placed(sections[-1])[-_CLOSING:]
    return closing


# period


def find_period(
    preface: Sequence[Paragraph],
    sections: Sequence[Section],
    title: Title | None,
    spec: PeriodSpec,
) -> Period | None:
    """The period: in the preface even without its customary words, elsewhere with them."""
    head = _Zone((paragraph, 0) for paragraph in preface)
    closing = _Zone(_closing(sections))
    year = title.year if title is not None else None
    return (
        _stated(head, spec, year)
        or _first_range(head, spec, year)
        or _stated(closing, spec, year)
        or _stated(_Zone(place for section in sections for place in _placed(section)), spec, year)
    )


def _stated(zone: _Zone, spec: PeriodSpec, year: int | None) -> Period | None:
    """The first period of a zone whose sentence says that it is one."""
    if not patterns.search(spec.context, zone.text):
        return None
    for ranged, forms in ((True, spec.ranges), (False, spec.years)):
        for match in _matches(forms, zone.text):
            if patterns.search(spec.context, zone.around(match.start(), match.end())):
                period = _period(match, zone, year, ranged=ranged)
                if period is not None:
                    return period
    return None


def _first_range(zone: _Zone, spec: PeriodSpec, year: int | None) -> Period | None:
    matches = _matches(spec.ranges, zone.text)
    return next((p for m in matches if (p := _period(m, zone, year, ranged=True))), None)


def _matches(forms: Iterable[str], text: str) -> Iterator[regex.Match[str]]:
    return (match for form in forms for match in patterns.finditer(form, text))


def _period(
    match: regex.Match[str], zone: _Zone, title_year: int | None, *, ranged: bool
) -> Period | None:
    """The period of a match; `title_year` stands in for a year that is not written."""
    first = read_number(match, "y1") or title_year
    if first is None:
        return None
    found = zone.found(match.group().strip(), match.start())
    if not ranged:
        return Period(found, first, ranged=False)
    last = read_number(match, "y2") or first
    month = read_number(match, "m2")
    start = day_of(first, read_number(match, "m1"), read_number(match, "d1", absent=1))
    end = day_of(last, month, read_number(match, "d2", absent=last_day(last, month)))
    return Period(found, first, start, end)


# contact


def _find_contact(zones: Sequence[_Zone], spec: ContactSpec) -> Contact:
    return Contact(
        phones=_values(zones, spec.phone, spec.unless),
        addresses=_values(zones, spec.address, spec.unless),
        posts=_values(zones, spec.post, spec.unless),
        mails=_values(zones, spec.mail, spec.unless),
    )


def _values(
    zones: Sequence[_Zone], forms: Sequence[str], unless: Sequence[str]
) -> tuple[Found, ...]:
    """What the patterns capture as `value`, in the order of the text, each place once.

    What stands in a paragraph that one of `unless` is found in is another's.
    """
    found: list[Found] = []
    for zone in zones:
        at: dict[int, str] = {}
        for match in _matches(forms, zone.text):
            for start, value in zip(match.starts("value"), match.captures("value"), strict=True):
                at.setdefault(start, value.strip())
        found += [
            zone.found(value, start)
            for start, value in sorted(at.items())
            if not zone.in_line(unless, start)
        ]
    return tuple(found)


# date of publication


def _find_published(
    head: _Zone, closing: _Zone, document: Document, forms: Sequence[str]
) -> Found | None:
    """The form's own date; else, by the patterns in turn, the first of the opening or the last
    of the end.
    """
    if document.published is not None:
        return Found(document.published.isoformat(), "", Anchor(1), None)
    for form in forms:
        days = _days(form, head) or _days(form, closing)[::-1]
        if days:
            return days[0]
    return None


def _days(form: str, zone: _Zone) -> list[Found]:
    found = []
    for match in patterns.finditer(form, zone.text):
        day = day_of(*(read_number(match, group) for group in ("y", "m", "d")))
        if day is not None:
            found.append(zone.found(day.isoformat(), match.start("y")))
    return found
