"""What was read, as plain data for `gblint extract`: with it, a reader can check the reading."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gblint.report.model import (
    Contact,
    Facts,
    Mention,
    Report,
    Section,
    Setback,
    Title,
)
from gblint.report.stated import Number, Reading, Stated


def extract(report: Report) -> dict[str, Any]:
    """The report as JSON data.

    `tables.<table>.<row>.<column>` is `{"value": number or null, "text": as written}` for
    every cell of the pack's tables that was found; `readings` says how each heading and label
    was recognised, and how surely (0 to 1).
    """
    return {
        "format": report.document.format,
        "pack": report.pack,
        "recognised": report.recognised,
        "title": _title(report.title),
        "organ": report.organ or None,
        "year": report.year,
        "level": report.level or None,
        "preface": {
            "text": "\n".join(p.shown for p in report.preface),
            **_facts(report.facts),
        },
        "sections": [_section(section) for section in report.sections],
        "stated": [_write_stated(stated) for stated in report.prose.stated],
        "figures": [_reading(reading) for reading in report.prose.readings],
        "tables": {key: _cells(report, key) for key in report.tables},
        "readings": {key: _labels(report, key) for key in report.tables},
        "setbacks": [_setback(one) for one in report.setbacks],
        "notes": [{"zh": zh, "en": en} for zh, en in report.document.notes],
    }


def _setback(setback: Setback) -> dict[str, Any]:
    """What gblint failed to read, which is not the same as absent."""
    reason = setback.stopped.reason
    return {
        "what": setback.what,
        "table": setback.key or None,
        "line": setback.anchor.line if setback.anchor else None,
        "reason": {"zh": reason.zh, "en": reason.en},
    }


def plain(value: Number | None) -> int | float | None:
    """A figure as JSON has it."""
    return float(value) if isinstance(value, Decimal) else value


def _title(title: Title | None) -> dict[str, Any] | None:
    if title is None:
        return None
    return {"text": title.text, "line": title.anchor.line}


def _write_found(found: Mention) -> dict[str, Any]:
    return {"value": found.value, "section": found.section, "line": found.anchor.line}


def _facts(facts: Facts) -> dict[str, Any]:
    period = facts.period
    return {
        "period": period
        and {
            "year": period.year,
            "start": period.start.isoformat() if period.start else None,
            "end": period.end.isoformat() if period.end else None,
            "line": period.found.anchor.line,
            "text": period.found.text,
        },
        "contact": _contact(facts.contact),
        "published": _write_found(facts.published) if facts.published else None,
    }


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "phones": [_write_found(found) for found in contact.phones],
        "addresses": [_write_found(found) for found in contact.addresses],
        "posts": [_write_found(found) for found in contact.posts],
        "mails": [_write_found(found) for found in contact.mails],
    }


def _section(section: Section) -> dict[str, Any]:
    heading = section.heading
    return {
        "number": section.number,
        "heading": heading.text,
        "name": heading.name,
        "ordinal": heading.ordinal.text if heading.ordinal else None,
        "origin": heading.origin,
        "obsolete": heading.obsolete or None,
        "wording": heading.wording or None,
        "confidence": heading.confidence,
        "line": heading.anchor.line,
        "text": "\n".join(paragraph.shown for paragraph in section.prose),
    }


def _write_stated(stated: Stated) -> dict[str, Any]:
    return {
        "quantity": stated.quantity,
        "value": plain(stated.value),
        "means": stated.means,
        "scope": stated.scope or None,
        "confidence": stated.confidence,
        "text": stated.read,
        "section": stated.section,
        "line": stated.anchor.line,
        "column": stated.anchor.column,
    }


def _reading(reading: Reading) -> dict[str, Any]:
    """What a figure was taken for, None where it was left, and why."""
    return {
        "text": reading.read,
        "quantity": reading.quantity or None,
        "why": {"zh": reading.why.zh, "en": reading.why.in_lang("en")},
        "section": reading.section,
        "line": reading.anchor.line,
        "column": reading.anchor.column,
    }


def _cells(report: Report, key: str) -> dict[str, dict[str, Any]]:
    """The cells by row and column, in the order in which they stand."""
    rows: dict[str, dict[str, Any]] = {}
    for (row, column), cell in report.tables[key].cells.items():
        rows.setdefault(row, {})[column] = {"value": plain(cell.value), "text": cell.text}
    return rows


def _labels(report: Report, key: str) -> dict[str, Any]:
    reading = report.tables[key]
    return {
        "line": reading.anchor.line,
        "section": reading.section,
        "confidence": reading.confidence,
        "labels": [
            {
                "kind": label.kind,
                "key": label.key,
                "block": label.block or None,
                "text": label.text,
                "exact": label.exact,
                "confidence": label.confidence,
            }
            for label in reading.labels
        ],
        "unknown": [
            {"kind": other.kind, "text": other.text, "obsolete": other.obsolete}
            for other in reading.others
        ],
        "missing": [
            {"kind": missing.kind, "key": missing.key, "block": missing.block or None}
            for missing in reading.missing
        ],
    }
