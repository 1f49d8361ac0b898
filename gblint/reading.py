"""What of a report goes along with its findings, for outputs that show it or list its figures, and
all that was read, as plain data for `gblint extract`.

For outputs that show it, it is the blocks as they were read, and which are headings of what; they
may be passed on as findings are, so that personal data are masked as in them. For those that list
reports it is a plain table of what a report states.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from gblint.checks.facts import find_deadline
from gblint.checks.hits import make_say
from gblint.checks.personal import Mask, make_mask
from gblint.checks.places import names
from gblint.document import Block, Paragraph
from gblint.findings import Say
from gblint.pack.model import FactSpecs, Pack, list_cells, per_pack
from gblint.report.model import Facts, Mention, Number, Report, Section, TableReading
from gblint.report.organs import divide_name
from gblint.results import FigureColumn, FigureColumns, Reading, Stated
from gblint.text import fold


def build_reading(report: Report, pack: Pack) -> Reading:
    """The reading of a report; of a document that is none, the document without headings."""
    mask = make_mask(report, pack)
    blocks = report.document.blocks
    places = {one.anchor: at for at, one in enumerate(blocks) if isinstance(one, Paragraph)}
    sections: dict[int, int | None] = {}
    run_in: dict[int, int] = {}
    title = report.title
    if title is not None and not title.in_head and title.anchor in places:
        sections[places[title.anchor]] = 0
    for heading in report.headings:
        # one that stands in a table, or is a line of a longer paragraph, is shown as it stands
        at = places.get(heading.anchor)
        if at is None:
            continue
        sections[at] = heading.number if heading.origin == "section" else None
        if heading.rest:
            run_in[at] = len(mask.mask_text(heading.rest))
    return Reading(tuple(_mask_block(block, mask) for block in blocks), sections, run_in)


def _mask_block(block: Block, mask: Mask) -> Block:
    if isinstance(block, Paragraph):
        text = mask.mask_text(block.text)
        return block if text == block.text else msgspec.structs.replace(block, text=text)
    texts = [mask.mask_text(cell.text) for cell in block.cells]
    if all(text == cell.text for text, cell in zip(texts, block.cells, strict=True)):
        return block
    cells = tuple(
        msgspec.structs.replace(cell, text=text)
        for text, cell in zip(texts, block.cells, strict=True)
    )
    return msgspec.structs.replace(block, cells=cells)


_NEEDED = frozenset({"table", "period"})
"""What other reports are compared with."""


def build_stated(report: Report, pack: Pack) -> Stated:
    """What a report states of itself and in its tables.

    A figure is None where its row, its column or its table is not there, or it cannot be read; a
    cell that is left blank counts as 0, as in the checks. Raises PatternTimeout.
    """
    spec = pack.facts
    published = report.facts.published
    level, last = find_deadline(report.level, report.year, spec)
    late = (date.fromisoformat(published.value) - last).days if published and last else 0
    places = find_places(report.organ, spec)
    lacking = next((one for one in report.setbacks if one.what in _NEEDED), None)
    return Stated(
        recognised=report.recognised,
        place="".join(places),
        place_alone=places[-1] if places else "",
        level=level if report.level else Say(""),
        published=published.value if published is not None else "",
        late=max(0, late),
        figures=_list_figures(report, pack),
        lacking=None if lacking is None else lacking.stopped.reason,
    )


def find_places(organ: str, spec: FactSpecs) -> list[str]:
    """The city and county of an organ, as its name begins: 示例市, 清河区 of a township's there."""
    if not organ or spec.organ is None or not spec.organ.place:
        return []
    places = divide_name(fold(organ), spec.organ.place).places
    lowest = spec.organ.ranks[0] if spec.organ.ranks else ""
    return [one for one in places if len(places) == 1 or one[-1] not in lowest]


def _list_figures(report: Report, pack: Pack) -> dict[str, Number | None]:
    figures: dict[str, Number | None] = {}
    for table in pack.tables:
        reading = report.tables.get(table.key)
        for cell in list_cells(table):
            key = ".".join(cell)
            figures[key] = None
            # the table has several rows as one: of which its figure is cannot be told
            if reading is None or cell[1] in reading.collapsed:
                continue
            read = reading.cells.get((cell[1], cell[2]))
            figures[key] = None if read is None else read.counted
    return figures


@per_pack
def list_columns(pack: Pack) -> FigureColumns:
    """The figures of a pack's tables in words, and its key figures."""
    known = names(pack)
    cells = [cell for table in pack.tables for cell in list_cells(table)]
    there = {".".join(cell) for cell in cells}
    return FigureColumns(
        pack.id,
        make_say(pack.title),
        tuple(
            FigureColumn(
                ".".join(cell),
                known.table(cell[0]),
                known.row(cell[0], cell[1]),
                known.column(cell[0], cell[2]),
                amount=known.kind(*cell) == "amount",
            )
            for cell in cells
        ),
        tuple(
            (make_say(one.name), one.cells)
            for one in pack.key_figures
            if there.issuperset(one.cells)
        ),
    )


