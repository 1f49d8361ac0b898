"""Reports read to be compared with one another: here or in processes, with what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

import gblint
from gblint.checks.kinds import load
from gblint.comparison.many_reports import ManyReports, compare_all, read_how
from gblint.readers.refusals import DEFAULT
from gblint.run.find_inputs import find_inputs
from gblint.run.many_reports import collect_reports, read_reports
from tests.builder.fixtures import FIXTURES
from tests.lint import PACK

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
    return compare_all(collect_reports(read, read_how(_PACK)), read.failed)


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
