"""Zones of a report that rules look into: title, preface, a section, the end, or all of it.

Rules look for their patterns in text made plain (`squeeze`). Who reads the message searches the
document for what it quotes, and finds only what stands there (`as_written`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from gblint.checks.hits import Place
from gblint.checks.places import first_headings, names, preface_anchor
from gblint.document import Paragraph
from gblint.findings import Say
from gblint.pack.model import Pack
from gblint.report.headings.ordinals import split_ordinal
from gblint.report.model import Report, Section
from gblint.text.folding import arabic_years, flatten

_END = 12
"""Paragraphs at the end of the document that are its end."""

Placed = tuple[Paragraph, int | None]
"""A paragraph with the number of the section that it stands in, 0 before the first."""

_PREFACE = 4
"""Paragraphs under the first heading that may be the preface."""

_ORDINAL = 12
"""Characters among which an ordinal and the beginning of what it is of are."""

_NAMES = {
    "title": Say("标题", "the title"),
    "preface": Say("前言", "the preface"),
    "opening": Say("开头", "the opening"),
    "body": Say("正文", "the body"),
    "end": Say("文末", "the end"),
    "report": Say("全文", "the report"),
}


def section_number(zone: str) -> int | None:
    """The number of the section that a zone is, None for another zone."""
    word, _, number = zone.partition(" ")
    return int(number) if word == "section" else None


def zone_name(zone: str, heading: str) -> Say:
    """A zone in words; `heading` is that of its section."""
    return _NAMES.get(zone) or Say(f"“{heading}”", f'"{heading}"')


def paragraphs(report: Report, zone: str) -> list[Placed]:
    """The paragraphs of a zone; of a section that stands twice, those of all its copies.

    The body of a report without sections is all that follows the title.
    """
    number = section_number(zone)
    if number is not None:
        return [(p, number) for s in report.sections if s.number == number for p in s.prose]
    title: list[Placed] = []
    if report.title is not None:
        title = [(Paragraph(report.title.text, report.title.anchor), 0)]
    preface: list[Placed] = [(paragraph, 0) for paragraph in report.preface]
    if zone in ("title", "preface"):
        return title if zone == "title" else preface
    if zone == "opening":
        return [*preface, *_preface_below(report)]
    if zone == "body" and report.sections:
        return [place for section in report.sections for place in _whole(section)]
    body: list[Placed] = [(p, section.number) for section in report.sections for p in section.prose]
    if zone in ("body", "end"):
        return preface if zone == "body" else (body or preface)[-_END:]
    return [*title, *preface, *body]


def _preface_below(report: Report) -> Iterator[Placed]:
    """The first paragraphs under the first heading, up to one with an ordinal of its own."""
    for section in report.sections[:1]:
        for paragraph in section.prose[:_PREFACE]:
            if split_ordinal(paragraph.shown[:_ORDINAL])[0] is not None:
                return
            yield paragraph, section.number


def _whole(section: Section) -> list[Placed]:
    """The heading of a section, then its prose."""
    heading = Paragraph(section.heading.text, section.heading.anchor)
    return [(paragraph, section.number) for paragraph in (heading, *section.prose)]


def zone_heading(report: Report, pack: Pack, zone: str) -> str:
    number = section_number(zone)
    if number is None:
        return ""
    heading = first_headings(report).get(number)
    return heading.text if heading else names(pack).heading(number)


def zone_place(report: Report, zone: str, placed: Sequence[Placed]) -> Place:
    """Where a zone begins: a section at its heading."""
    number = section_number(zone)
    heading = first_headings(report).get(number) if number is not None else None
    if heading is not None:
        return Place(heading.anchor, number, text=heading.text)
    if placed:
        paragraph, section = placed[0]
        return Place(paragraph.anchor, section)
    return Place(preface_anchor(report), 0)


@lru_cache(maxsize=256)
def squeeze(text: str) -> str:
    """Text as the patterns of rules read it: characters made plain, no white space.

    Several rules read the same paragraphs, so that what was made is kept until the next report.
    """
    return "".join(flatten(text).split())


def as_written(text: str, begin: int, end: int) -> str:
    """The passage of a text that its squeezed form has from `begin` to `end`.

    Where characters become others only together (a letter and its accent), so that places cannot
    be told, it is the squeezed form of the passage.
    """
    plain = squeeze(text)
    if plain == text or begin >= end:
        return plain[begin:end]
    places = plain_places(text)
    if len(places) != len(plain):
        return plain[begin:end]
    return text[places[begin] : places[end - 1] + 1]


def find_begin(text: str, begin: int, written: str) -> int:
    """Where a passage that begins at a place of the squeezed form begins in the text as written.

    -1 where that cannot be told.
    """
    plain = squeeze(text)
    places = range(len(text)) if plain == text else plain_places(text)
    if len(places) != len(plain) or begin >= len(places):
        return -1
    return places[begin] if text.startswith(written, places[begin]) else -1


def find_passage(text: str, value: str) -> str:
    """The passage of a text that a value was read from, made plain with its years in digits.

    The value itself where the text does not have it: it may run over several lines.
    """
    if value in text:
        return value
    plain = squeeze(value)
    begin = arabic_years(squeeze(text)).find(plain)
    return value if begin < 0 else as_written(text, begin, begin + len(plain))


def plain_places(text: str) -> list[int]:
    """For each character of the squeezed form of a text the place of the one it comes from."""
    return [at for at, char in enumerate(text) for _ in squeeze(char)]


def quoted(text: str) -> Say:
    """A passage between quotation marks."""
    text = text.strip()
    return Say(f"“{text}”", f'"{text}"')
