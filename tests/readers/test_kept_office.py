"""One LibreOffice for many files: what it converts, and that none suffers from another."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from gblint.readers import Limits, ReadError, office, read
from tests.builder.fixture_cases import base
from tests.builder.raw_word import para, word
from tests.builder.write_docx import docx
from tests.tools import programs
from tests.tools.patience import wait_for_end

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="NOT TESTED: kept on Linux alone")

_FILE = b"{\\rtf1 x}"
_PATIENT = Limits(convert_seconds=120)

_SCRIPT = """#!{python}
import os, sys, time
from pathlib import Path
profile = Path([a for a in sys.argv if a.startswith('-env')][0].partition('file://')[2])
folder = profile.parent
with open({log!r}, 'a') as log: log.write(sys.argv[-1].rpartition('.')[2] + ' ')
if '--convert-to' not in sys.argv:
    (folder / '.~lock.empty.fodt#').touch()
    (folder / 'server').write_text(str(os.getpid()))
    time.sleep(600)
source = Path(sys.argv[-1])
out = Path(sys.argv[sys.argv.index('--outdir') + 1])
text = source.read_text()
alone = not (folder / 'server').exists()
if 'slow' in text: time.sleep(600)
if 'bad' in text or ('late' in text and not alone): sys.exit(0)
out.mkdir()
(out / 'report.docx').write_bytes({data!r})
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What was started: LibreOffice is a script here that does as a kept one does."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    path, log = tmp_path / "soffice", tmp_path / "log"
    script = _SCRIPT.format(python=sys.executable, log=str(log), data=word(para("甲")))
    path.write_text(script, "utf-8")
    path.chmod(0o755)
    monkeypatch.setenv(office.VARIABLE, str(path))
    monkeypatch.setattr(office, "_find_isolation", tuple)
    monkeypatch.setattr(office, "_is_tied", lambda: True)
    return log


def _read(text: str = "x", limits: Limits = _PATIENT) -> str:
    return read(f"{{\\rtf1 {text}}}".encode(), "年报.rtf", limits).format


def _left() -> list[Path]:
    return list(Path(tempfile.gettempdir()).iterdir())


def test_one_is_started_for_many_files(log: Path) -> None:
    with office.share_office():
        assert [_read() for _ in range(3)] == ["rtf"] * 3
    assert log.read_text().split() == ["fodt", "rtf", "rtf", "rtf"]
    assert _left() == []


def test_without_it_each_file_has_its_own(log: Path) -> None:
    assert [_read() for _ in range(2)] == ["rtf"] * 2
    assert log.read_text().split() == ["rtf", "rtf"]


def test_none_is_kept_that_could_be_left_behind(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_is_tied", lambda: False)
    with office.share_office():
        assert [_read() for _ in range(2)] == ["rtf"] * 2
    assert log.read_text().split() == ["rtf", "rtf"]


def test_nothing_is_started_where_nothing_is_converted(log: Path) -> None:
    with office.share_office():
        pass
    assert not log.exists()


def test_what_it_cannot_convert_is_tried_alone_and_costs_no_other(log: Path) -> None:
    with office.share_office():
        assert _read() == "rtf"
        with pytest.raises(ReadError, match="损坏"):
            _read("bad")
        assert _read("late") == "rtf"
        assert _read() == "rtf"
    started = log.read_text().split()
    assert started.count("fodt") == 3
    assert started.count("rtf") == 6
    assert _left() == []


def test_one_that_takes_too_long_is_ended_with_the_office(log: Path) -> None:
    with office.share_office():
        assert _read() == "rtf"
        with pytest.raises(ReadError, match="1 秒"):
            _read("slow", Limits(convert_seconds=1))
        assert _read() == "rtf"
    assert log.read_text().split() == ["fodt", "rtf", "rtf", "fodt", "rtf"]
    assert _left() == []


def test_one_that_dies_is_started_anew(log: Path) -> None:
    with office.share_office():
        assert _read() == "rtf"
        (server,) = Path(tempfile.gettempdir()).rglob("server")
        os.kill(int(server.read_text()), 9)
        assert office._kept is not None
        office._kept._process.wait(10)  # type: ignore[union-attr]
        assert _read() == "rtf"
    assert log.read_text().split() == ["fodt", "rtf", "fodt", "rtf"]


def test_another_takes_its_place_after_some_files(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_FILES", 2)
    with office.share_office():
        for _ in range(3):
            _read()
    assert log.read_text().split() == ["fodt", "rtf", "rtf", "fodt", "rtf"]


@pytest.mark.usefixtures("log")
def test_nothing_of_a_file_is_left_for_the_next() -> None:
    with office.share_office():
        _read("secret")
        folder = Path(tempfile.gettempdir())
        texts = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
        assert not any(b"secret" in text for text in texts)


@pytest.mark.gate
@pytest.mark.slow
def test_libreoffice_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is handed over to the one that is there, which has no network."""
    made = programs.converted({"report": docx(base())}, "doc")["report"]
    one_shots: list[str] = []
    run = office._run

    def watched(command: list[str], folder: Path) -> None:
        one_shots.extend(word for word in command if word == "--nodefault")
        run(command, folder)

    monkeypatch.setattr(office, "_run", watched)
    with office.share_office():
        documents = [read(made, "年报.doc", _PATIENT) for _ in range(3)]
        assert office._kept is not None
        process = psutil.Process(office._kept._process.pid)  # type: ignore[union-attr]
        running = [one for one in process.children(recursive=True) if "soffice.bin" in one.name()]
        assert len(running) == 1
        if office._find_isolation():
            assert not running[0].net_connections()
            here = Path("/proc/self/ns/net").readlink()
            assert Path(f"/proc/{running[0].pid}/ns/net").readlink() != here
    assert not one_shots
    assert documents[0].blocks == documents[1].blocks == documents[2].blocks
    wait_for_end(running)  # it ends with what it was started by, and not at the same moment
