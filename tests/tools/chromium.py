"""Chromium that prints many pages in one life, told what to do over a pipe (its own protocol)."""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.tools.ended import kill

_WORDS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)
_READS, _WRITES = 3, 4
"""The numbers of the files by which Chromium reads what it is told, and answers."""


def print_pages(program: str, pages: Mapping[str, bytes], folder: Path, *, seconds: float) -> None:
    """Print pages, by names, into files of PDF in a folder; skips where Chromium does not."""
    if os.name != "posix":
        pytest.skip("NOT TESTED: Chromium is told by pipes as POSIX has them")
    try:
        with _Browser(program, folder / "profile", seconds) as browser:
            for name, page in pages.items():
                source = folder / f"{name}.html"
                source.write_bytes(page)
                (folder / f"{name}.pdf").write_bytes(browser.printed(source))
    except (OSError, EOFError, TimeoutError, KeyError, ValueError) as error:
        pytest.skip(f"NOT TESTED: Chromium does not print here: {error!r}")


class _Browser:
    """A running Chromium; what it is asked raises EOFError when it ends, TimeoutError too late."""

    def __init__(self, program: str, profile: Path, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        told, self._to = os.pipe()
        self._from, answers = os.pipe()
        self._held = b""
        self._asked = 0
        self._session: str | None = None
        try:
            self._process = subprocess.Popen(
                [program, *_WORDS, f"--user-data-dir={profile}", "about:blank"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(_READS, _WRITES),
                preexec_fn=_placed(told, answers),
                start_new_session=True,
            )
        except OSError:
            os.close(self._to)
            os.close(self._from)
            raise
        finally:
            os.close(told)
            os.close(answers)

    def __enter__(self) -> _Browser:
        try:
            target = self._ask("Target.createTarget", url="about:blank")["targetId"]
            attached = self._ask("Target.attachToTarget", targetId=target, flatten=True)
            self._session = attached["sessionId"]
            self._ask("Page.enable")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """It ends when the pipe does; what does not is killed, with all that it started."""
        os.close(self._to)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            kill(self._process)
            self._process.wait()
        os.close(self._from)

    def printed(self, page: Path) -> bytes:
        """The PDF file of a page, on the paper that the page asks for."""
        self._ask("Page.navigate", url=page.as_uri())
        self._until(lambda told: told.get("method") == "Page.loadEventFired")
        return base64.b64decode(self._ask("Page.printToPDF")["data"])

    def _ask(self, method: str, **params: object) -> dict[str, Any]:
        self._asked += 1
        number = self._asked
        words: dict[str, object] = {"id": number, "method": method, "params": params}
        if self._session:
            words["sessionId"] = self._session
        os.write(self._to, json.dumps(words).encode() + b"\0")
        found: dict[str, Any] = self._until(lambda told: told.get("id") == number)["result"]
        return found

    def _until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while True:
            while b"\0" not in self._held:
                left = self._end - time.monotonic()
                if left <= 0 or not select.select([self._from], [], [], left)[0]:
                    raise TimeoutError("it does not answer")
                read = os.read(self._from, 1 << 20)
                if not read:
                    raise EOFError("it ended")
                self._held += read
            line, _, self._held = self._held.partition(b"\0")
            told: dict[str, Any] = json.loads(line)
            if wanted(told):
                return told


def _placed(told: int, answers: int) -> Callable[[], None]:
    """For a new process: the pipes under the numbers that Chromium knows."""

    def place() -> None:
        one, other = os.dup(told), os.dup(answers)
        os.dup2(one, _READS)
        os.dup2(other, _WRITES)

    return place
