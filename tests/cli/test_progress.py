"""The progress bar of a batch."""

from __future__ import annotations

import time

import pytest

from gblint.cli.streams import ProgressBar, Stream


class _Drawn:
    """Stands for the bar on the screen, and counts."""

    def __init__(self) -> None:
        self.seen: list[int] = []

    def update(self, _task: int, *, completed: int, refresh: bool) -> None:
        assert refresh
        self.seen.append(completed)

    def stop(self) -> None:
        self.seen.append(-1)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> _Drawn:
    """A terminal at which time goes on by a hundredth of a second for each file."""
    now = iter(range(1_000_000))
    monkeypatch.setattr(time, "monotonic", lambda: next(now) / 100)
    seen = _Drawn()
    monkeypatch.setattr(ProgressBar, "_begin", lambda *_: (seen, 0))
    monkeypatch.setattr(Stream, "__init__", _terminal)
    return seen


def _terminal(stream: object, *_: object) -> None:
    stream.terminal = True  # type: ignore[attr-defined]


def test_the_bar_is_drawn_after_a_while_and_not_for_every_file(drawn: _Drawn) -> None:
    bar = ProgressBar("zh")
    for done in range(1000):
        bar(done, 1000)
    bar.close()
    bar.close()
    assert drawn.seen[0] >= 90, "it is not for short runs"
    assert 50 < len(drawn.seen) < 100
    assert drawn.seen.count(-1) == 1
    assert drawn.seen[:-1] == sorted(drawn.seen[:-1])
