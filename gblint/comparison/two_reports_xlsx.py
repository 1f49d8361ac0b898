"""Two reports compared, as a workbook: a sheet of figures, one of shares, one of passages."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from gblint.comparison import two_reports_words as words
from gblint.comparison.two_reports import TwoReports
from gblint.findings import Lang, Say
from gblint.text.display import clean

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
    _write_passages(sheets[2], found, formats, lang)
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


def _write_passages(sheet: Any, found: TwoReports, formats: _Formats, lang: Lang) -> None:
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
