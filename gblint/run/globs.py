"""Globs of per-file-ignores: which files they name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_PIECES = re.compile(r"\*\*/|/\*\*$|\*\*|\*|\?|\[!?\]?[^\]/]*\]|.", re.DOTALL)
_SIGNS = {"**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def names_file(globs: Iterable[str], path: str, folder: Path) -> bool:
    """Whether any glob, relative to the folder, names the file or a folder that it is in.

    As in .gitignore, a glob without `/` names files and folders at any depth.
    """
    try:
        inside = Path(os.path.relpath(Path(path).absolute(), folder)).as_posix()
    except ValueError:  # another drive of Windows
        inside = Path(path).absolute().as_posix()
    return any(_compiled(glob).fullmatch(inside) for glob in globs)


def is_plain(glob: str) -> bool:
    """Whether a glob has no sign of a pattern: it names one file, or one folder."""
    return not any(sign in glob for sign in "*?[")


@lru_cache(maxsize=256)
def _compiled(glob: str) -> re.Pattern[str]:
    plain = glob.removeprefix("./").rstrip("/")
    body = "".join(map(_translated, _PIECES.findall(plain)))
    depth = "" if "/" in plain else "(?:.*/)?"
    flags = re.IGNORECASE if os.name == "nt" else 0
    return re.compile(f"{depth}(?:{body})(?:/.*)?", flags | re.DOTALL)


def _translated(piece: str) -> str:
    if piece in _SIGNS:
        return _SIGNS[piece]
    if len(piece) > 2 and piece.startswith("["):
        inside = piece[1:-1].replace("\\", "\\\\")
        return f"[^{inside[1:]}]" if inside.startswith("!") else f"[{inside}]"
    return re.escape(piece)
