"""`--diff-from REV`: only reports that changed since a revision of git."""

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
