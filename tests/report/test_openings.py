"""Openings and endings as offices of all kinds write them, and what is read in each."""

from __future__ import annotations

import pytest

from gblint.document import Anchor, Cell, Document, Paragraph, Table
from gblint.report.facts import find_facts
from gblint.report.setbacks import Setbacks
from tests.report.spec import SPEC, TITLE, facts, section, values

CONTACTS = [
    # a word before the number
    ("联系地址：示例市河畔路1号，电话/传真：0999-1234567。", ["0999-1234567"]),
    ("地址：示例市河畔路1号；电话及传真：0999-1234567", ["0999-1234567"]),
    ("地址：示例市河畔路1号；电话、传真：0999-1234567", ["0999-1234567"]),
    ("地址：示例市河畔路1号；电话和传真：0999-1234567", ["0999-1234567"]),
    ("地址：示例市河畔路1号；电话（兼传真）：0999-1234567", ["0999-1234567"]),
    ("地址：示例市河畔路1号；传真/电话：0999-1234567", ["0999-1234567"]),
    ("地址：示例市河畔路1号，手机：13800138000。", ["13800138000"]),
    ("地址：示例市河畔路1号，手机号码：13800138000。", ["13800138000"]),
    ("地址：示例市河畔路1号，咨询热线：0999-1234567。", ["0999-1234567"]),
    ("地址：示例市河畔路1号，服务热线：12345。", ["12345"]),
    ("如有疑问，请拨打12345咨询，或到示例市河畔路1号。", ["12345"]),
    ("地址：示例市河畔路1号，咨询电话：0999 1234567", ["0999 1234567"]),
    ("地址：示例市河畔路1号，联系方式：(0999)1234567", ["(0999)1234567"]),
    ("地址：示例市河畔路1号，联系方式：0999——1234567", ["0999——1234567"]),
    ("地址：示例市河畔路1号，座机：12345678", ["12345678"]),
    ("地址：示例市河畔路1号，办公电话：0999-1234567转8001", ["0999-1234567转8001"]),
    ("地址：示例市河畔路1号，电话：0999-1234567-8001", ["0999-1234567-8001"]),
    ("地址：示例市河畔路1号，电话（区号0999）：1234567", ["1234567"]),
    ("地址：示例市河畔路1号，电话号码：4000999123", ["4000999123"]),
    # a person or an office between
    ("地址：示例市河畔路1号，联系人：张某，0999-1234567", ["0999-1234567"]),
    ("地址：示例市河畔路1号，联系人：张某 0999-1234567", ["0999-1234567"]),
    ("地址：示例市河畔路1号，联系人：张某（0999-1234567）", ["0999-1234567"]),
    ("地址：示例市河畔路1号，联系人及电话：张某，0999-1234567", ["0999-1234567"]),
    ("地址：示例市河畔路1号，联系电话：政务公开科 0999-1234567", ["0999-1234567"]),
    # right behind the office or the address
    ("请联系示例区人民政府办公室（0999-1234567），地址：示例市河畔路1号。", ["0999-1234567"]),
    ("请与示例镇党政办联系，0999-1234567，地址：示例市河畔路1号。", ["0999-1234567"]),
    ("请与示例县教育局办公室0999-1234567联系，地址：示例市河畔路1号。", ["0999-1234567"]),
    ("请致电0999-1234567，或来函：地址：示例市河畔路1号。", ["0999-1234567"]),
    ("欢迎向示例海关办公室（0999-1234567）咨询，地址：示例市河畔路1号。", ["0999-1234567"]),
    ("联系示例管委会综合办(13800138000)，地址：示例市河畔路1号。", ["13800138000"]),
    (
        "如有疑问，请与本局联系（示例市河畔路1号，邮编999999，0999-1234567）。",
        ["0999-1234567"],
    ),
    ("如有疑问请咨询：地址：示例市河畔路1号，0999-1234567。", ["0999-1234567"]),
    # several
    (
        "地址：示例市河畔路1号，电话：0999-1234567、1234568",
        ["0999-1234567", "1234568"],
    ),
    (
        "地址：示例市河畔路1号，电话：0999-1234567/0999-1234568",
        ["0999-1234567", "0999-1234568"],
    ),
    (
        "地址：示例市河畔路1号，电话：0999-1234567（办公室）、0999-1234568（信息中心）",
        ["0999-1234567", "0999-1234568"],
    ),
    (
        "地址：示例市河畔路1号，电话：办公室0999-1234567，政策法规科0999-1234568",
        ["0999-1234567", "0999-1234568"],
    ),
    ("地址：示例市河畔路1号，电话：0999-1234567 13800138000", ["0999-1234567", "13800138000"]),
    (
        "地址：示例市河畔路1号，电话：0999-1234567，手机：13800138000",
        ["0999-1234567", "13800138000"],
    ),
    # none, or another's
    ("地址：示例市河畔路1号，传真：0999-1234567", []),
    ("地址：示例市河畔路1号，监督举报电话：0999-1234567", []),
    ("地址：示例市河畔路1号，举报热线：0999-1234567", []),
    ("地址：示例市河畔路1号，邮编：999999", []),
    # none that can be one
    ("地址：示例市河畔路1号，电话：0999-123456", ["0999-123456"]),
    ("地址：示例市河畔路1号，手机：1380013800", ["1380013800"]),
    ("地址：示例市河畔路1号，电话/传真：0999-XXXXXXX", ["0999-XXXXXXX"]),
]


