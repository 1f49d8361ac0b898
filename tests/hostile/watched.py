"""gblint as a command that is watched: what it says, how long it computes, its peak of memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from tests.tools.forked import environment, run, with_packs


class Ran(msgspec.Struct, frozen=True):
    """What a run came to, with what it started: `seconds` of computing, `megabytes` at the peak."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float


def ran(folder: Path, *words: str, env: Mapping[str, str] | None = None) -> Ran:
    """Run gblint with these words in a folder; its caches are in `.cache` there."""
    known = environment(with_packs(folder / ".cache"))
    done = run(words, cwd=folder, env={**known, **(env or {})})
    seconds, megabytes = done.cost
    assert megabytes, "it left without an end"
    return Ran(done.returncode, done.out, done.err, seconds, megabytes)
