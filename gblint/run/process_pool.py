"""A pool of processes that outlives the death of any of them.

It knows tasks and replies as bytes, and nothing of files. A process that dies or takes too long
costs the task it was at; another takes its place. A task whose process died is tried once more,
alone, as it may have died of what others did.

Processes are started afresh (`spawn`), the same on every system, and end by themselves when the
pool is gone. Ctrl+C is for the pool alone: they do not hear it.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Literal

import msgspec

from gblint.processes import hear_requests, make_temporary_folder

Work = Callable[[bytes], bytes]
Make = Callable[[bytes], Work]
"""Makes the work of a process from its setup. A function of a module, for it is told by name."""

_GRACE = 2.0
"""Seconds that a process has to clean up after it was told to end."""

_START_SECONDS = 60.0
_GARBAGE = 50_000
"""New objects after which a process looks for garbage; Python's own is 700."""

_AWAKE, _READY = b"awake", b"ready"
"""What a process says: that it waits for its setup, and for its first task."""

Lost = Literal["died", "late"]
"""Why there is no reply: the process died, or it took longer than a task may."""

_AHEAD = 2
"""Tasks that a process has at most, so that it need not wait for the next."""

_FALSE_STARTS = 3
"""Processes that may die one after another before they are ready."""


class NoPool(Exception):  # noqa: N818 - it names what happened
    """Processes cannot be started here. `left` are the tasks that were not given to any."""

    def __init__(self, left: Sequence[int]) -> None:
        super().__init__(left)
        self.left = tuple(left)


class PoolTerms(msgspec.Struct, frozen=True):
    """How a pool works: how many processes, seconds for a task, tasks of a process's life.

    `setup` is given to `make` once in each process; what that returns does the tasks.
    """

    make: Make
    setup: bytes
    jobs: int
    seconds: float = 120.0
    tasks: int = 1000


def ask_pool(
    numbers: Sequence[int], task: Callable[[int], bytes], terms: PoolTerms
) -> Generator[tuple[int, bytes | Lost], None, None]:
    """The replies to tasks, by their numbers, in the order in which they come.

    `task` gives the task of a number, perhaps more than once. All temporary files of the processes
    are in one folder, which goes with what any that died has left there.

    Close the iterator to end the processes. Raises NoPool, after all else, when no process can
    be started for what is left.
    """
    with make_temporary_folder() as scratch:
        first = _Pool(deque(numbers), task, terms, scratch)
        yield from first.run()
        again = deque(sorted(first.suspects))
        alone = _Pool(again, task, msgspec.structs.replace(terms, jobs=1), scratch)
        yield from alone.run()
    yield from ((index, "died") for index in (*alone.suspects, *alone.left))
    if first.left:
        raise NoPool(first.left)


class _Pool(msgspec.Struct):
    """One pass over tasks.

    `suspects` are those at which a process died, `left` those for which there was none.
    """

    waiting: deque[int]
    task: Callable[[int], bytes]
    terms: PoolTerms
    scratch: str
    processes: list[Process] = []
    false_starts: int = 0
    startable: bool = True
    suspects: list[int] = []
    left: tuple[int, ...] = ()

    def run(self) -> Iterator[tuple[int, bytes | Lost]]:
        try:
            while self.waiting or any(process.given for process in self.processes):
                self._start()
                if not self.processes:
                    self.left = tuple(self.waiting)
                    return
                self._give()
                yield from self._wait_and_hear()
        finally:
            for process in self.processes:
                process.end()
            for process in self.processes:
                process.await_end()

    def _start(self) -> None:
        wanted = min(self.terms.jobs, len(self.waiting))
        while self.startable and len(self.processes) < wanted:
            try:
                process = Process(self.terms.make, self.terms.setup, self.scratch)
                self.processes.append(process)
            except OSError:  # too many processes, or no memory for one more
                self.startable = False

    def _give(self) -> None:
        """Give a task to each that has none, and the next one while there are many."""
        for ahead in range(_AHEAD):
            for process in self.processes:
                if len(self.waiting) <= ahead * self.terms.jobs:
                    return
                given = process.done + len(process.given)
                if process.ready and len(process.given) <= ahead and given < self.terms.tasks:
                    index = self.waiting.popleft()
                    process.give(index, self.task(index), self.terms.seconds)

    def _wait_and_hear(self) -> Iterator[tuple[int, bytes | Lost]]:
        """Wait until something happens, and hear all to whom it happened."""
        for process in Process.wait(self.processes):
            try:
                heard = process.hear(self.terms.seconds)
            except EOFError:
                yield from self._bury(process)
                continue
            if heard is None:
                self.false_starts = 0 if process.ready else self.false_starts
                continue
            yield heard
            if process.done >= self.terms.tasks:  # it goes, with what memory it holds
                self.processes.remove(process)
                process.end()
                process.await_end()
        for process in self.processes:
            process.hurry()

    def _bury(self, process: Process) -> Iterator[tuple[int, bytes | Lost]]:
        """Take a dead process out: who is to blame, and who has to be given again."""
        self.processes.remove(process)
        process.await_end()
        given = process.given
        if process.late is not None:
            if process.late in given:
                given.remove(process.late)
                yield process.late, "late"
        elif given:
            self.suspects.append(given.popleft())
        elif not process.ready:
            self.false_starts += 1
            # where one after another dies at its start, so will the next
            self.startable = self.startable and self.false_starts < _FALSE_STARTS
        # they have waited longest, and are next
        self.waiting.extendleft(reversed(given))


class Process:
    """A process. `given` are its tasks, the one that it is at first; `done` counts its replies.

    `late` is the task for which it was told to end; `line` leads to the process.
    """

    def __init__(self, make: Make, setup: bytes, scratch: str | None = None) -> None:
        self.given: deque[int] = deque()
        self.done = 0
        self.ready = False
        self.late: int | None = None
        self._setup: bytes | None = setup
        self._deadline = time.monotonic() + _START_SECONDS
        self.line, theirs = multiprocessing.Pipe()
        # our copy of its end is closed: while it is open, the death of the process is not heard
        with theirs, _block_interrupts(), _hide_main():
            self._process = multiprocessing.get_context("spawn").Process(
                target=_serve, args=(theirs, make, scratch), daemon=True
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

    def await_end(self) -> None:
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


def _serve(line: Connection, make: Make, scratch: str | None) -> None:
    """What runs in the process: do tasks until the line is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # what this process has not cleaned up when it dies goes with that folder
    tempfile.tempdir = scratch
    try:
        with hear_requests():  # a request to end goes by way of all clean-up
            gc.set_threshold(_GARBAGE)
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
def _hide_main() -> Iterator[None]:
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
def _block_interrupts() -> Iterator[None]:
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
