"""Paragraphs of plain text: lines that belong together, marks, page numbers; and pages whose tables
an extractor has taken apart into lines.
"""

from __future__ import annotations

import random

import pytest

from gblint.document import Anchor
from gblint.readers.texts import join_lines
from gblint.text import measure_type_width
from tests.builder.form_labels import HEADINGS
from tests.readers.written_tables import document, paragraphs
from tests.tools.lint import lint, told

FIRST = (
    "根据《中华人民共和国政府信息公开条例》的规定，示例市人民政府办公室编制了本年度报告，"
    "全文由总体情况等六个部分组成，所列数据的统计期限自2023年1月1日起至12月31日止，"
    "如有疑问请与示例市人民政府办公室政务公开科联系，电话010-55550123。"
)
SECOND = (
    "示例市坚持以公开为常态、不公开为例外，围绕重大项目、民生实事等领域及时发布信息，"
    "全年通过 OA 系统和门户网站发布各类信息1234条，其中政策解读56条，办理群众留言789件，"
    "政务公开的质量和实效有了新的提升，群众满意度进一步提高，各项工作平稳推进。"
)
HEADING = "一、总体情况"
TITLE = "示例市2023年政府信息公开工作年度报告"


def typeset(text: str, columns: int, *, indent: int = 4) -> list[str]:
    """Lines of a page, as a word processor breaks them; the first is shorter by its indent."""
    lines, line = [], ""
    room = columns - indent
    for sign in text:
        if measure_type_width(line) + measure_type_width(sign) > room and sign not in "，。、；：":
            lines.append(line)
            line, room = "", columns
        line += sign
    return [*lines, line]


def page(*texts: str, columns: int = 56, between: str = "\n\n", indent: int = 4) -> str:
    return between.join(line for text in texts for line in typeset(text, columns, indent=indent))


REPORT = (TITLE, FIRST, HEADING, SECOND, "（一）主动公开。" + FIRST, "二、公开情况", SECOND)


@pytest.mark.parametrize("columns", [44, 50, 56, 60, 70, 76])
@pytest.mark.parametrize("indent", [0, 4])
def test_lines_of_a_page_with_blank_lines_between(columns: int, indent: int) -> None:
    text = page(*REPORT, columns=columns, indent=indent)
    assert [p.replace(" ", "") for p in paragraphs(text)] == [p.replace(" ", "") for p in REPORT]


@pytest.mark.parametrize("columns", [44, 56, 70])
def test_lines_of_a_page_without_blank_lines(columns: int) -> None:
    text = page(*REPORT, columns=columns, between="\n")
    assert [p.replace(" ", "") for p in paragraphs(text)] == [p.replace(" ", "") for p in REPORT]


def test_lines_of_a_page_with_a_bar_in_the_prose() -> None:
    report = [text.replace("信息1234条", "信息1234条 | 份") for text in REPORT]
    found = paragraphs(page(*report))
    assert [p.replace(" ", "") for p in found] == [p.replace(" ", "") for p in report]


def test_an_item_with_a_sentence_in_its_first_line_goes_on() -> None:
    """It may fall short by a few columns, as other lines; of an item alone that is not so."""
    whole = "（二）申请。" + SECOND
    lines = typeset(whole, 70)
    parts = [lines[0][:-1], lines[0][-1:] + lines[1], *lines[2:]]
    text = "\n".join(f"    {line}" if line in {lines[0], parts[0]} else line for line in parts)
    first = ["\n".join(["    " + own[0], *own[1:]]) for own in [typeset(FIRST, 70)] * 3]
    assert paragraphs("\n\n".join([*first, text]))[-1].replace(" ", "") == whole.replace(" ", "")


def test_lines_of_a_page_that_is_turned_are_longer() -> None:
    """Two of them show no paragraphs of a line each, labels of a table no indent of all lines."""
    prose = [typeset(text, 70) for text in (FIRST, SECOND, FIRST, SECOND)]
    turned = typeset(SECOND, 118)
    lines = [f"    {own[0]}\n\n" + "\n\n".join(own[1:]) for own in prose]
    table = "\n".join(f"     {at}.属\n     于国\n     家秘\n      密" for at in range(40))
    text = [
        *lines,
        HEADING,
        "    " + "\n\n".join(turned),
        "    备注：" + "统计范围" * 15 + "。",
        table,
    ]
    found = paragraphs("\n\n\n".join(text))
    assert found[:6] == [FIRST, SECOND, FIRST, SECOND, HEADING, SECOND]
    assert found[6].startswith("备注")


