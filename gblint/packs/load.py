"""Packs by id or path, ready to use."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec

from gblint import __version__
from gblint.findings import Say
from gblint.pack.kind import Kinds, pack_type
from gblint.pack.model import Pack
from gblint.packs.cache_folder import private_folder
from gblint.packs.find import Made, Snapshot, built_in, locate, rules_folder, snapshot
from gblint.text import outline

if TYPE_CHECKING:
    from gblint.packs.problems import PackError


Stamps = tuple[tuple[str, int, int], ...]
"""Files and folders, with their times of change in nanoseconds and their sizes in bytes."""

_loaded: dict[tuple[Path, tuple[type, ...]], tuple[Made, Stamps]] = {}


class PackInfo(msgspec.Struct, frozen=True):
    """A built-in or installed pack; `rules` is how many it has, with those that it inherits."""

    id: str
    title: Say
    version: str
    rules: int
    path: Path


def load_pack(
    ref: str | Path, *, kinds: Kinds, base: Path | None = None, cache: bool = True
) -> Pack:
    """The pack of a built-in id, or at a path (from `base`, else from the working folder).

    Its rules are of the kinds given. The same object again while its files are the same. With
    `cache` False it is made anew.
    Raises PackError with everything that is wrong with the pack and those that it extends.
    """
    root = locate(os.fspath(ref), base or Path.cwd())
    if root is None:
        raise _unknown(os.fspath(ref))
    if not cache:
        return _made(root, kinds).pack
    held = _loaded.get(key := (root, tuple(kind.options for kind in kinds.values())))
    if held is not None and held[1] == _stamps(held[0].sources):
        return held[0].pack
    made = kept(root, kinds)
    if made is None:
        made = _made(root, kinds)
        keep(root, made)
    _loaded[key] = made, _stamps(made.sources)
    return made.pack


def available() -> dict[str, Path]:
    """The built-in packs: their ids and folders."""
    return {name: rules_folder() / name for name in built_in()}


def infos(kinds: Kinds) -> tuple[PackInfo, ...]:
    """What there is to know of the built-in and installed packs, without those with errors."""
    return survey(kinds)[0]


def survey(kinds: Kinds) -> tuple[tuple[PackInfo, ...], tuple[PackError, ...]]:
    """The built-in and installed packs, and what is wrong with those that cannot be used."""
    from gblint.packs.problems import PackError

    found: list[PackInfo] = []
    broken: list[PackError] = []
    for path in (available() | _installed()).values():
        try:
            found.append(_info(load_pack(path, kinds=kinds), path))
        except PackError as error:
            broken.append(error)
    return tuple(found), tuple(broken)


def _installed() -> dict[str, Path]:
    from gblint.packs.find import installed

    return {one.id: one.path for one in installed() if one.path is not None}


def _info(pack: Pack, path: Path) -> PackInfo:
    title = Say(pack.title) if isinstance(pack.title, str) else pack.title
    return PackInfo(pack.id, title, pack.version, len(pack.rules), path)


def _made(root: Path, kinds: Kinds) -> Made:
    from gblint.packs.build import build  # with YAML and all of validation

    return build(root, kinds)


def _unknown(ref: str) -> PackError:
    from gblint.packs.build import not_found
    from gblint.packs.problems import PackError, PackProblem

    return PackError([PackProblem(ref, 1, 1, not_found(ref))])


def _stamps(sources: Iterable[Snapshot]) -> Stamps:
    """How the files of a pack stand now; a file that is gone has no stamp."""
    return tuple(stamp for source in sources for path in _paths(source) for stamp in _stamp(path))


def _paths(source: Snapshot) -> Iterator[Path]:
    root = Path(source.root)
    yield root
    home = root if source.is_folder else root.parent
    yield from (home / name for name, _ in source.files)


def _stamp(path: Path) -> Iterator[tuple[str, int, int]]:
    try:
        state = path.stat()
    except OSError:
        return
    yield str(path), state.st_mtime_ns, state.st_size


FOLDER = "GBLINT_CACHE_DIR"
"""The environment variable that names another folder for the cache."""

SIGN = b"\x89gblint-kept\n"
"""What every file of the cache begins with. One without it is not gblint's, whatever its name."""

