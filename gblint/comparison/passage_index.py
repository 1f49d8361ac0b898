"""Which texts have a passage: shingles of eight letters, a part of them, in a file out of memory.

A shingle is known by its check sum; one in four is kept, and of a sentence one at least, the same
ones wherever a passage stands. What two texts have in common is seen in the letters themselves:
the index only says which texts are worth looking at, and how many have a passage.
"""

from __future__ import annotations

import mmap
import weakref
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from zlib import crc32

SHINGLE = 8
"""Letters of a shingle."""

_KEPT = 3
"""Bits of a check sum that are 0 in those that are kept."""

_BUCKETS = 256
_BUCKET_BITS = 24
_HELD = 8192
"""Entries of a bucket that are held before they are written."""

_MOST_LISTED = 256
"""Texts that are listed for a shingle; what more texts have is a formula in any case."""


def sum_shingles(letters: str) -> list[int]:
    """The check sums of the shingles of a sentence that are kept, in their order."""
    data = letters.encode("utf-16-le", "surrogatepass")
    width = 2 * SHINGLE
    sums = [crc32(data[at : at + width]) for at in range(0, len(data) - width + 2, 2)]
    return [one for one in sums if not one & _KEPT] or [min(sums)] if sums else []


class PassageIndex:
    """Shingles → texts, by their numbers. All are added first, and asked for after `finish`.

    An entry is 64 bits, of which the upper half is the check sum. Entries are written to a file
    without a name, by buckets, and sorted bucket by bucket: memory does not grow with them.
    """

    def __init__(self) -> None:
        self._buckets = [array("Q") for _ in range(_BUCKETS)]
        self._chunks: list[list[tuple[int, int]]] = [[] for _ in range(_BUCKETS)]
        self._file = TemporaryFile(prefix="gblint-")  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._begins: list[int] = []
        self._map: mmap.mmap | None = None
        self._entries: Sequence[int] = ()

    def add(self, text: int, sums: Iterable[int]) -> None:
        for one in sums:
            bucket = self._buckets[one >> _BUCKET_BITS]
            bucket.append(one << 32 | text)
            if len(bucket) >= _HELD:
                self._spill(one >> _BUCKET_BITS)

    def _spill(self, number: int) -> None:
        bucket = self._buckets[number]
        self._chunks[number].append((self._file.seek(0, 2), len(bucket)))
        bucket.tofile(self._file)
        self._buckets[number] = array("Q")

    def finish(self) -> None:
        """Sort the entries; none can be added any more."""
        whole = TemporaryFile(prefix="gblint-")  # noqa: SIM115
        weakref.finalize(self, whole.close)
        for number in range(_BUCKETS):
            self._begins.append(whole.tell() // 8)
            entries = self._buckets[number]
            for begin, count in self._chunks[number]:
                self._file.seek(begin)
                entries.fromfile(self._file, count)
            array("Q", sorted(set(entries))).tofile(whole)
            self._buckets[number] = array("Q")
        self._begins.append(whole.tell() // 8)
        whole.flush()
        self._file.close()
        if self._begins[-1]:
            self._map = mmap.mmap(whole.fileno(), 0, access=mmap.ACCESS_READ)
            self._entries = memoryview(self._map).cast("Q")
        whole.close()

    def texts_with(self, one: int) -> list[int]:
        """The texts that have a shingle, in their order; no more than are of use."""
        bucket = one >> _BUCKET_BITS
        end = self._begins[bucket + 1]
        at = bisect_left(self._entries, one << 32, self._begins[bucket], end)
        found: list[int] = []
        while at < end and len(found) < _MOST_LISTED and (entry := self._entries[at]) >> 32 == one:
            found.append(entry & 0xFFFFFFFF)
            at += 1
        return found
