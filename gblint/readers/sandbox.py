"""Reading apart: a reader in a process of its own that time and memory are held down for.

For forms whose library can hang, crash, or take all memory, on a file made for it. The process gets
the file and gives the Document back through pipes; it can write to no file, start nothing and
connect to nothing. Elsewhere than on Linux it is started anew for each file.

On Linux it is a fork of a server that has the library loaded, as loading it takes longer than
reading a file with it. What a fork does to itself, and what limits are put on it, ends with it: the
server itself never sees a file. First stands the server and who asks it, then the reading.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from struct import Struct
from typing import NoReturn

import msgspec

from gblint.document import Document
from gblint.findings import Say
from gblint.processes import hold_requests, keep_variables, make_child_command
from gblint.readers.refusals import (
    Kind,
    Limits,
    ReadError,
    apply_limits,
    check_size,
    count_bytes,
    get_limits,
    over_limit_error,
    unreadable_error,
)

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
        # the group: a fork that hangs is in it, and would not hear of its parent's end
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self._process.wait()


_WAITING: dict[tuple[str, ...], list[ReadingServer]] = {}
"""Servers that wait for a file, by their commands, of this process alone: a fork of it has none."""

_OF_OTHERS: list[object] = []
"""Those of the process that this one is a fork of: not ours to end, nor to be forgotten aloud."""


def _forget_servers() -> None:
    _OF_OTHERS.append(_WAITING.copy())
    _WAITING.clear()


if can_serve():
    os.register_at_fork(after_in_child=_forget_servers)


@atexit.register
def _end_servers() -> None:
    for servers in _WAITING.values():
        while servers:
            servers.pop().end()


@contextmanager
def _borrow_server(command: tuple[str, ...]) -> Iterator[ReadingServer]:
    """A server of this command that waits, or a new one; it waits again afterwards, unless
    something failed.
    """
    waiting = _WAITING.setdefault(command, [])
    with hold_requests():
        try:
            server = waiting.pop()  # another thread may have the last one
        except IndexError:
            server = ReadingServer(_start_process(command))
    try:
        yield server
    except BaseException:
        server.end()
        raise
    waiting.append(server)


def _serve(reader: str) -> NoReturn:
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
        # a pipe for this fork alone: its death shows as the end of what comes
        from_fork, to_server = os.pipe()
        _widen_pipe(to_server)
        fork = os.fork()
        if not fork:
            try:
                os.close(answers)
                os.close(from_fork)
                _answer_next(requests, to_server, reader)
            finally:
                os._exit(0)
        os.close(to_server)
        if not _read_all(from_fork, len(_BEGUN)):
            _, status = os.waitpid(fork, 0)  # no more requests, or it died before it had one
            os._exit(max(os.waitstatus_to_exitcode(status), 0))
        found = _read_all(from_fork, _LENGTH.size)
        length, *_ = _LENGTH.unpack(found) if len(found) == _LENGTH.size else (-1,)
        found = _read_all(from_fork, length) if length >= 0 else b""
        whole = len(found) == length
        if whole:
            write_all(answers, _ANSWER.pack(0, length) + found)
            os.kill(fork, signal.SIGKILL)  # it has told all: none stays, and the next need not wait
        os.close(from_fork)
        _, status = os.waitpid(fork, 0)
        if not whole:
            write_all(answers, _ANSWER.pack(os.waitstatus_to_exitcode(status), 0))


def _answer_next(requests: int, to_server: int, reader: str) -> None:
    """In a fork: answer one request. Those that follow are not its own."""
    from select import poll

    waiting = poll()
    waiting.register(requests)
    if not waiting.poll(0):
        with contextlib.suppress(Exception):  # what is wrong with it is told for each file
            _prepare(reader)
    head = _read_all(requests, _REQUEST.size)
    if len(head) < _REQUEST.size:
        return
    limits, data = (_read_all(requests, length) for length in _REQUEST.unpack(head))
    os.close(requests)
    write_all(to_server, _BEGUN)
    found = _read_within(reader, limits, data)
    write_all(to_server, _LENGTH.pack(len(found)) + found)


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


Reader = Callable[[bytes], Document]

_CHILD = "gblint.readers.sandbox:run_child"
_OPTIONS = ("-P", "-B", "-X", "utf8")
"""Nothing is imported from the folder one happens to be in, and no cache is written."""

_KEPT = ("PATH", "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME")
READING = 10
"""How many times its computing time a process may last, where others compute beside it: a good
file is not refused because the machine is busy. What only waits is ended by it."""

_REFUSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn")
_CHANGES = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod")
_REFUSED_OR_CHANGES = (*_REFUSED, *_CHANGES)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class _Answer(msgspec.Struct, frozen=True):
    """What a process apart gives back: one of the three. `refusal` has what a ReadError says, in
    both languages, and its kind; `fault` is an error of ours.
    """

    document: Document | None = None
    refusal: tuple[str, str, Kind] | None = None
    fault: str = ""


class ReaderError(RuntimeError):
    """An error of ours in a process apart: its last line, and the traceback as a note."""


def read_in_sandbox(reader: str, data: bytes) -> Document:
    """Read a file with a function, in a process of its own, under the limits.

    `reader` names it (`package.module:function`), so that its library is imported only there.

    Raises ReadError, also where the process is ended or dies, and ReaderError.
    """
    limits = get_limits()
    if not sys.executable:
        raise _not_started_error()
    places = [os.path.abspath(place) for place in sys.path]  # noqa: PTH100
    command = tuple(make_child_command(_CHILD, reader, options=_OPTIONS, places=places))
    # where computing time is not held down, that is the clock's
    seconds = limits.read_seconds * (1 if sys.platform == "win32" else READING)
    try:
        answer = _ask_server if can_serve() else _ask_process
        output, code = answer(command, msgspec.json.encode(limits), data, seconds)
    except subprocess.TimeoutExpired as error:
        raise _too_long_error(limits) from error
    except ServerDiedError as error:
        output, code = b"", error.code
    return _read_answer(output, code, limits)


def _ask_server(
    command: tuple[str, ...], limits: bytes, data: bytes, seconds: float
) -> tuple[bytes, int]:
    """The answer of a fork, and its exit code; one that died while it waited is started anew."""
    with contextlib.suppress(ServerDiedError), _borrow_server(command) as server:
        return server.ask(limits, data, seconds=seconds)
    with _borrow_server(command) as server:
        return server.ask(limits, data, seconds=seconds)


def _ask_process(
    command: tuple[str, ...], limits: bytes, data: bytes, seconds: float
) -> tuple[bytes, int]:
    """The answer of a process started for it, and its exit code."""
    process: subprocess.Popen[bytes] | None = None
    try:
        with hold_requests():
            process = _start_process((*command, limits.decode()))
        output, _ = process.communicate(data, timeout=seconds)
    finally:
        if process is not None:
            with process:
                process.kill()
    return output, process.returncode


def _start_process(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """The process of a command. Raises ReadError."""
    try:
        return subprocess.Popen(  # noqa: S603 - no shell, and the file's name is data
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=keep_variables(_KEPT),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            start_new_session=can_serve(),  # a server and its fork are ended together
        )
    except OSError as error:
        raise _not_started_error() from error


def find_longest_seconds(limits: Limits) -> float:
    """Seconds that a file has in a process: no fewer than it may take to be read and converted.

    A LibreOffice that is kept has to start, and what it cannot convert is tried by itself.
    """
    return max(limits.batch_seconds, READING * limits.read_seconds + 3 * limits.convert_seconds)


def _read_answer(output: bytes, code: int, limits: Limits) -> Document:
    """What the answer of a process says, or its death. Raises ReadError, ReaderError."""
    try:
        answer = msgspec.msgpack.decode(output, type=_Answer)
    except msgspec.DecodeError:
        _raise_sudden_end(code, limits)
    if answer.refusal is not None:
        zh, en, kind = answer.refusal
        raise ReadError(Say(zh, en), kind)
    if answer.document is None:
        fault = ReaderError(answer.fault.strip().rpartition("\n")[2])
        fault.add_note(answer.fault)
        raise fault
    return answer.document


def _raise_sudden_end(code: int, limits: Limits) -> NoReturn:
    """Of a process without an answer. Raises ReadError."""
    if sys.platform != "win32":
        from signal import SIGKILL, SIGXCPU

        if -code in (SIGXCPU, SIGKILL):  # the soft limit of computing time, and the hard one
            raise _too_long_error(limits)
    raise unreadable_error(
        f"读取程序在这个文件上意外终止（退出码 {code}），未能读取：文件可能已损坏，"
        "请在 Word 或 WPS 中打开，另存为 .docx 后再检查。",
        f"Reading the file came to a sudden end (exit code {code}): it may be damaged; open it "
        "in Word or WPS and save it as .docx.",
    )


def _too_long_error(limits: Limits) -> ReadError:
    seconds = limits.read_seconds
    return over_limit_error(
        f"读取超过 {seconds} 秒", f"more than {seconds} s to read it", setting="read_seconds"
    )


def _not_started_error() -> ReadError:
    return unreadable_error(
        "不能启动另一个 Python 进程来读取这个文件：请把它另存为 .docx，或用 pip 安装 gblint "
        "后再检查。",
        "No other Python process can be started to read the file: save it as .docx, or use a "
        "gblint that pip has installed.",
    )


def run_child() -> NoReturn:
    """The process apart: what `read_in_sandbox` runs. Its words are a reader and the limits.

    Without limits it is the server, which gets them with every file.
    """
    reader, limits = (*sys.argv[1:], "")[:2]
    if not limits:
        with contextlib.suppress(Exception):  # what is wrong with it is told for each file
            _prepare(reader)
        _serve(reader)
    out = os.dup(1)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)  # a library that prints does not spoil the answer
    write_all(out, _read_within(reader, limits.encode(), sys.stdin.buffer.read()))
    os._exit(0)  # taking everything down in order takes time


def _find_reader(reader: str) -> Reader:
    from pkgutil import resolve_name

    found: Reader = resolve_name(reader)
    return found


def _prepare(reader: str) -> None:
    """Load a reader, and have its module make ready what it needs for every file, if it can."""
    module = sys.modules[_find_reader(reader).__module__]
    prepare: Callable[[], None] | None = getattr(module, "prepare", None)
    if prepare is not None:
        prepare()


def _read_within(reader: str, limits: bytes, data: bytes) -> bytes:
    """The answer for a file, read within the limits, which are put on this very process."""
    own = msgspec.json.decode(limits, type=Limits)
    _set_limits(own)
    try:
        with apply_limits(own):
            read = _find_reader(reader)  # before the hook: to import it takes files
            sys.addaudithook(_refuse_all_but_reading)
            encoded = msgspec.msgpack.encode(_Answer(read(data)))
            check_size(len(encoded), "total_mb")
    except ReadError as error:
        return _encode_refusal(error)
    except MemoryError:
        pass  # what took the memory goes with the exception
    except RecursionError:
        return _encode_refusal(over_limit_error("内部嵌套过深", "its inside is nested too deep"))
    except BaseException:  # noqa: BLE001 - the way to the user is the answer
        import traceback

        return msgspec.msgpack.encode(_Answer(fault=traceback.format_exc()))
    else:
        return encoded
    most = own.memory_mb
    return _encode_refusal(
        over_limit_error(
            f"读取所需内存超过 {most:g} MB",
            f"more than {most:g} MB of memory to read it",
            setting="memory_mb",
        )
    )


def _encode_refusal(error: ReadError) -> bytes:
    refusal = error.say.zh, error.say.in_lang("en"), error.kind
    return msgspec.msgpack.encode(_Answer(refusal=refusal))


def _set_limits(limits: Limits) -> None:
    """Hold computing time and memory down, and let no file be written, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    memory = count_bytes(limits.memory_mb)
    seconds = limits.read_seconds
    for what, soft, hard in (
        (resource.RLIMIT_DATA, memory, memory),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with contextlib.suppress(OSError, ValueError):  # macOS does not know all of them
            resource.setrlimit(what, (soft, hard))


def _refuse_all_but_reading(event: str, details: tuple[object, ...]) -> None:
    """An audit hook for a process that has nothing to do but read: the second wall."""
    if event == "open":
        _, mode, flags = (*details, None, None, None)[:3]
        writes = isinstance(flags, int) and flags & _WRITING
        if writes or (isinstance(mode, str) and set(mode) & set("wax+")):
            raise PermissionError(f"{event}: {details[0]!r}")
    elif event.startswith(_REFUSED_OR_CHANGES):
        raise PermissionError(event)
