"""Files of users that are read whole: settings, packs, baselines. Reports have their own limits."""

from __future__ import annotations

import errno
import os
from pathlib import Path

MB = 2**20


class TooLargeError(OSError):
    """A file is larger than `most` bytes, which is all that there may be in one of its kind."""

    def __init__(self, path: Path, most: int) -> None:
        super().__init__(errno.EFBIG, f"larger than {most / MB:g} MB", str(path))
        self.most = most


def read_bounded(path: Path, most: int) -> bytes:
    """What is in a file of up to `most` bytes.

    Raises OSError, and TooLargeError for a larger one: nothing is read of one that says its size,
    and of another (a pipe, a device) no more than it takes to know.
    """
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size <= most:
            data = file.read(most + 1)
            if len(data) <= most:
                return data
    raise TooLargeError(path, most)
