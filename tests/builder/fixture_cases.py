"""The inputs of `fixtures/`: one function for each case, the name of its folder to the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.builder import mutate
from tests.builder.city import city, figures
from tests.builder.form_labels import Block, Line
from tests.builder.report_plan import Content, Para, ReportPlan, SectionPlan, Writing, report
from tests.builder.write_docx import Layout, docx
from tests.builder.write_text import Shape, text

Case = Callable[[], tuple[str, bytes]]
"""Gives the name of the file and its bytes."""

_PIPES = Shape("pipes")


def markdown(plan: ReportPlan, *, name: str = "report.md") -> tuple[str, bytes]:
    """The plain form of most cases: a text whose changes can be read in a diff."""
    return name, text(plan, shape=_PIPES)


def word(
    plan: ReportPlan, *, layout: Layout | None = None, writing: Writing | None = None
) -> tuple[str, bytes]:
    return "report.docx", docx(plan, layout=layout, writing=writing)


def base(content: Content | None = None) -> ReportPlan:
    """A report without fault, with figures other than 0 in all tables."""
    return report("示例市人民政府办公室", figures=figures(), content=content)


def _office(layout: Layout, writing: Writing | None = None) -> tuple[str, bytes]:
    content = Content(title="two lines", listing=1, survey="headed")
    return word(base(content), layout=layout, writing=writing)


def _wrong_footing() -> tuple[str, bytes]:
    """402 became 420, the heading is the old one, a cell has a stroke, the contact is gone."""
    plan = mutate.figure(
        city(contact=False), table="applications", row="granted", column="natural", value=420
    )
    plan = with_heading(plan, 5, heading="存在问题及改进情况")
    plan = replace(plan, written={("applications", "other_unpaid", "legal"): "/"})
    return word(plan, layout=Layout(noise=True, split=True, seed=7))


def with_heading(
    plan: ReportPlan, number: int, *, heading: str = "", ordinal: str | None = None
) -> ReportPlan:
    """The plan with a section's heading, or only its ordinal, written otherwise."""
    section = plan.sections[number - 1]
    changed = replace(
        section,
        heading=heading or section.heading,
        ordinal=section.ordinal if ordinal is None else ordinal,
    )
    return replace(plan, sections=mutate.replaced(plan.sections, number - 1, changed))


def with_prose(plan: ReportPlan, number: int, *texts: str) -> ReportPlan:
    """The plan with other paragraphs in a section."""
    changed = replace(plan.sections[number - 1], prose=tuple(Para(text) for text in texts))
    return replace(plan, sections=mutate.replaced(plan.sections, number - 1, changed))


def with_section(plan: ReportPlan, section: SectionPlan) -> ReportPlan:
    """The plan with one more section at its end."""
    return replace(plan, sections=(*plan.sections, section))


