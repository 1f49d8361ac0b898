"""A process of the pool, seen from both sides.

It is started afresh (`spawn`), the same on every system, and ends by itself when the pool is
gone. Ctrl+C is for the pool alone: the process does not hear it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from types import ModuleType

from gblint.signals import hearing

Work = Callable[[bytes], bytes]
Make = Callable[[bytes], Work]
"""Makes the work of a process from its setup. A function of a module, for it is told by name."""

_GRACE = 2.0
"""Seconds that a process has to clean up after it was told to end."""

_STARTING = 60.0
"""Seconds until a process must be ready."""

_AWAKE, _READY = b"awake", b"ready"
"""What a process says: that it waits for its setup, and for its first task."""


class Process:
    """A process. `given` are its tasks, the one that it is at first; `done` counts its replies.

    `late` is the task for which it was told to end; `line` leads to the process.
    """

    def __init__(self, make: Make, setup: bytes) -> None:
        self.given: deque[int] = deque()
        self.done = 0
        self.ready = False
        self.late: int | None = None
        self._setup: bytes | None = setup
        self._deadline = time.monotonic() + _STARTING
        self.line, theirs = multiprocessing.Pipe()
        with theirs, _unheard(), _without_main():
            self._process = multiprocessing.get_context("spawn").Process(
                target=_serve, args=(theirs, make), daemon=True
            )
            try:
                self._process.start()
            except BaseException:
                self.line.close()
                raise

    def give(self, index: int, task: bytes, seconds: float) -> None:
        """Give a task. A process that is dead will be heard of when it is waited for."""
        if not self.given:
            self._deadline = time.monotonic() + seconds
        self.given.append(index)
        with contextlib.suppress(OSError):
            self.line.send_bytes(task)

    def hear(self, seconds: float) -> tuple[int, bytes] | None:
        """A reply with the index of its task; None while it comes to be ready.

        The setup is sent when it is awake, and not with its start: that would take until it is
        there to read so much, and processes would start one after another.

        Raises EOFError when it is dead.
        """
        try:
            reply = self.line.recv_bytes()
            if self._setup is not None:
                self.line.send_bytes(self._setup)
                self._setup = None
                return None
        except OSError as error:
            raise EOFError from error
        self._deadline = time.monotonic() + seconds
        if not self.ready:
            self.ready = True
            return None
        self.done += 1
        return self.given.popleft(), reply

    @property
    def time(self) -> float | None:
        """Seconds that it has for what it is at, None when it is at nothing."""
        if self.ready and not self.given:
            return None
        return self._deadline - time.monotonic()

    def hurry(self) -> None:
        """Tell it to end when its time is up, and make it end when it does not."""
        if self.time is None or self.time > 0:
            return
        if self.late is not None or not self.given:
            self._process.kill()
        else:
            self.late = self.given[0]
            self._process.terminate()
        self._deadline = time.monotonic() + _GRACE

    def end(self) -> None:
        """Tell it to end: by closing the line, and at once when it is at something."""
        if self.time is not None:
            self._process.terminate()
        self.line.close()

    def gone(self) -> None:
        """Wait for its end, and make it end when it does not."""
        self.line.close()
        self._process.join(_GRACE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()

    @staticmethod
    def wait(processes: Sequence[Process]) -> list[Process]:
        """Those that have something to say, once any has, or the time of any is up."""
        times = [process.time for process in processes]
        least = min((left for left in times if left is not None), default=0.0)
        heard = wait([process.line for process in processes], max(0.0, least))
        return [process for process in processes if process.line in heard]


def _serve(line: Connection, make: Make) -> None:
    """What runs in the process: do tasks until the line is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with hearing():  # a request to end goes by way of all clean-up
            line.send_bytes(_AWAKE)
            work = make(line.recv_bytes())
            line.send_bytes(_READY)
            while True:
                line.send_bytes(work(line.recv_bytes()))
    except (EOFError, OSError):  # the pool is gone
        sys.exit(0)
    except BaseException:  # noqa: BLE001 - the pool sees the end, and nobody a traceback
        sys.exit(1)


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """While this holds, processes are started that do not run the main program over again.

    Nothing of it is needed there, and one that is not written for that would begin anew.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """While this holds, processes are started that do not hear Ctrl+C, not even at first."""
    if sys.platform == "win32":
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # it would lift the block when it is started with the first process
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
