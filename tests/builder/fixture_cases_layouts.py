"""The inputs of `fixtures/` that are web pages, or whose tables are laid out otherwise than in the
format.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tests.builder import mutate
from tests.builder.fixture_cases import Case, base, with_heading
from tests.builder.fixture_cases_content import one_cell
from tests.builder.layouts import Relaid
from tests.builder.report_plan import Content, ReportPlan, Writing, report
from tests.builder.write_docx import docx
from tests.builder.write_html import render_html, render_mhtml
from tests.builder.write_text import Shape, text


def _word(relaid: Relaid, plan: ReportPlan | None = None) -> tuple[str, bytes]:
    return "report.docx", docx(plan or base(), writing=Writing(relaid=relaid))


def _page(relaid: Relaid) -> tuple[str, bytes]:
    return "content_88.html", render_html(base(), writing=Writing(relaid=relaid))


def _marked(relaid: Relaid) -> tuple[str, bytes]:
    shape = Shape("pipes", marked=True)
    return "report.md", text(base(), writing=Writing(relaid=relaid), shape=shape)


def _without_a_group() -> ReportPlan:
    return mutate.blocks(base(), "review", lambda blocks: mutate.removed(blocks, 2))


LAYOUT_CASES: dict[str, Case] = {
    "layout-turned": lambda: _word(
        Relaid(proactive="turned", applications="turned", review="groups as rows"), one_cell()
    ),
    "layout-in-parts": lambda: _page(Relaid(proactive="headed", review="two tables")),
    "layout-without-a-part": lambda: _word(Relaid(review="groups down"), _without_a_group()),
    "layout-unclear": lambda: _word(Relaid(review="three tables", naming="")),
    "clean-layout-by-block": lambda: _marked(
        Relaid(proactive="headed", review="three tables", naming="《条例》{}")
    ),
    "clean-layout-counted": lambda: _word(
        Relaid(proactive="beside", unmerged=True, counts="（1）", numbered=True, row_label="件数")
    ),
}


def _wrong_page() -> tuple[str, bytes]:
    """402 became 420, the heading is the old one, the site's telephone is the only one."""
    plan = mutate.figure(base(), table="applications", row="granted", column="natural", value=420)
    plan = with_heading(replace(plan, preface=plan.preface[:1]), 5, heading="存在问题及改进情况")
    page = render_html(plan, style="tables").replace(b"charset=gb2312", b"charset=utf-8")
    return "content_1234.htm", page


def _one_file() -> tuple[str, bytes]:
    plan = report("示例县人民政府", year=2022, content=Content(title="two lines", contact=1))
    return "年报.mht", render_mhtml(plan, style="jpage")


def _title_in_the_head() -> tuple[str, bytes]:
    """The text begins with the preface; what it is stands in the metadata of the page."""
    page = render_html(replace(base(), title=()), style="tables").decode("gb18030")
    title = "示例市人民政府办公室2023年政府信息公开工作年度报告"
    meta = f'<meta name="ArticleTitle" content="{title}"><title>{title}_示例市政府网</title>'
    return "content_2.htm", re.sub("(?i)<title>.*?</title>", meta, page).encode("gb18030")


HTML_CASES: dict[str, Case] = {
    "html-clean": lambda: (
        "t20240125_100.html",
        render_html(base(), style="cms", writing=Writing(narrow=2, caption="plain")),
    ),
    "html-gbk-wrong": _wrong_page,
    "html-title-in-head": _title_in_the_head,
    "html-one-file": _one_file,
    "html-saved-by-word": lambda: (
        "report.doc",
        render_html(base(Content(survey="headed", signed=True)), style="word"),
    ),
}
