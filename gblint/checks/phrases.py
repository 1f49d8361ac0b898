"""Words that a zone must have, or must not, as an office writes them: no regular expressions."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar

import msgspec
from msgspec import Meta

from gblint.checks.cells import compare, is_met
from gblint.checks.content import content_of, nothing_forms
from gblint.checks.hits import CheckKind, Hit, Measured, Place, options
from gblint.checks.places import (
    as_written,
    find_zone_heading,
    find_zone_place,
    iterate_sentences,
    quote,
    read_section_number,
    squeeze,
    zone_name,
    zone_text,
)
from gblint.document import Paragraph
from gblint.findings import Say
from gblint.pack import Phrases, Zone, name_zone, variants
from gblint.pack.cells import FIGURE, Conditional, Tests, list_tests
from gblint.pack.model import Pack, Rule
from gblint.pack.zones import parse_zone
from gblint.report.model import Report

if TYPE_CHECKING:  # read by the rules of a province or an office alone: imported where one runs
    from gblint.text.phrases import Phrase


class TextCheck(Conditional, frozen=True, kw_only=True, tag="text"):
    """Words that a zone must have (each of `must`), or must not have (any of `must_not`).

    `at_least` says how often each of `must` has to be there, `at_most` how often any may be. With
    `near`, what differs in one character of four counts as well. A sentence with one of `unless`
    is excused. `when` compares cells: only where that holds is anything asked. `where` compares
    the figure that `N` is in what `must` finds, with cells or figures: `N == review.total`.

    Variants: absent, few, many, found, near (something like it is there), figure.
    """

    stops_without = ("zone",)
    tested: ClassVar[tuple[str, ...]] = ("when", "where")

    zone: Zone = "report"
    must: Phrases = ()
    must_not: Phrases = ()
    near: bool = False
    at_least: Annotated[int, Meta(ge=0)] | None = None
    at_most: Annotated[int, Meta(ge=0)] | None = None
    unless: Phrases = ()
    where: Tests = ()


class _Found(msgspec.Struct, frozen=True):
    """A place where a phrase stands, as written, in its sentence."""

    paragraph: Paragraph
    section: int | None
    sentence: str
    text: str
    number: str = ""


class _Zone:
    """The sentences of a zone, made plain once for all phrases."""

    def __init__(self, report: Report, check: TextCheck) -> None:
        from gblint.text.phrases import parse_phrase

        self._text = zone_text(report, check.zone)
        self._placed = self._text.placed
        self._unless = [parse_phrase(text) for text in list_phrases(check.unless)]
        self.placed = self._placed

    def find(self, phrase: "Phrase") -> Iterator[_Found]:
        """Where a phrase stands."""
        from gblint.text.phrases import find_phrase

        pieces = (piece for word in phrase.words for piece in word)
        if all(map(self._text.may_match, pieces)):
            for paragraph, section, sentence, plain in self._sentences():
                for one in find_phrase(phrase, plain):
                    text = as_written(sentence, one.begin, one.end)
                    yield _Found(paragraph, section, sentence.strip(), text, one.number)

    def find_near(self, phrase: "Phrase") -> Iterator[_Found]:
        """Where something like a phrase stands that is not the phrase itself."""
        from gblint.text.phrases import find_near

        if not phrase.plain:
            return
        for paragraph, section, sentence, plain in self._sentences():
            if phrase.plain not in plain and (span := find_near(phrase, plain)):
                text = as_written(sentence, *span)
                yield _Found(paragraph, section, sentence.strip(), text)

    def _sentences(self) -> Iterator[tuple[Paragraph, int | None, str, str]]:
        from gblint.text.phrases import find_phrase

        for paragraph, section in self._placed:
            for _, sentence in iterate_sentences(paragraph.shown):
                plain = squeeze(sentence)
                if not any(next(find_phrase(one, plain), None) for one in self._unless):
                    yield paragraph, section, sentence, plain


def text(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for all that is absent; one for each phrase that is there too seldom or too often,
    and for each place where one stands that must not.

    Of a section that the report lacks, or that has no content, nothing is asked: another rule
    names the cause.
    """
    check = options(rule, TextCheck)
    if not is_met(check, report, pack):
        return
    from gblint.text.phrases import parse_phrase

    zone = _Zone(report, check)
    name = zone_name(check.zone, find_zone_heading(report, pack, check.zone))
    if check.must and _is_asked(report, pack, check, zone):
        yield from _find_lacking(report, check, zone, name)
        yield from _find_other_figures(report, pack, check, zone, name)
    for phrase in map(parse_phrase, list_phrases(check.must_not)):
        found = _all_of(zone, phrase, near=check.near)
        most = check.at_most or 0
        if most and len(found) > most:
            yield _hit(found[most], name, check, phrase, len(found), "many")
        elif not most:
            yield from (_hit(one, name, check, phrase, len(found), "found") for one in found)


