"""Real reports: what must, and what must not, be said about them."""

from __future__ import annotations

from pathlib import Path

import pytest

import gblint
from gblint.findings import Finding
from tests.tools.lint import Linted, lint, told


@pytest.fixture
def seed(request: pytest.FixtureRequest, seeds: Path) -> Linted:
    """The seed of the number that the test is parametrized with."""
    (path,) = seeds.glob(f"{request.param}_*.txt")
    return lint(path.read_bytes(), path.name)


def _of(number: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("seed", [number], indirect=True)


def _sections(findings: list[Finding]) -> list[int | None]:
    return [finding.location.section for finding in findings]


def _say(findings: list[Finding], *names: str) -> None:
    """As many findings as names, each about one of them."""
    assert len(findings) == len(names), told(findings)
    for name in names:
        assert any(name in finding.message.zh for finding in findings), f"{name}\n{told(findings)}"


@_of("003")
def test_a_report_in_the_present_format_has_no_error(seed: Linted) -> None:
    assert not [f for f in seed.findings if f.severity == "error"], told(seed.findings)
    assert not seed.of("GB1", "GB2", "GB3"), told(seed.findings)
    assert (seed.report.organ, seed.report.year) == ("道里区人民政府办公室", 2021)
    tables = seed.report.tables
    assert {key: len(table.cells) for key, table in tables.items()} == {
        "proactive": 10,
        "applications": 175,
        "review": 15,
    }
    assert tables["applications"].cells["other_misc", "total"].value == 1


@_of("001")
def test_a_report_for_2020_has_the_old_tables(seed: Linted) -> None:
    assert not seed.of("GB3"), told(seed.findings)
    assert _sections(seed.of("GB105")) == [2, 3, 4], told(seed.findings)
    assert [f.location.table for f in seed.of("GB203")] == ["proactive"]
    (missing,) = (f for f in seed.of("GB202") if f.location.table == "applications")
    assert "（六）其他处理" in missing.message.zh
    assert not missing.unchecked
    assert not seed.of("GB101", "GB102", "GB103", "GB104", "GB106", "GB107", "GB201", "GB204")
    cells = seed.report.tables["applications"].cells
    assert cells["new", "natural"].value == 2685
    assert cells["total", "total"].value == 2799
    review = seed.report.tables["review"].cells
    assert review["litigation_after_review", "pending"].value == 10


@_of("000")
def test_a_report_for_2016(seed: Linted) -> None:
    assert _sections(seed.of("GB101")) == [1, 3, 4, 6], told(seed.findings)
    _say(
        seed.of("GB106"),
        "概述",
        "依申请公开的政府信息情况",
        "政府信息公开的收费及减免情况",
        "因政府信息公开申请行政复议、提起行政诉讼的情况",
        "2017年工作思路",
    )
    _say(seed.of("GB107"), "政府信息公开途径")
    assert _sections(seed.of("GB104")) == [5], told(seed.findings)
    _old(seed, organ="道里区", year=2016)


@_of("002")
def test_a_report_for_2014(seed: Linted) -> None:
    assert _sections(seed.of("GB101")) == [1, 3, 4, 6], told(seed.findings)
    _say(
        seed.of("GB106"),
        "概述",
        "依申请公开政府信息情况",
        "申请行政复议和行政诉讼情况",
        "2015年重点工作任务",
    )
    _say(seed.of("GB107"), "主动公开信息的方式")
    assert _sections(seed.of("GB104")) == [2, 5], told(seed.findings)
    _old(seed, organ=None, year=2014)


@_of("004")
def test_a_report_for_2017(seed: Linted) -> None:
    assert _sections(seed.of("GB101")) == [1, 3, 4, 6], told(seed.findings)
    _say(seed.of("GB106"), "概述", "依申请公开信息情况", "2018年工作思路")
    _say(seed.of("GB107"), "受理行政审批、热线电话、人大政协建议提案情况")
    assert _sections(seed.of("GB104")) == [2, 5], told(seed.findings)
    _old(seed, organ=None, year=2017)


def _old(seed: Linted, *, organ: str | None, year: int) -> None:
    """What holds for all reports under the Regulations of 2007."""
    assert not seed.of("GB102", "GB103", "GB202", "GB203", "GB204", "GB3", "GB9"), told(
        seed.findings
    )
    assert [f.location.table for f in seed.of("GB201")] == ["proactive"]
    lost = [f.values["tables"] for f in seed.of("GB101") if f.values["tables"]]
    assert lost == [("表2",), ("表3",)], "told with their sections"
    assert seed.report.year == year
    if organ is not None:
        assert seed.report.organ == organ


def test_the_blank_template(corpus: Path) -> None:
    path = corpus / "blank-template-2021-30.docx"
    linted = lint(path.read_bytes(), path.name)
    told_all = told(linted.findings)
    assert len(linted.of("GB109")) == 1, told_all
    assert _sections(linted.of("GB108")) == [1, 5, 6], told_all
    assert [f.location.table for f in linted.of("GB205")] == [
        "proactive",
        "applications",
        "review",
    ], told_all
    for rule in ("GB401", "GB403", "GB405"):
        assert len(linted.of(rule)) == 1, told_all
    assert linted.rules() == {"GB108", "GB109", "GB205", "GB401", "GB403", "GB405"}, told_all


@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"], indirect=True)
def test_figures_of_the_prose(seed: Linted, request: pytest.FixtureRequest) -> None:
    """Only the report for 2020 has one that is not the table's."""
    found = seed.of("GB5")
    if "001" not in request.node.name:
        assert not found, told(found)
        return
    (finding,) = found
    assert finding.rule == "GB501"
    assert finding.values["read"] == "2787件"
    assert "2847" in finding.message.zh


_EXPECTED: dict[str, tuple[str, int, set[tuple[str, int | None]]]] = {
    "000": ("regulations-2007", 2016, set()),
    "001": (
        "gbh-2019-60",
        2020,
        {("GB109", 0), ("GB105", 2), ("GB105", 3), ("GB105", 4), ("GB208", 3)},
    ),
    "002": ("regulations-2007", 2014, {("GB109", 0), ("GB408", 0), ("GB101", 1)}),
    "003": ("gbh-2021-30", 2021, set()),
    "004": ("regulations-2007", 2017, {("GB109", 0), ("GB101", 1)}),
}


@pytest.mark.parametrize("number", _EXPECTED)
def test_a_report_is_judged_by_the_rules_of_its_time(number: str, seeds: Path) -> None:
    pack, year, expected = _EXPECTED[number]
    (path,) = seeds.glob(f"{number}_*.txt")
    result = gblint.check(path, pack="auto")
    assert (result.pack, result.year) == (pack, year)
    structural = [f for f in result if f.rule.startswith(("GB1", "GB2", "GB3", "GB40"))]
    if number != "003":  # which is of the present format, and told elsewhere
        assert {(f.rule, f.location.section) for f in structural} == expected
    assert not any("规则包" in note.zh for note in result.notes)


def test_the_fees_of_a_permit_are_not_those_of_information(seeds: Path) -> None:
    (path,) = seeds.glob("002_*.txt")
    (finding,) = [f for f in gblint.check(path, pack="auto") if f.rule == "GB101"]
    assert "收费及减免" in finding.message.zh
    assert "行政复议" not in finding.message.zh
