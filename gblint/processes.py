"""Processes of gblint's own: how they hear requests to end, and how one is started.

Requests to end (Ctrl+C, SIGTERM, SIGHUP) are heard as an exception, by way of all clean-up. Whoever
runs a program that must leave nothing behind hears them (`hear_requests`); whoever makes something
that has to be taken away again makes it undisturbed (`hold_requests`), so that no request comes
between its making and the moment from which it is looked after.

A program that PyInstaller has built has no Python beside it, and is its own `sys.executable`:
started again with `CHILD` as its first word, it is the process asked for (`packaging/start.py`).
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

_NAMES = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""Where the system has them: SIGBREAK is how Windows closes a console."""

_BURST = 5.0
"""Seconds in which further requests are no new ones: while what is left is being cleaned up."""

_AGAIN = 0.005
"""Seconds until a request that was raised where Python drops exceptions is raised once more."""

_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between attempts to remove a folder."""

CHILD = "--gblint-child"
"""The first word of a built program's command that makes it a process of its own."""

_UNPACKED = "_PYI_"
"""What the variables begin with by which a program of one file finds what it has unpacked."""


class Ended(KeyboardInterrupt):
    """A request of the system to end, by a signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def get_signal(stop: KeyboardInterrupt) -> int:
    """The number of the signal by which a program was asked to end."""
    return int(getattr(stop, "number", signal.SIGINT))


def let_through(error: BaseException) -> None:
    """Raise the request to end that an exception is, stands for or came instead of, if any.

    Where exceptions of any kind are caught this comes first: clean-up that fails on the way out
    must not make a request to end be forgotten.
    """
    met: list[BaseException] = []
    stop: BaseException | None = error
    while stop is not None and all(stop is not one for one in met):
        if isinstance(stop, KeyboardInterrupt):
            raise stop
        met.append(stop)
        # who calls gblint while handling Ctrl+C has answered that request already
        stop = stop.__cause__ or (stop.__context__ if get_requested_signal() is not None else None)


def make_exit_code(stop: KeyboardInterrupt) -> int:
    """The exit code after a request to end, as shells have it: 130, 143, 129."""
    return 128 + get_signal(stop)


class _Hearing:
    """What is known of requests while they are heard."""

    def __init__(self) -> None:
        self.heard_at = -_BURST
        self.over = False
        self.undisturbed = 0
        self.waiting: int | None = None
        self.raised: int | None = None

    def hear(self, number: int, _frame: object) -> None:
        if self.over:  # the program is on its way out, with nothing left to clean up
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
            return
        # whoever holds Ctrl+C down, or a system that sends SIGTERM and SIGHUP, asks once: a second
        # exception would break off the clean-up that the first has begun
        if time.monotonic() - self.heard_at < _BURST:
            return
        self.heard_at = time.monotonic()
        if self.undisturbed:
            self.waiting = number
        else:
            self.stop(number)

    def stop(self, number: int) -> None:
        self.raised = number
        raise KeyboardInterrupt if number == signal.SIGINT else Ended(number)

    def hear_again(self, number: int) -> None:
        """A request came to nothing, as it was raised in a `__del__` or the like: hear it anew.

        Here it would be dropped again, hence from a thread, a moment later.
        """
        main = threading.main_thread().ident
        started = threading.Event()

        def again() -> None:
            started.wait()  # until this thread runs, a busy machine may take longer than the pause
            time.sleep(_AGAIN)
            if self.over:
                return
            self.heard_at = -_BURST
            if main is not None and hasattr(signal, "pthread_kill"):
                signal.pthread_kill(main, number)  # a call that waits in the main thread ends, too
            else:
                signal.raise_signal(number)

        try:
            threading.Thread(target=again, daemon=True).start()
        except RuntimeError:  # no more threads: the next request is heard, at least
            self.heard_at = -_BURST
        started.set()


_hearing: _Hearing | None = None


def get_requested_signal() -> int | None:
    """The signal by which the program was asked to end, while requests are heard."""
    return None if _hearing is None else _hearing.raised


@contextmanager
def hear_requests() -> Iterator[None]:
    """While this holds, a request to end raises KeyboardInterrupt (Ctrl+C) or Ended.

    A signal that is ignored (`nohup`), or that somebody else handles, is left alone; so are all in
    a thread that is not the main one, where none arrive.
    """
    global _hearing  # noqa: PLW0603 - signals are of the process
    if threading.current_thread() is not threading.main_thread() or _hearing is not None:
        yield
        return
    mine = _hearing = _Hearing()
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {
        number: handler
        for number in (*numbers, signal.SIGINT)
        if (handler := signal.getsignal(number)) in (signal.SIG_DFL, signal.default_int_handler)
    }
    try:
        with _drop_nothing(mine):
            for number in before:
                signal.signal(number, mine.hear)
            yield
    finally:
        mine.over = True
        _hearing = None
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _drop_nothing(mine: _Hearing) -> Iterator[None]:
    """While this holds, no request is lost where Python drops exceptions with a traceback."""
    before = sys.unraisablehook

    def hook(lost: sys.UnraisableHookArgs) -> None:
        if isinstance(lost.exc_value, KeyboardInterrupt):
            mine.hear_again(get_signal(lost.exc_value))
        else:
            before(lost)

    sys.unraisablehook = hook
    try:
        yield
    finally:
        if sys.unraisablehook is hook:
            sys.unraisablehook = before


@contextmanager
def hold_requests() -> Iterator[None]:
    """While this holds, a request to end waits; it is heard when it is over."""
    mine = _hearing
    if mine is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    mine.undisturbed += 1
    try:
        yield
    finally:
        mine.undisturbed -= 1
        if not mine.undisturbed and mine.waiting is not None:
            number, mine.waiting = mine.waiting, None
            mine.stop(number)


@contextmanager
def make_temporary_folder() -> Iterator[str]:
    """A temporary folder that is gone in the end, with all that is in it.

    Programs that were ended may be on their way out of it still, so it is tried for a while.
    """
    from tempfile import TemporaryDirectory

    folder: TemporaryDirectory[str] | None = None
    try:
        with hold_requests():
            folder = TemporaryDirectory(prefix="gblint-", ignore_cleanup_errors=True)
        yield folder.name
    finally:
        if folder is not None:
            for pause in _PAUSES:
                folder.cleanup()
                if not os.path.lexists(folder.name):
                    break
                time.sleep(pause)


def is_built() -> bool:
    """Whether this is a built program, with no Python to be started."""
    return bool(getattr(sys, "frozen", False))


def make_child_command(
    call: str,
    *words: str,
    options: Sequence[str] = (),
    places: Sequence[str] = (),
) -> list[str]:
    """The command of a process that calls a function (`package.module:name`) without arguments.

    It finds the words in `sys.argv[1:]`. `options` are for Python, and `places` where it imports
    from, instead of what it finds itself; a built program has its own.
    """
    if is_built():
        return [sys.executable, CHILD, call, *words]
    module, _, name = call.partition(":")
    imports = f"sys.path[:] = {list(places)!a}; " if places else ""
    start = f"import sys; {imports}from {module} import {name}; sys.exit({name}())"
    return [sys.executable, *options, "-c", start, *words]


def keep_variables(names: Sequence[str]) -> dict[str, str]:
    """Of the environment only what has these names, and what a built program starts again by."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in names or (is_built() and name.startswith(_UNPACKED))
    }


def run_as_child(words: Sequence[str]) -> int | None:
    """Be the process that these words of a built program's command ask for; the exit code.

    None where they ask for none.
    """
    if len(words) < 2 or words[0] != CHILD:
        return None
    from pkgutil import resolve_name

    sys.argv[1:] = words[2:]
    code = resolve_name(words[1])()
    return code if isinstance(code, int) else 0
