"""A place in words: `三、收到和处理政府信息公开申请情况 › 表2 › 行“（七）总计” › 列“自然人”`."""

from __future__ import annotations

from gblint.checks.hits import Place
from gblint.checks.names import Names, names_of
from gblint.checks.sections import first_headings
from gblint.document import Anchor
from gblint.findings import Location, Say
from gblint.pack.model import Pack
from gblint.report.model import Report

_STEP = " › "
_LONGEST = 24
"""Characters of the text around that stand for a place which has no other name."""


def locate(report: Report, pack: Pack, place: Place) -> Location:
    """The location of a finding, with its words."""
    return Location(
        section=place.section,
        table=place.table,
        row=place.row,
        column=place.column,
        line=place.anchor.line,
        column_offset=place.anchor.column,
        page=place.anchor.page,
        box=place.anchor.box,
        cell=place.anchor.cell,
        text=place.text,
        where=place.where or _where(report, names_of(report, pack), place),
    )


def first_anchor(report: Report) -> Anchor:
    """Where the document begins."""
    blocks = report.document.blocks
    return blocks[0].anchor if blocks else Anchor(1)


def preface_anchor(report: Report) -> Anchor:
    """Where the preface begins, or should."""
    if report.preface:
        return report.preface[0].anchor
    return report.title.anchor if report.title is not None else first_anchor(report)


def _where(report: Report, known: Names, place: Place) -> Say:
    steps = [] if place.section is None else [_section(report, known, place)]
    if place.table is not None:
        steps += _inside(known, place.table, place)
    if not steps:
        steps = [_text(place.text)]
    return Say(
        _STEP.join(step.zh for step in steps), _STEP.join(step.in_lang("en") for step in steps)
    )


def _section(report: Report, known: Names, place: Place) -> Say:
    """A section by its heading as read, else as the format has it."""
    number = place.section or 0
    if number == 0:
        title = report.title
        if title is not None and title.anchor == place.anchor:
            return Say("标题", "Title")
        return Say("前言", "Preface")
    read = first_headings(report).get(number)
    heading = known.ordinal(number) + known.heading(number)
    spec = known.sections.get(number)
    name = f" ({spec.en})" if spec and spec.en else ""
    return Say(read.text if read else heading, f"Section {number}{name}")


def _inside(known: Names, table: str, place: Place) -> list[Say]:
    steps = [known.table(table)]
    row = None if place.row is None else known.row(table, place.row)
    column = None if place.column is None else known.column(table, place.column)
    across = known.across(table)
    if row is not None:
        steps.append(_quoted("" if across else "行", "" if across else "row ", row))
    if column is not None:
        steps.append(_quoted("" if across else "列", "" if across else "column ", column))
    return steps


def _quoted(zh: str, en: str, label: Say) -> Say:
    return Say(f"{zh}“{label.zh}”", f'{en}"{label.in_lang("en")}"')


def _text(text: str) -> Say:
    text = " ".join(text.split())
    if not text:
        return Say("全文", "Whole document")
    return Say("“" + (text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…") + "”")
