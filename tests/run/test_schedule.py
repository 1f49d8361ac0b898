"""What is begun first in a batch, and when processes are started at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gblint.inputs import Input
from gblint.results import Outcome
from gblint.run import batch
from gblint.run.check_files import Batch, check_inputs
from gblint.run.codec import encode_outcome
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides, PlannedFile, Planner
from tests.builder.write_fixtures import FIXTURES


@pytest.mark.parametrize("filled_by", [1, 2])
def test_what_was_kept_is_served_without_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filled_by: int
) -> None:
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(tmp_path / "cache"))
    data = (FIXTURES / "footing-row" / "report.md").read_bytes()
    for number in range(20):
        (tmp_path / f"{number}.md").write_bytes(data)
    first = check_inputs(collect_inputs([str(tmp_path)]), Overrides(), batch=Batch(filled_by))
    assert all(file.findings for file in first.files)
    monkeypatch.setattr(batch, "replies", None)
    assert check_inputs(collect_inputs([str(tmp_path)]), Overrides(), batch=Batch(2)) == first


def test_the_longest_files_are_begun_first(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []

    def replies(numbers: list[int], *_: object) -> Iterator[tuple[int, bytes]]:
        given.extend(numbers)
        for number in numbers:
            yield number, encode_outcome(Outcome())

    monkeypatch.setattr(batch, "replies", replies)
    inputs = [Input(name, name) for name in ("a.docx", "b.pdf", "c.md", "d.doc")]
    plans = Planner(Overrides()).plans(inputs)
    files = [PlannedFile(*pair, Overrides()) for pair in zip(inputs, plans, strict=True)]
    list(batch.check_in_batch(files, cache=False, jobs=2, pays=0.0))
    assert given == [3, 1, 0, 2]
