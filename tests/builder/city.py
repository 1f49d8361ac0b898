"""The report of an invented city, at length: its figures, and prose that agrees with them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.builder.balanced_figures import Figures, add_up, zeros
from tests.builder.form_labels import OUTCOMES
from tests.builder.report_plan import Para, ReportPlan, report

ORGAN = "示例市人民政府"
YEAR = 2023

_RESULTS = {
    "carried_in": {"natural": 21, "commercial": 3},
    "granted": {
        "natural": 402,
        "commercial": 35,
        "research": 2,
        "social": 1,
        "legal": 6,
        "other": 4,
    },
    "partial": {"natural": 61, "commercial": 5, "legal": 1},
    "denied_secret": {"natural": 1},
    "denied_law": {"natural": 4},
    "denied_third_party": {"natural": 7, "commercial": 2},
    "denied_internal": {"natural": 9},
    "denied_process": {"natural": 13, "commercial": 1},
    "denied_enforcement": {"natural": 16, "commercial": 3},
    "denied_query": {"natural": 8},
    "unable_none": {"natural": 238, "commercial": 14, "legal": 2, "other": 1},
    "unable_create": {"natural": 12, "commercial": 1},
    "unable_unclear": {"natural": 5},
    "refused_petition": {"natural": 27},
    "refused_repeat": {"natural": 19, "commercial": 1},
    "refused_publication": {"natural": 1},
    "refused_confirm": {"natural": 3},
    "other_late_correction": {"natural": 22, "commercial": 2},
    "other_misc": {"natural": 11, "commercial": 1},
    "carried_out": {"natural": 26, "commercial": 2, "legal": 1},
}
_PROACTIVE: dict[str, tuple[int | Decimal, ...]] = {
    "rules": (2, 1, 46),
    "normative_documents": (31, 18, 402),
    "licensing": (1_286_534,),
    "penalty": (352_817,),
    "coercion": (20_946,),
    "fees": (Decimal("18743.62"),),
}
_REVIEW = {
    "review": (12, 5, 7, 3),
    "litigation_direct": (6, 1, 2, 3),
    "litigation_after_review": (4, 0, 1, 2),
}


def figures() -> Figures:
    """The city's figures; every equation holds."""
    blank = zeros()
    return {
        "proactive": {
            row: dict(zip(blank["proactive"][row], cells, strict=True))
            for row, cells in _PROACTIVE.items()
        },
        "applications": add_up(_RESULTS),
        "review": {
            row: {**dict(zip(OUTCOMES, cells, strict=True)), "total": sum(cells)}
            for row, cells in _REVIEW.items()
        },
    }


def city(*, contact: bool = True) -> ReportPlan:
    """The city's report, without fault; `contact` leaves out how to reach the office."""
    plan = report(ORGAN, year=YEAR, figures=figures())
    prose = {1: _survey(plan.figures), 5: _PROBLEMS, 6: _OTHER}
    sections = tuple(
        replace(section, prose=tuple(Para(text) for text in prose.get(section.number, ())))
        for section in plan.sections
    )
    preface = (_PREFACE, _CONTACT) if contact else (_PREFACE,)
    return replace(plan, preface=preface, sections=sections)


_PREFACE = (
    "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）第五十条规定，按照国务院办公厅"
    "政府信息与政务公开办公室印发的年度报告格式（国办公开办函〔2021〕30号），由示例市人民政府"
    "办公室汇总各县（区）人民政府、市政府各部门的材料编制本报告。全文包括总体情况、主动公开"
    "政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的"
    "主要问题及改进情况、其他需要报告的事项六个部分。报告所列数据的统计期限自2023年1月1日起，"
    "至2023年12月31日止。"
)
_CONTACT = (
    "本报告电子版可从示例市人民政府门户网站下载。如对本报告有疑问，请与示例市人民政府办公室"
    "联系（地址：示例市中心区示例大道18号；邮政编码：100000；联系电话：010-55550123；"
    "电子邮箱：xxgk@example.com）。"
)


def _survey(of: Figures) -> tuple[str, ...]:
    """Section one. The figures in it are those of the tables."""
    new, done = of["applications"]["new"], of["applications"]["total"]
    normative = of["proactive"]["normative_documents"]
    return (
        (
            "2023年，示例市以习近平新时代中国特色社会主义思想为指导，深入贯彻《条例》，把公开透明"
            "贯穿决策、执行、管理、服务、结果全过程，政务公开工作质量稳步提升。"
        ),
        (
            f"（一）主动公开。聚焦稳增长、惠民生的重点任务，集中公开政策文件及其解读，全年制发行政"
            f"规范性文件{normative['made']}件、废止{normative['repealed']}件，均同步公布有效性。"
            "财政预决算、重大建设项目、生态环境、义务教育等领域的信息按目录定期发布。"
        ),
        (
            f"（二）依申请公开。全市新收政府信息公开申请{new['total']}件，其中自然人申请"
            f"{new['natural']}件；办理完毕{done['total']}件，其余结转下年度继续办理。"
            "推行疑难申请会商，与申请人先沟通、后答复，答复文书格式得到统一。"
        ),
        (
            "（三）政府信息管理。对市政府及办公室历年文件逐件确定公开属性，清理失效文件，"
            "建立规章和行政规范性文件动态数据库，公开前一律经过保密审查。"
        ),
        (
            "（四）政府信息公开平台建设。改版门户网站政府信息公开专栏，增加按主题检索和朗读功能；"
            "关停长期不更新的政务新媒体账号；在市、县两级政务服务大厅设立查阅点，方便老年人使用。"
        ),
        (
            "（五）监督保障。将政务公开列入年度绩效考核，按季度通报检查结果；举办两期业务培训班，"
            "覆盖全部承办单位；邀请人大代表、政协委员参加社会评议，本年度没有责任追究的情形。"
        ),
    )


_PROBLEMS = (
    (
        "（一）存在的主要问题。一是政策解读以文字稿居多，群众关心的办理条件讲得不够透；二是个别县"
        "（区）答复依申请公开时援引条款不够准确；三是乡镇、街道的公开目录更新偏慢。"
    ),
    (
        "（二）改进情况。一是建立政策解读清单，重要文件须有问答或短视频，与文件同步上线；二是编发"
        "答复案例，组织承办人员跟班学习，市级每月抽查答复文书；三是把目录更新时限写入考核细则，"
        "对逾期未更新的单位发函提醒。"
    ),
)
_OTHER = (
    (
        "依据《政府信息公开信息处理费管理办法》，2023年全市各级行政机关未收取信息处理费，"
        "没有其他需要报告的事项。"
    ),
)
