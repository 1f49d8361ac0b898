"""Pages that the builder's styles do not have: the report is kept, the site around it is not."""

from __future__ import annotations

import re

import pytest

from gblint.readers import read
from tests.builder.fixture_cases import base
from tests.builder.write_html import render_html
from tests.tools.lint import Linted, lint, told

_PLAN = base()
_TITLE = _PLAN.title[0]
_NAV = "".join(f'<a href="/{i}">{name}</a> ' for i, name in enumerate(("首页", "公开", "服务")))
_FOOT = (
    "<p>联系电话：010-55559999　地址：示例市中心区网络路9号</p>"
    "<p>主办：示例市人民政府</p><p>版权所有　示例ICP备00000000号</p>"
)


def _inside(style: str) -> str:
    """The report alone, as a style writes it."""
    page = render_html(_PLAN, style="soup" if style == "soup" else "office").decode()
    pattern = r"<ucapcontent>(.*)</ucapcontent>" if style == "soup" else r"<body>(.*)</body>"
    match = re.search(pattern, page, re.DOTALL)
    assert match
    return match[1]


_BODY = _inside("office")
_UNTITLED = re.sub("<h1.*?</h1>", "", _BODY)
_SPLIT = "".join(f'<div class="page">{part}</div>' for part in re.split("(?=<h2>)", _BODY))
_LINES = re.sub(r"</(p|h\d)>", "<br>", re.sub(r"<(p|h\d)[^>]*>", "　　", _UNTITLED))
_OPEN = re.sub("</(p|td|tr)>", "", _BODY)
_HEAD = f"<head><title>{_TITLE}_示例市</title></head>"

_PAGES = {
    "nothing but the report": _BODY,
    "a piece of a page": f'<div class="zoom">{_BODY}</div>',
    "flat, with rules": f"<html><body>{_NAV}<hr>{_BODY}<hr>{_FOOT}</body></html>",
    "flat, the foot by its words": f"<html><p>{_NAV}</p>{_BODY}<p>下一篇：<a href=x>另一份</a></p>"
    "<p>主办：示例市人民政府</p><p>电话：010-55559999</p><p>版权所有</p></html>",
    "many containers": f"<html><div id=nav>{_NAV}</div>{_SPLIT}<div>{_FOOT}</div></html>",
    "the title in a header": f"<html>{_HEAD}<div class=header><h1>示例市人民政府</h1></div>"
    f"<div><div class=header><h1>{_TITLE}</h1></div>{_UNTITLED}</div></html>",
    "the site's name in a heading": f"<html>{_HEAD}<div><h1>示例市人民政府</h1><p>欢迎您</p></div>"
    f"<div>{_BODY}</div><div>{_FOOT}</div></html>",
    "the title twice": f"<html>{_HEAD}<h1>{_TITLE}</h1><div id=zoom>{_BODY}</div></html>",
    "the title in a table": f"<html><table><tr><td>{_TITLE}</table><div>{_UNTITLED}</div></html>",
    "a cell of lines": f"<html><table><tr><td>{_TITLE}<br>{_LINES}</table></html>",
    "a form in a table": f"<html><form><table><form><tr><td>{_NAV}<tr><td>{_BODY}</td></tr>"
    f"<tr><td>{_FOOT}</table></html>",
    "nothing closed": f"<html><div class=a><p>{_NAV}<div class=c>{_OPEN}<div>{_FOOT}",
    "written by a script": f"<html><div id=app data-v-1><!----><div class=main-con>{_BODY}</div>"
    f'<div class="page-footer-info">{_FOOT}</div></div></html>',
    "much beside it": f"<html><aside>{'<p>示例市召开会议，电话：010-55558888。</p>' * 60}</aside>"
    f"<div>{_BODY}</div></html>",
    "reports of others": f"<html><div>{_BODY}</div><ul>"
    + "<li><a href=x>示例市某局2021年政府信息公开工作年度报告</a></li>" * 4
    + "</ul></html>",
    "a list of what it is": "<html><ul><li>索引号：000<li>成文日期：2024-01-20"
    f"<li>发布日期：2024-01-25<li>名称：{_TITLE}</ul><div>{_BODY}</div></html>",
}


@pytest.mark.alike(2)
@pytest.mark.parametrize("case", _PAGES)
def test_the_report_and_nothing_else(case: str) -> None:
    linted = lint(_PAGES[case].encode(), "report.html")
    assert not linted.findings, told(linted.findings)
    assert _read(linted) == _read(lint(render_html(_PLAN, style="office"), "report.html"))


def _read(linted: Linted) -> tuple[object, ...]:
    report = linted.report
    figures = {
        t: {k: c.value for k, c in table.cells.items()} for t, table in report.tables.items()
    }
    contact = report.facts.contact
    found = [[one.value for one in part] for part in (contact.phones, contact.addresses)]
    return figures, found, report.organ, report.year


def test_a_table_is_never_the_site() -> None:
    page = f'<html><div class="footer nav share"><h2>一、总体情况</h2>{_BODY}</div>{_FOOT}</html>'
    assert not lint(page.encode(), "a.html").of("GB2", "GB3")


def test_a_short_report_is_kept_whole() -> None:
    page = f"<html>{_HEAD}<div>{_TITLE}</div><div>一、总体情况</div><div>无。</div></html>"
    blocks = lint(page.encode(), "a.html").report.document.blocks
    assert len(blocks) == 3


def test_what_stands_in_the_preface_of_a_page_on_one_line() -> None:
    """Title and preface have the same line, the only place of a web page."""
    page = render_html(base(), style="bare", charset="utf-8").decode()
    page = " ".join(page.replace("电话", "电画").splitlines())
    (finding,) = lint(page.encode(), "report.html").of("GB404")
    assert finding.location.where.zh == "前言"


def test_a_page_of_scanned_pictures() -> None:
    page = (
        f"<html><div class=nav>{_NAV}</div><div><img src=1.jpg><img src=2.jpg></div>"
        f"<div>{_FOOT}</div></html>"
    )
    assert lint(page.encode(), "a.html").rules() == {"GB903"}


@pytest.mark.parametrize("name", ["ArticleTitle", "og:title", "Title"])
def test_the_names_under_which_a_page_s_head_gives_a_title(name: str) -> None:
    title = "示例市教育局2023年政府信息公开工作年度报告"
    meta = f'<meta name="{name}" content="{title}">'
    page = f"<html><head>{meta}</head><body><p>正文。</p></body></html>"
    assert read(page.encode(), "a.html").titles[:1] == (title,)
