"""Patterns are compiled once, and found again in the next run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
import regex

from gblint import patterns
from gblint.packs import cache
from gblint.packs.load import load
from gblint.packs.needed import needed, worked_out
from gblint.packs.template import expand

_ROOT = Path(__file__).parents[2]
_WRONG = _ROOT / "fixtures" / "wrong-footing" / "report.docx"
_TEXT = "全年共收到申请120件，其中予以公开36件，占30%。"
_FORMS = (
    r"(?P<whole>\d+)件.*?其中(?P<part>\p{Han}+)(?P<figure>\d+)件",
    r"(?<=占)\d+(?:\.\d+)?%",
    r"[^，。]{2,8}(?i:A|件)",
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has just begun."""
    monkeypatch.setattr(patterns, "_known", None)
    monkeypatch.setattr(patterns, "_anew", {})
    monkeypatch.setattr(patterns, "_load", cache.kept_patterns)
    patterns.compiled.cache_clear()


def _run(*files: Path) -> str:
    command = [sys.executable, "-m", "gblint", "--no-cache", *map(str, files)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    return done.stdout.decode()


def _kept(home: Path) -> Path:
    (file,) = home.glob("patterns-*")
    return file


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.usefixtures("anew", "home")
def test_a_pattern_found_again_matches_the_same(form: str) -> None:
    first = [match.groupdict() | {"": match.group()} for match in patterns.finditer(form, _TEXT)]
    cache.keep_patterns()
    patterns.compiled.cache_clear()
    assert set(cache.kept_patterns(regex.__version__)) == {form}
    patterns._known = None
    again = [match.groupdict() | {"": match.group()} for match in patterns.finditer(form, _TEXT)]
    assert again == first != []
    assert patterns.to_keep() is None


@pytest.mark.usefixtures("anew")
def test_patterns_of_another_version_are_not_taken(home: Path) -> None:
    patterns.search(_FORMS[1], _TEXT)
    cache.keep_patterns()
    assert _kept(home).exists()
    assert cache.kept_patterns(regex.__version__)
    assert not cache.kept_patterns("1.0")


def test_the_next_run_compiles_none(home: Path) -> None:
    first = _run(_WRONG)
    file = _kept(home)
    before = (file.read_bytes(), file.stat().st_mtime_ns)
    assert _run(_WRONG) == first
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


@pytest.mark.parametrize("damage", [b"", b"x", b"\xff" * 5000])
def test_damaged_patterns_are_made_anew(home: Path, damage: bytes) -> None:
    first = _run(_WRONG)
    file = _kept(home)
    whole = file.read_bytes()
    file.write_bytes(damage)
    assert _run(_WRONG) == first
    assert cache.kept_patterns(regex.__version__)
    file.write_bytes(whole[:200] + bytes([whole[200] ^ 1]) + whole[201:])
    assert not cache.kept_patterns(regex.__version__)
    assert _run(_WRONG) == first
    assert cache.kept_patterns(regex.__version__)


@pytest.mark.usefixtures("anew", "home")
def test_parts_that_do_not_fit_are_compiled() -> None:
    patterns._known = {_FORMS[1]: ["nonsense", 1]}
    assert patterns.search(_FORMS[1], _TEXT) is not None


def test_what_wordings_need_is_the_same_when_kept(home: Path) -> None:
    _run(_WRONG)
    (file,) = home.glob("gbh-2021-30-*")
    entry = msgspec.msgpack.decode(file.read_bytes(), type=cache.Entry)
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
