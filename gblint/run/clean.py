"""Remove what gblint keeps between runs; the folder may hold things of others."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import msgspec

from gblint.packs.cache import SIGN
from gblint.packs.private_folder import NotOurs, PrivateFolder, private_folder
from gblint.run.results_cache import FOLDER

_SHARD = re.compile("[0-9a-f]{2}")
_ENTRY = re.compile(r"[0-9a-f]{38}(?:\.[0-9]+\.[0-9a-f]{8})?")
_PACK = re.compile(r".+-[0-9a-f]{8}\.msgpack(?:\.[0-9]+\.[0-9a-f]{8})?")


class Cleaned(msgspec.Struct, frozen=True):
    """How many files were removed, and the folders that were left alone: links, or another's."""

    files: int = 0
    left: tuple[Path, ...] = ()


def remove(home: Path, *, unsigned: bool = False) -> Cleaned:
    """Remove results and packs from the folder of the cache, and follow no link in it.

    They are known by the sign that they begin with. With `unsigned`, for a folder that is
    gblint's alone, their names are enough: earlier versions wrote no sign.

    Raises OSError; NotOurs, with nothing removed, where the folder is another user's, or another
    may write in it.
    """
    cleaning = _Cleaning(unsigned)
    try:
        with private_folder(home) as folder:
            packs = cleaning.files(folder, _PACK)
            if FOLDER not in folder.states():
                return Cleaned(packs)
            found = cleaning.results(folder)
    except FileNotFoundError:
        return Cleaned()
    return Cleaned(packs + found.files, found.left)


class _Cleaning(msgspec.Struct, frozen=True):
    unsigned: bool

    def results(self, home: PrivateFolder) -> Cleaned:
        """Remove results, and the folders that are empty then."""
        count, left = 0, []
        try:
            with home.inside(FOLDER) as results:
                for name in sorted(filter(_SHARD.fullmatch, results.states())):
                    try:
                        with results.inside(name) as shard:
                            removed = self.files(shard, _ENTRY)
                            empty = removed > 0 and not shard.states()
                    except OSError as error:
                        left.append(_left(results.path / name, error))
                        continue
                    count += removed
                    if empty:
                        results.remove_folder(name)
                empty = count > 0 and not results.states()
        except OSError as error:
            return Cleaned(count, (*left, _left(home.path / FOLDER, error)))
        if empty:
            home.remove_folder(FOLDER)
        return Cleaned(count, tuple(left))

    def files(self, folder: PrivateFolder, names: re.Pattern[str]) -> int:
        """Remove the files of such names that are gblint's; how many there were."""
        found = [
            name
            for name, state in folder.states().items()
            if names.fullmatch(name) and not stat.S_ISDIR(state.st_mode)
            if self.unsigned or folder.bears(name, SIGN)
        ]
        for name in found:
            folder.remove(name)
        return len(found)


def _left(path: Path, error: OSError) -> Path:
    """The path, where the error says that it is a link, no folder, or not ours. Raises others."""
    if isinstance(error, NotOurs | NotADirectoryError) or path.is_symlink():
        return path
    raise error
