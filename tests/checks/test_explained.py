"""Figures that do not go on from last year's (GB602), where the report says why itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import gblint
from tests.builder import mutate
from tests.builder.report_plan import Para, ReportPlan
from tests.builder.two_years import pair
from tests.builder.write_text import Shape, text

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
