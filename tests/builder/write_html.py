"""Web pages as sites publish them and programs save them: the same report in many page styles."""

from __future__ import annotations

from base64 import encodebytes
from dataclasses import dataclass
from html import escape
from quopri import encodestring
from typing import Literal

from tests.builder.boxes import Box, Grid
from tests.builder.compose import Item, compose
from tests.builder.html_chrome import CHROME, Chrome
from tests.builder.report_plan import Para, ReportPlan, Writing

Style = Literal["cms", "jpage", "tables", "word", "office", "soup", "bare"]
"""`cms`: a page of nested div with TRS_Editor; `jpage`: the same with id="zoom" and other names;
`tables`: an old page laid out with tables; `word`: saved by Word; `office`: exported by
LibreOffice or pandoc; `soup`: p and span with inline styles; `bare`: chrome without any class.
"""

STYLES: tuple[Style, ...] = ("cms", "jpage", "tables", "word", "office", "soup", "bare")

CHARSETS: dict[Style, str] = {"tables": "gb2312", "word": "gb2312"}
"""What a style declares and is written in; the others are in UTF-8."""

_CODECS = {"gb2312": "gb18030"}


@dataclass(frozen=True)
class _Marks:
    """How a style writes the parts of a report. `{}` stands for the content."""

    title: str
    heading: str
    prose: str
    caption: str = '<p style="text-align: center"><b>{}</b></p>'
    table: str = '<table border="1" cellspacing="0">{}</table>'
    cell: str = "<td{spans}>{text}</td>"
    lines: str = "<br>"
    split: str = ""
    """What a digit run is cut with: the end of a span and the beginning of another."""


_MARKS: dict[Style, _Marks] = {
    "cms": _Marks(
        title='<p align="center"><strong>{}</strong></p>',
        heading="<p>　　<strong>{}</strong></p>",
        prose="<p>　　{}</p>",
        cell='<td{spans}><p style="text-align:center;">{text}</p></td>',
        lines="</p>\n<p>",
    ),
    "jpage": _Marks(
        title='<p style="text-align:center"><span style="font-size:22pt">{}</span></p>',
        heading='<p style="text-indent:32px"><span>{}</span></p>',
        prose='<p style="text-indent:32px">{}</p>',
        cell='<td{spans}><div align="center">&nbsp;{text}&nbsp;</div></td>',
    ),
    "tables": _Marks(
        title="<CENTER><FONT SIZE=5><B>{}</B></FONT></CENTER>",
        heading="<P>&nbsp;&nbsp;&nbsp;&nbsp;<B>{}</B>",
        prose="<P>&nbsp;&nbsp;&nbsp;&nbsp;{}",
        caption="<P align=center>{}",
        table="<TABLE border=1 cellPadding=0><TBODY>{}</TBODY></TABLE>",
        cell="<TD{spans}>{text}",
        lines="<BR>",
    ),
    "word": _Marks(
        title="<p class=MsoNormal align=center style='text-align:center;line-height:\n"
        "32.0pt'><b><span style='font-size:22.0pt'>{}<o:p></o:p></span></b></p>",
        heading="<p class=MsoNormal style='text-indent:\n32.0pt'><span style='font-family:黑体'>"
        "{}<span lang=EN-US><o:p></o:p></span></span></p>",
        prose="<p class=MsoNormal style='text-indent:32.0pt'><span\nstyle='font-family:仿宋'>{}"
        "<span lang=EN-US><o:p></o:p></span></span></p>",
        table="<table class=MsoNormalTable border=1 cellspacing=0>\n{}"
        "<![if !supportMisalignedColumns]><tr height=0><td width=9></td></tr><![endif]></table>",
        cell="<td width=72{spans}>\n<p class=MsoNormal align=center><span\n"
        "style='font-size:9.0pt'>{text}<o:p></o:p></span></p></td>",
        split="</span><span\nlang=EN-US>",
    ),
    "office": _Marks(
        title='<h1 class="title">{}</h1>',
        heading="<h2>{}</h2>",
        prose="<p>{}</p>",
        caption='<p class="caption">{}</p>',
        table="<table><tbody>{}</tbody></table>",
        lines="<br />\n",
    ),
    "soup": _Marks(
        title='<p style="text-align: center;"><span style="font-weight: bold;">{}</span></p>',
        heading='<p style="text-indent: 2em;"><span><strong><span>{}</span></strong></span></p>',
        prose='<p style="text-indent: 2em;"><span style="color:#333"><span>{}</span></span></p>',
        cell='<td{spans} valign="center"><p><span>{text}</span></p></td>',
        lines="</span></p><p><span>",
        split='</span><span style="letter-spacing:0">',
    ),
    "bare": _Marks(
        title="<h3 align=center>{}</h3>",
        heading="<div><b>{}</b></div>",
        prose="<div>{}</div>",
        cell="<th{spans}>{text}</th>",
    ),
}


