"""Reports read to be compared with one another: here or in processes, with what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import gblint
from gblint.checks import load
from gblint.comparison.copies import find_copy_rules
from gblint.comparison.many_reports import ManyReports, compare_all
from gblint.files import Input
from gblint.pack.model import Pack
from gblint.readers.refusals import DEFAULT
from gblint.run import many_reports
from gblint.run.find_inputs import find_inputs
from gblint.run.many_reports import ReadReport, collect_reports, read_report, read_reports
from gblint.run.process_pool import NoPool, PoolTerms
from gblint.text import patterns
from tests.builder.report_plan import report
from tests.builder.write_text import text
from tests.tools.lint import PACK
from tests.tools.repository import FIXTURES

_PACK = load(PACK)
_FILES = {
    "2022/road.md": "years-repeated/previous.md",
    "2022/service.md": "years-other-organ/previous.md",
    "2023/data.md": "years-other-organ/report.md",
    "2023/road.md": "years-repeated/report.md",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, source in _FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((FIXTURES / source).read_bytes())
    (tmp_path / "2023" / "broken.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "2023" / "notes.txt").write_text("会议记录", "utf-8")
    return tmp_path


def _compare(folder: Path, jobs: int) -> ManyReports:
    inputs = find_inputs([str(folder)]).inputs
    read = read_reports(inputs, [_PACK], DEFAULT, jobs=jobs)
    return compare_all(collect_reports(read, find_copy_rules(_PACK)), read.failed)


def test_a_process_need_not_compile_what_patterns_need(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setups: list[bytes] = []

    def note_setup(numbers: list[int], _task: object, terms: PoolTerms) -> Iterator[Any]:
        setups.append(terms.setup)
        raise NoPool(numbers)
        yield

    monkeypatch.setattr(many_reports, "ask_pool", note_setup)
    monkeypatch.setattr(many_reports, "_SECONDS_FROM_WHICH_POOL_PAYS", 0)
    _compare(folder, 2)
    before = patterns.list_looks()
    assert len(before) > 100
    monkeypatch.setattr(patterns, "_kept", {})
    many_reports.make(setups[0])
    assert patterns.list_looks() == before


def test_processes_find_what_one_finds(folder: Path) -> None:
    here, pooled = _compare(folder, 1), _compare(folder, 2)
    assert here == pooled
    assert [one.path.rpartition("/")[2] for one in here.reports] == [
        "road.md",
        "service.md",
        "data.md",
        "road.md",
    ]
    assert [Path(path).name for path, _ in here.failed] == ["broken.docx", "notes.txt"]
    assert here.organs == 3
    assert here.one_text
    assert len(here.same_tables) == 2


def test_one_report_against_others(folder: Path) -> None:
    result = gblint.check(folder / "2023" / "data.md", among=folder, select=["GB61"])
    assert [one.rule for one in result] == ["GB611", "GB612"]
    assert {one.values["organ"] for one in result} == {"示例市交通运输局"}
    alone = gblint.check(folder / "2023" / "data.md", select=["GB61"])
    assert not alone.findings


def test_a_folder_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(gblint.SettingsError, match="--among"):
        gblint.check(folder / "2023" / "data.md", among=folder / "none")


def test_what_earlier_runs_kept_of_reports_serves_while_they_do_not_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "reports"
    folder.mkdir()
    for at in range(13):
        (folder / f"{at:02}.txt").write_bytes(text(report(f"示例市第{at}局")))
    (folder / "13.txt").write_text("会议记录", "utf-8")
    read: list[str] = []

    def note(input_: Input, packs: Sequence[Pack]) -> ReadReport:
        read.append(input_.name)
        return read_report(input_, packs)

    monkeypatch.setattr(many_reports, "read_report", note)

    def run(*, cache: bool = True) -> tuple[list[str], list[str], int]:
        read.clear()
        inputs = find_inputs([str(folder)]).inputs
        found = read_reports(inputs, [_PACK], DEFAULT, cache=cache)
        organs = [found.get(number).organ for number in found.list_by_year()]
        return sorted(read), sorted(organs), len(found.failed)

    first, organs, failed = run()
    assert (len(first), len(organs), failed) == (14, 13, 1)
    assert run() == (["13.txt"], organs, 1), "why a file cannot be read may lie outside it"
    (folder / "05.txt").write_bytes(text(report("示例市水利局")))
    second, organs, _ = run()
    assert second == ["05.txt", "13.txt"]
    assert "示例市水利局" in organs
    assert len(run(cache=False)[0]) == 14
