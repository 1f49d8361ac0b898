"""The cache serves, and `gblint clean` removes, only what this user alone can have written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gblint.checks import KINDS, load
from gblint.files import SIGN, NotOurs, open_private_folder
from gblint.packs import load as cache
from gblint.results import RawResult
from gblint.run import results_cache
from gblint.run import results_cache as kept_module
from gblint.run.results_cache import Cleaned, ResultsCache, clean_cache
from tests.builder.small_packs import rule, with_rules, write
from tests.tools.forked import environment
from tests.tools.scenario import gblint

if os.name != "posix":
    pytest.skip("NOT TESTED: owners and modes of files as POSIX has them", allow_module_level=True)

_KEY = "ab" + "0" * 38
_RAW = RawResult(title="报告")
_NOBODY = 65534


def _given_away(path: Path) -> None:
    """Have it belong to somebody else."""
    if os.geteuid() != 0:
        pytest.skip("NOT TESTED: only root can give a file to another user")
    os.chown(path, _NOBODY, _NOBODY)


def _for_group(path: Path) -> None:
    path.chmod(path.stat().st_mode | 0o020)


def _for_all(path: Path) -> None:
    path.chmod(path.stat().st_mode | 0o002)


def _linked(path: Path) -> None:
    """Have a link of that name lead to it."""
    path.rename(path.with_name(path.name + "-there"))
    path.symlink_to(path.with_name(path.name + "-there"))


_WRONGS = [_given_away, _for_group, _for_all, _linked]
Wrong = Callable[[Path], None]


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """The folder `results` of a cache with one entry."""
    folder = tmp_path / "cache" / "results"
    ResultsCache(folder, "stamp", [[b""]]).keep(_KEY, _RAW)
    assert _served(folder) == _RAW
    return folder


def _served(folder: Path) -> RawResult | None:
    return ResultsCache(folder, "stamp", [[b""]]).get(_KEY)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("wrong", _WRONGS)
@pytest.mark.parametrize("place", ["..", ".", "ab", f"ab/{'0' * 38}"])
def test_what_others_may_have_written_does_not_count(
    results: Path, wrong: Wrong, place: str
) -> None:
    at = Path(os.path.normpath(results / place))
    wrong(at)
    if wrong is _linked and place == "..":
        assert _served(results) == _RAW, "where the cache is, its user may say by a link"
        return
    assert _served(results) is None


@pytest.mark.parametrize("wrong", _WRONGS)
@pytest.mark.parametrize("place", ["..", ".", "ab"])
def test_nothing_is_written_or_removed_where_others_write(
    results: Path, wrong: Wrong, place: str, tmp_path: Path
) -> None:
    at = Path(os.path.normpath(results / place))
    wrong(at)
    if wrong is _linked and place == "..":
        return
    before = _files(tmp_path)
    state = at.stat()
    ResultsCache(results, "stamp", [[b""]]).keep("ab" + "1" * 38, _RAW)
    assert _files(tmp_path) == before
    if place == "..":
        with pytest.raises(NotOurs):
            clean_cache(results.parent)
    else:
        assert clean_cache(results.parent) == Cleaned(0, (at,))
    assert _files(tmp_path) == before
    assert (at.stat().st_mode, at.stat().st_uid) == (state.st_mode, state.st_uid)


def test_what_a_link_leads_to_is_not_removed(results: Path, tmp_path: Path) -> None:
    """Others have folders of that shape too: the objects of git, for instance."""
    objects = tmp_path / "objects"
    (objects / "ab").mkdir(parents=True)
    (objects / "ab" / ("1" * 38)).touch()
    (results / "cd").symlink_to(objects / "ab")
    (results / "ab" / ("2" * 38)).symlink_to(objects / "ab" / ("1" * 38))
    assert clean_cache(results.parent, unsigned=True) == Cleaned(2, (results / "cd",))
    assert (objects / "ab" / ("1" * 38)).exists()
    (results / "cd").unlink()
    results.rmdir()
    results.symlink_to(objects)
    assert clean_cache(results.parent) == Cleaned(0, (results,))
    assert (objects / "ab" / ("1" * 38)).exists()


def test_tidying_follows_no_link(results: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"x" * 1000)
    (results / "ab" / "link").symlink_to(tmp_path / "mine")
    with open_private_folder(results, "ab") as shard:
        kept_module.tidy_shard(shard, 0, 0)
    assert (tmp_path / "mine").exists()


def test_folders_are_made_for_this_user_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        ResultsCache(tmp_path / "a" / "b" / "results", "stamp", [[b""]]).keep(_KEY, _RAW)
    finally:
        os.umask(before)
    made = ("a", "a/b", "a/b/results", "a/b/results/ab")
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in made] == [0o700] * 4


def test_a_way_that_anybody_can_turn_is_not_gone(tmp_path: Path) -> None:
    open_ = tmp_path / "open"
    open_.mkdir()
    open_.chmod(0o777)
    folder = open_ / "cache" / "results"
    ResultsCache(folder, "stamp", [[b""]]).keep(_KEY, _RAW)
    assert list(open_.iterdir()) == []
    open_.chmod(0o1777)  # as /tmp is
    ResultsCache(folder, "stamp", [[b""]]).keep(_KEY, _RAW)
    assert _served(folder) == _RAW
    open_.chmod(0o777)
    assert _served(folder) is None
    open_.chmod(0o775)
    assert _served(folder) == _RAW, "groups of one user are the rule on many systems"


def test_a_link_that_somebody_else_has_laid(results: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(results.parent)
    assert _served(link / "results") == _RAW
    if os.geteuid() != 0:
        pytest.skip("NOT TESTED: only root can give a link to another user")
    os.chown(link, _NOBODY, _NOBODY, follow_symlinks=False)
    assert _served(link / "results") is None


def test_a_pipe_is_not_waited_for(results: Path) -> None:
    entry = results / "ab" / ("0" * 38)
    entry.unlink()
    os.mkfifo(entry)
    program = (
        "from pathlib import Path; from gblint.run.results_cache import ResultsCache;"
        f"print(ResultsCache(Path({str(results)!r}), 'stamp', [[b'']]).get({_KEY!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment(results.parent),
        check=True,
    )
    assert done.stdout == "None\n"


def test_the_size_is_looked_at_before_it_is_read(
    results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = results / "ab" / ("0" * 38)
    with entry.open("ab") as file:
        file.truncate(2**40)  # a hole, which takes no room
    monkeypatch.setattr(results_cache, "decode_raw_result", lambda _: pytest.fail("it was decoded"))
    assert _served(results) is None


@pytest.mark.parametrize("error", [RecursionError, MemoryError, TypeError, KeyError, UnicodeError])
def test_whatever_a_damaged_entry_brings_about(
    results: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fails(_: bytes) -> RawResult:
        raise error

    monkeypatch.setattr(results_cache, "decode_raw_result", fails)
    assert _served(results) is None


def test_entries_of_packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "cache"
    monkeypatch.setenv("GBLINT_CACHE_DIR", str(home))
    write(tmp_path, {"own/pack.yaml": with_rules(rule("{kind: section-repeat}"))})
    root = tmp_path / "own"
    pack = load(root)
    (entry,) = home.iterdir()
    data = entry.read_bytes()
    for wrong in _WRONGS:
        if wrong is _given_away and os.geteuid() != 0:
            continue
        wrong(entry)
        assert cache.read_cached_pack(root, KINDS) is None, wrong
        for path in home.iterdir():
            path.unlink()
        entry.write_bytes(data)
        entry.chmod(0o600)
        assert cache.read_cached_pack(root, KINDS) is not None
    nested = b"\x91" * 100_000
    for damage in (nested, SIGN + nested, data[: len(data) // 2], data + nested):
        entry.write_bytes(damage)
        assert cache.read_cached_pack(root, KINDS) is None
    home.chmod(0o770)
    assert load(root, cache=True) == pack
    assert entry.read_bytes() == damage


def test_clean_says_what_it_left(results: Path, tmp_path: Path) -> None:
    def cleaned() -> subprocess.CompletedProcess[str]:
        env = environment(results.parent)
        return subprocess.run(gblint("clean"), env=env, capture_output=True, text=True, check=False)

    _linked(results)
    done = cleaned()
    assert done.returncode == 0
    assert done.stderr.startswith(f"没有清除“{results}”：它是链接")
    results.parent.chmod(0o777)
    done = cleaned()
    assert done.returncode == 2
    assert "别的用户可以写入" in done.stderr
    assert _files(tmp_path)
