"""What wordings need is kept with the pack; of what they are compiled to, nothing is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import gblint
from gblint import outline, patterns
from gblint.needed import needed, worked_out
from gblint.packs import cache
from gblint.packs import load as load_module
from gblint.packs.load import load
from gblint.packs.template import expand
from gblint.run.clean import remove

_ROOT = Path(__file__).parents[2]
_WRONG = _ROOT / "fixtures" / "wrong-footing" / "report.docx"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(folder))
    return folder


def _run(*options: str) -> bytes:
    command = [sys.executable, "-m", "gblint", *options, str(_WRONG)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    return done.stdout


@pytest.mark.parametrize("options", [(), ("--no-cache",), ("--format", "json")])
def test_every_run_gives_the_same_and_keeps_no_pattern(home: Path, options: tuple[str]) -> None:
    first = _run(*options)
    assert [_run(*options) for _ in range(2)] == [first] * 2
    assert [file.name.rpartition("-")[0] for file in home.glob("*.msgpack")] == ["gbh-2021-30"]


def test_patterns_of_an_earlier_version_are_not_read_and_go_with_the_cache(home: Path) -> None:
    first = _run()
    old = home / "patterns-0badf00d.msgpack"
    os.mkfifo(old) if hasattr(os, "mkfifo") else old.write_bytes(b"\xff" * 5000)
    assert _run() == first
    old.unlink()
    old.write_bytes(b"\xff" * 5000)
    remove(home)
    assert list(home.glob("*.msgpack")) == [old]
    remove(home, unsigned=True)
    assert not list(home.glob("*.msgpack"))


def test_what_wordings_need_is_the_same_when_kept(home: Path) -> None:
    _run()
    (file,) = home.glob("gbh-2021-30-*")
    entry = msgspec.msgpack.decode(file.read_bytes()[len(cache.SIGN) :], type=cache.Entry)
    prose = load("gbh-2021-30").prose
    forms = [
        expand(template, prose.words, named=False)
        for statement in prose.statements
        for template in statement.patterns
    ]
    assert set(entry.needed) == set(forms)
    for form in forms:
        assert [frozenset(choice) for choice in entry.needed[form]] == worked_out(form)
        assert needed(form) == worked_out(form)


@pytest.mark.usefixtures("home")
def test_every_look_of_a_run_was_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    _run()
    monkeypatch.setattr(outline, "_kept", {})
    monkeypatch.setattr(patterns, "_looks", {})
    monkeypatch.setattr(patterns, "_compiled", {})
    monkeypatch.setattr(load_module, "_loaded", {})
    assert gblint.check(_WRONG).findings
    assert set(patterns._looks) | set(patterns._compiled) <= set(outline._kept)
    for form in outline._kept:
        found = outline.look(form)
        assert [list(one) for one in found.outlines] == outline.outlines(form)
        assert found.needed == needed(form)