def test_a_blank_line_ends_a_paragraph_where_lines_stand_close() -> None:
    short = FIRST[: FIRST.index("全文")]
    blocks = ["\n".join(typeset(text, 56, indent=0)) for text in (FIRST, SECOND, short, SECOND)]
    found = paragraphs("\n\n".join(blocks))
    assert [p.replace(" ", "") for p in found] == [
        text.replace(" ", "") for text in (FIRST, SECOND, short, SECOND)
    ]


def test_an_indent_begins_a_paragraph_also_after_a_full_line() -> None:
    whole = "".join(random.Random(1).choices("政务公开工作要求", k=54))
    lines = ["　　" + whole[:26], whole[26:], "　　" + whole[:26], whole[26:]] * 3
    assert paragraphs("\n".join(lines)) == [whole] * 6


def test_a_paragraph_goes_on_after_a_page_break() -> None:
    lines = typeset(FIRST, 56) + typeset(SECOND, 56)
    broken = [*lines[:2], "\n\n- 1 -\n\n\f" + lines[2], *lines[3:]]
    found = list(document("\n".join(broken)).paragraphs())
    assert [p.text.replace(" ", "") for p in found] == [FIRST, SECOND.replace(" ", "")]
    assert [p.anchor.page for p in found] == [1, 2]


def test_a_paragraph_goes_on_after_a_page_number() -> None:
    lines = typeset(FIRST, 56) + typeset(SECOND, 56)
    broken = [*lines[:2], "\n- 1 -\n", *lines[2:]]
    found = paragraphs("\n".join(broken))
    assert [text.replace(" ", "") for text in found] == [FIRST, SECOND.replace(" ", "")]


def test_lines_of_a_page_that_has_few_full_ones() -> None:
    short = [f"{'政务公开' * (1 + size // 2)}{'工作' * (size % 2)}有序。" for size in range(16)]
    texts = [TITLE, FIRST, HEADING, *short, SECOND, *reversed(short), FIRST]
    found = paragraphs(page(*texts, columns=84, between="\n", indent=0))
    assert [text.replace(" ", "") for text in found] == [text.replace(" ", "") for text in texts]


def test_latin_words_keep_a_space() -> None:
    english = "Published by the General Office of the People's Government of Shili City"
    cut = english.rindex(" ", 0, 57)
    lines = [*typeset(FIRST, 56), english[:cut], english[cut + 1 :], *typeset(SECOND, 56)]
    assert english in paragraphs("\n".join(lines))


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("邮箱：xxgk@exa", "mple.com。"), "邮箱：xxgk@example.com。"),
        (("网址：www.exa", "mple.gov.cn"), "网址：www.example.gov.cn"),
        (("采用 OA", "system 办理"), "采用 OA system 办理"),
        (("共1", "234件"), "共1234件"),
        (("电话：010 ", "55550123"), "电话：010 55550123"),
        (("共公开", "3件"), "共公开3件"),
        (("（OA）", "office"), "（OA）office"),
    ],
)
def test_what_stands_for_the_end_of_a_line(lines: tuple[str, str], text: str) -> None:
    assert join_lines(lines) == text


def test_a_heading_after_a_full_line_begins_a_paragraph() -> None:
    full = ["".join(random.Random(at).choices("政务公开工作要求", k=28)) for at in range(9)]
    text = "\n".join([*full[:6], "二、公开情况", *full[6:]])
    assert paragraphs(text) == ["".join(full[:6]), "二、公开情况", "".join(full[6:])]


@pytest.mark.parametrize("ordinal", ["一、", "（一）", "第一部分", "  十二、"])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n"])
def test_an_ordinal_on_a_line_of_its_own_is_of_the_next(ordinal: str, between: str) -> None:
    """As pdftotext has a numbered heading whose number stands apart."""
    text = f"前。\n\n{ordinal}{between}总体情况\n\n正文。\n"
    assert paragraphs(text) == ["前。", f"{ordinal.strip()}总体情况", "正文。"]
    for other in ("二、公开情况", "3件", "（二）公开"):
        text = f"前。\n\n{ordinal}{between}{other}\n\n正文。\n"
        assert paragraphs(text) == ["前。", ordinal.strip(), other, "正文。"]


