"""What results carry for lists of reports: only where that is asked for, from the cache too."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gblint import run as runs
from gblint.checks import load
from gblint.pipeline import check_by_packs
from gblint.reading import find_places
from gblint.results import RunResult, WriterOptions
from gblint.run import Batch, batch, check_inputs, roll_up
from gblint.run.find_inputs import collect_inputs
from gblint.run.organ_list import ListedOrgan, OrganList
from gblint.run.plan import Overrides
from gblint.run.results_cache import decode_result, encode_result
from gblint.writers import write_whole
from tests.builder.summaries import ORGANS, subordinates, summary
from tests.builder.write_text import Shape, text
from tests.tools.repository import FIXTURES

_FILES = [str(FIXTURES / name / "report.md") for name in ("footing-row", "years-repeated")]
_ASKED = Overrides(config="none", keep_stated=True)


def _check(overrides: Overrides, *names: str, cache: bool = False) -> RunResult:
    batch = Batch(jobs=1, cache=cache)
    return check_inputs(collect_inputs(names or _FILES), overrides, batch=batch)


def test_a_plain_check_carries_nothing_of_it() -> None:
    run = _check(Overrides(config="none"))
    assert [file.stated for file in run.files] == [None, None]
    assert not run.columns
    assert run.organs is None
    asked = _check(_ASKED)
    options = WriterOptions()
    assert write_whole("json", run, options) == write_whole("json", asked, options)
    assert len(encode_result(run.files[0])) < len(encode_result(asked.files[0])) - 3000


def test_figures_are_those_of_the_report_and_go_through_the_spool() -> None:
    run = _check(_ASKED)
    (stated, _) = (file.stated for file in run.files)
    assert stated is not None
    assert stated.figures["applications.new.total"] == 946
    assert stated.figures["proactive.fees.amount"] == Decimal("18743.62")
    assert set(stated.figures) == {one.key for one in run.columns[0].columns}
    for file in run.files:
        assert decode_result(encode_result(file)) == file


def test_a_row_that_is_not_there_and_a_cell_that_cannot_be_read_are_unknown() -> None:
    names = [str(FIXTURES / name / "report.md") for name in ("rows-missing", "cells-unreadable")]
    for file in _check(_ASKED, *names).files:
        assert file.stated is not None
        unknown = [key for key, figure in file.stated.figures.items() if figure is None]
        assert 0 < len(unknown) < 60, file.path


def test_what_was_kept_for_a_plain_check_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(runs, "_CACHE_PAYS", 0.0)
    plain = _check(Overrides(config="none"), cache=True)
    first, second = (_check(_ASKED, cache=True) for _ in range(2))
    assert first.files == second.files
    assert all(file.stated is not None for file in second.files)
    again = _check(Overrides(config="none"), cache=True)
    assert again.files == plain.files
    assert all(file.stated is None for file in again.files)


@pytest.mark.parametrize(
    ("organ", "place"),
    [
        ("示例市清河区教育局", "示例市清河区"),
        ("示例市清河区石桥镇人民政府", "示例市清河区"),
        ("示例市教育局", "示例市"),
        ("石桥镇人民政府", "石桥镇"),
        ("国家统计局", ""),
        ("", ""),
    ],
)
def test_the_place_of_an_organ_is_its_county_or_city(organ: str, place: str) -> None:
    assert "".join(find_places(organ, load("gbh-2021-30").facts)) == place


def _write_city(folder: Path, count: int) -> tuple[Path, Path]:
    parts = subordinates(count, year=2023, seed=3)
    below = folder / "parts"
    below.mkdir()
    for number, part in enumerate(parts):
        (below / f"{number}.md").write_bytes(text(part, shape=Shape("pipes")))
    whole_ = folder / "summary.md"
    whole_.write_bytes(text(summary(parts, year=2023), shape=Shape("pipes")))
    return whole_, below


def test_a_roll_up_serves_its_parts_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(runs, "_CACHE_PAYS", 0.0)
    whole_, below = _write_city(tmp_path, 4)
    read: list[str] = []

    def note(data: bytes, name: str, *given: Any, **more: Any) -> Any:
        read.append(name)
        return check_by_packs(data, name, *given, **more)

    monkeypatch.setattr(batch, "check_by_packs", note)

    def run() -> RunResult:
        (input_,) = collect_inputs([str(whole_)])
        return roll_up(
            input_, collect_inputs([str(below)]), Overrides(config="none"), batch=Batch(jobs=1)
        )

    first = run()
    assert sorted(read) == ["0.md", "1.md", "2.md", "3.md"]
    assert not first.files[0].findings
    again = run()
    assert len(read) == 4
    assert again.files == first.files


def test_a_roll_up_says_organ_by_organ_who_reported(tmp_path: Path) -> None:
    whole_, below = _write_city(tmp_path, 3)
    (below / "4.docx").write_bytes(b"PK\x03\x04 damaged")
    names = [*ORGANS[:4]]
    listed = OrganList("organs.txt", tuple(ListedOrgan(n, at) for at, n in enumerate(names, 1)))
    (input_,) = collect_inputs([str(whole_)])
    run = roll_up(input_, collect_inputs([str(below)]), _ASKED, expected=listed)
    assert run.organs is not None
    assert (run.organs.reported, run.organs.year) == (3, 2023)
    assert [(one.organ, one.state) for one in run.organs.cases] == [(ORGANS[3], "missing")]
    assert run.compares_parts
    told = [finding.rule for finding in run.files[0].findings]
    assert set(told) == {"GB802"}


def test_the_results_of_many_files_are_gone_through_from_the_spool(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(runs, "MOST_HELD", 1)
    run = _check(_ASKED)
    assert not isinstance(run.files, tuple)
    assert all(file.stated is not None for file in run.files)
    assert run.organs is not None