def _all_of(zone: _Zone, phrase: "Phrase", *, near: bool) -> list[_Found]:
    found = list(zone.find(phrase))
    return [*found, *zone.find_near(phrase)] if near else found


def _is_asked(report: Report, pack: Pack, check: TextCheck, zone: _Zone) -> bool:
    """Whether anything can be asked of a zone."""
    read = parse_zone(check.zone)
    number = read_section_number(check.zone)
    if number is not None:
        if report.section(number) is None:
            return False
        return content_of(report, pack, number, nothing_forms(pack)) == "content"
    if read.name == "table":
        return any(one.number == read.number for one in report.tables.values())
    return read.name != "title" or bool(zone.placed)


def _find_lacking(report: Report, check: TextCheck, zone: _Zone, name: Say) -> Iterator[Hit]:
    from gblint.text.phrases import parse_phrase

    least = 1 if check.at_least is None else check.at_least
    absent: list[Phrase] = []
    for phrase in map(parse_phrase, list_phrases(check.must)):
        found = _all_of(zone, phrase, near=check.near)
        if check.at_most is not None and len(found) > check.at_most:
            yield _hit(found[check.at_most], name, check, phrase, len(found), "many")
        if len(found) >= least:
            continue
        if found:
            yield _hit(found[-1], name, check, phrase, len(found), "few")
        elif near := next(zone.find_near(phrase), None):
            yield _hit(near, name, check, phrase, 0, "near")
        else:
            absent.append(phrase)
    if absent:
        values: dict[str, Measured] = {
            "wanted": tuple(quote(phrase.text) for phrase in absent),
            "text": "",
            "count": 0,
            "least": least,
            "most": check.at_most or 0,
            "zone": name,
            "number": 0,
            "figure": 0,
        }
        yield Hit(find_zone_place(report, check.zone, zone.placed), values, "absent")


def _find_other_figures(
    report: Report, pack: Pack, check: TextCheck, zone: _Zone, name: Say
) -> Iterator[Hit]:
    """One hit for each figure that is not as it is compared."""
    from gblint.text.phrases import parse_phrase, value_of

    for phrase in map(parse_phrase, list_phrases(check.must)) if check.where else ():
        for found in zone.find(phrase):
            value = value_of(found.number)
            every = [compare(text, report, pack, figure=value) for text in list_tests(check.where)]
            broken = next((one for one in every if one is not None and not one.holds), None)
            if value is not None and broken is not None:
                hit = _hit(found, name, check, phrase, 1, "figure")
                figure = broken.right if broken.left == value else broken.left
                yield msgspec.structs.replace(
                    hit, values=hit.values | {"number": value, "figure": figure}
                )


def _hit(
    found: _Found, name: Say, check: TextCheck, phrase: "Phrase", count: int, variant: str
) -> Hit:
    values: dict[str, Measured] = {
        "wanted": (quote(phrase.text),),
        "text": found.text,
        "count": count,
        "least": check.at_least or 1,
        "most": check.at_most or 0,
        "zone": name,
        "number": 0,
        "figure": 0,
    }
    place = Place(found.paragraph.anchor, found.section, text=found.sentence)
    return Hit(place, values, variant)


def list_phrases(phrases: str | tuple[str, ...]) -> tuple[str, ...]:
    """Phrases of which one may be written without brackets."""
    return (phrases,) if isinstance(phrases, str) else phrases


_WRONG = {
    "empty": Say("这里没有文字", "there is no text here"),
    "sign": Say(
        "“…”的两边都要有文字，“/”之间也要有", "there is text on both sides of … and between /"
    ),
}


def _faults(check: TextCheck) -> Iterator[tuple[tuple[str | int, ...], Say]]:
    from gblint.text.phrases import PhraseError, parse_phrase

    if check.must == () and check.must_not == ():
        say = Say(
            "要写 must（必须有的话）或 must_not（不能有的话）",
            "there is neither must nor must_not",
        )
        yield ("kind",), say
    for field in ("must", "must_not", "unless"):
        phrases = getattr(check, field)
        for i, phrase in enumerate(list_phrases(phrases)):
            try:
                parse_phrase(phrase)
            except PhraseError as error:
                yield (field,) if isinstance(phrases, str) else (field, i), _WRONG[error.why]
    if check.where != () and not any(FIGURE in phrase for phrase in list_phrases(check.must)):
        say = Say("where 比较的是 must 里 N 的数", "where compares what N is in must")
        yield ("where",), say
    if check.at_least is not None and not check.must:
        yield ("at_least",), Say("at_least 要同 must 一起写", "at_least goes with must")


TEXT = CheckKind(
    options=TextCheck,
    finds=(
        "words that must or must not be there, written as they are: blank, `/`, `…`, `N` "
        "(a number) are the only signs"
    ),
    references=name_zone,
    values=("wanted", "text", "count", "least", "most", "zone", "number", "figure"),
    variants=variants("absent", "few", "many", "found", "near", "figure"),
    faults=_faults,
    check=text,
)
