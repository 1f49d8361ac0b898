"""Packs by id or path, ready to use."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from gblint.findings import Say
from gblint.pack.kind import Kinds
from gblint.pack.model import Pack
from gblint.packs.cache import keep, kept
from gblint.packs.files import Made, Snapshot
from gblint.packs.find import built_in, locate, rules_folder

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
    from gblint.packs.installed import installed

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
