"""What only a process shows: terminals, pipes that close, interruptions, full disks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.tools.forked import environment
from tests.tools.repository import FIXTURES
from tests.tools.scenario import gblint, interruptible, with_packs

pty = pytest.importorskip("pty", reason="NOT TESTED: terminals as POSIX has them")

_WRONG = FIXTURES / "footing-row" / "report.md"
_CLEAN = FIXTURES / "clean-markdown" / "report.md"


def _environment(folder: Path, **more: str) -> dict[str, str]:
    return {**environment(with_packs(folder / "cache")), "TERM": "xterm-256color", **more}


def _on_terminal(command: list[str], *, columns: int, **kwargs: object) -> tuple[str, int]:
    """What a command prints on a terminal, and its exit code."""
    main, other = pty.openpty()
    import fcntl
    import struct
    import termios

    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(command, stdout=other, stderr=other, **kwargs)  # type: ignore[call-overload]
    os.close(other)
    read = b""
    while True:
        try:
            chunk = os.read(main, 65536)
        except OSError:  # the terminal's way to say that nobody writes any more
            break
        if not chunk:
            break
        read += chunk
    os.close(main)
    return read.decode(), process.wait()


def test_a_terminal_gets_colours_and_its_width(tmp_path: Path) -> None:
    for columns in (80, 100):
        out, code = _on_terminal(
            gblint(str(_WRONG)), columns=columns, env=_environment(tmp_path), cwd=tmp_path
        )
        assert code == 1
        assert "\x1b[0m" in out
        assert "─" * columns in out
        assert "─" * (columns + 1) not in out


_CLOCK = """
import itertools, sys
from gblint.cli import messages
class Clock:
    monotonic = itertools.count(0, messages.PATIENCE * {step}).__next__
messages.time = Clock
from gblint.cli import main
sys.exit(main(sys.argv[1:]))
"""
_SOON = _CLOCK.format(step=1 / 20)
"""As on a machine so quick that no bar comes, however slow this one is."""
_SLOW = _CLOCK.format(step=2)
"""As on one so slow that a bar comes."""


@pytest.mark.parametrize(
    "more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"CI": "true"}], ids=["NO_COLOR", "dumb", "CI"]
)
def test_a_terminal_without_colours(tmp_path: Path, more: dict[str, str]) -> None:
    command = [gblint()[0], "-c", _SOON, str(_WRONG)]
    env = _environment(tmp_path, **more)
    out, code = _on_terminal(command, columns=80, env=env, cwd=tmp_path)
    assert code == 1
    assert "\x1b[" not in out


def test_columns_goes_before_the_terminal(tmp_path: Path) -> None:
    env = _environment(tmp_path, COLUMNS="100")
    out, _ = _on_terminal(gblint(str(_WRONG)), columns=80, env=env, cwd=tmp_path)
    assert "─" * 100 in out


def _many(folder: Path) -> None:
    for number in range(12):
        (folder / f"{number}.md").write_bytes(_CLEAN.read_bytes())


def test_a_bar_for_those_who_wait_at_a_terminal(tmp_path: Path) -> None:
    _many(tmp_path)
    command = [gblint()[0], "-c", _SLOW, "."]
    out, code = _on_terminal(command, columns=80, env=_environment(tmp_path), cwd=tmp_path)
    assert code == 0
    assert "检查" in out
    assert "/12" in out
    quiet, _ = _on_terminal([*command, "-q"], columns=80, env=_environment(tmp_path), cwd=tmp_path)
    assert quiet == ""
    command = [gblint()[0], "-c", _SOON, "."]  # how long it takes, depends on the machine
    fast, _ = _on_terminal(command, columns=80, env=_environment(tmp_path), cwd=tmp_path)
    assert "/12" not in fast


def test_no_bar_in_a_pipe(tmp_path: Path) -> None:
    _many(tmp_path)
    command = [gblint()[0], "-c", _SLOW, "."]
    done = subprocess.run(
        command, cwd=tmp_path, env=_environment(tmp_path), capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_reader_that_goes_away(tmp_path: Path, format_: str) -> None:
    process = subprocess.Popen(
        gblint(str(_WRONG), "--format", format_),
        env=_environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 1


@pytest.mark.parametrize("words", [["--help"], ["rules"], ["extract", str(_WRONG)], []])
def test_a_reader_of_other_output_that_goes_away(tmp_path: Path, words: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        gblint(*words), env=_environment(tmp_path), stdout=write, stderr=write, check=False
    )
    os.close(write)
    assert done.returncode in (0, 1, 2)


def test_a_full_disk(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            gblint(str(_WRONG)),
            env=_environment(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert "不能写出结果" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_no_standard_output_at_all(tmp_path: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" >&-', "sh", *gblint(str(_WRONG))],
        env=_environment(tmp_path),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


_TELLS_WHEN_IT_READS = """
import sys
from gblint import pipeline
read = pipeline.read_bytes
pipeline.read_bytes = lambda source: (print("reads", flush=True), read(source))[1]
from gblint.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_interruption(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [gblint()[0], "-c", _TELLS_WHEN_IT_READS, "-"],
        env=_environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=interruptible,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"reads\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")


