"""Documents that a report cites by a wrong name, number or article."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator

import msgspec

from gblint.checks.hits import (
    CheckKind,
    Hit,
    Measured,
    Place,
    correct_all,
    correct_passage,
    options,
)
from gblint.checks.zones import as_written, find_begin, paragraphs, squeeze
from gblint.pack.base import Options, Pattern, Zone
from gblint.pack.kind import name_zone
from gblint.pack.model import Pack, Rule
from gblint.report.model import Report
from gblint.text import patterns
from gblint.text.sentences import iterate_sentences


class Cited(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document that is cited: `right` is how, `wrong` finds what is not.

    Of what a pattern matches its group `text` is the wrong part, if it has one. `unless` excuses
    a sentence.
    """

    right: str
    wrong: tuple[Pattern, ...]
    unless: tuple[Pattern, ...] = ()


class CitationCheck(Options, frozen=True, tag="citation"):
    """Documents are cited by their right names and numbers (GB411).

    Patterns see sentences without white space and with full-width forms made plain.
    """

    zone: Zone
    documents: tuple[Cited, ...]


_MARKS = "《〈<"


def citation(report: Report, rule: Rule, _pack: Pack) -> Iterator[Hit]:
    """One hit for each wrong citation, the same words once."""
    check = options(rule, CitationCheck)
    told: set[tuple[str, str]] = set()
    for paragraph, section in paragraphs(report, check.zone):
        for begin, sentence in iterate_sentences(paragraph.shown):
            for at, text, right in _wrong(sentence, check.documents):
                if (text, right) not in told:
                    told.add((text, right))
                    place = Place(paragraph.anchor, section, text=sentence.strip())
                    new = right
                    if sentence[at - 1 : at] in _MARKS and right[0] in _MARKS:
                        new = right[1:-1]
                    made = correct_passage(paragraph, begin + at, text, new, safe=False)
                    values: dict[str, Measured] = {"text": text, "right": right}
                    yield Hit(place, values, correction=correct_all([made]))


def _wrong(sentence: str, documents: tuple[Cited, ...]) -> Iterator[tuple[int, str, str]]:
    """What is cited wrongly in a sentence: where, as written, and how it is right; none twice."""
    plain = squeeze(sentence)
    taken: list[tuple[int, int]] = []
    for document in documents:
        likely = [form for form in document.wrong if patterns.may_match(form, plain)]
        if not likely or any(patterns.search(form, plain) for form in document.unless):
            continue
        for form in likely:
            for match in patterns.finditer(form, plain):
                start, end = match.span("text" if "text" in match.re.groupindex else 0)
                if not any(start < last and first < end for first, last in taken):
                    taken.append((start, end))
                    text = as_written(sentence, start, end)
                    yield find_begin(sentence, start, text), text, document.right


CITATION = CheckKind(
    options=CitationCheck,
    finds="documents cited by a wrong name or number",
    references=name_zone,
    values=("text", "right"),
    check=citation,
)
