"""Documents that are no annual report of this format, and reports that look like them."""

from __future__ import annotations

import pytest

from tests.builder.fixture_cases import base
from tests.builder.write_text import Shape, text
from tests.tools.lint import lint

_REPORT = text(base(), shape=Shape("pipes")).decode()
_TITLE = _REPORT.split("\n")[0]

_BODY = """
各区人民政府，市政府各部门：

现就有关事项说明如下，请遵照执行。

一、总体要求。认真撰写总体情况，如实填写三张表格。

二、时间安排。各部门于1月31日前公开。

三、联系方式。市政府办公室，电话：0999-1234567。
"""

_SECTIONS = """
{basis}

一、总体情况

全年公开信息1200条，政府信息公开工作平稳，从服务对象的需要出发，把公开的要求写进岗位职责，按季检查。

二、主动公开情况

通过网站公开信息。

三、收到和处理信息公开申请情况

收到申请3件，均已答复。

四、复议、诉讼情况

没有。

五、存在的主要问题及改进情况

个别栏目更新不及时，将明确责任人。

六、其他需要报告的事项

无。
"""

_SCHOOL = "根据《高等学校信息公开办法》编制。统计期限为2022年9月1日至2023年8月31日。"
_WATER = "根据《供水、供气、供热等公共企事业单位信息公开实施办法》编制。"

OTHERS = [
    (
        "示例市人民政府办公室\n\n关于做好2025年政府信息公开工作年度报告\n\n编制和发布工作的通知",
        _BODY,
        "通知",
    ),
    ("示例省教育厅关于报送2023年度政府信息公开工作年度报告的函", _BODY, "函"),
    ("关于2023年政府信息公开工作年度报告编制情况的通报", _BODY, "通报"),
    ("示例县政府信息公开工作年度报告制度", _BODY, "制度"),
    ("示例市政府信息公开工作年度报告编制发布办法（试行）", _BODY, "办法"),
    ("示例区2023年度政府信息公开工作年度报告编制工作方案", _BODY, "方案"),
    ("示例市自然资源局政府信息公开指南", _BODY, "指南"),
    ("示例镇政府信息公开目录", _BODY, "目录"),
    (
        "示例县2023年政府信息公开情况统计表",
        "\n| 指标 | 数量 |\n| --- | --- |\n| 申请 | 3 |\n",
        "统计表",
    ),
    (
        "示例区2022年与2023年政府信息公开工作年度报告数据对比表",
        "\n| 项目 | 2022年 | 2023年 |\n| --- | --- | --- |\n| 申请 | 3 | 5 |\n",
        "对比",
    ),
    ("示例市2023年政务公开工作总结", _BODY, "总结"),
    ("示例市2024年政务公开工作要点", _BODY, "要点"),
    ("《示例市2023年政府信息公开工作年度报告》解读", _BODY, "解读"),
    ("一图读懂示例市2023年政府信息公开工作年度报告", _BODY, "解读"),
    ("示例市司法局2023年法治政府建设年度报告", _SECTIONS.format(basis="依法行政。"), "法治政府"),
    ("示例市民政局2024年部门预算", _BODY, "预算"),
    ("示例市人民政府网站工作年度报表（2023年度）", _BODY, "网站"),
    ("示例大学2023年信息公开工作年度报告", _SECTIONS.format(basis=_SCHOOL), "学校"),
    ("示例职业技术学院2022-2023学年信息公开工作报告", _SECTIONS.format(basis=_SCHOOL), "学校"),
    ("示例大学2023年政府信息公开工作年度报告", _SECTIONS.format(basis=_SCHOOL), "学校"),
    ("示例市第一中学信息公开年度报告", _SECTIONS.format(basis="本学年情况如下。"), "学校"),
    ("示例市自来水有限公司2023年信息公开工作年度报告", _SECTIONS.format(basis=_WATER), "企事业"),
    ("示例市人民医院2023年度信息公开年度报告", _SECTIONS.format(basis="依照规定。"), "企事业"),
    (
        "示例公交集团2023年政府信息公开工作年度报告",
        _SECTIONS.format(basis="根据《公共企事业单位信息公开规定制定办法》编制。"),
        "企事业",
    ),
]


