"""The legal basis: cited by its right name, number and article, and not a superseded one."""

from __future__ import annotations

import pytest

from tests.builder.fixture_cases import base
from tests.builder.write_text import Shape, text
from tests.tools.lint import lint

_WHOLE = text(base(), shape=Shape("pipes")).decode().split("\n")
_LINES = [line for line in _WHOLE if not line.startswith("|")]
"""Without tables, which take time to read."""
_AT = next(i for i, line in enumerate(_LINES) if "国办公开办函" in line)


def _told(basis: str, *, below: bool = False) -> list[tuple[str, str]]:
    lines = list(_LINES)
    lines[_AT] = "统计期限为2023年1月1日至12月31日。" if below else basis
    if below:
        at = next(i for i, line in enumerate(lines) if line.startswith("一、"))
        lines.insert(at + 1, basis)
    data = "\n".join(lines).encode()
    found = lint(data, "报告.md", only=("GB409", "GB411")).of("GB409", "GB411")
    return [(one.rule, str(one.values["text"])) for one in found]


_FORMAT = (
    "《国务院办公厅政府信息与政务公开办公室"
    "关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》"
)
_PERIOD = "统计期限为2023年1月1日至12月31日。"


def _by(law: str, number: str) -> str:
    return f"本报告根据{law}和{_FORMAT}（{number}）编制。{_PERIOD}"


_LAW = "《中华人民共和国政府信息公开条例》"
_NUMBER = "国办公开办函〔2021〕30号"

RIGHT = [
    _by(_LAW, _NUMBER),
    _by(_LAW + "第五十条", _NUMBER),
    _by(_LAW + "（国务院令第711号）第四十九条", _NUMBER),
    _by(_LAW + "（中华人民共和国国务院令第711号）", "国办公开办函[2021]30号"),
    _by(
        "《中华人民共和国政府信息公开条例》（以下简称《条例》）第五十条", "国办公开办函（2021）30号"
    ),
    _by("《政府信息公开条例》第49条、第50条", "国办公开办函【2021】30号"),
    _by("国家政府信息公开条例", "国办公开办函 〔2021〕 30 号"),
    _by("《示例省政府信息公开规定》第三十二条", _NUMBER),
    _by("《条例》第二十条和第五十条", _NUMBER),
    _by("《示例市政府信息公开条例实施办法》", _NUMBER),
    "按照国办发〔2021〕30号文件部署重点工作。" + _by(_LAW, _NUMBER),
    _by(_LAW, _NUMBER) + "落实国办公开办函〔2019〕61号关于信息公开平台的要求。",
]


@pytest.mark.parametrize("basis", RIGHT, ids=range(len(RIGHT)))
def test_a_right_basis(basis: str) -> None:
    assert _told(basis) == []
    assert _told(basis, below=True) == []


