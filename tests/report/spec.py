"""The fact patterns of the 2021 pack, run on reports of a few lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec
import yaml

from gblint.attempts import Setbacks
from gblint.document import Anchor, Document, Paragraph
from gblint.pack.model import FactSpecs
from gblint.report.facts import find_facts
from gblint.report.model import Facts, Heading, Mention, Section, Title
from tests.tools.repository import ROOT

_FILE = ROOT / "rules" / "gbh-2021-30" / "facts.yaml"
SPEC = msgspec.convert(yaml.safe_load(_FILE.read_text("utf-8"))["facts"], FactSpecs)
TITLE = Title("示例市2023年政府信息公开工作年度报告", Anchor(1), "示例市", 2023)


def paragraphs(texts: Sequence[str], start: int) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text, Anchor(start + i)) for i, text in enumerate(texts))


def section(number: int | None, texts: Sequence[str], start: int) -> Section:
    heading = Heading(
        "节", "节", None, Anchor(start - 1), 0, "section" if number else "foreign", number
    )
    prose = paragraphs(texts, start)
    return Section(heading, prose, prose)


def facts(
    *preface: str,
    sections: Mapping[int, Sequence[str]] | None = None,
    title: Title | None = TITLE,
    published: date | None = None,
    spec: FactSpecs = SPEC,
    setbacks: Setbacks | None = None,
) -> Facts:
    parts = [section(number, texts, 100 * number) for number, texts in (sections or {}).items()]
    document = Document("docx", (), published=published)
    return find_facts(paragraphs(preface, 2), parts, title, document, spec, setbacks or Setbacks())


def values(found: Sequence[Mention]) -> list[str]:
    return [item.value for item in found]
