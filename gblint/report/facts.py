"""What a report says about itself in its text: period, contact, date of publication."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache, partial
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from gblint.attempts import Setbacks
from gblint.document import Anchor, Block, Document, Paragraph, Table
from gblint.pack.model import ContactSpec, FactSpecs, PeriodSpec
from gblint.report.model import Contact, Facts, Mention, Period, Section, Title
from gblint.text import STOPS, find_stops, flatten, patterns, write_years_in_digits
from gblint.text.numerals import find_last_day, make_day, read_number
from gblint.text.patterns import later

if TYPE_CHECKING:
    from gblint.text.patterns import Match

_CLOSING = 12
"""Paragraphs at either end of the last section that may give the contact or the date."""

_BELOW = 8
"""Lines below the one that announces a contact that may have its parts."""

_LINE = 80
"""Characters of a line that is no sentence of prose, as those of a contact or of a page's foot."""

_DIGITS = 5
"""Digits of a cell from which on its table may give a telephone, a postcode or a date."""

_LABEL = 12
"""Characters of a cell that may say what stands beside it."""

_NEAR = 120
"""Characters before and after a date within which its sentence is looked at."""


_BROKEN_NUMBER = later(r"(?<=\d-)\n(?=\d{7,8}(?!\d))")
_RUN = later(r"[\d(+][\d() Xx*-]{3,}[\dXx*]")
_PLAIN_SIGNS = {"×": "x", **dict.fromkeys("‐‑‒–—―−─━", "-")}

_Span = tuple[int, int]
"""Where a value begins and ends in a text."""

_Placed = tuple[Paragraph, int | None]
"""A paragraph with the number of its section, 0 before the first."""


class _Zone:
    """Paragraphs to search as one text, so that what runs over a line is found too."""

    def __init__(self, paragraphs: Iterable[_Placed]) -> None:
        self._paragraphs = list(paragraphs)
        shown = (paragraph.shown for paragraph, _ in self._paragraphs)
        texts = [write_years_in_digits(flatten_once(text)) for text in shown]
        self._starts = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))
        text = "\n".join(texts)
        # a narrow column breaks a telephone behind its area code
        self.text = _BROKEN_NUMBER.sub(" ", text) if "-\n" in text else text
        self._divided: dict[int, tuple[Sequence[int], Sequence[str]]] = {}
        self._lines: dict[tuple[int, tuple[str, ...]], bool] = {}

    @cached_property
    def _ends(self) -> list[int]:
        """The offsets of the ends of lines."""
        return find_stops(self.text, "\n")

    def build_mention(self, value: str, offset: int) -> Mention:
        """The value at an offset of the text, with its sentence as written."""
        index = bisect_right(self._starts, offset) - 1
        paragraph, section = self._paragraphs[index]
        stops, sentences = self._divide_sentences(index)
        text = sentences[min(bisect_left(stops, offset), len(sentences) - 1)]
        return Mention(value, text, paragraph.anchor, section)

    def _divide_sentences(self, index: int) -> tuple[Sequence[int], Sequence[str]]:
        """The offsets of the stops in a paragraph, and its sentences as written.

        Sentences are counted, as making characters plain may change the length of a text.
        """
        if index not in self._divided:
            start = self._starts[index]
            last = index + 1 == len(self._starts)
            end = len(self.text) if last else self._starts[index + 1]
            stops = [start + stop for stop in find_stops(self.text[start:end])]
            written = self._paragraphs[index][0].shown
            ends = [0, *(stop + 1 for stop in find_stops(written)), len(written)]
            sentences = [written[begin:end].strip() for begin, end in pairwise(ends)]
            self._divided[index] = stops, sentences
        return self._divided[index]

    def has_in_line(self, forms: Sequence[str], offset: int) -> bool:
        """Whether any pattern is found in the line at an offset of the text, made plain."""
        index = bisect_right(self._ends, offset - 1)
        key = index, tuple(forms)
        if key not in self._lines:  # many numbers may stand in one long line
            start = self._ends[index - 1] + 1 if index else 0
            end = self._ends[index] if index < len(self._ends) else None
            line = self.text[start:end]
            self._lines[key] = any(patterns.has(form, line) for form in forms)
        return self._lines[key]

    def find_sentence(self, start: int, end: int) -> str:
        """The sentence that holds a stretch of the text, over the ends of lines."""
        before = self.text[max(0, start - _NEAR) : start]
        after = self.text[end : end + _NEAR]
        first = max(before.rfind(stop) for stop in STOPS) + 1
        last = min((at for stop in STOPS if (at := after.find(stop)) >= 0), default=len(after))
        return before[first:] + self.text[start:end] + after[:last]