@pytest.mark.parametrize(
    ("end", "joins"), [("，", True), ("“", True), ("；", False), ("。", False)]
)
def test_a_list_inside_a_sentence_goes_on(end: str, *, joins: bool) -> None:
    full = ["".join(random.Random(at).choices("政务公开工作要求", k=28)) for at in range(9)]
    text = "\n".join([*full[:5], full[5][:27] + end, "二、公开情况", *full[6:]])
    assert paragraphs(text)[0].endswith(f"{end}二、公开情况") is joins


def test_an_address_broken_between_lines_stays_whole() -> None:
    text = FIRST[:-1] + "，网址：www.example.gov.cn/zwgk/index.html。"
    assert text in paragraphs(page(TITLE, text, HEADING, SECOND, text[1:], columns=50))


_TERSE_TITLE = "示例市教育局2023年政府信息公开工作年度报告"
_TERSE = (
    "（一）主动公开。公开信息300条。",
    "（二）依申请公开。按规定办理。",
    "（三）政府信息管理。强化审核。",
    "（四）平台建设。改版专栏。",
    "（五）监督保障。开展培训。",
    "今年办理教师资格认定（行政许可）12018件。",
)
_LAST = ("政策解读形式单一的问题仍然存在，已增加图解。", HEADINGS[5], "未收取信息处理费。")


@pytest.mark.parametrize(
    "lines",
    [
        (_TERSE_TITLE, FIRST, HEADING, *_TERSE, *HEADINGS[1:5], *_LAST),
        (_TERSE_TITLE, HEADING, *_TERSE, *HEADINGS[1:5], *_LAST),
        (TITLE, FIRST, *(f"{at}月发布政策解读和工作动态{at * 3}条" for at in range(1, 13))),
        (TITLE, FIRST, *(("公开政务" * 4, "管理网站" * 4, "干部培训" * 4) * 3)),
    ],
)
def test_short_lines_of_like_length_are_no_broken_ones(lines: tuple[str, ...]) -> None:
    assert paragraphs("\n".join(lines)) == list(lines)


def test_a_paragraph_on_one_line_among_many_that_are_broken() -> None:
    added = FIRST + SECOND
    texts = [TITLE, FIRST, HEADING, *[SECOND, FIRST] * 4]
    found = paragraphs("\n".join([page(*texts, between="\n"), "二、公开情况", added]))
    assert list(map(_squeezed, found)) == list(map(_squeezed, [*texts, "二、公开情况", added]))


@pytest.mark.parametrize("sign", ["\\", "\\\\", "  "])
@pytest.mark.parametrize("mark", ["", "*", "**", "***"])
@pytest.mark.parametrize("blanks", ["", "　　"])
def test_lines_that_a_sign_breaks(sign: str, mark: str, blanks: str) -> None:
    above, below = "示例市教育局", "2023年政府信息公开工作年度报告"
    text = f"{mark}{above}{sign}\n{blanks}（公开）{sign}\n{blanks}{below}{mark}\n\n{FIRST}\n"
    found = list(document(text).paragraphs())
    assert [p.text for p in found] == [above, "（公开）", below, FIRST]
    assert [p.anchor.column for p in found] == [1, 1 + len(blanks), 1 + len(blanks), 1]
    assert [p.bold for p in found] == [len(mark) > 1] * 3 + [False]


def test_lines_that_a_sign_of_asciidoc_breaks() -> None:
    text = f"== 示例市教育局 +\n{TITLE}\n\n*示例 +\n报告*\n\n{FIRST}\n"
    assert paragraphs(text) == ["示例市教育局", TITLE, "示例", "报告", FIRST]


@pytest.mark.parametrize(
    "lines",
    [
        ("*甲为合计  ", "*乙为合计  ", "丙"),
        ("张**  ", "李**  ", "王某"),
        ("行政许可", "\\", "0", "\\", "总计"),
        ("推进“互联网 +", "政务服务”"),
        ("**甲\\", "", "乙**"),
    ],
)
def test_marks_and_backslashes_that_are_the_offices_stay(lines: tuple[str, ...]) -> None:
    assert paragraphs("\n".join(lines)) == [line.strip() for line in lines if line]


