"""What is no file on this machine: what is in an archive (.zip), which is as a folder of reports,
and files in a store elsewhere (`s3://bucket/2026/年报.docx`), by way of fsspec.

Nothing of an archive is ever unpacked to disk, so no path in one leads anywhere. What it says of
itself is bounded before it is believed: the size of its directory, the number of its members, and
what they come to; of a member never more is read than a report may be.

Of a store nothing is fetched but what the user names. Keys and addresses of a store are found where
fsspec and its own tools look for them; gblint keeps none of it.
"""

from __future__ import annotations

import os
import struct
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from gblint.findings import Say
from gblint.processes import let_through, make_temporary_folder
from gblint.readers.package import BROKEN
from gblint.readers.refusals import (
    ReadError,
    check_size,
    count_bytes,
    get_limits,
    over_limit_error,
    unreadable_error,
)

_END = b"PK\x05\x06"
_END_BYTES = 22
_LONGEST_REMARK = 65_535
_DIRECTORY_MB = 16
"""How large the directory of an archive may be; that of 2000 members has some 200 KB."""

_RATIO = 200
"""How many times its packed size a member may have; texts and pages reach 30."""

_RATIO_FROM = 2**20
"""Bytes from which on the ratio is looked at."""

_UTF8 = 0x800
"""The flag of a name in UTF-8 (APPNOTE 4.4.4); other names are in the code page of the packer."""

_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Member(msgspec.Struct, frozen=True):
    """A file in an archive: its name with `/`, and why it is not to be read, if so."""

    name: str
    why: Say | None = None


def list_members(path: str) -> tuple[Member, ...]:
    """The files in an archive, in its order, without its folders.

    Raises OSError, and ReadError for what is damaged or beyond a limit.
    """
    return tuple(
        Member(name, _explain_refusal(info))
        for name, info in _open(path, _read_stamp(path)).items()
    )


def read_member(path: str, name: str) -> bytes:
    """The bytes of a member, by the name that `list_members` gives it. Raises OSError
    and ReadError.
    """
    info = _open(path, _read_stamp(path)).get(name)
    if info is None:
        raise FileNotFoundError(2, "no such member", f"{path}: {name}")
    why = _explain_refusal(info)
    if why is not None:
        raise ReadError(why)
    check_size(info.file_size, "file_mb")
    try:
        with zipfile.ZipFile(path) as archive, archive.open(info) as member:
            data = member.read(count_bytes(get_limits().file_mb) + 1)
    except BROKEN as error:
        raise _damaged_error() from error
    check_size(len(data), "file_mb")
    return data


def _read_stamp(path: str) -> tuple[int, int]:
    found = os.stat(path)  # noqa: PTH116 - one for each file
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=2)
def _open(path: str, _: tuple[int, int]) -> dict[str, zipfile.ZipInfo]:
    """The members of an archive by name, read once for all of them while it stays the same."""
    _check_directory(path)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except BROKEN as error:
        raise _damaged_error() from error
    if len(infos) > get_limits().archive_files:
        raise _too_many_error()
    check_size(sum(info.file_size for info in infos), "archive_mb")
    names: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        names[_number_name(_decode_name(info), names)] = info
    return names


def _check_directory(path: str) -> None:
    """Refuse an archive whose directory is too large, before it is read into memory."""
    with open(path, "rb") as file:  # noqa: PTH123 - the path is a text everywhere here
        size = file.seek(0, os.SEEK_END)
        check_size(size, "archive_mb")
        file.seek(max(0, size - _END_BYTES - _LONGEST_REMARK))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise _damaged_error()
    members, length = struct.unpack_from("<HI", tail, at + 10)
    # 0xFFFF says that the true number stands elsewhere (zip64): more than anyone wants read
    if members == 0xFFFF or length > count_bytes(_DIRECTORY_MB):
        raise _too_many_error()