WRONG = [
    (_by(_LAW, "国办公开函〔2021〕30号"), "国办公开函〔2021〕30号"),
    (_by(_LAW, "国办政务公开办函〔2021〕30号"), "国办政务公开办函〔2021〕30号"),
    (_by(_LAW, "国办公开办发〔2021〕30号"), "国办公开办发〔2021〕30号"),
    (_by(_LAW, "国公办函〔2021〕30号"), "国公办函〔2021〕30号"),
    (_by(_LAW, "国办函〔2021〕30号"), "国办函〔2021〕30号"),
    (_by(_LAW, "国办发［2021］30号"), "国办发［2021］30号"),
    (_by(_LAW, "国办公开办函〔2021〕3号"), "国办公开办函〔2021〕3号"),
    (_by(_LAW, "国办公开办函〔2020〕30号"), "国办公开办函〔2020〕30号"),
    (f"本报告依据{_LAW}和国办公开办函〔2021〕31号编制。", "国办公开办函〔2021〕31号"),
    (f"本报告依据{_LAW}和国办公开办函〔2020〕30号编制。", "国办公开办函〔2020〕30号"),
    ("本年度报告按照国办公开办函〔2022〕30号要求制作。", "国办公开办函〔2022〕30号"),
    (_by(_LAW, "国办公开办函〔2021〕第30号"), "国办公开办函〔2021〕第30号"),
    (_by(_LAW, "国办公开办函2021〕30号"), "国办公开办函2021〕30号"),
    (_by(_LAW, "国办公开办函〔2021 30号"), "国办公开办函〔2021 30号"),
    (_by(_LAW, "国办公开办函〔2021]30号"), "国办公开办函〔2021]30号"),
    (_by(_LAW, "国办公开办函〔2021〕30"), "国办公开办函〔2021〕30"),
    (_by(_LAW, "国办公开办函〔21〕30号"), "国办公开办函〔21〕30号"),
    (_by(_LAW, "国办公开办函2021年30号"), "国办公开办函2021年30号"),
    (f"按照国办公开办函〔2021〕3号要求编制本报告。{_PERIOD}", "国办公开办函〔2021〕3号"),
    (_by(_LAW + "（国务院令第771号）", _NUMBER), "国务院令第771号"),
    (_by(_LAW + "（国务院第717号令）", _NUMBER), "国务院第717号令"),
    (_by(_LAW + "（中华人民共和国国务院令第71号）", _NUMBER), "中华人民共和国国务院令第71号"),
    (_by(_LAW + "第三十二条", _NUMBER), "第三十二条"),
    (_by(_LAW + "（国务院令第711号）第三十一条", _NUMBER), "第三十一条"),
    (f"根据《中华人民共和国政府信息公开条例》第五十一条规定，编制本报告。{_PERIOD}", "第五十一条"),
    (f"依据《条例》第32条编制本报告。{_PERIOD}", "第32条"),
    (_by("《中华人民共和国政府信息公开条列》", _NUMBER), "中华人民共和国政府信息公开条列"),
    (_by("《中华人民共和国信息公开条例》", _NUMBER), "中华人民共和国信息公开条例"),
    (_by("《中华人民共和国政务公开条例》", _NUMBER), "中华人民共和国政务公开条例"),
    (_by("《政府信息公开工作条例》", _NUMBER), "政府信息公开工作条例"),
    (_by("《中华人民共和国政府信息公开法》", _NUMBER), "中华人民共和国政府信息公开法"),
    (_by("《中国人民共和国政府信息公开条例》", _NUMBER), "中国人民共和国政府信息公开条例"),
    (_by("《中华人民共和政府信息公开条例》", _NUMBER), "中华人民共和政府信息公开条例"),
    (_by("《中华人民共和国政府信息公布条例》", _NUMBER), "中华人民共和国政府信息公布条例"),
]


@pytest.mark.parametrize(("basis", "text"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_basis_is_quoted_as_written(basis: str, text: str) -> None:
    assert _told(basis) == [("GB411", text)]
    assert _told(basis, below=True) == [("GB411", text)]


@pytest.mark.parametrize(
    "basis",
    [
        f"根据《关于政府信息公开工作年度报告有关事项的通知》编制。{_PERIOD}",
        f"根据{_LAW}和国办公开办函〔2019〕60号编制。{_PERIOD}",
        f"根据《关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）编制。{_PERIOD}",
    ],
)
def test_a_superseded_notice_wherever_the_opening_stands(basis: str) -> None:
    assert [rule for rule, _ in _told(basis)] == ["GB409"]
    assert [rule for rule, _ in _told(basis, below=True)] == ["GB409"]


@pytest.mark.parametrize(
    "basis",
    [
        f"根据{_FORMAT}和《关于政府信息公开工作年度报告有关事项的通知》编制。{_PERIOD}",
        f"根据《关于政府信息公开工作年度报告有关事项的通知》、{_FORMAT}（{_NUMBER}）编制。{_PERIOD}",
        f"根据国办公开办函〔2019〕60号和{_NUMBER}编制。{_PERIOD}",
    ],
)
def test_where_the_present_notice_is_cited_too_it_is_not_put_in_again(basis: str) -> None:
    lines = [*_LINES[:_AT], basis, *_LINES[_AT + 1 :]]
    found = lint("\n".join(lines).encode(), "报告.md", only=["GB409"]).of("GB409")
    assert [one.replacement for one in found] == [None]


def test_the_format_on_trial() -> None:
    format_then = "《中华人民共和国政府信息公开工作年度报告格式（试行）》"
    basis = f"根据{_LAW}和{format_then}编制。{_PERIOD}"
    lines = [*_LINES[:_AT], basis, *_LINES[_AT + 1 :]]
    (found,) = lint("\n".join(lines).encode(), "报告.md", only=["GB409"]).of("GB409")
    assert found.replacement is not None
    assert found.replacement.new.endswith("年度报告格式")
    both = f"根据{_LAW}和{format_then}（国办公开办函〔2019〕60号）编制。{_PERIOD}"
    assert len(_told(both)) == 1


def test_an_article_in_the_body_is_no_basis() -> None:
    body = "（二）依申请公开。按照《中华人民共和国政府信息公开条例》第三十二条征求第三方意见。"
    assert _told(_by(_LAW, _NUMBER) + "\n\n" + "一、总体情况\n\n" + body) == []


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("落实《中华人民共和国信息公开条例》要求。", "中华人民共和国信息公开条例"),
        (f"执行{_LAW}（国务院令第771号）。", "国务院令第771号"),
        (
            "按照《政府信息公开信息处理费管理办法》（国办函〔2021〕109号）办理。",
            "国办函〔2021〕109号",
        ),
        ("按照《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）办理。", ""),
        ("落实国办函〔2021〕109号、国办公开办函〔2022〕3号、国务院令第771号。", ""),
        ("学习《政府信息公开条例》和国务院令第722号《优化营商环境条例》。", ""),
        ("宣传《示例省政府信息公开条例》（省政府令第71号）和《示例省信息公开条例》。", ""),
        (f"执行{_LAW}（国务院令第711号）、《信访工作条例》（国务院令第431号）。", ""),
        ("按照国办公开办函〔2022〕3号通知公布年报专栏，编制目录；区政府另作报告。", ""),
    ],
)
def test_a_wrong_basis_in_the_body(sentence: str, text: str) -> None:
    body = f"{_by(_LAW, _NUMBER)}\n\n一、总体情况\n\n（一）主动公开。\n\n{'做了工作。' * 9}\n\n"
    assert _told(body + "又做了许多工作。\n\n" * 5 + sentence) == (
        [("GB411", text)] if text else []
    )


