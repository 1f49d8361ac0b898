"""A reader in a process of its own: what it gives back, and what stops it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from gblint.readers import Limits, ReadError, sandbox
from gblint.readers.refusals import apply_limits
from gblint.readers.sandbox import Reader, ReaderError
from tests.readers import apart_readers as readers
from tests.readers.apart_readers import read_apart

_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX systems")


def refused(reader: Reader, limits: Limits | None = None) -> ReadError:
    with pytest.raises(ReadError) as caught, apply_limits(limits or Limits()):
        read_apart(reader, b"")
    return caught.value


def test_the_document_comes_back_as_it_was() -> None:
    text = "正文" * 100_000
    document = read_apart(readers.everything, text.encode())
    assert document == readers.everything(text.encode())
    assert read_apart(readers.printing, b"") == readers.everything(b"")


def test_limits_are_in_force_there() -> None:
    with apply_limits(Limits(pages=7)):
        assert read_apart(readers.limited, b"").format == "7"


def test_a_refusal_comes_back_as_it_was() -> None:
    error = refused(readers.scanned)
    assert (error.kind, error.say.zh, error.say.en) == ("scanned", "是图片", "a picture")


def test_an_error_of_ours_keeps_its_traceback() -> None:
    with pytest.raises(ReaderError, match="KeyError: 'ours'") as caught:
        read_apart(readers.wrong, b"")
    assert "apart_readers.py" in caught.value.__notes__[0]


@_POSIX
@pytest.mark.parametrize("reader", [readers.hanging, readers.sleeping])
def test_time_is_limited(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    if reader is readers.sleeping:
        monkeypatch.setattr(sandbox, "READING", 1)
    begun = time.monotonic()
    error = refused(reader, Limits(read_seconds=1))
    assert "1 秒" in error.say.zh
    assert "--limit read_seconds=" in error.say.zh
    assert time.monotonic() - begun < 30, "it would sleep for 60 s, or compute for ever"


@_POSIX
def test_memory_is_limited() -> None:
    error = refused(readers.hoarding, Limits(memory_mb=100))
    assert "100 MB" in error.say.zh
    assert "--limit memory_mb=" in error.say.in_lang("en")


@_POSIX
@pytest.mark.parametrize("reader", [readers.crashing, readers.leaving])
def test_a_sudden_end_is_told(reader: Reader) -> None:
    assert "意外终止" in refused(reader).say.zh


def test_endless_depth_is_refused() -> None:
    assert "嵌套" in refused(readers.deep).say.zh


@pytest.mark.parametrize(
    "reader", [readers.writing, readers.removing, readers.starting, readers.connecting]
)
def test_it_can_do_nothing_but_read(reader: Reader, tmp_path: Path) -> None:
    target = tmp_path / "target"
    if reader is readers.removing:
        target.write_text("x")
    with pytest.raises(ReaderError, match="PermissionError"):
        read_apart(reader, str(target).encode())
    assert target.exists() == (reader is readers.removing)


def test_where_no_python_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    assert "另存为 .docx" in refused(readers.everything).say.zh
    monkeypatch.setattr(sys, "executable", "")
    assert "另存为 .docx" in refused(readers.everything).say.zh


def test_the_environment_does_not_matter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither what stands in the working folder nor Python's own variables."""
    for name in ("json.py", "sitecustomize.py", "msgspec.py"):
        (tmp_path / name).write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", "json.py")
    assert read_apart(readers.everything, b"").blocks
