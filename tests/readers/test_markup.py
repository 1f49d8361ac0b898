"""Marks of reStructuredText, Org and AsciiDoc, and of what stands above a text of Markdown."""

from __future__ import annotations

import pytest

from tests.builder.form_labels import HEADINGS
from tests.readers.written_tables import document, paragraphs, shown
from tests.tools.lint import lint, told

_CLEAN = "根据有关规定编制本报告。"


def _levels(text: str) -> list[tuple[str, int | None, bool]]:
    return [(p.text, p.level, p.bold) for p in document(text).paragraphs()]


# headings


def test_headings_of_org() -> None:
    text = (
        "#+title: 示例市报告\n#+options: toc:nil\n\n* 一、总体情况\n  :PROPERTIES:\n"
        "  :CUSTOM_ID: 一总体情况\n  :END:\n正文一。\n\n** （一）公开情况\n正文二。\n"
    )
    assert _levels(text) == [
        ("示例市报告", None, False),
        ("一、总体情况", 1, False),
        ("正文一。", None, False),
        ("（一）公开情况", 2, False),
        ("正文二。", None, False),
    ]


def test_headings_of_asciidoc() -> None:
    text = (
        '= 示例市报告\n\n== 一、总体情况\n\n[width="5%",cols="9%",]\n正文。\n\n=== （一）公开情况\n'
    )
    assert _levels(text) == [
        ("示例市报告", 1, False),
        ("一、总体情况", 2, False),
        ("正文。", None, False),
        ("（一）公开情况", 3, False),
    ]


def test_a_table_of_asciidoc() -> None:
    text = '正文。\n\n[cols="50%,50%",]\n|===\n|规章 |12\n|文件 |3\n|===\n\n== 二、公开情况\n'
    found = document(text)
    assert [p.text for p in found.paragraphs()] == ["正文。", "二、公开情况"]
    assert [shown(table) for table in found.tables()] == [["规章 12", "文件 3"]]


def test_headings_of_restructured_text() -> None:
    text = (
        "======\n示例市报告\n======\n\n一、总体情况\n------------\n\n正文。\n\n"
        ".. _sec-1:\n\n.. container:: x\n\n| 二、公开情况\n\n..\n\n   引文。\n"
    )
    assert _levels(text) == [
        ("示例市报告", 1, False),
        ("一、总体情况", 2, False),
        ("正文。", None, False),
        ("二、公开情况", None, False),
        ("引文。", None, False),
    ]


@pytest.mark.parametrize(
    "title", ["title: {}", "title: '{}'", "title: |\n  **{}**", "title: >-\n  {}"]
)
def test_the_title_in_the_data_above_a_text(title: str) -> None:
    data = f"---\nauthor: 某某\n{title.format('示例市报告')}\nlang: zh\n---\n\n一、总体情况\n"
    assert paragraphs(data) == ["示例市报告", "一、总体情况"]


def test_rules_are_no_data_above_a_text() -> None:
    text = "---\n\n示例市报告\n\n---\n\n正文。\n"
    assert paragraphs(text) == ["示例市报告", "正文。"]
    assert paragraphs("title: 示例市报告\n\n正文。") == ["title: 示例市报告", "正文。"]


# lists


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("#. 总体情况\n\n正文。\n\n2. 公开情况", ["1. 总体情况", "正文。", "2. 公开情况"]),
        ("#. 甲\n#. 乙\n#. 丙", ["1. 甲", "2. 乙", "3. 丙"]),
        (
            "[start=3]\n. 甲\n. 乙\n\n正文。\n\n[arabic]\n. 丙",
            ["3. 甲", "4. 乙", "正文。", "1. 丙"],
        ),
        ("2. [@2] 公开情况", ["2. 公开情况"]),
        ("- （一）公开。做了工作。", ["（一）公开。做了工作。"]),
        ("* 1. 公开情况", ["1. 公开情况"]),
        ("> 一、总体情况\n>\n> 正文。", ["一、总体情况", "正文。"]),
        ("#+begin_quote\n  一、总体情况\n#+end_quote", ["一、总体情况"]),
        ("[quote]\n____\n一、总体情况\n____", ["一、总体情况"]),
        (". 甲是点号开头", [". 甲是点号开头"]),
        ("- 甲\n* 乙", ["- 甲", "* 乙"]),
        ("[TABLE]存目", ["[TABLE]存目"]),
    ],
)
def test_lists_and_quotations(text: str, shown: list[str]) -> None:
    assert paragraphs(text) == shown