def test_no_basis_is_a_note() -> None:
    data = "\n".join([*_LINES[:_AT], _PERIOD, *_LINES[_AT + 1 :]]).encode()
    found = [one for one in lint(data, "报告.md", only=["GB414"]).findings if one.rule == "GB414"]
    assert [one.severity for one in found] == ["note"]


_FORMS = (
    f"根据{_LAW}{{}}和{_NUMBER}，示例市清河区人民政府编制本报告。{_PERIOD}",
    f"本报告依据{_LAW}（以下简称《条例》）{{}}以及{_NUMBER}的有关要求编制。{_PERIOD}",
    f"根据{_LAW}{{}}、{_NUMBER}及有关工作安排，结合实际，现公布本区年度报告。{_PERIOD}",
    f"遵照{_LAW}的{{}}，清河区对全年工作作如下报告。{_PERIOD}",
    f"本报告按《条例》{{}}之规定制作。{_PERIOD}",
)


@pytest.mark.parametrize("form", _FORMS, ids=range(len(_FORMS)))
def test_an_article_in_any_sentence(form: str) -> None:
    articles = (
        "第四十八条",
        "第五十一条",
        "第48条",
        "第三十二条",
        "第五条",
        "第五十八条",
        "第二十条",
    )
    told = {article: _told(form.format(article)) for article in articles}
    assert told == {article: [("GB411", article)] for article in articles}
    for right in ("第五十条", "第四十九条、第五十条", "第50条"):
        assert _told(form.format(right)) == []


def test_the_article_of_another_act_is_no_basis_of_the_report() -> None:
    others = "清河区按照《条例》第二十条规定，主动公开信息。依据条例第二十七条规定受理申请37件。"
    assert _told(_by(_LAW, _NUMBER) + others) == []


@pytest.mark.parametrize(
    ("basis", "written"),
    [
        ("根据《中华人民共和国政府信息公开条列》编制本报告。", _LAW[1:-1]),
        ("根据中华人民共和国政府信息公开条列编制本报告。", _LAW),
        ("中华人民共和国政府信息公开条列第五十条规定了本报告的内容。", _LAW),
    ],
)
def test_title_marks_are_written_once(basis: str, written: str) -> None:
    """Wherever in its sentence the name stands: nothing stands before the third."""
    data = "\n".join([*_LINES[:_AT], basis, *_LINES[_AT + 1 :]]).encode()
    (found,) = (
        one for one in lint(data, "报告.md", only=["GB411"]).findings if one.rule == "GB411"
    )
    assert found.correction is not None
    assert [one.new for one in found.correction.replacements] == [written]
