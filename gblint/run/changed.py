"""Which files changed since a revision of git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from gblint.findings import Say
from gblint.run.files import STDIN, Input

_SECONDS = 60


class GitError(ValueError):
    """What git could not tell; `say` is in plain words."""

    def __init__(self, say: Say) -> None:
        super().__init__(say.zh)
        self.say = say


def changed_since(revision: str, inputs: Iterable[Input]) -> tuple[Input, ...]:
    """The inputs that differ from a revision, or that git does not know yet.

    Standard input, and what is not there, stays. Raises GitError where a file is in no
    repository, or the revision is unknown.
    """
    changed: dict[Path, frozenset[str]] = {}
    roots: dict[Path, Path] = {}
    kept: list[Input] = []
    for input_ in inputs:
        if input_.source == STDIN or input_.failure is not None:
            kept.append(input_)
            continue
        path = Path(os.path.realpath(input_.source))
        root = roots.get(path.parent)
        if root is None:
            root = roots[path.parent] = _root(path.parent)
        if root not in changed:
            changed[root] = _changed(root, revision)
        if path.relative_to(root).as_posix() in changed[root]:
            kept.append(input_)
    return tuple(kept)


def _root(folder: Path) -> Path:
    """The top of the repository that a folder is in."""
    found = _git(folder, "rev-parse", "--show-toplevel")
    if found is None:
        raise GitError(
            Say(
                f"文件夹“{folder}”不在 git 仓库中，不能按版本比较",
                f'the folder "{folder}" is in no git repository',
            )
        )
    return Path(os.path.realpath(found.rstrip("\n")))


def _changed(root: Path, revision: str) -> frozenset[str]:
    commit = None
    if not revision.startswith("-"):
        commit = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if commit is None:
        say = Say(f"git 仓库中没有版本“{revision}”", f'git knows no revision "{revision}"')
        raise GitError(say)
    names = ("--name-only", "--no-renames", "--no-ext-diff", "-z")
    differ = _git(root, "diff", *names, "--diff-filter=d", commit.strip(), "--")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    if differ is None or new is None:
        raise GitError(Say("git 不能列出改动的文件", "git cannot list what changed"))
    return frozenset(name for name in (differ + new).split("\0") if name)


def _git(folder: Path, *words: str) -> str | None:
    """What git prints, None where it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, and a revision that cannot be an option
            ["git", "-C", os.fspath(folder), *words],  # noqa: S607 - the git of the user
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        say = Say("没有安装 git，不能按版本比较", "git is not installed")
        raise GitError(say) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        say = Say(f"git 没有回答（{error}）", f"git gave no answer ({error})")
        raise GitError(say) from error
    if done.returncode:
        return None
    return os.fsdecode(done.stdout)
