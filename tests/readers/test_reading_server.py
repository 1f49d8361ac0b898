"""The server that forks for each file: it outlives its forks, and is started anew."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import warnings
from contextlib import suppress

import psutil
import pytest

from gblint.document import Paragraph
from gblint.readers import Limits, ReadError
from gblint.readers.refusals import apply_limits
from gblint.readers.sandbox import can_serve
from tests.readers import apart_readers as readers
from tests.readers.apart_readers import read_apart
from tests.tools.patience import wait_until

if not can_serve():
    pytest.skip("NOT TESTED: the server is for Linux", allow_module_level=True)


def _servers(reader: str = "") -> set[int]:
    """The servers of this process, all or those of a reader."""
    children = psutil.Process().children()
    return {child.pid for child in children if reader in " ".join(child.cmdline())}


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
    read_apart(readers.limited, b"")
    (server,) = _servers(":limited")  # it may be there from a test before
    os.kill(server, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(server)], timeout=60)
    assert read_apart(readers.limited, b"").format
    assert server not in _servers()


def test_what_takes_too_long_ends_with_its_server() -> None:
    before = _servers()
    with pytest.raises(ReadError, match="1 秒"), apply_limits(Limits(read_seconds=1)):
        read_apart(readers.hanging, b"")
    below = [one for pid in _servers() - before for one in psutil.Process(pid).children()]
    assert len(below) <= 1, "beside the fork that waits for the next file one is left"
    assert all(one.cpu_times().user < 1 for one in below), "a fork that computes for ever is left"


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


def _find_server() -> int:
    """One that has read a file and waits for the next."""
    read_apart(readers.limited, b"")
    (server,) = (
        one.pid
        for one in psutil.Process().children()
        if any(word.endswith(":limited") for word in one.cmdline())
    )
    return server


def _forks(server: int) -> list[psutil.Process]:
    """The forks of a server, once there are any: the next one comes a moment after an answer."""
    wait_until(lambda: psutil.Process(server).children(), "no fork waits for the next file")
    return psutil.Process(server).children()


def test_each_file_has_a_fork_of_its_own_that_was_there_before() -> None:
    server = _find_server()
    for _ in range(3):
        before = {one.pid for one in _forks(server)}
        read_apart(readers.limited, b"")
        _wait_for_another(server, before)
    assert len(_forks(server)) == 1


def _wait_for_another(server: int, before: set[int]) -> None:
    wait_until(
        lambda: {one.pid for one in _forks(server)} - before,
        "no other fork waits for the next file",
    )


def test_no_file_is_lost_where_the_fork_that_waits_is_killed() -> None:
    for fork in _forks(_find_server()):
        with suppress(psutil.NoSuchProcess):  # that of the file before may just have ended
            fork.kill()
    assert read_apart(readers.limited, b"").format


def test_a_fork_that_answers_and_stays_does_not_keep_the_next_file_waiting() -> None:
    with apply_limits(Limits(read_seconds=2)):  # 20 s by the clock
        for text in ("一", "二", "三"):
            paragraph, _ = read_apart(readers.lingering, text.encode()).blocks
            assert isinstance(paragraph, Paragraph)
            assert paragraph.text == text


def test_a_server_and_its_fork_end_when_nobody_asks_any_more() -> None:
    command = [sys.executable, "-c", _ASK_AND_END]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    pids = [*map(int, told.stdout.split())]
    assert pids
    wait_until(lambda: not any(map(psutil.pid_exists, pids)), "the server is left")


_ASK_AND_END = """
import os, psutil
from tests.readers import apart_readers as readers
from tests.readers.apart_readers import read_apart
read_apart(readers.everything, b"")
print(*(one.pid for one in psutil.Process().children(recursive=True)), flush=True)
os._exit(0)  # without saying good-bye
"""
