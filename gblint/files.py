"""Files read whole: one to check, with how it is named to the user; those of users up to a size;
and those of the cache, which are believed.

Settings, packs and baselines are read by `read_bounded`; reports have limits of their own
(`read_bytes`), and may be in archives or elsewhere. What is read back from the cache is believed,
so that its folder has to be this user's alone: a folder or file counts where it belongs to this
user and neither group nor others may write it (access lists show in the mode of the group).
Anything else is neither read, written nor removed: `NotOurs` says so. What is inside is reached
from the open folder and never through a link, so that nothing changes between the look at it and
its use. Windows has no user ids: there links are refused likewise, and who may write is for the
rights of the folder to say.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

from gblint.attempts import explain_failure
from gblint.findings import Say
from gblint.processes import let_through
from gblint.readers.refusals import ReadError, check_size, count_bytes, get_limits
from gblint.text.patterns import PatternTimeout

MB = 2**20


class TooLargeError(OSError):
    """A file is larger than `most` bytes, which is all that there may be in one of its kind."""

    def __init__(self, path: Path | str, most: int) -> None:
        super().__init__(errno.EFBIG, f"larger than {most / MB:g} MB", str(path))
        self.most = most


def read_bounded(path: Path | str, most: int) -> bytes:
    """What is in a file of up to `most` bytes.

    Raises OSError, and TooLargeError for a larger one: nothing is read of one that says its size,
    and of another (a pipe, a device) no more than it takes to know.
    """
    with open(path, "rb") as file:  # noqa: PTH123 - some twenty times at every start
        return _read_whole(file, path, most)


def _read_whole(file: BinaryIO, path: Path | str, most: int) -> bytes:
    size = os.fstat(file.fileno()).st_size
    if size <= most:
        data = file.read(size + 1)  # for `most` there would be memory to find, at every start
        if len(data) > size:  # it grows, or does not say its size
            data += file.read(most - size)
        if len(data) <= most:
            return data
    raise TooLargeError(path, most)


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


FOLDER = "GBLINT_CACHE_DIR"
"""The environment variable that names another folder for the cache."""

SIGN = b"\x89gblint-kept\n"
"""What every file of the cache begins with. One without it is not gblint's, whatever its name."""

_LINK = getattr(os, "O_NOFOLLOW", 0)
_HOW = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""No program that is started has the file, and a pipe of its name is not waited for."""

_OTHERS_WRITE = 0o022
_ANYBODY_WRITES = 0o002


def find_cache_folder() -> Path | None:
    """The folder of the cache: GBLINT_CACHE_DIR, or gblint's in the user's cache folder.

    None for a user without a home.
    """
    own = os.environ.get(FOLDER)
    if own:
        return Path(own)
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path's own raises without a home
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        found = (Path(local) if local else home / "AppData" / "Local") / "gblint" / "Cache"
    elif sys.platform == "darwin":
        found = home / "Library" / "Caches" / "gblint"
    else:
        found = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "gblint"
    # XDG has relative paths ignored; one would put a cache into each working folder
    return found if found.is_absolute() else None


class NotOurs(PermissionError):  # noqa: N818 - it names what was found
    """A folder or file that another user has, or may write, or that is none."""


class PrivateFolder:
    """An open folder of this user's. All its methods raise OSError; names have no folder in them.

    Where folders cannot be opened (Windows), `handle` is None and it is reached by its path.
    """

    def __init__(self, path: Path, handle: int | None) -> None:
        self.path = path
        self._handle = handle

    def read(self, name: str, most: int) -> bytes:
        """A file of at most so many bytes; an OSError where it is larger, too."""
        with self._open_file(name) as file:
            return _read_whole(file, name, most)

    def begins_with(self, name: str, sign: bytes) -> bool:
        """Whether it is a file of this user's that begins so. Never raises."""
        try:
            with self._open_file(name) as file:
                return file.read(len(sign)) == sign
        except OSError:
            return False

    @contextmanager
    def _open_file(self, name: str) -> Iterator[BinaryIO]:
        handle = self._open(name, os.O_RDONLY)
        with os.fdopen(handle, "rb") as file:
            state = os.fstat(handle)  # of what is open: by its name it may be another by now
            if not stat.S_ISREG(state.st_mode) or not is_ours(state):
                raise NotOurs(name)
            yield file

    def write(self, name: str, data: bytes) -> None:
        """Write a file, for this user only, whole or not at all."""
        part = f"{name}.{os.getpid()}.{os.urandom(4).hex()}"
        try:
            handle = self._open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            src, dst = self._address(part), self._address(name)
            os.replace(src, dst, src_dir_fd=self._handle, dst_dir_fd=self._handle)
        except BaseException:
            self.remove(part)
            raise

    def touch(self, name: str) -> None:
        """Have a file be of now; of a link, the link."""
        follow = os.utime not in os.supports_follow_symlinks
        os.utime(self._address(name), dir_fd=self._handle, follow_symlinks=follow)

    def remove(self, name: str) -> None:
        """Remove a file, or a link, and not what it leads to; none that is absent."""
        try:
            os.unlink(self._address(name), dir_fd=self._handle)
        except FileNotFoundError:
            return

    def remove_folder(self, name: str) -> None:
        """Remove a folder, which must be empty."""
        os.rmdir(self._address(name), dir_fd=self._handle)

    def list_states(self) -> dict[str, os.stat_result]:
        """What is in it, by name, with its state; of a link, that of the link."""
        place: int | Path = self.path if self._handle is None else self._handle
        with os.scandir(place) as entries:
            return {entry.name: entry.stat(follow_symlinks=False) for entry in entries}

    @contextmanager
    def open_inside(self, name: str, *, make: bool = False) -> Iterator[PrivateFolder]:
        """A folder in it, made where it is absent if asked to."""
        if make:
            with suppress(FileExistsError):
                os.mkdir(self._address(name), 0o700, dir_fd=self._handle)
        if self._handle is None:
            path = self.path / name
            if _is_link(os.lstat(path)) or not path.is_dir():
                raise NotOurs(str(path))
            yield PrivateFolder(path, None)
            return
        handle = self._open(name, os.O_RDONLY | os.O_DIRECTORY)
        with _close_in_the_end(self.path / name, handle) as found:
            yield found

    def _open(self, name: str, flags: int) -> int:
        if not _LINK and _is_link_at(self.path / name):
            raise NotOurs(name)
        return os.open(self._address(name), flags | _LINK | _HOW, 0o600, dir_fd=self._handle)

    def _address(self, name: str) -> str:
        return str(self.path / name) if self._handle is None else name


