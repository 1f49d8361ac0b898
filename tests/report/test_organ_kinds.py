"""What an organ's name tells of its kind: the level, and by when it must publish."""

from __future__ import annotations

import pytest

from gblint.checks import load
from gblint.document import Anchor, Paragraph
from gblint.report.organs import find_level
from gblint.report.title import find_title

_DEADLINES = {"department": "01-31", "province": "03-31", "city": "03-10", "county": "02-20"}
_LAST = "03-31"

ORGANS = {
    "department": """
        示例市财政局
        示例市发展和改革委员会
        示例区人民政府办公室
        示例省教育厅
        示例海关
        中华人民共和国示例海关
        上海市示例区教育局
        示例县农业农村局
        示例市农业农村局
        示例市农业农村委员会
        示例县乡村振兴局
        示例市住房和城乡建设局
        示例市城乡建设委员会
        示例省住房和城乡建设厅
        示例市自然资源局清河区分局
        示例市公安局高新区分局
        示例市生态环境局示例县分局
        示例市规划和自然资源局开发区分局
        示例县村镇建设局
        示例市镇海区教育局
        示例县县城建设管理局
        示例市城区市场监督管理局
        示例市社区矫正管理局
        示例市城市管理委员会
        示例市国有资产监督管理委员会
        示例省人民政府国有资产监督管理委员会
        示例市交通委员会
        示例市城市管理和综合执法局
        示例市城管局（综合执法局）
        清河区教育局、清河区科技局
        财政部
        教育部
        中华人民共和国生态环境部
        国家发展和改革委员会
        海关总署
        国家税务总局
        国家市场监督管理总局
        审计署
        国家国际发展合作署
        国务院办公厅
        国务院国有资产监督管理委员会
        国家铁路局
        中国证券监督管理委员会
        中国气象局
        国家统计局示例调查总队
        国家统计局示例县调查队
        国家税务总局示例市税务局
        示例市气象局
        示例省邮政管理局
        中国人民银行示例省分行
        中国人民银行示例市中心支行
        国家金融监督管理总局示例监管局
        示例海事局
        示例市烟草专卖局
        示例市消防救援支队
        示例市消防救援局
        国家矿山安全监察局示例局
        审计署驻示例特派员办事处
        财政部示例监管局
        镇江市教育局
        示例市市中区教育局
        示例市机关事务管理局
        示例市应急管理局
        示例市数据局
        示例区政务服务管理局
        示例县人民政府办公室
        示例市人民政府办公厅
        示例县政府办
        示例区府办
        示例市园林绿化局
        示例市港务局
        示例市港航管理局
        示例市新闻出版局
        示例县林业和草原局
        示例县水利局
        示例市库区移民工作局
        示例市退役军人事务局
        示例县信访局
        示例市信访工作联席会议办公室
        示例市委网信办
        示例市地方金融管理局
        示例市人民防空办公室
        示例市区域合作办公室
        示例市地区振兴局
        示例公园管理局
        示例县乡镇企业局
    """,
    "province": """
        示例省
        示例自治区人民政府
        北京市
    """,
    "city": """
        示例市人民政府
        示例自治州
        示例州人民政府
        示例地区行政公署
        示例盟行政公署
        镇江市人民政府
    """,
    "county": """
        示例市示例区人民政府
        示例县
        示例区
        示例旗人民政府
        示例自治县人民政府
        示例自治旗人民政府
        示例新区人民政府
        示例市示例市人民政府
        示例市市中区人民政府
        示例城关区人民政府
        示例市城关区
        示例市矿区人民政府
        示例市东港区人民政府
        示例林区人民政府
    """,
    "": """
        示例镇人民政府
        示例乡人民政府
        示例县示例镇人民政府
        示例县示例镇
        示例民族乡人民政府
        示例街道办事处
        示例区示例街道
        示例街道党政办公室
        示例镇党政综合办公室
        示例镇人民政府办公室
        示例经济技术开发区管理委员会
        示例经济开发区
        示例市经开区
        示例高新区
        示例高新技术产业开发区管委会
        示例综合实验区
        示例综合实验区管理委员会
        示例火车站地区管理委员会
        示例科技产业园管理委员会
        示例工业园管委会
        示例产业集聚区管理委员会
        示例经济区管理委员会
        示例港区管理委员会
        示例航空港经济综合实验区
        示例农场管理委员会
        示例农场
        示例风景名胜区管理委员会
        示例新区管理委员会
        示例新区
        示例保税区管理委员会
        海关总署示例关区
        上海市示例区人民政府
        北京市示例区
        示例村村民委员会
        示例学院
        示例大学
        示例市第一人民医院
        示例市政务服务中心
        示例市住房公积金管理中心
        示例银行股份有限公司
        示例市城市建设投资集团
        示例市妇女联合会
        示例市残疾人联合会
        示例市总工会
        示例县人民法院
        示例市供销合作社
        示例县人民武装部
        示例高新区财政局
        示例经济技术开发区社会事业局
        示例市开发区建设局
        示例市仲裁委员会
        示例自然保护区管理局
        示例新区教育局
    """,
}
"""Organs by their level; those under "" are left to the last deadline."""

_ORGANS = [(organ, level) for level, names in ORGANS.items() for organ in names.split()]

_FORMS = (
    "{}2023年政府信息公开工作年度报告",
    "2023年度{}政府信息公开工作年度报告",
    "【部门】{}政府信息公开年度报告（2023年）",
    "标题：{}关于2023年信息公开工作的年度报告",
    "{}//2023年//政府信息公开工作年度报告",
)


@pytest.mark.parametrize(("organ", "level"), _ORGANS)
def test_organ_year_level_and_deadline_of_a_title(organ: str, level: str) -> None:
    pack = load("gbh-2021-30")
    for form in _FORMS:
        lines = form.format(organ).split("//")
        paragraphs = [Paragraph(text, Anchor(at)) for at, text in enumerate(lines, 1)]
        title, _ = find_title(paragraphs, pack.title_line)
        assert title is not None, form
        assert (title.organ, title.year) == (organ, 2023), form
        assert find_level(title.organ, pack.facts) == level
    days = {one.key: one.deadline for one in pack.facts.levels}
    assert days.get(level, pack.facts.last_deadline) == _DEADLINES.get(level, _LAST)


def test_in_the_years_of_the_first_regulations_all_have_until_the_last_day() -> None:
    facts = load("regulations-2007").facts
    assert {find_level(organ, facts) for organ, _ in _ORGANS} == {""}
    assert facts.last_deadline == _LAST
