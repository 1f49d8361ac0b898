"""Headings as offices write, decorate and lay them out, each read as what it is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gblint.attempts import Setbacks
from gblint.checks import load
from gblint.document import Anchor, Cell, Document, Paragraph, Table
from gblint.pack.model import Pack
from gblint.report import divide_into_sections
from gblint.report.headings import (
    find_headings,
    mark_contents,
    prepare_blocks,
    take_out_bars,
)
from gblint.report.headings.candidates import make_heading_lexicon
from gblint.report.model import Heading
from gblint.text import fold
from tests.builder.form_labels import HEADINGS as SIX
from tests.report.heading_lines import PROSE, numbers, paragraphs, with_prose

ALL = [1, 2, 3, 4, 5, 6]
NUMERALS = "一二三四五六"


def read(*lines: str) -> list[Heading]:
    return list(find_headings(paragraphs(lines), load("gbh-2021-30")))


@pytest.mark.parametrize("sep", ["。", "：", ":", "　", " ", "\t", "——", " — ", "\n"])
@pytest.mark.parametrize(
    "text",
    [
        "2023年未收取信息处理费",
        "无。",
        "按照《政府信息公开信息处理费管理办法》，本年度没有收取信息处理费，也没有减免。" * 3,
    ],
)
def test_a_heading_run_into_its_text(sep: str, text: str) -> None:
    found = read(*with_prose(*SIX[:5]), SIX[5] + sep + text)
    assert numbers(found) == ALL
    assert found[5].text == SIX[5]
    assert found[5].wording == "exact"
    assert "".join(found[5].rest.split()) == "".join(text.split())


@pytest.mark.parametrize("gap", [" ", "　", "  "])
@pytest.mark.parametrize("number", range(1, 7))
def test_a_heading_between_two_sentences(gap: str, number: int) -> None:
    lines = with_prose(*SIX)
    at = 2 * number - 2
    one = f"{PROSE * 3}{gap}{lines[at]}{gap}{PROSE}"
    blocks = prepare_blocks(
        paragraphs([*lines[:at], one, *lines[at + 2 :]]), make_heading_lexicon(load("gbh-2021-30"))
    )
    found = list(find_headings(blocks, load("gbh-2021-30")))
    assert numbers(found) == ALL
    assert found[number - 1].anchor.column == one.index(SIX[number - 1]) + 1


def test_a_paragraph_of_empty_lines_is_of_none() -> None:
    lexicon = make_heading_lexicon(load("gbh-2021-30"))
    assert prepare_blocks(paragraphs(["\n" * 200, PROSE]), lexicon) == (
        *paragraphs(["", PROSE])[1:],
    )


@pytest.mark.parametrize(
    "text",
    [
        f"本报告由六部分组成。 {'；'.join(SIX)}。",
        f"本报告由六部分组成。 {' '.join(SIX)} 现予公布。",
        f"{PROSE} 六、总体情况 {PROSE}",
        f"{PROSE}一、总体情况 {PROSE}",
        f"见本报告 一、总体情况 {PROSE}",
    ],
)
def test_headings_that_a_sentence_names_part_no_paragraph(text: str) -> None:
    lexicon = make_heading_lexicon(load("gbh-2021-30"))
    assert [block.anchor.column for block in prepare_blocks(paragraphs([text]), lexicon)] == [1]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("一、基本情况。本年度，局机关按要求公开信息，情况如下。", 1),
        ("一、总体情况2023年，街道办事处围绕中心工作公开信息，回应关切。", 1),
        ("一、总体情况（一）主动公开。公开目录按季度更新，群众可以随时查阅。", 1),
        ("五、存在问题及整改措施：公开内容不够细，已逐项补充。", 5),
        ("五、政务公开工作存在的主要问题及改进方向。解读形式单一，已增加图解。", 5),
        ("【五、存在的主要问题及改进情况】解读形式单一，已增加图解和短视频。", 5),
        ("存在的主要问题及改进情况：解读形式单一，已增加图解。", 5),
    ],
)
def test_other_headings_run_into_their_text(line: str, number: int) -> None:
    lines = list(SIX)
    lines[number - 1] = line
    found = read(*with_prose(*lines))
    assert numbers(found) == ALL
    assert found[number - 1].rest


@pytest.mark.parametrize(
    "line",
    [
        "五、存在的主要问题及改进情况（2023年度）",
        "五、存在的主要问题及改进情况 2023年度",
        "五、存在的主要问题及改进情况……5",
    ],
)
def test_a_year_or_page_behind_is_no_text(line: str) -> None:
    assert not any(one.rest for one in read(*with_prose(*SIX[:4], line, SIX[5])))


def test_items_of_a_list_are_no_headings() -> None:
    """They begin with the words of a heading, but the sections stand elsewhere."""
    inner = ("一、主动公开。文件及时公布。", "二、主动公开情况。每季度通报。", "三、其他事项：无。")
    found = read(*with_prose(SIX[0]), *inner, *with_prose(*SIX[1:]))
    assert numbers(found) == ALL


@pytest.mark.parametrize(
    "char", "\ufeff\u200b\u200c\u200e\u00ad\u2060\u202a\u2066\u061c\u180e\u3164\u2800\ue5e5\uf020"
)
def test_invisible_characters_are_nothing(char: str) -> None:
    before = read(*with_prose(*(char + one for one in SIX)))
    inside = read(*with_prose(*(one[0] + char + one[1:4] + char + one[4:] + char for one in SIX)))
    for found in (before, inside):
        assert numbers(found) == ALL
        assert not any(one.signs for one in found)
        assert [one.ordinal and one.ordinal.style for one in found] == ["一、"] * 6
        assert all(fold(one.name) == fold(SIX[i][2:]) for i, one in enumerate(found))


_SIGNS = [
    "【 】",
    "《 》",
    "〖 〗",
    "「 」",
    "[ ]",
    "“ ”",
    "（ ）",
    "● ",
    "■ ",
    "▲ ",
    "★ ",
    "※ ",
    "➤ ",
    "* ",
    "** **",
    "# ",
    "_ ",
    "__ __",
    "> ",
    "~ ~",
    "— —",
    "=== ===",
    "━━ ━━",
    " ※",
    " ↓",
    " ______",
    " （2023年度）",
    " （2023年）",
    " 2023年度",
    "口 ",
    "\uf06c ",
]


@pytest.mark.parametrize("signs", [*_SIGNS, "| ", "| |"])
def test_signs_around_headings(signs: str) -> None:
    before, after = signs.split(" ")
    lines = [before + one + after for one in SIX]
    found = read(*with_prose(*lines))
    assert numbers(found) == ALL
    assert all(one.signs for one in found)
    assert [one.text for one in found] == lines, "quoted as written"
    assert [one.name for one in found] == [one[2:] for one in SIX]


_DECORATIONS = {
    "01一、": "0{n}{heading}",
    "01 一、": "0{n} {heading}",
    "01 below one another": "0{n}\n{heading}",
    "01/一、": "0{n}/ {heading}",
    "1.一、": "{n}.{heading}",
    "1、一、": "{n}、{heading}",
    "【01】一、": "【0{n}】{heading}",
    "01 【一、】": "0{n} 【{heading}】",
    "PART一、": "PART{heading}",
    "PART 一、": "PART {heading}",
    "ＰＡＲＴ 一、": "ＰＡＲＴ {heading}",
    "PART.01 一、": "PART.0{n} {heading}",
    "Part 1 | 一、": "Part {n} | {heading}",
    "▌PART·01 一、": "▌PART·0{n} {heading}",
    "PART 一 一、": "PART {numeral} {heading}",
    "NO.1 一、": "NO.{n} {heading}",
    "A 一、": "{letter} {heading}",
    "- 1 - 一、": "- {n} - {heading}",
    "第一部分 一、": "第{numeral}部分 {heading}",
    "一、一、": "{numeral}、{heading}",
}


def _decorate(form: str, headings: Sequence[str] = SIX) -> list[str]:
    form = _DECORATIONS[form]
    return [
        form.format(n=n, numeral=NUMERALS[n - 1], letter="ABCDEF"[n - 1], heading=heading)
        for n, heading in enumerate(headings, 1)
    ]


@pytest.mark.parametrize("form", _DECORATIONS)
def test_decorations_before_the_ordinal_are_signs(form: str) -> None:
    lines = _decorate(form)
    found = read(*with_prose(*lines))
    assert numbers(found) == ALL
    assert [one.text for one in found] == [" ".join(line.split()) for line in lines]
    assert [one.name for one in found] == [one[2:] for one in SIX]
    assert [one.ordinal and one.ordinal.text for one in found] == [one[:2] for one in SIX]
    assert {(one.wording, one.signs) for one in found} == {("exact", True)}


@pytest.mark.parametrize("form", ["01 一、", "PART.01 一、", "第一部分 一、"])
def test_headings_of_other_words_behind_decorations(form: str) -> None:
    others = [
        "一、基本情况",
        "二、主动公开政务信息的情况",
        "三、收到及处理政府信息公开申请情况",
        *SIX[3:],
    ]
    found = read(*with_prose(*_decorate(form, others)))
    assert numbers(found) == ALL
    assert [one.name for one in found] == [one[2:] for one in others]


@pytest.mark.parametrize("form", ["01 一、", "PART.01 一、"])
def test_decorated_headings_run_into_their_text(form: str) -> None:
    found = read(*(f"{line} {PROSE * 3}" for line in _decorate(form)))
    assert numbers(found) == ALL
    assert all(one.rest for one in found)


def test_a_decorated_heading_as_a_row_of_a_table(pack: Pack) -> None:
    for lead in ("01", "PART.01", "第一部分"):
        table = _table((lead, SIX[0]), ("内容", PROSE), ("附注", PROSE))
        assert _shown(pack, table)[0] == f"{lead} {SIX[0]}"


@pytest.mark.parametrize(
    "line",
    [
        "详见一、总体情况",
        "1.一、二级公路总体情况",
        "2023年一、总体情况",
        "二十一、总体情况",
        "1 一、二、三",
    ],
)
def test_what_is_no_decoration(line: str) -> None:
    assert not any(one.signs for one in read(*with_prose(*SIX[1:]), line))


_FORMS = {
    "壹、": [f"{char}、" for char in "壹贰叁肆伍陆"],
    "㈠": list("㈠㈡㈢㈣㈤㈥"),
    "①": list("①②③④⑤⑥"),
    "⒈": list("⒈⒉⒊⒋⒌⒍"),
    "㊀": list("㊀㊁㊂㊃㊄㊅"),
    "（一）": [f"（{char}）" for char in NUMERALS],
    "【一】": [f"【{char}】" for char in NUMERALS],
    "一）": [f"{char}）" for char in NUMERALS],
    "一": list(NUMERALS),
    "第一部分": [f"第{char}部分　" for char in NUMERALS],
    "第一、": [f"第{char}、" for char in NUMERALS],
    "第一 ": [f"第{char} " for char in NUMERALS],
    "01": [f"0{n} " for n in ALL],
    "PART": [f"PART {n} " for n in ALL],
    "A、": [f"{char}、" for char in "ABCDEF"],
}


@pytest.mark.parametrize("form", _FORMS)
def test_numbers_of_other_forms(form: str) -> None:
    lines = [number + one[2:] for number, one in zip(_FORMS[form], SIX, strict=True)]
    found = read(*with_prose(*lines))
    assert numbers(found) == ALL
    assert [one.ordinal and one.ordinal.value for one in found] == ALL
    assert all(one.ordinal and one.ordinal.style != "一、" for one in found), "told by GB105"


@pytest.mark.parametrize("stroke", "—－-ー丨㇐lI|_–―─━﹣")
def test_a_stroke_for_the_first_number(stroke: str) -> None:
    found = read(*with_prose(stroke + "、总体情况", *SIX[1:]))
    assert numbers(found) == ALL
    assert found[0].ordinal is not None
    assert found[0].ordinal.value == 1


_WORDINGS = {
    1: "2023年政府信息公开工作总体落实情况 本年度工作总体情况 政务公开工作总体情况 工作开展情况 "
    "全县政府信息公开总体情况 总体情况概述 我局2023年信息公开总体情况",
    2: "本年度主动公开政务信息的情况 主动公开工作情况 主动公开政府信息情况统计表 "
    "2023年主动公开政府信息情况 本机关主动公开政府信息情况",
    3: "收到和处理信息公开申请情况统计表 收到和处理依申请公开情况 政府信息公开申请办理情况 "
    "受理政府信息公开申请情况 收到及处理政府信息公开申请情况",
    4: "政务公开行政复议、行政诉讼情况 复议诉讼情况 因政府信息公开引发的行政复议、行政诉讼情况 "
    "被提起行政复议、行政诉讼情况 2023年政府信息公开行政复议、行政诉讼情况统计表",
    5: "政务公开工作存在的主要问题及改进方向 工作中存在的主要问题及改进情况 问题与改进 "
    "存在的短板及改进 当前存在的问题和改进举措 2023年存在的主要问题及改进情况",
    6: "其他需要说明的情况 其他有关事项 需要说明的其他情况 其他需要报告和说明的事项 "
    "本年度其他需要报告的事项 其他需要向社会公开的事项",
}


@pytest.mark.parametrize(
    ("number", "wording"), [(n, one) for n, text in _WORDINGS.items() for one in text.split()]
)
def test_unusual_wordings(number: int, wording: str) -> None:
    lines = list(SIX)
    lines[number - 1] = lines[number - 1][:2] + wording
    found = read(*with_prose(*lines))
    assert numbers(found) == ALL
    assert found[number - 1].wording not in ("exact", "")


@pytest.mark.parametrize(
    "name",
    [
        *(
            "组织领导",
            "信息公开途径",
            "监督保障情况",
            "重点领域信息公开情况",
            "工作亮点",
            "主要做法",
        ),
        *("建议提案办理情况", "政务公开工作要点落实情况", "附件", "行政执法情况", "概念说明"),
        *("问题整改情况", "行政复议情况", "行政诉讼情况", "数据统计", "主要工作"),
    ],
)
def test_foreign_headings_stay_foreign(pack: Pack, name: str) -> None:
    match = make_heading_lexicon(pack).find(fold(name), Setbacks())
    assert match is None or match.obsolete is not None


def test_another_heading_that_is_but_worded_like_a_section_is_foreign() -> None:
    found = read(*with_prose(*SIX, "七、其他情况"))
    assert [one.origin for one in found] == ["section"] * 6 + ["foreign"]


# Tables of contents


def _contents(entry: str, *, titled: bool) -> list[str]:
    lines = ["目　录"] if titled else []
    page = 1
    for heading in SIX:
        lines.append(entry.format(heading, page))
        if heading in (SIX[0], SIX[4]):
            for inner in ("（一）依申请公开", "（二）平台建设 12个"):
                lines.append(entry.format(inner, page))
                page += 1
    return lines


@pytest.mark.parametrize("titled", [True, False])
@pytest.mark.parametrize(
    "entry",
    [
        "{}\t{}",
        "{}……………{}",
        "{}.........{}",
        "{}········{}",
        "{}\u3000\u3000\u3000\u3000{}",
        "{}……（{}）",
        "{}....-{}-",
        "{} {}",
        "{}____{}",
        "{}.......\t{}",
        "{}……",
    ],
)
def test_typed_contents_are_no_prose(pack: Pack, entry: str, titled: bool) -> None:
    title = "示例市清河区人民政府2023年政府信息公开工作年度报告"
    lines = [title, *_contents(entry, titled=titled), PROSE, *with_prose(*SIX)]
    read_as = divide_into_sections(Document("docx", paragraphs(lines)), pack)
    assert numbers(list(read_as.headings)) == ALL
    assert [one.text for one in read_as.preface] == [PROSE]
    assert read_as.title is not None


def test_lines_with_figures_are_no_contents(pack: Pack) -> None:
    lines = ["规章\t0", "行政规范性文件\t6", "行政许可\t15832"]
    blocks = paragraphs((*with_prose(SIX[0]), *lines, *with_prose(*SIX[1:])))
    marked = mark_contents(blocks, make_heading_lexicon(pack))
    assert not any(isinstance(block, Paragraph) and block.contents for block in marked)


# Headings in tables


def _table(*rows: tuple[str, ...]) -> Table:
    width = max(map(len, rows))
    cells = tuple(
        Cell(text, i, j, Anchor(i + 1, cell=j + 1))
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
    )
    return Table(cells, len(rows), width, Anchor(1))


def _shown(pack: Pack, *blocks: Paragraph | Table) -> list[str]:
    result = take_out_bars(blocks, make_heading_lexicon(pack))
    return [
        block.text if isinstance(block, Paragraph) else f"{block.height}x{block.width}"
        for block in result
    ]


def test_headings_in_cells_and_bars(pack: Pack) -> None:
    assert _shown(pack, _table((SIX[0],))) == [SIX[0]]
    assert _shown(pack, _table(("一、", "总体情况"))) == [SIX[0]]
    assert _shown(pack, _table(("一", "总体情况", ""))) == ["一 总体情况"]
    assert _shown(pack, _table(("■", SIX[1]))) == [SIX[1]]
    assert _shown(pack, _table(("示例市人民政府",), ("2023年报告",))) == [
        "示例市人民政府",
        "2023年报告",
    ]


def test_a_heading_as_the_first_row_of_its_table(pack: Pack) -> None:
    table = _table((SIX[1], "", ""), ("信息内容", "本年制发件数", ""), ("规章", "0", ""))
    assert _shown(pack, table) == [SIX[1], "2x3"]


def test_a_report_in_one_table(pack: Pack) -> None:
    rows = (
        (SIX[0], ""),
        (PROSE, ""),
        (SIX[1], ""),
        ("规章", "0"),
        (SIX[4], ""),
        (PROSE, ""),
    )
    assert _shown(pack, _table(*rows)) == [
        SIX[0],
        PROSE,
        SIX[1],
        "1x2",
        SIX[4],
        PROSE,
    ]


def test_tables_of_figures_stay_whole(pack: Pack) -> None:
    table = _table(
        ("", "自然人", "总计"),
        ("一、本年新收政府信息公开申请数量", "1", "1"),
        ("四、结转下年度继续办理", "0", "0"),
    )
    assert take_out_bars((table,), make_heading_lexicon(pack)) == (table,)
    assert _shown(pack, _table(("12",), ("30",))) == ["2x1"]
    assert _shown(pack, _table(("", ""))) == ["1x2"], "a blank table is one all the same"


# Sub-headings numbered as sections


@pytest.mark.parametrize("first", [1, 2])
def test_parts_numbered_as_sections(first: int) -> None:
    names = ("主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障")
    parts = [f"{'一二三四五六'[first - 1 + at]}、{name}" for at, name in enumerate(names)]
    found = read(*with_prose(SIX[0], *parts, *SIX[1:]))
    assert [one.text for one in found if one.origin == "part"] == parts
    assert numbers([one for one in found if one.origin != "part"]) == ALL


def test_parts_of_another_name_stay_what_they_are() -> None:
    found = read(*with_prose(SIX[0], "二、经费安排", "三、法治建设", *SIX[1:]))
    assert not any(one.origin == "part" for one in found)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一、总体", "情况"),
        ("一、总", "体情况"),
        ("四、政府信息公开行政复议、", "行政诉讼情况"),
        ("六、其他", "需要报告的事项"),
    ],
)
def test_a_heading_on_two_lines(pack: Pack, first: str, second: str) -> None:
    lines = paragraphs([first, second, "各项工作平稳。"])
    (whole, below) = prepare_blocks(lines, make_heading_lexicon(pack))
    assert isinstance(whole, Paragraph)
    assert (whole.text, whole.anchor) == (first + second, lines[0].anchor)
    assert below is lines[2]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一、总体情况", "情况"),
        ("总体", "情况"),
        ("一、公开", "情况较好"),
        ("（一）主动公开", "情况较好。"),
    ],
)
def test_lines_that_are_no_heading_together(pack: Pack, first: str, second: str) -> None:
    lines = paragraphs([first, second])
    assert prepare_blocks(lines, make_heading_lexicon(pack)) == tuple(lines)