@lru_cache(maxsize=256)
def flatten_once(text: str) -> str:
    """The text made plain. Facts, prose and rules look at the same paragraphs: kept until the next
    report.
    """
    return flatten(text)


def find_facts(
    preface: Sequence[Block],
    sections: Sequence[Section],
    title: Title | None,
    document: Document,
    spec: FactSpecs,
    setbacks: Setbacks,
) -> Facts:
    """The facts by the pack's patterns; those that fail are in `setbacks`, and absent.

    `preface` are the blocks before the first heading, the title's lines left out.
    """
    flatten_once.cache_clear()  # of the report before
    head = _place_blocks(preface, 0)

    def read_period() -> Period | None:
        if spec.period is None:
            return None
        prose = [paragraph for paragraph in preface if isinstance(paragraph, Paragraph)]
        return find_period(prose, sections, title, spec.period)

    def read_contact() -> Contact:
        if spec.contact is None:
            return Contact()
        # What stands above the title is the site's on which the report is published, as is what
        # follows a line of its foot.
        own = _drop_site(_drop_above_title(head, title, document), spec.contact, to_end=False)
        closing = _drop_site(_place_closing(sections), spec.contact, to_end=True)
        zones = [_Zone(own), _Zone(closing)]
        found = _find_contact(zones, spec.contact)
        if found.phones and found.addresses:  # the rest need not be looked through
            return found
        announced = list(_find_announced(sections, spec.contact))
        return _find_contact([*zones, _Zone(announced)], spec.contact) if announced else found

    read_dates = partial(find_dates, preface, sections, document, spec.published)
    period = setbacks.read("period", read_period)
    given, impossible = setbacks.read("published", read_dates) or ([], [])
    contact = setbacks.read("contact", read_contact) or Contact()
    return Facts(period, contact, next(iter(given), None), tuple(given), tuple(impossible))


def _place_prose(section: Section) -> list[_Placed]:
    return [(paragraph, section.number) for paragraph in section.prose]


def _place_blocks(blocks: Iterable[Block], section: int | None) -> list[_Placed]:
    """The paragraphs, and the cells of tables that have more than counts (`_read_cell_lines`)."""
    lines = (
        [block] if isinstance(block, Paragraph) else _read_cell_lines(block) for block in blocks
    )
    return [(line, section) for of_block in lines for line in of_block]


def _read_cell_lines(table: Table) -> Iterator[Paragraph]:
    """The cells of a small table as lines, each behind what may say what it is.

    That is the cell to its left, or the one at the head of its column: `电话：0999-1234567`.
    """
    if not any(sum(map(str.isdigit, cell.text)) >= _DIGITS for cell in table.cells):
        return
    heads = {cell.column: _read_label(cell.text) for cell in table.cells if cell.row == 0}
    if not all(heads.values()):
        heads = {}  # a first row with an address in it is one of values
    left: dict[int, str] = {}
    for cell in table.cells:
        beside, above = left.get(cell.row, ""), heads.get(cell.column, "") if cell.row else ""
        labels = [text for text in dict.fromkeys((beside, above)) if text]
        for label in labels or [""]:
            yield Paragraph(f"{label}：{cell.text}" if label else cell.text, cell.anchor)
        left[cell.row] = _read_label(cell.text)


def _read_label(text: str) -> str:
    """The text of a cell that may say what stands beside or below it, else nothing."""
    short = len(text) <= _LABEL and not any(map(str.isdigit, text))
    return text.strip().rstrip("：:") if short else ""


