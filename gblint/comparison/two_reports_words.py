"""What every output says of two reports compared: names, figures and shares in words."""

from __future__ import annotations

from decimal import Decimal

from gblint.comparison.two_reports import CellChange, ReportFigure, SectionChange, TwoReports
from gblint.findings import Lang, Say
from gblint.report.model import ComparedReport
from gblint.report.stated import Number

TITLE = Say("两份报告的对比", "Two reports compared")
CHANGE, PERCENT = Say("增减", "change"), Say("增减%", "change %")
NEW, GONE = Say("新增的文字", "new text"), Say("去掉的文字", "text that is gone")
REPEATED = Say("各部分文字与前一份的重复", "Text that the first report has as well")
ROW, COLUMN, TABLE = Say("行", "Row"), Say("列", "Column"), Say("表", "Table")
SECTION, TEXT = Say("部分", "Section"), Say("文字", "Text")
REMARK = Say("说明", "note")

_STATES = {"unread": Say("读不出", "unread"), "absent": Say("无此格", "no cell")}
NONE = "—"


def name_report(report: ComparedReport) -> Say:
    """A report by organ and year, or its file where these are not known."""
    if not report.organ or report.year is None:
        return Say(report.name)
    return Say(f"{report.organ}{report.year}年", f"{report.organ} {report.year}")


def head_of(report: ComparedReport, fallback: Say) -> Say:
    """What stands above the figures of a report."""
    return fallback if report.year is None else Say(f"{report.year}年", str(report.year))


HEADS = Say("前一份", "first"), Say("后一份", "second")


def list_heads(found: TwoReports) -> tuple[Say, ...]:
    """What stands above both figures, the change, and the change in percent."""
    first, second = head_of(found.first, HEADS[0]), head_of(found.second, HEADS[1])
    return first, second, CHANGE, PERCENT


def list_texts(cell: CellChange, lang: Lang) -> list[str]:
    """Both figures of a cell, the change, and the change in percent."""
    figures = [figure_text(one, lang) for one in (cell.first, cell.second)]
    return [*figures, change_text(cell), percent_text(cell)]


def figure_text(figure: ReportFigure, lang: Lang) -> str:
    """A figure as it is written, or why there is none."""
    if figure.value is None:
        return _STATES[figure.state].in_lang(lang)
    return number_text(figure.value)


def number_text(value: Number) -> str:
    """A number without an exponent and without zeros that say nothing."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def change_text(cell: CellChange) -> str:
    """A change with its sign; none is 0."""
    change = cell.change
    if change is None:
        return NONE
    return number_text(change) if change <= 0 else f"+{number_text(change)}"


def percent_text(cell: CellChange) -> str:
    """A change in percent with its sign; `—` where there is nothing to go by."""
    percent = cell.percent
    if percent is None:
        return NONE
    return f"{percent}%" if percent <= 0 else f"+{percent}%"


def cell_label(cell: CellChange, *, column: bool) -> Say:
    """A cell in words; without `column`, its row alone."""
    if not column:
        return cell.row_label
    return Say(
        f"{cell.row_label.zh} · {cell.column_label.zh}",
        f"{cell.row_label.in_lang('en')} · {cell.column_label.in_lang('en')}",
    )


def share_text(section: SectionChange) -> Say:
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
    if section.most is None or section.percent <= section.most:
        return share
    return Say(f"{share.zh}，超过 {section.most}%", f"{share.en}, more than {section.most}%")
