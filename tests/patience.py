"""Waiting for what other processes do, however busy the machine is."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST = 120
"""Seconds, by the clock, after which something does not come any more."""


def wait_until(true: Callable[[], object], otherwise: str) -> None:
    """Wait until something is true; fails after two minutes, with what is then to be said."""
    end = time.monotonic() + LONGEST
    while not true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.05)