@pytest.mark.parametrize(("title", "body", "name"), OTHERS, ids=range(len(OTHERS)))
def test_what_is_no_report_is_told_once(title: str, body: str, name: str) -> None:
    findings = lint(f"{title}\n\n{body}".encode(), "文件.md").findings
    assert [finding.rule for finding in findings] == ["GB902"]
    assert name in findings[0].message.zh


def test_a_notice_with_the_blank_form_behind_it() -> None:
    title = "示例市人民政府办公室关于编制2023年政府信息公开工作年度报告的通知"
    form = "中华人民共和国政府信息公开工作年度报告格式\n" + _SECTIONS.format(basis="")
    (finding,) = lint(f"{title}\n\n{_BODY}\n附件\n\n{form}".encode(), "文件.md").findings
    assert (finding.rule, "通知" in finding.message.zh) == ("GB902", True)


def _in_report(old: str, new: str) -> bytes:
    assert old in _REPORT
    return _REPORT.replace(old, new, 1).encode()


REPORTS = [
    _in_report(
        _TITLE, f"示例市2024年政务公开工作要点\n\n政府信息公开指南\n\n政府信息公开制度\n\n{_TITLE}"
    ),
    _in_report(_TITLE, f"关于公布示例市2023年政府信息公开工作年度报告的公告\n\n{_TITLE}"),
    _in_report(_TITLE, f"当前位置：首页 > 法定主动公开内容 > 政府信息公开年报\n\n{_TITLE}"),
    _in_report(_TITLE, f"部门预算\n\n法治政府建设年度报告\n\n{_TITLE}"),
    _in_report(_TITLE, f"{_TITLE}\n\n目录\n\n一、总体情况\t1\n\n二、主动公开政府信息情况\t2\n"),
    _in_report(_TITLE, f"法治政府建设\n\n{_TITLE}\n\n政府信息公开指南\n\n年报解读"),
    _in_report(_TITLE, "示例市教育局2023年政府信息公开工作年度报告"),
    _in_report(_TITLE, "示例市公交管理局2023年政府信息公开工作年度报告"),
    _in_report(_TITLE, "示例市行政学院2023年政府信息公开工作年度报告"),
    _in_report(_TITLE, "示例市医院管理局2023年政府信息公开工作年度报告"),
    _in_report(_TITLE, "示例市国有企业监督管理办公室2023年政府信息公开工作年度报告"),
    *(
        _in_report(_TITLE, f"{organ}2023年政府信息公开工作年度报告{tag}")
        for organ in (
            "示例市审计局",
            "示例市生态环境局",
            "示例省安全生产监督管理局",
            "示例县行政执法局",
            "示例市人民政府国有资产监督管理委员会",
            "示例市法治政府建设领导小组办公室",
            "示例市国民经济动员办公室",
        )
        for tag in ("", "（图文版）")
    ),
    _in_report(_TITLE, "2023年示例市审计局政府信息公开工作年度报告"),
    _in_report(_TITLE, "示例市审计局\n\n2023年政府信息公开工作年度报告"),
    _in_report(_TITLE, "示例市审计局2023年信息公开工作报告"),
    _in_report("一、总体情况", "全市学校执行《高等学校信息公开办法》。\n\n一、总体情况"),
    _in_report(
        "一、总体情况", "一、总体情况\n\n印发《关于做好年度报告编制工作的通知》，制定工作方案。"
    ),
    _in_report("一、总体情况", "一、总体情况\n\n督促公共企事业单位信息公开，公开部门预算。"),
]


