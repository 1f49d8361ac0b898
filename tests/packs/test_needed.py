"""What wordings need is kept with the pack; of what they are compiled to, nothing is kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import gblint
from gblint.packs import load as load_module
from gblint.packs.pattern_looks import make_look
from gblint.run.results_cache import clean_cache
from gblint.text import patterns
from tests.tools.programs import once
from tests.tools.repository import FIXTURES, ROOT

_WRONG = FIXTURES / "wrong-footing" / "report.docx"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(folder))
    return folder


_STARTS_PROCESSES = pytest.mark.slow


def _run(*options: str) -> bytes:
    command = [sys.executable, "-m", "gblint", *options, str(_WRONG)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    return done.stdout


def _run_first(folder: Path) -> None:
    """What runs without a cache give: first without results kept, then with them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GBLINT_CACHE_DIR", str(folder / "cache"))
        (folder / "told").write_bytes(_run("--no-cache"))
        (folder / "kept").write_text(" ".join(_kept(folder / "cache")))


@pytest.fixture
def first(home: Path) -> bytes:
    """What the first run gave; its cache is there."""
    folder = once("first-run", _run_first)
    shutil.copytree(folder / "cache", home)
    return (folder / "told").read_bytes()


def _kept(home: Path) -> list[str]:
    return [file.name.rpartition("-")[0] for file in home.glob("*.msgpack")]


@_STARTS_PROCESSES
def test_every_run_gives_the_same_and_keeps_no_pattern(home: Path, first: bytes) -> None:
    assert [_run() for _ in range(2)] == [first] * 2
    assert _kept(home) == ["gbh-2021-30"]


@_STARTS_PROCESSES
def test_where_no_results_are_kept_the_pack_is(home: Path, first: bytes) -> None:
    assert (once("first-run", _run_first) / "kept").read_text() == "gbh-2021-30"
    assert _run("--no-cache") == first
    assert _kept(home) == ["gbh-2021-30"]


@_STARTS_PROCESSES
def test_patterns_of_an_earlier_version_are_not_read_and_go_with_the_cache(
    home: Path, first: bytes
) -> None:
    old = home / "patterns-0badf00d.msgpack"
    os.mkfifo(old) if hasattr(os, "mkfifo") else old.write_bytes(b"\xff" * 5000)
    assert _run() == first
    old.unlink()
    old.write_bytes(b"\xff" * 5000)
    clean_cache(home)
    assert list(home.glob("*.msgpack")) == [old]
    clean_cache(home, unsigned=True)
    assert not list(home.glob("*.msgpack"))


@pytest.mark.gate
@pytest.mark.usefixtures("first")
def test_every_look_of_a_run_was_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_kept", {})
    monkeypatch.setattr(patterns, "_looks", {})
    monkeypatch.setattr(patterns, "_compiled", {})
    monkeypatch.setattr(load_module, "_loaded", {})
    assert gblint.check(_WRONG).findings
    assert set(patterns._looks) | set(patterns._compiled) <= set(patterns._kept)
    for form in patterns._kept:
        found = patterns.get_look(form)
        needed, rest = make_look(form)
        assert (found.needed, found.rest.outlines) == (needed, rest.outlines)


@pytest.mark.parametrize(
    "pattern", [r"\ud83d甲", r"[\ud7f0-\ud810]甲", r"[\ud83d]|甲方", r"[\ud800-\udfff]"]
)
def test_what_is_no_text_by_itself_is_looked_for_without_a_look(
    pattern: str, home: Path, tmp_path: Path
) -> None:
    """Half of a pair of surrogates can be named in a pattern, and be written nowhere."""
    check = f"{{kind: pattern, zone: report, forbid: ['{pattern}', 示例]}}"
    rule = f"{{id: XX101, check: {check}, message: 例}}"
    text = f"pack: p\ntitle: 例\nextends: [gbh-2021-30]\nrules:\n  - {rule}\n"
    (tmp_path / "p.yaml").write_text(text, "utf-8")
    for _ in range(2):
        found = gblint.check(_WRONG, pack=tmp_path / "p.yaml").findings
        assert "XX101" in {finding.rule for finding in found}
    assert home.is_dir()
