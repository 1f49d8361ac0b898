"""File paths as the URI references of SARIF."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePath
from urllib.parse import quote_from_bytes

ROOT = "%SRCROOT%"
"""What relative references count from, by the name that SARIF's readers know."""


def artifact_location(path: str) -> dict[str, str]:
    """The location of a file: relative to the working directory, or absolute outside it.

    A name that is no path (`-`, standard input) is taken for one in the working directory.
    """
    if sys.getfilesystemencoding() != "utf-8":  # paths are told in UTF-8 whatever the locale
        path = os.fsdecode(path.encode("utf-8", "surrogateescape"))
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  # resolve() would follow a link
    relative = _within(absolute, Path.cwd())
    if relative is None:
        return {"uri": absolute.as_uri()}
    return {"uri": _quoted(relative), "uriBaseId": ROOT}


def _within(path: Path, folder: Path) -> PurePath | None:
    """The path from the folder, None for a path outside. The folder may be named by a link."""
    for candidate in (path, path.parent.resolve() / path.name):
        if candidate != folder and candidate.is_relative_to(folder):
            return candidate.relative_to(folder)
    return None


def _quoted(path: PurePath) -> str:
    """A relative reference: UTF-8 (or whatever bytes the name has), all but the plain quoted."""
    return quote_from_bytes(os.fsencode(path.as_posix()), safe="/")