_BROKEN = """
import sys
from gblint import pipeline
recognise = pipeline.recognise
def broken(document, pack, file_name="", opening=None):
    if file_name == "b.md":
        raise KeyError("no such\\nthing")
    return recognise(document, pack, file_name=file_name)
pipeline.recognise = broken
from gblint.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_fault_of_ours_stays_with_its_file(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_bytes(_WRONG.read_bytes())
    command = [gblint()[0], "-c", _BROKEN, ".", "--format", "concise"]
    done = subprocess.run(
        command, cwd=tmp_path, env=_environment(tmp_path), capture_output=True, check=False
    )
    out = done.stdout.decode()
    assert done.returncode == 2
    assert "a.md:37:1: GB301" in out
    assert "KeyError" in out
    assert b"Traceback" not in done.stdout + done.stderr
    debug = subprocess.run(
        command,
        cwd=tmp_path,
        env=_environment(tmp_path, GBLINT_DEBUG="1"),
        capture_output=True,
        check=False,
    )
    assert b"Traceback" in debug.stderr


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(_WRONG.read_bytes())
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("NOT TESTED: this user may read everything")
    done = subprocess.run(
        gblint(str(path)), env=_environment(tmp_path), capture_output=True, check=False
    )
    assert done.returncode == 2
    assert "权限" in done.stdout.decode()


def test_a_plain_run_imports_nothing_slow(tmp_path: Path) -> None:
    env = _environment(tmp_path)
    code = (
        "import sys; from gblint.cli import main; main(sys.argv[1:]);"
        "print(*{name.split('.')[0] for name in sys.modules}, *sys.modules, file=sys.stderr)"
    )
    command = [gblint()[0], "-c", code, str(_CLEAN)]
    for _ in range(2):  # the second time with a pack from the cache
        done = subprocess.run(command, env=env, capture_output=True, check=False, text=True)
    slow = {"typer", "click", "rich", "yaml", "jsonschema", "asyncio", "pydantic", "rapidfuzz"}
    slow |= {"docx", "gblint.word"}
    slow |= {"multiprocessing", "hashlib", "sqlite3", "importlib.metadata"}
    assert not slow & set(done.stderr.split())


_NEEDING = """
import sys
from gblint.cli import main

class Needing:
    def find_spec(self, name, path=None, target=None):
        if name == "msgspec._utils" and sys.modules.get("typing_extensions", self) is None:
            raise ImportError(name)

sys.meta_path.insert(0, Needing())
sys.argv = ["gblint", "version"]
code = main()
assert sys.modules.get("typing_extensions", main) is not None
sys.exit(code)
"""


@pytest.mark.parametrize("code", [_NEEDING, _NEEDING.replace("sys.meta_path", "[]")])
def test_it_starts_whether_or_not_msgspec_needs_what_is_left_out(code: str) -> None:
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout
