"""Texts that a reader would call the same have the same comparable form."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.text import flatten, fold, write_years_in_digits


@given(st.text(alphabet="２０２３年（１）ＡＢ，：㎡…①　a1中。"))
def test_flat_text_is_what_unicode_says(text: str) -> None:
    assert flatten(text) == unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("２０２３年１月", "2023年1月"),
        ("（一），：", "(一),:"),
        ("公开\u00a0信息\u200b", "公开 信息"),
        ("⻅⺠⻓⻔", "见民长门"),
        ("⾏⼀", "行一"),
        ("“引”〔2021〕", "“引”〔2021〕"),
    ],
)
def test_flat(text: str, flat: str) -> None:
    assert flatten(text) == flat


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("（一） 予以公开", "(一)予以公开"),
        ("行政复议、行政诉讼", "行政复议,行政诉讼"),
        ("危及“三安全一稳定”", '危及"三安全一稳定"'),
        ("〔2021〕30号", "[2021]30号"),
        ("a—b", "a-b"),
    ],
)
def test_folded_alike(a: str, b: str) -> None:
    assert fold(a) == fold(b)


def test_years_in_chinese_numerals() -> None:
    assert write_years_in_digits("二○二三年，二〇二四年度，三年") == "2023年，2024年度，三年"
