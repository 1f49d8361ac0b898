"""What is wrong in a sentence by itself: wrong words, words twice running, documents cited wrongly,
and years left over from another report.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta

from gblint.checks.hits import (
    CheckKind,
    Hit,
    Measured,
    Place,
    correct_all,
    correct_passage,
    read_options,
)
from gblint.checks.places import (
    find_as_written,
    find_begin,
    iterate_sentences,
    list_paragraphs,
    list_plain_places,
    quote,
    read_section_number,
    read_zone,
    squeeze,
)
from gblint.document import Paragraph
from gblint.findings import Correction
from gblint.pack import Options, Pattern, Zone, make_variants
from gblint.pack.model import Pack, Rule, WrongWord
from gblint.report.model import Report
from gblint.text import patterns, write_years_in_digits
from gblint.text.numerals import (
    MAYBE_BEGINS_YEAR,
    MAYBE_IN_DIGITS,
    MAYBE_YEAR,
    YEAR_SIGN,
    write_year_as,
)
from gblint.text.patterns import later


class WordsCheck(Options, frozen=True, tag="words"):
    """No word of the pack's `wrong_words` stands in a zone (GB707); with `words`, none of these.

    Variants: word, inside (the word is part of what is quoted).
    """

    zone: Zone = "report"
    words: dict[str, WrongWord | str] = msgspec.field(default_factory=dict)


class DoubledWords(Options, frozen=True, tag="doubled-words"):
    """No word of two to `longest` characters stands twice running (GB709).

    What one of `right` matches, over the place where the two meet, is rightly so.
    """

    zone: Zone
    longest: Annotated[int, Meta(ge=2, le=30)] = 10
    right: tuple[Pattern, ...] = ()


_AROUND = 14
"""Characters on both sides of a word that are kept with its place."""

_HAN, _HAN_ZERO = range(0x3400, 0xA000), "〇"


def check_words(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each wrong word in a paragraph, told at its first place there."""
    check = read_options(rule, WordsCheck)
    zoned = read_zone(report, check.zone, as_written=True)
    words = check.words or pack.wrong_words
    likely = filter(zoned.letters.issuperset, words)
    met = _find_words({word: words[word] for word in likely}, zoned.whole)
    if not met:
        return
    for paragraph, section in zoned.placed:
        for wrong, meant in _find_words(met, paragraph.shown).items():
            found = _find_wrong(wrong, meant, paragraph.shown)
            if found is None:
                continue
            text, right = paragraph.shown, meant if isinstance(meant, str) else meant.right
            at, written = found
            begin = max(0, at - _AROUND)
            around = text[begin : begin + len(written) + 2 * _AROUND].strip()
            corrected = written.replace(wrong, right) if written.count(wrong) == 1 else ""
            passage = correct_passage(paragraph, at, written, corrected, safe=False)
            yield Hit(
                Place(paragraph.anchor, section, text=around),
                {"text": written, "wrong": wrong, "right": right},
                "word" if squeeze(written) == wrong else "inside",
                correction=correct_all([passage]) if corrected else None,
            )


def _find_words(known: Mapping[str, WrongWord | str], text: str) -> Mapping[str, WrongWord | str]:
    return {word: meant for word, meant in known.items() if word in text}


def _find_wrong(wrong: str, meant: WrongWord | str, text: str) -> tuple[int, str] | None:
    """Where the word, or what it stands in, is wrong first (the same may be right before), and as
    written there.
    """
    if isinstance(meant, str):
        return text.find(wrong), wrong
    for begin, sentence in iterate_sentences(text):
        if wrong not in sentence:
            continue
        plain = squeeze(sentence)
        if any(patterns.has(form, plain) for form in meant.unless):
            continue
        match = patterns.search(meant.where, plain) if meant.where else None
        if match is not None:
            written = find_as_written(sentence, *match.span())
            at = find_begin(sentence, match.start(), written)
            return (begin + at if at >= 0 else text.find(written)), written
        if not meant.where:
            return begin + sentence.find(wrong), wrong
    return None


class _DoubledWord(msgspec.Struct, frozen=True):
    """A word of `size` characters that stands at a place, and right behind it again."""

    begin: int
    size: int

    @property
    def end(self) -> int:
        return self.begin + 2 * self.size


