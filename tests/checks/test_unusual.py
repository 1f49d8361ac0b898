"""What no `except Exception` catches, raised in a check or reader: a fault like any other."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import pytest

import gblint
from gblint import pipeline
from gblint.checks import CHECKS
from gblint.checks.kinds import load
from gblint.checks.pairs import PairsCheck
from gblint.readers import Limits
from gblint.results import RunResult, WriterOptions
from gblint.run import batch
from gblint.run.check_files import Batch, check_inputs
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides
from gblint.writers import whole
from tests.builder.fixture_cases import base, with_prose
from tests.builder.write_text import Shape, text
from tests.tools.lint import PACK

_DATA = text(with_prose(base(), 5, "XX单位待补充，，"), shape=Shape("pipes"))
_CHECKS: dict[Any, Any] = CHECKS


class _Strange(BaseException):
    pass


_UNUSUAL = (
    SystemExit(0),
    SystemExit("words"),
    GeneratorExit(),
    _Strange(),
    BaseExceptionGroup("both", [_Strange()]),
)
"""What no `except Exception` catches, and what a library may raise all the same."""


def _raising(error: BaseException) -> Any:
    def broken(*_: object, **__: object) -> NoReturn:
        raise error

    return broken


@pytest.mark.parametrize("error", _UNUSUAL, ids=repr)
def test_what_ends_a_program_ends_no_more_than_a_check(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(_CHECKS, PairsCheck, _raising(error))
    result = _run(tmp_path)
    assert result.exit_code == 2
    (file,) = result.files
    rules = {finding.rule for finding in file}
    assert "GB906" in rules
    assert rules >= {"GB702", "GB705"}
    assert type(error).__name__ in whole("text", result, WriterOptions())


@pytest.mark.parametrize("error", _UNUSUAL, ids=repr)
def test_what_ends_a_program_ends_no_more_than_a_file(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "read", _raising(error))
    result = _run(tmp_path)
    assert result.exit_code == 2
    assert type(error).__name__ in str(result.files[0].failure)
    assert type(error).__name__ in str(gblint.check(_DATA).failure)
    task = batch.Task(str(tmp_path / "2022年报.md").encode(), 0)
    outcome = batch.check_task(task, [batch.Choice((load(PACK),), Limits())], None)
    assert type(error).__name__ in str(outcome.failure)


def test_a_request_to_end_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(_CHECKS, PairsCheck, _raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        _run(tmp_path)


def _run(folder: Path) -> RunResult:
    path = folder / "2022年报.md"
    path.write_bytes(_DATA)
    return check_inputs(collect_inputs([str(path)]), Overrides(), batch=Batch(cache=False))