def render_html(
    plan: ReportPlan, *, style: Style = "cms", writing: Writing | None = None, charset: str = ""
) -> bytes:
    """The plan as a page of a style. The same arguments give the same bytes.

    `charset` is the encoding of the bytes where it is not what the page declares.
    """
    marks, chrome = _MARKS[style], CHROME[style]
    items = compose(plan, writing)
    body = "\n".join(_item(item, marks) for item in _below_title(items, chrome))
    declared = CHARSETS.get(style, "utf-8")
    page = chrome.page(body, title="".join(plan.title), year=plan.year, charset=declared)
    used = charset or _CODECS.get(declared, declared)
    return page.encode(used, "xmlcharrefreplace")


def render_mhtml(
    plan: ReportPlan,
    *,
    style: Style = "cms",
    writing: Writing | None = None,
    transfer: Literal["quoted-printable", "base64"] = "quoted-printable",
) -> bytes:
    """The page in a file of one piece, as browsers and office programs save it."""
    html = render_html(plan, style=style, writing=writing)
    encode = encodestring if transfer == "quoted-printable" else encodebytes
    lines = (
        "From: <Saved by Blink>",
        "Subject: =?utf-8?Q?=E5=B9=B4=E6=8A=A5?=",
        "Date: Thu, 1 Feb 2024 08:00:00 -0000",
        "MIME-Version: 1.0",
        'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="--Part--001"',
        "",
        "",
        "----Part--001",
        f'Content-Type: text/html; charset="{CHARSETS.get(style, "utf-8")}"',
        f"Content-Transfer-Encoding: {transfer}",
        "Content-Location: https://www.example.gov.cn/art/1.html",
        "",
        encode(html).decode("ascii"),
        "----Part--001",
        "Content-Type: image/png",
        "Content-Transfer-Encoding: base64",
        "Content-Location: https://www.example.gov.cn/logo.png",
        "",
        "iVBORw0KGgo=",
        "----Part--001--",
        "",
    )
    return "\n".join(lines).replace("\r\n", "\n").replace("\n", "\r\n").encode("ascii")


def _below_title(items: list[Item], chrome: Chrome) -> list[Item]:
    """What stands in the place for the content: not the title where the page has its own."""
    if not chrome.titled:
        return items
    return [item for item in items if not (isinstance(item, Para) and item.role == "title")]


def _item(item: Item, marks: _Marks) -> str:
    if isinstance(item, Grid):
        return _table(item, marks)
    form = {
        "title": marks.title,
        "heading": marks.heading,
        "caption": marks.caption,
    }.get(item.role, marks.prose)
    text = (item.number + item.text).replace("\t", "........")
    return form.format(_text(text, marks, line="<br>"))


def _text(text: str, marks: _Marks, *, line: str) -> str:
    """The text as markup; a run of digits is cut in two where the style does so."""
    digits = [at for at in range(1, len(text)) if text[at - 1 : at + 1].isdecimal()]
    at = digits[0] if digits and marks.split else 0
    parts = [
        escape(part, quote=False).replace("\u00a0", "&nbsp;") for part in (text[:at], text[at:])
    ]
    return (marks.split if at else "").join(part.replace("\n", line) for part in parts)


def _table(grid: Grid, marks: _Marks) -> str:
    rows: list[list[Box]] = [[] for _ in range(grid.height)]
    for box in sorted(grid.boxes, key=lambda box: (box.row, box.column)):
        rows[box.row].append(box)
    taken = {
        (row, column)
        for box in grid.boxes
        for row in range(box.row, box.row + box.row_span)
        for column in range(box.column, box.column + box.column_span)
    }
    written = []
    for row, boxes in enumerate(rows):
        cells = [(box.column, _cell(box, marks)) for box in boxes]
        gaps = [column for column in range(grid.width) if (row, column) not in taken]
        cells += [(column, marks.cell.format(spans="", text="&nbsp;")) for column in gaps]
        written.append(f"<tr>{''.join(cell for _, cell in sorted(cells))}</tr>\n")
    return marks.table.format("".join(written))


def _cell(box: Box, marks: _Marks) -> str:
    spans = f' rowspan="{box.row_span}"' if box.row_span > 1 else ""
    spans += f' colspan="{box.column_span}"' if box.column_span > 1 else ""
    return marks.cell.format(spans=spans, text=_text(box.text, marks, line=marks.lines))
