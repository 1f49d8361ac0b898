"""`--diff-from REV`: only reports that changed since a revision of git, also in submodules."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.run.repositories import WRONG, gblint, git

pytestmark = pytest.mark.skipif(
    shutil.which("git") is None, reason="NOT TESTED: git is not installed"
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two committed reports."""
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "各单位").mkdir()
    for name in ("甲 局.md", "乙局.md"):
        shutil.copy(WRONG, tmp_path / "各单位" / name)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "报告")
    return tmp_path


def test_nothing_changed(repository: Path) -> None:
    done = gblint(repository, "各单位", "--diff-from", "HEAD")
    assert (done.returncode, done.err) == (0, "")
    assert "没有检查任何文件" in done.out
    assert "自版本“HEAD”以来没有报告改动" in done.out
    done = gblint(repository, "各单位", "--diff-from", "HEAD", "--lang", "en", "--format", "json")
    assert json.loads(done.out)["notes"] == ['no report changed since the revision "HEAD"']


def test_what_changed_and_what_is_new(repository: Path) -> None:
    with (repository / "各单位" / "甲 局.md").open("a", encoding="utf-8") as file:
        file.write("\n")
    shutil.copy(WRONG, repository / "各单位" / "丙局.md")
    done = gblint(repository, "各单位", "--diff-from", "HEAD", "--format", "concise", "-q")
    assert done.returncode == 1
    assert {line.split(":")[0] for line in done.out.splitlines()} == {
        "各单位/甲 局.md",
        "各单位/丙局.md",
    }
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "再报告")
    assert gblint(repository, "各单位", "--diff-from", "HEAD").returncode == 0
    assert gblint(repository / "各单位", ".", "--diff-from", "HEAD~1").returncode == 1


def test_a_revision_that_is_none(repository: Path) -> None:
    for revision in ("no-such", "--help"):
        done = gblint(repository, "各单位", f"--diff-from={revision}")
        assert done.returncode == 2
        assert f"没有版本“{revision}”" in done.err
        assert f"“{repository}”" in done.err
        assert done.err.count("\n") == 1


def test_outside_a_repository(tmp_path: Path) -> None:
    shutil.copy(WRONG, tmp_path / "report.md")
    done = gblint(tmp_path, "report.md", "--diff-from", "HEAD", "--lang", "en")
    assert done.returncode == 2
    assert "is in no git repository" in done.err


def _changed(folder: Path, *words: str) -> set[str]:
    """The files that are checked."""
    done = gblint(folder, "各单位", *words, "--format", "json", "--isolated")
    assert done.returncode in (0, 1), done.err
    return {file["path"].rpartition("/")[2] for file in json.loads(done.out)["files"]}


def test_a_branch_is_not_blamed_for_what_main_changed_since(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "分支")
    shutil.copy(WRONG, repository / "各单位" / "丁局.md")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "丁局")
    git(repository, "checkout", "-q", "main")
    with (repository / "各单位" / "乙局.md").open("a", encoding="utf-8") as file:
        file.write("\n")
    git(repository, "commit", "-q", "-a", "-m", "乙局改了")
    git(repository, "checkout", "-q", "分支")
    assert _changed(repository, "--diff-from", "main") == {"丁局.md"}
    # what the working tree changes counts as well
    with (repository / "各单位" / "甲 局.md").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert _changed(repository, "--diff-from", "main") == {"丁局.md", "甲 局.md"}


def _shallow(repository: Path, folder: Path) -> Path:
    """A clone with the last commit of a branch only, as CI makes it."""
    for name in ("丁局.md", "戊局.md"):
        shutil.copy(WRONG, repository / "各单位" / name)
        git(repository, "add", "-A")
        git(repository, "commit", "-q", "-m", name)
    git(repository, "branch", "分支")
    git(repository, "checkout", "-q", "-b", "old", "HEAD~2")
    words = ("clone", "-q", "--depth=1", "--branch", "分支", repository.as_uri(), str(folder))
    git(repository, *words)
    return folder


