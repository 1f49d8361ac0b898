"""The prose of a report, paragraph by paragraph: one that fails costs no other.

One sentence, from text to meaning: 全年收到申请12件，其中企业5件；均已办结。

1. `amounts` tells whether a paragraph states anything, and puts a sign for each figure.
2. `paragraphs` takes the sentences, and what they say as a whole (`sentences`).
3. `vocabulary` cuts a sentence into words (`Token`): 收到 is `arriving`, 企业 a `column`.
4. `clauses` cuts these at stops, and a clause into a `Chunk` for each figure, with its words: 全年
   收到申请 are those of 12件, 其中企业 of 5件. Those of a list (分别为5件和3件) are shared out.
5. `reader` asks `meaning` for each figure what it was taken for (`Interpretation`): 12件 for what
   came in, by `applications`; tables 1 and 3 have `other_tables`. 5件 names no row, only who
   applied. Which row that is of the paragraph has told: 其中 has made the 12 its `base`, in the
   `ParagraphState` (`model`), from which each figure goes on and which it leaves changed.
6. `subject` and `parts` tell whose a figure is, of which part, and whether it is of other things.
7. `comparisons` and `percentages` read figures that stand in another way (比上年多3件, 占25%).
8. A clause without a figure may claim something (`claims`): 均已办结 does of all (`of_all`), 未收到
   that there was none (`denials`).
9. `record` keeps what is read, with its place.

A function `see_…` changes the state and gives nothing; `take_…` and `read_…` give what was read;
what was taken down and is of something else after all is doubted (`Record.doubt_…`).

What sentences compare in words is read last, and only where they do (`in_words` and `turns`, upon
`named`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import chain
from typing import Any, cast

from gblint.attempts import Setbacks
from gblint.document import Paragraph
from gblint.pack.model import Pack
from gblint.report.model import Prose, Section
from gblint.report.organs import ReportOwner
from gblint.report.prose.amounts import FigureCount, PlainParagraph, make_first_look
from gblint.text.numerals import begins_item

_HEADING = 24
"""Characters of a paragraph that may head those after it."""

_AROUND = 40
"""Characters of a paragraph by which it is told."""


def read_prose(
    preface: Sequence[Paragraph],
    sections: Sequence[Section],
    pack: Pack,
    owner: ReportOwner,
    setbacks: Setbacks,
) -> Prose:
    """What preface and sections state, but for paragraphs that fail.

    Nothing without tables: then no quantity has a figure that prose could state. Nothing either
    by a pack that does not say what parts a list: of which of two things a figure is between them
    would be a guess.
    """
    words = pack.prose
    if not words.about or not words.links.joining or not pack.tables:
        return Prose()
    reader, before = _Reader(pack, owner, setbacks), None
    look = make_first_look(pack)
    for paragraph in _list_paragraphs(preface, sections):
        if paragraph.section != before or begins_item(paragraph.shown.strip()):
            # it begins something else (（三）政府信息管理。): what was spoken of is over
            reader.topic, before = "", paragraph.section
            reader.waiting.clear()
        if not look.is_about_tables(paragraph.plain):
            continue
        if look.says_nothing(paragraph.plain):
            reader.waiting.append(paragraph)
        else:
            reader.read(paragraph)
        if reader.met.full:
            break
    return reader.gather()


class _Reader:
    """Reads paragraphs one after another. Of those that state nothing only the topic matters, and
    only to one that goes on from them: till then they wait.
    """

    def __init__(self, pack: Pack, owner: ReportOwner, setbacks: Setbacks) -> None:
        self._pack, self.met, self.topic = pack, FigureCount(), ""
        self.waiting: list[PlainParagraph] = []
        self._owner, self._setbacks = owner, setbacks
        self._found: list[Prose] = []

    def read(self, paragraph: PlainParagraph) -> None:
        """Read a paragraph, after those that wait."""
        # the largest part of gblint: a new report, in which no figure stands yet, does without it
        from gblint.report.prose.paragraphs import read_paragraph
        from gblint.report.prose.vocabulary import make_vocabulary

        words = make_vocabulary(self._pack)
        for one in (*self.waiting, paragraph):
            read = self._setbacks.read(
                "paragraph",
                partial(read_paragraph, one, words, self._owner, self.met, self.topic),
                anchor=one.anchor,
                section=one.section,
                text=one.shown[:_AROUND],
            )
            if read is not None:
                found, self.topic = read
                self._found.append(found)
        self.waiting.clear()

    def gather(self) -> Prose:
        """What all of them state."""
        found = [one for one in self._found if one.readings or one.changes or one.orders]
        fields = Prose.__struct_fields__
        return Prose(*(tuple(chain(*(getattr(one, field) for one in found))) for field in fields))


def _list_paragraphs(
    preface: Iterable[Paragraph], sections: Iterable[Section]
) -> Iterator[PlainParagraph]:
    for paragraph in preface:
        yield PlainParagraph(paragraph, 0)
    for section in sections:
        above = ""
        for paragraph in section.prose:
            heading = f"{section.heading.name}\n{above}\n"
            yield PlainParagraph(paragraph, section.number, heading)
            short = len(paragraph.text) <= _HEADING and not paragraph.text.endswith("。")
            above = paragraph.text if short else ""


class _Deferred:
    """Looks like what `read` gives, and reads it once, at the first look."""

    def __init__(self, read: Callable[[], Prose]) -> None:
        self._read = read

    @cached_property
    def _prose(self) -> Prose:
        return self._read()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._prose, name)


def defer(read: Callable[[], Prose]) -> Prose:
    """The prose that `read` gives, which is not called before a part of it is wanted."""
    return cast("Prose", _Deferred(read))
