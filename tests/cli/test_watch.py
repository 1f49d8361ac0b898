"""`--watch`: it checks, waits, checks what changed, and ends when it is asked to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.forked import environment
from tests.tools.patience import wait_until
from tests.tools.scenario import FIXTURES, with_packs

pytest.importorskip("watchfiles")
_WRONG = FIXTURES / "footing-row" / "report.md"
_CLEAN = FIXTURES / "clean-markdown" / "report.md"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C is sent otherwise on Windows")
def test_it_checks_again_and_ends(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    report = work / "a.md"
    report.write_bytes(_CLEAN.read_bytes())
    out = tmp_path / "out.txt"
    words = ["reports", "--watch", "--format", "concise"]
    words[0] = str(work)
    with out.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "gblint", *words],
            env=environment(with_packs(tmp_path / "cache")),
            cwd=tmp_path,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(lambda: "等待改动" in out.read_text("utf-8"), "it does not check")
        assert "GB301" not in out.read_text("utf-8")

        def changed() -> bool:
            report.write_bytes(_WRONG.read_bytes())  # again and again: it may not look yet
            return "GB301" in out.read_text("utf-8")

        wait_until(changed, "it does not check again")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert "Traceback" not in out.read_text("utf-8")
    finally:
        process.kill()
        process.wait()
