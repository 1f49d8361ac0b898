"""The inputs of `fixtures/` that are about wording."""

from __future__ import annotations

from tests.builder.cases import Case, base, markdown, with_prose, word

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
    "clean-nested-items": lambda: word(with_prose(base(), 5, *_NESTED)),
}
