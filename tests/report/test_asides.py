"""Brackets of a sentence that are set aside before its words are told apart."""

import pytest

from gblint.checks import load
from gblint.report.prose.amounts import NO_DAYS
from gblint.report.prose.vocabulary import make_vocabulary


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        ("各县(市区)收到申请", "各县____收到申请"),
        ("(含县(市区))收到", "(含县____)收到"),
        ("收到(市)和(区)的", "收到___和___的"),
        ("收到(其中县区的均为)", "收到(其中县区的均为)"),
        ("收到)(市)的(", "收到)___的("),
        ("(这里有十五个字而且还要更多一些)", "(这里有十五个字而且还要更多一些)"),
    ],
)
def test_short_brackets_that_tell_nothing(sentence: str, read: str) -> None:
    words = make_vocabulary(load("gbh-2021-30")).read_tokens(sentence)
    assert "".join(word.text for word in words) == read.replace("_", NO_DAYS)
