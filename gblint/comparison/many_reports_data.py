"""Many reports compared, for machines: JSON, and a table of all pairs as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from gblint.checks.places import Names
from gblint.comparison.copies import Copy
from gblint.comparison.many_reports import ManyReports, SectionCopy
from gblint.comparison.many_reports_words import SharedLine, list_lines
from gblint.findings import Lang, Say
from gblint.text.display import clean
from gblint.version import __version__


def build_json(found: ManyReports, lang: Lang) -> dict[str, Any]:
    """All that was found; reports are named by their place in `reports`."""
    return {
        "gblint": __version__,
        "reports": [
            {"path": one.path, "organ": one.organ or None, "year": one.year}
            for one in found.reports
        ],
        "organs": found.organs,
        "formula_from": found.formula,
        "one_text": [
            {
                "section": one.section,
                "first": one.first,
                "others": [_copy(copy) for copy in one.members],
            }
            for one in found.one_text
        ],
        "copied": [_pair(one) for one in found.copies],
        "repeated": [_pair(one) for one in found.repeated],
        "same_tables": [
            {"table": one.table, "reports": list(one.reports), "cells": one.cells}
            for one in found.same_tables
        ],
        "failed": [{"path": path, "reason": why.in_lang(lang)} for path, why in found.failed],
    }


def _pair(one: SectionCopy) -> dict[str, Any]:
    return {"section": one.section, "first": one.copy.first, **_copy(one.copy)}


def _copy(copy: Copy) -> dict[str, Any]:
    return {
        "report": copy.second,
        "letters": copy.letters,
        "longest": copy.longest,
        "share": copy.share,
        "share_of_first": copy.share_of_first,
        "passages": list(copy.passages),
    }


_HEADS = (
    *(Say("类别", "kind"), Say("组", "group"), Say("部分", "section")),
    *(Say("机关", "organ"), Say("年度", "year"), Say("文件", "file")),
    *(Say("对方机关", "other organ"), Say("对方年度", "other year"), Say("对方文件", "other file")),
    *(Say("占本文%", "share %"), Say("占对方%", "share of other %"), Say("字或格", "count")),
    Say("相同的文字", "passages"),
)


def write_csv(found: ManyReports, known: Names, lang: Lang) -> Iterator[str]:
    """A row for each pair, for spreadsheets: it begins with the mark by which Excel knows UTF-8."""
    yield "\ufeff" + _write_row([head.in_lang(lang) for head in _HEADS])
    for line in list_lines(found, known):
        yield _write_row(_list_cells(line, lang))
    for path, why in found.failed:
        failed = Say("无法读取", "not read").in_lang(lang)
        yield _write_row([failed, "", "", "", "", path, "", "", "", "", "", "", why.in_lang(lang)])


def _list_cells(line: SharedLine, lang: Lang) -> list[object]:
    return [
        *(line.title.in_lang(lang), line.group, line.where.in_lang(lang)),
        *(line.report.organ, line.report.year, line.report.path),
        *(line.other.organ, line.other.year, line.other.path),
        *(line.share, line.other_share, line.count),
        " | ".join(" ".join(passage.split()) for passage in line.passages),
    ]


_COMMANDS = ("=", "+", "-", "@", "\t")


def _write_row(cells: list[object]) -> str:
    """A line; no text in it is taken for a formula by a spreadsheet."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_disarm(cell) for cell in cells])
    return out.getvalue()


def _disarm(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    text = clean(cell)
    return f"'{text}" if text.startswith(_COMMANDS) else text
