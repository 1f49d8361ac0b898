"""What only a process shows: terminals, pipes that close, interruptions, full disks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gblint import cli
from tests.tools.forked import environment, with_packs
from tests.tools.repository import FIXTURES
from tests.tools.scenario import gblint, interruptible

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
from gblint.cli import streams
class Clock:
    monotonic = itertools.count(0, streams.PATIENCE * {step}).__next__
streams.time = Clock
from gblint.cli import main
sys.exit(main(sys.argv[1:]))
"""
_SOON = _CLOCK.format(step=1 / 20)
"""As on a machine so quick that no bar comes, however slow this one is."""
_SLOW = _CLOCK.format(step=2)
"""As on one so slow that a bar comes."""


@pytest.mark.alike(2)
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
    for number in range(4):
        (folder / f"{number}.md").write_bytes(_CLEAN.read_bytes())


def test_a_bar_for_those_who_wait_at_a_terminal(tmp_path: Path) -> None:
    _many(tmp_path)
    command = [gblint()[0], "-c", _SLOW, "."]
    out, code = _on_terminal(command, columns=80, env=_environment(tmp_path), cwd=tmp_path)
    assert code == 0
    assert "检查" in out
    assert "/4" in out
    quiet, _ = _on_terminal([*command, "-q"], columns=80, env=_environment(tmp_path), cwd=tmp_path)
    assert quiet == ""
    command = [gblint()[0], "-c", _SOON, "."]  # how long it takes, depends on the machine
    fast, _ = _on_terminal(command, columns=80, env=_environment(tmp_path), cwd=tmp_path)
    assert "/4" not in fast


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


@pytest.mark.alike(2)
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
def broken(document, pack, file_name="", divided=None):
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


_ENDS = """
import os, sys
sys.last = os.fdopen(os.dup(2), "wb")
sys.last.write(b"taken apart")  # which is written when it is
{more}
import gblint.cli
sys.exit(gblint.cli.run_process())
"""


def _ends(folder: Path, more: str, *options: str, **streams: object) -> tuple[int, str]:
    """The exit code of a check in a process with something more, and its standard error."""
    done = subprocess.run(
        [sys.executable, *options, "-c", _ENDS.format(more=more), str(_WRONG)],
        env=_environment(folder),
        stderr=subprocess.PIPE,
        check=False,
        text=True,
        **{"stdout": subprocess.DEVNULL} | streams,  # type: ignore[call-overload]
    )
    return done.returncode, done.stderr


def test_a_process_ends_at_once(tmp_path: Path) -> None:
    """To take apart all that there is takes longer than to write the findings."""
    _ends(tmp_path, "")  # the pack is from the cache from now on
    assert _ends(tmp_path, "") == (1, "")
    assert _ends(tmp_path, "sys.argv.append('--nonsense')")[0] == 2
    assert _ends(tmp_path, "sys.argv[1:] = ['absent.docx']")[0] == 2


_WAITING = """
from threading import Thread, main_thread
Thread(target=lambda: (main_thread().join(), os.write(2, b"heard"))).start()
"""


@pytest.mark.alike(2)
@pytest.mark.parametrize(
    "more",
    [
        "import atexit; atexit.register(os.write, 2, b'heard')",
        _WAITING,
        "sys.settrace(lambda *_: None)",
        "sys.setprofile(lambda *_: None)",
        "getattr(sys, 'monitoring', None) and sys.monitoring.use_tool_id(3, 'tool')",
    ],
)
def test_a_process_ends_when_nothing_waits(tmp_path: Path, more: str) -> None:
    code, told = _ends(tmp_path, more)
    assert code == 1
    if hasattr(sys, "monitoring") or "monitoring" not in more:
        assert "taken apart" in told
    assert ("heard" in told) == ("heard" in more)


def test_a_developer_sees_the_whole_end(tmp_path: Path) -> None:
    code, told = _ends(tmp_path, "", "-X", "dev")
    assert (code, "taken apart" in told) == (1, True)


def test_output_that_cannot_be_written_in_the_end(tmp_path: Path) -> None:
    """By Python's own exit code and words, as where somebody else writes to the stream."""
    more = "sys.argv[2:] = ['-o', '{}', '-q']; sys.stdout.write('left')".format(
        tmp_path / "out.txt"
    )
    with Path("/dev/full").open("wb") as full:
        code, told = _ends(tmp_path, more, stdout=full)
    assert (code, "Exception ignored" in told) == (120, True)


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