# marks inside


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*一、总体情况*", "一、总体情况"),
        ("***一、总体情况***", "一、总体情况"),
        ("**[一、总体情况]{.underline}**", "一、总体情况"),
        ("**<u>一、总体情况</u>**", "一、总体情况"),
        ("*+++一、总体情况+++*", "一、总体情况"),
        ("*_一、总体情况_*", "一、总体情况"),
        ("__一、总体情况__", "一、总体情况"),
        ("*（一）公开。*做了工作。", "（一）公开。做了工作。"),
        (r"**（一）公开。**\ 做了\ *工作*\ 。", "（一）公开。做了工作。"),
        ("[[#_Toc0][一、总体情况 1]]", "一、总体情况 1"),
        ("link:#_Toc0[一、总体情况 1]", "一、总体情况 1"),
        ("`一、总体情况 1 <#_Toc0>`__", "一、总体情况 1"),
        ("邮箱：mailto:xxgk@example.com[xxgk@example.com]", "邮箱：xxgk@example.com"),
        ("自1月1日---12月31日，见2022--2023年。", "自1月1日—12月31日，见2022—2023年。"),
        ("电话：138****1234，李*，王*", "电话：138****1234，李*，王*"),
        (r"\*一、总体情况\*", "*一、总体情况*"),
        ("5*3等于15，3*5等于15", "5*3等于15，3*5等于15"),
        ("联系人：______", "联系人：______"),
        ("见 a_b_c 与 __init__.x", "见 a_b_c 与 __init__.x"),
    ],
)
def test_marks_inside(text: str, shown: str) -> None:
    assert paragraphs(text) == [shown]


@pytest.mark.parametrize(
    "picture", ["image:media/image1.png[图]", "image::a.jpg[]", "[[file:media/image1.png]]"]
)
def test_places_of_pictures(picture: str) -> None:
    found = document(f"{picture}\n\n正文{picture}。\n")
    assert [p.text for p in found.paragraphs()] == ["正文。"]
    assert found.pictures == 2


def test_lines_keep_their_numbers() -> None:
    text = "#+title: 报告\n\n* 一、总体情况\n  :PROPERTIES:\n  :END:\n正文。\n"
    assert [p.anchor.line for p in document(text).paragraphs()] == [1, 3, 6]


def test_a_long_line_is_broken_at_its_only_space() -> None:
    first = (
        "本报告电子版可在示例市人民政府门户网站下载，如有疑问请与示例市民政局办公室联系，电话：010"
    )
    assert paragraphs(
        f"{_CLEAN}\n\n{first}\n55550123，传真：010 55550124。\n\n{_CLEAN}\n\n{_CLEAN}"
    ) == [
        _CLEAN,
        f"{first} 55550123，传真：010 55550124。",
        _CLEAN,
        _CLEAN,
    ]


# whole reports

_TITLE = "示例市民政局2023年政府信息公开工作年度报告"
_FORMS = {
    "org": ("*{}*", "* {}\n  :PROPERTIES:\n  :CUSTOM_ID: x\n  :END:\n{}", "[[#t][{} {}]]"),
    "asciidoc": ("*{}*", "== {}\n\n{}", "link:#t[{} {}]"),
    "rst": ("**{}**", "{}\n==========\n\n{}", "`{} {} <#t>`__"),
    "markdown": ("**{}**", "> # {}\n>\n> {}", "[{} {}](#t)"),
}


def _report(form: str) -> str:
    title, section, contents = _FORMS[form]
    listed = [contents.format(heading, at) for at, heading in enumerate(HEADINGS, 1)]
    body = [
        section.format(heading, f"*（一）工作。*{_CLEAN * (2 + at)}")
        for at, heading in enumerate(HEADINGS)
    ]
    return "\n\n".join([title.format(_TITLE), "目录", *listed, *body])


@pytest.mark.parametrize("form", _FORMS)
def test_a_report_in_markup(form: str) -> None:
    linted = lint(_report(form).encode(), "报告.txt")
    assert not linted.of("GB10"), told(linted.findings)
    assert linted.report.organ == "示例市民政局"
    assert [section.heading.number for section in linted.report.sections] == [1, 2, 3, 4, 5, 6]
