"""Files of users that are read whole: settings, packs, baselines. Reports have their own limits."""

from __future__ import annotations

import errno
import os
from pathlib import Path

MB = 2**20


class TooLargeError(OSError):
    """A file is larger than `most` bytes, which is all that there may be in one of its kind."""

    def __init__(self, path: Path | str, most: int) -> None:
        super().__init__(errno.EFBIG, f"larger than {most / MB:g} MB", str(path))
        self.most = most


def read_bounded(path: Path | str, most: int) -> bytes:
    """What is in a file of up to `most` bytes.

    Raises OSError, and TooLargeError for a larger one: nothing is read of one that says its size,
    and of another (a pipe, a device) no more than it takes to know.
    """
    with open(path, "rb") as file:  # noqa: PTH123 - some twenty times at every start
        size = os.fstat(file.fileno()).st_size
        if size <= most:
            data = file.read(size + 1)
            if len(data) > size:  # it grows, or does not say its size
                data += file.read(most - size)
            if len(data) <= most:
                return data
    raise TooLargeError(path, most)