def _decode_name(info: zipfile.ZipInfo) -> str:
    """The name of a member: in UTF-8, else in GBK, as programs on Chinese Windows write it."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        data = name.encode("cp437", "replace")  # as which zipfile has read it: back to the bytes
        for encoding in ("utf-8", "gb18030"):
            try:
                name = data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = name.split("\0")[0].replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", "..")) or "?"


def _number_name(name: str, taken: dict[str, zipfile.ZipInfo]) -> str:
    """The name, with a number where a member before it has the same."""
    stem, dot, suffix = name.rpartition(".")
    count, numbered = 1, name
    while numbered in taken:
        count += 1
        numbered = f"{stem}({count}).{suffix}" if dot else f"{name}({count})"
    return numbered


def _explain_refusal(info: zipfile.ZipInfo) -> Say | None:
    if info.flag_bits & 1:
        return Say("设有密码，没有打开；请解压后检查", "it has a password: unpack it")
    if info.compress_type not in _PACKINGS:
        return Say(
            "压缩方法不能读取；请解压后检查", "it is packed in a way that is not read: unpack it"
        )
    if info.file_size > _RATIO_FROM and info.file_size > info.compress_size * _RATIO:
        return Say(
            f"压缩比超过 {_RATIO} 倍，没有打开",
            f"it is more than {_RATIO} times its packed size, and was not opened",
        )
    return None


def _too_many_error() -> ReadError:
    most = get_limits().archive_files
    return over_limit_error(
        f"压缩包内超过 {most} 个文件",
        f"an archive of more than {most} files",
        setting="archive_files",
    )


def _damaged_error() -> ReadError:
    return unreadable_error(
        "压缩包已损坏，不能打开：请重新打包，或解压后检查。",
        "The archive is damaged and cannot be opened: pack it anew, or unpack it.",
    )


_GLOB = "*?["


def list_files(url: str) -> tuple[str, ...]:
    """The files at a url, in the order of their paths: itself, those below it, or what matches it.

    Raises ReadError.
    """
    files, path = _open_store(url)
    with _telling(url):
        if any(sign in path for sign in _GLOB):
            found = [one for one in files.glob(path) if files.isfile(one)]
        elif files.isfile(path):
            found = [path]
        else:
            found = files.find(path)
        return tuple(sorted(map(files.unstrip_protocol, found)))


def read_remote(url: str) -> bytes:
    """The bytes of a file, up to the limit in force. Raises ReadError."""
    files, path = _open_store(url)
    with _telling(url):
        size = int(files.info(path).get("size") or 0)
        check_size(size, "file_mb")
        most = count_bytes(get_limits().file_mb) + 1
        # a store may tell a wrong size; no more is fetched than it says, nor than may be
        data: bytes = files.cat_file(path, start=0, end=min(most, size)) if size else b""
    check_size(len(data), "file_mb")
    return data


def write_remote(url: str, pieces: Iterable[bytes]) -> None:
    """Write a file, which is there whole or not at all. Raises OSError."""
    try:
        files, path = _open_store(url)
        with make_temporary_folder() as folder:
            # first to a file here: pieces may fail half-way, and a store would keep what came
            whole = Path(folder, "output")
            with whole.open("wb") as out:
                out.writelines(pieces)
            with _telling(url):
                files.put_file(str(whole), path)
    except ReadError as error:
        raise OSError(5, error.say.zh) from error


@contextmanager
def _telling(url: str) -> Iterator[None]:
    """Has whatever a store raises be told in plain words."""
    try:
        yield
    except ReadError:
        raise
    except BaseException as error:
        let_through(error)
        if isinstance(error, Exception):
            raise _explain(url, error) from error
        raise


def _explain(url: str, error: Exception) -> ReadError:
    if isinstance(error, FileNotFoundError):
        return unreadable_error("远程没有这个文件或文件夹", "there is no such file or folder there")
    if isinstance(error, PermissionError):
        return unreadable_error(
            "没有权限，或没有凭据：请检查访问该存储的密钥设置",
            "no permission, or no credentials: see to the keys for this store",
        )
    store = url.partition("://")[0]
    why = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return unreadable_error(
        f"远程存储（{store}）不能读写：{why}", f"the store ({store}) cannot be used: {why}"
    )


def _open_store(url: str) -> tuple[Any, str]:
    """The file system of a url, and the path in it. Raises ReadError."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise ReadError(_NO_FSSPEC) from None
    if "::" in url:  # to fsspec a chain: a file in a file, or a cache on this machine
        raise unreadable_error("网址里不能有“::”", 'there must be no "::" in the address')
    try:
        files, path = url_to_fs(url)
    except ImportError as error:
        raise unreadable_error(
            f"{_NO_FSSPEC.zh}（{error}）", f"{_NO_FSSPEC.in_lang('en')} ({error})"
        ) from error
    except ValueError as error:
        store = url.partition("://")[0]
        raise unreadable_error(
            f"不认识这种存储：{store}://", f"no such kind of store: {store}://"
        ) from error
    except Exception as error:
        let_through(error)
        raise _explain(url, error) from error
    return files, str(path)


_NO_FSSPEC = Say(
    "读写远程文件需要另装组件：运行 pip install fsspec s3fs",
    "remote files need further packages: run pip install fsspec s3fs",
)
