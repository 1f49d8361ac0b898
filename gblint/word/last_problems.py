"""The problems that last year's report tells, each in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from gblint.pack.model import LastProblems
from gblint.text.patterns import finditer

_MOST = 12
"""Problems that are listed: more are none that a drafter answers one by one."""

_LEAST = 4
"""Characters that a problem has at least."""

_ENDS = "。；;：:，,、！!？? \t\u3000"


class LastProblem(msgspec.Struct, frozen=True):
    """A problem as last year's report has it, and its beginning, which is quoted."""

    text: str
    beginning: str


def find_last_problems(paragraphs: Sequence[str], spec: LastProblems) -> tuple[LastProblem, ...]:
    """The problems in the paragraphs of a section. None where the section tells them otherwise."""
    found: dict[str, None] = {}
    telling = False
    for paragraph in paragraphs:
        for text, tells in _divide(paragraph, spec, telling=telling):
            telling = tells
            if tells:
                found |= dict.fromkeys(_list_items(text, spec))
    return tuple(LastProblem(text, _shorten(text, spec.longest)) for text in list(found)[:_MOST])


def _divide(paragraph: str, spec: LastProblems, *, telling: bool) -> Iterator[tuple[str, bool]]:
    """The parts of a paragraph, each with whether it tells problems."""
    marks = sorted(
        [(match.start(), match.end(), True) for match in finditer(spec.begin, paragraph)]
        + [(match.start(), match.end(), False) for match in finditer(spec.until, paragraph)],
        key=lambda mark: (mark[0], mark[2]),
    )
    at = 0
    for start, end, tells in marks:
        if start < at:
            continue
        yield paragraph[at:start], telling
        telling, at = tells, end
    yield paragraph[at:], telling


def _list_items(text: str, spec: LastProblems) -> Iterator[str]:
    """The items of a text that tells problems; where nothing counts them, its sentences."""
    begins = [(match.start(), match.end()) for match in finditer(spec.item, text)]
    ends = [start for start, _ in begins[1:]] + [len(text)]
    counted = [text[begin:end] for (_, begin), end in zip(begins, ends, strict=bool(begins))]
    for pieces in (counted, re.split("[。；;]", text)):
        items = [piece.strip(_ENDS) for piece in pieces]
        if items := [item for item in items if len(item) >= _LEAST]:
            yield from items
            return


def _shorten(text: str, longest: int) -> str:
    """The beginning of a problem, without marks that would pair with those around it."""
    plain = re.sub(r"[（(][^（）()]*[）)]|[“”‘’\"「」『』《》〈〉【】\[\]{}（）()]", "", text)
    first = re.split("[。；;！!]", plain)[0].strip(_ENDS)
    if len(first) <= longest:
        return first
    cut = max(first.rfind(mark, 0, longest) for mark in "，,、：:")
    return first[: cut if cut >= longest // 2 else longest].strip(_ENDS) + "……"
