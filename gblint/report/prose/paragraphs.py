"""The prose of a report, paragraph by paragraph: one that fails costs no other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from gblint.document import Paragraph
from gblint.pack.model import Pack
from gblint.report.model import Section, Setbacks
from gblint.report.prose.place import FigureCount
from gblint.report.prose.reader import read_paragraph
from gblint.report.prose.scope import Of
from gblint.report.prose.vocabulary import vocabulary
from gblint.report.stated import Comparison, Prose, Reading, Stated, StatedShare

_HEADING = 24
"""Characters of a paragraph that may head those after it."""

_HEADED = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、是]")
"""A paragraph that begins something else: （三）政府信息管理。"""

_AROUND = 40
"""Characters of a paragraph by which it is told."""


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
        if met.full:
            break
    return Prose(tuple(stated), tuple(shares), tuple(changes), tuple(readings), tuple(maybe))


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
