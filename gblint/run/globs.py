"""Globs of per-file-ignores, `exclude` and .gitignore: which files they name.

All ways in which a glob can go on are followed side by side, character by character. A pattern of
`re` tries one after another, which with many stars does not end.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_PIECES = re.compile(r"\*\*/|/\*\*$|\*\*|\*|\?|\[!?\]?[^\]/]*\]|.", re.DOTALL)

_Takes = Callable[[str], bool]
"""Whether a step takes a character."""


def _any(_char: str) -> bool:
    return True


def _in_name(char: str) -> bool:
    return char != "/"


def _slash(char: str) -> bool:
    return char == "/"


def _none(_char: str) -> bool:
    return False


class GlobStep(NamedTuple):
    """A step of a glob: it takes one character, with `again` as many as come, or none.

    One with `over` takes none: it leads to the next, or that many on.
    """

    takes: _Takes
    again: bool = False
    over: int = 0


_FOLDERS = (GlobStep(_none, over=3), GlobStep(_any, again=True), GlobStep(_slash))
"""Folders at any depth, or none."""

_INSIDE = (GlobStep(_slash), GlobStep(_any, again=True))
_SIGNS = {
    "**/": _FOLDERS,
    "/**": _INSIDE,
    "**": (GlobStep(_any, again=True),),
    "*": (GlobStep(_in_name, again=True),),
    "?": (GlobStep(_in_name),),
}


def names_file(globs: Iterable[str], path: str, folder: Path) -> bool:
    """Whether any glob, relative to the folder, names the file or a folder that it is in.

    As in .gitignore, a glob without `/` names files and folders at any depth.
    """
    inside = _find_relative(path, folder)
    return any(_matches(_read_steps(glob), inside) for glob in globs)


def names_entry(globs: Iterable[str], path: str, folder: Path) -> bool:
    """Whether any glob, relative to the folder, names just this file or folder."""
    inside = _find_relative(path, folder)
    return any(_matches(_read_steps(glob), inside, whole=True) for glob in globs)


def _find_relative(path: str, folder: Path) -> str:
    """The path as it is from the folder."""
    try:
        inside = Path(os.path.relpath(Path(path).absolute(), folder)).as_posix()
    except ValueError:  # another drive of Windows
        inside = Path(path).absolute().as_posix()
    return _fold_case(inside)


def fits(steps: tuple[GlobStep, ...], inside: str) -> bool:
    """Whether a glob that was read names just this path, which is relative to its folder."""
    return _matches(steps, _fold_case(inside), whole=True)


def is_plain(glob: str) -> bool:
    """Whether a glob has no sign of a pattern: it names one file, or one folder."""
    return not any(sign in glob for sign in "*?[")


def _fold_case(text: str) -> str:
    """Text as it is compared: Windows tells no large letters from small ones."""
    return text.lower() if os.name == "nt" else text


@lru_cache(maxsize=256)
def _read_steps(glob: str) -> tuple[GlobStep, ...]:
    plain = glob.removeprefix("./").rstrip("/")
    return read_glob(plain, anchored="/" in plain)


def read_glob(glob: str, *, anchored: bool) -> tuple[GlobStep, ...]:
    """The steps of a glob, which names what is at any depth unless it is anchored."""
    plain = _fold_case(glob)
    steps: list[GlobStep] = [] if anchored else [*_FOLDERS]
    for piece in _PIECES.findall(plain):
        own = _SIGNS.get(piece) or tuple(map(GlobStep, _read_class(piece)))
        last = steps[-1] if steps else None
        if own is _FOLDERS and tuple(steps[-3:]) == _FOLDERS:
            continue  # once says as much
        if own[0].again and last is not None and last.again:
            steps[-1] = last if last.takes is _any else own[0]
        else:
            steps += own
    return tuple(steps)


def _read_class(piece: str) -> tuple[_Takes, ...]:
    """What a sign, or a class of them, takes; signs that make no class stand for themselves."""
    inside = re.sub(r"([\\\[&|~])", r"\\\1", piece[1:-1])
    form = f"[^{inside[1:]}]" if inside.startswith("!") else f"[{inside}]"
    try:
        chars = re.compile(form, re.DOTALL) if inside else None
    except re.error:
        chars = None
    if chars is None:
        return tuple(char.__eq__ for char in piece)
    return (lambda char: chars.match(char) is not None,)


def _matches(steps: tuple[GlobStep, ...], path: str, *, whole: bool = False) -> bool:
    """Whether a glob names the path, or, where it need not be the whole, a folder that it is in."""
    end = len(steps)
    at = _follow(steps, {0})
    for char in path:
        if char == "/" and end in at and not whole:
            return True
        taken = {place for place in at if place < end and steps[place].takes(char)}
        at = _follow(steps, {place if steps[place].again else place + 1 for place in taken})
        if not at:
            return False
    return end in at


def _follow(steps: tuple[GlobStep, ...], places: set[int]) -> set[int]:
    """The places with those that are reached from them without a character."""
    waiting = [*places]
    while waiting:
        place = waiting.pop()
        step = steps[place] if place < len(steps) else None
        if step is None or not (step.again or step.over):
            continue
        for reached in (place + 1, place + (step.over or 1)):
            if reached not in places:
                places.add(reached)
                waiting.append(reached)
    return places