def _place_closing(sections: Sequence[Section]) -> list[_Placed]:
    """The paragraphs of the format's last section as far as the report has it, and the end.

    The middle of a long section is left out: what it mentions are other telephones.
    """
    if not sections:
        return []
    last = _find_last_section(sections)
    closing = _place_prose(last)
    if len(closing) > 2 * _CLOSING:
        closing = closing[:_CLOSING] + closing[-_CLOSING:]
    closing += _place_blocks(last.tables(), last.number)
    if sections[-1] is not last:
        closing += _place_prose(sections[-1])[-_CLOSING:]
        closing += _place_blocks(sections[-1].tables(), sections[-1].number)
    return closing


def _find_last_section(sections: Sequence[Section]) -> Section:
    """The format's last section as far as the report has it."""
    numbered = [section for section in sections if section.number is not None]
    return max(numbered, key=lambda section: section.number or 0, default=sections[-1])


# period


def find_period(
    preface: Sequence[Paragraph],
    sections: Sequence[Section],
    title: Title | None,
    spec: PeriodSpec,
) -> Period | None:
    """The period: in the preface even without its customary words, elsewhere with them."""
    # The usual place first, and there without the words 统计期限, which few write; last of all any
    # sentence with them, for one in the middle may be of the period of something else.
    head = _Zone((paragraph, 0) for paragraph in preface)
    year = title.year if title is not None else None
    return (
        _find_stated(head, spec, year)
        or _find_first_range(head, spec, year)
        or _find_stated(_Zone(_place_closing(sections)), spec, year)
        or _find_stated(
            _Zone(place for section in sections for place in _place_prose(section)), spec, year
        )
    )


WrongYear = Literal["", "period", "title", "either"]
"""Which of title and period has a wrong year, where they differ."""

LATEST = 9
"""The last month in which what is published is last year's report, late as it may be."""


class JudgedYear(NamedTuple):
    """The year of a report, and which of title and period has another."""

    year: int | None
    wrong: WrongYear = ""


def judge_year(
    title: Title | None,
    facts: Facts,
    preface: Sequence[Paragraph],
    sections: Sequence[Section],
    spec: FactSpecs,
) -> JudgedYear:
    """The year of the title, but where all else speaks for that of the period.

    That is what prose and headings say, and the year before that of publication. A year that is
    left over is an earlier one, so that a period of a later year than the title's is no leftover;
    of an earlier year it mostly is.
    """
    stated = title.year if title is not None else None
    of_period = facts.period.year if facts.period is not None else None
    if stated is None or of_period is None or stated == of_period:
        return JudgedYear(of_period if stated is None else stated)
    told = _count_told_years(preface, sections, spec.period)
    later = of_period > stated
    # a year before the report's may be of last year's figures and accounts
    by_prose = told[of_period] > told[stated] if later else told[of_period] and not told[stated]
    day = None if facts.published is None else date.fromisoformat(facts.published.value)
    before = day.year - 1 if day is not None and day.month <= LATEST else None
    if before == stated and not (later and by_prose):
        return JudgedYear(stated, "period")
    if by_prose or (before == of_period and not told[stated]):
        sure = before == of_period or (later and before != stated)
        return JudgedYear(of_period, "title" if sure else "either")
    unsure = before == of_period or (later and not told[stated])
    return JudgedYear(stated, "either" if unsure else "period")


def _count_told_years(
    preface: Sequence[Paragraph], sections: Sequence[Section], spec: PeriodSpec | None
) -> Counter[int]:
    """How often preface, headings, and the first and the last section say they tell of a year."""
    if spec is None or not spec.told:
        return Counter()
    ends = {id(section): section for section in (*sections[:1], *sections[-1:])}.values()
    placed: list[_Placed] = [(paragraph, 0) for paragraph in preface]
    placed += [place for section in ends for place in _place_prose(section)]
    placed += [
        (Paragraph(section.heading.text, section.heading.anchor), section.number)
        for section in sections
    ]
    text = _Zone(placed).text
    return Counter(int(match["year"]) for match in _find_matches(spec.told, text))


