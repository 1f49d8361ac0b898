"""What a killed process of a batch was at: a conversion ends with it, and its files go."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from shutil import which

import psutil
import pytest

from gblint.readers.office import VARIABLE
from tests.tools.forked import environment
from tests.tools.scenario import gblint, with_packs

if sys.platform != "linux" or which("setpriv") is None:
    pytest.skip("NOT TESTED: processes that end with their parent", allow_module_level=True)

_NEVER_DONE = """#!{python}
import os, sys, time
beat = os.path.join({folder!r}, "beat")
while True:
    with open(beat, "a") as file:
        file.write("x")
    time.sleep(0.05)
"""


def _converting(folder: Path) -> subprocess.Popen[bytes]:
    """A batch of two files that LibreOffice never gets done with."""
    program = folder / "soffice"
    program.write_text(_NEVER_DONE.format(python=sys.executable, folder=str(folder)), "utf-8")
    program.chmod(0o755)
    for name in ("a.rtf", "b.rtf"):
        (folder / name).write_bytes(b"{\\rtf1 x}")
    (folder / "tmp").mkdir()
    env = environment(with_packs(folder / "cache")) | {
        "TMPDIR": str(folder / "tmp"),
        VARIABLE: str(program),
    }
    words = gblint("a.rtf", "b.rtf", "-j", "2", "--format", "concise")
    return subprocess.Popen(words, cwd=folder, env=env, stdout=subprocess.PIPE)


def _kill_those_at_work(pid: int) -> None:
    with suppress(psutil.NoSuchProcess):
        for child in psutil.Process(pid).children():
            with suppress(psutil.NoSuchProcess):
                if "spawn_main" in " ".join(child.cmdline()) and child.children():
                    child.kill()


@pytest.mark.slow
def test_a_conversion_ends_with_the_process_that_asked_for_it(tmp_path: Path) -> None:
    beat = tmp_path / "beat"
    process = _converting(tmp_path)
    seen: set[Path] = set()
    while process.poll() is None:
        if beat.exists():
            seen |= set((tmp_path / "tmp").glob("*/*"))
            _kill_those_at_work(process.pid)
        time.sleep(0.1)
    out, _ = process.communicate()
    assert process.returncode == 2
    assert out.decode().count("异常退出") == 2
    size = beat.stat().st_size
    time.sleep(0.3)
    assert beat.stat().st_size == size
    assert seen, "it has its files elsewhere"
    assert list((tmp_path / "tmp").iterdir()) == []
