"""From what the user names (files, folders, globs, `-`) to the files to check."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from gblint.bounded import MB, TooLargeError
from gblint.findings import Say

SUFFIXES = (
    *(".docx", ".doc", ".wps", ".rtf", ".odt", ".html", ".htm", ".mhtml", ".mht", ".pdf"),
    *(".txt", ".md"),
)
"""What is taken from a folder. A file named by itself is read whatever its name."""

STDIN = "-"
_LOCKS = ("~$", ".~")
"""How the lock files begin that Word and WPS lay beside an open document."""

_NO_FILE = Say("没有这个文件", "there is no such file")
_NO_MATCH = Say("没有与通配符相符的文件", "no file matches")
_NO_REPORT = Say(
    f"这个文件夹里没有可检查的文件（{'、'.join(SUFFIXES)}）",
    f"there is no file to check in this folder ({', '.join(SUFFIXES)})",
)
_LOCK = Say(
    "这是 Word 或 WPS 打开文档时的临时锁定文件，不是报告",
    "this is the lock file of a document that is open in Word or WPS, not a report",
)


_NO_REPORT_FILE = Say(
    "这不是普通文件（管道、设备或套接字），没有读取",
    "this is a pipe, a device or a socket and no file; it was not read",
)


_CLOSED = Say("标准输入已关闭", "standard input is closed")


class Input(msgspec.Struct, frozen=True):
    """A file to check. `source` opens it, `path` is as it is told.

    `failure` says why there is nothing to read.
    """

    source: str
    path: str
    failure: Say | None = None

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def collect(named: Iterable[str]) -> tuple[Input, ...]:
    """The files to check, each once, in the order of their paths; `-` is standard input.

    Folders are searched for `SUFFIXES`, hidden ones in them left out. Patterns are expanded
    here, as the Windows console does not; a file whose name looks like a pattern goes before
    the pattern. Lock files are passed over. What is not there, and a folder or pattern that
    gives nothing, becomes an input with a failure.
    """
    found: dict[str, Input] = {}
    locks: list[str] = []
    for name in named:
        if _is_lock(name) and name != STDIN:
            locks.append(name)
            continue
        for input_ in _expand(name):
            found.setdefault(_identity(input_.source), input_)
    if not found:
        return tuple(_input(name, _LOCK) for name in sorted(set(locks)))
    return tuple(sorted(found.values(), key=lambda input_: input_.path))


def told(path: str) -> str:
    """A path as it is told: with `/`, and without `./` before it.

    In a locale that is not of UTF-8, a name that is in UTF-8 all the same is told as it is there.
    """
    if sys.getfilesystemencoding() != "utf-8":
        with suppress(UnicodeError):
            path = os.fsencode(path).decode()
    path = path.replace(os.sep, "/")
    while path.startswith("./") and len(path) > 2:
        path = path[2:].lstrip("/") or "."
    return path


def _input(name: str, failure: Say | None = None) -> Input:
    return Input(name, told(name), failure)


def _identity(path: str) -> str:
    """The same for all names of one file."""
    return path if path == STDIN else os.path.normcase(os.path.realpath(path))


def same_file(path: str, inputs: Sequence[Input]) -> Input | None:
    """The input that a path is another name of, if any."""
    wanted = _identity(path)
    return next((one for one in inputs if _identity(one.source) == wanted), None)


def _expand(name: str) -> Iterator[Input]:
    if not any(sign in name for sign in "*?[") or os.path.lexists(name):
        yield from _named(name)
        return
    from glob import glob

    found = glob(name, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute pattern
    matches = [match for match in sorted(found) if not _is_lock(match)]
    if not matches:
        yield _input(name, _NO_MATCH)
    elif "**" in Path(name).parts:
        # such a pattern gives every folder on the way, too
        for match in matches:
            if not Path(match).is_dir():
                yield from _named(match)
    else:
        for match in matches:
            yield from _named(match)


def _named(name: str) -> Iterator[Input]:
    """A file, or what is in a folder."""
    if name == STDIN:
        closed = sys.stdin is None or sys.stdin.closed
        yield _input(STDIN, _CLOSED if closed else None)
        return
    try:
        mode = Path(name).stat().st_mode
    except OSError as error:
        yield _input(name, _absent(name, error))
        return
    if stat.S_ISDIR(mode):
        yield from _inside(name)
    else:
        yield _input(name)


def _inside(folder: str) -> Iterator[Input]:
    """What is to be checked in a folder and below it, and the folders that cannot be read."""
    failed: list[OSError] = []
    found = False
    for at, folders, names in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            hidden = name.startswith(".") or _is_lock(name)
            if not hidden and name.lower().endswith(SUFFIXES):
                found = True
                path = Path(at, name)
                yield _input(str(path), _NO_REPORT_FILE if _waits(path) else None)
    for error in failed:
        yield _input(str(error.filename or folder), os_failure(error))
    if not found and not failed:
        yield _input(folder, _NO_REPORT)


def _waits(path: Path) -> bool:
    """Whether it is a pipe or a device, which would have its reader wait, or read without end."""
    try:
        mode = path.stat().st_mode
    except OSError:  # told when it is opened
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _is_lock(name: str) -> bool:
    return Path(name).name.startswith(_LOCKS)


def _absent(name: str, error: OSError) -> Say:
    """Why there is no such file, and which one was probably meant."""
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        return os_failure(error)
    from difflib import get_close_matches

    path = Path(name)
    try:
        beside = os.listdir(path.parent)  # noqa: PTH208 - names are what is compared
    except OSError:
        return _NO_FILE
    close = get_close_matches(path.name, [one for one in beside if not _is_lock(one)], n=1)
    if not close:
        return _NO_FILE
    meant = told(close[0])
    return Say(f"{_NO_FILE.zh}；是不是“{meant}”？", f'{_NO_FILE.en}; did you mean "{meant}"?')


def os_failure(error: OSError) -> Say:
    """What the system said when it would not give a file, in plain words."""
    if isinstance(error, PermissionError):
        return Say(
            "没有读取权限，或文件正被别的程序占用", "no permission to read it, or it is in use"
        )
    if isinstance(error, FileNotFoundError):
        return _NO_FILE
    if isinstance(error, TooLargeError):
        size = f"{error.most / MB:g} MB"
        return Say(f"文件大于 {size}", f"it is larger than {size}")
    reason = error.strerror or type(error).__name__
    return Say(f"系统不能读取（{reason}）", f"the system cannot read it ({reason})")