def _find_stated(zone: _Zone, spec: PeriodSpec, year: int | None) -> Period | None:
    """The first period of a zone whose sentence says that it is one."""
    if not patterns.has(spec.context, zone.text):
        return None  # at one look for most zones, before dates are looked for
    for ranged, forms in ((True, spec.ranges), (False, spec.years)):
        for match in _find_matches(forms, zone.text):
            if patterns.has(spec.context, zone.find_sentence(match.start(), match.end())):
                period = _build_period(match, zone, year, ranged=ranged)
                if period is not None:
                    return period
    return None


def _find_first_range(zone: _Zone, spec: PeriodSpec, year: int | None) -> Period | None:
    matches = _find_matches(spec.ranges, zone.text)
    return next((p for m in matches if (p := _build_period(m, zone, year, ranged=True))), None)


def _find_matches(forms: Iterable[str], text: str) -> Iterator[Match]:
    return (match for form in forms for match in patterns.finditer(form, text))


def _build_period(
    match: Match, zone: _Zone, title_year: int | None, *, ranged: bool
) -> Period | None:
    """The period of a match; `title_year` stands in for a year that is not written."""
    first = read_number(match, "y1") or read_number(match, "y2") or title_year
    if first is None:
        return None
    found = zone.build_mention(match.group().strip(), match.start())
    if not ranged:
        return Period(found, first, ranged=False)
    last = read_number(match, "y2") or first
    month = read_number(match, "m2")
    start = make_day(first, read_number(match, "m1"), read_number(match, "d1", absent=1))
    end = make_day(last, month, read_number(match, "d2", absent=find_last_day(last, month)))
    return Period(found, first, start, end)


# contact


def _drop_above_title(
    head: Sequence[_Placed], title: Title | None, document: Document
) -> Sequence[_Placed]:
    """What stands from the title on.

    A title in a text box has a later line than what follows it in the same row of a table.
    """
    if title is None:
        return head
    begin, met = title.anchor.line, False
    for block in document.blocks:
        met = met or block.anchor == title.anchor
        if met and block.anchor.line < begin:
            begin = block.anchor.line
    return [place for place in head if place[0].anchor.line >= begin]


def _find_announced(sections: Sequence[Section], spec: ContactSpec) -> Iterator[_Placed]:
    """The paragraphs of the sections before the last that say they give a contact, with the lines
    below them.
    """

    def announces(text: str) -> bool:
        return any(patterns.has(form, text) for form in spec.announced)

    last = _find_last_section(sections) if sections else None
    for section in sections[:-1]:
        texts = [flatten_once(paragraph.text) for paragraph in section.prose]
        if section is last or not announces("\n".join(texts)):  # most, at one look
            continue
        left = 0
        for paragraph, text in zip(section.prose, texts, strict=True):
            short = len(paragraph.text) <= _LINE
            left = _BELOW + 1 if announces(text) else left - 1 if short else 0
            if left > 0:
                yield paragraph, section.number


def _drop_site(placed: Iterable[_Placed], spec: ContactSpec, *, to_end: bool) -> Iterator[_Placed]:
    """What is not the site's: from a line of its foot on, all lines up to a sentence of prose.

    With `to_end`, nothing of the report comes behind the foot.
    """
    foot = False
    for paragraph, number in placed:
        text = flatten_once(paragraph.shown)
        is_line = len(text) <= _LINE and "。" not in text
        if is_line and any(patterns.has(form, text) for form in spec.unless):
            foot = True
        elif foot and not to_end and not is_line:
            foot = False
        if not foot:
            yield paragraph, number


def _find_contact(zones: Sequence[_Zone], spec: ContactSpec) -> Contact:
    phones = _find_values(zones, partial(_find_phones, spec), spec.unless)
    posts = _find_values(zones, partial(_find_spans, spec.post), spec.unless)
    mails = _find_values(zones, partial(_find_spans, spec.mail), spec.unless)
    addresses = _find_values(zones, partial(_find_spans, spec.address), spec.unless)
    if not addresses and (phones or posts or mails):
        # without a label only beside the rest of a contact: a road in prose is none
        addresses = _find_values(zones, partial(_find_spans, spec.place), spec.unless)
    return Contact(phones=phones, addresses=addresses, posts=posts, mails=mails)


