"""Where packs are and the files that they have.

A pack is one YAML file, or a folder with `pack.yaml` and more YAML files; beside them may be
`specimen.md`. Built-in packs are found by id, others by path, and those of installed packages of
Python by entry points of the group `gblint.packs`: a name is the pack's id, its value a package, or
a folder in one (`our_packs` or `our_packs:packs.province`). No code of such a package is run.
"""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

import errno
import os
import re
import stat
import sys
from functools import lru_cache
from pathlib import Path

import msgspec

from gblint.bounded import MB, TooLargeError, read_bounded
from gblint.findings import Say
from gblint.pack.model import Pack
from gblint.packs.problems import join_says, suggestion

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
    "the file is empty, and a pack has at least pack, title and extends; to begin one: "
    "gblint pack new ID",
)

MOST_BYTES = 2 * MB
"""What the YAML of a pack may have, and its specimen."""

_MOST_FILES = 200
_ENDINGS = (".yaml", ".yml")
_PACKAGE = Path(__file__).parents[1]

_ID = r"""(?m)^pack[ \t]*:[ \t]+["']?([\w-]+)["']?[ \t]*(?:#.*)?$"""
_AUTO = r"(?m)^auto:[ \t]+true\b"
_MOST_BEFORE_ID = 100_000
"""Characters of a pack among which its id is looked for."""


@lru_cache(maxsize=1)
def rules_folder() -> Path:
    """The folder of the built-in packs: in an installed package, or beside it in a checkout."""
    installed_packs = _PACKAGE / "rules"
    return installed_packs if installed_packs.is_dir() else _PACKAGE.parent / "rules"


def built_in(*, auto: bool = False) -> tuple[str, ...]:
    """The ids of the built-in packs; with `auto`, of those to choose from for each report.

    Which these are is read without YAML's cost: the others need not be loaded.
    """
    found = (
        path.parent.name for path in rules_folder().glob(f"*/{MAIN}") if not auto or _is_auto(path)
    )
    return tuple(sorted(found))


def _is_auto(path: Path) -> bool:
    return re.search(_AUTO, path.read_text("utf-8")) is not None


def locate(ref: str, folder: Path) -> Path | None:
    """The folder or file of a pack: a built-in id, a path from `folder`, or an installed id.

    None for none of these. The path of a folder's `pack.yaml` stands for the folder. Installed
    packs are looked for only when nothing else has the name.
    """
    try:
        if is_id(ref) and (rules_folder() / ref / MAIN).is_file():
            return rules_folder() / ref
        path = (folder / Path(ref).expanduser()).resolve()
        if not (path.is_dir() or path.is_file()):
            return _installed_path(ref) if is_id(ref) else None
    except (OSError, RuntimeError, ValueError):  # no such user, a circle of links, no name at all
        return None
    return path.parent if path.name == MAIN else path


def is_id(ref: str) -> bool:
    """Whether a reference can be the id of a built-in pack."""
    return ref.replace("-", "").isalnum() and not ref.startswith("-")


def not_found(ref: str) -> Say:
    """What to say of a reference that is no pack."""
    say = Say(f"没有规则包“{ref}”", f'there is no pack "{ref}"')
    if not is_id(ref):
        return join_says(say, HOW_TO_BEGIN)
    known = (*built_in(), *(one.id for one in installed_packs()))
    return why_not(ref) or join_says(say, suggestion(ref, known))


def show_path(path: Path) -> str:
    """A path as errors show it: from the working folder where it lies inside, with `/`."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()


class InstalledPack(msgspec.Struct, frozen=True):
    """A pack that a package says it has; `path` is None where `why` it cannot be used."""

    id: str
    package: str
    path: Path | None
    why: Say | None = None


def installed_packs() -> tuple[InstalledPack, ...]:
    """The packs of installed packages by id, conflicting ones among them."""
    return _scan_packages(tuple(sys.path))


def _installed_path(ref: str) -> Path | None:
    """The folder of an installed pack; None where there is none, or it cannot be used."""
    found = [one.path for one in installed_packs() if one.id == ref]
    return found[0] if len(found) == 1 else None


def why_not(ref: str) -> Say | None:
    """Why a pack that packages say they have cannot be used; None where none says so."""
    return next((one.why for one in installed_packs() if one.id == ref and one.why), None)


@lru_cache(maxsize=4)
def _scan_packages(_path: tuple[str, ...]) -> tuple[InstalledPack, ...]:
    from importlib.metadata import entry_points

    by_id: dict[str, dict[str, str]] = {}
    for point in entry_points(group=GROUP):
        package = point.dist.name if point.dist is not None else point.module
        by_id.setdefault(point.name, {})[package] = point.value
    return tuple(
        _examine(name, package, value, tuple(given))
        for name, given in sorted(by_id.items())
        for package, value in given.items()
    )


def _examine(name: str, package: str, value: str, packages: tuple[str, ...]) -> InstalledPack:
    path = _entry_folder(value)
    own = _own_id(path) if path is not None else ""
    why: Say | None = None
    if name in built_in():
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


def _own_id(folder: Path) -> str:
    """The id that a pack gives itself, read without YAML's cost; "" where it cannot be told."""
    try:
        with (folder / MAIN).open(encoding="utf-8-sig", errors="replace") as file:
            found = re.search(_ID, file.read(_MOST_BEFORE_ID))
    except OSError:
        return ""
    return found[1] if found is not None else ""


def _entry_folder(value: str) -> Path | None:
    """The folder that an entry point names, found without importing anything."""
    from importlib.util import find_spec

    module, _, inside = (part.strip() for part in value.partition(":"))
    top, *below = module.split(".")
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

    def specimen(self) -> str:
        """The text of the specimen, "" where the pack has none."""
        return dict(self.files).get(SPECIMEN, b"").decode("utf-8-sig", "replace")


class BuiltPack(msgspec.Struct, frozen=True):
    """A pack, and the files of all packs that it was built from, the base first.

    Those are most of what the cache has of a pack, and only what builds upon it asks for them:
    from the cache they come as they stand there.
    """

    pack: Pack
    kept: tuple[Snapshot, ...] | memoryview

    @property
    def sources(self) -> tuple[Snapshot, ...]:
        """The files, as they were."""
        if isinstance(self.kept, tuple):
            return self.kept
        return msgspec.msgpack.decode(self.kept, type=tuple[Snapshot, ...])


def take_snapshot(root: Path) -> Snapshot:
    """Read the files of a pack. Raises OSError."""
    is_folder = root.is_dir()
    home = root if is_folder else root.parent
    names = [root.name]
    if is_folder:
        names = sorted(filter(_is_part, os.listdir(root)))  # noqa: PTH208 - at every start, as below
        names.sort(key=lambda name: name != MAIN)
    if (home / SPECIMEN).is_file():
        names.append(SPECIMEN)
    if len(names) > _MOST_FILES:
        say = Say(f"超过 {_MOST_FILES} 个文件", f"more than {_MOST_FILES} files")
        raise NoFilesError(errno.EFBIG, say)
    files = tuple((name, _read_part(f"{home}{os.sep}{name}", name)) for name in names)
    if sum(len(raw) for name, raw in files if name != SPECIMEN) > MOST_BYTES:
        raise TooLargeError(root, MOST_BYTES)
    return Snapshot(str(root), is_folder, files)


def why_unreadable(error: OSError) -> Say:
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
