"""Where packs are, the files that they have, and how what is wrong with them is told.

A pack is one YAML file, or a folder with `pack.yaml` and more YAML files; beside them may be
`specimen.md`. Built-in packs are found by id, others by path, and those of installed packages of
Python by entry points of the group `gblint.packs`: a name is the pack's id, its value a package, or
a folder in one (`our_packs` or `our_packs:packs.province`). No code of such a package is run.

An error is a `Fault` at a path of a file's data, then a `PackProblem` with place, words and line;
settings have theirs told by the same.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import errno
import os
import re
import stat
import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from gblint.files import MB, TooLargeError, read_bounded
from gblint.findings import Lang, Say
from gblint.pack.model import Pack
from gblint.text import measure_width

MAIN = "pack.yaml"
SPECIMEN = "specimen.md"
GROUP = "gblint.packs"

HOW_TO_BEGIN = Say(
    "；请核对路径，新建一个：gblint pack new 编号",
    "; see whether the path is right, or begin one: gblint pack new ID",
)
"""What to do where there is no pack at a path."""

EMPTY_FILE = Say(
    "文件是空的，一个规则包至少要有 pack、title、extends；新建一个：gblint pack new 编号",
    "the file is empty, and a pack has at least pack, title and extends; to begin one: gblint "
    "pack new ID",
)

MOST_BYTES = 2 * MB
"""What the YAML of a pack may have, and its specimen."""

# a pack of a stranger may be a folder of anything: what is read at every start is bounded first
_MOST_FILES = 200
_ENDINGS = (".yaml", ".yml")
_PACKAGE = Path(__file__).parents[1]

_ID = r"""(?m)^pack[ \t]*:[ \t]+["']?([\w-]+)["']?[ \t]*(?:#.*)?$"""
_AUTO = r"(?m)^auto:[ \t]+true\b"
_MOST_BEFORE_ID = 100_000
"""Characters of a pack among which its id is looked for."""


@lru_cache(maxsize=1)
def find_rules_folder() -> Path:
    """The folder of the built-in packs: in an installed package, or beside it in a checkout."""
    installed_packs = _PACKAGE / "rules"
    return installed_packs if installed_packs.is_dir() else _PACKAGE.parent / "rules"


def list_built_in(*, auto: bool = False) -> tuple[str, ...]:
    """The ids of the built-in packs; with `auto`, of those to choose from for each report.

    Which these are is read without YAML's cost: the others need not be loaded.
    """
    found = (
        path.parent.name
        for path in find_rules_folder().glob(f"*/{MAIN}")
        if not auto or re.search(_AUTO, path.read_text("utf-8"))
    )
    return tuple(sorted(found))


def locate_pack(ref: str, folder: Path) -> Path | None:
    """The folder or file of a pack: a built-in id, a path from `folder`, or an installed id.

    None for none of these. The path of a folder's `pack.yaml` stands for the folder. Installed
    packs are looked for only when nothing else has the name.
    """
    # a built-in id goes before a folder of that name: what a check does must not depend on where it
    # is called; who means the folder writes ./name
    try:
        if is_id(ref) and (built_in := find_rules_folder() / ref).joinpath(MAIN).is_file():
            return built_in
        path = (folder / Path(ref).expanduser()).resolve()
        if not (path.is_dir() or path.is_file()):
            return _find_installed(ref) if is_id(ref) else None
    except (OSError, RuntimeError, ValueError):  # no such user, a circle of links, no name at all
        return None
    return path.parent if path.name == MAIN else path


def is_id(ref: str) -> bool:
    """Whether a reference can be the id of a built-in pack."""
    return ref.replace("-", "").isalnum() and not ref.startswith("-")


def say_not_found(ref: str) -> Say:
    """What to say of a reference that is no pack."""
    say = Say(f"没有规则包“{ref}”", f'there is no pack "{ref}"')
    if not is_id(ref):
        return join_says(say, HOW_TO_BEGIN)
    known = (*list_built_in(), *(one.id for one in list_installed()))
    return explain_unusable(ref) or join_says(say, suggest_word(ref, known))


def show_path(path: Path) -> str:
    """A path as errors show it: from the working folder where it lies inside, with `/`."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()


def find_built_in() -> dict[str, Path]:
    """The built-in packs: their ids and folders."""
    return {name: find_rules_folder() / name for name in list_built_in()}


class InstalledPack(msgspec.Struct, frozen=True):
    """A pack that a package says it has; `path` is None where `why` it cannot be used."""

    id: str
    package: str
    path: Path | None
    why: Say | None = None


def list_installed() -> tuple[InstalledPack, ...]:
    """The packs of installed packages by id, conflicting ones among them."""
    return _scan_packages(tuple(sys.path))


def _find_installed(ref: str) -> Path | None:
    """The folder of an installed pack; None where there is none, or it cannot be used."""
    found = [one.path for one in list_installed() if one.id == ref]
    return found[0] if len(found) == 1 else None


def explain_unusable(ref: str) -> Say | None:
    """Why a pack that packages say they have cannot be used; None where none says so."""
    return next((one.why for one in list_installed() if one.id == ref and one.why), None)


@lru_cache(maxsize=4)  # by `sys.path`, as tests and notebooks add to it while a process runs
def _scan_packages(_path: tuple[str, ...]) -> tuple[InstalledPack, ...]:
    from importlib.metadata import entry_points

    by_id: dict[str, dict[str, str]] = {}
    for point in entry_points(group=GROUP):
        package = point.dist.name if point.dist is not None else point.module
        by_id.setdefault(point.name, {})[package] = point.value
    return tuple(
        _examine(name, package, value, tuple(by_package))
        for name, by_package in sorted(by_id.items())
        for package, value in by_package.items()
    )


def _examine(name: str, package: str, value: str, packages: tuple[str, ...]) -> InstalledPack:
    path = _find_entry_folder(value)
    own = _read_own_id(path) if path is not None else ""
    why: Say | None = None
    # none takes the place of a built-in pack: what a check does would hang on what is installed
    if name in list_built_in():
        why = Say(
            f"软件包 {package} 的规则包“{name}”与内置的编号相同，用的是内置的",
            f'the pack "{name}" of {package} has the id of a built-in one, which is used',
        )
    elif len(packages) > 1:
        why = Say(
            f"软件包 {'、'.join(packages)} 都提供规则包“{name}”，请只保留一个",
            f'{", ".join(packages)} all have a pack "{name}": keep one of them',
        )
    elif path is None:
        why = Say(
            f"软件包 {package} 的规则包“{name}”指向 {value}，那里没有 {MAIN}",
            f'the pack "{name}" of {package} is said to be in {value}, where no {MAIN} is',
        )
    elif own not in ("", name):
        why = Say(
            f"软件包 {package} 的入口点叫“{name}”，它给的规则包却是“{own}”，两个名称应当相同",
            f'the entry point "{name}" of {package} gives the pack "{own}": the two names '
            "must be the same",
        )
    return InstalledPack(name, package, None if why is not None else path, why)


def _read_own_id(folder: Path) -> str:
    """The id that a pack gives itself, read without YAML's cost; "" where it cannot be told."""
    try:
        with (folder / MAIN).open(encoding="utf-8-sig", errors="replace") as file:
            found = re.search(_ID, file.read(_MOST_BEFORE_ID))
    except OSError:
        return ""
    return found[1] if found is not None else ""


def _find_entry_folder(value: str) -> Path | None:
    """The folder that an entry point names, found without importing anything."""
    from importlib.util import find_spec

    module, _, inside = (part.strip() for part in value.partition(":"))
    top, *below = module.split(".")
    # only the top package is asked for: `find_spec` of one inside another would import the outer
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return None
    for home in (spec.submodule_search_locations or ()) if spec is not None else ():
        path = Path(home).joinpath(*below, *inside.split("."))
        if (path / MAIN).is_file():
            return path.resolve()
    return None


class NoFilesError(OSError):
    """What is there cannot be the files of a pack; `say` says why not."""

    def __init__(self, number: int, say: Say) -> None:
        super().__init__(number, say.in_lang("en"))
        self.say = say


class Snapshot(msgspec.Struct, frozen=True):
    """A pack's files as they were at one moment; `root` is the folder or the one YAML file.

    `files` are names and contents: YAML in the order in which it is merged, the specimen last.
    """

    root: str
    is_folder: bool
    files: tuple[tuple[str, bytes], ...]

    def decode_specimen(self) -> str:
        """The text of the specimen, "" where the pack has none."""
        return dict(self.files).get(SPECIMEN, b"").decode("utf-8-sig", "replace")


class BuiltPack(msgspec.Struct, frozen=True):
    """A pack, and the files of all packs that it was built from, the base first.

    Those are most of what the cache has of a pack, and only what builds upon it asks for them:
    from the cache they come as they stand there.
    """

    pack: Pack
    snapshots: tuple[Snapshot, ...] | memoryview

    @property
    def sources(self) -> tuple[Snapshot, ...]:
        """The files, as they were."""
        if isinstance(self.snapshots, tuple):
            return self.snapshots
        return msgspec.msgpack.decode(self.snapshots, type=tuple[Snapshot, ...])


def take_snapshot(root: Path) -> Snapshot:
    """Read the files of a pack. Raises OSError."""
    is_folder = root.is_dir()
    home = root if is_folder else root.parent
    names = [root.name]
    if is_folder:
        names = sorted(filter(_is_part, os.listdir(root)))  # noqa: PTH208 - at every start, as below
        names.sort(key=lambda name: name != MAIN)  # what is of the pack as a whole stands there
    if (home / SPECIMEN).is_file():
        names.append(SPECIMEN)
    if len(names) > _MOST_FILES:
        say = Say(f"超过 {_MOST_FILES} 个文件", f"more than {_MOST_FILES} files")
        raise NoFilesError(errno.EFBIG, say)
    files = tuple((name, _read_part(f"{home}{os.sep}{name}", name)) for name in names)
    if sum(len(raw) for name, raw in files if name != SPECIMEN) > MOST_BYTES:
        raise TooLargeError(root, MOST_BYTES)
    return Snapshot(str(root), is_folder, files)


@lru_cache(maxsize=8)
def read_yaml(path: Path) -> dict[str, Any]:
    """The data of a file that comes with the program."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    read: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506 - safe
    return read


def explain_unreadable(error: OSError) -> Say:
    """Why the files of a pack could not be read, in words of both languages."""
    if isinstance(error, NoFilesError):
        return error.say
    if isinstance(error, TooLargeError):
        size = f"{error.most / MB:g} MB"
        return Say(f"文件大于 {size}", f"larger than {size}")
    if isinstance(error, PermissionError):
        return Say("没有读取权限", "no permission to read it")
    if isinstance(error, FileNotFoundError):
        return Say("文件不存在", "there is no such file")
    what = error.strerror or type(error).__name__
    return Say(f"系统不能读取（{what}）", f"the system cannot read it ({what})")


def _read_part(path: str, name: str) -> bytes:
    kind = stat.S_IFMT(os.stat(path).st_mode)  # noqa: PTH116 - some twenty, at every start
    if kind not in (stat.S_IFREG, stat.S_IFDIR):  # who waits for a pipe waits long
        say = Say(f"{name} 不是普通文件", f"{name} is no regular file")
        raise NoFilesError(errno.EINVAL, say)
    return read_bounded(path, MOST_BYTES)


def _is_part(name: str) -> bool:
    return name.endswith(_ENDINGS) and not name.startswith((".", "specimen."))


DataPath = tuple[str | int, ...]
"""The way to a value inside a file's data: `("rules", 3, "check", "equation")`."""

_WIDEST = 96
"""Terminal columns of a source line that are shown."""

_FEW = 34
"""Known words that are listed where none of them is close to what was written."""


class Fault(msgspec.Struct, frozen=True):
    """An error at a path of a file's data, before it is given its place in the file.

    `key` points at the key of a mapping, not at its value. `column` counts the characters of
    the text at the path from 1, 0 for the value as a whole.
    """

    path: DataPath
    say: Say
    key: bool = False
    column: int = 0


class PackProblem(msgspec.Struct, frozen=True):
    """One error in a file; `line` and `column` count from 1, in characters.

    `excerpt` is the source line and, below it, a caret; empty where there is no line to show.
    """

    file: str
    line: int
    column: int
    message: Say
    excerpt: str = ""

    def told(self, lang: Lang = "zh") -> str:
        """`file:line:column: message`, then the excerpt."""
        head = f"{self.file}:{self.line}:{self.column}: {self.message.in_lang(lang)}"
        return f"{head}\n{self.excerpt}" if self.excerpt else head

    def as_say(self) -> Say:
        """The same in both languages."""
        return Say(self.told("zh"), self.told("en"))


MOST_FAULTS = 200
"""Errors that are told of a file; more of them tell no more."""


class ProblemsError(Exception):
    """Files that cannot be used. `problems` are all their errors, by file and line.

    Where there are very many the last one says how many more there are.
    """

    def __init__(self, problems: Iterable[PackProblem]) -> None:
        # two packs that extend the same broken one both bring its errors: each is told once
        ordered = sorted(set(problems), key=lambda p: (p.file, p.line, p.column, p.message.zh))
        if len(ordered) > MOST_FAULTS:
            first, more = ordered[MOST_FAULTS], len(ordered) - MOST_FAULTS
            say = Say(f"错误过多，从这里起不再列出（至少 {more} 处）", f"and {more} more at least")
            place = PackProblem(first.file, first.line, first.column, say)
            ordered = [*ordered[:MOST_FAULTS], place]
        super().__init__(ordered)
        self.problems = tuple(ordered)

    def told(self, lang: Lang = "zh") -> str:
        return "\n".join(problem.told(lang) for problem in self.problems)

    def __str__(self) -> str:
        return self.told()


class PackError(ProblemsError):
    """A pack that cannot be used."""


def locate_problem(
    file: str, lines: Sequence[str], line: int, column: int, say: Say
) -> PackProblem:
    """An error at a place in a file that has these lines, with the line it stands in."""
    text = lines[line - 1] if line <= len(lines) else ""
    return PackProblem(file, line, column, say, cut_excerpt(text, column) if text.strip() else "")


def cut_excerpt(line: str, column: int) -> str:
    """The line with a caret below its character at `column`; a long line is cut around it."""
    cut = max(column - 1 - _WIDEST // 2, 0)
    text = "".join(char if char.isprintable() else " " for char in line[cut : cut + _WIDEST])
    at = min(max(column - 1 - cut, 0), len(text))
    before, after = text[:at], text[at:].rstrip()
    while measure_width(before) > _WIDEST // 2:
        before = before[1:]
    while measure_width(before + after) > _WIDEST:
        after = after[:-1]
    return f"    {before}{after}\n    {' ' * measure_width(before)}^"


def find_close_word(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, "" for none."""
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=40)
    # difflib rates a dropped letter above two that changed places, which fingers do more often
    same = [one for one in close if sorted(one) == sorted(word)]  # characters changed places
    if same:
        return min(same, key=lambda one: sum(a != b for a, b in zip(one, word, strict=True)))
    return close[0] if close else ""


def suggest_word(word: str, known: Iterable[str]) -> Say:
    """The known word that was probably meant, else the known words where they are few."""
    options = sorted(set(known))
    close = find_close_word(word, options)
    if close:
        return Say(f"；是不是“{close}”？", f'; did you mean "{close}"?')
    if 0 < len(options) <= _FEW:
        return Say(f"；可用的有：{'、'.join(options)}", f"; known are: {', '.join(options)}")
    return Say("", "")


def join_says(*parts: Say) -> Say:
    """Texts one after the other, in both languages."""
    return Say("".join(part.zh for part in parts), "".join(part.in_lang("en") for part in parts))
