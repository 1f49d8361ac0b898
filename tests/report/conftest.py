"""The words of the 2021 format, and reports put together from lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from gblint.checks.kinds import load
from gblint.document import Anchor, Document, Paragraph
from gblint.pack.model import Pack
from gblint.report.headings import find_headings
from gblint.report.model import Heading


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load("gbh-2021-30")


def paragraphs(lines: Sequence[str | Paragraph]) -> tuple[Paragraph, ...]:
    return tuple(
        line if isinstance(line, Paragraph) else Paragraph(line, Anchor(number))
        for number, line in enumerate(lines, 1)
    )


@pytest.fixture
def headings(pack: Pack) -> Callable[..., list[Heading]]:
    def found(*lines: str | Paragraph) -> list[Heading]:
        return list(find_headings(paragraphs(lines), pack))

    return found


@pytest.fixture
def document() -> Callable[..., Document]:
    def made(*lines: str | Paragraph) -> Document:
        return Document("text", paragraphs(lines))

    return made
