"""Commands without the start of a new Python for each.

A server that has imported all of gblint and checked a report once forks for every command. What a
command sees is a process of its own: its folder, its environment, its streams in the encoding of
PYTHONIOENCODING, and the end of the interpreter as far as a program notices it (threads are waited
for, what is registered is called, streams are flushed). What else depends on how Python starts (the
locale, UTF-8 mode, the seed of hashes) needs a process that is truly new, and gets one.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import json
import os
import pkgutil
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from gblint.files import find_cache_folder
from gblint.packs import find_built_in
from gblint.packs.load import _locate_entry
from tests.tools.repository import FIXTURES, ROOT

_AT_START = ("LANG", "LC_ALL", "PYTHONCOERCECLOCALE", "PYTHONHASHSEED", "PYTHONUTF8")
"""Variables that only a Python that starts looks at."""
_LONGEST = 300
"""Seconds, by the clock, after which a command is given up: others may compute beside it."""
_WARM = tuple(
    FIXTURES / name
    for name in ("wrong-footing/report.docx", "footing-row/report.md", "clean-markdown/report.md")
)
"""Reports whose checks compile most patterns."""

_PUT_OFF = ("regex", "resource", "glob", "xlsxwriter", "rapidfuzz.process", "encodings.utf_16_le")
"""What gblint itself brings in no sooner than it is needed."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    returncode: int
    stdout: bytes
    stderr: bytes
    cost: tuple[float, float] = field(default=(0, 0), compare=False)
    """Of one that was forked: seconds of computing, and MB at the peak, with what it started."""

    @property
    def out(self) -> str:
        return self.stdout.decode()

    @property
    def err(self) -> str:
        return self.stderr.decode()


def environment(home: Path) -> dict[str, str]:
    """The environment of a command: nothing of who runs the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "GBLINT_CACHE_DIR": str(home),
        "PYTHONPATH": str(ROOT),
    }


def with_packs(folder: Path) -> Path:
    """A folder for the cache that has the built-in packs, as after a first run: to read them from
    YAML takes longer than all else that a command does. They are the same files for all, where the
    system has them so: a command writes an entry anew, never into one."""
    if not folder.exists():
        folder.mkdir(mode=0o700)
        for entry in _entries():
            try:
                os.link(entry, folder / entry.name)
            except OSError:
                shutil.copy2(entry, folder)
    return folder


@cache
def _entries() -> list[Path]:
    """The files that a first run leaves in the cache; of one run for all processes."""
    from tests.tools.programs import once  # not for the server: with pytest and much else

    def make(folder: Path) -> None:
        command = [sys.executable, "-m", "gblint", "packs"]
        run_cache = find_cache_folder()
        assert run_cache is not None, "see conftest.py"
        subprocess.run(command, env=environment(run_cache), capture_output=True, check=True)
        for path in locate_built_in():
            shutil.copy2(path, folder)

    return list(once("packs", make).glob("*.msgpack"))


def locate_built_in() -> list[Path]:
    """Where the cache has the built-in packs, those that it has not, too."""
    found = map(_locate_entry, find_built_in().values())
    return [path for path in found if path is not None]


def run(
    words: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    stdin: bytes = b"",
    closed: Collection[int] = (),
    new: bool = False,
    before: str = "",
) -> Ended:
    """What `gblint WORDS` gives; streams that are `closed` are so from the start.

    It is a `new` Python where that is asked for, and where it must be. `before` names a function
    (`package.module:name`) that a process that is forked calls first.
    """
    usual = environment(Path())
    new = new or any(env.get(name) != usual.get(name) for name in _AT_START)
    if not new and hasattr(os, "fork"):
        return _server().run(words, cwd, env, stdin, closed, before)
    assert not closed, "for a new process a shell closes them"
    assert not before, "a new process has nothing of the tests"
    done = subprocess.run(
        [sys.executable, "-m", "gblint", *words],
        cwd=cwd,
        env=env,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=_LONGEST,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


class _Server:
    """The process that forks; it ends with the tests, when its input ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=ROOT,
            env=environment(with_packs(folder / "cache")),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self,
        words: Sequence[str],
        cwd: Path,
        env: Mapping[str, str],
        stdin: bytes,
        closed: Collection[int],
        before: str = "",
    ) -> Ended:
        streams = [str(self._folder / name) for name in ("stdin", "stdout", "stderr")]
        cost = self._folder / "cost"
        for path in (*streams, str(cost)):
            Path(path).write_bytes(stdin if path == streams[0] else b"")
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None
        assert answers is not None
        place = [str(cwd), dict(env), streams, list(closed)]
        json.dump([list(words), str(cost), before, *place], requests)
        requests.write("\n")
        requests.flush()
        code = int(answers.readline())
        out, err = (Path(path).read_bytes() for path in streams[1:])
        seconds, megabytes = map(float, cost.read_text().split() or (0, 0))
        return Ended(code, out, err, (seconds, megabytes))

    def close(self) -> None:
        self._process.communicate()