def check_doubled_words(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each paragraph in which words are doubled."""
    check = read_options(rule, DoubledWords)
    placed = [doubled for doubled in list_paragraphs(report, check.zone) if doubled[0].text.strip()]
    whole = "\n".join(paragraph.shown for paragraph, _ in placed)
    sizes = _list_sizes(whole, range(2, check.longest + 1))
    for paragraph, section in placed if sizes else ():
        text = paragraph.shown
        if not _list_sizes(text, sizes):
            continue
        found = list(_find_doubled(text, check.longest))
        right = _mark_matches(text, check.right) if found else bytearray()
        found = [doubled for doubled in found if not right[doubled.begin + doubled.size]]
        if not found:
            continue
        texts = list(dict.fromkeys(text[doubled.begin : doubled.end] for doubled in found))
        begin = max(0, found[0].begin - _AROUND)
        values: dict[str, Measured] = {
            "text": texts[0],
            "quoted": tuple(quote(doubled) for doubled in texts),
            "count": len(found),
        }
        place = Place(paragraph.anchor, section, text=text[begin : found[0].end + _AROUND].strip())
        yield Hit(place, values, correction=_drop_second(paragraph, found))


def _drop_second(paragraph: Paragraph, found: Sequence[_DoubledWord]) -> Correction | None:
    """Each doubled word but once."""
    shown = paragraph.shown
    return correct_all(
        correct_passage(
            paragraph,
            one.begin,
            shown[one.begin : one.end],
            shown[one.begin : one.begin + one.size],
            safe=False,
        )
        for one in found
    )


def _list_sizes(text: str, sizes: Iterable[int]) -> list[int]:
    """The sizes of which a word may stand twice running: a quick look at all of a text.

    Its bytes are held against themselves, moved by the size of a word; few texts have zeros for
    as long. (With a byte order mark, which is no matter, Python itself writes them, by no codec.)
    """
    data = text.encode("utf-16", "surrogatepass")
    whole = int.from_bytes(data, sys.byteorder)
    return [
        size
        for size in sizes
        if b"\0" * (2 * size) in (whole ^ (whole >> 16 * size)).to_bytes(len(data), sys.byteorder)
    ]


def _find_doubled(text: str, longest: int) -> Iterator[_DoubledWord]:
    """The doubled words of a text, those of fewest characters, none over another."""
    at = 0
    while at + 4 <= len(text):
        size = _find_doubled_size(text, at, longest)
        if size:
            yield _DoubledWord(at, size)
        at += 2 * size or 1


def _find_doubled_size(text: str, at: int, longest: int) -> int:
    """How many characters, all of them Chinese, stand there twice running; 0 for none."""
    again = text.find(text[at], at + 2, at + longest + 1)  # where the second may begin
    while again >= 0:
        word = text[at:again]
        if text.startswith(word, again) and all(ord(c) in _HAN or c == _HAN_ZERO for c in word):
            return again - at
        again = text.find(text[at], again + 1, at + longest + 1)
    return 0


def _mark_matches(text: str, forms: Sequence[str]) -> bytearray:
    """For each place between two characters of a text, 1 where a pattern matches over it."""
    inside = bytearray(len(text) + 1)
    for form in forms:
        for match in patterns.finditer(form, text):
            begin, end = match.span()
            inside[begin + 1 : end] = b"\1" * max(0, end - begin - 1)
    return inside


WORDS = CheckKind(
    options=WordsCheck,
    finds="words of the pack's `wrong_words`",
    values=("text", "wrong", "right"),
    variants=make_variants("word", "inside"),
    check=check_words,
)

DOUBLED_WORDS = CheckKind(
    options=DoubledWords,
    values=("text", "quoted", "count"),
    check=check_doubled_words,
)


class Cited(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document that is cited: `right` is how, `wrong` finds what is not.

    Of what a pattern matches its group `text` is the wrong part, if it has one. `unless` excuses
    a sentence. `zone` is where it is looked for, if not in the rule's.
    """

    right: str
    wrong: tuple[Pattern, ...]
    unless: tuple[Pattern, ...] = ()
    zone: Zone | None = None


class CitationCheck(Options, frozen=True, tag="citation"):
    """Documents are cited by their right names and numbers (GB411).

    Patterns see sentences without white space and with full-width forms made plain.
    """

    zone: Zone
    documents: tuple[Cited, ...]


_MARKS = "《〈<"


def check_citations(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each wrong citation, the same words once."""
    check = read_options(rule, CitationCheck)
    seen: set[tuple[str, str]] = set()
    zones = dict.fromkeys(document.zone or check.zone for document in check.documents)
    for zone in zones:
        documents = [one for one in check.documents if (one.zone or check.zone) == zone]
        yield from _check_cited(report, zone, documents, seen)


def _check_cited(
    report: Report, zone: Zone, documents: Sequence[Cited], seen: set[tuple[str, str]]
) -> Iterator[Hit]:
    zoned = read_zone(report, zone)
    likely = [
        (document, forms)
        for document in documents
        if (forms := list(filter(zoned.may_match, document.wrong)))
    ]
    for paragraph, section in zoned.placed if likely else ():
        for begin, sentence in iterate_sentences(paragraph.shown):
            for at, text, right in _find_miscited(sentence, likely):
                if (text, right) in seen:
                    continue
                seen.add((text, right))
                # 《…》 around the wrong name stays: the right one must not get it twice
                named = at > 0 and sentence[at - 1] in _MARKS and right[0] in _MARKS
                new = right[1:-1] if named else right
                correction = correct_passage(paragraph, begin + at, text, new, safe=False)
                yield Hit(
                    Place(paragraph.anchor, section, text=sentence.strip()),
                    {"text": text, "right": right},
                    correction=correct_all([correction]),
                )


class _Miscited(NamedTuple):
    """What is cited wrongly: where in its sentence, as written, and how it is right."""

    at: int
    text: str
    right: str


def _find_miscited(
    sentence: str, documents: Sequence[tuple[Cited, Sequence[str]]]
) -> Iterator[_Miscited]:
    """What is cited wrongly in a sentence, none twice.

    With each document come the forms that may be in the sentence.
    """
    plain = squeeze(sentence)
    taken: list[tuple[int, int]] = []
    for document, forms in documents:
        likely = [form for form in forms if patterns.may_match(form, plain)]
        if not likely or any(patterns.has(form, plain) for form in document.unless):
            continue
        for form in likely:
            for match in patterns.finditer(form, plain):
                start, end = match.span("text" if "text" in match.re.groupindex else 0)
                if not any(start < last and first < end for first, last in taken):
                    taken.append((start, end))
                    text = find_as_written(sentence, start, end)
                    yield _Miscited(find_begin(sentence, start, text), text, document.right)


CITATION = CheckKind(
    options=CitationCheck,
    values=("text", "right"),
    check=check_citations,
)


class YearForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a year stands that must be the report's, or `offset` years after it.

    The pattern is looked for in single sentences of the zone (a section, or the report), and has
    a group `year`. A year is wrong that is `earlier` or `later`, by `within` years at most.
    """

    pattern: Pattern
    zone: Zone = "report"
    offset: int = 0
    wrong: Literal["earlier", "later"] = "earlier"
    within: Annotated[int, msgspec.Meta(ge=1)] = 99


class LeftoverYear(Options, frozen=True, tag="leftover-year"):
    """No year is left over from another report (GB507): none of `forms` has another year.

    A sentence is excused where the right year stands in it too, outside 《》 and brackets, or one
    of `unless` is found; also where the paragraph names its year as one that is meant, by one of
    `meant`, patterns with a group `year`.
    """

    stops_without = ("year",)

    forms: tuple[YearForm, ...]
    unless: tuple[Pattern, ...] = ()
    meant: tuple[Pattern, ...] = ()


_YEAR = later(r"(?:19|20)\d\d")

_RANGE = later(rf"((?:19|20)\d\d){YEAR_SIGN}[^,;]{{0,16}}\1{YEAR_SIGN}")
"""Two days of one year, with nothing told between them."""

_NAMED = later(r"《[^《》]*》|\([^()]*\)|[〔\[][^〔〕\[\]]*[〕\]]")
"""Names and numbers of documents, and what is said by the way: their years are no sentence's."""


class DatedSentence(msgspec.Struct, frozen=True):
    """A sentence that names a year: as written, where it begins in its paragraph, as matched,
    the paragraph and its section, all its years. `about` is the section that it is of, by its
    content: under an old heading the one in whose place that stands.
    """

    text: str
    begin: int
    plain: str
    paragraph: Paragraph
    section: int | None
    about: int
    years: frozenset[int]


class WrongYear(msgspec.Struct, frozen=True):
    """A year where another belongs, as written, where it stands in its sentence, and the places
    of the same year there, none where some of them may be meant.
    """

    read: str
    at: int
    places: tuple[tuple[int, str], ...] = ()


def check_leftover_years(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each sentence that has another year where the report's belongs.

    Without the report's year nothing can be said: another rule asks for it.
    """
    check = read_options(rule, LeftoverYear)
    if report.year is None:
        return
    forms = [(form, read_section_number(form.zone)) for form in check.forms]
    for dated in _find_dated(report):
        for form, number in forms:
            if number is not None and number != dated.about:
                continue
            wrong = _find_leftover(dated, form, check, report.year)
            if wrong is not None:
                yield _make_hit(dated, wrong, form, report.year)
                break


def _find_dated(report: Report) -> Iterator[DatedSentence]:
    for paragraph, section, about in _iterate_by_content(report):
        if about is None or not _may_name_year(paragraph.shown):
            continue
        for start, text in iterate_sentences(paragraph.shown):
            plain = write_years_in_digits(squeeze(text))
            years = _find_years(plain)
            if years:
                yield DatedSentence(text, start, plain, paragraph, section, about, years)


def _may_name_year(text: str) -> bool:
    """Whether a quick look shows something like a year."""
    if MAYBE_IN_DIGITS.search(text) is not None:
        return True
    return any(begin in text for begin in MAYBE_BEGINS_YEAR) and MAYBE_YEAR.search(text) is not None


def _iterate_by_content(report: Report) -> Iterator[tuple[Paragraph, int | None, int | None]]:
    """The paragraphs with the section that each stands in, and the one that it is of."""
    for zone in ("title", "preface"):
        yield from ((paragraph, at, at) for paragraph, at in list_paragraphs(report, zone))
    instead = {heading.block: number for number, heading in report.stand_ins.items()}
    for section in report.sections:
        number = section.number
        about = instead.get(section.heading.block) if number is None else number
        yield from ((paragraph, number, about) for paragraph in section.prose)


def _find_years(plain: str) -> frozenset[int]:
    return frozenset(map(int, _YEAR.findall(plain)))


def _find_leftover(
    dated: DatedSentence, form: YearForm, check: LeftoverYear, year: int
) -> WrongYear | None:
    """The year that stands in a sentence where another belongs, or None."""
    due = year + form.offset
    # patterns last: they cost most, and few sentences have a year that may be wrong
    if not any(_is_wrong(one, due, form) for one in dated.years):
        return None
    # a sentence with both years compares them; in the name of a document the year says nothing
    if due in dated.years and due in _find_years(_NAMED.sub("", dated.plain)):
        return None
    match = patterns.search(form.pattern, dated.plain)
    if match is None or any(patterns.has(excuse, dated.plain) for excuse in check.unless):
        return None
    if not _is_wrong(int(match["year"]), due, form) or _is_meant(match["year"], dated, check):
        return None
    begin, end = match.span("year")
    read = find_as_written(dated.text, begin, end)
    places = tuple(_find_places(dated, form, match["year"]))
    return WrongYear(read, max(0, dated.text.find(read)), places)


def _is_meant(year: str, dated: DatedSentence, check: LeftoverYear) -> bool:
    whole = write_years_in_digits(squeeze(dated.paragraph.shown)) if check.meant else ""
    return any(
        match["year"] == year for form in check.meant for match in patterns.finditer(form, whole)
    )


def _find_places(dated: DatedSentence, form: YearForm, year: str) -> Iterator[tuple[int, str]]:
    """Where a year stands in its sentence, as written, if it is a leftover in all these places."""
    # years in Chinese numerals were made shorter or longer: then no place can be told
    at = list_plain_places(dated.text)
    if len(at) != len(dated.plain):
        return
    spans = {match.span("year") for match in patterns.finditer(form.pattern, dated.plain)}
    spans = {span for span in spans if dated.plain[slice(*span)] == year}
    year_spans = {match.span() for match in _YEAR.finditer(dated.plain) if match.group() == year}
    ranged = len(year_spans) == 2 and _RANGE.search(dated.plain) is not None
    if spans == year_spans or (spans and spans < year_spans and ranged):
        for begin, end in sorted(year_spans):
            yield at[begin], find_as_written(dated.text, begin, end)


def _is_wrong(found: int, due: int, form: YearForm) -> bool:
    by = due - found if form.wrong == "earlier" else found - due
    return 0 < by <= form.within


def _make_hit(dated: DatedSentence, wrong: WrongYear, form: YearForm, year: int) -> Hit:
    paragraph, text, due = dated.paragraph, dated.text.strip(), year + form.offset
    at = dated.begin + wrong.at - len(paragraph.number)
    anchor = paragraph.anchor
    anchor = msgspec.structs.replace(anchor, column=anchor.column + max(0, at))
    return Hit(
        Place(anchor, dated.section, text=text),
        {"text": text, "read": wrong.read, "expected": str(due), "year": str(year)},
        correction=correct_all(
            correct_passage(paragraph, dated.begin + at, read, write_year_as(due, read), safe=False)
            for at, read in wrong.places
        ),
    )


LEFTOVER_YEAR = CheckKind(
    options=LeftoverYear,
    finds="years left over from another report, by `within` years at most",
    values=("text", "read", "expected", "year"),
    check=check_leftover_years,
)
