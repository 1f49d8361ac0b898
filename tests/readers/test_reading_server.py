"""The server that forks for each file: it outlives its forks, and is started anew."""

from __future__ import annotations

import os
import signal
import threading
import warnings

import psutil
import pytest

from gblint.readers import Limits, ReadError
from gblint.readers.reading_server import can_serve
from gblint.readers.refusals import limits_applied
from tests.readers import apart_readers as readers
from tests.readers.test_sandbox import read_apart

if not can_serve():
    pytest.skip("NOT TESTED: the server is for Linux", allow_module_level=True)


def _servers() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def test_files_after_one_another_are_read_by_one_server() -> None:
    read_apart(readers.everything, b"")
    before = _servers()
    for text in ("一", "二"):
        assert read_apart(readers.everything, text.encode()).blocks
    assert _servers() == before


def test_a_fork_that_crashes_leaves_the_server_as_it_was() -> None:
    with pytest.raises(ReadError, match="意外终止（退出码 -11）"):
        read_apart(readers.crashing, b"")
    before = _servers()
    with pytest.raises(ReadError, match="意外终止"):
        read_apart(readers.crashing, b"")
    assert _servers() == before


def test_a_server_that_was_killed_is_started_anew() -> None:
    before = _servers()
    read_apart(readers.limited, b"")
    (server,) = _servers() - before
    os.kill(server, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(server)], timeout=60)
    assert read_apart(readers.limited, b"").format
    assert server not in _servers()


def test_what_takes_too_long_ends_with_its_server() -> None:
    before = _servers()
    with pytest.raises(ReadError, match="1 秒"), limits_applied(Limits(read_seconds=1)):
        read_apart(readers.hanging, b"")
    below = [psutil.Process(pid).children(recursive=True) for pid in _servers() - before]
    assert not any(below), "a fork that computes for ever is left"


def test_threads_have_a_server_each() -> None:
    found: list[str] = []

    def read(number: int) -> None:
        found.append(read_apart(readers.everything, str(number).encode()).format)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["pdf"] * 3


def test_a_fork_of_this_process_has_servers_of_its_own() -> None:
    read_apart(readers.everything, b"")
    before = _servers()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which pytest-xdist has
        fork = os.fork()
    if not fork:
        try:
            read_apart(readers.everything, b"")
            os._exit(0 if _servers() else 1)
        finally:
            os._exit(2)
    _, status = os.waitpid(fork, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert read_apart(readers.everything, b"").blocks
    assert _servers() == before
