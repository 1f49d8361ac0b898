"""GB412: an organ named in preface, contact or signature that is not the title's."""

from __future__ import annotations

import pytest

from tests.tools.lint import lint

_TEXT = """\
{organ}2023年政府信息公开工作年度报告

{preface}本报告所列数据的统计期限为2023年1月1日至12月31日。

一、总体情况

2023年，各项工作有序开展，示例县财政局、示例县水利局配合做好公开工作。

五、存在的主要问题及改进情况

个别栏目更新不及时，已明确责任人。

六、其他需要报告的事项

2023年未收取信息处理费。

{end}

2024年1月20日
"""


def _told(organ: str, preface: str = "", end: str = "") -> list[str]:
    text = _TEXT.format(organ=organ, preface=preface, end=end)
    found = lint(text.encode(), "报告.txt", only=["GB412"]).of("GB412")
    return [str(finding.values["text"]) for finding in found]


@pytest.mark.parametrize(
    ("organ", "preface", "end"),
    [
        (
            "示例市教育局",
            "现将示例市教育局2023年政府信息公开工作年度报告公布如下。",
            "示例市教育局",
        ),
        (
            "示例市清河区人民政府",
            "请与区政府办公室联系（电话：0999-1234567）。",
            "清河区人民政府办公室",
        ),
        ("示例市卫生健康委员会", "请与市卫健委办公室联系。", "示例市卫健委"),
        ("示例市住房和城乡建设局", "本报告由市住建局编制。", "市住建局"),
        ("示例市教育局", "请与示例市人民政府办公室联系。", "示例市教育局"),
        ("国家税务总局示例市税务局", "请与示例市税务局联系。", "国家税务总局示例市税务局"),
        ("示例市清河区教育局", "请向示例市教育局反映。", "区教育局"),
        ("示例经济技术开发区管理委员会", "请与经开区管委会联系。", "示例经开区管委会"),
        ("清河区河畔街道办事处", "请与河畔街道党政办公室联系。", "河畔街道办事处"),
        ("示例县河畔镇人民政府", "请与镇政府联系。", "河畔镇政府"),
        ("示例市教育局", "请与示例市政务服务中心联系。", "本机关无其他需要报告的事项"),
        ("财政部", "请与财政部办公厅联系。", "中华人民共和国财政部"),
        ("示例市自然资源局清河区分局", "请与示例市自然资源局联系。", "清河分局"),
        ("清河区教育局、清河区科技局", "请与区科技局联系。", "清河区教育局"),
        ("示例县人民政府", "请与示例县数据局联系。", "示例县人民政府"),
        ("示例市财政局", "请与县财政局联系。", "市财政局"),
        ("示例市财政局", "本报告由示例市财政局与清河县财政局编制。", "示例市财政局"),
        ("示例市清河县财政局", "请与示例市财政局联系。", "清河县财政局"),
        ("示例市清河区教育局", "请与清河县教育局联系。", "清河区教育局"),
        ("示例市公安局", "请与清河区分局联系。", "示例市公安局"),
        ("示例县人民政府", "请与黑石镇财政所联系。", "示例县人民政府"),
    ],
)
def test_the_organ_by_any_of_its_names_is_no_other(organ: str, preface: str, end: str) -> None:
    assert not _told(organ, preface, end)


@pytest.mark.parametrize(
    ("organ", "preface", "end", "told"),
    [
        ("示例市教育局", "请与示例市财政局联系。", "", ["示例市财政局"]),
        ("示例市教育局", "本报告由示例市水利局编制。", "", ["示例市水利局"]),
        ("示例市教育局", "根据要求，示例市水利局编制了本报告。", "", ["示例市水利局"]),
        ("示例市教育局", "", "示例市水利局", ["示例市水利局"]),
        ("示例市教育局", "", "市水利局2024年1月20日", ["市水利局"]),
        ("示例市清河区人民政府", "请与白云区人民政府办公室联系。", "", ["白云区人民政府"]),
        ("示例县河畔镇人民政府", "", "示例县东山镇人民政府", ["示例县东山镇人民政府"]),
        (
            "示例市教育局",
            "现将示例市水利局2023年政府信息公开工作年度报告公布如下。",
            "示例市水利局",
            ["示例市水利局"],
        ),
        ("示例市教育局", "请与市水利局联系。", "示例市财政局", ["市水利局", "示例市财政局"]),
        ("示例市财政局", "请与清河县财政局办公室联系。", "示例市财政局", ["清河县财政局"]),
        ("示例市财政局", "请与示例市清河区财政局联系。", "", ["示例市清河区财政局"]),
        ("示例市财政局", "请与示例县财政局联系。", "示例县财政局", ["示例县财政局"]),
        ("示例市卫生健康委员会", "本报告由清河县卫健委编制。", "", ["清河县卫健委"]),
        ("国家税务总局示例市税务局", "", "国家税务总局清河县税务局", ["国家税务总局清河县税务局"]),
        ("示例省财政厅", "请与示例市财政厅联系。", "", []),
    ],
)
def test_another_organ_is_told_once(organ: str, preface: str, end: str, told: list[str]) -> None:
    assert _told(organ, preface, end) == told


_BODY = "2023年，各项工作有序开展"
_TOWN, _STREET = "示例县白石乡人民政府", "示例市清河区柳林街道办事处"


