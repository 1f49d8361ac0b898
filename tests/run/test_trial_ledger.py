"""A folder of a trial: its ledger says who is missing, who is worst, who copied, and no more."""

from __future__ import annotations

import csv
from collections import defaultdict
from io import StringIO

import pytest

from gblint.checks import load
from gblint.comparison.copies import find_copy_rules
from gblint.comparison.many_reports import compare_all
from gblint.readers.refusals import DEFAULT
from gblint.results import WriterOptions
from gblint.run import Batch, check_inputs
from gblint.run.find_inputs import find_inputs, look_into_archives
from gblint.run.many_reports import collect_reports, read_reports
from gblint.run.organ_list import read_organ_list
from gblint.run.plan import Overrides
from gblint.writers import FILE_WRITERS

pytest.importorskip("resource", reason="NOT TESTED: this system has no times of processes")

from benchmarks.trial import Planted, write_trial
from tests.tools.lint import PACK

pytestmark = pytest.mark.gate

_Tables = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> tuple[Planted, _Tables, str]:
    """What is planted, the tables of the ledger, and the folder of the reports."""
    folder = tmp_path_factory.mktemp("trial")
    planted = write_trial(folder, counties=2, offices=25, forms=["txt", "md", "html"])
    reports = str(folder / "reports")
    found = find_inputs([reports])
    result = check_inputs(
        found.inputs,
        Overrides(config="none", keep_stated=True, among=reports),
        batch=Batch(1, cache=False),
        skipped=found.skipped,
        expected=read_organ_list(str(folder / "organs.txt")),
    )
    assert result.exit_code == 2, "some cannot be read"
    files = FILE_WRITERS["csv"](result, WriterOptions())
    texts = {name: b"".join(data).decode("utf-8-sig") for name, data in files}
    tables = {name: list(csv.DictReader(StringIO(text))) for name, text in texts.items()}
    return planted, tables, reports + "/"


def test_who_is_missing_late_or_twice_is_just_who_was_planted(
    trial: tuple[Planted, _Tables, str],
) -> None:
    planted, tables, folder = trial
    told: dict[str, set[str]] = defaultdict(set)
    files: dict[str, set[str]] = defaultdict(set)
    for row in tables["应报与逾期.csv"]:
        told[row["情况"]].add(row["机关"])
        files[row["情况"]].add(row["文件"].removeprefix(folder))
    organ_of = {path: one["organ"] for path, one in planted.reports.items()}
    bundled = {organ for inside in planted.in_archive.values() for organ in inside.values()}
    assert told["没有报告"] == {*planted.missing, *bundled}
    assert told["年度不对"] == {organ_of[path] for path in planted.other_year}
    assert told["有几份"] == {organ for organ, *_ in planted.twice}
    assert told["不在名单上"] == set(planted.unexpected)
    assert files["无法读取"] == set(planted.unreadable)
    assert files["没有查看"] == set(planted.only_passed_over.values())
    late = {organ_of[path] for path in planted.late if not path.endswith(".html")}
    assert late <= told["逾期"] <= {organ_of[path] for path in planted.late}


def test_all_findings_and_copies_are_those_that_were_planted(
    trial: tuple[Planted, _Tables, str],
) -> None:
    planted, tables, folder = trial
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    pairs: set[frozenset[str]] = set()
    for row in tables["雷同.csv"]:
        both = {row["文件"].removeprefix(folder), row["对方文件"].removeprefix(folder)}
        if row["组"]:
            groups[row["类别"], row["组"]] |= both
        else:
            pairs.add(frozenset(both))
    tables_alike = {frozenset(g) for (kind, _), g in groups.items() if kind.startswith("表格")}
    texts = {frozenset(g) for (kind, _), g in groups.items() if kind.startswith("一篇")}
    assert tables_alike == set(map(frozenset, planted.same_tables))
    assert texts == set(map(frozenset, planted.one_text))
    assert pairs == set(map(frozenset, planted.copied))
    passed = {row["文件"] for row in tables["没有查的.csv"] if row["情况"] == "没有查看"}
    assert {path.removeprefix(folder) for path in passed} == set(planted.passed_over)


def test_the_overview_names_the_worst_and_the_commonest(
    trial: tuple[Planted, _Tables, str],
) -> None:
    planted, tables, _ = trial
    shown: dict[str, dict[str, str]] = {}
    for row in tables["概览.csv"]:
        shown.setdefault(row["项目"], row)
    worst = {planted.reports[path]["organ"] for path in planted.worst}
    named = shown["问题最多的报告"]["说明"].partition("（")[0].split("、")
    assert set(named) == worst
    assert planted.worst_county in shown["错误最多的地区"]["说明"]
    rules = {row["规则"]: int(row["报告数"]) for row in tables["按规则.csv"]}
    own = {rule: count for rule, count in rules.items() if not rule.startswith(("GB61", "GB9"))}
    assert own == planted.rules


def test_organs_in_archives_report_where_these_are_looked_into(
    trial: tuple[Planted, _Tables, str],
) -> None:
    planted, _, folder = trial
    found = look_into_archives(find_inputs([folder]), DEFAULT)
    names = {one.path.removeprefix(folder) for one in found.inputs}
    inside = {f"{path}!/{name}" for path, all_ in planted.in_archive.items() for name in all_}
    assert inside <= names
    assert {one.path.removeprefix(folder) for one in found.skipped} == {
        path for path in planted.passed_over if path not in planted.in_archive
    }
    result = check_inputs(
        tuple(one for one in found.inputs if one.path.removeprefix(folder) in inside),
        Overrides(config="none"),
        batch=Batch(1, cache=False),
    )
    organs = [organ for all_ in planted.in_archive.values() for organ in all_.values()]
    assert sorted(file.organ for file in result.files) == sorted(organs)


def test_what_is_said_again_from_last_year_is_just_what_was_planted(
    trial: tuple[Planted, _Tables, str],
) -> None:
    planted, _, folder = trial
    last_year = folder.replace("/reports/", "/last-year/")
    inputs = find_inputs([last_year, folder]).inputs
    pack = load(PACK)
    read = read_reports(inputs, [pack], DEFAULT)
    found = compare_all(collect_reports(read, find_copy_rules(pack)), read.failed)
    pairs = {
        frozenset(found.reports[at].path for at in (one.copy.first, one.copy.second))
        for one in found.repeated
    }
    assert pairs == {frozenset({last_year + a, folder + b}) for a, b in planted.repeated}
    failed = {path.removeprefix(folder) for path, _ in found.failed}
    assert failed == {*planted.unreadable, *planted.no_report}
