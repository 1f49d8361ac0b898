"""How a Python process of gblint's own is started, also by a program that has no Python beside it.

A program that PyInstaller has built is its own `sys.executable`: started again with `CHILD` as its
first word, it is the process asked for (`packaging/start.py`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

CHILD = "--gblint-child"
"""The first word of a built program's command that makes it a process of its own."""

_UNPACKED = "_PYI_"
"""What the variables begin with by which a program of one file finds what it has unpacked."""


def is_built() -> bool:
    """Whether this is a built program, with no Python to be started."""
    return bool(getattr(sys, "frozen", False))


def make_child_command(
    call: str,
    *words: str,
    options: Sequence[str] = (),
    places: Sequence[str] = (),
) -> list[str]:
    """The command of a process that calls a function (`package.module:name`) without arguments.

    It finds the words in `sys.argv[1:]`. `options` are for Python, and `places` where it imports
    from, instead of what it finds itself; a built program has its own.
    """
    if is_built():
        return [sys.executable, CHILD, call, *words]
    module, _, name = call.partition(":")
    imports = f"sys.path[:] = {list(places)!a}; " if places else ""
    start = f"import sys; {imports}from {module} import {name}; sys.exit({name}())"
    return [sys.executable, *options, "-c", start, *words]


def keep_variables(names: Sequence[str]) -> dict[str, str]:
    """Of the environment only what has these names, and what a built program starts again by."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in names or (is_built() and name.startswith(_UNPACKED))
    }


def run_as_child(words: Sequence[str]) -> int | None:
    """Be the process that these words of a built program's command ask for; the exit code.

    None where they ask for none.
    """
    if len(words) < 2 or words[0] != CHILD:
        return None
    from pkgutil import resolve_name

    sys.argv[1:] = words[2:]
    code = resolve_name(words[1])()
    return code if isinstance(code, int) else 0
