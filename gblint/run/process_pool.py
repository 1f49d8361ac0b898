"""A pool of processes that outlives the death of any of them.

It knows tasks and replies as bytes, and nothing of files. A process that dies or takes too long
costs the task it was at; another takes its place. A task whose process died is tried once more,
alone, as it may have died of what others did.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Literal

import msgspec

from gblint.run.process import Make, Process

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


class Terms(msgspec.Struct, frozen=True):
    """How a pool works: how many processes, seconds for a task, tasks of a process's life.

    `setup` is given to `make` once in each process; what that returns does the tasks.
    """

    make: Make
    setup: bytes
    jobs: int
    seconds: float = 120.0
    tasks: int = 1000


def replies(
    numbers: Sequence[int], task: Callable[[int], bytes], terms: Terms
) -> Generator[tuple[int, bytes | Lost], None, None]:
    """The replies to tasks, by their numbers, in the order in which they come.

    `task` gives the task of a number, perhaps more than once.

    Close the iterator to end the processes. Raises NoPool, after all else, when no process can
    be started for what is left.
    """
    first = _Pool(numbers, task, terms)
    yield from first.run()
    alone = _Pool(sorted(first.suspects), task, msgspec.structs.replace(terms, jobs=1))
    yield from alone.run()
    yield from ((index, "died") for index in (*alone.suspects, *alone.left))
    if first.left:
        raise NoPool(first.left)


class _Pool:
    """One pass over tasks.

    `suspects` are those at which a process died, `left` those for which there was none.
    """

    def __init__(self, numbers: Sequence[int], task: Callable[[int], bytes], terms: Terms) -> None:
        self._task = task
        self._terms = terms
        self._waiting = deque(numbers)
        self._processes: list[Process] = []
        self._false_starts = 0
        self._startable = True
        self.suspects: list[int] = []
        self.left: tuple[int, ...] = ()

    def run(self) -> Iterator[tuple[int, bytes | Lost]]:
        try:
            while self._waiting or any(process.given for process in self._processes):
                self._start()
                if not self._processes:
                    self.left = tuple(self._waiting)
                    return
                self._give()
                yield from self._step()
        finally:
            for process in self._processes:
                process.end()
            for process in self._processes:
                process.gone()

    def _start(self) -> None:
        """Start the processes that are wanting."""
        wanted = min(self._terms.jobs, len(self._waiting))
        while self._startable and len(self._processes) < wanted:
            try:
                self._processes.append(Process(self._terms.make, self._terms.setup))
            except OSError:  # too many processes, or no memory for one more
                self._startable = False

    def _give(self) -> None:
        """Give a task to each that has none, and the next one while there are many."""
        for ahead in range(_AHEAD):
            for process in self._processes:
                if len(self._waiting) <= ahead * self._terms.jobs:
                    return
                taken = process.done + len(process.given)
                if process.ready and len(process.given) <= ahead and taken < self._terms.tasks:
                    index = self._waiting.popleft()
                    process.give(index, self._task(index), self._terms.seconds)

    def _step(self) -> Iterator[tuple[int, bytes | Lost]]:
        """Wait until something happens, and hear all to whom it happened."""
        for process in Process.wait(self._processes):
            try:
                heard = process.hear(self._terms.seconds)
            except EOFError:
                yield from self._buried(process)
                continue
            if heard is None:
                self._false_starts = 0 if process.ready else self._false_starts
                continue
            yield heard
            if process.done >= self._terms.tasks:  # it goes, with what memory it holds
                self._processes.remove(process)
                process.end()
                process.gone()
        for process in self._processes:
            process.hurry()

    def _buried(self, process: Process) -> Iterator[tuple[int, bytes | Lost]]:
        """Take a dead process out: who is to blame, and who has to be given again."""
        self._processes.remove(process)
        process.gone()
        given = process.given
        if process.late is not None:
            if process.late in given:
                given.remove(process.late)
                yield process.late, "late"
        elif given:
            self.suspects.append(given.popleft())
        elif not process.ready:
            self._false_starts += 1
            self._startable = self._startable and self._false_starts < _FALSE_STARTS
        self._waiting.extendleft(reversed(given))
