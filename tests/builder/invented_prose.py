"""Sentences for invented reports. The organs, addresses and numbers in them do not exist."""

from __future__ import annotations

from tests.builder.form_labels import ORDINALS, SECTIONS

_PERIODS = (
    "本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
    "报告中数据统计期限为{year}年1月1日至12月31日。",
    "报告所列数据统计时间从{year}年1月1日开始，到{year}年12月31日结束。",
    "数据统计期限：{year}年1月1日—{year}年12月31日。",
    "本报告统计数据的时限为{year} 年 1 月 1 日至 {year} 年 12 月 31 日。",
    "所列数据统计期间为{year}年1月1日至{year}年12月31日。",
)
_CONTACTS = (
    (
        (
            "如对本报告有疑问，请与{organ}联系（地址：示例市中心区示例路1号，邮编：100000，"
            "电话：010-55550123，电子邮箱：xxgk@example.com）。"
        ),
    ),
    ("联系地址：示例市中心区示例路1号", "联系电话：010－55550123", "邮政编码：100000"),
    ("联系单位：{organ}；通讯地址：示例市中心区示例路1号；联系电话：（010）55550123。",),
    (
        (
            "本报告电子版可在示例市人民政府门户网站下载。如有疑问，请与{organ}政务公开科联系，"
            "办公地址：示例市中心区示例路1号201室，咨询电话：010 55550123，传真：010 55550124。"
        ),
    ),
)
_FEES = (
    "{year}年度未收取政府信息公开信息处理费。",
    "按照《政府信息公开信息处理费管理办法》有关规定，本机关{year}年收取信息处理费0元。",
    "本年度没有产生信息处理费，无其他需要报告的事项。",
    "根据国务院办公厅关于信息处理费的规定，全年共收取信息处理费120元，均已上缴国库。",
)
ASPECTS = (
    (
        "主动公开",
        (
            "坚持应公开尽公开，围绕财政预决算、重大项目、民生实事等领域及时发布信息，"
            "全年通过门户网站发布各类信息，配发图文解读，方便群众查阅和理解。"
        ),
    ),
    (
        "依申请公开",
        (
            "修订办理流程，落实登记、审核、会商、答复、归档各环节责任，"
            "主动与申请人沟通，弄清申请人的实际需求，答复均在法定期限内作出。"
        ),
    ),
    (
        "政府信息管理",
        (
            "对现行文件开展清理，动态调整公开属性，规范性文件集中公开并标注有效性，"
            "严格落实公开前的保密审查。"
        ),
    ),
    (
        "政府信息公开平台建设",
        (
            "完善门户网站政府信息公开专栏，优化检索功能，统筹用好政务新媒体，"
            "在政务服务大厅设置查阅点，为老年人提供帮助。"
        ),
    ),
    (
        "监督保障",
        "把政务公开纳入年度考核，组织业务培训，聘请社会监督员开展评议，全年未发生责任追究情形。",
    ),
)
"""The five aspects that the notice asks section one to survey."""
SLOGANS = (
    "突出重点领域，让公开更加充分",
    "规范答复程序，让申请更加便捷",
    "加强源头把关，让管理更加有序",
    "优化发布渠道，让平台更加好用",
    "压实工作责任，让监督更加有力",
)
PROBLEMS = (
    (
        "过去一年工作虽有进步，仍有不足：一是部分政策解读形式单一，群众不易读懂；"
        "二是个别单位公开目录更新不够及时；三是基层工作人员变动较多，业务不够熟练。"
    ),
    (
        "针对上述问题，已从三方面改进：一是会同业务科室制作短视频和问答式解读；"
        "二是建立目录更新提醒机制，每季度通报一次；三是编印工作手册，对新进人员开展跟班培训。"
    ),
)
_LISTINGS = (
    "",
    "全文由" + "、".join(SECTIONS) + "六部分组成。",
    "本报告包括" + "；".join(f"{o}{s}" for o, s in zip(ORDINALS, SECTIONS, strict=False)) + "。",
    "报告内容分为“" + "”“".join(SECTIONS) + "”等六个方面。",
)

PERIODS = len(_PERIODS)
CONTACTS = len(_CONTACTS)
FEES = len(_FEES)
LISTINGS = len(_LISTINGS)


def basis(organ: str, year: int) -> str:
    return (
        "根据《中华人民共和国政府信息公开条例》第五十条和《中华人民共和国政府信息公开工作"
        f"年度报告格式》（国办公开办函〔2021〕30号）的要求，{organ}编制了{year}年"
        "政府信息公开工作年度报告，现予公布。"
    )


def opening(organ: str, year: int) -> str:
    return (
        f"{year}年，{organ}认真贯彻落实党中央、国务院关于政务公开的决策部署，"
        "以公开促落实、促规范、促服务，各项工作平稳推进。"
    )


def period(choice: int, year: int) -> str:
    return _PERIODS[choice].format(year=year)


def contact(choice: int, organ: str) -> tuple[str, ...]:
    return tuple(text.format(organ=organ) for text in _CONTACTS[choice])


def fees(choice: int, year: int) -> str:
    return _FEES[choice].format(year=year)


def listing(choice: int) -> str:
    return _LISTINGS[choice]
