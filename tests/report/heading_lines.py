"""Lines with headings, and which headings are found in them."""

from __future__ import annotations

from collections.abc import Sequence

from gblint.document import Anchor, Paragraph
from gblint.report.model import Heading

PROSE = "本年度，市政府办公室按照要求推进各项工作，有关情况如下。"


def paragraphs(lines: Sequence[str | Paragraph]) -> tuple[Paragraph, ...]:
    return tuple(
        line if isinstance(line, Paragraph) else Paragraph(line, Anchor(number))
        for number, line in enumerate(lines, 1)
    )


def with_prose(*headings: str) -> list[str]:
    return [line for heading in headings for line in (heading, PROSE)]


def numbers(found: list[Heading]) -> list[int | None]:
    return [heading.number if heading.origin == "section" else None for heading in found]
