"""Words around titles, organs and tables of contents are what the pack says they are."""

from __future__ import annotations

import msgspec

from gblint.checks.kinds import load
from gblint.document import Anchor, Document, Paragraph
from gblint.report import divide_into_sections
from gblint.report.organs import is_sister, tell_organ
from gblint.report.title import find_title
from tests.tools.lint import PACK

_PACK = load(PACK)


def test_the_word_before_a_subject() -> None:
    spec = _PACK.title_line
    assert spec is not None
    text = "有关示例市教育局2023年政府信息公开工作年度报告"
    spec = msgspec.structs.replace(spec, no_organ=(*spec.no_organ, "^有关"))
    told = msgspec.structs.replace(spec, about="有关")
    title, _ = find_title([Paragraph(text, Anchor(1))], told)
    assert title is not None
    assert (title.organ, title.name, title.named) == (
        "示例市教育局",
        "有关……政府信息公开工作年度报告",
        False,
    )
    title, _ = find_title([Paragraph(text, Anchor(1))], spec)
    assert title is None or not title.organ


def test_the_word_between_two_organs() -> None:
    spec = _PACK.facts.organ
    assert spec is not None
    both = "示例市教育局暨示例市科技局"
    told = msgspec.structs.replace(spec, joints=("暨",))
    assert tell_organ("示例市教育局", both, told) == "same"
    assert tell_organ("示例市教育局", both, spec) != "same"


def test_what_stands_before_the_rank_of_a_place() -> None:
    spec = _PACK.facts.organ
    assert spec is not None
    one, other = "示例市石桥街道办事处", "示例市石桥镇人民政府"
    assert not is_sister(one, other, spec)
    assert is_sister(one, other, msgspec.structs.replace(spec, before_rank=""))


def test_what_a_table_of_contents_is_headed_by() -> None:
    lines = ["要目", *_headings(), "前言。", *_headings()]
    document = Document("docx", tuple(Paragraph(text, Anchor(at)) for at, text in enumerate(lines)))
    style = msgspec.structs.replace(_PACK.headings, contents=("要目",))
    told = divide_into_sections(document, msgspec.structs.replace(_PACK, headings=style))
    assert [one.text for one in told.preface] == ["前言。"]
    assert "要目" in [one.text for one in divide_into_sections(document, _PACK).preface]


def _headings() -> list[str]:
    return [f"{'一二三四五六'[at]}、{one.heading}" for at, one in enumerate(_PACK.sections)]
