"""What a page holds, piece by piece: text, lists, tables, days, places, encodings."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.document import Document, Paragraph, Table
from gblint.readers import Limits, ReadError, Source, read, sniff
from gblint.readers.refusals import DEFAULT
from tests.readers.written_tables import shown


def page(body: str, head: str = "", limits: Limits = DEFAULT) -> Document:
    text = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    found = read(text.encode(), limits=limits)
    assert found.format == "html"
    return found


def texts(body: str) -> list[str]:
    return [paragraph.shown for paragraph in page(body).paragraphs()]


def grid(body: str) -> list[tuple[str, int, int, int, int]]:
    (table,) = page(body).tables()
    return [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲<p>乙", ["甲", "乙"]),
        ("前<div>中</div>后", ["前", "中", "后"]),
        ("<p><span>20</span><span>23</span>年</p>", ["2023年"]),
        ("<p>总体\n  情况</p>", ["总体情况"]),
        ("<p>two\n words</p>", ["two words"]),
        ("<p>&nbsp;&nbsp;&nbsp;&nbsp;　甲&nbsp;</p>", ["甲"]),
        ("<p>示例市<br>年度报告</p>", ["示例市\n年度报告"]),
        ("<p>甲<br>　　乙</p>", ["甲", "乙"]),
        ("<p>甲<br><br>乙</p>", ["甲", "乙"]),
        ("<div>甲<br>乙</div>", ["甲", "乙"]),
        ("<pre>甲  乙\n丙</pre>", ["甲\u00a0\u00a0乙", "丙"]),
        ("<p>甲<!-- 乙 --><script>丙</script><o:p>丁</o:p></p>", ["甲丁"]),
        ("<p>甲<span style='DISPLAY : none'>乙</span><del>丙</del></p><p hidden>丁</p>", ["甲"]),
        ("<template><p>甲</p></template><noscript>乙</noscript>丙", ["丙"]),
        ("<p><![if !supportLists]><span>一、</span><![endif]>甲</p>", ["一、甲"]),
        ("<p>1&#150;2 &#8212;</p>", ["1–2 —"]),
        ("<ol><li>甲<li><p>乙</p><p>丙</p></ol>", ["1.甲", "2.乙", "丙"]),
        ("<ol type=a start=3><li>甲</ol><ul><li>乙</ul>", ["c.甲", "乙"]),
        ("<ol style='list-style-type:cjk-ideographic'><li value=4>甲</ol>", ["四、甲"]),
    ],
)  # fmt: skip
def test_text(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


def test_how_paragraphs_look() -> None:
    found = page(
        "<h2>甲</h2><p align=center><b>乙</b></p><p><b>丙</b>丁</p><center><p>戊</p></center>"
        "<p style='font-weight:700;text-align:center'><span style='font-weight:normal'>己</span>"
    )
    looks = [(p.level, p.bold, p.centered) for p in found.paragraphs()]
    assert looks == [
        (2, False, False),
        (None, True, True),
        (None, False, False),
        (None, False, True),
        (None, False, True),
    ]


def test_tables_are_laid_out_as_browsers_do() -> None:
    body = (
        "<table><caption>题</caption><tfoot><tr><td>脚<td>1<td>2</tfoot>"
        "<thead><tr><th rowspan=2>角<th colspan=2>头<tr><th>甲<th>乙</thead>"
        "<tbody><tr><td rowspan=99>一<td colspan=1000>二<tr><td>三<td>四</tbody></table>"
    )
    assert texts(body) == ["题"]
    assert grid(body) == [
        ("角", 0, 0, 2, 1),
        ("头", 0, 1, 1, 2),
        ("甲", 1, 1, 1, 1),
        ("乙", 1, 2, 1, 1),
        ("一", 2, 0, 2, 1),
        ("二", 2, 1, 1, 2),
        ("三", 3, 1, 1, 1),
        ("四", 3, 2, 1, 1),
        ("脚", 4, 0, 1, 1),
        ("1", 4, 1, 1, 1),
        ("2", 4, 2, 1, 1),
    ]


def test_cells() -> None:
    body = (
        "<table><form><tr><td><p>本年</p><p>新收</p><td>甲<table><tr><td>乙<td>丙</table>"
        "<td style='display:none'>无<td><br>1&nbsp;2<tr><td>x<td>y<td>z<tr><td>u<td>v<td>w</table>"
    )
    assert [text for text, *_ in grid(body)][:3] == ["本年\n新收", "甲\n乙\n丙", "1\u00a02"]


def test_what_only_lays_out_is_taken_apart() -> None:
    data = "<table><tr><td>1<td>2<td>3<tr><td>4<td>5<td>6</table>"
    body = f"<table><tr><td>菜单<td>前<p>{'文' * 20}</p>{data}后</table>"
    kinds = [type(block) for block in page(body).blocks]
    assert kinds == [Paragraph, Paragraph, Paragraph, Table, Paragraph]
    assert texts("<table><tr><td>题目</table>") == ["题目"]


def _set_in_blocks(*rows: str, row: str = "div class=tr", cell: str = "div") -> str:
    """Rows of cells parted by `/` as blocks, on one line of the source."""
    inner = ["".join(f"<{cell}>{text}</{cell}>" for text in one.split("/")) for one in rows]
    return "".join(f"<{row}>{one}</{row.split(maxsplit=1)[0]}>" for one in inner)


_IN_BLOCKS = ("角/申请人", "/个人/单位/总计", "//企业/其他/", "一、新收/1/2/3/6", "二、结转/0//0/0")


@pytest.mark.parametrize("cell", ["div", "li", "section"])
@pytest.mark.parametrize(
    "around", ["{0}<p>后</p>", "<p>前</p>{0}<div>后</div>", "<div>{0}</div>后"]
)
def test_tables_that_are_made_of_blocks(cell: str, around: str) -> None:
    found = page(around.format(_set_in_blocks(*_IN_BLOCKS, cell=cell)))
    (table,) = found.tables()
    assert shown(table) == [
        "角 申请人 < < <",
        "^ 个人 单位 < 总计",
        "^ ^ 企业 其他 ^",
        "一、新收 1 2 3 6",
        "二、结转 0 _ 0 0",
    ]
    assert [p.text for p in found.paragraphs()] == (["前"] if "前" in around else []) + ["后"]


def test_two_tables_of_blocks_within_one_block() -> None:
    small = f"<div>{_set_in_blocks('名称/制发/有效', '规章/1/2')}</div>"
    found = page(f"<div>{small}<!-- 下 -->{small}</div><div>尾</div>")
    assert [shown(table) for table in found.tables()] == [["名称 制发 有效", "规章 1 2"]] * 2
    assert [p.text for p in found.paragraphs()] == ["尾"]


@pytest.mark.parametrize(
    "body",
    [
        _set_in_blocks("首页/公开/服务", "机构/政策/年报"),
        _set_in_blocks("名称/1/2", "规章/1", "文件/1/2"),  # which column lacks one?
        _set_in_blocks("名称/制发", "规章/1", "文件/2"),
        _set_in_blocks("索引号/0143-2025-2/日期/2025-03-28", "文号/无/序号/000014349202500012"),
        _set_in_blocks("/名称//制发//有效", "/规章//1//2", cell="p"),
        _set_in_blocks("名称/制发/有效", f"{'长' * 101}/1/2"),
        "前" + _set_in_blocks("名称/制发/有效", "规章/1/2", row="p", cell="span"),
        _set_in_blocks("名称/制发/有效", "规章/1/2").replace("<div>1", "<div hidden>1"),
        f"{_set_in_blocks('名称/制发/有效')}注{_set_in_blocks('规章/1/2')}",
        "<table><tr><td>名称<td>数<tr><td>规章<td>1</table>"
        + _set_in_blocks("名称/制发/有效", "规章/1/2"),
    ],
)  # fmt: skip
def test_blocks_that_are_no_table(body: str) -> None:
    assert sum(table.inferred for table in page(body).tables()) == 0


def test_lines_are_those_of_the_source() -> None:
    body = (
        "<p>\n甲</p>\n<!-- a\nb -->\n<p\nclass=x>乙<br>\n丙丙丙</p>"
        "<div>丁\n<p>戊<table>\n<tr>\n<td>1<td>2\n</table>"
    )
    found = page(body)
    lines = {
        block.text if isinstance(block, Paragraph) else "": block.anchor.line
        for block in found.blocks
    }
    assert lines == {"甲": 2, "乙\n丙丙丙": 6, "丁": 7, "戊": 8, "": 10}


@pytest.mark.gate
def test_lines_beyond_what_is_counted() -> None:
    body = "\n".join([*["总"] * 33_000, "<p>甲</p>", *["", "总"] * 17_000, "<p\nid=x>乙</p>", "丙"])
    many_lines = Limits(paragraphs=200_000, tags=500_000)
    found = [p for p in page(body, limits=many_lines).paragraphs() if p.text in "甲乙丙"]
    assert [(p.text, p.anchor.line) for p in found] == [
        ("甲", 33_001),
        ("乙", 67_003),
        ("丙", 67_004),
    ]
    many = page("<p>一</p>\n" * 67_000 + "<p>末</p>", limits=many_lines)
    assert abs(many.blocks[-1].anchor.line - 67_001) <= 2


def test_pictures_of_text_are_counted() -> None:
    found = page(
        "<img src=p1.jpg><img src='data:image/png;base64,AA' width=800 height=1100>"
        "<img src=/images/logo.png><img src=a.gif width=16 height=16><img>"
        "<nav><a href=/><img src=b.jpg></a></nav><p>文</p>"
    )
    assert found.pictures == 2


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ('<meta name="PubDate" content="2024-01-25 10:00">', "发布时间：2024-02-01", 25),
        ('<meta property="article:published_time" content="2024-01-25T10:00:00Z">', "", 25),
        ('<META NAME=pubdate CONTENT="20240125">', "", 25),
        ('<meta name="PubDate" content="">', "<p>发布日期： 2024年1月25日 来源</p>", 25),
        ("", "<table><tr><td>成文日期<td>2024/1/2<tr><td>发布日期<td>2024/1/25</table>", 25),
        ("", "<p>成文日期：2024.1.2</p>", 2),
        ("", "<p>发布时间：2024-13-25</p>", None),
        ("", "<p>更新于2024年1月25日</p>", None),
    ],
)  # fmt: skip
def test_the_day_of_publication(head: str, body: str, day: int | None) -> None:
    text = "<p>" + "正文。" * 80 + "</p>"
    assert page(body + text, head).published == (date(2024, 1, day) if day else None)


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("gb2312", "gb18030"),
        ("iso-8859-1", "gbk"),
        ("", "gbk"),
        ("", "utf-8"),
        ("big5", "big5"),
        ("nonsense", "utf-8"),
        ("utf-16", "utf-8"),
    ],
)
def test_encodings(declared: str, used: str) -> None:
    words = (
        "中文年度工作" if used == "big5" else "朱镕基题词，信息公开" if used != "gb2312" else "中"
    )
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    found = read(f"<html>{head if declared else ''}<p>{words}</p></html>".encode(used))
    assert [p.text for p in found.paragraphs()] == [words]


def test_a_page_of_parts_in_two_encodings_is_read_with_a_note() -> None:
    data = "<html><p>总体情况</p>".encode() * 60 + "<p>版权</p>".encode("gbk")
    found = read(data)
    assert "无法识别" in found.notes[0][0]
    assert next(found.paragraphs()).text == "总体情况"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("\ufeff\n <!-- x -->\n<!DOCTYPE html><p>x", "html"),
        ("<HTML>", "html"),
        ('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html>', "html"),
        (f"<!--{'x' * 9000}--><html xmlns:o='urn:x'>", "html"),
        ("<div><p>甲</p><table><tr><td>1</td></tr></table></div>", "html"),
        ("<p>甲<p>乙", "html"),
        ("<table><tr><td>1</td></tr></table>\n\n# 题\n\n正文很长很长很长。", "text"),
        ("<div align='center'>标</div>\n\n# 题\n\n正文很长很长很长。", "text"),
        ("# 题\n<table><tr><td>1</td></tr></table>", "text"),
        ("<注>这不是标签", "text"),
        ("甲: 乙\nMIME-Version: 1.0", "text"),
        ("Subject: a\nContent-Type: text/plain\nMIME-Version: 1.0\n\nx", "text"),
        ("From: a\nContent-Type: multipart/related\nMIME-Version: 1.0\n\nx", "mht"),
        ('<?xml version="1.0"?><svg/>', "xml"),
    ],
)
def test_what_is_a_page(data: str, kind: str) -> None:
    assert sniff(Source(data.encode())) == kind


def test_utf_16_pages() -> None:
    data = "<html><p>年报</p></html>".encode("utf-16")
    assert [p.text for p in read(data).paragraphs()] == ["年报"]


@pytest.mark.parametrize(
    "data",
    [
        b"<html>" + b"<div>" * 100_000 + b"x",
        b"<html><table>" + b"<tr><td>1" * 300_000,
        b"<html><table>" + (b"<tr>" + b"<td colspan=500 rowspan=65000>1</td>") * 5000,
        b"<html><p " + b"".join(b" a%d=1" % i for i in range(200_000)) + b">x",
        b"<html>" + b"<table><tr><td>x" * 40,
        b"<html>" + b"<" * 1_000_000,
        b"<html>" + b"x\n" * 150_000,
    ],
)
def test_pages_beyond_a_limit(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read(data)
    assert "限度" in caught.value.say.zh


def test_limits_can_be_raised() -> None:
    data = b"<html>" + b"<p>x</p>" * 50
    with pytest.raises(ReadError):
        read(data, limits=Limits(tags=99))
    assert len(read(data, limits=Limits(tags=101)).blocks) == 50


def test_many_comments_take_no_long_time() -> None:
    assert len(read(b"<html>" + b"<!--x--><?y>a" * 60_000).blocks) == 1


_PIECES = (
    *("<p>", "</p>", "<div>", "</div>", "<br>", "<hr>", "<h1>", "</h1>", "<b>", "</b>"),
    *("<a href=/>", "</a>"),
    *("<table>", "</table>", "<tr>", "<td rowspan=3>", "<td colspan=0>", "<th>", "<tbody>"),
    *("<caption>", "<ol>", "<li>", "</ol>", "<nav>", "</nav>", "<footer>", "<script>"),
    *("<!--", "-->", "<!", "<?x", "&nbsp;", "&#0;", "&#x110000;", "<img src=a>", "<pre>"),
    *("甲", "一、", "主办：乙", "首页 > 丙", "发布日期：2024-01-25", "\n"),
    *("0", "文" * 200, "\u2028", "<", "</td>", "</script>"),
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_pieces_of_pages_in_any_order(text: str) -> None:
    assert isinstance(read(b"<html>" + text.encode()), Document)
