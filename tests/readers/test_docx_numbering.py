"""Automatic numbers of Word files."""

from __future__ import annotations

import pytest

from gblint.readers import read
from gblint.text.numerals import write_numeral
from tests.builder.raw_word import cell, para, row, style, table, word


def level(at: int, form: str, text: str, more: str = "", *, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def item(list_id: int, at: int = 0, text: str = "甲") -> str:
    return para(text, listed(list_id, at))


def listed(list_id: int, at: int | None = 0) -> str:
    depth = "" if at is None else f'<w:ilvl w:val="{at}"/>'
    return f'<w:numPr>{depth}<w:numId w:val="{list_id}"/></w:numPr>'


def numbers(body: str, numbering: str, styles: str = "") -> list[str]:
    return [p.number for p in read(word(body, styles=styles, numbering=numbering)).paragraphs()]


OFFICE = abstract(
    7,
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
)


def test_levels_count_and_begin_anew() -> None:
    body = "".join(item(1, at) for at in (0, 1, 2, 2, 1, 2, 0, 1))
    expected = ["一、", "（一）", "1.", "2.", "（二）", "1.", "二、", "（一）"]
    assert numbers(body, OFFICE + num(1, 7)) == expected


def test_the_number_is_shown_but_not_text() -> None:
    (found,) = read(word(item(1, text="总体情况"), numbering=OFFICE + num(1, 7))).paragraphs()
    assert (found.text, found.number, found.shown) == ("总体情况", "一、", "一、总体情况")


def test_a_number_that_would_run_into_the_text_gets_a_space() -> None:
    parts = abstract(1, level(0, "chineseCounting", "第%1部分"), level(1, "decimal", "%1.%2"))
    closed = abstract(2, level(0, "decimal", "%1", '<w:suff w:val="nothing"/>'))
    body = item(1) + item(1, 1) + item(2)
    assert numbers(body, parts + closed + num(1, 1) + num(2, 2)) == ["第一部分 ", "一.1 ", "1"]


def test_empty_paragraphs_count_and_deleted_ones_do_not() -> None:
    gone = '<w:rPr><w:del w:author="x"/></w:rPr>'
    deleted = f"<w:p><w:pPr>{listed(1)}{gone}</w:pPr></w:p>"
    assert numbers(item(1) + item(1, text="") + item(1), OFFICE + num(1, 7)) == ["一、", "三、"]
    assert numbers(item(1) + deleted + item(1), OFFICE + num(1, 7)) == ["一、", "二、"]


def test_instances_share_the_counters_of_their_definition() -> None:
    assert numbers(item(1) + item(2) + item(1), OFFICE + num(1, 7) + num(2, 7)) == [
        "一、",
        "二、",
        "三、",
    ]


def test_an_instance_may_begin_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = item(1) + item(1) + item(2) + item(2)
    assert numbers(body, OFFICE + num(1, 7) + num(2, 7, anew)) == ["一、", "二、", "五、", "六、"]


def test_an_instance_may_have_levels_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "第%1条", start=3)}</w:lvlOverride>'
    assert numbers(item(1), OFFICE + num(1, 7, own)) == ["第3条 "]


def test_a_level_that_never_begins_anew() -> None:
    kept = abstract(
        1,
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'),
    )
    body = item(1, 0) + item(1, 1) + item(1, 0) + item(1, 1)
    assert numbers(body, kept + num(1, 1)) == ["一、", "1.", "二、", "2."]


def test_a_level_that_begins_anew_only_after_the_first() -> None:
    levels = [level(at, "decimal", f"%{at + 1}.") for at in range(2)]
    last = level(2, "decimal", "%3)", '<w:lvlRestart w:val="1"/>')
    body = "".join(item(1, at) for at in (0, 1, 2, 1, 2, 0, 1, 2))
    got = numbers(body, abstract(1, *levels, last) + num(1, 1))
    assert [number for number in got if ")" in number] == ["1)", "2)", "1)"]


def test_legal_levels_are_decimal_throughout() -> None:
    legal = abstract(
        1, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "%1.%2、", "<w:isLgl/>")
    )
    assert numbers(item(1) + item(1, 1), legal + num(1, 1)) == ["一、", "1.1、"]


def test_a_level_above_that_has_not_come_yet_shows_its_start() -> None:
    of_two = abstract(1, level(0, "decimal", "%1.", start=4), level(1, "decimal", "%1.%2、"))
    assert numbers(item(1, 1), of_two + num(1, 1)) == ["4.1、"]


def test_bullets_are_no_numbers() -> None:
    bullets = abstract(1, level(0, "bullet", "●"))
    assert numbers(item(1), bullets + num(1, 1)) == [""]


