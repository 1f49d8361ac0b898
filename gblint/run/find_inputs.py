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
from gblint.readers.forms import forms_of, suffix_of, suffixes
from gblint.results import Skipped
from gblint.run.folder import LOCK, NO_FILE, apart, is_lock, is_plain, walk

STDIN = "-"
_NO_FILE = Say("没有这个文件", "there is no such file")
_NO_MATCH = Say("没有与通配符相符的文件", "no file matches")
_LOCK = Say(
    "这是 Word 或 WPS 打开文档时的临时锁定文件，不是报告",
    "this is the lock file of a document that is open in Word or WPS, not a report",
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


class Found(msgspec.Struct, frozen=True):
    """What the user's names stand for: files to check, and what was passed over, by path.

    `notes` are remarks on what was chosen.
    """

    inputs: tuple[Input, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[Say, ...] = ()


def collect(named: Iterable[str]) -> tuple[Input, ...]:
    """The files to check alone: see `find`."""
    return find(named).inputs


def find(named: Iterable[str], *, own: Iterable[str] = ()) -> Found:
    """The files to check, each once, in the order of their paths; `-` is standard input.

    Folders are searched for files of the forms that are read (`readers.forms`); what else is in
    them is passed over, and given with the reason. Patterns are expanded here, as the Windows
    console does not; a file whose name looks like a pattern goes before the pattern. Lock files
    are passed over. What is not there, and a folder or pattern that gives nothing, becomes an
    input with a failure. `own` are the run's own files, such as its output, which are no reports.
    """
    names = list(named)
    found: dict[str, Input] = {}
    passed: dict[str, Skipped] = {}
    for name in names:
        for one in _expand(name):
            if isinstance(one, Skipped):
                passed.setdefault(one.path, one)
            else:
                found.setdefault(_identity(one.source), one)
    if not found:
        locks = sorted(name for name in set(names) if name != STDIN and is_lock(name))
        return Found(tuple(_input(name, _LOCK) for name in locks))
    is_own = apart(own)
    # what one name passes over, another may name
    meant = {_place(one) for one in names} | {_place(one.source) for one in found.values()}
    skipped = (
        one for one in passed.values() if not is_own(one.source) and _place(one.source) not in meant
    )
    return Found(
        tuple(sorted(found.values(), key=lambda input_: input_.path)),
        tuple(sorted(skipped, key=lambda one: one.path)),
    )


def _place(path: str) -> str:
    """Where a path leads, links apart: soon known, for what there may be very many of."""
    return os.path.normcase(os.path.abspath(path))  # noqa: PTH100


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


def _expand(name: str) -> Iterator[Input | Skipped]:
    if not any(sign in name for sign in "*?[") or os.path.lexists(name):
        yield from _named(name)
        return
    from glob import glob

    # a pattern with ** gives every folder on the way, too
    deep = "**" in Path(name).parts
    given = False
    for match in sorted(glob(name, recursive=True)):  # noqa: PTH207 - Path.glob takes no absolute
        if not (deep and Path(match).is_dir()):
            for one in _matched(match):
                given = given or isinstance(one, Input)
                yield one
    if not given:
        yield _input(name, _NO_MATCH)


def _matched(match: str) -> Iterator[Input | Skipped]:
    """What a pattern gives: unlike what is named by itself, no pipe is meant by it.

    It would be waited for, as a device may be read for ever.
    """
    if is_plain(match):
        yield from _named(match)
    elif forms_of(suffix_of(match)):
        yield _input(match, NO_FILE)
    else:
        yield _skipped(match, NO_FILE)


def _named(name: str) -> Iterator[Input | Skipped]:
    """A file, or what is in a folder."""
    if name == STDIN:
        closed = sys.stdin is None or sys.stdin.closed
        yield _input(STDIN, _CLOSED if closed else None)
        return
    if is_lock(name):
        yield _skipped(name, LOCK)
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


def _inside(folder: str) -> Iterator[Input | Skipped]:
    """What is in a folder and below it, and the folders that cannot be read."""
    failed: list[OSError] = []
    found = False
    for path, why, wanted in walk(folder, failed):
        if wanted:
            found = True
            yield _input(path, why)
        elif why is not None:
            yield _skipped(path, why)
    for error in failed:
        yield _input(str(error.filename or folder), os_failure(error))
    if not found and not failed:
        yield _input(folder, _no_report())


def _no_report() -> Say:
    return Say(
        f"这个文件夹里没有可检查的文件（{'、'.join(suffixes())}）",
        f"there is no file to check in this folder ({', '.join(suffixes())})",
    )


def _skipped(path: str, why: Say) -> Skipped:
    return Skipped(told(path), why, path)


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
    close = get_close_matches(path.name, [one for one in beside if not is_lock(one)], n=1)
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
