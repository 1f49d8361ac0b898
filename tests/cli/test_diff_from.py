"""`--diff-from REV`: only reports that changed since a revision of git."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builder.fixtures import FIXTURES

WRONG = FIXTURES / "footing-row" / "report.md"


def _git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=示例", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def _gblint(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", "-m", "gblint", *words]
    return subprocess.run(
        command, cwd=folder, check=False, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two committed reports."""
    _git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "各单位").mkdir()
    for name in ("甲 局.md", "乙局.md"):
        shutil.copy(WRONG, tmp_path / "各单位" / name)
    _git(tmp_path, "add", "-A")
    _git(tmp_path, "commit", "-q", "-m", "报告")
    return tmp_path


def test_nothing_changed(repository: Path) -> None:
    done = _gblint(repository, "各单位", "--diff-from", "HEAD")
    assert (done.returncode, done.stderr) == (0, "")
    assert "没有检查任何文件" in done.stdout


def test_what_changed_and_what_is_new(repository: Path) -> None:
    with (repository / "各单位" / "甲 局.md").open("a", encoding="utf-8") as file:
        file.write("\n")
    shutil.copy(WRONG, repository / "各单位" / "丙局.md")
    done = _gblint(repository, "各单位", "--diff-from", "HEAD", "--format", "concise", "-q")
    assert done.returncode == 1
    assert {line.split(":")[0] for line in done.stdout.splitlines()} == {
        "各单位/甲 局.md",
        "各单位/丙局.md",
    }
    _git(repository, "add", "-A")
    _git(repository, "commit", "-q", "-m", "再报告")
    assert _gblint(repository, "各单位", "--diff-from", "HEAD").returncode == 0
    assert _gblint(repository / "各单位", ".", "--diff-from", "HEAD~1").returncode == 1


def test_a_revision_that_is_none(repository: Path) -> None:
    for revision in ("no-such", "--help"):
        done = _gblint(repository, "各单位", f"--diff-from={revision}")
        assert done.returncode == 2
        assert f"没有版本“{revision}”" in done.stderr
        assert done.stderr.count("\n") == 1


def test_outside_a_repository(tmp_path: Path) -> None:
    shutil.copy(WRONG, tmp_path / "report.md")
    done = _gblint(tmp_path, "report.md", "--diff-from", "HEAD", "--lang", "en")
    assert done.returncode == 2
    assert "is in no git repository" in done.stderr


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    done = _gblint(repository, "各单位", "--diff-from", "HEAD")
    assert done.returncode == 2
    assert "没有安装 git" in done.stderr


def test_what_is_not_there_is_still_told(repository: Path) -> None:
    done = _gblint(repository, "没有.md", "--diff-from", "HEAD")
    assert done.returncode == 2
    assert "没有.md" in done.stdout
