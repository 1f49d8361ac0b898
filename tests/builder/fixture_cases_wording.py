"""The inputs of `fixtures/` that are about wording, and figures in prose."""

from __future__ import annotations

from dataclasses import replace

from tests.builder.city import figures
from tests.builder.fixture_cases import Case, base, markdown, with_prose, word
from tests.builder.invented_prose import ASPECTS
from tests.builder.report_plan import Content, ReportPlan, report
from tests.builder.write_docx import Layout

_PROBLEMS = "不足之处：一是解读形式不够丰富；三是基层力量薄弱；三是培训覆盖面有限。"
_MENDING = "下一步，一要充实解读形式，二要加强基层力量，三要扩大培训覆盖面。"
_NESTED = (
    "（一）存在的问题",
    "1.公开内容方面。一是个别栏目更新慢；二是历史信息不全。",
    "2.工作机制方面。一是联动不够；二是考核偏软（占比不足1.5%）；三是培训少。",
    "（二）改进措施",
    "1.抓内容。对照《关于印发〈公开事项目录〉的通知》逐项补齐，做到“应公开、尽公开”。",
    "2.抓机制。其一，建立月度会商；其二，修订考核办法；其三，①请进来，②走出去。",
    "第一，定人；第二，定责；第三，定时限。理由如下：1）任务重；2）人手少。",
)

_TWICE = "检查组会同监督科对各街道和市政府各部门的公开专栏逐一开展了检查，发现的问题当场交办。"

_MINISTRY = (
    "（一）存在的主要问题。一是部门规章解读的深度还不够；二是与地方的协同有待加强。",
    "（二）改进情况。针对上述问题，一是会同专家制作解读材料；二是建立部省联动机制，按季度会商。",
)
_SHORT = (
    "2024年，本镇主动公开财政预决算、惠民补贴等信息，按规定办理依申请公开，规范政府信息管理，"
    "建好公开栏等公开平台，加强监督保障。"
)


def _long() -> ReportPlan:
    """Section one a little under its thousand characters, five problems with their mending."""
    plan = base(Content(survey="headed", listing=3, signed=True))
    numbers = "一二三四五"
    problems = "；".join(f"{n}是第{n}方面的工作还有不足" for n in numbers)
    mending = [f"（{n}）针对第{n}方面的不足，已列出清单、明确时限，按月督促落实。" for n in numbers]
    return with_prose(plan, 5, f"存在的问题：{problems}。", "改进情况：", *mending)


