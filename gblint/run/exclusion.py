"""What of folders is left out on purpose: by `exclude`, of settings or options, and .gitignore.

As in ruff: files and folders that are named by themselves are taken, unless `exclude` is to hold
for them, too. What is left out is counted, and never without a word. In a .gitignore the last line
that fits counts, as with git; `!` takes back, `/` at the beginning or inside binds to the folder,
at the end to folders. All places to which a path can be followed are kept side by side, piece by
piece of a glob, so that it ends soon whatever it is; a pattern of `re` tries one after another,
which with many stars does not end.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache
from pathlib import Path

import msgspec

from gblint.config import Config, ConfigChoice, ConfigError, find_config, read_config
from gblint.files import read_bounded
from gblint.findings import Say

_PIECES = re.compile(r"\*\*/|/\*\*$|\*\*|\*|\?|\[!?\]?[^\]/]*\]|[^*?\[/]+|.", re.DOTALL)

_Glob = tuple[str | re.Pattern[str], ...]
"""The pieces of a glob: `**/`, `**`, `*`, other text as it stands, and what takes one character."""


def names_file(globs: Iterable[str], path: str, folder: Path) -> bool:
    """Whether any glob, relative to the folder, names the file or a folder that it is in.

    As in .gitignore, a glob without `/` names files and folders at any depth.
    """
    inside = _fold_case(find_relative_path(folder, path))
    return any(
        at == len(inside) or inside[at] == "/"
        for glob in globs
        for at in _follow(_read_relative(glob), inside)
    )


def _names_entry(globs: Iterable[str], path: str, folder: Path) -> bool:
    """Whether any glob, relative to the folder, names just this file or folder."""
    inside = _fold_case(find_relative_path(folder, path))
    return any(len(inside) in _follow(_read_relative(glob), inside) for glob in globs)


def find_relative_path(folder: Path, path: str) -> str:
    """The path as it is from the folder."""
    try:
        return Path(os.path.relpath(Path(path).absolute(), folder)).as_posix()
    except ValueError:  # another drive of Windows
        return Path(path).absolute().as_posix()


def is_plain(glob: str) -> bool:
    """Whether a glob has no sign of a pattern: it names one file, or one folder."""
    return not any(sign in glob for sign in "*?[")


def _fold_case(text: str) -> str:
    """Text as it is compared: Windows tells no large letters from small ones."""
    return text.lower() if os.name == "nt" else text


@lru_cache(maxsize=256)
def _read_relative(glob: str) -> _Glob:
    plain = glob.removeprefix("./").rstrip("/")
    return _read_glob(plain, anchored="/" in plain)


def _read_glob(glob: str, *, anchored: bool) -> _Glob:
    """The pieces of a glob, which names what is at any depth unless it is anchored."""
    pieces: list[str | re.Pattern[str]] = [] if anchored else ["**/"]
    for piece in _PIECES.findall(_fold_case(glob)):
        if piece == "/**":
            pieces += "/", "**"
        elif piece == "?":
            pieces.append(re.compile("[^/]"))
        elif piece.startswith("["):
            pieces.append(_read_class(piece))
        elif piece not in ("**/", "**", "*") or pieces[-1:] != [piece]:  # once says as much
            pieces.append(piece)
    return tuple(pieces)


def _read_class(piece: str) -> str | re.Pattern[str]:
    """A class of characters, or a bracket; signs that make no class stand for themselves."""
    # to `re` these are signs in a class, or will be
    inside = re.sub(r"([\\\[&|~])", r"\\\1", piece[1:-1])
    form = f"[^{inside[1:]}]" if inside.startswith("!") else f"[{inside}]"
    try:
        return re.compile(form) if inside else piece
    except re.error:
        return piece


def _follow(glob: _Glob, path: str) -> set[int]:
    """The places in a path to which a glob leads from its beginning; none where it does not fit."""
    places = {0}
    for piece in glob:
        if not places:
            break
        if piece == "**":
            places = set(range(min(places), len(path) + 1))
        elif piece == "**/":
            places |= {at + 1 for at in range(min(places), len(path)) if path[at] == "/"}
        elif piece == "*":
            places = _extend_to_slash(places, path)
        elif isinstance(piece, str):
            places = {at + len(piece) for at in places if path.startswith(piece, at)}
        else:
            places = {at + 1 for at in places if piece.match(path, at)}
    return places


def _extend_to_slash(places: set[int], path: str) -> set[int]:
    """The places, with all from each to the next slash, or to the end."""
    found: set[int] = set()
    for place in places:
        at = place
        while at not in found:  # else gone on from already
            found.add(at)
            at += at < len(path) and path[at] != "/"
    return found


_PLAIN = re.compile(r"[^*?\[\\/]+")
_OTHERWISE = re.compile(r"\\(.)|\*+|\[\^")
"""What is written in a .gitignore otherwise than in our globs."""


class _IgnoreLine(msgspec.Struct, frozen=True):
    """A pattern. `name` is that of what it fits, where it is no more than a name; else ""."""

    takes_back: bool
    folders_only: bool
    name: str
    glob: _Glob


class IgnoreFile(msgspec.Struct, frozen=True):
    """The lines of a file, the last first, and the folder that it is in."""

    folder: str
    lines: tuple[_IgnoreLine, ...]

    def says(self, path: str, *, is_folder: bool) -> bool | None:
        """Whether an absolute path in its folder is left out; None where it says nothing of it."""
        inside = os.path.relpath(path, self.folder).replace(os.sep, "/")
        name = inside.rpartition("/")[2]
        folded = _fold_case(inside)
        for line in self.lines:
            if line.folders_only and not is_folder:
                continue
            if name == line.name if line.name else len(folded) in _follow(line.glob, folded):
                return not line.takes_back
        return None


def read_ignore_file(data: bytes, folder: str) -> IgnoreFile:
    """A .gitignore as it is on disk; names of files are bytes, whatever their encoding."""
    text = os.fsdecode(data.removeprefix(b"\xef\xbb\xbf"))
    lines = [
        line for one in text.split("\n") if (line := _read_ignore_line(one.removesuffix("\r")))
    ]
    return IgnoreFile(folder, tuple(reversed(lines)))


def _read_ignore_line(text: str) -> _IgnoreLine | None:
    """None for a line that is blank or a remark."""
    if text.startswith("#"):
        return None
    text = _strip_blanks(text)
    takes_back = text.startswith("!")
    text = text[takes_back:]
    folders_only = text.endswith("/")
    text = text.rstrip("/") if folders_only else text
    anchored = "/" in text
    text = text.removeprefix("/")
    if not text:
        return None
    if not anchored and _PLAIN.fullmatch(text):
        return _IgnoreLine(takes_back, folders_only, text, ())
    parts = [part if part == "**" else _OTHERWISE.sub(_rewrite, part) for part in text.split("/")]
    return _IgnoreLine(takes_back, folders_only, "", _read_glob("/".join(parts), anchored=anchored))


def _strip_blanks(text: str) -> str:
    """Text without blanks at its end, but for one behind a backslash."""
    bare = text.rstrip(" ")
    if bare != text and bare.endswith("\\"):
        return bare + " "
    return bare


def _rewrite(found: re.Match[str]) -> str:
    """A sign of a .gitignore as one of our globs: those that are escaped in brackets."""
    if (escaped := found[1]) is not None:
        return f"[{escaped}]" if escaped in "*?[" else escaped
    return "[!" if found[0] == "[^" else "*"


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

    `heeds_git` is what the settings say of .gitignore; `exclusion` counts what is left out.
    """

    exclusion: Exclusion
    globs: tuple[_Globs, ...]
    ignores: tuple[IgnoreFile, ...] = ()
    heeds_git: bool = True

    def enter(self, folder: str, names: Set[str]) -> Scope:
        """What holds in a folder in this one, or in this one itself; `names` is what is in it."""
        scope = self
        if not names.isdisjoint(_SETTINGS):
            own = self.exclusion.find_own_scope(Path(folder).absolute())
            scope = msgspec.structs.replace(own or self, ignores=self.ignores)
        if _GITIGNORE in names and scope.heeds_git:
            here = self.exclusion.read_ignore(Path(folder).absolute())
            if here is not None:
                return msgspec.structs.replace(scope, ignores=(*scope.ignores, here))
        return scope

    def leaves_out(self, path: str, *, is_folder: bool, counts: bool) -> bool:
        """Whether an entry of a folder is left out. `counts` says that it would be looked at."""
        why = ""
        if any(_names_entry(glob.globs, path, glob.folder) for glob in self.globs):
            why = _BY_SETTINGS
        elif self.heeds_git and _is_ignored(self.ignores, path, is_folder=is_folder):
            why = _BY_GIT
        if why and counts:
            self.exclusion.counted[why] += 1
        return bool(why)


