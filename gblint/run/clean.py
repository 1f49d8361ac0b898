"""Remove what gblint keeps between runs; the folder may hold things of others."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import msgspec

from gblint.packs.private_folder import NotOurs, PrivateFolder, private_folder
from gblint.run.kept import FOLDER

_SHARD = re.compile("[0-9a-f]{2}")
_ENTRY = re.compile(r"[0-9a-f]{38}(?:\.[0-9]+\.[0-9a-f]{8})?")
_PACK = re.compile(r".+-[0-9a-f]{8}\.msgpack(?:\.[0-9]+\.[0-9a-f]{8})?")


class Cleaned(msgspec.Struct, frozen=True):
    """How many files were removed, and the folders that were left alone: links, or another's."""

    files: int = 0
    left: tuple[Path, ...] = ()


def remove(home: Path) -> Cleaned:
    """Remove results and packs from the folder of the cache, and follow no link in it.

    Raises OSError; NotOurs, with nothing removed, where the folder is another user's, or another
    may write in it.
    """
    try:
        with private_folder(home) as folder:
            packs = _remove_files(folder, _PACK)
            if FOLDER not in folder.states():
                return Cleaned(packs)
            found = _remove_results(folder)
    except FileNotFoundError:
        return Cleaned()
    return Cleaned(packs + found.files, found.left)


def _remove_results(home: PrivateFolder) -> Cleaned:
    count, left = 0, []
    try:
        with home.inside(FOLDER) as results:
            for name in sorted(filter(_SHARD.fullmatch, results.states())):
                try:
                    with results.inside(name) as shard:
                        count += _remove_files(shard, _ENTRY)
                        empty = not shard.states()
                except OSError as error:
                    left.append(_left(results.path / name, error))
                    continue
                if empty:
                    results.remove_folder(name)
            empty = not results.states()
    except OSError as error:
        return Cleaned(count, (*left, _left(home.path / FOLDER, error)))
    if empty:
        home.remove_folder(FOLDER)
    return Cleaned(count, tuple(left))


def _left(path: Path, error: OSError) -> Path:
    """The path, where the error says that it is a link, no folder, or not ours. Raises others."""
    if isinstance(error, NotOurs | NotADirectoryError) or path.is_symlink():
        return path
    raise error


def _remove_files(folder: PrivateFolder, names: re.Pattern[str]) -> int:
    found = [
        name
        for name, state in folder.states().items()
        if names.fullmatch(name) and not stat.S_ISDIR(state.st_mode)
    ]
    for name in found:
        folder.remove(name)
    return len(found)
