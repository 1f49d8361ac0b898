"""What one paragraph of the prose states, sentence by sentence."""

from __future__ import annotations

import re

from gblint.document import Paragraph
from gblint.report.organs import Of
from gblint.report.prose.places import FigureCount, Places
from gblint.report.prose.reader import ParagraphReader
from gblint.report.prose.vocabulary import Vocabulary
from gblint.report.stated import Prose

_SENTENCE = re.compile(r"[^。！？!?]{1,2000}(?:[。！？!?]|\Z|(?<=[,;:、]))|[^。！？!?]{1,2000}")
"""A sentence. What goes on for longer is no sentence, and is read in pieces that end at a comma:
within a sentence everything may belong to everything."""


def read_paragraph(
    paragraph: Paragraph,
    section: int | None,
    heading: str,
    *,
    vocabulary: Vocabulary,
    of: Of,
    met: FigureCount,
    topic: str = "",
    places: Places | None = None,
) -> tuple[Prose, str] | None:
    """What a paragraph states, and of what it speaks at its end; None where of other things.

    `heading` is the headings above it, `met` counts on from the paragraphs before, `topic` is
    what these spoke of where it goes on with that. Raises TooMuch.
    """
    places = places or Places(paragraph, section)
    if not vocabulary.speaks(places.plain):
        return None
    reader = ParagraphReader(places, vocabulary, of)
    reader.read_heading(heading, topic)
    for sentence in _SENTENCE.finditer(places.plain):
        text = sentence.group()
        before = reader.state.copy() if vocabulary.may_compare(text) else None
        met.add(reader.read_sentence(sentence.start(), text))
        if before is not None:
            from gblint.report.prose.in_words import read_words  # few sentences need it

            read_words(reader, sentence.start(), text, before)
    read = reader.prose(), reader.state.topic
    reader.close()
    return read