class Exclusion(msgspec.Struct, kw_only=True):
    """Decides, and counts. `exclude` sets that of the settings aside, `extend` is added.

    `respects_git` is None for what the settings say; `forced` has `exclude` hold for what is named.
    """

    config: ConfigChoice = "find"
    exclude: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    respects_git: bool | None = None
    forced: bool = False
    counted: Counter[str] = msgspec.field(default_factory=Counter)
    scopes: dict[Path | None, Scope] = {}

    def find_scope(self, folder: str) -> Scope:
        """What holds in a folder that is named, by what is above it, until it is entered."""
        above = Path(folder).absolute()
        scope = self._get_scope(self._find_config(above.parent))
        if not scope.heeds_git:
            return scope
        ignores = [
            found for one in _list_repository_folders(above) if (found := self.read_ignore(one))
        ]
        return msgspec.structs.replace(scope, ignores=tuple(ignores))

    def find_own_scope(self, folder: Path) -> Scope | None:
        """By a settings file in the folder itself, None where it has none that counts."""
        found = find_config(folder) if self.config == "find" else None
        # a pyproject.toml without a part for gblint is no settings file
        return self._get_scope(found) if found is not None and found.parent == folder else None

    def leaves_out_named(self, path: str) -> bool:
        """Whether a file that is named is left out: by `exclude` alone, and where that is asked."""
        if not self.forced:
            return False
        scope = self._get_scope(self._find_config(Path(path).absolute().parent))
        found = any(names_file(glob.globs, path, glob.folder) for glob in scope.globs)
        self.counted[_BY_SETTINGS] += found
        return found

    def list_notes(self) -> Iterator[Say]:
        """How much was left out, and why."""
        if count := self.counted[_BY_SETTINGS]:
            yield Say(
                f"按 exclude 没有检查 {count} 个文件或文件夹",
                f"left out by exclude: {count} files or folders",
            )
        if count := self.counted[_BY_GIT]:
            yield Say(
                f"按 .gitignore 没有检查 {count} 个文件或文件夹；要检查，加 --no-respect-gitignore",
                f"left out by .gitignore: {count} files or folders; --no-respect-gitignore has "
                "them checked",
            )
        if count := self.counted[_TOO_LARGE]:
            yield Say(
                f"有 {count} 个 .gitignore 过大或无法读取，没有理会",
                f"not heeded, for their size or because they cannot be read: {count} .gitignore",
            )

    def _find_config(self, folder: Path) -> Path | None:
        if isinstance(self.config, Path):
            return self.config.absolute()
        return find_config(folder) if self.config == "find" else None

    def _get_scope(self, path: Path | None) -> Scope:
        """By a settings file. What is wrong with it is told when files are checked by it."""
        if path not in self.scopes:
            self.scopes[path] = self._build_scope(path)
        return self.scopes[path]

    def _build_scope(self, path: Path | None) -> Scope:
        here = Path.cwd()
        config = (None if path is None else _read_config(path)) or Config("", here)
        globs = (
            _Globs(self.exclude, here) if self.exclude else _Globs(config.exclude, config.folder),
            _Globs(config.extend_exclude, config.folder),
            _Globs(self.extend, here),
        )
        heeds = config.respect_gitignore if self.respects_git is None else self.respects_git
        return Scope(self, tuple(glob for glob in globs if glob.globs), heeds_git=heeds)

    def read_ignore(self, folder: Path) -> IgnoreFile | None:
        path = folder / _GITIGNORE
        try:
            if not path.is_file():
                return None
            data = read_bounded(path, _MOST_BYTES)
        except OSError:
            self.counted[_TOO_LARGE] += 1
            return None
        return read_ignore_file(data, str(folder))


def _read_config(path: Path) -> Config | None:
    try:
        return read_config(path)
    except (ConfigError, OSError):
        return None


def _list_repository_folders(folder: Path) -> list[Path]:
    """The folders above one, from the root of its repository on; none outside of repositories."""
    above: list[Path] = []
    for place in folder.parents:
        above.append(place)
        if (place / ".git").exists():
            # a repository heeds no .gitignore outside of it, not even of the one that it lies in
            return above[::-1] if not (folder / ".git").exists() else []
    return []


def _is_ignored(ignores: Sequence[IgnoreFile], path: str, *, is_folder: bool) -> bool:
    """By the innermost file that says anything of it."""
    if not ignores:
        return False
    absolute = os.path.abspath(path)  # noqa: PTH100 - one for each file
    for ignore_file in reversed(ignores):
        if (left_out := ignore_file.says(absolute, is_folder=is_folder)) is not None:
            return left_out
    return False
