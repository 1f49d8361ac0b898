"""Two reports compared, in words and in each output.

One screen for a terminal, a page of its own (nothing is loaded, no script), JSON, a workbook with a
sheet of figures, one of shares, one of passages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape
from io import BytesIO
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

from msgspec.structs import asdict

from gblint import __version__
from gblint.comparison import (
    TOTAL,
    CellChange,
    ReportFigure,
    SectionChange,
    TableChange,
    TwoReports,
)
from gblint.findings import Lang, Say
from gblint.report.model import ComparedReport, Number
from gblint.text import clean
from gblint.writers.json import pick
from gblint.writers.text import Page

_HEADS = Say("前一份", "first"), Say("后一份", "second")
_TITLE = Say("两份报告的对比", "Two reports compared")
_CHANGE, _PERCENT = Say("增减", "change"), Say("增减%", "change %")
_NEW, _GONE = Say("新增的文字", "new text"), Say("去掉的文字", "text that is gone")
_REPEATED = Say("各部分文字与前一份的重复", "Text that the first report has as well")
_ROW, _COLUMN, _TABLE = Say("行", "Row"), Say("列", "Column"), Say("表", "Table")
_SECTION, _TEXT = Say("部分", "Section"), Say("文字", "Text")
_REMARK = Say("说明", "note")

_STATES = {"unread": Say("读不出", "unread"), "absent": Say("无此格", "no cell")}
_NONE = "—"


def _name_report(report: ComparedReport) -> Say:
    """A report by organ and year, or its file where these are not known."""
    if not report.organ or report.year is None:
        return Say(report.name)
    return Say(f"{report.organ}{report.year}年", f"{report.organ} {report.year}")


def _list_heads(found: TwoReports) -> tuple[Say, ...]:
    """What stands above both figures, the change, and the change in percent."""
    years = found.first.year, found.second.year
    first, second = (
        fallback if year is None else Say(f"{year}年", str(year))
        for year, fallback in zip(years, _HEADS, strict=True)
    )
    return first, second, _CHANGE, _PERCENT


def _list_texts(cell: CellChange, lang: Lang) -> list[str]:
    """Both figures of a cell, the change, and the change in percent."""
    figures = [_write_figure(figure, lang) for figure in (cell.first, cell.second)]
    change = _write_signed(cell.change, _write_number)
    return [*figures, change, _write_signed(cell.percent, "{}%".format)]


def _write_figure(figure: ReportFigure, lang: Lang) -> str:
    """A figure as it is written, or why there is none."""
    if figure.value is None:
        return _STATES[figure.state].in_lang(lang)
    return _write_number(figure.value)


def _write_number(value: Number) -> str:
    """A number without an exponent and without zeros that say nothing."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def _write_signed(value: Number | None, write: Callable[[Number], str]) -> str:
    """A change with its sign, none of 0; `—` where there is nothing to go by."""
    if value is None:
        return _NONE
    return write(value) if value <= 0 else f"+{write(value)}"


def _label_cell(cell: CellChange, table: TableChange) -> Say:
    """A cell in words; of a total its row alone, but in a table that has but one line."""
    if cell.column == TOTAL and not table.across:
        return cell.row_label
    return Say(
        f"{cell.row_label.zh} · {cell.column_label.zh}",
        f"{cell.row_label.in_lang('en')} · {cell.column_label.in_lang('en')}",
    )


def _describe_share(section: SectionChange) -> Say:
    """How much of a section is repeated, and whether that is more than the pack lets be."""
    if not section.second:
        return Say("后一份没有这部分的文字", "the second report has no text in it")
    if not section.first:
        return Say("前一份没有这部分的文字", "the first report has no text in it")
    if section.percent is None:
        return Say("文字太少，不作比较", "too little text to compare")
    share = Say(
        f"重复 {section.percent}%（{section.letters} 字中 {section.repeated} 字）",
        f"{section.percent}% repeated ({section.repeated} of {section.letters} characters)",
    )
    over = Say(f"{share.zh}，超过 {section.most}%", f"{share.en}, more than {section.most}%")
    return over if section.over else share


_LEAST_LABEL = 20
_QUOTED = 2
"""Passages of a section that are quoted, the longest, of the new ones and of those gone."""

_INDENT = 4