_MOST_BYTES = 16 * 2**20
"""How large an entry may be: many times what any pack takes. A larger one is not even read."""


class Entry(msgspec.Struct, frozen=True):
    """A pack with what it was made from. `made_by` names the programs that made it.

    `looks` is what is looked for before one of its patterns is compiled (`gblint.text.outline`).
    """

    root: str
    made_by: str
    sources: tuple[Snapshot, ...]
    looks: dict[str, msgspec.Raw]
    pack: msgspec.Raw


def kept(root: Path, kinds: Kinds) -> Made | None:
    """The pack of a path from the cache, None where there is none that counts."""
    file = _file(root)
    if file is None:
        return None
    try:
        with private_folder(file.parent) as home:
            data = home.read(file.name, _MOST_BYTES)
        if not data.startswith(SIGN):
            return None
        entry = msgspec.msgpack.decode(memoryview(data)[len(SIGN) :], type=Entry)
        if (entry.root, entry.made_by) != (str(root), _made_by()):
            return None
        if any(snapshot(Path(source.root)) != source for source in entry.sources):
            return None
        outline.remember(entry.looks)
        return Made(msgspec.msgpack.decode(entry.pack, type=pack_type(kinds)), entry.sources)
    except Exception:  # noqa: BLE001 - whatever a damaged entry brings about, it does not count
        return None


def keep(root: Path, made: Made) -> None:
    """Write a pack to the cache, for this user only, whole or not at all."""
    file = _file(root)
    if file is None:
        return
    with contextlib.suppress(OSError, UnicodeEncodeError):  # a path that is no text here
        raw = msgspec.Raw(msgspec.msgpack.encode(made.pack))
        entry = Entry(str(root), _made_by(), made.sources, _looks(made.pack), raw)
        write(file, SIGN + msgspec.msgpack.encode(entry))


def _looks(pack: Pack) -> dict[str, msgspec.Raw]:
    from gblint.packs.pack_source import patterns_in  # only where a pack is made

    return outline.plain_looks(set(patterns_in(pack)))


def write(file: Path, data: bytes) -> None:
    """Write a file of the cache, for this user only, whole or not at all. Raises OSError."""
    if len(data) > _MOST_BYTES:
        raise OSError(f"{file.name}: larger than {_MOST_BYTES}")
    with private_folder(file.parent, make=True) as home:
        home.write(file.name, data)


def folder() -> Path | None:
    """The folder of the cache: GBLINT_CACHE_DIR, or gblint's in the user's cache folder.

    None for a user without a home.
    """
    own = os.environ.get(FOLDER)
    if own:
        return Path(own)
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path's own raises without a home
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        found = (Path(local) if local else home / "AppData" / "Local") / "gblint" / "Cache"
    elif sys.platform == "darwin":
        found = home / "Library" / "Caches" / "gblint"
    else:
        found = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "gblint"
    return found if found.is_absolute() else None


def _file(root: Path) -> Path | None:
    """One entry for each path and version of the programs; a newer one takes its place."""
    home = folder()
    sign = crc32(f"{root}\n{_versions()}".encode(errors="surrogateescape"))
    return None if home is None else home / f"{root.stem}-{sign:08x}.msgpack"


def _made_by() -> str:
    """What an entry depends on beside its files: the programs; in a checkout, their last change."""
    house = Path(__file__).parents[1]
    changes: list[int] = []
    for room in ("pack", "packs", "checks"):
        with os.scandir(house / room) as files:
            changes += (file.stat().st_mtime_ns for file in files if file.name.endswith(".py"))
    changes += [
        (house / "text" / f"{name}.py").stat().st_mtime_ns for name in ("needed", "outline")
    ]
    return f"{_versions()}, {max(changes, default=0)}"


def _versions() -> str:
    python = ".".join(map(str, sys.version_info[:3]))
    versions = f"gblint {__version__}, msgspec {msgspec.__version__}, Python {python}"
    return f"{versions}, {rules_folder()}"
