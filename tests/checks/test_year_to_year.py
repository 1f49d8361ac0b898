"""Two reports in a row: those that fit are clean, one wrong figure is found by the right rule;
where the report says why figures do not go on, it is told so.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gblint
from gblint.checks import check_report, load
from gblint.checks.repeated import Compared, Similarity, find_repeated
from gblint.findings import Finding
from gblint.readers import read
from gblint.report import recognise
from gblint.report.model import reduce_for_comparison
from gblint.report.organs import measure_likeness
from tests.builder import mutate
from tests.builder.form_labels import COLUMNS, Line
from tests.builder.report_plan import Para, ReportPlan
from tests.builder.strategies import ORGANS, Form, forms
from tests.builder.two_years import pair
from tests.builder.write_text import Shape, text
from tests.tools.lint import PACK, of_content, told

_PACK = load(PACK)


def _compared(last: ReportPlan, now: ReportPlan, form: Form) -> tuple[Finding, ...]:
    before = recognise(read(form.file(last), form.name), _PACK)
    report = recognise(read(form.file(now), form.name), _PACK)
    compared = msgspec.structs.replace(report, previous=reduce_for_comparison(before, "last"))
    return tuple(of_content(check_report(compared, _PACK)))


_PAIRS = st.builds(
    pair,
    st.sampled_from(ORGANS),
    year=st.integers(2022, 2025),
    seed=st.integers(0, 2**32),
    largest=st.sampled_from((0, 3, 120)),
    filled=st.sampled_from((0.2, 1.0)),
)


@given(_PAIRS, forms())
def test_reports_that_fit_are_clean(plans: tuple[ReportPlan, ReportPlan], form: Form) -> None:
    findings = _compared(*plans, form)
    assert not findings, told(findings)


@given(_PAIRS, forms(), st.sampled_from(COLUMNS), st.integers(0, 99))
def test_a_figure_that_was_not_carried_over_is_named(
    plans: tuple[ReportPlan, ReportPlan], form: Form, column: Line, value: int
) -> None:
    last, now = plans
    right = last.figures["applications"]["carried_out"][column.key]
    value += value >= right
    wrong = mutate.figure(
        last, table="applications", row="carried_out", column=column.key, value=value
    )
    (found,) = _compared(wrong, now, form)
    place = found.location
    assert (found.rule, place.row, place.column) == ("GB601", "carried_in", column.key)
    assert (found.values["left_sum"], found.values["right_sum"]) == (right, value)


@given(_PAIRS, forms(), st.sampled_from(("rules", "normative_documents")), st.integers(1, 9))
def test_what_is_in_force_and_does_not_follow_is_named(
    plans: tuple[ReportPlan, ReportPlan], form: Form, row: str, more: int
) -> None:
    last, now = plans
    value = now.figures["proactive"][row]["in_force"] + more
    wrong = mutate.figure(now, table="proactive", row=row, column="in_force", value=value)
    (found,) = _compared(last, wrong, form)
    assert (found.rule, found.location.row) == ("GB602", row)
    assert found.values["difference"] == more


# what is not known is said


def _files(folder: Path, last: ReportPlan, now: ReportPlan) -> tuple[Path, Path]:
    paths = folder / "last.txt", folder / "now.txt"
    for path, plan in zip(paths, (last, now), strict=True):
        path.write_bytes(text(plan))
    return paths


def _last_written(folder: Path, written: str) -> gblint.FileResult:
    last, now = pair("示例市教育局", year=2023, seed=3)
    last.written["applications", "carried_out", "natural"] = written
    before, path = _files(folder, last, now)
    return gblint.check(path, previous=before)


def test_a_cell_of_last_year_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    result = _last_written(tmp_path, "三余件")
    assert not [f for f in result if f.rule == "GB601"]
    (note,) = [note.zh for note in result.notes if "GB601" in note.zh]
    assert "未能核对 GB601" in note
    assert "结转下年度继续办理" in note
    assert "自然人" in note


def test_a_cell_of_this_year_that_cannot_be_read_names_the_rules_that_wait(tmp_path: Path) -> None:
    last, now = pair("示例市教育局", year=2023, seed=3)
    now.written["applications", "carried_in", "natural"] = "三余件"
    before, path = _files(tmp_path, last, now)
    (found,) = [f for f in gblint.check(path, previous=before) if f.rule == "GB206"]
    assert "GB601" in found.unchecked
    (alone,) = [f for f in gblint.check(path) if f.rule == "GB206"]
    assert "GB601" not in alone.unchecked


def test_a_report_of_2020_is_compared_as_far_as_it_goes(tmp_path: Path) -> None:
    last, now = pair("示例市教育局", year=2021, seed=5)
    before, path = _files(tmp_path, last, now)
    before.write_text(before.read_text("utf-8").replace("现行有效件数", "对外公开总数量"), "utf-8")
    result = gblint.check(path, previous=before)
    assert not [f for f in result if f.rule.startswith("GB6")], told(result.findings)
    (note,) = [note.zh for note in result.notes if "GB602" in note.zh]
    assert "现行有效件数" in note


def test_what_is_not_in_force_is_not_said_to_be_unchecked(tmp_path: Path) -> None:
    last, now = pair("示例市教育局", year=2023, seed=3)
    last.written["applications", "carried_out", "natural"] = "三余件"
    before, path = _files(tmp_path, last, now)
    assert not gblint.check(path, previous=before, ignore=["GB601"]).notes


# texts

_CHECK = Similarity(sections=(Compared(5, 50),), passage=12, boilerplate=("认真贯彻[^,.]*精神",))
_ONE = "部分政策解读照搬文件原文，群众看不懂。"
_TWO = "全年举办业务培训2期，参训186人次，覆盖全部街道。"


@pytest.mark.parametrize(
    ("now", "percent"),
    [
        ((_ONE, _TWO), 100),
        ((_TWO + _ONE,), 100),
        ((_TWO.replace("186", "９７").replace("2", "十二"),), 100),
        ((_ONE.replace("，", ","),), 100),
        (("个别单位网站查询入口太深，办事群众不好找。",), 0),
        ((_ONE, "个别单位网站查询入口太深，办事群众找。"), 50),
        (("认真贯彻上级有关会议精神。",), 0),
        (("存在的主要问题", "改进情况"), 0),
    ],
)
def test_the_share_of_a_text_that_is_in_another(now: tuple[str, ...], percent: int) -> None:
    before = (_ONE, _TWO, "认真贯彻上级有关会议精神。", "存在的主要问题")
    assert find_repeated(now, before, _CHECK).percent == pytest.approx(percent, abs=4)


def test_the_longest_passages_are_quoted_as_they_are_written() -> None:
    found = find_repeated([_ONE + "此外，" + _TWO], [_TWO, _ONE], _CHECK)
    assert found.passages == (_TWO[:-1], _ONE[:-1])


# organs


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("示例市示例区人民政府", "示例市示例区", "same"),
        ("示例市政府办公室", "示例市人民政府办公室", "same"),
        ("示例市发展和改革委员会", "示例市发展改革委", "same"),
        ("示例市示例区", "示例区", "near"),
        ("示例市示例区人民政府", "示例区人民政府办公室", "near"),
        ("市数据局", "示例市数据局", "near"),
        ("示例市政务服务局", "示例市数据局", ""),
        ("示例市教育局", "样本市教育局", ""),
        ("东区", "城东区", ""),
        ("示例市", "示例市示例区", ""),
        ("示例市", "", ""),
    ],
)
def test_which_names_are_of_one_organ(one: str, other: str, expected: str) -> None:
    assert measure_likeness(one, other, _PACK.facts.organ) == expected
    assert measure_likeness(other, one, _PACK.facts.organ) == expected


EXPLAINED = (
    "行政规范性文件现行有效件数经清理核实后作了调整，以本年度报告为准。",
    "因机构改革，原由我局承担的规范性文件12件划转至示例市数据局。",
    "因统计口径调整，规范性文件现行有效件数与上年报告不一致。",
    "经全面清理，规范性文件数量较上年有变化。",
    "上年报告所列现行有效规范性文件数据有误，本年度予以更正，以本报告数据为准。",
    "接收移交规范性文件3件。",
    "有效期届满自动失效的规范性文件4件未计入本年废止件数。",
    "按照新的认定标准重新梳理，规范性文件现行有效数核减5件，与2022年相比差异较大。",
    "表1中现行有效件数与上年存在差异，系职能调整所致。",
)
UNEXPLAINED = (
    "对现行规范性文件开展清理，动态调整公开目录。",
    "开展规范性文件清理，清理结果向社会公布。",
    "规范性文件逐件标注有效性，失效的及时更新。",
    "全年制发规范性文件6件，全部集中公布并提供下载。",
    "因机构改革，及时调整政府信息公开工作领导小组。",
    "主动公开信息数量较上年增长12%。",
    "以本年度考核为契机，清理栏目12个。",
)


def _values(sentence: str, folder: Path) -> list[str]:
    previous = folder / "previous.md"
    last, now = pair("示例市交通运输局", year=2023, seed=11)
    value = now.figures["proactive"]["normative_documents"]["in_force"] + 1
    now = mutate.figure(
        now, table="proactive", row="normative_documents", column="in_force", value=value
    )
    previous.write_bytes(_file(last, ""))
    result = gblint.check(
        _file(now, sentence), file_name="report.md", previous=previous, select=["GB602"]
    )
    return [one.rule for one in result.findings]


def _file(plan: ReportPlan, sentence: str) -> bytes:
    if sentence:
        changed = replace(plan.sections[0], prose=(Para(sentence),))
        plan = replace(plan, sections=mutate.replaced(plan.sections, 0, changed))
    return text(plan, shape=Shape("pipes"))


@pytest.mark.parametrize("sentence", EXPLAINED)
def test_what_the_report_explains(sentence: str, tmp_path: Path) -> None:
    assert _values(sentence, tmp_path) == []


@pytest.mark.parametrize("sentence", UNEXPLAINED)
def test_what_it_does_not_explain(sentence: str, tmp_path: Path) -> None:
    assert _values(sentence, tmp_path) == ["GB602"]
