"""Text that stands twice: in one report, in last year's, in those of other organs.

Others are looked through before the checks (`gblint.comparison`); here is what of that is told.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Annotated

import msgspec
from msgspec import Meta

from gblint.checks.content import list_prose
from gblint.checks.hits import CheckKind, Hit, Measured, Place, read_options
from gblint.checks.other_reports import find_misfit
from gblint.checks.places import index_headings, list_paragraphs, names, quote, squeeze
from gblint.document import Paragraph
from gblint.findings import Say
from gblint.pack import (
    NamedKey,
    Options,
    Pattern,
    Reference,
    Zone,
    make_variants,
    name_each,
)
from gblint.pack.model import Pack, Rule, list_checks
from gblint.report.model import Among, ComparedReport, CopiedFrom, Report, SameFiguresAs
from gblint.text import STOPS, cut_sentences, fold, patterns
from gblint.text.numerals import (
    BEHIND_NUMERAL,
    ORDER,
    PLAIN_NUMERALS,
    TELLING_APART,
    is_numeral,
    pass_over,
)
from gblint.text.patterns import later


class RepeatedText(Options, frozen=True, tag="repeated-text"):
    """No sentence of `least` characters or more stands twice, to the letter or nearly (GB706).

    Compared without marks, ordinals and names in 《》, which do not count either. A sentence in
    which one of `unless` is found may come again.
    """

    zone: Zone
    least: Annotated[int, Meta(ge=10)] = 25
    unless: tuple[Pattern, ...] = ()


_STOPS = STOPS + "；;\n"
_BEHIND_NTH = frozenset("，：")
_BEHIND_NUMBER = frozenset(".．、）)")
_NAMED = later("《[^《》]*》")
_MARKS = later(r"\W+")

_KEY = 10
"""Letters at either end of a sentence by which those like it are found."""

_NEARLY = 90
"""Percent of a sentence that must be alike at its two ends together."""

_SHORT = 30
"""A paragraph with no more characters that ends no sentence is a heading inside a section."""

_QUOTED = 60
"""Characters of a sentence that are quoted."""


class _Sentence(msgspec.Struct, frozen=True):
    """A sentence as written, its letters, where it stands, and its place among all."""

    text: str
    letters: str
    paragraph: Paragraph
    section: int | None
    index: int


def check_repeated_text(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each run of sentences that repeat a run of earlier ones."""
    check = read_options(rule, RepeatedText)
    known: dict[tuple[str, str], _Sentence] = {}
    headings = {number: heading.text for number, heading in index_headings(report).items()}
    run: list[tuple[_Sentence, _Sentence]] = []
    for sentence in _read_sentences(report, check):
        earlier = _find_like(sentence, known)
        if earlier is None:
            continue
        before = tuple(one.index + 1 for one in run[-1]) if run else ()
        goes_on = (sentence.index, earlier.index) == before
        if not goes_on and run:
            yield _make_hit(run, headings)
            run = []
        # a sentence that may come again alone may not as a part of a copied paragraph
        plain = squeeze(sentence.text)
        if goes_on or not any(patterns.has(form, plain) for form in check.unless):
            run.append((sentence, earlier))
    if run:
        yield _make_hit(run, headings)


def _find_like(sentence: _Sentence, known: dict[tuple[str, str], _Sentence]) -> _Sentence | None:
    """An earlier sentence that is the same, or nearly; this one is kept with those known."""
    head, tail = ("head", sentence.letters[:_KEY]), ("tail", sentence.letters[-_KEY:])
    # by both ends: what was changed in a copied sentence stands nearly always inside it
    earlier = [known[key] for key in (head, tail) if key in known]
    known.setdefault(head, sentence)
    known.setdefault(tail, sentence)
    alike = (other for other in earlier if _are_alike(sentence.letters, other.letters))
    return next(alike, None)


def _read_sentences(report: Report, check: RepeatedText) -> Iterator[_Sentence]:
    index, copied = 0, _find_copied(report)
    for paragraph, section in list_paragraphs(report, check.zone):
        # by identity: an equal paragraph elsewhere is what is looked for
        if id(paragraph) in copied:
            continue
        text = paragraph.shown
        if len(text) < check.least or (len(text) <= _SHORT and text.rstrip()[-1:] not in "。；;"):
            continue
        for begin, end in cut_sentences(text, len(text), stops=_STOPS):
            if end - begin < check.least:
                continue
            sentence = text[begin:end].removesuffix("\n")
            letters = _keep_letters(sentence)
            if len(letters) >= check.least:
                yield _Sentence(sentence.strip(), letters, paragraph, section, index)
                index += 1