@pytest.mark.parametrize(
    "lines",
    [
        (TITLE, FIRST, HEADING, SECOND, "二、公开情况", FIRST),
        ("示例市人民政府办公室", "2023年政府信息公开工作年度报告", FIRST, HEADING, SECOND),
        (FIRST[:30] + "。",) * 8,
        ("公开信息类数量共计一千二百三十四条；",) * 9,
        ("示例市人民政府办公室", "示例市教育和体育局", "示例市民政局", "示例市财政局") * 3,
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n"])
def test_one_paragraph_to_a_line_stays_so(lines: tuple[str, ...], between: str) -> None:
    assert paragraphs(between.join(lines)) == list(lines)


def test_lines_broken_at_spaces() -> None:
    text = (
        f"{FIRST}\n\n{SECOND}\n\n"
        "2023年，示例市政府认真贯彻 ABC Office Platform 系统要求 2023\n"
        "年共公开信息 300 条，其中主动公开 200 条。\n\n短段落\n另一段落\n"
    )
    joined = "2023年，示例市政府认真贯彻 ABC Office Platform 系统要求 2023 年共公开信息 300 条，"
    assert paragraphs(text)[2:] == [joined + "其中主动公开 200 条。", "短段落", "另一段落"]


def test_paragraphs_have_the_line_and_column_they_begin_at() -> None:
    found = document(f"{TITLE}\n\n    {FIRST}\n　　{SECOND}\n").paragraphs()
    assert [p.anchor for p in found] == [Anchor(1), Anchor(3, 5), Anchor(4, 3)]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\u2028", "\v"])
def test_ends_of_lines(ends: str) -> None:
    found = document(ends.join((TITLE, "", FIRST)))
    assert [p.text for p in found.paragraphs()] == [TITLE, FIRST]
    single = ends in "\u2028\v"
    assert [p.anchor.line for p in found.paragraphs()] == ([1, 1] if single else [1, 3])


# page numbers


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}\n1\n",
        f"{FIRST}\n\n- 1 -\n\n{SECOND}\n",
        f"{FIRST}\n— 1 —\n{SECOND}\n",
        f"{FIRST}\n\n\n1\n\n\n{SECOND}\n",
        f"{FIRST}\n1\n\f{SECOND}\n",
        f"{FIRST}\n第 1 页 共 3 页\n{SECOND}\n",
        f"{FIRST}\n1/3\n{SECOND}\n",
    ],
)
def test_page_numbers_are_dropped(text: str) -> None:
    assert paragraphs(text) == [FIRST, *([SECOND] if SECOND in text else [])]


@pytest.mark.parametrize(
    "text", ["受理\n3\n办结\n3\n", "受理\n\n3\n\n办结\n", "1\n2\n3\n", "受理\n\n\n3\n4\n\n\n办结"]
)
def test_numbers_that_may_be_cells_stay(text: str) -> None:
    assert paragraphs(text) == text.split()


# what a page has below its document

_FEET = (
    "分享到：微信微博QQ空间 【打印此页】 【关闭窗口】",
    "【打印】【关闭】",
    "打印本页 | 关闭窗口",
    "[ 打印 ] [ 关闭 ]",
    "上一篇：示例示例市市场监管局2022年政府信息公开工作年度报告",
    "下一条: 没有了",
    "扫一扫在手机打开当前页",
)
_OWNERS = (
    "主办：示例市人民政府办公室　承办：示例市大数据管理局",
    "地址：示例市人民大道1号　邮编：000000　电话：0000-1234567",
    "版权所有 © 示例市人民政府 2009-2026",
)
_BODY = (TITLE, FIRST, HEADING, SECOND, "六、其他需要报告的事项", "未收取信息处理费。")


@pytest.mark.parametrize("foot", _FEET)
def test_the_foot_of_a_page_is_left_out(foot: str) -> None:
    found = paragraphs("\n\n".join([*_BODY, "示例市教育局", foot, *_OWNERS]))
    assert found == [*_BODY, "示例市教育局"]


