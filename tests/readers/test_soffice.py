"""How LibreOffice is found, started and ended; it is a script here, so it need not be there."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

import pytest

from gblint.document import Document
from gblint.readers import Limits, ReadError, office, read
from gblint.readers.refusals import DEFAULT
from tests.builder.raw_word import para, word

pytestmark = pytest.mark.skipif(os.name == "nt", reason="NOT TESTED: scripts of sh")

_FILE = b"{\\rtf1 x}"


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def pretend(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let LibreOffice be a script of Python; `out` is the path of the file to write."""
    path = tmp_path / "soffice"
    head = "import sys\nfrom pathlib import Path\n"
    head += "out = Path(sys.argv[sys.argv.index('--outdir') + 1], 'report.docx')\n"
    path.write_text(f"#!{sys.executable}\n{head}{script}", "utf-8")
    path.chmod(0o755)
    monkeypatch.setenv(office.VARIABLE, str(path))


def refused(limits: Limits = DEFAULT) -> str:
    with pytest.raises(ReadError) as caught:
        read(_FILE, "年报.rtf", limits)
    return caught.value.say.zh


def test_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.VARIABLE, "no-such-program")
    assert "请安装 LibreOffice" in refused()
    assert ".docx" in refused()
    monkeypatch.delenv(office.VARIABLE)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_PLACES", {})
    assert "请安装 LibreOffice" in refused()


def test_a_usual_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend("", tmp_path, monkeypatch)
    place = os.environ[office.VARIABLE]
    monkeypatch.delenv(office.VARIABLE)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_PLACES", {sys.platform: ("/none/soffice", place)})
    assert office.find_soffice() == place


def test_what_it_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scratch: Path) -> None:
    note = tmp_path / "note"
    script = f"""
import json, os
source = Path(sys.argv[-1])
profile = [a for a in sys.argv if a.startswith('-env:UserInstallation=file://')][0]
settings = Path(profile.partition('file://')[2], 'user', 'registrymodifications.xcu')
told = dict(args=sys.argv, env=dict(os.environ), data=source.read_text(), set=settings.read_text())
Path({str(note)!r}).write_text(json.dumps(told))
out.parent.mkdir()
out.write_bytes({word(para("甲"))!r})
"""
    pretend(script, tmp_path, monkeypatch)
    monkeypatch.setenv("SECRET", "x")
    document = read(_FILE, "年报.rtf")
    assert isinstance(document, Document)
    assert document.format == "rtf"
    assert [paragraph.text for paragraph in document.paragraphs()] == ["甲"]
    told = json.loads(note.read_text())
    assert told["data"] == _FILE.decode()
    assert "--headless" in told["args"]
    assert "--infilter=Rich Text Format" in told["args"]
    assert "SECRET" not in told["env"]
    assert told["env"]["HOME"].startswith(str(scratch))
    assert "年报" not in " ".join(told["args"])
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true<' in told["set"]
    assert list(scratch.iterdir()) == []


def test_nothing_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scratch: Path) -> None:
    pretend("", tmp_path, monkeypatch)
    assert "损坏" in refused()
    assert list(scratch.iterdir()) == []


def test_too_much_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend("out.parent.mkdir()\nout.write_bytes(b'x' * 5000)", tmp_path, monkeypatch)
    monkeypatch.setattr(office, "_set_limits", lambda _: None)
    assert "限度" in refused(Limits(file_mb=1e-4))


def test_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scratch: Path) -> None:
    """What it started ends with it."""
    beat = tmp_path / "beat"
    child = f"import time\nwhile True: open({str(beat)!r}, 'a').write('x'); time.sleep(0.05)"
    script = f"import subprocess\nsubprocess.run([sys.executable, '-c', {child!r}])"
    pretend(script, tmp_path, monkeypatch)
    for seconds in (1, 5, 25):  # until it is long enough for both to start
        assert f"{seconds} 秒" in refused(Limits(convert_seconds=seconds))
        if beat.exists():
            break
    size = beat.stat().st_size
    time.sleep(0.3)
    assert beat.stat().st_size == size
    assert list(scratch.iterdir()) == []


def test_it_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "soffice"
    path.write_bytes(b"\x7fELF no program")
    path.chmod(0o755)
    monkeypatch.setenv(office.VARIABLE, str(path))
    monkeypatch.setattr(office, "_find_isolation", tuple)
    assert "不能启动" in refused()
