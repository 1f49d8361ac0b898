"""`gblint clean` removes what gblint has kept, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gblint.files import SIGN, find_cache_folder, open_private_folder
from gblint.results import RawResult
from gblint.run.results_cache import Cleaned, ResultsCache, clean_cache, tidy_shard


def test_cleaning_leaves_what_is_not_ours(tmp_path: Path) -> None:
    """Whatever its name: a folder that holds other things may be named for the cache."""
    key = "ab" + "0" * 38
    ResultsCache(tmp_path / "results", "", [[b""]]).keep(key, RawResult())
    pack = tmp_path / "gbh-2021-30-0123abcd.msgpack"
    pack.write_bytes(SIGN + b"x")
    part = tmp_path / "results" / "ab" / f"{'1' * 38}.123.0123abcd"
    part.write_bytes(SIGN)
    others = (
        tmp_path / "mine.txt",
        tmp_path / "weights-0a1b2c3d.msgpack",
        tmp_path / "empty-0a1b2c3d.msgpack",
        tmp_path / "results" / "ab" / "mine.txt",
        tmp_path / "results" / "ab" / ("a" * 38),
        tmp_path / "results" / "cd" / ("a" * 38),
    )
    (tmp_path / "results" / "cd").mkdir()
    (tmp_path / "results" / "ef").mkdir()
    for path in others:
        path.write_bytes(b"" if "empty" in path.name else b"mine, and longer than any sign")
    assert clean_cache(tmp_path) == Cleaned(3)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(others)
    assert (tmp_path / "results" / "ef").is_dir()
    assert clean_cache(tmp_path) == Cleaned()
    assert clean_cache(tmp_path / "absent") == Cleaned()


def test_in_its_own_folder_what_earlier_versions_kept_goes_too(tmp_path: Path) -> None:
    (tmp_path / "results" / "ab").mkdir(parents=True)
    other = tmp_path / "mine.txt"
    old = (tmp_path / "results" / "ab" / ("0" * 38), tmp_path / "patterns-0badf00d.msgpack")
    for path in (*old, other):
        path.write_bytes(b"x")
    assert clean_cache(tmp_path, unsigned=True) == Cleaned(2)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("own", [True, False])
def test_only_the_cache_folder_is_gblints_own(
    own: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gblint.cli import main

    monkeypatch.setenv("GBLINT_CACHE_DIR", "" if own else str(tmp_path / "gblint"))
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux" if sys.platform == "darwin" else sys.platform)
    home = find_cache_folder()
    assert home is not None
    home.mkdir(parents=True)
    (home / "weights-0a1b2c3d.msgpack").touch()
    assert main(["clean"]) == 0
    assert (home / "weights-0a1b2c3d.msgpack").exists() != own


def test_keeping_few_leaves_what_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"x" * 100)
    (tmp_path / "kept").write_bytes(SIGN + b"x" * 100)
    with open_private_folder(tmp_path) as shard:
        tidy_shard(shard, 10, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
