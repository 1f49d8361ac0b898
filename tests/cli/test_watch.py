"""`--watch`, of files and of a pack: it looks again at every save, and ends when it is asked to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gblint.cli import main
from tests.tools.forked import environment, with_packs
from tests.tools.patience import wait_until
from tests.tools.repository import FIXTURES

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


_PACK = "pack: own\ntitle: {zh: 本省, en: ours}\nextends: [gbh-2021-30]\noff: [GB208]\n"


@pytest.mark.parametrize("words", [["check"], ["test", "--rule", "GB101"]], ids=["check", "test"])
def test_a_pack_is_looked_at_again(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(_PACK, "utf-8")
    counted: list[bool] = []

    def changes(
        *folders: str, watch_filter: Callable[[object, str], bool], **_: object
    ) -> Iterator[object]:
        assert folders == (str(tmp_path),)
        counted.extend(
            watch_filter(None, str(tmp_path / name)) for name in ("own.yaml", "a.md", "a.tmp")
        )
        file.write_text(_PACK.replace("off: ", "off："), "utf-8")
        yield object()

    monkeypatch.setattr("watchfiles.watch", changes)
    command, *options = words
    assert main(["pack", command, str(file), *options, "--watch"]) == 0
    told = capfd.readouterr()
    assert counted == [True, True, False]
    first, _, again = (told.out + told.err).partition("冒号是全角的")
    assert again
    assert "own" in first
    assert told.err.count("等待改动") == 2