def test_a_form_without_number_shows_its_text() -> None:
    named = abstract(1, level(0, "none", "附件："))
    assert numbers(item(1), named + num(1, 1)) == ["附件："]


def test_numbering_by_a_style() -> None:
    styles = style("heading 1", f"<w:pPr>{listed(1, None)}</w:pPr>") + style(
        "heading 2", f"<w:pPr>{listed(1, None)}</w:pPr>"
    )
    linked = abstract(
        7,
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="heading1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="heading2"/>'),
    )
    body = "".join(para("甲", f'<w:pStyle w:val="heading{at}"/>') for at in (1, 2, 2, 1))
    assert numbers(body, linked + num(1, 7), styles) == ["一、", "（一）", "（二）", "二、"]


def test_a_paragraph_may_take_itself_out_of_its_styles_list() -> None:
    styles = style("heading 1", f"<w:pPr>{listed(1)}</w:pPr>")
    body = para("甲", f'<w:pStyle w:val="heading1"/>{listed(0)}')
    assert numbers(body, OFFICE + num(1, 7), styles) == [""]


def test_a_paragraph_in_another_list_keeps_the_level_of_its_style() -> None:
    styles = style("heading 2", f"<w:pPr>{listed(1, 1)}</w:pPr>")
    body = para("甲", f'<w:pStyle w:val="heading2"/>{listed(2, None)}')
    assert numbers(body, OFFICE + num(1, 7) + num(2, 7), styles) == ["（一）"]


def test_a_definition_that_refers_to_a_list_style() -> None:
    styles = style("列表", f"<w:pPr>{listed(1, None)}</w:pPr>", kind="numbering")
    link = abstract(8, '<w:numStyleLink w:val="列表"/>')
    assert numbers(item(2), OFFICE + link + num(1, 7) + num(2, 8), styles) == ["一、"]


def test_definitions_that_refer_to_each_other_do_no_harm() -> None:
    styles = style("列表", f"<w:pPr>{listed(2, None)}</w:pPr>", kind="numbering")
    link = abstract(8, '<w:numStyleLink w:val="列表"/>')
    assert numbers(item(2), link + num(2, 8), styles) == [""]


def test_a_list_that_is_not_there() -> None:
    assert numbers(item(9), OFFICE) == [""]


def test_numbers_in_table_cells_stand_before_the_text() -> None:
    numbered = f"<w:tc><w:tcPr/>{item(1, 2, '属于国家秘密')}</w:tc>"
    (found,) = read(
        word(table(row(numbered, cell("0")), row("甲", "1")), numbering=OFFICE + num(1, 7))
    ).tables()
    assert found.cells[0].text == "1.属于国家秘密"


def test_numbers_in_table_cells_by_a_style() -> None:
    styles = style("条目", f"<w:pPr>{listed(1, 2)}</w:pPr>") + style(
        "隐藏", "<w:rPr><w:vanish/></w:rPr>"
    )
    inside = para("属于国家秘密", '<w:pStyle w:val="条目"/>')
    inside += para("隐", '<w:pStyle w:val="隐藏"/>')
    body = table(row(f"<w:tc>{inside}</w:tc>", "0"), row("甲", "1"))
    (found,) = read(word(body, styles=styles, numbering=OFFICE + num(1, 7))).tables()
    assert [c.text for c in found.cells] == ["1.属于国家秘密", "0", "甲", "1"]


def test_every_cell_counts_where_the_default_style_is_numbered() -> None:
    styles = style("正文", f"<w:pPr>{listed(1, 2)}</w:pPr>").replace(
        "<w:style ", '<w:style w:default="1" '
    )
    (found,) = read(
        word(table(row("甲", "乙")), styles=styles, numbering=OFFICE + num(1, 7))
    ).tables()
    assert [c.text for c in found.cells] == ["1.甲", "2.乙"]


@pytest.mark.parametrize(
    ("form", "number", "written"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 10, "１０"),
        ("decimalEnclosedCircle", 1, "①"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 2005, "二千零五"),
        ("chineseCountingThousand", 0, "〇"),
        ("chineseCountingThousand", 10_000, "10000"),
        ("japaneseCounting", 11, "十一"),
        ("japaneseCounting", 110, "百十"),
        ("ideographDigital", 12, "一二"),
        ("chineseLegalSimplified", 11, "壹拾壹"),
        ("ideographTraditional", 2, "乙"),
        ("ideographTraditional", 11, "11"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 9, "ix"),
        ("upperRoman", 0, "0"),
        ("upperLetter", 27, "AA"),
        ("lowerLetter", 2, "b"),
        ("lowerLetter", 0, "0"),
        ("somethingNew", 3, "3"),
    ],
)
def test_numerals(form: str, number: int, written: str) -> None:
    assert write_numeral(number, form) == written
