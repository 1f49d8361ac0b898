"""The grammar of equations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.pack.equation_grammar import Equation, EquationError, parse_equation


def test_sides_and_signs() -> None:
    assert parse_equation("new + carried_in == total + carried_out") == Equation(
        (("+", "new"), ("+", "carried_in")), (("+", "total"), ("+", "carried_out"))
    )
    assert parse_equation("a-b==c").left == (("+", "a"), ("-", "b"))
    assert parse_equation(" a  -b +\n c1 == d_2 ").keys == ("a", "b", "c1", "d_2")


def test_the_sign_of_the_left_side_ends_there() -> None:
    assert parse_equation("a - b == c").right == (("+", "c"),)


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("", 1, "缺少一个键"),
        ("a + == b", 5, "应是行或列的键"),
        ("a b == c", 3, "之前缺少"),
        ("a + b", 6, "缺少“==”"),
        ("a = b", 3, "写成“==”"),
        ("a == b == c", 8, "只能有一个"),
        ("a == ", 5, "缺少一个键"),
        ("- a == b", 1, "应是行或列的键"),
        ("a + 2 == b", 5, "不能有“2”"),
        ("a == B", 6, "不能有“B”"),
        ("__import__('os') == a", 1, "不能有“_”"),
        ("a == %", 6, "不能有“%”"),
    ],
)
def test_what_is_no_equation_says_where(text: str, column: int, said: str) -> None:
    with pytest.raises(EquationError) as caught:
        parse_equation(text)
    assert caught.value.column == column
    assert said in caught.value.say.zh
    assert caught.value.say.en


_keys = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
_sides = st.lists(st.tuples(st.sampled_from("+-"), _keys), min_size=1, max_size=6)


@given(_sides, _sides)
def test_what_is_written_is_read(left: list[tuple[str, str]], right: list[tuple[str, str]]) -> None:
    def written(side: list[tuple[str, str]]) -> str:
        return side[0][1] + "".join(f" {sign} {key}" for sign, key in side[1:])

    parsed = parse_equation(f"{written(left)} == {written(right)}")
    for side, given_side in ((parsed.left, left), (parsed.right, right)):
        assert list(side) == [("+", given_side[0][1]), *given_side[1:]]


@given(st.text(max_size=30))
def test_any_text_is_an_equation_or_an_error_inside_it(text: str) -> None:
    column = 1
    try:
        parse_equation(text)
    except EquationError as error:
        column = error.column
    assert 1 <= column <= len(text) + 1


def test_full_width_signs_are_the_plain_ones() -> None:
    assert parse_equation("图解＋视频 － 重复＝＝合计") == parse_equation(
        "图解 + 视频 - 重复 == 合计"
    )