def write_text(page: Page, found: TwoReports) -> None:
    names = [_name_report(report) for report in (found.first, found.second)]
    heads = f"{page.say(names[0])} → {page.say(names[1])}"
    page.add_line(page.paint(heads.replace("→", page.mark("→", "->")), "bold"))
    page.add_line(page.paint(f"{found.first.name} | {found.second.name}", "faint"))
    for remark in found.remarks:
        head = f"{page.say(_REMARK)}{'：' if page.lang == 'zh' else ': '}"
        page.hang(
            page.say(remark), head=head, indent=page.layout.count_cells(head), style="warning"
        )
    _write_tables(page, found)
    page.add_gap()
    page.add_line(page.paint(page.say(_REPEATED), "bold"))
    for section in found.sections:
        text = f"{page.say(section.heading)}  {page.say(_describe_share(section))}"
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
    top = ["", *map(page.say, _list_heads(found))]
    rows = {
        table.key: [
            [page.say(_label_cell(cell, table)), *_list_texts(cell, page.lang)]
            for cell in table.main_cells()
            if not cell.empty
        ]
        for table in found.tables
    }
    lines = [top, *(row for of_one in rows.values() for row in of_one)]
    widths = [max(map(page.layout.count_cells, texts)) for texts in zip(*lines, strict=True)]
    # Figures are never cut; labels are, to a width at which they still say something.
    widths[0] = min(widths[0], max(_LEAST_LABEL, page.width - sum(widths[1:]) - 2 * len(widths)))
    for table in found.tables:
        page.add_gap()
        name = f"{page.say(table.name)} {page.say(table.title)}"
        head = _lay_out_row(page, [name, *top[1:]], [widths[0] + 2, *widths[1:]])
        page.add_line(page.paint(head, "bold"))
        for row in rows[table.key]:
            page.add_line("  " + _lay_out_row(page, row, widths))
        rest = page.say(_describe_rest(table, len(rows[table.key])))
        page.add_line("  " + page.paint(rest, "faint"))


def _lay_out_row(page: Page, row: Sequence[str], widths: Sequence[int]) -> str:
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


def _write_passages(page: Page, found: TwoReports) -> None:
    """The longest passages that are new, and of those that are gone, section by section."""
    new = [(section.heading, section.new) for section in found.sections if section.new]
    gone = [(section.heading, section.gone) for section in found.sections if section.gone]
    for say, told in ((_NEW, new), (_GONE, gone)):
        if not told:
            continue
        page.add_gap()
        count = sum(len(passages) for _, passages in told)
        page.add_line(page.paint(f"{page.say(say)} {count}", "bold"))
        for heading, passages in told:
            page.add_line("  " + page.say(heading))
            for passage in sorted(passages, key=len, reverse=True)[:_QUOTED]:
                text = page.layout.cut(clean(passage), page.width - _INDENT)
                page.add_line(" " * _INDENT + text)


def write_html(found: TwoReports, lang: Lang) -> Iterator[str]:
    """The page, piece by piece."""
    names = [_name_report(report) for report in (found.first, found.second)]
    title = f"{_TITLE.in_lang(lang)}：" if lang == "zh" else f"{_TITLE.in_lang(lang)}: "
    title += " → ".join(name.in_lang(lang) for name in names)
    head = Template(Path(__file__).with_name("two_reports.html").read_text("utf-8"))
    yield head.substitute(
        html_lang="zh-CN" if lang == "zh" else "en",
        title=_escape(title),
        files=f"{_escape(found.first.name)} → {_escape(found.second.name)}",
    )
    for remark in found.remarks:
        yield f'<p class="remark">{_escape_say(remark, lang)}</p>\n'
    for table in found.tables:
        yield from _write_html_table(table, found, lang)
    yield f"<h2>{_escape_say(_REPEATED, lang)}</h2>\n"
    for section in found.sections:
        yield from _write_html_section(section, lang)
    yield "</body>\n</html>\n"


def _escape(text: str) -> str:
    """Any text as a page may hold it: no markup, nothing unseen."""
    return escape(clean(text))


def _escape_say(say: Say, lang: Lang) -> str:
    return _escape(say.in_lang(lang))


def _write_html_table(table: TableChange, found: TwoReports, lang: Lang) -> Iterator[str]:
    name = f"{table.name.in_lang(lang)} {table.title.in_lang(lang)}"
    heads = _list_heads(found)
    yield f"<table>\n<caption>{_escape(name)}</caption>\n<thead><tr>"
    yield f'<th scope="col">{_escape_say(_ROW, lang)}</th>'
    yield f'<th scope="col">{_escape_say(_COLUMN, lang)}</th>'
    yield "".join(f'<th scope="col" class="n">{_escape_say(head, lang)}</th>' for head in heads)
    yield "</tr></thead>\n<tbody>\n"
    for cell in table.cells:
        yield _write_html_row(cell, lang)
    yield "</tbody>\n</table>\n"


def _write_html_row(cell: CellChange, lang: Lang) -> str:
    row, column = (_escape_say(label, lang) for label in (cell.row_label, cell.column_label))
    figures = "".join(f"<td class=n>{_escape(text)}</td>" for text in _list_texts(cell, lang))
    shown = " class=empty" if cell.empty else ""
    return f'<tr{shown}><th scope="row">{row}</th><td>{column}</td>{figures}</tr>\n'


