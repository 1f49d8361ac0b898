"""The prose of a report, paragraph by paragraph: one that fails costs no other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from gblint.document import Paragraph
from gblint.pack.model import Pack
from gblint.report.model import Section, Setbacks
from gblint.report.prose.reader import ParagraphReader
from gblint.report.prose.record import FigureCount, Places
from gblint.report.prose.scope import Of
from gblint.report.prose.vocabulary import Vocabulary, vocabulary
from gblint.report.stated import Comparison, Prose, Reading, Stated, StatedShare

_HEADING = 24
"""Characters of a paragraph that may head those after it."""

_HEADED = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、是]")
"""A paragraph that begins something else: （三）政府信息管理。"""

_AROUND = 40
"""Characters of a paragraph by which it is told."""

_SENTENCE = re.compile(r"[^。！？!?]{1,2000}(?:[。！？!?]|\Z|(?<=[,;:、]))|[^。！？!?]{1,2000}")
"""A sentence. What goes on for longer is no sentence, and is read in pieces that end at a comma:
within a sentence everything may belong to everything."""


def read_prose(
    preface: Sequence[Paragraph],
    sections: Sequence[Section],
    pack: Pack,
    of: Of,
    setbacks: Setbacks,
) -> Prose:
    """What preface and sections state, but for paragraphs that fail."""
    stated: list[Stated] = []
    shares: list[StatedShare] = []
    changes: list[Comparison] = []
    readings: list[Reading] = []
    maybe: list[tuple[Stated, ...]] = []
    unread: list[Stated] = []
    if not pack.prose.about:
        return Prose()
    words, met = vocabulary(pack), FigureCount()
    topic, before = "", None
    for paragraph, section, heading in _headed(preface, sections):
        if section != before or _HEADED.match(paragraph.shown.strip()):
            topic, before = "", section
        read = setbacks.read(
            "paragraph",
            partial(
                read_paragraph,
                paragraph,
                section,
                heading,
                vocabulary=words,
                of=of,
                met=met,
                topic=topic,
            ),
            anchor=paragraph.anchor,
            section=section,
            text=paragraph.shown[:_AROUND],
        )
        if read is not None:
            found, topic = read
            stated += found.stated
            shares += found.shares
            changes += found.changes
            readings += found.readings
            maybe += found.maybe
            unread += found.unread
        if met.full:
            break
    runs = tuple(maybe)
    return Prose(tuple(stated), tuple(shares), tuple(changes), tuple(readings), runs, tuple(unread))


def _headed(
    preface: Iterable[Paragraph], sections: Iterable[Section]
) -> Iterator[tuple[Paragraph, int | None, str]]:
    """Paragraphs with their section and the headings above them."""
    for paragraph in preface:
        yield paragraph, 0, ""
    for section in sections:
        above = ""
        for paragraph in section.prose:
            yield paragraph, section.number, f"{section.heading.name}\n{above}\n"
            short = len(paragraph.text) <= _HEADING and not paragraph.text.endswith("。")
            above = paragraph.text if short else ""


def read_paragraph(
    paragraph: Paragraph,
    section: int | None,
    heading: str,
    *,
    vocabulary: Vocabulary,
    of: Of,
    met: FigureCount,
    topic: str = "",
) -> tuple[Prose, str] | None:
    """What a paragraph states, and of what it speaks at its end; None where of other things.

    `heading` is the headings above it, `met` counts on from the paragraphs before, `topic` is
    what these spoke of where it goes on with that. Raises TooMuch.
    """
    places = Places(paragraph, section)
    if not vocabulary.speaks(places.plain):
        return None
    reader = ParagraphReader(places, vocabulary, of)
    reader.read_heading(heading, topic)
    for sentence in _SENTENCE.finditer(places.plain):
        met.add(reader.read_sentence(sentence.start(), sentence.group()))
    read = reader.prose(), reader.topic
    reader.close()
    return read
