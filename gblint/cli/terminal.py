"""What a terminal can show: colours, how wide, which characters."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Literal

from gblint.cli.streams import Stream

ColorChoice = Literal["auto", "always", "never"]
COLORS: tuple[ColorChoice, ...] = ("auto", "always", "never")

PIPE_WIDTH = 80
"""Columns where no terminal says how wide it is."""

_BEYOND_GBK = "›"
_CODE_PAGE_936 = 936
_STD_OUTPUT_HANDLE = -11
_VIRTUAL_TERMINAL = 0x0004


def use_color(choice: ColorChoice, stream: Stream, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether to use colours: by the choice, NO_COLOR, FORCE_COLOR, then by what is there.

    Logs of CI are no terminals to look at, even where the system gives them one.
    """
    if choice == "always":
        return _enabled(stream)
    if choice == "never" or environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in ("", "0", "false"):
        return _enabled(stream)
    in_ci = environ.get("CI", "") not in ("", "0", "false")
    return stream.terminal and not in_ci and environ.get("TERM") != "dumb" and _enabled(stream)


def width(stream: Stream, environ: Mapping[str, str] = os.environ) -> int:
    """Columns: COLUMNS, else those of the terminal, else 80."""
    given = environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) > 0:
        return int(given)
    return stream.columns() or PIPE_WIDTH


def beyond_gbk(stream: Stream) -> bool:
    """Whether marks outside GBK can be shown.

    A Chinese console of Windows takes any character, but has no glyphs for these, and gives
    two columns to others than a terminal does.
    """
    if sys.platform == "win32" and stream.terminal:
        import ctypes

        if ctypes.windll.kernel32.GetConsoleOutputCP() == _CODE_PAGE_936:
            return False
    return stream.shows(_BEYOND_GBK)


def _enabled(stream: Stream) -> bool:
    """Switch on colours in a Windows console, which else prints their codes."""
    if sys.platform != "win32" or not stream.terminal:
        return True
    import ctypes

    kernel = ctypes.windll.kernel32
    handle = kernel.GetStdHandle(_STD_OUTPUT_HANDLE)
    mode = ctypes.c_ulong()
    if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
        return False
    return bool(kernel.SetConsoleMode(handle, mode.value | _VIRTUAL_TERMINAL))
