"""Summaries that are the sum of their parts are clean; one wrong figure or part is named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gblint.results import FileResult, RunResult
from gblint.run import roll_up
from gblint.run.find_inputs import collect_inputs
from gblint.run.organ_list import ListedOrgan, OrganList
from gblint.run.plan import Overrides
from tests.builder import mutate
from tests.builder.form_labels import COLUMNS, ROWS, Line
from tests.builder.report_plan import ReportPlan
from tests.builder.summaries import CITY, ORGANS, subordinates, summary
from tests.builder.write_text import Shape, text
from tests.tools.amount import ALL
from tests.tools.lint import told

_YEAR = 2023
_SHAPE = Shape("pipes")
_FEW = settings(
    max_examples=12 if ALL else 3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def _run(
    folder: Path, whole: ReportPlan, parts: Sequence[ReportPlan], expected: Sequence[str] = ()
) -> RunResult:
    below = folder / "parts"
    below.mkdir(exist_ok=True)
    for old in below.iterdir():
        old.unlink()
    for number, part in enumerate(parts):
        (below / f"{number}.md").write_bytes(text(part, shape=_SHAPE))
    path = folder / "summary.md"
    path.write_bytes(text(whole, shape=_SHAPE))
    inputs = collect_inputs([str(path)])
    overrides = Overrides(config="none")
    names = (ListedOrgan(name, line) for line, name in enumerate(expected, 1))
    organs = OrganList("", tuple(names))
    return roll_up(inputs[0], collect_inputs([str(below)]), overrides, expected=organs)


def _rules(result: FileResult) -> list[str]:
    return sorted({finding.rule for finding in result})


@_FEW
@given(st.integers(1, 6), st.integers(0, 2**32), st.sampled_from((0, 9, 4321)))
def test_a_summary_that_adds_up_is_clean(
    tmp_path: Path, count: int, seed: int, largest: int
) -> None:
    parts = subordinates(count, year=_YEAR, seed=seed, largest=largest)
    result = _run(tmp_path, summary(parts, year=_YEAR), parts, ORGANS[:count])
    assert not result.files[0].findings, told(result.files[0].findings)
    assert result.exit_code == 0


@_FEW
@given(st.integers(0, 99), st.sampled_from(ROWS), st.sampled_from(COLUMNS), st.integers(1, 9))
def test_a_wrong_cell_is_named_with_what_each_part_contributes(
    tmp_path: Path, seed: int, row: Line, column: Line, more: int
) -> None:
    parts = subordinates(4, year=_YEAR, seed=seed)
    whole = summary(parts, year=_YEAR)
    value = whole.figures["applications"][row.key][column.key] + more
    wrong = mutate.figure(whole, table="applications", row=row.key, column=column.key, value=value)
    result = _run(tmp_path, wrong, parts)
    (found,) = result.files[0].findings
    assert found.rule == "GB801"
    assert (found.location.row, found.location.column) == (row.key, column.key)
    assert found.values["difference"] == more
    assert found.footing is not None
    listed = {entry.label.zh: entry.value for entry in found.footing.right}
    assert listed == {
        organ: part.figures["applications"][row.key][column.key]
        for organ, part in zip(ORGANS, parts, strict=False)
    }
    assert result.exit_code == 1


@pytest.mark.parametrize("variant", ["counted twice", "left out"])
def test_a_part_that_explains_all_is_named(tmp_path: Path, variant: str) -> None:
    parts = subordinates(4, year=_YEAR, seed=7)
    taken = [*parts, parts[1]] if variant == "counted twice" else [parts[0], *parts[2:]]
    result = _run(tmp_path, summary(taken, year=_YEAR), parts).files[0]
    assert _rules(result) == ["GB801"]
    in_table = [found for found in result if found.location.table == "applications"]
    assert len(in_table) > 3
    word = "重复计入" if variant == "counted twice" else "漏计"
    assert all(word in found.message.zh and ORGANS[1] in found.message.zh for found in in_table)


def test_a_missing_part_is_named_and_nothing_is_guessed(tmp_path: Path) -> None:
    parts = subordinates(4, year=_YEAR, seed=7)
    result = _run(tmp_path, summary(parts, year=_YEAR), parts[:3], ORGANS[:4]).files[0]
    (found,) = result.findings
    assert found.rule == "GB802"
    assert found.values["organs"] == (ORGANS[3],)
    assert found.unchecked == ("GB801",)


def test_without_a_list_a_missing_part_shows_in_the_sums(tmp_path: Path) -> None:
    parts = subordinates(4, year=_YEAR, seed=7)
    result = _run(tmp_path, summary(parts, year=_YEAR), parts[:3]).files[0]
    assert _rules(result) == ["GB801"]


def test_a_part_that_is_there_twice_counts_once(tmp_path: Path) -> None:
    parts = subordinates(3, year=_YEAR, seed=7)
    result = _run(tmp_path, summary(parts, year=_YEAR), [*parts, parts[0]], ORGANS[:3]).files[0]
    (found,) = result.findings
    assert (found.rule, found.values["organs"]) == ("GB802", (ORGANS[0],))
    assert "只计一份" in found.message.zh


def test_of_two_that_differ_none_counts(tmp_path: Path) -> None:
    parts = subordinates(3, year=_YEAR, seed=7)
    other = mutate.figure(parts[0], table="review", row="review", column="upheld", value=99)
    result = _run(tmp_path, summary(parts, year=_YEAR), [*parts, other]).files[0]
    (found,) = result.findings
    assert found.unchecked == ("GB801",)
    assert "数据不同" in found.message.zh


def test_a_part_of_another_year_does_not_count(tmp_path: Path) -> None:
    parts = subordinates(3, year=_YEAR, seed=7)
    old = subordinates(1, year=_YEAR - 1, seed=8)
    result = _run(tmp_path, summary(parts, year=_YEAR), [*parts, *old]).files[0]
    (found,) = result.findings
    assert (found.rule, found.values["organs"]) == ("GB802", (ORGANS[0],))


def test_a_cell_of_a_part_that_cannot_be_read_leaves_its_sum_unchecked(tmp_path: Path) -> None:
    parts = subordinates(3, year=_YEAR, seed=7)
    whole = summary(parts, year=_YEAR)
    parts[1].written["applications", "granted", "natural"] = "几件"
    (found,) = _run(tmp_path, whole, parts).files[0].findings
    assert found.rule == "GB802"
    assert found.unchecked == ("GB801",)
    assert ORGANS[1] in found.message.zh
    assert "予以公开" in found.message.zh


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    parts = subordinates(2, year=_YEAR, seed=7)
    _run(tmp_path, summary(parts, year=_YEAR), parts)
    (tmp_path / "parts/z.docx").write_bytes(b"PK\x03\x04 damaged")
    named = [str(tmp_path / "parts"), str(tmp_path / "summary.md")]
    (whole,) = collect_inputs(named[1:])
    result = roll_up(whole, collect_inputs(named), Overrides(config="none"))
    assert result.exit_code == 2
    assert [file.path.rpartition("/")[2] for file in result.files] == ["summary.md", "z.docx"]
    assert result.files[1].failure is not None
    (found,) = result.files[0].findings
    assert found.unchecked == ("GB801",)
    assert "z.docx" in found.message.zh


def test_a_cell_of_the_summary_that_cannot_be_read_names_the_rule_that_waits(
    tmp_path: Path,
) -> None:
    parts = subordinates(2, year=_YEAR, seed=7)
    whole = summary(parts, year=_YEAR)
    whole.written["review", "review", "upheld"] = "几件"
    (found,) = _run(tmp_path, whole, parts).files[0].findings
    assert found.rule == "GB206"
    assert "GB801" in found.unchecked
    assert CITY in "".join(whole.title)
