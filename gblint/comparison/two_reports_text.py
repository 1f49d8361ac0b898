"""Two reports compared, for a terminal: one screen of what changed most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gblint.comparison import two_reports_words as words
from gblint.comparison.two_reports import TOTAL, CellChange, TableChange, TwoReports
from gblint.findings import Say
from gblint.text.display import clean
from gblint.writers.page import Page

_NARROWEST = 20
"""Columns of a label at least."""

_QUOTED = 2
"""Passages of a section that are quoted, the longest, of the new ones and of those gone."""

_INDENT = 4


def write_text(page: Page, found: TwoReports) -> None:
    names = [words.name_report(one) for one in (found.first, found.second)]
    heads = f"{page.say(names[0])} → {page.say(names[1])}"
    page.line(page.paint(heads.replace("→", page.mark("→", "->")), "bold"))
    page.line(page.paint(f"{found.first.name} | {found.second.name}", "faint"))
    for remark in found.remarks:
        head = f"{page.say(words.REMARK)}{'：' if page.lang == 'zh' else ': '}"
        page.hang(page.say(remark), head=head, indent=page.layout.cells(head), style="warning")
    _write_tables(page, found)
    page.gap()
    page.line(page.paint(page.say(words.REPEATED), "bold"))
    for section in found.sections:
        text = f"{page.say(section.heading)}  {page.say(words.share_text(section))}"
        page.hang(text, head="  ", indent=2)
    _write_passages(page, found)
    page.gap()
    more = Say(
        "每一格和全部文字：--format html、xlsx 或 json。",
        "Every cell and all passages: --format html, xlsx or json.",
    )
    page.line(page.paint(page.say(more), "faint"))


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
        page.gap()
        name = f"{page.say(table.name)} {page.say(table.title)}"
        head = _lay_out(page, [name, *top[1:]], [widths[0] + 2, *widths[1:]])
        page.line(page.paint(head, "bold"))
        for row in rows[table.key]:
            page.line("  " + _lay_out(page, row, widths))
        rest = page.say(_describe_rest(table, len(rows[table.key])))
        page.line("  " + page.paint(rest, "faint"))


def _lay_out(page: Page, row: Sequence[str], widths: Sequence[int]) -> str:
    label = page.layout.left(page.layout.cut(row[0], widths[0]), widths[0])
    figures = zip(row[1:], widths[1:], strict=True)
    return label + "".join("  " + page.layout.right(text, width) for text, width in figures)


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
    return [max(map(page.layout.cells, texts)) for texts in zip(*lines, strict=True)]


def _write_passages(page: Page, found: TwoReports) -> None:
    """The longest passages that are new, and of those that are gone, section by section."""
    for say, all_of in (
        (words.NEW, [(one.heading, one.new) for one in found.sections]),
        (words.GONE, [(one.heading, one.gone) for one in found.sections]),
    ):
        count = sum(len(passages) for _, passages in all_of)
        if not count:
            continue
        page.gap()
        page.line(page.paint(f"{page.say(say)} {count}", "bold"))
        for heading, passages in all_of:
            if passages:
                page.line("  " + page.say(heading))
            for passage in sorted(passages, key=len, reverse=True)[:_QUOTED]:
                text = page.layout.cut(clean(passage), page.width - _INDENT)
                page.line(" " * _INDENT + text)
