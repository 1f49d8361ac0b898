"""What a file costs and comes to: checked in a process of its own, which is watched.

`python -m tests.hostile.measured` is the server behind `Measured`. It has gblint loaded, reads
paths on standard input, checks each file in a fork of itself, and writes what it came to as a line
of JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import msgspec

_WATCHED = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn")
_CHANGES = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "shutil.")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Cost(msgspec.Struct, frozen=True):
    """What checking a file came to. `seconds` are of computing, `megabytes` the peak.

    `outcome` is `read`, `refused`, or an exception's name; `says` what was told of it. `did` are
    the events of writing, connecting and starting, as Python's audit hooks tell them.
    """

    seconds: float
    megabytes: float
    outcome: str
    says: str = ""
    did: tuple[str, ...] = ()


class Measured:
    """A server of its own, for as long as one is within it."""

    def __enter__(self) -> Measured:
        command = [sys.executable, "-m", "tests.hostile.measured"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._process as process:
            assert process.stdin is not None
            process.stdin.close()

    def cost(self, path: Path, name: str = "") -> Cost:
        """What checking the file costs, under its own name or another."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([str(path), name or path.name]) + "\n")
        self._process.stdin.flush()
        return msgspec.json.decode(self._process.stdout.readline(), type=Cost)


def _serve() -> None:
    from gblint.api import check

    check("一、总体情况".encode())  # all that a check needs is loaded
    for line in sys.stdin:
        path, name = json.loads(line)
        sys.stdout.write(msgspec.json.encode(_forked(path, name)).decode() + "\n")
        sys.stdout.flush()


def _forked(path: str, name: str) -> Cost:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _checked(path, name, lambda told: os.write(writing, told))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status, usage = os.wait4(pid, 0)
    seconds = usage.ru_utime + usage.ru_stime  # with those of processes that it waited for
    outcome, says, did, most = (
        msgspec.json.decode(told) if told else (f"died of {status}", "", (), usage.ru_maxrss)
    )
    return Cost(seconds, most / 1024, outcome, says, tuple(did))


def _checked(path: str, name: str, tell: Callable[[bytes], object]) -> None:
    import resource

    from gblint.api import check

    did: list[str] = []
    sys.addaudithook(lambda event, details: _note(did, event, details))
    try:
        result = check(Path(path).read_bytes(), file_name=name)
        outcome, says = ("read", "") if result.failure is None else ("refused", result.failure.zh)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
        outcome, says = type(error).__name__, str(error)
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    most = sum(resource.getrusage(who).ru_maxrss for who in whose)
    tell(msgspec.json.encode((outcome, says, did, most)))


def _note(did: list[str], event: str, details: tuple[object, ...]) -> None:
    if event == "open":
        path, mode, flags = details
        writes = isinstance(flags, int) and flags & _WRITING
        pipe = isinstance(path, int) or path == os.devnull
        if not pipe and (writes or (isinstance(mode, str) and set(mode) & set("wax+"))):
            did.append(f"{event} {path!r}")
    elif event == "subprocess.Popen" and "gblint.readers.sandbox" in str(details[1]):
        return  # the known one: see readers/sandbox.py
    elif event.startswith((*_WATCHED, *_CHANGES)):
        did.append(f"{event} {details!r}"[:200])


if __name__ == "__main__":
    _serve()
