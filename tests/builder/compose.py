"""From a plan to the paragraphs and grids of a document, in order."""

from __future__ import annotations

from dataclasses import replace

from tests.builder.boxes import Grid
from tests.builder.form_labels import SECTIONS, TABLE_OF_SECTION
from tests.builder.grids import grids
from tests.builder.handwriting import Hand
from tests.builder.page_ends import PAGE_NUMBER
from tests.builder.relaid import relaid
from tests.builder.report_plan import Para, ReportPlan, SectionPlan, Writing

Item = Para | Grid

_NUMBERS = {key: number for number, key in enumerate(TABLE_OF_SECTION.values(), start=1)}
_NAMES = {key: SECTIONS[section - 1] for section, key in TABLE_OF_SECTION.items()}


def compose(plan: ReportPlan, writing: Writing | None = None) -> list[Item]:
    """The whole document as paragraphs and grids."""
    writing = writing or Writing()
    hand = Hand(writing)
    items: list[Item] = [Para(hand.words(line), "title") for line in plan.title]
    if writing.contents == "typed":
        items.append(Para("目  录", "caption"))
    if writing.contents != "none":
        items += _contents(plan)
    items += [Para(hand.words(text)) for text in plan.preface]
    for section in plan.sections:
        ordinal = hand.words(section.ordinal)
        items.append(Para(hand.heading(section.heading), "heading", ordinal))
        items += [replace(para, text=hand.words(para.text)) for para in section.prose]
        if section.table:
            items += _table(plan, section, writing=writing, hand=hand)
    items += [Para(hand.words(text)) for text in plan.ending]
    return items


def _contents(plan: ReportPlan) -> list[Item]:
    return [
        Para(f"{section.ordinal}{section.heading}\t{page}", "contents")
        for page, section in enumerate(plan.sections, start=1)
    ]


def _table(plan: ReportPlan, section: SectionPlan, *, writing: Writing, hand: Hand) -> list[Item]:
    name = _NAMES[section.table]
    captions = {
        "plain": name,
        "numbered": f"表{_NUMBERS[section.table]}　{name}",
        "titled": f"{name}统计表",
    }
    items: list[Item] = []
    if writing.caption in captions:
        items.append(Para(captions[writing.caption], "caption"))
    parts = grids(plan, section.table, name=name, writing=writing, hand=hand)
    if writing.relaid is not None:
        return items + relaid(plan, section.table, parts, writing.relaid)
    for index, grid in enumerate(parts):
        if index:
            items.append(Para(PAGE_NUMBER if section.table == "applications" else ""))
        items.append(grid)
    return items
