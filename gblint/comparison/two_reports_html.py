"""Two reports compared, as a page of its own: nothing is loaded, no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from gblint.comparison import two_reports_words as words
from gblint.comparison.two_reports import CellChange, SectionChange, TableChange, TwoReports
from gblint.findings import Lang, Say
from gblint.text.display import clean

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
    yield from _write_passages(words.NEW, section.new, "new", lang)
    yield from _write_passages(words.GONE, section.gone, "gone", lang)


def _write_passages(say: Say, passages: Sequence[str], kind: str, lang: Lang) -> Iterator[str]:
    if passages:
        yield f"<h4>{_say(say, lang)} {len(passages)}</h4>\n"
    for passage in passages:
        yield f'<p class="{kind}">{_safe(passage)}</p>\n'
