"""gblint as a command that is watched: what it says, how long it computes, its peak of memory.

`python -m tests.hostile.watched REPORT WORD...` is gblint with these words; what it cost goes to
the file REPORT.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

from tests.cli.scenario import environment, with_packs

_LONGEST = 300
"""Seconds, by the clock, after which a run is given up: others may compute beside it."""


class Ran(msgspec.Struct, frozen=True):
    """What a run came to, with what it started: `seconds` of computing, `megabytes` at the peak."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float


def ran(folder: Path, *words: str, env: Mapping[str, str] | None = None) -> Ran:
    """Run gblint with these words in a folder; its caches are in `.cache` there."""
    report = folder / ".peak"
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.watched", str(report), *words],
        cwd=folder,
        env={**environment(with_packs(folder / ".cache")), **(env or {})},
        capture_output=True,
        check=False,
        timeout=_LONGEST,
        stdin=subprocess.DEVNULL,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    seconds, megabytes = map(float, report.read_text().split())
    return Ran(done.returncode, out, err, seconds, megabytes)


def _cost() -> tuple[float, float]:
    """Seconds and MB, of this process (not of the one that it was a copy of) and of others."""
    import resource

    own = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return sum(os.times()[:4]), (int(own) + others) / 1024


def _main() -> int:
    from gblint.cli import main

    report, sys.argv[1:] = sys.argv[1], sys.argv[2:]
    try:
        return main(sys.argv[1:])
    finally:
        Path(report).write_text("{} {}".format(*_cost()))


if __name__ == "__main__":
    code = _main()
    sys.stdout.flush()
    os._exit(code)