def _find_copied(report: Report) -> frozenset[int]:
    """The paragraphs, by identity, of sections that stand a second time: another rule tells it."""
    seen: set[int] = set()
    copied: set[int] = set()
    for section in report.sections:
        if section.number in seen:
            copied |= {id(paragraph) for paragraph in section.prose}
        elif section.number is not None:
            seen.add(section.number)
    return frozenset(copied)


def _keep_letters(sentence: str) -> str:
    """The letters and figures of a sentence, without its ordinal and names of documents."""
    text = _NAMED.sub("", sentence)
    return _MARKS.sub("", text[_find_end_of_ordinal(text) :])


def _find_end_of_ordinal(text: str) -> int:
    """Where the ordinal ends that a sentence begins with (一是, 2.), 0 where there is none."""
    begin = next((at for at, char in enumerate(text) if char.isalnum() or char == "_"), 0)
    nth = text.startswith(ORDER, begin)
    begin += nth
    end, most, behind = pass_over(text, begin, is_numeral), 3, BEHIND_NUMERAL
    if nth:
        behind = _BEHIND_NTH
    elif end == begin:
        end, most, behind = pass_over(text, begin, str.isdecimal), 2, _BEHIND_NUMBER
    return end + 1 if 0 < end - begin <= most and text[end : end + 1] in behind else 0


def _are_alike(one: str, other: str) -> bool:
    """Whether two sentences are the same but for a stretch that holds no figure.

    Where they begin or end otherwise, they say the same of two things, and are meant.
    """
    if one == other:
        return True
    begin = _count_in_common(one, other)
    end = min(_count_in_common(one[::-1], other[::-1]), min(len(one), len(other)) - begin)
    differing = {*one[begin : len(one) - end], *other[begin : len(other) - end]}
    if begin < _KEY or TELLING_APART & differing:
        return False
    return 100 * (begin + end) >= _NEARLY * max(len(one), len(other))


