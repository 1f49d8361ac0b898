"""`--diff-from REV`: of the files that were found, those that changed since a branch left a
revision of git; asked of git itself, which runs nothing that a repository names.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from gblint.files import STDIN, find_container
from gblint.findings import SaidError, Say
from gblint.results import Skipped
from gblint.run.find_inputs import FoundInputs

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


_PLAIN = re.compile(r"\w[\w./+-]*")
"""A name that a shell takes as one word, and git as no option."""


class GitError(SaidError):
    """What git could not tell; `say` is in plain words."""


def keep_changed(revision: str, found: FoundInputs) -> FoundInputs:
    """What changed in the working tree since its branch left a revision's, or is new to git.

    What the revision's own branch changed since then is not meant (`git diff REV...HEAD`).
    Standard input, and what is not there, stays; so does a file of a submodule for which it cannot
    be told, and `notes` say it. Raises GitError where a file is in no repository, where the
    revision is unknown, or where the two have nothing in common.
    """
    changed = _Changed(revision)
    inputs = tuple(
        input_
        for input_ in found.inputs
        if input_.source == STDIN
        or input_.failure is not None
        or changed.has(Path(os.path.realpath(find_container(input_.source))))
    )
    skipped = tuple(passed for passed in found.skipped if _is_skipped_changed(passed, changed))
    notes = [*found.notes, *changed.notes]
    if found.inputs and not inputs:
        zh, en = f"自版本“{revision}”以来没有报告改动", "no report changed since the revision"
        notes.append(Say(zh, f'{en} "{revision}"'))
    return FoundInputs(inputs, skipped, tuple(notes))


def _is_skipped_changed(passed: Skipped, changed: _Changed) -> bool:
    """Whether what was passed over changed; of a folder git does not know, so it is told."""
    path = Path(find_container(passed.source))
    # of a link git knows the link, and not what it leads to
    return path.is_dir() or changed.has(Path(os.path.realpath(path.parent), path.name))


class _Changed:
    """The files that changed, by repository; each is asked once.

    The revision is one of the repository that the working folder is in, or else of the outermost.
    What is in a submodule is compared from the commit that its superproject had recorded: a
    revision of the same name in the submodule says nothing about the superproject's branch.
    """

    def __init__(self, revision: str) -> None:
        self.notes: list[Say] = []
        self._revision = revision
        self._here = _find_top(Path(os.curdir))
        self._roots: dict[str, Path] = {}
        self._names: dict[Path, frozenset[str] | None] = {}
        self._bases: dict[Path, str | None] = {}

    def has(self, path: Path) -> bool:
        """Whether a file changed, whose folder is given without links. Raises GitError."""
        folder = str(path.parent)
        if folder not in self._roots:
            top = _find_top(path.parent)
            if top is None:
                say = Say(
                    f"文件夹“{folder}”不在 git 仓库中，不能按版本比较",
                    f'the folder "{folder}" is in no git repository',
                )
                raise GitError(say)
            self._roots[folder] = top
        root = self._roots[folder]
        if root not in self._names:
            base = self._get_base(root)
            self._names[root] = None if base is None else _list_changed(root, base)
        names = self._names[root]
        return names is None or path.relative_to(root).as_posix() in names

    def _get_base(self, root: Path) -> str | None:
        """The commit from which a repository is compared, None where all of it is to be checked."""
        if root not in self._bases:
            outer = None if root == self._here else _find_superproject(root)
            if outer is None:
                self._bases[root] = _find_base(root, self._revision)
            else:
                self._bases[root] = self._find_recorded(root, outer)
        return self._bases[root]

    def _find_recorded(self, root: Path, outer: Path) -> str | None:
        base = self._get_base(outer)
        if base is None:  # the superproject is itself checked whole
            return None
        entry = _ask_git(outer, "ls-tree", "-z", base, "--", root.relative_to(outer).as_posix())
        mode, _, rest = (entry or "").partition(" ")
        if entry is not None and mode != _SUBMODULE:  # there was no submodule: all of it is new
            return None
        commit = rest.removeprefix("commit ").partition("\t")[0]
        if commit and _ask_git(root, "cat-file", "-e", f"{commit}^{{commit}}") is not None:
            return commit
        note = Say(
            f"子模块“{root}”里没有上级仓库在版本“{self._revision}”处记录的提交"
            f"（{commit[:12]}），不能比较，其中的文件全部检查；请先在子模块里 git fetch",
            f'the submodule "{root}" lacks the commit ({commit[:12]}) that the superproject '
            f'had at "{self._revision}": all files in it are checked; git fetch in it first',
        )
        self.notes.append(note)
        return None


_SUBMODULE = "160000"
"""The mode of a submodule in a tree of git."""


def _find_superproject(root: Path) -> Path | None:
    """The top of the repository that another is a submodule of."""
    found = _ask_git(root, "rev-parse", "--show-superproject-working-tree")
    outer = Path(os.path.realpath((found or "").rstrip("\n") or root))
    return outer if outer in root.parents else None


def _find_top(folder: Path) -> Path | None:
    found = _ask_git(folder, "rev-parse", "--show-toplevel")
    return None if found is None else Path(os.path.realpath(found.rstrip("\n")))


def _list_changed(root: Path, base: str) -> frozenset[str]:
    # names alone, whatever the user has set up for diffs
    names = ("--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "-z")
    plain = ("--ignore-submodules=all", "--diff-filter=d")
    quiet = _switch_filters_off(root)
    differ = _ask_git(root, *quiet, "diff", *names, *plain, base, "--")
    new = _ask_git(root, *quiet, "ls-files", "--others", "--exclude-standard", "-z")
    if differ is None or new is None:
        say = Say(
            f"git 不能列出仓库“{root}”中改动的文件", f'git cannot list what changed in "{root}"'
        )
        raise GitError(say)
    return frozenset(name for name in (differ + new).split("\0") if name)


def _switch_filters_off(root: Path) -> list[str]:
    """Options that switch off what the repository itself would filter its files through.

    What the user has set up for all repositories stays.
    """
    listing = ("--show-scope", "-z", "--name-only", "--get-regexp", r"^filter\.")
    words = (_ask_git(root, "config", *listing) or "").split("\0")
    own = (name for scope, name in zip(words[::2], words[1::2], strict=False) if scope != "global")
    off = {"clean": "", "process": "", "smudge": "", "required": "false"}
    named = [name for name in own if name.rpartition(".")[2].lower() in off]
    return [
        word for name in named for word in ("-c", f"{name}={off[name.rpartition('.')[2].lower()]}")
    ]


def _find_base(root: Path, revision: str) -> str:
    """The commit at which the working tree's branch left the revision's."""
    commit = None
    # what begins so would be an option
    if not revision.startswith("-"):
        commit = _ask_git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if commit is None:
        say = Say(
            f"git 仓库“{root}”中没有版本“{revision}”",
            f'the git repository "{root}" has no revision "{revision}"',
        )
        raise GitError(_explain_fetch(root, revision, _explain_shallow(root, say)))
    commit = commit.strip()
    head = _ask_git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if head is None:  # nothing is committed on this branch yet
        return commit
    base = _ask_git(root, "merge-base", head.strip(), commit)
    if base is None:
        say = Say(
            f"git 仓库“{root}”的当前分支与版本“{revision}”没有共同的历史",
            f'the branch of the git repository "{root}" has no history in common with "{revision}"',
        )
        raise GitError(_explain_shallow(root, say))
    return base.strip()


def _explain_shallow(root: Path, say: Say) -> Say:
    """The same, with what to do where the history was cut."""
    if (_ask_git(root, "rev-parse", "--is-shallow-repository") or "").strip() != "true":
        return say
    return Say(f"{say.zh}；{_FETCH.zh}", f"{say.en}; {_FETCH.en}")


def _explain_fetch(root: Path, revision: str, say: Say) -> Say:
    """The same, with how to fetch it, where it is named as a branch of a remote.

    A clone of one branch, as CI makes it, has no other.
    """
    name = re.split(r"[~^@:]", revision.removeprefix("refs/remotes/"), maxsplit=1)[0]
    if not _PLAIN.fullmatch(name):
        return say
    for remote in (_ask_git(root, "remote") or "").splitlines():
        branch = name.removeprefix(f"{remote}/")
        if branch and branch != name:
            command = f"git fetch {remote} {branch}:refs/remotes/{remote}/{branch}"
            return Say(
                f"{say.zh}；如果没有取过这个分支，请先 {command}",
                f"{say.en}; if this branch was never fetched: {command}",
            )
    return say


def _ask_git(folder: Path, *words: str) -> str | None:
    """What git prints, None where it fails."""
    passed_on = {
        name: value
        for name, value in os.environ.items()
        # in a hook git sets these, and they hold for its own repository alone
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
            env=passed_on | _ENVIRONMENT,
        )
    except FileNotFoundError:
        say = Say("没有安装 git，不能按版本比较", "git is not installed")
        raise GitError(say) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        say = Say(f"git 没有回答（{error}）", f"git gave no answer ({error})")
        raise GitError(say) from error
    return None if done.returncode else os.fsdecode(done.stdout)
