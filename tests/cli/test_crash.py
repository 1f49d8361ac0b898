"""Whatever is wrong with gblint or what it needs: one plain line, and exit code 2."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.tools.forked import environment
from tests.tools.repository import FIXTURES

_REPORT = str(FIXTURES / "clean-markdown" / "report.md")
_PROGRAM = """
import sys
{before}
from gblint.cli import main
sys.argv[0] = "gblint"
sys.exit(main())
"""
_MISSING = """
import importlib.abc
class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] == {0!r} or name == {0!r}:
            raise ImportError("not there", name=name)
sys.meta_path.insert(0, Missing())
"""
_RAISING = """
import gblint.cli
class Mute(Exception):
    def __str__(self): raise RuntimeError
class Own(BaseException): pass
def run(words): raise {0}
gblint.cli._run = run
"""


def _run(folder: Path, before: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM.format(before=before), *words],
        env=environment(folder) | more,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.alike(3)
@pytest.mark.parametrize("words", [(_REPORT,), ("rules",), ("--version",)], ids=lambda w: w[0][-9:])
@pytest.mark.parametrize(
    "missing", ["msgspec", "gblint.processes", "gblint.cli.streams", "gblint.findings"]
)
def test_something_that_is_not_there(tmp_path: Path, missing: str, words: tuple[str, ...]) -> None:
    done = _run(tmp_path, _MISSING.format(missing), *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("错误：gblint 不能运行（")
    assert missing in done.stderr
    assert done.stderr.count("\n") == 1
    done = _run(tmp_path, _MISSING.format(missing), *words, "--lang", "en")
    assert done.returncode == 2
    assert done.stderr.startswith("error: gblint cannot run (")
    assert done.stderr.count("\n") == 1
    assert _run(tmp_path, _MISSING.format(missing), *words, GBLINT_LANG="en").stderr == done.stderr


def test_without_chinese_characters(tmp_path: Path) -> None:
    more = {"PYTHONIOENCODING": "latin-1"}
    done = _run(tmp_path, _MISSING.format("msgspec"), "rules", **more)
    assert done.returncode == 2
    assert done.stderr.startswith("error: gblint cannot run (")


@pytest.mark.alike(3)
@pytest.mark.parametrize(
    "raised",
    [
        *("Mute()", "Own()", "SystemExit(0)", "SystemExit('words')", "GeneratorExit()"),
        *("KeyError('410102197803074211 a@b.cn' + 'x' * 999)", "OSError(28, 'No space')"),
        "BaseExceptionGroup('g', [Own()])",
    ],
)
@pytest.mark.parametrize("debug", [False, True])
def test_whatever_is_raised(tmp_path: Path, raised: str, debug: bool) -> None:
    more = {"GBLINT_DEBUG": "1"} if debug else {}
    done = _run(tmp_path, _RAISING.format(raised), _REPORT, **more)
    assert (done.returncode, done.stdout) == (2, "")
    *above, last = done.stderr.splitlines()
    assert last.startswith("错误：")
    assert raised.partition("(")[0] in last
    assert len(last) < 200
    assert "19780307" not in last
    assert bool(above) == debug


def test_completion_ends_as_typer_has_it(tmp_path: Path) -> None:
    more = {"_GBLINT_COMPLETE": "complete_bash", "COMP_WORDS": "gblint ru", "COMP_CWORD": "1"}
    done = _run(tmp_path, "", **more)
    assert done.returncode == 0
    assert "rules" in done.stdout
    assert done.stderr == ""


@pytest.mark.skipif(os.name != "posix", reason="NOT TESTED: signals as POSIX has them")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_request_before_a_command_is_at_work(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """typer makes 130 of all of them."""
    from gblint.cli import main, typer_app

    number = signal.Signals[name]

    def asked(*_: Any) -> None:
        signal.raise_signal(number)

    monkeypatch.setattr(typer_app.Group, "parse_args", asked)
    before = signal.getsignal(number)
    try:
        if before is signal.SIG_IGN:  # as nohup has it, and gblint obeys
            signal.signal(number, signal.SIG_DFL)
        assert main(["rules", "--help"]) == 128 + number
        assert main(["rules", "--help"]) == 128 + number
    finally:
        signal.signal(number, before)


def test_little_is_imported_before_ctrl_c_is_heard() -> None:
    """Until then Python answers it, with a traceback."""
    program = "import sys; old = {*sys.modules}; import gblint.cli; print(*{*sys.modules} - old)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(Path()) | {"PYTHONPATH": str(FIXTURES.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.split()) <= {"__future__", "gblint", "gblint.cli"}