@pytest.mark.parametrize(("text", "phones"), CONTACTS, ids=range(len(CONTACTS)))
def test_contacts(text: str, phones: list[str]) -> None:
    contact = facts("对本报告如有疑问的，可按下列方式联系。" + text).contact
    assert values(contact.phones) == phones
    assert values(contact.addresses) == ["示例市河畔路1号"] or "或到" in text


CONTACT = "对本报告有疑问的，请与示例局办公室联系（地址：示例市河畔路1号，电话：0999-1234567）。"


@pytest.mark.parametrize(
    ("sections", "phones"),
    [
        ({1: ["本报告依据《条例》编制。", CONTACT, "（一）主动公开。" * 40], 6: ["无。"]}, 1),
        ({1: ["（一）主动公开。", "（六）联系方式。" + CONTACT], 6: ["无。"]}, 1),
        ({1: ["如有疑问，请联系：", "地址：示例市河畔路1号", "电话：0999-1234567"], 6: ["无"]}, 1),
        ({1: ["工作。"], 5: ["问题。", CONTACT], 6: ["未收取信息处理费。"]}, 1),
        ({1: ["工作。"], 6: ["未收取信息处理费。", CONTACT]}, 1),
        ({1: ["公布咨询电话：0999-1234567，全年答复120人次。"], 6: ["无。"]}, 0),
        ({1: ["开通热线0999-1234567。", "在指南中公布联系电话：0999-1234567。"], 6: ["无。"]}, 0),
        ({1: ["对申请人有疑问的，逐一说明。", "受理电话：0999-1234567。" * 8], 6: ["无。"]}, 0),
    ],
    ids=range(8),
)
def test_where_a_contact_stands(sections: dict[int, list[str]], phones: int) -> None:
    found = facts("前言。", sections=sections).contact.phones
    assert values(found) == ["0999-1234567"] * phones


FEET = [
    ["主办单位：示例市人民政府办公室", "地址：示例市商务路85号", "电话：0999-7654321"],
    ["主办：示例市人民政府 承办：示例市数据局 电话：0999-7654321"],
    ["版权所有：示例市人民政府", "联系电话：0999-7654321"],
    ["网站标识码：9999990001 ICP备99999999号 联系电话：0999-7654321"],
    ["关于我们 | 网站地图 | 联系我们", "联系电话：0999-7654321  邮箱：web@example.com"],
    ["技术支持：示例公司", "运维电话：0999-7654321"],
    ["网站维护：示例市数据局", "联系电话：0999-7654321"],
]


