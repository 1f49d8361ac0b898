"""What of folders is left out on purpose: by `exclude`, of settings or options, and .gitignore.

As in ruff: files and folders that are named by themselves are taken, unless `exclude` is to hold
for them, too. What is left out is counted, and never without a word.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from pathlib import Path

import msgspec

from gblint.bounded import read_bounded
from gblint.config import Config, ConfigChoice, ConfigError, find_config, read_config
from gblint.findings import Say
from gblint.run.gitignore import IgnoreFile, read_ignore_file
from gblint.run.globs import names_entry, names_file

_SETTINGS = ("gblint.toml", "pyproject.toml")
_GITIGNORE = ".gitignore"
_MOST_BYTES = 2**16
"""Of a .gitignore: far more than anyone writes."""

_BY_SETTINGS, _BY_GIT, _TOO_LARGE = "exclude", "gitignore", "large"


class _Globs(msgspec.Struct, frozen=True):
    """Globs, and the folder that they count from."""

    globs: tuple[str, ...]
    folder: Path


class Scope(msgspec.Struct, frozen=True):
    """What is left out in one folder: by globs, and by the .gitignore files from the outermost in.

    `heeds_git` is what the settings say of .gitignore.
    """

    globs: tuple[_Globs, ...]
    ignores: tuple[IgnoreFile, ...] = ()
    heeds_git: bool = True


class Exclusion:
    """Decides, and counts. `exclude` sets that of the settings aside, `extend` is added.

    `respects_git` is None for what the settings say; `forced` has `exclude` hold for what is named.
    """

    def __init__(
        self,
        *,
        config: ConfigChoice = "find",
        exclude: Sequence[str] = (),
        extend: Sequence[str] = (),
        respects_git: bool | None = None,
        forced: bool = False,
    ) -> None:
        self._config = config
        self._exclude = tuple(exclude)
        self._extend = tuple(extend)
        self._respects_git = respects_git
        self._forced = forced
        self._counted: Counter[str] = Counter()
        self._scopes: dict[Path | None, Scope] = {}

    def scope_of(self, folder: str) -> Scope:
        """What holds in a folder that is named, by what is above it; `below` has its own files."""
        above = Path(folder).absolute()
        scope = self._by_config(self._nearest(above.parent))
        if not scope.heeds_git:
            return scope
        ignores = [found for one in _in_repository(above) if (found := self._read_ignore(one))]
        return msgspec.structs.replace(scope, ignores=tuple(ignores))

    def below(self, scope: Scope, folder: str, names: Set[str]) -> Scope:
        """What holds in a folder, where that above it is known; `names` is what is in it."""
        if self._config == "find" and not names.isdisjoint(_SETTINGS):
            here = Path(folder).absolute()
            found = find_config(here)
            if found is not None and found.parent == here:
                ignores = scope.ignores
                scope = msgspec.structs.replace(self._by_config(found), ignores=ignores)
        if _GITIGNORE in names and scope.heeds_git:
            found_here = self._read_ignore(Path(folder).absolute())
            if found_here is not None:
                return msgspec.structs.replace(scope, ignores=(*scope.ignores, found_here))
        return scope

    def leaves_out(self, scope: Scope, path: str, *, is_folder: bool, counts: bool) -> bool:
        """Whether an entry of a folder is left out. `counts` says that it would be looked at."""
        why = ""
        if any(names_entry(one.globs, path, one.folder) for one in scope.globs):
            why = _BY_SETTINGS
        elif scope.heeds_git and _is_ignored(scope.ignores, path, is_folder=is_folder):
            why = _BY_GIT
        if why and counts:
            self._counted[why] += 1
        return bool(why)

    def leaves_out_named(self, path: str) -> bool:
        """Whether a file that is named is left out: by `exclude` alone, and where that is asked."""
        if not self._forced:
            return False
        scope = self._by_config(self._nearest(Path(path).absolute().parent))
        found = any(names_file(one.globs, path, one.folder) for one in scope.globs)
        self._counted[_BY_SETTINGS] += found
        return found

    def notes(self) -> Iterator[Say]:
        """How much was left out, and why."""
        if count := self._counted[_BY_SETTINGS]:
            yield Say(
                f"按 exclude 没有检查 {count} 个文件或文件夹",
                f"left out by exclude: {count} files or folders",
            )
        if count := self._counted[_BY_GIT]:
            yield Say(
                f"按 .gitignore 没有检查 {count} 个文件或文件夹；要检查，加 --no-respect-gitignore",
                f"left out by .gitignore: {count} files or folders; --no-respect-gitignore has "
                "them checked",
            )
        if count := self._counted[_TOO_LARGE]:
            yield Say(
                f"有 {count} 个 .gitignore 过大或无法读取，没有理会",
                f"not heeded, for their size or because they cannot be read: {count} .gitignore",
            )

    def _nearest(self, folder: Path) -> Path | None:
        if isinstance(self._config, Path):
            return self._config.absolute()
        return find_config(folder) if self._config == "find" else None

    def _by_config(self, path: Path | None) -> Scope:
        """By a settings file. What is wrong with it is told when files are checked by it."""
        if path not in self._scopes:
            self._scopes[path] = self._build_scope(path)
        return self._scopes[path]

    def _build_scope(self, path: Path | None) -> Scope:
        here = Path.cwd()
        config = (None if path is None else _read(path)) or Config("", here)
        globs = (
            _Globs(self._exclude, here) if self._exclude else _Globs(config.exclude, config.folder),
            _Globs(config.extend_exclude, config.folder),
            _Globs(self._extend, here),
        )
        heeds = config.respect_gitignore if self._respects_git is None else self._respects_git
        return Scope(tuple(one for one in globs if one.globs), heeds_git=heeds)

    def _read_ignore(self, folder: Path) -> IgnoreFile | None:
        path = folder / _GITIGNORE
        try:
            if not path.is_file():
                return None
            data = read_bounded(path, _MOST_BYTES)
        except OSError:
            self._counted[_TOO_LARGE] += 1
            return None
        return read_ignore_file(data, str(folder))


def _read(path: Path) -> Config | None:
    try:
        return read_config(path)
    except (ConfigError, OSError):
        return None


def _in_repository(folder: Path) -> list[Path]:
    """The folders above one, from the root of its repository on; none outside of repositories."""
    above: list[Path] = []
    for place in folder.parents:
        above.append(place)
        if (place / ".git").exists():
            return above[::-1] if not (folder / ".git").exists() else []
    return []


def _is_ignored(ignores: Sequence[IgnoreFile], path: str, *, is_folder: bool) -> bool:
    """By the innermost file that says anything of it."""
    if not ignores:
        return False
    absolute = os.path.abspath(path)  # noqa: PTH100 - one for each file
    for one in reversed(ignores):
        if (left_out := one.says(absolute, is_folder=is_folder)) is not None:
            return left_out
    return False
