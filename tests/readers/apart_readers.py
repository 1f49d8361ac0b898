"""Readers that behave as a library on a hostile file may; `gblint.readers.sandbox` runs them."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import stat
import struct
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import msgspec

from gblint.document import Anchor, Cell, Document, Paragraph, Table
from gblint.findings import Say
from gblint.readers import ReadError
from gblint.readers.refusals import get_limits
from gblint.readers.sandbox import Reader, read_in_sandbox

if sys.platform != "win32":
    import fcntl


def everything(data: bytes) -> Document:
    """A document with something in each field."""
    anchor = Anchor(3, page=2, box=(1.0, 2.0, 3.0, 4.5))
    table = Table((Cell("格", 0, 0, anchor, row_span=2),), 2, 1, anchor, inferred=True)
    text = Paragraph(data.decode(), anchor, number="一、", level=1, bold=True)
    return Document("pdf", (text, table), 1, date(2024, 1, 31), (("注", "note"),))


def limited(data: bytes) -> Document:  # noqa: ARG001 - one signature for all
    return Document(str(get_limits().pages), ())


def scanned(data: bytes) -> Document:  # noqa: ARG001
    raise ReadError(Say("是图片", "a picture"), "scanned")


def printing(data: bytes) -> Document:
    print("noise")  # noqa: T201
    os.write(1, b"noise")
    return everything(data)


def hanging(data: bytes) -> Document:  # noqa: ARG001
    while True:
        pass


def sleeping(data: bytes) -> Document:  # noqa: ARG001
    time.sleep(60)
    raise AssertionError


def lingering(data: bytes) -> Document:
    """One that answers for itself, through whatever pipe there is, and then stays."""
    told = msgspec.msgpack.encode({"document": msgspec.to_builtins(everything(data))})
    for file in range(3, 32):
        with contextlib.suppress(OSError):
            writes = fcntl.fcntl(file, fcntl.F_GETFL) & os.O_WRONLY
            if writes and stat.S_ISFIFO(os.fstat(file).st_mode):
                os.write(file, struct.pack("<q", len(told)) + told)
    time.sleep(600)
    raise AssertionError


def hoarding(data: bytes) -> Document:  # noqa: ARG001
    hoard = []
    while True:
        hoard.append(bytes(10_000_000))


def deep(data: bytes) -> Document:
    return deep(data)


def wrong(data: bytes) -> Document:  # noqa: ARG001
    raise KeyError("ours")


def crashing(data: bytes) -> Document:  # noqa: ARG001
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def leaving(data: bytes) -> Document:  # noqa: ARG001
    os._exit(3)


def writing(data: bytes) -> Document:
    Path(data.decode()).write_text("x")
    raise AssertionError


def removing(data: bytes) -> Document:
    Path(data.decode()).unlink()
    raise AssertionError


def starting(data: bytes) -> Document:  # noqa: ARG001
    subprocess.run([sys.executable, "-c", ""], check=True)
    raise AssertionError


def connecting(data: bytes) -> Document:  # noqa: ARG001
    socket.create_connection(("127.0.0.1", 9), timeout=1)
    raise AssertionError


def read_apart(reader: Reader, data: bytes) -> Document:
    """What one of these readers gives, run in a process of its own."""
    return read_in_sandbox(f"{reader.__module__}:{reader.__qualname__}", data)