@pytest.mark.parametrize("foot", FEET, ids=range(len(FEET)))
def test_the_sites_own_contact_is_not_the_reports(foot: list[str]) -> None:
    assert not facts("前言。", sections={6: ["未收取信息处理费。", *foot]}).contact.any()
    own = facts("前言。", sections={6: ["未收取信息处理费。", CONTACT, *foot]}).contact
    assert values(own.phones) == ["0999-1234567"]


def test_what_stands_above_the_title_is_the_sites() -> None:
    lines = ("联系我们", "地址：示例市商务路85号", "电话：0999-7654321")
    above = tuple(Paragraph(text, Anchor(line)) for line, text in enumerate(lines, 1))
    title = TITLE.__class__(TITLE.text, Anchor(4), TITLE.organ, TITLE.year)
    parts = [section(6, ["无。"], 20)]
    found = find_facts(above, parts, title, Document("text", ()), SPEC, Setbacks())
    assert not found.contact.any()
    below = (*above, Paragraph(CONTACT, Anchor(5)))
    found = find_facts(below, parts, title, Document("text", ()), SPEC, Setbacks())
    assert values(found.contact.phones) == ["0999-1234567"]


def table(*rows: tuple[str, ...]) -> Table:
    cells = tuple(
        Cell(text, row, column, Anchor(10 + row, cell=column + 1))
        for row, line in enumerate(rows)
        for column, text in enumerate(line)
    )
    return Table(cells, len(rows), len(rows[0]), Anchor(10))


@pytest.mark.parametrize(
    "contact",
    [
        table(("联系地址", "示例市河畔路1号"), ("联系电话", "0999-1234567")),
        table(("单位", "示例局"), ("地址", "示例市河畔路1号"), ("电话", "0999-1234567")),
        table(("单位", "地址", "电话"), ("示例局", "示例市河畔路1号", "0999-1234567")),
        table(("地址：示例市河畔路1号", "电话：0999-1234567")),
        table(("地址", "示例市河畔路1号", "电话", "0999-1234567")),
    ],
    ids=range(5),
)
def test_a_contact_in_a_table(contact: Table) -> None:
    parts = [section(6, ["无。"], 20)]
    found = find_facts((contact,), parts, TITLE, Document("docx", ()), SPEC, Setbacks())
    assert values(found.contact.phones) == ["0999-1234567"]
    assert values(found.contact.addresses) == ["示例市河畔路1号"]


def test_a_table_of_offices() -> None:
    rows = [("科室", "电话"), ("办公室", "0999-1234567"), ("法规科", "0999-1234568")]
    found = find_facts(
        (table(*rows),), [section(6, ["无。"], 20)], TITLE, Document("docx", ()), SPEC, Setbacks()
    )
    assert values(found.contact.phones) == ["0999-1234567", "0999-1234568"]


PERIODS = [
    "统计时限为2023年1月1日零时至2023年12月31日24时。",
    "统计时限为2023年1月1日0时起至2023年12月31日24时止。",
    "统计时限为2023年1月1日零点至2023年12月31日二十四点。",
    "统计时限为2023年1月1日00:00至2023年12月31日24:00。",
    "统计期限从2023年元月1日至12月31日。",
    "统计期限从2023年元月1日起至2023年12月31日止。",
    "统计期限自2023年1月1日（含本日）起至2023年12月31日（含本日）止。",
    "统计期限自2023年1月1日起（含1月1日），至2023年12月31日止。",
    "统计期限为20230101至20231231。",
    "统计期限：2023.1.1-2023.12.31。",
    "统计期限：2023.01.01—2023.12.31。",
    "统计期限为2023年1月—12月。",
    "统计期限为2023年1月至2023年12月。",
    "统计期限为2023年度（1月1日至12月31日）。",
    "统计期限为2023年度（2023年1月1日至2023年12月31日）。",
    "统计期限为2023年度，即1月1日至12月31日。",
    "统计期限为二〇二三年一月一日至二〇二三年十二月三十一日。",
    "统计起止时间：2023年1月1日至2023年12月31日。",
    "数据统计时间自1月1日起至12月31日止。",
    "统计期限为1月1日至12月31日。",
    "统计期限为1月1日至2023年12月31日。",
    "数据从2023年1月1日起，截止到2023年12月31日。",
    "数据统计区间为2023年1月1日到2023年12月31日。",
    "本报告所列数据统计期限自2023年1月1日起始至2023年12月31日截止。",
    "统计期限为2023/1/1~2023/12/31。",
    "统计期限为2023年1月1日 至 同年12月31日。",
]


