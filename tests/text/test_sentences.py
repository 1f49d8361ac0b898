"""Where sentences end, and what ordinals, numbers of rows and spans of a year look like."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.text import cut_sentences, find_stops
from gblint.text.numerals import begins_item, drop_row_number, read_span, split_ordinal

_TEXTS = st.text(alphabet="甲乙。！?;,、\n ", max_size=40)


@given(_TEXTS)
def test_stops_are_found_in_order(text: str) -> None:
    assert find_stops(text) == [match.start() for match in re.finditer("[。！？!?]", text)]


@given(_TEXTS)
def test_sentences_are_what_stands_between_stops(text: str) -> None:
    whole = re.compile("[^。！？!?]+[。！？!?]?")
    assert list(cut_sentences(text, 100)) == [match.span() for match in whole.finditer(text)]


def test_what_is_too_long_is_cut_at_its_last_comma() -> None:
    text = "甲乙,丙丁,戊己庚。辛"
    cut = [text[begin:end] for begin, end in cut_sentences(text, 7, ",")]
    assert cut == ["甲乙,丙丁,", "戊己庚。", "辛"]
    assert [text[begin:end] for begin, end in cut_sentences(text, 4)] == [
        "甲乙,丙",
        "丁,戊己",
        "庚。",
        "辛",
    ]


@pytest.mark.parametrize(
    ("text", "written", "value", "style", "rest"),
    [
        ("一、总体情况", "一、", 1, "一、", "总体情况"),
        (" 十二 ： 总体情况", "十二 ：", 12, "一、", "总体情况"),
        ("一 总体情况", "一", 1, "一、", "总体情况"),
        ("（三） 、主动公开", "（三） 、", 3, "（一）", "主动公开"),
        ("【 2 】主动公开", "【 2 】", 2, "（1）", "主动公开"),
        ("1.主动公开", "1.", 1, "1.", "主动公开"),
        ("12）主动公开", "12）", 12, "1", "主动公开"),
        ("三】主动公开", "三】", 3, "一）", "主动公开"),
        ("三·主动公开", "三·", 3, "一", "主动公开"),
        ("三丶主动公开", "三丶", 3, "一", "主动公开"),
        ("第 3 大部分 ：主动公开", "第 3 大部分 ：", 3, "第一", "主动公开"),
        ("第二项主动公开", "第二项", 2, "第一", "主动公开"),
        ("第二 主动公开", "第二", 2, "第一", "主动公开"),
        ("Ⅳ、主动公开", "Ⅳ、", 4, "I.", "主动公开"),
        ("XI.主动公开", "XI.", 11, "I.", "主动公开"),
        ("贰、主动公开", "贰、", 2, "壹、", "主动公开"),
        ("⑾主动公开", "⑾", 11, "①", "主动公开"),
        ("Part 2: 主动公开", "Part 2:", 2, "part", "主动公开"),
        ("—、主动公开", "—、", 1, "—、", "主动公开"),
        ("⼆、主动公开", "二、", 2, "一、", "主动公开"),
    ],
)
def test_ordinals(text: str, written: str, value: int, style: str, rest: str) -> None:
    ordinal, behind = split_ordinal(text)
    assert ordinal is not None
    assert (ordinal.text, ordinal.value, ordinal.style, behind) == (written, value, style, rest)


@pytest.mark.parametrize(
    "text",
    [
        "1.5件",
        "1. 5件",
        "12月",
        "123.主动公开",
        "一二三四、主动公开",
        "一",
        "一、",
        "（一主动公开",
        "2 ）主动公开",
        "第二主动公开",
        "第二，主动公开",
        "XI主动公开",
        "—、2件",
        "一总体情况",
    ],
)
def test_no_ordinals(text: str) -> None:
    assert split_ordinal(text) == (None, text)


@pytest.mark.parametrize(
    ("text", "kind", "read"),
    [
        ("2023年度收到", "year", "2023年度"),
        ("2023—2024年", "year", "2023"),
        ("1月1日起至2023年12月31日收到", "whole", "1月1日起至2023年12月31日"),
        ("1-12月份收到", "months", "1-12月份"),
        ("12月底收到", "whole", "12月底"),
        ("12月3日收到", "months", "12月3日"),
        ("1月至11月收到", "months", "1月"),
        ("11月份收到", "months", "11月份"),
    ],
)
def test_spans_of_a_year(text: str, kind: str, read: str) -> None:
    assert read_span(text, 0) == (kind, len(read))


@pytest.mark.parametrize("text", ["2023件", "20235年", "123月", "12件", "1-件", "1823年"])
def test_no_spans(text: str) -> None:
    assert read_span(text, 0) is None


def test_what_begins_one_of_several() -> None:
    items = ("（三）主动公开", "三、主动公开", "一是主动公开", "十二）主动公开")
    assert all(map(begins_item, items))
    assert not any(map(begins_item, ("一主动公开", "（主动公开）", "二十三十、", "")))
    labels = ("一、收到", "(二)收到", "12.收到", "收到", "(收到", "一收到", "2、收到")
    assert list(map(drop_row_number, labels)) == ["收到"] * 4 + ["(收到", "一收到", "2、收到"]


@pytest.mark.parametrize("text", ["(十十)工作情况", "十十、工作情况", "第十十部分 工作情况"])
def test_of_an_ordinal_that_is_no_number_the_first_counts(text: str) -> None:
    ordinal, behind = split_ordinal(text)
    assert ordinal is not None
    assert (ordinal.value, behind) == (10, "工作情况")
