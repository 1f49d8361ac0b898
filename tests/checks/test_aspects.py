"""GB407: the five aspects of section one in whatever words, and each of them when it is absent."""

from __future__ import annotations

import pytest

from gblint.checks import load
from gblint.checks.content import PatternCheck
from gblint.text import patterns
from tests.tools.lint import PACK, lint

WORDS = {
    "主动公开": (
        "在县政府网站公开各类信息176条",
        "全年公开以县政府名义制发的文件14件",
        "把惠农补贴名单张榜公示39次",
        "晒出“三公”经费账单",
        "向社会公示征地补偿方案6件",
        "通过网站刊发动态消息212篇",
        "发布政策文件42份",
        "及时亮出权责清单、服务指南",
        "对外公布预算决算",
        "推送惠企政策130条",
        "解读政策文件12件",
        "制作图解22期",
        "全年上网信息1021条",
        "公开内容覆盖财政、民生、教育等领域",
        "本年度累计公开政府信息368条",
        "公示行政处罚决定96份",
        "召开新闻发布会8场",
        "公开义务教育招生方案",
        "回应社会关切11次",
        "及时更新部门动态330条",
    ),
    "依申请公开": (
        "没有收到政府信息公开申请",
        "全年没有群众申请公开信息",
        "收件37件，全部按期答复",
        "公众申请37件，办结36件",
        "来信申请2件，网络申请5件",
        "依法依规答复申请件12件",
        "信息公开申请办理率百分之百",
        "依申请工作：新收3件",
        "受理公开申请9件",
        "向申请者提供查询服务",
        "未出现群众提出申请的情形",
        "线上线下共接收申请4份",
        "公众申请获取信息8件，均予答复",
        "申请渠道保持畅通",
        "规范答复流程，出具告知书5份",
        "新收申请19件",
        "全年零申请",
        "对来件逐一登记、会商、答复",
        "依申请办理方面，全年无。",
        "办理群众提交的信息申请11件",
    ),
    "政府信息管理": (
        "镇党政办统一管理信息的制作、审核和归档",
        "涉密、涉个人隐私的一律不上网",
        "信息上网前由分管领导签字把关",
        "建立信息发布台账，逐条登记",
        "严格落实“三审三校”",
        "对历年文件进行清理，失效的及时标注",
        "执行保密审查制度",
        "定密与公开同步把关",
        "信息公开前由业务科核验",
        "加强信息资源归集与维护",
        "公文办理时同步确定公开类别",
        "健全信息发布协调机制",
        "动态调整公开事项清单",
        "及时撤下过期信息12条",
        "对已公开的信息作去标识化处理",
        "对现行有效的15件文件逐件编号、归集",
        "明确专人负责信息采集、报送、发布",
        "对涉及个人信息的内容作隐去处理",
        "编制并更新公开目录",
        "档案移交前鉴定公开属性",
        "谁制作谁负责，谁发布谁把关",
        "完善信息报送流程",
        "发稿实行三级签批",
        "敏感信息、错别字逐条筛查",
        "信息从产生到归档全程留痕",
        "修订公文处理办法",
        "落实信息公开属性源头认定",
        "政府信息资源规范化标准化信息化管理",
        "政府信息资源的规范化、标准化管理",
        "信息的制作、公开与归档实行规范和统一管理",
        "信息分类管理",
        "推进规范化、标准化",
        "规范信息制作、保存、更新各环节",
        "定期核对已发布信息，纠正差错6处",
    ),
    "政府信息公开平台建设": (
        "线上用好县政府网站河畔镇专栏",
        "线下在便民服务中心张贴",
        "村村响广播每日播报",
        "设立公示栏17处",
        "办好政务公开专区",
        "运维“微河畔”视频号",
        "依托省一体化系统发布",
        "抖音号发布短视频",
        "网页浏览量27万次",
        "大厅配自助查询机2台",
        "图书馆、档案馆设查阅场所",
        "APP推送信息",
        "开通微博账号",
        "村务公开栏定期更新",
        "页面改版，增加检索功能",
        "融媒体中心推送",
        "政府公报发放6期",
        "站内搜索优化",
        "LED屏滚动播放",
        "网上信息公开系统升级",
    ),
    "监督保障": (
        "镇长负总责，党政办主任具体抓",
        "接受县政务公开办检查2次",
        "指出的3个问题已改正",
        "列入年度目标责任制",
        "邀请代表委员座谈提意见",
        "组织业务学习3次",
        "纳入绩效",
        "开展“回头看”",
        "对反馈的问题“回头看”",
        "局长办公会每半年研究1次",
        "配备专兼职人员2名",
        "参加县里培训2次",
        "开展第三方评估",
        "未发生责任追究",
        "聘请社会监督员5名",
        "明确分管领导和责任人",
        "定期晾晒进度",
        "层层压实责任",
        "召开专题会部署",
        "将公开工作写入年度目标责任书",
        "安排经费5万元",
    ),
}
PARTS = (
    ("主动公开", "全年公开各类信息176条，张榜公示惠农补贴39次。"),
    ("依申请公开", "新收19件申请，全部办结。"),
    ("政府信息管理", "谁制作谁负责，及时撤下过期内容。"),
    ("政府信息公开平台建设", "公示栏17处，村村响喇叭每日播报。"),
    ("监督保障", "镇长负总责，开展业务学习3次。"),
)


@pytest.mark.parametrize(
    ("aspect", "words"), [(aspect, words) for aspect, all_ in WORDS.items() for words in all_]
)
def test_an_aspect_in_other_words(aspect: str, words: str) -> None:
    check = next(rule for rule in load(PACK).rules if rule.id == "GB407").check
    assert isinstance(check, PatternCheck)
    forms = next(topic.patterns for topic in check.topics if topic.name == aspect)
    text = words.replace("，", ",").replace("；", ";")
    assert any(patterns.search(form, text) for form in forms)


def _told(parts: list[str]) -> list[object]:
    text = "石桥镇人民政府2023年政府信息公开工作年度报告\n\n一、总体情况\n\n" + "\n\n".join(parts)
    text += "\n\n二、主动公开政府信息情况\n\n六、其他需要报告的事项\n\n无。\n"
    return [
        finding.values["topics"]
        for finding in lint(text.encode(), "报告.md", only=["GB407"]).of("GB407")
    ]


@pytest.mark.parametrize(
    "words",
    [
        "对历年制发的832件公文开展公开属性源头认定“回头看”，调整公开属性3件。",
        "落实公开属性“回头看”机制。",
        "对规范性文件有效性“回头看”。",
    ],
)
def test_a_review_of_documents_is_no_supervision(words: str) -> None:
    managed = ("政府信息管理", words)
    parts = [managed if aspect == managed[0] else (aspect, text) for aspect, text in PARTS]
    assert _told([text for aspect, text in parts if aspect != "监督保障"]) == [("监督保障",)]


def test_the_absent_aspect_is_told() -> None:
    assert _told([text for _, text in PARTS]) == []
    for absent, _ in PARTS:
        told = _told([text for aspect, text in PARTS if aspect != absent])
        assert told == [(absent,)]
