"""Sections that repeat last year's, whatever the order, and with other figures in them."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from gblint.checks.content import prose_of
from gblint.checks.hits import CheckKind, Hit, Place, options
from gblint.checks.places import first_headings, names
from gblint.checks.year_to_year import misfit
from gblint.findings import Say
from gblint.pack.base import Options, Pattern
from gblint.pack.kind import Reference
from gblint.pack.model import Pack, Rule
from gblint.report.model import ComparedReport, Report
from gblint.text import patterns
from gblint.text.folding import fold
from gblint.text.patterns import later


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
    "(?P<figure>[0-9〇零一二三四五六七八九十百千万亿]+(?:[.,][0-9]+)*%?)"
    "|(?P<end>[.;:!?…])"
    "|(?P<mark>\\W)"
    "|(?P<letter>.)",
    re.DOTALL,
)
"""In folded text: what is masked, what ends a sentence, what is passed over, and the rest."""

_FIGURE = "0"
_ENDS = tuple(".;:!?…")
_HEADING = 30
"""A paragraph that ends no sentence and has no more characters is a heading inside a section."""
_QUOTED = 60
"""Characters of a passage that are quoted."""

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


def similarity(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each section of which more than the pack allows is last year's."""
    last, check = report.previous, options(rule, Similarity)
    if last is None or misfit(report, pack):
        return
    headings = first_headings(report)
    for compared in check.sections:
        heading = headings.get(compared.section)
        before = last.prose.get(compared.section)
        if heading is None or not before:
            continue
        now = [paragraph.text for paragraph in prose_of(report, compared.section)]
        found = find_repeated(now, before, check)
        if found.of < check.least or found.percent <= compared.most:
            continue
        quoted = found.passages[: check.quoted]
        yield Hit(
            Place(heading.anchor, compared.section, text=heading.text),
            {
                "share": round(found.percent),
                "most": compared.most,
                "passages": tuple(Say(f"“{_cut(p)}”", f'"{_cut(p)}"') for p in quoted),
                "count": len(found.passages),
                "heading": heading.text,
                "previous": last.name,
            },
        )


def without_counterpart(
    report: Report, last: ComparedReport, pack: Pack
) -> Iterator[tuple[str, Say]]:
    """The rules that cannot compare a section because last year's report has none."""
    known, headings = names(pack), first_headings(report)
    for rule in pack.rules:
        if not isinstance(rule.check, Similarity):
            continue
        for compared in rule.check.sections:
            if compared.section in headings and not last.prose.get(compared.section):
                heading = known.ordinal(compared.section) + known.heading(compared.section)
                yield (
                    rule.id,
                    Say(
                        f"上年报告（{last.name}）中读不到“{heading}”部分的文字",
                        f"last year's report ({last.name}) has no readable text in section "
                        f"{compared.section}",
                    ),
                )


def find_repeated(now: Iterable[str], before: Iterable[str], check: Similarity) -> Repeated:
    """What of some paragraphs stands in others, in passages of `passage` characters or more."""
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
    folded, places = _fold_with_places(paragraph)
    if len(folded) <= _HEADING and not folded.endswith(_ENDS):
        return
    sentence: list[Letter] = []
    for part, at in _parts(folded, check.boilerplate):
        if part:
            sentence.append((part, places[at]))
        else:
            if len(sentence) >= check.passage:
                yield sentence
            sentence = []
    if len(sentence) >= check.passage:
        yield sentence


def _parts(folded: str, boilerplate: Collection[str]) -> Iterator[tuple[str, int]]:
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
        yield "", start
        at = max(at, end)


def _fold_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place of the one it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        plain = fold(char)
        letters.append(plain)
        places += [at] * len(plain)
    return "".join(letters), places


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


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"


def _named_sections(options: Similarity) -> Iterator[Reference]:
    for i, compared in enumerate(options.sections):
        yield Reference("section", compared.section, ("sections", i, "section"))


SIMILARITY = CheckKind(
    options=Similarity,
    finds="sections that largely repeat last year's; `most` is how many percent may",
    references=_named_sections,
    values=("share", "most", "passages", "count", "heading", "previous"),
    check=similarity,
)
