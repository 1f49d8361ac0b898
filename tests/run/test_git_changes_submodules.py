"""`--diff-from REV` where files are in submodules."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.run.repositories import WRONG, gblint, git

pytestmark = pytest.mark.skipif(
    shutil.which("git") is None, reason="NOT TESTED: git is not installed"
)


def _with_submodule(folder: Path) -> tuple[Path, Path]:
    """A repository with a submodule `sub`, each with a branch `base` at what is committed."""
    other, repository = folder / "other", folder / "总"
    for place in (other, repository):
        place.mkdir(parents=True)
        git(place, "init", "-q", "-b", "main")
        (place / "各单位").mkdir()
        shutil.copy(WRONG, place / "各单位" / "旧局.md")
        git(place, "add", "-A")
        git(place, "commit", "-q", "-m", "报告")
    words = ("-c", "protocol.file.allow=always", "submodule", "add", "-q")
    git(repository, *words, other.as_uri(), "子")
    git(repository, "commit", "-q", "-m", "子模块")
    git(repository, "branch", "base")
    return repository, repository / "子"


def _bump(repository: Path, sub: Path) -> None:
    """Commit a new faulty report in the submodule, and that commit in the repository."""
    shutil.copy(WRONG, sub / "各单位" / "新局.md")
    git(sub, "add", "-A")
    git(sub, "commit", "-q", "-m", "新局")
    git(repository, "commit", "-q", "-a", "-m", "子模块更新")


def _checked(folder: Path, *words: str) -> tuple[set[str], list[str]]:
    """The files that are checked, and remarks on the run."""
    done = gblint(folder, *words, "--format", "json", "--isolated")
    assert done.returncode in (0, 1), done.err
    told = json.loads(done.out)
    return {file["path"] for file in told["files"]}, told["notes"]


@pytest.mark.parametrize("own", [True, False])
def test_a_submodule_is_compared_from_the_commit_that_was_recorded(
    tmp_path: Path, own: bool
) -> None:
    repository, sub = _with_submodule(tmp_path)
    _bump(repository, sub)
    if own:  # a revision of the submodule that has the same name says nothing
        git(sub, "branch", "base")
    assert _checked(repository, ".", "--diff-from", "base") == ({"子/各单位/新局.md"}, [])
    assert _checked(tmp_path, "总/子", "--diff-from", "base") == ({"总/子/各单位/新局.md"}, [])
    # what is not committed, in the submodule or in the repository
    shutil.copy(WRONG, sub / "各单位" / "丙局.md")
    files, _ = _checked(repository, ".", "--diff-from", "base")
    assert files == {"子/各单位/新局.md", "子/各单位/丙局.md"}


def test_in_a_submodule_itself_the_revision_is_its_own(tmp_path: Path) -> None:
    repository, sub = _with_submodule(tmp_path)
    git(sub, "branch", "own")
    _bump(repository, sub)
    assert _checked(sub, ".", "--diff-from", "own")[0] == {"各单位/新局.md"}
    done = gblint(repository, ".", "--diff-from", "own")
    assert done.returncode == 2
    assert f"git 仓库“{repository}”中没有版本“own”" in done.err


def test_a_submodule_in_a_submodule(tmp_path: Path) -> None:
    inner, _ = _with_submodule(tmp_path / "内")
    outer = tmp_path / "外"
    outer.mkdir()
    git(outer, "init", "-q", "-b", "main")
    words = ("-c", "protocol.file.allow=always", "submodule")
    git(outer, *words, "add", "-q", inner.as_uri(), "中")
    git(outer, *words, "update", "-q", "--init", "--recursive")
    git(outer, "commit", "-q", "-m", "子模块")
    git(outer, "branch", "base")
    _bump(outer / "中", outer / "中" / "子")
    git(outer, "commit", "-q", "-a", "-m", "更新")
    assert _checked(outer, ".", "--diff-from", "base") == ({"中/子/各单位/新局.md"}, [])


def test_a_submodule_that_is_new_is_checked_whole(tmp_path: Path) -> None:
    repository, sub = _with_submodule(tmp_path)
    git(sub, "branch", "first")
    assert _checked(repository, ".", "--diff-from", "base~1") == ({"子/各单位/旧局.md"}, [])


def test_a_submodule_without_the_commit_is_checked_whole_and_that_is_told(tmp_path: Path) -> None:
    repository, sub = _with_submodule(tmp_path)
    _bump(repository, sub)
    shutil.rmtree(sub)
    other = (tmp_path / "other").as_uri()
    git(tmp_path, "-C", str(tmp_path / "other"), "checkout", "-q", "--orphan", "新")
    git(tmp_path / "other", "commit", "-q", "-m", "新")
    words = ("-c", "protocol.file.allow=always", "clone", "-q", "--depth=1", "--branch", "新")
    git(repository, *words, other, str(sub))
    files, notes = _checked(repository, ".", "--diff-from", "base")
    assert files == {"子/各单位/旧局.md"}
    (note,) = notes
    assert str(sub) in note
    assert "全部检查" in note
