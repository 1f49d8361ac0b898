"""OLE compound files: what streams they hold, without trust in what they declare.

A file system in a file ([MS-CFB]): sectors chained by an allocation table, a directory of
entries of 128 bytes that form a tree, and small streams in sectors of 64 bytes in the stream
of the root entry.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import islice

from gblint.readers.refusals import ReadError, damaged_error, get_limits

_HEADER = 512
_ENTRY = 128
_SMALL_SECTOR = 64
_FREE = 0xFFFFFFFA
"""Numbers from here on are no sector and no entry: an end, or a sector that is not used."""


def sniff_ole(data: bytes, kinds: Sequence[tuple[str, str]]) -> str:
    """The kind of a compound file, of pairs of a stream and the kind that it tells.

    Where the directory is lost, the names of streams are looked for anywhere in the file, and
    what has none passes for a Word document, which the reader then finds damaged.
    """
    names: frozenset[str] = frozenset()
    with suppress(ReadError):
        names = Compound(data).names
    found = next((kind for stream, kind in kinds if stream in names), "")
    if found or any(names):
        return found or "binary"  # of another program: a message of Outlook, a drawing
    return next((kind for name, kind in kinds if name.encode("utf-16-le") in data), "doc")


class Compound:
    """The streams of a compound file that stand at its top; `names` has storages, too."""

    def __init__(self, data: bytes) -> None:
        """Raises ReadError when there is no directory to be found."""
        self._data = data
        if len(data) < _HEADER:
            raise damaged_error()
        shift = struct.unpack_from("<H", data, 30)[0]
        self._sector = 1 << shift if shift in (9, 12) else 512  # of versions 3 and 4
        self._table_sectors, self._directory_start = struct.unpack_from("<II", data, 44)
        self._small_below, self._small_start = struct.unpack_from("<II", data, 56)
        most = get_limits().parts * _ENTRY // self._sector
        directory = b"".join(islice(self._iterate_sectors(self._directory_start), most))
        whole = directory[: len(directory) // _ENTRY * _ENTRY]
        self._entries = [entry for (entry,) in struct.iter_unpack(f"{_ENTRY}s", whole)]
        if not self._entries:
            raise damaged_error()
        self._top = {_read_name(entry): entry for entry in self._walk()}
        self.names = frozenset(self._top)

    def read_head(self, name: str, count: int) -> bytes:
        """The first `count` bytes of a stream, fewer where it is shorter or cut off."""
        entry = self._top.get(name)
        if entry is None:
            return b""
        start, size = struct.unpack_from("<II", entry, 116)
        small = size < self._small_below
        found = b""
        for piece in (self._iterate_small_sectors if small else self._iterate_sectors)(start):
            found += piece
            if len(found) >= count:
                break
        return found[: min(count, size)]

    def _walk(self) -> Iterator[bytes]:
        """The entries below the root entry, not those in storages."""
        open_, seen = [struct.unpack_from("<I", self._entries[0], 76)[0]], set()
        while open_:
            number = open_.pop()
            if number < len(self._entries) and number not in seen:
                seen.add(number)
                open_ += struct.unpack_from("<II", self._entries[number], 68)
                yield self._entries[number]

    @cached_property
    def _next(self) -> list[int]:
        """The allocation table: sector → the sector after it."""
        data, size = self._data, self._sector
        numbers = list(struct.unpack_from("<109I", data, 76))
        more, seen = struct.unpack_from("<I", data, 68)[0], set()
        while more < _FREE and more not in seen and len(piece := self._read_sector(more)) == size:
            seen.add(more)
            *named, more = struct.unpack(f"<{size // 4}I", piece)
            numbers += named
        table: list[int] = []
        # the first 109 sectors of the table are named in the header, the others in a chain
        for number in numbers[: self._table_sectors]:
            if len(table) * size > len(data):  # a table longer than there are sectors
                break
            piece = self._read_sector(number)
            table += struct.unpack_from(f"<{len(piece) // 4}I", piece)
        return table

    def _read_sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._data[start : start + self._sector]

    def _iterate_sectors(self, number: int) -> Iterator[bytes]:
        """The sectors of a chain, up to where it ends, breaks or bites its tail."""
        seen = set()
        while number < _FREE and number not in seen and (piece := self._read_sector(number)):
            seen.add(number)
            yield piece
            number = self._next[number] if number < len(self._next) else _FREE

    def _iterate_small_sectors(self, number: int) -> Iterator[bytes]:
        holder = b"".join(self._iterate_sectors(struct.unpack_from("<I", self._entries[0], 116)[0]))
        table = b"".join(self._iterate_sectors(self._small_start))
        seen = set()
        while number < _FREE and number not in seen and number * _SMALL_SECTOR < len(holder):
            seen.add(number)
            yield holder[number * _SMALL_SECTOR : (number + 1) * _SMALL_SECTOR]
            at = number * 4
            number = struct.unpack_from("<I", table, at)[0] if at + 4 <= len(table) else _FREE


def _read_name(entry: bytes) -> str:
    """The name of an entry; its length in bytes, with the zero that ends it, is at 64."""
    length = min(max(struct.unpack_from("<H", entry, 64)[0] - 2, 0), 62)
    return entry[:length].decode("utf-16-le", "replace")