@contextmanager
def open_private_folder(path: Path, *inside: str, make: bool = False) -> Iterator[PrivateFolder]:
    """A folder, or one below it, that nobody but this user may write.

    With `make`, those that are absent are made, for this user only. `path` itself may be a link
    that its owner, or the administrator, has laid: where a cache is, is for them to say.

    Raises NotOurs, and FileNotFoundError and other OSErrors.
    """
    path = path.absolute()
    if not path.name:
        raise NotOurs(str(path))
    _check_way(path)  # before anything is made: in a folder of others nothing is laid down
    if make:
        for place in (*reversed(path.parents), path):
            if not place.exists():
                place.mkdir(0o700, exist_ok=True)
    with ExitStack() as stack:
        if sys.platform == "win32":
            if not path.is_dir():
                raise FileNotFoundError(str(path))
            found = PrivateFolder(path, None)
        else:
            handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | _HOW)
            found = stack.enter_context(_close_in_the_end(path, handle))
        for name in inside:
            found = stack.enter_context(found.open_inside(name, make=make))
        yield found


def is_ours(state: os.stat_result) -> bool:
    """Whether it belongs to this user, and nobody else may write it."""
    if sys.platform == "win32":
        return True
    return state.st_uid == os.geteuid() and not state.st_mode & _OTHERS_WRITE


def _check_way(path: Path) -> None:
    """That nobody else can turn the way to a folder: neither by a link nor by moving folders.

    Folders in which anybody may write count only where, by their sticky bit, nobody may move
    what is another's. Those that a group may write are let pass: where every user has a group of
    his own, the folders of a home are so, and what such a folder is made to lead to must be ours
    all the same. Raises NotOurs.
    """
    if sys.platform == "win32":
        return
    for way in (path, Path(os.path.realpath(path))):
        for place in (way, *way.parents):
            try:
                state = os.lstat(place)
            except FileNotFoundError:
                continue
            if _is_link(state):
                turned = state.st_uid not in (0, os.geteuid())
            else:
                open_to_all = state.st_mode & _ANYBODY_WRITES and not state.st_mode & stat.S_ISVTX
                turned = place != way and bool(open_to_all)
            if turned:
                raise NotOurs(str(place))


@contextmanager
def _close_in_the_end(path: Path, handle: int) -> Iterator[PrivateFolder]:
    """An open folder, closed in the end. Raises NotOurs."""
    try:
        if not is_ours(os.fstat(handle)):
            raise NotOurs(str(path))
        yield PrivateFolder(path, handle)
    finally:
        os.close(handle)


def _is_link(state: os.stat_result) -> bool:
    """Whether it is a link, or what Windows has of the kind."""
    reparse = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0)
    attributes = getattr(state, "st_file_attributes", 0)
    return stat.S_ISLNK(state.st_mode) or bool(attributes & reparse)


def _is_link_at(path: Path) -> bool:
    try:
        return _is_link(os.lstat(path))
    except FileNotFoundError:
        return False
