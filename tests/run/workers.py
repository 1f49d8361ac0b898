"""Work for pools in tests, in place of checking files."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

Work = Callable[[bytes], bytes]


def echo(setup: bytes) -> Work:
    return lambda task: setup + task


def process_id(_setup: bytes) -> Work:
    return lambda _task: str(os.getpid()).encode()


def deadly(setup: bytes) -> Work:
    """`die` ends the process at once; `once` only when the file of the setup is not there."""

    def work(task: bytes) -> bytes:
        if task == b"die":
            os._exit(3)
        if task == b"once" and not Path(setup.decode()).exists():
            Path(setup.decode()).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return task

    return work


def sleepy(setup: bytes) -> Work:
    """`hang` takes for ever, `deaf` even when told to end; the file of the setup marks an end."""

    def work(task: bytes) -> bytes:
        if task == b"deaf":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if task in (b"hang", b"deaf"):
            try:
                time.sleep(600)
            finally:
                Path(setup.decode()).touch()
        return task

    return work


def stillborn(_setup: bytes) -> Work:
    os._exit(1)


def faulty(_setup: bytes) -> Work:
    raise KeyError("setup")