# all that was read, as data


def extract(report: Report) -> dict[str, Any]:
    """The report as JSON data.

    `tables.<table>.<row>.<column>` is `{"value": number or null, "text": as written}` for
    every cell of the pack's tables that was found; `readings` says how each heading and label
    was recognised, and how surely (0 to 1). What gblint failed to read, which is not the same as
    absent, is in `setbacks`.
    """
    title = report.title
    return {
        "format": report.document.format,
        **_pick(report, "pack", "recognised"),
        "title": title and {"text": title.text, "line": title.anchor.line},
        **_pick(report, "organ", "year", "level"),
        "preface": {
            "text": "\n".join(p.shown for p in report.preface),
            **_extract_facts(report.facts),
        },
        "sections": [_extract_section(section) for section in report.sections],
        "stated": [
            {
                **_pick(stated, "quantity", "value", "means", "scope", "confidence"),
                "text": stated.read,
                "section": stated.section,
                "line": stated.anchor.line,
                "column": stated.anchor.column,
            }
            for stated in report.prose.stated
        ],
        "figures": [
            {
                "text": figure.read,
                "quantity": figure.quantity or None,
                "why": {"zh": figure.why.zh, "en": figure.why.in_lang("en")},
                "section": figure.section,
                "line": figure.anchor.line,
                "column": figure.anchor.column,
            }
            for figure in report.prose.readings
        ],
        "tables": {key: _extract_cells(reading) for key, reading in report.tables.items()},
        "readings": {key: _extract_labels(reading) for key, reading in report.tables.items()},
        "setbacks": [
            {
                "what": one.what,
                "table": one.key or None,
                "line": one.anchor.line if one.anchor else None,
                "reason": {"zh": one.stopped.reason.zh, "en": one.stopped.reason.en},
            }
            for one in report.setbacks
        ],
        "notes": [{"zh": zh, "en": en} for zh, en in report.document.notes],
    }


def _pick(item: object, *names: str) -> dict[str, Any]:
    """Some of what an item has, under the same names; None for an empty text."""
    values = {name: getattr(item, name) for name in names}
    return {name: None if value == "" else _write_figure(value) for name, value in values.items()}


def _write_figure(value: Any) -> Any:
    """A figure as JSON has it; anything else as it is."""
    return float(value) if isinstance(value, Decimal) else value


def _extract_facts(facts: Facts) -> dict[str, Any]:
    period, contact = facts.period, facts.contact
    return {
        "period": period
        and {
            "year": period.year,
            "start": period.start.isoformat() if period.start else None,
            "end": period.end.isoformat() if period.end else None,
            "line": period.found.anchor.line,
            "text": period.found.text,
        },
        "contact": {
            part: [_extract_mention(found) for found in getattr(contact, part)]
            for part in ("phones", "addresses", "posts", "mails")
        },
        "published": facts.published and _extract_mention(facts.published),
    }


def _extract_mention(found: Mention) -> dict[str, Any]:
    return {"value": found.value, "section": found.section, "line": found.anchor.line}


def _extract_section(section: Section) -> dict[str, Any]:
    heading = section.heading
    return {
        "number": section.number,
        "heading": heading.text,
        "name": heading.name,
        "ordinal": heading.ordinal.text if heading.ordinal else None,
        **_pick(heading, "origin", "obsolete", "wording", "confidence"),
        "line": heading.anchor.line,
        "text": "\n".join(paragraph.shown for paragraph in section.prose),
    }


def _extract_cells(reading: TableReading) -> dict[str, dict[str, Any]]:
    """The cells by row and column, in the order in which they stand."""
    rows: dict[str, dict[str, Any]] = {}
    for (row, column), cell in reading.cells.items():
        rows.setdefault(row, {})[column] = {"value": _write_figure(cell.value), "text": cell.text}
    return rows


def _extract_labels(reading: TableReading) -> dict[str, Any]:
    parts = "kind", "key", "block", "text", "exact", "confidence"
    return {
        "line": reading.anchor.line,
        **_pick(reading, "section", "confidence"),
        "labels": [_pick(label, *parts) for label in reading.labels],
        "unknown": [
            {"kind": other.kind, "text": other.text, "obsolete": other.obsolete}
            for other in reading.others  # a table that is there twice has no text
        ],
        "missing": [_pick(missing, "kind", "key", "block") for missing in reading.missing],
    }