@pytest.mark.parametrize(
    "lines",
    [
        ("示例市教育局", "联系我们：电话010-55550123"),
        ("分享到部门的信息有12条", "打印本页供群众取阅"),
        ("打印本页", SECOND),
        ("分享到：微信群的信息共20条", "（一）信息处理费：未收取"),
        ("打印窗口：一楼大厅", "联系电话：010-55550123"),
        ("【打印本】数量不足；已改进", "六、其他需要报告的事项"),
        ("【打印】【关闭】", "如有疑问，请向示例市教育局咨询，电话：010-55550123"),
        ("主办单位：示例市教育局", "2024年1月20日"),
        ("上一年度：无", "打印、关闭等功能齐全"),
    ],
)
def test_lines_that_are_no_foot_of_a_page_stay(lines: tuple[str, ...]) -> None:
    assert paragraphs("\n\n".join([*_BODY, *lines])) == [*_BODY, *lines]


def test_the_day_in_the_foot_of_a_page_stays() -> None:
    text = "\n\n".join([*_BODY, "打印本页", "发布日期：2024-01-20", "上一篇：没有了"])
    assert paragraphs(text) == [*_BODY, "发布日期：2024-01-20"]
    text = "\n\n".join([*_BODY, "【打印】【关闭】", "2024年6月15日"])
    assert paragraphs(text) == [*_BODY, "2024年6月15日"]


# marks


@pytest.mark.parametrize(
    ("text", "shown", "level", "bold"),
    [
        ("# 标题", "标题", 1, False),
        ("### 一、总体情况 ###", "一、总体情况", 3, False),
        ("## 一、总体情况 {#s1 .unnumbered}", "一、总体情况", 2, False),
        ("**一、总体情况**", "一、总体情况", None, True),
        ("# **标题**", "标题", 1, True),
        ("**（一）公开。**本年情况。", "（一）公开。本年情况。", None, False),
        ("**　　一、总体情况**", "一、总体情况", None, True),
        ("** 一、总体情况 **", "一、总体情况", None, True),
        ("**一、总体情况　**", "一、总体情况", None, True),
        ("*　　一、总体情况*", "一、总体情况", None, False),
        ("***　　一、总体情况　　***", "一、总体情况", None, True),
        ("__　　一、总体情况__", "一、总体情况", None, False),
        ("# **\xa0一、总体情况**", "一、总体情况", 1, True),
        ("**　　（一）公开。**本年**情况 **好。", "（一）公开。本年情况 好。", None, False),
        ("* 一、总体情况", "一、总体情况", None, False),
        ("- 一、总体*情况*", "一、总体*情况*", None, False),
        ("* 项目 *甲* 乙", "* 项目 甲 乙", None, False),
        ("** 一、总体情况", "** 一、总体情况", None, False),
        ("** 项目**甲**乙", "** 项目甲乙", None, False),
        ("#号不是标题", "#号不是标题", None, False),
        (r"1\. 第一\_项\*", "1. 第一_项*", None, False),
        ("见[网站](http://www.example.gov.cn)。", "见网站。", None, False),
        ("[2023]5号文件(一)", "[2023]5号文件(一)", None, False),
        ("a ** b ** c", "a ** b ** c", None, False),
        ("联系人：____", "联系人：____", None, False),
    ],
)
def test_marks(text: str, shown: str, level: int | None, *, bold: bool) -> None:
    (found,) = document(text).paragraphs()
    assert (found.text, found.level, found.bold) == (shown, level, bold)


def test_underlined_headings() -> None:
    found = list(document("标题\n====\n\n一、总体情况\n----\n\n正文。\n\n----\n").paragraphs())
    assert [(p.text, p.level) for p in found] == [
        ("标题", 1),
        ("一、总体情况", 2),
        ("正文。", None),
    ]


@pytest.mark.parametrize(
    "picture",
    ["[image: image1]", "![](media/image1.png)", "![图](a.png){width=5}", '<img src="a.png">'],
)
def test_places_of_pictures(picture: str) -> None:
    found = document(f"{picture}二、公开情况\n\n{picture}\n\n正文{picture}。\n")
    assert [p.text for p in found.paragraphs()] == ["二、公开情况", "正文。"]
    assert found.pictures == 3


@pytest.mark.parametrize("leader", ["......", "……………", "．．．．", "· · · ·"])
def test_lines_of_a_table_of_contents(leader: str) -> None:
    found = list(document(f"总体情况 {leader} 3\n\n总体情况\n").paragraphs())
    assert [p.contents for p in found] == [True, False]


