"""Many files on many machines: tasks of a batch as tasks of dask (`--engine dask://host:8786`).

Each worker does with a file what a process of a batch does, in a process of its own beside it
(`WorkerProcess`): workers of dask are daemons, which may have no children by `multiprocessing`. A
task that takes down its process, or never ends, costs this process and not the worker, which tells
it. Replies come as they are done, and only some tasks are given ahead, so that neither here nor
there memory grows with the number of files.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from typing import IO, Any

from gblint import __version__
from gblint.findings import SaidError, Say
from gblint.processes import make_child_command
from gblint.run.process_pool import Lost, Make

_SCHEMES = {"dask": "tcp", "dask+tls": "tls"}
_AHEAD = 3
"""Tasks that a thread of a worker has at most."""

_DEATHS = 2
"""So many times dask may give a task up, for the workers that died with it, until it is told."""

_SCHEDULER_SECONDS = 20

_LACKING = Say(
    "--engine 需要另装组件：运行 pip install distributed",
    "--engine needs one more package: run pip install distributed",
)


class EngineError(SaidError):
    """What is wrong with an engine, in `say`."""


def _find_address(engine: str) -> str:
    """The address of the scheduler. Raises EngineError."""
    scheme, sign, rest = engine.partition("://")
    if not sign or scheme not in _SCHEMES or not rest:
        say = Say(
            f"“{engine}”不是调度器的地址，应如 dask://主机:8786",
            f'"{engine}" is no address of a scheduler, such as dask://host:8786',
        )
        raise EngineError(say)
    return f"{_SCHEMES[scheme]}://{rest}"


def ask_engine(
    numbers: Sequence[int],
    task: Callable[[int], bytes],
    *,
    engine: str,
    make: str,
    setup: bytes,
    seconds: float,
) -> Generator[tuple[int, bytes | Lost], None, None]:
    """The replies to tasks, by their numbers, in the order in which they come.

    As `process_pool.ask_pool`; `make` names what makes the work of the setup. Raises EngineError.
    """
    with _connect(_find_address(engine)) as client:
        # dask would otherwise take what is the same for one, across runs and users
        common = client.submit(_give_back, setup, pure=False)
        how = {"make": make, "seconds": seconds, "version": __version__}
        submit = partial(client.submit, _check_apart, common, pure=False, **how)
        yield from _give_tasks(client, deque(numbers), lambda number: submit(task(number)))


def _give_tasks(
    client: Any, waiting: deque[int], submit: Callable[[int], Any]
) -> Iterator[tuple[int, bytes | Lost]]:
    from distributed import as_completed

    completed: Any = as_completed
    coming = completed(loop=client.loop)
    running: dict[Any, int] = {}
    deaths: Counter[int] = Counter()

    def give() -> None:
        """Give tasks, as many as the workers that there are now can have ahead."""
        threads = sum(client.nthreads().values())
        while waiting and len(running) < max(1, threads) * _AHEAD:
            number = waiting.popleft()
            future = submit(number)
            running[future] = number
            coming.add(future)

    give()
    for future in coming:
        number = running.pop(future)
        reply = _hear(future)
        if reply is None:
            deaths[number] += 1
            reply = "died" if deaths[number] >= _DEATHS else None
        if reply is None:  # it waits where fewer workers are left, which have their fill
            waiting.appendleft(number)
        else:
            yield number, reply
        give()


def _hear(future: Any) -> bytes | Lost | None:
    """The reply; None where the worker died. Raises EngineError."""
    from distributed import KilledWorker

    try:
        reply: bytes | Lost = future.result()
    except KilledWorker:
        return None
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
        # a program that imports gblint may have a client of its own
        return connect(address, timeout=_SCHEDULER_SECONDS, set_as_default=False)
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


def _check_apart(
    setup: bytes, task: bytes, *, make: str, seconds: float, version: str
) -> bytes | Lost:
    """What a worker does: a task in a process of its own, kept for the next one of this setup."""
    if version != __version__:
        raise WrongVersionError(__version__)
    key = make + blake2b(setup, digest_size=16).hexdigest()
    with _lock:
        # processes of an earlier run hold its packs in memory
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


_LENGTH = 8
_TASKS = 1000
"""Tasks that one process does before another takes its place, with what memory it holds."""


class WorkerProcess:
    """A process with the work that a function `make` (`package.module:name`) makes of a setup."""

    def __init__(self, make: str, setup: bytes) -> None:
        self._make = make
        self._setup = setup
        self._process: subprocess.Popen[bytes] | None = None
        self._done = 0

    def ask(self, task: bytes, seconds: float) -> bytes | Lost:
        """The reply to a task, tried twice if the process died; why there is none."""
        for _ in range(2):
            late = threading.Event()
            reply = self._ask_once(task, seconds, late)
            if reply is not None:
                return reply
            if late.is_set():
                return "late"
        return "died"

    def _ask_once(self, task: bytes, seconds: float, late: threading.Event) -> bytes | None:
        if self._process is None or self._done >= _TASKS:
            self.end()
            self._start()
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            _send(process.stdin, task)
            reply = _receive(process.stdout)
        except OSError:
            reply = None
        finally:
            timer.cancel()
        self._done += 1
        if reply is None:
            self.end()
        return reply

    def _start(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - fixed words
            make_child_command("gblint.run.dask_engine:serve_tasks", options=("-X", "utf8")),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._done = 0
        if self._process.stdin is not None:
            with suppress(OSError):
                _send(self._process.stdin, self._make.encode())
                _send(self._process.stdin, self._setup)

    def end(self) -> None:
        """End it, at once where it is at something."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        try:
            process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


_GRACE_SECONDS = 2.0


def serve_tasks() -> None:
    """What runs in the process: do tasks until nobody gives any."""
    from pkgutil import resolve_name

    from gblint.processes import hear_requests

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints does not spoil a reply
    given = sys.stdin.buffer
    with hear_requests():
        name, setup = _receive(given), _receive(given)
        if name is None or setup is None:
            return
        make: Make = resolve_name(name.decode())
        work = make(setup)
        while (task := _receive(given)) is not None:
            _send(out, work(task))


def _send(pipe: IO[bytes], data: bytes) -> None:
    view = memoryview(len(data).to_bytes(_LENGTH) + data)
    while view:
        view = view[pipe.write(view) :]
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    """What was written; None at the end."""
    head = pipe.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    size = int.from_bytes(head)
    data = pipe.read(size)
    return data if len(data) == size else None
