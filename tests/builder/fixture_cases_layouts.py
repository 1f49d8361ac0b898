"""The inputs of `fixtures/` whose tables are laid out otherwise than in the format."""

from __future__ import annotations

from tests.builder import mutate
from tests.builder.fixture_cases import Case, base
from tests.builder.layouts import Relaid
from tests.builder.report_plan import ReportPlan, Writing
from tests.builder.write_docx import docx
from tests.builder.write_html import render_html
from tests.builder.write_text import Shape, text


def _word(relaid: Relaid, plan: ReportPlan | None = None) -> tuple[str, bytes]:
    return "report.docx", docx(plan or base(), writing=Writing(relaid=relaid))


def _page(relaid: Relaid) -> tuple[str, bytes]:
    return "content_88.html", render_html(base(), writing=Writing(relaid=relaid))


def _marked(relaid: Relaid) -> tuple[str, bytes]:
    shape = Shape("pipes", marked=True)
    return "report.md", text(base(), writing=Writing(relaid=relaid), shape=shape)


def _wrong() -> ReportPlan:
    """238 became 283."""
    return mutate.figure(
        base(), table="applications", row="unable_none", column="natural", value=283
    )


def _without_a_group() -> ReportPlan:
    return mutate.blocks(base(), "review", lambda blocks: mutate.removed(blocks, 2))


LAYOUT_CASES: dict[str, Case] = {
    "layout-turned": lambda: _word(
        Relaid(proactive="turned", applications="turned", review="groups as rows"), _wrong()
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
