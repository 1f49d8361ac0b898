"""Sentences that stand twice in one report, to the letter or nearly."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Annotated

import msgspec
from msgspec import Meta

from gblint.checks.hits import CheckKind, Hit, Measured, Place, options
from gblint.checks.places import first_headings
from gblint.checks.zones import paragraphs, squeeze
from gblint.document import Paragraph
from gblint.findings import Say
from gblint.pack import Options, Pattern, Zone, name_zone
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report
from gblint.text import patterns
from gblint.text.patterns import later


class RepeatedText(Options, frozen=True, tag="repeated-text"):
    """No sentence of `least` characters or more stands twice, to the letter or nearly (GB706).

    Compared without marks, ordinals and names in 《》, which do not count either. A sentence in
    which one of `unless` is found may come again.
    """

    zone: Zone
    least: Annotated[int, Meta(ge=10)] = 25
    unless: tuple[Pattern, ...] = ()


_SENTENCE = later("[^。！？；!?;\n]+[。！？；!?;]?")
_ORDINAL = later(
    r"^\W*(?:[一二三四五六七八九十]{1,3}(?:是|要|[、）)])|\d{1,2}[.．、）)]|第[一二三四五六七八九十]{1,3}[，：])?"
)
_NAMED = later("《[^《》]*》")
_MARKS = later(r"\W+")
_NUMERALS = frozenset("0123456789一二三四五六七八九十两上下前后")

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


class _Known:
    """The sentences met so far, by their beginnings and ends."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[str, str], _Sentence] = {}

    def like(self, one: _Sentence) -> _Sentence | None:
        """An earlier sentence that is the same, or nearly; then this one is kept as well."""
        head, tail = ("head", one.letters[:_KEY]), ("tail", one.letters[-_KEY:])
        earlier = [self._by_key[key] for key in (head, tail) if key in self._by_key]
        self._by_key.setdefault(head, one)
        self._by_key.setdefault(tail, one)
        return next((other for other in earlier if _alike(one.letters, other.letters)), None)


def repeated_text(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each run of sentences that repeat a run of earlier ones."""
    check, known = options(rule, RepeatedText), _Known()
    headings = {number: heading.text for number, heading in first_headings(report).items()}
    run: list[tuple[_Sentence, _Sentence]] = []
    for one in _sentences(report, check):
        earlier = known.like(one)
        if earlier is None:
            continue
        goes_on = run and (one.index, earlier.index) == (run[-1][0].index + 1, run[-1][1].index + 1)
        if not goes_on and run:
            yield _hit(run, headings)
            run = []
        if goes_on or not _may_repeat(one, check):
            run.append((one, earlier))
    if run:
        yield _hit(run, headings)


def _sentences(report: Report, check: RepeatedText) -> Iterator[_Sentence]:
    index, copied = 0, _copied(report)
    for paragraph, section in paragraphs(report, check.zone):
        if id(paragraph) in copied:
            continue
        text = paragraph.shown
        if len(text) < check.least or (len(text) <= _SHORT and text.rstrip()[-1:] not in "。；;"):
            continue
        for sentence in _SENTENCE.findall(text):
            if len(sentence) < check.least:
                continue
            letters = _letters(sentence)
            if len(letters) >= check.least:
                yield _Sentence(sentence.strip(), letters, paragraph, section, index)
                index += 1


def _copied(report: Report) -> frozenset[int]:
    """The paragraphs, by identity, of sections that stand a second time: another rule tells it."""
    seen: set[int] = set()
    copied: set[int] = set()
    for section in report.sections:
        if section.number in seen:
            copied |= {id(paragraph) for paragraph in section.prose}
        elif section.number is not None:
            seen.add(section.number)
    return frozenset(copied)


def _letters(sentence: str) -> str:
    """The letters and figures of a sentence, without its ordinal and names of documents."""
    return _MARKS.sub("", _ORDINAL.sub("", _NAMED.sub("", sentence), count=1))


def _alike(one: str, other: str) -> bool:
    """Whether two sentences are the same but for a stretch that holds no figure.

    Where they begin or end otherwise, they say the same of two things, and are meant.
    """
    if one == other:
        return True
    begin = _in_common(one, other)
    end = min(_in_common(one[::-1], other[::-1]), min(len(one), len(other)) - begin)
    if begin < _KEY or _NUMERALS & {*one[begin : len(one) - end], *other[begin : len(other) - end]}:
        return False
    return 100 * (begin + end) >= _NEARLY * max(len(one), len(other))


def _in_common(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _may_repeat(one: _Sentence, check: RepeatedText) -> bool:
    return any(patterns.search(form, squeeze(one.text)) for form in check.unless)


def _hit(run: Sequence[tuple[_Sentence, _Sentence]], headings: Mapping[int, str]) -> Hit:
    one, earlier = run[0]
    heading = headings.get(earlier.section or 0, "")
    values: dict[str, Measured] = {
        "text": _cut(one.text),
        "count": len(run),
        "length": sum(len(again.letters) for again, _ in run),
        "first": Say(f"“{heading}”", f'"{heading}"') if heading else Say("前文", "the text above"),
    }
    return Hit(Place(one.paragraph.anchor, one.section, text=one.text), values)


def _cut(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"


REPEATED_TEXT = CheckKind(
    options=RepeatedText,
    finds="sentences that stand twice",
    references=name_zone,
    values=("text", "count", "length", "first"),
    check=repeated_text,
)
