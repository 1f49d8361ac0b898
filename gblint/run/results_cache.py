"""Raw results kept from earlier runs, for files that have not changed since; and results of either
kind as bytes, for the cache, from other processes, and out of the memory of long runs.

An entry stands under a digest of all that it depends on: the content and the name of the file, the
packs, and the programs. The settings are not among it, for they come after. Only what could be read
is kept: why a file cannot be read may lie outside it. Entries hold findings, which quote reports;
they are for this user only, and `gblint clean` removes them (`clean_cache`). They are believed only
where this user alone can have written them. Whatever cannot be read or written is passed over.

The bytes are msgpack, data and never code. Characters that UTF-8 has no code for, as bytes of a
file name have them, come back in hexadecimal, as the writers tell them.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
import weakref
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, TypeVar, overload
from zlib import crc32

import msgspec

from gblint.files import SIGN, NotOurs, PrivateFolder, find_cache_folder, open_private_folder
from gblint.findings import Finding
from gblint.results import FileResult, RawResult, Suppressed
from gblint.text import make_all_encodable


class _StoredDecimal(msgspec.Struct, frozen=True):
    """A decimal figure, which as a bare text could not be told from a text."""

    decimal: Decimal


class _StoredFinding(Finding, frozen=True, kw_only=True):
    """A finding as it is written down."""

    values: dict[str, str | int | tuple[str, ...] | _StoredDecimal]  # type: ignore[assignment]
    also: tuple[_StoredFinding, ...] = ()


class _StoredSuppressed(Suppressed, frozen=True, kw_only=True):
    """What a comment suppresses, as it is written down."""

    finding: _StoredFinding


class _StoredRawResult(RawResult, frozen=True):
    """A raw result as it is written down."""

    findings: tuple[_StoredFinding, ...] = ()


class _StoredResult(FileResult, frozen=True, kw_only=True):
    """A result as it is written down."""

    findings: tuple[_StoredFinding, ...] = ()
    suppressed: tuple[_StoredSuppressed, ...] = ()
    left_out: tuple[_StoredSuppressed, ...] = ()
    known: tuple[_StoredFinding, ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_decode_raw = msgspec.msgpack.Decoder(_StoredRawResult).decode
_result = msgspec.msgpack.Decoder(_StoredResult).decode


_PLAIN: dict[type[msgspec.Struct], type[msgspec.Struct]] = {
    _StoredFinding: Finding,
    _StoredSuppressed: Suppressed,
    _StoredRawResult: RawResult,
    _StoredResult: FileResult,
}
"""What is written down, by the form that it has there."""

_WITH_FINDINGS = ("findings", "suppressed", "left_out", "known")


def encode_raw_result(raw: RawResult) -> bytes:
    return _encode_any(_store_all(raw))


def decode_raw_result(data: bytes) -> RawResult:
    """The raw result that was written. Raises ValueError for anything else."""
    raw: RawResult = _restore(_decode_raw(data))
    return raw


def encode_result(result: FileResult) -> bytes:
    return _encode_any(_store_all(result))


def decode_result(data: bytes) -> FileResult:
    result: FileResult = _restore(_result(data))
    return result


def _encode_any(plain: msgspec.Struct) -> bytes:
    try:
        return _encode(plain)
    except UnicodeEncodeError:
        return _encode(make_all_encodable(msgspec.to_builtins(plain, builtin_types=(Decimal,))))


def _store_all(plain: RawResult | FileResult) -> msgspec.Struct:
    """The same with findings whose values can be told apart in writing."""
    names = [name for name in _WITH_FINDINGS if name in plain.__struct_fields__]
    stored = {name: tuple(map(_store, getattr(plain, name))) for name in names}
    return msgspec.structs.replace(plain, **stored)


def _store(found: Finding | Suppressed) -> Finding | Suppressed:
    if isinstance(found, Suppressed):
        return msgspec.structs.replace(found, finding=_store(found.finding))
    if not (found.also or any(isinstance(value, Decimal) for value in found.values.values())):
        return found
    values = {
        name: _StoredDecimal(value) if isinstance(value, Decimal) else value
        for name, value in found.values.items()
    }
    return msgspec.structs.replace(found, values=values, also=tuple(map(_store, found.also)))


def _restore(value: Any) -> Any:
    """What was written down as it was before."""
    if isinstance(value, _StoredDecimal):
        return value.decimal
    if isinstance(value, tuple):
        return tuple(map(_restore, value))
    if isinstance(value, dict):
        return {name: _restore(one) for name, one in value.items()}
    plain = _PLAIN.get(type(value))
    if plain is None:
        return value
    return plain(**{name: _restore(getattr(value, name)) for name in plain.__struct_fields__})


class SpooledBytes:
    """Pieces of bytes by number, out of memory.

    They quote reports, so they lie in a file that has no name and ends with the run (on Windows,
    one that is removed with it). Where there is no room for such a file, they stay in memory.
    """

    def __init__(self, count: int) -> None:
        # not lists, which take several times as much for each piece
        self._places = array("q", [0]) * count
        self._sizes = array("q", [0]) * count
        self._end = 0
        self._held: dict[int, bytes] = {}
        self._file: BinaryIO | None = None
        try:
            self._file = TemporaryFile(prefix="gblint-", buffering=0)  # noqa: SIM115
        except OSError:  # no folder for it, or no room
            return
        weakref.finalize(self, self._file.close)

    def put(self, number: int, data: bytes) -> None:
        if self._append(data):
            self._held.pop(number, None)
            self._places[number], self._sizes[number] = self._end, len(data)
            self._end += len(data)
        else:
            self._held[number] = data

    def _append(self, data: bytes) -> bool:
        """Whether all of it could be written; what comes next overwrites what could not."""
        if self._file is None:
            return False
        try:
            self._file.seek(self._end)
            return self._file.write(data) == len(data)
        except OSError:
            return False

    def get(self, number: int) -> bytes:
        """The piece that was put last. Raises OSError."""
        if number in self._held or self._file is None:
            return self._held.get(number, b"")
        self._file.seek(self._places[number])
        return self._file.read(self._sizes[number])


class Spool(Sequence[FileResult]):
    """The results of a long run, a result for each of some paths, out of memory until the output
    is written. It can be gone through again and again.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths
        self._pieces = SpooledBytes(len(paths))

    def put(self, index: int, result: FileResult) -> None:
        self._pieces.put(index, encode_result(msgspec.structs.replace(result, path="")))

    def __len__(self) -> int:
        return len(self._paths)

    @overload
    def __getitem__(self, at: int) -> FileResult: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[FileResult]: ...
    def __getitem__(self, at: int | slice) -> FileResult | Sequence[FileResult]:
        """The result of a path, as it was put. Raises OSError."""
        if isinstance(at, slice):
            return tuple(self[one] for one in range(len(self))[at])
        index = range(len(self))[at]
        return msgspec.structs.replace(
            decode_result(self._pieces.get(index)), path=self._paths[index]
        )


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
"""What raw results depend on besides gblint itself."""


