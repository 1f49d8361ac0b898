"""Documents that a report cites by a wrong name, number or article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from gblint import patterns
from gblint.checks.hits import Hit, Place, options
from gblint.checks.zones import paragraphs, squeezed
from gblint.document import Paragraph
from gblint.packs.kinds import CitationCheck, Cited
from gblint.packs.model import Pack, Rule
from gblint.report.model import Report

_SENTENCE = re.compile("[^。！？]{1,2000}[。！？]?")
_FIRST = frozenset("国条政法")
"""Characters one of which any citation has: what has none need not be looked at."""


def citation(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each wrong citation, the same words once."""
    check = options(rule, CitationCheck)
    told: set[tuple[str, str]] = set()
    read = list(_sentences(report, check.zone))
    documents = _likely(check.documents, "\n".join(one.plain for one in read))
    for one in read:
        for text, right in _wrong(one.text, one.plain, documents):
            if (text, right) not in told:
                told.add((text, right))
                place = Place(one.paragraph.anchor, one.section, text=one.text.strip())
                yield Hit(place, {"text": text, "right": right})


class _Sentence(msgspec.Struct, frozen=True):
    """A sentence as written and as patterns see it, with its paragraph and section."""

    text: str
    plain: str
    paragraph: Paragraph
    section: int | None


def _sentences(report: Report, zone: str) -> Iterator[_Sentence]:
    for paragraph, section in paragraphs(report, zone):
        if _FIRST.isdisjoint(paragraph.text):
            continue
        for sentence in _SENTENCE.findall(paragraph.shown):
            yield _Sentence(sentence, squeezed(sentence), paragraph, section)


def _likely(documents: Iterable[Cited], whole: str) -> list[Cited]:
    """The documents with the patterns that may match in a text: a quick look at all of it."""
    found: list[Cited] = []
    for one in documents:
        forms = tuple(form for form in one.wrong if patterns.may_match(form, whole))
        if forms:
            found.append(msgspec.structs.replace(one, wrong=forms))
    return found


def _wrong(sentence: str, plain: str, documents: Iterable[Cited]) -> Iterator[tuple[str, str]]:
    """What is cited wrongly in a sentence, as written, and how it is right; no place twice."""
    taken: list[tuple[int, int]] = []
    for document in documents:
        found = [match for form in document.wrong for match in patterns.finditer(form, plain)]
        if not found or any(patterns.search(form, plain) for form in document.unless):
            continue
        for match in found:
            start, end = match.span("text" if "text" in match.re.groupindex else 0)
            if not any(start < last and first < end for first, last in taken):
                taken.append((start, end))
                yield _as_written(sentence, plain, start, end), document.right


def _as_written(sentence: str, plain: str, start: int, end: int) -> str:
    """A stretch of the squeezed sentence as the document has it, so that a search finds it."""
    places = [at for at, char in enumerate(sentence) if not char.isspace()]
    if len(places) != len(plain):  # a character that stands for several, or that is not seen
        return plain[start:end]
    return sentence[places[start] : places[end - 1] + 1]
