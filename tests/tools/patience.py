"""Waiting for what other processes do, however busy the machine is."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

import psutil

LONGEST = 120
"""Seconds, by the clock, after which something does not come any more."""


def wait_until(true: Callable[[], object], otherwise: str) -> None:
    """Wait until something is true; fails after two minutes, with what is then to be said."""
    end = time.monotonic() + LONGEST
    while not true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.05)


def wait_for_end(processes: Collection[psutil.Process]) -> None:
    """Wait until others' processes have ended; fails after two minutes.

    One whose parent was killed may be listed long after its end, until init asks after it.
    """
    wait_until(lambda: not any(map(_goes_on, processes)), f"one goes on: {processes}")


def _goes_on(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
