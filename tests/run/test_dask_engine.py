"""Tasks given to a cluster, without one: those that no worker has done are given again."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from contextlib import nullcontext
from types import ModuleType, SimpleNamespace
from typing import Any, cast
from unittest.mock import MagicMock, Mock

import pytest

from gblint.run import dask_engine
from gblint.run.dask_engine import ask_engine


class _KilledError(Exception):
    """A worker died with a task."""


class _ShrinkingCluster:
    """A cluster of two workers, one of which dies with the first task and does not come back."""

    loop = None

    def __init__(self) -> None:
        self._workers = 2
        self._futures: deque[Any] = deque()

    def nthreads(self) -> dict[str, int]:
        return {str(at): 1 for at in range(self._workers)}

    def submit(self, *given: Any, **_: Any) -> Any:
        def get_result() -> bytes:
            if self._workers == 2:
                self._workers = 1
                raise _KilledError
            return bytes(given[-1])

        return Mock(result=get_result)

    def complete(self, **_: Any) -> Any:
        def come() -> Iterator[Any]:
            while self._futures:
                yield self._futures.popleft()

        coming = MagicMock(add=self._futures.append)
        coming.__iter__.side_effect = come
        return coming


def test_a_task_whose_worker_died_is_given_again_where_there_is_no_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Those that were given ahead to two workers are too many for the one that is left."""
    client = _ShrinkingCluster()
    distributed = SimpleNamespace(as_completed=client.complete, KilledWorker=_KilledError)
    monkeypatch.setitem(sys.modules, "distributed", cast("ModuleType", distributed))
    monkeypatch.setattr(dask_engine, "_connect", lambda _: nullcontext(client))
    tasks = [b"%d" % at for at in range(9)]
    coming = ask_engine(
        range(9), tasks.__getitem__, engine="dask://x:1", make="m", setup=b"", seconds=1
    )
    assert dict(coming) == dict(enumerate(tasks))