def _write_html_section(section: SectionChange, lang: Lang) -> Iterator[str]:
    over = " class=over" if section.over else ""
    yield f"<h3>{_escape_say(section.heading, lang)}</h3>\n"
    yield f"<p{over}>{_escape_say(_describe_share(section), lang)}</p>\n"
    yield from _write_html_passages(_NEW, section.new, "new", lang)
    yield from _write_html_passages(_GONE, section.gone, "gone", lang)


def _write_html_passages(say: Say, passages: Sequence[str], kind: str, lang: Lang) -> Iterator[str]:
    if passages:
        yield f"<h4>{_escape_say(say, lang)} {len(passages)}</h4>\n"
    for passage in passages:
        yield f'<p class="{kind}">{_escape(passage)}</p>\n'


def build_json(found: TwoReports, lang: Lang) -> dict[str, Any]:
    """The comparison with every cell and every passage; docs/similar.md says what is what."""
    return {
        "gblint": __version__,
        "first": _describe_report(found.first),
        "second": _describe_report(found.second),
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


def _describe_report(report: ComparedReport) -> dict[str, Any]:
    return {"path": report.name, "organ": report.organ or None, "year": report.year}


def _describe_cell(cell: CellChange, lang: Lang) -> dict[str, Any]:
    return {
        **pick(cell, "row", "column"),
        "label": [cell.row_label.in_lang(lang), cell.column_label.in_lang(lang)],
        "first": asdict(cell.first),
        "second": asdict(cell.second),
        **pick(cell, "change", "percent"),
    }


def _describe_section(section: SectionChange, lang: Lang) -> dict[str, Any]:
    return {
        "section": section.number,
        "heading": section.heading.in_lang(lang),
        **pick(section, "first", "second", "repeated", "letters", "percent", "most"),
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
    columns = (
        *(_Column(_TABLE, 6), _Column(_ROW, 50), _Column(_COLUMN, 24)),
        *(_Column(_name_report(report), 18) for report in (found.first, found.second)),
        _Column(_CHANGE, 10, {"num_format": "+0.######;-0.######;0"}),
        _Column(_PERCENT, 10, {"num_format": '+0.0"%";-0.0"%";0.0"%"'}),
    )
    cells = list(_list_figure_rows(found, lang))
    sheet = _write_sheet(book, _SHEETS[0], columns, cells, lang)
    sheet.autofilter(0, 0, max(1, len(cells)), len(columns) - 1)
    numbers = (_Column(head, 10) for head in (_SHARE, _MOST, _SAME, _LETTERS))
    columns = (_Column(_SECTION, 36), *numbers, _Column(_REMARK, 60))
    _write_sheet(book, _SHEETS[1], columns, _list_share_rows(found), lang)
    wrap = {"text_wrap": True, "valign": "top"}
    columns = (_Column(_SECTION, 28, wrap), _Column(_WHAT, 14, wrap), _Column(_TEXT, 100, wrap))
    _write_sheet(book, _SHEETS[2], columns, _list_passage_rows(found), lang)
    book.close()
    return data.getvalue()


class _Column(NamedTuple):
    """A column of a sheet: what is at its head, how wide it is, and how its cells look."""

    head: Say
    width: int
    style: Mapping[str, Any] = {}


_Row = Sequence[Say | str | Number | None]
"""The cells of a row, None for one that is left empty."""


def _write_sheet(
    book: Any, name: Say, columns: Sequence[_Column], rows: Iterable[_Row], lang: Lang
) -> Any:
    sheet = book.add_worksheet(name.in_lang(lang))
    bold = book.add_format({"bold": True, "bottom": 1})
    formats = [book.add_format(column.style) if column.style else None for column in columns]
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, clean(column.head.in_lang(lang)), bold)
    sheet.freeze_panes(1, 0)
    for row, values in enumerate(rows, 1):
        for at, value in enumerate(values):
            if isinstance(value, Say | str):
                text = value if isinstance(value, str) else value.in_lang(lang)
                sheet.write_string(row, at, clean(text)[:_LONGEST], formats[at])
            elif value is not None:
                sheet.write_number(row, at, value, formats[at])
    return sheet


def _list_figure_rows(found: TwoReports, lang: Lang) -> Iterator[_Row]:
    for table in found.tables:
        for cell in table.cells:
            figures = (
                _write_figure(figure, lang) if figure.value is None else figure.value
                for figure in (cell.first, cell.second)
            )
            labels = (table.name, cell.row_label, cell.column_label)
            yield (*labels, *figures, cell.change, cell.percent)


def _list_share_rows(found: TwoReports) -> Iterator[_Row]:
    for section in found.sections:
        numbers = (section.percent, section.most, section.repeated, section.letters)
        yield (section.heading, *numbers, _describe_share(section))
    yield ()
    for remark in found.remarks:
        yield (*[None] * 5, remark)


def _list_passage_rows(found: TwoReports) -> Iterator[_Row]:
    for section in found.sections:
        for say, passages in ((_NEW, section.new), (_GONE, section.gone)):
            yield from ((section.heading, say, passage) for passage in passages)
