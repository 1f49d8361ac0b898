"""Many files: which were checked before, which go to processes, which are checked here.

A run of a few reports is over before processes are started, and before the cache is opened:
neither is so much as imported for them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterable, Sequence
from signal import SIGINT

import msgspec

from gblint.pack_choice import Judge
from gblint.pipeline import Outcome, check_input, reported
from gblint.readers.forms import seconds_of
from gblint.readers.limits import under
from gblint.results import FileResult
from gblint.run.find_inputs import STDIN, Input, told
from gblint.run.plan import Overrides, Plan

MOST_JOBS = 512
_MOST_WAITED_FOR = 60
"""Processes that Windows can wait for at once."""

_CACHE_PAYS = 0.1
_POOL_PAYS = 0.8
"""From how many seconds of work on; processes are ready after about 0.4, and share the work."""


class Interrupted(KeyboardInterrupt):
    """Ctrl+C, or a request of the system to end, by the signal `number`.

    `done` of `total` are done.
    """

    def __init__(self, done: int, total: int, *, number: int = SIGINT) -> None:
        super().__init__(done, total)
        self.done = done
        self.total = total
        self.number = number


class Planned(msgspec.Struct, frozen=True):
    """A file, and how it is to be checked."""

    input_: Input
    plan: Plan
    overrides: Overrides

    @property
    def place(self) -> str:
        """Where the file is, or would be."""
        return self.overrides.stdin_path if self._piped else self.input_.source

    @property
    def path(self) -> str:
        """The path to tell."""
        return told(self.place) if self._piped else self.input_.path

    @property
    def judges(self) -> tuple[Judge, ...]:
        """Its packs, the one for want of another first."""
        return (Judge(self.plan.pack, self.plan.selection), *self.plan.among)

    @property
    def alone(self) -> bool:
        """Whether it cannot be checked elsewhere, or by itself."""
        return self._piped or self.plan.previous is not None or self.input_.failure is not None

    @property
    def _piped(self) -> bool:
        return self.input_.source == STDIN

    @property
    def seconds(self) -> float:
        """How long it takes, about."""
        return seconds_of(self.path)

    def check(self) -> FileResult:
        """Check it here and now."""
        plan = self.plan
        with under(plan.limits):
            return check_input(
                self.input_,
                plan.pack,
                plan.selection,
                ignored=plan.ignored(self.place),
                among=plan.among,
                shown=self.path,
                previous=plan.previous,
                heed=plan.suppressions,
            )

    def reported(self, outcome: Outcome) -> FileResult:
        """What is reported of its outcome. With comments in it, it is checked again for them."""
        if outcome.commented:
            return self.check()
        return reported(outcome, self.path, self.judges, ignored=self.plan.ignored(self.place))


class Batch(msgspec.Struct, frozen=True):
    """How many files are checked.

    `jobs` is how many processes check them, 1 for gblint's own alone, None for as many as there
    are cores where that pays. `cache` serves what did not change from earlier runs.
    """

    jobs: int | None = None
    cache: bool = True


def cores() -> int:
    """The cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def results(
    planned: Sequence[Planned], batch: Batch
) -> Generator[tuple[int, FileResult], None, None]:
    """The result of each file, by its index, in the order in which they come.

    Close the iterator to end what runs beside it.
    """
    shared = [index for index, one in enumerate(planned) if not one.alone]
    work = sum(planned[index].seconds for index in shared)
    jobs = cores() if batch.jobs is None else batch.jobs
    jobs = min(jobs, _MOST_WAITED_FOR) if sys.platform == "win32" else jobs
    pays = _POOL_PAYS if batch.jobs is None else 0.0
    pooled = jobs > 1 and len(shared) > 1 and work >= pays
    if pooled or (batch.cache and work >= _CACHE_PAYS):
        from gblint.run.batch import batched

        left: Iterable[int] = (at for at, one in enumerate(planned) if one.alone)
        files = [planned[index] for index in shared]
        for at, outcome in batched(files, batch, jobs=jobs if pooled else 1, pays=pays):
            yield shared[at], files[at].reported(outcome)
    else:
        left = range(len(planned))
    for index in left:
        yield index, planned[index].check()
