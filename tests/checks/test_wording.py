"""Enumerations, pairs, personal data, punctuation: the built-in rules on wordings of all kinds."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable
from dataclasses import replace

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gblint
from gblint.checks.personal import is_mobile
from gblint.text.numerals import write_chinese
from tests.builder.fixture_cases import base, with_prose
from tests.builder.write_text import Shape, text
from tests.checks.sentences import values_by_sentence, values_of
from tests.tools.lint import lint


def found(rule: str, *prose: str) -> list[dict[str, object]]:
    """The values of a rule's findings in a report with this prose in section five."""
    return values_of(rule, 5, *prose)


def _counts(rule: str, sentences: Iterable[str]) -> dict[str, int]:
    """Sentence → how often a rule finds something in it, all in one report."""
    return {one: len(values) for one, values in values_by_sentence(rule, 5, sentences).items()}


IN_ORDER = (
    ("一是甲；二是乙；三是丙。",),
    ("一是甲。", "二是乙。", "三是丙。"),
    ("一是甲；二是乙。", "一是丙；二是丁；三是戊。"),
    ("（一）甲", "1.子", "2.丑", "（二）乙", "1.寅", "2.卯", "3.辰"),
    ("（一）甲。一是子；二是丑。", "（二）乙。一是寅；二是卯；三是辰。"),
    ("问题：一是甲，二是乙；措施：一是丙，二是丁，三是戊。",),
    ("一要甲：①子；②丑；③寅。二要乙：①卯；②辰。",),
    ("第一，甲。第二，乙。第三，丙。", "第一季度完成三项，第三季度完成五项。"),
    ("二是接着上文说的事。",),
    ("首先是甲，其次是乙，三是丙。",),
    ("按照第二十条第（一）项、第（三）项和第（五）项公开。",),
    ("1.5万人次参加，3.2万人次浏览。", "2023.1启动，2023.6完成。"),
    ("5月1日起施行。", "12月底前完成。"),
    ("一是甲。二是乙。", "这两项做法统一是为了便民，唯一是人手紧，三是重点。"),
    ("（1）甲；（2）乙；（3）丙。", "（1）丁；（2）戊。"),
    ("一是甲；", "二是乙，包括1.子；2.丑；", "三是丙。"),
    ("十是甲；十一是乙；十二是丙。",),
    ("一要素齐全；一抓手明确。",),
    ("1. 甲", "说明文字。", "2. 乙", "3、丙"),
    ("问题：①甲②乙③丙。措施：①丁②戊③己。",),
    ("公开的内容见图②和①③两项，②项除外。",),
    ("1.甲，提高1.5个百分点；2.乙，发布2.3万字；3.丙。",),
    ("（一）甲。一是子。（二）乙。（三）丙。", "（一）丁。（二）戊。"),
    ("公开下列内容：（一）项、（五）项；（八）项。",),
)
OUT_OF_ORDER = (
    (("一是甲；三是乙。",), "三是", "二是"),
    (("一是甲；二是乙；二是丙。",), "二是", "三是"),
    (("一是甲。", "二是乙。", "四是丙。"), "四是", "三是"),
    (("（一）甲", "（三）乙"), "（三）", "（二）"),
    (("（一）甲", "1.子", "3.丑", "（二）乙"), "3.", "2."),
    (("1.甲", "2.乙", "2.丙"), "2.", "3."),
    (("一要甲，二要乙，四要丙。",), "四要", "三要"),
    (("①甲；③乙。",), "③", "②"),
    (("第一，甲。第三，乙。",), "第三，", "第二，"),
    (("一是甲；一是乙；二是丙。",), "一是", "二是"),
    (("问题：一是甲，二是乙；措施：一是丙，三是丁。",), "三是", "二是"),
    (("１.甲", "３.乙"), "３.", "2."),
    (("1.甲；2.乙；2.丙。",), "2.", "3."),
    (("（一）甲。（二）乙。（四）丙。",), "（四）", "（三）"),
    (("问题有：①甲②乙④丙。",), "④", "③"),
)


@pytest.mark.parametrize("prose", IN_ORDER, ids=lambda prose: prose[0][:12])
def test_an_enumeration_in_order(prose: tuple[str, ...]) -> None:
    assert found("GB701", *prose) == []


