"""Where the built program begins, which has its own Python: what was it started for?

Without arguments, as by a double click, it opens the page. With files that were dropped on it, it
writes each once more with the findings as comments, beside the original, and says so in a window
that stays. Else it is the command line, as `gblint` is; or one of the processes that it starts
itself.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from gblint.processes import run_as_child

DROPPED = "--gblint-dropped"
"""The first word by which a desktop says that what follows was dropped: Windows shows it itself."""

_LIBRARIES = "LD_LIBRARY_PATH"
_CACHE = "GBLINT_CACHE_DIR"


def main() -> int:
    """The exit code."""
    restore_libraries()
    if unpacked := find_unpacked():
        # the packs lie elsewhere each time: what is kept of them goes when the program ends
        os.environ.setdefault(_CACHE, os.fspath(unpacked / "cache"))
    multiprocessing.freeze_support()  # never returns in a process of a pool
    words = sys.argv[1:]
    code = run_as_child(words)
    if code is not None:
        return code
    own_window = has_own_window(2 if unpacked else 1)
    files = find_dropped(words, own_window=own_window)
    if files:
        sys.argv[1:] = ["annotate", "--", *files]
    elif not words:
        sys.argv[1:] = ["serve"]
    from gblint.cli import main as run

    code = run()
    if own_window and (files or code):
        wait_for_reader()
    return code


def find_dropped(words: Sequence[str], *, own_window: bool) -> list[str]:
    """The files that were dropped on the program; none where it was called by name."""
    if words[:1] == [DROPPED]:
        return list(words[1:])
    whole = all(Path(word).is_absolute() and Path(word).exists() for word in words)
    return list(words) if own_window and words and whole else []


def find_unpacked() -> Path | None:
    """Where a program of one file has unpacked itself for this run; None for one in a folder."""
    inside = getattr(sys, "_MEIPASS", None)
    if inside is None or Path(inside).is_relative_to(Path(sys.executable).resolve().parent):
        return None
    return Path(inside)


def restore_libraries() -> None:
    """For the programs that gblint starts, such as LibreOffice: the libraries of the system."""
    before = os.environ.pop(f"{_LIBRARIES}_ORIG", None)
    if before is not None:
        os.environ[_LIBRARIES] = before
    elif getattr(sys, "frozen", False):
        os.environ.pop(_LIBRARIES, None)


def has_own_window(processes: int) -> bool:
    """Whether Windows opened a window for this program alone, as for a double click.

    `processes` is how many of its own there are: a program of one file is two.
    """
    if sys.platform != "win32":
        return False
    import ctypes

    most = 8
    found = ctypes.windll.kernel32.GetConsoleProcessList((ctypes.c_uint * most)(), most)
    return 0 < int(found) <= processes


def wait_for_reader() -> None:
    """Keep the window until somebody has read what stands in it."""
    try:
        input("\n按回车键关闭窗口 / press Enter to close the window")
    except (EOFError, OSError, KeyboardInterrupt):
        return


if __name__ == "__main__":
    sys.exit(main())
