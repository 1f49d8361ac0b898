"""Wrong words of a pack's list, and words that stand twice running."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from gblint.checks.hits import (
    CheckKind,
    Hit,
    Measured,
    Place,
    correct_all,
    correct_passage,
    options,
)
from gblint.checks.zones import as_written, paragraphs, quoted, squeeze
from gblint.document import Paragraph
from gblint.findings import Correction
from gblint.pack.base import Options, Pattern, Zone
from gblint.pack.kind import name_zone, variants
from gblint.pack.model import Pack, Rule, WrongWord
from gblint.report.model import Report
from gblint.text import patterns
from gblint.text.patterns import later
from gblint.text.sentences import split_sentences


class WordsCheck(Options, frozen=True, tag="words"):
    """No word of the pack's `wrong_words` stands in a zone (GB707).

    Variants: word, inside (the word is part of what is quoted).
    """

    zone: Zone


class DoubledWords(Options, frozen=True, tag="doubled-words"):
    """No word of two to `longest` characters stands twice running (GB709).

    What one of `right` matches, over the place where the two meet, is rightly so.
    """

    zone: Zone
    longest: Annotated[int, Meta(ge=2, le=30)] = 10
    right: tuple[Pattern, ...] = ()


_AROUND = 14
"""Characters on both sides of a word that are kept with its place."""

_HAN = later("[㐀-鿿〇]+")


def words(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each wrong word in a paragraph, told at its first place there."""
    placed = paragraphs(report, options(rule, WordsCheck).zone)
    met = _words_in(pack.wrong_words, "\n".join(paragraph.shown for paragraph, _ in placed))
    if not met:
        return
    for paragraph, section in placed:
        for wrong, meant in _words_in(met, paragraph.shown).items():
            found = _find_wrong(wrong, meant, paragraph.shown)
            if found is None:
                continue
            begin = max(0, paragraph.shown.find(found) - _AROUND)
            around = paragraph.shown[begin : begin + len(found) + 2 * _AROUND].strip()
            values: dict[str, Measured] = {"text": found, "wrong": wrong, "right": _right(meant)}
            variant = "word" if squeeze(found) == wrong else "inside"
            begin = paragraph.shown.find(found)
            made = found.replace(wrong, _right(meant)) if found.count(wrong) == 1 else ""
            correction = made and correct_all(
                [correct_passage(paragraph, begin, found, made, safe=False)]
            )
            place = Place(paragraph.anchor, section, text=around)
            yield Hit(place, values, variant, correction=correction or None)


def _words_in(known: Mapping[str, WrongWord | str], text: str) -> Mapping[str, WrongWord | str]:
    return {word: meant for word, meant in known.items() if word in text}


def _right(meant: WrongWord | str) -> str:
    return meant if isinstance(meant, str) else meant.right


def _find_wrong(wrong: str, meant: WrongWord | str, text: str) -> str | None:
    """The wrong word, or what it stands in, as written where it is wrong first."""
    if isinstance(meant, str):
        return wrong
    for sentence in split_sentences(text):
        if wrong not in sentence:
            continue
        plain = squeeze(sentence)
        if any(patterns.search(form, plain) for form in meant.unless):
            continue
        match = patterns.search(meant.where, plain) if meant.where else None
        if match is not None:
            return as_written(sentence, *match.span())
        if not meant.where:
            return wrong
    return None


class _Doubled(msgspec.Struct, frozen=True):
    """A word of `size` characters that stands at a place, and right behind it again."""

    begin: int
    size: int

    @property
    def end(self) -> int:
        return self.begin + 2 * self.size


def doubled_words(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each paragraph in which words are doubled."""
    check = options(rule, DoubledWords)
    placed = [one for one in paragraphs(report, check.zone) if one[0].text.strip()]
    if not _may_double("\n".join(paragraph.shown for paragraph, _ in placed), check.longest):
        return
    for paragraph, section in placed:
        text = paragraph.shown
        if not _may_double(text, check.longest):
            continue
        found = list(_find_doubled(text, check.longest))
        right = _mark_matches(text, check.right) if found else bytearray()
        found = [one for one in found if not right[one.begin + one.size]]
        if not found:
            continue
        texts = list(dict.fromkeys(text[one.begin : one.end] for one in found))
        begin = max(0, found[0].begin - _AROUND)
        values: dict[str, Measured] = {
            "text": texts[0],
            "quoted": tuple(quoted(one) for one in texts),
            "count": len(found),
        }
        place = Place(paragraph.anchor, section, text=text[begin : found[0].end + _AROUND].strip())
        yield Hit(place, values, correction=_drop_second(paragraph, found))


def _drop_second(paragraph: Paragraph, found: Sequence[_Doubled]) -> Correction | None:
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


def _may_double(text: str, longest: int) -> bool:
    """Whether anything may stand twice running: a quick look at all of a text.

    Its bytes are held against themselves, moved by the size of a word; few texts have zeros for
    as long.
    """
    data = text.encode("utf-16-le", "surrogatepass")
    whole = int.from_bytes(data, "little")
    return any(
        b"\0" * (2 * size) in (whole ^ (whole >> 16 * size)).to_bytes(len(data), "little")
        for size in range(2, longest + 1)
    )


def _find_doubled(text: str, longest: int) -> Iterator[_Doubled]:
    """The doubled words of a text, those of fewest characters, none over another."""
    for run in _HAN.finditer(text):
        at, end = run.span()
        while at + 4 <= end:
            size = next((n for n in range(2, longest + 1) if _is_doubled(text, at, n, end)), 0)
            if size:
                yield _Doubled(at, size)
                at += 2 * size
            else:
                at += 1


def _is_doubled(text: str, at: int, size: int, end: int) -> bool:
    return at + 2 * size <= end and text.startswith(text[at : at + size], at + size)


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
    references=name_zone,
    values=("text", "wrong", "right"),
    variants=variants("word", "inside"),
    check=words,
)

DOUBLED_WORDS = CheckKind(
    options=DoubledWords,
    finds="words of two characters or more that stand twice running",
    references=name_zone,
    values=("text", "quoted", "count"),
    check=doubled_words,
)
