"""Many files on many machines: tasks of a batch as tasks of dask (`--engine dask://host:8786`).

Each worker does with a file what a process of a batch does, in a process of its own beside it
(`worker_process.py`). Replies come as they are done, and only some tasks are given ahead, so that
neither here nor there memory grows with the number of files.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import Any

from gblint import __version__
from gblint.findings import SaidError, Say
from gblint.run.process_pool import Lost
from gblint.run.worker_process import WorkerProcess

_SCHEMES = {"dask": "tcp", "dask+tls": "tls"}
_AHEAD = 3
"""Tasks that a thread of a worker has at most."""

_DEATHS = 2
"""So many times dask may give a task up, for the workers that died with it, until it is told."""

_SECONDS = 20
"""For the scheduler to answer."""


_LACKING = Say(
    "--engine 需要另装组件：运行 pip install distributed",
    "--engine needs one more package: run pip install distributed",
)


class EngineError(SaidError):
    """What is wrong with an engine, in `say`."""


def check_address(engine: str) -> str:
    """The address of the scheduler. Raises EngineError."""
    scheme, sign, rest = engine.partition("://")
    if not sign or scheme not in _SCHEMES or not rest:
        say = Say(
            f"“{engine}”不是调度器的地址，应如 dask://主机:8786",
            f'"{engine}" is no address of a scheduler, such as dask://host:8786',
        )
        raise EngineError(say)
    return f"{_SCHEMES[scheme]}://{rest}"


def engine_replies(
    numbers: Sequence[int],
    task: Callable[[int], bytes],
    *,
    engine: str,
    make: str,
    setup: bytes,
    seconds: float,
) -> Generator[tuple[int, bytes | Lost], None, None]:
    """The replies to tasks, by their numbers, in the order in which they come.

    As `process_pool.replies`; `make` names what makes the work of the setup. Raises EngineError.
    """
    with _connect(check_address(engine)) as client:
        common = client.submit(_give_back, setup, pure=False)
        giving = _Giving(client, common, task, make, seconds)
        yield from giving.run(iter(numbers))


class _Giving:
    def __init__(
        self, client: Any, common: Any, task: Callable[[int], bytes], make: str, seconds: float
    ) -> None:
        self._client = client
        self._common = common
        self._task = task
        self._make = make
        self._seconds = seconds
        self._running: dict[Any, int] = {}
        self._deaths: dict[int, int] = {}

    def run(self, waiting: Iterator[int]) -> Iterator[tuple[int, bytes | Lost]]:
        from distributed import as_completed

        completed: Any = as_completed
        coming = completed(loop=self._client.loop)
        self._give(waiting, coming)
        for future in coming:
            number = self._running.pop(future)
            reply = self._hear(future, number)
            if reply is not None:
                self._deaths.pop(number, None)
                yield number, reply
            else:
                self._give(iter([number]), coming)
            self._give(waiting, coming)

    def _give(self, waiting: Iterator[int], coming: Any) -> None:
        """Give tasks, as many as the workers that there are now can have ahead."""
        threads = sum(self._client.nthreads().values())
        while len(self._running) < max(1, threads) * _AHEAD:
            number = next(waiting, None)
            if number is None:
                return
            future = self._client.submit(
                check_apart,
                self._common,
                self._task(number),
                make=self._make,
                seconds=self._seconds,
                version=__version__,
                pure=False,
            )
            self._running[future] = number
            coming.add(future)

    def _hear(self, future: Any, number: int) -> bytes | Lost | None:
        """The reply; None where it has to be given again. Raises EngineError."""
        from distributed import KilledWorker

        try:
            reply: bytes | Lost = future.result()
        except KilledWorker:
            self._deaths[number] = self._deaths.get(number, 0) + 1
            return "died" if self._deaths[number] >= _DEATHS else None
        except WrongVersionError as error:
            say = Say(
                f"集群里装的 gblint 版本不同（{error}，本机 {__version__}）：请装成同一版",
                f"the workers have another gblint ({error}, here {__version__}): install the same",
            )
            raise EngineError(say) from error
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            say = Say(f"集群不能检查：{what}", f"the workers cannot check: {what}")
            raise EngineError(say) from error
        return reply


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise EngineError(_LACKING) from None
    try:
        connect: Any = Client
        return connect(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        say = Say(f"调度器没有回答：{address}", f"the scheduler does not answer: {address}")
        raise EngineError(say) from error


class WrongVersionError(RuntimeError):
    """A worker has another gblint."""


def _give_back(setup: bytes) -> bytes:
    """What all tasks have in common, as a task: what a worker that died had is done anew."""
    return setup


_idle: dict[str, list[WorkerProcess]] = {}
_lock = threading.Lock()


def check_apart(
    setup: bytes, task: bytes, *, make: str, seconds: float, version: str
) -> bytes | Lost:
    """What a worker does: a task in a process of its own, kept for the next one of this setup."""
    if version != __version__:
        raise WrongVersionError(__version__)
    key = make + blake2b(setup, digest_size=16).hexdigest()
    with _lock:
        others = [_idle.pop(one) for one in [*_idle] if one != key]
        mine = _idle.setdefault(key, [])
        process = mine.pop() if mine else WorkerProcess(make, setup)
    for one in (one for some in others for one in some):
        one.end()
    try:
        return process.ask(task, seconds)
    finally:
        with _lock, suppress(KeyError):
            _idle.setdefault(key, []).append(process)
