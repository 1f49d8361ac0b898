"""Organs that a report names as its own: preface, contact and signature against the title."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from collections.abc import Iterator, Sequence

import msgspec

from gblint.checks.hits import CheckKind, Hit, Place, options
from gblint.checks.zones import Placed, paragraphs, squeeze
from gblint.pack import Options, Pattern, Zone
from gblint.pack.model import OrganSpec, Pack, Rule
from gblint.report.model import Report
from gblint.report.organs import is_sister, tell_organ
from gblint.text import patterns
from gblint.text.folding import fold
from gblint.text.sentences import split_sentences


class OrganForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a report names its own organ: a pattern with a group `organ`, in a zone.

    The pattern is looked for in paragraphs without white space. With `sister`, as where others may
    be named as well, only an organ of another place of the same rank counts: 黑石乡 for 白石乡.
    """

    pattern: Pattern
    zone: Zone
    sister: bool = False


class OrganDiffers(Options, frozen=True, tag="organ-differs"):
    """The organs that a report names as its own are the title's (GB412), as far as can be told."""

    forms: tuple[OrganForm, ...]


_LONGEST = 2000
"""Characters of a paragraph in which an organ may be named as the report's own."""


def organ_differs(report: Report, rule: Rule, pack: Pack) -> Iterator[Hit]:
    """One hit for each organ that surely is another than the title's, at its first place.

    The organ's short names, its office, its government and what is above it are no other.
    """
    if not report.organ:
        return
    own = fold(report.organ)
    known: set[str] = set()
    for written, sister, (paragraph, section) in _find_named(report, rule):
        name = fold(written)
        if name == own or any(name.startswith(one) or one.startswith(name) for one in known):
            continue  # told already, with or without its office
        known.add(name)
        tell = is_sister if sister else _is_other
        if tell(written, report.organ, pack.facts.organ):
            text = _sentence(paragraph.shown, written)
            yield Hit(
                Place(paragraph.anchor, section, text=text),
                {"text": written, "organ": report.organ},
            )


def _is_other(written: str, organ: str, spec: OrganSpec | None) -> bool:
    return tell_organ(written, organ, spec) == "other"


def _find_named(report: Report, rule: Rule) -> Iterator[tuple[str, bool, Placed]]:
    """The organs named where a report names its own, in the order of the rule's forms.

    With whether only those of a place of the same rank count there.
    """
    read: dict[str, list[tuple[str, Placed]]] = {}
    for form in options(rule, OrganDiffers).forms:
        if form.zone not in read:
            read[form.zone] = _read_zone(paragraphs(report, form.zone))
        for text, placed in read[form.zone]:
            for match in patterns.finditer(form.pattern, text):
                yield match["organ"], form.sister, placed


def _read_zone(zone: Sequence[Placed]) -> list[tuple[str, Placed]]:
    """The paragraphs in which an organ may be named, each after its text as patterns see it."""
    read = [(squeeze(placed[0].shown), placed) for placed in zone]
    return [(text, placed) for text, placed in read if 0 < len(text) <= _LONGEST]


def _sentence(text: str, written: str) -> str:
    """The sentence of a paragraph that names the organ, as written."""
    sentences = [one.strip() for one in split_sentences(text)]
    return next((one for one in sentences if written in squeeze(one)), text.strip())


ORGAN_DIFFERS = CheckKind(
    options=OrganDiffers,
    finds=(
        "an organ named as the report's own that surely is another than the title's; "
        "`pattern` has a group `organ`, with `sister` only an organ of another place of the same "
        "rank"
    ),
    values=("text", "organ"),
    check=organ_differs,
)