@cache
def _server() -> _Server:
    """One server for all commands of a process that runs tests."""
    folder = tempfile.TemporaryDirectory()
    server = _Server(Path(folder.name))
    atexit.register(folder.cleanup)
    atexit.register(server.close)
    return server


def _become(cwd: str, env: dict[str, str], streams: list[str], closed: list[int]) -> None:
    """In the new process: its folder, environment and streams instead of the server's."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    packages = env.get("PYTHONPATH", "").split(os.pathsep)
    sys.path.extend(one for one in packages if one and one not in sys.path)
    encoding, _, errors = env.get("PYTHONIOENCODING", "").partition(":")
    for number, (name, path) in enumerate(zip(("stdin", "stdout", "stderr"), streams, strict=True)):
        opened = os.open(path, os.O_WRONLY if number else os.O_RDONLY)
        os.dup2(opened, number)
        os.close(opened)
        if number in closed:
            os.close(number)
            setattr(sys, name, None)
        elif encoding or errors:
            raw = os.fdopen(number, "wb" if number else "rb", closefd=False)
            way = "backslashreplace" if number == 2 else errors or "strict"
            setattr(sys, name, io.TextIOWrapper(raw, encoding or "utf-8", way, newline="\n"))


def _cost() -> tuple[float, float]:
    """Seconds and MB, of this process (not of the one that it was a copy of) and of others."""
    import resource

    own = Path("/proc/self/status")
    if own.exists():
        most = int(own.read_text().partition("VmHWM:")[2].split()[0])
    else:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return sum(os.times()[:4]), (most + others) / 1024


_codes: list[int] = []
"""In a process that was forked, when its command is through: its exit code."""


def _end_at_once() -> None:
    """The last thing that is called as a forked process ends, for it is registered first.

    Python would go on to take apart all that it has from the server, object by object, which copies
    every page of it: longer than most commands take. Where a stream cannot be flushed, it does go
    on, and tells that as ever.
    """
    if not _codes:
        return
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            return
    os._exit(_codes[0])


def _serve() -> int:
    """Forks for each line of the input; in the new process, the exit code of its command."""
    atexit.register(_end_at_once)
    import gblint
    from gblint import check
    from gblint.checks import load
    from gblint.cli import main

    for path in _WARM:
        check(path)
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder, "own.yaml")
        own.write_text("pack: own\ntitle: own\nextends: [gbh-2021-30]\n")
        load(own)
    for module in pkgutil.walk_packages(gblint.__path__, "gblint."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):  # of what is an extra
                importlib.import_module(module.name)
    for name in _PUT_OFF:
        with suppress(ImportError):
            importlib.import_module(name)
    _have_typer_ready()
    gc.freeze()  # else each process looks through all of it as it ends, and so copies it
    return _answer(main)


def _have_typer_ready() -> None:
    """typer brings in much when it first reads a value, for a page of help or a slip of typing, and
    takes as long to make commands as gblint does to check a report.
    """
    from typer.main import get_command

    from gblint.cli import typer_app

    made = get_command(typer_app.app)
    made.commands["rules"].make_context("rules", [], resilient_parsing=True)  # type: ignore[attr-defined]
    vars(typer_app)["get_command"] = lambda _: made


def _answer(main: Callable[[], int | None]) -> int:
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    for line in requests:
        words, cost, before, *place = json.loads(line)
        child = os.fork()
        if child == 0:
            signal.alarm(_LONGEST)
            requests.close()
            _become(*place)
            sys.argv = [sys.argv[0], *words]
            try:
                if before:
                    module, _, name = before.partition(":")
                    getattr(importlib.import_module(module), name)()
                _codes.append(main() or 0)
                return _codes[0]
            finally:
                Path(cost).write_text("{} {}".format(*_cost()))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        answers.write(f"{code}\n")
        answers.flush()
    return 0


if __name__ == "__main__":
    sys.exit(_serve())
