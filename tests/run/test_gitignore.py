"""A .gitignore is read as git reads it."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gblint.run.exclusion import read_ignore_file
from tests.tools.programs import skip

_PATHS = (
    *("a.md", "a.docx", "b/a.md", "b/c/a.md", "b/c/d/a.md", "drafts/a.md", "b/drafts/a.md"),
    *("#a.md", "!a.md", "a b.md", "a*.md", "草稿/年报.docx", "b/草稿.md", "ab/a.md", "[x].md"),
)
# not `b**/a.md`, of which git's own pages say otherwise than it does
_PATTERNS = (
    *("*.md", "/a.md", "b/", "drafts", "drafts/", "b/*", "!b/c", "b/**", "**/a.md", "b/**/a.md"),
    *("a.*", "?.md", "[ab].md", "[!a].md", "[^a].md", "\\#a.md", "\\!a.md", "a\\ b.md", "a\\*.md"),
    *("# remark", "", "   ", "a.md   ", "*", "!*.md", "b/c/d", "/b/c", "c/d", "草稿", "草稿/*"),
    *("a**.md", "**", "**/", "/**", "!drafts/", "!a.md", "/", "\\[x].md", "/*"),
)


def _ours(lines: list[str], paths: tuple[str, ...]) -> set[str]:
    """What is left out, going down from folder to folder as gblint does."""
    file = read_ignore_file("\n".join(lines).encode(), "/x")
    left: set[str] = set()
    for path in paths:
        parts = path.split("/")
        steps = ["/".join(parts[: at + 1]) for at in range(len(parts))]
        for step in steps:
            if file.says(f"/x/{step}", is_folder=step != path):
                left.add(path)
                break
    return left


def _git(folder: Path, lines: list[str], paths: tuple[str, ...]) -> set[str]:
    (folder / ".gitignore").write_text("\n".join(lines), "utf-8")
    ran = subprocess.run(
        ["git", "-c", "core.excludesFile=", "check-ignore", "-z", "--no-index", "--stdin"],
        cwd=folder,
        input="\0".join(paths).encode(),
        capture_output=True,
        check=False,
    )
    assert ran.returncode in (0, 1), ran.stderr
    return {path for path in ran.stdout.decode().split("\0") if path}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("git") is None:
        skip("git is not installed")
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    for path in _PATHS:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).touch()
    return folder


@pytest.mark.parametrize("pattern", _PATTERNS)
def test_one_line(repository: Path, pattern: str) -> None:
    assert _ours([pattern], _PATHS) == _git(repository, [pattern], _PATHS)


def test_several_lines(repository: Path) -> None:
    @given(st.lists(st.sampled_from(_PATTERNS), min_size=2, max_size=5))
    def agree(lines: list[str]) -> None:
        assert _ours(lines, _PATHS) == _git(repository, lines, _PATHS)

    agree()


def test_bytes_and_ends_of_lines() -> None:
    file = read_ignore_file("﻿a.md\r\n草稿.md\r\n".encode() + b"\xff.md\n", "/x")
    assert [file.says(f"/x/{name}", is_folder=False) for name in ("a.md", "草稿.md")] == [True] * 2
    assert file.says("/x/\udcff.md", is_folder=False)


def test_no_pattern_takes_long() -> None:
    file = read_ignore_file(b"*a" * 200 + b"b\n", "/x")
    begin = time.process_time()
    assert file.says("/x/" + "a" * 3_000, is_folder=False) is None
    assert time.process_time() - begin < 5
