"""Copied text among many: a copied passage is found whatever stands around, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from gblint.checks import load
from gblint.comparison.copies import (
    Digest,
    PassageIndex,
    count_for_formula,
    digest_report,
    find_copy_rules,
    sum_shingles,
)
from gblint.comparison.many_reports import ManyReports, ReportCollection, compare_all, find_among
from gblint.report.model import ComparedReport
from tests.tools.amount import ALL
from tests.tools.lint import PACK

_PACK = load(PACK)
_HOW = find_copy_rules(_PACK)
_CHARACTERS = "".join(map(chr, range(0x4E00, 0x4E00 + 2000)))
_SEEDS = st.integers(0, 2**32)


def _sentences(random: Random, count: int) -> list[str]:
    """Sentences of their own, each long enough to be compared."""
    return [
        "".join(random.choices(_CHARACTERS, k=random.randint(14, 40))) + "。" for _ in range(count)
    ]


def _paragraphs(sentences: Sequence[str]) -> tuple[str, ...]:
    return tuple("".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))


def _digest(
    organ: str, sentences: Sequence[str], *, year: int = 2025, figures: Sequence[int] = ()
) -> Digest:
    cells = {("new", f"k{at}"): value for at, value in enumerate(figures)}
    report = ComparedReport(
        name=organ,
        organ=organ,
        year=year,
        figures={"applications": dict(cells)},
        prose={5: _paragraphs(sentences)},
    )
    return digest_report(report, _PACK)


def _collect(*digests: Digest) -> ReportCollection:
    collection = ReportCollection(_HOW)
    for digest in sorted(digests, key=lambda one: one.year or 0):
        collection.add(f"{digest.organ}-{digest.year}.md", digest)
    collection.finish()
    return collection


def _compare(*digests: Digest) -> ManyReports:
    return compare_all(_collect(*digests), ())


@given(_SEEDS, st.integers(0, 40), st.integers(0, 40), st.integers(0, 6), st.booleans())
def test_a_copied_passage_is_found_whatever_stands_around(
    seed: int, before: int, after: int, others: int, other_year: bool
) -> None:
    random = Random(seed)
    passage: list[str] = []
    while sum(map(len, passage)) < 90:
        passage += _sentences(random, 1)
    source = [*_sentences(random, 5), *passage, *_sentences(random, 4)]
    copy = [*_sentences(random, before), *passage, *_sentences(random, after)]
    found = _compare(
        _digest("示例市甲局", source, year=2024 if other_year else 2025),
        _digest("示例市乙局", copy),
        *(_digest(f"示例市第{one}局", _sentences(random, 9)) for one in range(others)),
    )
    pairs = [(one.copy.first, one.copy.second) for one in found.copies]
    groups = [(one.first, *(each.second for each in one.members)) for one in found.one_text]
    names = [found.reports[at].organ for pair in [*pairs, *groups] for at in pair]
    assert sorted(names) == ["示例市乙局", "示例市甲局"]
    if pairs:
        copied = found.copies[0].copy
        assert copied.letters >= sum(len(one) - 1 for one in passage)
        assert copied.longest >= 80
        assert set(copied.passages) <= set(passage)


@given(_SEEDS, st.integers(2, 12))
def test_texts_of_their_own_have_nothing_in_common(seed: int, count: int) -> None:
    random = Random(seed)
    digests = [_digest(f"示例市第{one}局", _sentences(random, 12)) for one in range(count)]
    assert not _compare(*digests).found


@given(_SEEDS)
def test_other_figures_and_marks_make_no_other_text(seed: int) -> None:
    random = Random(seed)
    text = [one.replace("。", f"{random.randint(10, 99)}件。") for one in _sentences(random, 8)]
    other = [one.replace("件。", "0件；") for one in text]
    found = _compare(_digest("示例市甲局", text), _digest("示例市乙局", other))
    assert [len(one.members) for one in found.one_text] == [1]
    assert found.one_text[0].members[0].share == 100


@given(_SEEDS, st.integers(2, 30))
@settings(deadline=None)
def test_one_text_of_many_is_one_group_however_many_have_it(seed: int, count: int) -> None:
    random = Random(seed)
    text = _sentences(random, 10)
    same = [_digest(f"示例市第{one}局", text) for one in range(count)]
    own = [_digest(f"示例市甲{one}局", _sentences(random, 10)) for one in range(3)]
    found = _compare(*same, *own)
    assert [len(one.members) + 1 for one in found.one_text] == [count]
    assert not found.copies


@settings(max_examples=30 if ALL else 10, deadline=None)
@given(_SEEDS)
def test_short_texts_that_differ_in_a_sentence_are_one_text(seed: int) -> None:
    random = Random(seed)
    texts = _sentences(random, 9)
    size = sum(map(len, texts))
    alone = ["".join(random.choices(_CHARACTERS, k=size // 7)) + "。" for _ in range(3)]
    found = _compare(
        *(
            _digest(f"示例县{name}局", [*texts, one])
            for name, one in zip("甲乙丙", alone, strict=True)
        )
    )
    assert [len(one.members) for one in found.one_text] == [2]
    assert not found.copies


@given(_SEEDS, st.integers(12, 30))
@example(36, 12)
@settings(deadline=None)
def test_what_many_have_is_a_formula_and_what_few_have_is_not(seed: int, organs: int) -> None:
    random = Random(seed)
    # six sentences are 84 letters at least: a passage that is told whatever else a text has
    formula, few = _sentences(random, 4), _sentences(random, 6)
    least = count_for_formula(organs)
    digests = [
        _digest(
            f"示例市第{one}局",
            [
                *_sentences(random, 9),
                *(formula if one < least else []),
                *(few if one >= organs - 2 else []),
            ],
        )
        for one in range(organs)
    ]
    found = _compare(*digests)
    pairs = [
        {found.reports[at].organ for at in (p.copy.first, p.copy.second)} for p in found.copies
    ]
    assert pairs == [{f"示例市第{organs - 2}局", f"示例市第{organs - 1}局"}]
    assert set(found.copies[0].copy.passages) <= set(few)


def test_from_how_many_organs_on_a_sentence_is_a_formula() -> None:
    assert [count_for_formula(one) for one in (2, 15, 20, 40, 50, 20_000)] == [4, 4, 5, 9, 11, 11]


@given(_SEEDS)
def test_text_of_other_years_of_one_organ_is_told_apart(seed: int) -> None:
    random = Random(seed)
    text = _sentences(random, 8)
    found = _compare(
        _digest("示例市甲局", text, year=2023),
        _digest("示例市甲局", text, year=2024),
        _digest("示例市甲局", text, year=2024),  # there twice
        _digest("示例市乙局", _sentences(random, 8), year=2024),
    )
    assert not found.one_text
    assert not found.copies
    assert {(one.copy.first, one.copy.second) for one in found.repeated} <= {(0, 1), (0, 2)}
    assert found.repeated


_FIGURES = (12, 3, 4, 9, 7, 2, 12, 5, 6)


def test_tables_that_are_the_same_are_found_and_simple_ones_are_not() -> None:
    random = Random(1)
    other = (*_FIGURES[:-1], 7)
    simple = (1, 1, 2, 0, 0, 0, 1, 1, 0)
    rows = [
        ("示例市甲局", 2023, _FIGURES),
        ("示例市甲局", 2024, _FIGURES),
        ("示例市乙局", 2024, other),
        ("示例市丙局", 2024, simple),
        ("示例市丁局", 2024, simple),
    ]
    found = _compare(
        *(
            _digest(organ, _sentences(random, 3), year=year, figures=figures)
            for organ, year, figures in rows
        )
    )
    assert [one.reports for one in found.same_tables] == [(0, 1)]


def test_of_a_report_against_others_its_own_do_not_count() -> None:
    random = Random(2)
    text, own = _sentences(random, 8), _sentences(random, 8)
    among = _collect(
        _digest("示例市甲局", text, figures=_FIGURES),
        _digest("示例市乙局", text),
        _digest("示例市丙局", text, year=2024),
        _digest("示例市丁局", own, year=2024),
    )
    first = find_among(_digest("示例市甲局", text, figures=_FIGURES), "x.md", among)
    assert [one.organ for one in first.copies] == ["示例市丙局"]
    assert first.copies[0].others == 1
    assert not first.tables
    assert not find_among(_digest("示例市丁局", own), "x.md", among).copies
    strange = find_among(_digest("示例市戊局", own, figures=_FIGURES), "x.md", among)
    assert [(one.organ, one.own) for one in strange.tables] == [("示例市甲局", False)]
    assert [one.organ for one in strange.copies] == ["示例市丁局"]


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 50)), max_size=60))
def test_the_index_gives_back_what_was_added(entries: list[tuple[int, int]]) -> None:
    index = PassageIndex()
    for one, text in entries:
        index.add(text, [one])
    index.finish()
    for one, _ in entries:
        assert index.find_texts(one) == sorted({text for other, text in entries if other == one})
    assert index.find_texts(12345) == sorted({t for other, t in entries if other == 12345})


@given(st.text(_CHARACTERS, min_size=8, max_size=60), st.text(_CHARACTERS, max_size=20))
def test_the_same_shingles_are_kept_wherever_a_passage_stands(passage: str, before: str) -> None:
    kept = sum_shingles(passage)
    assert kept
    if len(kept) > 1:
        assert set(kept) <= set(sum_shingles(before + passage))


_TOWNSHIPS = {
    "示例市甲镇": (
        (
            "2024年，我镇认真贯彻落实《中华人民共和国政府信息公开条例》，主动公开政府信息96条，其中规范性文件0件。全年共收到"
            "政府信息公开申请2件，均已按期答复，结转下年度0件。未发生因政府信息公开引起的行政复议、行政诉讼。安排专人负责信息"
            "发布的审核，保密审查先行。"
        ),
        (
            "存在问题：一是信息公开的主动性还不够；二是工作人员业务水平有待提高。改进措施：一是请区政务公开办来镇讲课两次；"
            "二是把公开情况列入科室考核。"
        ),
    ),
    "示例市乙镇": (
        (
            "2024年，我镇坚持以习近平新时代中国特色社会主义思想为指导，公开各类信息120条。本年度共收到政府信息公开申请3件，"
            "均已按期答复，结转下年度0件。未发生因政府信息公开引起的行政复议、行政诉讼案件。未收取任何费用。村务公开栏全部翻新。"
        ),
        (
            "存在的主要问题：一是公开内容不够全面；二是公开形式较为单一。下一步，围绕惠农补贴、低保名单等群众关心的事项扩大公开"
            "范围，用好村广播。"
        ),
    ),
    "示例市丙街道": (
        (
            "本街道2024年通过区政府网站主动公开信息64条。全年共收到政府信息公开申请0件，均已按期答复，结转下年度0件。未发生"
            "行政复议和行政诉讼。建立台账，每月自查。"
        ),
        (
            "一是信息公开的主动性还不够；二是工作人员业务水平有待提高；三是社区一级没有专人。今后将在每个社区明确一名信息员，"
            "由党政办统一培训。"
        ),
    ),
}


def test_small_offices_that_say_the_usual_in_their_own_reports_have_copied_nothing() -> None:
    reports = [
        ComparedReport(name=organ, organ=organ, year=2024, prose={1: (survey,), 5: (problems,)})
        for organ, (survey, problems) in _TOWNSHIPS.items()
    ]
    assert not _compare(*(digest_report(one, _PACK) for one in reports)).found
