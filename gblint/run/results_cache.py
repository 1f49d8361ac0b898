"""Outcomes kept from earlier runs, for files that have not changed since.

An entry stands under a digest of all that it depends on: the content and the name of the file,
the packs, and the programs. The settings are not among it, for they come after. Only what could
be read is kept: why a file cannot be read may lie outside it. Entries hold findings, which
quote reports; they are for this user only, and `gblint clean` removes them (`clean_cache`). They
are believed only where this user alone can have written them. Whatever cannot be read or written
is passed over.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import msgspec

from gblint.packs.cache_folder import SIGN, NotOurs, PrivateFolder, cache_folder, private_folder
from gblint.results import Outcome
from gblint.run.codec import decode_outcome, encode_outcome

Kept = TypeVar("Kept")

FOLDER = "results"
_CHECK = 4
"""Bytes of the check sum that stands between the sign of an entry and the rest."""

_LARGEST = 16 * 2**20
"""Bytes of an entry; a larger one is neither written nor read."""

_SHARD = 2
"""Digits of a key that name the folder of its entry."""

_SHARDS = 256
MOST_BYTES = 256 * 2**20
MOST_ENTRIES = 50 * 2**10
"""How much is kept; what was not asked for longest goes first."""

_TIDY_EVERY = 32
"""Entries written to one shard, after the first, before it is tidied again."""

_SHARD_NAME = re.compile("[0-9a-f]{2}")
_ENTRY_NAME = re.compile(r"[0-9a-f]{38}(?:\.[0-9]+\.[0-9a-f]{8})?")
_PACK_NAME = re.compile(r".+-[0-9a-f]{8}\.msgpack(?:\.[0-9]+\.[0-9a-f]{8})?")
"""The names of folders and files in the cache; those with more behind are being written."""

_PROGRAMS = ("lxml", "msgspec", "phonenumbers", "pypdfium2", "rapidfuzz", "regex")
"""What outcomes depend on besides gblint itself."""


class ResultsCache:
    """The entries for some choices of packs (encoded), as these programs (`stamp`) make them."""

    def __init__(self, home: Path, stamp: str, choices: Sequence[Sequence[bytes]]) -> None:
        self._home = home
        self._begun = [
            blake2b(b"\0".join([stamp.encode(), *packs]), digest_size=20) for packs in choices
        ]
        self._writes: Counter[str] = Counter()

    def key(self, data: bytes, name: str, choice: int) -> str:
        """What an entry stands under; `choice` is the index of its choice of packs."""
        digest = self._begun[choice].copy()
        digest.update(name.encode(errors="surrogateescape") + b"\0")
        digest.update(data)
        return digest.hexdigest()

    def get(self, key: str) -> Outcome | None:
        """The outcome, None where there is none that counts."""
        return self.get_decoded(key, decode_outcome)

    def get_decoded(self, key: str, decode: Callable[[bytes], Kept]) -> Kept | None:
        """What is kept, decoded, None where there is none that counts."""
        name = key[_SHARD:]
        try:
            with self._shard(key) as shard:
                raw = shard.read(name, _LARGEST)
                data = raw[len(SIGN) + _CHECK :]
                if raw != _build_entry(data):
                    return None
                found = decode(data)
                with contextlib.suppress(OSError):
                    shard.touch(name)  # it was asked for
        except Exception:  # noqa: BLE001 - whatever a damaged entry brings about, it does not count
            return None
        return found

    def keep(self, key: str, outcome: Outcome) -> None:
        """Keep an outcome, unless it is a failure."""
        if outcome.failure is None:
            self.keep_encoded(key, encode_outcome(outcome))

    def keep_encoded(self, key: str, data: bytes) -> None:
        if len(SIGN) + _CHECK + len(data) > _LARGEST:
            return
        with contextlib.suppress(OSError), self._shard(key, make=True) as shard:
            shard.write(key[_SHARD:], _build_entry(data))
            self._writes[key[:_SHARD]] += 1
            if self._writes[key[:_SHARD]] % _TIDY_EVERY == 1:
                tidy_shard(shard, MOST_BYTES // _SHARDS, MOST_ENTRIES // _SHARDS)

    def _shard(self, key: str, *, make: bool = False) -> AbstractContextManager[PrivateFolder]:
        home = self._home
        return private_folder(home.parent, home.name, key[:_SHARD], make=make)


def _build_entry(data: bytes) -> bytes:
    return SIGN + crc32(data).to_bytes(_CHECK) + data


def results_folder() -> Path | None:
    """The folder of the entries; None for a user without a home."""
    found = cache_folder()
    return None if found is None else found / FOLDER


def stamp_programs() -> str:
    """The programs on which outcomes depend; of gblint's own, when they last changed."""
    from importlib.metadata import PackageNotFoundError, version

    from gblint.version import __version__

    versions = [f"gblint {__version__}", str(_last_change())]
    for name in _PROGRAMS:
        with contextlib.suppress(PackageNotFoundError):
            versions.append(f"{name} {version(name)}")
    return ", ".join(versions)