@pytest.mark.parametrize("report", REPORTS, ids=range(len(REPORTS)))
def test_a_report_that_mentions_them_stays_one(report: bytes) -> None:
    result = lint(report, "报告.md")
    assert "GB902" not in {finding.rule for finding in result.findings}
    assert not any(finding.severity == "error" for finding in result.findings)


@pytest.mark.parametrize(
    "title",
    [
        "示例市关于公布2023年政府信息公开工作年度报告的公告",
        "关于示例市2023年政府信息公开工作年度报告的公告",
        "示例市2023年政府信息公开工作总结",
        "示例市2023年政务公开工作年度报告",
    ],
)
def test_a_report_under_another_name(title: str) -> None:
    result = lint(_in_report(_TITLE, title), "报告.md")
    assert {finding.rule for finding in result.findings} == {"GB110"}
    assert result.report.organ == "示例市"
    assert lint(f"{title}{_BODY}".encode(), "公告.md", only=["GB902"]).of("GB902")


def test_reports_of_two_organs_in_one_file() -> None:
    second = _REPORT.replace(_TITLE, "示例市教育局2023年政府信息公开工作年度报告")
    (finding,) = lint(f"{_REPORT}\n\n{second}".encode(), "报告.md").findings
    assert finding.rule == "GB902"
    assert "不止一份年度报告" in finding.message.zh


def test_one_report_pasted_twice() -> None:
    result = lint(f"{_REPORT}\n\n{_REPORT}".encode(), "报告.md")
    assert result.of("GB103")
    assert not result.of("GB902")


def test_a_title_in_the_data_table_of_a_site() -> None:
    rows = f"| 索引号 | 000123 |\n| --- | --- |\n| 名称： | {_TITLE} |\n| 主题 | 政务公开 |"
    result = lint(_in_report(_TITLE, rows), "报告.md")
    assert not [finding for finding in result.findings if finding.rule in {"GB109", "GB112"}]


_WORDS = [line.replace("|", " ").strip() for line in _REPORT.split("\n") if line.strip()]


@pytest.mark.parametrize(
    "page",
    [
        " ".join(_WORDS),
        _WORDS[0] + "\n\n" + "".join(_WORDS[1:]),
        "标题: " + _WORDS[0] + "\n\n发布时间: 2024-01-31\n\n当前位置：首页 " + " ".join(_WORDS),
        _WORDS[0] + "\n\n" + " ".join(_WORDS[1:9]) + "\n\n" + " ".join(_WORDS[9:]),
    ],
    ids=range(4),
)
def test_a_report_whose_ends_of_lines_were_lost(page: str) -> None:
    (finding,) = lint(page.encode(), "report.txt").findings
    assert finding.rule == "GB902"
    assert "换行丢失" in finding.message.zh


def test_a_preface_that_lists_the_sections() -> None:
    listed = "本报告由一、总体情况，二、主动公开政府信息情况，三、收到和处理政府信息公开申请情况，"
    listed += "四、政府信息公开行政复议、行政诉讼情况，五、存在的主要问题及改进情况，"
    listed += "六、其他需要报告的事项组成。"
    page = _in_report("一、总体情况", listed + "如实反映全年工作。" * 40 + "\n\n一、总体情况")
    assert not lint(page, "报告.md").findings


@pytest.mark.parametrize(
    "organ",
    [
        "示例市城市管理局（示例市综合行政执法局）",
        "示例市综合行政执法局",
        "示例市审计局",
        "示例市生态环境局",
        "示例县应急管理局（安全生产监督管理局）",
        "示例市国有资产监督管理委员会",
        "示例市法治政府建设办公室",
        "示例市政府网站管理中心",
        "示例市财政局预算评审中心",
    ],
)
def test_an_organ_named_after_other_work_reports_on_disclosure(organ: str) -> None:
    result = lint(f"{organ}2023年政府信息公开工作年度报告{_SECTIONS}".encode(), "报告.md")
    assert not result.of("GB902", "GB109")
    assert result.report.organ == organ
