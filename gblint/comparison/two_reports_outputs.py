"""Two reports compared, in each output: one screen for a terminal, a page of its own (nothing is
loaded, no script), JSON, a workbook with a sheet of figures, one of shares, one of passages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from io import BytesIO
from typing import Any

from msgspec.structs import asdict

from gblint.comparison import two_reports as words
from gblint.comparison.two_reports import TOTAL, CellChange, SectionChange, TableChange, TwoReports
from gblint.findings import Lang, Say
from gblint.report.model import ComparedReport
from gblint.text.display import clean
from gblint.version import __version__
from gblint.writers.text import Page

_NARROWEST = 20
"""Columns of a label at least."""

_QUOTED = 2
"""Passages of a section that are quoted, the longest, of the new ones and of those gone."""

_INDENT = 4


def write_text(page: Page, found: TwoReports) -> None:
    names = [words.name_report(one) for one in (found.first, found.second)]
    heads = f"{page.say(names[0])} → {page.say(names[1])}"
    page.add_line(page.paint(heads.replace("→", page.mark("→", "->")), "bold"))
    page.add_line(page.paint(f"{found.first.name} | {found.second.name}", "faint"))
    for remark in found.remarks:
        head = f"{page.say(words.REMARK)}{'：' if page.lang == 'zh' else ': '}"
        page.hang(
            page.say(remark), head=head, indent=page.layout.count_cells(head), style="warning"
        )
    _write_tables(page, found)
    page.add_gap()
    page.add_line(page.paint(page.say(words.REPEATED), "bold"))
    for section in found.sections:
        text = f"{page.say(section.heading)}  {page.say(words.share_text(section))}"
        page.hang(text, head="  ", indent=2)
    _write_passages(page, found)
    page.add_gap()
    more = Say(
        "每一格和全部文字：--format html、xlsx 或 json。",
        "Every cell and all passages: --format html, xlsx or json.",
    )
    page.add_line(page.paint(page.say(more), "faint"))


def _write_tables(page: Page, found: TwoReports) -> None:
    """All tables, their columns under one another."""
    top = ["", *map(page.say, words.list_heads(found))]
    rows = {
        table.key: [_list_row(page, table, cell) for cell in table.main_cells() if not cell.empty]
        for table in found.tables
    }
    widths = _measure_columns(page, [top, *(row for of_one in rows.values() for row in of_one)])
    widths[0] = min(widths[0], max(_NARROWEST, page.width - sum(widths[1:]) - 2 * len(widths)))
    for table in found.tables:
        page.add_gap()
        name = f"{page.say(table.name)} {page.say(table.title)}"
        head = _lay_out(page, [name, *top[1:]], [widths[0] + 2, *widths[1:]])
        page.add_line(page.paint(head, "bold"))
        for row in rows[table.key]:
            page.add_line("  " + _lay_out(page, row, widths))
        rest = page.say(_describe_rest(table, len(rows[table.key])))
        page.add_line("  " + page.paint(rest, "faint"))


def _lay_out(page: Page, row: Sequence[str], widths: Sequence[int]) -> str:
    label = page.layout.align_left(page.layout.cut(row[0], widths[0]), widths[0])
    figures = zip(row[1:], widths[1:], strict=True)
    return label + "".join("  " + page.layout.align_right(text, width) for text, width in figures)


def _describe_rest(table: TableChange, shown: int) -> Say:
    """How many cells are not shown, and how many of these have figures."""
    left = len(table.cells) - shown
    zeros = sum(cell.empty for cell in table.cells)
    if left == zeros:
        return Say(f"其余 {left} 格两份都是 0", f"the other {left} cells are 0 in both")
    return Say(
        f"另有 {left - zeros} 格有数字，没有列出；{zeros} 格两份都是 0",
        f"{left - zeros} more cells have figures; {zeros} are 0 in both",
    )


def _list_row(page: Page, table: TableChange, cell: CellChange) -> list[str]:
    plain = cell.column == TOTAL and not table.across
    label = page.say(words.cell_label(cell, column=not plain))
    return [label, *words.list_texts(cell, page.lang)]


def _measure_columns(page: Page, lines: Sequence[Iterable[str]]) -> list[int]:
    return [max(map(page.layout.count_cells, texts)) for texts in zip(*lines, strict=True)]


def _write_passages(page: Page, found: TwoReports) -> None:
    """The longest passages that are new, and of those that are gone, section by section."""
    for say, all_of in (
        (words.NEW, [(one.heading, one.new) for one in found.sections]),
        (words.GONE, [(one.heading, one.gone) for one in found.sections]),
    ):
        count = sum(len(passages) for _, passages in all_of)
        if not count:
            continue
        page.add_gap()
        page.add_line(page.paint(f"{page.say(say)} {count}", "bold"))
        for heading, passages in all_of:
            if passages:
                page.add_line("  " + page.say(heading))
            for passage in sorted(passages, key=len, reverse=True)[:_QUOTED]:
                text = page.layout.cut(clean(passage), page.width - _INDENT)
                page.add_line(" " * _INDENT + text)


_STYLE = """
body { font: 16px/1.6 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }
table { border-collapse: collapse; margin: .5em 0 1.5em; }
caption { text-align: left; font-weight: bold; padding: .3em 0; }
th, td { border: 1px solid #999; padding: .2em .6em; text-align: left; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
tr.empty { color: #666; }
.over, .remark { color: #a33; }
.new { border-left: 4px solid #2a7; padding-left: .6em; }
.gone { border-left: 4px solid #c66; padding-left: .6em; }
@media print { body { max-width: none; margin: 0; } }
"""


def write_html(found: TwoReports, lang: Lang) -> Iterator[str]:
    """The page, piece by piece."""
    names = [words.name_report(one) for one in (found.first, found.second)]
    title = f"{words.TITLE.in_lang(lang)}：" if lang == "zh" else f"{words.TITLE.in_lang(lang)}: "
    title += " → ".join(name.in_lang(lang) for name in names)
    yield f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n'
    yield f'<meta charset="utf-8">\n<title>{_safe(title)}</title>\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{_safe(title)}</h1>\n"
    yield f"<p>{_safe(found.first.name)} → {_safe(found.second.name)}</p>\n"
    for remark in found.remarks:
        yield f'<p class="remark">{_say(remark, lang)}</p>\n'
    for table in found.tables:
        yield from _write_table(table, found, lang)
    yield f"<h2>{_say(words.REPEATED, lang)}</h2>\n"
    for section in found.sections:
        yield from _write_section(section, lang)
    yield "</body>\n</html>\n"


def _safe(text: str) -> str:
    """Any text as a page may hold it: no markup, nothing unseen."""
    return escape(clean(text))


def _say(say: Say, lang: Lang) -> str:
    return _safe(say.in_lang(lang))


def _write_table(table: TableChange, found: TwoReports, lang: Lang) -> Iterator[str]:
    name = f"{table.name.in_lang(lang)} {table.title.in_lang(lang)}"
    heads = words.list_heads(found)
    yield f"<table>\n<caption>{_safe(name)}</caption>\n<thead><tr>"
    yield f'<th scope="col">{_say(words.ROW, lang)}</th>'
    yield f'<th scope="col">{_say(words.COLUMN, lang)}</th>'
    yield "".join(f'<th scope="col" class="n">{_say(head, lang)}</th>' for head in heads)
    yield "</tr></thead>\n<tbody>\n"
    for cell in table.cells:
        yield _write_row(cell, lang)
    yield "</tbody>\n</table>\n"


def _write_row(cell: CellChange, lang: Lang) -> str:
    figures = words.list_texts(cell, lang)
    return (
        f"<tr{' class=empty' if cell.empty else ''}>"
        f'<th scope="row">{_say(cell.row_label, lang)}</th><td>{_say(cell.column_label, lang)}'
        f"</td>{''.join(f'<td class=n>{_safe(text)}</td>' for text in figures)}</tr>\n"
    )


def _write_section(section: SectionChange, lang: Lang) -> Iterator[str]:
    share, most = section.percent, section.most
    over = share is not None and most is not None and share > most
    yield f"<h3>{_say(section.heading, lang)}</h3>\n"
    yield f"<p{' class=over' if over else ''}>{_say(words.share_text(section), lang)}</p>\n"
    yield from _html_passages(words.NEW, section.new, "new", lang)
    yield from _html_passages(words.GONE, section.gone, "gone", lang)


def _html_passages(say: Say, passages: Sequence[str], kind: str, lang: Lang) -> Iterator[str]:
    if passages:
        yield f"<h4>{_say(say, lang)} {len(passages)}</h4>\n"
    for passage in passages:
        yield f'<p class="{kind}">{_safe(passage)}</p>\n'


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


_SHEETS = (Say("数据", "Figures"), Say("文字重复", "Repetition"), Say("文字增减", "Passages"))
_SHARE, _MOST = Say("重复%", "Repeated %"), Say("限度%", "Limit %")
_LETTERS, _SAME = Say("字数", "Characters"), Say("重复字数", "Repeated")
_WHAT = Say("增减", "What")
_LONGEST = 32000
"""Characters of a cell; Excel takes 32,767."""


class NoXlsxError(Exception):
    """XlsxWriter is not installed."""

    say = Say(
        "写 xlsx 要用 XlsxWriter，没有安装：运行 pip install XlsxWriter",
        "xlsx takes XlsxWriter, which is not installed: run pip install XlsxWriter",
    )


def build_xlsx(found: TwoReports, lang: Lang) -> bytes:
    """The workbook. Raises NoXlsxError where XlsxWriter is not installed."""
    try:
        from xlsxwriter import Workbook  # type: ignore[import-untyped]
    except ImportError:
        raise NoXlsxError from None
    data = BytesIO()
    # texts are texts, whatever they begin with: no formula, no link
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(data, {"in_memory": True, **plain})
    formats = _Formats(book)
    sheets = [book.add_worksheet(name.in_lang(lang)) for name in _SHEETS]
    _write_figures(sheets[0], found, formats, lang)
    _write_shares(sheets[1], found, formats, lang)
    _sheet_passages(sheets[2], found, formats, lang)
    book.close()
    return data.getvalue()


class _Formats:
    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.change = book.add_format({"num_format": "+0.######;-0.######;0"})
        self.percent = book.add_format({"num_format": '+0.0"%";-0.0"%";0.0"%"'})


def _begin(sheet: Any, heads: Sequence[Say], widths: Sequence[int], bold: Any, lang: Lang) -> None:
    for at, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, clean(head.in_lang(lang)), bold)
    sheet.freeze_panes(1, 0)


def _write_figures(sheet: Any, found: TwoReports, formats: _Formats, lang: Lang) -> None:
    heads = (
        *(words.TABLE, words.ROW, words.COLUMN),
        *(words.name_report(found.first), words.name_report(found.second)),
        *(words.CHANGE, words.PERCENT),
    )
    _begin(sheet, heads, (6, 50, 24, 18, 18, 10, 10), formats.head, lang)
    cells = [(table.name, cell) for table in found.tables for cell in table.cells]
    for at, (name, cell) in enumerate(cells, 1):
        labels = (name, cell.row_label, cell.column_label)
        for column, label in enumerate(labels):
            sheet.write_string(at, column, clean(label.in_lang(lang)))
        for column, figure in enumerate((cell.first, cell.second), 3):
            if figure.value is None:
                sheet.write_string(at, column, words.figure_text(figure, lang))
            else:
                sheet.write_number(at, column, figure.value)
        if cell.change is not None:
            sheet.write_number(at, 5, cell.change, formats.change)
        if cell.percent is not None:
            sheet.write_number(at, 6, cell.percent, formats.percent)
    sheet.autofilter(0, 0, max(1, len(cells)), len(heads) - 1)


def _write_shares(sheet: Any, found: TwoReports, formats: _Formats, lang: Lang) -> None:
    heads = (words.SECTION, _SHARE, _MOST, _SAME, _LETTERS, words.REMARK)
    _begin(sheet, heads, (36, 10, 10, 10, 10, 60), formats.head, lang)
    for at, section in enumerate(found.sections, 1):
        sheet.write_string(at, 0, clean(section.heading.in_lang(lang)))
        numbers = (section.percent, section.most, section.repeated, section.letters)
        for column, number in enumerate(numbers, 1):
            if number is not None:
                sheet.write_number(at, column, number)
        sheet.write_string(at, 5, words.share_text(section).in_lang(lang))
    for at, remark in enumerate(found.remarks, len(found.sections) + 2):
        sheet.write_string(at, 5, clean(remark.in_lang(lang)))


def _sheet_passages(sheet: Any, found: TwoReports, formats: _Formats, lang: Lang) -> None:
    _begin(sheet, (words.SECTION, _WHAT, words.TEXT), (28, 14, 100), formats.head, lang)
    lines = [
        (section.heading, say, passage)
        for section in found.sections
        for say, passages in ((words.NEW, section.new), (words.GONE, section.gone))
        for passage in passages
    ]
    for at, (heading, say, passage) in enumerate(lines, 1):
        sheet.write_string(at, 0, clean(heading.in_lang(lang)), formats.wrap)
        sheet.write_string(at, 1, say.in_lang(lang), formats.wrap)
        sheet.write_string(at, 2, clean(passage)[:_LONGEST], formats.wrap)
