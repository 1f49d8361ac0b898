"""Reports of one organ for two years in a row, whose figures go on from one to the other."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.builder.balanced_figures import Figures, add_up, balanced
from tests.builder.form_labels import KINDS, RESULTS
from tests.builder.report_plan import Para, ReportPlan, report

_SURVEY = (
    "{year}年，本机关着重补齐基层短板，健全了上下协同、左右联动的工作机制，公开质量有了提高。",
    (
        "（一）主动公开。历年文件统一编号后在专栏集中展示，医疗救助、就业扶持、征地补偿类信息按月更新，"
        "先后组织负责人在线访谈9场，网民提问当场答复。"
    ),
    "（二）依申请公开。设立专门窗口受理，对疑难件请律师出具意见，答复书统一由法制机构审核盖章后寄出。",
    "（三）政府信息管理。开展存量公文属性复核，把移送档案馆的目录一并公开，建立错标倒查办法。",
    "（四）政府信息公开平台建设。完成网站无障碍改造，接入省级统一平台，开通电话咨询转办，配备自助终端。",
    "（五）监督保障。委托第三方按季度测评栏目，排名靠后的由分管负责人约谈，选派骨干到上级机关跟班。",
)
_PROBLEMS = (
    "主要问题：一是镇街没有专职人员，栏目时断时续；二是公文属性标注随意；三是网站查询入口太深，不好找。",
    (
        "改进措施：一是为每个镇街确定一名联络员并集中培训；二是由法制机构复核标注，错标即退回；"
        "三是把查询入口移到首页显著位置。"
    ),
)


def rewritten(plan: ReportPlan) -> ReportPlan:
    """The plan with words of its own in sections one and five."""
    prose = {1: _SURVEY, 5: _PROBLEMS}
    return replace(
        plan,
        sections=tuple(
            replace(
                section,
                prose=tuple(Para(text.format(year=plan.year)) for text in prose[section.number]),
            )
            if section.number in prose
            else section
            for section in plan.sections
        ),
    )


def pair(
    organ: str, *, year: int, seed: int, largest: int = 9, filled: float = 0.5
) -> tuple[ReportPlan, ReportPlan]:
    """Reports for the year before and for `year` that fit; each has words of its own."""
    before = balanced(seed=seed, largest=largest, filled=filled)
    now = following(before, seed=seed + 1, largest=largest, filled=filled)
    last = rewritten(report(organ, year=year - 1, figures=before))
    return last, report(organ, year=year, figures=now)


def following(before: Figures, *, seed: int, largest: int = 9, filled: float = 0.5) -> Figures:
    """Figures of the year after, which take over what is carried over and is in force."""
    now = balanced(seed=seed, largest=largest, filled=filled)
    rows: dict[str, dict[str, int]] = {
        key: {kind: int(now["applications"][key][kind]) for kind in KINDS}
        for key in (*RESULTS, "carried_out")
    }
    rows["carried_in"] = {kind: int(before["applications"]["carried_out"][kind]) for kind in KINDS}
    for kind in KINDS:
        dealt_with = sum(rows[key][kind] for key in (*RESULTS, "carried_out"))
        rows["granted"][kind] += max(0, rows["carried_in"][kind] - dealt_with)
    now["applications"] = add_up(rows)
    random = Random(seed)
    for row in ("rules", "normative_documents"):
        cells: dict[str, int | Decimal] = now["proactive"][row]
        held = before["proactive"][row]["in_force"] + cells["made"]
        cells["repealed"] = random.randint(0, int(held - cells["made"]))
        cells["in_force"] = held - cells["repealed"]
    return now
