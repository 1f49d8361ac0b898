"""Figures in sentences: digits, Chinese numerals, qualifiers, units."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gblint.pack.model import Pack
from gblint.report.prose.amounts import COUNT, PERCENT, AmountReader
from gblint.text.numerals import read_chinese_value
from tests.checks.prose_paragraphs import read_one


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("一百二十", 120),
        ("百", 100),
        ("两千", 2000),
        ("两千一百零五", 2105),
        ("一万", 10_000),
        ("三万二千一百", 32_100),
        ("贰拾", 20),
        ("两三", None),
        ("百千", None),
        ("一百二", None),
        ("一万二", None),
    ],
)
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert read_chinese_value(text) == value


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("120件", 120, 120),
        ("2,847件", 2847, 2847),
        ("三千余件", 3000, 4000),
        ("30多件", 30, 40),
        ("近3000件", 2000, 3000),
        ("约1200件", Decimal(1080), Decimal(1320)),
        ("30件左右", Decimal(25), Decimal(35)),
        ("超过100件", 100, None),
        ("50件以上", 50, None),
        ("不足10件", 0, 10),
        ("3.2万件", 31_500, 32_500),
        ("1.2万余件", 12_000, 13_000),
        ("18,743.62万元", 187_436_150, 187_436_250),
        ("1,234.56元", Decimal("1234.56"), Decimal("1234.56")),
        ("0", 0, 0),
    ],
)
def test_what_a_figure_may_stand_for(
    pack: Pack, text: str, low: Decimal | int, high: Decimal | int | None
) -> None:
    marked, found = AmountReader(pack.prose).read(f"共{text}。")
    (amount,) = found.values()
    assert (amount.low, amount.high, amount.text) == (low, high, text)
    assert len(marked) == len("共。") + 1


@pytest.mark.parametrize(
    "text",
    ["2023年", "12月31日", "数十件", "十几件", "两三件", "第一批", "A12件"],
)
def test_what_is_no_count(pack: Pack, text: str) -> None:
    assert AmountReader(pack.prose).read(f"有{text}多家")[1] == {}


@pytest.mark.parametrize(
    "between",
    ["", "总的来看，工作平稳有序，申请数量也保持在合理的水平，", "工作 平稳 有序。"],
)
def test_a_figure_of_a_sentence_before_is_told_where_it_stands(between: str) -> None:
    text = f"全年共收到政府信息公开申请21件。{between}较上年减少12件。"
    figures = {one.role: one for change in read_one(text).changes for one in change.figures}
    assert [(one.read, one.anchor.column) for one in figures.values()] == [
        ("21件", 14),
        ("12件", text.index("12件") + 1),
    ]
    assert figures["now"].rest.startswith("全年共收到政府信息公开申请21件")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("收到政府信息公开申请20件，比上年的18件增加3件。", "比上年的18件增加3件"),
        ("收到政府信息公开申请20件（上年18件）增长25%。", "（上年18件）增长25%"),
        ("收到政府信息公开申请20件，上年18件，增长25%。", "上年18件，增长25%"),
        ("收到政府信息公开申请1,500件，比上年的1,200件增加300件。", "比上年的1,200件增加300件"),
    ],
)
def test_a_comparison_is_quoted_from_its_clause_with_whole_brackets(text: str, quoted: str) -> None:
    (change,) = read_one(text).changes
    base = next(one for one in change.figures if one.role == "base")
    assert (base.rest, base.begins.column) == (quoted, text.index(quoted) + 1)


@pytest.mark.parametrize("sign", [COUNT, PERCENT])
def test_characters_that_stand_for_figures_are_none_in_a_report(sign: str) -> None:
    read = read_one(f"收到政府信息公开申请{sign}5件，办结{sign}3件{sign}。")
    assert [one.read for one in read.readings] == ["5件", "3件"]
