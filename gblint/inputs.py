"""A file to check: what opens it, how it is named to the user, its bytes, and why it has none."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from gblint.attempts import explain_failure
from gblint.files import MB, TooLargeError
from gblint.findings import Say
from gblint.processes import let_through
from gblint.readers.refusals import ReadError, check_size, count_bytes, get_limits
from gblint.text.patterns import PatternTimeout

STDIN = "-"
"""The source of what comes on standard input."""

INSIDE = "!/"
"""What stands between the path of an archive and that of a file in it."""

NO_SUCH_FILE = Say("没有这个文件", "there is no such file")
NO_REPORT = Say("没有认出年度报告", "no annual report was recognised in it")


class Input(msgspec.Struct, frozen=True):
    """A file to check. `source` opens it, `path` is as it is shown (`display_path`).

    `failure` says why there is nothing to read.
    """

    source: str
    path: str
    failure: Say | None = None

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def display_path(path: str) -> str:
    """A path as it is shown: with `/`, and without `./` before it.

    In a locale that is not of UTF-8, a name that is in UTF-8 all the same is shown as it is there.
    """
    if sys.getfilesystemencoding() != "utf-8":
        with suppress(UnicodeError):
            path = os.fsencode(path).decode()
    path = path.replace(os.sep, "/")
    while path.startswith("./") and len(path) > 2:
        path = path[2:].lstrip("/") or "."
    return path


def is_remote(path: str) -> bool:
    """Whether a path is the address of a file elsewhere (`s3://…`); `c://` is a drive."""
    protocol, sign, _ = path.partition("://")
    return len(protocol) > 1 and bool(sign) and protocol.replace("+", "").isalnum()


def split_member(source: str) -> tuple[str, str] | None:
    """An archive and the name of a member of it; None for the path of a file.

    A folder may be called `a.zip!`: what is there as a file is one.
    """
    if INSIDE not in source or os.path.lexists(source):
        return None
    at = source.find(INSIDE)
    while at >= 0:
        # the outermost archive is the one on disk; those inside it are members of it
        if os.path.isfile(source[:at]):  # noqa: PTH113 - one for each file
            return source[:at], source[at + len(INSIDE) :]
        at = source.find(INSIDE, at + 1)
    return None


def find_container(source: str) -> str:
    """The file on disk that has what a source opens: itself, or the archive that it is in."""
    found = split_member(source)
    return source if found is None else found[0]


def read_bytes(source: str) -> bytes:
    """What is in a file, in one of an archive (`a.zip!/b.docx`), or comes on standard input.

    A file may be elsewhere (`s3://…`).

    Raises OSError, and ReadError for a file beyond the limit in force: one that says its size is
    not read for that, another (a pipe) up to just over the limit.
    """
    if source != STDIN:
        if is_remote(source):
            from gblint.readers.elsewhere import read_remote

            return read_remote(source)
        if INSIDE in source:
            found = split_member(source)
            if found is not None:
                from gblint.readers.elsewhere import read_member

                return read_member(*found)
        return read_file(Path(source))
    # a pipe does not say its size: one byte more than the limit shows that there are too many
    data = sys.stdin.buffer.read(count_bytes(get_limits().file_mb) + 1)
    check_size(len(data), "file_mb")
    return data


def read_file(path: Path) -> bytes:
    """As `read_bytes`, of a file whatever its name: one may be called `-`."""
    with path.open("rb") as file:
        check_size(os.fstat(file.fileno()).st_size, "file_mb")
        data = file.read(count_bytes(get_limits().file_mb) + 1)
    check_size(len(data), "file_mb")
    return data


def describe_os_error(error: OSError) -> Say:
    """What the system said when it would not give a file, in plain words."""
    if isinstance(error, PermissionError):
        return Say(
            "没有读取权限，或文件正被别的程序占用", "no permission to read it, or it is in use"
        )
    if isinstance(error, FileNotFoundError):
        return NO_SUCH_FILE
    if isinstance(error, TooLargeError):
        size = f"{error.most / MB:g} MB"
        return Say(f"文件大于 {size}", f"it is larger than {size}")
    reason = error.strerror or type(error).__name__
    return Say(f"系统不能读取（{reason}）", f"the system cannot read it ({reason})")


def explain_unread(error: ReadError | PatternTimeout | OSError) -> Say:
    """Why a file could not be read."""
    if isinstance(error, PatternTimeout):
        return Say(*error.words)
    return error.say if isinstance(error, ReadError) else describe_os_error(error)


def explain_stop(error: BaseException) -> Say:
    """What to say of whatever stopped the check of a file. Raises requests to end."""
    let_through(error)
    if isinstance(error, ReadError):
        return error.say
    return describe_os_error(error) if isinstance(error, OSError) else explain_failure(error)
