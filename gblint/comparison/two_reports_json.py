"""Two reports compared, as JSON data."""

from __future__ import annotations

from typing import Any

from msgspec.structs import asdict

from gblint.comparison.two_reports import CellChange, SectionChange, TwoReports
from gblint.findings import Lang
from gblint.report.model import ComparedReport
from gblint.version import __version__


def build_json(found: TwoReports, lang: Lang) -> dict[str, Any]:
    """The comparison with every cell and every passage; docs/similar.md says what is what."""
    return {
        "gblint": __version__,
        "first": _report(found.first),
        "second": _report(found.second),
        "remarks": [remark.in_lang(lang) for remark in found.remarks],
        "tables": [
            {
                "table": table.key,
                "number": table.name.in_lang(lang),
                "name": table.title.in_lang(lang),
                "cells": [_describe_cell(cell, lang) for cell in table.cells],
            }
            for table in found.tables
        ],
        "sections": [_describe_section(section, lang) for section in found.sections],
    }


def _report(report: ComparedReport) -> dict[str, Any]:
    return {"path": report.name, "organ": report.organ or None, "year": report.year}


def _describe_cell(cell: CellChange, lang: Lang) -> dict[str, Any]:
    return {
        "row": cell.row,
        "column": cell.column,
        "label": [cell.row_label.in_lang(lang), cell.column_label.in_lang(lang)],
        "first": asdict(cell.first),
        "second": asdict(cell.second),
        "change": cell.change,
        "percent": cell.percent,
    }


def _describe_section(section: SectionChange, lang: Lang) -> dict[str, Any]:
    return {
        "section": section.number,
        "heading": section.heading.in_lang(lang),
        "first": section.first,
        "second": section.second,
        "repeated": section.repeated,
        "letters": section.letters,
        "percent": section.percent,
        "most": section.most,
        "new": list(section.new),
        "gone": list(section.gone),
    }