class ResultsCache:
    """The entries for some choices of packs (encoded), as these programs (`stamp`) make them."""

    def __init__(self, home: Path, stamp: str, choices: Sequence[Sequence[bytes]]) -> None:
        self._home = home
        self._begun = [
            blake2b(b"\0".join([stamp.encode(), *packs]), digest_size=20) for packs in choices
        ]
        self._writes: Counter[str] = Counter()

    def make_key(self, data: bytes, name: str, choice: int) -> str:
        """What an entry stands under; `choice` is the index of its choice of packs."""
        digest = self._begun[choice].copy()
        digest.update(name.encode(errors="surrogateescape") + b"\0")
        digest.update(data)
        return digest.hexdigest()

    def get(self, key: str) -> RawResult | None:
        """The raw result, None where there is none that counts."""
        return self.get_decoded(key, decode_raw_result)

    def get_decoded(self, key: str, decode: Callable[[bytes], Kept]) -> Kept | None:
        """What is kept, decoded, None where there is none that counts."""
        name = key[_SHARD:]
        try:
            with self._open_shard(key) as shard:
                raw = shard.read(name, _LARGEST)
                data = raw[len(SIGN) + _CHECK :]
                # half an entry, as a full disk leaves it, or one that somebody changed
                if raw != _build_entry(data):
                    return None
                entry = decode(data)
                with contextlib.suppress(OSError):
                    shard.touch(name)  # it was asked for
        except Exception:  # noqa: BLE001 - whatever a damaged entry brings about, it does not count
            return None
        return entry

    def keep(self, key: str, raw: RawResult) -> None:
        """Keep a raw result, unless it is a failure."""
        if raw.failure is None:
            self.keep_encoded(key, encode_raw_result(raw))

    def keep_encoded(self, key: str, data: bytes) -> None:
        if len(SIGN) + _CHECK + len(data) > _LARGEST:
            return
        with contextlib.suppress(OSError), self._open_shard(key, make=True) as shard:
            shard.write(key[_SHARD:], _build_entry(data))
            self._writes[key[:_SHARD]] += 1
            # at the first of a run, too: most runs write few
            if self._writes[key[:_SHARD]] % _TIDY_EVERY == 1:
                tidy_shard(shard, MOST_BYTES // _SHARDS, MOST_ENTRIES // _SHARDS)

    def _open_shard(self, key: str, *, make: bool = False) -> AbstractContextManager[PrivateFolder]:
        home = self._home
        return open_private_folder(home.parent, home.name, key[:_SHARD], make=make)


def _build_entry(data: bytes) -> bytes:
    return SIGN + crc32(data).to_bytes(_CHECK) + data


def find_results_folder() -> Path | None:
    """The folder of the entries; None for a user without a home."""
    found = find_cache_folder()
    return None if found is None else found / FOLDER


def stamp_programs() -> str:
    """The programs on which raw results depend; of gblint's own, when they last changed."""
    from importlib.metadata import PackageNotFoundError, version

    from gblint import __version__

    # who changes gblint is not to be served what it found before
    versions = [f"gblint {__version__}", str(_find_last_change())]
    for name in _PROGRAMS:
        with contextlib.suppress(PackageNotFoundError):
            versions.append(f"{name} {version(name)}")
    return ", ".join(versions)


def tidy_shard(shard: PrivateFolder, most_bytes: int, most_entries: int) -> None:
    """Bring a folder under its bounds, to three quarters of them. Raises OSError.

    What is not gblint's counts, but stays.
    """
    states = {name: one for name, one in shard.list_states().items() if stat.S_ISREG(one.st_mode)}
    size, count = sum(state.st_size for state in states.values()), len(states)
    if size <= most_bytes and count <= most_entries:
        return
    for name, state in sorted(states.items(), key=lambda found: found[1].st_mtime_ns):
        if size <= most_bytes * 3 // 4 and count <= most_entries * 3 // 4:
            return
        # it may be anybody's, who put it there for reasons of his own
        if not shard.begins_with(name, SIGN):
            continue
        shard.remove(name)
        size, count = size - state.st_size, count - 1


def _find_last_change() -> int:
    """The latest change of gblint's programs and their data, in nanoseconds."""
    if getattr(sys, "frozen", False):  # a built program has no files of its own
        return os.stat(sys.executable).st_mtime_ns  # noqa: PTH116
    return max(_list_change_times(Path(__file__).parents[1]), default=0)


def _list_change_times(place: Path) -> Iterator[int]:
    with os.scandir(place) as entries:
        for entry in entries:
            if not entry.is_dir():  # words in files of data decide, too
                yield entry.stat().st_mtime_ns
            elif entry.name not in ("__pycache__", "rules"):
                yield from _list_change_times(Path(entry.path))


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
        with open_private_folder(home) as folder:
            packs = cleaning.remove_files(folder, _PACK_NAME)
            if FOLDER not in folder.list_states():
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
            with home.open_inside(FOLDER) as results:
                for name in sorted(filter(_SHARD_NAME.fullmatch, results.list_states())):
                    try:
                        with results.open_inside(name) as shard:
                            removed = self.remove_files(shard, _ENTRY_NAME)
                            empty = removed > 0 and not shard.list_states()
                    except OSError as error:
                        left.append(_require_foreign(results.path / name, error))
                        continue
                    count += removed
                    if empty:
                        results.remove_folder(name)
                empty = count > 0 and not results.list_states()
        except OSError as error:
            return Cleaned(count, (*left, _require_foreign(home.path / FOLDER, error)))
        if empty:
            home.remove_folder(FOLDER)
        return Cleaned(count, tuple(left))

    def remove_files(self, folder: PrivateFolder, names: re.Pattern[str]) -> int:
        """Remove the files of such names that are gblint's; how many there were."""
        found = [
            name
            for name, state in folder.list_states().items()
            if names.fullmatch(name) and not stat.S_ISDIR(state.st_mode)
            if self.unsigned or folder.begins_with(name, SIGN)
        ]
        for name in found:
            folder.remove(name)
        return len(found)


def _require_foreign(path: Path, error: OSError) -> Path:
    """The path, where the error says that it is a link, no folder, or not ours. Raises others."""
    if isinstance(error, NotOurs | NotADirectoryError) or path.is_symlink():
        return path
    raise error
