"""Which files changed since a revision of git, or rather since what both have in common."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from gblint.findings import Say
from gblint.results import Skipped
from gblint.run.files import STDIN, Found, Input

_SECONDS = 60
_HARMLESS = (
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.untrackedCache=false", "-c", "core.quotePath=false"),
)
_ENVIRONMENT = {
    "GIT_PAGER": "",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
"""The settings of a repository may name programs: none is to run, for they may be a stranger's."""

_PASSED_ON = ("GIT_CONFIG", "GIT_CEILING", "GIT_DISCOVERY", "GIT_EXEC_PATH")
"""What of the environment's GIT_* git gets, by how it begins: others lead to other repositories."""

_FETCH = Say(
    "这是浅克隆，历史不全：请先 git fetch --unshallow；"
    "GitHub Actions 的 checkout 加 fetch-depth: 0，GitLab CI 设 GIT_DEPTH: 0",
    "this is a shallow clone, without the whole history: git fetch --unshallow first, or "
    "fetch-depth: 0 for checkout in GitHub Actions, GIT_DEPTH: 0 in GitLab CI",
)


class GitError(ValueError):
    """What git could not tell; `say` is in plain words."""

    def __init__(self, say: Say) -> None:
        super().__init__(say.zh)
        self.say = say


def changed_since(revision: str, found: Found) -> Found:
    """What changed in the working tree since its branch left a revision's, or is new to git.

    What the revision's own branch changed since then is not meant (`git diff REV...HEAD`).
    Standard input, and what is not there, stays. Raises GitError where a file is in no
    repository, where the revision is unknown, or where the two have nothing in common.
    """
    changed = _Changed(revision)
    inputs = (
        one
        for one in found.inputs
        if _stays(one) or changed.has(Path(os.path.realpath(one.source)))
    )
    return Found(tuple(inputs), tuple(one for one in found.skipped if _is_met(one, changed)))


def _stays(input_: Input) -> bool:
    return input_.source == STDIN or input_.failure is not None


def _is_met(one: Skipped, changed: _Changed) -> bool:
    """Whether what was passed over changed; of a folder git does not know, so it is told."""
    path = Path(one.source)
    return path.is_dir() or changed.has(Path(os.path.realpath(path.parent), path.name))


class _Changed:
    """The files that changed, by repository; each is asked once."""

    def __init__(self, revision: str) -> None:
        self._revision = revision
        self._roots: dict[str, Path] = {}
        self._names: dict[Path, frozenset[str]] = {}

    def has(self, path: Path) -> bool:
        """Whether a file changed, whose folder is given without links. Raises GitError."""
        folder = str(path.parent)
        if folder not in self._roots:
            self._roots[folder] = _root(path.parent)
        root = self._roots[folder]
        if root not in self._names:
            self._names[root] = _changed(root, self._revision)
        return path.relative_to(root).as_posix() in self._names[root]


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
    names = ("--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "-z")
    plain = ("--ignore-submodules=all", "--diff-filter=d")
    base, quiet = _base(root, revision), _filters_off(root)
    differ = _git(root, *quiet, "diff", *names, *plain, base, "--")
    new = _git(root, *quiet, "ls-files", "--others", "--exclude-standard", "-z")
    if differ is None or new is None:
        raise GitError(Say("git 不能列出改动的文件", "git cannot list what changed"))
    return frozenset(name for name in (differ + new).split("\0") if name)


def _filters_off(root: Path) -> list[str]:
    """Options that switch off what the repository itself would filter its files through.

    What the user has set up for all repositories stays.
    """
    told = _git(root, "config", "--show-scope", "-z", "--name-only", "--get-regexp", r"^filter\.")
    words = (told or "").split("\0")
    own = (name for scope, name in zip(words[::2], words[1::2], strict=False) if scope != "global")
    off = {"clean": "", "process": "", "smudge": "", "required": "false"}
    named = [name for name in own if name.rpartition(".")[2].lower() in off]
    return [
        word for name in named for word in ("-c", f"{name}={off[name.rpartition('.')[2].lower()]}")
    ]


def _base(root: Path, revision: str) -> str:
    """The commit at which the working tree's branch left the revision's."""
    commit = None
    if not revision.startswith("-"):
        commit = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if commit is None:
        say = Say(f"git 仓库中没有版本“{revision}”", f'git knows no revision "{revision}"')
        raise GitError(_why(root, say))
    commit = commit.strip()
    head = _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if head is None:  # nothing is committed on this branch yet
        return commit
    base = _git(root, "merge-base", head.strip(), commit)
    if base is None:
        say = Say(
            f"当前分支与版本“{revision}”没有共同的历史",
            f'this branch has no history in common with "{revision}"',
        )
        raise GitError(_why(root, say))
    return base.strip()


def _why(root: Path, say: Say) -> Say:
    """The same, with what to do where the history was cut."""
    if (_git(root, "rev-parse", "--is-shallow-repository") or "").strip() != "true":
        return say
    return Say(f"{say.zh}；{_FETCH.zh}", f"{say.en}; {_FETCH.en}")


def _git(folder: Path, *words: str) -> str | None:
    """What git prints, None where it fails."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_PASSED_ON)
    }
    # the git of the user, as it is in PATH
    command = ["git", "--no-pager", *_HARMLESS, "-C", os.fspath(folder), *words]
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, and a revision that cannot be an option
            command,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
            env=kept | _ENVIRONMENT,
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
