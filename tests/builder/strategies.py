"""Hypothesis strategies: figures that balance, wordings, habits of writing, layouts, shapes."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.builder import invented_prose
from tests.builder.balanced_figures import Figures, balanced
from tests.builder.report_plan import Content, Page, ReportPlan, Writing, report
from tests.builder.write_docx import Layout, docx
from tests.builder.write_text import Shape, text

ORGANS = (
    "示例市人民政府办公室",
    "示例市",
    "示例县人民政府",
    "示例市交通运输局",
    "示例市示例区示例街道办事处",
    "示例市退役军人事务局",
)
_SEEDS = st.integers(min_value=0, max_value=2**32 - 1)


@dataclass(frozen=True)
class Form:
    """A way of writing a plan into a file: a layout of Word, or a shape of text."""

    writing: Writing
    layout: Layout | None = None
    shape: Shape | None = None

    @property
    def name(self) -> str:
        if self.layout is not None:
            return "report.docx"
        return "report.md" if self.shape and self.shape.marked else "report.txt"

    @property
    def automatic(self) -> bool:
        """Whether the ordinals of headings are put by the word processor."""
        return self.layout is not None and self.layout.automatic

    def file(self, plan: ReportPlan) -> bytes:
        if self.layout is not None:
            return docx(plan, writing=self.writing, layout=self.layout)
        return text(plan, writing=self.writing, shape=self.shape)


def balanced_figures() -> st.SearchStrategy[Figures]:
    """Figures for which every equation of the format holds: none, few and small, many and large."""
    return st.builds(
        balanced,
        seed=_SEEDS,
        largest=st.sampled_from((0, 1, 9, 120, 4321, 999_999)),
        filled=st.sampled_from((0.1, 0.5, 1.0)),
    )


def contents() -> st.SearchStrategy[Content]:
    return st.builds(
        Content,
        title=st.sampled_from(("one line", "two lines")),
        year_word=st.sampled_from(("年", "年度")),
        period=st.integers(0, invented_prose.PERIODS - 1),
        contact=st.integers(0, invented_prose.CONTACTS - 1),
        contact_place=st.sampled_from(("preface", "section 6", "end")),
        listing=st.integers(0, invented_prose.LISTINGS - 1),
        survey=st.sampled_from(("run-in", "headed", "restart", "plain")),
        fees=st.integers(0, invented_prose.FEES - 1),
        signed=st.booleans(),
    )


def plans() -> st.SearchStrategy[ReportPlan]:
    """Reports without fault."""
    return st.builds(
        report,
        st.sampled_from(ORGANS),
        year=st.integers(2021, 2025),
        figures=balanced_figures(),
        content=contents(),
    )


def writings(pages: tuple[Page, ...] = ("none", "number")) -> st.SearchStrategy[Writing]:
    return st.builds(
        Writing,
        point=st.sampled_from((".", "、", "．")),
        brackets=st.sampled_from(("full", "half")),
        digits=st.sampled_from(("half", "full")),
        thousands=st.sampled_from(("", ",", "，")),
        spaces=st.sampled_from(("", " ", "\u3000", "\u00a0")),
        narrow=st.sampled_from((0, 1, 2, 4)),
        four_tables=st.booleans(),
        header=st.sampled_from(("template", "levelled", "short")),
        caption=st.sampled_from(("none", "plain", "numbered", "titled", "row")),
        contents=st.sampled_from(("none", "typed", "field")),
        page=st.sampled_from(pages),
        radicals=st.sampled_from((False, False, True)),
        seed=_SEEDS,
    )


def layouts() -> st.SearchStrategy[Layout]:
    return st.builds(
        Layout,
        heading=st.sampled_from(("bold", "plain", "style", "numbered", "numbered style")),
        title=st.sampled_from(("paragraph", "style", "break", "text box")),
        spans=st.sampled_from(("merged", "empty")),
        nested=st.sampled_from(("none", "tables", "all")),
        breaks=st.booleans(),
        tracked=st.booleans(),
        noise=st.booleans(),
        split=st.booleans(),
        seed=_SEEDS,
    )


def shapes() -> st.SearchStrategy[Shape]:
    return st.builds(
        Shape,
        tables=st.sampled_from(
            ("pipes", "dropped pipes", "tab cells", "tab rows", "short tab rows")
        ),
        marked=st.booleans(),
        wrap=st.sampled_from((0, 0, 38)),
        encoding=st.sampled_from(("utf-8", "utf-8-sig", "gb18030", "utf-16")),
        newline=st.sampled_from(("\n", "\r\n")),
    )


def word_forms() -> st.SearchStrategy[Form]:
    return st.builds(Form, writings(), layout=layouts())


def two_page_forms() -> st.SearchStrategy[Form]:
    """Word files in which table 2 is two tables, with or without a header on the second page."""
    return st.builds(Form, writings(("tables", "headed")), layout=layouts())


def text_forms() -> st.SearchStrategy[Form]:
    return st.builds(Form, writings(), shape=shapes())


def forms() -> st.SearchStrategy[Form]:
    return st.one_of(word_forms(), text_forms())
