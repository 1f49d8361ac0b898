"""What of folders is left out on purpose: by `exclude`, of settings or options, and .gitignore.

As in ruff: files and folders that are named by themselves are taken, unless `exclude` is to hold
for them, too. What is left out is counted, and never without a word. In a .gitignore the last line
that fits counts, as with git; `!` takes back, `/` at the beginning or inside binds to the folder,
at the end to folders. All ways in which a glob can go on are followed side by side, character by
character, so that it ends soon whatever it is; a pattern of `re` tries one after another, which
with many stars does not end.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from gblint.config import Config, ConfigChoice, ConfigError, find_config, read_config
from gblint.files import read_bounded
from gblint.findings import Say

_PIECES = re.compile(r"\*\*/|/\*\*$|\*\*|\*|\?|\[!?\]?[^\]/]*\]|.", re.DOTALL)

_Takes = Callable[[str], bool]
"""Whether a step takes a character."""


def _takes_any(_char: str) -> bool:
    return True


def _takes_name_sign(char: str) -> bool:
    return char != "/"


def _takes_slash(char: str) -> bool:
    return char == "/"


def _takes_none(_char: str) -> bool:
    return False


class GlobStep(NamedTuple):
    """A step of a glob: it takes one character, with `again` as many as come, or none.

    One with `over` takes none: it leads to the next, or that many on.
    """

    takes: _Takes
    again: bool = False
    over: int = 0


_FOLDERS = (GlobStep(_takes_none, over=3), GlobStep(_takes_any, again=True), GlobStep(_takes_slash))
"""Folders at any depth, or none."""

_INSIDE = (GlobStep(_takes_slash), GlobStep(_takes_any, again=True))
_SIGNS = {
    "**/": _FOLDERS,
    "/**": _INSIDE,
    "**": (GlobStep(_takes_any, again=True),),
    "*": (GlobStep(_takes_name_sign, again=True),),
    "?": (GlobStep(_takes_name_sign),),
}


def names_file(globs: Iterable[str], path: str, folder: Path) -> bool:
    """Whether any glob, relative to the folder, names the file or a folder that it is in.

    As in .gitignore, a glob without `/` names files and folders at any depth.
    """
    inside = _find_relative(path, folder)
    return any(_matches(_read_steps(glob), inside) for glob in globs)


def _names_entry(globs: Iterable[str], path: str, folder: Path) -> bool:
    """Whether any glob, relative to the folder, names just this file or folder."""
    inside = _find_relative(path, folder)
    return any(_matches(_read_steps(glob), inside, whole=True) for glob in globs)


def _find_relative(path: str, folder: Path) -> str:
    """The path as it is from the folder."""
    try:
        inside = Path(os.path.relpath(Path(path).absolute(), folder)).as_posix()
    except ValueError:  # another drive of Windows
        inside = Path(path).absolute().as_posix()
    return _fold_case(inside)


def fits(steps: tuple[GlobStep, ...], inside: str) -> bool:
    """Whether a glob that was read names just this path, which is relative to its folder."""
    return _matches(steps, _fold_case(inside), whole=True)


def is_plain(glob: str) -> bool:
    """Whether a glob has no sign of a pattern: it names one file, or one folder."""
    return not any(sign in glob for sign in "*?[")


def _fold_case(text: str) -> str:
    """Text as it is compared: Windows tells no large letters from small ones."""
    return text.lower() if os.name == "nt" else text


@lru_cache(maxsize=256)
def _read_steps(glob: str) -> tuple[GlobStep, ...]:
    plain = glob.removeprefix("./").rstrip("/")
    return _read_glob(plain, anchored="/" in plain)


def _read_glob(glob: str, *, anchored: bool) -> tuple[GlobStep, ...]:
    """The steps of a glob, which names what is at any depth unless it is anchored."""
    plain = _fold_case(glob)
    steps: list[GlobStep] = [] if anchored else [*_FOLDERS]
    for piece in _PIECES.findall(plain):
        own = _SIGNS.get(piece) or tuple(map(GlobStep, _read_class(piece)))
        last = steps[-1] if steps else None
        if own is _FOLDERS and tuple(steps[-3:]) == _FOLDERS:
            continue  # once says as much
        if own[0].again and last is not None and last.again:
            steps[-1] = last if last.takes is _takes_any else own[0]
        else:
            steps += own
    return tuple(steps)


def _read_class(piece: str) -> tuple[_Takes, ...]:
    """What a sign, or a class of them, takes; signs that make no class stand for themselves."""
    # to `re` these are signs in a class, or will be
    inside = re.sub(r"([\\\[&|~])", r"\\\1", piece[1:-1])
    form = f"[^{inside[1:]}]" if inside.startswith("!") else f"[{inside}]"
    try:
        chars = re.compile(form, re.DOTALL) if inside else None
    except re.error:
        chars = None
    if chars is None:
        return tuple(char.__eq__ for char in piece)
    # a character is all that `re` gets to see: it cannot take long
    return (lambda char: chars.match(char) is not None,)


def _matches(steps: tuple[GlobStep, ...], path: str, *, whole: bool = False) -> bool:
    """Whether a glob names the path, or, where it need not be the whole, a folder that it is in."""
    end = len(steps)
    at = _follow(steps, {0})
    for char in path:
        if char == "/" and end in at and not whole:
            return True
        taken = {place for place in at if place < end and steps[place].takes(char)}
        at = _follow(steps, {place if steps[place].again else place + 1 for place in taken})
        if not at:
            return False
    return end in at


def _follow(steps: tuple[GlobStep, ...], places: set[int]) -> set[int]:
    """The places with those that are reached from them without a character."""
    waiting = [*places]
    while waiting:
        place = waiting.pop()
        step = steps[place] if place < len(steps) else None
        if step is None or not (step.again or step.over):
            continue
        for reached in (place + 1, place + (step.over or 1)):
            if reached not in places:
                places.add(reached)
                waiting.append(reached)
    return places


_ESCAPED = re.compile(r"\\(.)")
_CLASS = re.compile(r"\[\^")
_STARS = re.compile(r"\*+")
_PLAIN = re.compile(r"[^*?\[\\/]+")


class _IgnoreLine(msgspec.Struct, frozen=True):
    """A pattern. `name` is that of what it fits, where it is no more than a name; else ""."""

    takes_back: bool
    folders_only: bool
    name: str
    steps: tuple[GlobStep, ...]


class IgnoreFile(msgspec.Struct, frozen=True):
    """The lines of a file, the last first, and the folder that it is in."""

    folder: str
    lines: tuple[_IgnoreLine, ...]

    def says(self, path: str, *, is_folder: bool) -> bool | None:
        """Whether an absolute path in its folder is left out; None where it says nothing of it."""
        inside = os.path.relpath(path, self.folder).replace(os.sep, "/")
        name = inside.rpartition("/")[2]
        for line in self.lines:
            if line.folders_only and not is_folder:
                continue
            if name == line.name if line.name else fits(line.steps, inside):
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
    parts = [_read_part(part) for part in text.split("/")]
    return _IgnoreLine(takes_back, folders_only, "", _read_glob("/".join(parts), anchored=anchored))


def _strip_blanks(text: str) -> str:
    """Text without blanks at its end, but for one behind a backslash."""
    bare = text.rstrip(" ")
    if bare != text and bare.endswith("\\"):
        return bare + " "
    return bare


def _read_part(part: str) -> str:
    """What is between two `/`, in the signs of our globs: those that are escaped in brackets."""
    if part == "**":
        return part
    pieces: list[str] = []
    at = 0
    for escaped in _ESCAPED.finditer(part):
        sign = escaped[1]
        pieces += (_simplify(part[at : escaped.start()]), f"[{sign}]" if sign in "*?[" else sign)
        at = escaped.end()
    return "".join((*pieces, _simplify(part[at:])))


def _simplify(text: str) -> str:
    return _CLASS.sub("[!", _STARS.sub("*", text))


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
        self.counted: Counter[str] = Counter()
        self._scopes: dict[Path | None, Scope] = {}

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
        found = find_config(folder) if self._config == "find" else None
        # a pyproject.toml without a part for gblint is no settings file
        return self._get_scope(found) if found is not None and found.parent == folder else None

    def leaves_out_named(self, path: str) -> bool:
        """Whether a file that is named is left out: by `exclude` alone, and where that is asked."""
        if not self._forced:
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
        if isinstance(self._config, Path):
            return self._config.absolute()
        return find_config(folder) if self._config == "find" else None

    def _get_scope(self, path: Path | None) -> Scope:
        """By a settings file. What is wrong with it is told when files are checked by it."""
        if path not in self._scopes:
            self._scopes[path] = self._build_scope(path)
        return self._scopes[path]

    def _build_scope(self, path: Path | None) -> Scope:
        here = Path.cwd()
        config = (None if path is None else _read_config(path)) or Config("", here)
        globs = (
            _Globs(self._exclude, here) if self._exclude else _Globs(config.exclude, config.folder),
            _Globs(config.extend_exclude, config.folder),
            _Globs(self._extend, here),
        )
        heeds = config.respect_gitignore if self._respects_git is None else self._respects_git
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
