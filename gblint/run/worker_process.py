"""A process that does tasks for another, for where `multiprocessing` may start none.

Workers of dask are daemons, which may have no children of their own by `multiprocessing`. A task
that takes down its process, or never ends, costs this process and not the worker, which tells it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO

from gblint.child_process import make_child_command
from gblint.run.process_pool import Lost, Make

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
            _write(process.stdin, task)
            reply = _read(process.stdout)
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
            make_child_command("gblint.run.worker_process:serve", options=("-X", "utf8")),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._done = 0
        if self._process.stdin is not None:
            with suppress(OSError):
                _write(self._process.stdin, self._make.encode())
                _write(self._process.stdin, self._setup)

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
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


_GRACE = 2.0
"""Seconds that it has to clean up."""


def serve() -> None:
    """What runs in the process: do tasks until nobody gives any."""
    from pkgutil import resolve_name

    from gblint.signals import hear_requests

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints does not spoil a reply
    given = sys.stdin.buffer
    with hear_requests():
        name, setup = _read(given), _read(given)
        if name is None or setup is None:
            return
        make: Make = resolve_name(name.decode())
        work = make(setup)
        while (task := _read(given)) is not None:
            _write(out, work(task))


def _write(pipe: IO[bytes], data: bytes) -> None:
    view = memoryview(len(data).to_bytes(_LENGTH) + data)
    while view:
        view = view[pipe.write(view) :]
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes | None:
    """What was written; None at the end."""
    head = pipe.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    size = int.from_bytes(head)
    data = pipe.read(size)
    return data if len(data) == size else None
