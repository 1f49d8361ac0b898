"""Ctrl+C and a request to end, in a batch: one line, no output, and nobody left behind."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.tools.forked import environment
from tests.tools.patience import wait_for_end, wait_until
from tests.tools.scenario import FIXTURES, gblint, interruptible, with_packs

if os.name != "posix":
    pytest.skip("NOT TESTED: signals as POSIX has them", allow_module_level=True)

_CLEAN = FIXTURES / "clean-markdown" / "report.md"
_SLOW_WORK = """
import time
from gblint.run import batch
def make(setup):
    do = batch.make(setup)
    return lambda task: (time.sleep(0.1), do(task))[1]
"""
_MAIN = """
import sys
import slow_work
from gblint.run import batch
batch.make = slow_work.make
from gblint.cli import main
sys.exit(main(sys.argv[1:]))
"""


def _running(folder: Path, *words: str) -> subprocess.Popen[str]:
    """A batch that takes long, in a session of its own, once its processes are at work."""
    (folder / "slow_work.py").write_text(_SLOW_WORK, "utf-8")
    for number in range(400):
        (folder / f"{number:03}.md").write_bytes(_CLEAN.read_bytes())
    env = environment(with_packs(folder / "cache"))
    process = subprocess.Popen(
        [gblint()[0], "-c", _MAIN, ".", "-j", "2", "--output", "out.json", *words],
        cwd=folder,
        env={**env, "PYTHONPATH": os.pathsep.join((env["PYTHONPATH"], str(folder)))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=interruptible,
    )
    wait_until(lambda: any(folder.glob("cache/results/*/*")), "no file was checked")
    return process


@pytest.mark.parametrize("everybody", [True, False], ids=["group", "process"])
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interruption(tmp_path: Path, sent: signal.Signals, code: int, everybody: bool) -> None:
    process = _running(tmp_path)
    others = psutil.Process(process.pid).children(recursive=True)
    assert len(others) >= 2
    if everybody:  # as a terminal does with Ctrl+C
        os.killpg(process.pid, sent)
    else:
        process.send_signal(sent)
    out, err = process.communicate(timeout=90)
    assert process.returncode == code
    assert out == ""
    assert err.startswith("已中断：查完 ")
    assert err.endswith(" / 400 份，没有输出结果\n")
    assert err.count("\n") == 1
    assert not (tmp_path / "out.json").exists()
    wait_for_end(others)


def test_interruption_in_english(tmp_path: Path) -> None:
    process = _running(tmp_path, "--lang", "en")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=90)
    assert err.startswith("interrupted: ")
    assert "of 400 files were checked, nothing is reported" in err


def _at_work(process: subprocess.Popen[str]) -> set[int]:
    """The numbers of the processes that check files."""
    found = set()
    for child in psutil.Process(process.pid).children():
        with suppress(psutil.NoSuchProcess):  # one that is just ending
            if "spawn_main" in " ".join(child.cmdline()):
                found.add(child.pid)
    return found


def test_a_killed_process_is_replaced(tmp_path: Path) -> None:
    process = _running(tmp_path, "--format", "json")
    one = psutil.Process(min(_at_work(process)))
    one.kill()
    wait_until(lambda: len(_at_work(process) - {one.pid}) == 2, "it is not replaced")
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=90)
