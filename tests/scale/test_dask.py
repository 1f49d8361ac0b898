"""A cluster of dask on loopback: workers that die, files that kill, what a cluster cannot do."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from gblint.run import Batch, check_inputs, dask_engine
from gblint.run.dask_engine import EngineError, ask_engine
from gblint.run.find_inputs import find_inputs
from gblint.run.plan import Overrides, SettingsError
from tests.builder.report_plan import report
from tests.builder.write_text import text
from tests.tools.amount import ALL
from tests.tools.repository import ROOT


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers of a process each; what kills them is started anew by their nannies."""
    if not ALL:  # each process of it takes seconds to start
        pytest.skip("NOT TESTED: a cluster, without GBLINT_TESTS=all")
    from distributed import LocalCluster

    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(ROOT)
    try:
        make: Any = LocalCluster
        with make(n_workers=2, threads_per_worker=2, dashboard_address=":0") as running:
            yield running
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


def _engine(cluster: Any) -> str:
    return str(cluster.scheduler_address).replace("tcp://", "dask://")


def _replies(cluster: Any, work: str, tasks: list[bytes], **how: Any) -> dict[int, Any]:
    told: dict[str, Any] = {"setup": b"", "seconds": 60.0} | how
    coming = ask_engine(
        range(len(tasks)),
        tasks.__getitem__,
        engine=_engine(cluster),
        make=f"tests.run.workers:{work}",
        **told,
    )
    return dict(coming)


def test_a_cluster_gives_what_this_machine_gives(cluster: Any, tmp_path: Path) -> None:
    for at in range(12):
        organ = f"示例市第{at}局"
        (tmp_path / f"{at:02}.txt").write_bytes(text(report(organ, year=2019 + at % 5)))
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "c.docx").write_bytes(b"PK\x03\x04")
    inputs = find_inputs([str(tmp_path)]).inputs
    overrides = Overrides(config="none", limits={"file_mb": 0.02})
    here, there = (
        check_inputs(inputs, overrides, batch=Batch(1, cache=False, engine=engine))
        for engine in ("", _engine(cluster))
    )
    assert list(here.files) == list(there.files)
    assert here.exit_code == there.exit_code


def test_a_file_that_kills_costs_no_other_and_is_told(cluster: Any) -> None:
    tasks = [b"die" if at == 3 else b"%d" % at for at in range(20)]
    found = _replies(cluster, "deadly", tasks)
    assert found.pop(3) == "died"
    assert found == {at: b"%d" % at for at in range(20) if at != 3}


def test_one_death_costs_a_retry(cluster: Any, tmp_path: Path) -> None:
    found = _replies(cluster, "deadly", [b"once", b"x"], setup=str(tmp_path / "mark").encode())
    assert found == {0: b"once", 1: b"x"}


def test_a_file_that_never_ends_is_stopped(cluster: Any, tmp_path: Path) -> None:
    setup = str(tmp_path / "mark").encode()
    found = _replies(cluster, "sleepy", [b"a", b"hang", b"b"], setup=setup, seconds=1.5)
    assert found == {0: b"a", 1: "late", 2: b"b"}


def test_workers_that_die_cost_a_retry(cluster: Any) -> None:
    """Killed amidst the work, both, one after the other."""
    tasks = [b"%d" % at for at in range(200)]
    coming = ask_engine(
        range(200),
        tasks.__getitem__,
        engine=_engine(cluster),
        make="tests.run.workers:echo",
        setup=b"> ",
        seconds=60,
    )
    found: dict[int, Any] = {}
    pids = [one.pid for one in cluster.workers.values()]
    for number, reply in coming:
        found[number] = reply
        if len(found) in (10, 60):
            os.kill(pids.pop(), signal.SIGKILL)
    assert found == {at: b"> %d" % at for at in range(200)}


def test_what_workers_have_started_ends_with_them(cluster: Any) -> None:
    _replies(cluster, "echo", [b"x"] * 8)
    workers = [psutil.Process(one.pid) for one in cluster.workers.values()]
    helpers = [
        child
        for one in workers
        for child in one.children(recursive=True)
        if "gblint.run.dask_engine" in " ".join(child.cmdline())
    ]
    assert helpers
    for one in workers:
        one.kill()
    _, left = psutil.wait_procs(helpers, timeout=30)
    assert left == []


def test_another_version_is_told(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_engine, "__version__", "0.0.1")
    with pytest.raises(EngineError, match="版本不同"):
        _replies(cluster, "echo", [b"x"])


@pytest.mark.parametrize(
    ("engine", "words"),
    [("ray://x", "不是调度器"), ("dask://", "不是调度器"), ("dask://127.0.0.1:9", "没有回答")],
)
def test_no_such_engine(
    engine: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_engine, "_SCHEDULER_SECONDS", 1)
    (tmp_path / "a.txt").write_bytes(b"x")
    inputs = find_inputs([str(tmp_path)]).inputs
    with pytest.raises(SettingsError, match=words):
        check_inputs(inputs, Overrides(config="none"), batch=Batch(engine=engine))


def test_without_dask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    (tmp_path / "a.txt").write_bytes(b"x")
    inputs = find_inputs([str(tmp_path)]).inputs
    with pytest.raises(SettingsError, match="pip install distributed"):
        check_inputs(inputs, Overrides(config="none"), batch=Batch(engine="dask://h:8786"))
