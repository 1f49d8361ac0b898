"""What the reports of a trial are made of: invented counties, their offices, and sentences.

No two offices have a sentence in common but for the formulas of their county: what is alike in a
trial has been planted there.
"""

from __future__ import annotations

from itertools import pairwise
from random import Random

_BEGIN = "青白临松南云长梅枫柳莲望新石双竹兰榆梧鹿雁鹤霞岚"
_END = "禾露屏岗亭澜坞渡湾塘岭桥溪陌洲浦墟崖"
_DEPARTMENTS = (
    *("发展和改革局", "教育局", "科学技术局", "工业和信息化局", "公安局", "民政局", "司法局"),
    *("财政局", "人力资源和社会保障局", "自然资源局", "住房和城乡建设局", "交通运输局"),
    *("水利局", "农业农村局", "商务局", "文化和旅游局", "卫生健康局", "退役军人事务局"),
    *("应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局", "林业局"),
    *("城市管理局", "信访局", "行政审批服务局", "乡村振兴局", "体育局", "粮食和物资储备局"),
    *("机关事务管理局", "地方金融管理局", "气象局", "税务局"),
)
_TOWNS = "东西南北中大小上下前后左右古新老沙石"
_PLACES = "关川坪集店铺寨营坝沟庄泉"


def name_counties(count: int, random: Random) -> list[str]:
    """So many counties and districts that do not exist."""
    both = [first + second for first in _BEGIN for second in _END]
    names = random.sample(both, min(count, len(both)))
    names += [first + second + "山" for first, second in pairwise(names)]
    return [name[:4] + ("区" if at % 5 == 4 else "县") for at, name in enumerate(names[:count])]


def name_offices(county: str, count: int, random: Random) -> list[str]:
    """The government of a county, its departments, and townships for the rest."""
    names = [f"{county}人民政府", *(county + one for one in _DEPARTMENTS)][:count]
    places = [first + second for first in _TOWNS for second in _PLACES]
    towns = random.sample(places, max(0, count - len(names)))
    names += [
        f"{county}{one}{'乡' if at % 4 == 3 else '镇'}人民政府" for at, one in enumerate(towns)
    ]
    return names


_FIELDS = (
    *(
        "财政资金",
        "义务教育",
        "公共卫生",
        "食品药品",
        "安全生产",
        "生态环境",
        "住房保障",
        "交通出行",
    ),
    *(
        "社会救助",
        "养老托育",
        "就业创业",
        "营商环境",
        "政府采购",
        "土地征收",
        "工程建设",
        "防汛抗旱",
    ),
    *(
        "农资供应",
        "文化惠民",
        "户籍办理",
        "残疾帮扶",
        "水价电价",
        "招生入学",
        "医保报销",
        "科技奖补",
    ),
    *(
        "耕地保护",
        "森林防火",
        "消费维权",
        "劳动仲裁",
        "法律援助",
        "市政养护",
        "垃圾分类",
        "旧区改造",
    ),
)
_PEOPLE = (
    *(
        "企业",
        "村民",
        "家长",
        "学生",
        "老人",
        "商户",
        "车主",
        "农户",
        "职工",
        "患者",
        "租户",
        "社区",
    ),
    *(
        "协会",
        "网友",
        "旅客",
        "业主",
        "渔民",
        "工匠",
        "院校",
        "医生",
        "店主",
        "司机",
        "军属",
        "志愿者",
    ),
)
_HOW = (
    *(
        "逐条梳理",
        "集中走访",
        "定期会商",
        "当面答疑",
        "上门说明",
        "分片包干",
        "专人校对",
        "双人复核",
    ),
    *(
        "随机抽查",
        "专题研究",
        "线上征询",
        "邀请旁听",
        "编写手册",
        "拍摄短片",
        "绘制图表",
        "整理问答",
    ),
    *(
        "设立专窗",
        "张贴海报",
        "开办讲堂",
        "建立台账",
        "限时回访",
        "交叉互评",
        "滚动更新",
        "统一排版",
    ),
)
_WHAT = (
    *(
        "办事条件",
        "收费依据",
        "名单结果",
        "评审过程",
        "资金去向",
        "进度安排",
        "责任科室",
        "救济渠道",
    ),
    *(
        "投诉方式",
        "申报材料",
        "办理时限",
        "验收意见",
        "检查情况",
        "处罚缘由",
        "补贴标准",
        "会议议程",
    ),
    *(
        "听证记录",
        "意见采纳",
        "解读文稿",
        "政策原文",
        "历史文件",
        "常见疑问",
        "岗位职责",
        "年度计划",
    ),
)
_WEAK = (
    *(
        "更新偏慢",
        "说明过简",
        "查找不便",
        "口径不一",
        "附件难开",
        "缺少图解",
        "分类混杂",
        "提示不足",
    ),
    *(
        "回复生硬",
        "链接失效",
        "字号过小",
        "栏目重叠",
        "术语偏多",
        "索引不全",
        "存档零散",
        "人手紧张",
    ),
)
_FRAMES = (
    "围绕{field}，对{people}关心的{what}{how}，并把{what2}一同说清。",
    "就{field}{how}，让{people}看得懂{what}，问得到{what2}。",
    "{people}反映较多的{what}，由{field}的承办人员{how}，附上{what2}。",
    "在{field}方面{how}，向{people}讲明{what}与{what2}的来由。",
    "把{what}和{what2}归到{field}一处，{how}，方便{people}取用。",
)
_WEAK_FRAMES = (
    "{field}的{what}{weak}，{people}提过意见；",
    "面向{people}的{what}{weak}，{field}尤其明显；",
    "{what}还{weak}，办{field}的{people}不易找到；",
)


class Words:
    """Sentences of an office, from a seed of its own."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)
        self._told: set[str] = set()

    def sentence(self) -> str:
        """A sentence of about 35 characters."""
        return self._fill(_FRAMES)

    def weakness(self) -> str:
        return self._fill(_WEAK_FRAMES)

    def _fill(self, frames: tuple[str, ...]) -> str:
        """A sentence that has not been told yet."""
        while (made := self._fill_one(self._random.choice(frames))) in self._told:
            pass
        self._told.add(made)
        return made

    def _fill_one(self, frame: str) -> str:
        pick = self._random.choice
        what, other = self._random.sample(_WHAT, 2)
        return frame.format(
            field=pick(_FIELDS),
            people=pick(_PEOPLE),
            how=pick(_HOW),
            what=what,
            what2=other,
            weak=pick(_WEAK),
        )