def _count_in_common(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _make_hit(run: Sequence[tuple[_Sentence, _Sentence]], headings: Mapping[int, str]) -> Hit:
    sentence, earlier = run[0]
    heading = headings.get(earlier.section or 0, "")
    values: dict[str, Measured] = {
        "text": _cut(sentence.text),
        "count": len(run),
        "length": sum(len(again.letters) for again, _ in run),
        "first": Say(f"“{heading}”", f'"{heading}"') if heading else Say("前文", "the text above"),
    }
    return Hit(Place(sentence.paragraph.anchor, sentence.section, text=sentence.text), values)


def _cut(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"


REPEATED_TEXT = CheckKind(
    options=RepeatedText,
    values=("text", "count", "length", "first"),
    check=check_repeated_text,
)


class Compared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section, and how many percent of its text may be last year's."""

    section: int
    most: Annotated[int, Meta(ge=0, le=100)]


class Similarity(Options, frozen=True, tag="similarity"):
    """Sections that largely repeat last year's (GB603).

    Texts are compared without figures, years, ordinals and punctuation, sentence by sentence,
    wherever in last year's section they stand. A passage counts as repeated from `passage`
    characters on; sentences shorter than that, and what `boilerplate` matches in folded text,
    count on neither side. A section with less than `least` characters left is not judged.
    `quoted` is how many of the longest passages are quoted.
    """

    needs = "previous"

    sections: tuple[Compared, ...]
    passage: Annotated[int, Meta(ge=4)] = 12
    least: int = 60
    quoted: int = 3
    boilerplate: tuple[Pattern, ...] = ()


_PART = later(
    f"(?P<figure>[0-9{PLAIN_NUMERALS}]+(?:[.,][0-9]+)*%?)"
    "|(?P<end>[.;:!?…])"
    "|(?P<mark>\\W)"
    "|(?P<letter>.)",
    re.DOTALL,
)
"""In folded text: what is masked, what ends a sentence, what is passed over, and the rest."""

_FIGURE = "0"
_ENDS = tuple(".;:!?…")

Letter = tuple[str, int]
"""A letter of a sentence, or the mask of a figure, and its place in the paragraph."""


class Repeated(msgspec.Struct, frozen=True):
    """How many characters of how many are in another text; the passages, longest first."""

    characters: int
    of: int
    passages: tuple[str, ...]

    @property
    def percent(self) -> float:
        return 100 * self.characters / self.of if self.of else 0.0


def check_similarity(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each section of which more than the pack allows is last year's."""
    last, check = report.previous, read_options(rule, Similarity)
    if last is None or find_misfit(report, pack):
        return
    headings = index_headings(report)
    for compared in check.sections:
        heading = headings.get(compared.section)
        before = last.prose.get(compared.section)
        if heading is None or not before:
            continue
        # a year's work is told in the words of the last: only that nearly all is the same is told
        now = [paragraph.text for paragraph in list_prose(report, compared.section)]
        found = find_repeated(now, before, check)
        if found.of < check.least or found.percent <= compared.most:
            continue
        quoted = found.passages[: check.quoted]
        values: dict[str, Measured] = {
            "share": round(found.percent),
            "most": compared.most,
            "passages": tuple(quote(_cut(passage)) for passage in quoted),
            "count": len(found.passages),
            "heading": heading.text,
            "previous": last.name,
        }
        yield Hit(Place(heading.anchor, compared.section, text=heading.text), values)


def list_without_counterpart(
    report: Report, last: ComparedReport, pack: Pack
) -> Iterator[tuple[str, Say]]:
    """The rules that cannot compare a section because last year's report has none."""
    labels, headings = names(pack), index_headings(report)
    for rule, check in list_checks(pack, Similarity):
        for compared in check.sections:
            if compared.section in headings and not last.prose.get(compared.section):
                heading = labels.full_heading(compared.section)
                why = Say(
                    f"上年报告（{last.name}）中读不到“{heading}”部分的文字",
                    f"last year's report ({last.name}) has no readable text in section "
                    f"{compared.section}",
                )
                yield rule, why


def find_repeated(now: Iterable[str], before: Iterable[str], check: Similarity) -> Repeated:
    """What of some paragraphs stands in others, in passages of `passage` characters or more."""
    # every run of `passage` letters of the other text: whatever order its sentences have, each
    # passage of that length or more is found, in time that grows with the texts and no faster
    size = check.passage
    known = {
        shingle
        for paragraph in before
        for sentence in list_sentences(paragraph, check)
        for shingle in list_shingles(sentence, size)
    }
    characters = total = 0
    passages: list[str] = []
    for paragraph in now:
        for sentence in list_sentences(paragraph, check):
            total += len(sentence)
            for start, end in find_runs(sentence, known, size):
                characters += end - start
                passages.append(paragraph[sentence[start][1] : sentence[end - 1][1] + 1].strip())
    return Repeated(characters, total, tuple(sorted(set(passages), key=lambda p: (-len(p), p))))


def list_sentences(paragraph: str, check: Similarity) -> Iterator[list[Letter]]:
    """The sentences of a paragraph that are long enough to be compared."""
    # one character becomes several (㈠), or none (a zero-width space)
    each = [fold(char) for char in paragraph]
    folded, places = "".join(each), [at for at, plain in enumerate(each) for _ in plain]
    if len(folded) <= _SHORT and not folded.endswith(_ENDS):
        return
    sentence: list[Letter] = []
    for part, at in _split_parts(folded, check.boilerplate):
        if part:
            sentence.append((part, places[at]))
        else:
            if len(sentence) >= check.passage:
                yield sentence
            sentence = []


def _split_parts(folded: str, boilerplate: Collection[str]) -> Iterator[tuple[str, int]]:
    """Letters and masks with their places; an empty one ends a sentence."""
    at = 0
    spans = sorted(m.span() for form in boilerplate for m in patterns.finditer(form, folded))
    for start, end in [*spans, (len(folded), len(folded))]:
        for match in _PART.finditer(folded, at, max(at, start)):
            if match.lastgroup == "figure":
                yield _FIGURE, match.start()
            elif match.lastgroup == "letter":
                yield match.group(), match.start()
            elif match.lastgroup == "end":
                yield "", match.start()
        # what is left out parts what stands around it; behind the last letter it ends the sentence
        yield "", start
        at = max(at, end)


def list_shingles(sentence: list[Letter], size: int) -> Iterator[str]:
    text = [letter for letter, _ in sentence]
    return ("".join(text[at : at + size]) for at in range(len(text) - size + 1))


def find_runs(
    sentence: list[Letter], known: Collection[str], size: int
) -> Iterator[tuple[int, int]]:
    """The stretches of a sentence that shingles of the other text cover."""
    start = end = 0
    for at, shingle in enumerate(list_shingles(sentence, size)):
        if shingle in known:
            if at > end:
                if end:
                    yield start, end
                start = at
            end = at + size
    if end:
        yield start, end


SIMILARITY = CheckKind(
    options=Similarity,
    finds="sections that largely repeat last year's; `most` is how many percent may",
    references=name_each("section", "sections", "section"),
    values=("share", "most", "passages", "count", "heading", "previous"),
    check=check_similarity,
)


Percent = Annotated[int, Meta(ge=0, le=100)]


class Copied(Options, frozen=True, tag="copied"):
    """Text of some sections that stands in another organ's report (GB611).

    Compared as `similarity` does, where reports of others are given: sentences of `passage`
    letters and more, without what `boilerplate` matches, and without what many of the others have.
    It is told from `least` letters on that are `share` percent of what is the section's own in
    either report, or hold a passage of `long` letters. From `one_text` percent on two sections
    are one text. `quoted` is how many of the longest passages are quoted.
    Variants: plain; several, where more reports than one have the text.
    """

    needs = "among"

    sections: tuple[int, ...]
    passage: Annotated[int, Meta(ge=8)] = 12
    least: Annotated[int, Meta(ge=12)] = 60
    share: Percent = 40
    long: Annotated[int, Meta(ge=12)] = 80
    one_text: Annotated[int, Meta(ge=50, le=100)] = 80
    quoted: int = 3
    boilerplate: tuple[Pattern, ...] = ()


class SameFigures(Options, frozen=True, tag="same-figures"):
    """A table that is the same, cell by cell, in another report (GB612).

    It is told where `cells` cells and more are not 0, with `different` different figures: what is
    simple is the same by chance.
    Variants: other, the report of another organ; own, one of the same organ for another year.
    """

    needs = "among"

    table: NamedKey
    cells: Annotated[int, Meta(ge=1)] = 8
    different: Annotated[int, Meta(ge=1)] = 4


def check_copied(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each section that another organ's report has in part."""
    check = read_options(rule, Copied)
    headings = index_headings(report)
    for found in (report.among or Among()).copies:
        heading = headings.get(found.section)
        if heading is None or found.section not in check.sections:
            continue
        quoted = found.passages[: check.quoted]
        yield Hit(
            Place(heading.anchor, found.section, text=heading.text),
            {
                "heading": heading.text,
                "share": found.share,
                "count": found.letters,
                "organ": found.organ or found.name,
                "year": _say_year(found),
                "source": found.name,
                "reports": found.others + 1,
                "passages": tuple(quote(_cut(" ".join(passage.split()))) for passage in quoted),
            },
            "several" if found.others else "plain",
        )


def _say_year(found: CopiedFrom | SameFiguresAs) -> Say:
    """The year of the other report as it stands behind the organ's name, "" for none."""
    return Say("") if found.year is None else Say(f"{found.year}年", f" {found.year}")


def check_same_figures(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for a table that is the same in another report."""
    check = read_options(rule, SameFigures)
    reading = report.tables.get(check.table)
    tables = (report.among or Among()).tables
    found = next((table for table in tables if table.table == check.table), None)
    if reading is None or found is None:
        return
    values: dict[str, Measured] = {
        "table_name": names(pack).table(check.table),
        "organ": found.organ or found.name,
        "year": _say_year(found),
        "source": found.name,
        "count": found.cells,
    }
    yield Hit(
        Place(reading.anchor, reading.section, check.table), values, "own" if found.own else "other"
    )


COPIED = CheckKind(
    options=Copied,
    references=name_each("section", "sections"),
    values=("heading", "share", "count", "organ", "year", "source", "reports", "passages"),
    variants=make_variants("plain", "several"),
    check=check_copied,
)

SAME_FIGURES = CheckKind(
    options=SameFigures,
    references=lambda options: (Reference("table", options.table, ("table",)),),
    values=("table_name", "organ", "year", "source", "count"),
    variants=make_variants("other", "own"),
    check=check_same_figures,
)