_PLAIN = """
import sys
from gblint.cli import main
sys.argv[0] = "gblint"
main()
print(*sys.modules, file=sys.stderr)
{more}
"""
_WORD = FIXTURES / "wrong-footing" / "report.docx"
_DENSE = FIXTURES / "clean-prose-figures" / "report.docx"
_MOST_MODULES = 90
"""Of gblint, for a Word file with findings in tables, or one full of figures in prose."""


def _imported(folder: Path, more: str = "", *, word: Path = _WORD) -> set[str]:
    """What a check of a Word file imports; after it, more is done in its process."""
    command = [sys.executable, "-c", _PLAIN.format(more=more), str(word)]
    for _ in range(2):  # the second time with a pack from the cache
        done = subprocess.run(
            command, env=_environment(folder), capture_output=True, check=True, text=True
        )
    return set(done.stderr.splitlines()[0].split())


def test_what_libraries_seldom_use_is_put_off(tmp_path: Path) -> None:
    """These import it at once; here it would be there by what it imports itself."""
    imported = _imported(tmp_path)
    assert {"inspect", "zipfile", "msgspec", "lxml.etree"} <= imported
    assert not {"ast", "dis", "tokenize", "msgspec._json_schema", "_bz2"} & imported


@pytest.mark.parametrize("word", [_WORD, _DENSE], ids=lambda word: word.parent.name)
def test_a_check_imports_few_modules(tmp_path: Path, word: Path) -> None:
    """Each takes about 0.2 ms, before anything is read."""
    own = [name for name in _imported(tmp_path, word=word) if name.partition(".")[0] == "gblint"]
    told = f"{len(own)} modules: bring in where it is used what few checks need, put one idea into "
    told += f"one file, else raise _MOST_MODULES. {sorted(own)}"
    assert len(own) <= _MOST_MODULES, told


def test_what_is_put_off_is_there_when_it_is_asked_for(tmp_path: Path) -> None:
    more = """
import bz2, importlib.util, inspect, platform, shutil, textwrap, types
import msgspec.json
from importlib import import_module
from lxml import etree
class Target:
    def start(self, tag, attributes): self.tag = tag
    def end(self, tag): pass
    def close(self): return self.tag
assert etree.fromstring(b"<a/>", etree.XMLParser(target=Target())) == "a"
assert etree.fromstring(b"<a><b/></a>").find("b").tag == "b"
import gzip
from tempfile import TemporaryFile
with TemporaryFile() as file:
    etree.fromstring(b"<a/>").getroottree().write(file, compression=9)
    file.seek(0)
    assert gzip.GzipFile(fileobj=file).read() == b"<a/>"
assert str(inspect.signature(lambda x: x)) == "(x)"
assert inspect.getfullargspec(lambda x: x).args == ["x"]
assert inspect.getfullargspec is import_module("inspect").getfullargspec
assert platform.system() and platform.python_version() == sys.version.split()[0]
assert textwrap.dedent("  x") == "x"
assert shutil.which is sys.modules["shutil"].which
assert msgspec.json.decode(msgspec.json.encode({'a': 1})) == {'a': 1}
assert bz2.decompress(bz2.compress(b"x")) == b"x"
assert importlib.util.find_spec("json").name == "json"
import urllib.parse
from pathlib import Path
assert Path("/a b").as_uri() == "file:///a%20b"
assert urllib.parse.unquote("%20") == urllib.parse.urlsplit("http:// /")[1] == " "
assert not hasattr(shutil, "nothing")
try:
    from shutil import nothing
except ImportError:
    pass
else:
    raise AssertionError
"""
    _imported(tmp_path, more)


def test_what_is_put_off_and_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_SELDOM_USED", ("gblint.absent",))
    monkeypatch.setattr(sys, "modules", dict(sys.modules))
    cli.put_off_imports()
    module = sys.modules["gblint.absent"]
    for _ in range(2):
        with pytest.raises(ImportError):
            module.anything  # noqa: B018
        assert sys.modules["gblint.absent"] is module


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