@pytest.mark.parametrize(
    ("prose", "text_", "expected"),
    OUT_OF_ORDER,
    ids=[prose[0][:12] for prose, _, _ in OUT_OF_ORDER],
)
def test_an_enumeration_out_of_order(prose: tuple[str, ...], text_: str, expected: str) -> None:
    (values,) = found("GB701", *prose)
    assert (values["text"], values["expected"]) == (text_, expected)


WAYS = ("{}是第{}件", "{}要做第{}件", "{}抓第{}件")


@st.composite
def enumerations(draw: st.DrawFn) -> tuple[list[list[str]], str]:
    """Paragraphs of nested enumerations, item by item, and what joins the items of one."""
    way = draw(st.sampled_from(WAYS))
    paragraphs = [
        [way.format(write_chinese(n), n) for n in range(1, draw(st.integers(2, 6)) + 1)]
        for _ in range(draw(st.integers(1, 4)))
    ]
    return paragraphs, draw(st.sampled_from("；，。"))


@given(made=enumerations(), seed=st.integers(0, 99))
def test_one_item_taken_out_is_one_finding(made: tuple[list[list[str]], str], seed: int) -> None:
    paragraphs, mark = made
    assert found("GB701", *(mark.join(items) + "。" for items in paragraphs)) == []
    chosen = random.Random(seed).choice([p for p in paragraphs if len(p) > 2] or [[]])
    if chosen:
        del chosen[random.Random(seed).randrange(1, len(chosen) - 1)]
        assert len(found("GB701", *(mark.join(items) + "。" for items in paragraphs))) == 1


@pytest.mark.parametrize(
    "prose",
    [
        ("《关于〈办法〉的通知》（示例发〔2023〕1号）已印发。",),
        ("“应公开、尽公开”，做到‘四同步’。", '他说"可以"。'),
        ("1）甲；2）乙；（3）丙。", "a）子；b）丑。", "一）寅"),
        ("全角（半角)混用(也)成对）。".replace("）。", "。"),),
        ("一段被分页的话（前半", "后半）在下一段。"),
        ("《甲》《乙》《丙》等12件。",),
        ("it’s 示例。",),
    ],
    ids=lambda prose: prose[0][:12],
)
def test_marks_that_pair(prose: tuple[str, ...]) -> None:
    assert found("GB703", *prose) == []


@pytest.mark.parametrize(
    ("prose", "mark"),
    [
        ("《关于〈办法的通知》已印发。", "〈"),
        ("（示例发〔2023〕1号已印发。", "（"),
        ("示例发2023〕1号已印发。", "〕"),
        ("“应公开尽公开，做到四同步。", "“"),
        ('他说"可以。', '"'),
        ("甲》乙。", "》"),
        ("（（甲）乙。", "（"),
    ],
)
def test_marks_that_do_not_pair(prose: str, mark: str) -> None:
    (values,) = found("GB703", prose, "后面一段。")
    assert values["mark"] == mark


PERSONAL = (
    ("申请人身份证号11010519491231002X。", 1),
    ("身份证：110105 19491231 002x。", 1),
    ("全角１１０１０５１９４９１２３１００２Ｘ也算。", 1),
    ("编号110105194912310021有误，不是身份证号。", 0),  # the check digit does not fit
    ("证号110105194902301234。", 0),  # no such day
    ("证号330113199003074211。", 1),  # of a district that is newer than many a list
    ("证号410102197803074211。", 1),  # of one that is older
    ("证号440106197003074214。", 1),
    ("证号320614196503074216。", 1),
    ("证号110105179903074218。", 0),  # nobody lives so long
    ("证号110105202603074219。", 0),  # nor is yet to be born: the report is for 2023
    ("旧证号110105491231002。", 0),  # 15 digits, without a check digit
    ("统一社会信用代码91110108551385082Q。", 0),
    ("受理编号202301010000000001。", 0),
    ("李某电话13912345678，王某电话+86 139 8765 4321。", 2),
    ("12345热线全年受理13912345678件。", 0),  # excused by the word before it
    ("咨询电话：13912345678。", 0),
    ("座机010-55550123，传真010-55550124。", 0),
    ("金额13912345678.50元。", 0),
    ("手机号139****5678。", 0),
    ("订单2139123456789。", 0),
    # an amount, a count
    ("公开财政资金13912345678元。", 0),
    ("公开财政资金13912345678万元，点击量13812345678次。", 0),
    ("惠及13912345678人次，13912345679 件。", 0),
    ("浏览13912345678余次。", 0),
    # part of an address, a file's name, a code
    ("见http://www.example.com/xxgk/t20230112_13812345678.html。", 0),
    ("见https://example.com/13812345678/index.html。", 0),
    ("见www.example.com/202301/13812345678。", 0),
    ("附件13812345678.pdf。", 0),
    ("参数id=13812345678。", 0),
    ("证书XK13812345678。", 0),
    ("受理编号：13812345678。", 0),
    ("许可证13812345678号。", 0),
    ("统一代码13812345678。", 0),
    # an office's
    ("业务咨询：13812345678。", 0),
    ("办公手机：13812345678。", 0),
    ("局办公室设依申请公开窗口，联系手机13845900000（政务公开专用）。", 0),
    ("局办公室设依申请公开窗口，联系手机13845900000。", 0),
    ("在图书馆设信息查阅点，电话13845900000。", 0),
    ("信息查阅点，电话：13845900000。", 0),
    ("政务服务中心大厅（电话 13845900000）。", 0),
    ("窗口手机：13845900000，监督手机13845900001。", 0),
    ("可致电13845900000（政务公开专用）。", 0),
    # somebody's
    ("申请人李某到局办公室设的窗口，联系手机13845900000。", 1),
    ("王丽到办事大厅，电话13845900000。", 1),
    ("张建国到查询点咨询，电话13845900000。", 1),
    ("设窗口1个，王丽，电话13845900000。", 1),
    ("申请信息公开手机号13845900000的机主信息。", 1),
    ("申请人李某手机号：13912345678。", 1),
    ("编号202301，申请人李某13912345678。", 1),
    ("李某（13912345678）向本局咨询。", 1),
    ("李某咨询后留下13912345678。", 1),
    ("联系人李某，TEL13912345678。", 1),
    ("李某13912345678/13812345678。", 2),
    ("王某13912345678号码已停机。", 1),
    ("李某13912345678次日来电。", 1),
    ("李某（13912345678，li@example.com）。", 1),
    ("李某，手机/13912345678。", 1),
)


def test_personal_data() -> None:
    told = values_by_sentence("GB704", 5, dict(PERSONAL))
    assert {prose: len(values) for prose, values in told.items()} == dict(PERSONAL)
    texts = [str(one["text"]) for values in told.values() for one in values]
    assert not [one for one in texts if "1231" in one or "123456" in one]


@pytest.mark.parametrize(
    ("phone", "prose", "count"),
    [
        ("+86 13912345678", "可致电13912345678或（＋８６）１３９－１２３４－５６７８。", 0),
        ("0086-13912345678", "可致电139—1234—5678或8613912345678。", 0),
        ("8613912345678", "可致电13912345678。", 0),
        ("0571-55550123、13912345678", "可致电13912345678。", 0),
        ("+86 13912345678", "李某0086-13987654321，王某（+86）13887654321。", 2),
        ("0571-55550123", "李某手机+86–139–8765–4321。", 1),
    ],
)
def test_the_contact_is_compared_without_the_country_code(
    phone: str, prose: str, count: int
) -> None:
    contact = f"如有疑问，请与本办联系（地址：示例市示例路1号，电话：{phone}）。"
    plan = base()
    plan = replace(with_prose(plan, 5, prose), preface=(*plan.preface[:2], contact))
    data = text(plan, shape=Shape("pipes"))
    result = gblint.check(data, file_name="report.md", select=["GB404", "GB704"])
    assert [one.rule for one in result.findings] == ["GB704"] * count


def test_personal_data_is_quoted_in_the_words_of_the_report() -> None:
    """With its marks as they are written; a number near by is masked in any width."""
    prose = "窗口，李某（手机13912345678）来电：“感谢”，见１１０１０５－１９４９１２３１００２。"
    data = text(with_prose(base(), 5, prose), shape=Shape("pipes"))
    (one,) = gblint.check(data, file_name="report.md", select=["GB704"]).findings
    assert one.location.text == "窗口，李某（手机139****78）来电：“感谢”，见****"


def test_personal_data_is_masked_wherever_it_is_told() -> None:
    data = text(
        with_prose(base(), 5, "张某13912345678、身份证11010519491231002X。"), shape=Shape("pipes")
    )
    result = gblint.check(data, file_name="report.md", select=["GB704"])
    assert len(result.findings) == 2
    assert "12345678" not in repr(result)
    assert "19491231" not in repr(result)


@pytest.mark.parametrize(
    ("prose", "count"),
    [
        ("甲,乙;丙", 2),
        ("甲，乙；丙。", 0),
        ("共3,200件，比例1:2，A,B两类，时间9:30。", 0),
        ("甲。。乙，，丙、、丁", 3),
        ("甲……乙——丙！", 0),
        ("的的确确，群众的的意见", 1),
        ("网址www.example.cn.", 0),
        ("完成.随后", 1),
        ("甲，。乙", 1),
    ],
)
def test_punctuation(prose: str, count: int) -> None:
    values = found("GB705", prose)
    assert sum(int(str(one["count"])) for one in values) == count


def test_punctuation_of_a_whole_report_is_one_finding() -> None:
    (values,) = found("GB705", *(f"第{n}段里有甲,乙{n}" for n in range(9)))
    assert values["count"] == 9
    assert len(found("GB705", "甲,乙", "丙", "丁,戊")) == 2


LEFT = (
    ("收到意见××条，示例市XX局、ＸＸ街道。", 3),
    ("（文字描述）之外还有正文。", 1),
    ("（待补充）。数据待核实", 2),
    ("培训____人次。", 1),
    ("TODO：补充培训次数。数据TBD。", 2),
    ("（TODO：补充培训次数）。培训次数（TBD）。[TODO]核对。", 3),
    ("公布旅游商务区（TBD）规划，上线“办事TODO”小程序、“TODO清单”。", 0),
    ("邮箱todo@a.example.cn，见https://a.example.cn/todo/1.html，ToDoList清单、mytodo。", 0),
    ("尺寸3×4米，型号XX-200，XXL号，IPXX标准。", 0),
    ("材料待核实后提交，对待补充申请的，逐件答复。", 0),
    ("目录见https://www.example.cn/a___b/c.html。", 0),
    ("地址为XX路XX号、示例市人民路XX号、xx大道1号。", 4),
    ("示例市水务局2023年政府信息公开工作年度报告（草稿）", 1),
    ("示例市水务局2023年政府信息公开工作年度报告（征求意见稿）", 1),
    ("审核《示例市水务局2023年政府信息公开工作年度报告（征求意见稿）》1次。", 0),
    ("地址为人民路18号XX大厦、京AXX号。", 0),
)


def test_text_left_from_a_template() -> None:
    assert _counts("GB702", dict(LEFT)) == dict(LEFT)


def test_a_report_without_paragraphs() -> None:
    rows = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量")
    table = "| 申请人情况 | 总计 |\n| --- | --- |\n" + "".join(f"| {row} | 0 |\n" for row in rows)
    assert lint(table.encode(), "report.md").of("GB7") == []


@pytest.mark.parametrize("name", ["parse", "number_type"])
def test_a_library_that_fails_leaves_mobiles_to_their_form(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError(name)

    phones = "李某电话15900001111，王某电话+86 159 8765 4321，件数25900001111。"
    monkeypatch.setattr(phonenumbers, name, fails)
    is_mobile.cache_clear()
    found_now = found("GB704", phones)
    is_mobile.cache_clear()
    assert len(found_now) == 2


def test_a_library_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "phonenumbers", None)
    is_mobile.cache_clear()
    assert len(found("GB704", "李某电话15900002222。")) == 1
    is_mobile.cache_clear()


