"""The command line. `gblint FILE…` runs without typer, whose import takes longer than a check."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import Any

from gblint.signals import code_after, hearing

COMMANDS = (
    "check",
    "rollup",
    "extract",
    "rules",
    "explain",
    "packs",
    "pack",
    "baseline",
    "clean",
    "version",
)
"""What the first word may be; anything else is a file for `check`."""

_GARBAGE = 50_000
"""New objects after which Python looks for garbage; its own is 700."""


def main(args: Sequence[str] | None = None) -> int:
    """Run gblint with the arguments of the process, or those given; the exit code."""
    if args is None:
        # what is imported stays: looking through it again and again for garbage is in vain
        gc.set_threshold(_GARBAGE)
        from gblint.cli.streams import prepare_streams

        prepare_streams()
    words = list(sys.argv[1:] if args is None else args)
    try:
        with hearing():
            return _run_told(words)
    except KeyboardInterrupt as stop:
        return code_after(stop)


def _run_told(words: list[str]) -> int:
    try:
        return _run(words)
    except Exception as error:  # noqa: BLE001 - no traceback reaches a user
        from gblint.cli.problems import tell_crash

        return tell_crash(error, words)


def _run(words: list[str]) -> int:
    if _plain(words):
        from gblint.cli.check import Request, check

        return check(Request(files=tuple(words)))
    from gblint.cli.commands import run

    return run(words)


def _plain(words: list[str]) -> bool:
    """Whether there are only files, no command, no option, no request of a shell."""
    return (
        bool(words)
        and words[0] not in COMMANDS
        and all(word == "-" or not word.startswith("-") for word in words)
        and "_GBLINT_COMPLETE" not in os.environ
    )


def __getattr__(name: str) -> Any:
    """`app`: the typer application, imported only for those who ask for it."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from gblint.cli.commands import app

    return app
