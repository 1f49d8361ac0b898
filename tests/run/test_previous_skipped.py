"""Where last year's report is not found, no format passes over what was in its folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from gblint.results import RunResult, WriterOptions
from gblint.run import check_inputs
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides
from gblint.writers import WRITERS, write_whole
from tests.tools.repository import FIXTURES

_CLEAN = FIXTURES / "clean-markdown" / "report.md"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(_CLEAN, "clean.md")
    (tmp_path / "prev").mkdir()
    return tmp_path


def _run(*, counts: bool = False) -> RunResult:
    overrides = Overrides(previous="prev", fail_on_skipped=counts)
    return check_inputs(collect_inputs(["clean.md"]), overrides)


@pytest.mark.parametrize("form", WRITERS)
def test_every_format_says_what_was_not_checked(form: str, place: Path) -> None:
    (place / "prev" / "y.ofd").touch()
    said = write_whole(form, _run(), WriterOptions(width=400))
    assert "未能核对 GB601" in said
    assert "y.ofd" in said
    assert "无法读取或不是年度报告" not in said


def test_it_counts_where_that_is_asked_for(place: Path) -> None:
    (place / "prev" / "y.ofd").touch()
    assert _run().exit_code == 0
    assert _run(counts=True).exit_code == 2
    listed = json.loads(write_whole("json", _run(counts=True), WriterOptions()))["skipped"]
    assert [(one["path"], one["counts"]) for one in listed] == [("prev/y.ofd", True)]
    (place / "gblint.toml").write_text("fail-on-skipped = true\n", "utf-8")
    assert _run().exit_code == 2


def test_where_it_is_found_what_lies_beside_it_is_no_matter(place: Path) -> None:
    (place / "prev" / "y.ofd").touch()
    text = (place / "clean.md").read_text("utf-8")
    before = (
        text.replace("2024年", "2022 年").replace("2023年", "2022年").replace("2022 年", "2023年")
    )
    (place / "prev" / "x.md").write_text(before, "utf-8")
    result = _run(counts=True)
    assert not any("未能核对 GB601" in note.zh for note in result.files[0].notes)
    assert (result.skipped, result.exit_code in (0, 1)) == ((), True)


def test_folders_are_no_files(place: Path) -> None:
    (place / "prev" / ".old").mkdir()
    (place / "prev" / "b.md").write_text("会议纪要", "utf-8")
    (note,) = _run().files[0].uncompared
    assert "另有1个文件夹没有查看（prev/.old）" in note.zh
    assert "另有1个文件无法读取或不是年度报告（prev/b.md）" in note.zh