WORDING_CASES: dict[str, Case] = {
    "wording-enumeration": lambda: markdown(with_prose(base(), 5, _PROBLEMS, _MENDING)),
    "wording-template": lambda: markdown(
        with_prose(base(), 5, "存在的问题：一是（文字描述）；二是××单位更新不及时。", _MENDING)
    ),
    "wording-unpaired": lambda: markdown(
        with_prose(base(), 5, "一是对《目录理解不一；二是培训不够）。", _MENDING)
    ),
    "wording-personal": lambda: markdown(
        with_prose(
            base(),
            5,
            "一是答复不够细致，如申请人王某（电话13912345678，身份证号11010519491231002X）曾来访；"
            "二是培训不够。",
            _MENDING,
        )
    ),
    "wording-marks": lambda: markdown(
        with_prose(base(), 5, "一是更新不及时,二是群众的的关注度不高。。", _MENDING)
    ),
    "wording-words": lambda: markdown(
        with_prose(
            base(),
            1,
            *(para.text for para in base().sections[0].prose),
            "截止目前，做为试点的5个街道（镇）均已开通专栏，对不于公开的事项逐件说明理由。",
        )
    ),
    "wording-lost-and-doubled": lambda: markdown(
        with_prose(base(), 5, "一是审核审核机制不健全，群众满意度为%，共件。", _MENDING)
    ),
    "parts-not-their-total": lambda: markdown(
        with_prose(
            base(),
            1,
            *(para.text for para in base().sections[0].prose),
            "门户网站全年发布信息共计2437条，包括：人事信息12条，政务动态1740条，"
            "公告公示225条，解读回应共计110条，其他信息827条。",
            "政务新媒体发布信息80条。其中，年报1条，占比1.1%；动态54条，占比67.5%。",
            "公报发布文件60篇，其中市政府文件35篇、部门文件25篇。",
        )
    ),
    "wording-repeated": lambda: markdown(
        with_prose(base(), 5, "存在的问题：一是更新不及时；二是培训少。", _TWICE, _MENDING, _TWICE)
    ),
    "problems-only": lambda: markdown(
        with_prose(base(), 5, "存在的问题：一是更新不及时；二是解读形式单一；三是培训少。")
    ),
    "improvements-only": lambda: markdown(
        with_prose(base(), 5, "（一）存在的主要问题", "（二）改进措施", _MENDING)
    ),
    "suppressed": lambda: markdown(
        with_prose(
            base(),
            5,
            "<!-- gblint: ignore GB701 巡视反馈意见原文如此 -->",
            _PROBLEMS,
            "<!-- gblint: ignore GB703 -->",
            _MENDING,
        )
    ),
    "clean-department-of-zeros": lambda: word(
        report("示例市退役军人事务局", year=2022, content=Content(contact=1, period=3, fees=2)),
        layout=Layout("plain", spans="empty"),
    ),
    "clean-ministry": lambda: word(
        with_prose(
            report(
                "示例部",
                year=2023,
                figures=figures(),
                content=Content(title="two lines", survey="headed", contact=3, signed=True),
            ),
            5,
            *_MINISTRY,
        ),
        layout=Layout("style", "style", noise=True, seed=11),
    ),
    "clean-short": lambda: markdown(
        with_prose(
            with_prose(report("示例镇人民政府", year=2024, content=Content(fees=1)), 1, _SHORT),
            5,
            "一是专职人员少，二是栏目更新不及时。已明确专人负责，按月检查栏目。",
        )
    ),
    "clean-long": lambda: markdown(_long()),
    "clean-nested-items": lambda: word(with_prose(base(), 5, *_NESTED)),
}


_SURVEY = tuple(
    f"（{i}）{name}。{text}" for i, (name, text) in zip("一二三四五", ASPECTS, strict=True)
)
_WRONG = (
    "全年收到政府信息公开申请964件，办结914件，结转下年度继续办理28件，办结率99.2%。",
    "全年新收政府信息公开申请946件，其中自然人846件，商业企业64件。",
    "因政府信息公开工作被申请行政复议27件，被提起行政诉讼20件。",
    "制发行政规范性文件31件，废止18件，现行有效420件。",
    "截至2022年12月31日，公开目录共有46项。",
)
_RIGHT = (
    "本机关新收政府信息公开申请946件，比2022年的1021件减少7.3%；加上上年结转24件，共970件。",
    "政府信息公开申请办结941件，其中予以公开450件，占47.8%，部分公开67件，占7.1%；29件结转2024年。",
    "新收申请九百余件，申请人以自然人为主；市政府部门收到政府信息公开申请612件。",
    "政府信息公开行政复议、行政诉讼分别为27件、19件。全年办理人大代表建议48件，办结率100%。",
    "制发行政规范性文件31件、废止18件，现行有效402件；审查规范性文件草案57件。",
)
_DONE = "全年收到政府信息公开申请946件，均已按期办结。"
_UNREAD = "全年新收政府信息公开申请964件，办结941件。"


def _unchecked() -> tuple[str, bytes]:
    """A wrong figure in the prose, and no figure in the cell that it would be compared with."""
    plan = with_prose(base(), 1, *_SURVEY, _UNREAD)
    return markdown(replace(plan, written={("applications", "new", "total"): "见附件"}))


PROSE_CASES: dict[str, Case] = {
    "prose-figures": lambda: markdown(with_prose(base(), 1, *_SURVEY, *_WRONG)),
    "prose-all-done": lambda: markdown(with_prose(base(), 1, *_SURVEY, _DONE)),
    "prose-unchecked": _unchecked,
    "clean-prose-figures": lambda: word(with_prose(base(), 1, *_SURVEY, *_RIGHT)),
}