def test_a_centred_title_is_a_paragraph_of_its_own() -> None:
    lines = typeset(FIRST, 56, indent=0) + typeset(SECOND, 56, indent=0)
    text = "\n".join([" " * 15 + TITLE, *lines])
    assert paragraphs(text)[0] == TITLE


def test_labels_one_below_the_other_are_no_broken_line() -> None:
    source = (
        "信息名称：示例市公安局2023年政府信息公开工作年度报告\n"
        "信息索引：014-2024-000001  生成日期：2024-01-20  发文机构：示例市公安局\n"
        f"内容概述：{TITLE} 全文\n\n{FIRST}\n\n{SECOND}\n"
    )
    assert [text[:5] for text in paragraphs(source.encode())][:3] == [
        "信息名称：",
        "信息索引：",
        "内容概述：",
    ]


_CELLS = [text for at in range(90) for text in ("行政许可", str(at), "总计")]
_LABELS = ["收到和处理申请情况", "本年制发件数", "现行有效件数（件）"] * 6
_THIRD = (
    "自 2023 年 1 月 1 日起至 2023 年 12 月 31 日止，全年主动公开 1234 条，受理 56 件，"
    "办结 55 件，结转 1 件，各项工作按照 2023 年政务公开要点的 26 项要求平稳推进。"
)


def _room(text: str) -> float:
    """Columns on the page, where a space between Chinese and a figure is a half one."""
    return measure_type_width(text) - text.count(" ") / 2


def _page(text: str, columns: int) -> list[str]:
    """Lines of a page that is so wide, with indents lost as extractors do."""
    lines, line, room = [], "", columns - 4
    for sign in text:
        if _room(line + sign) > room and sign not in "，。、；：）":
            lines.append(line.strip())
            line, room = "", columns
        line += sign
    return [*lines, line.strip()]


def _squeezed(text: str) -> str:
    return text.replace(" ", "")


@pytest.mark.parametrize("columns", [52, 62, 74, 84])
@pytest.mark.parametrize("blank", [0, 3])
def test_prose_beside_a_table_in_lines(columns: int, blank: int) -> None:
    """`blank`: every so many lines of the table a blank one."""
    prose = [FIRST, SECOND, _THIRD, _THIRD[: -len("平稳推进。")] + "继续推进。", FIRST]
    lines = [TITLE, HEADING, *(line for text in prose for line in _page(text, columns))]
    cells = [*_LABELS, *_CELLS]
    if blank:
        cells = [t for at, cell in enumerate(cells) for t in (["", cell] if at % blank else [cell])]
    found = paragraphs("\n".join([*lines, *cells]))
    assert [_squeezed(t) for t in found[:7]] == [TITLE, HEADING, *map(_squeezed, prose)]
    assert found[7:] == [*_LABELS, *_CELLS]


def test_paragraphs_that_are_lines_beside_a_table_in_lines() -> None:
    prose = [FIRST, SECOND, FIRST[:40] + "。", SECOND[:43] + "。", SECOND[:41] + "。", _THIRD]
    assert paragraphs("\n".join([TITLE, *prose, *_CELLS])) == [TITLE, *prose, *_CELLS]


_NAMES = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")
_PREFACE = (
    "根据《中华人民共和国政府信息公开条例》第五十条的要求，示例市财政局编制了 2023 年政府信息公"
    "开工作年度报告，现予公布。数据的统计期限自 2023 年 1 月 1 日起至 2023 年 12 月 31 日止。"
    "如有疑问，请与示例市财政局办公室联系（地址：示例市中心区示例路 1 号，电话：010-55550123）。"
)
_TABLE = [t for at in range(12) for t in ("行政许可", "行政处罚", str(at), str(at))]
_APPLICATIONS = ["自然人", "商业企业", "总计", *(str(at % 3) for at in range(90))]
_REVIEW = ["行政复议", "结果维持", "结果纠正", "尚未审结", *"000000000000000"]
_FAULTS = (
    "一是部分政策解读形式单一，群众不易读懂；二是个别单位目录更新不够及时。针对上述问题，"
    "会同业务科室制作短视频和问答式解读，建立目录更新提醒机制，每季度通报一次。"
)