def with_lines(plan: ReportPlan, **labels: str) -> ReportPlan:
    """The plan with rows and columns of table 2, by key, labelled otherwise."""

    def relabelled(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(replace(line, label=labels.get(line.key, line.label)) for line in lines)

    def changed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(replace(block, rows=relabelled(block.rows)) for block in blocks)

    return mutate.blocks(plan, "applications", changed)


def _moved_section() -> tuple[str, bytes]:
    plan = mutate.sections(base(), lambda sections: mutate.moved(sections, 1, 3))
    return markdown(plan)


def _section_twice() -> tuple[str, bytes]:
    plan = mutate.sections(base(), lambda sections: mutate.doubled(sections, 4))
    return markdown(plan)


def _obsolete_headings() -> tuple[str, bytes]:
    plan = with_heading(base(), 1, heading="概述")
    thoughts = Para("进一步加强业务培训，完善工作机制。")
    return markdown(with_section(plan, SectionPlan(0, "2024年工作思路", "七、", (thoughts,))))


def _old_names_in_prose() -> tuple[str, bytes]:
    plan = with_prose(
        base(Content(listing=3, survey="headed")),
        5,
        "与过去的年度报告相比，本报告不再单列概述、政府信息公开的收费及减免情况等内容，"
        "依申请公开政府信息情况改由表格反映。",
        "一、查找不足",
        "2024年工作思路尚需细化，主动公开政府信息情况的统计口径有待统一。",
        "二、加以改进",
        "已制定统计口径说明，并对各单位开展指导。",
    )
    return markdown(plan)


def _foreign_section() -> tuple[str, bytes]:
    prose = (Para("门户网站全年运行平稳，无重大故障。"),)
    return markdown(with_section(base(), SectionPlan(0, "政府网站运行情况", "七、", prose)))


_SITE_TOP = (
    "首页 > 政务公开 > 政府信息公开 > 政府信息公开年报",
    "示例市人民政府办公室2023年政府信息公开工作年度报告",
    "发布日期：2024-01-25　　来源：示例市人民政府办公室　　浏览次数：128　　字号：[ 大 中 小 ]",
    "",
)
_SITE_FOOT = (
    "",
    "打印本页 | 关闭窗口",
    "网站地图 | 联系我们 | 网站声明",
    "主办：示例市人民政府　网站运维电话：010-55559999　地址：示例市中心区网络路9号",
)


def _web_page(*, contact: bool) -> tuple[str, bytes]:
    """The text of a web page, with the navigation and the telephone number of the site."""
    plan = base()
    plan = plan if contact else replace(plan, preface=plan.preface[:1])
    lines = text(plan, shape=Shape("tab rows")).decode().rstrip().split("\n")
    return "report.txt", "\n".join((*_SITE_TOP, *lines[1:], *_SITE_FOOT, "")).encode()


_PARTS = (
    "一、主动公开",
    "规范性文件形成后及时公布，配发图文解读。",
    "二、依申请公开",
    "设专人答复申请，答复前由法制机构审核。",
    "三、政府信息管理",
    "公文起草时同步确定公开属性，公开前逐件审查。",
    "四、平台建设",
    "门户网站专栏改版，查阅点开放。",
    "五、监督保障",
    "公开工作纳入考核，没有需要追究责任的情形。",
)

SECTION_CASES: dict[str, Case] = {
    "clean-city": lambda: word(city(), layout=Layout(noise=True, split=True, seed=7)),
    "clean-county-office": lambda: word(
        report("示例县人民政府办公室", year=2022, content=Content(title="two lines", fees=2)),
        layout=Layout("style", breaks=True),
        writing=Writing(narrow=2),
    ),
    "clean-department": lambda: (
        "report.txt",
        text(
            report(
                "示例市交通运输局",
                year=2024,
                figures=figures(),
                content=Content(contact=2, contact_place="section 6", signed=True, period=1),
            )
        ),
    ),
    "clean-markdown": lambda: markdown(base(Content(survey="restart"))),
    "clean-gb18030": lambda: (
        "report.txt",
        text(base(), shape=Shape("tab rows", encoding="gb18030", newline="\r\n")),
    ),
    "clean-numbered-headings": lambda: _office(Layout("numbered style", "text box")),
    "clean-tracked-changes": lambda: _office(Layout(tracked=True, split=True, seed=2)),
    "clean-nested-tables": lambda: _office(
        Layout(nested="all"), Writing(four_tables=True, caption="row", header="levelled")
    ),
    "clean-contents": lambda: _office(Layout("style"), Writing(contents="field", caption="titled")),
    "clean-stray-signs": lambda: _office(
        Layout("plain", breaks=True),
        Writing("、", "half", "full", "，", "\u3000", narrow=1, seed=5),
    ),
    "clean-web-page": lambda: _web_page(contact=True),
    "clean-radicals": lambda: (
        "report.txt",
        text(base(), writing=Writing(radicals=True, page="number"), shape=Shape(wrap=36)),
    ),
    "contact-of-the-site-only": lambda: _web_page(contact=False),
    "wrong-footing": _wrong_footing,
    "section-missing": lambda: markdown(
        mutate.sections(base(), lambda sections: mutate.removed(sections, 4))
    ),
    "section-order": _moved_section,
    "section-twice": _section_twice,
    "heading-wording": lambda: markdown(
        with_heading(
            with_heading(base(), 2, heading="主动公开政府信信息情况"),
            5,
            heading="存在问题及改进情况",
        )
    ),
    "heading-ordinal": lambda: markdown(
        with_heading(with_heading(base(), 3, ordinal=""), 5, ordinal="六、")
    ),
    "heading-obsolete": _obsolete_headings,
    "heading-old-names-in-prose": _old_names_in_prose,
    "heading-foreign": _foreign_section,
    "heading-parts": lambda: markdown(with_prose(base(), 1, *_PARTS)),
    "section-empty": lambda: markdown(with_prose(with_prose(base(), 1, "（文字描述）"), 5, "无。")),
    "title-absent": lambda: markdown(replace(base(), title=())),
    "title-without-year": lambda: markdown(
        replace(base(), title=("示例市人民政府办公室政府信息公开工作年度报告",))
    ),
    "organ-of-another-office": lambda: markdown(
        replace(
            base(Content(signed=True)),
            title=("清河市人民政府办公室2023年政府信息公开工作年度报告",),
        )
    ),
    "title-year-first": lambda: markdown(
        replace(base(), title=("2023年度", "示例市人民政府办公室政府信息公开工作年度报告"))
    ),
    "title-other-words": lambda: markdown(
        replace(
            base(), title=("【图文】示例市人民政府办公室关于2023年度信息公开工作的报告（全文）",)
        )
    ),
}
