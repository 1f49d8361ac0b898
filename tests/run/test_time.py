"""The time that a file has in a process of a batch."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from gblint.run import batch
from gblint.run.batch import Task, make
from gblint.run.check_files import Batch, check_inputs
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides
from tests.builder.write_fixtures import FIXTURES

_READING = 1
"""Instead of 10 times: it is waited for."""

_TIMES = ("batch_seconds", "read_seconds", "convert_seconds")


def hangs_at_some_names(setup: bytes) -> Callable[[bytes], bytes]:
    """As files are checked, but a file of one name takes for ever."""
    work = make(setup)

    def or_hang(task: bytes) -> bytes:
        if msgspec.msgpack.decode(task, type=Task).name == "endless.md":
            time.sleep(600)
        return work(task)

    return or_hang


def test_the_time_for_a_file_is_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(batch, "make", hangs_at_some_names)
    monkeypatch.setattr(batch, "READING", _READING)
    for name in ("a.md", "endless.md", "z.md"):
        (tmp_path / name).write_bytes((FIXTURES / "footing-row" / "report.md").read_bytes())
    named = collect_inputs(["a.md", "endless.md", "z.md"])
    for seconds in (1, 5):  # until it is enough for the others, on a busy machine
        short: dict[str, float] = dict.fromkeys(_TIMES, seconds)
        result = check_inputs(named, Overrides(limits=short), batch=Batch(2, cache=False))
        done = [file.failure is None for file in result.files]
        if done == [True, False, True]:
            break
    assert done == [True, False, True]
    failure = result.files[1].failure
    assert failure is not None
    assert f"{(_READING + 3) * seconds} 秒" in failure.zh, (
        "what reading and converting may take goes before"
    )
    assert "--limit batch_seconds=" in failure.zh
    assert "--limit batch_seconds=" in failure.in_lang("en")