@pytest.mark.parametrize("text", PERIODS)
def test_periods_of_the_whole_year(text: str) -> None:
    for found in (
        facts("本报告依据《条例》编制。" + text).period,
        facts("前言。", sections={1: ["概况。" + text], 6: ["无。"]}).period,
        facts("前言。", sections={1: ["概况。"], 6: ["未收取。", text]}).period,
    ):
        assert found is not None
        assert (str(found.start), str(found.end)) == ("2023-01-01", "2023-12-31")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("统计时限为2023年1月1日零时至2023年11月30日24时。", "2023-01-01", "2023-11-30"),
        ("统计期限从2022年元月1日至12月31日。", "2022-01-01", "2022-12-31"),
        ("统计期限为2月1日至12月31日。", "2023-02-01", "2023-12-31"),
        ("统计期限为20230101至20231130。", "2023-01-01", "2023-11-30"),
        ("统计期限为1月1日至2022年12月31日。", "2022-01-01", "2022-12-31"),
    ],
)
def test_periods_that_are_not(text: str, start: str, end: str) -> None:
    period = facts(text).period
    assert period is not None
    assert (str(period.start), str(period.end)) == (start, end)


@pytest.mark.parametrize(
    "text", ["统计期限为本年度。", "统计期限为报告年度。", "统计期限：2023年度。"]
)
def test_a_year_without_its_days(text: str) -> None:
    period = facts(text).period
    assert period is not None
    assert (period.year, period.ranged) == (2023, False)


PUBLISHED = [
    *(
        ([f"{label}{between}2024-04-18  来源：本站"], [])
        for label in (
            *("日期", "时间", "信息时间", "更新时间", "添加时间", "发稿时间", "录入时间"),
            *("上传时间", "创建时间", "发布日期", "公开时间", "成文日期", "生成日期", "发文时间"),
        )
        for between in ("：", ": ", " | ")
    ),
    (["【字体：大 中 小】 时间：2024年4月18日 10:20"], []),
    (["来源：示例局 | 发布时间 | 2024-04-18 | 浏览：12"], []),
    (["发布于：2024/04/18"], []),
    (["[发布时间：2024.04.18]"], []),
    (["发布时间：2024-04-18", "更新时间：2024-06-01"], []),
    (["更新时间：2024-06-01", "发布时间：2024-04-18"], []),
    (["成文日期：2024-01-20", "发布日期：2024-04-18"], []),
    ([], ["示例市教育局", "2024年4月18日"]),
    ([], ["示例市教育局", "2024.4.18"]),
    ([], ["示例市卫健委 二〇二四年四月十八日"]),
    (["更新时间：2024-06-01"], ["示例市教育局", "2024年4月18日"]),
]


@pytest.mark.parametrize(("head", "end"), PUBLISHED, ids=range(len(PUBLISHED)))
def test_dates_of_publication(head: list[str], end: list[str]) -> None:
    found = facts(*head, "本报告依据《条例》编制。", sections={6: ["未收取。", *end]}).published
    assert found is not None
    assert found.value == "2024-04-18"


@pytest.mark.parametrize(
    "text",
    [
        "统计截止日期：2024-01-05",
        "统计时间：2023-01-01至2023-12-31",
        "会议时间：2023-05-06",
        "条例施行日期：2019-05-15",
    ],
)
def test_dates_of_other_things(text: str) -> None:
    assert facts(text, sections={6: ["无。"]}).published is None
