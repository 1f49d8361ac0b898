"""Phrases with their few signs: what they find in a sentence, and what is near them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gblint.text.phrases import PhraseError, find_near, find_phrase, parse_phrase, read_value


@pytest.mark.parametrize(
    ("phrase", "sentence", "found"),
    [
        ("高度重视", "我局高度重视公开，高度重视解读。", ["高度重视", "高度重视"]),
        ("高度 重视", "重视程度高度一致。", ["重视程度高度"]),
        ("上年/去年…问题 整改", "去年报告列的问题已经整改。", ["去年报告列的问题已经整改"]),
        ("上年/去年…问题 整改", "整改了去年报告列的问题。", ["整改了去年报告列的问题"]),
        ("上年/去年…问题 整改", "问题在去年已经整改。", []),
        ("取得…显著成效", "取得了一些显著成效。", ["取得了一些显著成效"]),
        ("取得……显著成效", "取得显著成效。", ["取得显著成效"]),
        ("政务新媒体 N 个", "全区共有政务新媒体12个。", ["政务新媒体12个"]),
        ("政务新媒体 N个", "开设了十二个政务新媒体。", ["十二个政务新媒体"]),
        ("政务新媒体 N个", "政务新媒体若干，服务点3个。", ["政务新媒体若干，服务点3个"]),
        ("一是 二是", "一是解读少；二是更新慢。", ["一是解读少；二是"]),
        ("政务新媒体 N个", "撤并政务新媒体；服务点有3个。", []),
        ("参训N人次", "参训1,200余人次。", ["参训1,200余人次"]),
        ("培训 N 期/次", "开展培训三次。", ["培训三次"]),
        ("N年度", "示例市2023年度报告", ["2023年度"]),
        ("N年N月N日", "自2023年1月1日起", ["2023年1月1日"]),
        ("３.5%", "占3.5%。", ["3.5%"]),
        ("NGO", "没有NGO参加。", ["NGO"]),
        ("(一)主动公开", "(一)主动公开。", ["(一)主动公开"]),
    ],
)
def test_what_a_phrase_finds(phrase: str, sentence: str, found: list[str]) -> None:
    parsed = parse_phrase(phrase)
    assert [sentence[one.begin : one.end] for one in find_phrase(parsed, sentence)] == found


@pytest.mark.parametrize(
    ("phrase", "sentence", "found"),
    [
        ("高度重视", "高度的重视公开", "高度的重视"),
        ("应公开尽公开", "做到应公开尽公布", "应公开尽公布"),
        ("做好政府信息公开工作", "切实做好信息公开工作", "做好信息公开工作"),
        ("加强组织领导", "加强领导", None),
        ("无关", "无", None),
        ("高度重视", "重大决策", None),
    ],
)
def test_what_is_near(phrase: str, sentence: str, found: str | None) -> None:
    span = find_near(parse_phrase(phrase), sentence)
    assert (sentence[span[0] : span[1]] if span else None) == found


@pytest.mark.parametrize("text", ["", " ", "/", "…", "高度…", "…重视", "甲 …"])
def test_what_is_no_phrase(text: str) -> None:
    with pytest.raises(PhraseError):
        parse_phrase(text)


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("参训1,200人次。", 1200),
        ("参训一百二十人次。", 120),
        ("参训3.5人次。", Decimal("3.5")),
        ("参训百余人次。", None),
    ],
)
def test_what_the_number_is(sentence: str, value: int | Decimal | None) -> None:
    (found,) = find_phrase(parse_phrase("参训 N人次"), sentence)
    assert read_value(found.number) == value
