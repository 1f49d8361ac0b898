"""A .gitignore: which files and folders it leaves out, as git reads it.

The last line that fits counts; `!` takes back, `/` at the beginning or inside binds to the folder,
at the end to folders. Matching is that of `globs.py`, which ends soon whatever the pattern is.
"""

from __future__ import annotations

import os
import re

import msgspec

from gblint.run.globs import GlobStep, fits, read_glob

_ESCAPED = re.compile(r"\\(.)")
_CLASS = re.compile(r"\[\^")
_STARS = re.compile(r"\*+")
_PLAIN = re.compile(r"[^*?\[\\/]+")


class _Line(msgspec.Struct, frozen=True):
    """A pattern. `name` is that of what it fits, where it is no more than a name; else ""."""

    takes_back: bool
    folders_only: bool
    name: str
    steps: tuple[GlobStep, ...]


class IgnoreFile(msgspec.Struct, frozen=True):
    """The lines of a file, the last first, and the folder that it is in."""

    folder: str
    lines: tuple[_Line, ...]

    def says(self, path: str, *, is_folder: bool) -> bool | None:
        """Whether an absolute path in its folder is left out; None where it says nothing of it."""
        inside = os.path.relpath(path, self.folder).replace(os.sep, "/")
        name = inside.rpartition("/")[2]
        for line in self.lines:
            if line.folders_only and not is_folder:
                continue
            if name == line.name if line.name else fits(line.steps, inside):
                return not line.takes_back
        return None


def read_ignore_file(data: bytes, folder: str) -> IgnoreFile:
    """A .gitignore as it is on disk; names of files are bytes, whatever their encoding."""
    text = os.fsdecode(data.removeprefix(b"\xef\xbb\xbf"))
    lines = [line for one in text.split("\n") if (line := _read_line(one.removesuffix("\r")))]
    return IgnoreFile(folder, tuple(reversed(lines)))


def _read_line(text: str) -> _Line | None:
    """None for a line that is blank or a remark."""
    if text.startswith("#"):
        return None
    text = _without_blanks(text)
    takes_back = text.startswith("!")
    text = text[takes_back:]
    folders_only = text.endswith("/")
    text = text.rstrip("/") if folders_only else text
    anchored = "/" in text
    text = text.removeprefix("/")
    if not text:
        return None
    if not anchored and _PLAIN.fullmatch(text):
        return _Line(takes_back, folders_only, text, ())
    parts = [_read_part(part) for part in text.split("/")]
    return _Line(takes_back, folders_only, "", read_glob("/".join(parts), anchored=anchored))


def _without_blanks(text: str) -> str:
    """Text without blanks at its end, but for one behind a backslash."""
    bare = text.rstrip(" ")
    if bare != text and bare.endswith("\\"):
        return bare + " "
    return bare


def _read_part(part: str) -> str:
    """What is between two `/`, in the signs of our globs: those that are escaped in brackets."""
    if part == "**":
        return part
    pieces: list[str] = []
    at = 0
    for escaped in _ESCAPED.finditer(part):
        sign = escaped[1]
        pieces += (_simplify(part[at : escaped.start()]), f"[{sign}]" if sign in "*?[" else sign)
        at = escaped.end()
    return "".join((*pieces, _simplify(part[at:])))


def _simplify(text: str) -> str:
    return _CLASS.sub("[!", _STARS.sub("*", text))