def _find_values(
    zones: Sequence[_Zone], find: Callable[[str], Iterable[_Span]], unless: Sequence[str]
) -> tuple[Mention, ...]:
    """What is found in the texts, in their order; no place twice.

    What stands in a line that one of `unless` is found in is another's.
    """
    found: list[Mention] = []
    for zone in zones:
        ends: dict[int, int] = {}
        for start, end in find(zone.text):
            if not any(begin <= start < stop for begin, stop in ends.items()):
                ends[start] = end
        for start, end in sorted(ends.items()):
            mention = zone.build_mention(zone.text[start:end].strip(), start)
            if not zone.has_in_line(unless, start) and not _is_known(mention, found):
                found.append(mention)
    return tuple(found)


def _find_spans(forms: Iterable[str], text: str) -> Iterator[_Span]:
    """What the patterns capture as `value`."""
    return (
        span for match in _find_matches(forms, text) for span in patterns.list_spans(match, "value")
    )


def _is_known(mention: Mention, found: Iterable[Mention]) -> bool:
    """Whether a value was found at its place: a cell of a table is read with each of its labels."""
    return any(other.value == mention.value and other.anchor == mention.anchor for other in found)


def _find_phones(spec: ContactSpec, text: str) -> Iterator[_Span]:
    """The numbers in a text that is made plain, then what stands in the place of one."""
    posts = list(_find_spans(spec.post, text))
    numbers: list[_Span] = []
    read: set[int] = set()
    for form in spec.before if spec.number else ():
        # Patterns of telephones take long to compile: the next only where digits are left.
        if not _has_digits_left(text, (*posts, *numbers)):
            break
        for match in patterns.finditer(form, text):
            numbers += _read_numbers(spec, text, match.end(), read)
    yield from numbers
    if not numbers or _has_digits_left(text, (*posts, *numbers)):
        yield from _find_spans(spec.phone, text)


def _has_digits_left(text: str, spans: Sequence[_Span]) -> bool:
    """Whether anything like a number stands outside what was found."""
    for sign, plain in _PLAIN_SIGNS.items():  # to translate Chinese text takes ten times as long
        text = text.replace(sign, plain)
    return any(
        not any(start < match.end() and match.start() < end for start, end in spans)
        for match in _RUN.finditer(text)
    )


def _read_numbers(spec: ContactSpec, text: str, at: int, read: set[int]) -> Iterator[_Span]:
    """The number at a place, and those that hang on to it, but not what was `read` before."""
    while at not in read:
        tried = (patterns.match(form, text, at) for form in spec.numbers)
        number = next((one for one in tried if one is not None), None)
        if number is None:
            return
        read.add(at)
        yield number.span()
        gap = patterns.match(spec.between, text, number.end()) if spec.between else None
        if gap is None:
            return
        at = gap.end()


# date of publication


def find_dates(
    preface: Sequence[Block], sections: Sequence[Section], document: Document, forms: Sequence[str]
) -> tuple[list[Mention], list[Mention]]:
    """The dates that are announced as that of publication, the one that counts first; and those
    that no calendar has.

    The form's own date counts before all; then, by the patterns in turn, the first of the
    opening or the last of the end. Raises PatternTimeout.
    """
    head, closing = _Zone(_place_blocks(preface, 0)), _Zone(_place_closing(sections))
    given: list[Mention] = []
    impossible: list[Mention] = []
    if document.published is not None:
        given.append(Mention(document.published.isoformat(), "", Anchor(1), None))
    for form in forms:
        # At the top the date of the report stands before others; at the end the signature is last.
        days = _find_days(form, head, impossible)
        days = days[:1] + _find_days(form, closing, impossible)[-1:]
        given += (day for day in days if not _is_known(day, given))
    return given, impossible


def _find_days(form: str, zone: _Zone, impossible: list[Mention]) -> list[Mention]:
    found: list[Mention] = []
    for match in patterns.finditer(form, zone.text):
        day = make_day(*(read_number(match, group) for group in ("y", "m", "d")))
        value = day.isoformat() if day else match.string[match.start("y") : match.end("d")]
        (impossible if day is None else found).append(zone.build_mention(value, match.start("y")))
    return found