IMPROVED = (
    "制度有待完善。",
    "机制尚待补充；数据仍待核实。",
    "目录还待完善，解读亟待补充。",
    "台账需待填报，群众期待完善。",
    "一是服务有待完善。二是渠道有待补充。",
    "（制度有待完善）",
    "办理流程急待完善。",
)


def test_what_is_to_be_improved_is_no_draft() -> None:
    assert _counts("GB702", IMPROVED) == dict.fromkeys(IMPROVED, 0)


NOTES = (
    "（待完善）",
    "措施：待完善。",
    "待补充。",
    "【待核】",
    "培训（此处待补）次。",
    "满意度（数据待核实）为九成。",
    "数据待核实",
)


def test_a_note_of_a_draft() -> None:
    assert _counts("GB702", NOTES) == dict.fromkeys(NOTES, 1)


@pytest.mark.parametrize(
    "prose",
    [
        "（详见附件1、2）。",
        "服务时间（9:00-17:30）。",
        "（表一、二）已更新。",
        "（图1，2；表3）",
        "（咨询：上午8:30-12:00，下午14:00-18:00）",
        "理由（包括：1）申请少；2）没有超出标准）。",
        "理由：1）申请少；2）没有超出标准。",
        "（选项a、b）",
        "【字体：大 中 小】",
        "【字体：",
        "【字号: 大",
    ],
)
def test_brackets_that_pair(prose: str) -> None:
    assert found("GB703", prose, "后面一段。") == []


def test_the_tool_for_letters_in_two_pieces() -> None:
    assert found("GB703", "【字体：", "大 中 小】", "后面一段。") == []
    assert found("GB703", "【字体：", "大", "中", "小】", "后面一段。") == []


@pytest.mark.parametrize("prose", ["（详见附件1、2。", "附件（一）和表1、2没有关上（见下。"])
def test_brackets_that_end_in_a_figure_and_do_not_pair(prose: str) -> None:
    assert len(found("GB703", prose, "后面一段。")) == 1


@pytest.mark.parametrize(
    ("prose", "told"),
    [
        (("（二）甲", "（三）乙", "（四）丙"), ["（二）"]),
        (("（二）甲", "（二）乙", "（三）丙"), ["（二）"]),
        (("（三）甲", "（四）乙"), ["（三）"]),
        (("（一）（二）甲", "（二）乙", "（三）丙"), ["（一）（二）"]),
        (("（二）（一）甲", "（三）乙", "（四）丙", "（四）丁"), ["（二）（一）", "（四）"]),
        (("（一）甲", "（二）（三）乙", "（三）丙"), ["（二）（三）"]),
    ],
)
def test_lists_that_do_not_begin_with_their_first(prose: tuple[str, ...], told: list[str]) -> None:
    assert [values["text"] for values in found("GB701", *prose)] == told


@pytest.mark.parametrize(
    "prose",
    [
        ("（三）甲",),
        ("（一）甲", "话。", "（二）乙"),
        ("（一）（二）项已公开。", "后话。"),
        ("（二）和（三）两项已公开。",),
        ("2.甲", "3.乙"),
    ],
)
def test_lists_that_are_not_judged(prose: tuple[str, ...]) -> None:
    assert found("GB701", *prose) == []


_SITE = [
    "2023年度报告 日期:2024-01-20 来源:本局",
    "发布时间：2024-01-20 12:10 来源:示例市气象局 【字体:打印】",
    "来源:示例局 作者:办公室",
    "日期:2024-01-20 来源:本局",
]


@pytest.mark.parametrize("line", _SITE)
def test_a_site_s_line_of_date_and_source(line: str) -> None:
    assert found("GB705", line, "后面一段。") == []


@pytest.mark.parametrize(
    "prose", ["信息来源有三:网站、报纸。", "全年办理时间:平均3天，来源:无。", "时间:全年,共12次。"]
)
def test_half_width_marks_of_prose_about_time_and_source(prose: str) -> None:
    assert len(found("GB705", prose)) == 1


def test_a_site_s_path() -> None:
    assert found("GB703", "首页 》 政务公开 》 年报 》 2023", "后面一段。") == []
    assert found("GB703", "您的位置：首页》年报", "后面一段。") == []
    assert len(found("GB703", "首页设专栏，印发条例》。", "后面一段。")) == 1
