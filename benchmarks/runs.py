"""Whole runs of gblint over a folder: time by the clock, time of processors, memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import psutil

_EVERY = 0.1
"""Seconds between two looks at the memory."""


@dataclass(frozen=True)
class Took:
    """Seconds of a run: by the clock, and of all processors for it and its processes."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Held:
    """The most MB in a run: gblint's own process, and the largest of the processes it started.

    `wall` is the seconds of the run.
    """

    files: int
    own: float
    other: float
    wall: float


def command(folder: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "gblint", str(folder), *options]


def run(folder: Path, *options: str, cache: Path) -> Took:
    """One run, whose results are not looked at."""
    before = _clocks()
    seen: dict[int, float] = {}
    with (
        TemporaryFile() as said,
        subprocess.Popen(
            command(folder, *options),
            env=_environment(cache),
            stdout=subprocess.DEVNULL,
            stderr=said,
        ) as running,
    ):
        process = psutil.Process(running.pid)
        while running.poll() is None:
            _note_times(process, seen)
            time.sleep(_EVERY)
        if running.returncode not in (0, 1):
            said.seek(0)
            raise SystemExit(f"{options}: {said.read().decode(errors='replace')}")
    took = _since(before)
    return Took(took.wall, max(took.cpu, sum(seen.values())))


def _note_times(process: psutil.Process, seen: dict[int, float]) -> None:
    """What each process of a run has computed so far.

    The system counts those that are waited for alone: not a LibreOffice that was killed with the
    namespace that it was in.
    """
    try:
        for one in (process, *process.children(recursive=True)):
            times = one.cpu_times()
            seen[one.pid] = times.user + times.system
    except psutil.Error:  # one has just ended
        return


def best(folder: Path, choices: Sequence[Sequence[str]], *, runs: int, cache: Path) -> list[Took]:
    """The shortest of some runs with each choice of options, which take turns."""
    found: list[list[Took]] = [[] for _ in choices]
    for _ in range(runs):
        for options, took in zip(choices, found, strict=True):
            took.append(run(folder, *options, cache=cache))
    return [Took(min(one.wall for one in took), min(one.cpu for one in took)) for took in found]


def spinning(processes: int) -> Took:
    """The time in which so many processes do the same bare counting, each by itself.

    What they take longer than one alone is the machine's doing, and nobody can do better.
    """
    before = _clocks()
    spin = [sys.executable, "-c", "for _ in range(20_000_000): pass"]
    for one in [subprocess.Popen(spin) for _ in range(processes)]:
        one.wait()
    return _since(before)


def watched(folder: Path, *options: str, cache: Path) -> Held:
    """The memory through one run."""
    begun = time.perf_counter()
    most, others = 0.0, 0.0
    with subprocess.Popen(
        command(folder, *options),
        env=_environment(cache),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        process = psutil.Process(running.pid)
        while running.poll() is None:
            most = max(most, _resident(process))
            others = max([others, *_children(process)])
            time.sleep(_EVERY)
        if running.returncode not in (0, 1):
            raise SystemExit(f"{options}: ended with {running.returncode}")
    files = sum(1 for path in folder.rglob("*") if path.is_file())
    return Held(files, most, others, time.perf_counter() - begun)


def watched_output(
    words: Sequence[str], *, into: Path, cwd: Path, cache: Path
) -> tuple[Took, Held]:
    """Time and memory of one run of `gblint WORDS`, whose output goes into a file."""
    before = _clocks()
    most, others = 0.0, 0.0
    with (
        into.open("wb") as out,
        subprocess.Popen(
            [sys.executable, "-m", "gblint", *words],
            env={**_environment(cache), "PYTHONPATH": str(Path(__file__).parents[1])},
            cwd=cwd,
            stdout=out,
        ) as running,
    ):
        process = psutil.Process(running.pid)
        while running.poll() is None:
            most = max(most, _resident(process))
            others = max([others, *_children(process)])
            time.sleep(_EVERY)
        if running.returncode not in (0, 1):
            raise SystemExit(f"ended with {running.returncode}")
    took = _since(before)
    return took, Held(0, most, others, took.wall)


def _clocks() -> Took:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(time.perf_counter(), ended.ru_utime + ended.ru_stime)


def _since(before: Took) -> Took:
    now = _clocks()
    return Took(now.wall - before.wall, now.cpu - before.cpu)


def _children(process: psutil.Process) -> list[float]:
    try:
        return [_resident(child) for child in process.children(recursive=True)]
    except psutil.Error:
        return []


def _resident(process: psutil.Process) -> float:
    try:
        return process.memory_info().rss / 2**20
    except psutil.Error:  # it has just ended
        return 0.0


def _environment(cache: Path) -> dict[str, str]:
    return {**os.environ, "GBLINT_CACHE_DIR": str(cache)}
