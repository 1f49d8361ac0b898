"""A process that has a reader's library loaded, and has each file read in a fork of itself.

Loading a library takes longer than reading a file with it. What a fork does to itself, and what
limits are put on it, ends with it: the server itself never sees a file.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from struct import Struct
from typing import NoReturn

from gblint.signals import undisturbed

_REQUEST = Struct("<QQ")
"""Before a request: the bytes of the limits and those of the file, which follow."""

_ANSWER = Struct("<qQ")
"""Before an answer: the exit code of the fork, as subprocess has it, and the answer's bytes."""

_LENGTH = Struct("<q")
"""Before what a fork tells the server."""

_BEGUN = b"\1"
"""What a fork tells when it has its request whole."""

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


def serve(answer: Callable[[bytes, bytes], bytes], warm_up: Callable[[], object]) -> NoReturn:
    """The server: forks for each request (limits, file) on standard input, and never returns.

    A fork is there before its request comes: while nothing waits, it warms up, so that what a fork
    does first (it copies the pages of memory that it writes to) is done by then.

    Its own standard output is for answers; what else is printed goes nowhere.
    """
    import gc
    import signal

    gc.freeze()  # what is loaded stays; forks need not copy it to look at it
    gc.disable()  # a fork has little that goes round in circles, and takes it along when it ends
    requests, answers = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    while True:
        told, telling = os.pipe()
        _widen_pipe(telling)
        fork = os.fork()
        if not fork:
            try:
                os.close(answers)
                os.close(told)
                _answer_next(requests, telling, answer, warm_up)
            finally:
                os._exit(0)
        os.close(telling)
        if not _read_all(told, len(_BEGUN)):
            _, status = os.waitpid(fork, 0)  # no more requests, or it died before it had one
            os._exit(max(os.waitstatus_to_exitcode(status), 0))
        found = _read_all(told, _LENGTH.size)
        length, *_ = _LENGTH.unpack(found) if len(found) == _LENGTH.size else (-1,)
        found = _read_all(told, length) if length >= 0 else b""
        whole = len(found) == length
        if whole:
            write_all(answers, _ANSWER.pack(0, length) + found)
            os.kill(fork, signal.SIGKILL)  # it has told all: none stays, and the next need not wait
        os.close(told)
        _, status = os.waitpid(fork, 0)
        if not whole:
            write_all(answers, _ANSWER.pack(os.waitstatus_to_exitcode(status), 0))


def _answer_next(
    requests: int,
    telling: int,
    answer: Callable[[bytes, bytes], bytes],
    warm_up: Callable[[], object],
) -> None:
    """In a fork: answer one request. Those that follow are not its own."""
    from select import poll

    waiting = poll()
    waiting.register(requests)
    if not waiting.poll(0):
        with contextlib.suppress(Exception):  # what is wrong with it is told for each file
            warm_up()
    head = _read_all(requests, _REQUEST.size)
    if len(head) < _REQUEST.size:
        return
    limits, data = (_read_all(requests, length) for length in _REQUEST.unpack(head))
    os.close(requests)
    write_all(telling, _BEGUN)
    found = answer(limits, data)
    write_all(telling, _LENGTH.pack(len(found)) + found)


def _read_all(file: int, length: int) -> bytes:
    """So many bytes; less where the file ends."""
    found: list[bytes] = []
    while length and (piece := os.read(file, min(length, _CHUNK))):
        found.append(piece)
        length -= len(piece)
    return b"".join(found)


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
