"""The local page served for the tests, as the command serves it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from tests.tools.forked import environment, with_packs
from tests.tools.patience import wait_until


class Server:
    """A server that runs; `token` is that of its address."""

    def __init__(self, address: str, scratch: Path) -> None:
        parts = urlsplit(address)
        self.address, self.port, self.scratch = address, parts.port or 0, scratch
        self.token = parts.path.strip("/")
        self.origin = f"http://127.0.0.1:{self.port}"

    def ask(
        self, way: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, bytes, HTTPResponse]:
        """Status, body and answer of a request; `path` as it is written in the page."""
        return self.ask_plainly(way, f"/{self.token}/{path}", body, **headers)

    def ask_plainly(
        self, way: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, bytes, HTTPResponse]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        own = {"Host": f"127.0.0.1:{self.port}", "Origin": self.origin}
        own |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(way, path, body, {name: one for name, one in own.items() if one})
        answer = connection.getresponse()
        told = answer.read()
        connection.close()
        return answer.status, told, answer

    def open(self, query: str = "") -> str:
        status, told, _ = self.ask("POST", f"jobs{query}")
        assert status == 200
        return str(json.loads(told)["key"])

    def send(self, key: str, name: str, data: bytes, role: str = "report") -> int:
        path = f"jobs/{key}/files?name={quote(name, safe='')}&role={role}"
        return self.ask("POST", path, data)[0]

    def check(self, *files: tuple[str, bytes]) -> tuple[str, dict[str, Any]]:
        """A job with these files, done, and what is told of it."""
        key = self.open()
        for name, data in files:
            assert self.send(key, name, data) == 200
        assert self.ask("POST", f"jobs/{key}/start")[0] == 200
        return key, self.wait_for(key)

    def wait_for(self, key: str) -> dict[str, Any]:
        """What is told of a job when it is at its end."""
        told: dict[str, Any] = {}

        def ended() -> bool:
            told.update(json.loads(self.ask("GET", f"jobs/{key}")[1]))
            return told["state"] in ("done", "failed")

        wait_until(ended, "the check does not end")
        return told


@contextmanager
def serving(scratch: Path, home: Path, *words: str, folder: Path | None = None) -> Iterator[Server]:
    """A server in a process of its own, that keeps what it needs in `scratch`; it is ended by a
    signal, and leaves nothing.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "gblint", "serve", "--no-browser", *words],
        env=environment(with_packs(home / "cache")) | {"TMPDIR": os.fspath(scratch)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=folder,
    )
    with process:
        assert process.stdout is not None
        (address,) = re.findall(r"http://127\.0\.0\.1:\d+/\S+/", process.stdout.readline())
        try:
            yield Server(address, scratch)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
    assert not list(scratch.iterdir()), "nothing is left behind"
