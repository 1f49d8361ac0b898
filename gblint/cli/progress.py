"""A progress bar, for those who wait at a terminal."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from gblint.cli.lang import for_people
from gblint.cli.streams import stderr

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from gblint.findings import Lang

PATIENCE = 1.0
"""Seconds before a bar appears."""

_EVERY = 0.1
"""Seconds before it is drawn again: drawing takes as long as serving a file from the cache."""


class Bar:
    """Called before each file. Shows nothing unless standard error is a terminal."""

    def __init__(self, lang: Lang, *, patience: float = PATIENCE) -> None:
        self._lang = lang
        self._due = time.monotonic() + patience
        self._wanted = stderr().terminal
        self._shown: tuple[Progress, TaskID] | None = None

    def __call__(self, done: int, total: int) -> None:
        if not self._wanted or time.monotonic() < self._due:
            return
        if self._shown is None:
            self._shown = self._begin(total)
        progress, task = self._shown
        progress.update(task, completed=done, refresh=True)
        self._due = time.monotonic() + _EVERY

    def close(self) -> None:
        """Take the bar away."""
        if self._shown is not None:
            self._shown[0].stop()
            self._shown = None

    def _begin(self, total: int) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeRemainingColumn as Remaining

        words = "检查" if for_people(self._lang, stderr()) == "zh" else "Checking"
        progress = Progress(
            TextColumn(words),
            BarColumn(),
            MofNCompleteColumn(),
            Remaining(),
            console=Console(stderr=True),
            transient=True,
            auto_refresh=False,
        )
        task = progress.add_task(words, total=total)
        progress.start()
        return progress, task
