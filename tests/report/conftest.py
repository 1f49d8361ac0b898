"""The words of the 2021 format, and reports put together from lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gblint.document import Document, Paragraph
from gblint.pack.model import Pack
from gblint.report.headings import find_headings
from gblint.report.model import Heading
from tests.report.heading_lines import paragraphs


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
