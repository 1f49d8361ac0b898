"""Which sentences are read once more for what they compare in words."""

import pytest

from gblint.checks import load
from gblint.report.prose.sentences import ComparisonLook, make_comparison_look
from gblint.report.prose.vocabulary import make_vocabulary


@pytest.fixture(scope="module")
def known() -> ComparisonLook:
    return make_comparison_look(make_vocabulary(load("gbh-2021-30")))


@pytest.mark.parametrize(
    "sentence",
    [
        "申请数量多于上年。",
        "予以公开的过半,件数不详。",
        "上年申请有所减少。",
        "申请数量同比增加。",
        "2022年申请数量下降,处罚2件。",
        "上年收到申请2件,今年申请减少。",
        "申请公开率由上年的85%升至90%。",
        "上年85%的申请已办结。",
        "公开率去年为85.5%,今年又升。",
        "收到的申请仅为上年的三分之一。",
        "行政许可比行政处罚多3件。",
        "公开的达到办结总数的七成。",
    ],
)
def test_sentences_that_may_compare(known: ComparisonLook, sentence: str) -> None:
    assert known.may_compare(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年收到申请5件。",
        "2022年申请增加5件。",
        "申请946件,比2022年减少7.3%;加上上年结转24件,共970件。",
        "2022年,申请数量的增加5件。",
        "上年收到申请5件。",
        "政务公开水平在各方面下降,处罚2件。",
        f"2022年{'申请数量' * 10}下降。",
        "申请的公开率为90%。",
        "行政许可比2022年多3件。",
        "比多3件申请。",
        "公开工作任务的全面完成达到要求,申请为零。",
    ],
)
def test_sentences_that_compare_nothing(known: ComparisonLook, sentence: str) -> None:
    assert not known.may_compare(sentence)