def test_a_shallow_clone_says_what_it_needs(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    clone = _shallow(repository, tmp_path_factory.mktemp("clone") / "浅")
    done = gblint(clone, "各单位", "--diff-from", "origin/main")
    assert done.returncode == 2
    assert "没有版本“origin/main”" in done.err
    for hint in ("fetch-depth: 0", "git fetch --unshallow", "GIT_DEPTH: 0"):
        assert hint in done.err
    git(clone, "fetch", "-q", "--depth=1", "origin", "old:old")
    done = gblint(clone, "各单位", "--diff-from", "old", "--lang", "en")
    assert done.returncode == 2
    assert "no history in common" in done.err
    assert "fetch-depth: 0" in done.err
    git(clone, "fetch", "-q", "--unshallow", "origin", "old")
    assert _changed(clone, "--diff-from", "old") == {"丁局.md", "戊局.md"}


def test_a_clone_of_one_branch_says_how_to_get_the_other(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    git(repository, "checkout", "-q", "-b", "分支/甲")
    clone = tmp_path_factory.mktemp("clone") / "单"
    git(repository, "clone", "-q", "--single-branch", repository.as_uri(), str(clone))
    done = gblint(clone, "各单位", "--diff-from", "origin/main")
    assert done.returncode == 2
    assert "git fetch origin main:refs/remotes/origin/main" in done.err
    assert "unshallow" not in done.err
    git(clone, "fetch", "-q", "origin", "main:refs/remotes/origin/main")
    assert gblint(clone, "各单位", "--diff-from", "origin/main").returncode == 0
    # a name that is no branch of a remote, or that a shell would not take as one word
    for revision in ("main", "其他/main", "origin/$(id)", "origin/"):
        done = gblint(clone, "各单位", "--diff-from", revision)
        assert done.returncode == 2
        assert "git fetch" not in done.err


def test_histories_with_nothing_in_common(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "另起")
    git(repository, "commit", "-q", "-m", "另起")
    done = gblint(repository, "各单位", "--diff-from", "main")
    assert done.returncode == 2
    assert "没有共同的历史" in done.err
    assert "fetch-depth" not in done.err


def test_before_the_first_commit_of_a_branch(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "另起")
    assert _changed(repository, "--diff-from", "main") == set()


def test_what_was_passed_over_counts_only_where_it_changed(repository: Path) -> None:
    (repository / "各单位" / "旧.ofd").touch()
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "旧")
    words = ("各单位", "--diff-from", "HEAD", "--fail-on-skipped")
    assert gblint(repository, *words).returncode == 0
    (repository / "各单位" / "新.ofd").touch()
    done = gblint(repository, *words)
    assert done.returncode == 2
    assert "新.ofd" in done.out
    assert "旧.ofd" not in done.out


def test_no_program_of_a_strangers_repository_runs(repository: Path) -> None:
    ran = repository.parent / f"{repository.name}-ran"
    program = repository / "evil.sh"
    program.write_text(f"#!/bin/sh\ntouch '{ran}'\ncat\n", "utf-8")
    program.chmod(0o755)
    report = repository / "各单位" / "甲 局.md"
    (repository / ".gitattributes").write_text("*.md filter=evil diff=evil\n", "utf-8")
    for name in (
        *("core.fsmonitor", "core.pager", "core.hooksPath", "diff.external", "pager.diff"),
        *("diff.evil.command", "diff.evil.textconv", "filter.evil.clean", "filter.evil.process"),
        *("core.sshCommand", "core.gitProxy", "core.alternateRefsCommand"),
    ):
        git(repository, "config", name, str(program))
    report.write_text(report.read_text("utf-8").replace("一", "二", 1), "utf-8")
    ran.unlink(missing_ok=True)
    assert "甲 局.md" in _changed(repository, "--diff-from", "HEAD")
    assert not ran.exists()


def test_the_environment_leads_to_no_other_repository(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    env = {"GIT_DIR": str(other / ".git"), "GIT_EXTERNAL_DIFF": "false"}
    assert gblint(repository, "各单位", "--diff-from", "HEAD", **env).returncode == 0


def test_without_git(repository: Path) -> None:
    done = gblint(repository, "各单位", "--diff-from", "HEAD", PATH="")
    assert done.returncode == 2
    assert "没有安装 git" in done.err


def test_what_is_not_there_is_still_told(repository: Path) -> None:
    done = gblint(repository, "没有.md", "--diff-from", "HEAD")
    assert done.returncode == 2
    assert "没有.md" in done.out


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