def _report(columns: int, opening: list[str]) -> str:
    """A report as an extractor gives it, its tables cell by cell."""
    general = [f"（{'一二三四五'[at]}）{name}。{SECOND}" for at, name in enumerate(_NAMES)]
    fees = "2023 年度未收取政府信息公开信息处理费，没有其他需要报告的事项。"
    prose = [[*general], [], [], [], [_FAULTS], [fees]]
    tables = [[], _TABLE, _APPLICATIONS, _REVIEW, [], []]
    lines = [*opening, *_page(_PREFACE, columns)]
    for heading, texts, cells in zip(HEADINGS, prose, tables, strict=True):
        lines += [heading, *(line for text in texts for line in _page(text, columns)), *cells]
    return "\n".join(lines)


_TITLES = ["示例市财政局", "2023 年政府信息公开工作年度报告"]


@pytest.mark.parametrize("columns", [56, 72, 84])
@pytest.mark.parametrize(
    "opening",
    [
        _TITLES,
        ["".join(_TITLES), "（2024 年 1 月 20 日）"],
        [
            *_TITLES,
            "目 录",
            *(line for at, one in enumerate(HEADINGS, 1) for line in (one, str(at))),
        ],
        [
            *_TITLES,
            "目 录",
            f"{HEADINGS[0]} 1",
            HEADINGS[1],
            "2",
            *HEADINGS[2:5],
            "5",
            HEADINGS[5],
            "6",
            "",
            "3\n4",
        ],
        [*_TITLES, "目 录", *HEADINGS, "", "1", "", "2", "", "3", "", "4", "", "5", "", "6", ""],
    ],
)
def test_a_report_with_its_tables_in_pieces(columns: int, opening: list[str]) -> None:
    findings = lint(_report(columns, opening).encode(), "报告.txt").findings
    # the text of these pages says the same several times
    assert {finding.rule for finding in findings} - {"GB706"} == {"GB905"}, told(findings)


def test_a_line_of_prose_is_no_title() -> None:
    line = "府信息公开工作年度报告，现予公布。全文由总体情况等六个部分组成"
    text = _report(84, ["示例市", "", line, ""])
    (found,) = [f for f in lint(text.encode(), "报告.txt").findings if f.rule == "GB109"]
    assert line not in found.message.zh


def test_a_title_nearly_as_wide_as_the_page() -> None:
    columns = measure_type_width(TITLE) + 3
    prose = [FIRST, SECOND, FIRST[1:], SECOND[1:]]
    lines = [TITLE, *(line for text in prose for line in _page(text, columns))]
    assert paragraphs("\n".join([*lines, *_CELLS]))[:2] == [TITLE, FIRST]


def test_a_remark_below_a_heading_as_wide_as_the_page() -> None:
    heading, remark = "三、收到和处理政府信息公开申请情况", "（本列数据的勾稽关系）"
    prose = [FIRST, SECOND, FIRST[1:], SECOND[1:]]
    lines = [line for text in prose for line in _page(text, measure_type_width(heading) + 4)]
    found = paragraphs("\n".join([TITLE[:10], *lines, heading, remark, *_CELLS]))
    assert heading in found
    assert remark in found


def test_one_line_may_be_longer_than_the_page_is_wide() -> None:
    prose = [FIRST, SECOND, FIRST[1:], SECOND[1:]]
    lines = [line for text in prose for line in _page(text, 62)]
    found = paragraphs("\n".join([TITLE, *lines, f"（{FIRST[:42]}。）", *_CELLS]))
    assert [_squeezed(t) for t in found[1:5]] == [_squeezed(t) for t in prose]


@pytest.mark.parametrize("indent", ["&emsp;&emsp;", "&nbsp;&nbsp;&nbsp;&nbsp;", "&#12288;&#x3000;"])
def test_an_indent_that_is_written_with_signs(indent: str) -> None:
    lines = [TITLE, FIRST, HEADING]
    assert paragraphs("\n\n".join(indent + line for line in lines)) == lines
    assert paragraphs("发布A&nbsp;&nbsp;B 5 &lt; 6&amp;nbsp; &nbsp") == [
        "发布A\xa0\xa0B 5 &lt; 6&amp;nbsp; &nbsp"
    ]