def tidy_shard(shard: PrivateFolder, most_bytes: int, most_entries: int) -> None:
    """Bring a folder under its bounds, to three quarters of them. Raises OSError.

    What is not gblint's counts, but stays.
    """
    states = {name: one for name, one in shard.states().items() if stat.S_ISREG(one.st_mode)}
    size, count = sum(state.st_size for state in states.values()), len(states)
    if size <= most_bytes and count <= most_entries:
        return
    for name, state in sorted(states.items(), key=lambda found: found[1].st_mtime_ns):
        if size <= most_bytes * 3 // 4 and count <= most_entries * 3 // 4:
            return
        if not shard.bears(name, SIGN):
            continue
        shard.remove(name)
        size, count = size - state.st_size, count - 1


def _last_change() -> int:
    """The latest change of gblint's programs, in nanoseconds."""
    if getattr(sys, "frozen", False):  # a built program has no files of its own
        return os.stat(sys.executable).st_mtime_ns  # noqa: PTH116
    return max(_list_changes(Path(__file__).parents[1]), default=0)


def _list_changes(place: Path) -> Iterator[int]:
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield entry.stat().st_mtime_ns
            elif entry.is_dir() and entry.name not in ("__pycache__", "rules"):
                yield from _list_changes(Path(entry.path))


class Cleaned(msgspec.Struct, frozen=True):
    """How many files were removed, and the folders that were left alone: links, or another's."""

    files: int = 0
    left: tuple[Path, ...] = ()


def clean_cache(home: Path, *, unsigned: bool = False) -> Cleaned:
    """Remove results and packs from the folder of the cache, and follow no link in it.

    The folder may hold things of others: ours are known by the sign that they begin with. With
    `unsigned`, for a folder that is gblint's alone, their names are enough: earlier versions
    wrote no sign.

    Raises OSError; NotOurs, with nothing removed, where the folder is another user's, or another
    may write in it.
    """
    cleaning = _Cleaning(unsigned)
    try:
        with private_folder(home) as folder:
            packs = cleaning.remove_files(folder, _PACK_NAME)
            if FOLDER not in folder.states():
                return Cleaned(packs)
            found = cleaning.remove_results(folder)
    except FileNotFoundError:
        return Cleaned()
    return Cleaned(packs + found.files, found.left)


class _Cleaning(msgspec.Struct, frozen=True):
    unsigned: bool

    def remove_results(self, home: PrivateFolder) -> Cleaned:
        """Remove results, and the folders that are empty then."""
        count, left = 0, []
        try:
            with home.inside(FOLDER) as results:
                for name in sorted(filter(_SHARD_NAME.fullmatch, results.states())):
                    try:
                        with results.inside(name) as shard:
                            removed = self.remove_files(shard, _ENTRY_NAME)
                            empty = removed > 0 and not shard.states()
                    except OSError as error:
                        left.append(_require_foreign(results.path / name, error))
                        continue
                    count += removed
                    if empty:
                        results.remove_folder(name)
                empty = count > 0 and not results.states()
        except OSError as error:
            return Cleaned(count, (*left, _require_foreign(home.path / FOLDER, error)))
        if empty:
            home.remove_folder(FOLDER)
        return Cleaned(count, tuple(left))

    def remove_files(self, folder: PrivateFolder, names: re.Pattern[str]) -> int:
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


def _require_foreign(path: Path, error: OSError) -> Path:
    """The path, where the error says that it is a link, no folder, or not ours. Raises others."""
    if isinstance(error, NotOurs | NotADirectoryError) or path.is_symlink():
        return path
    raise error
