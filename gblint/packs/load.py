"""Packs by id or path, ready to use: from memory, from the cache, else built from their files.

An entry of the cache holds the contents of all files that its pack was made from, and counts only
while they are the same; where not even their times have changed, they are not read. It is data,
never code, and is believed only where this user alone can have written it (`files.py`);
whatever cannot be read or written is passed over.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from zlib import crc32

import msgspec

from gblint import __version__
from gblint.files import SIGN, find_cache_folder, open_private_folder
from gblint.findings import Say
from gblint.pack import Kinds
from gblint.pack.model import Pack, make_pack_type
from gblint.packs import (
    BuiltPack,
    PackError,
    PackProblem,
    Snapshot,
    find_built_in,
    find_rules_folder,
    list_installed,
    locate_pack,
    say_not_found,
    take_snapshot,
)
from gblint.text import patterns

Stamps = tuple[tuple[str, int, int, int], ...]
"""Files and folders, with their times of change in nanoseconds, of contents and of anything, and
their sizes in bytes."""

_SETTLED = 2 * 10**9
"""Nanoseconds after which a change shows in a file's times, however coarse they are."""

_loaded: dict[tuple[Path, tuple[type, ...]], tuple[BuiltPack, Stamps]] = {}

_MOST_BYTES = 16 * 2**20
"""How large an entry may be: many times what any pack takes. A larger one is not even read."""


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
    `cache` False it is built anew; a built-in pack that it extends need not be.
    Raises PackError with everything that is wrong with the pack and those that it extends.
    """
    root = locate_pack(os.fspath(ref), base or Path())
    if root is None:
        raise PackError([PackProblem(os.fspath(ref), 1, 1, say_not_found(os.fspath(ref)))])
    return (_load(root, kinds) if cache else _build(root, kinds)).pack


def _load(root: Path, kinds: Kinds) -> BuiltPack:
    # by the kinds, too: a test or a program with kinds of its own must not get rules of others
    held = _loaded.get(key := (root, tuple(kind.options for kind in kinds.values())))
    if held is not None and _are_unchanged(held[1]):
        return held[0]
    found = read_cached_pack(root, kinds)
    if found is None:
        built = _build(root, kinds)
        looks = _work_out_looks(built.pack)
        patterns.remember(looks)
        _write_cached_pack(root, built, looks)
        found = built, _read_stamps(_list_paths(built.sources))
    _loaded[key] = found
    return found[0]


def _build(root: Path, kinds: Kinds) -> BuiltPack:
    from gblint.packs.build import build_pack  # with YAML and all of validation

    return build_pack(root, kinds, load=lambda base: _load(base, kinds))


def _work_out_looks(pack: Pack) -> dict[str, bytes]:
    """What to look for before a pattern of a pack is compiled.

    Only for a pack that is kept: it takes longer than all else of building one upon another.
    """
    # only where a pack is built
    from gblint.packs.pack_source import find_patterns
    from gblint.packs.pattern_looks import work_out_looks

    return work_out_looks({pattern for _, pattern in find_patterns(pack)})


def survey_packs(kinds: Kinds) -> tuple[tuple[PackInfo, ...], tuple[PackError, ...]]:
    """The built-in and installed packs, and what is wrong with those that cannot be used."""
    found: list[PackInfo] = []
    broken: list[PackError] = []
    others = {one.id: one.path for one in list_installed() if one.path is not None}
    for path in (find_built_in() | others).values():
        try:
            pack = load_pack(path, kinds=kinds)
        except PackError as error:
            broken.append(error)
            continue
        title = Say(pack.title) if isinstance(pack.title, str) else pack.title
        found.append(PackInfo(pack.id, title, pack.version, len(pack.rules), path))
    return tuple(found), tuple(broken)


def _read_stamps(paths: Iterable[str]) -> Stamps:
    """How files stand now; one that is gone has no stamp."""
    found: list[tuple[str, int, int, int]] = []
    for path in paths:
        try:
            state = os.stat(path)  # noqa: PTH116 - twenty for each check, by `Path` thrice as slow
        except OSError:
            continue
        found.append((path, state.st_mtime_ns, state.st_ctime_ns, state.st_size))
    return tuple(found)


def _are_unchanged(stamps: Stamps) -> bool:
    """Whether files are as they were."""
    return stamps == _read_stamps(stamp[0] for stamp in stamps)


def _list_paths(sources: Iterable[Snapshot]) -> Iterator[str]:
    """The files of packs, and the folders that are packs."""
    for source in sources:
        yield source.root
        home = source.root if source.is_folder else str(Path(source.root).parent)
        yield from (f"{home}{os.sep}{name}" for name, _ in source.files)


def _read_settled_stamps(sources: tuple[Snapshot, ...]) -> Stamps:
    """How the files of packs stand, where these surely are what was read; else none.

    None either for a pack of one file, which a specimen may come to stand beside.
    """
    if not all(source.is_folder for source in sources):
        return ()
    stamps = _read_stamps(_list_paths(sources))
    # A file written within the same tick as it was read would keep its times while it changes, so
    # only what has stood for a while is believed by its times; the stamps are taken before and
    # looked at after the contents, so that a change in between shows.
    before = time.time_ns() - _SETTLED
    if all(max(stamp[1:3]) < before for stamp in stamps) and _are_as_read(sources):
        return stamps if _are_unchanged(stamps) else ()
    return ()


def _are_as_read(sources: Iterable[Snapshot]) -> bool:
    """Whether the files of packs have the contents that they had. Raises OSError."""
    return all(take_snapshot(Path(source.root)) == source for source in sources)


class Entry(msgspec.Struct, frozen=True):
    """A pack in the cache, with what it was made from. `made_by` names the programs that made it.

    While the files stand as in `stamps`, they are not even read; without these, or where anything
    is otherwise, it counts what they contain. What is encoded by itself is not looked through
    before it is asked for. `looks` is what is known of its patterns before one
    is compiled (`gblint.text.patterns`).
    """

    root: str
    made_by: str
    stamps: Stamps
    sources: memoryview
    looks: dict[str, bytes]
    pack: memoryview


def read_cached_pack(root: Path, kinds: Kinds) -> tuple[BuiltPack, Stamps] | None:
    """The pack of a path from the cache, and how its files stand; None where none counts."""
    file = _locate_entry(root)
    if file is None:
        return None
    try:
        with open_private_folder(file.parent) as home:
            data = home.read(file.name, _MOST_BYTES)
        if not data.startswith(SIGN):
            return None
        entry = msgspec.msgpack.decode(memoryview(data)[len(SIGN) :], type=Entry)
        # the name of the file is only a hash of these: two roots may share one
        if (entry.root, entry.made_by) != (str(root), _describe_makers()):
            return None
        stamps = entry.stamps
        if not stamps or not _are_unchanged(stamps):
            sources = msgspec.msgpack.decode(entry.sources, type=tuple[Snapshot, ...])
            stamps = _read_stamps(_list_paths(sources))
            if not _are_as_read(sources):
                return None
        patterns.remember(entry.looks)
        pack = msgspec.msgpack.decode(entry.pack, type=make_pack_type(kinds))
        return BuiltPack(pack, entry.sources), stamps
    except Exception:  # noqa: BLE001 - whatever a damaged entry brings about, it does not count
        return None


def _write_cached_pack(root: Path, built: BuiltPack, looks: dict[str, bytes]) -> None:
    """Write a pack to the cache, for this user only, whole or not at all."""
    file = _locate_entry(root)
    if file is None:
        return
    with contextlib.suppress(OSError, UnicodeEncodeError):  # a path that is no text here
        stamps = _read_settled_stamps(built.sources)
        sources, pack = (
            memoryview(msgspec.msgpack.encode(part)) for part in (built.sources, built.pack)
        )
        entry = Entry(str(root), _describe_makers(), stamps, sources, looks, pack)
        data = SIGN + msgspec.msgpack.encode(entry)
        if len(data) <= _MOST_BYTES:  # else it could not be read again
            with open_private_folder(file.parent, make=True) as home:
                home.write(file.name, data)


def _locate_entry(root: Path) -> Path | None:
    """One entry for each path and version of the programs; a newer one takes its place."""
    home = find_cache_folder()
    sign = crc32(f"{root}\n{_list_versions()}".encode(errors="surrogateescape"))
    return None if home is None else home / f"{root.stem}-{sign:08x}.msgpack"


def _describe_makers() -> str:
    """What an entry depends on beside its files: the programs; in a checkout, their last change."""
    if getattr(sys, "frozen", False):
        return f"{_list_versions()}, {os.stat(sys.executable).st_mtime_ns}"  # noqa: PTH116
    house = Path(__file__).parents[1]
    changes: list[int] = []
    # in a checkout the version stays while the code changes; the rest of it makes no packs
    for room in ("pack", "packs", "checks"):
        with os.scandir(house / room) as files:
            changes += (file.stat().st_mtime_ns for file in files if file.name.endswith(".py"))
    changes.append((house / "text" / "patterns.py").stat().st_mtime_ns)
    return f"{_list_versions()}, {max(changes, default=0)}"


def _list_versions() -> str:
    python = ".".join(map(str, sys.version_info[:3]))
    versions = f"gblint {__version__}, msgspec {msgspec.__version__}, Python {python}"
    return f"{versions}, {find_rules_folder()}"
