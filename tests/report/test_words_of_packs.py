"""Words around titles, organs and tables of contents are what the pack says they are."""

from __future__ import annotations

import ast

import msgspec

from gblint.attempts import Setbacks
from gblint.checks import load
from gblint.document import Anchor, Document, Paragraph
from gblint.pack.prose_model import LinkWords, NameWords
from gblint.report import divide_into_sections
from gblint.report.organs import ReportOwner, is_sister, tell_organ
from gblint.report.prose import read_prose
from gblint.report.prose.subject import names_organ
from gblint.report.prose.vocabulary import Signs
from gblint.report.title import find_title
from tests.project.house import nodes, sources
from tests.report.spec import section
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


def test_what_parts_a_list() -> None:
    text = "收到申请12件，予以公开{}不予公开分别为7件、5件。"
    every = {"received": 12, "granted": 7, "denied": 5}
    assert _stated(text.format("和")) == every
    assert _stated(text.format("暨")) == {"received": 12}
    links = msgspec.structs.replace(_PACK.prose.links, joining=("暨",))
    assert _stated(text.format("暨"), links) == every
    assert _stated(text.format("和"), links) == {"received": 12}


def test_without_a_word_that_parts_a_list_nothing_is_guessed() -> None:
    text = "我局收到申请12件，公开7件和不予公开5件。"
    assert _stated(text) == {"received": 12, "granted": 7, "denied": 5}
    assert not _stated(text, LinkWords())


def test_what_a_kind_of_organ_is_called() -> None:
    names = _PACK.prose.names
    assert names_organ("市卫健委", "示例市卫生健康委员会", names)
    assert not names_organ("市卫健会", "示例市卫生健康委员会", names)
    more = msgspec.structs.replace(names, kinds=(("委员会", "委", "会"),))
    assert names_organ("市卫健会", "示例市卫生健康委员会", more)
    assert not names_organ("市卫健委", "示例市卫生健康委员会", NameWords())


def test_signs_that_code_asks_for_are_those_that_packs_give() -> None:
    """A sign is a string in code: one that is misspelt would never be there."""
    words = _PACK.prose.links, _PACK.prose.signs
    texts = {word for lists in words for one in _lists(lists) for word in one}
    texts |= {
        "、",
        ",",
        "申请量",
        "七成以上",
        "加上年结转",
        "转来",
        "转至",
        "要求公开",
        "后为",
        "政府",
    }
    signs = Signs(_PACK.prose)
    given = {sign for text in texts for sign in signs[text]}
    asked = {
        node.left.value
        for source in sources().values()
        for node in (nodes(source) if ".signs" in source else ())
        if isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Constant)
        and ast.unparse(node.comparators[0]).endswith(".signs")
    }
    assert len(asked) > 20
    assert asked <= given


def _lists(words: msgspec.Struct) -> list[tuple[str, ...]]:
    return [getattr(words, field) for field in words.__struct_fields__]


def _stated(text: str, links: LinkWords = _PACK.prose.links) -> dict[str, object]:
    """What a paragraph of the third section states, read by a pack with these links."""
    prose = msgspec.structs.replace(_PACK.prose, links=links)
    pack = msgspec.structs.replace(_PACK, prose=prose)
    of = ReportOwner("示例市教育局", 2023, "department")
    read = read_prose((), [section(3, [text], 1)], pack, of, Setbacks())
    return {one.quantity: one.value for one in read.stated}
