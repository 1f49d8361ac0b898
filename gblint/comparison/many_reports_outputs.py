"""Many reports compared, in each output: for a terminal who has one text and who copied from whom,
most first; for machines JSON, and a table of all pairs as CSV.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

from gblint.checks.places import Names
from gblint.comparison import many_reports as words
from gblint.comparison.copies import Copy
from gblint.comparison.many_reports import ManyReports, OneText, SectionCopy, SharedLine, list_lines
from gblint.findings import Lang, Say
from gblint.text.display import clean
from gblint.version import __version__
from gblint.writers.text import Page

_GROUPS, _PAIRS, _NAMED, _FAILED = 10, 10, 12, 10
"""How many of each are told; the other outputs have all."""


def write_text(page: Page, found: ManyReports, known: Names, *, everything: bool) -> None:
    """Put what was found on a page; `everything` leaves nothing out."""
    page.hang(page.say(words.count_reports(found)), head="", indent=0)
    page.hang(page.say(words.explain_formulas(found)), head="", indent=0, style="faint")
    _write_groups(page, found, known, everything=everything)
    _write_pairs(page, words.COPIED, found.copies, found, known, everything=everything)
    _write_pairs(page, words.REPEATED, found.repeated, found, known, everything=everything)
    _write_tables(page, found, known, everything=everything)
    if found.failed:
        _write_head(page, words.FAILED, len(found.failed))
        for path, why in found.failed[: None if everything else _FAILED]:
            page.hang(f"{path}：{page.say(why)}", head="  ", indent=4, style="error")
        _tell_rest(page, len(found.failed), _FAILED, everything=everything)
    if not found.found:
        page.add_gap()
        page.add_line(page.paint(page.say(words.NOTHING), "good"))


def _write_head(page: Page, title: Say, count: int) -> None:
    page.add_gap()
    page.add_line(page.paint(f"{page.say(title)} {count}", "bold"))


def _tell_rest(page: Page, count: int, shown: int, *, everything: bool) -> None:
    if count > shown and not everything:
        left = count - shown
        say = Say(
            f"另有 {left}，见 --all、--format csv 或 json",
            f"{left} more: see --all, --format csv or json",
        )
        page.add_line("  " + page.paint(page.say(say), "faint"))


def _write_groups(page: Page, found: ManyReports, known: Names, *, everything: bool) -> None:
    if not found.one_text:
        return
    _write_head(page, words.ONE_TEXT, len(found.one_text))
    for one in found.one_text[: None if everything else _GROUPS]:
        page.hang(_describe_group(page, one, found, known, everything), head="  ", indent=4)
        longest = max((copy.passages[0] for copy in one.members if copy.passages), default="")
        _quote(page, longest)
    _tell_rest(page, len(found.one_text), _GROUPS, everything=everything)


def _describe_group(
    page: Page, one: OneText, found: ManyReports, known: Names, everything: bool
) -> str:
    numbers = (one.first, *(copy.second for copy in one.members))
    listed, more = _name_offices(page, numbers, found, everything)
    least, count = min(copy.share for copy in one.members), len(numbers)
    same = Say(f"相同 {least}% 以上", f"{least}% or more the same")
    same = Say("全部相同", "all the same") if least == 100 else same
    where = page.say(words.name_section(one.section, known))
    if page.lang == "zh":
        return f"{count} 份 {where}（{same.zh}）：{listed}" + (" 等" if more else "")
    rest = f" and {more} more" if more else ""
    return f"{count} reports, {where}, {same.en}: {listed}{rest}"


def _name_offices(
    page: Page, numbers: Sequence[int], found: ManyReports, everything: bool
) -> tuple[str, int]:
    """The reports of these numbers by name, and how many are left out."""
    shown = numbers if everything else numbers[:_NAMED]
    names = [page.say(words.name_office(found.reports[number])) for number in shown]
    return ("、" if page.lang == "zh" else ", ").join(names), len(numbers) - len(shown)


def _write_pairs(
    page: Page,
    title: Say,
    pairs: Sequence[SectionCopy],
    found: ManyReports,
    known: Names,
    *,
    everything: bool,
) -> None:
    if not pairs:
        return
    _write_head(page, title, len(pairs))
    for one in pairs[: None if everything else _PAIRS]:
        second = page.say(words.name_office(found.reports[one.copy.second]))
        first = page.say(words.name_office(found.reports[one.copy.first]))
        where = page.say(words.name_section(one.section, known))
        arrow = page.mark("←", "<-")
        text = f"{second} {arrow} {first}  {where}  {words.share_text(one.copy, page.lang)}"
        page.hang(text, head="  ", indent=4)
        _quote(page, one.copy.passages[0] if one.copy.passages else "")
    _tell_rest(page, len(pairs), _PAIRS, everything=everything)


def _quote(page: Page, passage: str) -> None:
    if passage:
        text = page.layout.cut(" ".join(clean(passage).split()), page.width - 8)
        page.add_line(
            " " * 4 + page.paint(f"“{text}”" if page.lang == "zh" else f'"{text}"', "faint")
        )


def _write_tables(page: Page, found: ManyReports, known: Names, *, everything: bool) -> None:
    if not found.same_tables:
        return
    _write_head(page, words.SAME_TABLE, len(found.same_tables))
    for one in found.same_tables[: None if everything else _GROUPS]:
        listed, more = _name_offices(page, one.reports, found, everything)
        cells = Say(f"{one.cells} 格不为 0", f"{one.cells} cells are not 0")
        rest = "" if not more else page.say(Say(f" 等 {len(one.reports)} 份", f" and {more} more"))
        table = page.say(known.table(one.table))
        text = f"{table}（{page.say(cells)}）：{listed}{rest}"
        if page.lang == "en":
            text = f"{table} ({page.say(cells)}): {listed}{rest}"
        page.hang(text, head="  ", indent=4)
    _tell_rest(page, len(found.same_tables), _GROUPS, everything=everything)


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
