"""A report for each kind of defect, as plans that every form can be made of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.builder import mutate
from tests.builder.fixture_cases import base, with_heading, with_lines, with_prose, with_section
from tests.builder.form_labels import Line
from tests.builder.invented_prose import ASPECTS
from tests.builder.report_plan import Content, Para, ReportPlan, SectionPlan


def _figure(row: str, column: str, value: int, table: str = "applications") -> ReportPlan:
    return mutate.figure(base(), table=table, row=row, column=column, value=value)


def _written(**cells: str) -> ReportPlan:
    """Cells written otherwise; a key is table__row__column."""
    written = {(t, r, c): text for k, text in cells.items() for t, r, c in [k.split("__")]}
    return replace(base(), written=written)


def _without(axis: mutate.Axis, key: str) -> ReportPlan:
    return mutate.lines(
        base(),
        table="applications",
        block="applications",
        axis=axis,
        change=lambda lines: tuple(line for line in lines if line.key != key),
    )


def _sections(change: str, at: int) -> ReportPlan:
    change_ = {"removed": mutate.removed, "doubled": mutate.doubled}[change]
    return mutate.sections(base(), lambda sections: change_(sections, at))


def _preface(*texts: str) -> ReportPlan:
    return replace(base(), preface=texts)


def _problems(*texts: str) -> ReportPlan:
    return with_prose(base(), 5, *texts)


def _without_table() -> ReportPlan:
    plan = with_prose(base(), 4, "本年度没有因政府信息公开工作被申请行政复议、提起行政诉讼。")
    fourth = replace(plan.sections[3], table="")
    return replace(plan, sections=mutate.replaced(plan.sections, 3, fourth))


def surplus_row() -> ReportPlan:
    plan = mutate.lines(
        base(),
        table="proactive",
        block="article20_6",
        axis="rows",
        change=lambda lines: (*lines, Line("inspection", "行政检查")),
    )
    rows: dict[str, dict[str, int | Decimal]] = {**plan.figures["proactive"]}
    rows["inspection"] = {"decisions": 77}
    return replace(plan, figures={**plan.figures, "proactive": rows})


def _long_survey() -> ReportPlan:
    texts = [f"{name}方面，{text}" for name, text in ASPECTS]
    return with_prose(base(), 1, *texts * 5)


_BASIS = "根据《中华人民共和国政府信息公开条例》和国办公开办函〔2021〕30号的要求编制本报告。"
_PERIOD = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
_ADDRESS = "联系单位：示例市人民政府办公室；地址：示例市示例路1号"
_CONTACT = f"{_ADDRESS}；电话：010-55550123。"


def clean() -> dict[str, ReportPlan]:
    """Reports without fault, in several wordings."""
    return {
        "clean": base(),
        "clean-headed": base(Content(title="two lines", survey="headed", fees=1, signed=True)),
        "clean-listed": base(Content(listing=2, survey="plain", contact=2, period=2)),
    }


def defects() -> dict[str, ReportPlan]:
    """Reports with one defect each, by the rule that names it."""
    return {**_of_form(), **_of_content()}


def _of_form() -> dict[str, ReportPlan]:
    """Of sections, tables and footings."""
    return {
        "GB101": _sections("removed", 4),
        "GB102": mutate.sections(base(), lambda parts: mutate.moved(parts, 4, 5)),
        "GB103": _sections("doubled", 4),
        "GB104": with_heading(base(), 5, heading="存在问题及改进情况"),
        "GB105": with_heading(base(), 5, ordinal="六、"),
        "GB106": with_heading(base(), 1, heading="概述"),
        "GB107": with_section(
            base(), SectionPlan(0, "政府网站运行情况", "七、", (Para("全年运行平稳。"),))
        ),
        "GB108": _problems("无。"),
        "GB109": replace(base(), title=("示例市人民政府办公室政府信息公开工作年度报告",)),
        "GB201": _without_table(),
        "GB202": _without("rows", "refused_mass"),
        "GB202-column": _without("columns", "legal"),
        "GB204": surplus_row(),
        "GB205": _written(
            applications__denied_safety__natural="", applications__denied_safety__legal="—"
        ),
        "GB206": _written(applications__granted__natural="402件"),
        "GB207": _written(proactive__penalty__decisions="-12"),
        "GB208": with_lines(base(), refused_repeat="2.重复申情"),
        "GB301": _figure("granted", "total", 451),
        "GB302": _figure("total", "natural", 860),
        "GB303": _figure("carried_out", "commercial", 5),
        "GB304": _figure("review", "total", 28, "review"),
        "GB305": _figure("litigation_direct", "pending", 4, "review"),
    }


def _of_content() -> dict[str, ReportPlan]:
    """Of facts and wording."""
    return {
        "GB401": _preface(_BASIS, _CONTACT),
        "GB402": _preface(_BASIS, _PERIOD.replace("12月31日止", "11月30日止"), _CONTACT),
        "GB403": _preface(_BASIS, _PERIOD),
        "GB404": _preface(_BASIS, _PERIOD, f"{_ADDRESS}。"),
        "GB405": with_prose(base(), 6, "无。"),
        "GB406": _long_survey(),
        "GB409": _preface(_BASIS.replace("〔2021〕30号", "〔2019〕60号"), _PERIOD, _CONTACT),
        "GB701": _problems("一是解读形式不够丰富；三是基层力量薄弱。"),
        "GB702": _problems("一是××单位更新不及时；二是培训不够。"),
        "GB703": _problems("一是对《目录理解不一；二是培训不够。"),
        "GB704": _problems("一是答复不够细致，申请人王某（13912345678）曾来访；二是培训不够。"),
        "GB705": _problems("一是更新不及时,二是群众的的关注度不高。。"),
    }
