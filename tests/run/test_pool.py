"""Whatever happens to a process of the pool, each task has its reply or the reason why not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import psutil
import pytest

from gblint.run import process_pool
from gblint.run.process_pool import Lost, NoPool, PoolTerms, Process, ask_pool
from tests.run import workers
from tests.tools.patience import wait_for_end
from tests.tools.repository import ROOT


def _tasks(count: int, **others: bytes) -> list[bytes]:
    tasks = [str(number).encode() for number in range(count)]
    for at, task in others.items():
        tasks[int(at[1:])] = task
    return tasks


def _all(tasks: Sequence[bytes], terms: PoolTerms) -> dict[int, bytes | Lost]:
    found = list(ask_pool(range(len(tasks)), tasks.__getitem__, terms))
    assert len(dict(found)) == len(found), "a task with two replies"
    return dict(found)


@pytest.mark.parametrize("jobs", [1, 3])
def test_each_task_has_its_reply(jobs: int) -> None:
    tasks = _tasks(40)
    found = _all(tasks, PoolTerms(workers.echo, b"<", jobs))
    assert found == {at: b"<" + task for at, task in enumerate(tasks)}


def test_processes_start_side_by_side() -> None:
    """None waits until another has read its setup, however large that is."""
    shares = []
    for _ in range(5):  # others may compute just then
        begun = time.monotonic()
        process = Process(workers.echo, b"<" * 2**24)
        started = time.monotonic()
        try:
            while not process.ready:
                assert process.hear(60.0) is None
        finally:
            process.end()
            process.await_end()
        shares.append((started - begun) / (time.monotonic() - begun))
        if shares[-1] < 1 / 3:
            break
    assert min(shares) < 1 / 3, shares


def test_no_task_needs_no_process() -> None:
    assert _all([], PoolTerms(workers.stillborn, b"", 4)) == {}


def test_a_death_costs_its_own_task(tmp_path: Path) -> None:
    tasks = _tasks(30, _0=b"die", _7=b"die", _8=b"once", _29=b"die")
    found = _all(tasks, PoolTerms(workers.deadly, bytes(tmp_path / "mark"), 3))
    dead = {0, 7, 29}
    assert found == {at: "died" if at in dead else task for at, task in enumerate(tasks)}


def _in_time(
    tasks: Sequence[bytes], wanted: Mapping[int, bytes | Lost], mark: bytes
) -> dict[int, bytes | Lost]:
    """What is found where a second is enough for what takes none, or more on a busy machine."""
    found: dict[int, bytes | Lost] = {}
    for seconds in (1.0, 5.0, 25.0):
        found = _all(tasks, PoolTerms(workers.sleepy, mark, 2, seconds=seconds))
        if found == wanted:
            break
    return found


def test_a_task_that_does_not_end(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    tasks = _tasks(12, _3=b"hang")
    wanted: dict[int, bytes | Lost] = {
        at: "late" if at == 3 else task for at, task in enumerate(tasks)
    }
    begun = time.monotonic()
    assert _in_time(tasks, wanted, bytes(mark)) == wanted
    assert mark.exists(), "it had no time to clean up"
    assert time.monotonic() - begun < 300, "it would hang for 600 s"


def test_a_process_that_does_not_hear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_pool, "_GRACE", 0.5)
    wanted: dict[int, bytes | Lost] = {0: "late", 1: b"a", 2: b"b"}
    assert _in_time([b"deaf", b"a", b"b"], wanted, bytes(tmp_path / "m")) == wanted
    assert not (tmp_path / "m").exists()


def test_processes_are_renewed() -> None:
    found = _all(_tasks(9), PoolTerms(workers.process_id, b"", 2, tasks=2))
    lives = list(found.values())
    assert len(set(lives)) >= 5
    assert max(lives.count(life) for life in set(lives)) <= 2


@pytest.mark.parametrize("make", [workers.stillborn, workers.faulty])
def test_where_no_process_can_be_started(
    make: workers.Work, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NoPool) as caught:
        _all(_tasks(5), PoolTerms(make, b"", 2))  # type: ignore[arg-type]
    assert sorted(caught.value.left) == [0, 1, 2, 3, 4]
    assert capfd.readouterr() == ("", "")


def test_a_system_that_gives_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(process_pool, "Process", refuse)
    with pytest.raises(NoPool) as caught:
        _all(_tasks(3), PoolTerms(workers.echo, b"", 2))
    assert caught.value.left == (0, 1, 2)


def _those(processes: set[int]) -> list[psutil.Process]:
    return [psutil.Process(one) for one in processes if psutil.pid_exists(one)]


def test_closing_ends_the_processes() -> None:
    running: Iterator[tuple[int, bytes | Lost]] = ask_pool(
        range(200), lambda _: b"", PoolTerms(workers.process_id, b"", 2)
    )
    seen = {int(next(running)[1]) for _ in range(20)}
    those = _those(seen)
    assert len(those) == len(seen)
    running.close()  # type: ignore[attr-defined]
    wait_for_end(those)


_ORPHANS = """
import os, sys
from gblint.run.process_pool import PoolTerms, ask_pool
from tests.run import workers
found = ask_pool(range(200), lambda _: b"", PoolTerms(workers.process_id, b"", 2))
print(*{int(next(found)[1]) for _ in range(20)}, flush=True)
os._exit(9)
"""


def test_processes_end_when_the_pool_is_killed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ORPHANS],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert done.returncode == 9
    wait_for_end(_those(set(map(int, done.stdout.split()))))
    assert "Traceback" not in done.stderr


def test_a_main_program_is_not_run_over_again(tmp_path: Path) -> None:
    """Scripts that are not written for it, as some installers make for commands."""
    script = tmp_path / "unguarded.py"
    script.write_text(
        "print('main', flush=True)\n"
        "from gblint.run.process_pool import PoolTerms, ask_pool\n"
        "from tests.run import workers\n"
        "terms = PoolTerms(workers.echo, b'', 2)\n"
        "print(sorted(ask_pool(range(2), [b'a', b'b'].__getitem__, terms)))\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("main\n[(0, b'a'), (1, b'b')]\n", "")
