"""Which organ a written name means, whatever places and short forms the office uses."""

from __future__ import annotations

import pytest

from gblint.checks import load
from gblint.report.organs import is_short_for, tell_organ

NAMES = """
市卫健委|示例市卫生健康委员会|same
市卫生健康委|示例市卫生健康委员会|same
区卫健委|示例市清河区卫生健康委员会|same
市卫健委|示例市清河区卫生健康委员会|above
市住建局|示例市住房和城乡建设局|same
市住房城乡建设局|示例市住房和城乡建设局|same
市城管局|示例市城市管理局|same
市城管局|示例市城市管理综合执法局|same
市城市管理局|示例市城市管理局|same
市市场监管局|示例市市场监督管理局|same
市监局|示例市市场监督管理局|same
市市监局|示例市市场监督管理局|same
市发改委|示例市发展和改革委员会|same
市发展改革委|示例市发展和改革委员会|same
县发改局|示例县发展和改革局|same
县乡村振兴局|示例县乡村振兴局|same
市人社局|示例市人力资源和社会保障局|same
省人社厅|示例省人力资源和社会保障厅|same
市文旅局|示例市文化广电和旅游局|same
市文广旅局|示例市文化广电和旅游局|same
县应急局|示例县应急管理局|same
市委市政府信访局|示例市信访局|same
市委、市政府信访局|示例市信访局|same
市委市政府信访局|示例市教育局|other
市政府国资委|示例市人民政府国有资产监督管理委员会|same
市国资委|示例市人民政府国有资产监督管理委员会|same
市政府国资委|示例市国资委|same
市委市政府|示例市人民政府|same
区政府|示例市清河区人民政府办公室|government
区政府办公室|示例市清河区人民政府办公室|same
区政府办|示例市清河区人民政府办公室|same
区府办|示例市清河区人民政府办公室|same
区政府办|示例市清河区人民政府|office
区政府办公室|示例市清河区人民政府|office
区人民政府|示例市清河区教育局|government
市政府|示例市清河区教育局|above
示例市人民政府|示例市清河区人民政府|above
示例市白云区人民政府|示例市清河区人民政府|other
白云区人民政府|清河区人民政府|other
示例市白云区教育局|示例市清河区教育局|other
市财政局|示例市教育局|other
示例市财政局|示例市教育局|other
国家税务总局示例市白云区税务局|国家税务总局示例市清河区税务局|other
示例市清河区税务局|国家税务总局示例市清河区税务局|same
清河税务|国家税务总局示例市清河区税务局|
国家税务总局|国家税务总局示例市清河区税务局|above
白云区东门街道|河畔街道办事处|other
东门镇|清河区河畔镇人民政府|other
河畔镇|示例市清河区河畔镇人民政府|same
清河区|示例市清河区河畔镇人民政府|above
示例市教育局办公室|示例市教育局|office
镇政府|清河区河畔镇人民政府|same
河畔镇政府|示例市清河区河畔镇人民政府|same
街道办|清河区河畔街道办事处|same
街道办事处|清河区河畔街道办事处|same
河畔街道|清河区河畔街道办事处|same
东门街道办事处|清河区河畔街道办事处|other
经开区管委会|示例经济技术开发区管理委员会|same
开发区管委会|示例经济技术开发区管理委员会|same
管委会|示例经济技术开发区管理委员会|same
高新区管委会|示例高新技术产业开发区管理委员会|same
清河区教育局|示例市清河区教育局|same
示例市清河区教育局|清河区教育局|same
区教育局|清河区教育局、清河区科技局|same
清河区科技局|清河区教育局、清河区科技局|same
市税务局|国家税务总局示例市税务局|same
国家税务总局|国家税务总局示例市税务局|above
示例市自然资源局|示例市自然资源局清河区分局|above
财政部|中华人民共和国财政部|same
县政府|示例县人民政府|same
州政府|示例州人民政府|same
州政府办|示例自治州人民政府办公室|same
自治区政府|示例自治区人民政府|same
区政府|示例自治区人民政府|same
镇江市教育局|镇江市教育局|same
市教育局|镇江市教育局|same
市市政园林局|示例市市政园林管理局|same
市城乡建设局|示例市城乡建设局|same
县农业农村局|示例县农业农村局|same
县农业局|示例县农业农村局|same
区数据局|示例市清河区政务服务和数据管理局|same
区执法局|示例市清河区综合行政执法局|same
局办公室|示例市教育局|
政务公开科|示例市教育局|
示例市政务服务中心|示例市教育局|
县委办公室|示例县人民政府办公室|
示例市公安局清河分局|示例市清河区教育局|above
市局|示例市公安局|same
我市|示例市人民政府|same
高新区管委会|示例市高新区教育局|government
管委会办公室|示例经济技术开发区管理委员会|office
自然资源局清河分局|示例市自然资源局清河区分局|same
市自然资源局清河分局|示例市自然资源局清河区分局|same
审计署|审计署驻示例特派员办事处|above
示例海关|中华人民共和国示例海关|same
省统计局|国家统计局示例调查总队|
国家统计局|国家统计局示例调查总队|above
示例市人民政府办公室|示例市教育局|government
市政务服务数据管理局|示例市教育局|other
示例市水务局|示例市水利局|other
市卫健局|示例市卫生健康委员会|other
市教体局|示例市教育和体育局|same
示例大学|示例市教育局|
盐城市城市管理局|盐城市城市管理局|same
市城管局|盐城市城市管理局|same
全区|示例市清河区人民政府|same
市医保局|示例市医疗保障局|same
市民政局|示例市民政局|same
市民族宗教局|示例市民族宗教事务局|same
市商务局|示例市民政局|other
市气象局|示例市教育局|other
"""
"""A name as written, the organ of the report, and what the one is to the other."""


@pytest.mark.parametrize("line", NAMES.split())
def test_what_a_name_means(line: str) -> None:
    written, organ, relation = line.split("|")
    assert tell_organ(written, organ, load("gbh-2021-30").facts.organ) == relation


def test_a_pack_without_organs_knows_none() -> None:
    assert tell_organ("市教育局", "示例市教育局", None) == ""


@pytest.mark.parametrize(
    ("short", "full", "known"),
    [
        ("卫健委", "卫生健康委员会", True),
        ("发改委", "发展和改革委员会", True),
        ("住建局", "住房和城乡建设局", True),
        ("执法局", "综合行政执法局", True),
        ("城建局", "住房和城乡建设局", False),  # it may be another
        ("卫健局", "卫生健康委员会", False),
        ("康卫委", "卫生健康委员会", False),
        ("教育局", "财政局", False),
        ("局", "财政局", False),
    ],
)
def test_short_forms(short: str, full: str, known: bool) -> None:
    assert is_short_for(short, full) is known
