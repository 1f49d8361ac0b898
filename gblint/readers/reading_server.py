"""A process that has a reader's library loaded, and reads each file in a fork of itself.

Loading a library takes longer than reading a file with it. What a fork does to itself, and what
limits are put on it, ends with it: the server sees the bytes of files, and never looks into them.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from struct import Struct
from typing import NoReturn

from gblint.signals import undisturbed

_REQUEST = Struct("<QQ")
"""Before a request: the bytes of the limits and those of the file, which follow."""

_ANSWER = Struct("<qQ")
"""Before an answer: the exit code of the fork, as subprocess has it, and the answer's bytes."""

_CHUNK = 1 << 20


def can_serve() -> bool:
    """Whether the system forks safely: others start a process for each file."""
    return sys.platform == "linux"


class ServerDiedError(Exception):
    """A server that does not answer any more; `code` is its exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class ReadingServer:
    """This side of a server. One file at a time: what does not come to its end ends the server."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("a server is asked through pipes")
        self._process = process
        self._requests = process.stdin
        self._answers = process.stdout.fileno()
        for pipe in (process.stdin, process.stdout):
            _widen_pipe(pipe.fileno())

    def ask(self, limits: bytes, data: bytes, *, seconds: float) -> tuple[bytes, int]:
        """What a fork answers for a file, and its exit code.

        Raises subprocess.TimeoutExpired after so many seconds, ServerDiedError.
        """
        end = time.monotonic() + seconds
        try:
            self._requests.write(_REQUEST.pack(len(limits), len(data)) + limits)
            self._requests.write(data)
            self._requests.flush()
            code, length = _ANSWER.unpack(self._read(_ANSWER.size, end))
            return self._read(length, end), code
        except (BrokenPipeError, EOFError) as error:
            self.end()
            raise ServerDiedError(self._process.returncode) from error

    def _read(self, length: int, end: float) -> bytes:
        from select import poll

        waiting = poll()
        waiting.register(self._answers)
        found: list[bytes] = []
        while length:
            left = end - time.monotonic()
            if left <= 0 or not waiting.poll(left * 1000):
                raise subprocess.TimeoutExpired(self._process.args, left)
            piece = os.read(self._answers, min(length, _CHUNK))
            if not piece:
                raise EOFError
            found.append(piece)
            length -= len(piece)
        return b"".join(found)

    def end(self) -> None:
        """End it, with the fork that it waits for."""
        import signal

        if self._process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self._process.wait()


class _Idle:
    """Servers that wait for a file, of this process alone: a fork of it has none."""

    def __init__(self) -> None:
        self._owner = 0
        self._waiting: dict[tuple[str, ...], list[ReadingServer]] = {}
        self._of_others: list[object] = []

    def _own(self) -> dict[tuple[str, ...], list[ReadingServer]]:
        if self._owner != os.getpid():
            import atexit

            self._of_others.append(self._waiting)  # not ours to end, nor to be forgotten aloud
            self._waiting = {}
            self._owner = os.getpid()
            atexit.register(self._end, self._owner)
        return self._waiting

    def take(self, key: tuple[str, ...]) -> ReadingServer | None:
        waiting = self._own().get(key)
        try:
            return waiting.pop() if waiting else None
        except IndexError:
            return None  # another thread has it

    def put(self, key: tuple[str, ...], server: ReadingServer) -> None:
        self._own().setdefault(key, []).append(server)

    def _end(self, owner: int) -> None:
        if os.getpid() != owner:
            return
        for servers in self._waiting.values():
            while servers:
                servers.pop().end()


_IDLE = _Idle()


@contextmanager
def borrow_server(
    key: tuple[str, ...], start: Callable[[], subprocess.Popen[bytes]]
) -> Iterator[ReadingServer]:
    """A server that waits, or a new one; it waits again afterwards, unless something failed.

    `key` says which servers are alike; `start` starts one, in a session of its own.
    """
    with undisturbed():
        server = _IDLE.take(key) or ReadingServer(start())
    try:
        yield server
    except BaseException:
        server.end()
        raise
    _IDLE.put(key, server)


def serve(answer: Callable[[bytes, bytes], bytes]) -> NoReturn:
    """The server: forks for each request (limits, file) on standard input, and never returns.

    Its own standard output is for answers; what else is printed goes nowhere.
    """
    import gc

    gc.freeze()  # what is loaded stays; forks need not copy it to look at it
    gc.disable()  # a fork has little that goes round in circles, and takes it along when it ends
    reading, writing = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    with os.fdopen(reading, "rb") as requests:
        while True:
            head = requests.read(_REQUEST.size)
            if len(head) < _REQUEST.size:
                os._exit(0)
            lengths = _REQUEST.unpack(head)
            parts = [requests.read(length) for length in lengths]
            code, told = _answer_in_fork(partial(answer, *parts), (reading, writing))
            del parts
            write_all(writing, _ANSWER.pack(code, len(told)) + told)


def _answer_in_fork(answer: Callable[[], bytes], closed: tuple[int, ...]) -> tuple[int, bytes]:
    """The exit code of a fork, and what it told until its end; `closed` are files it has not."""
    told, telling = os.pipe()
    _widen_pipe(telling)
    fork = os.fork()
    if not fork:
        try:
            for file in (*closed, told):
                os.close(file)
            write_all(telling, answer())
        finally:
            os._exit(0)
    os.close(telling)
    with os.fdopen(told, "rb") as pipe:
        found = pipe.read()
    _, status = os.waitpid(fork, 0)
    return os.waitstatus_to_exitcode(status), found


def _widen_pipe(pipe: int) -> None:
    """Let a pipe hold a whole file, where the system does: the processes then wake each other once
    and not for every 64 KB.
    """
    if sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _CHUNK)


def write_all(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]
