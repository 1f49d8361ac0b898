"""The results of a long run, kept out of memory until the output is written.

They quote reports, so they lie in a file that has no name and ends with the run (on Windows, one
that is removed with it). Where there is no room for such a file, they stay in memory.
"""

from __future__ import annotations

import weakref
from array import array
from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import BinaryIO, overload

import msgspec

from gblint.results import FileResult
from gblint.run.codec import result_of, result_written

_HELD = -1
"""The place of a result that is in memory."""


class Spool(Sequence[FileResult]):
    """A result for each of some paths. It can be gone through again and again."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths
        self._places = array("q", [_HELD]) * len(paths)
        self._sizes = array("q", [0]) * len(paths)
        self._end = 0
        self._held: dict[int, bytes] = {}
        self._file: BinaryIO | None = None
        try:
            self._file = TemporaryFile(prefix="gblint-", buffering=0)  # noqa: SIM115
        except OSError:  # no folder for it, or no room
            return
        weakref.finalize(self, self._file.close)

    def put(self, index: int, result: FileResult) -> None:
        """Keep the result of the path with this index."""
        data = result_written(msgspec.structs.replace(result, path=""))
        if not self._appended(data):
            self._held[index] = data
            return
        self._places[index], self._sizes[index] = self._end, len(data)
        self._end += len(data)

    def _appended(self, data: bytes) -> bool:
        """Whether all of it could be written; what comes next overwrites what could not."""
        if self._file is None:
            return False
        try:
            self._file.seek(self._end)
            return self._file.write(data) == len(data)
        except OSError:
            return False

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
        data = self._held.get(index)
        if data is None and self._file is not None:
            self._file.seek(self._places[index])
            data = self._file.read(self._sizes[index])
        return msgspec.structs.replace(result_of(data or b""), path=self._paths[index])
