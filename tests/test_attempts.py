"""What goes wrong in an attempt is told in short, and what is attempted has an end."""

from __future__ import annotations

from itertools import count

import pytest

from gblint import attempts
from gblint.attempts import attempt, limit_time, shorten_error
from gblint.text.patterns import PatternTimeout

_PRIVATE = "张三 410102197803074211\x1b[31m a@b.cn\n第二行"


def test_what_an_exception_says_is_kept_short() -> None:
    said = shorten_error(ValueError(_PRIVATE + "长" * 300 + "‘" + "文" * 50 + "’"))
    assert len(said) <= 80
    assert "\n" not in said
    assert "\x1b" not in said
    assert "19780307" not in said
    assert shorten_error(KeyError("字" * 30)) == "'…'"
    assert shorten_error(KeyError("330113 张三 *")) == "'…'"
    assert shorten_error(KeyError("330113")) == "'330113'"
    assert shorten_error(AttributeError("'Cell' object has no attribute 'row_span'")) == (
        "'Cell' object has no attribute 'row_span'"
    )
    assert shorten_error(ValueError("bad cell 张三 12 李四 in 'Zhang San'")) == "bad cell … in '…'"

    class _Silent(Exception):  # noqa: N818
        def __str__(self) -> str:
            raise ValueError

    assert shorten_error(_Silent()) == ""


def test_a_pattern_that_does_not_end_has_its_own_words() -> None:
    def runs() -> None:
        raise PatternTimeout("(a+)+b")

    stopped = attempt(runs, rule="XX101")
    assert isinstance(stopped, attempts.Stopped)
    assert "规则 XX101 的正则表达式运行超过" in stopped.reason.zh


def test_the_time_of_another_report_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(attempts, "thread_time", lambda: now[0])
    monkeypatch.setattr(attempts, "perf_counter", count(step=10**6).__next__)  # far ahead
    with limit_time(10):
        now[0] = 5
        with limit_time(10):
            now[0] = 16
            assert isinstance(attempt(int), attempts.Stopped)
        assert attempt(int) == 0
        now[0] = 22
        assert isinstance(attempt(int), attempts.Stopped)
        assert attempt(int, late=True) == 0
    assert attempt(int) == 0


def test_what_stops_on_purpose_has_its_own_words() -> None:
    class TooMany(Exception):  # noqa: N818
        words = ("太多", "too many")

    def runs() -> None:
        raise TooMany

    stopped = attempt(runs)
    assert isinstance(stopped, attempts.Stopped)
    assert (stopped.reason.zh, stopped.reason.en, stopped.error) == ("太多", "too many", "TooMany")