def _told_in_body(organ: str, who: str, does: str) -> list[str]:
    text = _TEXT.replace(_BODY, f"（三）政府信息管理。{who}{does}").format(
        organ=organ, preface="", end=organ
    )
    found = lint(text.encode(), "报告.txt", only=["GB412"]).of("GB412")
    return [str(finding.values["text"]) for finding in found]


@pytest.mark.parametrize(
    "does",
    ["严格执行信息发布审批单制度", "主动公开各类信息132条", "共收到申请0件", "认真落实审查制度"],
)
@pytest.mark.parametrize(
    ("organ", "who"),
    [
        (_TOWN, "黑石乡人民政府"),
        (_TOWN, "黑石乡"),
        (_TOWN, "黑石镇"),
        (_TOWN, "示例县黑石乡党政办"),
        (_STREET, "黑石街道"),
        (_STREET, "黑石街道办事处"),
        ("示例市清水县人民政府", "黑水县人民政府"),
        ("示例市清水县人民政府", "黑水区人民政府"),
        ("示例市清水县教育局", "黑水县教育局"),
    ],
)
def test_another_place_left_in_the_text(organ: str, who: str, does: str) -> None:
    assert _told_in_body(organ, who, does) == [who]
    assert _told_in_body(organ, f"2023年，{who}", does) == [who]


@pytest.mark.parametrize(
    ("organ", "who"),
    [
        ("示例县人民政府", "示例县黑石乡人民政府"),
        ("示例市清河区人民政府办公室", "区政府办代表区政府"),
        ("示例市清河区人民政府办公室", "区府办代区政府"),
        (_TOWN, "示例县各乡镇"),
        (_TOWN, "全乡"),
        (_TOWN, "白石乡"),
        (_TOWN, "示例县人民政府"),
        (_TOWN, "原黑石乡"),
        (_TOWN, "县委办公室"),
        (_TOWN, "乡村和集镇"),
        (_STREET, "各街道"),
        (_STREET, "今年柳林街道"),
        ("示例市清河区人民政府柳林街道办事处", "今年来柳林街道"),
        ("示例市清河区人民政府柳林街道办事处", "本年度报告是柳林街道办事处"),
        (_STREET, "柳林街道党工委"),
        ("示例市清河区人民政府", "高新区"),
        ("示例市清河区人民政府", "开发区管委会"),
        ("示例市清河区人民政府", "清河县人民政府"),
        ("示例县财政局", "示例县教育局"),
        ("示例县农业农村局", "黑石乡人民政府"),
    ],
)
def test_others_that_a_text_may_name(organ: str, who: str) -> None:
    assert _told_in_body(organ, who, "严格执行信息发布审批单制度") == []
    assert _told_in_body(organ, who, "主动公开信息132条") == []


@pytest.mark.parametrize(
    ("organ", "who", "does"),
    [
        ("示例市清水县水利局", "黑水县水利局", "积极指导黑石镇严格执行制度"),
        ("示例市清水县水利局", "黑水县水利局", "主动公开信息，对清水县人民政府严格负责"),
        (_TOWN, "黑石乡", "严格督促示例县水利局积极公开信息"),
        (_TOWN, "黑石乡人民政府", "共收到申请0件，由示例县水利局认真办理"),
    ],
)
def test_what_an_organ_does_is_not_in_its_name(organ: str, who: str, does: str) -> None:
    assert _told_in_body(organ, who, does) == [who]


def test_another_place_s_organ_at_the_beginning_of_section_one() -> None:
    for words, told in (
        ("2023年，白石县水利局在县委、县政府的正确领导下，各项工作", ["白石县水利局"]),
        ("2023年，白石县水利局把政府信息公开纳入考核，各项工作", ["白石县水利局"]),
        ("2023年，县水利局在县委、县政府的正确领导下，各项工作", []),
        ("2023年，示例县水利局在县委、县政府的正确领导下，各项工作", []),
    ):
        text = _TEXT.format(organ="示例县水利局", preface="", end="示例县水利局")
        text = text.replace("2023年，各项工作", words)
        found = lint(text.encode(), "报告.txt", only=["GB412"]).of("GB412")
        assert [finding.values["text"] for finding in found] == told


@pytest.mark.parametrize(
    ("organ", "office", "told"),
    [
        ("国家税务总局示例市清河区税务局", "国家税务总局示例市白云区税务局", True),
        ("国家税务总局示例市清河区税务局", "示例市清河区税务局办公室", False),
        ("国家税务总局示例市清河区税务局", "国家税务总局示例市税务局", False),
        ("示例县河畔镇人民政府", "东门镇人民政府党政办公室", True),
        ("示例县河畔镇人民政府", "河畔镇党政综合办公室", False),
        ("河畔街道办事处", "清河区东门街道党政综合办公室", True),
        ("河畔街道办事处", "清河区河畔街道", False),
        ("示例县河畔镇人民政府", "示例县", False),
    ],
)
def test_an_office_of_another_place_in_the_contact(organ: str, office: str, told: bool) -> None:
    preface = f"如有疑问，请与{office}联系（地址：河畔路1号，电话：0999-1234567）。"
    assert bool(_told(organ, preface, organ)) == told
